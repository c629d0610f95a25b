//! The sign-in, step by step, with every answer given by hand.

mod asking;
mod registering;
mod reloading;
mod session;

use countersign_protocol::{
    Algorithm, ClientConfig, ClientPolicy, IssuedToken, Problem, ProblemType, Registered,
    RegistrationStarted, SecretText, SessionInfo, StartedSession, Timestamp, User,
};

use super::{Answer, Effect, Event, Job, Kept, Looked, Restored, SignIn, TokenRef, View, Waiting};
use crate::api::ApiError;
use crate::ports::RecordId;
use crate::vault::{Standing, StopReason};
use crate::{Machine, Note, Ticket};

const NOW: Timestamp = Timestamp::from_seconds(1_795_500_000);
const PASSWORD: &str = "correct horse";

/// A machine, its clock, and what it ordered last.
struct Desk {
    machine: SignIn,
    now: Timestamp,
    effects: Vec<Effect>,
    note: Note,
}

/// The ticket, or another part, of a job that was ordered last.
macro_rules! ordered {
    ($desk:expr, $job:pat => $part:expr) => {
        $desk
            .effects
            .iter()
            .find_map(|effect| match effect {
                Effect::Run($job) => Some($part.clone()),
                _ => None,
            })
            .unwrap_or_else(|| panic!("not ordered: {:?}", $desk.effects))
    };
}
use ordered;

impl Desk {
    /// Started with these tokens on the device and nothing kept.
    fn with_tokens(tokens: Vec<TokenRef>) -> Self {
        Self::restored(Restored {
            tokens,
            ..Restored::default()
        })
    }

    fn restored(restored: Restored) -> Self {
        let mut desk = Self {
            machine: SignIn::new(),
            now: NOW,
            effects: Vec::new(),
            note: Note::Kept,
        };
        desk.send(Event::Start);
        let ticket = ordered!(desk, Job::Restore(ticket) => ticket);
        desk.send(Event::Restored(ticket, Box::new(restored)));
        desk
    }

    fn send(&mut self, event: Event) -> Note {
        let step = std::mem::take(&mut self.machine).step(self.now, event);
        self.machine = step.state;
        self.effects = step.effects;
        self.note = step.note;
        self.note
    }

    fn view(&self) -> View {
        self.machine.view(self.now)
    }

    fn submit(&mut self) {
        self.send(Event::Submit {
            user_name: " Ada ".to_owned(),
            password: SecretText::new(PASSWORD),
        });
    }

    /// Submitted, and the server's configuration has come.
    fn look(&mut self, config: ClientConfig, tokens: Vec<TokenRef>) {
        self.submit();
        let ticket = ordered!(self, Job::Look(ticket) => ticket);
        self.send(Event::Looked(Box::new(Looked {
            answer: answer(ticket, Ok(config)),
            tokens,
        })));
    }

    /// Answers the check that was ordered last.
    fn check_answered(&mut self, result: Result<StartedSession, ApiError>) {
        let ticket = ordered!(self, Job::StartSession { ticket, .. } => ticket);
        self.send(Event::SessionStarted {
            answer: answer(ticket, result),
            code_until: Some(NOW.plus_seconds(20)),
        });
    }

    /// The wake-up that was ordered last.
    fn wake(&self) -> (Timestamp, Ticket) {
        let mut wakes = self.effects.iter().filter_map(|effect| match effect {
            Effect::WakeAt(at, ticket) => Some((*at, *ticket)),
            _ => None,
        });
        wakes.next_back().expect("no wake-up was ordered")
    }

    /// Lets time pass until that wake-up.
    fn sleep(&mut self) {
        let (at, ticket) = self.wake();
        self.now = at;
        self.send(Event::Woke(ticket));
    }

    fn kept(&self) -> &Kept {
        &self.machine.common.kept
    }

    fn is_checking(&self, with_code: bool) -> bool {
        self.view() == View::Waiting(Waiting::Checking { with_code })
    }
}

fn answer<T>(ticket: Ticket, result: Result<T, ApiError>) -> Answer<T> {
    Answer {
        ticket,
        offset: Some(0),
        result,
    }
}

fn config(mobile_otp_enabled: bool) -> ClientConfig {
    ClientConfig {
        server_name: "Vault Street".to_owned(),
        issuer: "Sentry".to_owned(),
        mobile_otp_enabled,
        server_time: NOW,
        oldest_client: "0.1.0".to_owned(),
        policy: ClientPolicy::default(),
    }
}

fn token(index: u8, issuer: &str, user_name: &str) -> TokenRef {
    TokenRef {
        id: RecordId::from_random([index; 16]),
        issuer: issuer.to_owned(),
        user_name: user_name.to_owned(),
        generation: index.into(),
        standing: Standing::Active,
    }
}

fn stopped(token: TokenRef) -> TokenRef {
    TokenRef {
        standing: Standing::Stopped {
            at: Some(NOW.plus_seconds(-60)),
            reason: StopReason::Superseded,
        },
        ..token
    }
}

fn problem(kind: ProblemType) -> Problem {
    Problem::new(kind)
}

fn refusal<T>(problem: Problem) -> Result<T, ApiError> {
    Err(ApiError::Problem(Box::new(problem)))
}

fn session(id: &str) -> SessionInfo {
    SessionInfo {
        id: id.to_owned(),
        device_name: "Chrome on Android".to_owned(),
        started_at: NOW,
        last_used_at: NOW,
        idle_ends_at: NOW.plus_seconds(900),
        ends_at: NOW.plus_seconds(43_200),
        address: "192.0.2.1".to_owned(),
        current: id == "current-one",
    }
}

fn user() -> User {
    User {
        name: "ada".to_owned(),
        display_name: "Ada Lovelace".to_owned(),
    }
}

fn started_session() -> StartedSession {
    StartedSession {
        user: user(),
        session: session("current-one"),
    }
}

fn started_registration() -> RegistrationStarted {
    RegistrationStarted {
        id: "registration-1".to_owned(),
        expires_at: NOW.plus_seconds(300),
        resend_at: NOW.plus_seconds(60),
        tries_left: 5,
    }
}

fn registered() -> Registered {
    Registered {
        token: IssuedToken {
            issuer: "Sentry".to_owned(),
            account_name: "ada".to_owned(),
            secret: SecretText::new("JBSWY3DPEHPK3PXP"),
            algorithm: Algorithm::Sha1,
            digits: 6,
            period: 30,
        },
        generation: 2,
        registered_at: NOW,
        superseded_other: true,
    }
}
