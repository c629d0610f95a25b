//! The code of a text message, filled in by the browser (WebOTP) where it can do that.
//!
//! Guarantees: nothing is asked of a browser that does not know it; a request that is dropped is
//! aborted. Traps: desktop Chromium says that it can and never answers, so nobody may wait for
//! this; a one-time-code field stands beside it.

use countersign_protocol::SecretText;
use js_sys::{Array, Object};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, CredentialRequestOptions};

use super::js;

/// Aborts the request when dropped.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Waits for the code of the next text message to this site. `None` where the browser cannot do
/// that, or the person declined. Drop the future to stop waiting.
pub async fn next_sms_code() -> Option<SecretText> {
    js::property(&js_sys::global(), "OTPCredential")?;
    let abort = Abort(AbortController::new().ok()?);
    let otp = Object::new();
    js::set(&otp, "transport", &Array::of1(&JsValue::from_str("sms")));
    let options = CredentialRequestOptions::new();
    js::set(&options, "otp", &otp);
    js::set(&options, "signal", &abort.0.signal());
    let asked = js::navigator()?
        .credentials()
        .get_with_options(&options)
        .ok()?;
    let credential = JsFuture::from(asked).await.ok()?;
    let code = js::property(&credential, "code")?.as_string()?;
    Some(SecretText::new(code))
}
