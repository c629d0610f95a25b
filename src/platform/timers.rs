//! Waking up later, and noticing that the page was away.
//!
//! Guarantees: a timer that is dropped does not fire; nothing ticks by itself.
//! Traps: browsers slow timers of hidden pages down to one in a minute and stop them on a
//! sleeping device, so whoever waits must also look at the clock when the page is shown again
//! ([`on_visibility`]). `setTimeout` takes 31 bits; longer waits come early and are set again.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;

use super::js::{self, Listener};

/// A timer that is cancelled when dropped.
#[must_use = "the timer is cancelled when this is dropped"]
pub struct Timeout {
    id: i32,
    _closure: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Calls `wake` once, `millis` from now at the earliest; at once for a negative time.
    pub fn after(millis: i64, wake: impl FnOnce() + 'static) -> Option<Self> {
        let closure = Closure::once(wake);
        let function: &Function = closure.as_ref().unchecked_ref();
        let id = set_timeout(function, millis)?;
        Some(Self {
            id,
            _closure: closure,
        })
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        if let Some(window) = js::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}

fn set_timeout(function: &Function, millis: i64) -> Option<i32> {
    let delay = i32::try_from(millis.max(0)).unwrap_or(i32::MAX);
    js::window()?
        .set_timeout_with_callback_and_timeout_and_arguments_0(function, delay)
        .ok()
}

/// Resolves after `millis`.
pub async fn sleep(millis: i64) {
    let promise = Promise::new(&mut |resolve, _reject| {
        if set_timeout(&resolve, millis).is_none() {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Whether the page can be seen.
pub fn is_visible() -> bool {
    js::document().is_none_or(|document| !document.hidden())
}

/// Calls `handle` with whether the page can be seen, each time that changes. A page that comes
/// back from the browser's back/forward cache counts as shown.
pub fn on_visibility(handle: impl Fn(bool) + Clone + 'static) -> Vec<Listener> {
    let mut listeners = Vec::new();
    if let Some(document) = js::document() {
        let handle = handle.clone();
        listeners.push(Listener::new(
            &document,
            "visibilitychange",
            move |_: Event| handle(is_visible()),
        ));
    }
    if let Some(window) = js::window() {
        listeners.push(Listener::new(&window, "pageshow", move |_: Event| {
            handle(is_visible());
        }));
    }
    listeners
}
