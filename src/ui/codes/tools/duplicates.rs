//! Tokens that are there more than once.

use countersign_core::codes::{Alike, Listed, alike};
use countersign_core::vault::TokenId;
use leptos::prelude::*;

use super::super::acts::Hands;
use super::super::shown::Names;
use super::{page, throw_away};
use crate::dom::{Node, each, view};
use crate::ui::screen::Screen;
use crate::ui::texts;
use crate::ui::widgets::{Button, Weight};

pub(super) fn screen(hands: Hands) -> Screen {
    let words = texts().organize();
    let groups = Memo::new(move |_| alike(&hands.runtime().tokens.read()));
    let none = Memo::new(move |_| groups.read().is_empty());
    let nothing = move || {
        none.get().then(|| {
            view! {
                <div class="empty">
                    <p>{words.no_duplicates}</p>
                </div>
            }
        })
    };
    let key = |group: &Alike| {
        let ids = group.ids.iter().map(TokenId::as_str);
        ids.collect::<Vec<_>>().join(" ")
    };
    let body = view! {
        {nothing}
        {each(move || groups.get(), key, move |group| drawn(hands, &group))}
    };
    page(words.duplicates, body, None)
}

fn drawn(hands: Hands, group: &Alike) -> Node {
    let words = texts().organize();
    let same_codes = group.same_codes;
    let (title, text) = if same_codes {
        (words.same_codes, words.same_codes_text)
    } else {
        (words.same_names, words.same_names_text)
    };
    let keep = RwSignal::new(group.ids.first().cloned());
    let name = format!(
        "keep-{}",
        group.ids.first().map(TokenId::as_str).unwrap_or_default()
    );
    let rows = group
        .ids
        .iter()
        .map(|id| {
            let end = if same_codes {
                kept(name.clone(), id, keep)
            } else {
                bin(hands, id)
            };
            row(hands, id, same_codes, end)
        })
        .collect::<Vec<_>>();
    let ids = group.ids.clone();
    let merge = Callback::new(move |()| {
        let Some(keep) = keep.get_untracked() else {
            return;
        };
        let others = ids.iter().filter(|id| **id != keep).cloned().collect();
        hands
            .runtime()
            .merge_tokens(keep, others, move |result| match result {
                Ok(()) => hands.app.announcer.toast(words.merged),
                failed => hands.tell_failure(failed),
            });
    });
    let merge = same_codes.then(|| view! { <Button label=words.merge on_press=merge /> });
    view! {
        <section class="stack">
            <h2 class="group__title">{title}</h2>
            <p class="soft">{text}</p>
            <ul class="panel">{rows}</ul>
            {merge}
        </section>
    }
}

fn row(hands: Hands, id: &TokenId, to_choose: bool, end: Node) -> Node {
    let Some(token) = hands.token(id) else {
        return Node::nothing();
    };
    let here = hands.app.here();
    let names = Names::of(&Listed::of(&token));
    let added = (texts().organize().added_on)(&here.moment(token.added_at));
    let content = view! {
        <span class="monogram" aria-hidden="true">
            {names.monogram}
        </span>
        <span class="row__text">
            <b dir="auto">{names.title}</b>
            <span dir="auto">{names.account}</span>
            <span>{added}</span>
        </span>
        {end}
    };
    if to_choose {
        view! { <li><label class="row row--wrap">{content}</label></li> }
    } else {
        view! { <li><div class="row row--wrap">{content}</div></li> }
    }
}

fn kept(name: String, id: &TokenId, keep: RwSignal<Option<TokenId>>) -> Node {
    let chosen = keep.get_untracked().as_ref() == Some(id);
    let id = id.clone();
    view! {
        <input
            class="check"
            type="radio"
            name=name
            checked=chosen
            on:change=move |_| keep.set(Some(id.clone()))
        />
    }
}

fn bin(hands: Hands, id: &TokenId) -> Node {
    let id = id.clone();
    let press = Callback::new(move |()| throw_away(hands, vec![id.clone()]));
    let label = texts().organize().throw_away;
    view! { <Button label=label weight=Weight::Small on_press=press /> }
}
