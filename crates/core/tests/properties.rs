//! The sign-in under random sequences of events, sensible and senseless ones.

use std::collections::{BTreeSet, HashSet};

use countersign_core::api::ApiError;
use countersign_core::ports::{KeyError, RecordId, StoreError};
use countersign_core::sign_in::{
    Answer, Effect, Event, Job, Kept, Looked, Pending, Restored, SignIn, StoppedToken, TokenRef,
    View,
};
use countersign_core::vault::{Standing, StopReason, VaultError};
use countersign_core::{Machine, Note, SecretText, Ticket, Timestamp, Why};
use countersign_protocol::{
    Algorithm, ClientConfig, ClientPolicy, IssuedToken, Me, Problem, ProblemType, Registered,
    RegistrationStarted, SessionEnd, SessionInfo, Sessions, StartedSession, User,
};
use countersign_testkit::leaks;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_seconds(1_795_500_000);
const PASSWORD: &str = "correct horse battery";
const SMS_CODE: &str = "735192";
const ACTIVATION_CODE: &str = "QWERTYUI";
const TOKEN_SECRET: &str = "JBSWY3DPEHPK3PXP";
const SECRETS: &[&str] = &[PASSWORD, SMS_CODE, ACTIVATION_CODE, TOKEN_SECRET];

/// What happens next; numbers choose among what is possible then.
#[derive(Clone, Debug)]
enum Move {
    Person(u8),
    /// Answers the open question of this index with the answer of this number.
    Answer(usize, u8),
    /// Answers a question that was answered before, once more.
    AnswerAgain(usize, u8),
    Wake(usize),
    Pass(u32),
    World(u8),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => any::<u8>().prop_map(Move::Person),
        6 => (any::<usize>(), any::<u8>()).prop_map(|(i, n)| Move::Answer(i, n)),
        1 => (any::<usize>(), any::<u8>()).prop_map(|(i, n)| Move::AnswerAgain(i, n)),
        2 => any::<usize>().prop_map(Move::Wake),
        1 => (0_u32..900_000).prop_map(Move::Pass),
        1 => any::<u8>().prop_map(Move::World),
    ];
    proptest::collection::vec(one, 0..120)
}

/// A question that an effect asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Question {
    Restore,
    Look,
    Bindings,
    Session,
    Registration,
    Issue,
    Save,
    Remove,
    Me,
    Sessions,
    End,
    Sms,
}

