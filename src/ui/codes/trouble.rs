use countersign_core::vault::VaultError;
use leptos::prelude::*;

use crate::dom::{Node, view};
use crate::runtime::{Runtime, VaultState};
use crate::ui::storage_text::{vault_error_reference, vault_error_text};
use crate::ui::widgets::{Button, Icon, Note, Tone, Weight};
use crate::ui::{Order, texts, use_app};

/// The vault could not be opened: what failed, whether anything is lost, and two ways on.
pub(super) fn failed(error: &VaultError, runtime: Runtime) -> Node {
    let words = &texts().storage;
    let app = use_app();
    let reference = vault_error_reference(error).map(|name| {
        view! {
            <dl class="facts panel">
                <div>
                    <dt>{texts().shell.reference}</dt>
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
                label=texts().shell.try_again
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

/// What is wrong although the vault is open.
pub(super) fn notes(runtime: Runtime) -> Node {
    let words = &texts().storage;
    let app = use_app();
    let reload = move || {
        view! {
            <Button
                label=words.reload
                weight=Weight::Small
                on_press=Callback::new(move |()| app.order(Order::Reload))
            />
        }
    };
    let taken = move || {
        (runtime.vault.get() == VaultState::TakenOver).then(|| {
            view! {
                <Note tone=Tone::Unsure icon=Icon::Storage text=words.taken_over more=reload() />
            }
        })
    };
    let damaged = move || {
        let number = runtime.damaged.read().len();
        (number > 0).then(|| {
            let text = (words.damaged_tokens)(u64::try_from(number).unwrap_or(u64::MAX));
            view! { <Note tone=Tone::Unsure icon=Icon::Alert text=text /> }
        })
    };
    view! {
        {taken}
        {damaged}
    }
}
