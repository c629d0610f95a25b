//! A fresh proof that whoever holds the device may do what they are about to do.

use leptos::prelude::*;

use super::{lock, texts, use_app};
use crate::dom::{Node, later};

/// What a proof is asked for.
#[derive(Clone)]
pub(crate) struct Asked {
    /// What is about to be done and why it takes a proof, in a sentence or two.
    pub(crate) reason: String,
    pub(crate) on_proved: Callback<()>,
    pub(crate) on_left: Callback<()>,
}

/// Asks for the PIN, passphrase, passkey or recovery code, and calls back once a slot was really
/// opened, or once the person has left the question. Where no lock is set, that is said and a
/// confirmation asked for.
pub(crate) fn ask(reason: impl Into<String>, on_proved: Callback<()>, on_left: Callback<()>) {
    let asked = Asked {
        reason: reason.into(),
        on_proved,
        on_left,
    };
    use_app().presence.set(Some(asked));
}

/// The place in the page where the dialog comes up.
pub(super) fn host() -> Node {
    let app = use_app();
    let dialog = move || {
        app.presence.get().map(|asked| {
            let on_left = asked.on_left;
            let coming = async move {
                lock::presence(asked).await.unwrap_or_else(|_| {
                    app.presence.set(None);
                    on_left.run(());
                    app.announcer.toast(texts().shell().missing);
                    Node::nothing()
                })
            };
            later(coming, Node::nothing)
        })
    };
    Node::of(dialog)
}
