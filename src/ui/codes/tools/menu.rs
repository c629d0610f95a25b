use countersign_core::codes::Sort;
use countersign_core::vault::{TokenId, VaultError};
use countersign_otp::Kind;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::super::state::{Asked, Deed, List};
use super::{focus_on, name};
use crate::dom::{Node, view};
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::texts;
use crate::ui::widgets::{Button, Icon, Weight};

/// One thing that can be done.
struct Entry {
    icon: Icon,
    name: &'static str,
    asks: Asked,
}

/// What can be done with a token. A registered token keeps the server's names, and is asked about
/// before it goes, since it cannot be had back.
pub(super) fn entries(list: List, id: &TokenId, close: Callback<()>) -> Node {
    let words = texts().organize();
    let Some(token) = list.hands.token(id) else {
        return Node::nothing();
    };
    let offline = token.registration().is_none();
    let counts = matches!(token.token.kind, Kind::Hotp { .. });
    let manual = list.runtime().showing.read_untracked().sort == Sort::Manual;
    let held = list.reading_of(&token).held.is_some();
    let entry = |icon, name, asks| Entry { icon, name, asks };
    let deed = |icon, name, deed| entry(icon, name, Asked::Do(deed, id.clone()));
    let mut entries = vec![entry(Icon::Edit, words.edit, Asked::Edit(id.clone()))];
    if !list.runtime().wide.get_untracked() {
        entries.push(entry(Icon::Info, words.details, Asked::Details(id.clone())));
    }
    if counts {
        entries.push(entry(
            Icon::Refresh,
            words.resync,
            Asked::Resync(id.clone()),
        ));
    } else {
        entries.push(deed(Icon::Next, words.copy_next, Deed::CopyNext));
        let name = if held { words.let_go } else { words.hold };
        entries.push(deed(Icon::Clock, name, Deed::Hold));
    }
    let name = if token.pinned { words.unpin } else { words.pin };
    entries.push(deed(Icon::Pin, name, Deed::Pin));
    if offline && manual {
        entries.push(deed(Icon::Up, words.move_up, Deed::Up));
        entries.push(deed(Icon::Down, words.move_down, Deed::Down));
    }
    if offline {
        entries.push(deed(Icon::Qr, texts().export().menu, Deed::Export));
        entries.push(deed(Icon::Check, words.select, Deed::Pick));
        entries.push(deed(Icon::Trash, words.throw_away, Deed::Delete));
    } else {
        entries.push(entry(Icon::Trash, words.delete, Asked::Delete(id.clone())));
    }
    drawn(list, id, entries, close)
}

fn drawn(list: List, id: &TokenId, entries: Vec<Entry>, close: Callback<()>) -> Node {
    let title = (texts().codes().more)(&name(list.hands, id));
    let count = entries.len();
    let here = RwSignal::new(0_usize);
    let app = list.hands.app;
    let focus = move |index: usize| {
        here.set(index);
        app.focus(&entry_id(index));
    };
    let walk = move |event: KeyboardEvent| {
        let now = here.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => (now + 1) % count,
            "ArrowUp" => now.checked_sub(1).unwrap_or(count - 1),
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        focus(next);
    };
    let entries = entries.into_iter().enumerate().map(|(index, entry)| {
        let press = move |_| {
            if let Asked::Do(..) = &entry.asks {
                close.run(());
            }
            list.ask(entry.asks.clone());
        };
        view! {
            <button
                class="row"
                type="button"
                role="menuitem"
                id=entry_id(index)
                on:focus=move |_| here.set(index)
                on:click=press
            >
                {entry.icon.large()}
                <span class="row__text">{entry.name}</span>
            </button>
        }
    });
    // The focus is the browser's, not something that can be drawn.
    Effect::new(move || app.focus(&entry_id(0)));
    view! {
        <div class="panel" role="menu" aria-label=title on:keydown=walk>
            {entries.collect::<Vec<_>>()}
        </div>
    }
}

fn entry_id(index: usize) -> String {
    format!("menu-{index}")
}

/// Asks before a registered token goes for good.
pub(super) fn delete(list: List, id: TokenId, close: Callback<()>) -> Node {
    let words = texts().organize();
    focus_on("sheet-title");
    let press = Callback::new(move |()| {
        let text = (words.deleted)(&name(list.hands, &id));
        let announcer = list.hands.app.announcer;
        let done = move |result: Result<(), VaultError>| match result {
            Ok(()) => announcer.toast(text),
            Err(error) => announcer.toast(vault_error_text(&error)),
        };
        list.runtime().delete_tokens(vec![id.clone()], done);
        close.run(());
    });
    view! {
        <div class="stack">
            <p>{words.delete_registered}</p>
            <Button label=words.remove weight=Weight::Refuse on_press=press />
            <Button label=texts().shell().cancel weight=Weight::Quiet on_press=close />
        </div>
    }
}
