use countersign_otp::{
    Algorithm, Code, Digits, InvalidDigits, InvalidPeriod, InvalidSecret, Kind, Period, Secret,
    Token,
};
use countersign_protocol::{SecretText, Timestamp};

/// The form for typing a token in, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manual {
    /// Who issued it.
    pub issuer: String,
    /// Whose it is.
    pub account_name: String,
    /// Base 32, as typed.
    pub secret: SecretText,
    /// How codes are made.
    pub kind: ManualKind,
    /// The hash function; not for Steam.
    pub algorithm: Algorithm,
    /// Digits, as typed; not for Steam.
    pub digits: String,
    /// Seconds, as typed; for time-based tokens alone.
    pub period: String,
    /// The counter, as typed; for counter tokens alone.
    pub counter: String,
}

/// What a form makes before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedCode {
    /// The code of now.
    pub code: Code,
    /// Whole seconds that it is still good for; not for counter tokens.
    pub seconds_left: Option<u64>,
}

/// How codes are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ManualKind {
    /// By the time.
    #[default]
    Totp,
    /// By a counter.
    Hotp,
    /// By the time, Steam's way.
    Steam,
}

/// What is wrong with the form, by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManualErrors {
    /// Issuer and account are both empty, so that nobody could tell the token.
    pub names: bool,
    /// The secret.
    pub secret: Option<SecretProblem>,
    /// The digits.
    pub digits: Option<InvalidDigits>,
    /// The period.
    pub period: Option<InvalidPeriod>,
    /// The counter is no number.
    pub counter: bool,
}

/// What is wrong with a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretProblem {
    /// Nothing was typed.
    Missing,
    /// It cannot be read.
    Invalid(InvalidSecret),
}

impl Default for Manual {
    fn default() -> Self {
        Self {
            issuer: String::new(),
            account_name: String::new(),
            secret: SecretText::default(),
            kind: ManualKind::Totp,
            algorithm: Algorithm::Sha1,
            digits: Digits::default().get().to_string(),
            period: Period::default().seconds().to_string(),
            counter: "0".to_owned(),
        }
    }
}

impl Manual {
    /// The token that was typed in.
    ///
    /// # Errors
    /// Everything that is wrong with the form, at once.
    pub fn check(&self) -> Result<Token, ManualErrors> {
        let mut errors = ManualErrors::default();
        let (issuer, account_name) = (self.issuer.trim(), self.account_name.trim());
        errors.names = issuer.is_empty() && account_name.is_empty();
        let secret = self
            .secret()
            .map_err(|problem| errors.secret = Some(problem));
        let kind = self.kind(&mut errors);
        match (secret, kind) {
            (Ok(secret), Some(kind)) if !errors.names => Ok(Token {
                issuer: issuer.to_owned(),
                account_name: account_name.to_owned(),
                secret,
                kind,
            }),
            _ => Err(errors),
        }
    }

    /// The code that the form makes at this moment of the device's clock, as far as it is filled in:
    /// the names may still be missing. Nothing while there is no code.
    pub fn shown(&self, now: Timestamp) -> Option<TypedCode> {
        let token = Token {
            issuer: String::new(),
            account_name: String::new(),
            secret: self.secret().ok()?,
            kind: self.kind(&mut ManualErrors::default())?,
        };
        let millis = u64::try_from(now.as_millis()).unwrap_or(0);
        Some(TypedCode {
            code: token.code_at(millis / 1000),
            seconds_left: token.seconds_left(millis),
        })
    }

    fn secret(&self) -> Result<Secret, SecretProblem> {
        if self.secret.expose().trim().is_empty() {
            return Err(SecretProblem::Missing);
        }
        Secret::from_base32(self.secret.expose()).map_err(SecretProblem::Invalid)
    }

