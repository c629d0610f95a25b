//! Encrypts records: AES-256-GCM by WebCrypto under a data key that lives in slots.
//!
//! Guarantees: the data key is 256 random bits. In the device slot it is wrapped by a key that
//! cannot be exported and stays in IndexedDB; in the other slots (`slots`) by one that follows
//! from what a person gives. In memory it cannot be exported either, but for the moment in which
//! it is wrapped. Of two tabs that make the device slot at once, one wins and both use its key;
//! none is made where a lock has taken it away. Where a browser cannot keep keys (found by a self-test
//! before the first slot is made) the answer is [`SealError::StorageRefused`]: never a weaker way.
//! Left to others: what the associated data says.
//! Traps: some iPhones refuse to store keys (`DataCloneError`), some browsers hand back `null`.
//! Only IndexedDB may be awaited inside a transaction, so keys are made before it.

mod slots;

use std::rc::Rc;

use countersign_core::ports::{Entropy, SealError, Sealed, Sealer};
use js_sys::{Object, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{CryptoKey, SubtleCrypto};
use zeroize::Zeroizing;

use super::entropy::BrowserEntropy;
use super::js;
use super::store::keys::{DEVICE_SLOT, SLOTS};
use super::store::{Connection, Fault, keys};
use super::subtle::{
    CryptoFault, algorithm, as_key, settle, settle_bytes, settle_key, subtle, usages,
};

/// The name that the self-test uses, with random digits behind it.
const SELF_TEST: &str = "self-test-";
/// Ties the wrapped key to its use.
const SLOT_ASSOCIATED: &[u8] = b"countersign device slot 1";

/// [`Sealer`] over WebCrypto and IndexedDB.
pub struct WebCryptoSealer {
    connection: Rc<Connection>,
}

/// The data key. It cannot be exported.
#[derive(Clone)]
pub struct DataKey {
    key: CryptoKey,
    epoch: u64,
}

impl DataKey {
    /// The key as WebCrypto has it, for tests that try to export it.
    pub fn as_crypto_key(&self) -> &CryptoKey {
        &self.key
    }
}

impl WebCryptoSealer {
    /// A sealer whose slot lies in this database.
    pub fn new(connection: &Rc<Connection>) -> Self {
        Self {
            connection: Rc::clone(connection),
        }
    }

    /// The device slot, which is made at the first use of the app.
    async fn device_slot(&self, subtle: &SubtleCrypto) -> Result<JsValue, SealError> {
        match keys::find_two(&self.connection, DEVICE_SLOT, SLOTS).await? {
            (Some(slot), _) => return Ok(slot),
            (None, Some(_)) => return Err(SealError::Locked),
            (None, None) => self_test(&self.connection, subtle).await?,
        }
        let data = generate(subtle, true, &["encrypt", "decrypt"]).await?;
        let slot = new_slot(subtle, &data, 0).await?;
        match keys::add_unless(&self.connection, DEVICE_SLOT, &slot, SLOTS).await {
            // Read back in either case: only what is stored counts.
            Ok(()) | Err(Fault::Taken) => {}
            Err(fault) => return Err(fault.into()),
        }
        match keys::find_two(&self.connection, DEVICE_SLOT, SLOTS).await? {
            (Some(slot), _) => Ok(slot),
            (None, Some(_)) => Err(SealError::Locked),
            (None, None) => Err(SealError::StorageRefused),
        }
    }
}

impl Sealer for WebCryptoSealer {
    type KeyHandle = DataKey;

    async fn open(&self) -> Result<DataKey, SealError> {
        let subtle = subtle()?;
        let slot = self.device_slot(&subtle).await?;
        let key = open_device_slot(&subtle, &slot, false).await?;
        Ok(DataKey {
            key,
            epoch: epoch_of(&slot),
        })
    }

    async fn seal(
        &self,
        key: &DataKey,
        associated: &[u8],
        plain: &[u8],
    ) -> Result<Sealed, SealError> {
        let nonce = fresh_nonce();
        let started = subtle()?.encrypt_with_object_and_js_u8_array(
            &gcm(&Uint8Array::from(nonce.as_slice()), associated),
            &key.key,
            &Uint8Array::from(plain),
        );
        Ok(Sealed {
            nonce,
            ciphertext: settle_bytes(started).await?.to_vec(),
        })
    }

    async fn unseal(
        &self,
        key: &DataKey,
        associated: &[u8],
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let started = subtle()?.decrypt_with_object_and_js_u8_array(
            &gcm(&Uint8Array::from(sealed.nonce.as_slice()), associated),
            &key.key,
            &Uint8Array::from(sealed.ciphertext.as_slice()),
        );
        let opened = settle_bytes(started).await?;
        let plain = Zeroizing::new(opened.to_vec());
        opened.fill(0, 0, opened.length());
        Ok(plain)
    }

    fn epoch(&self, key: &DataKey) -> u64 {
        key.epoch
    }
}

async fn open_device_slot(
    subtle: &SubtleCrypto,
    slot: &JsValue,
    extractable: bool,
) -> Result<CryptoKey, SealError> {
    let wrapping = js::property(slot, "key").ok_or(SealError::StorageRefused)?;
    let wrapping = as_key(wrapping).map_err(|_| SealError::StorageRefused)?;
    let nonce = js::property(slot, "nonce").ok_or(SealError::Damaged)?;
    let wrapped = js::property(slot, "wrapped").ok_or(SealError::Damaged)?;
    let parameters = gcm(&Uint8Array::new(&nonce), SLOT_ASSOCIATED);
    let wrapped = Object::from(wrapped);
    Ok(unwrap(subtle, &wrapped, &wrapping, &parameters, extractable).await?)
}

async fn unwrap(
    subtle: &SubtleCrypto,
    wrapped: &Object,
    wrapping: &CryptoKey,
    parameters: &Object,
    extractable: bool,
) -> Result<CryptoKey, CryptoFault> {
    settle_key(subtle.unwrap_key_with_buffer_source_and_object_and_object(
        "raw",
        wrapped,
        wrapping,
        parameters,
        &aes_256(),
        extractable,
        &usages(&["encrypt", "decrypt"]),
    ))
    .await
}

/// Slots that were made before there was a lock hold the first data key.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a counter that this app wrote; `as` clamps anything else"
)]
fn epoch_of(slot: &JsValue) -> u64 {
    let epoch = js::property(slot, "epoch").and_then(|epoch| epoch.as_f64());
    epoch.unwrap_or_default() as u64
}

