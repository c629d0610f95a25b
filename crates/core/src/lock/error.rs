use super::book::{Rule, Unreadable};
use crate::Timestamp;
use crate::ports::{KdfFailed, SealError, StoreError};

/// Why a slot was not opened or changed. Nothing was changed but what is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockError {
    /// A wrong PIN or passphrase, with the tries that are left: of a PIN until it is erased, of a
    /// passphrase until a pause.
    Wrong {
        /// Tries that are left.
        left: u32,
    },
    /// Not before this moment.
    Wait(Timestamp),
    /// Too many wrong PINs: the PIN is erased.
    PinErased,
    /// Another recovery code.
    WrongRecovery,
    /// The passkey made something else: it is another one, or this browser gets another answer.
    WrongPasskey,
    /// There is no such slot (any more).
    NoSlot,
    /// The slot is damaged: what was given is right and opens nothing.
    Damaged,
    /// The slots would not be enough.
    Rule(Rule),
    /// The secret that was typed again is another one.
    Differs,
    /// The key derivation could not be done.
    Kdf,
    /// The store failed, or another tab was faster again and again.
    Store(StoreError),
    /// The sealer failed.
    Seal(SealError),
}

impl From<StoreError> for LockError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<SealError> for LockError {
    fn from(error: SealError) -> Self {
        Self::Seal(error)
    }
}

impl From<KdfFailed> for LockError {
    fn from(_: KdfFailed) -> Self {
        Self::Kdf
    }
}

impl From<Rule> for LockError {
    fn from(rule: Rule) -> Self {
        Self::Rule(rule)
    }
}

impl From<Unreadable> for LockError {
    fn from(unreadable: Unreadable) -> Self {
        Self::Store(match unreadable {
            Unreadable::Damaged => StoreError::Damaged,
            Unreadable::Newer => StoreError::Newer,
        })
    }
}
