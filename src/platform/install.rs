//! Installing the app. `public/boot.js` keeps the browser's offer; this is the wire to it.
//!
//! Trap: only Chromium offers it; elsewhere the person finds it in the browser's menu.

use web_sys::CustomEvent;

use super::js::{self, Listener};

/// Calls `handle` with whether the browser would install the app, now and each time it changes.
pub fn watch(handle: impl Fn(bool) + 'static) -> Option<Listener> {
    let window = js::window()?;
    let listener = Listener::new(
        &window,
        "countersign:install-news",
        move |event: CustomEvent| {
            let offered = js::property(&event.detail(), "offered");
            handle(offered.is_some_and(|offered| offered.is_truthy()));
        },
    );
    js::tell("countersign:install-look");
    Some(listener)
}

/// Lets the browser ask whether to install the app. Call it in the handler of the tap itself.
pub fn ask() {
    js::tell("countersign:install-ask");
}
