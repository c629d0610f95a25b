//! Language, theme, and what is known about clock, storage and version.

mod clock;
pub(crate) mod lock;
mod storage;

use leptos::prelude::*;

use super::screen::{Bar, Screen};
use super::shell::framed;
use super::widgets::{Icon, Tone, tag};
use super::{Order, Theme, backup, language, texts, use_app};
use crate::dom::{Node, view};
use crate::i18n::{Language, span};
use crate::parts::part;
use crate::routes::Route;
use crate::runtime::LockState;

part! {
    tools:
    /// The settings.
    pub(crate) fn pages() -> Node {
        let route = use_app().known.route;
        let page = move || framed(match route.get() {
            Route::Clock => clock::screen(),
            Route::Storage => storage::screen(),
            _ => screen(),
        });
        Node::of(page)
    }
}

/// One page of the settings, with the way back to all of them.
fn page(title: &'static str, body: Node) -> Screen {
    Screen {
        title: title.to_owned(),
        bar: Bar::Task {
            name: title,
            heading: true,
            close_label: texts().shell().back,
            close: use_app().going(Route::Settings),
        },
        body,
        ..Screen::default()
    }
}

/// The settings.
fn screen() -> Screen {
    let words = texts().settings();
    let body = view! {
        {look()}
        {safety()}
        {about()}
    };
    Screen {
        title: words.title.to_owned(),
        bar: Bar::Tab {
            title: words.title,
            heading: true,
        },
        body,
        ..Screen::default()
    }
}

fn look() -> Node {
    let words = texts().settings();
    let app = use_app();
    let here = language();
    let languages = Language::ALL
        .into_iter()
        .map(|language| {
            let chosen = here == language;
            let choose = Callback::new(move |()| app.order(Order::ChooseLanguage(language)));
            choice(
                "language",
                language.tag(),
                language.own_name(),
                chosen,
                choose,
            )
        })
        .collect::<Vec<_>>();
    let themes = [
        (Theme::System, "system", words.theme_system),
        (Theme::Light, "light", words.theme_light),
        (Theme::Dark, "dark", words.theme_dark),
    ];
    let themes = themes
        .into_iter()
        .map(|(theme, key, name)| {
            let chosen = app.known.theme.get_untracked() == theme;
            let choose = Callback::new(move |()| app.order(Order::ChooseTheme(theme)));
            choice("theme", key, name, chosen, choose)
        })
        .collect::<Vec<_>>();
    view! {
        <section aria-labelledby="look">
            <h2 class="group__title" id="look">
                {words.look}
            </h2>
            <div class="panel panel--pad stack stack--wide">
                <fieldset>
                    <legend class="field__label">{words.language}</legend>
                    <div class="chips">{languages}</div>
                </fieldset>
                <fieldset>
                    <legend class="field__label">{words.theme}</legend>
                    <div class="chips">{themes}</div>
                </fieldset>
            </div>
        </section>
    }
}

fn choice(
    group: &'static str,
    key: &'static str,
    name: &'static str,
    chosen: bool,
    choose: Callback<()>,
) -> Node {
    view! {
        <label class="chips__item">
            <input
                type="radio"
                id=format!("{group}-{key}")
                name=group
                value=key
                checked=chosen
                on:change=move |_| choose.run(())
            />
            <span>{name}</span>
        </label>
    }
}

fn safety() -> Node {
    let words = texts().settings();
    let app = use_app();
    let clock = move || match app.known.clock_slow_by.get() {
        None => words.clock_unknown.to_owned(),
        Some(0) => words.clock_right.to_owned(),
        Some(slow) if slow > 0 => (words.clock_slow)(&seconds(slow)),
        Some(fast) => (words.clock_fast)(&seconds(fast)),
    };
    let standing = app.known.runtime.storage;
    let kept = move || storage::line(standing.get()).1;
    let kept_tag = move || match storage::line(standing.get()).0 {
        Tone::Good => Some(tag(Tone::Good, None, words.good)),
        Tone::Unsure => Some(tag(Tone::Unsure, None, words.fair)),
        Tone::Plain | Tone::Refused => None,
    };
    view! {
        <section aria-labelledby="safety">
            <h2 class="group__title" id="safety">
                {words.safety}
            </h2>
            <ul class="panel">
                <li>{backup::row(app.known.runtime)}</li>
                <li>{lock_row()}</li>
                <li>
                    <a class="row" href=Route::Storage.path()>
                        {Icon::Storage.large()}
                        <span class="row__text">
                            <b>{words.storage}</b>
                            <span>{kept}</span>
                        </span>
                        {kept_tag}
                        {Icon::Forward.at_end()}
                    </a>
                </li>
                <li>
                    <a class="row" href=Route::Clock.path()>
                        {Icon::Clock.large()}
                        <span class="row__text">
                            <b>{words.clock}</b>
                            <span>{clock}</span>
                        </span>
                        {Icon::Forward.at_end()}
                    </a>
                </li>
            </ul>
        </section>
    }
}

fn lock_row() -> Node {
    let words = texts().lock();
    let runtime = use_app().known.runtime;
    let standing = move || match runtime.lock.get() {
        LockState::Open => words.on,
        _ => words.off,
    };
    view! {
        <a class="row" href=Route::Lock.path()>
            {Icon::Lock.large()}
            <span class="row__text">
                <b>{words.title}</b>
                <span>{standing}</span>
            </span>
            {Icon::Forward.at_end()}
        </a>
    }
}

fn seconds(off_by: i64) -> String {
    span(language(), off_by.unsigned_abs())
}

fn about() -> Node {
    let words = texts().settings();
    view! {
        <section aria-labelledby="about">
            <h2 class="group__title" id="about">
                {words.about}
            </h2>
            <ul class="panel">
                <li>
                    <div class="row">
                        {Icon::Info.large()}
                        <span class="row__text">
                            <b>{words.version}</b>
                        </span>
                        <span class="row__value tabular">{env!("CARGO_PKG_VERSION")}</span>
                    </div>
                </li>
                <li>
                    <details>
                        <summary class="row">
                            {Icon::Paste.large()}
                            <span class="row__text">
                                <b>{words.licenses}</b>
                                <span>{words.licenses_hint}</span>
                            </span>
                            {Icon::Forward.at_end()}
                        </summary>
                        <p class="row__more soft">{words.licenses_text}</p>
                    </details>
                </li>
            </ul>
        </section>
    }
}
