//! What passes between the page and the worker that opens and writes backups.
//!
//! Both are of one build, so the bytes have no version. They hold secrets: whoever hands them on
//! wipes them. The page calls [`Opened::from_bytes`], [`write_order`] and [`written_from_bytes`],
//! the worker [`open`] and [`write`](fn@write).

mod bytes;
mod types;

use zeroize::Zeroizing;

use self::bytes::{Out, Wire};
use self::types::wire_struct;
use crate::{
    Detected, Facts, Import, KeptToken, KeyDerivation, Limits, ReadError, detect, read,
    write::{self, Argon2Cost, Sealing, WriteError},
};

/// What the worker says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What it is.
    pub detected: Detected,
    /// What is in it, or why it cannot be read.
    pub read: Result<Import, ReadError>,
}

wire_struct!(Opened { detected, read });

impl Opened {
    /// Reads the answer of [`open`]; nothing if the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        whole(bytes)
    }
}

/// Opens a file. The password is in NFC.
pub fn open(file: &[u8], password: Option<&str>) -> Zeroizing<Vec<u8>> {
    let limits = Limits::default();
    let opened = Opened {
        detected: detect(file, &limits),
        read: read(file, password, &limits),
    };
    bytes_of(&opened)
}

/// What [`write`](fn@write) has to do, as bytes: see [`write::backup`].
pub fn write_order(tokens: &[KeptToken], facts: Facts, with: &Sealing<'_>) -> Zeroizing<Vec<u8>> {
    let mut out = Out::default();
    facts.put(&mut out);
    with.cost.derivation().put(&mut out);
    out.bytes(&with.salt);
    out.bytes(&with.nonce);
    out.text(with.password);
    out.list(tokens);
    out.into_bytes()
}

/// Writes our own backup as [`write_order`] says; nothing if the bytes are none of its.
pub fn write(order: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut rest = order;
    let facts = Facts::take(&mut rest)?;
    let KeyDerivation::Argon2id {
        memory_kib,
        passes,
        lanes,
    } = KeyDerivation::take(&mut rest)?
    else {
        return None;
    };
    let salt = bytes::array(&mut rest)?;
    let nonce = bytes::array(&mut rest)?;
    let password = Zeroizing::new(String::take(&mut rest)?);
    let tokens = Vec::<KeptToken>::take(&mut rest)?;
    let written = Argon2Cost::new(memory_kib, passes, lanes).and_then(|cost| {
        let sealing = Sealing {
            password: &password,
            salt,
            nonce,
            cost,
        };
        write::backup(&tokens, facts, &sealing)
    });
    Some(bytes_of(&written))
}

/// Reads the answer of [`write`](fn@write): the text of the file; nothing if the bytes are none.
pub fn written_from_bytes(bytes: &[u8]) -> Option<Result<String, WriteError>> {
    whole(bytes)
}

fn bytes_of(value: &impl Wire) -> Zeroizing<Vec<u8>> {
    let mut out = Out::default();
    value.put(&mut out);
    out.into_bytes()
}

fn whole<T: Wire>(mut bytes: &[u8]) -> Option<T> {
    let value = T::take(&mut bytes)?;
    bytes.is_empty().then_some(value)
}

#[cfg(test)]
mod tests;
