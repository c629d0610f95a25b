//! The code of a text message, filled in by the browser (WebOTP) where it can do that.
//!
//! Guarantees: nothing is asked of a browser that does not know it; a request that is dropped is
//! aborted. Traps: desktop Chromium says that it can and never answers, so nobody may wait for
//! this; a one-time-code field stands beside it.

use core::future::Future;

use countersign_protocol::SecretText;
use js_sys::{Array, Object};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, CredentialRequestOptions};

use super::js;

/// Aborts the request when dropped.
#[must_use = "the request is aborted when this is dropped"]
pub struct SmsRequest(AbortController);

impl Drop for SmsRequest {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Asks for the code of the next text message to this site; the future gives it, or `None` when
/// the request was aborted or the person declined. No request where the browser does not know it.
pub fn next_sms_code() -> Option<(SmsRequest, impl Future<Output = Option<SecretText>>)> {
    js::property(&js_sys::global(), "OTPCredential")?;
    let request = SmsRequest(AbortController::new().ok()?);
    let otp = Object::new();
    js::set(&otp, "transport", &Array::of1(&JsValue::from_str("sms")));
    let options = CredentialRequestOptions::new();
    js::set(&options, "otp", &otp);
    js::set(&options, "signal", &request.0.signal());
    let asked = js::navigator()?
        .credentials()
        .get_with_options(&options)
        .ok()?;
    let code = async move {
        let credential = JsFuture::from(asked).await.ok()?;
        let code = js::property(&credential, "code")?.as_string()?;
        Some(SecretText::new(code))
    };
    Some((request, code))
}
