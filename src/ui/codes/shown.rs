use countersign_core::codes::{Listed, Reading};
use countersign_core::vault::TokenId;

use crate::ui::texts;
use crate::ui::widgets::Left;

/// How a token is called on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) id: TokenId,
    pub(super) monogram: String,
    /// The issuer; without one the account.
    pub(super) title: String,
    /// The account, where it is not the title.
    pub(super) account: String,
}

impl Names {
    pub(super) fn of(listed: &Listed) -> Self {
        let (issuer, account) = (listed.issuer.clone(), listed.account_name.clone());
        let (title, account) = match (issuer.is_empty(), account.is_empty()) {
            (false, _) => (issuer, account),
            (true, false) => (account, String::new()),
            (true, true) => (texts().codes().unnamed.to_owned(), String::new()),
        };
        Self {
            id: listed.id.clone(),
            monogram: listed.monogram.clone(),
            title,
            account,
        }
    }
}

/// The id of the button that copies a token's code.
pub(super) fn button_id(id: &TokenId) -> String {
    format!("copy-{}", id.as_str())
}

/// What the scale of a row shows.
pub(super) fn left(reading: &Reading) -> Left {
    reading.gauge.map_or_else(Left::default, |gauge| Left {
        parts: gauge.parts_left,
        zone: gauge.zone_parts,
    })
}

/// Whether the last five seconds have begun.
pub(super) fn is_waning(reading: &Reading) -> bool {
    reading.gauge.is_some_and(|gauge| gauge.in_zone)
}
