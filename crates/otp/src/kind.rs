use core::fmt;

/// How a token makes its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By the time (RFC 6238).
    Totp {
        /// The hash function.
        algorithm: Algorithm,
        /// How long a code is.
        digits: Digits,
        /// How long a code is shown.
        period: Period,
    },
    /// By a counter (RFC 4226).
    Hotp {
        /// The hash function; RFC 4226 itself knows SHA-1 alone.
        algorithm: Algorithm,
        /// How long a code is.
        digits: Digits,
        /// The counter of the code that is shown now.
        counter: u64,
    },
    /// By the time, as Steam does it: SHA-1, 30 seconds, five letters or digits.
    Steam,
}

/// The hash function under the HMAC (RFC 6238, section 1.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC-SHA-1, which a token has if nothing else is said.
    #[default]
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

impl Algorithm {
    /// Reads a name as apps write it: `SHA1`, `sha-256`, `HmacSHA512`, Ente's `Algorithm.sha1`.
    /// Nothing if it is none of the three.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase().replace(['-', '_', ' '], "");
        let name = name.strip_prefix("algorithm.").unwrap_or(&name);
        match name.strip_prefix("hmac").unwrap_or(name) {
            "sha1" => Some(Self::Sha1),
            "sha256" => Some(Self::Sha256),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// Its name in `otpauth://` texts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
    }
}

/// How many digits a code has: 6 to 10. Six by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digits(u8);

impl Digits {
    /// Takes 6 to 10.
    ///
    /// # Errors
    /// [`InvalidDigits`] outside that range.
    pub fn new(digits: u8) -> Result<Self, InvalidDigits> {
        if (6..=10).contains(&digits) {
            Ok(Self(digits))
        } else {
            Err(InvalidDigits)
        }
    }

    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl Default for Digits {
    fn default() -> Self {
        Self(6)
    }
}

/// For how many seconds a code is shown: 1 to 86,400. Thirty by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(u32);

impl Period {
    /// Takes 1 to 86,400 seconds.
    ///
    /// # Errors
    /// [`InvalidPeriod`] outside that range.
    pub fn new(seconds: u32) -> Result<Self, InvalidPeriod> {
        if (1..=86_400).contains(&seconds) {
            Ok(Self(seconds))
        } else {
            Err(InvalidPeriod)
        }
    }

    /// In seconds.
    pub fn seconds(self) -> u32 {
        self.0
    }
}

impl Default for Period {
    fn default() -> Self {
        Self(30)
    }
}

/// A code has 6 to 10 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidDigits;

impl fmt::Display for InvalidDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a code has 6 to 10 digits")
    }
}

impl core::error::Error for InvalidDigits {}

/// A code is shown for 1 to 86,400 seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPeriod;

impl fmt::Display for InvalidPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a code is shown for 1 to 86,400 seconds")
    }
}

impl core::error::Error for InvalidPeriod {}

#[cfg(test)]
mod tests {
    use super::{Digits, InvalidDigits, InvalidPeriod, Period};

    #[test]
    fn digits_are_6_to_10() {
        assert_eq!(Digits::new(5), Err(InvalidDigits));
        assert_eq!(Digits::new(6), Ok(Digits::default()));
        assert_eq!(Digits::new(10).map(Digits::get), Ok(10));
        assert_eq!(Digits::new(11), Err(InvalidDigits));
    }

    #[test]
    fn periods_are_1_second_to_a_day() {
        assert_eq!(Period::new(0), Err(InvalidPeriod));
        assert_eq!(Period::new(1).map(Period::seconds), Ok(1));
        assert_eq!(Period::new(86_400).map(Period::seconds), Ok(86_400));
        assert_eq!(Period::new(86_401), Err(InvalidPeriod));
    }
}
