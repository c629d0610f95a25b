use leptos::prelude::*;

use super::parts::{Send, gate, leaving, step};
use crate::dom::view;
use crate::i18n::duration;
use crate::ui::screen::Screen;
use crate::ui::widgets::{Button, Icon, Mark, Note, Tone, Weight};
use crate::ui::{language, texts};

/// The code was used before; the next one goes by itself.
pub(super) fn screen(next_in: Signal<u64>, send: Send) -> Screen {
    let words = texts().sign_in();
    let text =
        Signal::derive(move || (words.code_used)(&duration(language(), next_in.get().max(1))));
    let body = view! {
        {gate(Mark::Closing, words.code_used_title.to_owned(), move || text.get())}
        <Note tone=Tone::Plain icon=Icon::Clock text=words.waits_by_itself />
    };
    let actions = view! {
        <Button label=texts().shell().cancel weight=Weight::Quiet on_press=leaving(send) />
    };
    step(send, words.code_used_title.to_owned(), body, Some(actions))
}
