//! Several changes as one: all or nothing, and back again.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::rc::Rc;

use countersign_core::Timestamp;
use countersign_core::ports::{Store, StoreError};
use countersign_core::vault::{Changes, NewToken, Revision, Vault, VaultError, VaultToken};
use countersign_otp::{Secret, Token};
use countersign_protocol::{Algorithm, IssuedToken, Registered, SecretText};
use countersign_testkit::fakes::{FakeClock, FakePorts, ScriptedHttp};
use countersign_testkit::leaks;
use pollster::block_on;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_seconds(1_795_500_000);
const SECRET: &str = "JBSWY3DPEHPK3PXP";

type Device = Rc<FakePorts<ScriptedHttp>>;

fn device() -> Device {
    let clock = FakeClock::at(NOW);
    Rc::new(FakePorts::new(1, clock, ScriptedHttp::default()))
}

fn open(device: &Device) -> Vault<FakePorts<ScriptedHttp>> {
    block_on(Vault::open(Rc::clone(device))).unwrap()
}

fn new(number: u16) -> NewToken {
    let token = Token::from_uri(&format!("otpauth://totp/{number}?secret={SECRET}")).unwrap();
    NewToken {
        token: Token {
            secret: Secret::from_bytes(number.to_be_bytes()).unwrap(),
            ..token
        },
        note: "at the desk".to_owned(),
        tags: vec!["work".to_owned()],
        pinned: number.is_multiple_of(2),
        uses: 3,
        last_used_at: Some(NOW),
        deleted_at: (number % 5 == 4).then_some(NOW),
    }
}

fn adding(numbers: impl IntoIterator<Item = u16>) -> Changes {
    Changes {
        add: numbers.into_iter().map(new).collect(),
        ..Changes::default()
    }
}

fn renamed(before: VaultToken) -> Revision {
    let mut after = before.clone();
    after.token.issuer.clear();
    after.token.issuer.push_str("Renamed");
    after.deleted_at = None;
    Revision { before, after }
}

/// All that is in the vault, as it would be after a restart.
fn everything(device: &Device) -> Vec<VaultToken> {
    let vault = open(device);
    let mut all = vault.tokens();
    all.extend(vault.trashed());
    all
}

#[test]
fn a_thousand_tokens_are_added_in_one_commit_and_in_their_order() {
    let device = device();
    let vault = open(&device);
    let revision = || block_on(device.store.load()).unwrap().revision;
    let before = revision();
    block_on(vault.apply(adding(0..1_000), NOW)).unwrap();
    assert_eq!(revision(), before + 1);
    let names = |tokens: Vec<VaultToken>| -> Vec<String> {
        tokens
            .into_iter()
            .map(|token| token.token.account_name)
            .collect()
    };
    let wanted = |trash| {
        (0..1_000)
            .filter(move |n| (n % 5 == 4) == trash)
            .map(|n| n.to_string())
    };
    assert_eq!(names(vault.tokens()), wanted(false).collect::<Vec<_>>());
    assert_eq!(names(vault.trashed()), wanted(true).collect::<Vec<_>>());
    let again = open(&device);
    assert_eq!(again.tokens(), vault.tokens());
    let mut orders = vault.tokens();
    orders.sort_by(|a, b| a.order.cmp(&b.order));
    assert_eq!(orders, vault.tokens());
    let first = vault.tokens().remove(0);
    assert_eq!((first.note.as_str(), first.tags.len()), ("at the desk", 1));
    assert_eq!((first.uses, first.last_used_at), (3, Some(NOW)));
}

#[test]
fn what_is_no_longer_as_it_was_looked_at_is_not_written() {
    let device = device();
    let vault = open(&device);
    block_on(vault.apply(adding([0, 1]), NOW)).unwrap();
    let looked_at = vault.tokens().remove(0);
    block_on(vault.pin(std::slice::from_ref(&looked_at.id), false)).unwrap();
    let before = everything(&device);
    let stale = Changes {
        revise: vec![renamed(looked_at)],
        ..adding([2])
    };
    assert_eq!(block_on(vault.apply(stale, NOW)), Err(VaultError::Changed));
    assert_eq!(
        block_on(vault.apply(adding([2, 1]), NOW)),
        Err(VaultError::Changed)
    );
    assert_eq!(
        block_on(vault.apply(adding([2, 2]), NOW)),
        Err(VaultError::Changed)
    );
    assert_eq!(everything(&device), before);
}

