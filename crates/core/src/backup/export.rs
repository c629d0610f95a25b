//! Plain exports: one token as a QR code, several as transfer codes, texts for other apps.
//!
//! - **Started by** opening the page: [`Export::new`].
//! - **Never ends**: what was shown is forgotten after a minute, when the app is hidden, or when
//!   the person is done, and the page is as at the start.
//!
//! ```text
//! Choosing ── Ask ──▶ Proving ── Proved ──▶ Shown ── Hide | a minute ──▶ Choosing
//!   ▲ what is wrong     │
//!   └──── NotProved ────┘
//! ```

use countersign_backup::KeptToken;
use countersign_backup::write::{NotInTransfer, aegis_json, google_transfer, otpauth_list};
use countersign_protocol::Timestamp;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::drill::name;
use super::{Leaving, QrPicture};
use crate::vault::VaultToken;
use crate::{Machine, Note, Step, Ticket, Why};

/// For so long it is shown without a press.
const SECONDS_SHOWN: i64 = 60;

/// A plain export.
#[derive(Debug, Default)]
pub struct Export {
    ticket: Ticket,
    state: State,
}

#[derive(Debug)]
enum State {
    Choosing(Option<ExportProblem>),
    Proving(Ticket, Way, Leaving),
    Shown(Shown, Written),
}

impl Default for State {
    fn default() -> Self {
        Self::Choosing(None)
    }
}

/// How tokens go out in the clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// QR codes, one for each token, that any authenticator reads.
    QrCodes,
    /// Google's transfer codes, several tokens in each.
    Transfer,
    /// A file with one `otpauth://` text on each line.
    OtpauthText,
    /// Aegis's plain JSON file.
    AegisJson,
}

/// What can happen.
#[derive(Debug)]
pub enum ExportEvent {
    /// These tokens are to go out, if the server's policy allows it.
    Ask {
        /// How.
        way: Way,
        /// Which, registered ones too.
        tokens: Vec<VaultToken>,
        /// Whether the policy allows plain exports.
        allowed: bool,
    },
    /// Answers [`ExportEffect::Prove`]: the person is there. The bytes are fresh and random.
    Proved(Ticket, [u8; 32]),
    /// Answers it the other way.
    NotProved(Ticket),
    /// The code after the one that is shown.
    Next,
    /// The one before.
    Previous,
    /// The person is done, or the app is hidden.
    Hide,
    /// Answers [`ExportEffect::WakeAt`].
    Woken,
}

/// What is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportEffect {
    /// Ask for a fresh proof of presence.
    Prove(Ticket),
    /// Send [`ExportEvent::Woken`] at this moment.
    WakeAt(Timestamp),
}

/// Why nothing goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportProblem {
    /// The server's policy forbids it.
    NotAllowed,
    /// There is no token that could leave; so many registered ones stay.
    Nothing {
        /// Registered tokens.
        registered: u32,
    },
    /// None of them can be in a transfer code.
    NotHeld,
    /// It was shown long enough.
    Hidden,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportView {
    /// What is to go out, and how?
    Choosing(Option<ExportProblem>),
    /// Are you there?
    Proving,
    /// It is there: a code to scan, or a file to save.
    Shown(Shown),
}

/// What is there to scan or to save. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// How it goes out.
    pub way: Way,
    /// How many tokens went.
    pub went: usize,
    /// What stayed.
    pub left: LeftBehind,
    /// Which code is shown, from 1; 1 for a file.
    pub number: usize,
    /// Of how many.
    pub of: usize,
    /// What the code is of; empty unless it is of one token.
    pub name: String,
    /// When it is hidden.
    pub until: Timestamp,
}

/// What did not go out, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftBehind {
    /// Registered tokens, which never leave.
    pub registered: u32,
    /// Names of those that transfer codes cannot hold, and why.
    pub not_held: Vec<(String, NotInTransfer)>,
}

/// The texts themselves.
#[derive(Clone, PartialEq, Eq)]
enum Written {
    /// One QR code for each, with the name of what is in it.
    Codes(Vec<(String, Zeroizing<String>)>),
    /// One file.
    File(Zeroizing<String>),
}

impl core::fmt::Debug for Written {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Written(..)")
    }
}

impl Export {
    /// Nothing was asked for yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The QR code that is shown.
    pub fn picture(&self) -> Option<QrPicture> {
        match &self.state {
            State::Shown(shown, Written::Codes(codes)) => {
                let (_, text) = codes.get(shown.number.checked_sub(1)?)?;
                QrPicture::of(text).ok()
            }
            _ => None,
        }
    }

