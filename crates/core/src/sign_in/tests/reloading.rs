//! What a reload finds again.

use super::*;
use crate::sign_in::{Notice, Pending};

fn pending() -> Pending {
    Pending {
        user_name: "ada".to_owned(),
        started: started_registration(),
    }
}

fn with_kept(kept: Kept) -> Desk {
    Desk::restored(Restored {
        kept,
        config: Some(config(true)),
        ..Restored::default()
    })
}

#[test]
fn before_the_start_there_is_no_form_to_type_into() {
    assert_eq!(SignIn::new().view(NOW), View::Starting);
}

#[test]
fn the_form_knows_the_name_that_was_typed_last_and_its_token() {
    let desk = Desk::restored(Restored {
        kept: Kept {
            user_name: "ada".to_owned(),
            ..Kept::default()
        },
        config: Some(config(true)),
        tokens: vec![token(1, "Sentry", "ada")],
        offset: None,
    });
    let View::Form(form) = desk.view() else {
        panic!("not at the form");
    };
    assert_eq!(form.user_name, "ada");
    assert_eq!(form.code_of, Some(token(1, "Sentry", "ada")));
    assert_eq!(form.server_name.as_deref(), Some("Vault Street"));
}

#[test]
fn a_code_can_still_be_typed_and_the_password_is_asked_again() {
    let mut desk = with_kept(Kept {
        user_name: "ada".to_owned(),
        pending: Some(pending()),
        ..Kept::default()
    });
    assert!(matches!(desk.view(), View::Sms(view) if !view.can_activate));
    assert!(!desk.machine.holds_secret());
    desk.send(Event::EnterCode(SecretText::new("123456")));
    let ticket = ordered!(desk, Job::Confirm { ticket, .. } => ticket);
    desk.send(Event::Issued(answer(ticket, Ok(Box::new(registered())))));
    let ticket = ordered!(desk, Job::SaveRegistered { ticket, .. } => ticket);
    desk.send(Event::Saved(ticket, Ok(token(2, "Sentry", "ada"))));
    let View::Form(form) = desk.view() else {
        panic!("not at the form");
    };
    assert_eq!(form.notice, Some(Notice::Registered));
    assert_eq!(form.code_of, Some(token(2, "Sentry", "ada")));
    assert_eq!(desk.kept().pending, None);
}

#[test]
fn a_registration_that_has_run_out_is_forgotten() {
    let mut old = pending();
    old.started.expires_at = NOW;
    let desk = with_kept(Kept {
        pending: Some(old),
        ..Kept::default()
    });
    assert!(matches!(desk.view(), View::Form(_)));
    let forgotten = ordered!(desk, Job::Keep(kept) => kept);
    assert_eq!(forgotten.pending, None);
}

#[test]
fn whether_it_has_run_out_is_told_by_the_clock_of_the_server() {
    let mut slow = pending();
    slow.started.expires_at = NOW.plus_seconds(300).plus_seconds(100);
    let desk = Desk::restored(Restored {
        kept: Kept {
            pending: Some(slow),
            ..Kept::default()
        },
        offset: Some(300_000),
        ..Restored::default()
    });
    assert!(matches!(desk.view(), View::Sms(view) if view.valid_for == 100));
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let desk = with_kept(Kept {
        user_name: "ada".to_owned(),
        ..Kept::default()
    });
    assert!(desk.effects.is_empty(), "{:?}", desk.effects);
}

#[test]
fn a_session_goes_on_after_a_reload() {
    let mut desk = with_kept(Kept {
        signed_in: true,
        ..Kept::default()
    });
    assert_eq!(desk.view(), View::Waiting(Waiting::Resuming));
    let ticket = ordered!(desk, Job::LoadMe(ticket) => ticket);
    let me = countersign_protocol::Me {
        user: user(),
        session: session("current-one"),
        binding: None,
    };
    desk.send(Event::MeLoaded(answer(ticket, Ok(Box::new(me)))));
    assert!(matches!(desk.view(), View::SignedIn(_)));
}

#[test]
fn a_session_that_ended_meanwhile_is_told_with_its_reason() {
    let mut desk = with_kept(Kept {
        signed_in: true,
        ..Kept::default()
    });
    let ticket = ordered!(desk, Job::LoadMe(ticket) => ticket);
    let ended = Problem {
        reason: Some(countersign_protocol::SessionEnd::Idle),
        at: Some(NOW),
        ..problem(ProblemType::SessionRequired)
    };
    desk.send(Event::MeLoaded(answer(ticket, refusal(ended))));
    let notice = Notice::SessionEnded {
        reason: Some(countersign_protocol::SessionEnd::Idle),
        at: Some(NOW),
    };
    assert!(matches!(desk.view(), View::Form(form) if form.notice == Some(notice.clone())));
    assert!(!desk.kept().signed_in);
}

#[test]
fn without_the_server_the_session_is_resumed_when_it_is_back() {
    let mut desk = with_kept(Kept {
        signed_in: true,
        ..Kept::default()
    });
    let ticket = ordered!(desk, Job::LoadMe(ticket) => ticket);
    desk.send(Event::MeLoaded(answer(ticket, Err(ApiError::Unreachable))));
    assert!(matches!(desk.view(), View::Offline { .. }));
    desk.send(Event::Online);
    ordered!(desk, Job::LoadMe(ticket) => ticket);
}

#[test]
fn a_sign_out_that_the_server_does_not_know_is_told_before_anything_else() {
    let mut desk = with_kept(Kept {
        owes_sign_out: true,
        ..Kept::default()
    });
    let ticket = ordered!(desk, Job::SignOut(ticket) => ticket);
    assert!(matches!(desk.view(), View::Form(form) if form.notice == Some(Notice::SignOutUnsent)));
    desk.send(Event::SessionEnded(answer(ticket, Ok(()))));
    assert!(matches!(desk.view(), View::Form(form) if form.notice == Some(Notice::SignedOut)));
    assert!(!desk.kept().owes_sign_out);
}

#[test]
fn what_became_of_the_tokens_is_asked_at_start_and_when_the_network_is_back() {
    let mut desk = Desk::with_tokens(vec![token(1, "Sentry", "ada")]);
    let ticket = ordered!(desk, Job::CheckBindings(ticket) => ticket);
    let gone = crate::sign_in::StoppedToken {
        id: token(1, "Sentry", "ada").id,
        at: Some(NOW),
        reason: StopReason::Superseded,
    };
    desk.send(Event::BindingsChecked(answer(
        ticket,
        Err(ApiError::Unreachable),
    )));
    desk.send(Event::Online);
    let ticket = ordered!(desk, Job::CheckBindings(ticket) => ticket);
    desk.send(Event::BindingsChecked(answer(ticket, Ok(vec![gone]))));
    assert!(desk.machine.common.active_tokens_of("ada").is_empty());
    desk.send(Event::Online);
    assert!(desk.effects.is_empty());
}
