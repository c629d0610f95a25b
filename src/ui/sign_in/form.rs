use countersign_core::SecretText;
use countersign_core::sign_in::{Event, FormProblem, FormView, Notice};
use countersign_protocol::SessionEnd;
use leptos::prelude::*;

use super::parts::Send;
use crate::dom::{Child, Node, view};
use crate::ui::screen::{Bar, Screen};
use crate::ui::texts;
use crate::ui::use_app;
use crate::ui::widgets::{
    Button, Field, Icon, Mark, Note, Purpose, SecretField, SubmitButton, Tone, Weight,
};

/// The form.
pub(super) fn screen(form: Signal<FormView>, send: Send) -> Screen {
    let words = texts().sign_in();
    let user_name = RwSignal::new(form.read_untracked().user_name.clone());
    let password = RwSignal::new(SecretText::default());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.run(Event::Submit {
            user_name: user_name.get_untracked(),
            password: password.get_untracked(),
        });
    };
    let register = Callback::new(move |()| {
        send.run(Event::SubmitToRegister {
            user_name: user_name.get_untracked(),
            password: password.get_untracked(),
        });
    });
    let problem = Memo::new(move |_| form.read().problem);
    focus_what_is_wrong(problem);
    let user_error = Signal::derive(move || problem.get().and_then(user_name_error));
    let password_error = Signal::derive(move || problem.get().and_then(password_error));
    let body = view! {
        {notice(form)}
        <div class="gate">
            {Mark::Apart.drawn()}
            <h1 class="gate__title" id="title" tabindex="-1">
                {words.title}
            </h1>
            {move || {
                form.read()
                    .server_name
                    .clone()
                    .map(|name| view! { <p class="gate__text">{words.to_server} <b>{name}</b></p> })
            }}
        </div>
        <form class="stack stack--wide" aria-labelledby="title" novalidate on:submit=submit>
            <div class="stack">
                <Field
                    id="username"
                    label=words.user_name
                    initial=user_name.get_untracked()
                    on_input=Callback::new(move |text| user_name.set(text))
                    purpose=Purpose::UserName
                    error=user_error
                />
                <SecretField
                    id="password"
                    label=words.password
                    show_label=words.show_password
                    autocomplete="current-password"
                    on_input=Callback::new(move |text: String| password.set(SecretText::new(text)))
                    error=password_error
                />
            </div>
            {move || form.read().code_of.as_ref().map(|token| token_line(&token.issuer, words.token_sent))}
            <SubmitButton label=words.sign_in />
            <Button label=words.register_here weight=Weight::Quiet on_press=register />
        </form>
    };
    Screen {
        title: words.title.to_owned(),
        bar: Bar::Tab {
            title: texts().shell().app,
            heading: false,
        },
        body,
        ..Screen::default()
    }
}

/// The registered token whose code goes along.
pub(super) fn token_line(issuer: &str, text: &'static str) -> Node {
    let issuer = issuer.to_owned();
    view! {
        <div class="tokenline">
            <span class="tokenline__icon" aria-hidden="true">
                {Icon::Register.large()}
            </span>
            <div class="tokenline__text">
                <b>{issuer}</b>
                {text}
            </div>
        </div>
    }
}

/// Moves the focus to the first field that is wrong.
fn focus_what_is_wrong(problem: Memo<Option<FormProblem>>) {
    let app = use_app();
    // The focus is the browser's, not something that can be drawn.
    Effect::new(move || match problem.get() {
        Some(FormProblem::UserNameMissing | FormProblem::UserNameTooLong) => app.focus("username"),
        Some(FormProblem::PasswordMissing | FormProblem::PasswordTooLong) => app.focus("password"),
        None => {}
    });
}

fn user_name_error(problem: FormProblem) -> Option<String> {
    match problem {
        FormProblem::UserNameMissing => Some(texts().sign_in().user_name_empty.to_owned()),
        FormProblem::UserNameTooLong => Some(texts().add().too_long.to_owned()),
        FormProblem::PasswordMissing | FormProblem::PasswordTooLong => None,
    }
}

fn password_error(problem: FormProblem) -> Option<String> {
    match problem {
        FormProblem::PasswordMissing => Some(texts().sign_in().password_empty.to_owned()),
        FormProblem::PasswordTooLong => Some(texts().add().too_long.to_owned()),
        FormProblem::UserNameMissing | FormProblem::UserNameTooLong => None,
    }
}

/// Why the person is here, where there is a reason.
fn notice(form: Signal<FormView>) -> impl Child {
    move || {
        let (tone, icon, text) = notice_text(form.read().notice.as_ref()?)?;
        Some(view! { <Note tone=tone icon=icon text=text /> })
    }
}

fn notice_text(notice: &Notice) -> Option<(Tone, Icon, String)> {
    let words = texts().sign_in();
    let (tone, icon, text) = match notice {
        Notice::SignedOut => return None,
        Notice::SignOutUnsent => (Tone::Plain, Icon::Info, words.signed_out_unsent),
        Notice::SessionEnded { reason, .. } => (Tone::Unsure, Icon::Info, ended(*reason)),
        Notice::Registered => (Tone::Good, Icon::Check, words.registered_notice),
        Notice::TokenRemoved => (Tone::Plain, Icon::Info, words.removed_notice),
        Notice::Unreachable => (Tone::Unsure, Icon::Offline, words.dropped_notice),
        Notice::LockOver => (Tone::Plain, Icon::Info, words.lock_over),
    };
    Some((tone, icon, text.to_owned()))
}

fn ended(reason: Option<SessionEnd>) -> &'static str {
    let words = texts().sign_in();
    match reason {
        Some(SessionEnd::Idle) => words.ended_idle,
        Some(SessionEnd::Expired) => words.ended_expired,
        Some(SessionEnd::EndedElsewhere) => words.ended_elsewhere,
        Some(SessionEnd::Superseded) => words.ended_moved,
        Some(SessionEnd::Administrator) => words.ended_administrator,
        Some(SessionEnd::SignedOut | SessionEnd::Unknown) | None => words.ended,
    }
}
