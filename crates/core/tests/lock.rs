//! The lock over fakes: slots, tries, and storage that fails at every operation in turn.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of tests fail as the tests do"
)]

use std::rc::Rc;

use countersign_core::lock::{
    Keeper, LockError, NewPasskey, NewSecret, Opened, PasskeyRef, Proof, RecoveryCode, Rule,
    SecretKind, SlotKind,
};
use countersign_core::ports::{Ports, Root, SealError, Sealer, Slots, Store, StoreError};
use countersign_core::vault::{Added, Vault, VaultError};
use countersign_core::{SecretText, Timestamp};
use countersign_otp::Token;
use countersign_testkit::fakes::{FakeClock, FakeKdf, FakeKey, FakePorts, ScriptedHttp};
use countersign_testkit::faults::{FaultyPorts, Plan, Trouble};
use pollster::block_on;

const NOW: Timestamp = Timestamp::from_seconds(1_795_500_000);
const LINK: &str = "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP";
const PHRASE: &str = "four short words here";
const PIN: &str = "271828";

fn device() -> FakePorts {
    FakePorts::new(1, FakeClock::at(NOW), ScriptedHttp::default())
}

fn text(text: &str) -> SecretText {
    SecretText::new(text)
}

fn secret(kind: SecretKind, secret: &str) -> NewSecret {
    NewSecret {
        kind,
        secret: text(secret),
    }
}

fn phrase() -> NewSecret {
    secret(SecretKind::Passphrase, PHRASE)
}

fn pin() -> NewSecret {
    secret(SecretKind::Pin, PIN)
}

fn by(secret: &str) -> Proof {
    Proof::Secret(text(secret))
}

fn code() -> RecoveryCode {
    RecoveryCode::from_random([9; 16])
}

fn key(byte: u8) -> NewPasskey {
    NewPasskey {
        passkey: PasskeyRef {
            credential: vec![1, 2, 3],
            salt: [4; 32],
        },
        root: Root::new([byte; 32]),
    }
}

/// Adds a token, so that there is something to lose.
fn with_token(device: &FakePorts) {
    let vault = block_on(Vault::open(Rc::new(device.clone()))).unwrap();
    let added = block_on(vault.add(Token::from_uri(LINK).unwrap(), NOW));
    assert!(matches!(added, Ok(Added::New(_))));
}

fn set_up<P: Ports<Sealer: Slots>>(
    ports: &P,
    new: &NewSecret,
    recovery: Option<&RecoveryCode>,
) -> Result<(), LockError> {
    let kdf = FakeKdf::default();
    let again = new.secret.clone();
    block_on(Keeper::new(ports, &kdf).set_up(new, &again, recovery)).map(drop)
}

fn open(device: &FakePorts, proof: &Proof) -> Result<Opened<FakeKey>, LockError> {
    block_on(Keeper::new(device, &FakeKdf::default()).open(proof))
}

/// How many tokens the vault shows once it is opened; every record must be readable.
fn tokens(device: &FakePorts, proof: &Proof) -> Result<usize, LockError> {
    let key = open(device, proof)?.key;
    Ok(count(
        &block_on(Vault::open_by(Rc::new(device.clone()), key)).unwrap(),
    ))
}

fn count(vault: &Vault<FakePorts>) -> usize {
    assert!(vault.damaged().is_empty(), "a record can no longer be read");
    vault.tokens().len()
}

