//! The `otpauth://` text form of a token: forgiving when read, strict when written.
//!
//! Nobody ever standardized it, so what is read is what other apps were seen to write. There are
//! no fragments in it: a raw `#` is a character like any other. `image` and whatever else is not
//! known is ignored; nothing is ever fetched.

mod parameters;

use core::fmt;

use self::parameters::Parameters;
use crate::{
    hidden::HiddenText,
    kind::{Algorithm, Digits, Kind, Period},
    percent,
    secret::{InvalidSecret, Secret},
    token::Token,
};

const STEAM: &str = "Steam";

impl Token {
    /// Reads `otpauth://TYPE/LABEL?PARAMETERS` and `steam://SECRET`, also behind `web+`.
    ///
    /// The issuer parameter wins over the label's issuer; if they disagree, the whole label is the
    /// account name. Both names are trimmed.
    ///
    /// # Errors
    /// Says what is wrong with the text, without the text.
    pub fn from_uri(text: &str) -> Result<Self, UriError> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let (scheme, rest) = text.split_once(':').ok_or(UriError::NotOtpauth)?;
        let rest = rest.trim_start_matches('/');
        match scheme.to_ascii_lowercase().as_str() {
            "otpauth" | "web+otpauth" => from_otpauth(rest),
            "otpauth-migration" | "web+otpauth-migration" => Err(UriError::GoogleTransfer),
            "steam" => from_steam(rest),
            _ => Err(UriError::NotOtpauth),
        }
    }

    /// Writes `otpauth://TYPE/LABEL?PARAMETERS`, percent-encoded, with every parameter said.
    pub fn to_uri(&self) -> HiddenText {
        let (kind, algorithm, digits) = match self.kind {
            Kind::Totp {
                algorithm, digits, ..
            } => ("totp", algorithm, digits.get()),
            Kind::Hotp {
                algorithm, digits, ..
            } => ("hotp", algorithm, digits.get()),
            Kind::Steam => ("steam", Algorithm::Sha1, 5),
        };
        let secret = self.secret.to_base32();
        // Room for all of it at once: a text that grows leaves copies of the secret behind.
        let names = self.issuer.len() * 2 + self.account_name.len();
        let mut uri = String::with_capacity(names * 3 + secret.expose().len() + 128);
        uri.push_str("otpauth://");
        uri.push_str(kind);
        uri.push('/');
        percent::encode_into(&self.issuer, &mut uri);
        // Without an issuer the separator is still needed before an account name with a colon.
        if !self.issuer.is_empty() || self.account_name.contains(':') {
            uri.push(':');
        }
        percent::encode_into(&self.account_name, &mut uri);
        uri.push_str("?secret=");
        uri.push_str(secret.expose());
        if !self.issuer.is_empty() {
            uri.push_str("&issuer=");
            percent::encode_into(&self.issuer, &mut uri);
        }
        uri.push_str("&algorithm=");
        uri.push_str(algorithm.name());
        uri.push_str("&digits=");
        uri.push_str(&digits.to_string());
        match self.kind {
            Kind::Hotp { counter, .. } => {
                uri.push_str("&counter=");
                uri.push_str(&counter.to_string());
            }
            Kind::Totp { .. } | Kind::Steam => {
                let period = self.period().unwrap_or_default();
                uri.push_str("&period=");
                uri.push_str(&period.seconds().to_string());
            }
        }
        HiddenText::new(uri)
    }
}

fn from_otpauth(rest: &str) -> Result<Token, UriError> {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, label) = path.split_once('/').unwrap_or((path, ""));
    let kind = kind.to_ascii_lowercase();
    if !matches!(kind.as_str(), "totp" | "hotp" | "steam") {
        return Err(UriError::UnsupportedType);
    }
    let parameters = Parameters::split(query);
    let (issuer, account_name) = names(label, parameters.issuer.unwrap_or_default());
    let kind = match kind.as_str() {
        "hotp" => Kind::Hotp {
            algorithm: parameters.algorithm()?,
            digits: parameters.digits()?,
            counter: parameters.counter()?,
        },
        "steam" => Kind::Steam,
        _ if parameters.ask_for_steam(&issuer) => Kind::Steam,
        _ => Kind::Totp {
            algorithm: parameters.algorithm()?,
            digits: parameters.digits()?,
            period: parameters.period()?,
        },
    };
    Ok(Token {
        issuer,
        account_name,
        secret: parameters.secret()?,
        kind,
    })
}

