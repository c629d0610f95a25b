use countersign_core::vault::TokenId;
use leptos::prelude::*;

use super::super::state::{Asked, List};
use super::throw_away;
use crate::dom::{Node, view};
use crate::ui::widgets::{Button, Icon, Weight};
use crate::ui::{export, texts};

/// What can be done with the tokens that are picked.
pub(super) fn bar(list: List) -> Node {
    let words = texts().organize();
    let count = move || {
        let picked = list.picked.read();
        let count = picked.as_ref().map_or(0, Vec::len);
        (words.picked)(u64::try_from(count).unwrap_or(u64::MAX))
    };
    let none = Signal::derive(move || list.picked.read().as_ref().is_none_or(Vec::is_empty));
    let all = Callback::new(move |()| list.picked.set(Some(all_found(list))));
    let tag = Callback::new(move |()| {
        if !none.get_untracked() {
            list.ask(Asked::Tag);
        }
    });
    let delete = Callback::new(move |()| {
        if !none.get_untracked() {
            throw_away(list.hands, list.picked.get_untracked().unwrap_or_default());
            list.picked.set(None);
        }
    });
    let export = Callback::new(move |()| {
        if !none.get_untracked() {
            let ids = list.picked.get_untracked().unwrap_or_default();
            export::begin(list.hands.app, ids);
        }
    });
    let done = Callback::new(move |()| list.picked.set(None));
    view! {
        <section class="picked" aria-label=words.select_several>
            <p class="picked__count" role="status">
                {count}
            </p>
            <Button label=words.select_all weight=Weight::Small on_press=all />
            <Button label=words.tag weight=Weight::Small icon=Icon::Tag waits=none on_press=tag />
            <Button label=words.export weight=Weight::Small icon=Icon::Qr waits=none on_press=export />
            <Button
                label=words.throw_away
                weight=Weight::Small
                icon=Icon::Trash
                waits=none
                on_press=delete
            />
            <Button label=words.done weight=Weight::Small on_press=done />
        </section>
    }
}

/// Everything that matches, save for registered tokens.
fn all_found(list: List) -> Vec<TokenId> {
    let found = list.found.read_untracked();
    let offline = found.iter().filter(|listed| listed.standing.is_none());
    offline.map(|listed| listed.id.clone()).collect()
}
