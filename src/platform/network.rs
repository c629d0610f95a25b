//! Whether there is a network at all.
//!
//! Trap: `navigator.onLine` is true on a network that leads nowhere. It is a hint to try again,
//! never a reason not to try.

use web_sys::Event;

use super::js::{self, Listener};

/// False when the device surely has no network.
pub fn is_online() -> bool {
    js::navigator().is_none_or(|navigator| navigator.on_line())
}

/// Calls `handle` with the new state each time it changes.
pub fn on_change(handle: impl Fn(bool) + Clone + 'static) -> Vec<Listener> {
    let Some(window) = js::window() else {
        return Vec::new();
    };
    ["online", "offline"]
        .into_iter()
        .map(|kind| {
            let handle = handle.clone();
            Listener::new(&window, kind, move |_: Event| handle(is_online()))
        })
        .collect()
}
