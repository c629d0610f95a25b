//! All slots but the device slot, as one text that is written whole.

use countersign_protocol::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ports::{StoredSlots, Work, WrappedKey};

/// The only form so far.
const VERSION: u32 = 1;
/// So many wrong PINs erase the PIN.
const PIN_TRIES: u32 = 10;
/// So many wrong passphrases bring the first pause.
const FREE_TRIES: u32 = 5;
/// Seconds of pause after the last free try and after each one more; the last repeats.
const PAUSES: [i64; 5] = [60, 120, 300, 900, 3600];

/// What a slot is opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// Digits; ten wrong ones erase the slot.
    Pin,
    /// Words.
    Passphrase,
    /// A passkey with a secret of its own (`WebAuthn`, extension PRF).
    Passkey,
    /// The recovery code.
    Recovery,
}

/// What a person remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// Digits.
    Pin,
    /// Words.
    Passphrase,
}

impl SecretKind {
    /// The slot of it.
    pub const fn slot(self) -> SlotKind {
        match self {
            Self::Pin => SlotKind::Pin,
            Self::Passphrase => SlotKind::Passphrase,
        }
    }
}

impl SlotKind {
    /// Whether people have it in their head.
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Pin | Self::Passphrase)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Passphrase => "passphrase",
            Self::Passkey => "passkey",
            Self::Recovery => "recovery",
        }
    }
}

/// Which passkey, and what it is asked for. No secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRef {
    /// The id of the credential.
    pub credential: Vec<u8>,
    /// What the passkey's secret is made for.
    pub salt: [u8; 32],
}

/// Which slots would leave the vault without a good way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A passkey alone: it can be lost with the account that it lies in.
    PasskeyAlone,
    /// A PIN that nothing stands behind once it is erased.
    PinAlone,
    /// No slot at all; the lock is turned off in another way.
    Nothing,
}

/// What can be known of the slots without opening one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The PIN or passphrase, if there is one.
    pub secret: Option<SecretKind>,
    /// The passkey, if there is one.
    pub passkey: Option<PasskeyRef>,
    /// Whether there is a recovery code.
    pub recovery: bool,
    /// Tries that are left to a PIN.
    pub tries_left: Option<u32>,
    /// When the next try of a passphrase is allowed, if not at once.
    pub wait_until: Option<Timestamp>,
    /// Whether the PIN was erased after too many wrong ones.
    pub pin_erased: bool,
}

impl Standing {
    /// Whether a lock is set.
    pub const fn is_locked(&self) -> bool {
        self.secret.is_some() || self.passkey.is_some() || self.recovery
    }
}

/// One slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Slot {
    pub(super) kind: SlotKind,
    pub(super) version: u32,
    pub(super) salt: [u8; 16],
    /// For what people remember.
    pub(super) work: Option<Work>,
    /// For passkeys.
    pub(super) passkey: Option<PasskeyRef>,
    nonce: [u8; 12],
    ciphertext: Vec<u8>,
    check: [u8; 16],
}

impl Slot {
    /// A slot around a key that `wrap` is asked to wrap by the slot's label.
    pub(super) async fn make<E>(
        kind: SlotKind,
        salt: [u8; 16],
        work: Option<Work>,
        passkey: Option<PasskeyRef>,
        wrap: impl AsyncFnOnce(Vec<u8>) -> Result<WrappedKey, E>,
    ) -> Result<Self, E> {
        let wrapped = wrap(label(kind, VERSION)).await?;
        Ok(Self {
            kind,
            version: VERSION,
            salt,
            work,
            passkey,
            nonce: wrapped.nonce,
            ciphertext: wrapped.ciphertext,
            check: wrapped.check,
        })
    }

    /// What is bound to the wrapped key.
    pub(super) fn label(&self) -> Vec<u8> {
        label(self.kind, self.version)
    }

