//! Signed in, until the session ends.

use countersign_protocol::{
    Me, ProblemType, SessionEnd, SessionInfo, Sessions, StartedSession, User,
};

use super::super::state::{Notice, Panel, SignedIn, State, Wake};
use super::super::turn::{
    Next, Ring, Turn, after_ring, ignored, kept, moved, session_ended, signed_out,
};
use super::super::{Announcement, Answer, Event, Job};
use super::everywhere::{check_bindings, sign_out_told};
use super::trouble;
use crate::api::ApiError;
use crate::{Ticket, Why};

/// The server accepted a sign-in.
pub(super) fn entered(started: StartedSession, turn: &mut Turn<'_>) -> State {
    let kept = &mut turn.common.kept;
    kept.signed_in = true;
    // The new cookie has taken the old one's place.
    kept.owes_sign_out = false;
    kept.pending = None;
    turn.common.sign_out_wake = None;
    let server_name = turn.common.config.as_ref().map(|c| c.server_name.clone());
    turn.announce(Announcement::SignedIn {
        server_name: server_name.unwrap_or_default(),
    });
    let me = turn.run(Job::LoadMe);
    signed_in(started.user, started.session, Some(me), turn)
}

/// The session of before the reload still stands.
pub(super) fn resumed(me: Me, turn: &mut Turn<'_>) -> State {
    let binding = me.binding;
    let mut state = signed_in(me.user, me.session, None, turn);
    if let State::SignedIn(signed_in) = &mut state {
        signed_in.binding = binding;
    }
    state
}

fn signed_in(user: User, session: SessionInfo, me: Option<Ticket>, turn: &mut Turn<'_>) -> State {
    let sessions = turn.run(Job::LoadSessions);
    State::SignedIn(Box::new(SignedIn {
        wake: wake_at_end(&session, turn),
        user,
        session,
        binding: None,
        me: Panel::loading(me),
        sessions: Panel::loading(Some(sessions)),
        ending: None,
        ending_problem: None,
    }))
}

/// Just after the session ends, unless it is used before.
fn wake_at_end(session: &SessionInfo, turn: &mut Turn<'_>) -> Wake {
    let ends_at = session.idle_ends_at.min(session.ends_at);
    let at = turn.common.on_device(ends_at).plus_seconds(1);
    turn.wake_at(at.max(turn.now.plus_seconds(1)))
}

/// The form, if the error says that there is no session any longer; the error otherwise.
pub(super) fn end_of(error: ApiError, turn: &mut Turn<'_>) -> Result<State, ApiError> {
    match error {
        ApiError::Problem(problem) if problem.kind == ProblemType::SessionRequired => {
            turn.common.kept.signed_in = false;
            if problem.reason == Some(SessionEnd::Superseded) {
                check_bindings(turn);
            }
            Ok(session_ended(problem.reason, problem.at))
        }
        error => Err(error),
    }
}

pub(super) fn step(mut here: Box<SignedIn>, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::SignOut => moved(sign_out(turn)),
        Event::EndSession(id) if id == here.session.id => moved(sign_out(turn)),
        Event::EndSession(_) if here.ending.is_some() => ignored(State::SignedIn(here), Why::Busy),
        Event::EndSession(id) => {
            let ticket = turn.run(|ticket| Job::EndSession {
                ticket,
                id: id.clone(),
            });
            here.ending = Some((ticket, id));
            here.ending_problem = None;
            kept(State::SignedIn(here))
        }
        Event::Reload | Event::Shown | Event::Online => {
            here.load_me(turn);
            here.load_sessions(turn);
            kept(State::SignedIn(here))
        }
        Event::MeLoaded(answer) if here.me.loading == Some(answer.ticket) => {
            me_loaded(here, answer, turn)
        }
        Event::SessionsLoaded(answer) if here.sessions.loading == Some(answer.ticket) => {
            sessions_loaded(here, answer, turn)
        }
        Event::SessionEnded(answer) if here.ends(answer.ticket) => other_ended(here, answer, turn),
        event => match turn.rings(Some(&mut here.wake), &event) {
            Ring::Due => {
                here.load_me(turn);
                kept(State::SignedIn(here))
            }
            ring => after_ring(ring, State::SignedIn(here), &event),
        },
    }
}

