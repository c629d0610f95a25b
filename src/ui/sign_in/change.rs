use countersign_core::sign_in::{Event, TokenRef};
use leptos::prelude::*;

use super::parts::{Send, gate, leaving, sending, step};
use crate::dom::{Node, view};
use crate::ui::screen::Screen;
use crate::ui::widgets::{Button, Icon, Mark, Note, Tone, Weight};
use crate::ui::{texts, use_app};

/// Registered tokens are here, none of the name that the server asks for.
pub(super) fn ask(tokens: &[TokenRef], issuer: &str, send: Send) -> Screen {
    let words = texts().sign_in();
    let here = tokens
        .iter()
        .map(|token| {
            view! { <dd>{token.issuer.clone()}</dd> }
        })
        .collect::<Vec<_>>();
    let body = view! {
        {gate(Mark::Wane, words.change_title.to_owned(), words.change_text)}
        <dl class="versus">
            <div>
                <dt>{Mark::Joined.drawn()} {words.on_this_device}</dt>
                {here}
            </div>
            <div>
                <dt>{Mark::Apart.drawn()} {words.server_asks}</dt>
                <dd>{issuer.to_owned()}</dd>
            </div>
        </dl>
        <Note
            tone=Tone::Plain
            icon=Icon::Info
            title=words.what_changes
            text=(words.change_note)(issuer)
        />
    };
    let actions = view! {
        <Button label=words.change on_press=sending(send, || Event::ChangeToken) />
        <Button label=words.not_now weight=Weight::Quiet on_press=leaving(send) />
    };
    step(send, words.change_title.to_owned(), body, Some(actions))
}

/// Which token answers?
pub(super) fn page(tokens: Vec<TokenRef>, issuer: &str, send: Send) -> Screen {
    let words = texts().sign_in();
    let title = (words.choose_title)(&use_app().server_name().get_untracked());
    let rows = tokens
        .into_iter()
        .map(|token| row(token, send))
        .collect::<Vec<_>>();
    let body = view! {
        {gate(Mark::Wane, title.clone(), (words.choose_text)(issuer))}
        <ul class="panel" aria-label=words.choose_list>
            {rows}
        </ul>
    };
    let actions = view! {
        <Button
            label=words.register_new
            weight=Weight::Quiet
            on_press=sending(send, || Event::Register)
        />
        <Button label=words.not_now weight=Weight::Quiet on_press=leaving(send) />
    };
    step(send, title, body, Some(actions))
}

fn row(token: TokenRef, send: Send) -> Node {
    let id = token.id.clone();
    let choose = move |_| send.run(Event::UseToken(id.clone()));
    view! {
        <li>
            <button class="row row--tall" type="button" on:click=choose>
                {Icon::Register.large()}
                <span class="row__text">
                    <b>{token.issuer}</b>
                    <span dir="auto">{token.user_name}</span>
                    <span>{texts().sign_in().use_this}</span>
                </span>
                {Icon::Forward.at_end()}
            </button>
        </li>
    }
}
