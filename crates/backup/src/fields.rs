//! What the readers of all formats share: from fields as they were found to an entry.

use countersign_otp::{
    Algorithm, Digits, InvalidSecret, Kind, Period, Secret, Token, percent_decode,
};
use serde_json::Value;

use crate::{
    Details, Entry, KeptToken, OtherKind, Unreadable, Why,
    json::{self, NoNumber, Number},
};

/// What a format calls the parameters of a token.
pub(crate) struct Keys {
    pub(crate) algorithm: &'static str,
    pub(crate) digits: &'static str,
    pub(crate) period: &'static str,
    pub(crate) counter: &'static str,
}

/// What most call them.
pub(crate) const USUAL: Keys = Keys {
    algorithm: "algorithm",
    digits: "digits",
    period: "period",
    counter: "counter",
};

/// The kind of a token by the name of its type, TOTP if it has none, and by its parameters.
pub(crate) fn kind(name: &str, info: &Value, keys: &Keys) -> Result<Kind, Why> {
    match name.to_ascii_lowercase().as_str() {
        "" | "totp" => Ok(Kind::Totp {
            algorithm: algorithm(info, keys.algorithm)?,
            digits: digits(json::number(info, keys.digits))?,
            period: period(json::number(info, keys.period))?,
        }),
        "hotp" => Ok(Kind::Hotp {
            algorithm: algorithm(info, keys.algorithm)?,
            digits: digits(json::number(info, keys.digits))?,
            counter: counter(json::number(info, keys.counter))?,
        }),
        "steam" | "steamtotp" => Ok(Kind::Steam),
        other => Err(Why::UnknownKind(other_kind(other))),
    }
}

fn other_kind(name: &str) -> OtherKind {
    match name {
        "motp" | "mobileotp" => OtherKind::MobileOtp,
        "yandex" | "yaotp" => OtherKind::Yandex,
        "battle" | "battlenet" => OtherKind::BattleNet,
        _ => OtherKind::Other,
    }
}

fn algorithm(info: &Value, key: &str) -> Result<Algorithm, Why> {
    match json::text(info, key) {
        "" | "null" => Ok(Algorithm::default()),
        name => Algorithm::from_name(name).ok_or(Why::UnsupportedAlgorithm),
    }
}

/// A number of digits as it was found.
pub(crate) fn digits(found: Number) -> Result<Digits, Why> {
    match found {
        Ok(None) => Ok(Digits::default()),
        Ok(Some(digits)) => u8::try_from(digits)
            .ok()
            .and_then(|digits| Digits::new(digits).ok())
            .ok_or(Why::BadDigits),
        Err(NoNumber) => Err(Why::BadDigits),
    }
}

/// A period in seconds as it was found.
pub(crate) fn period(found: Number) -> Result<Period, Why> {
    match found {
        Ok(None) => Ok(Period::default()),
        Ok(Some(seconds)) => u32::try_from(seconds)
            .ok()
            .and_then(|seconds| Period::new(seconds).ok())
            .ok_or(Why::BadPeriod),
        Err(NoNumber) => Err(Why::BadPeriod),
    }
}

/// A counter as it was found.
pub(crate) fn counter(found: Number) -> Result<u64, Why> {
    found
        .map(Option::unwrap_or_default)
        .map_err(|_| Why::BadCounter)
}

/// A secret in base32.
pub(crate) fn base32(text: &str) -> Result<Secret, Why> {
    Secret::from_base32(text).map_err(|reason| match reason {
        InvalidSecret::Empty => Why::NoSecret,
        reason => Why::BadSecret(reason),
    })
}

/// A secret as bytes.
pub(crate) fn raw(bytes: &[u8]) -> Result<Secret, Why> {
    Secret::from_bytes(bytes).map_err(|_| Why::NoSecret)
}

