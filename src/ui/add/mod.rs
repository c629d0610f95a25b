//! Adding a token: by camera, by picture, by link, by hand.

mod by_hand;
mod choose;
mod import;
mod intake;
mod paste;
mod preview;
mod problem;
mod scan;

use self::intake::Intake;
use countersign_core::codes::AddView;
use countersign_core::vault::TokenId;
use leptos::prelude::*;

use super::screen::{Bar, Screen};
use super::shell::framed;
use super::{texts, use_app};
use crate::dom::Node;
use crate::parts::part;
use crate::routes::Route;
use crate::runtime::{Adding, Runtime};

part! {
    tools:
    /// Adding a token, from the ways in to the list.
    pub(crate) fn pages(runtime: Runtime) -> Node {
        adding(runtime)
    }
}

fn adding(runtime: Runtime) -> Node {
    let adding = runtime.begin_adding();
    let route = use_app().known.route;
    // Another token is another screen; its next code is not.
    let previews = Memo::new(move |_| match &*adding.view.read() {
        AddView::Preview(preview) => Some((preview.names.clone(), preview.kind)),
        _ => None,
    });
    leave_when_done(runtime, adding);
    let importing = runtime.begin_importing();
    let stage = import::stage(importing);
    let intake = Intake::new(runtime, adding, importing);
    let tray = use_app().handed;
    // What comes in is taken, not drawn.
    Effect::new(move || {
        if let Some(handed) = tray.take() {
            intake.take(handed);
        }
    });
    let screen = move || {
        previews.with(|_| ());
        let imports = import::screen(stage.get(), importing);
        framed(imports.unwrap_or_else(|| screen(route.get(), runtime, adding, intake)))
    };
    Node::of(screen)
}

fn leave_when_done(runtime: Runtime, adding: Adding) {
    let app = use_app();
    let done = Memo::new(move |_| match adding.view.get() {
        AddView::Saved(id) => Some((id, true)),
        AddView::Duplicate(id) => Some((id, false)),
        AddView::Entry(_) | AddView::Preview(_) => None,
    });
    // The address is the browser's, and a toast is told, not drawn.
    Effect::new(move || {
        let Some((id, new)) = done.get() else { return };
        let words = texts().add();
        if new {
            app.announcer.toast((words.added)(&name_of(runtime, &id)));
        } else {
            app.announcer.toast(words.duplicate);
        }
        app.go(Route::Codes);
    });
}

fn name_of(runtime: Runtime, id: &TokenId) -> String {
    let tokens = runtime.tokens.read_untracked();
    let token = tokens.iter().find(|token| token.id == *id);
    let names = token.map(|token| (&token.token.issuer, &token.token.account_name));
    match names {
        Some((issuer, account)) if issuer.is_empty() => account.clone(),
        Some((issuer, _)) => issuer.clone(),
        None => texts().codes().unnamed.to_owned(),
    }
}

/// The page of this way to add a token; the preview, once something was read.
fn screen(route: Route, runtime: Runtime, adding: Adding, intake: Intake) -> Screen {
    match (adding.view.get_untracked(), route) {
        (AddView::Preview(first), _) => preview::screen(first, adding, intake),
        (_, Route::Scan) => scan::screen(runtime, intake),
        (_, Route::Paste) => paste::screen(adding, intake),
        (_, Route::ByHand) => by_hand::screen(adding, intake),
        (_, Route::Import) => import::entry(intake),
        _ => choose::screen(intake),
    }
}

/// A page of this task: the way out leads to where one came from.
fn page(title: &'static str, out: Route, body: Node, actions: Option<Node>) -> Screen {
    Screen {
        title: title.to_owned(),
        bar: Bar::Task {
            name: title,
            heading: true,
            close_label: texts().shell().close,
            close: use_app().going(out),
        },
        body,
        actions,
        ..Screen::default()
    }
}
