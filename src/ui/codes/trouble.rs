use leptos::prelude::*;

use crate::dom::{Node, view};
use crate::runtime::{Runtime, VaultState};
use crate::ui::widgets::{Button, Icon, Note, Tone, Weight};
use crate::ui::{Order, texts, use_app};

/// What is wrong although the vault is open.
pub(super) fn notes(runtime: Runtime) -> Node {
    let words = texts().storage();
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
