//! What people do with tokens that they have, over fakes: tags, order, use, trash, merging.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of tests fail as the tests do"
)]

use std::rc::Rc;

use countersign_core::Timestamp;
use countersign_core::ports::{Store as _, StoreError};
use countersign_core::vault::{
    Added, Edit, Place, TRASH_DAYS, TokenId, Vault, VaultError, tidy_tags,
};
use countersign_otp::{Kind, Token};
use countersign_protocol::{Algorithm, IssuedToken, Registered, SecretText};
use countersign_testkit::fakes::{FakeClock, FakePorts, ScriptedHttp};
use pollster::block_on;

const NOW: Timestamp = Timestamp::from_seconds(1_795_500_000);
const DAY: i64 = 86_400;

type Device = Rc<FakePorts<ScriptedHttp>>;
type Open = Vault<FakePorts<ScriptedHttp>>;

fn device() -> Device {
    let clock = FakeClock::at(NOW);
    Rc::new(FakePorts::new(1, clock, ScriptedHttp::default()))
}

fn open(device: &Device) -> Open {
    block_on(Vault::open(Rc::clone(device))).unwrap()
}

/// Adds tokens of these names, one second after the other.
fn add(vault: &Open, names: &[&str]) -> Vec<TokenId> {
    let one = |(index, name): (usize, &&str)| {
        let secret = ["AAAA", "BBBB", "CCCC", "DDDD"][index].repeat(4);
        let uri = format!("otpauth://totp/{name}?secret={secret}");
        let later = NOW.plus_seconds(i64::try_from(index).unwrap());
        match block_on(vault.add(Token::from_uri(&uri).unwrap(), later)).unwrap() {
            Added::New(id) => id,
            Added::Duplicate(id) => panic!("{id:?} is there already"),
        }
    };
    names.iter().enumerate().map(one).collect()
}

fn registered(vault: &Open) -> TokenId {
    let registered = Registered {
        token: IssuedToken {
            issuer: "Sentry".to_owned(),
            account_name: "ada".to_owned(),
            secret: SecretText::new("JBSWY3DPEHPK3PXP"),
            algorithm: Algorithm::Sha1,
            digits: 6,
            period: 30,
        },
        generation: 1,
        registered_at: NOW,
        superseded_other: false,
    };
    block_on(vault.put_registered(&registered, NOW)).unwrap().id
}

/// Account names in the manual order.
fn order(vault: &Open) -> Vec<String> {
    let mut tokens = vault.tokens();
    tokens.sort_by(|a, b| a.order.cmp(&b.order));
    tokens
        .into_iter()
        .map(|token| token.token.account_name)
        .collect()
}

fn revision(device: &Device) -> u64 {
    block_on(device.store.load()).unwrap().revision
}

/// The same token again, as an import may bring it: another record of the same secret.
fn twin(vault: &Open, id: &TokenId, uri_kind: &str) -> TokenId {
    let secret = vault.lookup(id).unwrap().token.secret;
    let base32 = secret.to_base32();
    let uri = format!("otpauth://{uri_kind}?secret={}&digits=8", base32.expose());
    match block_on(vault.add(Token::from_uri(&uri).unwrap(), NOW)).unwrap() {
        Added::New(id) => id,
        Added::Duplicate(id) => panic!("{id:?} is there already"),
    }
}

#[test]
fn several_tokens_are_tagged_and_pinned_in_one_commit() {
    let device = device();
    let vault = open(&device);
    let ids = add(&vault, &["a", "b", "c"]);
    let before = revision(&device);
    let tags = |tags: &[&str]| tags.iter().map(|&tag| tag.to_owned()).collect::<Vec<_>>();
    block_on(vault.tag(&ids, &tags(&["work", " Work ", ""]), &[])).unwrap();
    block_on(vault.pin(&ids[..2], true)).unwrap();
    assert_eq!(revision(&device), before + 2);
    block_on(vault.tag(&ids[..1], &tags(&["home"]), &tags(&["work"]))).unwrap();
    let tokens = open(&device).tokens();
    let of = |index: usize| (tokens[index].tags.clone(), tokens[index].pinned);
    assert_eq!(of(0), (tags(&["home"]), true));
    assert_eq!(of(1), (tags(&["work"]), true));
    assert_eq!(of(2), (tags(&["work"]), false));
}

