//! Adding a token: by camera, by picture, by link, by hand.

mod by_hand;
mod choose;
mod paste;
mod picture;
mod preview;
mod problem;
mod scan;

use countersign_core::codes::AddView;
use leptos::prelude::*;

use super::screen::{Bar, Screen};
use super::{texts, use_app};
use crate::dom::Node;
use crate::routes::Route;
use crate::runtime::{Adding, Runtime};

/// The page of this way to add a token; the preview, once something was read.
pub(crate) fn screen(route: Route, runtime: Runtime, adding: Adding) -> Screen {
    match (adding.view.get_untracked(), route) {
        (AddView::Preview(first), _) => preview::screen(first, adding),
        (_, Route::Scan) => scan::screen(runtime, adding),
        (_, Route::Paste) => paste::screen(adding),
        (_, Route::ByHand) => by_hand::screen(adding),
        _ => choose::screen(runtime, adding),
    }
}

/// A page of this task: the way out leads to where one came from.
fn page(title: &'static str, out: Route, body: Node, actions: Option<Node>) -> Screen {
    Screen {
        title: title.to_owned(),
        bar: Bar::Task {
            name: title,
            heading: true,
            close_label: texts().shell.close,
            close: use_app().going(out),
        },
        body,
        actions,
        ..Screen::default()
    }
}
