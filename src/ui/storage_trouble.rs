//! What the vault could not do, for people.

use countersign_core::ports::{SealError, StoreError};
use countersign_core::vault::VaultError;
use leptos::prelude::*;

use super::widgets::{Button, Icon, Note, Tone, Weight};
use super::{Order, texts, use_app};
use crate::dom::{Node, view};
use crate::runtime::Runtime;

/// One sentence about a failure of the vault.
pub(crate) fn vault_error_text(error: &VaultError) -> &'static str {
    let words = texts().storage();
    match error {
        VaultError::Store(error) | VaultError::Seal(SealError::Store(error)) => {
            store_error_text(error)
        }
        VaultError::Seal(SealError::Damaged) => words.damaged,
        VaultError::Seal(SealError::Other(_)) => words.other,
        VaultError::Seal(SealError::StorageRefused) => words.key_refused,
        VaultError::Seal(SealError::Locked | SealError::WrongSecret) => words.locked,
        VaultError::Unknown | VaultError::NoCounter | VaultError::Different => words.unknown,
        VaultError::Changed => words.changed,
        VaultError::Registered => words.registered,
        VaultError::Invalid => words.invalid,
    }
}

/// One sentence about a failure of the store.
pub(crate) fn store_error_text(error: &StoreError) -> &'static str {
    let words = texts().storage();
    match error {
        StoreError::Unavailable => words.unavailable,
        StoreError::Stale => words.stale,
        StoreError::Gone => words.gone,
        StoreError::Blocked => words.blocked,
        StoreError::Full => words.full,
        StoreError::Refused => words.refused,
        StoreError::Newer => words.newer,
        StoreError::Damaged => words.damaged,
        StoreError::Other(_) => words.other,
    }
}

/// What support may want to know beside it.
pub(crate) fn vault_error_reference(error: &VaultError) -> Option<String> {
    match error {
        VaultError::Store(StoreError::Other(name))
        | VaultError::Seal(SealError::Store(StoreError::Other(name)) | SealError::Other(name)) => {
            Some(name.clone())
        }
        _ => None,
    }
}

/// The vault could not be opened: what failed, whether anything is lost, and two ways on.
pub(crate) fn vault_failed(error: &VaultError, runtime: Runtime) -> Node {
    let words = texts().storage();
    let app = use_app();
    let reference = vault_error_reference(error).map(|name| {
        view! {
            <dl class="facts panel">
                <div>
                    <dt>{texts().shell().reference}</dt>
                    <dd>
                        <code>{name}</code>
                    </dd>
                </div>
            </dl>
        }
    });
    view! {
        <Note
            tone=Tone::Refused
            icon=Icon::Storage
            title=words.failed_title
            text=vault_error_text(error)
        />
        {reference}
        <div class="stack">
            <Button
                label=texts().shell().try_again
                on_press=Callback::new(move |()| runtime.open_vault())
            />
            <Button
                label=words.reload
                weight=Weight::Quiet
                on_press=Callback::new(move |()| app.order(Order::Reload))
            />
        </div>
    }
}
