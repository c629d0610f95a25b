//! What is not needed to show the list: what is asked about a token, what is done to several of
//! them, the pane beside the list, and the pages around it.

mod bin;
mod deeds;
mod detail;
mod duplicates;
mod edit;
mod keys;
mod menu;
mod order;
mod organize;
mod picked;
mod resync;
mod tag;

use countersign_core::vault::{TokenId, VaultError};
use leptos::prelude::*;

use super::acts::Hands;
use super::state::{Asked, List};
use crate::dom::{Node, view};
use crate::parts::part;
use crate::routes::Route;
use crate::runtime::Runtime;
use crate::ui::screen::{Bar, Screen};
use crate::ui::shell::framed;
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::widgets::{Dialog, Icon, Note, Tone};
use crate::ui::{texts, use_app};

part! {
    list:
    /// Answers what is asked, by a dialog or by doing it.
    pub(super) fn answer(list: List) -> Node {
        answered(list)
    }
}

part! {
    list:
    /// What can be done with the tokens that are picked.
    pub(super) fn picked(list: List) -> Node {
        picked::bar(list)
    }
}

part! {
    list:
    /// The token that is chosen, large.
    pub(super) fn detail(list: List) -> Node {
        detail::pane(list)
    }
}

part! {
    list:
    /// The pages around the list: the bin, what is there more than once, the person's own order.
    pub(crate) fn pages(runtime: Runtime) -> Node {
        around(runtime)
    }
}

fn around(runtime: Runtime) -> Node {
    let hands = Hands { app: use_app() };
    let route = hands.app.known.route;
    let screen = move || {
        framed(match route.get() {
            Route::Duplicates => duplicates::screen(hands),
            Route::Order => order::screen(hands),
            _ => bin::screen(hands, runtime),
        })
    };
    Node::of(screen)
}

/// A page that leads back to the list.
fn page(title: &'static str, body: Node, actions: Option<Node>) -> Screen {
    Screen {
        title: title.to_owned(),
        bar: Bar::Task {
            name: title,
            heading: true,
            close_label: texts().shell().close,
            close: use_app().going(Route::Codes),
        },
        body,
        actions,
        ..Screen::default()
    }
}

/// It is one dialog all the time, so that the focus returns to where it was opened from.
fn answered(list: List) -> Node {
    let asked = list.asked;
    // What is to be done at once is done, not drawn.
    Effect::new(move || {
        if let Some(Asked::Do(deed, id)) = asked.get() {
            asked.set(deeds::done(list, deed, &id));
        }
    });
    let open = Memo::new(move |_| !matches!(*asked.read(), None | Some(Asked::Do(..))));
    let title = Signal::derive(move || {
        asked
            .get()
            .map(|asked| title(list, &asked))
            .unwrap_or_default()
    });
    let content = move |close: Callback<()>| match asked.get() {
        Some(Asked::Menu(id)) => menu::entries(list, &id, close),
        Some(Asked::Edit(id)) => edit::form(list, &id, close),
        Some(Asked::Details(id)) => detail::token(list, &id),
        Some(Asked::Resync(id)) => resync::form(list, &id, close),
        Some(Asked::Delete(id)) => menu::delete(list, id, close),
        Some(Asked::Organize) => organize::choices(list, close),
        Some(Asked::Tag) => tag::form(list, close),
        Some(Asked::Keys) => keys::sheet(),
        Some(Asked::Do(..)) | None => Node::nothing(),
    };
    let closed = Callback::new(move |()| asked.set(None));
    let dialog = move || {
        open.get().then(|| {
            view! { <Dialog title=title on_close=closed content=Box::new(content) /> }
        })
    };
    Node::of(dialog)
}

fn title(list: List, asked: &Asked) -> String {
    let (words, tools) = (texts().codes(), texts().organize());
    let title = |id: &TokenId| name(list.hands, id);
    match asked {
        Asked::Menu(id) => (words.more)(&title(id)),
        Asked::Edit(id) => (tools.edit_title)(&title(id)),
        Asked::Details(id) => title(id),
        Asked::Resync(_) => tools.resync_title.to_owned(),
        Asked::Delete(id) => (tools.delete_title)(&title(id)),
        Asked::Organize => words.organize.to_owned(),
        Asked::Tag => tools.tag_title.to_owned(),
        Asked::Keys => tools.keys_title.to_owned(),
        Asked::Do(..) => String::new(),
    }
}

/// What a token is called.
fn name(hands: Hands, id: &TokenId) -> String {
    let names = hands.token(id).map(|token| token.token);
    let names = names.map(|names| [names.issuer, names.account_name]);
    let name = names.and_then(|names| names.into_iter().find(|name| !name.is_empty()));
    name.unwrap_or_else(|| hands.app.words().codes().unnamed.to_owned())
}

/// Throws tokens away and offers to take that back.
fn throw_away(hands: Hands, ids: Vec<TokenId>) {
    let words = hands.app.words().organize();
    let text = match ids.as_slice() {
        [only] => (words.thrown_away)(&name(hands, only)),
        several => (words.several_thrown_away)(u64::try_from(several.len()).unwrap_or(u64::MAX)),
    };
    let back = ids.clone();
    let undo = move || {
        let done = move |result| hands.tell_failure(result);
        hands.runtime().restore_tokens(back.clone(), done);
    };
    let announcer = hands.app.announcer;
    let done = move |result: Result<(), VaultError>| match result {
        Ok(()) => announcer.toast_with(text, texts().shell().undo, undo),
        Err(error) => announcer.toast(vault_error_text(&error)),
    };
    hands.runtime().trash_tokens(ids, done);
}

/// What went wrong, where a toast would stand behind the dialog.
fn problem(text: RwSignal<Option<&'static str>>) -> Node {
    Node::of(move || {
        text.get().map(|text| {
            view! { <Note tone=Tone::Refused icon=Icon::Alert text=text /> }
        })
    })
}

/// Moves the focus once the content is there, since what had it is gone.
fn focus_on(id: &'static str) {
    let app = use_app();
    // The focus is the browser's, not something that can be drawn.
    Effect::new(move || app.focus(id));
}

/// Something to switch on and off, with a line on what that means.
fn switch(
    id: &'static str,
    name: &'static str,
    hint: &'static str,
    on: bool,
    change: Callback<bool>,
) -> Node {
    view! {
        <label class="row">
            <span class="row__text">
                <b>{name}</b>
                <span>{hint}</span>
            </span>
            <input
                class="check"
                type="checkbox"
                role="switch"
                id=id
                aria-label=name
                checked=on
                on:change=move |event| change.run(event_target_checked(&event))
            />
        </label>
    }
}
