//! What a text is that was pasted, scanned or opened.

use countersign_otp::{Token, UriError};
use countersign_protocol::SecretText;

/// Longer than any link to a token: a picture in it, or a whole file.
const LONG: usize = 8_000;

/// Which way a text goes.
#[derive(Debug, PartialEq, Eq)]
pub enum Text {
    /// One token, or nothing that is known: to be looked at by itself.
    One(SecretText),
    /// Several tokens: codes of a transfer, a list, the content of a backup.
    Many(SecretText),
}

impl Text {
    /// Judges by the lines that are links. A single link among other lines, such as the texts of
    /// other codes in the same picture, is taken out of them.
    pub fn of(text: SecretText) -> Self {
        let trimmed = text.expose().trim();
        if trimmed.starts_with(['{', '[']) || trimmed.len() > LONG {
            return Self::Many(text);
        }
        let lines = || trimmed.lines().map(str::trim).filter(|line| is_link(line));
        match (lines().next(), lines().count()) {
            (Some(link), 1) if !is_transfer(link) => Self::One(SecretText::new(link)),
            (Some(_), _) => Self::Many(text),
            (None, _) => Self::One(text),
        }
    }
}

/// Whether a line is a link to a token, or to several.
pub(super) fn is_link(line: &str) -> bool {
    !matches!(Token::from_uri(line), Err(UriError::NotOtpauth))
}

/// Whether a link is a code of a transfer from Google Authenticator.
pub(super) fn is_transfer(link: &str) -> bool {
    matches!(Token::from_uri(link), Err(UriError::GoogleTransfer))
}
