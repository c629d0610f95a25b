use std::fmt::Debug;

use base64ct::{Base64UrlUnpadded, Encoding};
use countersign_core::ports::{DeviceKey, KeyError};
use countersign_protocol::Jwk;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};

use super::both;

/// Holds a device key to its contract.
///
/// # Panics
/// Where it does not keep it.
pub async fn device_key<K: DeviceKey>(open: impl AsyncFn(&str) -> K) {
    there_is_no_key_before_it_is_asked_for(&open("none").await).await;
    a_key_stays_the_same_after_opening_again(&open).await;
    two_that_ask_at_once_get_the_same_key(&open).await;
    two_places_have_different_keys(&open).await;
    what_is_signed_is_verified_with_the_public_half(&open("sign").await).await;
}

fn ok<T, E: Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => unreachable!("the device key failed: {error:?}"),
    }
}

async fn there_is_no_key_before_it_is_asked_for(key: &impl DeviceKey) {
    assert_eq!(key.public().await, Ok(None));
    assert_eq!(key.sign(b"message").await, Err(KeyError::Missing));
}

async fn a_key_stays_the_same_after_opening_again<K: DeviceKey>(open: &impl AsyncFn(&str) -> K) {
    let made = ok(open("again").await.ensure().await);
    assert_eq!(open("again").await.public().await, Ok(Some(made.clone())));
    assert_eq!(open("again").await.ensure().await, Ok(made));
}

async fn two_that_ask_at_once_get_the_same_key<K: DeviceKey>(open: &impl AsyncFn(&str) -> K) {
    let (one, two) = (open("race").await, open("race").await);
    let (one_key, two_key) = both(one.ensure(), two.ensure()).await;
    assert_eq!(one_key, two_key);
    let signature = ok(one.sign(b"message").await);
    assert!(verifies(&ok(two_key), b"message", &signature));
}

async fn two_places_have_different_keys<K: DeviceKey>(open: &impl AsyncFn(&str) -> K) {
    let here = open("here").await.ensure().await;
    let there = open("there").await.ensure().await;
    assert_ne!(here, there);
}

async fn what_is_signed_is_verified_with_the_public_half(key: &impl DeviceKey) {
    let public = ok(key.ensure().await);
    assert_eq!((public.kty.as_str(), public.crv.as_str()), ("EC", "P-256"));
    for message in [b"".as_slice(), b"message", &[0xff; 10_000]] {
        let signature = ok(key.sign(message).await);
        assert!(verifies(&public, message, &signature));
        assert!(!verifies(&public, b"another", &signature));
    }
}

fn verifies(public: &Jwk, message: &[u8], signature: &[u8; 64]) -> bool {
    let mut point = vec![4];
    for coordinate in [&public.x, &public.y] {
        let bytes = ok(Base64UrlUnpadded::decode_vec(coordinate));
        assert_eq!(bytes.len(), 32);
        point.extend(bytes);
    }
    let key = ok(VerifyingKey::from_sec1_bytes(&point));
    let signature = ok(Signature::from_slice(signature));
    key.verify(message, &signature).is_ok()
}
