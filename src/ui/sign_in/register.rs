use countersign_core::sign_in::Event;

use super::parts::{Send, gate, leaving, sending, step};
use crate::dom::{Node, view};
use crate::ui::screen::Screen;
use crate::ui::texts;
use crate::ui::widgets::{Button, Icon, Mark, Note, Tone, Weight};

/// Text message or activation code.
pub(super) fn screen(send: Send) -> Screen {
    let words = texts().sign_in();
    let body = view! {
        {gate(Mark::Apart, words.register_title.to_owned(), words.register_text)}
        <ol class="steps panel panel--pad" aria-label=words.what_happens>
            {happens(words.happens_text, words.happens_text_hint)}
            {happens(words.happens_type, words.happens_type_hint)}
            {happens(words.happens_token, words.happens_token_hint)}
        </ol>
        <Note tone=Tone::Plain icon=Icon::Phone text=words.one_device />
    };
    let actions = view! {
        <Button
            label=words.text_me
            icon=Icon::Send
            on_press=sending(send, || Event::TextMe)
        />
        <Button
            label=words.have_activation
            weight=Weight::Quiet
            on_press=sending(send, || Event::UseActivationCode)
        />
        <Button label=words.not_now weight=Weight::Quiet on_press=leaving(send) />
    };
    step(send, words.register_title.to_owned(), body, Some(actions))
}

fn happens(title: &'static str, hint: &'static str) -> Node {
    view! {
        <li class="steps__item">
            <span class="steps__dot" aria-hidden="true"></span>
            <b>{title}</b>
            <span>{hint}</span>
        </li>
    }
}
