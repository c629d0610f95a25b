//! The form.

use countersign_protocol::SecretText;
use countersign_protocol::limits::{PASSWORD_MAX, USER_NAME_MAX};

use super::super::Event;
use super::super::state::{Credentials, FormProblem, State};
use super::super::turn::{Next, Turn, ignored, kept, moved};

pub(super) fn step(state: State, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::Submit {
            user_name,
            password,
        } => match accept(&user_name, password, turn) {
            Ok(credentials) => moved(turn.look(credentials)),
            Err(problem) => kept(with_problem(problem)),
        },
        Event::SubmitToRegister {
            user_name,
            password,
        } => match accept(&user_name, password, turn) {
            Ok(credentials) => moved(State::RegisterChoice(credentials)),
            Err(problem) => kept(with_problem(problem)),
        },
        Event::TryAgain if turn.common.kept.owes_sign_out => {
            super::everywhere::tell_sign_out(&state, turn);
            kept(state)
        }
        event => ignored(state, event.why_ignored()),
    }
}

fn with_problem(problem: FormProblem) -> State {
    State::SignedOut {
        notice: None,
        problem: Some(problem),
    }
}

fn accept(
    user_name: &str,
    password: SecretText,
    turn: &mut Turn<'_>,
) -> Result<Credentials, FormProblem> {
    let user_name = user_name.trim();
    if user_name.is_empty() {
        return Err(FormProblem::UserNameMissing);
    }
    if user_name.chars().count() > USER_NAME_MAX {
        return Err(FormProblem::UserNameTooLong);
    }
    user_name.clone_into(&mut turn.common.kept.user_name);
    if password.is_empty() {
        return Err(FormProblem::PasswordMissing);
    }
    if password.expose().len() > PASSWORD_MAX {
        return Err(FormProblem::PasswordTooLong);
    }
    Ok(Credentials {
        user_name: user_name.to_owned(),
        password,
    })
}
