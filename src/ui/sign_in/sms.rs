use countersign_core::SecretText;
use countersign_core::sign_in::{Event, SmsProblem, SmsView};
use leptos::html;
use leptos::prelude::*;

use super::parts::{Send, gate, leaving, sending};
use super::stopped::failure_text;
use crate::dom::{Node, view};
use crate::i18n::duration;
use crate::ui::screen::{Bar, Screen};
use crate::ui::widgets::{Icon, Mark, SubmitButton, field_error};
use crate::ui::{language, texts, use_app};

/// Digits of the code.
const DIGITS: usize = 6;
/// Whoever listens hears how long the code still works at these many seconds.
const SAID_AT: [u64; 3] = [300, 120, 60];

/// The code of the text message.
pub(super) fn screen(sms: Signal<SmsView>, send: Send) -> Screen {
    let words = texts().sign_in();
    let code = RwSignal::new(SecretText::default());
    let input = NodeRef::<html::Input>::new();
    say_what_is_left(sms);
    clear_after_a_wrong_code(sms, code, input);
    let body = view! {
        {gate(Mark::Apart, words.sms_title.to_owned(), words.sms_text)}
        {form(sms, code, input, send)}
        {other_ways(sms, send)}
    };
    let waits = Signal::derive(move || typed(code) < DIGITS || sms.read().confirming);
    let label = Signal::derive(move || {
        let confirming = sms.read().confirming;
        let label = if confirming {
            words.confirming
        } else {
            words.register_action
        };
        label.to_owned()
    });
    let actions =
        view! { <SubmitButton label=label form="sms-form" waits=waits described_by="sms-help" /> };
    Screen {
        title: words.sms_title.to_owned(),
        bar: Bar::Task {
            name: words.register_bar,
            heading: false,
            close_label: words.cancel,
            close: leaving(send),
        },
        body,
        actions: Some(actions),
        focus: Some("sms"),
        ..Screen::default()
    }
}

/// How many digits are there.
fn typed(code: RwSignal<SecretText>) -> usize {
    code.read().expose().len()
}

