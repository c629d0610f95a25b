use crate::{NOW, PASSWORD, opened, registered, sealed, secret, step, token};
use countersign_backup::{Damage, ReadError};
use countersign_core::backup::{
    BackupState, Drill, DrillEffect, DrillEvent, DrillProblem, DrillReport, DrillView, SealFailure,
};
use countersign_core::vault::VaultToken;
use countersign_core::{Machine, SecretText};

/// Answers what the drill orders, as the worker and the vault would.
fn run(
    mut drill: Drill,
    event: DrillEvent,
    tokens: &[VaultToken],
    state: &mut BackupState,
) -> Drill {
    let mut event = Some(event);
    while let Some(next) = event.take() {
        let taken = drill.step(NOW, next);
        drill = taken.state;
        for effect in taken.effects {
            event = Some(match effect {
                DrillEffect::Open {
                    ticket,
                    file,
                    password,
                } => {
                    let password = password.as_ref().map(SecretText::expose);
                    DrillEvent::Opened {
                        ticket,
                        answer: opened(&file, password).map_err(DrillProblem::Read),
                        tokens: tokens.to_vec(),
                    }
                }
                DrillEffect::Note(ticket, verified) => {
                    DrillEvent::Noted(ticket, Ok(state.take(*verified)))
                }
            });
        }
    }
    drill
}

fn found(file: Vec<u8>, tokens: &[VaultToken], state: &mut BackupState) -> DrillReport {
    let drill = run(Drill::new(), DrillEvent::Chosen(file), tokens, state);
    assert_eq!(drill.view(), DrillView::Password(None));
    let open = DrillEvent::Open(secret(PASSWORD));
    match run(drill, open, tokens, state).view() {
        DrillView::Found(report) => report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_with_every_token_says_so_and_counts() {
    let tokens = [token("GitHub", 1), token("AWS", 2), registered("Sentry")];
    let mut state = BackupState::default();
    let report = found(sealed(&tokens, PASSWORD, NOW), &tokens, &mut state);
    assert!(report.is_complete() && report.counts);
    assert_eq!(
        (report.in_file, report.as_now, report.registered),
        (2, 2, 1)
    );
    assert_eq!(state.verified.map(|verified| verified.tokens), Some(2));
}

#[test]
fn what_is_missing_older_and_gone_is_named() {
    let then = [token("GitHub", 1), token("AWS", 2), token("Old", 3)];
    let file = sealed(&then, PASSWORD, NOW);
    let renamed = VaultToken {
        note: "new".to_owned(),
        ..token("AWS", 2)
    };
    let now = [token("GitHub", 1), renamed, token("New", 4)];
    let mut state = BackupState::default();
    let report = found(file, &now, &mut state);
    assert!(!report.is_complete());
    assert_eq!(report.as_now, 1);
    assert_eq!(report.older, ["AWS, ada"]);
    assert_eq!(report.missing, ["New, ada"]);
    assert_eq!(report.gone, ["Old, ada"]);
    let changes = state.standing(&now, NOW).changes;
    assert_eq!((changes.added, changes.changed, changes.deleted), (1, 1, 1));
}

#[test]
fn an_older_file_does_not_count_and_says_so() {
    let tokens = [token("GitHub", 1)];
    let mut state = BackupState::default();
    let newest = sealed(&tokens, PASSWORD, NOW);
    assert!(found(newest, &tokens, &mut state).counts);
    let before = NOW.plus_seconds(-9);
    let report = found(sealed(&tokens, PASSWORD, before), &tokens, &mut state);
    assert!(report.is_complete() && !report.counts);
    assert_eq!(
        state.verified.map(|verified| verified.created_at),
        Some(NOW)
    );
}

#[test]
fn wrong_passwords_damage_and_other_files_are_told_apart() {
    let tokens = [token("GitHub", 1)];
    let mut state = BackupState::default();
    let file = sealed(&tokens, PASSWORD, NOW);
    let chosen = DrillEvent::Chosen(file.clone());
    let drill = run(Drill::new(), chosen, &tokens, &mut state);
    let wrong = DrillEvent::Open(secret("wrong"));
    let drill = run(drill, wrong, &tokens, &mut state);
    let wrong = DrillProblem::Read(ReadError::WrongPassword);
    assert_eq!(drill.view(), DrillView::Password(Some(wrong)));
    let cut = DrillEvent::Chosen(file[..file.len() / 2].to_vec());
    let drill = run(drill, cut, &tokens, &mut state);
    let cut = DrillProblem::Read(ReadError::Damaged(Damage::CutOff));
    assert_eq!(drill.view(), DrillView::Choosing(Some(cut)));
    let list = b"otpauth://totp/x?secret=JBSWY3DPEHPK3PXP\n".to_vec();
    let drill = run(drill, DrillEvent::Chosen(list), &tokens, &mut state);
    let other = DrillView::Choosing(Some(DrillProblem::OtherFormat));
    assert_eq!(drill.view(), other);
    assert_eq!(state, BackupState::default());
}

#[test]
fn a_worker_that_fails_leaves_the_file_there() {
    let tokens = [token("GitHub", 1)];
    let mut state = BackupState::default();
    let file = sealed(&tokens, PASSWORD, NOW);
    let drill = run(Drill::new(), DrillEvent::Chosen(file), &tokens, &mut state);
    let mut taken = step(drill, DrillEvent::Open(secret(PASSWORD)));
    let Some(DrillEffect::Open { ticket, .. }) = taken.effects.pop() else {
        panic!("nothing is opened");
    };
    let failed = DrillProblem::Failed(SealFailure::NoWorker);
    let answer = DrillEvent::Opened {
        ticket,
        answer: Err(failed),
        tokens: Vec::new(),
    };
    let drill = step(taken.state, answer).state;
    assert_eq!(drill.view(), DrillView::Password(Some(failed)));
}
