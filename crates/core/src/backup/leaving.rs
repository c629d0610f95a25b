use countersign_backup::{Details, Facts, KeptToken, LeftOut};
use countersign_protocol::Timestamp;

use crate::vault::VaultToken;

/// What leaves the device, and how many tokens stay. The only way from the vault to a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    /// The offline tokens in the person's order, those in the trash marked as such.
    pub tokens: Vec<KeptToken>,
    /// How many registered tokens were there. They stay: each lives on exactly one device.
    pub registered: u32,
}

impl Leaving {
    /// Sorts tokens into those that may leave and those that stay.
    pub fn of(tokens: &[VaultToken]) -> Self {
        let mut leaving = Self::default();
        let mut tokens: Vec<_> = tokens.iter().collect();
        tokens.sort_by(|a, b| a.order.cmp(&b.order));
        for token in tokens {
            if token.registration().is_some() {
                leaving.registered += 1;
            } else {
                leaving.tokens.push(kept(token));
            }
        }
        leaving
    }

    /// What the file says of itself, written at this moment.
    pub fn facts(&self, now: Timestamp) -> Facts {
        Facts {
            created_at: millis(now).unwrap_or_default(),
            left_out: LeftOut {
                registered: self.registered,
            },
        }
    }
}

/// A moment as files have it; nothing before 1970.
fn millis(at: Timestamp) -> Option<u64> {
    u64::try_from(at.as_millis()).ok()
}

fn kept(token: &VaultToken) -> KeptToken {
    KeptToken {
        token: token.token.clone(),
        details: Details {
            note: token.note.clone(),
            tags: token.tags.clone(),
            pinned: token.pinned,
            trashed: token.is_in_trash(),
            uses: token.uses,
            last_used_at: token.last_used_at.and_then(millis),
        },
    }
}
