use core::fmt::{self, Write as _};

use crate::{HiddenText, kind::Digits};

const STEAM_ALPHABET: &[u8; 26] = b"23456789BCDFGHJKMNPQRTVWXY";
const STEAM_LENGTH: usize = 5;

/// A one-time code.
///
/// It has no `Display`, its `Debug` shows nothing, it is compared in constant time (only the
/// length may show) and wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(HiddenText);

impl Code {
    /// The decimal digits of a truncated hash (RFC 4226, section 5.3), zeros in front.
    pub(crate) fn decimal(truncated: u32, digits: Digits) -> Self {
        let width = usize::from(digits.get());
        let value = u64::from(truncated) % 10_u64.pow(digits.get().into());
        // Room for all of it at once: a text that grows leaves copies behind.
        let mut text = String::with_capacity(width);
        // Writing into a String cannot fail.
        let _ = write!(text, "{value:0width$}");
        Self(HiddenText::new(text))
    }

    /// The five characters that Steam makes of a truncated hash, the lowest first.
    pub(crate) fn steam(truncated: u32) -> Self {
        let mut rest = truncated as usize;
        let mut text = String::with_capacity(STEAM_LENGTH);
        text.extend((0..STEAM_LENGTH).map_while(|_| {
            let character = STEAM_ALPHABET.get(rest % STEAM_ALPHABET.len())?;
            rest /= STEAM_ALPHABET.len();
            Some(char::from(*character))
        }));
        Self(HiddenText::new(text))
    }

    /// The code as it is typed in, without spaces. Each call is a place to review.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The code as it is shown: 123 456, 123 4567, 1234 5678, 123 456 789, 12345 67890; Steam's
    /// in one piece.
    pub fn grouped(&self) -> HiddenText {
        let code = self.expose();
        let groups: &[usize] = match code.len() {
            6 => &[3, 3],
            7 => &[3, 4],
            8 => &[4, 4],
            9 => &[3, 3, 3],
            10 => &[5, 5],
            length => &[length],
        };
        let mut text = String::with_capacity(code.len() + groups.len());
        let mut characters = code.chars();
        for group in groups {
            if !text.is_empty() {
                text.push(' ');
            }
            text.extend(characters.by_ref().take(*group));
        }
        HiddenText::new(text)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::Code;
    use crate::kind::Digits;

    #[test]
    fn codes_are_grouped_for_the_eye() {
        let cases = [
            (6, "123 456"),
            (7, "012 3456"),
            (8, "0012 3456"),
            (9, "000 123 456"),
            (10, "00001 23456"),
        ];
        for (digits, shown) in cases {
            let code = Code::decimal(123_456, Digits::new(digits).unwrap());
            assert_eq!(code.grouped().expose(), shown);
        }
        assert_eq!(Code::steam(0).grouped().expose(), "22222");
    }

    #[test]
    fn a_code_keeps_the_last_digits_of_the_hash() {
        let code = |digits| Code::decimal(2_147_483_647, Digits::new(digits).unwrap());
        assert_eq!(code(6).expose(), "483647");
        assert_eq!(code(9).expose(), "147483647");
        assert_eq!(code(10).expose(), "2147483647");
    }
}
