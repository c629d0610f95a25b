//! From the form to the server's word.

use super::*;
use crate::Why;
use crate::sign_in::{Announcement, FormProblem, MismatchView, Notice, Phase};

#[test]
fn an_empty_field_is_told_and_nothing_is_sent() {
    let mut desk = Desk::with_tokens(Vec::new());
    for (user_name, password, problem) in [
        (" ", "x", FormProblem::UserNameMissing),
        ("ada", "", FormProblem::PasswordMissing),
        (&"a".repeat(129), "x", FormProblem::UserNameTooLong),
        ("ada", &"x".repeat(1025), FormProblem::PasswordTooLong),
    ] {
        desk.send(Event::Submit {
            user_name: user_name.to_owned(),
            password: SecretText::new(password),
        });
        let View::Form(form) = desk.view() else {
            panic!("left the form");
        };
        assert_eq!(form.problem, Some(problem));
        let asks = |effect: &Effect| !matches!(effect, Effect::Run(Job::Keep(_)));
        assert!(!desk.effects.iter().any(asks));
    }
}

#[test]
fn without_mobile_codes_the_password_alone_is_checked() {
    let tokens = vec![token(1, "Sentry", "ada")];
    let mut desk = Desk::with_tokens(tokens.clone());
    desk.look(config(false), tokens);
    assert!(desk.is_checking(false));
    let sent = ordered!(desk, Job::StartSession { token, .. } => token);
    assert_eq!(sent, None);
}

#[test]
fn a_token_named_as_the_issuer_is_sent_along_by_itself() {
    let tokens = vec![
        token(1, "Sentry", "grace"),
        token(2, " Sentry", "ADA"),
        token(3, "Old name", "ada"),
    ];
    let mut desk = Desk::with_tokens(tokens.clone());
    desk.look(config(true), tokens.clone());
    assert!(desk.is_checking(true));
    let sent = ordered!(desk, Job::StartSession { token, .. } => token);
    assert_eq!(sent.as_ref(), Some(&tokens[1].id));
}

#[test]
fn the_token_of_another_user_of_this_device_is_never_sent() {
    let tokens = vec![token(1, "Sentry", "grace")];
    let mut desk = Desk::with_tokens(tokens.clone());
    desk.look(config(true), tokens);
    assert!(desk.is_checking(false));
}

#[test]
fn a_user_without_any_token_is_checked_by_the_password_alone() {
    let mut desk = Desk::with_tokens(Vec::new());
    desk.look(config(true), Vec::new());
    assert!(desk.is_checking(false));
    desk.check_answered(Ok(started_session()));
    assert_eq!(desk.machine.phase(), Phase::SignedIn);
    assert!(!desk.machine.holds_secret());
}

#[test]
fn a_refusal_is_one_message_with_two_ways_on() {
    let mut desk = Desk::with_tokens(Vec::new());
    desk.look(config(true), Vec::new());
    desk.check_answered(refusal(problem(ProblemType::Refused)));
    assert_eq!(desk.view(), View::Refused);
    desk.send(Event::TryAgain);
    assert!(matches!(desk.view(), View::Form(_)));
    assert!(!desk.machine.holds_secret());
    desk.look(config(true), Vec::new());
    desk.check_answered(refusal(problem(ProblemType::Refused)));
    desk.send(Event::Register);
    assert_eq!(desk.view(), View::RegisterChoice);
}

#[test]
fn choosing_a_token_of_another_name_signs_in_and_renames_it() {
    let tokens = vec![token(1, "Old name", "ada")];
    let mut desk = Desk::with_tokens(tokens.clone());
    desk.look(config(true), tokens.clone());
    assert_eq!(
        desk.view(),
        View::AskChange {
            tokens: tokens.clone(),
            issuer: "Sentry".to_owned()
        }
    );
    desk.send(Event::ChangeToken);
    assert!(matches!(desk.view(), View::TokenPage { .. }));
    let strange = token(9, "Old name", "ada").id;
    assert_eq!(
        desk.send(Event::UseToken(strange)),
        Note::Ignored(Why::OutOfPlace)
    );
    desk.send(Event::UseToken(tokens[0].id.clone()));
    assert!(desk.is_checking(true));
    desk.check_answered(Ok(started_session()));
    let renamed =
        ordered!(desk, Job::RenameToken { token, issuer } => (token.clone(), issuer.clone()));
    assert_eq!(renamed, (tokens[0].id.clone(), "Sentry".to_owned()));
}

