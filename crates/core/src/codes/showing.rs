use serde::{Deserialize, Serialize};

/// How the person wants the list to be shown. It is kept as it is, under
/// [`crate::vault::MetaKey::Showing`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Showing {
    /// What stands first.
    pub sort: Sort,
    /// Whether a code is hidden until it is tapped.
    pub hidden: bool,
    /// Whether the digits of a code stand in one piece.
    pub ungrouped: bool,
}

/// What stands first, after the registered token and what is pinned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// By issuer, then account.
    #[default]
    Name,
    /// As the person has put them.
    Manual,
    /// The last used one.
    LastUsed,
    /// The one used most.
    MostUsed,
}

#[cfg(test)]
mod tests {
    use super::{Showing, Sort};

    #[test]
    fn the_kept_form_stays_as_it_is_and_what_is_missing_is_as_at_first() {
        let showing = Showing {
            sort: Sort::LastUsed,
            hidden: true,
            ungrouped: false,
        };
        let text = r#"{"sort":"last-used","hidden":true,"ungrouped":false}"#;
        assert_eq!(serde_json::to_string(&showing).unwrap(), text);
        assert_eq!(
            serde_json::from_str::<Showing>("{}").unwrap(),
            Showing::default()
        );
    }
}
