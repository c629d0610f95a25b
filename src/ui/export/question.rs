use countersign_core::Ticket;
use leptos::prelude::*;

use crate::dom::{Node, view};
use crate::runtime::Exporting;
use crate::ui::texts;
use crate::ui::widgets::{Button, Dialog, Weight};

/// Asks whether the person is there, each time that the export waits for it.
pub(super) fn dialog(exporting: Exporting) -> Node {
    let asked = exporting.proof;
    let closed = Callback::new(move |()| exporting.not_proved());
    let content = move |close| match asked.get() {
        Some(ticket) => answers(exporting, ticket, close),
        None => Node::nothing(),
    };
    let title = texts().export().presence_title.to_owned();
    let dialog = move || {
        asked.get().map(|_| {
            let title = title.clone();
            view! { <Dialog title=title on_close=closed content=Box::new(content) /> }
        })
    };
    Node::of(dialog)
}

fn answers(exporting: Exporting, ticket: Ticket, close: Callback<()>) -> Node {
    let words = texts().export();
    let proved = Callback::new(move |()| exporting.proved(ticket));
    view! {
        <div class="stack">
            <p>{words.presence}</p>
            <Button label=words.presence_go on_press=proved />
            <Button label=texts().shell().cancel weight=Weight::Quiet on_press=close />
        </div>
    }
}
