use std::fmt::Debug;

/// Those of the planted secrets that show in the `Debug` output of a value, plain or pretty.
pub fn leaks<'a>(value: &impl Debug, secrets: &[&'a str]) -> Vec<&'a str> {
    let shown = format!("{value:?}\n{value:#?}");
    let secrets = secrets.iter().copied();
    secrets.filter(|secret| shown.contains(secret)).collect()
}

#[cfg(test)]
mod tests {
    use countersign_protocol::SecretText;

    use super::leaks;

    #[test]
    fn a_planted_secret_is_found_where_it_shows() {
        let shown = ("name", Some("hunter2"));
        assert_eq!(leaks(&shown, &["hunter2", "hunter3"]), ["hunter2"]);
        let hidden = ("name", Some(SecretText::new("hunter2")));
        assert!(leaks(&hidden, &["hunter2"]).is_empty());
    }
}
