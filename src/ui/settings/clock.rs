use countersign_core::vault::VaultToken;
use leptos::prelude::*;

use super::page;
use crate::dom::{Node, view};
use crate::i18n::span;
use crate::runtime::Runtime;
use crate::ui::screen::Screen;
use crate::ui::widgets::{Button, Icon, Note, Tone, Weight};
use crate::ui::{language, texts, use_app};

/// By so many seconds a clock may be wrong without harm: servers accept more.
const TOLERANCE: u64 = 10;

/// How far the device's clock is off, since when that is known, and what it means.
pub(super) fn screen() -> Screen {
    let words = &texts().keeping().clock;
    let app = use_app();
    let slow_by = app.known.clock_slow_by;
    let verdict = move || match slow_by.get().map(i64::unsigned_abs) {
        None => view! { <Note tone=Tone::Plain icon=Icon::Clock text=words.alone /> },
        Some(off_by) if off_by > TOLERANCE => {
            let text = (words.off)(&span(language(), off_by));
            view! { <Note tone=Tone::Unsure icon=Icon::Alert text=text /> }
        }
        Some(_) => view! { <Note tone=Tone::Good icon=Icon::Check text=words.fine /> },
    };
    let facts = move || {
        slow_by
            .get()
            .map(|slow_by| facts(app.known.runtime, slow_by))
    };
    let body = view! {
        {verdict}
        {facts}
        {compare(app.known.runtime)}
        {how_to_set()}
    };
    page(words.title, body)
}

fn facts(runtime: Runtime, slow_by: i64) -> Node {
    let words = &texts().keeping().clock;
    let off_by = span(language(), slow_by.unsigned_abs());
    let difference = match slow_by {
        0 => words.less_than_a_second.to_owned(),
        1.. => (words.behind)(&off_by),
        _ => (words.ahead)(&off_by),
    };
    let measured = move || match runtime.clock_measured.get() {
        Some(at) => use_app().here().moment(at),
        None => words.measured_once.to_owned(),
    };
    let registered = move || {
        let names = names_of_registered(&runtime.tokens.read());
        if names.is_empty() {
            words.corrected_none.to_owned()
        } else {
            names
        }
    };
    view! {
        <dl class="facts panel">
            <div>
                <dt>{words.difference}</dt>
                <dd class="tabular">{difference}</dd>
            </div>
            <div>
                <dt>{words.measured}</dt>
                <dd class="tabular">{measured}</dd>
            </div>
            <div>
                <dt>{words.corrected}</dt>
                <dd dir="auto">{registered}</dd>
            </div>
            <div>
                <dt>{words.others}</dt>
                <dd>{words.others_text}</dd>
            </div>
        </dl>
    }
}

fn names_of_registered(tokens: &[VaultToken]) -> String {
    let registered = tokens.iter().filter(|token| token.registration().is_some());
    let names: Vec<&str> = registered
        .map(|token| token.token.issuer.as_str())
        .collect();
    names.join(", ")
}

/// What became of the last comparison that was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparing {
    No,
    /// As soon as the sign-in, which knows the server, has begun.
    Wanted,
    Asked,
    NoAnswer,
}

fn compare(runtime: Runtime) -> Node {
    let words = &texts().keeping().clock;
    let state = RwSignal::new(Comparing::No);
    // Asking is an order, not something that can be drawn.
    Effect::new(move || {
        if state.get() == Comparing::Wanted && runtime.sign_in_begun.get() {
            state.set(Comparing::Asked);
            runtime.compare_clock(move |answered| {
                let _ = state.try_set(if answered {
                    Comparing::No
                } else {
                    Comparing::NoAnswer
                });
            });
        }
    });
    let busy = Signal::derive(move || matches!(state.get(), Comparing::Wanted | Comparing::Asked));
    let label = Signal::derive(move || {
        let label = if busy.get() {
            words.comparing
        } else {
            words.compare
        };
        label.to_owned()
    });
    let press = Callback::new(move |()| {
        if !busy.get_untracked() {
            state.set(Comparing::Wanted);
            runtime.begin_sign_in();
        }
    });
    let failed = move || {
        (state.get() == Comparing::NoAnswer).then(|| {
            view! { <Note tone=Tone::Refused icon=Icon::Offline text=words.no_answer /> }
        })
    };
    view! {
        <div class="stack">
            <Button
                label=label
                icon=Icon::Refresh
                weight=Weight::Quiet
                waits=busy
                on_press=press
            />
            <div role="status">{failed}</div>
        </div>
    }
}

fn how_to_set() -> Node {
    let words = &texts().keeping().clock;
    let systems = words.set.iter().map(|&(system, how)| {
        view! {
            <div>
                <dt>{system}</dt>
                <dd>{how}</dd>
            </div>
        }
    });
    view! {
        <section aria-labelledby="set-clock">
            <h2 class="group__title" id="set-clock">
                {words.set_title}
            </h2>
            <dl class="facts panel">{systems.collect::<Vec<_>>()}</dl>
        </section>
    }
}
