//! The ciphers of backups.

use aes::Aes256;
use aes::cipher::BlockCipherDecrypt;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce, aead::AeadInOut};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::derive::Key;

const TAG: usize = 16;
const BLOCK: usize = 16;

/// A plaintext, wiped when dropped.
pub(crate) type Plain = Zeroizing<Vec<u8>>;

/// Opens AES-256-GCM with the tag at the end. Nothing if it was sealed otherwise.
pub(crate) fn open_gcm(key: &Key, nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Option<Plain> {
    let (text, tag) = sealed.split_at_checked(sealed.len().checked_sub(TAG)?)?;
    let nonce: &[u8; 12] = nonce.try_into().ok()?;
    let tag: &[u8; TAG] = tag.try_into().ok()?;
    let mut plain = Zeroizing::new(text.to_vec());
    Aes256Gcm::new((&**key).into())
        .decrypt_inout_detached(
            &Nonce::from(*nonce),
            aad,
            plain.as_mut_slice().into(),
            &(*tag).into(),
        )
        .ok()?;
    Some(plain)
}

/// Seals with AES-256-GCM, the tag at the end. Nothing if the text is too long for it (64 GiB).
pub(crate) fn seal_gcm(key: &Key, nonce: [u8; 12], aad: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let mut sealed = Vec::with_capacity(plain.len() + TAG);
    sealed.extend_from_slice(plain);
    let tag = Aes256Gcm::new((&**key).into())
        .encrypt_inout_detached(&Nonce::from(nonce), aad, sealed.as_mut_slice().into())
        .ok()?;
    sealed.extend_from_slice(&tag);
    Some(sealed)
}

/// Opens AES-256-CBC with PKCS #7 padding. Nothing if the padding is not of that kind, which is
/// all that shows a wrong key.
pub(crate) fn open_cbc(key: &Key, iv: &[u8], sealed: &[u8]) -> Option<Plain> {
    let mut previous: [u8; BLOCK] = iv.try_into().ok()?;
    if sealed.is_empty() || !sealed.len().is_multiple_of(BLOCK) {
        return None;
    }
    let cipher = Aes256::new((&**key).into());
    let mut plain = Zeroizing::new(sealed.to_vec());
    for block in plain.chunks_exact_mut(BLOCK) {
        let mut state: [u8; BLOCK] = (&*block).try_into().ok()?;
        let next = state;
        cipher.decrypt_block((&mut state).into());
        for ((out, byte), chain) in block.iter_mut().zip(state).zip(previous) {
            *out = byte ^ chain;
        }
        previous = next;
    }
    let count = usize::from(*plain.last()?);
    let start = plain.len().checked_sub(count)?;
    let padding = plain.get(start..)?;
    let fits =
        (1..=BLOCK).contains(&count) && padding.iter().all(|byte| usize::from(*byte) == count);
    fits.then(|| {
        plain.truncate(start);
        plain
    })
}

/// Whether two seals are the same, in constant time.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}
