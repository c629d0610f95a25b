//! Importing many tokens at once: a file or a text, its password, a look at it, what was done.

mod entry;
mod locked;
mod preview;
mod report;
mod words;

use countersign_core::import::ImportView;
use leptos::prelude::*;

pub(super) use self::entry::{progress, screen as entry};
use crate::dom::{Node, view};
use crate::runtime::Importing;
use crate::ui::screen::{Bar, Screen};
use crate::ui::texts;

/// Which screen of the import is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// None: the ways in are.
    Entry,
    Opening,
    Locked,
    Preview,
    Report,
}

/// Which screen of the import is shown; followed.
pub(super) fn stage(importing: Importing) -> Memo<Stage> {
    Memo::new(move |_| match &*importing.view.read() {
        ImportView::Entry { .. } => Stage::Entry,
        ImportView::Opening => Stage::Opening,
        ImportView::Locked(_) => Stage::Locked,
        ImportView::Preview(_) => Stage::Preview,
        ImportView::Report(..) => Stage::Report,
    })
}

/// The screen of the import, unless the ways in are shown.
pub(super) fn screen(stage: Stage, importing: Importing) -> Option<Screen> {
    match stage {
        Stage::Entry => None,
        Stage::Opening => Some(opening(importing)),
        Stage::Locked => Some(locked::screen(importing)),
        Stage::Preview => Some(preview::screen(importing)),
        Stage::Report => Some(report::screen(importing)),
    }
}

fn opening(importing: Importing) -> Screen {
    let words = texts().import();
    let body = view! { <p class="soft" role="status">{words.opening}</p> };
    page(words.title, back(importing), body, None)
}

/// Back to the ways in.
fn back(importing: Importing) -> Callback<()> {
    Callback::new(move |()| importing.send(countersign_core::import::ImportEvent::Back))
}

fn page(title: &'static str, close: Callback<()>, body: Node, actions: Option<Node>) -> Screen {
    Screen {
        title: title.to_owned(),
        bar: Bar::Task {
            name: title,
            heading: true,
            close_label: texts().shell().close,
            close,
        },
        body,
        actions,
        ..Screen::default()
    }
}
