//! The vault over fakes: what is kept, what is reported, what a failure leaves behind.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of tests fail as the tests do"
)]

use std::rc::Rc;

use countersign_core::Timestamp;
use countersign_core::ports::{KeyError, Ports, SealError, Store, StoreError};
use countersign_core::vault::{
    Added, Damage, Edit, MetaKey, Standing, StopReason, TokenId, Vault, VaultError,
};
use countersign_otp::{Kind, Token};
use countersign_protocol::{
    Algorithm, BindingState, BindingStatus, IssuedToken, Registered, SecretText,
};
use countersign_testkit::fakes::{FakeClock, FakePorts, ScriptedHttp};
use countersign_testkit::leaks;
use pollster::block_on;

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

fn token(name: &str) -> Token {
    let secret = &format!("{SECRET}{}", if name == "b" { "AA" } else { "BA" });
    Token::from_uri(&format!("otpauth://totp/{name}?secret={secret}")).unwrap()
}

fn add(vault: &Vault<FakePorts<ScriptedHttp>>, token: Token) -> TokenId {
    let count = vault.with_tokens(<[_]>::len);
    let later = NOW.plus_seconds(i64::try_from(count).unwrap());
    match block_on(vault.add(token, later)).unwrap() {
        Added::New(id) => id,
        Added::Duplicate(id) => panic!("{id:?} is there already"),
    }
}

fn names(vault: &Vault<FakePorts<ScriptedHttp>>) -> Vec<String> {
    let name = |token: &countersign_core::vault::VaultToken| token.token.account_name.clone();
    vault.with_tokens(|tokens| tokens.iter().map(name).collect())
}

fn issued(user_name: &str, generation: u64, secret: &str) -> Registered {
    Registered {
        token: IssuedToken {
            issuer: "Sentry".to_owned(),
            account_name: user_name.to_owned(),
            secret: SecretText::new(secret),
            algorithm: Algorithm::Sha256,
            digits: 8,
            period: 60,
        },
        generation,
        registered_at: NOW,
        superseded_other: false,
    }
}

#[test]
fn what_was_added_is_there_after_a_reload() {
    let device = device();
    let vault = open(&device);
    add(&vault, token("a"));
    add(&vault, token("b"));
    assert_eq!(open(&device).tokens(), vault.tokens());
    assert_eq!(names(&open(&device)), ["a", "b"]);
}

#[test]
fn nothing_of_a_token_lies_open_in_the_store_or_in_debug() {
    let device = device();
    let vault = open(&device);
    add(&vault, token("somebody"));
    let dump = device.store.dump();
    for plain in [SECRET, "somebody"] {
        assert!(
            !dump
                .windows(plain.len())
                .any(|part| part == plain.as_bytes())
        );
    }
    assert!(leaks(&vault.tokens(), &[SECRET]).is_empty());
}

#[test]
fn the_same_secret_and_parameters_are_added_once() {
    let vault = open(&device());
    let id = add(&vault, token("a"));
    let again = block_on(vault.add(token("renamed"), NOW));
    assert_eq!(again, Ok(Added::Duplicate(id)));
    let longer = Token::from_uri(&format!("otpauth://totp/a?secret={SECRET}BA&digits=8")).unwrap();
    assert!(matches!(
        block_on(vault.add(longer, NOW)),
        Ok(Added::New(_))
    ));
    let counter = |at: u64| {
        let uri = format!("otpauth://hotp/a?secret={SECRET}&counter={at}");
        block_on(vault.add(Token::from_uri(&uri).unwrap(), NOW)).unwrap()
    };
    assert!(matches!(counter(1), Added::New(_)));
    assert!(matches!(counter(9), Added::Duplicate(_)));
}

