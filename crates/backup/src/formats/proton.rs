//! Proton Authenticator: JSON, plain or in AES-256-GCM.

use serde_json::Value;

use crate::{
    Damage, Details, Entry, Format, Import, KeyDerivation, Limits, ReadError, Unsupported,
    cipher::open_gcm,
    derive,
    encoding::from_base64,
    fields,
    json::{Document, count, list, text},
};

const VERSION: u64 = 1;
const NONCE: usize = 12;
const ASSOCIATED: &[u8] = b"proton.authenticator.export.v1";
const COST: KeyDerivation = KeyDerivation::Argon2id {
    memory_kib: 19_456,
    passes: 2,
    lanes: 1,
};

pub(crate) fn is_it(value: &Value) -> bool {
    let uri = |entry: &Value| entry.pointer("/content/uri").is_some();
    let plain = value.get("entries").is_some_and(Value::is_array)
        && list(value, "entries").first().is_none_or(uri);
    let texts = !text(value, "salt").is_empty() && !text(value, "content").is_empty();
    value.get("version").is_some() && (plain || texts)
}

pub(crate) fn key(value: &Value) -> Result<Option<KeyDerivation>, ReadError> {
    if count(value, "version").is_some_and(|version| version > VERSION) {
        return Err(ReadError::Unsupported(Unsupported::NewerVersion(
            Format::Proton,
        )));
    }
    Ok((!text(value, "content").is_empty()).then_some(COST))
}

pub(crate) fn read(
    value: &Value,
    password: Option<&str>,
    limits: &Limits,
) -> Result<Import, ReadError> {
    let Some(cost) = key(value)? else {
        return Ok(import(value));
    };
    let password = cost.password(password, limits)?;
    let bytes = |key| from_base64(text(value, key)).ok_or(Damage::Malformed);
    let (salt, content) = (bytes("salt")?, bytes("content")?);
    let (nonce, sealed) = content.split_at_checked(NONCE).ok_or(Damage::CutOff)?;
    let key = derive::argon2id(password.as_bytes(), &salt, cost, limits)?;
    let plain =
        open_gcm(&key, nonce, ASSOCIATED, sealed).ok_or(ReadError::WrongPasswordOrDamaged)?;
    Ok(import(&Document::parse(&plain)?.0))
}

fn import(value: &Value) -> Import {
    Import::new(
        Format::Proton,
        list(value, "entries").iter().map(entry).collect(),
    )
}

fn entry(found: &Value) -> Entry {
    let content = found.get("content").unwrap_or(&Value::Null);
    let details = Details {
        note: text(found, "note").to_owned(),
        ..Details::default()
    };
    fields::uri_entry(text(content, "uri"), "", text(content, "name"), details)
}
