use leptos::prelude::*;

use crate::dom::{Node, view};
use crate::i18n::span;
use crate::routes::Route;
use crate::runtime::{Runtime, VaultState};
use crate::ui::widgets::{Button, Icon, LinkButton, Note, Tone, Weight};
use crate::ui::{Order, language, texts, use_app};

/// By so many seconds a clock may be wrong without a word: servers accept more.
const CLOCK_TOLERANCE: u64 = 10;

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
    let clock = move || {
        let off_by = app.known.clock_slow_by.get()?.unsigned_abs();
        (off_by > CLOCK_TOLERANCE).then(|| {
            let more = view! {
                <LinkButton
                    label=words.clock_more
                    href=Route::Clock.path()
                    weight=Weight::Small
                />
            };
            let text = (words.clock_off)(&span(language(), off_by));
            view! { <Note tone=Tone::Unsure icon=Icon::Clock text=text more=more /> }
        })
    };
    view! {
        {taken}
        {damaged}
        {clock}
    }
}