#[test]
fn a_token_of_another_name_may_be_declined_or_replaced() {
    let tokens = vec![token(1, "Old name", "ada")];
    let mut desk = Desk::with_tokens(tokens.clone());
    desk.look(config(true), tokens.clone());
    desk.send(Event::Leave);
    assert!(matches!(desk.view(), View::Form(_)));
    assert!(!desk.machine.holds_secret());
    desk.look(config(true), tokens);
    desk.send(Event::ChangeToken);
    desk.send(Event::Register);
    assert_eq!(desk.view(), View::RegisterChoice);
}

fn mismatched(offset: i64) -> Desk {
    let tokens = vec![token(1, "Sentry", "ada")];
    let mut desk = Desk::with_tokens(tokens.clone());
    desk.look(config(true), tokens);
    let ticket = ordered!(desk, Job::StartSession { ticket, .. } => ticket);
    let refused = Problem {
        tries_left: Some(4),
        ..problem(ProblemType::CodeRefused)
    };
    desk.send(Event::SessionStarted {
        answer: Answer {
            offset: Some(offset),
            ..answer(ticket, refusal(refused))
        },
        code_until: Some(NOW.plus_millis(offset).plus_seconds(20)),
    });
    desk
}

fn mismatch_view(desk: &Desk) -> MismatchView {
    match desk.view() {
        View::Mismatch(view) => view,
        other => panic!("not a mismatch: {other:?}"),
    }
}

#[test]
fn after_a_mismatch_the_next_code_goes_when_it_begins() {
    let mut desk = mismatched(0);
    let view = mismatch_view(&desk);
    assert_eq!((view.tries_left, view.next_in), (Some(4), 20));
    assert_eq!((view.waiting, view.clock_slow_by), (false, None));
    desk.send(Event::TryAgain);
    assert!(mismatch_view(&desk).waiting);
    assert_eq!(desk.send(Event::TryAgain), Note::Ignored(Why::Busy));
    let mut desk = mismatched(0);
    desk.send(Event::TryAgain);
    desk.sleep();
    assert!(desk.is_checking(true));
    assert_eq!(desk.now, NOW.plus_seconds(20));
}

#[test]
fn a_timer_that_comes_too_early_is_set_again() {
    let mut desk = mismatched(0);
    desk.send(Event::TryAgain);
    let (at, ticket) = desk.wake();
    desk.now = at.plus_millis(-1);
    assert_eq!(desk.send(Event::Woke(ticket)), Note::Kept);
    desk.sleep();
    assert!(desk.is_checking(true));
}

#[test]
fn a_clock_that_is_off_is_told_and_the_wait_follows_the_server() {
    let mut desk = mismatched(300_000);
    let view = mismatch_view(&desk);
    assert_eq!((view.clock_slow_by, view.next_in), (Some(300), 20));
    desk.now = desk.now.plus_seconds(20);
    desk.send(Event::TryAgain);
    assert!(desk.is_checking(true));
}

#[test]
fn after_a_mismatch_the_token_can_be_changed() {
    let mut desk = mismatched(0);
    desk.send(Event::ChangeToken);
    assert!(matches!(desk.view(), View::TokenPage { .. }));
}

#[test]
fn after_a_used_code_the_next_one_goes_by_itself() {
    let tokens = vec![token(1, "Sentry", "ada")];
    let mut desk = Desk::with_tokens(tokens.clone());
    desk.look(config(true), tokens);
    desk.check_answered(refusal(Problem {
        retry_after: Some(12),
        ..problem(ProblemType::CodeUsed)
    }));
    // The longer of the server's word and our own knowledge.
    assert_eq!(desk.view(), View::CodeUsed { next_in: 20 });
    desk.sleep();
    assert!(desk.is_checking(true));
}

