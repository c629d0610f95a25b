use countersign_core::codes::{AddEvent, AddView, PreviewView};
use countersign_otp::Kind;
use leptos::prelude::*;

use super::intake::Intake;
use crate::dom::{Node, view};
use crate::i18n::{duration, spelled};
use crate::runtime::Adding;
use crate::ui::screen::{Bar, Screen};
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::widgets::{Button, Icon, Note, Tone, Weight, digits};
use crate::ui::{language, texts};

/// A look at the token before it is saved.
pub(super) fn screen(first: PreviewView, adding: Adding, intake: Intake) -> Screen {
    let words = texts().add();
    let preview: Signal<PreviewView> =
        Memo::new(
            move |before: Option<&PreviewView>| match (adding.view.get(), before) {
                (AddView::Preview(preview), _) => preview,
                (_, Some(before)) => before.clone(),
                (_, None) => first.clone(),
            },
        )
        .into();
    let problem = move || {
        let text = vault_error_text(preview.read().problem.as_ref()?);
        Some(view! { <Note tone=Tone::Refused icon=Icon::Storage text=text /> })
    };
    let noted = intake.is_link().then(|| {
        let text = texts().ways().link_noted;
        view! { <Note tone=Tone::Plain icon=Icon::Info text=text /> }
    });
    let body = view! {
        {problem}
        {card(preview)}
        {noted}
    };
    let back = Callback::new(move |()| adding.send(AddEvent::Back));
    let saving = Signal::derive(move || preview.read().saving);
    let save = Signal::derive(move || {
        let label = if saving.get() {
            words.saving
        } else {
            words.save
        };
        label.to_owned()
    });
    let actions = view! {
        <Button
            label=save
            waits=saving
            on_press=Callback::new(move |()| adding.send(AddEvent::Save))
        />
        <Button label=texts().shell().back weight=Weight::Quiet on_press=back />
    };
    Screen {
        title: words.preview_title.to_owned(),
        bar: Bar::Task {
            name: words.preview_title,
            heading: true,
            close_label: texts().shell().back,
            close: back,
        },
        body,
        actions: Some(actions),
        ..Screen::default()
    }
}

/// What it is called, and the code of now.
fn card(preview: Signal<PreviewView>) -> Node {
    let words = texts().add();
    let names = preview.read_untracked().names.clone();
    let counts = matches!(preview.read_untracked().kind, Kind::Hotp { .. });
    let title = if names.issuer.is_empty() {
        names.account_name.clone()
    } else {
        names.issuer
    };
    let code = move || preview.read().code.grouped().expose().to_owned();
    let said = move || (words.code_spelled)(&spelled(preview.read().code.expose()));
    let left = move || {
        let seconds = preview.read().seconds_left?;
        Some((texts().codes().seconds_left)(&duration(
            language(),
            seconds,
        )))
    };
    let question = if counts {
        words.preview_counter
    } else {
        words.preview_question
    };
    view! {
        <div class="panel panel--pad hero">
            <div>
                <h2 class="lead__title" dir="auto">
                    {title}
                </h2>
                <p class="soft" dir="auto">
                    {names.account_name}
                </p>
            </div>
            <div class="hero__value">
                {digits(code)} <span class="heard">{said}</span>
                <span class="soft tabular" aria-hidden="true">
                    {left}
                </span>
            </div>
            <p>{question} " " <span class="soft">{words.preview_hint}</span></p>
        </div>
    }
}
