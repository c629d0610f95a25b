use countersign_core::SecretText;
use countersign_core::lock::{Attempt, Refusal, SecretKind, Standing};
use leptos::prelude::*;

use super::refusal_text;
use crate::dom::{Node, view};
use crate::ui::widgets::{
    Button, Field, Icon, Note, Purpose, SecretField, SubmitButton, Tone, Weight,
};
use crate::ui::{texts, use_app};

/// The field that takes the PIN, passphrase or recovery code.
const FIELD: &str = "unlock";

/// What the form needs to know.
pub(crate) struct UnlockForm {
    pub(crate) standing: Standing,
    pub(crate) refusal: Signal<Option<Refusal>>,
    /// Whether a try is under way.
    pub(crate) busy: Signal<bool>,
    pub(crate) attempt: Callback<Attempt>,
}

/// Every way in that is set. Passkeys need a tap of their own. What was typed is taken out of the
/// page with each try.
pub(crate) fn unlock_form(form: UnlockForm) -> Node {
    let UnlockForm {
        standing,
        refusal,
        busy,
        attempt,
    } = form;
    let words = texts().lock();
    let kind = standing.secret;
    let by_code = RwSignal::new(kind.is_none() && standing.recovery);
    let typed = StoredValue::new_local(SecretText::default());
    let missing = RwSignal::new(false);
    let round = RwSignal::new(0_u32);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let secret = typed.try_update_value(core::mem::take).unwrap_or_default();
        missing.set(secret.is_empty());
        if !secret.is_empty() {
            round.update(|round| *round += 1);
            attempt.run(if by_code.get_untracked() {
                Attempt::Recovery(secret)
            } else {
                Attempt::Secret(secret)
            });
        }
    };
    let error = Signal::derive(move || {
        if missing.get() {
            return Some(words.empty.to_owned());
        }
        refusal.get().map(|refusal| refusal_text(&refusal, kind))
    });
    focus_when_refused(refusal);
    let take = Callback::new(move |text: String| {
        typed.set_value(SecretText::new(text));
        missing.set(false);
    });
    let typing = kind.is_some() || standing.recovery;
    let fields = move || {
        round.track();
        typing.then(|| field(kind.filter(|_| !by_code.get()), take, error))
    };
    let label = move || {
        if busy.get() {
            words.working
        } else {
            words.unlock
        }
    };
    let unlock = typing.then(|| {
        view! { <SubmitButton label=Signal::derive(move || label().to_owned()) waits=busy /> }
    });
    let passkey = standing.passkey.is_some().then(|| {
        let press = Callback::new(move |()| attempt.run(Attempt::Passkey));
        view! {
            <Button
                label=words.use_passkey
                weight=Weight::Quiet
                icon=Icon::Passkey
                on_press=press
            />
        }
    });
    let other = (kind.is_some() && standing.recovery).then(|| other_way(by_code, round));
    let erased = standing.pin_erased.then(|| {
        view! { <Note tone=Tone::Unsure icon=Icon::Alert text=words.pin_erased /> }
    });
    let apart = (!typing).then(|| view! { <p role="alert">{move || error.get()}</p> });
    view! {
        <form class="stack stack--wide" aria-label=words.unlock novalidate on:submit=submit>
            {erased}
            {fields}
            {apart}
            <div class="stack">{unlock} {passkey} {other}</div>
        </form>
    }
}

fn field(kind: Option<SecretKind>, take: Callback<String>, error: Signal<Option<String>>) -> Node {
    let words = texts().lock();
    match kind {
        Some(kind) => view! {
            <SecretField
                id=FIELD
                label=secret_name(kind)
                show_label=words.show_secret
                autocomplete="current-password"
                on_input=take
                error=error
            />
        },
        None => view! {
            <Field
                id=FIELD
                label=words.recovery
                on_input=take
                purpose=Purpose::Exact
                error=error
            />
        },
    }
}

fn other_way(by_code: RwSignal<bool>, round: RwSignal<u32>) -> Node {
    let words = texts().lock();
    let label = Signal::derive(move || {
        let label = if by_code.get() {
            words.use_secret
        } else {
            words.use_recovery
        };
        label.to_owned()
    });
    let press = Callback::new(move |()| {
        by_code.update(|by_code| *by_code = !*by_code);
        round.update(|round| *round += 1);
    });
    view! { <Button label=label weight=Weight::Quiet on_press=press /> }
}

/// What people call it.
pub(crate) fn secret_name(kind: SecretKind) -> &'static str {
    match kind {
        SecretKind::Pin => texts().lock().pin,
        SecretKind::Passphrase => texts().lock().passphrase,
    }
}

fn focus_when_refused(refusal: Signal<Option<Refusal>>) {
    let app = use_app();
    // The focus is the browser's, not something that can be drawn.
    Effect::new(move || {
        if refusal.get().is_some() {
            app.focus(FIELD);
        }
    });
}