    pub(super) fn wrapped(&self) -> WrappedKey {
        WrappedKey {
            nonce: self.nonce,
            ciphertext: self.ciphertext.clone(),
            check: self.check,
        }
    }
}

fn label(kind: SlotKind, version: u32) -> Vec<u8> {
    format!("countersign slot {} {version}", kind.name()).into_bytes()
}

/// What is kept of the tries of a PIN or passphrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Tries {
    used: u32,
    wait_until: Option<Timestamp>,
}

/// All slots but the device slot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SlotBook {
    version: u32,
    /// Random, so that two tabs never write the same text: who finds its own has written it.
    mark: [u8; 8],
    /// The number of the data key.
    pub(super) epoch: u64,
    slots: Vec<Slot>,
    tries: Tries,
    pin_erased: bool,
    /// What was found to be bearable on this device.
    pub(super) work: Option<Work>,
}

/// A book that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    Damaged,
    /// A newer version of the app wrote it.
    Newer,
}

/// Why a try is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotNow {
    Wait(Timestamp),
    /// The PIN is erased.
    Erased,
}

impl SlotBook {
    pub(super) fn read(stored: &StoredSlots) -> Result<Self, Unreadable> {
        if stored.content.is_empty() {
            return Ok(Self::default());
        }
        let book: Self =
            serde_json::from_slice(&stored.content).map_err(|_| Unreadable::Damaged)?;
        if book.version > VERSION || book.slots.iter().any(|slot| slot.version > VERSION) {
            return Err(Unreadable::Newer);
        }
        Ok(book)
    }