    /// The file that is there to be saved.
    pub fn file(&self) -> Option<Zeroizing<String>> {
        match &self.state {
            State::Shown(_, Written::File(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// What the page shows.
    pub fn view(&self) -> ExportView {
        match &self.state {
            State::Choosing(problem) => ExportView::Choosing(*problem),
            State::Proving(..) => ExportView::Proving,
            State::Shown(shown, _) => ExportView::Shown(shown.clone()),
        }
    }

    fn ask(mut self, way: Way, tokens: &[VaultToken], allowed: bool) -> Step<Self> {
        if !allowed {
            return self.stop(Some(ExportProblem::NotAllowed));
        }
        let mut leaving = Leaving::of(tokens);
        leaving.tokens.retain(|kept| !kept.details.trashed);
        if leaving.tokens.is_empty() {
            let registered = leaving.registered;
            return self.stop(Some(ExportProblem::Nothing { registered }));
        }
        let ticket = self.ticket.draw();
        let state = State::Proving(ticket, way, leaving);
        self.to(state, vec![ExportEffect::Prove(ticket)])
    }

    fn show(self, way: Way, leaving: &Leaving, random: [u8; 32], now: Timestamp) -> Step<Self> {
        let (written, not_held) = write(way, &leaving.tokens, random);
        let of = match &written {
            Written::Codes(codes) if codes.is_empty() => {
                return self.stop(Some(ExportProblem::NotHeld));
            }
            Written::Codes(codes) => codes.len(),
            Written::File(_) => 1,
        };
        let shown = Shown {
            way,
            went: leaving.tokens.len() - not_held.len(),
            left: LeftBehind {
                registered: leaving.registered,
                not_held,
            },
            number: 1,
            of,
            name: String::new(),
            until: now,
        };
        self.turn(shown, written, 1, now)
    }

    /// Turns to a code, and gives it its time.
    fn turn(self, shown: Shown, written: Written, number: usize, now: Timestamp) -> Step<Self> {
        let number = number.clamp(1, shown.of);
        let name = match &written {
            Written::Codes(codes) => codes.get(number - 1).map(|(name, _)| name.clone()),
            Written::File(_) => None,
        };
        let until = now.plus_seconds(SECONDS_SHOWN);
        let shown = Shown {
            number,
            name: name.unwrap_or_default(),
            until,
            ..shown
        };
        self.to(
            State::Shown(shown, written),
            vec![ExportEffect::WakeAt(until)],
        )
    }

    fn stop(self, problem: Option<ExportProblem>) -> Step<Self> {
        self.to(State::Choosing(problem), Vec::new())
    }

    fn to(self, state: State, effects: Vec<ExportEffect>) -> Step<Self> {
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

impl Machine for Export {
    type Event = ExportEvent;
    type Effect = ExportEffect;

    fn step(mut self, now: Timestamp, event: ExportEvent) -> Step<Self> {
        let state = core::mem::take(&mut self.state);
        match (state, event) {
            // Whoever asks again has put the question away.
            (
                State::Choosing(_) | State::Proving(..),
                ExportEvent::Ask {
                    way,
                    tokens,
                    allowed,
                },
            ) => self.ask(way, &tokens, allowed),
            (State::Proving(asked, way, leaving), ExportEvent::Proved(ticket, random))
                if asked == ticket =>
            {
                self.show(way, &leaving, random, now)
            }
            (State::Proving(asked, ..), ExportEvent::NotProved(ticket)) if asked == ticket => {
                self.stop(None)
            }
            (State::Shown(shown, written), ExportEvent::Next) => {
                let number = shown.number + 1;
                self.turn(shown, written, number, now)
            }
            (State::Shown(shown, written), ExportEvent::Previous) => {
                let number = shown.number - 1;
                self.turn(shown, written, number, now)
            }
            (State::Shown(..), ExportEvent::Hide) => self.stop(Some(ExportProblem::Hidden)),
            (State::Shown(shown, _), ExportEvent::Woken) if shown.until <= now => {
                self.stop(Some(ExportProblem::Hidden))
            }
            (state @ State::Shown(..), ExportEvent::Woken) => self.ignored(state, Why::TooEarly),
            (state, ExportEvent::Proved(..) | ExportEvent::NotProved(_) | ExportEvent::Woken) => {
                self.ignored(state, Why::Stale)
            }
            (state, _) => self.ignored(state, Why::OutOfPlace),
        }
    }
}

/// The texts, and what could not be in them.
fn write(
    way: Way,
    tokens: &[KeptToken],
    random: [u8; 32],
) -> (Written, Vec<(String, NotInTransfer)>) {
    let plain = || tokens.iter().map(|kept| &kept.token);
    match way {
        Way::QrCodes => {
            let one = |kept: &KeptToken| {
                let uri = kept.token.to_uri();
                (name(kept), Zeroizing::new(uri.expose().to_owned()))
            };
            (Written::Codes(tokens.iter().map(one).collect()), Vec::new())
        }
        Way::Transfer => {
            let batch = random.first_chunk().copied().unwrap_or_default();
            let transfer = google_transfer(plain(), i32::from_be_bytes(batch));
            let parts = transfer.parts.into_iter().map(|part| (String::new(), part));
            let left = transfer.left_out.into_iter();
            let named = left.filter_map(|(index, why)| Some((name(tokens.get(index)?), why)));
            (Written::Codes(parts.collect()), named.collect())
        }
        Way::OtpauthText => (Written::File(otpauth_list(plain())), Vec::new()),
        Way::AegisJson => {
            let mut numbers = numbers(random);
            let json = aegis_json(tokens, || numbers.next().unwrap_or_default());
            (Written::File(json), Vec::new())
        }
    }
}

/// As many different numbers as are needed, from one random seed.
fn numbers(seed: [u8; 32]) -> impl Iterator<Item = [u8; 16]> {
    (0_u64..).map(move |count| {
        let mut hash = Sha256::new();
        hash.update(seed);
        hash.update(count.to_be_bytes());
        hash.finalize().first_chunk().copied().unwrap_or_default()
    })
}
