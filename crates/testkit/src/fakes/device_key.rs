use std::cell::RefCell;
use std::rc::Rc;

use base64ct::{Base64UrlUnpadded, Encoding};
use countersign_core::ports::{DeviceKey, KeyError};
use countersign_protocol::Jwk;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

use super::SeededEntropy;

/// A P-256 key in memory, which can be told to refuse.
#[derive(Clone)]
pub struct FakeDeviceKey {
    key: Rc<RefCell<Option<SigningKey>>>,
    fail: Rc<RefCell<Option<KeyError>>>,
    entropy: SeededEntropy,
}

impl FakeDeviceKey {
    pub fn new(entropy: SeededEntropy) -> Self {
        Self {
            key: Rc::default(),
            fail: Rc::default(),
            entropy,
        }
    }

    /// Fails the next operation.
    pub fn fail_next(&self, error: KeyError) {
        *self.fail.borrow_mut() = Some(error);
    }

    fn operation(&self) -> Result<(), KeyError> {
        self.fail.borrow_mut().take().map_or(Ok(()), Err)
    }

    /// Nearly every 32 bytes are a private key; the others are drawn again.
    fn make(&self) -> SigningKey {
        loop {
            if let Ok(key) = SigningKey::from_slice(&self.entropy.bytes::<32>()) {
                return key;
            }
        }
    }
}

fn to_jwk(key: &SigningKey) -> Jwk {
    let point = key.verifying_key().to_sec1_point(false);
    let coordinate =
        |bytes: Option<&[u8]>| Base64UrlUnpadded::encode_string(bytes.unwrap_or_default());
    Jwk {
        crv: "P-256".to_owned(),
        kty: "EC".to_owned(),
        x: coordinate(point.x().map(AsRef::as_ref)),
        y: coordinate(point.y().map(AsRef::as_ref)),
    }
}

impl DeviceKey for FakeDeviceKey {
    async fn public(&self) -> Result<Option<Jwk>, KeyError> {
        self.operation()?;
        Ok(self.key.borrow().as_ref().map(to_jwk))
    }

    async fn ensure(&self) -> Result<Jwk, KeyError> {
        self.operation()?;
        let mut key = self.key.borrow_mut();
        Ok(to_jwk(key.get_or_insert_with(|| self.make())))
    }

    async fn sign(&self, message: &[u8]) -> Result<[u8; 64], KeyError> {
        self.operation()?;
        let key = self.key.borrow();
        let signature: Signature = key.as_ref().ok_or(KeyError::Missing)?.sign(message);
        Ok(signature.to_bytes().into())
    }
}
