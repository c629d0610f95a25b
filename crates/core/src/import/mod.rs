//! How tokens of another app, or of a backup of our own, get into the vault: a file or a text is
//! opened, compared with what is there, and written in one commit that can be taken back.
//!
//! - **Started by** opening the page, or by a text that holds more than one token.
//! - **Ends with** `Report`.
//!
//! ```text
//! Entry ── File | Text ──▶ Opening ── needs a password ──▶ Locked ── Password ──▶ Opening
//!   ▲ ▲                       │                             ▲ wrong password        │
//!   │ └── why not ────────────┤◀────────────────────────────┴───────────────────────┘
//!   │                         ▼
//!   │ codes of a transfer, ▶ Looking ── what is there ──▶ Preview ── Write ──▶ Writing
//!   │ one after another                                    │ ▲ failed            │
//!   └─────────────────────── Back ─────────────────────────┘ └───────────────────┤
//!                                                                                ▼
//!                                                       Undoing ◀── Undo ── Report
//! ```

mod parts;
mod preview;
mod report;
mod state;
mod text;

use std::sync::Arc;

use countersign_backup::wire::Opened;
use countersign_backup::{Damage, Detected, Format, Import, MissingParts, ReadError};
use countersign_protocol::{SecretText, Timestamp};
use zeroize::Zeroizing;

pub use self::parts::{TransferProgress, TransferView};
pub use self::preview::{LineKind, LineView};
pub use self::report::{Report, Skipped, SkippedWhy, UndoView};
use self::state::State;
pub use self::text::Text;
use crate::vault::{Applied, Changes, VaultError, VaultToken};
use crate::{Machine, Note, Step, Ticket, Why};

/// Importing a backup.
#[derive(Debug, Default)]
pub struct ImportFlow {
    ticket: Ticket,
    state: State,
}

/// What is in a file, as it is. Copies are the same bytes, which are wiped with the last.
#[derive(Clone)]
pub struct FileContent(Arc<Zeroizing<Vec<u8>>>);

impl FileContent {
    /// Takes the bytes over.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Zeroizing::new(bytes)))
    }

    /// The bytes. Each call is a place to review.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl core::fmt::Debug for FileContent {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "FileContent({} bytes)", self.0.len())
    }
}

/// What can happen.
#[derive(Debug)]
pub enum ImportEvent {
    /// A file was read.
    File(FileContent),
    /// A file was not read.
    NoFile(FileProblem),
    /// A text came in: pasted, scanned, dropped.
    Text(SecretText),
    /// The password for the file.
    Password(SecretText),
    /// Answers [`ImportEffect::Open`]; nothing if the code for it has not come.
    Opened(Ticket, Option<Box<Opened>>),
    /// Answers [`ImportEffect::Look`].
    Looked(Ticket, Result<Vec<VaultToken>, VaultError>),
    /// Go on with the codes of the transfer that were read.
    FinishTransfer,
    /// The line of this number is wanted, or not.
    Want(usize, bool),
    /// Write what is wanted.
    Write,
    /// Answers [`ImportEffect::Apply`].
    Written(Ticket, Result<Applied, VaultError>),
    /// Take it back.
    Undo,
    /// Answers [`ImportEffect::Revert`].
    Undone(Ticket, Result<(), (Applied, VaultError)>),
    /// Back to the entry; codes of a transfer that were read are forgotten.
    Back,
}

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// It is larger than any backup.
    TooLarge,
    /// The browser does not hand it out.
    Unreadable,
}

/// What is ordered.
#[derive(Debug)]
pub enum ImportEffect {
    /// Open the file; the answer is [`ImportEvent::Opened`].
    Open(Ticket, FileContent, Option<SecretText>),
    /// Look at all tokens, those in the trash too; the answer is [`ImportEvent::Looked`].
    Look(Ticket),
    /// [`crate::vault::Vault::apply`] them; the answer is [`ImportEvent::Written`].
    Apply(Ticket, Box<Changes>),
    /// [`crate::vault::Vault::revert`] them; the answer is [`ImportEvent::Undone`].
    Revert(Ticket, Box<Applied>),
}

/// Why there is no preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportProblem {
    /// The file was not read.
    File(FileProblem),
    /// The file cannot be opened.
    Read(ReadError),
    /// A code of a transfer is damaged.
    TransferCode(Damage),
    /// It is a backup and there is no token in it.
    NoTokens(Format),
    /// The code that opens files has not come.
    NoOpener,
    /// The tokens that are here cannot be looked at.
    Vault(VaultError),
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportView {
    /// The ways in.
    Entry {
        /// Why the last one did not help.
        problem: Option<ImportProblem>,
        /// How far a transfer is, once one has begun.
        transfer: Option<TransferView>,
    },
    /// A file is being opened.
    Opening,
    /// The file needs a password.
    Locked(LockedView),
    /// What would be written.
    Preview(Box<PreviewView>),
    /// What was written.
    Report(Box<Report>, UndoView),
}

/// A file that needs a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedView {
    /// What it is.
    pub format: Format,
    /// False where that is a guess.
    pub certain: bool,
    /// It is being opened with a password.
    pub opening: bool,
    /// What was wrong with the last one.
    pub problem: Option<PasswordProblem>,
}

/// Why a file was not opened with a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// There was none.
    Missing,
    /// It is wrong; the file is in order.
    Wrong,
    /// It is wrong or the file is damaged: this format cannot tell.
    WrongOrDamaged,
    /// The code that opens files has not come.
    NoOpener,
}

/// What would be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewView {
    /// What the file is.
    pub format: Format,
    /// One for each of its entries, in its order.
    pub lines: Vec<LineView>,
    /// How many tokens would be added or changed.
    pub count: usize,
    /// Codes of transfers that were not read.
    pub missing_parts: Vec<MissingParts>,
    /// How many records of the file have nothing to do with codes.
    pub passed_over: usize,
    /// When our own backup was written.
    pub created_at: Option<Timestamp>,
    /// How many registered tokens our own backup left out.
    pub registered_left_out: u32,
    /// It is being written.
    pub writing: bool,
    /// Why it could not be written.
    pub problem: Option<VaultError>,
}

impl ImportFlow {
    /// Nothing has been read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the page shows.
    pub fn view(&self) -> ImportView {
        self.state.view()
    }
}

impl Machine for ImportFlow {
    type Event = ImportEvent;
    type Effect = ImportEffect;

    fn step(mut self, now: Timestamp, event: ImportEvent) -> Step<Self> {
        let mut turn = Turn {
            ticket: &mut self.ticket,
            effects: Vec::new(),
            now,
        };
        let (state, note) = self.state.step(&mut turn, event);
        let effects = turn.effects;
        Step {
            state: Self {
                ticket: self.ticket,
                state,
            },
            effects,
            note,
        }
    }
}

/// What a step has at hand.
struct Turn<'a> {
    ticket: &'a mut Ticket,
    effects: Vec<ImportEffect>,
    now: Timestamp,
}

impl Turn<'_> {
    fn order(&mut self, effect: impl FnOnce(Ticket) -> ImportEffect) -> Ticket {
        let ticket = self.ticket.draw();
        self.effects.push(effect(ticket));
        ticket
    }
}