/// Puts an entry together of what was found.
pub(crate) fn entry(
    issuer: &str,
    account_name: &str,
    kind: Result<Kind, Why>,
    secret: Result<Secret, Why>,
    details: Details,
) -> Entry {
    let (issuer, account_name) = names(issuer, account_name);
    match kind.and_then(|kind| secret.map(|secret| (kind, secret))) {
        Ok((kind, secret)) => {
            let token = Token {
                issuer,
                account_name,
                secret,
                kind,
            };
            Entry::Readable(Box::new(KeptToken { token, details }))
        }
        Err(why) => Entry::Unreadable(Unreadable {
            name: joined(&issuer, &account_name),
            why,
        }),
    }
}

/// The entry of an `otpauth://` or `steam://` text. Its names are filled up where it has none.
pub(crate) fn uri_entry(uri: &str, issuer: &str, account_name: &str, details: Details) -> Entry {
    let bare = uri
        .trim_start()
        .get(..6)
        .is_some_and(|s| s.eq_ignore_ascii_case("steam:"));
    match Token::from_uri(uri) {
        Ok(mut token) => {
            if (token.issuer.is_empty() || bare) && !issuer.is_empty() {
                issuer.clone_into(&mut token.issuer);
            }
            if token.account_name.is_empty() {
                account_name.clone_into(&mut token.account_name);
            }
            Entry::Readable(Box::new(KeptToken { token, details }))
        }
        Err(error) => {
            let (scheme, rest) = uri.split_once(':').unwrap_or((uri, ""));
            let (path, _) = rest.split_once(['?', '#']).unwrap_or((rest, ""));
            let path = path.trim_start_matches('/');
            let (host, label) = path.split_once('/').unwrap_or(("", ""));
            let why = match Why::from(error) {
                Why::UnknownKind(_) => Why::UnknownKind(other_kind(&host.to_ascii_lowercase())),
                _ if scheme.trim().eq_ignore_ascii_case("motp") => {
                    Why::UnknownKind(OtherKind::MobileOtp)
                }
                why => why,
            };
            let name = match why {
                Why::UnknownKind(OtherKind::MobileOtp) => path,
                // All that follows is the secret.
                _ if bare => "",
                _ => label,
            };
            let mut name = percent_decode(name);
            // A text that was escaped twice, or has no question mark, has all of it in the label.
            let lower = name.to_ascii_lowercase();
            let marks = ["secret=", "secret%3d"].into_iter();
            if let Some(start) = marks.filter_map(|mark| lower.find(mark)).min() {
                name.truncate(start);
            }
            let name = match name.trim().trim_end_matches(['?', '&', '#']) {
                "" => joined(issuer, account_name),
                name => name.to_owned(),
            };
            Entry::Unreadable(Unreadable { name, why })
        }
    }
}

/// The issuer and the account name of an issuer and a label that may have the issuer in front.
fn names(issuer: &str, label: &str) -> (String, String) {
    let (issuer, label) = (issuer.trim(), label.trim());
    let account_name = match label.split_once(':') {
        Some((before, after)) if issuer.is_empty() => {
            return (before.trim().to_owned(), after.trim().to_owned());
        }
        _ => label
            .split_at_checked(issuer.len())
            .filter(|(start, _)| !issuer.is_empty() && start.eq_ignore_ascii_case(issuer))
            .and_then(|(_, rest)| rest.trim_start().strip_prefix(':'))
            .map_or(label, str::trim_start),
    };
    (issuer.to_owned(), account_name.to_owned())
}

fn joined(issuer: &str, account_name: &str) -> String {
    let both = !issuer.is_empty() && !account_name.is_empty();
    [issuer, if both { ": " } else { "" }, account_name].concat()
}

/// A time as milliseconds since 1970-01-01 UTC, whether it was written as seconds, milliseconds
/// or microseconds; nothing for zero, which means never.
pub(crate) fn milliseconds(time: Option<u64>) -> Option<u64> {
    match time? {
        0 => None,
        seconds @ ..100_000_000_000 => Some(seconds * 1000),
        microseconds @ 100_000_000_000_000.. => Some(microseconds / 1000),
        milliseconds => Some(milliseconds),
    }
}

/// Texts of a list, without those that are empty.
pub(crate) fn texts(values: &[Value]) -> Vec<String> {
    let texts = values.iter().filter_map(Value::as_str).map(str::trim);
    texts
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .collect()
}
