//! The lock's own page: what opens the app, when it locks itself, and every change of that.

mod desk;
mod overview;
mod paper;
mod passkey;
mod secret;

use countersign_core::lock::Attempt;
use leptos::prelude::*;

use self::desk::{Change, Desk, Step};
use crate::dom::{Node, view};
use crate::parts::part;
use crate::routes::Route;
use crate::ui::lock::{UnlockForm, unlock_form};
use crate::ui::screen::{Bar, Screen};
use crate::ui::shell::framed;
use crate::ui::widgets::{Button, Icon, Note, Tone, Weight};
use crate::ui::{texts, use_app};

part! {
    lock:
    /// The settings of the lock.
    pub(crate) fn page() -> Node {
        framed(screen())
    }
}

fn screen() -> Screen {
    let words = texts().lock();
    let app = use_app();
    let desk = Desk::new(app);
    let body = move || {
        let step = match desk.step.get() {
            Step::Overview => overview::view(desk),
            Step::Prove(change) => prove(desk, change),
            Step::Secret => secret::view(desk),
            Step::Paper => paper::view(desk),
            Step::Passkey(made) => passkey::view(desk, made),
        };
        view! {
            {problem(desk)}
            {step}
        }
    };
    let close = Callback::new(move |()| {
        if desk.step.get_untracked() == Step::Overview {
            app.go(Route::Settings);
        } else {
            desk.reset();
        }
    });
    Screen {
        title: words.title.to_owned(),
        bar: Bar::Task {
            name: words.title,
            heading: true,
            close_label: texts().shell().back,
            close,
        },
        body: Node::of(body),
        ..Screen::default()
    }
}

fn problem(desk: Desk) -> Node {
    let note = move || {
        desk.problem
            .get()
            .map(|text| view! { <Note tone=Tone::Refused icon=Icon::Alert text=text /> })
    };
    Node::of(note)
}

/// Whoever changes the lock opens it first.
fn prove(desk: Desk, change: Change) -> Node {
    let words = texts().lock();
    let form = move || {
        let attempt = Callback::new(move |attempt: Attempt| desk.prove(attempt, change));
        unlock_form(UnlockForm {
            standing: desk.standing.get().unwrap_or_default(),
            refusal: desk.refusal.into(),
            busy: desk.busy.into(),
            attempt,
        })
    };
    view! {
        <section class="stack stack--wide" aria-labelledby="prove">
            <h2 id="prove">{words.prove_title}</h2>
            <p class="soft">{words.prove_text}</p>
            {form}
            {cancel(desk)}
        </section>
    }
}

fn cancel(desk: Desk) -> Node {
    view! {
        <Button
            label=texts().shell().cancel
            weight=Weight::Quiet
            on_press=Callback::new(move |()| desk.reset())
        />
    }
}
