//! What happens in the same way in every state.

use countersign_protocol::ProblemType;

use super::super::state::{Notice, Resume, State, StoppedToken};
use super::super::turn::{Turn, signed_out};
use super::super::{Answer, Event, Job};
use crate::api::ApiError;
use crate::vault::Standing;
use crate::{Note, Ticket, Why};

/// How long a check of the bindings is good for when the app only comes to the front.
const BINDINGS_GOOD_FOR_MS: i64 = 60_000;

pub(super) enum Outcome {
    /// That was all.
    Done(Note),
    /// The state is left.
    Moved(State),
    /// The state has to see it.
    Pass(Event),
}

pub(super) fn step(state: &State, event: Event, turn: &mut Turn<'_>) -> Outcome {
    hear(&event, turn);
    match event {
        Event::Start => start(state, turn),
        Event::Leave => leave(state, turn),
        Event::Online | Event::Shown => {
            if matches!(event, Event::Online) || bindings_are_old(turn) {
                check_bindings(turn);
            }
            tell_sign_out(state, turn);
            Outcome::Pass(event)
        }
        Event::BindingsChecked(answer) => Outcome::Done(bindings_checked(answer, turn)),
        Event::SessionStarted { ref answer, .. } if !awaits_session(state, answer.ticket) => {
            // The person has left, but the browser holds the session now.
            if answer.result.is_ok() && !uses_session(state) {
                turn.common.kept.owes_sign_out = true;
                tell_sign_out(state, turn);
            }
            Outcome::Done(Note::Ignored(Why::Stale))
        }
        Event::SessionEnded(answer) if turn.common.sign_out == Some(answer.ticket) => {
            turn.common.sign_out = None;
            let told = sign_out_told(&answer, turn);
            match state {
                State::SignedOut {
                    notice: Some(Notice::SignOutUnsent),
                    ..
                } if told => Outcome::Moved(signed_out(Notice::SignedOut)),
                _ => Outcome::Done(Note::Kept),
            }
        }
        Event::Woke(ticket) if turn.common.sign_out_wake == Some(ticket) => {
            turn.common.sign_out_wake = None;
            tell_sign_out(state, turn);
            Outcome::Done(Note::Kept)
        }
        event => Outcome::Pass(event),
    }
}

fn hear(event: &Event, turn: &mut Turn<'_>) {
    match event {
        Event::Looked(looked) => turn.common.hear(&looked.answer),
        Event::BindingsChecked(answer) => turn.common.hear(answer),
        Event::SessionStarted { answer, .. } => turn.common.hear(answer),
        Event::SmsRequested(answer) => turn.common.hear(answer),
        Event::Issued(answer) => turn.common.hear(answer),
        Event::MeLoaded(answer) => turn.common.hear(answer),
        Event::SessionsLoaded(answer) => turn.common.hear(answer),
        Event::SessionEnded(answer) => turn.common.hear(answer),
        _ => {}
    }
}

fn start(state: &State, turn: &mut Turn<'_>) -> Outcome {
    match state {
        State::SignedOut { .. } if turn.common.ticket == Ticket::default() => {
            Outcome::Moved(State::Restoring(turn.run(Job::Restore)))
        }
        _ => Outcome::Done(Note::Ignored(Why::OutOfPlace)),
    }
}

fn leave(state: &State, turn: &mut Turn<'_>) -> Outcome {
    match state {
        State::SignedIn(_) | State::SignedOut { .. } => {
            return Outcome::Done(Note::Ignored(Why::OutOfPlace));
        }
        State::SmsSent(_) => turn.common.kept.pending = None,
        State::SigningOut(ticket) => turn.common.sign_out = Some(*ticket),
        State::Resuming(_)
        | State::Offline {
            resume: Resume::Session,
            ..
        }
        | State::Throttled {
            resume: Resume::Session,
            ..
        }
        | State::NotOurs(Resume::Session)
        | State::Failed {
            resume: Resume::Session,
            ..
        } => {
            turn.common.kept.signed_in = false;
            turn.common.kept.owes_sign_out = true;
            tell_sign_out(state, turn);
        }
        _ => {}
    }
    Outcome::Moved(signed_out(None))
}

fn bindings_are_old(turn: &Turn<'_>) -> bool {
    let checked_at = turn.common.bindings_checked_at;
    checked_at.is_none_or(|at| turn.now.millis_since(at) >= BINDINGS_GOOD_FOR_MS)
}

/// Asks what became of the registered tokens here, if there are any.
pub(super) fn check_bindings(turn: &mut Turn<'_>) {
    let any = turn
        .common
        .tokens
        .iter()
        .any(|t| t.standing == Standing::Active);
    if any && turn.common.bindings_check.is_none() {
        turn.common.bindings_check = Some(turn.run(Job::CheckBindings));
        turn.common.bindings_checked_at = Some(turn.now);
    }
}

fn bindings_checked(answer: Answer<Vec<StoppedToken>>, turn: &mut Turn<'_>) -> Note {
    if turn.common.bindings_check != Some(answer.ticket) {
        return Note::Ignored(Why::Stale);
    }
    turn.common.bindings_check = None;
    for stopped in answer.result.unwrap_or_default() {
        turn.common.note_stopped(&stopped);
    }
    Note::Kept
}

/// Ends a session that nobody uses any longer, unless that is under way or would hit another.
pub(super) fn tell_sign_out(state: &State, turn: &mut Turn<'_>) {
    let owes = turn.common.kept.owes_sign_out && turn.common.sign_out.is_none();
    if owes && !uses_session(state) {
        turn.common.sign_out = Some(turn.run(Job::SignOut));
    }
}

/// Whether the server knows by now that the session has ended. If not, it is told later.
pub(super) fn sign_out_told(answer: &Answer<()>, turn: &mut Turn<'_>) -> bool {
    let told = match &answer.result {
        Ok(()) => true,
        Err(ApiError::Problem(problem)) => problem.kind == ProblemType::SessionRequired,
        Err(_) => false,
    };
    if told {
        turn.common.kept.owes_sign_out = false;
        turn.common.sign_out_wake = None;
    } else {
        turn.common.sign_out_wake = Some(turn.wake_to_retry().ticket);
    }
    told
}

fn awaits_session(state: &State, asked: Ticket) -> bool {
    matches!(state, State::Checking { ticket, .. } if *ticket == asked)
}

/// Whether the cookie that the browser holds, or is about to, is wanted.
fn uses_session(state: &State) -> bool {
    matches!(
        state,
        State::Checking { .. } | State::SignedIn(_) | State::SigningOut(_)
    )
}
