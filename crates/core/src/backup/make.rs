//! Making a backup: from the password over the sealed file, which is read back and compared, to
//! the person's word that the file is kept.
//!
//! - **Started by** opening the page: [`Make::new`].
//! - **Ends with** `Kept`: the vault has noted what was verified.
//!
//! ```text
//! Typing ── Start ──▶ Sealing ── sealed ──▶ Checking ── every token is in it ──▶ Ready ─┐
//!   ▲ what is wrong      │                     │                  ▲  HandOver, HandedOver│
//!   └──── failed ────────┴─────────────────────┘                  └─────────────────────┤
//!                                        Kept ◀── noted ── Noting ◀── Confirm | Reopened ┘
//! ```

use std::sync::Arc;

use countersign_backup::{Facts, Import, KeptToken, ReadError};
use countersign_protocol::{SecretText, Timestamp};
use sha2::{Digest, Sha256};

use super::password::{PasswordProblem, judge};
use super::{Leaving, Verified};
use crate::vault::{VaultError, VaultToken};
use crate::{Machine, Note, Step, Ticket, Why};

/// Making a backup.
#[derive(Debug, Default)]
pub struct Make {
    ticket: Ticket,
    state: State,
}

#[derive(Debug)]
enum State {
    Typing(Option<MakeProblem>),
    Sealing(Ticket, Order),
    Checking(Ticket, Order, Sealed),
    Ready(Ready, Option<MakeProblem>),
    Noting(Ticket, Ready),
    Kept(Made),
}

impl Default for State {
    fn default() -> Self {
        Self::Typing(None)
    }
}

/// What is to be in the file.
#[derive(Debug)]
struct Order {
    password: SecretText,
    leaving: Leaving,
    facts: Facts,
    at: Timestamp,
}

/// The file as it was sealed. It holds no secret that the password does not guard.
type Sealed = Arc<[u8]>;

/// A file that was read back and compared.
#[derive(Debug)]
struct Ready {
    file: Sealed,
    verified: Verified,
    registered: u32,
    /// Whether it was handed over at least once.
    handed_over: bool,
}

/// What can happen.
#[derive(Debug)]
pub enum MakeEvent {
    /// The password was typed twice, normalized to NFC; these tokens are in the vault.
    Start {
        /// The first one.
        password: SecretText,
        /// The second one.
        again: SecretText,
        /// Everything, registered tokens too.
        tokens: Vec<VaultToken>,
    },
    /// Answers [`MakeEffect::Seal`].
    Sealed(Ticket, Result<Vec<u8>, SealFailure>),
    /// Answers [`MakeEffect::Open`].
    Opened(Ticket, Result<Import, ReadError>),
    /// The file was given to the browser or to another app.
    HandedOver,
    /// The person says that the file is where it should be.
    Confirm,
    /// The person chose the file that was saved.
    Reopened(Vec<u8>),
    /// Answers [`MakeEffect::Note`].
    Noted(Ticket, Result<(), VaultError>),
}

/// What is ordered.
#[derive(Debug)]
pub enum MakeEffect {
    /// Seal these tokens; the answer is [`MakeEvent::Sealed`].
    Seal {
        /// Names the answer.
        ticket: Ticket,
        /// What is sealed.
        tokens: Vec<KeptToken>,
        /// What the file says of itself.
        facts: Facts,
        /// With what.
        password: SecretText,
    },
    /// Open this file; the answer is [`MakeEvent::Opened`].
    Open {
        /// Names the answer.
        ticket: Ticket,
        /// The file.
        file: Arc<[u8]>,
        /// The password, as typed.
        password: SecretText,
    },
    /// Note in the vault what was verified; the answer is [`MakeEvent::Noted`].
    Note(Ticket, Box<Verified>),
}

/// Why there is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MakeProblem {
    /// There is no token that could be in it.
    NoTokens,
    /// The password.
    Password(PasswordProblem),
    /// It could not be sealed.
    Seal(SealFailure),
    /// It could not be read back, or something else was in it.
    NotAsWritten,
    /// The person chose another file than the one that was saved.
    OtherFile,
    /// The vault could not note it.
    Vault(VaultError),
}

