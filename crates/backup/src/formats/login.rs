//! Codes as password managers keep them, in one field of a login.

use countersign_otp::{Algorithm, Kind};

use crate::{Details, Entry, Why, fields};

/// The entry of a login by its field for codes: an `otpauth` or `steam` text, `KeeOtp`'s query,
/// the settings of an old `KeePass` plug-in, or the bare secret.
pub(crate) fn entry(issuer: &str, account_name: &str, totp: &str, details: Details) -> Entry {
    let totp = totp.trim();
    let lower = totp.to_ascii_lowercase();
    if lower.starts_with("otpauth:") || lower.starts_with("steam:") || lower.starts_with("motp:") {
        return fields::uri_entry(totp, issuer, account_name, details);
    }
    if lower.starts_with("key=") || lower.contains("&key=") {
        return kee_otp(issuer, account_name, totp, details);
    }
    let totp_kind = fields::kind("", &serde_json::Value::Null, &fields::USUAL);
    // `30;6` or `30;S`: period and digits, while the secret is in another field.
    let secret = match totp.split_once(';') {
        Some((period, _)) if period.trim().parse::<u32>().is_ok() => Err(Why::SecretElsewhere),
        _ => fields::base32(totp),
    };
    fields::entry(issuer, account_name, totp_kind, secret, details)
}

/// `key=…&size=…&step=…&type=…&counter=…&otpHashMode=…`, all but the key optional.
fn kee_otp(issuer: &str, account_name: &str, query: &str, details: Details) -> Entry {
    let value = |name: &str| {
        query.split('&').find_map(|parameter| {
            let (key, value) = parameter.split_once('=')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    };
    let number = |name: &str| match value(name) {
        None | Some("") => Ok(None),
        Some(number) => number.parse().map(Some).map_err(|_| crate::json::NoNumber),
    };
    let algorithm = match value("otpHashMode") {
        None | Some("") => Ok(Algorithm::default()),
        Some(name) => Algorithm::from_name(name).ok_or(Why::UnsupportedAlgorithm),
    };
    let is_hotp = value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hotp"));
    let is_steam = value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("steam"));
    let kind = algorithm.and_then(|algorithm| {
        Ok(match (is_steam, is_hotp) {
            (true, _) => Kind::Steam,
            (_, true) => Kind::Hotp {
                algorithm,
                digits: fields::digits(number("size"))?,
                counter: fields::counter(number("counter"))?,
            },
            _ => Kind::Totp {
                algorithm,
                digits: fields::digits(number("size"))?,
                period: fields::period(number("step"))?,
            },
        })
    });
    let key = countersign_otp::percent_decode(value("key").unwrap_or_default());
    fields::entry(issuer, account_name, kind, fields::base32(&key), details)
}
