use countersign_core::codes::{Sort, alike};
use leptos::prelude::*;

use super::super::state::{Asked, List};
use super::deeds::show_as;
use super::switch;
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::ui::texts;
use crate::ui::widgets::Icon;

/// How the list is sorted and shown, and where the rest is.
pub(super) fn choices(list: List, close: Callback<()>) -> Node {
    let words = texts().organize();
    let showing = list.runtime().showing.get_untracked();
    let sorts = [
        (Sort::Name, "name", words.by_name),
        (Sort::Manual, "manual", words.by_hand),
        (Sort::LastUsed, "last-used", words.by_last_use),
        (Sort::MostUsed, "most-used", words.by_uses),
    ];
    let sorts = sorts
        .into_iter()
        .map(|(sort, key, name)| {
            view! {
                <label class="chips__item">
                    <input
                        type="radio"
                        id=format!("sort-{key}")
                        name="sort"
                        value=key
                        checked=showing.sort == sort
                        on:change=move |_| show_as(list, |showing| showing.sort = sort)
                    />
                    <span>{name}</span>
                </label>
            }
        })
        .collect::<Vec<_>>();
    let hide = Callback::new(move |on| show_as(list, |showing| showing.hidden = on));
    let group = Callback::new(move |on: bool| show_as(list, |showing| showing.ungrouped = !on));
    view! {
        <div class="stack stack--wide">
            <fieldset>
                <legend class="field__label">{words.sort}</legend>
                <div class="chips chips--wide">{sorts}</div>
            </fieldset>
            <div class="panel">
                {switch("hide-codes", words.hide, words.hide_hint, showing.hidden, hide)}
                {switch("group-digits", words.group, words.group_hint, !showing.ungrouped, group)}
            </div>
            {ways(list, close)}
        </div>
    }
}

fn ways(list: List, close: Callback<()>) -> Node {
    let words = texts().organize();
    let tokens = list.runtime().tokens.read_untracked();
    let twice = alike(&tokens).len();
    let thrown = list.runtime().trash.read_untracked().len();
    let pick = move |_| {
        close.run(());
        list.picked.set(Some(Vec::new()));
    };
    view! {
        <ul class="panel">
            <li>{button(Icon::Check, words.select_several, pick)}</li>
            <li>{way(Route::Order, Icon::Drag, words.put_in_order, 0)}</li>
            <li>{way(Route::Duplicates, Icon::Copy, words.duplicates, twice)}</li>
            <li>{way(Route::Bin, Icon::Trash, words.bin, thrown)}</li>
            <li>{button(Icon::Keyboard, words.keys_title, move |_| list.ask(Asked::Keys))}</li>
        </ul>
    }
}

fn button(
    icon: Icon,
    name: &'static str,
    press: impl Fn(leptos::ev::MouseEvent) + 'static,
) -> Node {
    view! {
        <button class="row" type="button" on:click=press>
            {icon.large()}
            <span class="row__text">{name}</span>
        </button>
    }
}

fn way(route: Route, icon: Icon, name: &'static str, count: usize) -> Node {
    let count = (count > 0).then(|| {
        view! { <span class="row__value tabular">{count.to_string()}</span> }
    });
    view! {
        <a class="row" href=route.path()>
            {icon.large()}
            <span class="row__text">{name}</span>
            {count}
            {Icon::Forward.at_end()}
        </a>
    }
}
