//! Opening and changing slots over the ports.

use countersign_protocol::SecretText;

use super::book::{NotNow, PasskeyRef, SecretKind, Slot, SlotBook, SlotKind};
use super::{LockError, RecoveryCode, Standing};
use crate::ports::{
    Clock, DeviceSlot, Entropy, Kdf, Opener, Ports, Resealed, Root, SealError, Sealed,
    SealedRecord, Sealer, Slots, SlotsChange, Snapshot, Store, StoreError, StoredSlots, Work,
};
use crate::vault::associated_data;

/// How often a change is tried again because another tab was faster.
const ROUNDS: u32 = 8;

/// Opens and changes the slots of a vault.
pub struct Keeper<'a, P, K> {
    ports: &'a P,
    kdf: &'a K,
}

/// What opens a slot.
pub enum Proof {
    /// The PIN or passphrase.
    Secret(SecretText),
    /// The recovery code.
    Recovery(RecoveryCode),
    /// What the passkey made.
    Passkey(Root),
}

/// A PIN or passphrase that is to be set.
pub struct NewSecret {
    /// Which of the two.
    pub kind: SecretKind,
    /// It.
    pub secret: SecretText,
}

/// A passkey that is to be set.
pub struct NewPasskey {
    /// Which one, and what it is asked for.
    pub passkey: PasskeyRef,
    /// What it made.
    pub root: Root,
}

/// An opened slot. It is kept for as long as a change takes, and no longer.
pub struct Opened<H> {
    /// The data key.
    pub key: H,
    slot: Slot,
    root: Root,
}

type Handle<P> = <<P as Ports>::Sealer as Sealer>::KeyHandle;
type Loose<P> = <<P as Ports>::Sealer as Slots>::LooseKey;

