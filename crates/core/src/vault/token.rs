use countersign_otp::Token;
use countersign_protocol::Timestamp;

use super::{OrderKey, TokenId};

/// A token as the vault keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultToken {
    /// Names it.
    pub id: TokenId,
    /// Names, secret and parameters.
    pub token: Token,
    /// Where it comes from.
    pub origin: Origin,
    /// When it was added, by the device's clock.
    pub added_at: Timestamp,
    /// What the person wrote about it; may be empty.
    pub note: String,
    /// What it is found by, as [`super::tidy_tags`] has it.
    pub tags: Vec<String>,
    /// Whether it stands before the others.
    pub pinned: bool,
    /// Where it stands in the manual order.
    pub order: OrderKey,
    /// How often its code was taken.
    pub uses: u64,
    /// When its code was last taken, by the device's clock.
    pub last_used_at: Option<Timestamp>,
    /// When it was thrown away, by the device's clock; while it can still be restored.
    pub deleted_at: Option<Timestamp>,
}

/// Where a token comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Added by the person.
    Offline,
    /// Issued by the server to this device.
    Registered(Registration),
}

/// What is known of a registered token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Whose it is.
    pub user_name: String,
    /// Counts the registrations of this user, from 1.
    pub generation: u64,
    /// When it was registered, by the server's clock.
    pub registered_at: Timestamp,
    /// When the server last said that its codes count, by the server's clock.
    pub confirmed_at: Timestamp,
    /// Whether its codes count.
    pub standing: Standing,
}

/// Whether a registered token's codes count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They do, as far as this device knows.
    Active,
    /// They do not.
    Stopped {
        /// Since when, where known.
        at: Option<Timestamp>,
        /// Why.
        reason: StopReason,
    },
}

/// Why a registered token has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// It was moved to another device.
    Superseded,
    /// An administrator revoked it.
    Revoked,
    /// Something that this version does not know.
    Unknown,
}

impl VaultToken {
    /// A token as it is when it comes: nothing is written about it, and it stands last.
    pub fn new(id: TokenId, token: Token, origin: Origin, added_at: Timestamp) -> Self {
        Self {
            order: OrderKey::added(added_at, &id),
            id,
            token,
            origin,
            added_at,
            note: String::new(),
            tags: Vec::new(),
            pinned: false,
            uses: 0,
            last_used_at: None,
            deleted_at: None,
        }
    }

    /// What is known of it as a registered token, if it is one.
    pub fn registration(&self) -> Option<&Registration> {
        match &self.origin {
            Origin::Offline => None,
            Origin::Registered(registration) => Some(registration),
        }
    }

    /// Whether it is a registered token whose codes count.
    pub fn counts_for_signing_in(&self) -> bool {
        let registration = self.registration();
        registration.is_some_and(|r| r.standing == Standing::Active)
    }
}
