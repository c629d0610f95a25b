//! Which screen is shown, by the address and by where the flows stand.

use leptos::prelude::*;

use super::screen::{Bar, Screen};
use super::shell::{frame, framed};
use super::widgets::{Button, Weight};
use super::{Order, add, backup, codes, export, install, lock, settings, sign_in, texts, use_app};
use crate::dom::{Node, later, view};
use crate::parts::NotArrived;
use crate::routes::Route;
use crate::runtime::{Runtime, VaultState};

/// Screens that share something while one moves between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Codes,
    AroundCodes,
    Add,
    Online,
    Settings,
    Backup,
    Export,
    Lock,
}

impl Section {
    const fn of(route: Route) -> Self {
        match route {
            Route::Codes => Self::Codes,
            Route::Add | Route::Scan | Route::Paste | Route::ByHand | Route::Import => Self::Add,
            Route::Bin | Route::Duplicates | Route::Order => Self::AroundCodes,
            Route::SignIn | Route::Account => Self::Online,
            Route::Settings | Route::Clock | Route::Storage => Self::Settings,
            Route::Backup | Route::MakeBackup | Route::CheckBackup => Self::Backup,
            Route::Export => Self::Export,
            Route::Lock => Self::Lock,
        }
    }
}

/// The page of the address.
pub(crate) fn pages(runtime: Runtime) -> Node {
    let route = use_app().known.route;
    let section = Memo::new(move |_| Section::of(route.get()));
    let first = Memo::new(move |_| comes_first(section.get(), runtime));
    let app = use_app();
    let locked = Memo::new(move |_| runtime.vault.get() == VaultState::Locked);
    let page = move || match section.get() {
        _ if locked.get() => {
            app.announcer.clear();
            app.presence.set(None);
            arriving(move || lock::screen(runtime))
        }
        _ if first.get() == Some(First::Wait) => framed(on_its_way()),
        _ if first.get() == Some(First::Install) => arriving(install::pages),
        Section::Codes => framed(codes::screen(runtime)),
        Section::AroundCodes => arriving(move || codes::pages(runtime)),
        Section::Add => arriving(move || add::pages(runtime)),
        Section::Online => arriving(move || sign_in::pages(runtime)),
        Section::Settings => arriving(settings::pages),
        Section::Backup => arriving(move || backup::pages(runtime)),
        Section::Export => arriving(move || export::pages(runtime)),
        Section::Lock => arriving(settings::lock::page),
    };
    Node::of(page)
}

/// What comes before a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    /// It is not known yet whether there are tokens.
    Wait,
    /// The app is to be installed before the first token is added.
    Install,
}

fn comes_first(section: Section, runtime: Runtime) -> Option<First> {
    let adds = matches!(section, Section::Add | Section::Online);
    if !adds || !use_app().known.install_first.get() {
        return None;
    }
    match runtime.vault.get() {
        VaultState::Opening => Some(First::Wait),
        VaultState::Open if runtime.tokens.read().is_empty() => Some(First::Install),
        _ => None,
    }
}

/// A page whose code is fetched when it is first shown.
fn arriving<F>(draw: impl Fn() -> F + 'static) -> Node
where
    F: Future<Output = Result<Node, NotArrived>> + 'static,
{
    let tries = RwSignal::new(0_u32);
    let again = Callback::new(move |()| tries.update(|tries| *tries += 1));
    let page = move || {
        tries.track();
        let drawn = draw();
        let coming = async move { drawn.await.unwrap_or_else(|_| framed(missing(again))) };
        later(coming, || frame(on_its_way()))
    };
    Node::of(page)
}

fn on_its_way() -> Screen {
    let words = texts().shell();
    Screen {
        title: words.app.to_owned(),
        bar: Bar::Tab {
            title: words.app,
            heading: true,
        },
        body: view! { <p class="soft" role="status">{words.loading}</p> },
        ..Screen::default()
    }
}

/// The code of the page has not arrived. Where the server has another version by now, only loading
/// everything again helps.
fn missing(again: Callback<()>) -> Screen {
    let words = texts().shell();
    let app = use_app();
    Screen {
        title: words.missing.to_owned(),
        bar: Bar::Tab {
            title: words.app,
            heading: false,
        },
        body: view! {
            <h1 tabindex="-1">{words.missing}</h1>
            <p>{words.missing_text}</p>
            <div class="stack">
                <Button label=words.try_again on_press=again />
                <Button
                    label=texts().storage().reload
                    weight=Weight::Quiet
                    on_press=Callback::new(move |()| app.order(Order::Reload))
                />
            </div>
        },
        ..Screen::default()
    }
}
