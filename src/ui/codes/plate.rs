use countersign_core::codes::CodeRow;
use countersign_core::sign_in::Phase;
use countersign_core::vault::{Standing, StopReason};
use leptos::prelude::*;

use super::row::{Acts, Shown, code, copied_tick, next_code, said, seconds};
use super::shown::{Names, is_waning, left};
use crate::dom::{Node, view};
use crate::ui::widgets::{Icon, IconButton, digits, gauge};
use crate::ui::{texts, use_app};

/// The registered token: this device holds one half, the server the other.
pub(super) fn plate(shown: Shown) -> Node {
    let row = shown.row;
    match row.read_untracked().standing {
        Some(Standing::Stopped { at, reason }) => {
            let date = at.map(|at| use_app().here().date(at));
            stopped(&shown.names, stopped_text(reason, date), shown.acts)
        }
        Some(Standing::Active) | None => active(shown),
    }
}

fn active(shown: Shown) -> Node {
    let words = texts().codes();
    let Shown {
        names,
        row,
        copied,
        acts,
        ..
    } = shown;
    let waning = Memo::new(move |_| is_waning(&row.read()));
    let known = use_app().known;
    let apart = move || !known.online.get() || known.phase.get() != Phase::SignedIn;
    let scale = Signal::derive(move || left(&row.read()));
    view! {
        <div
            class="plate"
            class:plate--wane=move || waning.get()
            class:plate--apart=apart
        >
            <button
                class="plate__copy"
                type="button"
                id=names.button_id()
                on:click=move |_| acts.copy.run(())
                on:focus=move |_| acts.focused.run(())
            >
                {heading(Icon::Register, words.registered_here, &names)}
                {value(row, copied)}
                <span class="plate__time" aria-hidden="true">
                    {gauge(scale, true)}
                    <span class="plate__left">{move || seconds(&row.read())}</span>
                </span>
                <span class="heard">{move || said(&row.read())}</span>
            </button>
            {more(&names, acts)}
        </div>
    }
}

fn value(row: Signal<CodeRow>, copied: Signal<bool>) -> Node {
    let next = Memo::new(move |_| next_code(&row.read()));
    let after = move || {
        if copied.get() {
            return Some(copied_tick());
        }
        let next = next.get()?;
        Some(view! {
            <span class="plate__next" aria-hidden="true">
                {Icon::Next.turning()}
                {digits(move || next.clone())}
            </span>
        })
    };
    view! { <span class="plate__value">{digits(move || code(&row.read()))} {after}</span> }
}

/// It has stopped: no code, but what became of it.
fn stopped(names: &Names, text: String, acts: Acts) -> Node {
    view! {
        <div class="plate plate--apart">
            <div class="plate__copy">
                {heading(Icon::Reject, texts().codes().stopped_here, names)}
                <p class="plate__stopped">{text}</p>
            </div>
            {more(names, acts)}
        </div>
    }
}

fn stopped_text(reason: StopReason, date: Option<String>) -> String {
    let words = texts().codes();
    match (reason, date) {
        (StopReason::Superseded, Some(date)) => (words.moved_on)(&date),
        (StopReason::Superseded, None) => words.moved.to_owned(),
        (StopReason::Revoked, Some(date)) => (words.revoked_on)(&date),
        (StopReason::Revoked, None) => words.revoked.to_owned(),
        (StopReason::Unknown, _) => words.stopped.to_owned(),
    }
}

fn heading(icon: Icon, kind: &'static str, names: &Names) -> Node {
    view! {
        <span class="plate__kind">{icon.small()} {kind}</span>
        " "
        <span class="plate__name">
            {names.title.clone()} " " <bdi class="plate__account">{names.account.clone()}</bdi>
        </span>
        " "
    }
}

fn more(names: &Names, acts: Acts) -> Node {
    view! {
        <IconButton
            drawing=Icon::More.small()
            label=(texts().codes().more)(&names.title)
            class="icon-button plate__more"
            on_press=acts.more
        />
    }
}
