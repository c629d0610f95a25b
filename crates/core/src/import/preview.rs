//! What an import would change, what of it is wanted, and what becomes of that.

use countersign_backup::{
    Change, Details, Entry, Existing, Import, KeptToken, Line, Plan, Why, diff,
};
use countersign_otp::Kind;
use countersign_protocol::Timestamp;

use super::report::{Report, Skipped, SkippedWhy};
use crate::vault::{Changes, NewToken, Revision, VaultToken, tidy_tags};

/// An import beside what is there, with a choice for each of its lines.
#[derive(Debug)]
pub(super) struct Preview {
    import: Import,
    there: Vec<VaultToken>,
    plan: Plan,
    /// Whether it is wanted, for each line.
    wanted: Vec<bool>,
}

/// What a line would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// It adds a token.
    New,
    /// The token is here.
    Same,
    /// The token is here, and the file says something else of it.
    Changed(Vec<Change>),
    /// An entry before this one is the same token.
    Duplicate,
    /// It cannot be used.
    Unreadable(Why),
}

/// A line of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineView {
    /// Who issued the token, as the file says; what else it is called where it cannot be used.
    pub issuer: String,
    /// Whose it is, as the file says.
    pub account_name: String,
    /// What it is called here, if that is something else.
    pub here: Option<String>,
    /// What it would do.
    pub kind: LineKind,
    /// Whether it is wanted, where there is a choice.
    pub wanted: Option<bool>,
    /// Whether it is in the trash of the file.
    pub trashed: bool,
}

impl Preview {
    pub(super) fn new(import: Import, there: Vec<VaultToken>) -> Self {
        let details: Vec<_> = there.iter().map(details_of).collect();
        let existing: Vec<_> = there.iter().zip(&details).map(existing).collect();
        let mut plan = diff(&existing, &import);
        for (line, entry) in plan.lines.iter_mut().zip(&import.entries) {
            settle(line, entry, &there);
        }
        let wanted = plan.lines.iter().map(is_wanted).collect();
        Self {
            import,
            there,
            plan,
            wanted,
        }
    }

    /// The same import beside what is there now; choices stay where they still make sense.
    pub(super) fn again(self, there: Vec<VaultToken>) -> Self {
        let fresh = Self::new(self.import, there);
        let choices = fresh.plan.lines.iter().zip(&fresh.wanted).zip(&self.wanted);
        let wanted =
            choices.map(|((line, fresh), before)| if has_choice(line) { *before } else { *fresh });
        Self {
            wanted: wanted.collect(),
            ..fresh
        }
    }

    pub(super) fn import(&self) -> &Import {
        &self.import
    }

    pub(super) fn want(&mut self, line: usize, wanted: bool) {
        let choice = self.plan.lines.get(line).is_some_and(has_choice);
        if let (true, Some(place)) = (choice, self.wanted.get_mut(line)) {
            *place = wanted;
        }
    }

    /// How many tokens would be added or changed.
    pub(super) fn count(&self) -> usize {
        self.wanted.iter().filter(|wanted| **wanted).count()
    }

    pub(super) fn lines(&self) -> Vec<LineView> {
        let lines = self.entries();
        lines
            .map(|(entry, line, wanted)| self.line(entry, line, wanted))
            .collect()
    }

    fn entries(&self) -> impl Iterator<Item = (&Entry, &Line, bool)> {
        let lines = self.import.entries.iter().zip(&self.plan.lines);
        lines
            .zip(&self.wanted)
            .map(|((entry, line), wanted)| (entry, line, *wanted))
    }

    fn line(&self, entry: &Entry, line: &Line, wanted: bool) -> LineView {
        let (issuer, account_name, trashed) = match entry {
            Entry::Readable(kept) => (
                kept.token.issuer.clone(),
                kept.token.account_name.clone(),
                kept.details.trashed,
            ),
            Entry::Unreadable(unreadable) => (unreadable.name.clone(), String::new(), false),
        };
        let here = match line {
            Line::Changed { existing, .. } | Line::Same { existing } => self.there.get(*existing),
            _ => None,
        };
        let here = here.map(|there| name_of(&there.token.issuer, &there.token.account_name));
        LineView {
            here: here.filter(|here| *here != name_of(&issuer, &account_name)),
            issuer,
            account_name,
            kind: match line {
                Line::New => LineKind::New,
                Line::Same { .. } => LineKind::Same,
                Line::Changed { changes, .. } => LineKind::Changed(changes.clone()),
                Line::Duplicate { .. } => LineKind::Duplicate,
                Line::Unreadable(why) => LineKind::Unreadable(*why),
            },
            wanted: has_choice(line).then_some(wanted),
            trashed,
        }
    }

