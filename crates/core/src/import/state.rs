use countersign_protocol::SecretText;

use super::parts::Transfers;
use super::preview::Preview;
use super::{
    Applied, Detected, FileContent, Import, ImportEffect, ImportEvent, ImportProblem, ImportView,
    LockedView, Note, Opened, PasswordProblem, PreviewView, ReadError, Report, Ticket, Timestamp,
    Turn, UndoView, VaultError, Why,
};

#[derive(Debug)]
pub(super) enum State {
    Entry(Option<ImportProblem>, Transfers),
    Opening(FileContent, Ticket),
    Locked(Locked),
    Unlocking(Locked, Ticket),
    Looking(Import, Ticket),
    Preview(Box<Preview>, Option<VaultError>),
    /// It is looked again, since something has changed meanwhile.
    LookingAgain(Box<Preview>, Ticket),
    Writing(Box<Preview>, Ticket),
    Report(Box<Report>, Undo),
}

#[derive(Debug)]
pub(super) struct Locked {
    file: FileContent,
    view: LockedView,
}

#[derive(Debug)]
pub(super) enum Undo {
    Nothing,
    Possible(Box<Applied>),
    Undoing(Ticket),
    Undone,
    Failed(Box<Applied>, VaultError),
}

type Next = (State, Note);

impl Default for State {
    fn default() -> Self {
        Self::Entry(None, Transfers::default())
    }
}

impl State {
    pub(super) fn view(&self) -> ImportView {
        match self {
            Self::Entry(problem, transfers) => ImportView::Entry {
                problem: problem.clone(),
                transfer: transfers.view(),
            },
            Self::Opening(..) | Self::Looking(..) => ImportView::Opening,
            Self::Locked(locked) => ImportView::Locked(locked.view.clone()),
            Self::Unlocking(locked, _) => ImportView::Locked(LockedView {
                opening: true,
                problem: None,
                ..locked.view.clone()
            }),
            Self::Preview(preview, problem) => {
                ImportView::Preview(Box::new(view_of(preview, false, problem.clone())))
            }
            Self::Writing(preview, _) | Self::LookingAgain(preview, _) => {
                ImportView::Preview(Box::new(view_of(preview, true, None)))
            }
            Self::Report(report, undo) => ImportView::Report(report.clone(), undo.view()),
        }
    }

    pub(super) fn step(self, turn: &mut Turn<'_>, event: ImportEvent) -> Next {
        match (self, event) {
            (Self::Entry(_, transfers), event) => entry(turn, transfers, event),
            (Self::Opening(file, asked), ImportEvent::Opened(ticket, opened))
                if asked == ticket =>
            {
                opened_first(turn, file, opened)
            }
            (Self::Locked(locked), ImportEvent::Password(password)) => {
                unlock(turn, locked, password)
            }
            (Self::Unlocking(locked, asked), ImportEvent::Opened(ticket, opened))
                if asked == ticket =>
            {
                opened_again(turn, locked, opened)
            }
            (Self::Looking(import, asked), ImportEvent::Looked(ticket, looked))
                if asked == ticket =>
            {
                match looked {
                    Ok(there) => preview(Preview::new(import, there), None),
                    Err(error) => refused(ImportProblem::Vault(error)),
                }
            }
            (Self::LookingAgain(before, asked), ImportEvent::Looked(ticket, looked))
                if asked == ticket =>
            {
                match looked {
                    Ok(there) => preview(before.again(there), Some(VaultError::Changed)),
                    Err(error) => preview(*before, Some(error)),
                }
            }
            (Self::Preview(mut preview, problem), ImportEvent::Want(line, wanted)) => {
                preview.want(line, wanted);
                (Self::Preview(preview, problem), Note::Kept)
            }
            (Self::Preview(preview, _), ImportEvent::Write) => write(turn, preview),
            (Self::Writing(preview, asked), ImportEvent::Written(ticket, written))
                if asked == ticket =>
            {
                wrote(turn, preview, written)
            }
            (Self::Report(report, undo), event) => undo.step(turn, report, event),
            // What is being written is neither given up nor ordered twice.
            (state @ (Self::Writing(..) | Self::LookingAgain(..)), ImportEvent::Write) => {
                (state, Note::Ignored(Why::Busy))
            }
            (state @ (Self::Writing(..) | Self::LookingAgain(..)), ImportEvent::Back) => {
                (state, Note::Ignored(Why::OutOfPlace))
            }
            (_, ImportEvent::Back) => (Self::default(), Note::Moved),
            (state, event) => (state, ignored(&event)),
        }
    }
}