#[test]
fn a_bulk_change_that_fails_changes_nothing() {
    let device = device();
    let vault = open(&device);
    let mut ids = add(&vault, &["a", "b"]);
    let before = (vault.tokens(), device.store.dump());
    device.store.fail_after(0, StoreError::Full);
    let failed = Err(VaultError::Store(StoreError::Full));
    assert_eq!(block_on(vault.trash(&ids, NOW)), failed);
    ids.push(registered(&vault));
    assert_eq!(
        block_on(vault.trash(&ids, NOW)),
        Err(VaultError::Registered)
    );
    block_on(vault.delete(&ids[2..])).unwrap();
    assert_eq!(block_on(vault.trash(&ids, NOW)), Err(VaultError::Unknown));
    assert_eq!(block_on(vault.delete(&ids)), Err(VaultError::Unknown));
    assert_eq!((vault.tokens(), device.store.dump()), before);
}

#[test]
fn a_move_writes_one_token_and_is_kept() {
    let device = device();
    let vault = open(&device);
    let ids = add(&vault, &["a", "b", "c"]);
    let before = vault.tokens();
    let place = |id: usize, place| block_on(vault.place(&ids[id], &place)).unwrap();
    place(2, Place::Before(ids[0].clone()));
    assert_eq!(order(&vault), ["c", "a", "b"]);
    place(2, Place::After(ids[0].clone()));
    assert_eq!(order(&vault), ["a", "c", "b"]);
    place(0, Place::After(ids[1].clone()));
    assert_eq!(order(&open(&device)), ["c", "b", "a"]);
    assert_eq!(vault.tokens()[1], before[1]);
    let nowhere = Place::After(TokenId::from_random([9; 16]));
    assert_eq!(
        block_on(vault.place(&ids[0], &nowhere)),
        Err(VaultError::Unknown)
    );
}

#[test]
fn uses_are_counted_in_one_commit_and_those_of_tokens_that_went_are_passed_over() {
    let device = device();
    let vault = open(&device);
    let ids = add(&vault, &["a", "b", "c"]);
    block_on(vault.delete(&ids[2..])).unwrap();
    let before = revision(&device);
    let at = |seconds| NOW.plus_seconds(seconds);
    let uses = [(0, 9), (1, 5), (0, 7), (2, 8)]
        .map(|(id, second): (usize, i64)| (ids[id].clone(), at(second)));
    block_on(vault.note_uses(&uses)).unwrap();
    assert_eq!(revision(&device), before + 1);
    let counted: Vec<_> = open(&device)
        .tokens()
        .iter()
        .map(|t| (t.uses, t.last_used_at))
        .collect();
    assert_eq!(counted, [(2, Some(at(9))), (1, Some(at(5)))]);
}

#[test]
fn what_is_thrown_away_can_be_restored_for_thirty_days() {
    let device = device();
    let vault = open(&device);
    let ids = add(&vault, &["a", "b"]);
    let before = vault.tokens();
    block_on(vault.trash(&ids[..1], NOW)).unwrap();
    assert_eq!(order(&open(&device)), ["b"]);
    let last = NOW.plus_seconds(TRASH_DAYS * DAY - 1);
    block_on(vault.purge(last)).unwrap();
    let thrown = open(&device).trashed();
    assert_eq!(
        thrown.iter().map(|t| t.days_left(last)).collect::<Vec<_>>(),
        [Some(1)]
    );
    assert_eq!(thrown[0].days_left(NOW), Some(30));
    block_on(vault.restore(&ids[..1])).unwrap();
    let mut after = open(&device).tokens();
    assert!(open(&device).trashed().is_empty());
    after.sort_by_key(|token| token.added_at);
    assert_eq!(after, before);
    block_on(vault.trash(&ids[..1], NOW)).unwrap();
    block_on(vault.purge(last.plus_seconds(1))).unwrap();
    let opened = open(&device);
    assert!(opened.trashed().is_empty() && opened.lookup(&ids[0]).is_none());
    assert_eq!(order(&opened), ["b"]);
}

