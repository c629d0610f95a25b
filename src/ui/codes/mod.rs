//! The list of codes: the registered token first, then the others, and beside it the one that is
//! chosen where there is room.

mod acts;
mod empty;
mod finder;
mod list;
mod plate;
mod row;
mod shown;
mod state;
mod tools;
mod trouble;

use leptos::prelude::*;

use self::acts::Hands;
use self::state::List;
use super::screen::{Bar, Screen};
use super::widgets::Icon;
use super::{backup, texts, use_app};
use crate::dom::{Node, later, view};
use crate::parts::NotArrived;
use crate::routes::Route;
use crate::runtime::{Runtime, VaultState};
use crate::ui::storage_trouble::vault_failed;

pub(crate) use self::tools::pages;

/// The codes.
pub(crate) fn screen(runtime: Runtime) -> Screen {
    let words = texts().codes();
    let app = use_app();
    let list = List::new(Hands { app });
    let vault = runtime.vault;
    let body = move || match vault.get() {
        VaultState::Opening | VaultState::Locked => empty::skeleton(),
        VaultState::Failed(error) => vault_failed(&error, runtime),
        VaultState::Open | VaultState::TakenOver => opened(list),
    };
    let bar_end = view! {
        {list::eye(list)}
        <a class="icon-button" href=Route::Add.path() aria-label=words.add>
            {Icon::Add.large()}
        </a>
    };
    // Most of it is of no use where there is no room for it.
    let wide = move || {
        let detail = move || arriving(list, tools::detail(list));
        runtime.wide.get().then(detail)
    };
    Screen {
        title: words.title.to_owned(),
        bar: Bar::Tab {
            title: words.title,
            heading: true,
        },
        bar_end: Some(bar_end),
        body: Node::of(body),
        detail: Some(Node::of(wide)),
        ..Screen::default()
    }
}

/// The vault can be read.
fn opened(list: List) -> Node {
    let runtime = list.runtime();
    let any = Memo::new(move |_| !runtime.tokens.read().is_empty());
    let content = move || {
        if any.get() {
            list::view(list)
        } else {
            empty::first_run(runtime)
        }
    };
    let asked = Memo::new(move |_| list.asked.read().is_some());
    let picking = Memo::new(move |_| list.picked.read().is_some());
    let answer = move || asked.get().then(|| arriving(list, tools::answer(list)));
    let picked = move || picking.get().then(|| arriving(list, tools::picked(list)));
    view! {
        {trouble::notes(runtime)}
        {backup::reminder(runtime)}
        {content}
        {picked}
        {answer}
    }
}

/// What is not needed to show the list, once its code is there.
fn arriving(list: List, coming: impl Future<Output = Result<Node, NotArrived>> + 'static) -> Node {
    let coming = async move {
        coming.await.unwrap_or_else(|_| {
            list.hands.app.announcer.toast(texts().shell().missing);
            list.asked.set(None);
            list.picked.set(None);
            Node::nothing()
        })
    };
    later(coming, Node::nothing)
}
