use countersign_backup::PartAdded;
use countersign_core::SecretText;
use countersign_core::import::{ImportEvent, ImportView, TransferView};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::intake::{Intake, Picture};
use super::super::page;
use super::words::{list_of, problem_text};
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::Importing;
use crate::ui::screen::Screen;
use crate::ui::texts;
use crate::ui::widgets::{AreaField, Button, Icon, Note, SubmitButton, Tone, Weight};

/// The ways to import.
pub(in crate::ui::add) fn screen(intake: Intake) -> Screen {
    let words = texts().import();
    let file = Picture::any_file(intake);
    let body = view! {
        {intake.note()}
        <p>{words.intro}</p>
        <div class="stack">
            <Button
                label=words.choose
                icon=Icon::Import
                on_press=Callback::new(move |()| file.choose())
            />
            {file.input()}
        </div>
        {text_form(intake)}
        {apps()}
    };
    page(words.title, Route::Add, body, None)
}

fn text_form(intake: Intake) -> Node {
    let words = texts().import();
    let text = RwSignal::new(SecretText::default());
    let empty = RwSignal::new(false);
    let error = Signal::derive(move || empty.get().then(|| texts().add().link_empty.to_owned()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = text.get_untracked();
        empty.set(text.is_empty());
        if !text.is_empty() {
            intake.import(text);
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <AreaField
                id="export-text"
                label=words.paste_label
                on_input=Callback::new(move |typed: String| text.set(SecretText::new(typed)))
                placeholder=words.paste_example
                error=error
            />
            <p class="soft small">{words.paste_hint}</p>
            <SubmitButton label=words.read_text />
        </form>
    }
}

fn apps() -> Node {
    let words = texts().import();
    let apps = words.apps.iter().map(|(name, how)| {
        view! {
            <div>
                <dt>{*name}</dt>
                <dd>{*how}</dd>
            </div>
        }
    });
    let apps = apps.collect::<Vec<_>>();
    view! {
        <section class="stack" aria-labelledby="apps">
            <h2 class="group__title" id="apps">
                {words.apps_title}
            </h2>
            <dl class="facts panel">{apps}</dl>
        </section>
    }
}

/// How far a transfer in several codes is, and why the last thing that came in did not help.
pub(in crate::ui::add) fn progress(importing: Importing) -> Node {
    let entry = Memo::new(move |_| match importing.view.get() {
        ImportView::Entry { problem, transfer } => Some((problem, transfer)),
        _ => None,
    });
    let problem = move || {
        let text = problem_text(entry.read().as_ref()?.0.as_ref()?);
        Some(view! { <Note tone=Tone::Refused icon=Icon::Alert text=text /> })
    };
    let transfer = move || {
        let transfer = entry.read().as_ref()?.1.clone()?;
        Some(transfer_note(&transfer, importing))
    };
    view! {
        {problem}
        <div role="status">{transfer}</div>
    }
}

fn transfer_note(transfer: &TransferView, importing: Importing) -> Node {
    let words = texts().import();
    let mut lines: Vec<_> = transfer
        .transfers
        .iter()
        .map(|one| (words.progress)(one.read, one.of, &list_of(&one.missing)))
        .collect();
    match transfer.last {
        PartAdded::New => {}
        PartAdded::Again => lines.push(words.again.to_owned()),
        PartAdded::OtherTransfer => lines.push(words.other_transfer.to_owned()),
    }
    let more = view! {
        <div class="import__ways">
            <Button
                label=words.finish
                weight=Weight::Small
                on_press=Callback::new(move |()| importing.send(ImportEvent::FinishTransfer))
            />
            <Button
                label=words.start_over
                weight=Weight::Small
                on_press=Callback::new(move |()| importing.send(ImportEvent::Back))
            />
        </div>
    };
    view! { <Note tone=Tone::Plain icon=Icon::Scan text=lines.join(" ") more=more /> }
}
