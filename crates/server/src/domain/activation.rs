//! Activation codes: an administrator hands one out in place of a text message.

use std::fmt;

use countersign_protocol::{SecretText, Timestamp};

use super::locks::ACTIVATION_LIFE_MS;
use crate::crypto::{Digest, Keys, RandomError, random};
use crate::ids::UserId;
use crate::storage::{NewActivationCode, Storage, StorageError};

/// Letters and digits that are not taken for each other (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 4;
const GROUP_LENGTH: usize = 4;

/// An activation code, told once.
#[derive(Debug)]
pub struct ActivationCode {
    /// The code, in groups.
    pub code: SecretText,
    /// When it stops to work.
    pub expires_at: Timestamp,
}

/// Why there is no activation code.
#[derive(Debug)]
pub enum ActivationCodeError {
    /// The database failed, or there is no such user.
    Storage(StorageError),
    /// The system has no randomness.
    Random(RandomError),
}

impl fmt::Display for ActivationCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storage(error) => error.fmt(f),
            Self::Random(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ActivationCodeError {}

/// Makes an activation code of 80 random bits for a user, good once and for ten minutes; earlier
/// unused ones stop to work.
///
/// # Errors
/// When there is no such user, the database fails, or the system has no randomness.
pub async fn make_activation_code(
    storage: &Storage,
    keys: &Keys,
    user: &UserId,
    now: Timestamp,
) -> Result<ActivationCode, ActivationCodeError> {
    let random =
        random::bytes::<{ GROUPS * GROUP_LENGTH }>().map_err(ActivationCodeError::Random)?;
    let mut code = String::new();
    for (at, byte) in random.into_iter().enumerate() {
        if at > 0 && at % GROUP_LENGTH == 0 {
            code.push('-');
        }
        let letter = ALPHABET.get(usize::from(byte % 32)).copied();
        code.push(char::from(letter.unwrap_or(b'0')));
    }
    let code = SecretText::new(code);
    let new = NewActivationCode {
        hash: activation_hash(keys, user, &code),
        user_id: user.clone(),
        expires_at: now.plus_millis(ACTIVATION_LIFE_MS),
    };
    storage
        .add_activation_code(&new, now)
        .await
        .map_err(ActivationCodeError::Storage)?;
    Ok(ActivationCode {
        code,
        expires_at: new.expires_at,
    })
}

/// What is stored in place of an activation code, however it was typed.
pub(super) fn activation_hash(keys: &Keys, user: &UserId, code: &SecretText) -> Digest {
    let typed: String = code
        .expose()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let typed = SecretText::new(typed);
    keys.code_mac(&[
        b"activation",
        user.as_str().as_bytes(),
        typed.expose().as_bytes(),
    ])
}

#[cfg(test)]
mod tests {
    use super::activation_hash;
    use crate::crypto::Keys;
    use crate::ids::UserId;
    use countersign_protocol::SecretText;

    #[test]
    fn spaces_dashes_case_and_look_alikes_do_not_matter() {
        let (keys, user) = (Keys::from_master(&[1; 32]), UserId::from("u".to_owned()));
        let hash = |code: &str| activation_hash(&keys, &user, &SecretText::new(code));
        assert_eq!(hash("A0B1-CDEF-GHJK"), hash(" aob l cdefghjk"));
        assert_ne!(hash("A0B1-CDEF-GHJK"), hash("A0B1-CDEF-GHJM"));
        let other = UserId::from("v".to_owned());
        let code = SecretText::new("A0B1-CDEF-GHJK");
        assert_ne!(
            activation_hash(&keys, &user, &code),
            activation_hash(&keys, &other, &code)
        );
    }
}
