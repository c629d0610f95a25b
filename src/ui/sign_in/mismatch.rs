use countersign_core::sign_in::{Event, MismatchView};
use leptos::prelude::*;

use super::parts::{Send, gate, sending, step};
use crate::dom::{Node, view};
use crate::i18n::{duration, span};
use crate::ui::screen::Screen;
use crate::ui::widgets::{Button, Icon, Mark, Note, Tone, Weight};
use crate::ui::{language, texts};

/// The server did not accept the code.
pub(super) fn screen(mismatch: Signal<MismatchView>, send: Send) -> Screen {
    let words = texts().sign_in();
    let clock = move || mismatch.read().clock_slow_by.map(clock_note);
    let tries = move || {
        mismatch.read().tries_left.map(|tries| {
            view! {
                <div>
                    <dt>{words.tries}</dt>
                    <dd>{tries} <small>{words.tries_hint}</small></dd>
                </div>
            }
        })
    };
    let body = view! {
        {gate(Mark::Stop, words.mismatch_title.to_owned(), words.mismatch_text)}
        {clock}
        <dl class="facts panel">
            <div>
                <dt>{words.token}</dt>
                <dd>{move || mismatch.read().token.issuer.clone()}</dd>
            </div>
            {tries}
        </dl>
    };
    let waits = Signal::derive(move || mismatch.read().waiting);
    let retry = Signal::derive(move || {
        let seconds = mismatch.read().next_in;
        if seconds == 0 {
            words.retry_now.to_owned()
        } else {
            (words.retry_in)(&duration(language(), seconds))
        }
    });
    let actions = view! {
        <Button label=retry waits=waits on_press=sending(send, || Event::TryAgain) />
        <Button
            label=words.change
            weight=Weight::Quiet
            on_press=sending(send, || Event::ChangeToken)
        />
    };
    step(send, words.mismatch_title.to_owned(), body, Some(actions))
}

fn clock_note(slow_by: i64) -> Node {
    let words = texts().sign_in();
    let off = span(language(), slow_by.unsigned_abs());
    let title = if slow_by > 0 {
        (words.clock_slow)(&off)
    } else {
        (words.clock_fast)(&off)
    };
    view! { <Note tone=Tone::Unsure icon=Icon::Clock title=title text=words.clock_note /> }
}