    /// What is to be written. What the file has in its trash gets there now.
    pub(super) fn changes(&self, now: Timestamp) -> Changes {
        let mut changes = Changes::default();
        for (entry, line, wanted) in self.entries() {
            let (Entry::Readable(kept), true) = (entry, wanted) else {
                continue;
            };
            match line {
                Line::New => changes.add.push(new_token(kept, now)),
                Line::Changed {
                    existing,
                    changes: what,
                } => {
                    let before = self.there.get(*existing);
                    changes.revise.extend(before.map(|before| Revision {
                        before: before.clone(),
                        after: revised(before.clone(), kept, what),
                    }));
                }
                _ => {}
            }
        }
        changes
    }

    /// What has become of it, once it is written.
    pub(super) fn report(&self) -> Report {
        let mut report = Report {
            format: self.import.format,
            added: 0,
            changed: 0,
            same: 0,
            skipped: Vec::new(),
            missing_parts: self.import.missing_parts.clone(),
            passed_over: self.import.passed_over,
            left_out: self.import.facts.map(|facts| facts.left_out),
        };
        for (entry, line, wanted) in self.entries() {
            let why = match (line, wanted) {
                (Line::New, true) => {
                    report.added += 1;
                    continue;
                }
                (Line::Changed { .. }, true) => {
                    report.changed += 1;
                    continue;
                }
                (Line::Same { .. } | Line::Changed { .. }, _) => {
                    report.same += 1;
                    continue;
                }
                (Line::New, false) => SkippedWhy::NotWanted,
                (Line::Duplicate { .. }, _) => SkippedWhy::Twice,
                (Line::Unreadable(why), _) => SkippedWhy::Unreadable(*why),
            };
            report.skipped.push(Skipped {
                name: entry_name(entry),
                why,
            });
        }
        report
    }
}

fn existing<'a>((there, details): (&'a VaultToken, &'a Details)) -> Existing<'a> {
    Existing {
        token: &there.token,
        details,
    }
}

fn details_of(there: &VaultToken) -> Details {
    Details {
        note: there.note.clone(),
        tags: there.tags.clone(),
        pinned: there.pinned,
        trashed: there.deleted_at.is_some(),
        uses: there.uses,
        last_used_at: there
            .last_used_at
            .and_then(|at| u64::try_from(at.as_millis()).ok()),
    }
}

/// No change is what would come out the same, and whatever a file says of a token that the server
/// issued to this device.
fn settle(line: &mut Line, entry: &Entry, there: &[VaultToken]) {
    let (Line::Changed { existing, changes }, Entry::Readable(kept)) = (&*line, entry) else {
        return;
    };
    let existing = *existing;
    let stays = there.get(existing).is_none_or(|before| {
        before.registration().is_some() || revised(before.clone(), kept, changes) == *before
    });
    if stays {
        *line = Line::Same { existing };
    }
}

fn has_choice(line: &Line) -> bool {
    matches!(line, Line::New | Line::Changed { .. })
}

/// What only adds is wanted at first; what would overwrite a name or a note has to be chosen.
fn is_wanted(line: &Line) -> bool {
    let adds = |change: &Change| {
        matches!(
            change,
            Change::Tags | Change::Pinned | Change::Counter | Change::InTrash
        )
    };
    match line {
        Line::New => true,
        Line::Changed { changes, .. } => changes.iter().all(adds),
        _ => false,
    }
}

fn new_token(kept: &KeptToken, now: Timestamp) -> NewToken {
    let details = &kept.details;
    let last_used_at = details.last_used_at.and_then(|at| i64::try_from(at).ok());
    NewToken {
        token: kept.token.clone(),
        note: details.note.clone(),
        tags: tidy_tags(&details.tags),
        pinned: details.pinned,
        uses: details.uses,
        last_used_at: last_used_at.map(Timestamp::from_millis),
        deleted_at: details.trashed.then_some(now),
    }
}

fn revised(mut there: VaultToken, kept: &KeptToken, changes: &[Change]) -> VaultToken {
    let new = &kept.token;
    for change in changes {
        match change {
            Change::Issuer => there.token.issuer.clone_from(&new.issuer),
            Change::AccountName => there.token.account_name.clone_from(&new.account_name),
            Change::Note => there.note.clone_from(&kept.details.note),
            Change::Tags => there.tags = tidy_tags(there.tags.iter().chain(&kept.details.tags)),
            Change::Pinned => there.pinned = true,
            Change::Counter => {
                if let (Kind::Hotp { counter, .. }, Kind::Hotp { counter: ahead, .. }) =
                    (&mut there.token.kind, new.kind)
                {
                    *counter = ahead;
                }
            }
            Change::InTrash => there.deleted_at = None,
        }
    }
    there
}

fn entry_name(entry: &Entry) -> String {
    match entry {
        Entry::Readable(kept) => name_of(&kept.token.issuer, &kept.token.account_name),
        Entry::Unreadable(unreadable) => unreadable.name.clone(),
    }
}

fn name_of(issuer: &str, account_name: &str) -> String {
    match (issuer, account_name) {
        ("", name) | (name, "") => name.to_owned(),
        (issuer, account_name) => format!("{issuer} · {account_name}"),
    }
}
