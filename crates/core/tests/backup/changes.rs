use std::rc::Rc;

use countersign_backup::KeptToken;
use countersign_testkit::fakes::{FakeClock, FakePorts, ScriptedHttp};
use pollster::block_on;
use proptest::prelude::*;

use crate::{NOW, token, uri_token};
use countersign_core::Timestamp;
use countersign_core::backup::{BackupState, Changes, Due, Leaving, Verified};
use countersign_core::ports::{Ports, StoreError};
use countersign_core::vault::{Edit, Vault, VaultToken};

const DAY: i64 = 86_400;

fn kept(tokens: &[VaultToken]) -> Vec<KeptToken> {
    Leaving::of(tokens).tokens
}

fn verified(tokens: &[VaultToken], at: Timestamp) -> BackupState {
    let mut state = BackupState::default();
    let counts = state.take(Verified::new(at, at, [7; 32], &kept(tokens)));
    assert!(counts);
    state
}

fn due(state: &BackupState, tokens: &[VaultToken], now: Timestamp) -> Option<Due> {
    state.standing(tokens, now).due
}

fn many(count: u8) -> Vec<VaultToken> {
    (1..=count).map(|number| token("x", number)).collect()
}

#[test]
fn added_changed_and_deleted_are_counted() {
    let state = verified(&[token("a", 1), token("b", 2), token("c", 3)], NOW);
    let renamed = VaultToken {
        note: "the blue card".to_owned(),
        ..token("b", 2)
    };
    let now = [token("a", 1), renamed, token("d", 4), token("e", 5)];
    let changes = state.standing(&now, NOW).changes;
    let expected = Changes {
        added: 2,
        changed: 1,
        deleted: 1,
    };
    assert_eq!(changes, expected);
}

#[test]
fn what_is_in_a_file_is_known_again_with_all_that_is_kept_with_it() {
    let full = VaultToken {
        note: "recovery codes in the safe".to_owned(),
        tags: vec!["work".to_owned(), "bank".to_owned()],
        pinned: true,
        uses: 7,
        last_used_at: Some(NOW),
        ..token("a", 1)
    };
    let state = verified(std::slice::from_ref(&full), NOW);
    let used = VaultToken {
        uses: 8,
        tags: vec!["bank".to_owned(), "work".to_owned()],
        ..full.clone()
    };
    assert_eq!(state.standing(&[used], NOW).changes.total(), 0);
    let unpinned = VaultToken {
        pinned: false,
        ..full.clone()
    };
    let untagged = VaultToken {
        tags: Vec::new(),
        ..full
    };
    for edited in [unpinned, untagged] {
        assert_eq!(state.standing(&[edited], NOW).changes.changed, 1);
    }
}

#[test]
fn a_counter_that_moves_is_no_change_and_other_digits_are_another_token() {
    let counter = |rest: &str| {
        [uri_token(&format!(
            "otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&{rest}"
        ))]
    };
    let state = verified(&counter("counter=1"), NOW);
    let standing = |rest| state.standing(&counter(rest), NOW).changes;
    assert_eq!(standing("counter=9").total(), 0);
    assert_eq!(standing("counter=1&digits=8").total(), 2);
}

#[test]
fn what_is_in_the_trash_counts_as_deleted_and_goes_along() {
    let vault = block_on(Vault::open(device())).unwrap();
    for number in [1, 2] {
        block_on(vault.add(token("x", number).token, NOW)).unwrap();
    }
    let state = verified(&vault.tokens(), NOW);
    let id = vault.tokens()[0].id.clone();
    block_on(vault.trash(&[id], NOW)).unwrap();
    let all = [vault.tokens(), vault.trashed()].concat();
    let leaving = Leaving::of(&all).tokens;
    assert_eq!(
        leaving.iter().filter(|kept| kept.details.trashed).count(),
        1
    );
    let changes = state.standing(&all, NOW).changes;
    assert_eq!((changes.deleted, changes.total()), (1, 1));
}

#[test]
fn the_reminder_comes_after_some_changes_or_some_days_and_not_before() {
    let state = verified(&many(3), NOW);
    assert_eq!(due(&state, &many(7), NOW), None);
    assert_eq!(due(&state, &many(8), NOW), Some(Due::Changed));
    let after = |days| NOW.plus_seconds(days * DAY);
    assert_eq!(due(&state, &many(4), after(29)), None);
    assert_eq!(due(&state, &many(4), after(30)), Some(Due::Changed));
    assert_eq!(due(&state, &many(3), after(89)), None);
    assert_eq!(due(&state, &many(3), after(90)), Some(Due::Old));
}

