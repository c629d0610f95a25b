//! Duo Mobile: a JSON array. Accounts that are approved by a push have no codes.

use serde_json::Value;

use crate::{Details, Entry, Format, Import, fields, json::text};

pub(crate) fn is_it(entry: &Value) -> bool {
    entry.get("accountType").is_some() && entry.get("otpGenerator").is_some()
}

pub(crate) fn read(value: &Value) -> Import {
    let found = value.as_array().map_or(&[][..], Vec::as_slice);
    let entries: Vec<_> = found.iter().filter_map(entry).collect();
    Import {
        passed_over: found.len() - entries.len(),
        ..Import::new(Format::Duo, entries)
    }
}

fn entry(found: &Value) -> Option<Entry> {
    let generator = found
        .get("otpGenerator")
        .filter(|generator| generator.is_object())?;
    // Only tokens that count have a counter.
    let kind = if generator.get("counter").is_some() {
        "hotp"
    } else {
        "totp"
    };
    Some(fields::entry(
        text(found, "name"),
        "",
        fields::kind(kind, generator, &fields::USUAL),
        fields::base32(text(generator, "otpSecret")),
        Details::default(),
    ))
}
