//! The list of codes: the registered token first, then the others, and beside it the one that is
//! chosen where there is room.

mod acts;
mod detail;
mod empty;
mod list;
mod menu;
mod plate;
mod row;
mod shown;
mod trouble;

use countersign_core::vault::TokenId;
use leptos::prelude::*;

use self::acts::Hands;
use self::list::List;
use super::screen::{Bar, Screen};
use super::widgets::Icon;
use super::{backup, texts, use_app};
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::{Runtime, VaultState};
use crate::ui::storage_trouble::vault_failed;

/// The codes.
pub(crate) fn screen(runtime: Runtime) -> Screen {
    let words = texts().codes();
    let app = use_app();
    let hands = Hands { app };
    let chosen = RwSignal::new(None::<TokenId>);
    let list = List::new(hands, chosen);
    let vault = runtime.vault;
    let body = move || match vault.get() {
        VaultState::Opening => empty::skeleton(),
        VaultState::Failed(error) => vault_failed(&error, runtime),
        VaultState::Open | VaultState::TakenOver => opened(hands, list),
    };
    let add = view! {
        <a class="icon-button" href=Route::Add.path() aria-label=words.add>
            {Icon::Add.large()}
        </a>
    };
    Screen {
        title: words.title.to_owned(),
        bar: Bar::Tab {
            title: words.title,
            heading: true,
        },
        bar_end: Some(add),
        body: Node::of(body),
        detail: Some(detail::pane(list)),
        ..Screen::default()
    }
}

/// The vault can be read.
fn opened(hands: Hands, list: List) -> Node {
    let runtime = hands.runtime();
    let any = Memo::new(move |_| !runtime.tokens.read().is_empty());
    let content = move || {
        if any.get() {
            list::view(list)
        } else {
            empty::first_run()
        }
    };
    view! {
        {trouble::notes(runtime)}
        {backup::reminder(runtime)}
        {content}
        {menu::dialog(list.asked, hands)}
    }
}
