use countersign_core::backup::{Changes, Standing};
use countersign_core::vault::VaultToken;
use leptos::prelude::*;

use super::number;
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::Runtime;
use crate::ui::screen::{Bar, Screen};
use crate::ui::widgets::{Icon, LinkButton, Note, Tone, choice, tag};
use crate::ui::{texts, use_app};

/// When the last backup was verified and what has changed since, in a line.
pub(crate) fn line(standing: Option<&Standing>) -> String {
    let words = texts().backup();
    let known = standing.map(|standing| (&standing.verified, standing.changes.total()));
    match known {
        Some((Some(verified), changes)) => {
            let verified = (words.verified_on)(&use_app().here().date(verified.at));
            match changes {
                0 => verified,
                changes => format!("{verified}. {}", (words.changes)(number(changes))),
            }
        }
        Some((None, _)) | None => words.row_none.to_owned(),
    }
}

/// The row of the settings.
pub(crate) fn row(runtime: Runtime) -> Node {
    let words = texts().backup();
    let standing = Memo::new(move |_| runtime.backup_standing());
    let text = move || line(standing.read().as_ref());
    let reading = move || standing.read().as_ref().and_then(reading);
    view! {
        <a class="row" href=Route::Backup.path()>
            {Icon::Export.large()}
            <span class="row__text">
                <b>{words.title}</b>
                <span>{text}</span>
            </span>
            {reading}
            {Icon::Forward.at_end()}
        </a>
    }
}

/// How it stands in a word; nothing while there is nothing to keep.
fn reading(standing: &Standing) -> Option<Node> {
    let words = texts().backup();
    match (&standing.verified, standing.changes.total()) {
        (None, _) if standing.tokens == 0 => None,
        (None, _) => Some(tag(Tone::Unsure, None, words.none_tag)),
        (Some(_), 0) => Some(tag(Tone::Good, None, texts().settings().good)),
        (Some(_), _) => Some(tag(Tone::Unsure, None, words.behind_tag)),
    }
}

/// How the backups stand, and what can be done.
pub(super) fn screen(runtime: Runtime) -> Screen {
    let words = texts().backup();
    let standing = Memo::new(move |_| runtime.backup_standing());
    let told = move || standing.get().map(|standing| told(&standing));
    let registered = move || {
        let tokens = runtime.tokens.read();
        stays(&tokens)
    };
    let body = view! {
        {told}
        <LinkButton label=words.make href=Route::MakeBackup.path() />
        <p class="soft">{registered}</p>
        <ul class="panel">
            <li>
                {choice(Route::CheckBackup.path(), Icon::Eye, words.check, words.check_hint)}
            </li>
            <li>{choice(Route::Export.path(), Icon::Export, words.export, words.export_hint)}</li>
        </ul>
    };
    Screen {
        title: words.title.to_owned(),
        bar: Bar::Task {
            name: words.title,
            heading: true,
            close_label: texts().shell().back,
            close: use_app().going(Route::Settings),
        },
        body,
        ..Screen::default()
    }
}

fn told(standing: &Standing) -> Node {
    let words = texts().backup();
    let Some(verified) = &standing.verified else {
        return view! {
            <Note
                tone=Tone::Unsure
                icon=Icon::Alert
                title=words.none_title
                text=words.none_text
            />
        };
    };
    let here = use_app().here();
    let behind = standing.changes.total() > 0;
    let (tone, icon, title) = if behind {
        (Tone::Unsure, Icon::Alert, words.behind_title)
    } else {
        (Tone::Good, Icon::Check, words.good_title)
    };
    let facts = [
        (words.verified, here.moment(verified.at)),
        (words.written, here.moment(verified.created_at)),
        (words.in_file, (words.tokens)(verified.tokens.into())),
        (words.since, change_text(standing.changes)),
    ];
    view! {
        <Note tone=tone icon=icon text=title />
        {facts_list(facts)}
    }
}

/// Facts with their names.
pub(super) fn facts_list<const N: usize>(facts: [(&'static str, String); N]) -> Node {
    let one = |(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let facts = facts.map(one).into_iter().collect::<Vec<_>>();
    view! { <dl class="facts panel">{facts}</dl> }
}

fn change_text(changes: Changes) -> String {
    let words = texts().backup();
    let parts = [
        (changes.added, words.added),
        (changes.changed, words.changed),
        (changes.deleted, words.deleted),
    ];
    let said = parts.into_iter().filter(|(count, _)| *count > 0);
    let said: Vec<_> = said.map(|(count, text)| text(number(count))).collect();
    if said.is_empty() {
        words.no_changes.to_owned()
    } else {
        said.join(", ")
    }
}

/// What stays of the tokens, and why.
pub(super) fn stays(tokens: &[VaultToken]) -> String {
    let words = texts().backup();
    let registered = tokens.iter().filter(|token| token.registration().is_some());
    match registered.count() {
        0 => words.stays_none.to_owned(),
        some => (words.stays)(number(some)),
    }
}

/// What stayed when a file was written, and why, if anything did.
pub(super) fn stayed(registered: u32) -> Option<Node> {
    let text = (registered > 0).then(|| (texts().backup().stays)(registered.into()))?;
    Some(view! { <p class="soft">{text}</p> })
}
