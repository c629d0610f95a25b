//! Which screen is shown, by the address and by where the flows stand.

use core::mem::discriminant;

use countersign_core::codes::AddView;
use countersign_core::sign_in::View;
use countersign_core::vault::TokenId;
use leptos::prelude::*;

use super::shell::framed;
use super::{add, codes, settings, sign_in, texts, use_app};
use crate::dom::Node;
use crate::routes::Route;
use crate::runtime::{Adding, Runtime};

/// Screens that share something while one moves between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Codes,
    Add,
    Online,
    Settings,
}

impl Section {
    const fn of(route: Route) -> Self {
        match route {
            Route::Codes => Self::Codes,
            Route::Add | Route::Scan | Route::Paste | Route::ByHand => Self::Add,
            Route::SignIn | Route::Account => Self::Online,
            Route::Settings => Self::Settings,
        }
    }
}

/// The page of the address.
pub(crate) fn pages(runtime: Runtime) -> Node {
    let route = use_app().known.route;
    let section = Memo::new(move |_| Section::of(route.get()));
    let page = move || match section.get() {
        Section::Codes => framed(codes::screen(runtime)),
        Section::Add => adding(runtime),
        Section::Online => online(runtime),
        Section::Settings => framed(settings::screen()),
    };
    Node::of(page)
}

/// Signing in, or the account: a new screen for each new step.
fn online(runtime: Runtime) -> Node {
    let view = runtime.sign_in;
    let send = Callback::new(move |event| runtime.send(event));
    let step = Memo::new(move |_| step_of(&view.read()));
    let screen = move || {
        // Read, since a memo that was only tracked is never worked out and never tells of a change.
        step.with(|_| ());
        framed(sign_in::screen(view, send))
    };
    Node::of(screen)
}

/// What a new screen is made for. While the server checks, the steps are on one screen.
fn step_of(view: &View) -> impl PartialEq + Send + Sync + use<> {
    use countersign_core::sign_in::Waiting;
    let waits_for = match view {
        View::Waiting(Waiting::Looking | Waiting::Checking { .. }) => Some(Waiting::Looking),
        View::Waiting(other) => Some(*other),
        _ => None,
    };
    (discriminant(view), waits_for)
}

/// Adding a token, from the ways in to the list.
fn adding(runtime: Runtime) -> Node {
    let adding = runtime.begin_adding();
    let route = use_app().known.route;
    let previews = Memo::new(move |_| matches!(&*adding.view.read(), AddView::Preview(_)));
    leave_when_done(runtime, adding);
    let screen = move || {
        previews.with(|_| ());
        framed(add::screen(route.get(), runtime, adding))
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
        let words = &texts().add;
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
        None => texts().codes.unnamed.to_owned(),
    }
}
