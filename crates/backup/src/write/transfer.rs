//! Transfer codes as Google Authenticator reads them.

use countersign_otp::{Algorithm, Kind, Token};
use zeroize::Zeroizing;

use crate::{
    encoding::to_base64,
    formats::protobuf::{put_bytes, put_number},
};

/// More do not fit into a QR code that phones read with ease.
const PER_PART: usize = 10;
const VERSION: u64 = 1;

/// Tokens as transfer codes.
#[derive(Clone, PartialEq, Eq)]
pub struct Transfer {
    /// `otpauth-migration://` texts, each for a QR code of its own.
    pub parts: Vec<Zeroizing<String>>,
    /// Which tokens are not in them, by their place in what was given, and why.
    pub left_out: Vec<(usize, NotInTransfer)>,
}

impl core::fmt::Debug for Transfer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Transfer")
            .field("parts", &self.parts.len())
            .field("left_out", &self.left_out)
            .finish()
    }
}

/// Why a token cannot be in a transfer code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotInTransfer {
    /// Steam's codes are not known there.
    Steam,
    /// Codes have 6 or 8 digits there.
    Digits,
    /// Codes are shown for 30 seconds there.
    Period,
}

/// Writes transfer codes with at most ten tokens each. Anybody can read them, and no details go
/// along. The batch number is four fresh random bytes; it keeps transfers apart.
pub fn google_transfer<'a>(tokens: impl IntoIterator<Item = &'a Token>, batch_id: i32) -> Transfer {
    let mut messages = Vec::new();
    let mut left_out = Vec::new();
    for (index, token) in tokens.into_iter().enumerate() {
        match message(token) {
            Ok(message) => messages.push(message),
            Err(why) => left_out.push((index, why)),
        }
    }
    let size = messages.len().div_ceil(PER_PART);
    let parts = messages
        .chunks(PER_PART)
        .enumerate()
        .map(|(index, messages)| {
            let length: usize = messages.iter().map(|message| message.len() + 6).sum();
            let mut part = Zeroizing::new(Vec::with_capacity(length + 32));
            for message in messages {
                put_bytes(&mut part, 1, message);
            }
            put_number(&mut part, 2, VERSION);
            put_number(&mut part, 3, size as u64);
            put_number(&mut part, 4, index as u64);
            put_number(&mut part, 5, i64::from(batch_id).cast_unsigned());
            uri(&part)
        });
    Transfer {
        parts: parts.collect(),
        left_out,
    }
}

fn uri(part: &[u8]) -> Zeroizing<String> {
    let base64 = Zeroizing::new(to_base64(part));
    let mut uri = Zeroizing::new(String::with_capacity(base64.len() * 3 + 40));
    uri.push_str("otpauth-migration://offline?data=");
    for character in base64.chars() {
        match character {
            '+' => uri.push_str("%2B"),
            '/' => uri.push_str("%2F"),
            '=' => uri.push_str("%3D"),
            plain => uri.push(plain),
        }
    }
    uri
}

fn message(token: &Token) -> Result<Zeroizing<Vec<u8>>, NotInTransfer> {
    let (algorithm, digits, kind, counter) = match token.kind {
        Kind::Totp { period, .. } if period.seconds() != 30 => return Err(NotInTransfer::Period),
        Kind::Totp {
            algorithm, digits, ..
        } => (algorithm, digits, 2, None),
        Kind::Hotp {
            algorithm,
            digits,
            counter,
        } => (algorithm, digits, 1, Some(counter)),
        Kind::Steam => return Err(NotInTransfer::Steam),
    };
    let digits = match digits.get() {
        6 => 1,
        8 => 2,
        _ => return Err(NotInTransfer::Digits),
    };
    let algorithm = match algorithm {
        Algorithm::Sha1 => 1,
        Algorithm::Sha256 => 2,
        Algorithm::Sha512 => 3,
    };
    let (secret, name) = (token.secret.expose_bytes(), &token.account_name);
    let length = secret.len() + name.len() + token.issuer.len() + 64;
    let mut message = Zeroizing::new(Vec::with_capacity(length));
    put_bytes(&mut message, 1, secret);
    put_bytes(&mut message, 2, name.as_bytes());
    put_bytes(&mut message, 3, token.issuer.as_bytes());
    put_number(&mut message, 4, algorithm);
    put_number(&mut message, 5, digits);
    put_number(&mut message, 6, kind);
    if let Some(counter) = counter {
        put_number(&mut message, 7, counter);
    }
    Ok(message)
}
