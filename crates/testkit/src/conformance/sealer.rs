use std::fmt::Debug;

use countersign_core::ports::{SealError, Sealed, Sealer};

use super::both;

/// Holds a sealer to its contract.
///
/// # Panics
/// Where it does not keep it.
pub async fn sealer<S: Sealer>(open: impl AsyncFn(&str) -> S) {
    what_is_sealed_is_unsealed_after_opening_again(&open).await;
    two_that_open_at_once_get_the_same_key(&open).await;
    two_places_have_different_keys(&open).await;
    each_sealing_has_a_nonce_of_its_own(&open("nonce").await).await;
    whatever_was_changed_does_not_unseal(&open("changed").await).await;
}

const PLAIN: &[u8] = b"plain text \0\xff";

fn ok<T, E: Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => unreachable!("the sealer failed: {error:?}"),
    }
}

async fn seal<S: Sealer>(port: &S, plain: &[u8]) -> Sealed {
    let key = ok(port.open().await);
    ok(port.seal(&key, b"associated", plain).await)
}

async fn unseal<S: Sealer>(port: &S, sealed: &Sealed) -> Result<Vec<u8>, SealError> {
    let key = ok(port.open().await);
    let plain = port.unseal(&key, b"associated", sealed).await;
    plain.map(|plain| plain.to_vec())
}

async fn what_is_sealed_is_unsealed_after_opening_again<S: Sealer>(open: &impl AsyncFn(&str) -> S) {
    let long = vec![7; 100_000];
    for plain in [PLAIN, b"", &long] {
        let sealed = seal(&open("again").await, plain).await;
        // The tag of AES-GCM.
        assert_eq!(sealed.ciphertext.len(), plain.len() + 16);
        assert_eq!(
            unseal(&open("again").await, &sealed).await,
            Ok(plain.to_vec())
        );
    }
}

async fn two_that_open_at_once_get_the_same_key<S: Sealer>(open: &impl AsyncFn(&str) -> S) {
    let (one, two) = (open("race").await, open("race").await);
    let (one_key, two_key) = both(one.open(), two.open()).await;
    let (one_key, two_key) = (ok(one_key), ok(two_key));
    let sealed = ok(one.seal(&one_key, b"", PLAIN).await);
    let plain = ok(two.unseal(&two_key, b"", &sealed).await);
    assert_eq!(*plain, PLAIN);
}

async fn two_places_have_different_keys<S: Sealer>(open: &impl AsyncFn(&str) -> S) {
    let sealed = seal(&open("here").await, PLAIN).await;
    let elsewhere = unseal(&open("there").await, &sealed).await;
    assert_eq!(elsewhere, Err(SealError::Damaged));
}

async fn each_sealing_has_a_nonce_of_its_own(sealer: &impl Sealer) {
    let (one, two) = (seal(sealer, PLAIN).await, seal(sealer, PLAIN).await);
    assert_ne!(one.nonce, two.nonce);
    assert_ne!(one.ciphertext, two.ciphertext);
}

async fn whatever_was_changed_does_not_unseal(port: &impl Sealer) {
    let sealed = seal(port, PLAIN).await;
    let mut other_nonce = sealed.clone();
    other_nonce.nonce[11] ^= 1;
    let mut other_text = sealed.clone();
    other_text.ciphertext[0] ^= 1;
    let mut other_tag = sealed.clone();
    let last = other_tag.ciphertext.len() - 1;
    other_tag.ciphertext[last] ^= 1;
    let mut short = sealed.clone();
    short.ciphertext.truncate(15);
    for changed in [other_nonce, other_text, other_tag, short] {
        assert_eq!(unseal(port, &changed).await, Err(SealError::Damaged));
    }
    let key = ok(port.open().await);
    let result = port.unseal(&key, b"other", &sealed).await;
    assert_eq!(result.map(|_| ()), Err(SealError::Damaged));
}
