use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

use super::{Keys, RandomError, random};
use crate::ids::{BindingId, UserId};

const NONCE_LENGTH: usize = 12;

/// The secret of a registered token: wiped when dropped, never shown.
pub struct TokenSecret(Zeroizing<Vec<u8>>);

/// A sealed secret cannot be opened: another key, another row, or damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealError {
    /// It was not sealed by this key for this row, or it was changed.
    NotAuthentic,
    /// The system has no randomness for the nonce.
    NoRandomness,
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAuthentic => "a sealed secret does not belong to this key and row",
            Self::NoRandomness => "the system has no randomness",
        })
    }
}

impl std::error::Error for SealError {}

impl TokenSecret {
    /// A new secret of 160 bits (RFC 4226, section 4, R6).
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn random() -> Result<Self, RandomError> {
        random::bytes::<20>().map(|bytes| Self(Zeroizing::new(bytes.to_vec())))
    }

    /// The bytes. Each call is a place to review.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Encrypts it for the row of this binding (AES-256-GCM; nonce, then ciphertext and tag).
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn seal(
        &self,
        keys: &Keys,
        user: &UserId,
        binding: &BindingId,
    ) -> Result<Vec<u8>, SealError> {
        let nonce = random::bytes::<NONCE_LENGTH>().map_err(|_| SealError::NoRandomness)?;
        let row = row(user, binding);
        let payload = Payload {
            msg: &self.0,
            aad: row.as_bytes(),
        };
        let ciphertext = cipher(keys)
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| SealError::NotAuthentic)?;
        Ok([nonce.as_slice(), &ciphertext].concat())
    }

    /// Decrypts what [`TokenSecret::seal`] made for the same row.
    ///
    /// # Errors
    /// When it was not made by this key for this row, or was changed.
    pub fn open(
        sealed: &[u8],
        keys: &Keys,
        user: &UserId,
        binding: &BindingId,
    ) -> Result<Self, SealError> {
        let (nonce, ciphertext) = sealed
            .split_first_chunk::<NONCE_LENGTH>()
            .ok_or(SealError::NotAuthentic)?;
        let row = row(user, binding);
        let payload = Payload {
            msg: ciphertext,
            aad: row.as_bytes(),
        };
        cipher(keys)
            .decrypt(&Nonce::from(*nonce), payload)
            .map(|bytes| Self(Zeroizing::new(bytes)))
            .map_err(|_| SealError::NotAuthentic)
    }
}

impl fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSecret(..)")
    }
}

fn cipher(keys: &Keys) -> Aes256Gcm {
    Aes256Gcm::new((&*keys.secrets).into())
}

/// The row that a sealed secret belongs to. Identifiers hold no `/`.
fn row(user: &UserId, binding: &BindingId) -> String {
    format!("{user}/{binding}")
}

#[cfg(test)]
mod tests {
    use super::{SealError, TokenSecret};
    use crate::crypto::Keys;
    use crate::ids::{BindingId, UserId};

    #[test]
    fn a_sealed_secret_opens_for_its_own_row_and_key_alone() {
        let (keys, other) = (Keys::from_master(&[1; 32]), Keys::from_master(&[2; 32]));
        let (user, binding) = (UserId::random().unwrap(), BindingId::random().unwrap());
        let secret = TokenSecret::random().unwrap();
        let mut sealed = secret.seal(&keys, &user, &binding).unwrap();
        let opened = TokenSecret::open(&sealed, &keys, &user, &binding).unwrap();
        assert_eq!(opened.expose(), secret.expose());

        let elsewhere = BindingId::random().unwrap();
        for (keys, binding) in [(&other, &binding), (&keys, &elsewhere)] {
            let refused = TokenSecret::open(&sealed, keys, &user, binding);
            assert_eq!(refused.unwrap_err(), SealError::NotAuthentic);
        }
        if let Some(byte) = sealed.last_mut() {
            *byte ^= 1;
        }
        assert!(TokenSecret::open(&sealed, &keys, &user, &binding).is_err());
        assert!(TokenSecret::open(&sealed[..5], &keys, &user, &binding).is_err());
    }

    #[test]
    fn debug_shows_nothing() {
        let secret = TokenSecret::random().unwrap();
        assert_eq!(format!("{secret:?}"), "TokenSecret(..)");
    }
}
