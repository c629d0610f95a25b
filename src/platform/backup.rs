//! Opens and writes backups in a worker, which is started for one order and ended after it: what
//! it held of passwords and files goes with it.
//!
//! Guarantees: passwords are normalized to NFC, so that every keyboard types the same one; what
//! this program holds of files and answers is wiped.
//! Trap: what the browser itself copies (its strings, its buffers in flight) cannot be wiped.

use countersign_backup::wire::{self, Opened};
use countersign_backup::write::{Argon2Cost, Sealing, WriteError};
use countersign_backup::{Facts, KeptToken};
use countersign_core::ports::Entropy;
use countersign_protocol::SecretText;
use js_sys::{Array, JsString, Object, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::Worker;
use zeroize::Zeroizing;

use super::entropy::BrowserEntropy;
use super::{js, worker};

const NAME: &str = "backup";

/// The worker has not come, or has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoWorker;

/// A worker for one order; it ends when this is dropped.
struct OneOrder(Worker);

impl Drop for OneOrder {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

/// Says what a file is and what is in it.
pub async fn open(file: &[u8], password: Option<&SecretText>) -> Result<Opened, NoWorker> {
    let password = password.map(normalized);
    let mut parts = vec![("file", file)];
    if let Some(password) = &password {
        parts.push(("password", password.expose().as_bytes()));
    }
    let answer = order(&parts).await?;
    Opened::from_bytes(&answer).ok_or(NoWorker)
}

/// Writes our own backup: the text of the file. Salt and nonce are fresh.
pub async fn write(
    tokens: &[KeptToken],
    facts: Facts,
    password: &SecretText,
    cost: Argon2Cost,
) -> Result<Result<String, WriteError>, NoWorker> {
    let (mut salt, mut nonce) = ([0; 16], [0; 12]);
    BrowserEntropy.fill(&mut salt);
    BrowserEntropy.fill(&mut nonce);
    let password = normalized(password);
    let sealing = Sealing {
        password: password.expose(),
        salt,
        nonce,
        cost,
    };
    let bytes = wire::write_order(tokens, facts, &sealing);
    let answer = order(&[("order", &bytes)]).await?;
    wire::written_from_bytes(&answer).ok_or(NoWorker)
}

/// In NFC.
fn normalized(password: &SecretText) -> SecretText {
    let text = JsString::from(password.expose()).normalize("NFC");
    SecretText::new(String::from(text))
}

async fn order(parts: &[(&str, &[u8])]) -> Result<Zeroizing<Vec<u8>>, NoWorker> {
    let (message, transfer) = (Object::new(), Array::new());
    for (name, bytes) in parts {
        let buffer = Uint8Array::from(*bytes).buffer();
        js::set(&message, name, &buffer);
        transfer.push(&buffer);
    }
    let worker = OneOrder(worker::start(NAME).ok_or(NoWorker)?);
    let answer = worker::ask(&worker.0, &message, &transfer).await;
    let buffer = js::property(&answer.ok_or(NoWorker)?, "answer").ok_or(NoWorker)?;
    let buffer = buffer.dyn_into().map_err(|_| NoWorker)?;
    let bytes = Uint8Array::new_with_byte_offset(&buffer, 0);
    let answer = Zeroizing::new(bytes.to_vec());
    bytes.fill(0, 0, bytes.length());
    Ok(answer)
}
