//! How a flow is written: a state, an event, and what follows from the two.

use countersign_protocol::Timestamp;

/// One flow. Total: every pair of state and event has an answer. Never panics, never blocks,
/// never reads a clock.
pub trait Machine: Sized {
    /// What can happen to it.
    type Event;
    /// What it can order.
    type Effect;

    /// Takes one event at the moment `now` (the device's own clock, uncorrected).
    fn step(self, now: Timestamp, event: Self::Event) -> Step<Self>;
}

/// What follows from one event.
#[derive(Debug)]
pub struct Step<M: Machine> {
    /// The machine afterward.
    pub state: M,
    /// What is to be done, in this order.
    pub effects: Vec<M::Effect>,
    /// What became of the event.
    pub note: Note,
}

/// What became of an event. Safe to log: it carries no payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The flow is in another state.
    Moved,
    /// The flow took the event in and is in the same state.
    Kept,
    /// Nothing was done.
    Ignored(Why),
}

/// Why an event was ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It answers a question that nobody waits for any longer.
    Stale,
    /// It makes no sense in this state.
    OutOfPlace,
    /// The same is under way already.
    Busy,
    /// It is too early for it.
    TooEarly,
}

/// Ties an answer to its question. Each machine counts its own, upward only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(u64);

impl Ticket {
    /// Draws the next one.
    #[must_use]
    pub fn draw(&mut self) -> Self {
        self.0 = self.0.wrapping_add(1);
        *self
    }
}
