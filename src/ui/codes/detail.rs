use countersign_core::codes::CodeRow;
use countersign_core::vault::{Standing, VaultToken};
use countersign_otp::{Algorithm, Kind};
use leptos::prelude::*;

use super::list::List;
use super::row::{code, next_code, seconds};
use super::shown::{Names, is_waning, left};
use crate::dom::{Node, view};
use crate::i18n::{duration, spelled};
use crate::ui::widgets::{Button, Icon, digits, gauge};
use crate::ui::{language, texts, use_app};

/// The token that is chosen, large, on a wide screen.
pub(super) fn pane(list: List) -> Node {
    let chosen = Memo::new(move |_| {
        list.current()
            .map(|row| (row.id, row.issuer, row.account_name))
    });
    let content = move || {
        let _ = chosen.get()?;
        let row = list.current()?;
        Some(token(list, row))
    };
    view! {
        <section class="pane--detail" aria-labelledby="chosen">
            <div class="pane__column">{content}</div>
        </section>
    }
}

fn token(list: List, first: CodeRow) -> Node {
    let names = Names::of(&first);
    let stopped = matches!(first.standing, Some(Standing::Stopped { .. }));
    let facts = list.token(&first.id).map(|token| facts(&token));
    let row = list.live(first);
    let heading = view! {
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
        </div>
    };
    view! {
        {heading}
        {(!stopped).then(|| hero(list, row))}
        {facts}
    }
}

fn hero(list: List, row: Signal<CodeRow>) -> Node {
    let words = texts().codes();
    let scale = Signal::derive(move || left(&row.read()));
    let timed = row.read_untracked().gauge.is_some();
    let rest = move || seconds(&row.read()).map(|left| (words.seconds_left)(&left));
    let next = move || {
        let next = next_code(&row.read())?;
        let said = (words.next_spelled)(&spelled(&next));
        Some(view! {
            <span class="code__next">
                {Icon::Next.turning()} {digits(move || next.clone())}
                <span class="heard">{said}</span>
            </span>
        })
    };
    let copy = Callback::new(move |()| list.copy(&row.read_untracked()));
    view! {
        <div class="hero" class:hero--wane=move || is_waning(&row.read())>
            <div class="hero__value">{digits(move || code(&row.read()))} {next}</div>
            {timed.then(|| gauge(scale, true))}
            <div class="line line--wrap">
                <Button label=words.copy icon=Icon::Copy on_press=copy />
                <span class="soft tabular" role="timer" aria-live="off">
                    {rest}
                </span>
            </div>
        </div>
    }
}

fn facts(token: &VaultToken) -> Node {
    let words = texts().codes();
    let here = use_app().here();
    let registered = token.registration().map(|registration| {
        view! {
            <div>
                <dt>{words.registered}</dt>
                <dd>{here.moment(registration.registered_at)}</dd>
            </div>
        }
    });
    view! {
        <dl class="facts panel">
            <div>
                <dt>{words.kind}</dt>
                <dd>{kind(token.token.kind)}</dd>
            </div>
            {registered}
            <div>
                <dt>{words.added}</dt>
                <dd>{here.moment(token.added_at)}</dd>
            </div>
        </dl>
    }
}

/// "Time-based, 6 digits, every 30 s, SHA1".
fn kind(kind: Kind) -> String {
    let words = texts().codes();
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
