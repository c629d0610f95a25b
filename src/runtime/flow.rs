//! One flow: a machine in a signal, and the carrying out of what it orders.

use std::rc::Rc;

use countersign_core::{Machine, Note};
use leptos::prelude::*;

use crate::platform::BrowserClock;
use countersign_core::ports::Clock;

/// Carries out one effect of a machine; answers come back through [`Flow::send`].
type Perform<M> = Rc<dyn Fn(&Flow<M>, <M as Machine>::Effect)>;

/// A machine that views can watch. Clones are the same flow.
///
/// The signal is counted, not owned by a view, so that an answer that comes late finds it.
pub struct Flow<M: Machine + 'static> {
    /// Empty only while the machine takes a step.
    machine: ArcRwSignal<Option<M>>,
    perform: Perform<M>,
}

impl<M: Machine + 'static> Clone for Flow<M> {
    fn clone(&self) -> Self {
        Self {
            machine: self.machine.clone(),
            perform: Rc::clone(&self.perform),
        }
    }
}

impl<M: Machine + Send + Sync + 'static> Flow<M> {
    /// A flow that starts as `machine`.
    pub fn new(machine: M, perform: impl Fn(&Self, M::Effect) + 'static) -> Self {
        Self {
            machine: ArcRwSignal::new(Some(machine)),
            perform: Rc::new(perform),
        }
    }

    /// Lets the machine take one event, then carries out what it orders.
    pub fn send(&self, event: M::Event) {
        let effects = {
            let mut slot = self.machine.write();
            let Some(machine) = slot.take() else { return };
            let step = machine.step(BrowserClock.now(), event);
            *slot = Some(step.state);
            if matches!(step.note, Note::Ignored(_)) {
                slot.untrack();
            }
            step.effects
        };
        for effect in effects {
            (self.perform)(self, effect);
        }
    }

    /// The machine as views may watch it.
    pub fn watch(&self) -> ArcReadSignal<Option<M>> {
        self.machine.read_only()
    }
}
