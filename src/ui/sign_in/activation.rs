use countersign_core::SecretText;
use countersign_core::sign_in::{ActivationProblem, ActivationView, Event};
use leptos::prelude::*;

use super::parts::{Send, gate, leaving, sending};
use super::stopped::failure_text;
use crate::dom::view;
use crate::i18n::duration;
use crate::ui::screen::{Bar, Screen};
use crate::ui::widgets::{Button, Field, Mark, Purpose, SubmitButton, Weight};
use crate::ui::{language, texts};

/// The activation code.
pub(super) fn screen(activation: Signal<ActivationView>, send: Send) -> Screen {
    let words = texts().sign_in();
    let code = RwSignal::new(SecretText::default());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.run(Event::Activate(code.get_untracked()));
    };
    let error = Signal::derive(move || problem_text(&activation.read()));
    let body = view! {
        {gate(Mark::Apart, words.activation_title.to_owned(), words.activation_text)}
        <form class="stack" id="activation-form" novalidate on:submit=submit>
            <Field
                id="activation"
                label=words.activation_label
                purpose=Purpose::Exact
                on_input=Callback::new(move |text: String| code.set(SecretText::new(text)))
                hint=words.activation_hint
                error=error
            />
        </form>
    };
    let busy = Signal::derive(move || activation.read().busy);
    let label = Signal::derive(move || {
        let label = if busy.get() {
            words.confirming
        } else {
            words.register_action
        };
        label.to_owned()
    });
    let actions = view! {
        <SubmitButton label=label form="activation-form" waits=busy />
        <Button
            label=words.text_me
            weight=Weight::Quiet
            on_press=sending(send, || Event::TextMe)
        />
    };
    Screen {
        title: words.activation_title.to_owned(),
        bar: Bar::Task {
            name: words.register_bar,
            heading: false,
            close_label: words.cancel,
            close: leaving(send),
        },
        body,
        actions: Some(actions),
        focus: Some("activation"),
        ..Screen::default()
    }
}

fn problem_text(activation: &ActivationView) -> Option<String> {
    let words = texts().sign_in();
    let wait = activation.wait.unwrap_or(1).max(1);
    let text = match activation.problem.as_ref()? {
        ActivationProblem::Missing => words.activation_empty.to_owned(),
        ActivationProblem::Refused => words.activation_refused.to_owned(),
        ActivationProblem::Wait(_) => (words.slow_down_text)(&duration(language(), wait)),
        ActivationProblem::Unreachable => words.no_answer_waits.to_owned(),
        ActivationProblem::Failed(failure) => failure_text(failure),
    };
    Some(text)
}