#[test]
fn a_failed_write_leaves_memory_and_store_as_they_were() {
    let device = device();
    let vault = open(&device);
    let id = add(&vault, token("a"));
    let before = (vault.tokens(), vault.changes(), device.store.dump());
    let fail = || device.store.fail_after(0, StoreError::Full);
    let failed = VaultError::Store(StoreError::Full);
    let edit = Edit {
        issuer: "x".to_owned(),
        ..Edit::of(&vault.lookup(&id).unwrap())
    };
    fail();
    assert_eq!(block_on(vault.add(token("b"), NOW)), Err(failed.clone()));
    fail();
    assert_eq!(block_on(vault.edit(&id, edit)), Err(failed.clone()));
    fail();
    assert_eq!(
        block_on(vault.trash(std::slice::from_ref(&id), NOW)),
        Err(failed.clone())
    );
    fail();
    assert_eq!(block_on(vault.delete(&[id])), Err(failed.clone()));
    fail();
    let registered = issued("ada", 1, SECRET);
    assert_eq!(
        block_on(vault.put_registered(&registered, NOW)),
        Err(failed.clone())
    );
    fail();
    assert_eq!(block_on(vault.put_meta(MetaKey::Settings, &1)), Err(failed));
    device.sealer.fail_next(SealError::StorageRefused);
    let refused = VaultError::Seal(SealError::StorageRefused);
    assert_eq!(block_on(vault.add(token("b"), NOW)), Err(refused));
    assert_eq!(
        (vault.tokens(), vault.changes(), device.store.dump()),
        before
    );
}

#[test]
fn a_damaged_record_does_not_hide_the_others_and_is_kept() {
    let device = device();
    let vault = open(&device);
    let (a, b) = (add(&vault, token("a")), add(&vault, token("b")));
    device.store.tamper(&a, |record| record.ciphertext[0] ^= 1);
    let opened = open(&device);
    assert_eq!(names(&opened), ["b"]);
    let damaged = opened.damaged();
    assert_eq!(
        (damaged[0].id.clone(), damaged[0].damage),
        (a.clone(), Damage::Ciphertext)
    );
    device.store.tamper(&b, |record| record.version = 99);
    // The version is bound to the ciphertext, so a changed one does not even decrypt.
    assert_eq!(open(&device).damaged()[1].damage, Damage::Ciphertext);
    block_on(opened.discard(&a)).unwrap();
    assert!(opened.damaged().is_empty());
    assert_eq!(open(&device).damaged().len(), 1);
}

#[test]
fn records_cannot_be_exchanged_for_one_another() {
    let device = device();
    let vault = open(&device);
    let (a, b) = (add(&vault, token("a")), add(&vault, token("b")));
    let records = block_on(device.store().load()).unwrap().records;
    let of = |id: &TokenId| records.iter().find(|r| r.id == *id).unwrap().clone();
    let (of_a, of_b) = (of(&a), of(&b));
    device.store.tamper(&a, |record| {
        record.ciphertext.clone_from(&of_b.ciphertext);
        record.nonce = of_b.nonce;
    });
    device.store.tamper(&b, |record| {
        record.ciphertext.clone_from(&of_a.ciphertext);
        record.nonce = of_a.nonce;
    });
    assert_eq!(open(&device).damaged().len(), 2);
}

#[test]
fn a_record_of_another_kind_is_left_for_a_newer_app() {
    let device = device();
    let vault = open(&device);
    let id = add(&vault, token("a"));
    device
        .store
        .tamper(&id, |record| record.kind = "folder".to_owned());
    assert_eq!(open(&device).damaged()[0].damage, Damage::Newer);
}

#[test]
fn a_counter_moves_in_the_store_before_it_moves_in_memory() {
    let device = device();
    let vault = open(&device);
    let uri = format!("otpauth://hotp/a?secret={SECRET}&counter=7");
    let id = add(&vault, Token::from_uri(&uri).unwrap());
    let counter = |vault: &Vault<_>| match vault.lookup(&id).unwrap().token.kind {
        Kind::Hotp { counter, .. } => counter,
        other => panic!("{other:?}"),
    };
    block_on(vault.advance_counter(&id)).unwrap();
    assert_eq!((counter(&vault), counter(&open(&device))), (8, 8));
    let timed = add(&vault, token("b"));
    let refused = block_on(vault.advance_counter(&timed));
    assert_eq!(refused, Err(VaultError::NoCounter));
}

#[test]
fn names_of_a_registered_token_are_those_of_the_server() {
    let vault = open(&device());
    let registered = issued("ada", 1, SECRET);
    let id = block_on(vault.put_registered(&registered, NOW)).unwrap().id;
    let edit = |issuer: &str, note: &str| Edit {
        issuer: issuer.to_owned(),
        note: note.to_owned(),
        ..Edit::of(&vault.lookup(&id).unwrap())
    };
    let renamed = block_on(vault.edit(&id, edit("Mine", "")));
    assert_eq!(renamed, Err(VaultError::Registered));
    block_on(vault.edit(&id, edit("Sentry", "on the desk"))).unwrap();
    block_on(vault.rename_registered(&id, "Guard")).unwrap();
    let token = vault.lookup(&id).unwrap();
    assert_eq!(
        (token.token.issuer.as_str(), token.note.as_str()),
        ("Guard", "on the desk")
    );
}

