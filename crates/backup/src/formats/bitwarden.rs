//! Bitwarden and Bitwarden Authenticator: JSON, plain or protected by a password, and CSV.

use serde_json::Value;

use super::login;
use crate::{
    Damage, Details, Entry, Format, Import, KeyDerivation, Limits, ReadError, Unsupported,
    cipher::{Plain, open_cbc, same},
    csv::{Table, field},
    derive::{self, Hash, Key},
    encoding::from_base64,
    json::{Document, Names, count, flag, list, names, text},
};

const PBKDF2: u64 = 0;
const ARGON2ID: u64 = 1;
/// What stands before the dot of a sealed text: AES-256-CBC, then HMAC-SHA-256.
const SEALED: &str = "2";

pub(crate) fn is_it(value: &Value) -> bool {
    let content = value.get("items").is_some_and(Value::is_array) || value.get("data").is_some();
    value.get("encrypted").is_some_and(Value::is_boolean) && content
}

pub(crate) fn key(value: &Value) -> Result<Option<KeyDerivation>, ReadError> {
    if !flag(value, "encrypted") {
        return Ok(None);
    }
    if !flag(value, "passwordProtected") {
        return Err(ReadError::Unsupported(
            Unsupported::BitwardenAccountRestricted,
        ));
    }
    // Told before anybody types a password for nothing.
    if text(value, "data")
        .split_once('.')
        .is_some_and(|(kind, _)| kind != SEALED)
    {
        return Err(ReadError::Unsupported(Unsupported::Variant(
            Format::Bitwarden,
        )));
    }
    let number = |key| {
        let found = count(value, key).ok_or(Damage::Malformed)?;
        Ok::<_, Damage>(u32::try_from(found).unwrap_or(u32::MAX))
    };
    match count(value, "kdfType") {
        Some(PBKDF2) => Ok(Some(KeyDerivation::Pbkdf2 {
            iterations: number("kdfIterations")?,
        })),
        Some(ARGON2ID) => Ok(Some(KeyDerivation::Argon2id {
            memory_kib: number("kdfMemory")?.saturating_mul(1024),
            passes: number("kdfIterations")?,
            lanes: number("kdfParallelism")?,
        })),
        _ => Err(ReadError::Unsupported(Unsupported::Variant(
            Format::Bitwarden,
        ))),
    }
}

pub(crate) fn read(
    value: &Value,
    password: Option<&str>,
    limits: &Limits,
) -> Result<Import, ReadError> {
    let Some(cost) = key(value)? else {
        return Ok(import(value));
    };
    let password = cost.password(password, limits)?.as_bytes();
    // The text of the salt is the salt, not what it stands for.
    let salt = text(value, "salt").as_bytes();
    let key = match cost {
        KeyDerivation::Pbkdf2 { iterations } => {
            derive::pbkdf2(password, salt, Hash::Sha256, iterations, limits)?
        }
        _ => derive::argon2id(password, &derive::sha256(&[salt]), cost, limits)?,
    };
    let validation = open(text(value, "encKeyValidation_DO_NOT_EDIT"), &key);
    let items = match (open(text(value, "data"), &key), validation) {
        (Ok(items), _) => items,
        // The other text is sealed with the same password: if it opens, this one is broken.
        (Err(_), Ok(_)) => return Err(Damage::Altered.into()),
        (Err(Sealed::Otherwise), Err(Sealed::Otherwise)) => return Err(ReadError::WrongPassword),
        (Err(Sealed::Malformed), Err(_)) => return Err(Damage::Malformed.into()),
        (Err(Sealed::Otherwise), Err(Sealed::Malformed)) => {
            return Err(ReadError::WrongPasswordOrDamaged);
        }
    };
    Ok(import(&Document::parse(&items)?.0))
}

/// Why a sealed text does not open.
enum Sealed {
    Malformed,
    Otherwise,
}

/// Opens `2.IV|CT|MAC`.
fn open(sealed: &str, key: &Key) -> Result<Plain, Sealed> {
    let (kind, rest) = sealed.split_once('.').ok_or(Sealed::Malformed)?;
    if kind != SEALED {
        return Err(Sealed::Malformed);
    }
    let mut parts = rest.split('|').map(from_base64);
    let (Some(Some(iv)), Some(Some(text)), Some(Some(mac))) =
        (parts.next(), parts.next(), parts.next())
    else {
        return Err(Sealed::Malformed);
    };
    // HKDF-Expand (RFC 5869, section 2.3) to a single block.
    let expand = |info: &[u8]| Key::new(derive::hmac_sha256(key.as_slice(), &[info, &[1]]));
    if !same(
        &derive::hmac_sha256(expand(b"mac").as_slice(), &[&iv, &text]),
        &mac,
    ) {
        return Err(Sealed::Otherwise);
    }
    open_cbc(&expand(b"enc"), &iv, &text).ok_or(Sealed::Malformed)
}

fn import(value: &Value) -> Import {
    let mut groups = names(list(value, "folders"), "id", "name");
    groups.extend(names(list(value, "collections"), "id", "name"));
    let items = list(value, "items");
    let entries: Vec<_> = items
        .iter()
        .filter_map(|item| entry(item, &groups))
        .collect();
    Import {
        passed_over: items.len() - entries.len(),
        ..Import::new(Format::Bitwarden, entries)
    }
}

fn entry(item: &Value, groups: &Names) -> Option<Entry> {
    let login = item.get("login")?;
    let totp = Some(text(login, "totp")).filter(|totp| !totp.is_empty())?;
    let collections = list(item, "collectionIds").iter().filter_map(Value::as_str);
    let ids = [text(item, "folderId")].into_iter().chain(collections);
    let tags = ids.filter_map(|id| groups.get(id));
    let details = Details {
        note: text(item, "notes").to_owned(),
        tags: tags.cloned().collect(),
        pinned: flag(item, "favorite"),
        trashed: !text(item, "deletedDate").is_empty(),
        ..Details::default()
    };
    Some(login::entry(
        text(item, "name"),
        text(login, "username"),
        totp,
        details,
    ))
}

/// The column that makes a table one of Bitwarden's.
pub(crate) const COLUMN: &str = "login_totp";

pub(crate) fn read_table(table: &Table) -> Import {
    let totp = table.column(COLUMN);
    let column = |name| table.column(name);
    let (name, user) = (column("name"), column("login_username"));
    let (folder, favorite, notes) = (column("folder"), column("favorite"), column("notes"));
    let rows = table
        .rows()
        .iter()
        .filter(|row| !field(row, totp).is_empty());
    let entries: Vec<_> = rows
        .map(|row| {
            let tag = Some(field(row, folder)).filter(|tag| !tag.is_empty());
            let details = Details {
                note: field(row, notes).to_owned(),
                tags: tag.map(str::to_owned).into_iter().collect(),
                pinned: field(row, favorite) == "1",
                ..Details::default()
            };
            login::entry(
                field(row, name),
                field(row, user),
                field(row, totp),
                details,
            )
        })
        .collect();
    Import {
        passed_over: table.rows().len() - entries.len(),
        ..Import::new(Format::Bitwarden, entries)
    }
}
