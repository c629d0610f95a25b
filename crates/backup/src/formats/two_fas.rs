//! 2FAS, schema versions 1 to 4: JSON, its services plain or in AES-256-GCM.

use serde_json::Value;

use crate::{
    Damage, Details, Entry, Format, Import, KeyDerivation, Limits, ReadError, Unsupported,
    cipher::{Plain, open_gcm},
    derive::{self, Hash},
    encoding::from_base64,
    fields,
    json::{Document, Names, count, in_order, list, names, text},
};

const NEWEST: u64 = 4;
const ITERATIONS: u32 = 10_000;
const COST: KeyDerivation = KeyDerivation::Pbkdf2 {
    iterations: ITERATIONS,
};

pub(crate) fn is_it(value: &Value) -> bool {
    let services = value.get("services").is_some_and(Value::is_array);
    value.get("schemaVersion").is_some() && (services || value.get("servicesEncrypted").is_some())
}

pub(crate) fn key(value: &Value) -> Result<Option<KeyDerivation>, ReadError> {
    if count(value, "schemaVersion").is_some_and(|version| version > NEWEST) {
        return Err(ReadError::Unsupported(Unsupported::NewerVersion(
            Format::TwoFas,
        )));
    }
    Ok((!text(value, "servicesEncrypted").is_empty()).then_some(COST))
}

pub(crate) fn read(
    value: &Value,
    password: Option<&str>,
    limits: &Limits,
) -> Result<Import, ReadError> {
    let groups = names(list(value, "groups"), "id", "name");
    if key(value)?.is_none() {
        return Ok(import(list(value, "services"), &groups));
    }
    let password = COST.password(password, limits)?;
    match open(text(value, "servicesEncrypted"), password, limits)? {
        Some(services) => {
            let services = Document::parse(&services)?;
            Ok(import(
                services.0.as_array().ok_or(Damage::Malformed)?,
                &groups,
            ))
        }
        // The reference is sealed with the same password: if it opens, the rest is broken.
        None => match open(text(value, "reference"), password, limits) {
            Ok(Some(_)) => Err(Damage::Altered.into()),
            Ok(None) => Err(ReadError::WrongPassword),
            Err(_) => Err(ReadError::WrongPasswordOrDamaged),
        },
    }
}

/// Opens `ciphertext:salt:nonce`. Nothing if another password sealed it.
fn open(sealed: &str, password: &str, limits: &Limits) -> Result<Option<Plain>, ReadError> {
    let mut parts = sealed.split(':').map(from_base64);
    let (Some(Some(sealed)), Some(Some(salt)), Some(Some(nonce))) =
        (parts.next(), parts.next(), parts.next())
    else {
        return Err(Damage::Malformed.into());
    };
    let key = derive::pbkdf2(password.as_bytes(), &salt, Hash::Sha256, ITERATIONS, limits)?;
    Ok(open_gcm(&key, &nonce, &[], &sealed))
}

fn import(services: &[Value], groups: &Names) -> Import {
    let services = in_order(services.iter(), |service| {
        count(service.get("order")?, "position")
    });
    let entries = services.map(|service| entry(service, groups));
    Import::new(Format::TwoFas, entries.collect())
}

fn entry(service: &Value, groups: &Names) -> Entry {
    let otp = service.get("otp").unwrap_or(&Value::Null);
    let first = |one: &'static str, other: &'static str| match text(otp, one) {
        "" => text(otp, other),
        found => found,
    };
    let issuer = match text(otp, "issuer") {
        "" => text(service, "name"),
        issuer => issuer,
    };
    let tag = groups.get(text(service, "groupId"));
    fields::entry(
        issuer,
        first("account", "label"),
        fields::kind(text(otp, "tokenType"), otp, &fields::USUAL),
        fields::base32(text(service, "secret")),
        Details {
            tags: tag.cloned().into_iter().collect(),
            ..Details::default()
        },
    )
}
