use clap::ValueEnum;
use countersign_protocol::limits::USER_NAME_MAX;
use countersign_server::domain::Language;

use super::CliError;

/// Longest name to call a person or a group by, in characters.
const DISPLAY_NAME_MAX: usize = 128;

/// A switch.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Switch {
    On,
    Off,
}

/// A switch that wins over the groups' unless it inherits theirs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OwnSwitch {
    On,
    Off,
    Inherit,
}

/// A language of messages.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LanguageTag {
    En,
    Tr,
}

impl Switch {
    pub(super) fn is_on(self) -> bool {
        self == Self::On
    }
}

impl OwnSwitch {
    pub(super) fn setting(self) -> Option<bool> {
        match self {
            Self::On => Some(true),
            Self::Off => Some(false),
            Self::Inherit => None,
        }
    }
}

impl LanguageTag {
    pub(super) fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Tr => Language::Turkish,
        }
    }
}

/// A name to sign in with. A colon would end it in the label of an `otpauth://` address.
pub(super) fn user_name(name: &str) -> Result<&str, CliError> {
    let bad = |letter: char| letter.is_whitespace() || letter.is_control() || letter == ':';
    if name.is_empty() || name.chars().count() > USER_NAME_MAX || name.contains(bad) {
        return Err(CliError::new(format!(
            "A user name has 1 to {USER_NAME_MAX} characters without spaces and colons."
        )));
    }
    Ok(name)
}

/// A name to call a person or a group by.
pub(super) fn display_name(name: &str) -> Result<String, CliError> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 || length > DISPLAY_NAME_MAX || name.contains(char::is_control) {
        return Err(CliError::new(format!(
            "A name has 1 to {DISPLAY_NAME_MAX} characters on one line."
        )));
    }
    Ok(name.to_owned())
}

/// A number in the international form (E.164), without what people write between the digits;
/// nothing for none.
pub(super) fn phone(text: &str) -> Result<Option<String>, CliError> {
    let number: String = text
        .chars()
        .filter(|letter| !" -().".contains(*letter))
        .collect();
    if number.is_empty() {
        return Ok(None);
    }
    let digits = number.strip_prefix('+').unwrap_or_default();
    let fits =
        (7..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    if fits && !digits.starts_with('0') {
        Ok(Some(number))
    } else {
        Err(CliError::new(format!(
            "\"{text}\" is not a phone number in the international form, such as +905321234567."
        )))
    }
}

/// A mail address; nothing for none.
pub(super) fn mail(text: &str) -> Result<Option<String>, CliError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let bad = |letter: char| letter.is_whitespace() || letter.is_control();
    match text.split_once('@') {
        Some((name, host))
            if !name.is_empty()
                && !host.is_empty()
                && !host.contains('@')
                && !text.contains(bad) =>
        {
            Ok(Some(text.to_owned()))
        }
        _ => Err(CliError::new(format!(
            "\"{text}\" is not a mail address, such as deniz.kaya@example.com."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::{mail, phone, user_name};

    #[test]
    fn phone_numbers_are_kept_without_what_stands_between_the_digits() {
        for (text, want) in [
            ("+90 (532) 123-45.67", Some("+905321234567")),
            ("+12025550123", Some("+12025550123")),
        ] {
            assert_eq!(phone(text).unwrap().as_deref(), want);
        }
        assert_eq!(phone("").unwrap(), None);
        for text in [
            "05321234567",
            "+0532123456",
            "+12",
            "+1234567890123456",
            "+9053x",
            "+90\n555",
        ] {
            assert!(phone(text).is_err(), "{text}");
        }
    }

    #[test]
    fn mail_addresses_have_one_at() {
        assert_eq!(mail(" a@b ").unwrap().as_deref(), Some("a@b"));
        assert_eq!(mail("").unwrap(), None);
        for text in ["a", "@b", "a@", "a@b@c", "a b@c"] {
            assert!(mail(text).is_err(), "{text}");
        }
    }

    #[test]
    fn user_names_have_no_spaces_and_colons() {
        assert!(user_name("deniz.kaya").is_ok());
        assert!(user_name("DOMAIN\\şule").is_ok());
        for name in ["", "a b", "a:b", "a\tb", &"x".repeat(129)] {
            assert!(user_name(name).is_err(), "{name}");
        }
    }
}
