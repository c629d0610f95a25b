//! Base64 and hexadecimal: forgiving when read, strict when written.

use zeroize::Zeroizing;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Reads base64 (RFC 4648, sections 4 and 5) in either alphabet, with or without padding, past
/// white space. Nothing if there is anything else in it.
pub(crate) fn from_base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 4 * 3 + 3));
    let (mut bits, mut count) = (0_u32, 0_u8);
    let mut ended = false;
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        if byte == b'=' {
            ended = true;
            continue;
        }
        let value = match byte {
            _ if ended => return None,
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if let Some(rest) = count.checked_sub(8) {
            count = rest;
            bytes.extend((bits >> rest).to_le_bytes().first());
        }
    }
    // A single letter of six bits is left where the text was cut off.
    (count < 6).then_some(bytes)
}

/// Writes base64 with padding (RFC 4648, section 4).
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, index| {
            bits << 8 | u32::from(group.get(index).copied().unwrap_or(0))
        });
        for index in 0..=group.len() {
            let value = bits >> (18 - 6 * index) & 0x3f;
            text.extend(ALPHABET.get(value as usize).copied().map(char::from));
        }
        text.extend((group.len()..3).map(|_| '='));
    }
    text
}

/// Reads hexadecimal in either case. Nothing if there is anything else in it.
pub(crate) fn from_hex(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 2));
    for pair in text.as_bytes().chunks(2) {
        let &[high, low] = pair else { return None };
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let value = digit(high)? << 4 | digit(low)?;
        bytes.push(u8::try_from(value).ok()?);
    }
    Some(bytes)
}

/// Writes hexadecimal in lower case.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)])
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{from_base64, from_hex, to_base64, to_hex};

    #[test]
    fn the_vectors_of_rfc_4648_section_10_hold_both_ways() {
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, text) in vectors {
            assert_eq!(to_base64(plain.as_bytes()), text);
            assert_eq!(from_base64(text).unwrap().as_slice(), plain.as_bytes());
            let bare = text.trim_end_matches('=');
            assert_eq!(from_base64(bare).unwrap().as_slice(), plain.as_bytes());
        }
    }

    #[test]
    fn both_alphabets_and_line_breaks_are_read() {
        assert_eq!(
            from_base64("+/-_\n").unwrap().as_slice(),
            [0xfb, 0xff, 0xbf]
        );
    }

    #[test]
    fn what_is_no_base64_or_hexadecimal_is_refused() {
        assert!(from_base64("Zm9*").is_none());
        assert!(from_base64("Zg==Zg").is_none());
        assert!(from_base64("Zm9vY").is_none());
        assert!(from_hex("0").is_none());
        assert!(from_hex("0g").is_none());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(bytes in proptest::collection::vec(any::<u8>(), 0..50)) {
            prop_assert_eq!(&*from_base64(&to_base64(&bytes)).unwrap(), &bytes);
            prop_assert_eq!(&*from_hex(&to_hex(&bytes)).unwrap(), &bytes);
        }
    }
}
