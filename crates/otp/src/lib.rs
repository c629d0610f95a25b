//! One-time codes: secrets, TOTP (RFC 6238), HOTP (RFC 4226), Steam, and `otpauth://` text.
//!
//! The crate guarantees that a secret or a code is never part of a `Debug` output or an error,
//! is compared in constant time and is wiped when dropped; and that no text makes it panic.
//! It is left to others to know what time it is, to keep tokens, and to decide how often a code
//! may be tried: there is no clock, no storage and no randomness here.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod base32;
mod code;
mod hidden;
mod kind;
mod percent;
mod secret;
mod token;
mod uri;

pub use code::Code;
pub use hidden::HiddenText;
pub use kind::{Algorithm, Digits, InvalidDigits, InvalidPeriod, Kind, Period};
pub use percent::decode as percent_decode;
pub use secret::{InvalidSecret, Secret};
pub use token::Token;
pub use uri::UriError;