fn ignored(event: &ImportEvent) -> Note {
    Note::Ignored(match event {
        ImportEvent::Opened(..)
        | ImportEvent::Looked(..)
        | ImportEvent::Written(..)
        | ImportEvent::Undone(..) => Why::Stale,
        _ => Why::OutOfPlace,
    })
}

fn refused(problem: ImportProblem) -> Next {
    (
        State::Entry(Some(problem), Transfers::default()),
        Note::Moved,
    )
}

fn preview(preview: Preview, problem: Option<VaultError>) -> Next {
    (State::Preview(Box::new(preview), problem), Note::Moved)
}

fn entry(turn: &mut Turn<'_>, mut transfers: Transfers, event: ImportEvent) -> Next {
    match event {
        ImportEvent::File(file) => open(turn, file),
        ImportEvent::Text(text) if Transfers::has_codes(text.expose()) => {
            if let Err(damage) = transfers.add(text.expose()) {
                let problem = ImportProblem::TransferCode(damage);
                (State::Entry(Some(problem), transfers), Note::Kept)
            } else if transfers.are_complete() {
                look(turn, transfers.into_import())
            } else {
                (State::Entry(None, transfers), Note::Kept)
            }
        }
        ImportEvent::Text(text) => open(turn, FileContent::new(text.expose().into())),
        ImportEvent::NoFile(problem) => {
            let problem = ImportProblem::File(problem);
            (State::Entry(Some(problem), transfers), Note::Kept)
        }
        ImportEvent::FinishTransfer if transfers.view().is_some() => {
            look(turn, transfers.into_import())
        }
        ImportEvent::Back => (State::default(), Note::Kept),
        event => (State::Entry(None, transfers), ignored(&event)),
    }
}

fn open(turn: &mut Turn<'_>, file: FileContent) -> Next {
    let content = file.clone();
    let ticket = turn.order(|ticket| ImportEffect::Open(ticket, content, None));
    (State::Opening(file, ticket), Note::Moved)
}

fn look(turn: &mut Turn<'_>, import: Import) -> Next {
    if import.entries.is_empty() {
        return refused(ImportProblem::NoTokens(import.format));
    }
    let ticket = turn.order(ImportEffect::Look);
    (State::Looking(import, ticket), Note::Moved)
}

fn opened_first(turn: &mut Turn<'_>, file: FileContent, opened: Option<Box<Opened>>) -> Next {
    let Some(opened) = opened else {
        return refused(ImportProblem::NoOpener);
    };
    match (opened.read, opened.detected) {
        (Ok(import), _) => look(turn, import),
        (
            Err(ReadError::PasswordNeeded(_)),
            Detected::Backup {
                format, certain, ..
            },
        ) => {
            let view = LockedView {
                format,
                certain,
                opening: false,
                problem: None,
            };
            (State::Locked(Locked { file, view }), Note::Moved)
        }
        (Err(error), _) => refused(ImportProblem::Read(error)),
    }
}

fn unlock(turn: &mut Turn<'_>, mut locked: Locked, password: SecretText) -> Next {
    if password.is_empty() {
        locked.view.problem = Some(PasswordProblem::Missing);
        return (State::Locked(locked), Note::Kept);
    }
    let content = locked.file.clone();
    let ticket = turn.order(|ticket| ImportEffect::Open(ticket, content, Some(password)));
    (State::Unlocking(locked, ticket), Note::Moved)
}

