//! Passwords: Argon2id, the same work for every name, and a name for each guess.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, Version};
use base64ct::{Base64Unpadded, Encoding};
use countersign_protocol::SecretText;
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::{Digest, Keys, random};

const SALT_LENGTH: usize = 16;
const HASH_LENGTH: usize = 32;
/// Longer than this, a caller is told to come back rather than to wait for a free core.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// What an attempt costs: written into each stored hash, so that it can be raised later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Cost {
    /// 19 MiB, two passes, one lane (the OWASP minimum for Argon2id).
    fn default() -> Self {
        Self {
            memory: 19 * 1024,
            passes: 2,
            lanes: 1,
        }
    }
}

/// What a password check found.
#[derive(Clone, Debug)]
pub struct PasswordCheck {
    /// Whether there is such a user and this is the password.
    pub ok: bool,
    /// Names this pair of user name and password, real or not, without telling it. Wrong text
    /// message codes are counted by it.
    pub subject: Digest,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum PasswordError {
    /// Every core is busy with other passwords.
    Busy,
    /// The stored hash cannot be read, or the machine lacks memory or randomness.
    Failed(&'static str),
}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("all cores are busy with passwords"),
            Self::Failed(what) => write!(f, "password check: {what}"),
        }
    }
}

impl std::error::Error for PasswordError {}

/// Hashes and checks passwords, no more at a time than there are cores.
#[derive(Clone)]
pub struct Passwords {
    keys: Keys,
    cost: Cost,
    cores: Arc<Semaphore>,
}

impl Passwords {
    /// New hashes, and the work for unknown names, cost this much.
    pub fn new(keys: Keys, cost: Cost) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            keys,
            cost,
            cores: Arc::new(Semaphore::new(cores)),
        }
    }

    /// Makes the PHC string to store for a new password.
    ///
    /// # Errors
    /// When every core is busy, or memory or randomness is lacking.
    pub async fn hash(&self, password: &SecretText) -> Result<String, PasswordError> {
        let salt =
            random::bytes::<SALT_LENGTH>().map_err(|_| PasswordError::Failed("no randomness"))?;
        let work = Work {
            cost: self.cost,
            salt: salt.to_vec(),
            expected: None,
        };
        let hash = self.run(work, password.clone()).await?.0;
        let Cost {
            memory,
            passes,
            lanes,
        } = self.cost;
        let (salt, hash) = (
            Base64Unpadded::encode_string(&salt),
            Base64Unpadded::encode_string(hash.as_ref()),
        );
        Ok(format!(
            "$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${hash}"
        ))
    }

    /// Checks a password against the stored PHC string; does the same work where there is none,
    /// with a salt made from the name.
    ///
    /// # Errors
    /// When every core is busy, the stored hash is damaged, or memory is lacking.
    pub async fn check(
        &self,
        stored: Option<&str>,
        name_key: &str,
        password: &SecretText,
    ) -> Result<PasswordCheck, PasswordError> {
        let work = match stored {
            Some(phc) => Work::parse(phc)?,
            None => self.made_up_work(name_key),
        };
        let (hash, ok) = self.run(work, password.clone()).await?;
        let subject = self
            .keys
            .subject_mac(&[b"password", name_key.as_bytes(), hash.as_ref()]);
        Ok(PasswordCheck { ok, subject })
    }

    fn made_up_work(&self, name_key: &str) -> Work {
        let salt = self.keys.subject_mac(&[b"salt", name_key.as_bytes()]);
        Work {
            cost: self.cost,
            salt: salt.iter().copied().take(SALT_LENGTH).collect(),
            expected: None,
        }
    }

    async fn run(
        &self,
        work: Work,
        password: SecretText,
    ) -> Result<(Zeroizing<Digest>, bool), PasswordError> {
        let permit = tokio::time::timeout(LONGEST_WAIT, self.cores.clone().acquire_owned())
            .await
            .map_err(|_| PasswordError::Busy)?
            .map_err(|_| PasswordError::Failed("the server is stopping"))?;
        tokio::task::spawn_blocking(move || {
            let result = work.run(&password);
            drop(permit);
            result
        })
        .await
        .map_err(|_| PasswordError::Failed("the work was cut short"))?
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Passwords({:?})", self.cost)
    }
}

