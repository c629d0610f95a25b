//! The slots that people open: WebCrypto wraps, one value of the keys store keeps them all.
//!
//! Guarantees: the data key never leaves WebCrypto as bytes. A change is one transaction over
//! records, plain values and keys, which first compares the revisions that it is based on.
//! Trap: a transaction that is run again on a new connection may find its own first write, so a
//! revision that is one greater than it was based on, with the very same content, counts as done.

use countersign_core::ports::{
    DeviceSlot, Opener, Root, SealError, Slots, SlotsChange, StoreError, StoredSlots, WrappedKey,
};
use js_sys::{Object, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{CryptoKey, SubtleCrypto};

use super::{
    DataKey, WebCryptoSealer, aes_256, fresh_nonce, gcm, generate, new_slot, open_device_slot,
    self_test, unwrap,
};
use crate::platform::store::keys::{self, DEVICE_SLOT, DeviceChange, KeysChange, SLOTS};
use crate::platform::subtle::{CryptoFault, algorithm, settle_bytes, settle_key, subtle, usages};

/// A data key that can be exported. It is dropped as soon as it is wrapped.
pub struct LooseKey(CryptoKey);

impl Slots for WebCryptoSealer {
    type LooseKey = LooseKey;

    async fn slots(&self) -> Result<StoredSlots, SealError> {
        let (device, slots) = keys::find_two(&self.connection, DEVICE_SLOT, SLOTS).await?;
        let (revision, content) = slots
            .map(|slots| keys::read_slots(&slots))
            .unwrap_or_default();
        Ok(StoredSlots {
            revision,
            content,
            device: device.is_some(),
        })
    }

    async fn new_key(&self) -> Result<LooseKey, SealError> {
        let key = generate(&subtle()?, true, &["encrypt", "decrypt"]).await?;
        Ok(LooseKey(key))
    }

    async fn loosen(&self, by: Opener<'_>) -> Result<LooseKey, SealError> {
        let subtle = subtle()?;
        let key = match by {
            Opener::Device => {
                let slot = keys::find(&self.connection, DEVICE_SLOT).await?;
                open_device_slot(&subtle, &slot.ok_or(SealError::Locked)?, true).await?
            }
            Opener::Root(root, label, wrapped) => {
                open_wrapped(&subtle, root, label, wrapped, true).await?
            }
        };
        Ok(LooseKey(key))
    }

    async fn wrap(
        &self,
        key: &LooseKey,
        root: &Root,
        label: &[u8],
    ) -> Result<WrappedKey, SealError> {
        let subtle = subtle()?;
        let (wrapping, check) = keys_of(&subtle, root, label).await?;
        let nonce = fresh_nonce();
        let parameters = gcm(&Uint8Array::from(nonce.as_slice()), label);
        let wrapped = subtle.wrap_key_with_object("raw", &key.0, &wrapping, &parameters);
        Ok(WrappedKey {
            nonce,
            ciphertext: settle_bytes(wrapped).await?.to_vec(),
            check,
        })
    }

    async fn unwrap(
        &self,
        root: &Root,
        label: &[u8],
        wrapped: &WrappedKey,
        epoch: u64,
    ) -> Result<DataKey, SealError> {
        let key = open_wrapped(&subtle()?, root, label, wrapped, false).await?;
        Ok(DataKey { key, epoch })
    }

    async fn replace(&self, change: SlotsChange<'_, LooseKey>) -> Result<(), StoreError> {
        let device = match change.device {
            DeviceSlot::Stays => DeviceChange::Stays,
            DeviceSlot::Goes => DeviceChange::Goes,
            DeviceSlot::Comes(key, epoch) => {
                let slot = self.new_device_slot(&key.0, epoch).await;
                DeviceChange::Comes(slot.map_err(as_store_error)?)
            }
        };
        let change = KeysChange {
            based_on: change.based_on,
            content: change.content,
            device,
            resealed: change.resealed,
        };
        Ok(keys::change(&self.connection, &change).await?)
    }
}

impl WebCryptoSealer {
    async fn new_device_slot(&self, data: &CryptoKey, epoch: u64) -> Result<JsValue, SealError> {
        let subtle = subtle()?;
        self_test(&self.connection, &subtle).await?;
        Ok(new_slot(&subtle, data, epoch).await?)
    }
}

fn as_store_error(error: SealError) -> StoreError {
    match error {
        SealError::Store(error) => error,
        SealError::StorageRefused => StoreError::Refused,
        SealError::Other(name) => StoreError::Other(name),
        SealError::Damaged | SealError::Locked | SealError::WrongSecret => StoreError::Damaged,
    }
}

async fn open_wrapped(
    subtle: &SubtleCrypto,
    root: &Root,
    label: &[u8],
    wrapped: &WrappedKey,
    extractable: bool,
) -> Result<CryptoKey, SealError> {
    let (wrapping, check) = keys_of(subtle, root, label).await?;
    if check != wrapped.check {
        return Err(SealError::WrongSecret);
    }
    let parameters = gcm(&Uint8Array::from(wrapped.nonce.as_slice()), label);
    let ciphertext = Uint8Array::from(wrapped.ciphertext.as_slice());
    let opened = unwrap(subtle, &ciphertext, &wrapping, &parameters, extractable).await;
    // A key of another length than 256 bits is no key of ours.
    opened.map_err(|CryptoFault(name)| match name.as_str() {
        "OperationError" | "DataError" => SealError::Damaged,
        _ => SealError::Other(name),
    })
}

/// The key that wraps, and the check value ([`Slots`]).
async fn keys_of(
    subtle: &SubtleCrypto,
    root: &Root,
    label: &[u8],
) -> Result<(CryptoKey, [u8; 16]), SealError> {
    let bytes = Uint8Array::from(root.as_slice());
    let uses = usages(&["deriveKey", "deriveBits"]);
    let from = subtle.import_key_with_str("raw", &bytes, "HKDF", false, &uses);
    let from = settle_key(from).await;
    bytes.fill(0, 0, bytes.length());
    let from = from?;
    let key = settle_key(subtle.derive_key_with_object_and_object(
        &hkdf(label, b" key"),
        &from,
        &aes_256(),
        false,
        &usages(&["wrapKey", "unwrapKey"]),
    ))
    .await?;
    let check = subtle.derive_bits_with_object(&hkdf(label, b" check"), &from, 128);
    let check = settle_bytes(check).await?.to_vec();
    let check = check
        .try_into()
        .map_err(|_| SealError::Other("CheckLength".to_owned()))?;
    Ok((key, check))
}

fn hkdf(label: &[u8], purpose: &[u8]) -> Object {
    let info = Uint8Array::from([label, purpose].concat().as_slice());
    algorithm(
        "HKDF",
        &[
            ("hash", JsValue::from_str("SHA-256")),
            ("salt", Uint8Array::new_with_length(0).into()),
            ("info", info.into()),
        ],
    )
}
