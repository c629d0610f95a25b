use countersign_core::codes::{Held, Reading, Showing};
use countersign_core::vault::Standing;
use countersign_otp::Code;
use leptos::prelude::*;

use super::shown::{Names, button_id, is_waning, left};
use crate::dom::{Node, view};
use crate::i18n::{duration, spelled};
use crate::ui::widgets::{Icon, IconButton, digits, gauge};
use crate::ui::{language, texts};

/// What can be done with a token of the list.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    /// Copies the code, or picks the token while tokens are picked.
    pub(super) press: Callback<()>,
    pub(super) more: Callback<()>,
    /// Makes the next code of a counter.
    pub(super) advance: Callback<()>,
    /// The row has the focus.
    pub(super) focused: Callback<()>,
    pub(super) blurred: Callback<()>,
}

/// A token as the list shows it.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) names: Names,
    pub(super) standing: Option<Standing>,
    pub(super) pinned: bool,
    pub(super) counts: bool,
    pub(super) reading: Signal<Reading>,
    pub(super) showing: Signal<Showing>,
    /// Whether the code can be seen.
    pub(super) shows: Signal<bool>,
    pub(super) copied: Signal<bool>,
    pub(super) current: Signal<bool>,
    /// Whether it is picked, while tokens are picked.
    pub(super) picked: Signal<Option<bool>>,
    pub(super) acts: Acts,
}

/// One token in the list.
pub(super) fn row(shown: &Shown) -> Node {
    let words = texts().codes();
    let (reading, names, acts) = (shown.reading, shown.names.clone(), shown.acts);
    let (picked, copied, current) = (shown.picked, shown.copied, shown.current);
    let waning = Memo::new(move |_| is_waning(&reading.read()));
    let side = if shown.counts {
        view! {
            <IconButton
                drawing=Icon::Refresh.small()
                label=(words.new_code)(&names.title)
                class="icon-button icon-button--soft"
                on_press=acts.advance
            />
        }
    } else {
        view! {
            <span class="code__left" aria-hidden="true">
                {move || seconds(&reading.read())}
            </span>
        }
    };
    let scale = Signal::derive(move || left(&reading.read()));
    let monogram = names.monogram.clone();
    let monogram = move || match picked.get() {
        Some(true) => Icon::Check.large(),
        _ => Node::of(monogram.as_str()),
    };
    let pressed = move || Some(if picked.get()? { "true" } else { "false" });
    let pinned = shown.pinned.then(|| Icon::Pin.small());
    view! {
        <div
            class="code"
            class:code--wane=move || waning.get()
            class:code--copied=move || copied.get()
            class:code--current=move || current.get()
            class:code--picked=move || picked.get() == Some(true)
        >
            <button
                class="code__copy"
                type="button"
                id=button_id(&names.id)
                aria-pressed=pressed
                on:click=move |_| acts.press.run(())
                on:focus=move |_| acts.focused.run(())
                on:blur=move |_| acts.blurred.run(())
                on:contextmenu=move |event| {
                    event.prevent_default();
                    acts.more.run(());
                }
            >
                <span class="monogram" aria-hidden="true">
                    {monogram}
                </span>
                <span class="grow">
                    <span class="code__name">
                        <span class="code__issuer cut" dir="auto">
                            {names.title.clone()}
                        </span>
                        " "
                        <span class="code__account cut" dir="auto">
                            {names.account.clone()}
                        </span>
                        {pinned}
                    </span>
                    <span class="code__value">{value(shown, "code__next")}</span>
                    " "
                    <span class="heard">{said(shown)}</span>
                </span>
            </button>
            <span class="code__side">
                <IconButton
                    drawing=Icon::More.small()
                    label=(words.more)(&names.title)
                    class="icon-button icon-button--soft"
                    on_press=acts.more
                />
                {side}
            </span>
            {(!shown.counts).then(|| gauge(scale, false))}
        </div>
    }
}

/// The seconds that are left.
pub(super) fn seconds(reading: &Reading) -> Option<String> {
    let gauge = reading.gauge?;
    Some(duration(language(), gauge.seconds_left))
}

/// The code, and after it the next one, the tick, or for how long it is held.
pub(super) fn value(shown: &Shown, next_class: &'static str) -> Node {
    let Shown {
        reading,
        showing,
        shows,
        copied,
        ..
    } = *shown;
    let after = Memo::new(move |_| after(&reading.read(), *showing.read(), shows.get()));
    let after = move || match after.get() {
        _ if copied.get() => Some(copied_tick()),
        After::Nothing => None,
        After::Held(text) => Some(view! {
            <span class="code__held" aria-hidden="true">
                {Icon::Clock.small()}
                {text}
            </span>
        }),
        After::Next(next) => Some(view! {
            <span class=next_class aria-hidden="true">
                {Icon::Next.turning()}
                {digits(move || next.clone())}
            </span>
        }),
    };
    let code = move || {
        let written = written(&reading.read().code, *showing.read());
        if shows.get() { written } else { dots(&written) }
    };
    view! {
        {digits(code)}
        {after}
    }
}

#[derive(Clone, PartialEq)]
enum After {
    Nothing,
    Next(String),
    Held(String),
}

fn after(reading: &Reading, showing: Showing, shows: bool) -> After {
    match (&reading.held, &reading.next) {
        (Some(held), _) => After::Held(held_text(*held)),
        (None, Some(next)) if shows => After::Next(written(next, showing)),
        _ => After::Nothing,
    }
}

/// For how long a held code can be used.
pub(super) fn held_text(held: Held) -> String {
    let words = texts().codes();
    match held {
        Held::Good(seconds) => (words.held_good)(&duration(language(), seconds)),
        Held::Late(seconds) => (words.held_late)(&duration(language(), seconds)),
    }
}

/// A code as it is looked at.
pub(super) fn written(code: &Code, showing: Showing) -> String {
    if showing.ungrouped {
        code.expose().to_owned()
    } else {
        code.grouped().expose().to_owned()
    }
}

/// What stands in place of a code that is hidden.
fn dots(written: &str) -> String {
    let dot = |c: char| if c == ' ' { c } else { '•' };
    written.chars().map(dot).collect()
}

/// The code as it is heard, and what a press does.
pub(super) fn said(shown: &Shown) -> impl Fn() -> String + 'static {
    let words = texts().codes();
    let Shown {
        reading,
        shows,
        picked,
        ..
    } = *shown;
    move || {
        if picked.get().is_some() {
            words.pick.to_owned()
        } else if shows.get() {
            (words.copy_code)(&spelled(reading.read().code.expose()))
        } else {
            words.hidden_code.to_owned()
        }
    }
}

/// Says for a moment that the code has been copied.
fn copied_tick() -> Node {
    view! {
        <span class="code__copied" aria-hidden="true">
            {Icon::Check.small()}
            {texts().codes().copied}
        </span>
    }
}