    fn kind(&self, errors: &mut ManualErrors) -> Option<Kind> {
        if self.kind == ManualKind::Steam {
            return Some(Kind::Steam);
        }
        let algorithm = self.algorithm;
        let digits = number(&self.digits)
            .ok_or(InvalidDigits)
            .and_then(Digits::new);
        let digits = digits.map_err(|error| errors.digits = Some(error)).ok();
        if self.kind == ManualKind::Hotp {
            let counter: Option<u64> = number(&self.counter);
            errors.counter = counter.is_none();
            return Some(Kind::Hotp {
                algorithm,
                digits: digits?,
                counter: counter?,
            });
        }
        let period = number(&self.period)
            .ok_or(InvalidPeriod)
            .and_then(Period::new);
        let period = period.map_err(|error| errors.period = Some(error)).ok();
        Some(Kind::Totp {
            algorithm,
            digits: digits?,
            period: period?,
        })
    }
}

fn number<T: core::str::FromStr>(typed: &str) -> Option<T> {
    typed.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use countersign_otp::{InvalidDigits, InvalidPeriod, InvalidSecret, Kind};
    use countersign_protocol::{SecretText, Timestamp};

    use super::{Manual, ManualErrors, ManualKind, SecretProblem};

    fn filled() -> Manual {
        Manual {
            issuer: " Acme ".to_owned(),
            secret: SecretText::new("jbsw y3dp-ehpk 3pxp"),
            ..Manual::default()
        }
    }

    #[test]
    fn a_filled_form_is_a_token() {
        let token = filled().check().unwrap();
        assert_eq!(
            (token.issuer.as_str(), token.account_name.as_str()),
            ("Acme", "")
        );
        assert!(matches!(token.kind, Kind::Totp { .. }));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let empty = Manual {
            digits: "11".to_owned(),
            period: "0".to_owned(),
            ..Manual::default()
        };
        assert_eq!(
            empty.check(),
            Err(ManualErrors {
                names: true,
                secret: Some(SecretProblem::Missing),
                digits: Some(InvalidDigits),
                period: Some(InvalidPeriod),
                counter: false,
            })
        );
        let counter = Manual {
            kind: ManualKind::Hotp,
            counter: "-1".to_owned(),
            secret: SecretText::new("jbsw1"),
            ..filled()
        };
        assert_eq!(
            counter.check(),
            Err(ManualErrors {
                secret: Some(SecretProblem::Invalid(InvalidSecret::NotBase32 {
                    position: 5
                })),
                counter: true,
                ..ManualErrors::default()
            })
        );
    }

    #[test]
    fn fields_that_the_kind_does_not_have_are_not_looked_at() {
        let steam = Manual {
            kind: ManualKind::Steam,
            digits: "x".to_owned(),
            period: "x".to_owned(),
            counter: "x".to_owned(),
            ..filled()
        };
        assert_eq!(steam.check().map(|token| token.kind), Ok(Kind::Steam));
    }

    #[test]
    fn a_code_is_shown_as_soon_as_the_secret_and_the_settings_can_be_read() {
        // RFC 6238, appendix B: SHA-1 at 59 s.
        let typed = Manual {
            secret: SecretText::new("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"),
            digits: "8".to_owned(),
            ..Manual::default()
        };
        let shown = typed.shown(Timestamp::from_seconds(59)).unwrap();
        assert_eq!(shown.code.expose(), "94287082");
        assert_eq!(shown.seconds_left, Some(1));
        for unreadable in [
            Manual {
                digits: "11".to_owned(),
                ..typed.clone()
            },
            Manual {
                secret: SecretText::new("GEZD1"),
                ..typed.clone()
            },
            Manual::default(),
        ] {
            assert_eq!(unreadable.shown(Timestamp::from_seconds(59)), None);
        }
        let counter = Manual {
            kind: ManualKind::Hotp,
            digits: "6".to_owned(),
            counter: "1".to_owned(),
            ..typed
        };
        let shown = counter.shown(Timestamp::from_seconds(59)).unwrap();
        assert_eq!((shown.code.expose(), shown.seconds_left), ("287082", None));
    }
}