fn from_steam(rest: &str) -> Result<Token, UriError> {
    let secret = rest.split(['?', '#']).next().unwrap_or_default();
    let secret = secret.trim_end_matches('/');
    if secret.is_empty() {
        return Err(UriError::MissingSecret);
    }
    Ok(Token {
        issuer: STEAM.to_owned(),
        account_name: String::new(),
        secret: Secret::from_base32(secret).map_err(UriError::BadSecret)?,
        kind: Kind::Steam,
    })
}

/// The issuer and the account name, of the label and the issuer parameter as they stand in the
/// text.
fn names(label: &str, parameter: &str) -> (String, String) {
    let whole = percent::decode(label).trim().to_owned();
    // Forms write a space as `+`. It is a plus only if the label has it at the same place.
    let plain = percent::decode(parameter).trim().to_owned();
    let issuer = if without_issuer(&whole, &plain).is_some() {
        plain
    } else {
        percent::decode(&parameter.replace('+', " "))
            .trim()
            .to_owned()
    };
    if issuer.is_empty() {
        let (before, after) = match label.split_once(':') {
            Some((before, after)) => (percent::decode(before), percent::decode(after)),
            None => match whole.split_once(':') {
                Some((before, after)) => (before.to_owned(), after.to_owned()),
                None => (String::new(), whole),
            },
        };
        return (before.trim().to_owned(), after.trim().to_owned());
    }
    let account_name = without_issuer(&whole, &issuer).map(str::to_owned);
    (issuer, account_name.unwrap_or(whole))
}

/// What follows the issuer and a colon in a label.
fn without_issuer<'a>(label: &'a str, issuer: &str) -> Option<&'a str> {
    let (start, rest) = label.split_at_checked(issuer.len())?;
    if !start.eq_ignore_ascii_case(issuer) {
        return None;
    }
    rest.trim_start().strip_prefix(':').map(str::trim_start)
}

/// Why a text is not the `otpauth://` form of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UriError {
    /// It does not start with `otpauth:` or `steam:`.
    NotOtpauth,
    /// It is `otpauth-migration:`, a transfer code of Google Authenticator with several tokens.
    GoogleTransfer,
    /// Its type is none of `totp`, `hotp` and `steam`.
    UnsupportedType,
    /// It has no secret.
    MissingSecret,
    /// Its secret cannot be read.
    BadSecret(InvalidSecret),
    /// Its hash function is none of SHA-1, SHA-256 and SHA-512.
    UnsupportedAlgorithm,
    /// Its codes have fewer than 6 digits or more than 10, or their number cannot be read.
    BadDigits,
    /// Its codes are shown for less than a second or more than a day, or that time cannot be read.
    BadPeriod,
    /// Its counter cannot be read.
    BadCounter,
}

impl fmt::Display for UriError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOtpauth => "not an otpauth text",
            Self::GoogleTransfer => "a transfer code of Google Authenticator",
            Self::UnsupportedType => "the type is none of totp, hotp and steam",
            Self::MissingSecret => "there is no secret",
            Self::BadSecret(_) => "the secret cannot be read",
            Self::UnsupportedAlgorithm => "the hash function is not supported",
            Self::BadDigits => "the number of digits is not from 6 to 10",
            Self::BadPeriod => "the period is not from 1 to 86,400 seconds",
            Self::BadCounter => "the counter cannot be read",
        })
    }
}

impl core::error::Error for UriError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::BadSecret(reason) => Some(reason),
            _ => None,
        }
    }
}
