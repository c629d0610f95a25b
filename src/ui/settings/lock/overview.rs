use countersign_core::lock::{SecretKind, SlotKind, Standing};
use leptos::prelude::*;

use super::desk::{Change, Desk};
use crate::dom::{Node, view};
use crate::i18n::span;
use crate::runtime::{LockAfter, LockEvent};
use crate::ui::lock::secret_name;
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::widgets::{Button, Icon, Note, Tone, Weight, tag};
use crate::ui::{language, texts};

/// What is set, and what can be done about it.
pub(super) fn view(desk: Desk) -> Node {
    let words = texts().lock();
    let content = move || match desk.standing.get() {
        None => view! { <p class="soft" role="status">{words.working}</p> },
        Some(standing) if standing.is_locked() => set(desk, &standing),
        Some(_) => not_set(desk),
    };
    let demanded = desk.runtime().lock_policy().lock_required.then(|| {
        view! { <Note tone=Tone::Plain icon=Icon::Info text=words.demanded /> }
    });
    view! {
        {demanded}
        {content}
    }
}

fn not_set(desk: Desk) -> Node {
    let words = texts().lock();
    view! {
        <Note tone=Tone::Unsure icon=Icon::Lock title=words.none_title text=words.none_text />
        <Button
            label=words.set_up
            on_press=Callback::new(move |()| desk.begin_first())
        />
    }
}

fn set(desk: Desk, standing: &Standing) -> Node {
    let words = texts().lock();
    let may_turn_off = !desk.runtime().lock_policy().lock_required;
    let erased = standing.pin_erased.then(|| {
        view! { <Note tone=Tone::Unsure icon=Icon::Alert text=words.pin_erased /> }
    });
    let secret = standing.secret;
    let name = secret.map_or(words.passphrase, secret_name);
    let change = |label, name: String, change| (label, name, change);
    let secret_changes = match secret {
        Some(_) => vec![change(
            words.change,
            (words.change_of)(name),
            Change::Secret,
        )],
        None => vec![change(words.add, (words.add_of)(name), Change::Secret)],
    };
    let code = words.recovery;
    let recovery = if standing.recovery {
        vec![
            change(words.renew, (words.renew_of)(code), Change::Recovery),
            change(
                words.remove,
                (words.remove_of)(code),
                Change::Remove(SlotKind::Recovery),
            ),
        ]
    } else {
        vec![change(words.add, (words.add_of)(code), Change::Recovery)]
    };
    let key = words.passkey;
    let passkey = match standing.passkey {
        Some(_) => vec![change(
            words.remove,
            (words.remove_of)(key),
            Change::Remove(SlotKind::Passkey),
        )],
        None => vec![change(words.add, (words.add_of)(key), Change::Passkey)],
    };
    let keyboard = if secret == Some(SecretKind::Pin) {
        Icon::Keyboard
    } else {
        Icon::Edit
    };
    let off = may_turn_off.then(|| {
        view! {
            <Button
                label=words.turn_off
                weight=Weight::Refuse
                on_press=Callback::new(move |()| desk.begin(Change::TurnOff))
            />
        }
    });
    view! {
        {erased}
        <section aria-labelledby="ways">
            <h2 class="group__title" id="ways">
                {words.ways}
            </h2>
            <ul class="panel">
                {way(desk, keyboard, name, secret.is_some(), secret_changes)}
                {way(desk, Icon::Passkey, key, standing.passkey.is_some(), passkey)}
                {way(desk, Icon::Paste, code, standing.recovery, recovery)}
            </ul>
        </section>
        {after(desk)}
        <Button
            label=texts().shell().lock_now
            weight=Weight::Quiet
            icon=Icon::Lock
            on_press=Callback::new(move |()| desk.runtime().tell_lock(LockEvent::LockNow))
        />
        {off}
    }
}

type Offer = (&'static str, String, Change);

fn way(desk: Desk, icon: Icon, name: &'static str, is_set: bool, offers: Vec<Offer>) -> Node {
    let words = texts().lock();
    let standing = if is_set {
        tag(Tone::Good, None, words.set)
    } else {
        tag(Tone::Plain, None, words.not_set)
    };
    let buttons = offers
        .into_iter()
        .map(|(label, name, change)| {
            view! {
                <button
                    class="button button--quiet button--small"
                    type="button"
                    aria-label=name
                    on:click=move |_| desk.begin(change)
                >
                    {label}
                </button>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <li>
            <div class="row">
                {icon.large()}
                <span class="row__text">
                    <b>{name}</b>
                </span>
                {standing}
            </div>
            <div class="row__acts">{buttons}</div>
        </li>
    }
}

/// When the app locks itself. What the server does not allow is not offered.
fn after(desk: Desk) -> Node {
    let words = texts().lock();
    let runtime = desk.runtime();
    let longest = runtime.lock_policy().lock_after_max_seconds;
    let now = runtime.lock_after.get_untracked();
    let allowed = LockAfter::OFFERED
        .into_iter()
        .filter(|after| after.is_allowed(longest));
    let choices = allowed
        .map(|after| {
            let name = match after {
                LockAfter::HIDDEN => words.when_hidden.to_owned(),
                after => (words.minutes)(u64::from(after.seconds() / 60)),
            };
            let choose = move |_| {
                runtime.choose_lock_after(after, move |result| {
                    if let Err(error) = result {
                        desk.problem.set(Some(vault_error_text(&error).to_owned()));
                    }
                });
            };
            view! {
                <label class="chips__item">
                    <input
                        type="radio"
                        name="lock-after"
                        checked=after == now
                        on:change=choose
                    />
                    <span>{name}</span>
                </label>
            }
        })
        .collect::<Vec<_>>();
    let demanded = longest.map(|longest| {
        let time = span(language(), longest.into());
        view! { <p class="soft">{(words.demanded_after)(&time)}</p> }
    });
    view! {
        <div class="panel panel--pad stack">
            <fieldset>
                <legend class="field__label">{words.after}</legend>
                <div class="chips">{choices}</div>
            </fieldset>
            <p class="soft">{words.after_hint}</p>
            {demanded}
        </div>
    }
}
