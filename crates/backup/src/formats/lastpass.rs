//! `LastPass` Authenticator: JSON.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    Details, Entry, Format, Import,
    fields::{self, Keys},
    json::{count, flag, list, text},
};

const KEYS: Keys = Keys {
    period: "timeStep",
    ..fields::USUAL
};
/// The folder that everything is in which is in no other.
const NO_FOLDER: u64 = 0;

pub(crate) fn is_it(value: &Value) -> bool {
    let named = |account: &Value| account.get("issuerName").is_some();
    value.get("accounts").is_some_and(Value::is_array) && list(value, "accounts").iter().any(named)
}

pub(crate) fn read(value: &Value) -> Import {
    let folders = list(value, "folders").iter();
    let folders = folders.filter_map(|found| Some((count(found, "id")?, text(found, "name"))));
    let folders: BTreeMap<_, _> = folders.filter(|(id, _)| *id != NO_FOLDER).collect();
    let entries = list(value, "accounts")
        .iter()
        .map(|found| entry(found, &folders));
    Import::new(Format::LastPass, entries.collect())
}

fn entry(found: &Value, folders: &BTreeMap<u64, &str>) -> Entry {
    let first = |one: &'static str, other: &'static str| match text(found, one) {
        "" => text(found, other),
        found => found,
    };
    let folder = found
        .get("folderData")
        .and_then(|data| count(data, "folderId"));
    let tag = folder
        .and_then(|id| folders.get(&id))
        .filter(|name| !name.is_empty());
    fields::entry(
        first("issuerName", "originalIssuerName"),
        first("userName", "originalUserName"),
        fields::kind("", found, &KEYS),
        fields::base32(text(found, "secret")),
        Details {
            tags: tag.map(|name| (*name).to_owned()).into_iter().collect(),
            pinned: flag(found, "isFavorite"),
            ..Details::default()
        },
    )
}
