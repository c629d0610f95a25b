//! Why something was not unlocked, for people.

use countersign_core::lock::{InvalidRecoveryCode, LockError, Refusal, Rule, SecretKind};
use countersign_core::ports::SealError;
use countersign_core::vault::VaultError;
use leptos::prelude::Get;

use crate::i18n::duration;
use crate::ui::storage_trouble::{store_error_text, vault_error_text};
use crate::ui::{language, texts, use_app};

/// Why a try did not open. Followed each second while there is something to wait for.
pub(crate) fn refusal_text(refusal: &Refusal, kind: Option<SecretKind>) -> String {
    let words = texts().lock();
    match refusal {
        Refusal::Lock(error) => lock_error_text(error, kind),
        Refusal::NoCode(InvalidRecoveryCode::Character) => words.code_character.to_owned(),
        Refusal::NoCode(InvalidRecoveryCode::Length) => words.code_length.to_owned(),
        Refusal::NoCode(InvalidRecoveryCode::Check) => words.code_check.to_owned(),
        Refusal::Cancelled => words.cancelled.to_owned(),
        Refusal::NoSecret => words.no_secret.to_owned(),
        Refusal::Vault(error) => vault_error_text(error).to_owned(),
    }
}

/// Why the lock was not opened or changed.
pub(crate) fn lock_error_text(error: &LockError, kind: Option<SecretKind>) -> String {
    let words = texts().lock();
    let text = match error {
        LockError::Wrong { left } if kind == Some(SecretKind::Pin) => {
            return (words.wrong_pin)((*left).into());
        }
        LockError::Wrong { left } => return (words.wrong_passphrase)((*left).into()),
        LockError::Wait(until) => {
            let left = until.millis_since(use_app().known.now.get()).max(0);
            let seconds = u64::try_from(left).unwrap_or_default().div_ceil(1000);
            return (words.wait)(&duration(language(), seconds));
        }
        LockError::PinErased => words.pin_erased,
        LockError::WrongRecovery => words.wrong_recovery,
        LockError::WrongPasskey => words.wrong_passkey,
        LockError::NoSlot => words.no_slot,
        LockError::Damaged => words.damaged,
        LockError::Rule(Rule::PasskeyAlone) => words.passkey_alone,
        LockError::Rule(Rule::PinAlone) => words.pin_alone,
        LockError::Rule(Rule::Nothing) => words.nothing_left,
        LockError::Differs => words.differs,
        LockError::Kdf => words.no_code,
        LockError::Store(error) | LockError::Seal(SealError::Store(error)) => {
            store_error_text(error)
        }
        LockError::Seal(error) => vault_error_text(&VaultError::Seal(error.clone())),
    };
    text.to_owned()
}
