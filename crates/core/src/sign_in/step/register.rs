//! The way to a registered token, up to the code.

use countersign_protocol::{ProblemType, Registered, SecretText};

use super::super::state::{
    Activation, ActivationProblem, Credentials, Issued, Pending, Resume, State,
};
use super::super::turn::{Next, Ring, Turn, after_ring, ignored, kept, moved, signed_out};
use super::super::{Answer, Event, Job};
use super::{save, sms, trouble};
use crate::api::ApiError;
use crate::{Ticket, Why};

pub(super) fn refused(credentials: Credentials, event: Event) -> Next {
    match event {
        Event::TryAgain => moved(signed_out(None)),
        Event::Register => moved(State::RegisterChoice(credentials)),
        event => ignored(State::Refused(credentials), event.why_ignored()),
    }
}

pub(super) fn choice(credentials: Credentials, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::TextMe => moved(turn.start_registration(credentials)),
        Event::UseActivationCode => moved(activation_form(credentials)),
        event => ignored(State::RegisterChoice(credentials), event.why_ignored()),
    }
}

pub(super) fn activation_form(credentials: Credentials) -> State {
    State::Activation(Activation {
        credentials,
        problem: None,
        busy: None,
        unsent: None,
    })
}

pub(super) fn starting(
    credentials: Credentials,
    ticket: Ticket,
    event: Event,
    turn: &mut Turn<'_>,
) -> Next {
    match event {
        Event::SmsRequested(answer) if answer.ticket == ticket => moved(match answer.result {
            Ok(started) => {
                let pending = Pending {
                    user_name: credentials.user_name.clone(),
                    started,
                };
                sms::sent(pending, Some(credentials), turn)
            }
            Err(error) => trouble::state(error, Resume::Register(credentials), turn),
        }),
        event => ignored(
            State::Starting {
                credentials,
                ticket,
            },
            event.why_ignored(),
        ),
    }
}

pub(super) fn activation(mut form: Activation, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::Activate(_) if form.busy.is_some() => ignored(State::Activation(form), Why::Busy),
        Event::Activate(code) if code.expose().trim().is_empty() => {
            form.problem = Some(ActivationProblem::Missing);
            kept(State::Activation(form))
        }
        Event::Activate(code) => kept(send(form, code, turn)),
        Event::TextMe => moved(turn.start_registration(form.credentials)),
        Event::Issued(answer) if form.busy.as_ref().is_some_and(|b| b.0 == answer.ticket) => {
            issued(form, answer, turn)
        }
        event => {
            let wake = form.unsent.as_mut().map(|(_, wake)| wake);
            let ring = turn.rings_or_online(wake, &event);
            match (ring, form.unsent.take()) {
                (Ring::Due, Some((code, _))) => kept(send(form, code, turn)),
                (ring, unsent) => {
                    form.unsent = unsent;
                    after_ring(ring, State::Activation(form), &event)
                }
            }
        }
    }
}

fn send(mut form: Activation, code: SecretText, turn: &mut Turn<'_>) -> State {
    let credentials = &form.credentials;
    let ticket = turn.run(|ticket| Job::Activate {
        ticket,
        credentials: credentials.clone(),
        code: code.clone(),
    });
    form.busy = Some((ticket, code));
    form.unsent = None;
    form.problem = None;
    State::Activation(form)
}

fn issued(mut form: Activation, answer: Answer<Box<Registered>>, turn: &mut Turn<'_>) -> Next {
    let code = form.busy.take().map(|(_, code)| code);
    form.problem = Some(match answer.result {
        Ok(registered) => {
            let issued = Issued {
                registered,
                credentials: Some(form.credentials),
            };
            return moved(save::save(issued, turn));
        }
        Err(ApiError::TooOld) => return moved(State::TooOld),
        Err(ApiError::Unreachable) => {
            if !trouble::has_given_up(turn) {
                form.unsent = code.map(|code| (code, turn.wake_to_retry()));
            }
            ActivationProblem::Unreachable
        }
        Err(ApiError::Problem(problem)) if problem.kind == ProblemType::Refused => {
            ActivationProblem::Refused
        }
        Err(ApiError::Problem(problem)) if trouble::asks_to_wait(&problem) => {
            ActivationProblem::Wait(turn.after(problem.retry_after))
        }
        Err(error) => ActivationProblem::Failed(trouble::failure(error)),
    });
    kept(State::Activation(form))
}
