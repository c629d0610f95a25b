use countersign_core::SecretText;
use countersign_core::import::{ImportEvent, ImportView, LockedView};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::words::{app, password_text};
use super::{back, page};
use crate::dom::view;
use crate::runtime::Importing;
use crate::ui::screen::Screen;
use crate::ui::widgets::{Button, SecretField, SubmitButton, Weight};
use crate::ui::{texts, use_app};

const FIELD: &str = "file-password";

/// The password of a file.
pub(super) fn screen(importing: Importing) -> Screen {
    let words = texts().import();
    let app_handle = use_app();
    let locked =
        Memo::new(
            move |before: Option<&Option<LockedView>>| match &*importing.view.read() {
                ImportView::Locked(locked) => Some(locked.clone()),
                _ => before.cloned().flatten(),
            },
        );
    let said = locked.with_untracked(|locked| {
        let locked = locked.as_ref()?;
        let say = if locked.certain {
            words.locked
        } else {
            words.locked_unsure
        };
        Some(say(app(locked.format)))
    });
    let password = RwSignal::new(SecretText::default());
    let opening = Signal::derive(move || locked.read().as_ref().is_some_and(|it| it.opening));
    let error = Signal::derive(move || {
        let problem = locked.read().as_ref()?.problem?;
        Some(password_text(problem).to_owned())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        importing.send(ImportEvent::Password(password.get_untracked()));
        app_handle.focus(FIELD);
    };
    let label = Signal::derive(move || {
        let label = if opening.get() {
            words.opening_long
        } else {
            words.open
        };
        label.to_owned()
    });
    let body = view! {
        <p>{said}</p>
        <form class="stack" id="password-form" novalidate on:submit=submit>
            <SecretField
                id=FIELD
                label=words.password
                show_label=words.show_password
                autocomplete="off"
                on_input=Callback::new(move |typed: String| password.set(SecretText::new(typed)))
                error=error
            />
        </form>
        <p class="soft" role="status">
            {move || opening.get().then_some(words.opening_long)}
        </p>
    };
    let actions = view! {
        <SubmitButton label=label form="password-form" waits=opening />
        <Button label=words.cancel weight=Weight::Quiet on_press=back(importing) />
    };
    Screen {
        focus: Some(FIELD),
        ..page(words.locked_title, back(importing), body, Some(actions))
    }
}
