//! `LastPass` Authenticator: JSON.

use serde_json::Value;

use crate::{
    Details, Entry, Format, Import,
    fields::{self, Keys},
    json::{Names, flag, id_of, list, names, text},
};

const KEYS: Keys = Keys {
    period: "timeStep",
    ..fields::USUAL
};
/// The folder that everything is in which is in no other.
const NO_FOLDER: &str = "0";

pub(crate) fn is_it(value: &Value) -> bool {
    let named = |account: &Value| account.get("issuerName").is_some();
    value.get("accounts").is_some_and(Value::is_array) && list(value, "accounts").iter().any(named)
}

pub(crate) fn read(value: &Value) -> Import {
    let mut folders = names(list(value, "folders"), "id", "name");
    folders.remove(NO_FOLDER);
    let entries = list(value, "accounts")
        .iter()
        .map(|found| entry(found, &folders));
    Import::new(Format::LastPass, entries.collect())
}

fn entry(found: &Value, folders: &Names) -> Entry {
    let first = |one: &'static str, other: &'static str| match text(found, one) {
        "" => text(found, other),
        found => found,
    };
    let folder = found.get("folderData");
    let tag = folder.and_then(|data| folders.get(&id_of(data, "folderId")?));
    fields::entry(
        first("issuerName", "originalIssuerName"),
        first("userName", "originalUserName"),
        fields::kind("", found, &KEYS),
        fields::base32(text(found, "secret")),
        Details {
            tags: tag.cloned().into_iter().collect(),
            pinned: flag(found, "isFavorite"),
            ..Details::default()
        },
    )
}
