use std::cell::RefCell;
use std::rc::Rc;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use countersign_core::ports::{SealError, Sealed, Sealer};
use zeroize::Zeroizing;

use super::SeededEntropy;

/// AES-256-GCM with a key in memory, which can be told to refuse.
#[derive(Clone)]
pub struct FakeSealer {
    key: Rc<RefCell<Option<[u8; 32]>>>,
    fail: Rc<RefCell<Option<SealError>>>,
    entropy: SeededEntropy,
}

impl FakeSealer {
    pub fn new(entropy: SeededEntropy) -> Self {
        Self {
            key: Rc::default(),
            fail: Rc::default(),
            entropy,
        }
    }

    /// Fails the next operation.
    pub fn fail_next(&self, error: SealError) {
        *self.fail.borrow_mut() = Some(error);
    }

    fn operation(&self) -> Result<(), SealError> {
        self.fail.borrow_mut().take().map_or(Ok(()), Err)
    }
}

impl Sealer for FakeSealer {
    type KeyHandle = Aes256Gcm;

    async fn open(&self) -> Result<Aes256Gcm, SealError> {
        self.operation()?;
        let mut key = self.key.borrow_mut();
        let key = key.get_or_insert_with(|| self.entropy.bytes());
        Ok(Aes256Gcm::new((&*key).into()))
    }

    async fn seal(
        &self,
        key: &Aes256Gcm,
        associated: &[u8],
        plain: &[u8],
    ) -> Result<Sealed, SealError> {
        self.operation()?;
        let nonce = self.entropy.bytes();
        let payload = Payload {
            msg: plain,
            aad: associated,
        };
        let ciphertext = key.encrypt(&Nonce::from(nonce), payload);
        let ciphertext = ciphertext.map_err(|_| SealError::Other("encrypt".to_owned()))?;
        Ok(Sealed { nonce, ciphertext })
    }

    async fn unseal(
        &self,
        key: &Aes256Gcm,
        associated: &[u8],
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.operation()?;
        let payload = Payload {
            msg: &sealed.ciphertext,
            aad: associated,
        };
        let plain = key.decrypt(&Nonce::from(sealed.nonce), payload);
        plain.map(Zeroizing::new).map_err(|_| SealError::Damaged)
    }
}
