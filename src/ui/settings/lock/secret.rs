use countersign_core::SecretText;
use countersign_core::lock::{NewSecret, SecretFlaw, SecretKind, judge};
use leptos::prelude::*;

use super::cancel;
use super::desk::Desk;
use crate::dom::{Node, view};
use crate::i18n::LockTexts;
use crate::ui::lock::secret_name;
use crate::ui::texts;
use crate::ui::widgets::{SecretField, SubmitButton};

/// A new PIN or passphrase, typed twice.
pub(super) fn view(desk: Desk) -> Node {
    let words = texts().lock();
    let kind = RwSignal::new(SecretKind::Passphrase);
    let typed = StoredValue::new_local(SecretText::default());
    let again = StoredValue::new_local(SecretText::default());
    let error = RwSignal::new(None::<String>);
    let error_again = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if desk.busy.get_untracked() {
            return;
        }
        let kind = kind.get_untracked();
        let flaw = typed.with_value(|typed| judge(kind, typed.expose())).err();
        let same = typed.with_value(|typed| again.with_value(|again| typed == again));
        error.set(flaw.map(|flaw| flaw_text(words, flaw)));
        error_again.set((flaw.is_none() && !same).then(|| words.differs.to_owned()));
        if flaw.is_some() {
            desk.app.focus("new-secret");
        } else if !same {
            desk.app.focus("new-again");
        } else {
            let secret = typed.try_update_value(core::mem::take).unwrap_or_default();
            let again = again.try_update_value(core::mem::take).unwrap_or_default();
            desk.take_secret(NewSecret { kind, secret }, again);
        }
    };
    let fields = move || {
        let kind = kind.get();
        typed.set_value(SecretText::default());
        again.set_value(SecretText::default());
        error.set(None);
        error_again.set(None);
        let hint = match kind {
            SecretKind::Pin => words.pin_hint,
            SecretKind::Passphrase => words.passphrase_hint,
        };
        view! {
            <SecretField
                id="new-secret"
                label=secret_name(kind)
                show_label=words.show_secret
                autocomplete="new-password"
                on_input=Callback::new(move |text: String| typed.set_value(SecretText::new(text)))
                hint=hint
                error=error
            />
            <SecretField
                id="new-again"
                label=words.again
                show_label=words.show_secret
                autocomplete="new-password"
                on_input=Callback::new(move |text: String| again.set_value(SecretText::new(text)))
                error=error_again
            />
        }
    };
    let label = move || {
        let label = if desk.busy.get() {
            words.working
        } else {
            words.go_on
        };
        label.to_owned()
    };
    view! {
        <form class="stack stack--wide" aria-label=words.set_up novalidate on:submit=submit>
            <p class="soft">{words.set_up_text}</p>
            <fieldset>
                <legend class="field__label">{words.kind}</legend>
                <div class="chips">
                    {choice(kind, SecretKind::Passphrase)} {choice(kind, SecretKind::Pin)}
                </div>
            </fieldset>
            {fields}
            <div class="stack">
                <SubmitButton label=Signal::derive(label) waits=desk.busy /> {cancel(desk)}
            </div>
        </form>
    }
}

fn choice(chosen: RwSignal<SecretKind>, kind: SecretKind) -> Node {
    view! {
        <label class="chips__item">
            <input
                type="radio"
                name="kind"
                checked=chosen.get_untracked() == kind
                on:change=move |_| chosen.set(kind)
            />
            <span>{secret_name(kind)}</span>
        </label>
    }
}

fn flaw_text(words: &LockTexts, flaw: SecretFlaw) -> String {
    match flaw {
        SecretFlaw::Short(least) => (words.short)(u64::try_from(least).unwrap_or_default()),
        SecretFlaw::NotDigits => words.not_digits.to_owned(),
        SecretFlaw::Guessable => words.guessable.to_owned(),
    }
}
