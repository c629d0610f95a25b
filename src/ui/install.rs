//! Installing the app.

use leptos::prelude::*;

use super::screen::{Bar, Screen};
use super::shell::framed;
use super::widgets::{Button, Icon, Mark, Note, Tone, Weight};
use super::{Order, texts, use_app};
use crate::dom::{Node, view};
use crate::parts::part;
use crate::routes::Route;

part! {
    tools:
    /// Asks to install the app before the first token is added, where a tab would lose it.
    pub(crate) fn pages() -> Node {
        framed(screen())
    }
}

fn screen() -> Screen {
    let words = &texts().keeping().install;
    let app = use_app();
    let body = view! {
        <div class="gate">
            {Mark::Apart.drawn()}
            <h1 class="gate__title" tabindex="-1">
                {words.first_title}
            </h1>
            <p class="gate__text">{words.first_text}</p>
        </div>
        {steps()}
        <Note tone=Tone::Plain icon=Icon::Info text=words.go_on_hint />
    };
    let actions = view! {
        <Button
            label=words.go_on
            weight=Weight::Quiet
            on_press=Callback::new(move |()| app.order(Order::GoOnInTab))
        />
    };
    Screen {
        title: words.first_title.to_owned(),
        bar: Bar::Task {
            name: words.title,
            heading: false,
            close_label: texts().shell().close,
            close: app.going(Route::Codes),
        },
        body,
        actions: Some(actions),
        ..Screen::default()
    }
}

/// What to press on iOS, one after the other.
pub(crate) fn steps() -> Node {
    let words = &texts().keeping().install;
    let steps = words.ios.iter().map(|&(title, hint)| {
        view! {
            <li class="steps__item">
                <span class="steps__dot" aria-hidden="true"></span>
                <b>{title}</b>
                <span>{hint}</span>
            </li>
        }
    });
    view! {
        <ol class="steps panel panel--pad" aria-label=words.ios_title>
            {steps.collect::<Vec<_>>()}
        </ol>
    }
}
