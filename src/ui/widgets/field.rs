use crate::dom::{Node, view};
use leptos::prelude::*;

use super::Icon;

/// What a field is for; decides keyboard, autofill and spelling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Purpose {
    #[default]
    Text,
    UserName,
    Number,
    /// Letters and digits to copy exactly, such as a code.
    Exact,
}

impl Purpose {
    const fn autocomplete(self) -> &'static str {
        match self {
            Self::UserName => "username",
            _ => "off",
        }
    }

    const fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Number => Some("numeric"),
            _ => None,
        }
    }

    const fn capitals(self) -> &'static str {
        match self {
            Self::Exact => "characters",
            Self::UserName | Self::Number => "none",
            Self::Text => "sentences",
        }
    }
}

/// A field with its label, hint and error, tied together for those who hear them. The browser
/// keeps what is typed; each change is handed on.
#[component]
pub(crate) fn Field(
    id: &'static str,
    label: &'static str,
    on_input: Callback<String>,
    #[prop(optional)] initial: String,
    #[prop(optional)] purpose: Purpose,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] placeholder: Option<&'static str>,
) -> Node {
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {label}
            </label>
            <div class="field__box">
                <input
                    id=id
                    type="text"
                    name=id
                    autocomplete=purpose.autocomplete()
                    autocapitalize=purpose.capitals()
                    inputmode=purpose.input_mode()
                    spellcheck="false"
                    placeholder=placeholder
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-describedby=described_by(id, hint.is_some(), error)
                    value=initial
                    on:input=move |event| on_input.run(event_target_value(&event))
                />
            </div>
            {hint_and_error(id, hint, error)}
        </div>
    }
}

/// A password or another secret, hidden until the person wants to see it. The field itself keeps
/// nothing of what is typed: whoever gets it wipes it.
#[component]
pub(crate) fn SecretField(
    id: &'static str,
    label: &'static str,
    show_label: &'static str,
    autocomplete: &'static str,
    on_input: Callback<String>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> Node {
    let shown = RwSignal::new(false);
    let pressed = move || if shown.get() { "true" } else { "false" };
    let kind = move || if shown.get() { "text" } else { "password" };
    let drawing = move || if shown.get() { Icon::EyeOff } else { Icon::Eye };
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {label}
            </label>
            <div class="field__box">
                <input
                    id=id
                    type=kind
                    name=id
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-describedby=described_by(id, hint.is_some(), error)
                    on:input=move |event| on_input.run(event_target_value(&event))
                />
                <button
                    class="icon-button icon-button--soft"
                    type="button"
                    aria-label=show_label
                    aria-pressed=pressed
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || drawing().small()}
                </button>
            </div>
            {hint_and_error(id, hint, error)}
        </div>
    }
}

/// Several lines, such as a link to paste. What is typed is treated as a secret.
#[component]
pub(crate) fn AreaField(
    id: &'static str,
    label: &'static str,
    on_input: Callback<String>,
    placeholder: &'static str,
    #[prop(into)] error: Signal<Option<String>>,
) -> Node {
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {label}
            </label>
            <div class="field__box">
                <textarea
                    id=id
                    rows="4"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    placeholder=placeholder
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-describedby=described_by(id, false, error)
                    on:input=move |event| on_input.run(event_target_value(&event))
                ></textarea>
            </div>
            {hint_and_error(id, None, error)}
        </div>
    }
}

/// Values to choose from, each with its key.
pub(crate) type Choices = Vec<(&'static str, &'static str)>;

/// One of a few values; the first is chosen.
#[component]
pub(crate) fn SelectField(
    id: &'static str,
    label: &'static str,
    options: Choices,
    on_change: Callback<String>,
) -> Node {
    let options = options
        .into_iter()
        .map(|(key, text)| view! { <option value=key>{text}</option> })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {label}
            </label>
            <div class="field__box">
                <select id=id on:change=move |event| on_change.run(event_target_value(&event))>
                    {options}
                </select>
            </div>
        </div>
    }
}

/// The red line under a field.
pub(crate) fn field_error(id: String, text: String) -> Node {
    view! {
        <p class="field__error" id=id>
            {Icon::Stop.small()}
            <span>{text}</span>
        </p>
    }
}

fn described_by(
    id: &'static str,
    has_hint: bool,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Send + 'static {
    move || match (has_hint, error.read().is_some()) {
        (_, true) => Some(format!("{id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, false) => None,
    }
}

fn hint_and_error(
    id: &'static str,
    hint: Option<&'static str>,
    error: Signal<Option<String>>,
) -> Node {
    let hint = hint.map(|hint| {
        view! {
            <p class="field__hint" id=format!("{id}-hint")>
                {hint}
            </p>
        }
    });
    let error = move || {
        error
            .get()
            .map(|text| field_error(format!("{id}-error"), text))
    };
    view! {
        {hint}
        {error}
    }
}
