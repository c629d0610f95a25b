use countersign_core::codes::AddEvent;
use leptos::html;
use leptos::prelude::*;

use super::problem::{code_text, picture_text, problem};
use crate::dom::{Node, view};
use crate::runtime::{Adding, Runtime, chosen_image};
use crate::ui::texts;
use crate::ui::widgets::{Icon, Note, Tone};

/// Reading a picture file.
#[derive(Clone, Copy)]
pub(super) struct Picture {
    adding: Adding,
    input: NodeRef<html::Input>,
    runtime: Runtime,
    failure: RwSignal<Option<&'static str>>,
    reading: RwSignal<bool>,
}

impl Picture {
    pub(super) fn new(runtime: Runtime, adding: Adding) -> Self {
        Self {
            adding,
            input: NodeRef::new(),
            runtime,
            failure: RwSignal::new(None),
            reading: RwSignal::new(false),
        }
    }

    /// Lets the person choose a file.
    pub(super) fn choose(self) {
        if let Some(input) = self.input.get_untracked() {
            input.click();
        }
    }

    /// The input that the browser needs for it; nobody sees or hears it.
    pub(super) fn input(self) -> Node {
        let chosen = move |event| {
            let Some(file) = chosen_image(&event) else {
                return;
            };
            self.failure.set(None);
            self.reading.set(true);
            self.runtime.scan_image(file, move |result| {
                let _ = self.reading.try_set(false);
                match result {
                    Ok(text) => self.adding.send(AddEvent::Read(text)),
                    Err(failure) => {
                        let _ = self.failure.try_set(Some(picture_text(failure)));
                    }
                }
            });
        };
        view! {
            <input type="file" accept="image/*" hidden node_ref=self.input on:change=chosen />
        }
    }

    /// What is going on with the file, or why it did not help.
    pub(super) fn note(self) -> Node {
        let problem = problem(self.adding);
        let text = move || {
            let read = problem.read().as_ref().and_then(code_text);
            self.failure.get().or(read)
        };
        let note = move || {
            if self.reading.get() {
                let text = texts().add().reading;
                return Some(view! { <Note tone=Tone::Plain icon=Icon::Image text=text /> });
            }
            let text = text()?;
            Some(view! { <Note tone=Tone::Refused icon=Icon::Alert text=text /> })
        };
        view! { <div role="status">{note}</div> }
    }
}
