use std::cell::Cell;
use std::rc::Rc;

use countersign_core::ports::{Derived, Kdf, KdfFailed, Root, Work};
use hkdf::Hkdf;
use sha2::Sha256;

/// A key derivation that costs nothing and says that it took some time.
#[derive(Clone, Default)]
pub struct FakeKdf {
    millis: Rc<Cell<u64>>,
    fail: Rc<Cell<bool>>,
    calls: Rc<Cell<u32>>,
}

impl FakeKdf {
    /// One whose every call takes so many milliseconds.
    pub fn taking(millis: u64) -> Self {
        let kdf = Self::default();
        kdf.millis.set(millis);
        kdf
    }

    /// Fails the next call.
    pub fn fail_next(&self) {
        self.fail.set(true);
    }

    /// How often it was called.
    pub fn calls(&self) -> u32 {
        self.calls.get()
    }
}

impl Kdf for FakeKdf {
    async fn derive(
        &self,
        secret: &[u8],
        salt: &[u8; 16],
        work: Work,
    ) -> Result<Derived, KdfFailed> {
        self.calls.set(self.calls.get() + 1);
        if self.fail.take() {
            return Err(KdfFailed);
        }
        let mut root = Root::default();
        let info = [work.memory_kib.to_be_bytes(), work.passes.to_be_bytes()].concat();
        let expanded = Hkdf::<Sha256>::new(Some(salt), secret).expand(&info, root.as_mut_slice());
        expanded.map_err(|_| KdfFailed)?;
        Ok(Derived {
            root,
            millis: self.millis.get(),
        })
    }
}
