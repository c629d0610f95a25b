//! The code of the text message.

use countersign_protocol::limits::SMS_CODE_DIGITS;
use countersign_protocol::{Problem, ProblemType, Registered, RegistrationStarted, SecretText};

use super::super::state::{Credentials, Issued, Pending, SmsBusy, SmsProblem, SmsSent, State};
use super::super::turn::{Next, Ring, Turn, after_ring, ignored, kept, moved};
use super::super::{Announcement, Answer, Effect, Event, Job};
use super::{register, save, trouble};
use crate::api::ApiError;
use crate::{Ticket, Why};

/// The text message has been asked for.
pub(super) fn sent(
    registration: Pending,
    credentials: Option<Credentials>,
    turn: &mut Turn<'_>,
) -> State {
    turn.common.kept.pending = Some(registration.clone());
    let listening = listen(turn);
    State::SmsSent(SmsSent {
        credentials,
        registration,
        problem: None,
        busy: None,
        unsent: None,
        listening,
    })
}

fn listen(turn: &mut Turn<'_>) -> Ticket {
    let ticket = turn.common.ticket.draw();
    turn.effects.push(Effect::ListenForSms(ticket));
    ticket
}

pub(super) fn step(sms: SmsSent, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::EnterCode(code) => enter(sms, &code, turn),
        Event::SmsArrived(ticket, code) if ticket == sms.listening => enter(sms, &code, turn),
        Event::ResendCode => resend(sms, turn),
        Event::UseActivationCode => with_password(sms, register::activation_form, turn),
        Event::TextMe => {
            let start = |credentials| State::RegisterChoice(credentials);
            with_password(sms, start, turn)
        }
        Event::Issued(answer) if sms.confirming() == Some(answer.ticket) => {
            issued(sms, answer, turn)
        }
        Event::SmsRequested(answer) if sms.resending() == Some(answer.ticket) => {
            resent(sms, answer, turn)
        }
        event => unsent(sms, &event, turn),
    }
}

/// Another way to register; it needs the password, which a reload forgets.
fn with_password(
    mut sms: SmsSent,
    state: impl FnOnce(Credentials) -> State,
    turn: &mut Turn<'_>,
) -> Next {
    match sms.credentials.take() {
        Some(credentials) => {
            turn.common.kept.pending = None;
            moved(state(credentials))
        }
        None => ignored(State::SmsSent(sms), Why::OutOfPlace),
    }
}

fn enter(mut sms: SmsSent, typed: &SecretText, turn: &mut Turn<'_>) -> Next {
    if sms.busy.is_some() {
        return ignored(State::SmsSent(sms), Why::Busy);
    }
    if sms.waits_until().is_some_and(|until| turn.now < until) {
        return ignored(State::SmsSent(sms), Why::TooEarly);
    }
    let Some(code) = six_digits(typed) else {
        sms.problem = Some(SmsProblem::Incomplete);
        return kept(State::SmsSent(sms));
    };
    kept(confirm(sms, code, turn))
}

/// The digits of a code, which may be typed or pasted with spaces and dashes.
fn six_digits(typed: &SecretText) -> Option<SecretText> {
    let mut digits = String::with_capacity(SMS_CODE_DIGITS);
    for character in typed.expose().chars() {
        match character {
            '0'..='9' if digits.len() < SMS_CODE_DIGITS => digits.push(character),
            '-' => {}
            space if space.is_whitespace() => {}
            _ => return None,
        }
    }
    (digits.len() == SMS_CODE_DIGITS).then(|| SecretText::new(digits))
}

fn confirm(mut sms: SmsSent, code: SecretText, turn: &mut Turn<'_>) -> State {
    let id = sms.registration.started.id.clone();
    let ticket = turn.run(|ticket| Job::Confirm {
        ticket,
        id,
        code: code.clone(),
    });
    sms.busy = Some(SmsBusy::Confirming(ticket, code));
    sms.unsent = None;
    sms.problem = None;
    State::SmsSent(sms)
}

/// A code that could not be sent goes when its time has come or the network is back.
fn unsent(mut sms: SmsSent, event: &Event, turn: &mut Turn<'_>) -> Next {
    let wake = sms.unsent.as_mut().map(|(_, wake)| wake);
    let ring = turn.rings_or_online(wake, event);
    match (ring, sms.unsent.take()) {
        (Ring::Due, Some((code, _))) => kept(confirm(sms, code, turn)),
        (ring, unsent) => {
            sms.unsent = unsent;
            after_ring(ring, State::SmsSent(sms), event)
        }
    }
}

