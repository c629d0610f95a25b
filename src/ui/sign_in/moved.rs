use countersign_core::sign_in::{Event, MovedView};
use countersign_core::vault::StopReason;
use leptos::prelude::*;

use super::parts::{Send, gate, leaving, sending, step};
use crate::dom::{Node, view};
use crate::ui::screen::Screen;
use crate::ui::widgets::{Button, Icon, Mark, Note, Tone, Weight, tag};
use crate::ui::{texts, use_app};

/// The token stopped: it moved to another device, or was revoked.
pub(super) fn screen(moved: Signal<MovedView>, send: Send) -> Screen {
    let words = texts().sign_in();
    let first = moved.get_untracked();
    let date = first.at.map(|at| use_app().here().date(at));
    let was_moved = first.reason == StopReason::Superseded;
    let (title, text) = if was_moved {
        let text = date.map(|date| (words.moved_text)(&date));
        (
            words.moved_title,
            text.unwrap_or_else(|| words.moved_text_some.to_owned()),
        )
    } else {
        let text = date.map(|date| (words.revoked_text)(&date));
        (
            words.revoked_title,
            text.unwrap_or_else(|| words.revoked_text_some.to_owned()),
        )
    };
    let body = view! {
        {gate(Mark::Stop, title.to_owned(), text)}
        {was_moved.then(places)}
        {move || {
            moved
                .read()
                .problem
                .is_some()
                .then(|| {
                    view! {
                        <Note tone=Tone::Refused icon=Icon::Stop text=texts().storage().not_saved />
                    }
                })
        }}
    };
    let again = if was_moved {
        words.bring_back
    } else {
        words.register_new
    };
    let removing = Signal::derive(move || moved.read().removing);
    let remove = first.token.is_some().then(|| {
        view! {
            <Button
                label=words.remove_token
                weight=Weight::Refuse
                waits=removing
                on_press=sending(send, || Event::RemoveToken)
            />
        }
    });
    let actions = view! {
        <Button label=again on_press=sending(send, || Event::Register) />
        <Button
            label=if was_moved { words.keep_there } else { words.not_now }
            weight=Weight::Quiet
            on_press=leaving(send)
        />
        {remove}
    };
    step(send, title.to_owned(), body, Some(actions))
}

/// Which device has the token, and what to do if that is a surprise.
fn places() -> Node {
    let words = texts().sign_in();
    view! {
        <ul class="panel" aria-label=words.moved_where>
            <li>
                <div class="row">
                    {Icon::Phone.large()} <span class="row__text">
                        <b>{words.other_device}</b>
                    </span> {tag(Tone::Good, Some(Icon::Check), words.works)}
                </div>
            </li>
            <li>
                <div class="row">
                    {Icon::Phone.large()} <span class="row__text">
                        <b>{words.this_device}</b>
                    </span> {tag(Tone::Refused, Some(Icon::Reject), words.stopped)}
                </div>
            </li>
        </ul>
        <Note
            tone=Tone::Unsure
            icon=Icon::Alert
            title=words.moved_not_you
            text=words.moved_not_you_text
        />
    }
}
