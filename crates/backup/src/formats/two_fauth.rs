//! `2FAuth`: JSON.

use serde_json::Value;

use crate::{
    Details, Entry, Format, Import, fields,
    json::{list, text},
};

pub(crate) fn is_it(value: &Value) -> bool {
    text(value, "app")
        .to_ascii_lowercase()
        .starts_with("2fauth")
        && value.get("data").is_some_and(Value::is_array)
}

pub(crate) fn read(value: &Value) -> Import {
    Import::new(
        Format::TwoFAuth,
        list(value, "data").iter().map(entry).collect(),
    )
}

fn entry(found: &Value) -> Entry {
    fields::entry(
        text(found, "service"),
        text(found, "account"),
        fields::kind(text(found, "otp_type"), found, &fields::USUAL),
        fields::base32(text(found, "secret")),
        Details::default(),
    )
}
