use countersign_core::sign_in::Waiting;
use leptos::prelude::*;

use super::parts::{Send, gate, leaving, step};
use crate::dom::{Node, view};
use crate::ui::screen::{Bar, Screen};
use crate::ui::texts;
use crate::ui::widgets::{Button, Icon, Mark, Weight};

/// The app has just started.
pub(super) fn starting() -> Screen {
    resting(texts().shell().loading)
}

/// Where a step of the list stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Done,
    Now,
    Later,
}

/// Something is under way that may be canceled.
pub(super) fn screen(waiting: Signal<Waiting>, send: Send) -> Screen {
    match waiting.get_untracked() {
        Waiting::Looking | Waiting::Checking { .. } => checking(waiting, send),
        Waiting::Starting => plain(send, texts().sign_in().asking),
        Waiting::Saving => plain(send, texts().sign_in().saving),
        Waiting::Resuming => resting(texts().sign_in().looking),
        Waiting::SigningOut => resting(texts().account().signing_out),
    }
}

fn checking(waiting: Signal<Waiting>, send: Send) -> Screen {
    let words = texts().sign_in();
    let steps = move || {
        let (found, checked) = match waiting.get() {
            Waiting::Checking { with_code: true } => (Some(Progress::Done), Progress::Now),
            Waiting::Checking { with_code: false } => (None, Progress::Now),
            _ => (None, Progress::Later),
        };
        let looking = found.is_none() && checked == Progress::Later;
        let with_code = found.is_some();
        let (title, hint) = if with_code {
            (words.step_both, words.step_both_hint)
        } else {
            (words.step_password, words.step_password_hint)
        };
        view! {
            {looking.then(|| item(Progress::Now, words.looking, None))}
            {found.map(|progress| item(progress, words.step_found, Some(words.on_this_device)))}
            {item(checked, title, Some(hint))}
            {item(Progress::Later, words.step_done, None)}
        }
    };
    let body = view! {
        {gate(Mark::Closing, words.checking.to_owned(), Node::nothing())}
        <div role="status">
            <ol class="steps panel panel--pad">{steps}</ol>
        </div>
    };
    step(send, words.checking.to_owned(), body, Some(cancel(send)))
}

fn cancel(send: Send) -> Node {
    view! {
        <Button label=texts().shell().cancel weight=Weight::Quiet on_press=leaving(send) />
    }
}

fn item(progress: Progress, title: &'static str, hint: Option<&'static str>) -> Node {
    let words = texts().shell();
    let (class, said) = match progress {
        Progress::Done => ("steps__item steps__item--done", words.done),
        Progress::Now => ("steps__item steps__item--now", words.in_progress),
        Progress::Later => ("steps__item steps__item--later", words.not_yet),
    };
    let sign = if progress == Progress::Done {
        Icon::Check.large()
    } else {
        view! { <span class="steps__dot" aria-hidden="true"></span> }
    };
    view! {
        <li class=class>
            {sign} <b>{title} <span class="heard">{said}</span></b>
            {hint.map(|hint| view! { <span>{hint}</span> })}
        </li>
    }
}

/// One thing to wait for.
fn plain(send: Send, title: &'static str) -> Screen {
    let body = view! {
        {gate(Mark::Closing, title.to_owned(), texts().sign_in().asking_hint)}
        <p class="heard" role="status">
            {title}
        </p>
    };
    step(send, title.to_owned(), body, Some(cancel(send)))
}

/// The place where the account will be, or was.
fn resting(title: &'static str) -> Screen {
    let body = view! {
        <div role="status">
            <p class="soft">{title}</p>
        </div>
        <div class="panel panel--pad stack" aria-hidden="true">
            <span class="skeleton skeleton--name"></span>
            <span class="skeleton skeleton--digits"></span>
            <span class="skeleton skeleton--name"></span>
        </div>
    };
    Screen {
        title: texts().account().title.to_owned(),
        bar: Bar::Tab {
            title: texts().account().title,
            heading: true,
        },
        body,
        ..Screen::default()
    }
}