#[test]
fn a_superseded_token_is_marked_told_and_removable() {
    let tokens = vec![token(1, "Sentry", "ada")];
    let mut desk = Desk::with_tokens(tokens.clone());
    desk.look(config(true), tokens.clone());
    desk.check_answered(refusal(Problem {
        at: Some(NOW),
        ..problem(ProblemType::TokenSuperseded)
    }));
    let marked = ordered!(desk, Job::MarkStopped(stopped) => stopped);
    assert_eq!(marked.id, tokens[0].id);
    let View::Moved(view) = desk.view() else {
        panic!("not told");
    };
    assert_eq!((view.reason, view.at), (StopReason::Superseded, Some(NOW)));
    desk.send(Event::RemoveToken);
    let ticket = ordered!(desk, Job::RemoveToken { ticket, .. } => ticket);
    assert_eq!(desk.send(Event::RemoveToken), Note::Ignored(Why::Busy));
    desk.send(Event::Removed(ticket, Ok(())));
    let View::Form(form) = desk.view() else {
        panic!("not at the form");
    };
    assert_eq!(form.notice, Some(Notice::TokenRemoved));
    assert!(!desk.machine.holds_secret());
}

#[test]
fn a_revoked_token_is_told_and_a_new_one_can_be_registered() {
    let tokens = vec![token(1, "Sentry", "ada")];
    let mut desk = Desk::with_tokens(tokens.clone());
    desk.look(config(true), tokens);
    desk.check_answered(refusal(problem(ProblemType::TokenRevoked)));
    assert!(matches!(desk.view(), View::Moved(view) if view.reason == StopReason::Revoked));
    desk.send(Event::Register);
    assert_eq!(desk.view(), View::RegisterChoice);
}

#[test]
fn a_token_known_to_have_stopped_is_told_without_the_server_too() {
    let tokens = vec![stopped(token(1, "Sentry", "ada"))];
    let mut desk = Desk::restored(Restored {
        tokens: tokens.clone(),
        config: Some(config(true)),
        ..Restored::default()
    });
    desk.submit();
    let ticket = ordered!(desk, Job::Look(ticket) => ticket);
    desk.send(Event::Looked(Box::new(Looked {
        answer: answer(ticket, Err(ApiError::Unreachable)),
        tokens,
    })));
    assert!(matches!(desk.view(), View::Moved(view) if view.at == Some(NOW.plus_seconds(-60))));
}

#[test]
fn with_a_stopped_token_the_server_is_asked_since_no_code_may_be_needed() {
    let tokens = vec![stopped(token(1, "Sentry", "ada"))];
    let mut desk = Desk::with_tokens(tokens.clone());
    desk.look(config(true), tokens);
    assert!(desk.is_checking(false));
    desk.check_answered(refusal(problem(ProblemType::TokenSuperseded)));
    assert!(matches!(desk.view(), View::Moved(view) if view.token.is_some()));
}

#[test]
fn a_timed_lock_opens_by_itself_and_another_waits_for_an_administrator() {
    let mut desk = Desk::with_tokens(Vec::new());
    desk.look(config(true), Vec::new());
    let until = NOW.plus_seconds(60);
    desk.check_answered(refusal(Problem {
        until: Some(until),
        ..problem(ProblemType::AccountLocked)
    }));
    assert!(!desk.machine.holds_secret());
    assert_eq!(
        desk.view(),
        View::Locked {
            until: Some(until),
            opens_in: Some(60)
        }
    );
    desk.sleep();
    assert!(matches!(desk.view(), View::Form(form) if form.notice == Some(Notice::LockOver)));

    desk.look(config(true), Vec::new());
    desk.check_answered(refusal(problem(ProblemType::AccountLocked)));
    assert!(matches!(desk.view(), View::Locked { until: None, .. }));
}

