use std::sync::Arc;

use countersign_core::Timestamp;
use countersign_core::codes::Listed;
use countersign_core::vault::Standing;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::finder::{SEARCH, finder};
use super::plate::plate;
use super::row::row;
use super::state::{Asked, List};
use crate::dom::{Node, about_to_be_seen, each, view};
use crate::ui::texts;
use crate::ui::widgets::{Button, Icon, IconButton, Weight};

/// Names a row together with what its frame is made of, so that a renamed or stopped token gets a
/// new frame.
fn key(listed: &Arc<Listed>) -> String {
    let Listed {
        id,
        issuer,
        account_name,
        standing,
        pinned,
        ..
    } = &**listed;
    let standing = match standing {
        None => String::new(),
        Some(Standing::Active) => "active".to_owned(),
        Some(Standing::Stopped { at, reason }) => {
            let at = at.map(Timestamp::as_millis).unwrap_or_default();
            format!("{} {at}", *reason as u8)
        }
    };
    let id = id.as_str();
    format!("{id}\n{issuer}\n{account_name}\n{pinned}\n{standing}")
}

/// Search, plates and rows.
pub(super) fn view(list: List) -> Node {
    let words = texts().codes();
    let part_of = move |registered: bool| {
        let mut rows = list.drawn();
        rows.retain(|listed| listed.standing.is_some() == registered);
        rows
    };
    let any_others = Memo::new(move |_| !part_of(false).is_empty());
    let drawn_row =
        move |listed: Arc<Listed>| view! { <li>{list.shown(&listed).as_ref().map(row)}</li> };
    let rows = move || {
        any_others.get().then(|| {
            view! {
                <ul class="panel codes" aria-label=words.tokens>
                    {each(move || part_of(false), key, drawn_row)}
                </ul>
            }
        })
    };
    let drawn_plate = move |listed: Arc<Listed>| Node::of(list.shown(&listed).as_ref().map(plate));
    let more = move || {
        list.has_more()
            .then(|| about_to_be_seen(move || list.draw_more()))
    };
    let nothing = Memo::new(move |_| list.found.read().is_empty());
    view! {
        {finder(list)}
        {tags(list)}
        <div class="stack" on:keydown=move |event| walked(list, &event)>
            {each(move || part_of(true), key, drawn_plate)}
            {rows}
            {more}
            {move || nothing.get().then(|| no_match(list))}
        </div>
    }
}

fn walked(list: List, event: &KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    if !event.alt_key() {
        event.prevent_default();
        list.walk(step);
    }
}

/// The tags that there are, to look at one alone.
fn tags(list: List) -> Node {
    let all = Memo::new(move |_| list.catalog.read().tags());
    let tag_button = move |tag: String| {
        let (is_pressed, pressed) = (tag.clone(), tag.clone());
        let current = move || list.tag.read().as_ref() == Some(&is_pressed);
        let press = move |_| {
            let same = list.tag.read_untracked().as_ref() == Some(&pressed);
            list.filter((!same).then(|| pressed.clone()));
        };
        view! {
            <button
                class="filters__tag"
                type="button"
                aria-pressed=move || if current() { "true" } else { "false" }
                on:click=press
            >
                <bdi>{tag}</bdi>
            </button>
        }
    };
    let buttons = move || {
        let tags = all.get();
        let label = texts().codes().tags;
        (!tags.is_empty()).then(|| {
            let tags = tags.into_iter().map(tag_button).collect::<Vec<_>>();
            view! {
                <div class="filters" role="group" aria-label=label>
                    {tags}
                </div>
            }
        })
    };
    Node::of(buttons)
}

/// Nothing matches.
fn no_match(list: List) -> Node {
    let words = texts().codes();
    let clear = Callback::new(move |()| {
        list.search(String::new());
        list.filter(None);
        list.hands.app.focus(SEARCH);
    });
    let text = move || match list.query.read().trim() {
        "" => words.none_tagged.to_owned(),
        query => (words.no_match)(query),
    };
    view! {
        <div class="empty">
            <p>{text}</p>
            <Button label=words.clear_search weight=Weight::Quiet on_press=clear />
        </div>
    }
}

/// At the end of the bar: hide all codes, and add a token.
pub(super) fn eye(list: List) -> Node {
    let runtime = list.runtime();
    let showing = runtime.showing;
    let press = Callback::new(move |()| {
        let mut showing = showing.get_untracked();
        showing.hidden = !showing.hidden;
        runtime.set_showing(showing, move |result| list.hands.tell_failure(result));
    });
    let hidden = Memo::new(move |_| showing.read().hidden);
    let button = move || {
        let words = texts().codes();
        let (icon, label) = if hidden.get() {
            (Icon::EyeOff, words.show_codes)
        } else {
            (Icon::Eye, words.hide_codes)
        };
        view! { <IconButton drawing=icon.large() label=label.to_owned() on_press=press /> }
    };
    Node::of(button)
}

/// Beside the search: how the list is sorted, and where the rest is.
pub(super) fn organize(list: List) -> Node {
    let press = Callback::new(move |()| list.ask(Asked::Organize));
    view! {
        <IconButton
            drawing=Icon::Settings.large()
            label=texts().codes().organize.to_owned()
            on_press=press
        />
    }
}
