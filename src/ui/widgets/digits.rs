use crate::dom::{Node, view};

/// A code to look at; whoever uses it has the code in words beside it.
pub(crate) fn digits(code: impl Fn() -> String + Send + 'static) -> Node {
    view! {
        <span class="digits" aria-hidden="true">
            {code}
        </span>
    }
}
