//! The search, and what the keys do.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;

use super::list::organize;
use super::state::{Asked, Deed, List};
use crate::dom::{Node, view};
use crate::ui::texts;
use crate::ui::widgets::Icon;

pub(super) const SEARCH: &str = "search";

pub(super) fn finder(list: List) -> Node {
    let words = texts().codes();
    let searching = RwSignal::new(false);
    hear_keys(list, searching);
    let said = move || {
        let searched = !list.query.read().trim().is_empty();
        searched.then(|| {
            let number = list.found.read().len();
            (words.found)(u64::try_from(number).unwrap_or(u64::MAX))
        })
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            list.chosen.set(None);
            list.walk(0);
        }
        "Enter" => {
            let first = list.found.read_untracked().first().cloned();
            if let Some(first) = first {
                list.copy(&first.id);
            }
        }
        "Escape" => list.search(String::new()),
        _ => {}
    };
    view! {
        <search class="finder">
            <div class="field__box">
                {Icon::Search.small()}
                <input
                    type="search"
                    id=SEARCH
                    aria-label=words.search
                    placeholder=words.search
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    prop:value=move || list.query.get()
                    on:input=move |event| list.search(event_target_value(&event))
                    on:keydown=keys
                    on:focus=move |_| searching.set(true)
                    on:blur=move |_| searching.set(false)
                />
                <kbd class="finder__key" aria-hidden="true">
                    "/"
                </kbd>
            </div>
            {organize(list)}
        </search>
        <p class="heard" role="status">
            {said}
        </p>
    }
}

/// "/" moves to the search, and so does any letter that is typed at nothing in particular. On a
/// row that was reached by keyboard, some letters do something with its token.
fn hear_keys(list: List, searching: RwSignal<bool>) {
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Tab" {
            list.by_keyboard.set(true);
        }
        let busy = list.asked.read_untracked().is_some() || searching.get_untracked();
        if !busy && !event.ctrl_key() && !event.meta_key() {
            heard(list, &event);
        }
    });
    let pointer = window_event_listener(ev::pointerdown, move |_| list.by_keyboard.set(false));
    on_cleanup(move || {
        keys.remove();
        pointer.remove();
    });
}

fn heard(list: List, event: &KeyboardEvent) {
    let key = event.key();
    let focused = list.focused.get_untracked();
    let focused = focused.filter(|_| list.by_keyboard.get_untracked());
    match (focused, deed(&key, event.alt_key())) {
        (Some(id), Some(deed)) => {
            event.prevent_default();
            list.ask(Asked::Do(deed, id));
            return;
        }
        _ if event.alt_key() => return,
        _ => {}
    }
    match key.as_str() {
        "/" => {
            event.prevent_default();
            list.hands.app.focus(SEARCH);
        }
        "?" => list.ask(Asked::Keys),
        "Escape" => list.picked.set(None),
        letter if letter.chars().count() == 1 && letter.chars().all(char::is_alphanumeric) => {
            list.hands.app.focus(SEARCH);
        }
        _ => {}
    }
}

fn deed(key: &str, alt: bool) -> Option<Deed> {
    Some(match (key, alt) {
        ("n", false) => Deed::CopyNext,
        ("e", false) => Deed::Edit,
        ("p", false) => Deed::Pin,
        ("x", false) => Deed::Pick,
        ("f", false) => Deed::Hold,
        ("Delete", false) => Deed::Delete,
        ("ArrowUp", true) => Deed::Up,
        ("ArrowDown", true) => Deed::Down,
        _ => return None,
    })
}
