use core::fmt;

use zeroize::{Zeroize, Zeroizing};

/// Crockford's base 32: no I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters for 128 bits.
const VALUE_LENGTH: usize = 26;
/// Characters that check the others.
const CHECK_LENGTH: usize = 2;
/// The largest prime below 32 squared: a changed character and two that changed places show.
const MODULUS: u32 = 1021;
/// Characters that stand together.
const GROUP: usize = 4;

/// 128 random bits that open the vault, to be kept on paper.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 16]);

/// Why a text is no recovery code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidRecoveryCode {
    /// A character that does not occur in one.
    Character,
    /// Fewer or more characters than one has.
    Length,
    /// A character is wrong, or two changed places.
    Check,
}

impl RecoveryCode {
    /// From 16 random bytes.
    pub const fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 128 bits.
    pub const fn expose(&self) -> &[u8; 16] {
        &self.0
    }

    /// As it is written down: seven groups of four characters.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut value = u128::from_be_bytes(self.0);
        let mut digits = Zeroizing::new([0_u8; VALUE_LENGTH + CHECK_LENGTH]);
        for digit in digits[..VALUE_LENGTH].iter_mut().rev() {
            *digit = (value % 32).to_le_bytes()[0];
            value /= 32;
        }
        let check = remainder(&digits[..VALUE_LENGTH]);
        digits[VALUE_LENGTH] = (check / 32).to_le_bytes()[0];
        digits[VALUE_LENGTH + 1] = (check % 32).to_le_bytes()[0];
        value.zeroize();
        let mut text = Zeroizing::new(String::with_capacity(digits.len() * 2));
        for (index, digit) in digits.iter().enumerate() {
            if index > 0 && index % GROUP == 0 {
                text.push(' ');
            }
            text.push(char::from(ALPHABET[usize::from(*digit)]));
        }
        text
    }

    /// Reads what was typed: in any case, with any spaces and hyphens, `I` and `L` for 1, `O` for
    /// 0.
    ///
    /// # Errors
    /// Why it is no recovery code.
    pub fn parse(text: &str) -> Result<Self, InvalidRecoveryCode> {
        let mut digits = Zeroizing::new(Vec::with_capacity(text.len()));
        for sign in text.chars() {
            if !sign.is_whitespace() && !matches!(sign, '-' | '–') {
                digits.push(digit_of(sign).ok_or(InvalidRecoveryCode::Character)?);
            }
        }
        if digits.len() != VALUE_LENGTH + CHECK_LENGTH {
            return Err(InvalidRecoveryCode::Length);
        }
        let (value, check) = digits.split_at(VALUE_LENGTH);
        let expected = u32::from(check[0]) * 32 + u32::from(check[1]);
        // The first character carries 3 of its 5 bits.
        if remainder(value) != expected || value[0] > 7 {
            return Err(InvalidRecoveryCode::Check);
        }
        let number = value
            .iter()
            .fold(0_u128, |number, digit| number << 5 | u128::from(*digit));
        Ok(Self(number.to_be_bytes()))
    }
}

fn digit_of(sign: char) -> Option<u8> {
    let sign = match sign.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        sign => sign,
    };
    let index = ALPHABET
        .iter()
        .position(|known| char::from(*known) == sign)?;
    u8::try_from(index).ok()
}

fn remainder(digits: &[u8]) -> u32 {
    let step = |rest: u32, digit: &u8| (rest * 32 + u32::from(*digit)) % MODULUS;
    digits.iter().fold(0, step)
}

impl Drop for RecoveryCode {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ALPHABET, InvalidRecoveryCode, RecoveryCode};

    #[test]
    fn a_code_is_seven_groups_of_four() {
        let code = RecoveryCode::from_random([0xff; 16]);
        assert_eq!(
            code.to_text().as_str(),
            "7ZZZ ZZZZ ZZZZ ZZZZ ZZZZ ZZZZ ZZM5"
        );
        assert_eq!(format!("{code:?}"), "RecoveryCode(..)");
    }

    #[test]
    fn what_is_no_code_is_told_apart() {
        let parse = |text| RecoveryCode::parse(text).err();
        assert_eq!(parse("7ZZZ ZZZZ"), Some(InvalidRecoveryCode::Length));
        assert_eq!(parse("7ZZZ ZZ?Z"), Some(InvalidRecoveryCode::Character));
        let far = "ZZZZ ZZZZ ZZZZ ZZZZ ZZZZ ZZZZ ZZM5";
        assert_eq!(parse(far), Some(InvalidRecoveryCode::Check));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_however_it_is_typed(bytes: [u8; 16]) {
            let code = RecoveryCode::from_random(bytes);
            let text = code.to_text();
            prop_assert_eq!(RecoveryCode::parse(&text), Ok(code.clone()));
            let typed = text.to_lowercase().replace(' ', "-").replace('0', "o").replace('1', "l");
            prop_assert_eq!(RecoveryCode::parse(&typed), Ok(code));
        }

        #[test]
        fn a_wrong_character_and_two_that_changed_places_are_noticed(
            bytes: [u8; 16], at in 0_usize..27, sign in 0_usize..32,
        ) {
            let text: String = RecoveryCode::from_random(bytes).to_text().replace(' ', "");
            let mut changed = text.clone().into_bytes();
            changed[at] = ALPHABET[sign];
            let changed = String::from_utf8(changed).unwrap();
            prop_assert_eq!(RecoveryCode::parse(&changed).is_ok(), changed == text);
            let mut swapped = text.clone().into_bytes();
            swapped.swap(at, at + 1);
            let swapped = String::from_utf8(swapped).unwrap();
            prop_assert_eq!(RecoveryCode::parse(&swapped).is_ok(), swapped == text);
        }

        #[test]
        fn any_text_is_answered(text in ".{0,80}") {
            let _ = RecoveryCode::parse(&text);
        }
    }
}