/// Why a file could not be sealed or opened, whatever is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealFailure {
    /// The code for it has not arrived.
    NoWorker,
    /// The device has not enough memory for it.
    OutOfMemory,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MakeView {
    /// The form.
    Typing(Option<MakeProblem>),
    /// It is being sealed, then read back.
    Working {
        /// Whether it is being read back.
        checking: bool,
    },
    /// There is a file; it was read back and compared.
    Ready {
        /// The file.
        made: Made,
        /// Whether it was handed over.
        handed_over: bool,
        /// Whether that is being noted.
        noting: bool,
        /// What stands in the way of confirming it.
        problem: Option<MakeProblem>,
    },
    /// It is kept, and the vault knows.
    Kept(Made),
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// How many tokens are in it.
    pub tokens: u32,
    /// How many registered tokens stayed.
    pub registered: u32,
    /// When it was written.
    pub at: Timestamp,
}

impl Make {
    /// Nothing was typed yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The file to hand over, once it was read back.
    pub fn file(&self) -> Option<Arc<[u8]>> {
        match &self.state {
            State::Ready(ready, _) | State::Noting(_, ready) => Some(Arc::clone(&ready.file)),
            _ => None,
        }
    }

    /// What the page shows.
    pub fn view(&self) -> MakeView {
        match &self.state {
            State::Typing(problem) => MakeView::Typing(problem.clone()),
            State::Sealing(..) => MakeView::Working { checking: false },
            State::Checking(..) => MakeView::Working { checking: true },
            State::Ready(ready, problem) => ready.view(false, problem.clone()),
            State::Noting(_, ready) => ready.view(true, None),
            State::Kept(made) => MakeView::Kept(made.clone()),
        }
    }

    fn start(mut self, order: Order, again: &SecretText) -> Step<Self> {
        if let Err(problem) = judge(order.password.expose(), again.expose()) {
            return self.back(MakeProblem::Password(problem));
        }
        if order.leaving.tokens.is_empty() {
            return self.back(MakeProblem::NoTokens);
        }
        let ticket = self.ticket.draw();
        let effect = MakeEffect::Seal {
            ticket,
            tokens: order.leaving.tokens.clone(),
            facts: order.facts,
            password: order.password.clone(),
        };
        self.to(State::Sealing(ticket, order), vec![effect])
    }

    fn check(mut self, order: Order, file: Vec<u8>) -> Step<Self> {
        let ticket = self.ticket.draw();
        let file: Sealed = file.into();
        let effect = MakeEffect::Open {
            ticket,
            file: Arc::clone(&file),
            password: order.password.clone(),
        };
        self.to(State::Checking(ticket, order, file), vec![effect])
    }

    fn note(mut self, ready: Ready) -> Step<Self> {
        let ticket = self.ticket.draw();
        let effect = MakeEffect::Note(ticket, Box::new(ready.verified.clone()));
        self.to(State::Noting(ticket, ready), vec![effect])
    }

    fn back(self, problem: MakeProblem) -> Step<Self> {
        self.to(State::Typing(Some(problem)), Vec::new())
    }

    fn to(self, state: State, effects: Vec<MakeEffect>) -> Step<Self> {
        Step {
            state: Self { state, ..self },
            effects,
            note: Note::Moved,
        }
    }

    fn ignored(self, state: State, why: Why) -> Step<Self> {
        Step {
            state: Self { state, ..self },
            effects: Vec::new(),
            note: Note::Ignored(why),
        }
    }
}

impl Machine for Make {
    type Event = MakeEvent;
    type Effect = MakeEffect;

