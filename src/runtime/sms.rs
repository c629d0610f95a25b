//! The one text message that is waited for.

use core::cell::RefCell;
use std::rc::Rc;

use countersign_core::SecretText;
use wasm_bindgen_futures::spawn_local;

use crate::platform::{SmsRequest, next_sms_code};

/// Waits for at most one text message at a time.
#[derive(Clone, Default)]
pub(super) struct SmsEar {
    request: Rc<RefCell<Option<SmsRequest>>>,
}

impl SmsEar {
    /// Waits for the next message, in place of the one before.
    pub(super) fn listen(&self, arrived: impl FnOnce(SecretText) + 'static) {
        // The browser serves one request at a time: the old one ends before the new one begins.
        self.stop();
        let Some((request, code)) = next_sms_code() else {
            return;
        };
        *self.request.borrow_mut() = Some(request);
        spawn_local(async move {
            if let Some(code) = code.await {
                arrived(code);
            }
        });
    }

    /// Waits no longer.
    pub(super) fn stop(&self) {
        self.request.borrow_mut().take();
    }
}
