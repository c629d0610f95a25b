//! What people hand in: a chosen file, something pasted, something dropped.
//!
//! Guarantees: a file wins over a text that comes with it; nothing is read until it is decoded.
//! The text of a paste may be a secret and is handed on as one.

use countersign_protocol::SecretText;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DataTransfer, Event, HtmlInputElement};

/// An image that has not been read yet.
#[derive(Clone)]
pub struct ImageFile(pub(super) Blob);

/// A file that is no image, such as a backup, and has not been read yet.
#[derive(Clone)]
pub struct DataFile(pub(super) Blob);

impl DataFile {
    /// How long it is, in bytes.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number of bytes"
    )]
    pub fn size(&self) -> u64 {
        self.0.size() as u64
    }

    /// What it holds; nothing if it cannot be read.
    pub async fn bytes(&self) -> Option<Vec<u8>> {
        let buffer = JsFuture::from(self.0.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }
}

/// What was handed in from outside of the page.
pub enum Handed {
    /// An image, perhaps of a QR code.
    Image(ImageFile),
    /// Another file.
    File(DataFile),
    /// A text, perhaps an `otpauth://` address; empty if it got lost on the way.
    Text(SecretText),
    /// The same from the address bar, where the browser may have noted it.
    Link(SecretText),
}

/// The image that a file input has just got. The input forgets it, so that the same file can be
/// chosen again.
pub fn chosen(event: &Event) -> Option<ImageFile> {
    chosen_blob(event).map(ImageFile)
}

/// The same for a file that is no image.
pub fn chosen_data(event: &Event) -> Option<DataFile> {
    chosen_blob(event).map(DataFile)
}

/// The same for a file of any kind.
pub fn chosen_file(event: &Event) -> Option<Handed> {
    chosen_blob(event).map(file_handed)
}

fn chosen_blob(event: &Event) -> Option<Blob> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    input.set_value("");
    Some(file.into())
}

/// What a paste or a drop brings along.
pub(super) fn handed(transfer: &DataTransfer) -> Option<Handed> {
    let file = transfer.files().and_then(|files| files.get(0));
    if let Some(file) = file {
        return Some(file_handed(file.into()));
    }
    let text = transfer.get_data("text/plain").ok()?;
    (!text.trim().is_empty()).then(|| Handed::Text(SecretText::new(text)))
}

/// A file by what the browser takes it for.
pub(super) fn file_handed(file: Blob) -> Handed {
    if file.type_().starts_with("image/") {
        Handed::Image(ImageFile(file))
    } else {
        Handed::File(DataFile(file))
    }
}
