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

#[cfg(test)]
mod tests {
    use super::{open_cbc, open_gcm, seal_gcm};
    use crate::{derive::Key, encoding::from_hex};

    fn hex<const N: usize>(text: &str) -> [u8; N] {
        from_hex(text).unwrap().as_slice().try_into().unwrap()
    }

    #[test]
    fn test_case_16_of_the_gcm_specification_holds_both_ways() {
        let key = Key::new(hex(
            "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        ));
        let nonce = hex("cafebabefacedbaddecaf888");
        let aad: [u8; 20] = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let plain: [u8; 60] = hex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72\
             1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        );
        let sealed: [u8; 76] = hex(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa\
             8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662\
             76fc6ece0f4e1768cddf8853bb2d551b",
        );
        assert_eq!(seal_gcm(&key, nonce, &aad, &plain).unwrap(), sealed);
        assert_eq!(
            open_gcm(&key, &nonce, &aad, &sealed).unwrap().as_slice(),
            plain
        );
        assert!(open_gcm(&key, &nonce, &aad[1..], &sealed).is_none());
        assert!(open_gcm(&key, &nonce[1..], &aad, &sealed).is_none());
        assert!(open_gcm(&key, &nonce, &aad, &sealed[..10]).is_none());
    }

    #[test]
    fn cbc_needs_whole_blocks_and_an_iv_of_one() {
        let key = Key::new([0; 32]);
        assert!(open_cbc(&key, &[0; 16], &[]).is_none());
        assert!(open_cbc(&key, &[0; 16], &[0; 17]).is_none());
        assert!(open_cbc(&key, &[0; 15], &[0; 16]).is_none());
    }
}
