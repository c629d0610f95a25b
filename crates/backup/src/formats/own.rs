//! Our own backup: a JSON envelope around AES-256-GCM, as `docs/BACKUP.md` describes it.

use serde_json::Value;

use crate::{
    Damage, Details, Entry, Facts, Format, Import, KeyDerivation, LeftOut, Limits, ReadError,
    Unsupported,
    cipher::open_gcm,
    derive,
    encoding::{from_base64, to_base64, to_hex},
    fields,
    json::{Document, count, flag, list, text},
};

pub(crate) const FORMAT: &str = "countersign-backup";
pub(crate) const VERSION: u64 = 1;
pub(crate) const KDF: &str = "argon2id";
pub(crate) const CIPHER: &str = "AES-256-GCM";

/// All that stands in the clear before the sealed tokens.
#[derive(Clone, Copy)]
pub(crate) struct Header {
    pub(crate) facts: Facts,
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
    pub(crate) salt: [u8; 16],
    pub(crate) nonce: [u8; 12],
}

impl Header {
    pub(crate) fn cost(&self) -> KeyDerivation {
        KeyDerivation::Argon2id {
            memory_kib: self.memory_kib,
            passes: self.passes,
            lanes: self.lanes,
        }
    }

    /// What the seal covers besides the tokens: each field on a line of its own.
    pub(crate) fn associated_data(&self) -> String {
        let Self {
            facts,
            memory_kib,
            passes,
            lanes,
            ..
        } = self;
        let (created_at, registered) = (facts.created_at, facts.left_out.registered);
        let (salt, nonce) = (to_base64(&self.salt), to_base64(&self.nonce));
        format!(
            "{FORMAT}\n{VERSION}\n{created_at}\n{registered}\n\
             {KDF}\n{memory_kib}\n{passes}\n{lanes}\n{salt}\n{CIPHER}\n{nonce}\n"
        )
    }

    /// Shows damage without the password.
    pub(crate) fn checksum(&self, sealed: &[u8]) -> String {
        to_hex(&derive::sha256(&[
            self.associated_data().as_bytes(),
            sealed,
        ]))
    }

    fn read(value: &Value) -> Result<Self, ReadError> {
        if count(value, "version").is_some_and(|version| version > VERSION) {
            return Err(ReadError::Unsupported(Unsupported::NewerVersion(
                Format::Countersign,
            )));
        }
        let part = |key| value.get(key).unwrap_or(&Value::Null);
        let (kdf, cipher) = (part("kdf"), part("cipher"));
        if text(kdf, "name") != KDF || text(cipher, "name") != CIPHER {
            return Err(ReadError::Unsupported(Unsupported::Variant(
                Format::Countersign,
            )));
        }
        let number = |value: &Value, key| count(value, key).ok_or(Damage::Malformed);
        let small = |value, key| u32::try_from(number(value, key)?).map_err(|_| Damage::Malformed);
        Ok(Self {
            facts: Facts {
                created_at: number(value, "created_at")?,
                left_out: LeftOut {
                    registered: small(part("left_out"), "registered")?,
                },
            },
            memory_kib: small(kdf, "m")?,
            passes: small(kdf, "t")?,
            lanes: small(kdf, "p")?,
            salt: exact(kdf, "salt")?,
            nonce: exact(cipher, "nonce")?,
        })
    }
}

fn exact<const N: usize>(value: &Value, key: &str) -> Result<[u8; N], Damage> {
    let bytes = from_base64(text(value, key)).ok_or(Damage::Malformed)?;
    bytes.as_slice().try_into().map_err(|_| Damage::Malformed)
}

pub(crate) fn is_it(value: &Value) -> bool {
    text(value, "format") == FORMAT
}

pub(crate) fn key(value: &Value) -> Result<Option<KeyDerivation>, ReadError> {
    Ok(Some(Header::read(value)?.cost()))
}

pub(crate) fn read(
    value: &Value,
    password: Option<&str>,
    limits: &Limits,
) -> Result<Import, ReadError> {
    let header = Header::read(value)?;
    let sealed = from_base64(text(value, "ciphertext")).ok_or(Damage::Malformed)?;
    if header.checksum(&sealed) != text(value, "checksum") {
        return Err(Damage::Altered.into());
    }
    let cost = header.cost();
    let password = cost.password(password, limits)?;
    let key = derive::argon2id(password.as_bytes(), &header.salt, cost, limits)?;
    let associated = header.associated_data();
    let plain = open_gcm(&key, &header.nonce, associated.as_bytes(), &sealed)
        .ok_or(ReadError::WrongPassword)?;
    let tokens = Document::parse(&plain)?;
    Ok(Import {
        facts: Some(header.facts),
        ..Import::new(
            Format::Countersign,
            list(&tokens.0, "tokens").iter().map(entry).collect(),
        )
    })
}

fn entry(found: &Value) -> Entry {
    // Names are taken as they are, where others want repairs.
    let name = |key| found.get(key).and_then(Value::as_str).unwrap_or_default();
    let entry = fields::entry(
        name("issuer"),
        name("account_name"),
        fields::kind(text(found, "type"), found, &fields::USUAL),
        fields::base32(text(found, "secret")),
        Details {
            note: name("note").to_owned(),
            tags: list(found, "tags")
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            pinned: flag(found, "pinned"),
            trashed: flag(found, "trashed"),
            uses: count(found, "uses").unwrap_or_default(),
            last_used_at: count(found, "last_used_at"),
        },
    );
    match entry {
        Entry::Readable(mut kept) => {
            name("issuer").clone_into(&mut kept.token.issuer);
            name("account_name").clone_into(&mut kept.token.account_name);
            Entry::Readable(kept)
        }
        unreadable @ Entry::Unreadable(_) => unreadable,
    }
}
