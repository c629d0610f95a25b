//! The browser extension Authenticator: an object of objects, by the tokens' numbers.

use serde_json::Value;

use crate::{
    Details, Entry, Format, Import, ReadError, Unsupported, Why,
    encoding::from_hex,
    fields,
    json::{count, flag, in_order, text},
};

pub(crate) fn is_it(value: &Value) -> bool {
    let Some(tokens) = value.as_object() else {
        return false;
    };
    let sealed = |token: &Value| text(token, "dataType") == "EncOTPStorage";
    let plain = |token: &Value| {
        ["secret", "type", "hash"]
            .iter()
            .all(|key| token.get(key).is_some())
    };
    tokens.values().any(|token| sealed(token) || plain(token))
}

pub(crate) fn read(value: &Value) -> Result<Import, ReadError> {
    let tokens = value
        .as_object()
        .into_iter()
        .flat_map(|tokens| tokens.values());
    let tokens = tokens.filter(|token| token.is_object());
    let mut tokens: Vec<_> = tokens
        .filter(|token| text(token, "dataType") != "Key")
        .collect();
    if tokens
        .iter()
        .any(|token| flag(token, "encrypted") || token.get("data").is_some())
    {
        return Err(ReadError::Unsupported(
            Unsupported::BrowserExtensionEncrypted,
        ));
    }
    tokens.retain(|token| token.get("secret").is_some());
    let tokens = in_order(tokens.into_iter(), |token| count(token, "index"));
    let entries = tokens.map(entry).collect();
    Ok(Import::new(Format::BrowserExtension, entries))
}

fn entry(found: &Value) -> Entry {
    let secret = text(found, "secret");
    let (kind, secret) = match text(found, "type") {
        hex @ ("hex" | "hhex") => (
            if hex == "hex" { "totp" } else { "hotp" },
            from_hex(secret)
                .ok_or(Why::NotAToken)
                .and_then(|bytes| fields::raw(&bytes)),
        ),
        kind => (kind, fields::base32(secret)),
    };
    fields::entry(
        // What follows `::` is the address that the extension fills codes in at.
        text(found, "issuer").split("::").next().unwrap_or_default(),
        text(found, "account"),
        fields::kind(kind, found, &fields::USUAL),
        secret,
        Details {
            pinned: flag(found, "pinned"),
            ..Details::default()
        },
    )
}
