//! The bin: what was thrown away and can be restored for thirty days.

use core::cmp::Reverse;

use countersign_core::codes::Listed;
use countersign_core::vault::{TokenId, VaultToken};
use leptos::prelude::*;

use super::super::acts::Hands;
use super::super::shown::Names;
use super::{focus_on, page};
use crate::dom::{Node, each, view};
use crate::runtime::Runtime;
use crate::ui::screen::Screen;
use crate::ui::texts;
use crate::ui::widgets::{Button, Dialog, Weight};

/// What is asked before something goes for good.
type Doomed = RwSignal<Option<Vec<TokenId>>>;

pub(super) fn screen(hands: Hands, runtime: Runtime) -> Screen {
    let words = texts().organize();
    let doomed: Doomed = RwSignal::new(None);
    let any = Memo::new(move |_| !runtime.trash.read().is_empty());
    let thrown = move || {
        let mut thrown = runtime.trash.get();
        thrown.sort_by_key(|token| Reverse(token.deleted_at));
        thrown
    };
    let key = |token: &VaultToken| token.id.as_str().to_owned();
    let list = move || {
        let draw = move |token: VaultToken| row(hands, &token, doomed);
        if any.get() {
            view! {
                <p class="soft">{words.bin_text}</p>
                <ul class="panel" aria-label=words.bin>
                    {each(thrown, key, draw)}
                </ul>
            }
        } else {
            view! {
                <div class="empty">
                    <p>{words.bin_empty}</p>
                </div>
            }
        }
    };
    let all = Callback::new(move |()| {
        let trash = runtime.trash.read_untracked();
        doomed.set(Some(trash.iter().map(|token| token.id.clone()).collect()));
    });
    let empty = move || {
        any.get().then(|| {
            view! { <Button label=words.empty_bin weight=Weight::Refuse on_press=all /> }
        })
    };
    let body = view! {
        {list}
        {empty}
        {confirm(hands, doomed)}
    };
    page(words.bin, body, None)
}

fn row(hands: Hands, token: &VaultToken, doomed: Doomed) -> Node {
    let words = texts().organize();
    let names = Names::of(&Listed::of(token));
    let now = hands.app.known.now.get_untracked();
    let left = token.days_left(now).unwrap_or_default();
    let (back, gone) = (token.id.clone(), token.id.clone());
    let title = names.title.clone();
    let restored = (words.restored)(&title);
    let restore = Callback::new(move |()| {
        let text = restored.clone();
        let done = move |result| match result {
            Ok(()) => hands.app.announcer.toast(text),
            failed => hands.tell_failure(failed),
        };
        hands.runtime().restore_tokens(vec![back.clone()], done);
    });
    let delete = Callback::new(move |()| doomed.set(Some(vec![gone.clone()])));
    view! {
        <li>
            <div class="row row--wrap">
                <span class="monogram" aria-hidden="true">
                    {names.monogram}
                </span>
                <span class="row__text">
                    <b dir="auto">{title}</b>
                    <span dir="auto">{names.account}</span>
                    <span>{(words.days_left)(left)}</span>
                </span>
                <span class="line line--wrap">
                    <Button label=words.restore weight=Weight::Small on_press=restore />
                    <Button label=words.delete weight=Weight::Small on_press=delete />
                </span>
            </div>
        </li>
    }
}

/// Asks before anything goes for good.
fn confirm(hands: Hands, doomed: Doomed) -> Node {
    let words = texts().organize();
    let open = Memo::new(move |_| doomed.read().is_some());
    let title = Signal::derive(move || words.delete_for_good.to_owned());
    let content = move |close: Callback<()>| {
        let ids = doomed.get_untracked().unwrap_or_default();
        let text = (words.gone_for_good)(u64::try_from(ids.len()).unwrap_or(u64::MAX));
        focus_on("sheet-title");
        let press = Callback::new(move |()| {
            hands
                .runtime()
                .delete_tokens(ids.clone(), move |result| hands.tell_failure(result));
            close.run(());
        });
        view! {
            <div class="stack">
                <p>{text}</p>
                <Button label=words.delete_for_good weight=Weight::Refuse on_press=press />
                <Button label=texts().shell().cancel weight=Weight::Quiet on_press=close />
            </div>
        }
    };
    let closed = Callback::new(move |()| doomed.set(None));
    let dialog = move || {
        open.get().then(|| {
            view! { <Dialog title=title on_close=closed content=Box::new(content) /> }
        })
    };
    Node::of(dialog)
}
