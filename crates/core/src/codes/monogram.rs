/// Two letters that stand for a name: of its first two words, of its first two capitals, or its
/// first two. The issuer's, else the account's; `?` if neither has any.
pub(super) fn monogram(issuer: &str, account_name: &str) -> String {
    [issuer, account_name]
        .into_iter()
        .find_map(of_name)
        .unwrap_or_else(|| "?".to_owned())
}

fn of_name(name: &str) -> Option<String> {
    let mut words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let first_word = words.next()?;
    let mut letters = first_word.chars();
    let mut monogram: String = letters.next()?.to_uppercase().collect();
    let second_word = words.next().and_then(|word| word.chars().next());
    let capital = || letters.clone().find(|c| c.is_uppercase());
    match second_word.or_else(capital) {
        Some(second) => monogram.extend(second.to_uppercase()),
        None => monogram.extend(letters.next()),
    }
    Some(monogram)
}

#[cfg(test)]
mod tests {
    use super::monogram;

    #[test]
    fn two_letters_stand_for_a_name() {
        for (issuer, account, letters) in [
            ("GitHub", "x", "GH"),
            ("AWS", "x", "AW"),
            ("Cloudflare", "x", "Cl"),
            ("Microsoft Entra", "x", "ME"),
            ("iş bankası", "", "IB"),
            ("", "deniz.kaya", "DK"),
            ("x", "", "X"),
            ("…", "", "?"),
            ("", "", "?"),
        ] {
            assert_eq!(monogram(issuer, account), letters, "{issuer} {account}");
        }
    }
}