#[test]
fn without_an_answer_it_goes_on_by_itself_and_drops_the_password_in_the_end() {
    let mut desk = Desk::with_tokens(Vec::new());
    desk.submit();
    let mut tries = 0;
    loop {
        let ticket = ordered!(desk, Job::Look(ticket) => ticket);
        desk.send(Event::Looked(Box::new(Looked {
            answer: answer(ticket, Err(ApiError::Unreachable)),
            tokens: Vec::new(),
        })));
        match desk.view() {
            View::Offline { retry_in } => assert!((2..=30).contains(&retry_in)),
            View::Form(form) => {
                assert_eq!(form.notice, Some(Notice::Unreachable));
                break;
            }
            other => panic!("{other:?}"),
        }
        desk.sleep();
        tries += 1;
        assert!(tries < 50);
    }
    assert!(desk.now >= NOW.plus_seconds(600));
    assert!(!desk.machine.holds_secret());
}

#[test]
fn when_the_network_is_back_it_goes_on_at_once() {
    let tokens = vec![token(1, "Old name", "ada")];
    let mut desk = Desk::with_tokens(tokens.clone());
    desk.look(config(true), tokens.clone());
    desk.send(Event::ChangeToken);
    desk.send(Event::UseToken(tokens[0].id.clone()));
    desk.check_answered(Err(ApiError::Unreachable));
    assert_eq!(desk.view(), View::Offline { retry_in: 2 });
    desk.send(Event::Online);
    // With the token that was chosen.
    let sent = ordered!(desk, Job::StartSession { token, .. } => token);
    assert_eq!(sent.as_ref(), Some(&tokens[0].id));
}

#[test]
fn other_troubles_are_told_apart() {
    let cases = [
        (Err(ApiError::NotOurs), View::NotOurs),
        (Err(ApiError::TooOld), View::TooOld),
        (
            refusal(Problem {
                retry_after: Some(7),
                ..problem(ProblemType::TooManyRequests)
            }),
            View::Throttled { retry_in: 7 },
        ),
        (
            refusal(Problem {
                reference: Some("r-1".to_owned()),
                ..problem(ProblemType::Internal)
            }),
            View::Failed(crate::sign_in::Failure::Server {
                reference: Some("r-1".to_owned()),
            }),
        ),
        (
            refusal(problem(ProblemType::InvalidDpopProof)),
            View::Failed(crate::sign_in::Failure::Proof),
        ),
    ];
    for (result, view) in cases {
        let mut desk = Desk::with_tokens(Vec::new());
        desk.look(config(true), Vec::new());
        desk.check_answered(result);
        assert_eq!(desk.view(), view);
    }
}

#[test]
fn an_answer_that_comes_after_canceling_is_stale_and_its_session_is_ended() {
    let mut desk = Desk::with_tokens(Vec::new());
    desk.look(config(false), Vec::new());
    let ticket = ordered!(desk, Job::StartSession { ticket, .. } => ticket);
    desk.send(Event::Leave);
    assert!(!desk.machine.holds_secret());
    desk.send(Event::SessionStarted {
        answer: answer(ticket, Ok(started_session())),
        code_until: None,
    });
    assert_eq!(desk.note, Note::Ignored(Why::Stale));
    assert!(matches!(desk.view(), View::Form(_)));
    ordered!(desk, Job::SignOut(ticket) => ticket);
    assert!(desk.kept().owes_sign_out);
}

#[test]
fn success_is_announced_with_the_name_of_the_server() {
    let mut desk = Desk::with_tokens(Vec::new());
    desk.look(config(false), Vec::new());
    desk.check_answered(Ok(started_session()));
    let said = desk.effects.iter().find_map(|effect| match effect {
        Effect::Announce(said) => Some(said.clone()),
        _ => None,
    });
    let server_name = "Vault Street".to_owned();
    assert_eq!(said, Some(Announcement::SignedIn { server_name }));
}
