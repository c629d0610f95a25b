use leptos::prelude::*;

use super::Icon;

/// A way to begin: a link with a title and a second line.
pub(crate) fn choice(
    href: &'static str,
    icon: Icon,
    title: &'static str,
    hint: &'static str,
) -> AnyView {
    view! {
        <a class="choice" href=href>
            {choice_content(icon, title, hint)}
        </a>
    }
    .into_any()
}

/// The inside of a choice, for ways that are no links.
pub(crate) fn choice_content(icon: Icon, title: &'static str, hint: &'static str) -> AnyView {
    view! {
        {icon.large()}
        <span>
            <b>{title}</b>
            <span>{hint}</span>
        </span>
        {Icon::Forward.turning()}
    }
    .into_any()
}
