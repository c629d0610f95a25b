use countersign_core::lock::{Attempt, Refusal, Standing};
use leptos::prelude::*;

use super::{UnlockForm, lock_error_text, unlock_form};
use crate::dom::{Node, view};
use crate::parts::part;
use crate::ui::presence::Asked;
use crate::ui::widgets::{Button, Dialog, Icon, Note, Tone, Weight};
use crate::ui::{texts, use_app};

part! {
    lock:
    /// The dialog that asks for a proof of presence.
    pub(crate) fn asked(asked: Asked) -> Node {
        dialog(asked)
    }
}

fn dialog(asked: Asked) -> Node {
    let words = texts().lock();
    let app = use_app();
    let runtime = app.known.runtime;
    let standing = RwSignal::new(None::<Standing>);
    let problem = RwSignal::new(None::<String>);
    let refusal = RwSignal::new(None::<Refusal>);
    // What is left to try changes with each refusal.
    Effect::new(move || {
        refusal.track();
        runtime.lock_standing(move |found| match found {
            Ok(found) => standing.set(Some(found)),
            Err(error) => problem.set(Some(lock_error_text(&error, None))),
        });
    });
    let title = Signal::derive(move || {
        let locked = standing.read().as_ref().is_none_or(Standing::is_locked);
        let title = if locked {
            words.prove_title
        } else {
            words.no_lock_title
        };
        title.to_owned()
    });
    let content = move |close: Callback<()>| {
        let proved = Callback::new(move |()| {
            close.run(());
            app.presence.set(None);
            asked.on_proved.run(());
        });
        let reason = asked.reason.clone();
        let body = match (standing.get(), problem.get()) {
            (_, Some(text)) => view! { <Note tone=Tone::Refused icon=Icon::Alert text=text /> },
            (None, None) => view! { <p class="soft">{words.working}</p> },
            (Some(standing), None) if standing.is_locked() => by_lock(standing, refusal, proved),
            (Some(_), None) => without_lock(proved, close),
        };
        view! {
            <div class="stack">
                <p>{reason}</p>
                {body}
            </div>
        }
    };
    let on_left = asked.on_left;
    let closed = Callback::new(move |()| {
        app.presence.set(None);
        on_left.run(());
    });
    view! { <Dialog title=title on_close=closed content=Box::new(content) /> }
}

fn by_lock(standing: Standing, refusal: RwSignal<Option<Refusal>>, proved: Callback<()>) -> Node {
    let runtime = use_app().known.runtime;
    let busy = RwSignal::new(false);
    let attempt = Callback::new(move |attempt: Attempt| {
        busy.set(true);
        runtime.prove(attempt, move |opened| {
            busy.set(false);
            match opened {
                Ok(_) => proved.run(()),
                Err(why) => refusal.set(Some(why)),
            }
        });
    });
    unlock_form(UnlockForm {
        standing,
        refusal: refusal.into(),
        busy: busy.into(),
        attempt,
    })
}

/// Nobody is asked for what was never set; it is said instead.
fn without_lock(proved: Callback<()>, close: Callback<()>) -> Node {
    let words = texts().lock();
    view! {
        <Note tone=Tone::Unsure icon=Icon::Alert text=words.no_lock_text />
        <Button label=words.do_it on_press=proved />
        <Button label=texts().shell().cancel weight=Weight::Quiet on_press=close />
    }
}
