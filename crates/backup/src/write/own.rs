//! Writing our own backup.

use core::fmt;

use countersign_otp::Kind;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::{
    Facts, KeptToken, KeyDerivation, Limits, ReadError,
    cipher::seal_gcm,
    derive,
    encoding::to_base64,
    formats::own::{CIPHER, FORMAT, Header, KDF, VERSION},
    json::Document,
};

/// What Argon2id costs. Never less than 19 MiB and 2 passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argon2Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Default for Argon2Cost {
    /// 64 MiB, 3 passes, 1 lane.
    fn default() -> Self {
        Self {
            memory_kib: 65_536,
            passes: 3,
            lanes: 1,
        }
    }
}

impl Argon2Cost {
    /// Takes memory in KiB, passes and lanes (RFC 9106, section 3.1).
    ///
    /// # Errors
    /// [`WriteError::TooWeak`] below 19 MiB, 2 passes or 1 lane, and above 16 lanes.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, WriteError> {
        if memory_kib < 19_456 || passes < 2 || !(1..=16).contains(&lanes) {
            return Err(WriteError::TooWeak);
        }
        Ok(Self {
            memory_kib,
            passes,
            lanes,
        })
    }

    /// The same as a reader sees it, with what it takes.
    pub fn derivation(self) -> KeyDerivation {
        KeyDerivation::Argon2id {
            memory_kib: self.memory_kib,
            passes: self.passes,
            lanes: self.lanes,
        }
    }
}

/// What a backup is sealed with.
#[derive(Clone, Copy)]
pub struct Sealing<'a> {
    /// The password, normalized to NFC by the caller (in a browser: `normalize("NFC")`), so that
    /// every keyboard types the same one.
    pub password: &'a str,
    /// 16 fresh random bytes.
    pub salt: [u8; 16],
    /// 12 fresh random bytes.
    pub nonce: [u8; 12],
    /// What a guess costs.
    pub cost: Argon2Cost,
}

impl fmt::Debug for Sealing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealing")
            .field("cost", &self.cost)
            .finish_non_exhaustive()
    }
}

/// Why a backup cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// The password is empty.
    NoPassword,
    /// The key derivation would cost an attacker too little.
    TooWeak,
    /// The key derivation needs more memory than this device gives.
    OutOfMemory,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoPassword => "the password is empty",
            Self::TooWeak => "the key derivation is too cheap",
            Self::OutOfMemory => "there is not enough memory for the key derivation",
        })
    }
}

impl core::error::Error for WriteError {}

/// Writes our own backup: a JSON text. Give it offline tokens alone, and say in the facts how
/// many registered ones stayed.
///
/// # Errors
/// See [`WriteError`].
pub fn backup(
    tokens: &[KeptToken],
    facts: Facts,
    with: &Sealing<'_>,
) -> Result<String, WriteError> {
    if with.password.is_empty() {
        return Err(WriteError::NoPassword);
    }
    let Argon2Cost {
        memory_kib,
        passes,
        lanes,
    } = with.cost;
    let header = Header {
        facts,
        memory_kib,
        passes,
        lanes,
        salt: with.salt,
        nonce: with.nonce,
    };
    seal(tokens, &header, with.password)
}

/// The same at any cost.
fn seal(tokens: &[KeptToken], header: &Header, password: &str) -> Result<String, WriteError> {
    let limits = Limits {
        memory_kib: u32::MAX,
        milliseconds: u64::MAX,
        ..Limits::default()
    };
    let key = derive::argon2id(password.as_bytes(), &header.salt, header.cost(), &limits).map_err(
        |error| match error {
            ReadError::OutOfMemory(_) => WriteError::OutOfMemory,
            _ => WriteError::TooWeak,
        },
    )?;
    let document = document(tokens);
    // A value with texts for keys can always be written.
    let plain = Zeroizing::new(serde_json::to_vec(&document.0).unwrap_or_default());
    let associated = header.associated_data();
    let sealed = seal_gcm(&key, header.nonce, associated.as_bytes(), &plain)
        .ok_or(WriteError::OutOfMemory)?;
    Ok(envelope(header, &sealed))
}

/// By hand, since the order matters to people: what it is first, the long text last.
fn envelope(header: &Header, sealed: &[u8]) -> String {
    let Header {
        facts,
        memory_kib,
        passes,
        lanes,
        ..
    } = header;
    let (created_at, registered) = (facts.created_at, facts.left_out.registered);
    let (salt, nonce) = (to_base64(&header.salt), to_base64(&header.nonce));
    let (checksum, ciphertext) = (header.checksum(sealed), to_base64(sealed));
    format!(
        r#"{{
  "format": "{FORMAT}",
  "version": {VERSION},
  "created_at": {created_at},
  "left_out": {{ "registered": {registered} }},
  "kdf": {{ "name": "{KDF}", "m": {memory_kib}, "t": {passes}, "p": {lanes}, "salt": "{salt}" }},
  "cipher": {{ "name": "{CIPHER}", "nonce": "{nonce}" }},
  "checksum": "{checksum}",
  "ciphertext": "{ciphertext}"
}}
"#
    )
}

fn document(tokens: &[KeptToken]) -> Document {
    let tokens = tokens
        .iter()
        .map(|kept| Value::Object(token(kept)))
        .collect();
    Document(Value::Object(
        [("tokens".to_owned(), Value::Array(tokens))]
            .into_iter()
            .collect(),
    ))
}

/// What has its default is left out.
fn token(kept: &KeptToken) -> Map<String, Value> {
    let KeptToken { token, details } = kept;
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        let is_default = match &value {
            Value::String(text) => text.is_empty(),
            Value::Array(values) => values.is_empty(),
            Value::Bool(flag) => !flag,
            _ => false,
        };
        if !is_default {
            fields.insert(key.to_owned(), value);
        }
    };
    put("issuer", token.issuer.as_str().into());
    put("account_name", token.account_name.as_str().into());
    put("secret", token.secret.to_base32().expose().into());
    match token.kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => {
            put("type", "totp".into());
            put("algorithm", algorithm.name().into());
            put("digits", digits.get().into());
            put("period", period.seconds().into());
        }
        Kind::Hotp {
            algorithm,
            digits,
            counter,
        } => {
            put("type", "hotp".into());
            put("algorithm", algorithm.name().into());
            put("digits", digits.get().into());
            put("counter", counter.into());
        }
        Kind::Steam => put("type", "steam".into()),
    }
    put("note", details.note.as_str().into());
    put("tags", details.tags.clone().into());
    put("pinned", details.pinned.into());
    put("trashed", details.trashed.into());
    if details.uses > 0 {
        put("uses", details.uses.into());
    }
    if let Some(time) = details.last_used_at {
        put("last_used_at", time.into());
    }
    fields
}

#[cfg(test)]
mod tests;