#[test]
fn the_first_backup_is_asked_for_soon_and_never_for_nothing() {
    let state = BackupState::default();
    assert_eq!(due(&state, &[], NOW.plus_seconds(99 * DAY)), None);
    assert_eq!(due(&state, &many(1), NOW), None);
    assert_eq!(due(&state, &many(5), NOW), Some(Due::First));
    assert_eq!(
        due(&state, &many(1), NOW.plus_seconds(2 * DAY)),
        Some(Due::First)
    );
}

#[test]
fn later_is_a_week() {
    let mut state = BackupState::default();
    state.later(NOW);
    assert_eq!(due(&state, &many(9), NOW.plus_seconds(7 * DAY - 1)), None);
    assert_eq!(
        due(&state, &many(9), NOW.plus_seconds(7 * DAY)),
        Some(Due::First)
    );
}

#[test]
fn an_older_file_does_not_take_the_place_of_a_newer_one() {
    let mut state = verified(&many(3), NOW);
    let old = NOW.plus_seconds(-DAY);
    let older = Verified::new(NOW, old, [8; 32], &kept(&many(1)));
    assert!(!state.take(older));
    assert_eq!(state, verified(&many(3), NOW));
}

#[test]
fn what_cannot_be_read_counts_as_nothing_known() {
    for bytes in [&b""[..], b"{", b"[]", b"{\"verified\":7}"] {
        assert_eq!(BackupState::read(bytes), BackupState::default());
    }
    let state = verified(&many(2), NOW);
    assert_eq!(BackupState::read(&state.write()), state);
}

type Device = Rc<FakePorts<ScriptedHttp>>;

fn device() -> Device {
    Rc::new(FakePorts::new(
        1,
        FakeClock::at(NOW),
        ScriptedHttp::default(),
    ))
}

#[test]
fn the_vault_keeps_it_sealed_and_apart_from_the_tokens() {
    let device = device();
    let vault = block_on(Vault::open(Rc::clone(&device))).unwrap();
    let one = token("GitHub", 1);
    block_on(vault.add(one.token.clone(), NOW)).unwrap();
    let state = verified(&vault.tokens(), NOW);
    let verified = state.verified.clone().unwrap();
    block_on(vault.change_backup_state(|kept| kept.take(verified))).unwrap();
    let again = block_on(Vault::open(Rc::clone(&device))).unwrap();
    assert_eq!(again.backup_state(), state);
    assert_eq!((again.tokens().len(), again.damaged().len()), (1, 0));
    let stored = device.store().dump();
    let plain = state.write();
    let piece = &plain[plain.len() / 2..][..16];
    let is_there = stored.windows(piece.len()).any(|window| window == piece);
    assert!(!is_there, "it lies there in the clear");
}

#[test]
fn a_change_that_is_not_written_is_not_there() {
    let device = device();
    let vault = block_on(Vault::open(Rc::clone(&device))).unwrap();
    device.store().fail_after(0, StoreError::Full);
    let failed = block_on(vault.change_backup_state(|state| state.later(NOW)));
    assert!(failed.is_err());
    assert_eq!(vault.backup_state(), BackupState::default());
}

#[test]
fn an_edit_is_a_change_at_once() {
    let vault = block_on(Vault::open(device())).unwrap();
    block_on(vault.add(token("GitHub", 1).token, NOW)).unwrap();
    let state = verified(&vault.tokens(), NOW);
    let id = vault.tokens()[0].id.clone();
    let edit = Edit {
        note: "at work".to_owned(),
        ..Edit::of(&vault.tokens()[0])
    };
    block_on(vault.edit(&id, edit)).unwrap();
    let changes = state.standing(&vault.tokens(), NOW).changes;
    assert_eq!(changes.changed, 1);
}

proptest! {
    #[test]
    fn changes_are_the_difference_of_two_sets(
        before in proptest::collection::btree_set(1_u8..40, 0..20),
        after in proptest::collection::btree_set(1_u8..40, 0..20),
    ) {
        let tokens = |numbers: &std::collections::BTreeSet<u8>| {
            numbers.iter().map(|number| token("x", *number)).collect::<Vec<_>>()
        };
        let state = verified(&tokens(&before), NOW);
        let mut now = tokens(&after);
        now.reverse();
        let changes = state.standing(&now, NOW).changes;
        prop_assert_eq!(changes.added, after.difference(&before).count());
        prop_assert_eq!(changes.deleted, before.difference(&after).count());
        prop_assert_eq!(changes.changed, 0);
    }
}