struct World {
    machine: SignIn,
    now: Timestamp,
    open: Vec<(Question, Ticket)>,
    answered: Vec<(Question, Ticket)>,
    asked: HashSet<Ticket>,
    wakes: Vec<(Timestamp, Ticket)>,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            machine: SignIn::new(),
            now: NOW,
            open: Vec::new(),
            answered: Vec::new(),
            asked: HashSet::new(),
            wakes: Vec::new(),
        };
        world.send(Event::Start);
        world
    }

    fn send(&mut self, event: Event) -> Note {
        let step = std::mem::take(&mut self.machine).step(self.now, event);
        self.machine = step.state;
        assert!(step.effects.len() < 12, "{:?}", step.effects);
        for effect in &step.effects {
            assert!(leaks(effect, SECRETS).is_empty(), "{effect:?}");
            self.notice(effect);
        }
        self.look_around();
        step.note
    }

    fn notice(&mut self, effect: &Effect) {
        match effect {
            Effect::Run(job) => {
                if let Some((question, ticket)) = question(job) {
                    assert!(self.asked.insert(ticket), "a ticket was drawn twice");
                    self.open.push((question, ticket));
                }
            }
            Effect::WakeAt(at, ticket) => {
                assert!(*at >= self.now, "a wake-up in the past");
                assert!(*at <= self.now.plus_seconds(10 * 86_400), "a wake-up never");
                assert!(self.asked.insert(*ticket), "a ticket was drawn twice");
                self.wakes.push((*at, *ticket));
            }
            Effect::ListenForSms(ticket) => self.open.push((Question::Sms, *ticket)),
            Effect::StopListening | Effect::Announce(_) => {}
        }
    }

    /// What holds in every state.
    fn look_around(&self) {
        assert!(leaks(&self.machine, SECRETS).is_empty());
        let view = self.machine.view(self.now);
        assert!(leaks(&view, SECRETS).is_empty());
        let rests = matches!(
            view,
            View::Form(_) | View::SignedIn(_) | View::Locked { .. } | View::TooOld
        );
        assert!(!(rests && self.machine.holds_secret()), "{view:?}");
        let shown = format!("{:?}", self.machine).len();
        assert!(shown < 20_000, "the state has grown to {shown}");
    }

    fn play(&mut self, played: &Move) {
        match *played {
            Move::Person(number) => {
                self.send(person(number));
            }
            Move::Answer(index, number) => {
                if !self.open.is_empty() {
                    let (question, ticket) = self.open.remove(index % self.open.len());
                    self.send(answer_event(&question, ticket, number, self.now));
                    self.answered.push((question, ticket));
                }
            }
            Move::AnswerAgain(index, number) => self.answer_again(index, number),
            Move::Wake(index) => {
                if !self.wakes.is_empty() {
                    let (at, ticket) = self.wakes.remove(index % self.wakes.len());
                    self.now = self.now.max(at);
                    self.send(Event::Woke(ticket));
                }
            }
            Move::Pass(millis) => self.now = self.now.plus_millis(millis.into()),
            Move::World(number) => {
                self.send(match number % 4 {
                    0 => Event::Online,
                    1 => Event::Shown,
                    2 => Event::Start,
                    _ => Event::Woke(Ticket::default()),
                });
            }
        }
    }

    fn answer_again(&mut self, index: usize, number: u8) {
        if self.answered.is_empty() {
            return;
        }
        let (question, ticket) = self.answered[index % self.answered.len()].clone();
        // The message may be read twice: the ticket names the listening, not one answer.
        if question == Question::Sms {
            return;
        }
        let before = self.machine.view(self.now);
        // Not one that measures the clock, which any answer may.
        let note = self.send(answer_event(&question, ticket, number | 1, self.now));
        assert_eq!(note, Note::Ignored(Why::Stale));
        assert_eq!(before, self.machine.view(self.now));
    }
}

fn question(job: &Job) -> Option<(Question, Ticket)> {
    Some(match job {
        Job::Restore(ticket) => (Question::Restore, *ticket),
        Job::Look(ticket) => (Question::Look, *ticket),
        Job::CheckBindings(ticket) => (Question::Bindings, *ticket),
        Job::StartSession { ticket, .. } => (Question::Session, *ticket),
        Job::StartRegistration { ticket, .. } | Job::Resend { ticket, .. } => {
            (Question::Registration, *ticket)
        }
        Job::Confirm { ticket, .. } | Job::Activate { ticket, .. } => (Question::Issue, *ticket),
        Job::SaveRegistered { ticket, .. } => (Question::Save, *ticket),
        Job::RemoveToken { ticket, .. } => (Question::Remove, *ticket),
        Job::LoadMe(ticket) => (Question::Me, *ticket),
        Job::LoadSessions(ticket) => (Question::Sessions, *ticket),
        Job::EndSession { ticket, .. } | Job::SignOut(ticket) => (Question::End, *ticket),
        Job::Keep(_) | Job::MarkStopped(_) | Job::RenameToken { .. } => return None,
    })
}

