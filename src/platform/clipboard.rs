//! Copying text.
//!
//! Guarantees: the write is asked for before the function returns, so that it happens within the
//! person's tap; the future only tells how it went.
//! Trap: Safari forgets the tap after about a second, so nothing may be awaited before the call.
//! The web cannot clear the clipboard after a time (`product.md`, section 11).

use core::future::Future;

use wasm_bindgen_futures::JsFuture;

use super::js;

/// The browser did not copy; the person has to select the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyRefused;

/// Copies `text`. Call it in the handler of the tap itself.
pub fn copy(text: &str) -> impl Future<Output = Result<(), CopyRefused>> + 'static {
    let written = js::navigator()
        .filter(|navigator| js::property(navigator, "clipboard").is_some())
        .map(|navigator| navigator.clipboard().write_text(text));
    async move {
        let promise = written.ok_or(CopyRefused)?;
        JsFuture::from(promise)
            .await
            .map(drop)
            .map_err(|_| CopyRefused)
    }
}
