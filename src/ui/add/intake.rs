use countersign_core::SecretText;
use countersign_core::codes::{AddEvent, AddProblem};
use countersign_core::import::{ImportEvent, Text};
use leptos::html;
use leptos::prelude::*;

use super::import;
use super::problem::{code_text, link_text, picture_text, problem};
use crate::dom::{Node, view};
use crate::runtime::{Adding, Handed, ImageFile, Importing, Runtime, chosen_file, chosen_image};
use crate::ui::texts;
use crate::ui::widgets::{Icon, Note, Tone};

/// What was handed in last, apart from what is typed into a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// A field, or nothing yet.
    Field,
    /// A QR code, from a picture or the camera.
    Code,
    /// A text: pasted, dropped, shared.
    Text,
    /// A link in the address bar.
    Link,
}

/// Takes pictures, files and texts from wherever they come, for all the ways to add a token.
#[derive(Clone, Copy)]
pub(super) struct Intake {
    adding: Adding,
    importing: Importing,
    runtime: Runtime,
    source: RwSignal<Source>,
    failure: RwSignal<Option<&'static str>>,
    reading: RwSignal<bool>,
}

impl Intake {
    pub(super) fn new(runtime: Runtime, adding: Adding, importing: Importing) -> Self {
        Self {
            adding,
            importing,
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
            Handed::Text(text) => self.read(text, Source::Text),
            Handed::Link(text) => self.read(text, Source::Link),
            Handed::File(file) => {
                self.forget();
                self.importing.read(file);
            }
        }
    }

    /// Takes what the camera has read.
    pub(super) fn scanned(self, text: SecretText) {
        self.source.set(Source::Code);
        self.pass(text);
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

    /// Whether what was read last came through the address bar.
    pub(super) fn is_link(self) -> bool {
        self.source.get_untracked() == Source::Link
    }

    fn read(self, text: SecretText, source: Source) {
        self.source.set(source);
        self.failure.set(None);
        self.pass(text);
    }

    /// Hands a text to where it belongs: to the look at one token, or to the import of many.
    pub(super) fn pass(self, text: SecretText) {
        match Text::of(text) {
            Text::One(text) => self.adding.send(AddEvent::Read(text)),
            Text::Many(text) => self.importing.send(ImportEvent::Text(text)),
        }
    }

    /// Takes a text that is to be imported, be it one token alone.
    pub(super) fn import(self, text: SecretText) {
        self.forget();
        self.importing.send(ImportEvent::Text(text));
    }

    fn look_at(self, file: ImageFile) {
        self.begin(Source::Code);
        self.runtime.scan_image(file, move |result| {
            let _ = self.reading.try_set(false);
            match result {
                Ok(text) => self.pass(text),
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
        view! {
            <div role="status">{note}</div>
            {import::progress(self.importing)}
        }
    }
}

/// What is wrong with what was read, unless the field says it.
fn read_text(source: Source, problem: &AddProblem) -> Option<&'static str> {
    match (source, problem) {
        (Source::Field, _) => None,
        (Source::Code, problem) => code_text(problem),
        (Source::Text | Source::Link, AddProblem::Empty) => Some(texts().ways().got_lost),
        (Source::Text | Source::Link, problem) => link_text(problem),
    }
}

/// Choosing a file.
#[derive(Clone, Copy)]
pub(super) struct Picture {
    intake: Intake,
    input: NodeRef<html::Input>,
    any: bool,
}

impl Picture {
    /// A picture.
    pub(super) fn new(intake: Intake) -> Self {
        Self {
            intake,
            input: NodeRef::new(),
            any: false,
        }
    }

    /// A file of any kind.
    pub(super) fn any_file(intake: Intake) -> Self {
        Self {
            any: true,
            ..Self::new(intake)
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
            let handed = if self.any {
                chosen_file(&event)
            } else {
                chosen_image(&event).map(Handed::Image)
            };
            if let Some(handed) = handed {
                self.intake.take(handed);
            }
        };
        let accept = (!self.any).then_some("image/*");
        view! {
            <input type="file" accept=accept hidden node_ref=self.input on:change=chosen />
        }
    }
}
