//! What the JavaScript of `public/backup-worker.js` calls. Files, passwords and tokens come as
//! bytes and go as bytes: see [`countersign_backup::wire`].
#![warn(missing_docs)]

use countersign_backup::wire;
use zeroize::Zeroizing;

/// Opens a file, with a password in NFC where it needs one.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn open(file: &[u8], password: Option<Vec<u8>>) -> Vec<u8> {
    let password = password.map(Zeroizing::new);
    let password = password.as_ref();
    let password = password.and_then(|bytes| core::str::from_utf8(bytes).ok());
    wire::open(file, password).to_vec()
}

/// Writes our own backup; nothing if the order is none.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn write(order: &[u8]) -> Option<Vec<u8>> {
    wire::write(order).map(|written| written.to_vec())
}
