//! What the person can only wait for, report or go around: no answer, a lock, a failure.

use countersign_core::Timestamp;
use countersign_core::ports::{KeyError, StoreError};
use countersign_core::sign_in::{Event, Failure};
use countersign_core::vault::VaultError;
use leptos::prelude::*;

use super::parts::{Send, gate, leaving, sending, step};
use crate::dom::{Node, view};
use crate::i18n::duration;
use crate::runtime::Runtime;
use crate::ui::screen::{Bar, Screen};
use crate::ui::storage_trouble::{store_error_text, vault_error_text, vault_failed};
use crate::ui::widgets::{Button, Icon, Mark, Note, Tone, Weight};
use crate::ui::{Order, language, texts, use_app};

/// The vault cannot be opened, and without it there is no token to sign in with.
pub(super) fn no_vault(error: &VaultError, runtime: Runtime) -> Screen {
    let words = texts().shell();
    Screen {
        title: texts().sign_in().title.to_owned(),
        bar: Bar::Tab {
            title: words.tab_sign_in,
            heading: true,
        },
        body: vault_failed(error, runtime),
        ..Screen::default()
    }
}

/// The account is locked, for a time or by an administrator.
pub(super) fn locked(until: Option<Timestamp>, send: Send) -> Screen {
    let words = texts().sign_in();
    let text = if until.is_some() {
        words.locked_timed
    } else {
        words.locked_admin
    };
    let facts = until.map(|until| {
        let opens = (words.locked_until)(&use_app().here().clock(until));
        view! {
            <dl class="facts panel">
                <div>
                    <dt>{words.locked_opens}</dt>
                    <dd>{opens}</dd>
                </div>
            </dl>
        }
    });
    let body = view! {
        {gate(Mark::Stop, words.locked_title.to_owned(), text)}
        {facts}
    };
    step(
        send,
        words.locked_title.to_owned(),
        body,
        Some(to_codes(send, Weight::Filled)),
    )
}

/// No answer.
pub(super) fn offline(retry_in: Signal<u64>, send: Send) -> Screen {
    let words = texts().sign_in();
    let server = use_app().server_name();
    let note = Signal::derive(move || {
        let seconds = retry_in.get().max(1);
        (words.unreachable_waits_for)(&duration(language(), seconds))
    });
    let body = view! {
        {gate(
            Mark::Apart,
            words.unreachable_title.to_owned(),
            move || (words.unreachable_text)(&server.get()),
        )}
        <Note tone=Tone::Plain icon=Icon::Offline text=note />
    };
    retrying(send, words.unreachable_title, body)
}

/// The server asks to wait.
pub(super) fn throttled(retry_in: Signal<u64>, send: Send) -> Screen {
    let words = texts().sign_in();
    let text = move || (words.slow_down_text)(&duration(language(), retry_in.get().max(1)));
    let body = view! {
        {gate(Mark::Apart, words.slow_down_title.to_owned(), text)}
        <Note tone=Tone::Plain icon=Icon::Clock text=words.waits_by_itself />
    };
    step(
        send,
        words.slow_down_title.to_owned(),
        body,
        Some(to_codes(send, Weight::Quiet)),
    )
}

/// Something answers, but not as the server.
pub(super) fn not_ours(send: Send) -> Screen {
    let words = texts().sign_in();
    let title = (words.not_ours_title)(&use_app().server_name().get_untracked());
    let body = gate(Mark::Stop, title, words.not_ours_text);
    retrying(send, words.not_ours_short, body)
}

/// The server serves newer apps only.
pub(super) fn too_old(send: Send) -> Screen {
    let words = texts().sign_in();
    let app = use_app();
    let body = gate(
        Mark::Stop,
        words.too_old_title.to_owned(),
        words.too_old_text,
    );
    let actions = view! {
        <Button label=words.update on_press=Callback::new(move |()| app.order(Order::LookForUpdate)) />
        {to_codes(send, Weight::Quiet)}
    };
    step(send, words.too_old_title.to_owned(), body, Some(actions))
}

/// The server or this device failed.
pub(super) fn failed(failure: &Failure, send: Send) -> Screen {
    let words = texts().sign_in();
    let title = match failure {
        Failure::DeviceKey(KeyError::Store(_)) => texts().storage().failed_title,
        Failure::DeviceKey(_) => words.key_refused_title,
        _ => words.failed_title,
    };
    let reference = match failure {
        Failure::Server {
            reference: Some(reference),
        } => Some(reference.clone()),
        Failure::DeviceKey(KeyError::Other(name) | KeyError::Store(StoreError::Other(name))) => {
            Some(name.clone())
        }
        _ => None,
    };
    let body = view! {
        {gate(Mark::Stop, title.to_owned(), failure_text(failure))}
        {reference.map(reference_facts)}
    };
    retrying(send, title, body)
}

/// The issued token could not be written.
pub(super) fn save_failed(problem: &VaultError, send: Send) -> Screen {
    let words = texts().sign_in();
    let body = view! {
        {gate(
            Mark::Wane,
            words.saving_failed_title.to_owned(),
            words.saving_failed_text,
        )}
        <Note tone=Tone::Refused icon=Icon::Storage text=vault_error_text(problem) />
    };
    retrying(send, words.saving_failed_title, body)
}

/// What failed, for people.
pub(super) fn failure_text(failure: &Failure) -> String {
    let words = texts().sign_in();
    let text = match failure {
        Failure::Server { .. } => words.failed_text,
        Failure::Proof => words.proof_text,
        Failure::DeviceKey(KeyError::Store(error)) => store_error_text(error),
        Failure::DeviceKey(_) => words.key_refused_text,
        Failure::TokenGone => words.token_gone_text,
        Failure::Unreachable => words.unreachable_waits,
        Failure::NotOurs => words.not_ours_text,
        Failure::Wait => words.wait_text,
    };
    text.to_owned()
}

fn reference_facts(reference: String) -> Node {
    view! {
        <dl class="facts panel">
            <div>
                <dt>{texts().shell().reference}</dt>
                <dd>
                    <code>{reference}</code>
                </dd>
            </div>
        </dl>
    }
}

fn retrying(send: Send, title: &'static str, body: Node) -> Screen {
    let actions = view! {
        <Button label=texts().shell().try_again on_press=sending(send, || Event::TryAgain) />
        {to_codes(send, Weight::Quiet)}
    };
    step(send, title.to_owned(), body, Some(actions))
}

fn to_codes(send: Send, weight: Weight) -> Node {
    let app = use_app();
    let back = Callback::new(move |()| {
        leaving(send).run(());
        app.go(crate::routes::Route::Codes);
    });
    view! { <Button label=texts().shell().back_to_codes weight=weight on_press=back /> }
}
