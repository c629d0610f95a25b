use std::collections::BTreeMap;

use countersign_backup::KeptToken;
use countersign_protocol::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::marks::{Mark, marks_of_file, marks_of_vault};
use crate::vault::VaultToken;

/// So many changes since the last verified file are worth a word.
const CHANGES: usize = 5;
/// So old may the last look at a file be while there are changes.
const DAYS_WITH_CHANGES: i64 = 30;
/// So old may it be where nothing has changed: files get lost, passwords are forgotten.
const DAYS_WITHOUT: i64 = 90;
/// So long may the first token be without any backup.
const DAYS_AT_FIRST: i64 = 2;
/// For so long nothing is said after "later".
const QUIET_DAYS: i64 = 7;
const DAY: i64 = 86_400;

/// What is known of the person's backups. The vault keeps it in a sealed record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupState {
    /// The last file that was verified.
    pub verified: Option<Verified>,
    /// Until when the person wants to hear nothing of it.
    pub quiet_until: Option<Timestamp>,
}

/// A file that was verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// When, by the device's clock.
    pub at: Timestamp,
    /// When the file was written, by its own word.
    pub created_at: Timestamp,
    /// How many tokens are in it.
    pub tokens: u32,
    /// Its SHA-256, to know it again.
    pub hash: [u8; 32],
    marks: Vec<(u64, u64)>,
}

impl Verified {
    /// This file, with these tokens in it, was verified now.
    pub fn new<'a>(
        at: Timestamp,
        created_at: Timestamp,
        hash: [u8; 32],
        tokens: impl IntoIterator<Item = &'a KeptToken> + Clone,
    ) -> Self {
        let count = tokens.clone().into_iter().count();
        let marks = marks_of_file(tokens).into_iter();
        Self {
            at,
            created_at,
            tokens: u32::try_from(count).unwrap_or(u32::MAX),
            hash,
            marks: marks.map(|mark| (mark.who, mark.what)).collect(),
        }
    }
}

/// How the vault differs from the last verified file. Tokens in the trash count as deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Here, and not in the file.
    pub added: usize,
    /// In both, with other names, note or tags here.
    pub changed: usize,
    /// In the file, and no longer here.
    pub deleted: usize,
}

impl Changes {
    /// All of them.
    pub const fn total(self) -> usize {
        self.added + self.changed + self.deleted
    }
}

/// How the backups stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The last verified file, if any.
    pub verified: Option<Verified>,
    /// What has changed since; everything is new where there is none.
    pub changes: Changes,
    /// How many tokens could be in a backup.
    pub tokens: usize,
    /// What there is to remind of now.
    pub due: Option<Due>,
}

/// What there is to remind of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// There is no verified backup.
    First,
    /// The tokens have changed since.
    Changed,
    /// Nobody has looked at the file for long.
    Old,
}

impl BackupState {
    /// Reads the record; what cannot be read counts as nothing known.
    pub fn read(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    /// Writes the record.
    pub fn write(&self) -> Zeroizing<Vec<u8>> {
        // Neither the form nor a `Vec` can refuse to be written.
        Zeroizing::new(serde_json::to_vec(self).unwrap_or_default())
    }

    /// How it stands for the tokens of the vault.
    pub fn standing(&self, tokens: &[VaultToken], now: Timestamp) -> Standing {
        let here = marks_of_vault(tokens);
        let offline = tokens.iter().filter(|token| token.registration().is_none());
        let since = offline.map(|token| token.added_at).min();
        let changes = self.changes(&here);
        let mut standing = Standing {
            verified: self.verified.clone(),
            changes,
            tokens: here.len(),
            due: None,
        };
        let quiet = self.quiet_until.is_some_and(|until| now < until);
        if !quiet {
            standing.due = standing.what_is_due(since, now);
        }
        standing
    }

    /// The person wants to hear nothing of it for a while.
    pub fn later(&mut self, now: Timestamp) {
        self.quiet_until = Some(now.plus_seconds(QUIET_DAYS * DAY));
    }

    /// A file was verified. An older one than the last changes nothing: what it lacks is in the
    /// other. Gives back whether it counts.
    pub fn take(&mut self, verified: Verified) -> bool {
        let older = |last: &Verified| last.created_at > verified.created_at;
        if self.verified.as_ref().is_some_and(older) {
            return false;
        }
        *self = Self {
            verified: Some(verified),
            quiet_until: None,
        };
        true
    }

    fn changes(&self, here: &[Mark]) -> Changes {
        let verified = self.verified.iter().flat_map(|verified| &verified.marks);
        let mut there: BTreeMap<u64, u64> = verified.copied().collect();
        let mut changes = Changes::default();
        for mark in here {
            match there.remove(&mark.who) {
                None => changes.added += 1,
                Some(what) if what != mark.what => changes.changed += 1,
                Some(_) => {}
            }
        }
        changes.deleted = there.len();
        changes
    }
}

impl Standing {
    fn what_is_due(&self, since: Option<Timestamp>, now: Timestamp) -> Option<Due> {
        let passed = |at: Timestamp, days: i64| now >= at.plus_seconds(days * DAY);
        let many = self.changes.total() >= CHANGES;
        match &self.verified {
            None if self.tokens == 0 => None,
            None => {
                let waited = since.is_some_and(|since| passed(since, DAYS_AT_FIRST));
                (many || waited).then_some(Due::First)
            }
            Some(last) if self.changes.total() > 0 => {
                (many || passed(last.at, DAYS_WITH_CHANGES)).then_some(Due::Changed)
            }
            Some(last) => passed(last.at, DAYS_WITHOUT).then_some(Due::Old),
        }
    }
}
