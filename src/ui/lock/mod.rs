//! The lock screen, and what the proof of presence shares with it.

mod dialog;
mod erase;
mod form;
mod refused;

use countersign_core::lock::{Attempt, Event, Standing, State};
use leptos::prelude::*;

pub(crate) use self::dialog::asked as presence;
pub(crate) use self::form::{UnlockForm, secret_name, unlock_form};
pub(crate) use self::refused::{lock_error_text, refusal_text};
use super::widgets::Mark;
use super::{Order, texts, use_app};
use crate::dom::{Node, view};
use crate::parts::part;
use crate::runtime::Runtime;

part! {
    lock:
    /// What is shown while the app is locked, and nothing else.
    pub(crate) fn screen(runtime: Runtime) -> Node {
        locked(runtime)
    }
}

fn locked(runtime: Runtime) -> Node {
    let words = texts().lock();
    let app = use_app();
    let standing = RwSignal::new(None::<Standing>);
    let state = runtime.lock;
    let refusal = Memo::new(move |_| match state.get() {
        State::Locked(refusal) => refusal,
        _ => None,
    });
    // What is left to try changes with each refusal.
    Effect::new(move || {
        refusal.track();
        runtime.lock_standing(move |found| standing.set(found.ok()));
    });
    Effect::new(move || {
        app.order(Order::Entered {
            title: words.locked.to_owned(),
            focus: None,
        });
    });
    let busy = Memo::new(move |_| matches!(state.get(), State::Opening(_)));
    let attempt = move |attempt: Attempt| runtime.tell_lock(Event::Try(attempt));
    let form = move || {
        standing.get().map(|standing| {
            unlock_form(UnlockForm {
                standing,
                refusal: refusal.into(),
                busy: busy.into(),
                attempt: Callback::new(attempt),
            })
        })
    };
    view! {
        <div class="locked">
            <main class="lock" id="main" tabindex="-1">
                <div>
                    {Mark::Apart.large()}
                    <h1 class="lock__title" tabindex="-1">
                        {words.locked}
                    </h1>
                    <p class="soft">{words.locked_text}</p>
                </div>
                <div class="stack">{form} {erase::forgot(runtime)}</div>
            </main>
        </div>
    }
}
