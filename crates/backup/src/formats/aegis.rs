//! Aegis: one JSON vault, plain or with AES-256-GCM under a random key that slots wrap.

use serde_json::Value;

use crate::{
    Damage, Details, Entry, Format, Import, KeyDerivation, Limits, ReadError, Unsupported,
    cipher::open_gcm,
    derive::{self, Key},
    encoding::{from_base64, from_hex},
    fields::{self, Keys},
    json::{Document, Names, count, flag, list, names, text},
};

const VERSION: u64 = 1;
/// The slots that a password opens; others are for the phone's key store.
const PASSWORD_SLOT: u64 = 1;

const KEYS: Keys = Keys {
    algorithm: "algo",
    ..fields::USUAL
};

pub(crate) fn is_it(value: &Value) -> bool {
    value.get("header").is_some_and(Value::is_object) && value.get("db").is_some()
}

/// The costliest of its slots.
pub(crate) fn key(value: &Value) -> Result<Option<KeyDerivation>, ReadError> {
    if count(value, "version").is_some_and(|version| version > VERSION) {
        return Err(ReadError::Unsupported(Unsupported::NewerVersion(
            Format::Aegis,
        )));
    }
    match value.get("db") {
        Some(Value::String(_)) => {
            let costs = password_slots(value).filter_map(|slot| cost(slot).ok());
            let most = costs.max_by_key(|cost| cost.desktop_milliseconds());
            most.map(Some)
                .ok_or(ReadError::Unsupported(Unsupported::AegisWithoutPassword))
        }
        _ => Ok(None),
    }
}

pub(crate) fn read(
    value: &Value,
    password: Option<&str>,
    limits: &Limits,
) -> Result<Import, ReadError> {
    match (key(value)?, value.get("db")) {
        (None, Some(db)) => Ok(vault(db)),
        (Some(cost), Some(Value::String(sealed))) => {
            let password = cost.password(password, limits)?;
            let master = master_key(value, password, limits)?;
            let params = value.pointer("/header/params").unwrap_or(&Value::Null);
            let mut sealed = from_base64(sealed).ok_or(Damage::Malformed)?;
            sealed.extend_from_slice(&from_hex(text(params, "tag")).ok_or(Damage::Malformed)?);
            let nonce = from_hex(text(params, "nonce")).ok_or(Damage::Malformed)?;
            let db = open_gcm(&master, &nonce, &[], &sealed).ok_or(Damage::Altered)?;
            Ok(vault(&Document::parse(&db)?.0))
        }
        _ => Err(Damage::Malformed.into()),
    }
}

fn password_slots(value: &Value) -> impl Iterator<Item = &Value> {
    let slots = list(value.get("header").unwrap_or(&Value::Null), "slots");
    slots
        .iter()
        .filter(|slot| count(slot, "type") == Some(PASSWORD_SLOT))
}

fn cost(slot: &Value) -> Result<KeyDerivation, Damage> {
    let small = |key| {
        count(slot, key)
            .and_then(|n| u32::try_from(n).ok())
            .ok_or(Damage::Malformed)
    };
    let n = small("n")?;
    if !n.is_power_of_two() {
        return Err(Damage::Malformed);
    }
    Ok(KeyDerivation::Scrypt {
        log_n: u8::try_from(n.trailing_zeros()).unwrap_or(u8::MAX),
        r: small("r")?,
        p: small("p")?,
    })
}

/// The vault's key, out of the first slot that the password opens. Together they may not take
/// longer than one is allowed to.
fn master_key(value: &Value, password: &str, limits: &Limits) -> Result<Key, ReadError> {
    let mut spent = 0;
    let mut broken = None;
    for slot in password_slots(value) {
        let opened = cost(slot).map_err(ReadError::from).and_then(|cost| {
            spent += cost.desktop_milliseconds();
            if spent > limits.milliseconds {
                return Err(ReadError::TooCostly(cost));
            }
            open_slot(slot, password, cost, limits)
        });
        match opened {
            Ok(Some(key)) => return Ok(key),
            Ok(None) => {}
            Err(error) => broken = Some(error),
        }
    }
    Err(broken.unwrap_or(ReadError::WrongPassword))
}

fn open_slot(
    slot: &Value,
    password: &str,
    cost: KeyDerivation,
    limits: &Limits,
) -> Result<Option<Key>, ReadError> {
    let hex = |value: &Value, key| from_hex(text(value, key)).ok_or(Damage::Malformed);
    let params = slot.get("key_params").unwrap_or(&Value::Null);
    let mut sealed = hex(slot, "key")?;
    sealed.extend_from_slice(&hex(params, "tag")?);
    let (nonce, salt) = (hex(params, "nonce")?, hex(slot, "salt")?);
    let wrapping = derive::scrypt(password.as_bytes(), &salt, cost, limits)?;
    let Some(opened) = open_gcm(&wrapping, &nonce, &[], &sealed) else {
        return Ok(None);
    };
    let mut master = Key::default();
    let bytes: &[u8; 32] = opened
        .as_slice()
        .try_into()
        .map_err(|_| Damage::Malformed)?;
    master.copy_from_slice(bytes);
    Ok(Some(master))
}

fn vault(db: &Value) -> Import {
    let groups = names(list(db, "groups"), "uuid", "name");
    let entries = list(db, "entries")
        .iter()
        .map(|found| entry(found, &groups));
    Import::new(Format::Aegis, entries.collect())
}

fn entry(found: &Value, groups: &Names) -> Entry {
    let info = found.get("info").unwrap_or(&Value::Null);
    let ids = list(found, "groups").iter().filter_map(Value::as_str);
    let named = ids.filter_map(|id| groups.get(id).map(String::as_str));
    // Until the third version a token had one group, by its name.
    let tags = named.chain([text(found, "group")]);
    fields::entry(
        text(found, "issuer"),
        text(found, "name"),
        fields::kind(text(found, "type"), info, &KEYS),
        fields::base32(text(info, "secret")),
        Details {
            note: text(found, "note").to_owned(),
            tags: tags
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect(),
            pinned: flag(found, "favorite"),
            ..Details::default()
        },
    )
}
