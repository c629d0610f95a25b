use countersign_core::sign_in::Phase;
use countersign_core::vault::{Standing, StopReason};
use leptos::prelude::*;

use super::row::{Acts, Shown, said, seconds, value};
use super::shown::{Names, button_id, is_waning, left};
use crate::dom::{Node, view};
use crate::ui::widgets::{Icon, IconButton, gauge};
use crate::ui::{texts, use_app};

/// The registered token: this device holds one half, the server the other.
pub(super) fn plate(shown: &Shown) -> Node {
    match shown.standing {
        Some(Standing::Stopped { at, reason }) => {
            let date = at.map(|at| use_app().here().date(at));
            stopped(&shown.names, stopped_text(reason, date), shown.acts)
        }
        Some(Standing::Active) | None => active(shown),
    }
}

fn active(shown: &Shown) -> Node {
    let words = texts().codes();
    let (reading, acts) = (shown.reading, shown.acts);
    let waning = Memo::new(move |_| is_waning(&reading.read()));
    let known = use_app().known;
    let apart = move || !known.online.get() || known.phase.get() != Phase::SignedIn;
    let scale = Signal::derive(move || left(&reading.read()));
    view! {
        <div
            class="plate"
            class:plate--wane=move || waning.get()
            class:plate--apart=apart
        >
            <button
                class="plate__copy"
                type="button"
                id=button_id(&shown.names.id)
                on:click=move |_| acts.press.run(())
                on:focus=move |_| acts.focused.run(())
                on:blur=move |_| acts.blurred.run(())
            >
                {heading(Icon::Register, words.registered_here, &shown.names)}
                <span class="plate__value">{value(shown, "plate__next")}</span>
                <span class="plate__time" aria-hidden="true">
                    {gauge(scale, true)}
                    <span class="plate__left">{move || seconds(&reading.read())}</span>
                </span>
                <span class="heard">{said(shown)}</span>
            </button>
            {more(&shown.names, acts)}
        </div>
    }
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
