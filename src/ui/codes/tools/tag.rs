use countersign_core::vault::tidy_tags;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::state::List;
use super::problem;
use crate::dom::{Node, view};
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::texts;
use crate::ui::widgets::{Button, Field, SubmitButton, Weight};

/// What becomes of a tag: it is on all of the picked tokens, on none, or stays as it is.
type Marks = RwSignal<Vec<(String, bool)>>;

/// Which tags the picked tokens get and lose.
pub(super) fn form(list: List, close: Callback<()>) -> Node {
    let words = texts().organize();
    let ids = list.picked.get_untracked().unwrap_or_default();
    let marks: Marks = RwSignal::new(Vec::new());
    let new = RwSignal::new(String::new());
    let failed = RwSignal::new(None);
    let known = list.catalog.read_untracked().tags();
    let on_all = |tag: &String| {
        let has = |id| {
            list.hands
                .token(id)
                .is_some_and(|token| token.tags.contains(tag))
        };
        ids.iter().all(has)
    };
    let boxes = known
        .iter()
        .map(|tag| check(tag.clone(), on_all(tag), marks))
        .collect::<Vec<_>>();
    let boxes = (!boxes.is_empty()).then(|| view! { <div class="panel">{boxes}</div> });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (mut add, mut remove) = (tidy_tags(new.get_untracked().split(',')), Vec::new());
        for (tag, on) in marks.get_untracked() {
            if on { &mut add } else { &mut remove }.push(tag);
        }
        list.runtime()
            .tag_tokens(ids.clone(), add, remove, move |result| match result {
                Ok(()) => {
                    list.hands.app.announcer.toast(words.tagged);
                    close.run(());
                }
                Err(error) => failed.set(Some(vault_error_text(&error))),
            });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            {problem(failed)}
            {boxes}
            <Field
                id="tag-new"
                label=words.tag_new
                hint=words.tags_hint
                on_input=Callback::new(move |text| new.set(text))
            />
            <SubmitButton label=texts().shell().save />
            <Button label=texts().shell().cancel weight=Weight::Quiet on_press=close />
        </form>
    }
}

fn check(tag: String, on: bool, marks: Marks) -> Node {
    let marked = tag.clone();
    let change = move |event| {
        let on = event_target_checked(&event);
        marks.update(|marks| {
            marks.retain(|(tag, _)| *tag != marked);
            marks.push((marked.clone(), on));
        });
    };
    view! {
        <label class="row">
            <span class="row__text">
                <bdi>{tag}</bdi>
            </span>
            <input class="check" type="checkbox" checked=on on:change=change />
        </label>
    }
}
