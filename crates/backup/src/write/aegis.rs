//! Aegis's plain JSON, which most other apps read.

use std::collections::BTreeMap;

use countersign_otp::{Algorithm, Kind};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{KeptToken, encoding::to_hex, json::Document};

/// Writes Aegis's plain JSON: names, parameters, notes, groups and favorites. Anybody can read it.
/// Every token and group needs a number of its own, made of 16 fresh random bytes.
pub fn aegis_json(tokens: &[KeptToken], mut random: impl FnMut() -> [u8; 16]) -> Zeroizing<String> {
    let mut groups = BTreeMap::new();
    for tag in tokens.iter().flat_map(|kept| &kept.details.tags) {
        groups.entry(tag.as_str()).or_insert_with(|| uuid(random()));
    }
    let entries = tokens
        .iter()
        .map(|kept| entry(kept, &uuid(random()), &groups));
    let entries: Vec<_> = entries.collect();
    let groups = groups
        .iter()
        .map(|(name, uuid)| json!({ "uuid": uuid, "name": name }));
    let groups: Vec<_> = groups.collect();
    let vault = Document(json!({
        "version": 1,
        "header": { "slots": null, "params": null },
        "db": { "version": 3, "entries": entries, "groups": groups },
    }));
    // A value with texts for keys can always be written.
    Zeroizing::new(serde_json::to_string_pretty(&vault.0).unwrap_or_default())
}

fn entry(kept: &KeptToken, uuid: &str, groups: &BTreeMap<&str, String>) -> Value {
    let KeptToken { token, details } = kept;
    let (kind, algorithm, digits) = match token.kind {
        Kind::Totp {
            algorithm, digits, ..
        } => ("totp", algorithm, digits.get()),
        Kind::Hotp {
            algorithm, digits, ..
        } => ("hotp", algorithm, digits.get()),
        Kind::Steam => ("steam", Algorithm::Sha1, 5),
    };
    let (moving, step) = match token.kind {
        Kind::Hotp { counter, .. } => ("counter", counter),
        _ => (
            "period",
            token.period().unwrap_or_default().seconds().into(),
        ),
    };
    let tags = details
        .tags
        .iter()
        .filter_map(|tag| groups.get(tag.as_str()));
    json!({
        "type": kind,
        "uuid": uuid,
        "name": token.account_name,
        "issuer": token.issuer,
        "note": details.note,
        "favorite": details.pinned,
        "icon": null,
        "info": {
            "secret": token.secret.to_base32().expose(),
            "algo": algorithm.name(),
            "digits": digits,
            moving: step,
        },
        "groups": tags.collect::<Vec<_>>(),
    })
}

/// A random UUID (RFC 9562, section 5.4).
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = to_hex(&bytes);
    let groups = [0..8, 8..12, 12..16, 16..20, 20..32];
    groups
        .map(|range| hex.get(range).unwrap_or_default())
        .join("-")
}
