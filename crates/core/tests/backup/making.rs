use countersign_backup::{Entry, Import, ReadError};
use proptest::prelude::*;

use crate::{
    NOW, PASSWORD, opened, registered, sealed, secret, step, token, uri_token, worker_answers,
};
use countersign_core::backup::{
    BackupState, Leaving, Make, MakeEffect, MakeEvent, MakeProblem, MakeView, PasswordProblem,
    SealFailure,
};
use countersign_core::ports::StoreError;
use countersign_core::vault::{VaultError, VaultToken};
use countersign_core::{Note, Ticket};

fn start(password: &str, again: &str, tokens: Vec<VaultToken>) -> MakeEvent {
    MakeEvent::Start {
        password: secret(password),
        again: secret(again),
        tokens,
    }
}

/// Up to the file that was sealed: the machine, the file, and the ticket that waits for reading.
fn until_checking(tokens: Vec<VaultToken>) -> (Make, Vec<u8>, Ticket) {
    let mut taken = step(Make::new(), start(PASSWORD, PASSWORD, tokens));
    let event = worker_answers(taken.effects.remove(0));
    let taken = step(taken.state, event);
    match taken.effects.as_slice() {
        [MakeEffect::Open { ticket, file, .. }] => (taken.state, file.to_vec(), *ticket),
        other => panic!("not read back: {other:?}"),
    }
}

fn until_ready(tokens: Vec<VaultToken>) -> Make {
    let (make, file, ticket) = until_checking(tokens);
    let answer = opened(&file, Some(PASSWORD));
    step(make, MakeEvent::Opened(ticket, answer)).state
}

fn problem(make: &Make) -> Option<MakeProblem> {
    match make.view() {
        MakeView::Typing(problem) | MakeView::Ready { problem, .. } => problem,
        MakeView::Working { .. } | MakeView::Kept(_) => None,
    }
}

