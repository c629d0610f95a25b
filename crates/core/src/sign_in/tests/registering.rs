//! Text message, activation code, and the way of the issued token into the vault.

use super::*;
use crate::Why;
use crate::ports::StoreError;
use crate::sign_in::{ActivationProblem, Notice, SmsProblem, SmsView};
use crate::vault::VaultError;

/// At the choice between text message and activation code.
fn choosing() -> Desk {
    let mut desk = Desk::with_tokens(Vec::new());
    desk.send(Event::SubmitToRegister {
        user_name: "ada".to_owned(),
        password: SecretText::new(PASSWORD),
    });
    desk
}

fn texted() -> Desk {
    let mut desk = choosing();
    desk.send(Event::TextMe);
    let ticket = ordered!(desk, Job::StartRegistration { ticket, .. } => ticket);
    desk.send(Event::SmsRequested(answer(
        ticket,
        Ok(started_registration()),
    )));
    desk
}

fn sms_view(desk: &Desk) -> SmsView {
    match desk.view() {
        View::Sms(view) => view,
        other => panic!("not at the text message: {other:?}"),
    }
}

fn enter(desk: &mut Desk, code: &str) -> Note {
    desk.send(Event::EnterCode(SecretText::new(code)))
}

fn confirmed(desk: &mut Desk, result: Result<Box<Registered>, ApiError>) {
    let ticket = ordered!(desk, Job::Confirm { ticket, .. } => ticket);
    desk.send(Event::Issued(answer(ticket, result)));
}

fn saved(desk: &mut Desk) {
    let ticket = ordered!(desk, Job::SaveRegistered { ticket, .. } => ticket);
    desk.send(Event::Saved(ticket, Ok(token(2, "Sentry", "ada"))));
}

#[test]
fn a_registration_that_starts_too_early_waits() {
    for kind in [ProblemType::ResendTooEarly, ProblemType::SmsTriesUsedUp] {
        let mut desk = choosing();
        desk.send(Event::TextMe);
        let ticket = ordered!(desk, Job::StartRegistration { ticket, .. } => ticket);
        let early = refusal(Problem {
            retry_after: Some(9),
            ..problem(kind)
        });
        desk.send(Event::SmsRequested(answer(ticket, early)));
        assert_eq!(desk.view(), View::Throttled { retry_in: 9 });
    }
}

#[test]
fn the_right_code_registers_saves_and_signs_in_with_the_new_token() {
    let mut desk = texted();
    let view = sms_view(&desk);
    assert_eq!(
        (view.valid_for, view.resend_in, view.tries_left),
        (300, 60, 5)
    );
    assert!(desk.kept().pending.is_some());
    enter(&mut desk, " 123-456 ");
    let code = ordered!(desk, Job::Confirm { code, .. } => code);
    assert_eq!(code.expose(), "123456");
    assert!(sms_view(&desk).confirming);
    confirmed(&mut desk, Ok(Box::new(registered())));
    assert_eq!(desk.view(), View::Waiting(Waiting::Saving));
    saved(&mut desk);
    assert_eq!(
        desk.view(),
        View::Registered {
            issuer: "Sentry".to_owned(),
            superseded_other: true
        }
    );
    assert_eq!(desk.kept().pending, None);
    desk.sleep();
    let sent = ordered!(desk, Job::StartSession { token, .. } => token);
    assert_eq!(sent, Some(token(2, "Sentry", "ada").id));
    desk.check_answered(Ok(started_session()));
    assert!(!desk.machine.holds_secret());
}

#[test]
fn continue_does_not_wait() {
    let mut desk = texted();
    enter(&mut desk, "123456");
    confirmed(&mut desk, Ok(Box::new(registered())));
    saved(&mut desk);
    desk.send(Event::Continue);
    assert!(desk.is_checking(true));
}

