//! Opening the last backup again, to see that it still opens and what is in it.
//!
//! - **Started by** opening the page: [`Drill::new`].
//! - **Ends with** `Found`; a file that is not older than the last one counts as verified.
//!
//! ```text
//! Choosing ── Chosen ──▶ Opening ── read ──▶ Noting ── noted ──▶ Found
//!   ▲ what is wrong with it │  ▲
//!   └───────────────────────┤  Open
//!        a password is needed └──▶ Password
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use countersign_backup::{Format, Import, KeptToken, ReadError};
use countersign_protocol::{SecretText, Timestamp};
use sha2::{Digest, Sha256};

use super::marks::Mark;
use super::{Leaving, SealFailure, Verified};
use crate::vault::{VaultError, VaultToken};
use crate::{Machine, Note, Step, Ticket, Why};

/// Opening the last backup again.
#[derive(Debug, Default)]
pub struct Drill {
    ticket: Ticket,
    state: State,
}

#[derive(Debug)]
enum State {
    Choosing(Option<DrillProblem>),
    Password(Arc<[u8]>, Option<DrillProblem>),
    /// With a password or, at first, without.
    Opening(Ticket, Arc<[u8]>, bool),
    Noting(Ticket, DrillReport),
    Found(DrillReport),
}

impl Default for State {
    fn default() -> Self {
        Self::Choosing(None)
    }
}

/// What can happen.
#[derive(Debug)]
pub enum DrillEvent {
    /// The person chose a file.
    Chosen(Vec<u8>),
    /// The password was typed, normalized to NFC.
    Open(SecretText),
    /// Answers [`DrillEffect::Open`]; these tokens are in the vault.
    Opened {
        /// Which question it answers.
        ticket: Ticket,
        /// What was read.
        answer: Result<Import, DrillProblem>,
        /// Everything, registered tokens too.
        tokens: Vec<VaultToken>,
    },
    /// Answers [`DrillEffect::Note`]: whether the file counts as the last verified one.
    Noted(Ticket, Result<bool, VaultError>),
    /// Another file, or the same once more.
    Again,
}

/// What is ordered.
#[derive(Debug)]
pub enum DrillEffect {
    /// Open this file; the answer is [`DrillEvent::Opened`].
    Open {
        /// Names the answer.
        ticket: Ticket,
        /// The file.
        file: Arc<[u8]>,
        /// The password; none to see whether one is needed.
        password: Option<SecretText>,
    },
    /// Note in the vault what was verified; the answer is [`DrillEvent::Noted`].
    Note(Ticket, Box<Verified>),
}

/// Why a file says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrillProblem {
    /// It is no backup of this app.
    OtherFormat,
    /// It could not be read.
    Read(ReadError),
    /// It could not be tried.
    Failed(SealFailure),
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrillReport {
    /// When the file was written, by its own word.
    pub created_at: Timestamp,
    /// How many tokens are in it.
    pub in_file: usize,
    /// How many of the vault's are in it as they are now.
    pub as_now: usize,
    /// In both, but changed here since: names.
    pub older: Vec<String>,
    /// Here and not in the file: names.
    pub missing: Vec<String>,
    /// In the file and not here: names.
    pub gone: Vec<String>,
    /// Which of the file's cannot be read: names.
    pub unreadable: Vec<String>,
    /// How many registered tokens stayed outside when it was written.
    pub registered: u32,
    /// Whether it counts as the last verified backup; if not, a newer one does.
    pub counts: bool,
    /// Why that could not be noted.
    pub not_noted: Option<VaultError>,
}

impl DrillReport {
    /// Whether every token of the vault is in it, as it is now.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.older.is_empty() && self.unreadable.is_empty()
    }
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrillView {
    /// Which file?
    Choosing(Option<DrillProblem>),
    /// What is its password?
    Password(Option<DrillProblem>),
    /// It is being opened.
    Opening,
    /// What was found.
    Found(DrillReport),
}

impl Drill {
    /// No file was chosen yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the page shows.
    pub fn view(&self) -> DrillView {
        match &self.state {
            State::Choosing(problem) => DrillView::Choosing(*problem),
            State::Password(_, problem) => DrillView::Password(*problem),
            State::Opening(..) | State::Noting(..) => DrillView::Opening,
            State::Found(report) => DrillView::Found(report.clone()),
        }
    }

    fn open(mut self, file: Arc<[u8]>, password: Option<SecretText>) -> Step<Self> {
        let ticket = self.ticket.draw();
        let typed = password.is_some();
        let effect = DrillEffect::Open {
            ticket,
            file: Arc::clone(&file),
            password,
        };
        self.to(State::Opening(ticket, file, typed), vec![effect])
    }

