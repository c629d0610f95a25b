//! Base32 of RFC 4648, section 6: forgiving when read, strict when written.

use zeroize::Zeroizing;

use crate::secret::InvalidSecret;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Reads base32 in either case, past spaces, dashes, underscores and padding wherever they are.
///
/// Bits left over at the end are dropped, as the common authenticators do: secrets of any length
/// are in use.
pub(crate) fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>, InvalidSecret> {
    // Room for all of it at once: a vector that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() * 5 / 8 + 1));
    let mut pending = Pending::default();
    let mut seen = false;
    for (index, character) in text.chars().enumerate() {
        if character.is_whitespace() || matches!(character, '-' | '_' | '=') {
            continue;
        }
        seen = true;
        let value = value_of(character).ok_or(InvalidSecret::NotBase32 {
            position: index + 1,
        })?;
        bytes.extend(pending.push(value));
    }
    match (bytes.is_empty(), seen) {
        (false, _) => Ok(bytes),
        (true, true) => Err(InvalidSecret::TooShort),
        (true, false) => Err(InvalidSecret::Empty),
    }
}

/// Writes base32 in upper case without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for group in bytes.chunks(5) {
        let bits = (0..5).fold(0_u64, |bits, index| {
            bits << 8 | u64::from(group.get(index).copied().unwrap_or(0))
        });
        for index in 0..(group.len() * 8).div_ceil(5) {
            let value = bits >> (35 - index * 5) & 0x1f;
            text.extend(ALPHABET.get(value as usize).copied().map(char::from));
        }
    }
    text
}

fn value_of(character: char) -> Option<u8> {
    match character.to_ascii_uppercase() {
        letter @ 'A'..='Z' => Some(letter as u8 - b'A'),
        digit @ '2'..='7' => Some(digit as u8 - b'2' + 26),
        _ => None,
    }
}

/// Bits that do not make a byte yet.
#[derive(Default)]
struct Pending {
    bits: u16,
    count: u8,
}

impl Pending {
    fn push(&mut self, five_bits: u8) -> Option<u8> {
        self.bits = self.bits << 5 | u16::from(five_bits);
        self.count += 5;
        let count = self.count.checked_sub(8)?;
        self.count = count;
        let [_, byte] = (self.bits >> count).to_be_bytes();
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decode, encode};
    use crate::secret::InvalidSecret;

    #[test]
    fn the_vectors_of_rfc_4648_section_10_hold_both_ways() {
        let vectors = [
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ];
        for (plain, text) in vectors {
            assert_eq!(encode(plain.as_bytes()), text);
            assert_eq!(decode(text).unwrap().as_slice(), plain.as_bytes());
        }
    }

    #[test]
    fn spaces_dashes_underscores_padding_and_case_do_not_matter() {
        let text = "  mzxw-6YTB_oi\u{a0}====\n";
        assert_eq!(decode(text).unwrap().as_slice(), b"foobar");
    }

    #[test]
    fn bits_left_over_are_dropped() {
        assert_eq!(decode("MZXW6YTBO").unwrap().as_slice(), b"fooba");
    }

    #[test]
    fn what_is_no_base32_is_told_by_its_position_alone() {
        let cases = [
            ("", InvalidSecret::Empty),
            (" -=_ ", InvalidSecret::Empty),
            ("A", InvalidSecret::TooShort),
            ("MZ XW1", InvalidSecret::NotBase32 { position: 6 }),
            ("\u{fc}MZXW", InvalidSecret::NotBase32 { position: 1 }),
        ];
        for (text, error) in cases {
            assert_eq!(decode(text).err(), Some(error), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(bytes in proptest::collection::vec(any::<u8>(), 1..80)) {
            let read = decode(&encode(&bytes)).unwrap();
            prop_assert_eq!(read.as_slice(), bytes.as_slice());
        }
    }
}
