//! andOTP: a JSON array, plain or in one of two envelopes that have no mark of their own.

use serde_json::Value;

use crate::{
    Details, Entry, Format, Import, KeyDerivation, Limits, ReadError,
    cipher::open_gcm,
    derive::{self, Hash, Key},
    fields,
    json::{Document, count, list, text},
};

const TAG: usize = 16;
const NONCE: usize = 12;
/// andOTP draws a number around 150,000.
const ITERATIONS: core::ops::RangeInclusive<u32> = 1_000..=10_000_000;

pub(crate) fn is_it(entry: &Value) -> bool {
    entry.get("secret").is_some() && entry.get("type").is_some() && entry.get("label").is_some()
}

/// How the key is made if it is one of the newer envelopes: the iterations come first.
fn iterations(bytes: &[u8]) -> Option<u32> {
    let iterations = bytes.first_chunk().copied().map(u32::from_be_bytes)?;
    let long_enough = bytes.len() >= 4 + 12 + NONCE + 2 + TAG;
    (long_enough && ITERATIONS.contains(&iterations)).then_some(iterations)
}

/// How the key is made; nothing if it is too short for either envelope.
pub(crate) fn sealed_key(bytes: &[u8]) -> Option<KeyDerivation> {
    match iterations(bytes) {
        Some(iterations) => Some(KeyDerivation::Pbkdf2 { iterations }),
        None => (bytes.len() >= NONCE + 2 + TAG).then_some(KeyDerivation::Sha256),
    }
}

/// Tries the newer envelope, then the older.
pub(crate) fn read_sealed(
    bytes: &[u8],
    password: Option<&str>,
    limits: &Limits,
) -> Result<Import, ReadError> {
    let cost = sealed_key(bytes).ok_or(ReadError::NotRecognized)?;
    let password = cost.password(password, limits)?.as_bytes();
    let plain = match open_new(bytes, password, limits)? {
        Some(plain) => Some(plain),
        None => bytes
            .split_first_chunk::<NONCE>()
            .and_then(|(nonce, sealed)| {
                open_gcm(&Key::new(derive::sha256(&[password])), nonce, &[], sealed)
            }),
    };
    let plain = plain.ok_or(ReadError::WrongPasswordOrDamaged)?;
    Ok(read(&Document::parse(&plain)?.0))
}

fn open_new(
    bytes: &[u8],
    password: &[u8],
    limits: &Limits,
) -> Result<Option<crate::cipher::Plain>, ReadError> {
    let Some(iterations) = iterations(bytes) else {
        return Ok(None);
    };
    let rest = bytes.get(4..).unwrap_or_default();
    let Some((salt, rest)) = rest.split_first_chunk::<12>() else {
        return Ok(None);
    };
    let Some((nonce, sealed)) = rest.split_first_chunk::<NONCE>() else {
        return Ok(None);
    };
    let key = derive::pbkdf2(password, salt, Hash::Sha1, iterations, limits)?;
    Ok(open_gcm(&key, nonce, &[], sealed))
}

pub(crate) fn read(value: &Value) -> Import {
    let entries = value
        .as_array()
        .map(|found| found.iter().map(entry).collect());
    Import::new(Format::AndOtp, entries.unwrap_or_default())
}

fn entry(found: &Value) -> Entry {
    let label = text(found, "label");
    // Older versions had no field for the issuer.
    let (issuer, label) = match text(found, "issuer") {
        "" => label.split_once(" - ").unwrap_or(("", label)),
        issuer => (issuer, label),
    };
    fields::entry(
        issuer,
        label,
        fields::kind(text(found, "type"), found, &fields::USUAL),
        fields::base32(text(found, "secret")),
        Details {
            tags: fields::texts(list(found, "tags")),
            uses: count(found, "used_frequency").unwrap_or_default(),
            last_used_at: fields::milliseconds(count(found, "last_used")),
            ..Details::default()
        },
    )
}