    fn failed(self, file: Arc<[u8]>, typed: bool, problem: DrillProblem) -> Step<Self> {
        let state = match problem {
            DrillProblem::Read(ReadError::PasswordNeeded(_)) => State::Password(file, None),
            DrillProblem::Read(ReadError::WrongPassword) => State::Password(file, Some(problem)),
            DrillProblem::Failed(_) if typed => State::Password(file, Some(problem)),
            _ => State::Choosing(Some(problem)),
        };
        self.to(state, Vec::new())
    }

    fn read(
        mut self,
        file: &[u8],
        import: &Import,
        tokens: &[VaultToken],
        now: Timestamp,
    ) -> Step<Self> {
        let Some(report) = report(import, tokens) else {
            let problem = Some(DrillProblem::OtherFormat);
            return self.to(State::Choosing(problem), Vec::new());
        };
        let hash = Sha256::digest(file).into();
        let readable: Vec<_> = import.readable().collect();
        let verified = Verified::new(now, report.created_at, hash, readable);
        let ticket = self.ticket.draw();
        let effect = DrillEffect::Note(ticket, Box::new(verified));
        self.to(State::Noting(ticket, report), vec![effect])
    }

    fn to(self, state: State, effects: Vec<DrillEffect>) -> Step<Self> {
        Step {
            state: Self { state, ..self },
            effects,
            note: Note::Moved,
        }
    }
}

impl Machine for Drill {
    type Event = DrillEvent;
    type Effect = DrillEffect;

    fn step(mut self, now: Timestamp, event: DrillEvent) -> Step<Self> {
        let state = core::mem::take(&mut self.state);
        match (state, event) {
            (
                State::Choosing(_) | State::Password(..) | State::Found(_),
                DrillEvent::Chosen(file),
            ) => self.open(file.into(), None),
            (State::Password(file, _), DrillEvent::Open(password)) => {
                self.open(file, Some(password))
            }
            (
                State::Opening(asked, file, typed),
                DrillEvent::Opened {
                    ticket,
                    answer,
                    tokens,
                },
            ) if asked == ticket => match answer {
                Ok(import) => self.read(&file, &import, &tokens, now),
                Err(problem) => self.failed(file, typed, problem),
            },
            (State::Noting(asked, mut report), DrillEvent::Noted(ticket, answer))
                if asked == ticket =>
            {
                match answer {
                    Ok(counts) => report.counts = counts,
                    Err(error) => report.not_noted = Some(error),
                }
                self.to(State::Found(report), Vec::new())
            }
            (State::Password(..) | State::Found(_), DrillEvent::Again) => {
                self.to(State::Choosing(None), Vec::new())
            }
            (state, event) => {
                let late = matches!(event, DrillEvent::Opened { .. } | DrillEvent::Noted(..));
                let why = if late { Why::Stale } else { Why::OutOfPlace };
                Step {
                    state: Self { state, ..self },
                    effects: Vec::new(),
                    note: Note::Ignored(why),
                }
            }
        }
    }
}

/// Compares a backup with the vault; nothing if it is no backup of this app.
fn report(import: &Import, tokens: &[VaultToken]) -> Option<DrillReport> {
    let facts = import
        .facts
        .filter(|_| import.format == Format::Countersign)?;
    let millis = i64::try_from(facts.created_at).unwrap_or(i64::MAX);
    let mut report = DrillReport {
        created_at: Timestamp::from_millis(millis),
        in_file: import.readable().count(),
        as_now: 0,
        older: Vec::new(),
        missing: Vec::new(),
        gone: Vec::new(),
        unreadable: import.unreadable().map(|one| one.name.clone()).collect(),
        registered: facts.left_out.registered,
        counts: false,
        not_noted: None,
    };
    let by_who = |kept| (Mark::of(kept).who, kept);
    let file: BTreeMap<u64, &KeptToken> = import.readable().map(by_who).collect();
    let mut here = BTreeSet::new();
    for kept in &Leaving::of(tokens).tokens {
        let mark = Mark::of(kept);
        if kept.details.trashed {
            continue;
        }
        here.insert(mark.who);
        match file.get(&mark.who) {
            None => report.missing.push(name(kept)),
            Some(there) if Mark::of(there).what == mark.what && !there.details.trashed => {
                report.as_now += 1;
            }
            Some(_) => report.older.push(name(kept)),
        }
    }
    let gone = file
        .into_iter()
        .filter(|(who, kept)| !here.contains(who) && !kept.details.trashed);
    report.gone = gone.map(|(_, kept)| name(kept)).collect();
    Some(report)
}

/// What a token is called: the issuer and whose it is.
pub(super) fn name(kept: &KeptToken) -> String {
    let (issuer, account) = (&kept.token.issuer, &kept.token.account_name);
    match (issuer.is_empty(), account.is_empty()) {
        (false, false) => format!("{issuer}, {account}"),
        (false, true) => issuer.clone(),
        (true, _) => account.clone(),
    }
}
