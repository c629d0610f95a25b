//! What text messages say, in the languages that users can have.
//!
//! No accented letters outside GSM 03.38: a single `ş` turns a message of 160 letters into one of
//! 70, and some gateways cut the rest off.

use crate::domain::Language;

/// The code of a registration. The last line, after an empty one, is what browsers read to offer
/// the code to the app of `host` and to nobody else; nothing may follow it.
pub fn registration_code(
    language: Language,
    server_name: &str,
    code: &str,
    minutes: u32,
    host: &str,
) -> String {
    let text = match language {
        Language::Turkish => format!(
            "{server_name}: kayit kodunuz {code}, {minutes} dakika gecerli. Kodu kimseyle \
             paylasmayin."
        ),
        Language::English => format!(
            "{server_name}: your registration code is {code}, valid for {minutes} min. Do not \
             share it with anyone."
        ),
    };
    format!("{text}\n\n@{host} #{code}")
}

/// Tells the user that a device has been registered, in case it was somebody else.
pub fn registered_notice(language: Language, server_name: &str, device_name: &str) -> String {
    match language {
        Language::Turkish => format!(
            "{server_name}: yeni cihaz kaydedildi: {device_name}. Bunu siz yapmadiysaniz hemen \
             yoneticinize haber verin."
        ),
        Language::English => format!(
            "{server_name}: a new device was registered: {device_name}. If this was not you, tell \
             your administrator at once."
        ),
    }
}

/// Sent by an operator to see whether messages arrive.
pub fn trial(language: Language, server_name: &str) -> String {
    match language {
        Language::Turkish => format!("{server_name}: bu bir deneme mesajidir."),
        Language::English => format!("{server_name}: this is a test message."),
    }
}

#[cfg(test)]
mod tests {
    use super::{registered_notice, registration_code, trial};
    use crate::domain::Language;

    #[test]
    fn the_code_comes_in_the_users_language_and_ends_with_the_line_for_browsers() {
        assert_eq!(
            registration_code(
                Language::English,
                "Northgate PAM",
                "012345",
                5,
                "pam.example.com"
            ),
            "Northgate PAM: your registration code is 012345, valid for 5 min. Do not share it \
             with anyone.\n\n@pam.example.com #012345"
        );
        assert_eq!(
            registration_code(
                Language::Turkish,
                "Northgate PAM",
                "012345",
                5,
                "pam.example.com"
            ),
            "Northgate PAM: kayit kodunuz 012345, 5 dakika gecerli. Kodu kimseyle \
             paylasmayin.\n\n@pam.example.com #012345"
        );
    }

    #[test]
    fn the_notice_names_the_device() {
        assert_eq!(
            registered_notice(Language::English, "Northgate PAM", "Chrome on Android"),
            "Northgate PAM: a new device was registered: Chrome on Android. If this was not you, \
             tell your administrator at once."
        );
        assert_eq!(
            registered_notice(Language::Turkish, "Northgate PAM", "Chrome on Android"),
            "Northgate PAM: yeni cihaz kaydedildi: Chrome on Android. Bunu siz yapmadiysaniz hemen \
             yoneticinize haber verin."
        );
    }

    #[test]
    fn a_trial_says_that_it_is_one() {
        let text = trial(Language::English, "Northgate PAM");
        assert_eq!(text, "Northgate PAM: this is a test message.");
        let text = trial(Language::Turkish, "Northgate PAM");
        assert_eq!(text, "Northgate PAM: bu bir deneme mesajidir.");
    }

    #[test]
    fn a_usual_message_fits_into_one_part() {
        for language in Language::ALL {
            let text = registration_code(language, "Countersign", "012345", 5, "pam.example.com");
            assert!(text.is_ascii() && text.len() <= 160, "{}", text.len());
        }
    }
}
