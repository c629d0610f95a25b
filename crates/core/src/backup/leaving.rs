use countersign_backup::{Details, Facts, KeptToken, LeftOut};
use countersign_protocol::Timestamp;

use crate::vault::VaultToken;

/// What leaves the device, and how many tokens stay. The only way from the vault to a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    /// The offline tokens, in the order given.
    pub tokens: Vec<KeptToken>,
    /// How many registered tokens were there. They stay: each lives on exactly one device.
    pub registered: u32,
}

impl Leaving {
    /// Sorts tokens into those that may leave and those that stay.
    pub fn of(tokens: &[VaultToken]) -> Self {
        let mut leaving = Self::default();
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
            created_at: u64::try_from(now.as_millis()).unwrap_or_default(),
            left_out: LeftOut {
                registered: self.registered,
            },
        }
    }
}

fn kept(token: &VaultToken) -> KeptToken {
    KeptToken {
        token: token.token.clone(),
        details: Details {
            note: token.note.clone(),
            ..Details::default()
        },
    }
}