#[test]
fn adding_what_lies_in_the_trash_brings_it_back_with_its_new_names() {
    let vault = open(&device());
    let id = add(&vault, &["a"]).remove(0);
    let edit = Edit {
        note: "spare".to_owned(),
        ..Edit::of(&vault.lookup(&id).unwrap())
    };
    block_on(vault.edit(&id, edit)).unwrap();
    block_on(vault.trash(std::slice::from_ref(&id), NOW)).unwrap();
    let secret = "AAAA".repeat(4);
    let uri = format!("otpauth://totp/New:name?secret={secret}");
    let added = block_on(vault.add(Token::from_uri(&uri).unwrap(), NOW));
    assert_eq!(added, Ok(Added::New(id.clone())));
    let token = vault.lookup(&id).unwrap();
    let shown = (
        token.token.issuer.as_str(),
        token.note.as_str(),
        token.deleted_at,
    );
    assert_eq!(shown, ("New", "spare", None));
    assert_eq!(vault.tokens().len(), 1);
}

#[test]
fn merging_keeps_all_that_was_written_and_counted() {
    let device = device();
    // Two tabs that do not know of each other add the same secret.
    let (one, two) = (open(&device), open(&device));
    let add = |vault: &Open, name: &str, counter: u64| {
        let uri = format!("otpauth://hotp/{name}?secret=AAAAAAAAAAAAAAAA&counter={counter}");
        let Ok(Added::New(id)) = block_on(vault.add(Token::from_uri(&uri).unwrap(), NOW)) else {
            panic!("it is there already");
        };
        let edit = Edit {
            note: format!("note of {name}"),
            tags: vec!["both".to_owned(), name.to_owned()],
            pinned: counter > 5,
            ..Edit::of(&vault.lookup(&id).unwrap())
        };
        block_on(vault.edit(&id, edit)).unwrap();
        let used = (
            id.clone(),
            NOW.plus_seconds(i64::try_from(counter).unwrap()),
        );
        block_on(vault.note_uses(&[used])).unwrap();
        id
    };
    let (keep, other) = (add(&one, "kept", 4), add(&two, "other", 9));
    let vault = open(&device);
    assert_eq!(vault.tokens().len(), 2);
    block_on(vault.merge(&keep, std::slice::from_ref(&other), NOW)).unwrap();
    let opened = open(&device);
    let kept = opened.tokens().remove(0);
    assert_eq!(kept.token.account_name, "kept");
    assert_eq!(kept.note, "note of kept\nnote of other");
    assert_eq!(kept.tags, ["both", "kept", "other"]);
    assert!(kept.pinned && matches!(kept.token.kind, Kind::Hotp { counter: 9, .. }));
    assert_eq!(
        (kept.uses, kept.last_used_at),
        (2, Some(NOW.plus_seconds(9)))
    );
    assert_eq!(opened.trashed()[0].id, other);
}

#[test]
fn tokens_that_make_different_codes_are_not_merged() {
    let vault = open(&device());
    let ids = add(&vault, &["a", "b"]);
    let longer = twin(&vault, &ids[0], "totp/longer");
    for other in [ids[1].clone(), longer] {
        let refused = block_on(vault.merge(&ids[0], &[other], NOW));
        assert_eq!(refused, Err(VaultError::Different));
    }
    assert_eq!(vault.tokens().len(), 3);
}

#[test]
fn a_counter_is_set_and_only_where_there_is_one() {
    let vault = open(&device());
    let uri = "otpauth://hotp/a?secret=AAAAAAAAAAAAAAAA&counter=3";
    let Ok(Added::New(id)) = block_on(vault.add(Token::from_uri(uri).unwrap(), NOW)) else {
        panic!("it is there already");
    };
    block_on(vault.set_counter(&id, 41)).unwrap();
    let kind = vault.lookup(&id).unwrap().token.kind;
    assert!(matches!(kind, Kind::Hotp { counter: 41, .. }));
    let timed = twin(&vault, &id, "totp/t");
    assert_eq!(
        block_on(vault.set_counter(&timed, 1)),
        Err(VaultError::NoCounter)
    );
}

#[test]
fn tags_are_tidy() {
    let tags = tidy_tags([" a  b ", "A B", "", "ışık", &"x".repeat(50)]);
    assert_eq!(tags, ["a b", "ışık", &"x".repeat(40)]);
    let many = (0..30).map(|number| number.to_string());
    assert_eq!(tidy_tags(many).len(), 20);
}
