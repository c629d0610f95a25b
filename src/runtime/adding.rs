//! Adding one token, from the text to the vault.

use std::rc::Rc;

use countersign_core::codes::{Add, AddEffect, AddEvent, AddView};
use leptos::prelude::*;

use super::{Flow, Runtime};

/// The flow of adding a token. Copies are the same flow; it belongs to the owner that began it.
#[derive(Clone, Copy)]
pub struct Adding {
    flow: StoredValue<Rc<Flow<Add>>, LocalStorage>,
    /// What the page shows. The code in the preview is made anew each second.
    pub view: Signal<AddView>,
}

impl Adding {
    /// Tells the flow what the person did or handed in.
    pub fn send(self, event: AddEvent) {
        let flow = self.flow.try_with_value(Rc::clone);
        if let Some(flow) = flow {
            flow.send(event);
        }
    }
}

impl Runtime {
    /// Begins to add a token.
    pub fn begin_adding(self) -> Adding {
        let flow = Flow::new(Add::new(), move |flow: &Flow<Add>, effect| match effect {
            AddEffect::Save(ticket, token) => {
                let flow = flow.clone();
                let saved = move |result| flow.send(AddEvent::Saved(ticket, result));
                self.add_token(*token, saved);
            }
        });
        let (watched, now) = (flow.watch(), self.now);
        let view = move |machine: &Option<Add>| match machine {
            Some(machine) if machine.holds_secret() => machine.view(now.get()),
            Some(machine) => machine.view(now.get_untracked()),
            None => AddView::Entry(None),
        };
        Adding {
            flow: StoredValue::new_local(Rc::new(flow)),
            view: Memo::new(move |_| watched.with(view)).into(),
        }
    }
}