    fn step(mut self, now: Timestamp, event: MakeEvent) -> Step<Self> {
        let state = core::mem::take(&mut self.state);
        match (state, event) {
            (
                State::Typing(_),
                MakeEvent::Start {
                    password,
                    again,
                    tokens,
                },
            ) => {
                let order = Order::new(password, &tokens, now);
                self.start(order, &again)
            }
            (State::Sealing(asked, order), MakeEvent::Sealed(ticket, answer))
                if asked == ticket =>
            {
                match answer {
                    Ok(file) => self.check(order, file),
                    Err(failure) => self.back(MakeProblem::Seal(failure)),
                }
            }
            (State::Checking(asked, order, file), MakeEvent::Opened(ticket, answer))
                if asked == ticket =>
            {
                match answer {
                    Ok(import) if order.is_in(&import) => {
                        let ready = order.ready(file, now);
                        self.to(State::Ready(ready, None), Vec::new())
                    }
                    Err(ReadError::OutOfMemory(_)) => {
                        self.back(MakeProblem::Seal(SealFailure::OutOfMemory))
                    }
                    Ok(_) | Err(_) => self.back(MakeProblem::NotAsWritten),
                }
            }
            (State::Ready(ready, _), event) => self.when_ready(ready, event),
            (State::Noting(asked, ready), MakeEvent::Noted(ticket, answer)) if asked == ticket => {
                match answer {
                    Ok(()) => self.to(State::Kept(ready.made()), Vec::new()),
                    Err(error) => {
                        let problem = Some(MakeProblem::Vault(error));
                        self.to(State::Ready(ready, problem), Vec::new())
                    }
                }
            }
            (state, MakeEvent::Sealed(..) | MakeEvent::Opened(..) | MakeEvent::Noted(..)) => {
                self.ignored(state, Why::Stale)
            }
            (state, _) => self.ignored(state, Why::OutOfPlace),
        }
    }
}

impl Make {
    fn when_ready(self, ready: Ready, event: MakeEvent) -> Step<Self> {
        match event {
            MakeEvent::HandedOver => {
                let ready = Ready {
                    handed_over: true,
                    ..ready
                };
                self.to(State::Ready(ready, None), Vec::new())
            }
            MakeEvent::Confirm if ready.handed_over => self.note(ready),
            // What was compared a moment ago need not be opened again: it is the same file.
            MakeEvent::Reopened(file) if *file == *ready.file => self.note(ready),
            MakeEvent::Reopened(_) => {
                let problem = Some(MakeProblem::OtherFile);
                self.to(State::Ready(ready, problem), Vec::new())
            }
            MakeEvent::Sealed(..) | MakeEvent::Opened(..) | MakeEvent::Noted(..) => {
                self.ignored(State::Ready(ready, None), Why::Stale)
            }
            MakeEvent::Start { .. } | MakeEvent::Confirm => {
                self.ignored(State::Ready(ready, None), Why::OutOfPlace)
            }
        }
    }
}

impl Order {
    fn new(password: SecretText, tokens: &[VaultToken], now: Timestamp) -> Self {
        let leaving = Leaving::of(tokens);
        Self {
            password,
            facts: leaving.facts(now),
            leaving,
            at: now,
        }
    }

    /// Whether the file says this and nothing else, token by token.
    fn is_in(&self, import: &Import) -> bool {
        import.facts == Some(self.facts)
            && import.entries.len() == self.leaving.tokens.len()
            && import.readable().eq(&self.leaving.tokens)
    }

    fn ready(self, file: Sealed, now: Timestamp) -> Ready {
        let hash = Sha256::digest(&*file).into();
        Ready {
            verified: Verified::new(now, self.at, hash, &self.leaving.tokens),
            registered: self.leaving.registered,
            handed_over: false,
            file,
        }
    }
}

impl Ready {
    fn made(&self) -> Made {
        Made {
            tokens: self.verified.tokens,
            registered: self.registered,
            at: self.verified.created_at,
        }
    }

    fn view(&self, noting: bool, problem: Option<MakeProblem>) -> MakeView {
        MakeView::Ready {
            made: self.made(),
            handed_over: self.handed_over,
            noting,
            problem,
        }
    }
}