    pub(super) fn write(&self, mark: [u8; 8]) -> Vec<u8> {
        let book = Self {
            version: VERSION,
            mark,
            ..self.clone()
        };
        serde_json::to_vec(&book).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    pub(super) fn slot(&self, is: impl Fn(SlotKind) -> bool) -> Option<&Slot> {
        self.slots.iter().find(|slot| is(slot.kind))
    }

    pub(super) fn has(&self, slot: &Slot) -> bool {
        self.slots.contains(slot)
    }

    pub(super) fn standing(&self) -> Standing {
        let secret = self.slot(SlotKind::is_secret);
        let secret = secret.map(|slot| match slot.kind {
            SlotKind::Pin => SecretKind::Pin,
            _ => SecretKind::Passphrase,
        });
        let pin = secret == Some(SecretKind::Pin);
        let passkey = self.slot(|kind| kind == SlotKind::Passkey);
        Standing {
            secret,
            passkey: passkey.and_then(|slot| slot.passkey.clone()),
            recovery: self.slot(|kind| kind == SlotKind::Recovery).is_some(),
            tries_left: pin.then(|| PIN_TRIES.saturating_sub(self.tries.used)),
            wait_until: self.tries.wait_until,
            pin_erased: self.pin_erased,
        }
    }

    /// Puts a slot in place of the one of its kind. Of PIN and passphrase there is one.
    pub(super) fn put(&mut self, slot: Slot) {
        if slot.kind.is_secret() {
            self.slots.retain(|there| !there.kind.is_secret());
            self.succeeded();
        }
        self.slots.retain(|there| there.kind != slot.kind);
        self.slots.push(slot);
    }

    pub(super) fn remove(&mut self, kind: SlotKind) {
        self.slots.retain(|there| there.kind != kind);
    }

    /// Removes every slot: the lock is off.
    pub(super) fn clear(&mut self) {
        self.slots.clear();
        self.succeeded();
    }

    /// Whether these slots are enough.
    pub(super) fn rule(&self) -> Result<(), Rule> {
        let has = |kind| self.slot(|there| there == kind).is_some();
        let (passkey, recovery) = (has(SlotKind::Passkey), has(SlotKind::Recovery));
        if self.is_empty() {
            Err(Rule::Nothing)
        } else if has(SlotKind::Pin) && !passkey && !recovery {
            Err(Rule::PinAlone)
        } else if self.slots.len() == 1 && passkey {
            Err(Rule::PasskeyAlone)
        } else {
            Ok(())
        }
    }

    /// Counts a try of the PIN or passphrase, before it is made. What a refusal changes is to be
    /// written too.
    pub(super) fn reserve(&mut self, now: Timestamp) -> Result<(), NotNow> {
        let pin = self.slot(|kind| kind == SlotKind::Pin).is_some();
        if pin {
            if self.tries.used >= PIN_TRIES {
                self.erase_pin();
                return Err(NotNow::Erased);
            }
            self.tries.used += 1;
            return Ok(());
        }
        if let Some(until) = self.tries.wait_until.filter(|until| *until > now) {
            // A clock that was set back makes no pause longer than the longest.
            let until = until.min(now.plus_seconds(PAUSES[PAUSES.len() - 1]));
            self.tries.wait_until = Some(until);
            return Err(NotNow::Wait(until));
        }
        self.tries.used = self.tries.used.saturating_add(1);
        self.tries.wait_until = pause(self.tries.used).map(|pause| now.plus_seconds(pause));
        Ok(())
    }

    /// The try was wrong.
    pub(super) fn failed(&mut self) {
        let pin = self.slot(|kind| kind == SlotKind::Pin).is_some();
        if pin && self.tries.used >= PIN_TRIES {
            self.erase_pin();
        }
    }

    /// The try was right: nothing counts any more.
    pub(super) fn succeeded(&mut self) {
        self.tries = Tries::default();
        self.pin_erased = false;
    }

    fn erase_pin(&mut self) {
        self.remove(SlotKind::Pin);
        self.tries = Tries::default();
        self.pin_erased = true;
    }

    /// Tries before the pause; for a passphrase.
    pub(super) fn free_tries(&self) -> u32 {
        FREE_TRIES.saturating_sub(self.tries.used)
    }
}

fn pause(used: u32) -> Option<i64> {
    let more = used.checked_sub(FREE_TRIES)?;
    let index = usize::try_from(more).unwrap_or(usize::MAX);
    Some(PAUSES[index.min(PAUSES.len() - 1)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(kind: SlotKind) -> Slot {
        Slot {
            kind,
            version: VERSION,
            salt: [7; 16],
            work: kind.is_secret().then_some(Work::LEAST),
            passkey: (kind == SlotKind::Passkey).then(|| PasskeyRef {
                credential: vec![1, 2],
                salt: [3; 32],
            }),
            nonce: [1; 12],
            ciphertext: vec![2; 48],
            check: [4; 16],
        }
    }

    fn book(kinds: &[SlotKind]) -> SlotBook {
        let mut book = SlotBook::default();
        for kind in kinds {
            book.put(slot(*kind));
        }
        book
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    #[test]
    fn the_kept_form_stays_as_it_is() {
        let text = String::from_utf8(book(&[SlotKind::Pin]).write([5; 8])).unwrap();
        let bytes = |byte: u8, count| vec![byte.to_string(); count].join(",");
        assert_eq!(
            text,
            format!(
                r#"{{"version":1,"mark":[{}],"epoch":0,"slots":[{{"kind":"pin","version":1,"salt":[{}],"work":{{"memory_kib":19456,"passes":2}},"passkey":null,"nonce":[{}],"ciphertext":[{}],"check":[{}]}}],"tries":{{"used":0,"wait_until":null}},"pin_erased":false,"work":null}}"#,
                bytes(5, 8),
                bytes(7, 16),
                bytes(1, 12),
                bytes(2, 48),
                bytes(4, 16),
            )
        );
    }

    #[test]
    fn what_was_written_is_read_and_what_is_newer_or_broken_is_told_apart() {
        use SlotKind::{Passkey, Pin, Recovery};
        let written = book(&[Pin, Passkey, Recovery]);
        let stored = |content: Vec<u8>| StoredSlots {
            revision: 1,
            content,
            device: false,
        };
        let read = SlotBook::read(&stored(written.write([5; 8]))).unwrap();
        assert_eq!(read.slots, written.slots);
        let newer = String::from_utf8(written.write([5; 8])).unwrap();
        let newer = newer.replace(r#""version":1"#, r#""version":2"#);
        assert_eq!(
            SlotBook::read(&stored(newer.into_bytes())),
            Err(Unreadable::Newer)
        );
        assert_eq!(
            SlotBook::read(&stored(b"{}".to_vec())),
            Err(Unreadable::Damaged)
        );
        assert!(SlotBook::read(&StoredSlots::default()).unwrap().is_empty());
    }

    #[test]
    fn ten_wrong_pins_erase_the_pin_and_nothing_else() {
        let mut book = book(&[SlotKind::Pin, SlotKind::Recovery]);
        for left in (0..10).rev() {
            assert_eq!(book.reserve(at(0)), Ok(()));
            book.failed();
            if left > 0 {
                assert_eq!(book.standing().tries_left, Some(left));
            }
        }
        let standing = book.standing();
        assert_eq!((standing.secret, standing.recovery), (None, true));
        assert!(standing.pin_erased);
    }

    #[test]
    fn a_try_that_was_counted_and_never_compared_counts() {
        let mut book = book(&[SlotKind::Pin, SlotKind::Recovery]);
        for _ in 0..10 {
            assert_eq!(book.reserve(at(0)), Ok(()));
        }
        assert_eq!(book.reserve(at(0)), Err(NotNow::Erased));
        assert_eq!(book.standing().secret, None);
    }

    #[test]
    fn wrong_passphrases_bring_growing_pauses_and_the_right_one_ends_them() {
        let mut book = book(&[SlotKind::Passphrase]);
        let mut now = 0;
        for _ in 0..5 {
            assert_eq!(book.reserve(at(now)), Ok(()));
        }
        for pause in [60, 120, 300, 900, 3600, 3600] {
            let until = at(now + pause);
            assert_eq!(book.reserve(at(now + pause - 1)), Err(NotNow::Wait(until)));
            now += pause;
            assert_eq!(book.reserve(at(now)), Ok(()));
        }
        book.succeeded();
        assert_eq!(book.reserve(at(now)), Ok(()));
        assert_eq!(book.standing().wait_until, None);
    }

    #[test]
    fn a_clock_that_was_set_back_waits_an_hour_at_most() {
        let mut book = book(&[SlotKind::Passphrase]);
        for _ in 0..5 {
            assert_eq!(book.reserve(at(1_000_000)), Ok(()));
        }
        assert_eq!(book.reserve(at(0)), Err(NotNow::Wait(at(3600))));
        assert_eq!(book.reserve(at(3600)), Ok(()));
    }

    #[test]
    fn a_pin_needs_something_behind_it_and_a_passkey_never_stands_alone() {
        use SlotKind::{Passkey, Passphrase, Pin, Recovery};
        assert_eq!(book(&[]).rule(), Err(Rule::Nothing));
        assert_eq!(book(&[Pin]).rule(), Err(Rule::PinAlone));
        assert_eq!(book(&[Passkey]).rule(), Err(Rule::PasskeyAlone));
        for enough in [
            &[Passphrase][..],
            &[Recovery],
            &[Pin, Recovery],
            &[Pin, Passkey],
            &[Passkey, Recovery],
        ] {
            assert_eq!(book(enough).rule(), Ok(()), "{enough:?}");
        }
    }

    #[test]
    fn a_pin_takes_the_place_of_a_passphrase() {
        let mut book = book(&[SlotKind::Passphrase, SlotKind::Recovery]);
        book.put(slot(SlotKind::Pin));
        assert_eq!(book.slots.len(), 2);
        assert_eq!(book.standing().secret, Some(SecretKind::Pin));
    }
}
