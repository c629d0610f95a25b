use countersign_core::codes::Listed;
use countersign_core::vault::{Standing, TokenId, VaultToken};
use countersign_otp::{Algorithm, Kind};
use leptos::prelude::*;

use super::super::row::{Shown, held_text, said, seconds, value};
use super::super::shown::{Names, is_waning, left};
use super::super::state::{Asked, Deed, List};
use crate::dom::{Node, view};
use crate::i18n::duration;
use crate::ui::widgets::{Button, Icon, IconButton, Weight, gauge};
use crate::ui::{language, texts, use_app};

/// The token that is chosen, large, on a wide screen.
pub(super) fn pane(list: List) -> Node {
    let chosen = Memo::new(move |_| list.current());
    let content = move || {
        let listed = chosen.get()?;
        Some(view! {
            {heading(list, &listed)}
            {token(list, &listed.id)}
        })
    };
    view! {
        <section class="pane--detail" aria-labelledby="chosen">
            <div class="pane__column">{content}</div>
        </section>
    }
}

fn heading(list: List, listed: &Listed) -> Node {
    let words = texts().organize();
    let names = Names::of(listed);
    let (edit, delete) = (listed.id.clone(), listed.id.clone());
    view! {
        <div class="line">
            <span class="monogram" aria-hidden="true">
                {names.monogram}
            </span>
            <div class="grow">
                <h2 class="lead__title" id="chosen" tabindex="-1" dir="auto">
                    {names.title}
                </h2>
                <p class="soft" dir="auto">
                    {names.account}
                </p>
            </div>
            <IconButton
                drawing=Icon::Edit.large()
                label=words.edit.to_owned()
                on_press=Callback::new(move |()| list.ask(Asked::Edit(edit.clone())))
            />
            <IconButton
                drawing=Icon::Trash.large()
                label=words.throw_away.to_owned()
                on_press=Callback::new(move |()| {
                    list.ask(Asked::Do(Deed::Delete, delete.clone()));
                })
            />
        </div>
    }
}

/// The code of a token, large, and what is known of it.
pub(super) fn token(list: List, id: &TokenId) -> Node {
    let Some(token) = list.hands.token(id) else {
        return Node::nothing();
    };
    let live = list.live_token(token);
    let listed = Listed::of(&live.read_untracked());
    let stopped = matches!(listed.standing, Some(Standing::Stopped { .. }));
    let hero = (!stopped)
        .then(|| list.shown(&listed))
        .flatten()
        .map(|shown| hero(list, &shown, id));
    view! {
        <div class="stack stack--wide">
            {hero}
            {move || facts(&live.read())}
        </div>
    }
}

fn hero(list: List, shown: &Shown, id: &TokenId) -> Node {
    let (words, tools) = (texts().codes(), texts().organize());
    let reading = shown.reading;
    let scale = Signal::derive(move || left(&reading.read()));
    let timed = !shown.counts;
    let rest = move || match reading.read().held {
        Some(held) => Some(held_text(held)),
        None => seconds(&reading.read()).map(|left| (words.seconds_left)(&left)),
    };
    let (copied, next, kept) = (id.clone(), id.clone(), id.clone());
    let copy = Callback::new(move |()| list.copy(&copied));
    let copy_next = Callback::new(move |()| list.ask(Asked::Do(Deed::CopyNext, next.clone())));
    let next_name = if timed {
        tools.copy_next
    } else {
        tools.next_code
    };
    let hold = Callback::new(move |()| list.ask(Asked::Do(Deed::Hold, kept.clone())));
    let is_held = Memo::new(move |_| reading.read().held.is_some());
    let hold_name = Signal::derive(move || {
        let name = if is_held.get() {
            tools.let_go
        } else {
            tools.hold
        };
        name.to_owned()
    });
    let hold = timed.then(|| {
        view! { <Button label=hold_name weight=Weight::Quiet on_press=hold /> }
    });
    view! {
        <div class="hero" class:hero--wane=move || is_waning(&reading.read())>
            <div class="hero__value">
                {value(shown, "code__next")} <span class="heard">{said(shown)}</span>
            </div>
            {timed.then(|| gauge(scale, true))}
            <div class="line line--wrap">
                <Button label=words.copy icon=Icon::Copy on_press=copy />
                <Button label=next_name weight=Weight::Quiet on_press=copy_next />
                {hold}
                <span class="soft tabular" role="timer" aria-live="off">
                    {rest}
                </span>
            </div>
        </div>
    }
}

fn facts(token: &VaultToken) -> Node {
    let words = texts().organize();
    let here = use_app().here();
    let mut facts = vec![fact(words.kind, kind(token.token.kind))];
    if let Kind::Hotp { counter, .. } = token.token.kind {
        facts.push(fact(words.counter, counter.to_string()));
    }
    if let Some(registration) = token.registration() {
        facts.push(fact(
            words.registered,
            here.moment(registration.registered_at),
        ));
    }
    if !token.tags.is_empty() {
        let tags = token.tags.iter();
        let tags = tags.map(|tag| view! { <bdi class="tag">{tag.as_str()}</bdi> });
        let tags = tags.collect::<Vec<_>>();
        let tags = view! { <span class="line line--wrap">{tags}</span> };
        facts.push(fact(texts().codes().tags, tags));
    }
    facts.push(fact(words.added, here.moment(token.added_at)));
    if let Some(at) = token.last_used_at {
        let last = format!("{} · {}", here.moment(at), (words.uses)(token.uses));
        facts.push(fact(words.last_used, last));
    }
    if !token.note.is_empty() {
        let note = token.note.clone();
        facts.push(fact(
            words.note,
            view! { <span class="facts__text" dir="auto">{note}</span> },
        ));
    }
    view! { <dl class="facts panel">{facts}</dl> }
}

fn fact(name: &'static str, value: impl crate::dom::Child) -> Node {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}

/// "Time-based, 6 digits, every 30 s, SHA1".
fn kind(kind: Kind) -> String {
    let words = texts().organize();
    match kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => format!(
            "{}, {}, {}, {}",
            words.kind_time,
            (words.digits)(digits.get().into()),
            (words.every)(&duration(language(), period.seconds().into())),
            hash_name(algorithm)
        ),
        Kind::Hotp {
            algorithm, digits, ..
        } => format!(
            "{}, {}, {}",
            words.kind_counter,
            (words.digits)(digits.get().into()),
            hash_name(algorithm)
        ),
        Kind::Steam => words.kind_steam.to_owned(),
    }
}

const fn hash_name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Sha1 => "SHA-1",
        Algorithm::Sha256 => "SHA-256",
        Algorithm::Sha512 => "SHA-512",
    }
}