fn opened_again(turn: &mut Turn<'_>, mut locked: Locked, opened: Option<Box<Opened>>) -> Next {
    let problem = match opened.map(|opened| opened.read) {
        Some(Ok(import)) => return look(turn, import),
        Some(Err(ReadError::WrongPassword)) => PasswordProblem::Wrong,
        Some(Err(ReadError::WrongPasswordOrDamaged)) => PasswordProblem::WrongOrDamaged,
        Some(Err(error)) => return refused(ImportProblem::Read(error)),
        None => PasswordProblem::NoOpener,
    };
    locked.view.problem = Some(problem);
    (State::Locked(locked), Note::Moved)
}

fn write(turn: &mut Turn<'_>, preview: Box<Preview>) -> Next {
    if preview.count() == 0 {
        let report = Box::new(preview.report());
        return (State::Report(report, Undo::Nothing), Note::Moved);
    }
    let changes = Box::new(preview.changes(turn.now));
    let ticket = turn.order(|ticket| ImportEffect::Apply(ticket, changes));
    (State::Writing(preview, ticket), Note::Moved)
}

fn wrote(turn: &mut Turn<'_>, preview: Box<Preview>, written: Result<Applied, VaultError>) -> Next {
    match written {
        Ok(applied) => {
            let undo = Undo::Possible(Box::new(applied));
            (State::Report(Box::new(preview.report()), undo), Note::Moved)
        }
        Err(VaultError::Changed) => {
            let ticket = turn.order(ImportEffect::Look);
            (State::LookingAgain(preview, ticket), Note::Moved)
        }
        Err(error) => (State::Preview(preview, Some(error)), Note::Moved),
    }
}

impl Undo {
    fn view(&self) -> UndoView {
        match self {
            Self::Nothing => UndoView::Nothing,
            Self::Possible(_) => UndoView::Possible,
            Self::Undoing(_) => UndoView::Undoing,
            Self::Undone => UndoView::Undone,
            Self::Failed(_, error) => UndoView::Failed(error.clone()),
        }
    }

    fn step(self, turn: &mut Turn<'_>, report: Box<Report>, event: ImportEvent) -> Next {
        let (undo, note) = match (self, event) {
            (Self::Possible(applied) | Self::Failed(applied, _), ImportEvent::Undo) => {
                let ticket = turn.order(|ticket| ImportEffect::Revert(ticket, applied));
                (Self::Undoing(ticket), Note::Moved)
            }
            (Self::Undoing(asked), ImportEvent::Undone(ticket, undone)) if asked == ticket => {
                let undo = match undone {
                    Ok(()) => Self::Undone,
                    Err((applied, error)) => Self::Failed(Box::new(applied), error),
                };
                (undo, Note::Moved)
            }
            (undo @ Self::Undoing(_), ImportEvent::Undo) => (undo, Note::Ignored(Why::Busy)),
            (
                Self::Nothing | Self::Possible(_) | Self::Undone | Self::Failed(..),
                ImportEvent::Back,
            ) => {
                return (State::default(), Note::Moved);
            }
            (undo, event) => (undo, ignored(&event)),
        };
        (State::Report(report, undo), note)
    }
}

fn view_of(preview: &Preview, writing: bool, problem: Option<VaultError>) -> PreviewView {
    let import = preview.import();
    let created_at = import
        .facts
        .and_then(|facts| i64::try_from(facts.created_at).ok());
    PreviewView {
        format: import.format,
        lines: preview.lines(),
        count: preview.count(),
        missing_parts: import.missing_parts.clone(),
        passed_over: import.passed_over,
        created_at: created_at.map(Timestamp::from_millis),
        registered_left_out: import.facts.map_or(0, |facts| facts.left_out.registered),
        writing,
        problem,
    }
}
