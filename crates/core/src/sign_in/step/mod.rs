//! What follows from each event in each state, a file per phase.

mod change;
mod check;
mod everywhere;
mod form;
mod register;
mod save;
mod session;
mod sms;
mod start;
mod trouble;
mod wait;

use countersign_protocol::Timestamp;

use super::state::{Common, SignIn, State};
use super::turn::{Next, Turn, ignored, moved, signed_out};
use super::{Effect, Event, Job};
use crate::{Machine, Step, Why};

impl SignIn {
    /// Before [`Event::Start`].
    pub fn new() -> Self {
        Self {
            common: Common::default(),
            state: signed_out(None),
        }
    }
}

impl Default for SignIn {
    fn default() -> Self {
        Self::new()
    }
}

impl Machine for SignIn {
    type Event = Event;
    type Effect = Effect;

    fn step(mut self, now: Timestamp, event: Event) -> Step<Self> {
        let mut effects = Vec::new();
        let kept_before = match (&self.state, &event) {
            (State::Restoring(asked), Event::Restored(ticket, restored)) if asked == ticket => {
                restored.kept.clone()
            }
            _ => self.common.kept.clone(),
        };
        let listened_before = self.state.listens();
        let mut turn = Turn {
            now,
            common: &mut self.common,
            effects: &mut effects,
        };
        let (state, note) = next(self.state, event, &mut turn);
        if listened_before && !state.listens() {
            effects.push(Effect::StopListening);
        }
        if self.common.kept != kept_before {
            effects.push(Effect::Run(Job::Keep(self.common.kept.clone())));
        }
        Step {
            state: Self {
                common: self.common,
                state,
            },
            effects,
            note,
        }
    }
}

fn next(state: State, event: Event, turn: &mut Turn<'_>) -> Next {
    let event = match everywhere::step(&state, event, turn) {
        everywhere::Outcome::Done(note) => return (state, note),
        everywhere::Outcome::Moved(state) => return moved(state),
        everywhere::Outcome::Pass(event) => event,
    };
    match state {
        State::Restoring(ticket) => start::restoring(ticket, event, turn),
        State::Resuming(ticket) => start::resuming(ticket, event, turn),
        State::SignedOut { .. } => form::step(state, event, turn),
        State::Looking {
            credentials,
            ticket,
        } => check::looking(credentials, ticket, event, turn),
        State::Checking {
            credentials,
            token,
            ticket,
        } => check::checking(credentials, token, ticket, event, turn),
        State::AskChange(credentials) => change::ask_change(credentials, event),
        State::TokenPage(credentials) => change::token_page(credentials, event, turn),
        State::Mismatch(mismatch) => change::mismatch(mismatch, event, turn),
        State::TokenMoved(moved) => change::token_moved(moved, event, turn),
        State::Refused(credentials) => register::refused(credentials, event),
        State::RegisterChoice(credentials) => register::choice(credentials, event, turn),
        State::Starting {
            credentials,
            ticket,
        } => register::starting(credentials, ticket, event, turn),
        State::Activation(activation) => register::activation(activation, event, turn),
        State::SmsSent(sms) => sms::step(sms, event, turn),
        State::Saving { issued, ticket } => save::saving(issued, ticket, event, turn),
        State::SaveFailed { issued, problem } => save::failed(issued, problem, event, turn),
        state @ State::Registered { .. } => save::registered(state, &event, turn),
        State::CodeUsed {
            credentials,
            token,
            wake,
        } => wait::code_used(credentials, token, wake, &event, turn),
        State::Locked { until, wake } => wait::locked(until, wake, &event, turn),
        State::Offline { resume, wake } => wait::offline(resume, wake, &event, turn),
        State::Throttled { resume, wake } => wait::throttled(resume, wake, &event, turn),
        State::NotOurs(resume) => wait::not_ours(resume, event, turn),
        State::Failed { resume, failure } => wait::failed(resume, failure, event, turn),
        State::TooOld => ignored(State::TooOld, event.why_ignored()),
        State::SignedIn(signed_in) => session::step(signed_in, event, turn),
        State::SigningOut(ticket) => session::signing_out(ticket, event, turn),
    }
}

impl State {
    /// Whether the text message is waited for.
    fn listens(&self) -> bool {
        matches!(self, Self::SmsSent(_))
    }
}

impl Event {
    /// An answer that nothing waits for is stale; anything else does not fit the state.
    pub(super) fn why_ignored(&self) -> Why {
        match self {
            Self::Woke(_)
            | Self::SmsArrived(..)
            | Self::Restored(..)
            | Self::Looked(_)
            | Self::BindingsChecked(_)
            | Self::SessionStarted { .. }
            | Self::SmsRequested(_)
            | Self::Issued(_)
            | Self::Saved(..)
            | Self::Removed(..)
            | Self::MeLoaded(_)
            | Self::SessionsLoaded(_)
            | Self::SessionEnded(_) => Why::Stale,
            _ => Why::OutOfPlace,
        }
    }
}
