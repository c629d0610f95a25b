//! System parameters (`product.md`, section 7): those that do something now.

use std::collections::HashMap;
use std::fmt;

use countersign_protocol::Timestamp;

use crate::storage::{Storage, StorageError};

/// What values a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Switch,
    /// A whole number in this range, both ends included.
    Number {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// A text without control characters, of so many characters.
    Text {
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
    },
    /// Several lines.
    Lines,
    /// An `http` or `https` address, or nothing.
    Url,
    /// Some of these words, separated by commas, in order.
    Choices(&'static [&'static str]),
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Switch => f.write_str("true or false"),
            Self::Number { min, max } => write!(f, "a number from {min} to {max}"),
            Self::Text { min, max } => write!(f, "a text of {min} to {max} characters"),
            Self::Lines => f.write_str("a text"),
            Self::Url => f.write_str("an http or https address, or nothing"),
            Self::Choices(words) => write!(f, "some of {}, separated by commas", words.join(", ")),
        }
    }
}

macro_rules! parameters {
    ($($variant:ident = $name:literal, $kind:expr, $default:literal, $description:literal;)+) => {
        /// A system parameter.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Parameter {
            $(#[doc = $description] $variant,)+
        }

        impl Parameter {
            /// Every parameter.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What values it takes.
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => $kind,)+ }
            }

            /// Its value until it is set.
            pub fn default_value(self) -> &'static str {
                match self { $(Self::$variant => $default,)+ }
            }

            /// What it means, for the operator.
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => $description,)+ }
            }
        }
    };
}

parameters! {
    MobileOtpEnabled = "mobile.application.otp.enabled", Kind::Switch, "false",
        "One-time codes for signing in with the mobile application.";
    Issuer = "tfa.otp.issuer", Kind::Text { min: 1, max: 64 }, "Countersign",
        "The name that a registered token must carry.";
    TokenTimestep = "iga.2fa.token.timestep", Kind::Number { min: 10, max: 120 }, "30",
        "Seconds per code of tokens issued from now on.";
    SmsChannel = "sms.channel", Kind::Choices(&["console", "http"]), "console",
        "How text messages are sent; several in order of fail-over.";
    SmsHttpUrl = "iga.2fa.sms.http.url", Kind::Url, "",
        "Address of the HTTP gateway; {phone} and {message} are filled in.";
    SmsHttpHeaders = "iga.2fa.sms.http.headers", Kind::Lines, "Content-Type: application/json",
        "Headers for the HTTP gateway, one a line.";
    SmsHttpBody = "iga.2fa.sms.http.body", Kind::Lines,
        "{\"to\":\"{phone}\",\"message\":\"{message}\"}",
        "Body for the HTTP gateway; {phone} and {message} are filled in.";
    SmsHttpTimeout = "iga.2fa.sms.http.timeout", Kind::Number { min: 1, max: 60 }, "10",
        "Seconds to wait for the HTTP gateway.";
    SmsLifetime = "mobile.sms.otp.lifetime", Kind::Number { min: 30, max: 600 }, "300",
        "Seconds that the code of a text message works.";
    SmsTries = "mobile.sms.otp.tries", Kind::Number { min: 1, max: 10 }, "5",
        "Wrong codes before text message codes are paused; a resend does not refill them.";
    SmsResend = "mobile.sms.otp.resend.seconds", Kind::Number { min: 10, max: 600 }, "60",
        "Seconds between two text messages.";
    SessionIdle = "mobile.session.idle.minutes", Kind::Number { min: 1, max: 1440 }, "15",
        "Minutes after which an unused session ends.";
    SessionAbsolute = "mobile.session.absolute.hours", Kind::Number { min: 1, max: 168 }, "12",
        "Hours after which a session ends in any case.";
    LockRequired = "mobile.lock.required", Kind::Switch, "false",
        "Devices with a registered token must have a lock on the mobile application.";
    LockAfterMax = "mobile.lock.after.max.minutes", Kind::Number { min: 0, max: 1440 }, "0",
        "Longest time in minutes after which the mobile application locks itself; 0 for no limit.";
    PlainExportAllowed = "mobile.plain.export.allowed", Kind::Switch, "true",
        "Tokens may leave the mobile application unencrypted.";
}

