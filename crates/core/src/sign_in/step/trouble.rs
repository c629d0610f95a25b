//! What is left to do when a call fails for a reason that has nothing to do with the question.

use countersign_protocol::{Problem, ProblemType};

use super::super::state::{Failure, Notice, Resume, State};
use super::super::turn::{Turn, signed_out};
use crate::api::ApiError;

/// Without an answer for so long, the password is dropped.
const GIVE_UP_AFTER_MS: i64 = 10 * 60_000;

/// The state that tells the failure and goes on with `resume`.
pub(super) fn state(error: ApiError, resume: Resume, turn: &mut Turn<'_>) -> State {
    match (error, resume) {
        (ApiError::Unreachable, resume) => offline(resume, turn),
        (ApiError::NotOurs, resume) => State::NotOurs(resume),
        (ApiError::TooOld, _) => State::TooOld,
        (ApiError::Problem(problem), Resume::SignIn(credentials))
            if problem.kind == ProblemType::Refused =>
        {
            State::Refused(credentials)
        }
        (ApiError::Problem(problem), resume) if asks_to_wait(&problem) => State::Throttled {
            resume,
            wake: turn.wake_at(turn.after(problem.retry_after)),
        },
        (error, resume) => State::Failed {
            resume,
            failure: failure(error),
        },
    }
}

fn offline(resume: Resume, turn: &mut Turn<'_>) -> State {
    let gave_up = !matches!(resume, Resume::Session) && has_given_up(turn);
    if gave_up {
        return signed_out(Notice::Unreachable);
    }
    State::Offline {
        resume,
        wake: turn.wake_to_retry(),
    }
}

/// Whether the server has given no answer for so long that nothing secret should wait for it.
pub(super) fn has_given_up(turn: &Turn<'_>) -> bool {
    let since = turn.common.away.map(|(since, _)| since);
    since.is_some_and(|since| turn.now.millis_since(since) > GIVE_UP_AFTER_MS)
}

pub(super) fn asks_to_wait(problem: &Problem) -> bool {
    matches!(
        problem.kind,
        ProblemType::TooManyRequests
            | ProblemType::Unavailable
            | ProblemType::ResendTooEarly
            | ProblemType::SmsTriesUsedUp
    )
}

/// The failure as a panel or a form tells it.
pub(super) fn failure(error: ApiError) -> Failure {
    match error {
        ApiError::Unreachable => Failure::Unreachable,
        ApiError::NotOurs | ApiError::TooOld => Failure::NotOurs,
        ApiError::Key(error) => Failure::DeviceKey(error),
        ApiError::TokenGone => Failure::TokenGone,
        ApiError::Problem(problem) if asks_to_wait(&problem) => Failure::Wait,
        ApiError::Problem(problem) if problem.kind == ProblemType::InvalidDpopProof => {
            Failure::Proof
        }
        ApiError::Problem(problem) => Failure::Server {
            reference: problem.reference,
        },
    }
}
