//! What an import has done.

use countersign_backup::{Format, LeftOut, MissingParts, Why};

use crate::vault::VaultError;

/// What an import has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was imported.
    pub format: Format,
    /// How many tokens were added.
    pub added: usize,
    /// How many that were here took something over.
    pub changed: usize,
    /// How many were here and stayed as they were.
    pub same: usize,
    /// Which were not taken, and why.
    pub skipped: Vec<Skipped>,
    /// Codes of transfers that were not read.
    pub missing_parts: Vec<MissingParts>,
    /// How many records of the file have nothing to do with codes.
    pub passed_over: usize,
    /// What our own backup says is not in it.
    pub left_out: Option<LeftOut>,
}

/// An entry that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// What it is called.
    pub name: String,
    /// Why it was not taken.
    pub why: SkippedWhy,
}

/// Why an entry was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkippedWhy {
    /// The person did not want it.
    NotWanted,
    /// It is in the file twice.
    Twice,
    /// It cannot be used.
    Unreadable(Why),
}

/// Whether an import can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UndoView {
    /// There is nothing to take back.
    Nothing,
    /// It can, as one step.
    Possible,
    /// It is being taken back.
    Undoing,
    /// It was taken back: all is as it was before.
    Undone,
    /// It could not be; what was imported is still there.
    Failed(VaultError),
}
