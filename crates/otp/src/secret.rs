use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use crate::{base32, hidden::HiddenText};

/// The secret of a token: at least one byte, usually 10 to 64.
///
/// It has no `Display`, its `Debug` shows nothing, it is compared in constant time (only the
/// length may show) and wiped when dropped. RFC 4226, section 4 asks for 128 bits; shorter ones
/// are in wide use and are accepted.
#[derive(Clone)]
pub struct Secret(Box<[u8]>);

impl Secret {
    /// Takes raw bytes over.
    ///
    /// # Errors
    /// [`InvalidSecret::Empty`] if there are none.
    pub fn from_bytes(bytes: impl Into<Box<[u8]>>) -> Result<Self, InvalidSecret> {
        let secret = Self(bytes.into());
        if secret.0.is_empty() {
            return Err(InvalidSecret::Empty);
        }
        Ok(secret)
    }

    /// Reads base32 (RFC 4648, section 6) as people type and sites print it: in either case, with
    /// spaces, dashes, underscores and padding anywhere.
    ///
    /// # Errors
    /// Says what is wrong with the text, without the text.
    pub fn from_base32(text: &str) -> Result<Self, InvalidSecret> {
        Self::from_bytes(base32::decode(text)?.as_slice())
    }

    /// The raw bytes. Each call is a place to review.
    pub fn expose_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Base32 in upper case, without padding.
    pub fn to_base32(&self) -> HiddenText {
        HiddenText::new(base32::encode(&self.0))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Secret {}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Why a text or some bytes are not a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidSecret {
    /// There is nothing in it.
    Empty,
    /// It does not even make one byte.
    TooShort,
    /// It has a character that base32 does not have. Base32 is letters and the digits 2 to 7.
    NotBase32 {
        /// Which character of the text, counted from 1.
        position: usize,
    },
}

impl fmt::Display for InvalidSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the secret is empty"),
            Self::TooShort => f.write_str("the secret is too short"),
            Self::NotBase32 { position } => write!(
                f,
                "character {position} of the secret is neither a letter nor a digit from 2 to 7"
            ),
        }
    }
}

impl core::error::Error for InvalidSecret {}
