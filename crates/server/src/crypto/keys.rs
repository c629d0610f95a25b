use std::fmt;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::random;

/// What HMAC-SHA-256 and SHA-256 give.
pub type Digest = [u8; 32];

/// SHA-256 of these parts, each preceded by its length so that no two lists are alike.
pub fn sha256(parts: &[&[u8]]) -> Digest {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// One key for each purpose, derived from the master key by HKDF-SHA-256. The master key is not
/// in the database.
#[derive(Clone)]
pub struct Keys {
    pub(super) secrets: Zeroizing<Digest>,
    nonce: Zeroizing<Digest>,
    subject: Zeroizing<Digest>,
    code: Zeroizing<Digest>,
}

/// Why the file of the master key is of no use.
#[derive(Debug)]
pub enum KeyFileError {
    /// It cannot be read or made.
    Io(std::io::Error),
    /// It does not hold exactly 32 bytes.
    WrongLength,
    /// The system has no randomness to make one.
    NoRandomness,
}

impl fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the key file: {error}"),
            Self::WrongLength => f.write_str("the key file does not hold exactly 32 bytes"),
            Self::NoRandomness => f.write_str("the system has no randomness to make a key"),
        }
    }
}

impl std::error::Error for KeyFileError {}

impl From<std::io::Error> for KeyFileError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl Keys {
    /// Derives the keys from the master key.
    pub fn from_master(master: &Digest) -> Self {
        let derive = |purpose: &str| {
            let mut key = Zeroizing::new([0; 32]);
            // It fails only for outputs beyond 255 hashes; this one is a single hash long.
            let _ = Hkdf::<Sha256>::new(None, master)
                .expand(format!("countersign {purpose} v1").as_bytes(), key.as_mut());
            key
        };
        Self {
            secrets: derive("token secrets"),
            nonce: derive("dpop nonces"),
            subject: derive("password subjects"),
            code: derive("codes"),
        }
    }

    /// Reads the master key from its file; makes the file, for its owner alone, where there is
    /// none.
    ///
    /// # Errors
    /// When the file cannot be read or made, or holds something else than 32 bytes.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileError> {
        match std::fs::File::open(path) {
            Ok(mut file) => {
                let mut master = Zeroizing::new(Vec::new());
                file.read_to_end(&mut master)?;
                let master = <&Digest>::try_from(master.as_slice())
                    .map_err(|_| KeyFileError::WrongLength)?;
                Ok(Self::from_master(master))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let master = random::bytes::<32>()
                    .map(Zeroizing::new)
                    .map_err(|_| KeyFileError::NoRandomness)?;
                let mut options = std::fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut file = options.open(path)?;
                file.write_all(master.as_ref())?;
                file.sync_all()?;
                Ok(Self::from_master(&master))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Authenticates nonces of the server.
    pub fn nonce_mac(&self, parts: &[&[u8]]) -> Digest {
        mac(&self.nonce, parts)
    }

    /// Names a pair of user name and password without telling them.
    pub fn subject_mac(&self, parts: &[&[u8]]) -> Digest {
        mac(&self.subject, parts)
    }

    /// What is stored in place of a code that was sent or handed out.
    pub fn code_mac(&self, parts: &[&[u8]]) -> Digest {
        mac(&self.code, parts)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

fn mac(key: &Digest, parts: &[&[u8]]) -> Digest {
    // RFC 2104, section 2: a key shorter than a block is filled up with zeros.
    let mut block = Zeroizing::new([0; 64]);
    if let Some(start) = block.first_chunk_mut() {
        *start = *key;
    }
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    mac.update(&sha256(parts));
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::{KeyFileError, Keys, sha256};

    #[test]
    fn no_two_lists_of_parts_have_one_hash() {
        assert_ne!(sha256(&[b"ab", b"c"]), sha256(&[b"a", b"bc"]));
    }

    #[test]
    fn the_key_file_is_made_once_for_its_owner_alone_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let made = Keys::load_or_create(&path).unwrap();
        let read = Keys::load_or_create(&path).unwrap();
        assert_eq!(made.nonce_mac(&[b"x"]), read.nonce_mac(&[b"x"]));
        assert_ne!(made.nonce_mac(&[b"x"]), made.code_mac(&[b"x"]));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let permissions = std::fs::metadata(&path).unwrap().permissions();
            assert_eq!(permissions.mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_key_file_of_another_length_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        std::fs::write(&path, b"short").unwrap();
        assert!(matches!(
            Keys::load_or_create(&path),
            Err(KeyFileError::WrongLength)
        ));
    }
}
