use zeroize::Zeroizing;

use super::{SealError, SealedRecord, Sealer, StoreError};

/// 256 secret bits that a person's secret has been made into. The keys of a slot follow from it.
pub type Root = Zeroizing<[u8; 32]>;

/// Wraps the data key into slots, opens it by them, and keeps them.
///
/// From a root and the label of a slot follow two things, by HKDF (RFC 5869, SHA-256): a key that
/// wraps the data key (AES-256-GCM, the label as associated data), and a check value. A check
/// value that differs is [`SealError::WrongSecret`]; one that fits a text which does not decrypt
/// is [`SealError::Damaged`].
#[expect(
    async_fn_in_trait,
    reason = "static dispatch on one thread needs no Send bound"
)]
pub trait Slots: Sealer {
    /// A data key that can be wrapped. It is had for the moment of wrapping alone.
    type LooseKey;

    /// Reads what is kept.
    async fn slots(&self) -> Result<StoredSlots, SealError>;
    /// Makes another data key.
    async fn new_key(&self) -> Result<Self::LooseKey, SealError>;
    /// Opens the data key so that it can be wrapped.
    async fn loosen(&self, by: Opener<'_>) -> Result<Self::LooseKey, SealError>;
    /// Wraps a data key.
    async fn wrap(
        &self,
        key: &Self::LooseKey,
        root: &Root,
        label: &[u8],
    ) -> Result<WrappedKey, SealError>;
    /// Opens a wrapped data key; `epoch` is what [`Sealer::epoch`] then says of it.
    async fn unwrap(
        &self,
        root: &Root,
        label: &[u8],
        wrapped: &WrappedKey,
        epoch: u64,
    ) -> Result<Self::KeyHandle, SealError>;
    /// Changes what is kept, all at once or not at all; `Ok` means durable. Nothing is changed,
    /// and the answer is [`StoreError::Stale`], if the revision of the slots or of the records
    /// is no longer what the change is based on.
    async fn replace(&self, change: SlotsChange<'_, Self::LooseKey>) -> Result<(), StoreError>;
}

/// What [`Slots`] keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredSlots {
    /// Grows with each change, of this tab or another; 0 before the first.
    pub revision: u64,
    /// What was given to the last change; empty before the first.
    pub content: Vec<u8>,
    /// Whether there is a device slot.
    pub device: bool,
}

/// By what a data key is opened.
#[derive(Clone, Copy, Debug)]
pub enum Opener<'a> {
    /// The device slot.
    Device,
    /// A root and what was wrapped by it.
    Root(&'a Root, &'a [u8], &'a WrappedKey),
}

/// A change of what [`Slots`] keeps.
#[derive(Debug)]
pub struct SlotsChange<'a, K> {
    /// The revision that was read before.
    pub based_on: u64,
    /// What is kept from now on.
    pub content: Vec<u8>,
    /// What becomes of the device slot.
    pub device: DeviceSlot<'a, K>,
    /// The records under another data key.
    pub resealed: Option<Resealed>,
}

/// What becomes of the device slot.
#[derive(Debug)]
pub enum DeviceSlot<'a, K> {
    /// It stays as it is, there or not.
    Stays,
    /// It goes: a lock is on.
    Goes,
    /// It comes back around this key, whose epoch is given: no lock is on.
    Comes(&'a K, u64),
}

/// Records under another data key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resealed {
    /// The revision of the store that they were read at.
    pub based_on: u64,
    /// The records that are replaced.
    pub records: Vec<SealedRecord>,
    /// The epoch of the new data key.
    pub epoch: u64,
}

/// A data key that is wrapped by a root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    /// The nonce of AES-GCM.
    pub nonce: [u8; 12],
    /// The wrapped key and its tag.
    pub ciphertext: Vec<u8>,
    /// Tells a wrong root without decrypting.
    pub check: [u8; 16],
}

/// Makes roots out of what people can remember: Argon2id, version 1.3 (RFC 9106).
#[expect(
    async_fn_in_trait,
    reason = "static dispatch on one thread needs no Send bound"
)]
pub trait Kdf {
    /// Takes about as long as `work` says.
    async fn derive(
        &self,
        secret: &[u8],
        salt: &[u8; 16],
        work: Work,
    ) -> Result<Derived, KdfFailed>;
}

/// What [`Kdf::derive`] gives.
pub struct Derived {
    /// The root.
    pub root: Root,
    /// How long that took, without fetching code.
    pub millis: u64,
}

/// How much work it is to try a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Work {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

/// The key derivation could not be done: its code has not arrived, or there is no memory for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KdfFailed;
