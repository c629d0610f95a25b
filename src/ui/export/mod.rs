//! Plain exports to other apps: what, how, and the proof that the person is there.

mod choose;
mod question;
mod shown;

use countersign_core::backup::{ExportEvent, ExportView};
use countersign_core::vault::TokenId;
use leptos::prelude::*;

use super::shell::framed;
use super::{App, use_app};
use crate::dom::Node;
use crate::parts::part;
use crate::routes::Route;
use crate::runtime::{Exporting, Runtime};

part! {
    files:
    /// The pages of plain exports.
    pub(crate) fn pages(runtime: Runtime) -> Node {
        all_pages(runtime)
    }
}

/// What was chosen elsewhere, such as in the menu of a token.
pub(crate) type Chosen = Vec<TokenId>;

/// Goes to the export of these tokens; a single one is shown as a QR code.
pub(crate) fn begin(app: App, chosen: Chosen) {
    app.to_export.set_value(Some(chosen));
    app.go(Route::Export);
}

fn all_pages(runtime: Runtime) -> Node {
    let app = use_app();
    let exporting = runtime.begin_export();
    let chosen = app.to_export.try_update_value(Option::take).flatten();
    let way_back = if chosen.is_some() {
        Route::Codes
    } else {
        Route::Backup
    };
    let choice = choose::Choice::new(chosen);
    let shows = Memo::new(move |_| match &*exporting.view.read() {
        ExportView::Shown(shown) => Some(shown.way),
        ExportView::Choosing(_) | ExportView::Proving => None,
    });
    let screen = move || match shows.get() {
        Some(way) => framed(shown::screen(runtime, exporting, way)),
        None => framed(choose::screen(runtime, exporting, choice, way_back)),
    };
    Node::of(screen)
}

/// Takes what is shown off the screen.
fn hide(exporting: Exporting) -> Callback<()> {
    Callback::new(move |()| exporting.send(ExportEvent::Hide))
}
