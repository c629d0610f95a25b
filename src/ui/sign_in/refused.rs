use countersign_core::sign_in::Event;

use super::parts::{Send, gate, leaving, sending, step};
use crate::dom::view;
use crate::ui::screen::Screen;
use crate::ui::texts;
use crate::ui::widgets::{Button, Mark, Weight};

/// One text for a wrong name, a wrong password, a missing token and a locked account.
pub(super) fn screen(send: Send) -> Screen {
    let words = texts().sign_in();
    let body = gate(
        Mark::Stop,
        words.refused_title.to_owned(),
        words.refused_text,
    );
    let actions = view! {
        <Button label=texts().shell().try_again on_press=leaving(send) />
        <Button
            label=words.register_here
            weight=Weight::Quiet
            on_press=sending(send, || Event::Register)
        />
    };
    step(send, words.refused_title.to_owned(), body, Some(actions))
}
