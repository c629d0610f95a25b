use countersign_core::SecretText;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::intake::Intake;
use super::page;
use super::problem::{link_text, problem};
use crate::dom::view;
use crate::routes::Route;
use crate::runtime::Adding;
use crate::ui::screen::Screen;
use crate::ui::widgets::{AreaField, SubmitButton};
use crate::ui::{texts, use_app};

/// Pasting a link.
pub(super) fn screen(adding: Adding, intake: Intake) -> Screen {
    let words = texts().add();
    let app = use_app();
    let link = RwSignal::new(SecretText::default());
    let problem = problem(adding);
    let error = Signal::derive(move || {
        // What did not come through this field is said above it.
        let text = problem.read().as_ref().and_then(link_text)?;
        intake.is_typed().then(|| text.to_owned())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        intake.forget();
        intake.pass(link.get_untracked());
        app.focus("link");
    };
    let body = view! {
        {intake.note()}
        <form class="stack" id="link-form" novalidate on:submit=submit>
            <AreaField
                id="link"
                label=words.link_label
                on_input=Callback::new(move |text: String| link.set(SecretText::new(text)))
                placeholder=words.link_example
                error=error
            />
        </form>
    };
    let actions = view! { <SubmitButton label=words.go_on form="link-form" /> };
    page(words.paste_title, Route::Add, body, Some(actions))
}
