//! Holds the device key: ECDSA over P-256 by WebCrypto, kept in IndexedDB.
//!
//! Guarantees: the private key cannot be exported, not even by this app. It is made once; of two
//! tabs that make it at once, one wins and both use its key. A pair that comes back from storage
//! is used only after a signature by the private half was verified by the public half.
//! Left to others: what is signed.
//! Trap: IndexedDB may hand back less than was stored, so the halves are checked, not trusted.

use core::cell::RefCell;
use std::rc::Rc;

use countersign_core::ports::{DeviceKey, KeyError};
use countersign_protocol::Jwk;
use js_sys::{Object, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{CryptoKey, SubtleCrypto};

use super::js;
use super::store::{Connection, Fault, keys};
use super::subtle::{
    CryptoFault, algorithm, as_key, settle, settle_bytes, settle_key, subtle, usages,
};

/// The name of the pair in the keys store.
const PAIR: &str = "device-key";
/// What is signed to see whether the halves belong together; no protocol message begins so.
const PROBE: &[u8] = b"countersign device key probe";

/// [`DeviceKey`] over WebCrypto and IndexedDB.
pub struct BrowserDeviceKey {
    connection: Rc<Connection>,
    checked: RefCell<Option<Pair>>,
}

#[derive(Clone)]
struct Pair {
    private: CryptoKey,
    public: Jwk,
}

impl BrowserDeviceKey {
    /// A device key that lies in this database.
    pub fn new(connection: &Rc<Connection>) -> Self {
        Self {
            connection: Rc::clone(connection),
            checked: RefCell::default(),
        }
    }

    /// The private half as WebCrypto has it, for tests that try to export it.
    pub async fn private_half(&self) -> Result<Option<CryptoKey>, KeyError> {
        Ok(self.pair().await?.map(|pair| pair.private))
    }

    async fn pair(&self) -> Result<Option<Pair>, KeyError> {
        if let Some(pair) = self.checked.borrow().clone() {
            return Ok(Some(pair));
        }
        let Some(stored) = keys::find(&self.connection, PAIR).await? else {
            return Ok(None);
        };
        let pair = read_pair(&stored).ok_or(KeyError::StorageRefused)?;
        check(&pair).await?;
        *self.checked.borrow_mut() = Some(pair.clone());
        Ok(Some(pair))
    }
}

impl DeviceKey for BrowserDeviceKey {
    async fn public(&self) -> Result<Option<Jwk>, KeyError> {
        Ok(self.pair().await?.map(|pair| pair.public))
    }

    async fn ensure(&self) -> Result<Jwk, KeyError> {
        if let Some(pair) = self.pair().await? {
            return Ok(pair.public);
        }
        let made = new_pair(&subtle()?).await?;
        match keys::add(&self.connection, PAIR, &made).await {
            // Read back in either case: only what is stored counts.
            Ok(()) | Err(Fault::Taken) => {}
            Err(fault) => return Err(fault.into()),
        }
        let pair = self.pair().await?.ok_or(KeyError::StorageRefused)?;
        Ok(pair.public)
    }

    async fn sign(&self, message: &[u8]) -> Result<[u8; 64], KeyError> {
        let pair = self.pair().await?.ok_or(KeyError::Missing)?;
        sign(&subtle()?, &pair.private, message).await
    }
}

async fn new_pair(subtle: &SubtleCrypto) -> Result<JsValue, CryptoFault> {
    let made =
        settle(subtle.generate_key_with_object(&p256(), false, &usages(&["sign", "verify"])));
    let made = made.await?;
    let private = as_key(js::property(&made, "privateKey").unwrap_or_default())?;
    let public = as_key(js::property(&made, "publicKey").unwrap_or_default())?;
    let jwk = settle(subtle.export_key("jwk", &public)).await?;
    let pair = Object::new();
    js::set(&pair, "private", &private);
    for coordinate in ["x", "y"] {
        let value = js::property(&jwk, coordinate).unwrap_or_default();
        js::set(&pair, coordinate, &value);
    }
    Ok(pair.into())
}

fn read_pair(stored: &JsValue) -> Option<Pair> {
    let coordinate = |name| js::property(stored, name)?.as_string();
    Some(Pair {
        private: as_key(js::property(stored, "private")?).ok()?,
        public: Jwk {
            crv: "P-256".to_owned(),
            kty: "EC".to_owned(),
            x: coordinate("x")?,
            y: coordinate("y")?,
        },
    })
}

/// Whether the halves belong together.
async fn check(pair: &Pair) -> Result<(), KeyError> {
    let subtle = subtle()?;
    let signature = sign(&subtle, &pair.private, PROBE).await?;
    let jwk = Object::new();
    let members = [
        ("crv", &pair.public.crv),
        ("kty", &pair.public.kty),
        ("x", &pair.public.x),
        ("y", &pair.public.y),
    ];
    for (name, value) in members {
        js::set(&jwk, name, &JsValue::from_str(value));
    }
    let uses = usages(&["verify"]);
    let public = subtle.import_key_with_object("jwk", &jwk, &p256(), true, &uses);
    let public = settle_key(public).await?;
    let verified = settle(subtle.verify_with_object_and_js_u8_array_and_js_u8_array(
        &es256(),
        &public,
        &Uint8Array::from(signature.as_slice()),
        &Uint8Array::from(PROBE),
    ));
    if verified.await?.is_truthy() {
        Ok(())
    } else {
        Err(KeyError::Other("DeviceKeyHalvesDiffer".to_owned()))
    }
}

async fn sign(
    subtle: &SubtleCrypto,
    private: &CryptoKey,
    message: &[u8],
) -> Result<[u8; 64], KeyError> {
    let started =
        subtle.sign_with_object_and_js_u8_array(&es256(), private, &Uint8Array::from(message));
    let signature = settle_bytes(started).await?.to_vec();
    signature
        .try_into()
        .map_err(|_| KeyError::Other("SignatureLength".to_owned()))
}

fn p256() -> Object {
    algorithm("ECDSA", &[("namedCurve", JsValue::from_str("P-256"))])
}

fn es256() -> Object {
    algorithm("ECDSA", &[("hash", JsValue::from_str("SHA-256"))])
}

impl From<CryptoFault> for KeyError {
    fn from(CryptoFault(name): CryptoFault) -> Self {
        match name.as_str() {
            "DataCloneError" => Self::StorageRefused,
            _ => Self::Other(name),
        }
    }
}
