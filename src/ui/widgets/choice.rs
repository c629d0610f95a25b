use crate::dom::{Node, view};

use super::Icon;

/// A way to begin: a link with a title and a second line.
pub(crate) fn choice(
    href: &'static str,
    icon: Icon,
    title: &'static str,
    hint: &'static str,
) -> Node {
    view! {
        <a class="choice" href=href>
            {choice_content(icon, title, hint)}
        </a>
    }
}

/// The inside of a choice, for ways that are no links.
pub(crate) fn choice_content(icon: Icon, title: &'static str, hint: &'static str) -> Node {
    view! {
        {icon.large()}
        <span>
            <b>{title}</b>
            <span>{hint}</span>
        </span>
        {Icon::Forward.turning()}
    }
}
