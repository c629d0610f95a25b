//! What the steps of a sign-in have in common.

use countersign_core::sign_in::{Event, View};
use leptos::prelude::*;

use crate::dom::{Child, Node, view};
use crate::ui::screen::{Bar, Screen};
use crate::ui::texts;
use crate::ui::widgets::Mark;

/// Tells the flow what the person did.
pub(super) type Send = Callback<Event>;

/// One part of the view; the last one that was seen while the next screen is on its way.
pub(super) fn part_of<T>(view: Signal<View>, first: T, pick: fn(View) -> Option<T>) -> Signal<T>
where
    T: Clone + PartialEq + core::marker::Send + Sync + 'static,
{
    Memo::new(move |before: Option<&T>| {
        pick(view.get())
            .or_else(|| before.cloned())
            .unwrap_or_else(|| first.clone())
    })
    .into()
}

/// The mark, the title that gets the focus, and the sentence that says what is true.
pub(super) fn gate(mark: Mark, title: String, text: impl Child) -> Node {
    view! {
        <div class="gate">
            {mark.drawn()}
            <h1 class="gate__title" id="title" tabindex="-1">
                {title}
            </h1>
            <p class="gate__text">{text}</p>
        </div>
    }
}

/// A step with its own page: no tabs, a way out at the top, the actions at the thumb.
pub(super) fn step(send: Send, title: String, body: Node, actions: Option<Node>) -> Screen {
    let words = texts().sign_in();
    Screen {
        title,
        bar: Bar::Task {
            name: words.title,
            heading: false,
            close_label: words.cancel,
            close: leaving(send),
        },
        body,
        actions,
        ..Screen::default()
    }
}

/// A press that sends one event.
pub(super) fn sending(send: Send, event: fn() -> Event) -> Callback<()> {
    Callback::new(move |()| send.run(event()))
}

/// Back to the form.
pub(super) fn leaving(send: Send) -> Callback<()> {
    sending(send, || Event::Leave)
}
