//! The lock: the slots that open the vault, the tries there are, and when the app locks itself.
//!
//! - A machine ([`Lock`]) says whether the app is locked. It never holds a secret.
//! - [`Slots`](crate::ports::Slots) keeps one text with all slots but the device slot
//!   ([`SlotBook`]). Each change of it is a compare-and-set of the whole, so that two tabs and a
//!   crash at any point leave a book that was written whole.
//! - The device slot is there exactly while the book holds no slot. The first slot that takes its
//!   place wraps a new data key under which all records are sealed anew in the same transaction,
//!   since a browser may keep the old device slot in its files for a while.
//! - A try is counted in the store before it is compared.
//!
//! Left to others: to derive and to encrypt (the ports), to ask people, and to tell other tabs.

mod after;
mod book;
mod error;
mod keeper;
mod machine;
mod recovery;
mod secret;
mod work;

pub use after::LockAfter;
pub use book::{PasskeyRef, Rule, SecretKind, SlotKind, Standing};
pub use error::LockError;
pub use keeper::{Keeper, NewPasskey, NewSecret, Opened, Proof};
pub use machine::{Attempt, Effect, Event, Lock, Refusal, State, Way};
pub use recovery::{InvalidRecoveryCode, RecoveryCode};
pub use secret::{SecretFlaw, judge};
