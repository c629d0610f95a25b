use countersign_core::sign_in::Event;

use super::parts::{Send, gate, sending, step};
use crate::dom::view;
use crate::ui::screen::Screen;
use crate::ui::texts;
use crate::ui::widgets::{Button, Mark};

/// Registered; goes on by itself.
pub(super) fn screen(issuer: &str, superseded_other: bool, send: Send) -> Screen {
    let words = texts().sign_in();
    let title = (words.registered_title)(issuer);
    let text = if superseded_other {
        words.registered_other
    } else {
        words.registered_only
    };
    let body = gate(Mark::Joined, title.clone(), text);
    let actions = view! { <Button label=words.go_on on_press=sending(send, || Event::Continue) /> };
    step(send, title, body, Some(actions))
}
