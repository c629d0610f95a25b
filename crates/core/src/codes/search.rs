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

/// Whether every word of the query is somewhere in the text. Both are folded.
pub(super) fn matches(text: &str, query: &str) -> bool {
    query.split_whitespace().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{folded, matches};

    #[test]
    fn turkish_letters_are_found_from_any_keyboard() {
        for text in ["IŞIK İÇ", "ışık iç", "işik İç", "IŞIK iç"] {
            assert_eq!(folded(text), "işik iç");
        }
    }

    #[test]
    fn every_word_must_be_in_the_text() {
        for (query, found) in [
            ("", true),
            ("  ", true),
            ("ilke gar", true),
            ("İLKE", true),
            ("garanti x", false),
            ("ilkegar", false),
        ] {
            let text = folded("Garanti B ilke");
            assert_eq!(matches(&text, &folded(query)), found, "{query}");
        }
    }
}
