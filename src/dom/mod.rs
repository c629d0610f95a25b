//! The page's own elements: what `view!` draws.
//!
//! Signals, effects and owners are Leptos's. What is drawn with them is not: Leptos gives each
//! piece of markup a type and code of its own, which is more than the first load may weigh. Here
//! an element is made at once, what changes is followed by one kind of effect, and no markup is
//! ever parsed, so that Trusted Types can forbid it altogether (`docs/adr`).
//!
//! Everything that is drawn belongs to the reactive owner it was drawn under and lives as long.

mod child;
mod element;
mod js;
mod later;
mod list;
mod seen;
mod slot;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use child::Child;
pub(crate) use countersign_markup::view;
pub(crate) use element::{Element, drawing, element, fragment};
pub(crate) use later::later;
pub(crate) use list::each;
pub(crate) use seen::{about_to_be_seen, row_under};
pub(crate) use value::Values;

use leptos::mount::mount_to;
use leptos::prelude::{RenderEffect, StoredValue, document};
use wasm_bindgen::JsCast;

/// Something drawn, not on the page yet: an element, a text, or several of them in a row.
pub(crate) struct Node(web_sys::Node);

impl Node {
    /// Draws nothing.
    pub(crate) fn nothing() -> Self {
        fragment().into_node()
    }

    /// Draws a child by itself.
    pub(crate) fn of(child: impl Child) -> Self {
        fragment().child(child).into_node()
    }
}

/// Draws into the element of the page with this id, for the life of the page.
pub(crate) fn mount(id: &str, draw: impl FnOnce() -> Node + 'static) {
    let Some(place) = document().get_element_by_id(id) else {
        return;
    };
    let place: web_sys::HtmlElement = place.unchecked_into();
    let parent = place.clone();
    mount_to(place, move || draw().append(&parent)).forget();
}

/// Keeps a value until the current owner is cleaned up.
fn keep<T: 'static>(value: T) {
    StoredValue::new_local(value);
}

/// Does it now, and again each time that a signal changes which it read.
fn follow(mut act: Box<dyn FnMut()>) {
    keep(RenderEffect::new(move |_: Option<()>| act()));
}