fn is_locked(device: &FakePorts) -> bool {
    match block_on(device.sealer.open()) {
        Ok(_) => false,
        Err(SealError::Locked) => true,
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn a_lock_takes_the_device_slot_away_and_every_way_in_opens_the_same_vault() {
    let device = device();
    with_token(&device);
    set_up(&device, &phrase(), Some(&code())).unwrap();
    assert!(is_locked(&device));
    let opened = open(&device, &by(PHRASE)).unwrap();
    let kdf = FakeKdf::default();
    block_on(Keeper::new(&device, &kdf).set_passkey(&opened, &key(5))).unwrap();
    for proof in [
        by(PHRASE),
        Proof::Recovery(code()),
        Proof::Passkey(key(5).root),
    ] {
        assert_eq!(tokens(&device, &proof), Ok(1));
    }
    assert_eq!(
        open(&device, &by("another phrase")).err(),
        Some(LockError::Wrong { left: 4 })
    );
    let other = Proof::Recovery(RecoveryCode::from_random([8; 16]));
    assert_eq!(open(&device, &other).err(), Some(LockError::WrongRecovery));
    let other = Proof::Passkey(key(6).root);
    assert_eq!(open(&device, &other).err(), Some(LockError::WrongPasskey));
}

#[test]
fn a_lock_brings_another_data_key_and_the_old_one_reads_nothing() {
    let device = device();
    with_token(&device);
    let old = block_on(device.sealer.open()).unwrap();
    let stale = block_on(Vault::open(Rc::new(device.clone()))).unwrap();
    set_up(&device, &phrase(), None).unwrap();
    let snapshot = block_on(device.store.load()).unwrap();
    assert_eq!(snapshot.epoch, 1);
    let late = Vault::open_by(Rc::new(device.clone()), old);
    assert_eq!(
        block_on(late).err(),
        Some(VaultError::Seal(SealError::Locked))
    );

    // A tab that was open all the while writes nothing under the old key, and is told.
    let link = "otpauth://totp/b?secret=GEZDGNBVGY3TQOJQ";
    let written = block_on(stale.add(Token::from_uri(link).unwrap(), NOW));
    assert!(written.is_err());
    let reloaded = block_on(stale.reload());
    assert_eq!(reloaded, Err(VaultError::Seal(SealError::Locked)));
    assert_eq!(tokens(&device, &by(PHRASE)), Ok(1));
}

#[test]
fn a_closed_vault_shows_and_takes_nothing() {
    let device = device();
    with_token(&device);
    let vault = block_on(Vault::open(Rc::new(device.clone()))).unwrap();
    vault.close();
    assert!(vault.tokens().is_empty());
    let locked = VaultError::Seal(SealError::Locked);
    let added = block_on(vault.add(Token::from_uri(LINK).unwrap(), NOW));
    assert_eq!(added, Err(locked.clone()));
    assert_eq!(block_on(vault.reload()), Err(locked));
    assert!(vault.tokens().is_empty());
}

#[test]
fn the_lock_is_turned_off_and_on_again() {
    let device = device();
    with_token(&device);
    for epoch in 1..=3 {
        set_up(&device, &phrase(), None).unwrap();
        let opened = open(&device, &by(PHRASE)).unwrap();
        let kdf = FakeKdf::default();
        block_on(Keeper::new(&device, &kdf).turn_off(&opened)).unwrap();
        let vault = block_on(Vault::open(Rc::new(device.clone()))).unwrap();
        assert_eq!(count(&vault), 1);
        assert_eq!(block_on(device.store.load()).unwrap().epoch, epoch);
    }
    assert_eq!(open(&device, &by(PHRASE)).err(), Some(LockError::NoSlot));
}

#[test]
fn what_was_typed_twice_has_to_be_the_same() {
    let device = device();
    let kdf = FakeKdf::default();
    let (new, again) = (phrase(), text("four short worlds"));
    let refused = block_on(Keeper::new(&device, &kdf).set_up(&new, &again, None)).map(drop);
    assert_eq!(refused, Err(LockError::Differs));
    assert!(!is_locked(&device));
}

#[test]
fn no_change_leaves_less_than_a_good_way_in() {
    let device = device();
    let alone = set_up(&device, &pin(), None);
    assert_eq!(alone, Err(LockError::Rule(Rule::PinAlone)));
    assert!(!is_locked(&device));
    set_up(&device, &pin(), Some(&code())).unwrap();
    let opened = open(&device, &by(PIN)).unwrap();
    let kdf = FakeKdf::default();
    let keeper = Keeper::new(&device, &kdf);
    let removed = block_on(keeper.remove(&opened, SlotKind::Recovery));
    assert_eq!(removed, Err(LockError::Rule(Rule::PinAlone)));
    block_on(keeper.set_passkey(&opened, &key(5))).unwrap();
    block_on(keeper.remove(&opened, SlotKind::Recovery)).unwrap();
    let removed = block_on(keeper.remove(&opened, SlotKind::Pin));
    assert_eq!(removed, Err(LockError::Rule(Rule::PasskeyAlone)));
    assert!(tokens(&device, &by(PIN)).is_ok());
}

#[test]
fn a_slot_that_was_replaced_allows_no_change() {
    let device = device();
    set_up(&device, &phrase(), None).unwrap();
    let kdf = FakeKdf::default();
    let keeper = Keeper::new(&device, &kdf);
    let (first, second) = (
        open(&device, &by(PHRASE)).unwrap(),
        open(&device, &by(PHRASE)).unwrap(),
    );
    let new = secret(SecretKind::Passphrase, "another good phrase");
    block_on(keeper.change_secret(&first, &new, &new.secret)).unwrap();
    let late = block_on(keeper.set_recovery(&second, &code()));
    assert_eq!(late, Err(LockError::NoSlot));
    assert_eq!(
        open(&device, &by(PHRASE)).err(),
        Some(LockError::Wrong { left: 4 })
    );
    assert!(open(&device, &by("another good phrase")).is_ok());
}

#[test]
fn ten_wrong_pins_erase_the_pin_over_tabs_and_reloads_and_the_code_still_opens() {
    let device = device();
    with_token(&device);
    set_up(&device, &pin(), Some(&code())).unwrap();
    for left in (1..10).rev() {
        // A clone is another tab, or the app after a reload.
        let wrong = open(&device.clone(), &by("000000")).err();
        assert_eq!(wrong, Some(LockError::Wrong { left }));
    }
    assert_eq!(
        open(&device, &by("000000")).err(),
        Some(LockError::PinErased)
    );
    assert_eq!(open(&device, &by(PIN)).err(), Some(LockError::NoSlot));
    assert_eq!(tokens(&device, &Proof::Recovery(code())), Ok(1));
}

#[test]
fn a_right_pin_makes_all_tries_good_again() {
    let device = device();
    set_up(&device, &pin(), Some(&code())).unwrap();
    for _ in 0..9 {
        assert!(open(&device, &by("000000")).is_err());
    }
    assert!(open(&device, &by(PIN)).is_ok());
    assert_eq!(
        open(&device, &by("000000")).err(),
        Some(LockError::Wrong { left: 9 })
    );
}

#[test]
fn a_try_is_counted_before_it_is_compared() {
    let device = device();
    set_up(&device, &pin(), Some(&code())).unwrap();
    let kdf = FakeKdf::default();
    for _ in 0..3 {
        // The app ends while the key is derived.
        kdf.fail_next();
        let ended = block_on(Keeper::new(&device, &kdf).open(&by("000000"))).err();
        assert_eq!(ended, Some(LockError::Kdf));
    }
    assert_eq!(
        open(&device, &by("000000")).err(),
        Some(LockError::Wrong { left: 6 })
    );
}

#[test]
fn wrong_passphrases_wait_and_nothing_is_derived_meanwhile() {
    let device = device();
    set_up(&device, &phrase(), None).unwrap();
    for _ in 0..4 {
        assert!(matches!(
            open(&device, &by("wrong")).err(),
            Some(LockError::Wrong { .. })
        ));
    }
    let until = LockError::Wait(NOW.plus_seconds(60));
    assert_eq!(open(&device, &by("wrong")).err(), Some(until.clone()));
    let kdf = FakeKdf::default();
    let early = block_on(Keeper::new(&device, &kdf).open(&by(PHRASE))).err();
    assert_eq!((early, kdf.calls()), (Some(until), 0));
    device.clock.advance_seconds(60);
    assert!(open(&device, &by(PHRASE)).is_ok());
}

#[test]
fn slow_devices_keep_what_they_bear() {
    let device = device();
    let kdf = FakeKdf::taking(500);
    let new = phrase();
    block_on(Keeper::new(&device, &kdf).set_up(&new, &new.secret, None)).unwrap();
    let kept = block_on(device.sealer.slots()).unwrap().content;
    let kept = String::from_utf8(kept).unwrap();
    assert!(
        kept.contains(r#""work":{"memory_kib":32768,"passes":2}"#),
        "{kept}"
    );
    assert!(tokens(&device, &by(PHRASE)).is_ok());
}

#[test]
fn a_damaged_slot_is_told_from_a_wrong_secret() {
    let device = device();
    set_up(&device, &phrase(), Some(&code())).unwrap();
    device.sealer.tamper(|content| {
        let text = String::from_utf8(content.clone()).unwrap();
        let at = text.find(r#""ciphertext":["#).unwrap() + 14;
        let end = at + text[at..].find(',').unwrap();
        let byte: u8 = text[at..end].parse().unwrap();
        let changed = format!("{}{}{}", &text[..at], byte ^ 1, &text[end..]);
        *content = changed.into_bytes();
    });
    assert_eq!(open(&device, &by(PHRASE)).err(), Some(LockError::Damaged));
    assert_eq!(
        open(&device, &by("wrong")).err(),
        Some(LockError::Wrong { left: 4 })
    );
    assert!(open(&device, &Proof::Recovery(code())).is_ok());
}

/// A change, and the ways in of which one must open whatever happens, as long as it is the one
/// that the store says.
type Act = fn(&FaultyPorts) -> Result<(), LockError>;

fn unlocked(ports: &FaultyPorts) -> Result<Opened<FakeKey>, LockError> {
    block_on(Keeper::new(ports, &FakeKdf::default()).open(&by(PHRASE)))
}

const ACTS: [Act; 5] = [
    |ports| {
        let opened = unlocked(ports)?;
        let new = secret(SecretKind::Passphrase, "another good phrase");
        let again = new.secret.clone();
        block_on(Keeper::new(ports, &FakeKdf::default()).change_secret(&opened, &new, &again))
    },
    |ports| {
        let opened = unlocked(ports)?;
        let new = RecoveryCode::from_random([7; 16]);
        block_on(Keeper::new(ports, &FakeKdf::default()).set_recovery(&opened, &new))
    },
    |ports| {
        let opened = unlocked(ports)?;
        block_on(Keeper::new(ports, &FakeKdf::default()).set_passkey(&opened, &key(5)))
    },
    |ports| {
        let opened = unlocked(ports)?;
        let keeper = FakeKdf::default();
        block_on(Keeper::new(ports, &keeper).remove(&opened, SlotKind::Recovery))
    },
    |ports| {
        let opened = unlocked(ports)?;
        block_on(Keeper::new(ports, &FakeKdf::default()).turn_off(&opened))
    },
];

/// How many operations a change takes at most.
const OPERATIONS: usize = 40;

fn plans() -> impl Iterator<Item = Plan> {
    (0..OPERATIONS).flat_map(|after| {
        Trouble::ALL.into_iter().flat_map(move |trouble| {
            [(false, false), (true, false), (false, true)].map(move |(done, lasts)| Plan {
                after,
                trouble,
                done,
                lasts,
            })
        })
    })
}

/// Every token is there, by the device slot or by one of these.
fn can_be_opened(device: &FakePorts, proofs: &[Proof]) -> bool {
    if !is_locked(device) {
        let vault = block_on(Vault::open(Rc::new(device.clone()))).unwrap();
        return count(&vault) == 1;
    }
    device.clock.advance_seconds(10_000);
    proofs.iter().any(|proof| tokens(device, proof) == Ok(1))
}

#[test]
fn a_first_lock_is_set_or_not_whichever_operation_fails() {
    for plan in plans() {
        let device = device();
        with_token(&device);
        let ports = FaultyPorts::over(device.clone());
        ports.faults.plan(plan);
        let set = set_up(&ports, &phrase(), Some(&code()));
        ports.faults.end();
        // An answer that was lost after the change was made may only be told where nothing can
        // be read any more.
        match set {
            Ok(()) => assert!(is_locked(&device), "{plan:?}"),
            Err(error) => assert!(!is_locked(&device) || plan.done, "{plan:?} {error:?}"),
        }
        for proof in [by(PHRASE), Proof::Recovery(code())] {
            assert!(can_be_opened(&device, &[proof]), "{plan:?}");
        }
    }
}

#[test]
fn whichever_operation_of_a_change_fails_there_is_a_way_in_and_success_is_true() {
    for act in ACTS {
        for plan in plans() {
            let device = device();
            with_token(&device);
            set_up(&device, &phrase(), Some(&code())).unwrap();
            let before = block_on(device.sealer.slots()).unwrap();
            let ports = FaultyPorts::over(device.clone());
            ports.faults.plan(plan);
            let result = act(&ports);
            let hit = ports.faults.end();
            assert!(hit || result.is_ok(), "{plan:?} {result:?}");
            let after = block_on(device.sealer.slots()).unwrap();
            if result.is_ok() {
                assert_ne!(after.content, before.content, "{plan:?}");
            }
            let other = by("another good phrase");
            let ways = [by(PHRASE), other, Proof::Recovery(code())];
            assert!(can_be_opened(&device, &ways), "{plan:?} {result:?}");
        }
    }
}

#[test]
fn a_change_that_another_tab_makes_first_is_made_on_top_of_it() {
    let device = device();
    set_up(&device, &phrase(), None).unwrap();
    let kdf = FakeKdf::default();
    let keeper = Keeper::new(&device, &kdf);
    let (one, two) = (
        open(&device, &by(PHRASE)).unwrap(),
        open(&device, &by(PHRASE)).unwrap(),
    );
    block_on(keeper.set_recovery(&one, &code())).unwrap();
    block_on(keeper.set_passkey(&two, &key(5))).unwrap();
    let standing = block_on(keeper.standing()).unwrap();
    assert!(standing.recovery && standing.passkey.is_some());
    let again = set_up(&device, &phrase(), None);
    assert_eq!(again, Err(LockError::Store(StoreError::Stale)));
}