#[test]
fn a_failed_commit_changes_nothing() {
    let device = device();
    let vault = open(&device);
    block_on(vault.apply(adding([0]), NOW)).unwrap();
    let (shown, stored) = (vault.tokens(), everything(&device));
    device.store.fail_after(0, StoreError::Full);
    let full = Err(VaultError::Store(StoreError::Full));
    assert_eq!(block_on(vault.apply(adding([1]), NOW)), full);
    let applied = block_on(vault.apply(adding([1]), NOW)).unwrap();
    device.store.fail_after(0, StoreError::Full);
    let (applied, error) = block_on(vault.revert(applied)).unwrap_err();
    assert_eq!(error, VaultError::Store(StoreError::Full));
    assert_eq!(vault.tokens().len(), 2);
    assert_eq!(block_on(vault.revert(applied)), Ok(()));
    assert_eq!((vault.tokens(), everything(&device)), (shown, stored));
}

#[test]
fn registered_tokens_stay_as_the_server_made_them() {
    let device = device();
    let vault = open(&device);
    let registered = Registered {
        token: IssuedToken {
            issuer: "Sentry".to_owned(),
            account_name: "ada".to_owned(),
            secret: SecretText::new(SECRET),
            algorithm: Algorithm::Sha256,
            digits: 8,
            period: 60,
        },
        generation: 1,
        registered_at: NOW,
        superseded_other: false,
    };
    block_on(vault.put_registered(&registered, NOW)).unwrap();
    let there = vault.tokens().remove(0);
    let changes = Changes {
        revise: vec![renamed(there.clone())],
        ..Changes::default()
    };
    assert_eq!(
        block_on(vault.apply(changes, NOW)),
        Err(VaultError::Registered)
    );
    assert_eq!(vault.tokens(), [there]);
}

#[test]
fn changes_show_no_secret() {
    let changes = adding([1]);
    let bytes = format!(
        "{:?}",
        changes.add.first().unwrap().token.secret.expose_bytes()
    );
    assert!(leaks(&changes, &[bytes.as_str()]).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn taking_back_restores_exactly_what_was_there(
        first in proptest::collection::btree_set(0_u16..40, 0..20),
        second in proptest::collection::btree_set(0_u16..40, 0..20),
        revised in proptest::collection::btree_set(0_usize..20, 0..10),
        touched in proptest::option::of(0_usize..20),
    ) {
        let device = device();
        let vault = open(&device);
        block_on(vault.apply(adding(first.iter().copied()), NOW)).unwrap();
        let before = everything(&device);
        let revise = revised.iter().filter_map(|index| before.get(*index).cloned());
        let changes = Changes {
            revise: revise.map(renamed).collect(),
            ..adding(second.difference(&first).copied())
        };
        let (added, revised) = (changes.add.len(), changes.revise.len());
        let applied = block_on(vault.apply(changes.clone(), NOW.plus_seconds(1))).unwrap();
        let after = everything(&device);
        prop_assert_eq!(after.len(), before.len() + added);
        let is_renamed = |token: &&VaultToken| token.token.issuer == "Renamed";
        prop_assert_eq!(after.iter().filter(is_renamed).count(), revised);
        let touched = touched.and_then(|index| vault.tokens().get(index).cloned());
        if let Some(touched) = &touched {
            block_on(vault.note_uses(&[(touched.id.clone(), NOW)])).unwrap();
        }
        let was_applied = |token: &VaultToken| {
            let known = before.iter().any(|there| there.id == token.id);
            !known || changes.revise.iter().any(|revision| revision.before.id == token.id)
        };
        let reverted = block_on(vault.revert(applied));
        if touched.as_ref().is_some_and(was_applied) {
            prop_assert_eq!(reverted.unwrap_err().1, VaultError::Changed);
            prop_assert_eq!(everything(&device).len(), after.len());
        } else {
            prop_assert_eq!(reverted, Ok(()));
            if touched.is_none() {
                prop_assert_eq!(everything(&device), before);
            }
        }
    }
}
