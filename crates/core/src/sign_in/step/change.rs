//! Which token answers: another name, a wrong code, a token that has stopped.

use super::super::state::{Credentials, Mismatch, Notice, State, TokenMoved};
use super::super::turn::{Next, Ring, Turn, ignored, kept, moved, signed_out};
use super::super::{Event, Job};
use crate::Why;

pub(super) fn ask_change(credentials: Credentials, event: Event) -> Next {
    match event {
        Event::ChangeToken => moved(State::TokenPage(credentials)),
        event => ignored(State::AskChange(credentials), event.why_ignored()),
    }
}

pub(super) fn token_page(credentials: Credentials, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::UseToken(id) => {
            let mut tokens = turn
                .common
                .active_tokens_of(&credentials.user_name)
                .into_iter();
            match tokens.find(|token| token.id == id) {
                Some(token) => moved(turn.check(credentials, Some(token))),
                None => ignored(State::TokenPage(credentials), Why::OutOfPlace),
            }
        }
        Event::Register => moved(State::RegisterChoice(credentials)),
        event => ignored(State::TokenPage(credentials), event.why_ignored()),
    }
}

pub(super) fn mismatch(mut mismatch: Mismatch, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::TryAgain if turn.now >= mismatch.next_at => {
            moved(turn.check(mismatch.credentials, Some(mismatch.token)))
        }
        Event::TryAgain if mismatch.wake.is_some() => ignored(State::Mismatch(mismatch), Why::Busy),
        Event::TryAgain => {
            mismatch.wake = Some(turn.wake_at(mismatch.next_at));
            kept(State::Mismatch(mismatch))
        }
        Event::ChangeToken => moved(State::TokenPage(mismatch.credentials)),
        event => match turn.rings(mismatch.wake.as_mut(), &event) {
            Ring::Due => moved(turn.check(mismatch.credentials, Some(mismatch.token))),
            Ring::Early => kept(State::Mismatch(mismatch)),
            Ring::Other => ignored(State::Mismatch(mismatch), event.why_ignored()),
        },
    }
}

pub(super) fn token_moved(mut token_moved: TokenMoved, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::Register => moved(State::RegisterChoice(token_moved.credentials)),
        Event::RemoveToken if token_moved.removing.is_some() => {
            ignored(State::TokenMoved(token_moved), Why::Busy)
        }
        Event::RemoveToken => match &token_moved.token {
            Some(token) => {
                let token = token.id.clone();
                let ticket = turn.run(|ticket| Job::RemoveToken { ticket, token });
                token_moved.removing = Some(ticket);
                token_moved.problem = None;
                kept(State::TokenMoved(token_moved))
            }
            None => ignored(State::TokenMoved(token_moved), Why::OutOfPlace),
        },
        Event::Removed(ticket, result) if token_moved.removing == Some(ticket) => match result {
            Ok(()) => {
                let gone = token_moved.token.map(|token| token.id);
                turn.common.tokens.retain(|t| Some(&t.id) != gone.as_ref());
                moved(signed_out(Notice::TokenRemoved))
            }
            Err(problem) => {
                token_moved.removing = None;
                token_moved.problem = Some(problem);
                kept(State::TokenMoved(token_moved))
            }
        },
        event => ignored(State::TokenMoved(token_moved), event.why_ignored()),
    }
}
