use core::num::ParseIntError;

use countersign_core::vault::{Edit, TokenId, VaultToken, tidy_tags};
use countersign_otp::Kind;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::state::List;
use super::{focus_on, problem, switch};
use crate::dom::{Node, view};
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::texts;
use crate::ui::widgets::{Button, Field, Purpose, SubmitButton, Weight};

/// The form as it stands.
#[derive(Clone, Copy)]
struct Form {
    issuer: RwSignal<String>,
    account: RwSignal<String>,
    tags: RwSignal<String>,
    note: RwSignal<String>,
    counter: RwSignal<String>,
    pinned: RwSignal<bool>,
    problem: RwSignal<Option<&'static str>>,
}

impl Form {
    fn of(token: &VaultToken) -> Self {
        let counter = match token.token.kind {
            Kind::Hotp { counter, .. } => counter.to_string(),
            Kind::Totp { .. } | Kind::Steam => String::new(),
        };
        Self {
            issuer: RwSignal::new(token.token.issuer.clone()),
            account: RwSignal::new(token.token.account_name.clone()),
            tags: RwSignal::new(token.tags.join(", ")),
            note: RwSignal::new(token.note.clone()),
            counter: RwSignal::new(counter),
            pinned: RwSignal::new(token.pinned),
            problem: RwSignal::new(None),
        }
    }

    fn edit(self) -> Edit {
        let trimmed = |text: RwSignal<String>| text.get_untracked().trim().to_owned();
        Edit {
            issuer: trimmed(self.issuer),
            account_name: trimmed(self.account),
            note: trimmed(self.note),
            tags: tidy_tags(self.tags.get_untracked().split(',')),
            pinned: self.pinned.get_untracked(),
        }
    }

    /// The counter, where it was changed.
    fn counter(self, token: &VaultToken) -> Result<Option<u64>, ParseIntError> {
        let Kind::Hotp { counter, .. } = token.token.kind else {
            return Ok(None);
        };
        let typed: u64 = self.counter.read_untracked().trim().parse()?;
        Ok((typed != counter).then_some(typed))
    }
}

/// Names, tags, note, pin and counter of a token.
pub(super) fn form(list: List, id: &TokenId, close: Callback<()>) -> Node {
    let Some(token) = list.hands.token(id) else {
        return Node::nothing();
    };
    let form = Form::of(&token);
    let offline = token.registration().is_none();
    focus_on(if offline { "edit-issuer" } else { "edit-tags" });
    let fields = fields(form, &token);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save(list, form, &token, close);
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            {problem(form.problem)}
            {fields}
            <SubmitButton label=texts().shell().save />
            <Button label=texts().shell().cancel weight=Weight::Quiet on_press=close />
        </form>
    }
}

fn fields(form: Form, token: &VaultToken) -> Node {
    let (words, tools) = (texts().codes(), texts().organize());
    let into = |signal: RwSignal<String>| Callback::new(move |text| signal.set(text));
    let offline = token.registration().is_none();
    let names = offline.then(|| {
        view! {
            <Field
                id="edit-issuer"
                label=words.issuer
                initial=form.issuer.get_untracked()
                on_input=into(form.issuer)
            />
            <Field
                id="edit-account"
                label=words.account
                initial=form.account.get_untracked()
                on_input=into(form.account)
            />
        }
    });
    let counter = token.token.period().is_none().then(|| {
        view! {
            <Field
                id="edit-counter"
                label=tools.counter
                hint=tools.counter_hint
                purpose=Purpose::Number
                initial=form.counter.get_untracked()
                on_input=into(form.counter)
            />
        }
    });
    let pinned = Callback::new(move |on| form.pinned.set(on));
    view! {
        {names}
        <Field
            id="edit-tags"
            label=words.tags
            hint=tools.tags_hint
            initial=form.tags.get_untracked()
            on_input=into(form.tags)
        />
        <div class="field">
            <label class="field__label" for="edit-note">
                {tools.note}
            </label>
            <div class="field__box">
                <textarea
                    id="edit-note"
                    rows="3"
                    autocomplete="off"
                    prop:value=form.note.get_untracked()
                    on:input=move |event| form.note.set(event_target_value(&event))
                ></textarea>
            </div>
        </div>
        {counter}
        <div class="panel">
            {switch("edit-pinned", tools.pin, tools.pin_hint, form.pinned.get_untracked(), pinned)}
        </div>
    }
}

/// Saves; the form stays as it is until that has gone well.
fn save(list: List, form: Form, token: &VaultToken, close: Callback<()>) {
    let runtime = list.runtime();
    let Ok(counter) = form.counter(token) else {
        let words = list.hands.app.words().organize();
        return form.problem.set(Some(words.counter_invalid));
    };
    let (id, edited) = (token.id.clone(), token.id.clone());
    let finish = move |result: Result<(), _>| match result {
        Ok(()) => close.run(()),
        Err(error) => form.problem.set(Some(vault_error_text(&error))),
    };
    runtime.edit_token(edited, form.edit(), move |result| match (result, counter) {
        (Ok(()), Some(counter)) => runtime.set_counter(id, counter, finish),
        (result, _) => finish(result),
    });
}
