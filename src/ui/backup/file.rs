use leptos::html;
use leptos::prelude::*;

use crate::dom::{Node, view};
use crate::runtime::{DataFile, chosen_data};

/// The input that lets the person choose a file; nobody sees or hears it.
#[derive(Clone, Copy)]
pub(super) struct FileChoice(NodeRef<html::Input>);

impl FileChoice {
    pub(super) fn new() -> Self {
        Self(NodeRef::new())
    }

    /// Lets the person choose.
    pub(super) fn ask(self) -> Callback<()> {
        Callback::new(move |()| {
            if let Some(input) = self.0.get_untracked() {
                input.click();
            }
        })
    }

    /// The input itself.
    pub(super) fn input(self, taken: impl Fn(DataFile) + 'static) -> Node {
        let changed = move |event| {
            if let Some(file) = chosen_data(&event) {
                taken(file);
            }
        };
        view! { <input type="file" hidden node_ref=self.0 on:change=changed /> }
    }
}
