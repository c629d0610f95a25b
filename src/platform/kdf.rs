//! Argon2id in a worker, which is started for one secret and ended after it: its memory, which no
//! browser takes back from WebAssembly, goes with it.
//!
//! Guarantees: secrets are normalized to NFC, so that every keyboard types the same one; what this
//! program holds of secret and root is wiped.
//! Trap: what the browser itself copies cannot be wiped.

use countersign_core::ports::{Derived, Kdf, KdfFailed, Root, Work};
use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::Worker;

use super::{js, worker};

const NAME: &str = "kdf";

/// [`Kdf`] in a worker.
#[derive(Clone, Copy, Debug, Default)]
pub struct WorkerKdf;

/// A worker for one secret; it ends when this is dropped.
struct OneSecret(Worker);

impl Drop for OneSecret {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

impl Kdf for WorkerKdf {
    async fn derive(
        &self,
        secret: &[u8],
        salt: &[u8; 16],
        work: Work,
    ) -> Result<Derived, KdfFailed> {
        let worker = OneSecret(worker::start(NAME).ok_or(KdfFailed)?);
        let order = Object::new();
        let secret = Uint8Array::from(secret);
        js::set(&order, "secret", &secret);
        js::set(&order, "salt", &Uint8Array::from(salt.as_slice()));
        js::set(&order, "memoryKib", &work.memory_kib.into());
        js::set(&order, "passes", &work.passes.into());
        let transfer = Array::of1(&secret.buffer());
        let answer = worker::ask(&worker.0, &order, &transfer).await;
        let answer = answer.ok_or(KdfFailed)?;
        let key = js::property(&answer, "key").ok_or(KdfFailed)?;
        let key: Uint8Array = key.dyn_into().map_err(|_| KdfFailed)?;
        let mut root = Root::default();
        if key.length() != 32 {
            return Err(KdfFailed);
        }
        key.copy_to(root.as_mut_slice());
        key.fill(0, 0, key.length());
        let millis = js::property(&answer, "millis").and_then(|millis| millis.as_f64());
        Ok(Derived {
            root,
            millis: whole(millis.unwrap_or_default()),
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a duration; `as` clamps anything else"
)]
fn whole(millis: f64) -> u64 {
    millis as u64
}
