//! The start of the app, and what a reload left behind.

use super::super::Event;
use super::super::event::Restored;
use super::super::state::{Notice, Resume, State};
use super::super::turn::{Next, Turn, ignored, moved, signed_out};
use super::everywhere::{check_bindings, tell_sign_out};
use super::{session, sms, trouble};
use crate::{Ticket, Why};

pub(super) fn restoring(ticket: Ticket, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::Restored(answered, restored) if answered == ticket => {
            moved(restored_to(*restored, turn))
        }
        Event::Submit { .. } | Event::SubmitToRegister { .. } => {
            ignored(State::Restoring(ticket), Why::Busy)
        }
        event => ignored(State::Restoring(ticket), event.why_ignored()),
    }
}

fn restored_to(restored: Restored, turn: &mut Turn<'_>) -> State {
    let common = &mut *turn.common;
    common.kept = restored.kept;
    common.config = restored.config;
    common.offset = restored.offset;
    common.tokens = restored.tokens;
    check_bindings(turn);
    if turn.common.kept.owes_sign_out {
        let state = signed_out(Notice::SignOutUnsent);
        tell_sign_out(&state, turn);
        return state;
    }
    if turn.common.kept.signed_in {
        return turn.resume(Resume::Session);
    }
    match turn.common.kept.pending.take() {
        Some(pending) if turn.common.on_device(pending.started.expires_at) > turn.now => {
            sms::sent(pending, None, turn)
        }
        _ => signed_out(None),
    }
}

pub(super) fn resuming(ticket: Ticket, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::MeLoaded(answer) if answer.ticket == ticket => moved(match answer.result {
            Ok(me) => session::resumed(*me, turn),
            Err(error) => match session::end_of(error, turn) {
                Ok(ended) => ended,
                Err(error) => trouble::state(error, Resume::Session, turn),
            },
        }),
        event => ignored(State::Resuming(ticket), event.why_ignored()),
    }
}