struct Work {
    cost: Cost,
    salt: Vec<u8>,
    expected: Option<Vec<u8>>,
}

impl Work {
    fn parse(phc: &str) -> Result<Self, PasswordError> {
        let damaged = PasswordError::Failed("a stored hash is damaged");
        let Ok(hash) = PasswordHash::new(phc) else {
            return Err(damaged);
        };
        let (Ok(params), Some(salt), Some(expected)) =
            (Params::try_from(&hash), hash.salt, hash.hash)
        else {
            return Err(damaged);
        };
        if hash.algorithm.as_str() != "argon2id" || expected.len() != HASH_LENGTH {
            return Err(damaged);
        }
        Ok(Self {
            cost: Cost {
                memory: params.m_cost(),
                passes: params.t_cost(),
                lanes: params.p_cost(),
            },
            salt: salt.as_ref().to_vec(),
            expected: Some(expected.as_bytes().to_vec()),
        })
    }

    fn run(&self, password: &SecretText) -> Result<(Zeroizing<Digest>, bool), PasswordError> {
        let Cost {
            memory,
            passes,
            lanes,
        } = self.cost;
        let params = Params::new(memory, passes, lanes, Some(HASH_LENGTH))
            .map_err(|_| PasswordError::Failed("impossible parameters"))?;
        let mut hash = Zeroizing::new([0; HASH_LENGTH]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.expose().as_bytes(), &self.salt, hash.as_mut())
            .map_err(|_| PasswordError::Failed("Argon2 failed"))?;
        let ok = self
            .expected
            .as_deref()
            .is_some_and(|expected| bool::from(expected.ct_eq(hash.as_ref())));
        Ok((hash, ok))
    }
}

#[cfg(test)]
mod tests {
    use super::{Cost, Passwords};
    use crate::crypto::Keys;
    use countersign_protocol::SecretText;

    fn passwords() -> Passwords {
        let cost = Cost {
            memory: 16,
            passes: 1,
            lanes: 1,
        };
        Passwords::new(Keys::from_master(&[7; 32]), cost)
    }

    #[tokio::test]
    async fn a_hash_accepts_its_own_password_alone() {
        let (passwords, right) = (passwords(), SecretText::new("correct horse"));
        let phc = passwords.hash(&right).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=16,t=1,p=1$"));
        let check = passwords.check(Some(&phc), "ada", &right).await.unwrap();
        assert!(check.ok);
        let wrong = SecretText::new("correct mule");
        assert!(!passwords.check(Some(&phc), "ada", &wrong).await.unwrap().ok);
    }

    #[tokio::test]
    async fn nobody_has_the_right_password_of_an_unknown_name() {
        let check = passwords()
            .check(None, "nobody", &SecretText::new(""))
            .await
            .unwrap();
        assert!(!check.ok);
    }

    #[tokio::test]
    async fn a_subject_is_stable_and_differs_by_name_and_password() {
        let (passwords, guess) = (passwords(), SecretText::new("guess"));
        let subject = async |name: &str, password: &SecretText| {
            passwords.check(None, name, password).await.unwrap().subject
        };
        let first = subject("ada", &guess).await;
        assert_eq!(first, subject("ada", &guess).await);
        assert_ne!(first, subject("bob", &guess).await);
        assert_ne!(first, subject("ada", &SecretText::new("other")).await);
    }

    #[tokio::test]
    async fn a_damaged_hash_is_an_error() {
        let damaged = passwords()
            .check(Some("$argon2id$oops"), "ada", &SecretText::new("x"))
            .await;
        assert!(damaged.is_err());
    }
}
