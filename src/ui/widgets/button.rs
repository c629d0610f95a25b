use crate::dom::{Node, view};
use leptos::prelude::*;

use super::Icon;

/// How much a button weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Weight {
    /// The one thing to press.
    #[default]
    Filled,
    Quiet,
    /// Outlined red: refuses or removes.
    Refuse,
    /// Small and quiet, inside a banner or a note.
    Small,
}

impl Weight {
    const fn class(self) -> &'static str {
        match self {
            Self::Filled => "button",
            Self::Quiet => "button button--quiet",
            Self::Refuse => "button button--refuse",
            Self::Small => "button button--quiet button--small",
        }
    }
}

/// A button with words. While `waits`, it can be reached and pressed but says that it is not yet
/// time; what a press means then is up to the screen.
#[component]
pub(crate) fn Button(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] weight: Weight,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(optional, into)] waits: Signal<bool>,
    on_press: Callback<()>,
) -> Node {
    view! {
        <button
            class=weight.class()
            type="button"
            aria-disabled=move || waits.get().then_some("true")
            on:click=move |_| on_press.run(())
        >
            {icon.map(Icon::small)}
            {move || label.get()}
        </button>
    }
}

/// The button that sends a form; `form` names the form where the button stands outside of it.
#[component]
pub(crate) fn SubmitButton(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] form: Option<&'static str>,
    #[prop(optional, into)] waits: Signal<bool>,
    #[prop(optional)] described_by: Option<&'static str>,
) -> Node {
    view! {
        <button
            class="button button--wide"
            type="submit"
            form=form
            aria-disabled=move || waits.get().then_some("true")
            aria-describedby=described_by
        >
            {move || label.get()}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub(crate) fn LinkButton(
    label: &'static str,
    href: &'static str,
    #[prop(optional)] weight: Weight,
) -> Node {
    view! {
        <a class=weight.class() href=href>
            {label}
        </a>
    }
}

/// A button with a drawing and, for those who do not see it, a name.
#[component]
pub(crate) fn IconButton(
    drawing: Node,
    label: String,
    #[prop(default = "icon-button")] class: &'static str,
    on_press: Callback<()>,
) -> Node {
    view! {
        <button
            class=class
            type="button"
            aria-label=label
            on:click=move |_| on_press.run(())
        >
            {drawing}
        </button>
    }
}
