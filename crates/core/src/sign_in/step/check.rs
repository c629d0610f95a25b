//! From the password to the server's word about it.

use countersign_protocol::{Problem, ProblemType, StartedSession, Timestamp};

use super::super::state::{
    Credentials, Mismatch, Resume, State, StoppedToken, TokenMoved, TokenRef,
};
use super::super::turn::{Next, Turn, ignored, moved};
use super::super::{Announcement, Event, Job, Looked};
use super::{session, trouble};
use crate::Ticket;
use crate::api::ApiError;
use crate::vault::{Standing, StopReason};

pub(super) fn looking(
    credentials: Credentials,
    ticket: Ticket,
    event: Event,
    turn: &mut Turn<'_>,
) -> Next {
    match event {
        Event::Looked(looked) if looked.answer.ticket == ticket => {
            moved(looked_to(credentials, *looked, turn))
        }
        event => ignored(
            State::Looking {
                credentials,
                ticket,
            },
            event.why_ignored(),
        ),
    }
}

fn looked_to(credentials: Credentials, looked: Looked, turn: &mut Turn<'_>) -> State {
    turn.common.tokens = looked.tokens;
    match looked.answer.result {
        Ok(config) => turn.common.config = Some(config),
        Err(error) => return not_looked(credentials, error, turn),
    }
    if !turn.common.asks_for_codes() {
        return turn.check(credentials, None);
    }
    if let Some(token) = turn.common.named_token_of(&credentials.user_name) {
        return turn.check(credentials, Some(token));
    }
    if turn
        .common
        .active_tokens_of(&credentials.user_name)
        .is_empty()
    {
        // The user's group may not need a code; if it does, the server says what became of a
        // token that stopped.
        return turn.check(credentials, None);
    }
    State::AskChange(credentials)
}

/// Without the server, what is known of a token that stopped is still told.
fn not_looked(credentials: Credentials, error: ApiError, turn: &mut Turn<'_>) -> State {
    let active = turn.common.active_tokens_of(&credentials.user_name);
    let stopped = turn.common.stopped_token_of(&credentials.user_name);
    match (error, stopped) {
        (ApiError::Unreachable, Some(token)) if active.is_empty() => match token.standing {
            Standing::Stopped { at, reason } if turn.common.asks_for_codes() => {
                State::TokenMoved(TokenMoved {
                    credentials,
                    token: Some(token),
                    reason,
                    at,
                    removing: None,
                    problem: None,
                })
            }
            _ => trouble::state(ApiError::Unreachable, Resume::SignIn(credentials), turn),
        },
        (error, _) => trouble::state(error, Resume::SignIn(credentials), turn),
    }
}

pub(super) fn checking(
    credentials: Credentials,
    token: Option<TokenRef>,
    ticket: Ticket,
    event: Event,
    turn: &mut Turn<'_>,
) -> Next {
    match event {
        Event::SessionStarted { answer, code_until } if answer.ticket == ticket => {
            moved(match answer.result {
                Ok(started) => accepted(started, token, turn),
                Err(ApiError::Problem(problem)) => {
                    refused(credentials, token, code_until, problem, turn)
                }
                Err(error) => trouble::state(error, resume(credentials, token, turn), turn),
            })
        }
        event => ignored(
            State::Checking {
                credentials,
                token,
                ticket,
            },
            event.why_ignored(),
        ),
    }
}

fn accepted(started: StartedSession, token: Option<TokenRef>, turn: &mut Turn<'_>) -> State {
    if let Some(token) = token {
        let issuer = turn.common.issuer().to_owned();
        if !issuer.is_empty() && token.issuer.trim() != issuer {
            turn.common.note_renamed(&token.id, &issuer);
            turn.order(Job::RenameToken {
                token: token.id,
                issuer: issuer.clone(),
            });
            turn.announce(Announcement::TokenRenamed { issuer });
        }
    }
    session::entered(started, turn)
}

fn refused(
    credentials: Credentials,
    token: Option<TokenRef>,
    code_until: Option<Timestamp>,
    problem: Box<Problem>,
    turn: &mut Turn<'_>,
) -> State {
    let next_at = code_until.map(|until| turn.common.on_device(until));
    match (&problem.kind, token) {
        (ProblemType::CodeRefused, Some(token)) => State::Mismatch(Mismatch {
            credentials,
            token,
            tries_left: problem.tries_left,
            next_at: next_at.unwrap_or(turn.now),
            wake: None,
        }),
        (ProblemType::CodeUsed, Some(token)) => {
            let asked = turn.after(problem.retry_after.or(Some(1)));
            State::CodeUsed {
                credentials,
                token,
                wake: turn.wake_at(next_at.unwrap_or(asked).max(asked)),
            }
        }
        // The binding is known but its token is not here: the way on is a registration.
        (ProblemType::Refused | ProblemType::CodeRefused | ProblemType::CodeUsed, _) => {
            State::Refused(credentials)
        }
        (ProblemType::TokenSuperseded, token) => {
            stopped(credentials, token, StopReason::Superseded, problem.at, turn)
        }
        (ProblemType::TokenRevoked, token) => {
            stopped(credentials, token, StopReason::Revoked, problem.at, turn)
        }
        (ProblemType::AccountLocked, _) => State::Locked {
            until: problem.until,
            wake: problem.until.map(|until| {
                let opens_at = turn.common.on_device(until);
                turn.wake_at(opens_at)
            }),
        },
        (_, token) => {
            let resume = resume(credentials, token, turn);
            trouble::state(ApiError::Problem(problem), resume, turn)
        }
    }
}

/// Notes in the vault that the token has stopped, and tells it.
fn stopped(
    credentials: Credentials,
    token: Option<TokenRef>,
    reason: StopReason,
    at: Option<Timestamp>,
    turn: &mut Turn<'_>,
) -> State {
    let user_name = &credentials.user_name;
    let token = token
        .or_else(|| turn.common.active_tokens_of(user_name).into_iter().next())
        .or_else(|| turn.common.stopped_token_of(user_name));
    if let Some(token) = &token {
        let stopped = StoppedToken {
            id: token.id.clone(),
            at,
            reason,
        };
        turn.common.note_stopped(&stopped);
        turn.order(Job::MarkStopped(stopped));
    }
    State::TokenMoved(TokenMoved {
        credentials,
        token,
        reason,
        at,
        removing: None,
        problem: None,
    })
}

/// A token that the person chose is asked for again as it was; everything else from the look on,
/// which is fresher.
fn resume(credentials: Credentials, token: Option<TokenRef>, turn: &Turn<'_>) -> Resume {
    match token {
        Some(token) if token.issuer.trim() != turn.common.issuer() => {
            Resume::Check(credentials, token)
        }
        _ => Resume::SignIn(credentials),
    }
}
