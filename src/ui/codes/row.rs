use countersign_core::codes::CodeRow;
use leptos::prelude::*;

use super::shown::{Names, is_waning, left};
use crate::dom::{Node, view};
use crate::i18n::{duration, spelled};
use crate::ui::widgets::{Icon, IconButton, digits, gauge};
use crate::ui::{language, texts};

/// What can be done with a token of the list.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    pub(super) copy: Callback<()>,
    pub(super) more: Callback<()>,
    /// Makes the next code of a counter.
    pub(super) advance: Callback<()>,
    /// The row has the focus.
    pub(super) focused: Callback<()>,
}

/// A token as the list shows it.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) names: Names,
    pub(super) row: Signal<CodeRow>,
    pub(super) copied: Signal<bool>,
    pub(super) current: Signal<bool>,
    pub(super) acts: Acts,
}

/// One token in the list.
pub(super) fn row(shown: Shown) -> Node {
    let words = texts().codes();
    let Shown {
        names,
        row,
        copied,
        current,
        acts,
    } = shown;
    let waning = Memo::new(move |_| is_waning(&row.read()));
    let counts = row.read_untracked().gauge.is_none();
    let side = if counts {
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
                {move || seconds(&row.read())}
            </span>
        }
    };
    let scale = Signal::derive(move || left(&row.read()));
    view! {
        <div
            class="code"
            class:code--wane=move || waning.get()
            class:code--copied=move || copied.get()
            class:code--current=move || current.get()
        >
            <button
                class="code__copy"
                type="button"
                id=names.button_id()
                on:click=move |_| acts.copy.run(())
                on:focus=move |_| acts.focused.run(())
            >
                <span class="monogram" aria-hidden="true">
                    {names.monogram.clone()}
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
                    </span>
                    {value(row, copied)}
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
            {(!counts).then(|| gauge(scale, false))}
        </div>
    }
}

/// The seconds that are left.
pub(super) fn seconds(row: &CodeRow) -> Option<String> {
    let gauge = row.gauge?;
    Some(duration(language(), gauge.seconds_left))
}

/// The code, and after it the next one or the tick.
fn value(row: Signal<CodeRow>, copied: Signal<bool>) -> Node {
    let next = Memo::new(move |_| next_code(&row.read()));
    let after = move || {
        if copied.get() {
            return Some(copied_tick());
        }
        let next = next.get()?;
        Some(view! {
            <span class="code__next" aria-hidden="true">
                {Icon::Next.turning()}
                {digits(move || next.clone())}
            </span>
        })
    };
    view! {
        <span class="code__value">{digits(move || code(&row.read()))} {after}</span>
        " "
        <span class="heard">{move || said(&row.read())}</span>
    }
}

/// The code as it is looked at.
pub(super) fn code(row: &CodeRow) -> String {
    row.code.grouped().expose().to_owned()
}

/// The code after it as it is looked at.
pub(super) fn next_code(row: &CodeRow) -> Option<String> {
    let next = row.next.as_ref()?;
    Some(next.grouped().expose().to_owned())
}

/// The code as it is heard, and what a press does.
pub(super) fn said(row: &CodeRow) -> String {
    (texts().codes().copy_code)(&spelled(row.code.expose()))
}

/// Says for a moment that the code has been copied.
pub(super) fn copied_tick() -> Node {
    view! {
        <span class="code__copied" aria-hidden="true">
            {Icon::Check.small()}
            {texts().codes().copied}
        </span>
    }
}