#[test]
fn what_is_wrong_with_a_code_is_told_and_nothing_is_lost() {
    let mut desk = texted();
    for typed in ["12345", "1234567", "12345a", "", "١٢٣٤٥٦"] {
        enter(&mut desk, typed);
        assert_eq!(
            sms_view(&desk).problem,
            Some(SmsProblem::Incomplete),
            "{typed}"
        );
    }
    let cases = [
        (
            Problem {
                tries_left: Some(3),
                ..problem(ProblemType::SmsCodeWrong)
            },
            SmsProblem::Wrong,
            3,
        ),
        (problem(ProblemType::SmsCodeWrong), SmsProblem::Wrong, 2),
        (problem(ProblemType::SmsCodeExpired), SmsProblem::Expired, 2),
        (
            Problem {
                retry_after: Some(90),
                ..problem(ProblemType::TooManyRequests)
            },
            SmsProblem::Wait(NOW.plus_seconds(90)),
            2,
        ),
    ];
    for (problem, told, tries_left) in cases {
        enter(&mut desk, "111111");
        confirmed(&mut desk, refusal(problem));
        let view = sms_view(&desk);
        assert_eq!((view.problem, view.tries_left), (Some(told), tries_left));
        // A reload knows the tries too.
        let pending = desk.kept().pending.as_ref().unwrap();
        assert_eq!(pending.started.tries_left, tries_left);
    }
    assert_eq!(sms_view(&desk).wait, Some(90));
    assert_eq!(enter(&mut desk, "111111"), Note::Ignored(Why::TooEarly));
    desk.now = desk.now.plus_seconds(90);
    enter(&mut desk, "123456");
    confirmed(&mut desk, Ok(Box::new(registered())));
    assert_eq!(desk.view(), View::Waiting(Waiting::Saving));
}

#[test]
fn when_the_tries_are_used_up_no_code_is_sent_until_the_server_allows_it() {
    let mut desk = texted();
    enter(&mut desk, "111111");
    let used_up = Problem {
        retry_after: Some(600),
        ..problem(ProblemType::SmsTriesUsedUp)
    };
    confirmed(&mut desk, refusal(used_up));
    let view = sms_view(&desk);
    assert_eq!((view.tries_left, view.wait), (0, Some(600)));
    assert_eq!(enter(&mut desk, "123456"), Note::Ignored(Why::TooEarly));
}

#[test]
fn another_message_can_be_asked_for_when_its_time_has_come() {
    let mut desk = texted();
    assert_eq!(desk.send(Event::ResendCode), Note::Ignored(Why::TooEarly));
    desk.now = desk.now.plus_seconds(60);
    desk.send(Event::ResendCode);
    assert!(sms_view(&desk).resending);
    assert_eq!(enter(&mut desk, "123456"), Note::Ignored(Why::Busy));
    let mut desk = texted();
    desk.now = desk.now.plus_seconds(60);
    desk.send(Event::ResendCode);
    let ticket = ordered!(desk, Job::Resend { ticket, .. } => ticket);
    let again = RegistrationStarted {
        expires_at: desk.now.plus_seconds(300),
        resend_at: desk.now.plus_seconds(60),
        tries_left: 4,
        ..started_registration()
    };
    desk.send(Event::SmsRequested(answer(ticket, Ok(again))));
    let view = sms_view(&desk);
    assert_eq!(
        (view.resend_in, view.valid_for, view.tries_left),
        (60, 300, 4)
    );
    assert!(
        desk.effects
            .iter()
            .any(|e| matches!(e, Effect::ListenForSms(_)))
    );
}

#[test]
fn a_resend_that_was_too_early_waits_for_the_time_of_the_server() {
    let mut desk = texted();
    desk.now = desk.now.plus_seconds(60);
    desk.send(Event::ResendCode);
    let ticket = ordered!(desk, Job::Resend { ticket, .. } => ticket);
    let early = Problem {
        retry_after: Some(15),
        ..problem(ProblemType::ResendTooEarly)
    };
    desk.send(Event::SmsRequested(answer(ticket, refusal(early))));
    let view = sms_view(&desk);
    assert_eq!((view.resend_in, view.problem), (15, None));
}

#[test]
fn a_code_that_could_not_be_sent_goes_when_the_network_is_back() {
    let mut desk = texted();
    enter(&mut desk, "123456");
    confirmed(&mut desk, Err(ApiError::Unreachable));
    assert_eq!(sms_view(&desk).problem, Some(SmsProblem::Unreachable));
    desk.send(Event::Online);
    let code = ordered!(desk, Job::Confirm { code, .. } => code);
    assert_eq!(code.expose(), "123456");
    confirmed(&mut desk, Err(ApiError::Unreachable));
    desk.sleep();
    confirmed(&mut desk, Ok(Box::new(registered())));
    assert_eq!(desk.view(), View::Waiting(Waiting::Saving));
}