fn form(
    sms: Signal<SmsView>,
    code: RwSignal<SecretText>,
    input: NodeRef<html::Input>,
    send: Send,
) -> Node {
    let words = texts().sign_in();
    let app = use_app();
    let enter = move || send.run(Event::EnterCode(code.get_untracked()));
    let take = move |event| {
        let text = SecretText::new(event_target_value(&event));
        let digits = only_digits(&text);
        if digits.expose() != text.expose()
            && let Some(input) = input.get_untracked()
        {
            input.set_value(digits.expose());
        }
        let complete = digits.expose().len() == DIGITS;
        code.set(digits);
        if complete {
            enter();
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        app.focus("sms");
        enter();
    };
    let wrong = move || sms.read().problem.is_some() && typed(code) == 0;
    let marks = (0..DIGITS)
        .map(|place| view! { <span class:is-next=move || typed(code) == place></span> })
        .collect::<Vec<_>>();
    view! {
        <form
            class="stack"
            id="sms-form"
            aria-label=words.sms_form
            novalidate
            on:submit=submit
        >
            <label class="field__label" for="sms">
                {words.sms_label}
            </label>
            <div class="cells-box" class:is-wrong=wrong>
                <div class="cells-box__marks" aria-hidden="true">
                    {marks}
                </div>
                <input
                    class="cells"
                    id="sms"
                    type="text"
                    inputmode="numeric"
                    pattern="[0-9]*"
                    autocomplete="one-time-code"
                    aria-describedby="sms-problem sms-help"
                    aria-invalid=move || wrong().then_some("true")
                    node_ref=input
                    on:input=take
                />
            </div>
            <div role="alert" id="sms-problem">
                {move || problem_text(&sms.read()).map(|text| field_error("sms-error".to_owned(), text))}
            </div>
            <p class="soft tabular" id="sms-help">
                {move || help(&sms.read())}
            </p>
        </form>
    }
}

/// At most six digits of what was typed or pasted.
fn only_digits(text: &SecretText) -> SecretText {
    let mut digits = String::with_capacity(DIGITS);
    digits.extend(
        text.expose()
            .chars()
            .filter(char::is_ascii_digit)
            .take(DIGITS),
    );
    SecretText::new(digits)
}

fn help(sms: &SmsView) -> String {
    let words = texts().sign_in();
    let tries = (words.tries_left)(sms.tries_left.into());
    if sms.valid_for == 0 {
        tries
    } else {
        let left = (words.sms_valid)(&duration(language(), sms.valid_for));
        format!("{left} {tries}")
    }
}

fn problem_text(sms: &SmsView) -> Option<String> {
    let words = texts().sign_in();
    let wait = sms.wait.map(|seconds| duration(language(), seconds.max(1)));
    let text = match sms.problem.as_ref() {
        None if sms.valid_for == 0 => words.sms_expired.to_owned(),
        None => return None,
        Some(SmsProblem::Incomplete) => words.sms_incomplete.to_owned(),
        Some(SmsProblem::Wrong) => words.sms_wrong.to_owned(),
        Some(SmsProblem::Expired) => words.sms_expired.to_owned(),
        Some(SmsProblem::UsedUp(_)) => match wait {
            Some(wait) => (words.sms_used_up)(&wait),
            None => words.sms_used_up_some.to_owned(),
        },
        Some(SmsProblem::Unknown) => words.sms_unknown.to_owned(),
        Some(SmsProblem::Wait(_)) => (words.slow_down_text)(&wait.unwrap_or_default()),
        Some(SmsProblem::Unreachable) => words.no_answer_waits.to_owned(),
        Some(SmsProblem::Failed(failure)) => failure_text(failure),
    };
    Some(text)
}

/// What to do when no message comes.
fn other_ways(sms: Signal<SmsView>, send: Send) -> Node {
    let words = texts().sign_in();
    let open = RwSignal::new(false);
    let early = move || sms.read().resend_in > 0 || sms.read().resending;
    let hint = move || {
        let seconds = sms.read().resend_in;
        (seconds > 0).then(|| (words.send_again_in)(&duration(language(), seconds)))
    };
    let resend = move |_| {
        if !early() {
            send.run(Event::ResendCode);
        }
    };
    let server = use_app().server_name();
    let explanation = move || {
        open.get().then(|| {
            let text = (words.nothing_arrived_text)(&server.get());
            let activation = sms.read().can_activate.then(|| {
                let use_it = sending(send, || Event::UseActivationCode);
                view! {
                    <button class="text-link" type="button" on:click=move |_| use_it.run(())>
                        {words.use_activation}
                    </button>
                }
            });
            view! {
                <p class="soft">{text}</p>
                {activation}
            }
        })
    };
    view! {
        <ul class="panel" aria-label=words.no_message>
            <li>
                <button
                    class="row"
                    type="button"
                    aria-disabled=move || early().then_some("true")
                    on:click=resend
                >
                    {Icon::Send.large()}
                    <span class="row__text">
                        <b>{words.send_again}</b>
                        {move || hint().map(|hint| view! { <span class="tabular">{hint}</span> })}
                    </span>
                </button>
            </li>
            <li>
                <button
                    class="row"
                    type="button"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls="nothing-arrived"
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {Icon::Phone.large()}
                    <span class="row__text">
                        <b>{words.nothing_arrived}</b>
                    </span>
                </button>
                <div class="row__more" id="nothing-arrived" hidden=move || !open.get()>
                    {explanation}
                </div>
            </li>
        </ul>
    }
}

fn say_what_is_left(sms: Signal<SmsView>) {
    let announcer = use_app().announcer;
    let left = Memo::new(move |_| {
        let seconds = sms.read().valid_for;
        SAID_AT.contains(&seconds).then_some(seconds / 60)
    });
    // A live region is spoken to, not drawn.
    Effect::new(move || {
        if let Some(minutes) = left.get() {
            announcer.say((texts().sign_in().minutes_left)(minutes));
        }
    });
}

fn clear_after_a_wrong_code(
    sms: Signal<SmsView>,
    code: RwSignal<SecretText>,
    input: NodeRef<html::Input>,
) {
    let app = use_app();
    let answered = Memo::new(move |_| {
        let sms = sms.read();
        let settled = !sms.confirming && is_settled(sms.problem.as_ref());
        settled.then_some(sms.tries_left)
    });
    // The next code needs an empty field that has the focus.
    Effect::new(move || {
        if answered.get().is_some() {
            code.set(SecretText::default());
            if let Some(input) = input.get_untracked() {
                input.set_value("");
            }
            app.focus("sms");
        }
    });
}

/// Whether the code that was sent is of no use any longer.
fn is_settled(problem: Option<&SmsProblem>) -> bool {
    matches!(
        problem,
        Some(SmsProblem::Wrong | SmsProblem::Expired | SmsProblem::Unknown | SmsProblem::UsedUp(_))
    )
}
