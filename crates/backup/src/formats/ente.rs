//! Ente Auth: `otpauth` lines with details, plain or in a libsodium secret stream.

use serde_json::Value;

use super::text_list;
use crate::{
    Damage, Details, Format, Import, KeyDerivation, Limits, ReadError, Unsupported, derive,
    encoding::from_base64,
    fields,
    json::{Document, count, flag, list, text},
    secret_stream,
};
use countersign_otp::percent_decode;

const VERSION: u64 = 1;
const DISPLAY: &str = "codeDisplay=";

pub(crate) fn is_it(value: &Value) -> bool {
    value.get("kdfParams").is_some_and(Value::is_object) && value.get("encryptedData").is_some()
}

pub(crate) fn key(value: &Value) -> Result<Option<KeyDerivation>, ReadError> {
    if count(value, "version").is_some_and(|version| version > VERSION) {
        return Err(ReadError::Unsupported(Unsupported::NewerVersion(
            Format::Ente,
        )));
    }
    let params = value.get("kdfParams").ok_or(Damage::Malformed)?;
    let number = |key| count(params, key).ok_or(Damage::Malformed);
    Ok(Some(KeyDerivation::Argon2id {
        memory_kib: u32::try_from(number("memLimit")? / 1024).unwrap_or(u32::MAX),
        passes: u32::try_from(number("opsLimit")?).unwrap_or(u32::MAX),
        lanes: 1,
    }))
}

pub(crate) fn read(
    value: &Value,
    password: Option<&str>,
    limits: &Limits,
) -> Result<Import, ReadError> {
    let cost = key(value)?.ok_or(Damage::Malformed)?;
    let password = cost.password(password, limits)?;
    let bytes = |value: &Value, key| from_base64(text(value, key)).ok_or(Damage::Malformed);
    let salt = bytes(value.get("kdfParams").unwrap_or(&Value::Null), "salt")?;
    let (sealed, header) = (
        bytes(value, "encryptedData")?,
        bytes(value, "encryptionNonce")?,
    );
    let key = derive::argon2id(password.as_bytes(), &salt, cost, limits)?;
    let plain =
        secret_stream::open(&key, &header, &sealed).ok_or(ReadError::WrongPasswordOrDamaged)?;
    let lines = core::str::from_utf8(&plain).map_err(|_| Damage::Malformed)?;
    Ok(Import {
        format: Format::Ente,
        ..text_list::read(lines)
    })
}

/// Whether a list has Ente's details.
pub(crate) fn has_details(lines: &str) -> bool {
    lines.contains(DISPLAY)
}

/// What Ente keeps with a token, as a parameter of its `otpauth` text.
pub(crate) fn details(uri: &str) -> Details {
    let (_, query) = uri.split_once('?').unwrap_or_default();
    let display = query
        .split('&')
        .find_map(|parameter| parameter.strip_prefix(DISPLAY));
    let Some(Ok(display)) = display.map(|json| Document::parse(percent_decode(json).as_bytes()))
    else {
        return Details::default();
    };
    let display = &display.0;
    Details {
        note: text(display, "note").to_owned(),
        tags: fields::texts(list(display, "tags")),
        pinned: flag(display, "pinned"),
        trashed: flag(display, "trashed"),
        uses: count(display, "tapCount").unwrap_or_default(),
        last_used_at: fields::milliseconds(count(display, "lastUsedAt")),
    }
}