impl<'a, P, K> Keeper<'a, P, K>
where
    P: Ports<Sealer: Slots>,
    K: Kdf,
{
    /// Over these ports.
    pub const fn new(ports: &'a P, kdf: &'a K) -> Self {
        Self { ports, kdf }
    }

    /// What can be known without opening a slot.
    pub async fn standing(&self) -> Result<Standing, LockError> {
        Ok(self.book().await?.1.standing())
    }

    /// Opens the vault's key. A try of a PIN or passphrase is counted before it is compared.
    pub async fn open(&self, proof: &Proof) -> Result<Opened<Handle<P>>, LockError> {
        match proof {
            Proof::Secret(secret) => self.open_by_secret(secret).await,
            Proof::Recovery(code) => {
                let (slot, epoch) = self.slot(SlotKind::Recovery).await?;
                let root = root_of(code, &slot.salt);
                let opened = self.unwrap(slot, root, epoch).await;
                opened.map_err(|error| wrong_is(error, LockError::WrongRecovery))
            }
            Proof::Passkey(root) => {
                let (slot, epoch) = self.slot(SlotKind::Passkey).await?;
                let opened = self.unwrap(slot, root.clone(), epoch).await;
                opened.map_err(|error| wrong_is(error, LockError::WrongPasskey))
            }
        }
    }

    /// Sets a lock where there is none: a PIN or passphrase, typed twice, and a recovery code
    /// where one is wanted. The vault gets a new data key, since the old one may stay in the
    /// files of the browser beside the key that opens it.
    pub async fn set_up(
        &self,
        new: &NewSecret,
        again: &SecretText,
        recovery: Option<&RecoveryCode>,
    ) -> Result<Handle<P>, LockError> {
        let (stored, mut book) = self.book().await?;
        if !book.is_empty() {
            return Err(StoreError::Stale.into());
        }
        let sealer = self.ports.sealer();
        let old = sealer.open().await?;
        book.epoch = sealer.epoch(&old) + 1;
        book.work = Some(self.bearable(&book).await?);
        let loose = sealer.new_key().await?;
        let key = self.put_secret(&mut book, &loose, new, again).await?;
        if let Some(code) = recovery {
            self.put_recovery(&mut book, &loose, code).await?;
        }
        book.rule()?;
        self.rekey(&stored, &book, &old, &key).await?;
        Ok(key)
    }

    /// Sets another PIN or passphrase.
    pub async fn change_secret(
        &self,
        by: &Opened<Handle<P>>,
        new: &NewSecret,
        again: &SecretText,
    ) -> Result<(), LockError> {
        self.change(by, async |book, loose| {
            book.work = Some(self.bearable(book).await?);
            self.put_secret(book, loose, new, again).await.map(drop)
        })
        .await
    }

    /// Sets the recovery code, in place of an older one.
    pub async fn set_recovery(
        &self,
        by: &Opened<Handle<P>>,
        code: &RecoveryCode,
    ) -> Result<(), LockError> {
        self.change(by, async |book, loose| {
            self.put_recovery(book, loose, code).await
        })
        .await
    }

    /// Sets the passkey, in place of an older one. What it made is what it made twice; seeing to
    /// that is the caller's.
    pub async fn set_passkey(
        &self,
        by: &Opened<Handle<P>>,
        new: &NewPasskey,
    ) -> Result<(), LockError> {
        self.change(by, async |book, loose| {
            let salt = self.random();
            let about = Some(new.passkey.clone());
            let root = &new.root;
            let slot = self.wrap(loose, SlotKind::Passkey, (salt, None, about), root);
            let slot = slot.await?;
            self.unwrap(slot.clone(), root.clone(), book.epoch).await?;
            book.put(slot);
            Ok(())
        })
        .await
    }

    /// Removes one slot.
    pub async fn remove(&self, by: &Opened<Handle<P>>, kind: SlotKind) -> Result<(), LockError> {
        self.change(by, async |book, _| {
            book.remove(kind);
            Ok(())
        })
        .await
    }

    /// Turns the lock off: every slot goes, and the device slot comes back.
    pub async fn turn_off(&self, by: &Opened<Handle<P>>) -> Result<(), LockError> {
        for _ in 0..ROUNDS {
            let (stored, mut book) = self.book().await?;
            let loose = self.loosen(&book, by).await?;
            book.clear();
            let change = SlotsChange {
                based_on: stored.revision,
                content: book.write(self.random()),
                device: DeviceSlot::Comes(&loose, book.epoch),
                resealed: None,
            };
            if self.replace(change).await? {
                return Ok(());
            }
        }
        Err(StoreError::Stale.into())
    }

    async fn open_by_secret(&self, secret: &SecretText) -> Result<Opened<Handle<P>>, LockError> {
        let now = self.ports.clock().now();
        let (book, counted) = self.update(|book| book.reserve(now)).await?;
        match counted {
            Err(NotNow::Wait(until)) => return Err(LockError::Wait(until)),
            Err(NotNow::Erased) => return Err(LockError::PinErased),
            Ok(()) => {}
        }
        let slot = book.slot(SlotKind::is_secret).ok_or(LockError::NoSlot)?;
        let root = self.derive(slot, secret).await?;
        let opened = self.unwrap(slot.clone(), root, book.epoch).await;
        match opened {
            Err(LockError::Seal(SealError::WrongSecret)) => {
                let (book, ()) = self.update(SlotBook::failed).await?;
                Err(wrong(&book))
            }
            Ok(_) | Err(LockError::Damaged) => {
                // If this fails, fewer tries are left than could be: nothing else.
                let _ = self.update(SlotBook::succeeded).await;
                opened
            }
            other => other,
        }
    }

    async fn slot(&self, kind: SlotKind) -> Result<(Slot, u64), LockError> {
        let (_, book) = self.book().await?;
        let slot = book.slot(|there| there == kind).cloned();
        Ok((slot.ok_or(LockError::NoSlot)?, book.epoch))
    }

    async fn book(&self) -> Result<(StoredSlots, SlotBook), LockError> {
        let stored = self.ports.sealer().slots().await?;
        let book = SlotBook::read(&stored)?;
        Ok((stored, book))
    }

    /// Changes what is counted.
    async fn update<T>(
        &self,
        update: impl Fn(&mut SlotBook) -> T,
    ) -> Result<(SlotBook, T), LockError> {
        for _ in 0..ROUNDS {
            let (stored, before) = self.book().await?;
            let mut book = before.clone();
            let result = update(&mut book);
            if book == before || self.write(&stored, &book).await? {
                return Ok((book, result));
            }
        }
        Err(StoreError::Stale.into())
    }

    /// Changes slots by an opened one, which must still be there.
    async fn change(
        &self,
        by: &Opened<Handle<P>>,
        change: impl AsyncFn(&mut SlotBook, &Loose<P>) -> Result<(), LockError>,
    ) -> Result<(), LockError> {
        for _ in 0..ROUNDS {
            let (stored, mut book) = self.book().await?;
            let loose = self.loosen(&book, by).await?;
            change(&mut book, &loose).await?;
            book.rule()?;
            if self.write(&stored, &book).await? {
                return Ok(());
            }
        }
        Err(StoreError::Stale.into())
    }

    async fn write(&self, stored: &StoredSlots, book: &SlotBook) -> Result<bool, LockError> {
        let change = SlotsChange {
            based_on: stored.revision,
            content: book.write(self.random()),
            device: DeviceSlot::Stays,
            resealed: None,
        };
        self.replace(change).await
    }

    /// Whether it is written; it is not if another tab was faster. After a failure the slots are
    /// read again, which shows whether only the answer was lost.
    async fn replace(&self, change: SlotsChange<'_, Loose<P>>) -> Result<bool, LockError> {
        let (content, based_on) = (change.content.clone(), change.based_on);
        let error = match self.ports.sealer().replace(change).await {
            Ok(()) => return Ok(true),
            Err(StoreError::Stale) => return Ok(false),
            Err(error) => error,
        };
        let stored = self.ports.sealer().slots().await;
        let written =
            |stored: StoredSlots| stored.revision == based_on + 1 && stored.content == content;
        if stored.is_ok_and(written) {
            Ok(true)
        } else {
            Err(error.into())
        }
    }

    async fn loosen(&self, book: &SlotBook, by: &Opened<Handle<P>>) -> Result<Loose<P>, LockError> {
        if !book.has(&by.slot) {
            return Err(LockError::NoSlot);
        }
        let (label, wrapped) = (by.slot.label(), by.slot.wrapped());
        let by = Opener::Root(&by.root, &label, &wrapped);
        Ok(self.ports.sealer().loosen(by).await?)
    }

    /// Puts a PIN or passphrase into the book, and opens it by what was typed the second time.
    async fn put_secret(
        &self,
        book: &mut SlotBook,
        loose: &Loose<P>,
        new: &NewSecret,
        again: &SecretText,
    ) -> Result<Handle<P>, LockError> {
        let (salt, work) = (self.random(), book.work.unwrap_or(Work::FULL));
        let secret = new.secret.expose().as_bytes();
        let root = self.kdf.derive(secret, &salt, work).await?.root;
        let about = (salt, Some(work), None);
        let slot = self.wrap(loose, new.kind.slot(), about, &root).await?;
        let root = self.derive(&slot, again).await?;
        let opened = self.unwrap(slot, root, book.epoch).await;
        let opened = opened.map_err(|error| wrong_is(error, LockError::Differs))?;
        book.put(opened.slot);
        Ok(opened.key)
    }

    /// Puts a recovery code into the book, and opens it by what is written down.
    async fn put_recovery(
        &self,
        book: &mut SlotBook,
        loose: &Loose<P>,
        code: &RecoveryCode,
    ) -> Result<(), LockError> {
        let salt = self.random();
        let root = root_of(code, &salt);
        let about = (salt, None, None);
        let slot = self.wrap(loose, SlotKind::Recovery, about, &root).await?;
        let written = RecoveryCode::parse(&code.to_text()).map_err(|_| LockError::Damaged)?;
        let root = root_of(&written, &salt);
        let opened = self.unwrap(slot, root, book.epoch).await?;
        book.put(opened.slot);
        Ok(())
    }

    async fn wrap(
        &self,
        loose: &Loose<P>,
        kind: SlotKind,
        (salt, work, passkey): ([u8; 16], Option<Work>, Option<PasskeyRef>),
        root: &Root,
    ) -> Result<Slot, LockError> {
        let sealer = self.ports.sealer();
        let wrap = async |label: Vec<u8>| sealer.wrap(loose, root, &label).await;
        Ok(Slot::make(kind, salt, work, passkey, wrap).await?)
    }

    async fn unwrap(
        &self,
        slot: Slot,
        root: Root,
        epoch: u64,
    ) -> Result<Opened<Handle<P>>, LockError> {
        let (label, wrapped) = (slot.label(), slot.wrapped());
        let sealer = self.ports.sealer();
        match sealer.unwrap(&root, &label, &wrapped, epoch).await {
            Ok(key) => Ok(Opened { key, slot, root }),
            Err(SealError::Damaged) => Err(LockError::Damaged),
            Err(error) => Err(error.into()),
        }
    }

    async fn derive(&self, slot: &Slot, secret: &SecretText) -> Result<Root, LockError> {
        let work = slot.work.ok_or(LockError::Damaged)?;
        let secret = secret.expose().as_bytes();
        Ok(self.kdf.derive(secret, &slot.salt, work).await?.root)
    }

    /// The work that this device bears, found out once.
    async fn bearable(&self, book: &SlotBook) -> Result<Work, LockError> {
        if let Some(work) = book.work {
            return Ok(work);
        }
        let tried = self.kdf.derive(b"calibration", &[0; 16], Work::LEAST);
        Ok(Work::calibrated(tried.await?.millis))
    }

    /// Puts another data key in place of the old one, with all records and the slots at once.
    async fn rekey(
        &self,
        stored: &StoredSlots,
        book: &SlotBook,
        old: &Handle<P>,
        new: &Handle<P>,
    ) -> Result<(), LockError> {
        for _ in 0..ROUNDS {
            let snapshot = self.ports.store().load().await?;
            if snapshot.epoch != self.ports.sealer().epoch(old) {
                break;
            }
            let change = SlotsChange {
                based_on: stored.revision,
                content: book.write(self.random()),
                device: DeviceSlot::Goes,
                resealed: Some(self.reseal(snapshot, book.epoch, old, new).await?),
            };
            if self.replace(change).await? {
                return Ok(());
            }
        }
        Err(StoreError::Stale.into())
    }

    /// Seals every record anew. One that does not decrypt stays as it is: no key helps it.
    async fn reseal(
        &self,
        snapshot: Snapshot,
        epoch: u64,
        old: &Handle<P>,
        new: &Handle<P>,
    ) -> Result<Resealed, LockError> {
        let port = self.ports.sealer();
        let mut records = Vec::with_capacity(snapshot.records.len());
        for record in snapshot.records {
            let associated = associated_data(&record.id, &record.kind, record.version);
            let sealed = Sealed {
                nonce: record.nonce,
                ciphertext: record.ciphertext,
            };
            let plain = match port.unseal(old, &associated, &sealed).await {
                Ok(plain) => plain,
                Err(SealError::Damaged) => continue,
                Err(error) => return Err(error.into()),
            };
            let sealed = port.seal(new, &associated, &plain).await?;
            records.push(SealedRecord {
                nonce: sealed.nonce,
                ciphertext: sealed.ciphertext,
                ..record
            });
        }
        Ok(Resealed {
            based_on: snapshot.revision,
            records,
            epoch,
        })
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.ports.entropy().fill(&mut bytes);
        bytes
    }
}

/// The code has bits enough of its own; the salt parts one slot from the next.
fn root_of(code: &RecoveryCode, salt: &[u8; 16]) -> Root {
    let mut root = Root::default();
    let (secret, rest) = root.split_at_mut(16);
    secret.copy_from_slice(code.expose());
    rest.copy_from_slice(salt);
    root
}

fn wrong_is(error: LockError, wrong: LockError) -> LockError {
    match error {
        LockError::Seal(SealError::WrongSecret) => wrong,
        other => other,
    }
}

fn wrong(book: &SlotBook) -> LockError {
    let standing = book.standing();
    match (
        standing.pin_erased,
        standing.tries_left,
        standing.wait_until,
    ) {
        (true, ..) => LockError::PinErased,
        (_, Some(left), _) => LockError::Wrong { left },
        (_, _, Some(until)) => LockError::Wait(until),
        _ => LockError::Wrong {
            left: book.free_tries(),
        },
    }
}
