//! The vault: tokens, each an encrypted record of its own, and a few plain values beside them.
//!
//! - A record's id, kind and version are bound to it as associated data, so that records cannot
//!   be exchanged for one another.
//! - Nothing is said to be done before [`Store::commit`] returned `Ok`; what fails leaves memory
//!   and store as they were.
//! - A record that cannot be read does not hide the others: it is kept and reported apart.
//! - Writes wait for each other, so that a counter is never used twice.
//!
//! [`Store::commit`]: crate::ports::Store::commit

mod token;

pub use token::{Origin, Registration, Standing, StopReason, VaultToken};

use crate::ports::{RecordId, SealError, StoreError};

/// Names a token; it is the name of its record.
pub type TokenId = RecordId;

/// Why the vault did not do what it was asked to. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VaultError {
    /// The store failed.
    Store(StoreError),
    /// The sealer failed.
    Seal(SealError),
    /// There is no such token.
    Unknown,
    /// The issued token cannot be used: its secret or a parameter is out of range.
    Invalid,
}