fn issued(mut sms: SmsSent, answer: Answer<Box<Registered>>, turn: &mut Turn<'_>) -> Next {
    let code = match sms.busy.take() {
        Some(SmsBusy::Confirming(_, code)) => Some(code),
        _ => None,
    };
    match answer.result {
        Ok(registered) => {
            let issued = Issued {
                registered,
                credentials: sms.credentials,
            };
            return moved(save::save(issued, turn));
        }
        Err(ApiError::TooOld) => return moved(State::TooOld),
        Err(ApiError::Unreachable) => {
            if !trouble::has_given_up(turn) {
                sms.unsent = code.map(|code| (code, turn.wake_to_retry()));
            }
            sms.problem = Some(SmsProblem::Unreachable);
        }
        Err(ApiError::Problem(problem)) => refused(&mut sms, *problem, turn),
        Err(error) => sms.problem = Some(SmsProblem::Failed(trouble::failure(error))),
    }
    kept(State::SmsSent(sms))
}

fn refused(sms: &mut SmsSent, problem: Problem, turn: &mut Turn<'_>) {
    let started = &mut sms.registration.started;
    if let Some(tries_left) = problem.tries_left {
        started.tries_left = tries_left;
    }
    let until = problem.retry_after.map(|seconds| turn.after(Some(seconds)));
    sms.problem = match problem.kind {
        ProblemType::SmsCodeWrong => {
            if problem.tries_left.is_none() {
                started.tries_left = started.tries_left.saturating_sub(1);
            }
            Some(SmsProblem::Wrong)
        }
        ProblemType::SmsCodeExpired => Some(SmsProblem::Expired),
        ProblemType::SmsTriesUsedUp => {
            started.tries_left = 0;
            Some(SmsProblem::UsedUp(until))
        }
        ProblemType::RegistrationUnknown => Some(SmsProblem::Unknown),
        ProblemType::ResendTooEarly => {
            if let Some(until) = until {
                started.resend_at = turn.common.at_server(until);
            }
            sms.problem.take()
        }
        _ if trouble::asks_to_wait(&problem) => {
            Some(SmsProblem::Wait(turn.after(problem.retry_after)))
        }
        _ => Some(SmsProblem::Failed(trouble::failure(ApiError::Problem(
            Box::new(problem),
        )))),
    };
    let known = sms.problem != Some(SmsProblem::Unknown);
    turn.common.kept.pending = known.then(|| sms.registration.clone());
}

fn resend(mut sms: SmsSent, turn: &mut Turn<'_>) -> Next {
    if sms.busy.is_some() {
        return ignored(State::SmsSent(sms), Why::Busy);
    }
    if turn.now < turn.common.on_device(sms.registration.started.resend_at) {
        return ignored(State::SmsSent(sms), Why::TooEarly);
    }
    let id = sms.registration.started.id.clone();
    let ticket = turn.run(|ticket| Job::Resend { ticket, id });
    sms.busy = Some(SmsBusy::Resending(ticket));
    // It is the older code that could not be sent.
    sms.unsent = None;
    kept(State::SmsSent(sms))
}

fn resent(mut sms: SmsSent, answer: Answer<RegistrationStarted>, turn: &mut Turn<'_>) -> Next {
    sms.busy = None;
    match answer.result {
        Ok(started) => {
            let used_up = started.tries_left == 0;
            sms.registration.started = started;
            sms.problem = used_up.then_some(SmsProblem::UsedUp(None));
            sms.listening = listen(turn);
            turn.common.kept.pending = Some(sms.registration.clone());
            turn.announce(Announcement::SentAgain);
        }
        Err(ApiError::TooOld) => return moved(State::TooOld),
        Err(ApiError::Unreachable) => sms.problem = Some(SmsProblem::Unreachable),
        Err(ApiError::Problem(problem)) => refused(&mut sms, *problem, turn),
        Err(error) => sms.problem = Some(SmsProblem::Failed(trouble::failure(error))),
    }
    kept(State::SmsSent(sms))
}