#[test]
fn a_file_is_there_only_after_it_was_read_back() {
    let tokens = vec![token("GitHub", 1), registered("Sentry"), token("AWS", 2)];
    let (make, file, ticket) = until_checking(tokens);
    assert_eq!(make.view(), MakeView::Working { checking: true });
    assert_eq!(make.file(), None);
    let answer = opened(&file, Some(PASSWORD));
    let make = step(make, MakeEvent::Opened(ticket, answer)).state;
    assert_eq!(make.file().as_deref(), Some(&*file));
    match make.view() {
        MakeView::Ready { made, .. } => assert_eq!((made.tokens, made.registered), (2, 1)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_that_says_something_else_is_not_given_out() {
    let tokens = || vec![token("GitHub", 1), token("AWS", 2)];
    let spoil: [fn(&mut Import); 5] = [
        |import| drop(import.entries.pop()),
        |import| import.entries.swap(0, 1),
        |import| {
            let copy = import.entries[0].clone();
            import.entries.push(copy);
        },
        |import| {
            if let Entry::Readable(kept) = &mut import.entries[0] {
                kept.details.note.push('x');
            }
        },
        |import| import.facts = None,
    ];
    for spoil in spoil {
        let (make, file, ticket) = until_checking(tokens());
        let mut import = opened(&file, Some(PASSWORD)).unwrap();
        spoil(&mut import);
        let make = step(make, MakeEvent::Opened(ticket, Ok(import))).state;
        assert_eq!(problem(&make), Some(MakeProblem::NotAsWritten));
        assert_eq!(make.file(), None);
    }
    let (make, _, ticket) = until_checking(tokens());
    let answer = Err(ReadError::WrongPassword);
    let make = step(make, MakeEvent::Opened(ticket, answer)).state;
    assert_eq!(problem(&make), Some(MakeProblem::NotAsWritten));
}

#[test]
fn a_password_that_is_not_good_enough_seals_nothing() {
    for (password, again, why) in [
        ("", "", PasswordProblem::Empty),
        ("short", "short", PasswordProblem::Short),
        (
            PASSWORD,
            "correct horse batterz",
            PasswordProblem::Different,
        ),
    ] {
        let taken = step(Make::new(), start(password, again, vec![token("a", 1)]));
        assert!(taken.effects.is_empty());
        assert_eq!(problem(&taken.state), Some(MakeProblem::Password(why)));
    }
}

#[test]
fn registered_tokens_alone_make_no_backup() {
    let tokens = vec![registered("Sentry")];
    let taken = step(Make::new(), start(PASSWORD, PASSWORD, tokens));
    assert!(taken.effects.is_empty());
    assert_eq!(problem(&taken.state), Some(MakeProblem::NoTokens));
}

#[test]
fn nothing_of_a_registered_token_is_in_the_file() {
    let gate = vec![token("GitHub", 1), registered("Sentry")];
    let (_, file, _) = until_checking(gate);
    let import = opened(&file, Some(PASSWORD)).unwrap();
    let names: Vec<_> = import.readable().map(|kept| &kept.token.issuer).collect();
    assert_eq!(names, ["GitHub"]);
    assert_eq!(import.facts.unwrap().left_out.registered, 1);
}

#[test]
fn it_counts_once_the_person_says_that_it_is_kept() {
    let tokens = vec![token("GitHub", 1), token("AWS", 2)];
    let make = until_ready(tokens.clone());
    // Before it was handed over there is nothing to confirm.
    let taken = step(make, MakeEvent::Confirm);
    assert!(matches!(taken.note, Note::Ignored(_)));
    let make = step(taken.state, MakeEvent::HandedOver).state;
    let mut taken = step(make, MakeEvent::Confirm);
    let Some(MakeEffect::Note(ticket, verified)) = taken.effects.pop() else {
        panic!("nothing was noted");
    };
    let make = step(taken.state, MakeEvent::Noted(ticket, Ok(()))).state;
    assert!(matches!(make.view(), MakeView::Kept(_)));
    let mut state = BackupState::default();
    assert!(state.take(*verified));
    let standing = state.standing(&tokens, NOW);
    assert_eq!(standing.changes.total(), 0);
    assert_eq!(standing.verified.unwrap().tokens, 2);
}

#[test]
fn the_saved_file_opened_again_confirms_it_and_another_one_does_not() {
    let tokens = vec![token("GitHub", 1)];
    let make = until_ready(tokens.clone());
    let file = make.file().unwrap().to_vec();
    let other = sealed(&tokens, "another password", NOW);
    let taken = step(make, MakeEvent::Reopened(other));
    assert!(taken.effects.is_empty());
    assert_eq!(problem(&taken.state), Some(MakeProblem::OtherFile));
    let taken = step(taken.state, MakeEvent::Reopened(file));
    assert!(matches!(taken.effects.as_slice(), [MakeEffect::Note(..)]));
}

#[test]
fn a_failure_keeps_the_way_open() {
    let tokens = vec![token("GitHub", 1)];
    let mut taken = step(Make::new(), start(PASSWORD, PASSWORD, tokens.clone()));
    let Some(MakeEffect::Seal { ticket, .. }) = taken.effects.pop() else {
        panic!("nothing was sealed");
    };
    let failed = MakeEvent::Sealed(ticket, Err(SealFailure::OutOfMemory));
    let make = step(taken.state, failed).state;
    let failed = MakeProblem::Seal(SealFailure::OutOfMemory);
    assert_eq!(problem(&make), Some(failed));
    let taken = step(make, start(PASSWORD, PASSWORD, tokens.clone()));
    assert_eq!(taken.effects.len(), 1);
    // A vault that cannot note it leaves the file there.
    let make = step(until_ready(tokens), MakeEvent::HandedOver).state;
    let mut taken = step(make, MakeEvent::Confirm);
    let Some(MakeEffect::Note(ticket, _)) = taken.effects.pop() else {
        panic!("nothing was noted");
    };
    let full = VaultError::Store(StoreError::Full);
    let make = step(taken.state, MakeEvent::Noted(ticket, Err(full.clone()))).state;
    assert_eq!(problem(&make), Some(MakeProblem::Vault(full)));
    assert!(make.file().is_some());
}

#[test]
fn answers_to_old_questions_change_nothing() {
    let (make, file, _) = until_checking(vec![token("GitHub", 1)]);
    let stale = Ticket::default();
    let answer = opened(&file, Some(PASSWORD));
    let taken = step(make, MakeEvent::Opened(stale, answer));
    assert!(matches!(taken.note, Note::Ignored(_)));
    assert_eq!(taken.state.view(), MakeView::Working { checking: true });
}

#[test]
fn no_secret_shows() {
    let make = until_ready(vec![uri_token(
        "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&issuer=x",
    )]);
    let shown = format!("{make:?}{:?}", start(PASSWORD, PASSWORD, Vec::new()));
    assert!(!shown.contains("correct") && !shown.contains("JBSW"));
}

/// What may happen, in any order, with tickets that may or may not fit.
#[derive(Clone, Copy, Debug)]
enum Press {
    Start,
    Answer,
    Stale,
    HandedOver,
    Confirm,
    Reopened,
}

proptest! {
    #[test]
    fn nothing_counts_as_kept_without_reading_back(
        presses in proptest::collection::vec(
            proptest::sample::select(vec![
                Press::Start, Press::Answer, Press::Stale, Press::HandedOver, Press::Confirm,
                Press::Reopened,
            ]),
            0..14,
        )
    ) {
        let tokens = vec![token("GitHub", 1)];
        let import = {
            let leaving = Leaving::of(&tokens);
            let entries = leaving.tokens.iter().map(|kept| Entry::Readable(Box::new(kept.clone())));
            Import {
                format: countersign_backup::Format::Countersign,
                entries: entries.collect(),
                passed_over: 0,
                missing_parts: Vec::new(),
                facts: Some(leaving.facts(NOW)),
            }
        };
        let mut make = Make::new();
        let mut waiting = None;
        let mut read_back = false;
        for press in presses {
            let event = match press {
                Press::Start => start(PASSWORD, PASSWORD, tokens.clone()),
                Press::HandedOver => MakeEvent::HandedOver,
                Press::Confirm => MakeEvent::Confirm,
                Press::Reopened => MakeEvent::Reopened(b"file".to_vec()),
                Press::Stale => MakeEvent::Noted(Ticket::default(), Ok(())),
                Press::Answer => match waiting.take() {
                    None => continue,
                    Some(MakeEffect::Seal { ticket, .. }) => {
                        MakeEvent::Sealed(ticket, Ok(b"file".to_vec()))
                    }
                    Some(MakeEffect::Open { ticket, .. }) => {
                        read_back = true;
                        MakeEvent::Opened(ticket, Ok(import.clone()))
                    }
                    Some(MakeEffect::Note(ticket, _)) => MakeEvent::Noted(ticket, Ok(())),
                },
            };
            let mut taken = step(make, event);
            make = taken.state;
            waiting = taken.effects.pop().or(waiting);
            let is_there = make.file().is_some();
            prop_assert!(read_back || !is_there);
            if matches!(make.view(), MakeView::Kept(_)) {
                prop_assert!(read_back);
            }
        }
    }
}
