//! Puts the pieces together: the runtime, what screens know of it, and the address.

use countersign_core::sign_in::Announcement;
use leptos::prelude::*;

use crate::dom::{self, Node};
use crate::i18n::Language;
use crate::platform::arrivals::{self, Arrival};
use crate::platform::{focus, history, locale, page};
use crate::routes::Route;
use crate::runtime::{Runtime, UpdateNews};
use crate::ui::{Announcer, App, InTray, Known, Order, Theme, pages, provide_app, shell};

/// What the app itself keeps.
#[derive(Clone, Copy)]
struct Kept {
    runtime: Runtime,
    language: RwSignal<Language>,
    theme: RwSignal<Theme>,
    route: RwSignal<Route>,
    /// The app is to be installed before the first token is added, unless the person knows better.
    install_first: RwSignal<bool>,
    /// What gets the focus on the next screen in place of its heading; nothing on the very first.
    focus_next: StoredValue<Focus>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Focus {
    Nothing,
    Heading,
    Element(String),
}

/// Draws the app into the page.
pub fn start() {
    dom::mount("app", application);
}

fn application() -> Node {
    let runtime = Runtime::start();
    let kept = Kept {
        runtime,
        install_first: RwSignal::new(runtime.is_ios_tab()),
        language: RwSignal::new(first_language()),
        theme: RwSignal::new(shown_theme(page::theme())),
        route: RwSignal::new(Route::of_path(&history::current_path())),
        focus_next: StoredValue::new(Focus::Nothing),
    };
    let app = App {
        known: Box::leak(Box::new(known(kept))),
        announcer: Announcer::new(),
        orders: Callback::new(move |order| carry_out(kept, order)),
        handed: InTray::new(),
        to_export: StoredValue::new(None),
        presence: RwSignal::new(None),
    };
    provide_app(app);
    follow_address(kept);
    take_arrivals(kept, app.handed);
    tell_news(kept.runtime, app);
    let shown = move || {
        let language = kept.language.get();
        page::show_language(language.tag(), "ltr");
        shell(pages(kept.runtime))
    };
    Node::of(shown)
}

fn first_language() -> Language {
    let chosen = page::language().and_then(|tag| Language::from_tag(&tag));
    chosen.unwrap_or_else(|| Language::wished(locale::languages()))
}

fn known(kept: Kept) -> Known {
    let runtime = kept.runtime;
    let offset = runtime.clock_offset;
    Known {
        runtime,
        language: kept.language.into(),
        theme: kept.theme.into(),
        route: kept.route.into(),
        now: runtime.now,
        offset_minutes: locale::offset_minutes,
        phase: runtime.phase,
        user_name: runtime.user_name,
        server_name: runtime.server_name,
        online: runtime.online,
        update: runtime.update,
        clock_slow_by: Signal::derive(move || offset.get().map(|millis| millis / 1000)),
        install_first: kept.install_first.into(),
    }
}

fn carry_out(kept: Kept, order: Order) {
    match order {
        Order::Go(route) => {
            history::push(route.path());
            kept.route.set(route);
        }
        Order::Entered { title, focus } => entered(kept, &title, focus),
        Order::Focus(id) => {
            focus::focus(&id);
        }
        Order::ChooseLanguage(language) => {
            page::keep_language(Some(language.tag()));
            let radio = format!("language-{}", language.tag());
            kept.focus_next.set_value(Focus::Element(radio));
            kept.language.set(language);
        }
        Order::ChooseTheme(theme) => {
            page::set_theme(kept_theme(theme));
            kept.theme.set(theme);
        }
        Order::ApplyUpdate => kept.runtime.apply_update(),
        Order::PostponeUpdate => kept.runtime.postpone_update(),
        Order::GoOnInTab => kept.install_first.set(false),
        Order::LookForUpdate => kept.runtime.look_for_update(),
        Order::Reload => history::reload(),
        Order::Print => page::print(),
    }
}

fn entered(kept: Kept, title: &str, focus: Option<&str>) {
    let app = kept.language.get_untracked().shell().app;
    page::set_title(&format!("{title} · {app}"));
    match kept.focus_next.get_value() {
        Focus::Nothing => {}
        Focus::Heading => match focus {
            Some(id) => {
                focus::focus(id);
            }
            None => focus::focus_heading(),
        },
        Focus::Element(id) => {
            focus::focus(&id);
        }
    }
    kept.focus_next.set_value(Focus::Heading);
}

/// Follows links, and the way back and forward.
fn follow_address(kept: Kept) {
    let go = move |path: String| carry_out(kept, Order::Go(Route::of_path(&path)));
    let pop = move |path: String| kept.route.set(Route::of_path(&path));
    let listeners = StoredValue::new_local((history::on_link(go), history::on_pop(pop)));
    on_cleanup(move || listeners.dispose());
}

/// Takes what comes in from outside to where tokens are added. It is looked at there and saved by
/// nobody but the person.
fn take_arrivals(kept: Kept, tray: InTray) {
    let here = move || kept.route.get_untracked();
    let arrived = move |arrival| match arrival {
        Arrival::Place(path) => carry_out(kept, Order::Go(Route::of_path(&path))),
        Arrival::Handed(handed) => {
            tray.put(handed);
            if !here().adds() {
                carry_out(kept, Order::Go(Route::Add));
            }
        }
    };
    let takes = move || here() == Route::Codes || here().adds();
    let listeners = StoredValue::new_local(arrivals::listen(takes, arrived));
    on_cleanup(move || listeners.dispose());
}

/// Tells what happens in passing.
fn tell_news(runtime: Runtime, app: App) {
    let announcer = app.announcer;
    runtime.on_announcement(move |announcement| {
        let language = app.known.language.get_untracked();
        if let Some(text) = announcement_text(&announcement, language) {
            announcer.toast(text);
        }
    });
    runtime.on_update_news(move |news| {
        let words = app.known.language.get_untracked().settings();
        match news {
            UpdateNews::Nothing => announcer.toast(words.up_to_date),
            UpdateNews::Failed => announcer.toast(words.update_failed),
            UpdateNews::Ready(_) | UpdateNews::OfflineReady => {}
        }
    });
}

/// What is said; a registration has a screen of its own that says it.
fn announcement_text(announcement: &Announcement, language: Language) -> Option<String> {
    let words = language.news();
    let text = match announcement {
        Announcement::SignedIn { server_name } => (words.signed_in)(server_name),
        Announcement::SentAgain => words.sent_again.to_owned(),
        Announcement::Registered { .. } => return None,
        Announcement::TokenRenamed { issuer } => (words.changed)(issuer),
        Announcement::SessionEnded => words.session_ended.to_owned(),
    };
    Some(text)
}

const fn shown_theme(theme: page::Theme) -> Theme {
    match theme {
        page::Theme::System => Theme::System,
        page::Theme::Light => Theme::Light,
        page::Theme::Dark => Theme::Dark,
    }
}

const fn kept_theme(theme: Theme) -> page::Theme {
    match theme {
        Theme::System => page::Theme::System,
        Theme::Light => page::Theme::Light,
        Theme::Dark => page::Theme::Dark,
    }
}
