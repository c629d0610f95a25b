//! Keys out of passwords, with bounds on what a file may ask for.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{Damage, ReadError};

/// A key of 256 bits.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// What reading may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub bytes: usize,
    /// The most memory for a key derivation, in KiB.
    pub memory_kib: u32,
    /// The longest key derivation, in milliseconds of
    /// [`KeyDerivation::desktop_milliseconds`].
    pub milliseconds: u64,
}

impl Default for Limits {
    /// 10 MiB, 1 GiB (what Ente writes) and 20 seconds.
    fn default() -> Self {
        Self {
            bytes: 10 << 20,
            memory_kib: 1 << 20,
            milliseconds: 20_000,
        }
    }
}

/// How a key is made of a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyDerivation {
    /// Argon2id, version 1.3 (RFC 9106).
    Argon2id {
        /// Memory in KiB.
        memory_kib: u32,
        /// Passes over it.
        passes: u32,
        /// Lanes.
        lanes: u32,
    },
    /// scrypt (RFC 7914).
    Scrypt {
        /// The binary logarithm of N.
        log_n: u8,
        /// The size of a block.
        r: u32,
        /// How often the whole is done.
        p: u32,
    },
    /// PBKDF2 with HMAC-SHA-1 or HMAC-SHA-256 (RFC 8018, section 5.2).
    Pbkdf2 {
        /// How often the hash is applied.
        iterations: u32,
    },
    /// One SHA-256, which holds nobody up. Older andOTP.
    Sha256,
}

impl KeyDerivation {
    /// The memory it takes, in KiB.
    pub fn memory_kib(self) -> u32 {
        match self {
            Self::Argon2id { memory_kib, .. } => memory_kib,
            Self::Scrypt { log_n, r, p } => {
                let blocks = 1_u64.checked_shl(log_n.into()).unwrap_or(u64::MAX);
                let blocks = blocks.saturating_add(p.into());
                u32::try_from(blocks.saturating_mul(r.into()) / 8).unwrap_or(u32::MAX)
            }
            Self::Pbkdf2 { .. } | Self::Sha256 => 0,
        }
    }

    /// Roughly how long it takes on a desktop computer, in milliseconds; a phone takes three to
    /// eight times as long.
    pub fn desktop_milliseconds(self) -> u64 {
        match self {
            Self::Argon2id {
                memory_kib, passes, ..
            } => u64::from(memory_kib) * u64::from(passes) / 700,
            Self::Scrypt { p, .. } => u64::from(self.memory_kib()).saturating_mul(p.into()) / 300,
            Self::Pbkdf2 { iterations } => u64::from(iterations) / 3_500,
            Self::Sha256 => 0,
        }
    }

    /// The password that goes into it; refuses what would take too long or too much, then a
    /// missing password.
    pub(crate) fn password<'given>(
        self,
        given: Option<&'given str>,
        limits: &Limits,
    ) -> Result<&'given str, ReadError> {
        let affordable = self.within(limits)?;
        given.ok_or(ReadError::PasswordNeeded(affordable))
    }

    /// Refuses what would take too long or too much.
    pub(crate) fn within(self, limits: &Limits) -> Result<Self, ReadError> {
        let fits = self.memory_kib() <= limits.memory_kib
            && self.desktop_milliseconds() <= limits.milliseconds;
        if fits {
            Ok(self)
        } else {
            Err(ReadError::TooCostly(self))
        }
    }
}

/// The hash under PBKDF2.
#[derive(Clone, Copy)]
pub(crate) enum Hash {
    Sha1,
    Sha256,
}

/// Argon2id, version 1.3.
pub(crate) fn argon2id(
    password: &[u8],
    salt: &[u8],
    cost: KeyDerivation,
    limits: &Limits,
) -> Result<Key, ReadError> {
    let KeyDerivation::Argon2id {
        memory_kib,
        passes,
        lanes,
    } = cost.within(limits)?
    else {
        return Err(Damage::Malformed.into());
    };
    let params = Params::new(memory_kib, passes, lanes, None).map_err(|_| Damage::Malformed)?;
    // Memory that cannot be had is an answer, not the end of the program.
    let mut memory = Vec::new();
    memory
        .try_reserve_exact(params.block_count())
        .map_err(|_| ReadError::OutOfMemory(cost))?;
    memory.resize(params.block_count(), Block::new());
    let mut key = Key::default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(password, salt, key.as_mut_slice(), memory.as_mut_slice())
        .map_err(|_| Damage::Malformed)?;
    Ok(key)
}

/// scrypt, with a key of 256 bits.
pub(crate) fn scrypt(
    password: &[u8],
    salt: &[u8],
    cost: KeyDerivation,
    limits: &Limits,
) -> Result<Key, ReadError> {
    let KeyDerivation::Scrypt { log_n, r, p } = cost.within(limits)? else {
        return Err(Damage::Malformed.into());
    };
    let params = scrypt::Params::new(log_n, r, p).map_err(|_| Damage::Malformed)?;
    let mut key = Key::default();
    scrypt::scrypt(password, salt, &params, key.as_mut_slice()).map_err(|_| Damage::Malformed)?;
    Ok(key)
}

/// PBKDF2, with a key of 256 bits.
pub(crate) fn pbkdf2(
    password: &[u8],
    salt: &[u8],
    hash: Hash,
    iterations: u32,
    limits: &Limits,
) -> Result<Key, ReadError> {
    KeyDerivation::Pbkdf2 { iterations }.within(limits)?;
    let mut key = Key::default();
    let out = key.as_mut_slice();
    match hash {
        Hash::Sha1 => pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, iterations, out),
        Hash::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, iterations, out),
    }
    Ok(key)
}

/// SHA-256.
pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// HMAC-SHA-256. Keys of any length are allowed, so nothing is left of a failure but zeros,
/// which fit no text.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return [0; 32];
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
