//! Stratum, once Authenticator Pro: JSON, plain or in one of two envelopes.

use std::collections::BTreeMap;

use countersign_otp::Algorithm;
use serde_json::Value;

use crate::{
    Damage, Details, Entry, Format, Import, KeyDerivation, Limits, ReadError,
    cipher::{Plain, open_cbc, open_gcm},
    derive::{self, Hash},
    fields::{self, Keys},
    json::{Document, count, flag, in_order, list, names, text},
};

const STRONG: &[u8; 16] = b"AUTHENTICATORPRO";
const LEGACY: &[u8; 16] = b"AuthenticatorPro";
const STRONG_COST: KeyDerivation = KeyDerivation::Argon2id {
    memory_kib: 65_536,
    passes: 3,
    lanes: 4,
};
const LEGACY_ITERATIONS: u32 = 64_000;

const KEYS: Keys = Keys {
    // A number in this format; see `algorithm`.
    algorithm: "",
    digits: "Digits",
    period: "Period",
    counter: "Counter",
};

pub(crate) fn is_it(value: &Value) -> bool {
    value.get("Authenticators").is_some_and(Value::is_array)
}

/// How an encrypted file makes its key; nothing if it is none of Stratum's.
pub(crate) fn sealed_key(bytes: &[u8]) -> Option<KeyDerivation> {
    match bytes.first_chunk()? {
        STRONG => Some(STRONG_COST),
        LEGACY => Some(KeyDerivation::Pbkdf2 {
            iterations: LEGACY_ITERATIONS,
        }),
        _ => None,
    }
}

pub(crate) fn read_sealed(
    bytes: &[u8],
    password: Option<&str>,
    limits: &Limits,
) -> Result<Import, ReadError> {
    let cost = sealed_key(bytes).ok_or(ReadError::NotRecognized)?;
    let password = cost.password(password, limits)?.as_bytes();
    let rest = bytes.get(STRONG.len()..).unwrap_or_default();
    let plain = match cost {
        KeyDerivation::Argon2id { .. } => open_strong(rest, password, cost, limits)?,
        _ => open_legacy(rest, password, limits)?,
    };
    let plain = plain.ok_or(ReadError::WrongPasswordOrDamaged)?;
    // A wrong key of the older envelope shows only in that nothing sensible comes out.
    match Document::parse(&plain) {
        Ok(document) => Ok(read(&document.0)),
        Err(_) => Err(ReadError::WrongPasswordOrDamaged),
    }
}

fn open_strong(
    rest: &[u8],
    password: &[u8],
    cost: KeyDerivation,
    limits: &Limits,
) -> Result<Option<Plain>, ReadError> {
    let (salt, rest) = rest.split_first_chunk::<16>().ok_or(Damage::CutOff)?;
    let (nonce, sealed) = rest.split_first_chunk::<12>().ok_or(Damage::CutOff)?;
    if sealed.len() < 16 {
        return Err(Damage::CutOff.into());
    }
    let key = derive::argon2id(password, salt, cost, limits)?;
    Ok(open_gcm(&key, nonce, &[], sealed))
}

fn open_legacy(rest: &[u8], password: &[u8], limits: &Limits) -> Result<Option<Plain>, ReadError> {
    let (salt, rest) = rest.split_first_chunk::<20>().ok_or(Damage::CutOff)?;
    let (iv, sealed) = rest.split_first_chunk::<16>().ok_or(Damage::CutOff)?;
    if sealed.is_empty() || !sealed.len().is_multiple_of(16) {
        return Err(Damage::CutOff.into());
    }
    let key = derive::pbkdf2(password, salt, Hash::Sha1, LEGACY_ITERATIONS, limits)?;
    Ok(open_cbc(&key, iv, sealed))
}

pub(crate) fn read(value: &Value) -> Import {
    let names = names(list(value, "Categories"), "Id", "Name");
    let mut categories: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for found in list(value, "AuthenticatorCategories") {
        let name = names.get(text(found, "CategoryId"));
        let tags = categories
            .entry(text(found, "AuthenticatorSecret"))
            .or_default();
        tags.extend(name.cloned());
    }
    let found = in_order(list(value, "Authenticators").iter(), |found| {
        count(found, "Ranking")
    });
    let entries = found.map(|found| entry(found, &categories));
    Import::new(Format::Stratum, entries.collect())
}

fn entry(found: &Value, categories: &BTreeMap<&str, Vec<String>>) -> Entry {
    let kind = match count(found, "Type") {
        Some(1) => "hotp",
        Some(2) => "totp",
        Some(3) => "motp",
        Some(4) => "steam",
        Some(5) => "yandex",
        _ => "unknown",
    };
    let kind = fields::kind(kind, found, &KEYS).and_then(|mut kind| {
        use countersign_otp::Kind::{Hotp, Totp};
        if let Totp { algorithm, .. } | Hotp { algorithm, .. } = &mut kind {
            *algorithm = match count(found, "Algorithm") {
                Some(0) | None => Algorithm::Sha1,
                Some(1) => Algorithm::Sha256,
                Some(2) => Algorithm::Sha512,
                Some(_) => return Err(crate::Why::UnsupportedAlgorithm),
            };
        }
        Ok(kind)
    });
    let secret = text(found, "Secret");
    fields::entry(
        text(found, "Issuer"),
        text(found, "Username"),
        kind,
        fields::base32(secret),
        Details {
            tags: categories.get(secret).cloned().unwrap_or_default(),
            pinned: flag(found, "IsPinned"),
            uses: count(found, "CopyCount").unwrap_or_default(),
            ..Details::default()
        },
    )
}
