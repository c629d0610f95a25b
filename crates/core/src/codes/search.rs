use crate::vault::VaultToken;

/// A text for comparing without regard to case. Dotted and dotless i are one letter, so that a
/// Turkish name is found from any keyboard, and an English one from a Turkish keyboard.
pub(super) fn folded(text: &str) -> String {
    let lower = text.chars().flat_map(char::to_lowercase);
    // The dot that is left over when İ becomes a small letter.
    let without_dot = lower.filter(|c| *c != '\u{307}');
    without_dot
        .map(|c| if c == 'ı' { 'i' } else { c })
        .collect()
}

/// Whether every word of the query is somewhere in issuer and account. The query is folded.
pub(super) fn matches(token: &VaultToken, query: &str) -> bool {
    let mut words = query.split_whitespace().peekable();
    if words.peek().is_none() {
        return true;
    }
    let names = format!("{} {}", token.token.issuer, token.token.account_name);
    let names = folded(&names);
    words.all(|word| names.contains(word))
}

#[cfg(test)]
mod tests {
    use countersign_otp::Token;
    use countersign_protocol::Timestamp;

    use super::{folded, matches};
    use crate::ports::RecordId;
    use crate::vault::{Origin, VaultToken};

    #[test]
    fn turkish_letters_are_found_from_any_keyboard() {
        for text in ["IŞIK İÇ", "ışık iç", "işik İç", "IŞIK iç"] {
            assert_eq!(folded(text), "işik iç");
        }
    }

    #[test]
    fn every_word_must_be_in_issuer_or_account() {
        let uri = "otpauth://totp/Garanti%20B:ilke?secret=JBSWY3DPEHPK3PXP";
        let token = VaultToken::new(
            RecordId::from_random([1; 16]),
            Token::from_uri(uri).unwrap(),
            Origin::Offline,
            Timestamp::default(),
        );
        for (query, found) in [
            ("", true),
            ("  ", true),
            ("ilke gar", true),
            ("İLKE", true),
            ("garanti x", false),
            ("ilkegar", false),
        ] {
            assert_eq!(matches(&token, &folded(query)), found, "{query}");
        }
    }
}
