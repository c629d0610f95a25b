use super::SecretKind;

/// Fewest digits of a PIN.
const PIN_MIN: usize = 6;
/// Fewest characters of a passphrase.
const PASSPHRASE_MIN: usize = 10;

/// Why a secret cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretFlaw {
    /// Fewer characters than this.
    Short(usize),
    /// A PIN is made of digits alone.
    NotDigits,
    /// One digit over and over, or digits in a row.
    Guessable,
}

/// Whether a secret may be set.
///
/// # Errors
/// What is wrong with it.
pub fn judge(kind: SecretKind, secret: &str) -> Result<(), SecretFlaw> {
    let length = secret.chars().count();
    match kind {
        SecretKind::Pin if !secret.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(SecretFlaw::NotDigits)
        }
        SecretKind::Pin if length < PIN_MIN => Err(SecretFlaw::Short(PIN_MIN)),
        SecretKind::Passphrase if length < PASSPHRASE_MIN => Err(SecretFlaw::Short(PASSPHRASE_MIN)),
        _ if is_a_row(secret.as_bytes()) => Err(SecretFlaw::Guessable),
        _ => Ok(()),
    }
}

/// Whether each character follows from the one before in one and the same way: 111111, 654321.
fn is_a_row(bytes: &[u8]) -> bool {
    let mut steps = bytes
        .windows(2)
        .map(|pair| i16::from(pair[1]) - i16::from(pair[0]));
    let first = steps.next().unwrap_or_default();
    first.abs() <= 1 && steps.all(|step| step == first)
}

#[cfg(test)]
mod tests {
    use super::{SecretFlaw, SecretKind, judge};

    #[test]
    fn a_pin_has_six_digits_that_are_no_row() {
        let pin = |text| judge(SecretKind::Pin, text);
        assert_eq!(pin("271828"), Ok(()));
        assert_eq!(pin("27182"), Err(SecretFlaw::Short(6)));
        assert_eq!(pin("27182x"), Err(SecretFlaw::NotDigits));
        for row in ["111111", "123456", "987654"] {
            assert_eq!(pin(row), Err(SecretFlaw::Guessable), "{row}");
        }
    }

    #[test]
    fn a_passphrase_has_ten_characters_of_any_kind() {
        let phrase = |text| judge(SecretKind::Passphrase, text);
        assert_eq!(phrase("dört çay içtik"), Ok(()));
        assert_eq!(phrase("çayçayçay"), Err(SecretFlaw::Short(10)));
        assert_eq!(phrase("aaaaaaaaaaaa"), Err(SecretFlaw::Guessable));
    }
}
