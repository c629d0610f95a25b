//! Settings > Backup: how the backups stand, making one, opening one again, and the reminder.

mod drill;
mod file;
mod make;
mod reminder;
mod standing;

use leptos::prelude::*;

pub(super) use standing::{line, row};

use super::screen::{Bar, Screen};
use super::shell::framed;
use super::{texts, use_app};
use crate::dom::{Node, later};
use crate::parts::part;
use crate::routes::Route;
use crate::runtime::Runtime;

part! {
    files:
    /// The pages of backups.
    pub(crate) fn pages(runtime: Runtime) -> Node {
        all_pages(runtime)
    }
}

part! {
    tools:
    /// A word about backups where one is due.
    fn reminding(runtime: Runtime) -> Node {
        reminder::note(runtime)
    }
}

/// A word about backups where one is due, once its code is there; nobody waits for it.
pub(crate) fn reminder(runtime: Runtime) -> Node {
    let coming = async move { reminding(runtime).await.unwrap_or_else(|_| Node::nothing()) };
    later(coming, Node::nothing)
}

fn all_pages(runtime: Runtime) -> Node {
    let route = use_app().known.route;
    let page = move || match route.get() {
        Route::MakeBackup => make::pages(runtime),
        Route::CheckBackup => drill::pages(runtime),
        _ => framed(standing::screen(runtime)),
    };
    Node::of(page)
}

/// A page of one of the tasks; the way out leads back to how the backups stand.
fn page(title: &'static str, body: Node, actions: Option<Node>) -> Screen {
    Screen {
        title: title.to_owned(),
        bar: Bar::Task {
            name: title,
            heading: true,
            close_label: texts().shell().close,
            close: use_app().going(Route::Backup),
        },
        body,
        actions,
        ..Screen::default()
    }
}

/// A number of things for a text.
fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