impl Parameter {
    /// The parameter of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|parameter| parameter.name() == name)
    }

    /// Whether its value may hold a secret, and must be masked where it is shown.
    pub fn holds_secret(self) -> bool {
        matches!(
            self,
            Self::SmsHttpUrl | Self::SmsHttpHeaders | Self::SmsHttpBody
        )
    }

    /// Reads what an operator wrote: the value in its stored form.
    ///
    /// # Errors
    /// When the value does not fit.
    pub fn read(self, value: &str) -> Result<String, InvalidValue> {
        let trimmed = value.trim();
        let invalid = InvalidValue {
            name: self.name(),
            kind: self.kind(),
        };
        let fits = match self.kind() {
            Kind::Switch => matches!(trimmed, "true" | "false"),
            Kind::Number { min, max } => trimmed
                .parse::<i64>()
                .is_ok_and(|number| (min..=max).contains(&number)),
            Kind::Text { min, max } => {
                (min..=max).contains(&trimmed.chars().count())
                    && !trimmed.chars().any(char::is_control)
            }
            Kind::Lines => trimmed.chars().count() <= 4096,
            Kind::Url => {
                trimmed.is_empty()
                    || ["http://", "https://"]
                        .iter()
                        .any(|scheme| trimmed.len() > scheme.len() && trimmed.starts_with(scheme))
            }
            Kind::Choices(words) => return read_choices(trimmed, words).ok_or(invalid),
        };
        // A colon would end the issuer in the label of `otpauth://` (Key URI format).
        if !fits || (self == Self::Issuer && trimmed.contains(':')) {
            return Err(invalid);
        }
        Ok(trimmed.to_owned())
    }
}

fn read_choices(text: &str, words: &[&str]) -> Option<String> {
    let chosen: Vec<&str> = text.split(',').map(str::trim).collect();
    let fits = chosen
        .iter()
        .enumerate()
        .all(|(at, word)| words.contains(word) && !chosen.iter().take(at).any(|c| c == word));
    fits.then(|| chosen.join(","))
}

/// A value does not fit its parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidValue {
    /// The parameter.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} takes {}", self.name, self.kind)
    }
}

impl std::error::Error for InvalidValue {}

/// Why a parameter was not set.
#[derive(Debug)]
pub enum SetError {
    /// The value does not fit.
    Invalid(InvalidValue),
    /// The database failed.
    Storage(StorageError),
}

impl fmt::Display for SetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::Storage(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SetError {}

/// All parameters as they are at one moment.
#[derive(Clone)]
pub struct Parameters(HashMap<String, String>);

impl Parameters {
    /// Reads them from the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(storage: &Storage) -> Result<Self, StorageError> {
        storage.parameter_values().await.map(Self)
    }

    /// Sets one, with a record of who did it; what may hold a secret is not in the record.
    ///
    /// # Errors
    /// When the value does not fit or the database fails.
    pub async fn set(
        storage: &Storage,
        parameter: Parameter,
        value: &str,
        changed_by: &str,
        now: Timestamp,
    ) -> Result<(), SetError> {
        let value = parameter.read(value).map_err(SetError::Invalid)?;
        storage
            .set_parameter_value(
                parameter.name(),
                &value,
                parameter.holds_secret(),
                changed_by,
                now,
            )
            .await
            .map_err(SetError::Storage)
    }

    /// The value of one: what was set and still fits, else the default.
    pub fn value(&self, parameter: Parameter) -> &str {
        self.0
            .get(parameter.name())
            .filter(|value| parameter.read(value).is_ok())
            .map_or(parameter.default_value(), String::as_str)
    }

    /// Whether one has been set to something.
    pub fn is_set(&self, parameter: Parameter) -> bool {
        self.0.contains_key(parameter.name())
    }

    /// The value of a switch.
    pub fn switch(&self, parameter: Parameter) -> bool {
        self.value(parameter) == "true"
    }

    /// The value of a number; 0 for what is none.
    pub fn number(&self, parameter: Parameter) -> i64 {
        self.value(parameter).parse().unwrap_or_default()
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parameters({} set)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Parameter};

    #[test]
    fn every_default_fits_and_every_name_is_found() {
        for &parameter in Parameter::ALL {
            let default = parameter.default_value();
            assert_eq!(parameter.read(default).as_deref(), Ok(default));
            assert_eq!(Parameter::by_name(parameter.name()), Some(parameter));
        }
    }

    #[test]
    fn values_out_of_range_are_refused() {
        for (parameter, value) in [
            (Parameter::MobileOtpEnabled, "yes"),
            (Parameter::TokenTimestep, "0"),
            (Parameter::TokenTimestep, "thirty"),
            (Parameter::SmsLifetime, "601"),
            (Parameter::Issuer, ""),
            (Parameter::Issuer, "A:B"),
            (Parameter::Issuer, "A\nB"),
            (Parameter::SmsHttpUrl, "ftp://gateway"),
            (Parameter::SmsHttpUrl, "https://"),
            (Parameter::SmsChannel, "pigeon"),
            (Parameter::SmsChannel, "http,http"),
            (Parameter::SmsChannel, ""),
            (Parameter::LockAfterMax, "-1"),
            (Parameter::LockAfterMax, "1441"),
            (Parameter::PlainExportAllowed, "no"),
        ] {
            assert!(
                parameter.read(value).is_err(),
                "{} {value}",
                parameter.name()
            );
        }
        assert_eq!(
            Parameter::SmsChannel.read(" http , console").as_deref(),
            Ok("http,console")
        );
    }

    #[test]
    fn a_kind_says_what_it_takes() {
        let kind = Kind::Number { min: 1, max: 9 };
        assert_eq!(kind.to_string(), "a number from 1 to 9");
    }
}
