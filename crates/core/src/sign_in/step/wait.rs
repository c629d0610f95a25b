//! Waits that end by themselves, and stops that the person ends.

use countersign_protocol::Timestamp;

use super::super::Event;
use super::super::state::{Credentials, Failure, Notice, Resume, State, TokenRef, Wake};
use super::super::turn::{Next, Ring, Turn, after_ring, ignored, kept, moved, signed_out};
use crate::Why;

pub(super) fn code_used(
    credentials: Credentials,
    token: TokenRef,
    mut wake: Wake,
    event: &Event,
    turn: &mut Turn<'_>,
) -> Next {
    let ring = turn.rings(Some(&mut wake), event);
    if matches!(ring, Ring::Due) {
        return moved(turn.check(credentials, Some(token)));
    }
    let state = State::CodeUsed {
        credentials,
        token,
        wake,
    };
    after_ring(ring, state, event)
}

pub(super) fn locked(
    until: Option<Timestamp>,
    mut wake: Option<Wake>,
    event: &Event,
    turn: &mut Turn<'_>,
) -> Next {
    match turn.rings(wake.as_mut(), event) {
        Ring::Due => moved(signed_out(Notice::LockOver)),
        ring => after_ring(ring, State::Locked { until, wake }, event),
    }
}

pub(super) fn offline(resume: Resume, mut wake: Wake, event: &Event, turn: &mut Turn<'_>) -> Next {
    match turn.rings_or_online(Some(&mut wake), event) {
        Ring::Due => moved(turn.resume(resume)),
        ring => after_ring(ring, State::Offline { resume, wake }, event),
    }
}

pub(super) fn throttled(
    resume: Resume,
    mut wake: Wake,
    event: &Event,
    turn: &mut Turn<'_>,
) -> Next {
    if matches!(event, Event::TryAgain) && turn.now < wake.at {
        return ignored(State::Throttled { resume, wake }, Why::TooEarly);
    }
    match turn.rings(Some(&mut wake), event) {
        Ring::Due => moved(turn.resume(resume)),
        Ring::Early => kept(State::Throttled { resume, wake }),
        Ring::Other if matches!(event, Event::TryAgain) => moved(turn.resume(resume)),
        Ring::Other => ignored(State::Throttled { resume, wake }, event.why_ignored()),
    }
}

pub(super) fn not_ours(resume: Resume, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::TryAgain | Event::Online => moved(turn.resume(resume)),
        event => ignored(State::NotOurs(resume), event.why_ignored()),
    }
}

pub(super) fn failed(resume: Resume, failure: Failure, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::TryAgain => moved(turn.resume(resume)),
        event => ignored(State::Failed { resume, failure }, event.why_ignored()),
    }
}