fn person(number: u8) -> Event {
    let user_name = || "ada".to_owned();
    let password = || SecretText::new(PASSWORD);
    match number % 22 {
        0..=3 => Event::Submit {
            user_name: user_name(),
            password: password(),
        },
        4 => Event::SubmitToRegister {
            user_name: user_name(),
            password: password(),
        },
        5 => Event::ChangeToken,
        6 => Event::UseToken(RecordId::from_random([number % 3; 16])),
        7 | 8 => Event::Register,
        9 | 10 => Event::TextMe,
        11 => Event::UseActivationCode,
        12 => Event::EnterCode(SecretText::new(SMS_CODE)),
        13 => Event::ResendCode,
        14 => Event::Activate(SecretText::new(ACTIVATION_CODE)),
        15 | 16 => Event::TryAgain,
        17 => Event::Continue,
        18 => Event::RemoveToken,
        19 => Event::Leave,
        20 => Event::SignOut,
        _ => Event::EndSession(if number < 128 { "here" } else { "there" }.to_owned()),
    }
}

/// A failure for four numbers of five, so that the others get somewhere.
fn failure(number: u8) -> Option<ApiError> {
    let kinds = ProblemType::KNOWN;
    Some(match number {
        0..=99 => return None,
        100..=119 => ApiError::Unreachable,
        120..=124 => ApiError::NotOurs,
        125..=129 => ApiError::TooOld,
        130..=134 => ApiError::Key(KeyError::StorageRefused),
        135..=139 => ApiError::TokenGone,
        _ => ApiError::Problem(Box::new(Problem {
            retry_after: number.is_multiple_of(2).then_some(if number > 250 {
                u64::MAX
            } else {
                3
            }),
            tries_left: number.is_multiple_of(3).then_some(2),
            at: Some(NOW),
            until: number.is_multiple_of(5).then_some(NOW.plus_seconds(60)),
            reason: Some(SessionEnd::Superseded),
            ..Problem::new(kinds[usize::from(number) % kinds.len()].clone())
        })),
    })
}

fn answer_event(question: &Question, ticket: Ticket, number: u8, now: Timestamp) -> Event {
    match question {
        Question::Restore => Event::Restored(ticket, Box::new(restored(number))),
        Question::Look => Event::Looked(Box::new(Looked {
            answer: answer(ticket, number, config(!number.is_multiple_of(3))),
            tokens: tokens(number),
        })),
        Question::Bindings => {
            let stopped = StoppedToken {
                id: RecordId::from_random([number % 3; 16]),
                at: Some(NOW),
                reason: StopReason::Superseded,
            };
            Event::BindingsChecked(answer(ticket, number, vec![stopped]))
        }
        Question::Session => Event::SessionStarted {
            answer: answer(ticket, number, started_session(now)),
            code_until: Some(now.plus_seconds(17)),
        },
        Question::Registration => Event::SmsRequested(answer(ticket, number, started(now))),
        Question::Issue => Event::Issued(answer(ticket, number, Box::new(registered()))),
        Question::Save => Event::Saved(ticket, written(number, tokens(1)[0].clone())),
        Question::Remove => Event::Removed(ticket, written(number, ())),
        Question::Me => Event::MeLoaded(answer(
            ticket,
            number,
            Box::new(Me {
                user: started_session(now).user,
                session: started_session(now).session,
                binding: None,
            }),
        )),
        Question::Sessions => {
            let sessions = vec![session("here", now), session("there", now)];
            Event::SessionsLoaded(answer(ticket, number, Sessions { sessions }))
        }
        Question::End => Event::SessionEnded(answer(ticket, number, ())),
        Question::Sms => Event::SmsArrived(ticket, SecretText::new(SMS_CODE)),
    }
}

fn answer<T>(ticket: Ticket, number: u8, value: T) -> Answer<T> {
    Answer {
        ticket,
        offset: number
            .is_multiple_of(4)
            .then_some(i64::from(number) * 1_000),
        result: failure(number).map_or(Ok(value), Err),
    }
}

fn written<T>(number: u8, value: T) -> Result<T, VaultError> {
    if number < 128 {
        Ok(value)
    } else {
        Err(VaultError::Store(StoreError::Full))
    }
}