#[test]
fn the_browser_may_read_the_message_and_only_the_newest_request_counts() {
    let mut desk = texted();
    let listening = desk.effects.iter().find_map(|effect| match effect {
        Effect::ListenForSms(ticket) => Some(*ticket),
        _ => None,
    });
    let listening = listening.unwrap();
    let arrived = |ticket| Event::SmsArrived(ticket, SecretText::new("123456"));
    assert_eq!(
        desk.send(arrived(Ticket::default())),
        Note::Ignored(Why::Stale)
    );
    desk.send(arrived(listening));
    assert!(sms_view(&desk).confirming);
    confirmed(&mut desk, Ok(Box::new(registered())));
    assert!(
        desk.effects
            .iter()
            .any(|e| matches!(e, Effect::StopListening))
    );
}

#[test]
fn an_activation_code_takes_the_place_of_the_message() {
    let mut desk = texted();
    desk.send(Event::UseActivationCode);
    assert_eq!(desk.kept().pending, None);
    desk.send(Event::Activate(SecretText::new("  ")));
    let problem_of = |desk: &Desk| match desk.view() {
        View::Activation(view) => view.problem,
        other => panic!("{other:?}"),
    };
    assert_eq!(problem_of(&desk), Some(ActivationProblem::Missing));
    let activate = |desk: &mut Desk, result| {
        desk.send(Event::Activate(SecretText::new("ABCD-EFGH")));
        let ticket = ordered!(desk, Job::Activate { ticket, .. } => ticket);
        desk.send(Event::Issued(answer(ticket, result)));
    };
    activate(&mut desk, refusal(problem(ProblemType::Refused)));
    assert_eq!(problem_of(&desk), Some(ActivationProblem::Refused));
    activate(&mut desk, Err(ApiError::Unreachable));
    assert_eq!(problem_of(&desk), Some(ActivationProblem::Unreachable));
    desk.send(Event::Online);
    let ticket = ordered!(desk, Job::Activate { ticket, .. } => ticket);
    desk.send(Event::Issued(answer(ticket, Ok(Box::new(registered())))));
    saved(&mut desk);
    assert!(matches!(desk.view(), View::Registered { .. }));
}

#[test]
fn an_issued_token_that_cannot_be_written_is_not_lost() {
    let mut desk = texted();
    enter(&mut desk, "123456");
    confirmed(&mut desk, Ok(Box::new(registered())));
    for _ in 0..2 {
        let ticket = ordered!(desk, Job::SaveRegistered { ticket, .. } => ticket);
        let full = VaultError::Store(StoreError::Full);
        desk.send(Event::Saved(ticket, Err(full.clone())));
        assert_eq!(desk.view(), View::SaveFailed(full));
        // A reload could still get the same token by the same code.
        assert!(desk.kept().pending.is_some());
        desk.send(Event::TryAgain);
    }
    saved(&mut desk);
    assert!(matches!(desk.view(), View::Registered { .. }));
}

#[test]
fn asking_for_a_message_is_repeated_when_the_network_is_back() {
    let mut desk = choosing();
    desk.send(Event::TextMe);
    let ticket = ordered!(desk, Job::StartRegistration { ticket, .. } => ticket);
    desk.send(Event::SmsRequested(answer(
        ticket,
        Err(ApiError::Unreachable),
    )));
    assert!(matches!(desk.view(), View::Offline { .. }));
    desk.send(Event::Online);
    ordered!(desk, Job::StartRegistration { ticket, .. } => ticket);
}

#[test]
fn giving_up_forgets_the_registration() {
    let mut desk = texted();
    desk.send(Event::Leave);
    assert!(matches!(desk.view(), View::Form(form) if form.notice.is_none()));
    assert_eq!(desk.kept().pending, None);
    assert!(!desk.machine.holds_secret());
    assert!(!matches!(desk.view(), View::Form(form) if form.notice == Some(Notice::Registered)));
}
