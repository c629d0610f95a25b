use crate::dom::{Node, view};
use leptos::prelude::*;

/// How much of a period is left, in thirty parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Left {
    /// Parts that are left.
    pub(crate) parts: u8,
    /// The last parts, which stand taller.
    pub(crate) zone: u8,
}

/// The scale of the time that is left. It moves in steps, like a watch. Decoration: the seconds
/// stand beside it.
pub(crate) fn gauge(left: Signal<Left>, large: bool) -> Node {
    let class = if large { "gauge gauge--large" } else { "gauge" };
    view! {
        <span
            class=class
            aria-hidden="true"
            style:--left=move || left.get().parts.to_string()
            style:--zone=move || left.get().zone.to_string()
        ></span>
    }
}