fn restored(number: u8) -> Restored {
    Restored {
        kept: Kept {
            user_name: "ada".to_owned(),
            pending: number.is_multiple_of(3).then(|| Pending {
                user_name: "ada".to_owned(),
                started: started(NOW),
            }),
            signed_in: number.is_multiple_of(5),
            owes_sign_out: number.is_multiple_of(7),
        },
        config: number.is_multiple_of(2).then(|| config(true)),
        offset: None,
        tokens: tokens(number),
    }
}

fn tokens(number: u8) -> Vec<TokenRef> {
    let issuers = ["Old name", "Sentry", "Sentry"];
    let count = usize::from(number) % (issuers.len() + 1);
    let tokens = issuers.iter().take(count).zip(0_u8..);
    let token = |(issuer, index): (&&str, u8)| TokenRef {
        id: RecordId::from_random([index; 16]),
        issuer: (*issuer).to_owned(),
        user_name: "Ada".to_owned(),
        generation: index.into(),
        standing: if number % 11 == 10 {
            Standing::Stopped {
                at: None,
                reason: StopReason::Revoked,
            }
        } else {
            Standing::Active
        },
    };
    tokens.map(token).collect()
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

fn session(id: &str, now: Timestamp) -> SessionInfo {
    SessionInfo {
        id: id.to_owned(),
        device_name: "Chrome".to_owned(),
        started_at: now,
        last_used_at: now,
        idle_ends_at: now.plus_seconds(900),
        ends_at: now.plus_seconds(43_200),
        address: "192.0.2.1".to_owned(),
        current: true,
    }
}

fn started_session(now: Timestamp) -> StartedSession {
    StartedSession {
        user: User {
            name: "ada".to_owned(),
            display_name: "Ada Lovelace".to_owned(),
        },
        session: session("here", now),
    }
}

fn started(now: Timestamp) -> RegistrationStarted {
    RegistrationStarted {
        id: "registration".to_owned(),
        expires_at: now.plus_seconds(300),
        resend_at: now.plus_seconds(60),
        tries_left: 5,
    }
}

fn registered() -> Registered {
    Registered {
        token: IssuedToken {
            issuer: "Sentry".to_owned(),
            account_name: "ada".to_owned(),
            secret: SecretText::new(TOKEN_SECRET),
            algorithm: Algorithm::Sha1,
            digits: 6,
            period: 30,
        },
        generation: 2,
        registered_at: NOW,
        superseded_other: false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_happens_nothing_leaks_grows_panics_or_is_answered_twice(moves in moves()) {
        let mut world = World::new();
        for played in moves {
            world.play(&played);
        }
    }

    #[test]
    fn every_state_can_be_left_and_then_holds_no_secret(moves in moves()) {
        let mut world = World::new();
        for played in moves {
            world.play(&played);
        }
        let signed_in = matches!(world.machine.view(world.now), View::SignedIn(_));
        world.send(if signed_in { Event::SignOut } else { Event::Leave });
        if signed_in {
            prop_assert!(!world.machine.holds_secret());
            world.send(Event::Leave);
        }
        prop_assert!(matches!(world.machine.view(world.now), View::Form(_)));
        prop_assert!(!world.machine.holds_secret());
    }
}

#[test]
fn random_events_reach_every_screen() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..3_000 {
        let mut world = World::new();
        for played in moves().new_tree(&mut runner).unwrap().current() {
            world.play(&played);
            let shown = format!("{:?}", world.machine.view(world.now));
            let name = shown.split(|c: char| !c.is_alphanumeric()).next();
            seen.insert(name.unwrap_or_default().to_owned());
        }
    }
    let every = [
        "Activation",
        "AskChange",
        "CodeUsed",
        "Failed",
        "Form",
        "Locked",
        "Mismatch",
        "Moved",
        "NotOurs",
        "Offline",
        "Refused",
        "RegisterChoice",
        "Registered",
        "SaveFailed",
        "SignedIn",
        "Sms",
        "Starting",
        "Throttled",
        "TokenPage",
        "TooOld",
        "Waiting",
    ];
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), every);
}