/// Makes the key that wraps this data key; what comes out holds no usable data key.
#[expect(
    clippy::cast_precision_loss,
    reason = "it counts the locks that were ever set on a device"
)]
async fn new_slot(
    subtle: &SubtleCrypto,
    data: &CryptoKey,
    epoch: u64,
) -> Result<JsValue, CryptoFault> {
    let wrapping = generate(subtle, false, &["wrapKey", "unwrapKey"]).await?;
    let nonce = Uint8Array::from(fresh_nonce().as_slice());
    let wrapped = settle_bytes(subtle.wrap_key_with_object(
        "raw",
        data,
        &wrapping,
        &gcm(&nonce, SLOT_ASSOCIATED),
    ))
    .await?;
    let slot = Object::new();
    js::set(&slot, "key", &wrapping);
    js::set(&slot, "nonce", &nonce);
    js::set(&slot, "wrapped", &wrapped);
    js::set(&slot, "epoch", &JsValue::from_f64(epoch as f64));
    Ok(slot.into())
}

/// Makes a key, stores it, reads it back and uses it.
async fn self_test(connection: &Connection, subtle: &SubtleCrypto) -> Result<(), SealError> {
    let name = format!("{SELF_TEST}{:x}", u64::from_le_bytes(random()));
    let key = generate(subtle, false, &["encrypt", "decrypt"]).await?;
    match keys::add(connection, &name, &key).await {
        // An answer was lost: the name is random, so nobody else has taken it.
        Ok(()) | Err(Fault::Taken) => {}
        Err(fault) => return Err(fault.into()),
    }
    let stored = keys::find(connection, &name).await?;
    keys::remove(connection, &name).await?;
    let stored = as_key(stored.unwrap_or_default()).map_err(|_| SealError::StorageRefused)?;
    let parameters = gcm(&Uint8Array::from(fresh_nonce().as_slice()), SLOT_ASSOCIATED);
    let sample = Uint8Array::from(SLOT_ASSOCIATED);
    let used =
        settle(subtle.encrypt_with_object_and_js_u8_array(&parameters, &stored, &sample)).await;
    used.map(drop).map_err(|_| SealError::StorageRefused)
}

async fn generate(
    subtle: &SubtleCrypto,
    extractable: bool,
    uses: &[&str],
) -> Result<CryptoKey, CryptoFault> {
    settle_key(subtle.generate_key_with_object(&aes_256(), extractable, &usages(uses))).await
}

fn aes_256() -> Object {
    algorithm("AES-GCM", &[("length", JsValue::from_f64(256.0))])
}

fn gcm(nonce: &Uint8Array, associated: &[u8]) -> Object {
    let associated = Uint8Array::from(associated).into();
    algorithm(
        "AES-GCM",
        &[("iv", nonce.into()), ("additionalData", associated)],
    )
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    BrowserEntropy.fill(&mut bytes);
    bytes
}

fn fresh_nonce() -> [u8; 12] {
    random()
}

impl From<CryptoFault> for SealError {
    fn from(CryptoFault(name): CryptoFault) -> Self {
        match name.as_str() {
            "OperationError" => Self::Damaged,
            "DataCloneError" => Self::StorageRefused,
            _ => Self::Other(name),
        }
    }
}
