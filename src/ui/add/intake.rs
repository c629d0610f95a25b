use countersign_core::SecretText;
use countersign_core::codes::{AddEvent, AddProblem};
use leptos::html;
use leptos::prelude::*;

use super::problem::{code_text, link_text, picture_text, problem};
use crate::dom::{Node, view};
use crate::runtime::{Adding, Handed, ImageFile, Runtime, chosen_image};
use crate::ui::texts;
use crate::ui::widgets::{Icon, Note, Tone};

/// What was handed in last, apart from what is typed into a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// A field, or nothing yet.
    Field,
    /// A QR code, from a picture or the camera.
    Code,
    /// A text: pasted, dropped, shared, by a link.
    Text,
}

/// Takes pictures, files and texts from wherever they come, for all the ways to add a token.
#[derive(Clone, Copy)]
pub(super) struct Intake {
    adding: Adding,
    runtime: Runtime,
    source: RwSignal<Source>,
    failure: RwSignal<Option<&'static str>>,
    reading: RwSignal<bool>,
}

impl Intake {
    pub(super) fn new(runtime: Runtime, adding: Adding) -> Self {
        Self {
            adding,
            runtime,
            source: RwSignal::new(Source::Field),
            failure: RwSignal::new(None),
            reading: RwSignal::new(false),
        }
    }

    /// Takes what was handed in from outside of the page.
    pub(super) fn take(self, handed: Handed) {
        match handed {
            Handed::Image(file) => self.look_at(file),
            Handed::Text(text) => self.read(text),
            Handed::File(file) => {
                self.begin(Source::Text);
                self.runtime.read_text(file, move |text| {
                    let _ = self.reading.try_set(false);
                    match text {
                        Some(text) => self.adding.send(AddEvent::Read(text)),
                        None => self.fail(texts().ways().file_unreadable),
                    }
                });
            }
        }
    }

    /// Takes what the camera has read.
    pub(super) fn scanned(self, text: SecretText) {
        self.source.set(Source::Code);
        self.adding.send(AddEvent::Read(text));
    }

    /// What comes now is typed.
    pub(super) fn forget(self) {
        self.source.set(Source::Field);
        self.failure.set(None);
    }

    /// Whether what was read last came through a field; followed.
    pub(super) fn is_typed(self) -> bool {
        self.source.get() == Source::Field
    }

    fn read(self, text: SecretText) {
        self.source.set(Source::Text);
        self.failure.set(None);
        self.adding.send(AddEvent::Read(text));
    }

    fn look_at(self, file: ImageFile) {
        self.begin(Source::Code);
        self.runtime.scan_image(file, move |result| {
            let _ = self.reading.try_set(false);
            match result {
                Ok(text) => self.adding.send(AddEvent::Read(text)),
                Err(failure) => self.fail(picture_text(failure)),
            }
        });
    }

    fn begin(self, source: Source) {
        self.source.set(source);
        self.failure.set(None);
        self.reading.set(true);
    }

    fn fail(self, text: &'static str) {
        let _ = self.failure.try_set(Some(text));
    }

    /// What is going on with it, or why it did not help.
    pub(super) fn note(self) -> Node {
        let problem = problem(self.adding);
        let text = move || {
            let source = self.source.get();
            let read = problem
                .read()
                .as_ref()
                .and_then(|problem| read_text(source, problem));
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

/// What is wrong with what was read, unless the field says it.
fn read_text(source: Source, problem: &AddProblem) -> Option<&'static str> {
    match (source, problem) {
        (Source::Field, _) => None,
        (Source::Code, problem) => code_text(problem),
        (Source::Text, AddProblem::Empty) => Some(texts().ways().got_lost),
        (Source::Text, problem) => link_text(problem),
    }
}

/// Choosing a picture file.
#[derive(Clone, Copy)]
pub(super) struct Picture {
    intake: Intake,
    input: NodeRef<html::Input>,
}

impl Picture {
    pub(super) fn new(intake: Intake) -> Self {
        Self {
            intake,
            input: NodeRef::new(),
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
            if let Some(file) = chosen_image(&event) {
                self.intake.look_at(file);
            }
        };
        view! {
            <input type="file" accept="image/*" hidden node_ref=self.input on:change=chosen />
        }
    }
}
