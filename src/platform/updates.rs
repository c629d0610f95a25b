//! New versions of the app. `public/boot.js` registers the service worker, notices a version that
//! waits and changes to it; this is the wire to it.
//!
//! Guarantees: nothing is replaced by itself; the version that waits takes over only after
//! [`apply`], which reloads the page.
//! Left to others: everything about the worker itself. Trap: events that nobody hears are lost,
//! so listen before the first view is shown.

use wasm_bindgen::JsValue;
use web_sys::CustomEvent;

use super::js::{self, Listener};

/// What is heard about new versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateNews {
    /// This version is here, complete, and waits.
    Ready(String),
    /// The look for a new version has found nothing.
    Nothing,
    /// The look, the download or the change of versions has failed.
    Failed,
    /// For the first time, everything is here to start without a network.
    OfflineReady,
}

/// Calls `handle` with what is heard.
pub fn on_news(handle: impl Fn(UpdateNews) + Clone + 'static) -> Vec<Listener> {
    let Some(window) = js::window() else {
        return Vec::new();
    };
    let names = [
        "countersign:update-ready",
        "countersign:update-none",
        "countersign:update-failed",
        "countersign:offline-ready",
    ];
    let listen = |name| {
        let handle = handle.clone();
        Listener::new(&window, name, move |event: CustomEvent| {
            handle(news(name, &event.detail()));
        })
    };
    names.into_iter().map(listen).collect()
}

fn news(name: &str, detail: &JsValue) -> UpdateNews {
    match name {
        "countersign:update-ready" => {
            let version = js::property(detail, "version").and_then(|version| version.as_string());
            UpdateNews::Ready(version.unwrap_or_default())
        }
        "countersign:update-none" => UpdateNews::Nothing,
        "countersign:offline-ready" => UpdateNews::OfflineReady,
        _ => UpdateNews::Failed,
    }
}

/// Asks the server for a new version.
pub fn look() {
    js::tell("countersign:update-look");
}

/// Lets the version that waits take over; the page is loaded again.
pub fn apply() {
    js::tell("countersign:update-apply");
}
