//! What the vault could not do, for people.

use countersign_core::ports::{SealError, StoreError};
use countersign_core::vault::VaultError;

use super::texts;

/// One sentence about a failure of the vault.
pub(crate) fn vault_error_text(error: &VaultError) -> &'static str {
    let words = &texts().storage;
    match error {
        VaultError::Store(StoreError::Unavailable) => words.unavailable,
        VaultError::Store(StoreError::Blocked) => words.blocked,
        VaultError::Store(StoreError::Full) => words.full,
        VaultError::Store(StoreError::Refused) => words.refused,
        VaultError::Store(StoreError::Newer) => words.newer,
        VaultError::Store(StoreError::Damaged) | VaultError::Seal(SealError::Damaged) => {
            words.damaged
        }
        VaultError::Store(StoreError::Other(_)) | VaultError::Seal(SealError::Other(_)) => {
            words.other
        }
        VaultError::Seal(SealError::StorageRefused) => words.key_refused,
        VaultError::Unknown | VaultError::NoCounter => words.unknown,
        VaultError::Registered => words.registered,
        VaultError::Invalid => words.invalid,
    }
}

/// What support may want to know beside it.
pub(crate) fn vault_error_reference(error: &VaultError) -> Option<String> {
    match error {
        VaultError::Store(StoreError::Other(name)) | VaultError::Seal(SealError::Other(name)) => {
            Some(name.clone())
        }
        _ => None,
    }
}
