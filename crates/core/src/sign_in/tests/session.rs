//! Signed in, and how it ends.

use countersign_protocol::{SessionEnd, Sessions};

use super::*;
use crate::Why;
use crate::sign_in::{Failure, Notice, SessionView};

fn signed_in() -> Desk {
    let mut desk = Desk::with_tokens(Vec::new());
    desk.look(config(false), Vec::new());
    desk.check_answered(Ok(started_session()));
    desk
}

fn session_view(desk: &Desk) -> SessionView {
    match desk.view() {
        View::SignedIn(view) => *view,
        other => panic!("not signed in: {other:?}"),
    }
}

fn with_sessions() -> Desk {
    let mut desk = signed_in();
    let ticket = ordered!(desk, Job::LoadSessions(ticket) => ticket);
    let sessions = vec![session("current-one"), session("other-one")];
    desk.send(Event::SessionsLoaded(answer(
        ticket,
        Ok(Sessions { sessions }),
    )));
    desk
}

fn notice(desk: &Desk) -> Option<Notice> {
    match desk.view() {
        View::Form(form) => form.notice,
        other => panic!("not at the form: {other:?}"),
    }
}

#[test]
fn signing_out_wipes_at_once_and_tells_the_server() {
    let mut desk = with_sessions();
    assert!(desk.kept().signed_in);
    desk.send(Event::SignOut);
    assert_eq!(desk.view(), View::Waiting(Waiting::SigningOut));
    assert!(!desk.kept().signed_in && desk.kept().owes_sign_out);
    let ticket = ordered!(desk, Job::SignOut(ticket) => ticket);
    desk.send(Event::SessionEnded(answer(ticket, Ok(()))));
    assert_eq!(notice(&desk), Some(Notice::SignedOut));
    assert!(!desk.kept().owes_sign_out);
    assert!(!format!("{:?}", desk.machine).contains("Lovelace"));
}

#[test]
fn signing_out_without_the_server_is_told_and_made_up_for() {
    let mut desk = signed_in();
    desk.send(Event::SignOut);
    let ticket = ordered!(desk, Job::SignOut(ticket) => ticket);
    desk.send(Event::SessionEnded(answer(
        ticket,
        Err(ApiError::Unreachable),
    )));
    assert_eq!(notice(&desk), Some(Notice::SignOutUnsent));
    assert!(desk.kept().owes_sign_out);
    desk.sleep();
    let ticket = ordered!(desk, Job::SignOut(ticket) => ticket);
    desk.send(Event::SessionEnded(answer(
        ticket,
        Err(ApiError::Unreachable),
    )));
    desk.send(Event::Online);
    let ticket = ordered!(desk, Job::SignOut(ticket) => ticket);
    // The session has ended by itself meanwhile.
    let ended = refusal(problem(ProblemType::SessionRequired));
    desk.send(Event::SessionEnded(answer(ticket, ended)));
    assert_eq!(notice(&desk), Some(Notice::SignedOut));
}

#[test]
fn a_new_session_is_not_hit_by_the_sign_out_of_the_old_one() {
    let mut desk = signed_in();
    desk.send(Event::SignOut);
    let ticket = ordered!(desk, Job::SignOut(ticket) => ticket);
    desk.send(Event::SessionEnded(answer(
        ticket,
        Err(ApiError::Unreachable),
    )));
    let (at, wake) = desk.wake();
    desk.look(config(false), Vec::new());
    desk.now = at;
    desk.send(Event::Woke(wake));
    assert!(desk.effects.is_empty());
}

#[test]
fn another_session_can_be_ended() {
    let mut desk = with_sessions();
    desk.send(Event::EndSession("other-one".to_owned()));
    assert_eq!(session_view(&desk).ending.as_deref(), Some("other-one"));
    let ticket = ordered!(desk, Job::EndSession { ticket, .. } => ticket);
    let again = Event::EndSession("third".to_owned());
    assert_eq!(desk.send(again), Note::Ignored(Why::Busy));
    desk.send(Event::SessionEnded(answer(ticket, Ok(()))));
    let view = session_view(&desk);
    assert_eq!(view.sessions.map(|s| s.len()), Some(1));
    assert_eq!((view.ending, view.ending_problem), (None, None));
}

#[test]
fn a_session_that_could_not_be_ended_stays_and_says_why() {
    let mut desk = with_sessions();
    desk.send(Event::EndSession("other-one".to_owned()));
    let ticket = ordered!(desk, Job::EndSession { ticket, .. } => ticket);
    desk.send(Event::SessionEnded(answer(
        ticket,
        Err(ApiError::Unreachable),
    )));
    let view = session_view(&desk);
    assert_eq!(view.ending_problem, Some(Failure::Unreachable));
    assert_eq!(view.sessions.map(|s| s.len()), Some(2));
}

#[test]
fn ending_the_current_session_is_signing_out() {
    let mut desk = with_sessions();
    desk.send(Event::EndSession("current-one".to_owned()));
    assert_eq!(desk.view(), View::Waiting(Waiting::SigningOut));
}

#[test]
fn any_answer_that_asks_for_a_session_leads_to_the_form() {
    let ended = || Problem {
        reason: Some(SessionEnd::EndedElsewhere),
        ..problem(ProblemType::SessionRequired)
    };
    let mut desk = signed_in();
    let ticket = ordered!(desk, Job::LoadSessions(ticket) => ticket);
    desk.send(Event::SessionsLoaded(answer(ticket, refusal(ended()))));
    let told = Notice::SessionEnded {
        reason: Some(SessionEnd::EndedElsewhere),
        at: None,
    };
    assert_eq!(notice(&desk), Some(told));
}

#[test]
fn when_the_session_should_have_ended_the_server_is_asked() {
    let mut desk = signed_in();
    let ticket = ordered!(desk, Job::LoadMe(ticket) => ticket);
    let (at, wake) = desk.wake();
    assert_eq!(at, NOW.plus_seconds(901));
    let me = countersign_protocol::Me {
        user: user(),
        session: SessionInfo {
            idle_ends_at: NOW.plus_seconds(1_800),
            ..session("current-one")
        },
        binding: None,
    };
    desk.send(Event::MeLoaded(answer(ticket, Ok(Box::new(me)))));
    let (later, _) = desk.wake();
    assert_eq!(later, NOW.plus_seconds(1_801));
    assert_eq!(desk.send(Event::Woke(wake)), Note::Ignored(Why::Stale));
    desk.now = later;
    desk.send(Event::Shown);
    ordered!(desk, Job::LoadMe(ticket) => ticket);
}

#[test]
fn a_failed_panel_leaves_the_other_as_it_is() {
    let mut desk = with_sessions();
    desk.send(Event::Reload);
    let ticket = ordered!(desk, Job::LoadSessions(ticket) => ticket);
    desk.send(Event::SessionsLoaded(answer(
        ticket,
        Err(ApiError::NotOurs),
    )));
    let view = session_view(&desk);
    assert_eq!(view.sessions_problem, Some(Failure::NotOurs));
    assert_eq!(view.sessions.map(|s| s.len()), Some(2));
    assert_eq!(view.problem, None);
}
