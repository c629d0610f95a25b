use countersign_core::codes::CodeRow;
use countersign_core::vault::Edit;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

use super::acts::Hands;
use super::shown::Names;
use crate::dom::{Node, view};
use crate::ui::widgets::{Button, Dialog, Field, Icon, SubmitButton, Weight};
use crate::ui::{export, texts, use_app};

/// What is asked about a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Menu(CodeRow),
    Rename(CodeRow),
    Delete(CodeRow),
}

/// The dialog for what is asked. It is one dialog all the time, so that the focus returns to
/// where it was opened from.
pub(super) fn dialog(ask: RwSignal<Option<Asked>>, hands: Hands) -> Node {
    let open = Memo::new(move |_| ask.read().is_some());
    let title = Signal::derive(move || ask.read().as_ref().map(title_of).unwrap_or_default());
    let content = move |close| match ask.get() {
        Some(Asked::Menu(row)) => entries(row, ask, hands, close),
        Some(Asked::Rename(row)) => rename(row, hands, close),
        Some(Asked::Delete(row)) => delete(row, hands, close),
        None => Node::nothing(),
    };
    let closed = Callback::new(move |()| ask.set(None));
    let dialog = move || {
        open.get().then(|| {
            view! { <Dialog title=title on_close=closed content=Box::new(content) /> }
        })
    };
    Node::of(dialog)
}

fn title_of(asked: &Asked) -> String {
    let words = texts().codes();
    match asked {
        Asked::Menu(row) => (words.more)(&Names::of(row).title),
        Asked::Rename(_) => words.rename_title.to_owned(),
        Asked::Delete(row) => (words.delete_title)(&Names::of(row).title),
    }
}

/// What can be done. A registered token keeps the server's names, and is asked about before it
/// goes, since it cannot be had back.
fn entries(row: CodeRow, ask: RwSignal<Option<Asked>>, hands: Hands, close: Callback<()>) -> Node {
    let words = texts().codes();
    let registered = row.standing.is_some();
    let title = (words.more)(&Names::of(&row).title);
    let renamed = row.clone();
    let exported = row.id.clone();
    let rename = Callback::new(move |()| ask.set(Some(Asked::Rename(renamed.clone()))));
    let delete = Callback::new(move |()| {
        if registered {
            ask.set(Some(Asked::Delete(row.clone())));
        } else {
            hands.delete(&row, &Names::of(&row).title);
            close.run(());
        }
    });
    let app = use_app();
    let move_focus = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "End" => app.focus("menu-delete"),
        "ArrowUp" | "Home" if !registered => app.focus("menu-rename"),
        _ => {}
    };
    let rename = (!registered).then(|| entry("menu-rename", Icon::Edit, words.rename, rename));
    let id = exported.clone();
    let show = Callback::new(move |()| export::begin(app, vec![id.clone()]));
    let show = (!registered).then(|| entry("menu-qr", Icon::Qr, texts().export().menu, show));
    view! {
        <div class="panel" role="menu" aria-label=title on:keydown=move_focus>
            {rename}
            {show}
            {entry("menu-delete", Icon::Trash, words.delete, delete)}
        </div>
    }
}

fn entry(id: &'static str, icon: Icon, name: &'static str, press: Callback<()>) -> Node {
    view! {
        <button
            class="row"
            type="button"
            role="menuitem"
            id=id
            on:click=move |_| press.run(())
        >
            {icon.large()}
            <span class="row__text">{name}</span>
        </button>
    }
}

fn rename(row: CodeRow, hands: Hands, close: Callback<()>) -> Node {
    let words = texts().codes();
    let issuer = RwSignal::new(row.issuer.clone());
    let account = RwSignal::new(row.account_name.clone());
    focus_on("rename-issuer");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(token) = hands.token(&row.id) {
            let edit = Edit {
                issuer: issuer.get_untracked().trim().to_owned(),
                account_name: account.get_untracked().trim().to_owned(),
                ..Edit::of(&token)
            };
            let done = move |result| hands.tell_failure(result);
            hands.runtime().edit_token(row.id.clone(), edit, done);
        }
        close.run(());
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <Field
                id="rename-issuer"
                label=words.issuer
                initial=issuer.get_untracked()
                on_input=Callback::new(move |text| issuer.set(text))
            />
            <Field
                id="rename-account"
                label=words.account
                initial=account.get_untracked()
                on_input=Callback::new(move |text| account.set(text))
            />
            <SubmitButton label=texts().shell().save />
            <Button label=texts().shell().cancel weight=Weight::Quiet on_press=close />
        </form>
    }
}

fn delete(row: CodeRow, hands: Hands, close: Callback<()>) -> Node {
    let words = texts().codes();
    focus_on("sheet-title");
    let press = Callback::new(move |()| {
        hands.delete(&row, &Names::of(&row).title);
        close.run(());
    });
    view! {
        <div class="stack">
            <p>{words.delete_registered}</p>
            <Button label=words.remove weight=Weight::Refuse on_press=press />
            <Button label=texts().shell().cancel weight=Weight::Quiet on_press=close />
        </div>
    }
}

/// Moves the focus once the content is there, since what had it is gone.
fn focus_on(id: &'static str) {
    let app = use_app();
    // The focus is the browser's, not something that can be drawn.
    Effect::new(move || app.focus(id));
}
