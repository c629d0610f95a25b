use countersign_core::SecretText;
use countersign_core::codes::{NotFound, resynchronize};
use countersign_core::vault::TokenId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::state::List;
use super::{focus_on, problem};
use crate::dom::{Node, view};
use crate::i18n::OrganizeTexts;
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::texts;
use crate::ui::widgets::{Button, Field, Purpose, SubmitButton, Weight};

/// Finds the counter by one code or two in a row.
pub(super) fn form(list: List, id: &TokenId, close: Callback<()>) -> Node {
    let words = texts().organize();
    let (first, second) = (
        RwSignal::new(SecretText::default()),
        RwSignal::new(SecretText::default()),
    );
    let failed = RwSignal::new(None);
    let id = id.clone();
    focus_on("resync-first");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(token) = list.hands.token(&id) else {
            return;
        };
        let found = resynchronize(
            &token.token,
            &first.read_untracked(),
            &second.read_untracked(),
        );
        let counter = match found {
            Ok(counter) => counter,
            Err(why) => return failed.set(Some(not_found(words, why))),
        };
        let announcer = list.hands.app.announcer;
        list.runtime()
            .set_counter(id.clone(), counter, move |result| match result {
                Ok(()) => {
                    announcer.toast(words.resynced);
                    close.run(());
                }
                Err(error) => failed.set(Some(vault_error_text(&error))),
            });
    };
    let into = |signal: RwSignal<SecretText>| {
        Callback::new(move |text: String| signal.set(SecretText::new(text)))
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <p>{words.resync_text}</p>
            {problem(failed)}
            <Field
                id="resync-first"
                label=words.resync_first
                purpose=Purpose::Number
                on_input=into(first)
            />
            <Field
                id="resync-second"
                label=words.resync_second
                hint=words.resync_second_hint
                purpose=Purpose::Number
                on_input=into(second)
            />
            <SubmitButton label=words.resync_find />
            <Button label=texts().shell().cancel weight=Weight::Quiet on_press=close />
        </form>
    }
}

fn not_found(words: &OrganizeTexts, why: NotFound) -> &'static str {
    match why {
        NotFound::Length | NotFound::NoCounter => words.resync_length,
        NotFound::Near => words.resync_near,
        NotFound::Far => words.resync_far,
    }
}