impl SignedIn {
    fn load_me(&mut self, turn: &mut Turn<'_>) {
        if self.me.loading.is_none() {
            self.me.loading = Some(turn.run(Job::LoadMe));
        }
    }

    fn load_sessions(&mut self, turn: &mut Turn<'_>) {
        if self.sessions.loading.is_none() {
            self.sessions.loading = Some(turn.run(Job::LoadSessions));
        }
    }

    fn ends(&self, asked: Ticket) -> bool {
        self.ending
            .as_ref()
            .is_some_and(|(ticket, _)| *ticket == asked)
    }
}

fn me_loaded(mut here: Box<SignedIn>, answer: Answer<Box<Me>>, turn: &mut Turn<'_>) -> Next {
    here.me.loading = None;
    match answer.result {
        Ok(me) => {
            here.me.problem = None;
            here.user = me.user;
            here.binding = me.binding;
            here.session = me.session;
            here.wake = wake_at_end(&here.session, turn);
        }
        Err(error) => match end_of(error, turn) {
            Ok(ended) => return moved(ended),
            Err(error) => {
                here.me.problem = Some(trouble::failure(error));
                here.wake = turn.wake_to_retry();
            }
        },
    }
    kept(State::SignedIn(here))
}

fn sessions_loaded(mut here: Box<SignedIn>, answer: Answer<Sessions>, turn: &mut Turn<'_>) -> Next {
    here.sessions.loading = None;
    match answer.result {
        Ok(sessions) => {
            here.sessions.problem = None;
            here.sessions.value = Some(sessions.sessions);
        }
        Err(error) => match end_of(error, turn) {
            Ok(ended) => return moved(ended),
            Err(error) => here.sessions.problem = Some(trouble::failure(error)),
        },
    }
    kept(State::SignedIn(here))
}

fn other_ended(mut here: Box<SignedIn>, answer: Answer<()>, turn: &mut Turn<'_>) -> Next {
    let ended = here.ending.take().map(|(_, id)| id);
    match answer.result {
        Ok(()) => here.forget(ended.as_deref(), turn),
        Err(ApiError::Problem(problem)) if problem.kind == ProblemType::NotFound => {
            here.forget(ended.as_deref(), turn);
        }
        Err(error) => match end_of(error, turn) {
            Ok(ended) => return moved(ended),
            Err(error) => here.ending_problem = Some(trouble::failure(error)),
        },
    }
    kept(State::SignedIn(here))
}

impl SignedIn {
    fn forget(&mut self, id: Option<&str>, turn: &mut Turn<'_>) {
        if let Some(sessions) = &mut self.sessions.value {
            sessions.retain(|session| Some(session.id.as_str()) != id);
        }
        turn.announce(Announcement::SessionEnded);
        self.load_sessions(turn);
    }
}

fn sign_out(turn: &mut Turn<'_>) -> State {
    turn.common.kept.signed_in = false;
    turn.common.kept.owes_sign_out = true;
    State::SigningOut(turn.run(Job::SignOut))
}

pub(super) fn signing_out(ticket: Ticket, event: Event, turn: &mut Turn<'_>) -> Next {
    match event {
        Event::SessionEnded(answer) if answer.ticket == ticket => {
            let told = sign_out_told(&answer, turn);
            moved(signed_out(if told {
                Notice::SignedOut
            } else {
                Notice::SignOutUnsent
            }))
        }
        event => ignored(State::SigningOut(ticket), event.why_ignored()),
    }
}

impl<T> Panel<T> {
    fn loading(ticket: Option<Ticket>) -> Self {
        Self {
            value: None,
            loading: ticket,
            problem: None,
        }
    }
}
