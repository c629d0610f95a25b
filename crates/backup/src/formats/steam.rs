//! Steam's own files: one account, or several by their numbers.

use countersign_otp::Kind;
use serde_json::Value;

use crate::{Details, Entry, Format, Import, Why, encoding::from_base64, fields, json::text};

const ISSUER: &str = "Steam";
const SECRET: &str = "shared_secret";

pub(crate) fn is_it(value: &Value) -> bool {
    accounts(value).next().is_some()
}

pub(crate) fn read(value: &Value) -> Import {
    Import::new(Format::Steam, accounts(value).map(entry).collect())
}

fn accounts(value: &Value) -> impl Iterator<Item = &Value> {
    let several = value.get("accounts").and_then(Value::as_object);
    let several = several.into_iter().flat_map(|accounts| accounts.values());
    [value]
        .into_iter()
        .chain(several)
        .filter(|account| account.get(SECRET).is_some())
}

fn entry(found: &Value) -> Entry {
    // It is base64 here, unlike everywhere else.
    let secret = from_base64(text(found, SECRET)).ok_or(Why::NotAToken);
    fields::entry(
        ISSUER,
        text(found, "account_name"),
        Ok(Kind::Steam),
        secret.and_then(|bytes| fields::raw(&bytes)),
        Details::default(),
    )
}
