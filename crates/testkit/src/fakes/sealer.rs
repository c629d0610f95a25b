use std::cell::RefCell;
use std::rc::Rc;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use countersign_core::ports::{
    DeviceSlot, Opener, Root, SealError, Sealed, Sealer, Slots, SlotsChange, StoreError,
    StoredSlots, WrappedKey,
};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{MemoryStore, SeededEntropy};

/// AES-256-GCM with a key in memory, which can be told to refuse. Its slots lie beside the records
/// of a store.
#[derive(Clone)]
pub struct FakeSealer {
    keys: Rc<RefCell<Keys>>,
    fail: Rc<RefCell<Option<SealError>>>,
    entropy: SeededEntropy,
    store: MemoryStore,
}

#[derive(Default)]
struct Keys {
    /// The data key and its epoch.
    device: Option<([u8; 32], u64)>,
    revision: u64,
    content: Vec<u8>,
}

/// An opened data key.
#[derive(Clone)]
pub struct FakeKey {
    cipher: Aes256Gcm,
    epoch: u64,
}

impl FakeKey {
    fn new(bytes: &[u8; 32], epoch: u64) -> Self {
        Self {
            cipher: Aes256Gcm::new(bytes.into()),
            epoch,
        }
    }
}

/// A data key that can be wrapped.
pub struct FakeLooseKey([u8; 32]);

impl FakeSealer {
    /// Over the database of this store.
    pub fn new(entropy: SeededEntropy, store: MemoryStore) -> Self {
        Self {
            keys: Rc::default(),
            fail: Rc::default(),
            entropy,
            store,
        }
    }

    /// Fails the next operation.
    pub fn fail_next(&self, error: SealError) {
        *self.fail.borrow_mut() = Some(error);
    }

    /// Changes the bytes that the slots are kept in.
    pub fn tamper(&self, change: impl FnOnce(&mut Vec<u8>)) {
        change(&mut self.keys.borrow_mut().content);
    }

    fn operation(&self) -> Result<(), SealError> {
        self.fail.borrow_mut().take().map_or(Ok(()), Err)
    }
}

/// The key that wraps, and the check value (`countersign_core::ports::Slots`).
fn keys_of(root: &Root, label: &[u8]) -> (Aes256Gcm, [u8; 16]) {
    let from = Hkdf::<Sha256>::new(None, root.as_slice());
    let (mut key, mut check) = ([0; 32], [0; 16]);
    let fits = from.expand(&[label, b" key"].concat(), &mut key).is_ok()
        && from
            .expand(&[label, b" check"].concat(), &mut check)
            .is_ok();
    assert!(fits, "32 and 16 bytes can always be had");
    (Aes256Gcm::new((&key).into()), check)
}

fn unwrapped(root: &Root, label: &[u8], wrapped: &WrappedKey) -> Result<[u8; 32], SealError> {
    let (cipher, check) = keys_of(root, label);
    if check != wrapped.check {
        return Err(SealError::WrongSecret);
    }
    let payload = Payload {
        msg: &wrapped.ciphertext,
        aad: label,
    };
    let plain = cipher.decrypt(&Nonce::from(wrapped.nonce), payload);
    let plain = plain.map_err(|_| SealError::Damaged)?;
    plain.try_into().map_err(|_| SealError::Damaged)
}

impl Sealer for FakeSealer {
    type KeyHandle = FakeKey;

    async fn open(&self) -> Result<FakeKey, SealError> {
        self.operation()?;
        let mut keys = self.keys.borrow_mut();
        if keys.device.is_none() && keys.revision > 0 {
            return Err(SealError::Locked);
        }
        let (key, epoch) = keys.device.get_or_insert_with(|| (self.entropy.bytes(), 0));
        Ok(FakeKey::new(key, *epoch))
    }

    async fn seal(
        &self,
        key: &FakeKey,
        associated: &[u8],
        plain: &[u8],
    ) -> Result<Sealed, SealError> {
        self.operation()?;
        let nonce = self.entropy.bytes();
        let payload = Payload {
            msg: plain,
            aad: associated,
        };
        let ciphertext = key.cipher.encrypt(&Nonce::from(nonce), payload);
        let ciphertext = ciphertext.map_err(|_| SealError::Other("encrypt".to_owned()))?;
        Ok(Sealed { nonce, ciphertext })
    }

    async fn unseal(
        &self,
        key: &FakeKey,
        associated: &[u8],
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.operation()?;
        let payload = Payload {
            msg: &sealed.ciphertext,
            aad: associated,
        };
        let plain = key.cipher.decrypt(&Nonce::from(sealed.nonce), payload);
        plain.map(Zeroizing::new).map_err(|_| SealError::Damaged)
    }

    fn epoch(&self, key: &FakeKey) -> u64 {
        key.epoch
    }
}

impl Slots for FakeSealer {
    type LooseKey = FakeLooseKey;

    async fn slots(&self) -> Result<StoredSlots, SealError> {
        let keys = self.keys.borrow();
        Ok(StoredSlots {
            revision: keys.revision,
            content: keys.content.clone(),
            device: keys.device.is_some(),
        })
    }

    async fn new_key(&self) -> Result<FakeLooseKey, SealError> {
        Ok(FakeLooseKey(self.entropy.bytes()))
    }

    async fn loosen(&self, by: Opener<'_>) -> Result<FakeLooseKey, SealError> {
        match by {
            Opener::Device => {
                let device = self.keys.borrow().device;
                let (key, _) = device.ok_or(SealError::Locked)?;
                Ok(FakeLooseKey(key))
            }
            Opener::Root(root, label, wrapped) => unwrapped(root, label, wrapped).map(FakeLooseKey),
        }
    }

    async fn wrap(
        &self,
        key: &FakeLooseKey,
        root: &Root,
        label: &[u8],
    ) -> Result<WrappedKey, SealError> {
        let (cipher, check) = keys_of(root, label);
        let nonce = self.entropy.bytes();
        let payload = Payload {
            msg: &key.0,
            aad: label,
        };
        let ciphertext = cipher.encrypt(&Nonce::from(nonce), payload);
        let ciphertext = ciphertext.map_err(|_| SealError::Other("encrypt".to_owned()))?;
        Ok(WrappedKey {
            nonce,
            ciphertext,
            check,
        })
    }

    async fn unwrap(
        &self,
        root: &Root,
        label: &[u8],
        wrapped: &WrappedKey,
        epoch: u64,
    ) -> Result<FakeKey, SealError> {
        Ok(FakeKey::new(&unwrapped(root, label, wrapped)?, epoch))
    }

    async fn replace(&self, change: SlotsChange<'_, FakeLooseKey>) -> Result<(), StoreError> {
        let mut keys = self.keys.borrow_mut();
        if keys.revision != change.based_on {
            return Err(StoreError::Stale);
        }
        if let Some(resealed) = change.resealed {
            self.store.reseal(resealed)?;
        }
        keys.revision += 1;
        keys.content = change.content;
        match change.device {
            DeviceSlot::Stays => {}
            DeviceSlot::Goes => keys.device = None,
            DeviceSlot::Comes(key, epoch) => keys.device = Some((key.0, epoch)),
        }
        Ok(())
    }
}
