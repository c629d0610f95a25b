//! Percent-encoding (RFC 3986, section 2.1): forgiving when read, strict when written.

use core::fmt::Write as _;

/// Reads percent-encoded text. A `%` that starts no escape stays, and bytes that are no UTF-8
/// become replacement characters.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escape = match (first, after) {
            (b'%', [high, low, after @ ..]) => hex(*high).zip(hex(*low)).map(|byte| (byte, after)),
            _ => None,
        };
        let (byte, after) = match escape {
            Some(((high, low), after)) => (high << 4 | low, after),
            None => (first, after),
        };
        bytes.push(byte);
        rest = after;
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

/// Appends a text with all but the unreserved characters of RFC 3986, section 2.3 escaped.
pub(crate) fn encode_into(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::{decode, encode_into};

    #[test]
    fn what_is_no_escape_stays() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%4"), "%4");
        assert_eq!(decode("%zz%41%c3%BC"), "%zzA\u{fc}");
        assert_eq!(decode("a%ffb"), "a\u{fffd}b");
    }

    #[test]
    fn all_but_unreserved_characters_are_escaped() {
        let mut out = String::new();
        encode_into("aZ0-._~ :/?#&=+%\u{fc}", &mut out);
        assert_eq!(out, "aZ0-._~%20%3A%2F%3F%23%26%3D%2B%25%C3%BC");
    }
}
