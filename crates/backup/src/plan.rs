//! What an import would change, before anything is written.

use std::collections::BTreeMap;

use countersign_otp::{Kind, Token};

use crate::{Details, Entry, Import, KeptToken, Why};

/// A token that is in the vault.
#[derive(Clone, Copy, Debug)]
pub struct Existing<'a> {
    /// Names, secret and parameters.
    pub token: &'a Token,
    /// What is kept with it.
    pub details: &'a Details,
}

/// What an import would do, entry by entry, in the order of the import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// One for each entry.
    pub lines: Vec<Line>,
}

impl Plan {
    /// How many lines there are of each kind.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for line in &self.lines {
            *match line {
                Line::New => &mut totals.new,
                Line::Same { .. } => &mut totals.same,
                Line::Changed { .. } => &mut totals.changed,
                Line::Duplicate { .. } => &mut totals.duplicates,
                Line::Unreadable(_) => &mut totals.unreadable,
            } += 1;
        }
        totals
    }
}

/// Numbers of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// [`Line::New`].
    pub new: usize,
    /// [`Line::Same`].
    pub same: usize,
    /// [`Line::Changed`].
    pub changed: usize,
    /// [`Line::Duplicate`].
    pub duplicates: usize,
    /// [`Line::Unreadable`].
    pub unreadable: usize,
}

/// What becomes of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// No token in the vault makes these codes.
    New,
    /// A token in the vault makes these codes, and the entry knows nothing more of it.
    Same {
        /// Which, by its place in what was given.
        existing: usize,
    },
    /// A token in the vault makes these codes, and the entry says something else of it.
    Changed {
        /// Which, by its place in what was given.
        existing: usize,
        /// What differs, at least one.
        changes: Vec<Change>,
    },
    /// An entry before this one makes these codes.
    Duplicate {
        /// Which, by its place in the import.
        first: usize,
    },
    /// It cannot be used.
    Unreadable(Why),
}

/// What an entry says otherwise than the vault. What it does not say at all is no change: many
/// formats carry no notes or tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The issuer.
    Issuer,
    /// The account name.
    AccountName,
    /// The note.
    Note,
    /// It has tags that the vault's does not.
    Tags,
    /// It is pinned, and the vault's is not.
    Pinned,
    /// Its counter is ahead of the vault's. One behind is no change: its codes are used up.
    Counter,
    /// The vault's is in the trash, and this is not.
    InTrash,
}

/// Compares an import with what is there. Two tokens are the same if they make the same codes:
/// by secret, type, algorithm, digits and period; names and counters may differ.
pub fn diff(existing: &[Existing<'_>], import: &Import) -> Plan {
    let mut in_vault = BTreeMap::new();
    for (index, existing) in existing.iter().enumerate() {
        in_vault
            .entry(identity(existing.token))
            .or_insert((index, existing));
    }
    let mut in_import = BTreeMap::new();
    let lines = import.entries.iter().enumerate().map(|(index, entry)| {
        let kept = match entry {
            Entry::Readable(kept) => kept,
            Entry::Unreadable(unreadable) => return Line::Unreadable(unreadable.why),
        };
        let identity = identity(&kept.token);
        let first = *in_import.entry(identity).or_insert(index);
        match in_vault.get(&identity) {
            _ if first != index => Line::Duplicate { first },
            None => Line::New,
            Some((existing, there)) => {
                let (existing, changes) = (*existing, changes(there, kept));
                if changes.is_empty() {
                    Line::Same { existing }
                } else {
                    Line::Changed { existing, changes }
                }
            }
        }
    });
    Plan {
        lines: lines.collect(),
    }
}

/// Type, algorithm, digits, period, secret.
type Identity<'a> = (u8, &'static str, u8, u32, &'a [u8]);

fn identity(token: &Token) -> Identity<'_> {
    let secret = token.secret.expose_bytes();
    match token.kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => (0, algorithm.name(), digits.get(), period.seconds(), secret),
        Kind::Hotp {
            algorithm, digits, ..
        } => (1, algorithm.name(), digits.get(), 0, secret),
        Kind::Steam => (2, "", 0, 0, secret),
    }
}

fn changes(there: &Existing<'_>, kept: &KeptToken) -> Vec<Change> {
    let (old, new) = (there.token, &kept.token);
    let (old_details, details) = (there.details, &kept.details);
    let says = |old: &str, new: &str| !new.is_empty() && old != new;
    let ahead = match (old.kind, new.kind) {
        (Kind::Hotp { counter: old, .. }, Kind::Hotp { counter: new, .. }) => new > old,
        _ => false,
    };
    let lacks = |tag: &String| !old_details.tags.contains(tag);
    let found = [
        (says(&old.issuer, &new.issuer), Change::Issuer),
        (
            says(&old.account_name, &new.account_name),
            Change::AccountName,
        ),
        (says(&old_details.note, &details.note), Change::Note),
        (details.tags.iter().any(lacks), Change::Tags),
        (details.pinned && !old_details.pinned, Change::Pinned),
        (ahead, Change::Counter),
        (old_details.trashed && !details.trashed, Change::InTrash),
    ];
    found
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, change)| change)
        .collect()
}
