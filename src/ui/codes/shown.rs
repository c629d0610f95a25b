use countersign_core::codes::CodeRow;

use crate::ui::texts;
use crate::ui::widgets::Left;

/// How a token is called on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) id: String,
    pub(super) monogram: String,
    /// The issuer; without one the account.
    pub(super) title: String,
    /// The account, where it is not the title.
    pub(super) account: String,
}

impl Names {
    pub(super) fn of(row: &CodeRow) -> Self {
        let (issuer, account) = (row.issuer.clone(), row.account_name.clone());
        let (title, account) = match (issuer.is_empty(), account.is_empty()) {
            (false, _) => (issuer, account),
            (true, false) => (account, String::new()),
            (true, true) => (texts().codes().unnamed.to_owned(), String::new()),
        };
        Self {
            id: row.id.as_str().to_owned(),
            monogram: row.monogram.clone(),
            title,
            account,
        }
    }

    /// The id of the button that copies.
    pub(super) fn button_id(&self) -> String {
        format!("copy-{}", self.id)
    }
}

/// What the scale of a row shows.
pub(super) fn left(row: &CodeRow) -> Left {
    row.gauge.map_or_else(Left::default, |gauge| Left {
        parts: gauge.parts_left,
        zone: gauge.zone_parts,
    })
}

/// Whether the last five seconds have begun.
pub(super) fn is_waning(row: &CodeRow) -> bool {
    row.gauge.is_some_and(|gauge| gauge.in_zone)
}
