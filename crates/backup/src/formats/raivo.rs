//! Raivo OTP: a JSON array in which everything is a text.

use serde_json::Value;

use crate::{
    Details, Entry, Format, Import,
    fields::{self, Keys},
    json::{flag, text},
};

const KEYS: Keys = Keys {
    period: "timer",
    ..fields::USUAL
};

pub(crate) fn is_it(entry: &Value) -> bool {
    entry.get("kind").is_some() && entry.get("timer").is_some()
}

pub(crate) fn read(value: &Value) -> Import {
    let entries = value
        .as_array()
        .map(|found| found.iter().map(entry).collect());
    Import::new(Format::Raivo, entries.unwrap_or_default())
}

fn entry(found: &Value) -> Entry {
    fields::entry(
        text(found, "issuer"),
        text(found, "account"),
        fields::kind(text(found, "kind"), found, &KEYS),
        fields::base32(text(found, "secret")),
        Details {
            pinned: flag(found, "pinned"),
            ..Details::default()
        },
    )
}
