//! What people hand in: a chosen file, something pasted, something dropped.
//!
//! Guarantees: an image wins over a text that comes with it; nothing is read until it is decoded.
//! The text of a paste may be a secret and is handed on as one.

use countersign_protocol::SecretText;
use wasm_bindgen::JsCast;
use web_sys::{Blob, ClipboardEvent, DataTransfer, DragEvent, Event, HtmlInputElement};

/// An image that has not been read yet.
#[derive(Clone)]
pub struct ImageFile(pub(super) Blob);

/// What came with a paste or a drop.
pub enum Handed {
    /// An image, perhaps of a QR code.
    Image(ImageFile),
    /// A text, perhaps an `otpauth://` address.
    Text(SecretText),
}

/// The image that a file input has just got. The input forgets it, so that the same file can be
/// chosen again.
pub fn chosen(event: &Event) -> Option<ImageFile> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    input.set_value("");
    Some(ImageFile(file.into()))
}

/// What is pasted. The caller prevents the default where it takes it.
pub fn pasted(event: &ClipboardEvent) -> Option<Handed> {
    handed(&event.clipboard_data()?)
}

/// What is dropped. The caller prevents the default, which would leave the app.
pub fn dropped(event: &DragEvent) -> Option<Handed> {
    handed(&event.data_transfer()?)
}

fn handed(transfer: &DataTransfer) -> Option<Handed> {
    let file = transfer.files().and_then(|files| files.get(0));
    if let Some(file) = file.filter(|file| file.type_().starts_with("image/")) {
        return Some(Handed::Image(ImageFile(file.into())));
    }
    let text = transfer.get_data("text/plain").ok()?;
    (!text.trim().is_empty()).then(|| Handed::Text(SecretText::new(text)))
}