#[test]
fn a_new_registered_token_takes_the_place_of_the_older_one_of_its_user() {
    let device = device();
    let vault = open(&device);
    let put = |registered: &Registered| block_on(vault.put_registered(registered, NOW)).unwrap();
    put(&issued("ada", 1, SECRET));
    let of_grace = put(&issued("grace", 1, SECRET)).id;
    add(&vault, token("a"));
    let newer = put(&issued("Ada", 2, &format!("{SECRET}AA"))).id;
    let registered: Vec<_> = open(&device)
        .tokens()
        .into_iter()
        .filter_map(|token| token.registration().map(|_| token.id.clone()))
        .collect();
    assert_eq!(registered.len(), 2);
    assert!(registered.contains(&of_grace) && registered.contains(&newer));
    let out_of_range = issued("ada", 3, "not base 32!");
    let refused = block_on(vault.put_registered(&out_of_range, NOW));
    assert_eq!(refused, Err(VaultError::Invalid));
}

#[test]
fn what_the_server_says_about_bindings_is_noted() {
    let vault = open(&device());
    let id = block_on(vault.put_registered(&issued("ada", 2, SECRET), NOW))
        .unwrap()
        .id;
    let status = |generation, state| BindingStatus {
        account_name: "ADA".to_owned(),
        generation,
        state,
        since: NOW.plus_seconds(5),
    };
    let note = |status| {
        let later = NOW.plus_seconds(9);
        block_on(vault.note_bindings(&[status], later))
            .unwrap()
            .len()
    };
    let standing = || vault.lookup(&id).unwrap().registration().unwrap().standing;
    // An answer from before the registration says nothing about it.
    assert_eq!(note(status(1, BindingState::Superseded)), 0);
    assert_eq!(note(status(2, BindingState::Active)), 0);
    let confirmed = vault.lookup(&id).unwrap();
    assert_eq!(
        confirmed.registration().unwrap().confirmed_at,
        NOW.plus_seconds(9)
    );
    assert_eq!(standing(), Standing::Active);
    assert_eq!(note(status(3, BindingState::Active)), 1);
    let stopped = Standing::Stopped {
        at: Some(NOW.plus_seconds(5)),
        reason: StopReason::Superseded,
    };
    assert_eq!(standing(), stopped);
    assert_eq!(note(status(2, BindingState::Revoked)), 0);
}

#[test]
fn plain_values_are_kept_and_written_only_when_they_change() {
    let device = device();
    let vault = open(&device);
    assert_eq!(vault.meta::<u32>(MetaKey::Settings), None);
    block_on(vault.put_meta(MetaKey::Settings, &7)).unwrap();
    let revision = || block_on(device.store().load()).unwrap().revision;
    let before = revision();
    block_on(vault.put_meta(MetaKey::Settings, &7)).unwrap();
    assert_eq!(revision(), before);
    assert_eq!(open(&device).meta::<u32>(MetaKey::Settings), Some(7));
    assert_eq!(open(&device).meta::<String>(MetaKey::Settings), None);
}

#[test]
fn what_another_tab_wrote_is_there_after_reading_again() {
    let device = device();
    let (one, two) = (open(&device), open(&device));
    add(&one, token("a"));
    let before = two.changes();
    block_on(two.reload()).unwrap();
    assert_eq!(two.tokens(), one.tokens());
    assert!(two.changes() > before);
    device.store.fail_after(0, StoreError::Damaged);
    assert!(block_on(two.reload()).is_err());
    assert_eq!(two.tokens(), one.tokens());
}

#[test]
fn what_cannot_be_opened_says_why() {
    let refused = device();
    refused.sealer.fail_next(SealError::StorageRefused);
    let result = block_on(Vault::open(Rc::clone(&refused)));
    assert_eq!(
        result.err(),
        Some(VaultError::Seal(SealError::StorageRefused))
    );
    refused.store.fail_after(0, StoreError::Newer);
    let result = block_on(Vault::open(Rc::clone(&refused)));
    assert_eq!(result.err(), Some(VaultError::Store(StoreError::Newer)));
    assert_ne!(KeyError::Missing, KeyError::StorageRefused);
}
