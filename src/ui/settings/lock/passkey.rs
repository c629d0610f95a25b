use leptos::prelude::*;

use super::cancel;
use super::desk::Desk;
use crate::dom::{Node, view};
use crate::ui::texts;
use crate::ui::widgets::{Button, Icon};

/// A passkey is made by one tap and tried by another, before it counts.
pub(super) fn view(desk: Desk, made: bool) -> Node {
    let words = texts().lock();
    let (text, label) = if made {
        (words.try_passkey_text, words.try_passkey)
    } else {
        (words.new_passkey_text, words.make_passkey)
    };
    let label = move || {
        let label = if desk.busy.get() {
            words.working
        } else {
            label
        };
        label.to_owned()
    };
    let press = Callback::new(move |()| {
        if desk.busy.get_untracked() {
            return;
        }
        if made {
            desk.try_passkey();
        } else {
            desk.make_passkey();
        }
    });
    view! {
        <section class="stack stack--wide" aria-labelledby="new-passkey">
            <h2 id="new-passkey">{words.new_passkey}</h2>
            <p class="soft">{text}</p>
            <div class="stack">
                <Button
                    label=Signal::derive(label)
                    icon=Icon::Passkey
                    waits=desk.busy
                    on_press=press
                />
                {cancel(desk)}
            </div>
        </section>
    }
}
