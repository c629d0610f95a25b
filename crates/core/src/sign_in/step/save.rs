//! The issued token goes into the vault before anything else.

use super::super::state::{Issued, Notice, State};
use super::super::turn::{Next, Ring, Turn, after_ring, ignored, moved, signed_out};
use super::super::{Announcement, Event, Job};
use crate::Ticket;
use crate::sign_in::TokenRef;
use crate::vault::VaultError;

/// How long the registration is told before the sign-in goes on by itself.
const TOLD_FOR_SECONDS: i64 = 4;

pub(super) fn save(issued: Issued, turn: &mut Turn<'_>) -> State {
    let registered = issued.registered.clone();
    let ticket = turn.run(|ticket| Job::SaveRegistered { ticket, registered });
    State::Saving { issued, ticket }
}

pub(super) fn saving(issued: Issued, ticket: Ticket, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::Saved(answered, result) if answered == ticket => moved(match result {
            Ok(token) => saved(issued, token, turn),
            Err(problem) => State::SaveFailed { issued, problem },
        }),
        event => ignored(State::Saving { issued, ticket }, event.why_ignored()),
    }
}

fn saved(issued: Issued, token: TokenRef, turn: &mut Turn<'_>) -> State {
    turn.common.kept.pending = None;
    turn.common.note_registered(token.clone());
    turn.announce(Announcement::Registered {
        issuer: token.issuer.clone(),
    });
    match issued.credentials {
        Some(credentials) => State::Registered {
            credentials,
            token,
            superseded_other: issued.registered.superseded_other,
            wake: turn.wake_at(turn.now.plus_seconds(TOLD_FOR_SECONDS)),
        },
        None => signed_out(Notice::Registered),
    }
}

pub(super) fn failed(
    issued: Issued,
    problem: VaultError,
    event: Event,
    turn: &mut Turn<'_>,
) -> Next {
    match event {
        Event::TryAgain => moved(save(issued, turn)),
        event => ignored(State::SaveFailed { issued, problem }, event.why_ignored()),
    }
}

/// Told, and then on with the new token.
pub(super) fn registered(told: State, event: &Event, turn: &mut Turn<'_>) -> Next {
    let State::Registered {
        credentials,
        token,
        superseded_other,
        mut wake,
    } = told
    else {
        return ignored(told, event.why_ignored());
    };
    let ring = match event {
        Event::Continue => Ring::Due,
        event => turn.rings(Some(&mut wake), event),
    };
    if matches!(ring, Ring::Due) {
        return moved(turn.check(credentials, Some(token)));
    }
    let told = State::Registered {
        credentials,
        token,
        superseded_other,
        wake,
    };
    after_ring(ring, told, event)
}
