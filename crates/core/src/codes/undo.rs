use countersign_protocol::Timestamp;

use crate::vault::{Deleted, TokenId, VaultToken};

/// For so many seconds a deletion can be taken back.
const UNDO_SECONDS: i64 = 10;

/// A deletion that can still be taken back. Drop it when its time is over: the secret goes with
/// it.
#[derive(Debug)]
pub struct Undo {
    deleted: Deleted,
    until: Timestamp,
}

impl Undo {
    /// A token has just been deleted.
    pub fn new(deleted: Deleted, now: Timestamp) -> Self {
        Self {
            deleted,
            until: now.plus_seconds(UNDO_SECONDS),
        }
    }

    /// The token that was deleted.
    pub fn id(&self) -> &TokenId {
        &self.token().id
    }

    /// The same with its names, to say what was deleted.
    pub fn token(&self) -> &VaultToken {
        self.deleted.token()
    }

    /// When its time is over.
    pub fn until(&self) -> Timestamp {
        self.until
    }

    /// What [`crate::vault::Vault::restore`] needs; nothing when the time is over.
    pub fn take(self, now: Timestamp) -> Option<Deleted> {
        (now < self.until).then_some(self.deleted)
    }
}
