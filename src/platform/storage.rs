//! How safe what is stored here is from the browser itself.
//!
//! Guarantees: asking is harmless; asking for persistence may show a question in Firefox, so it
//! is done after the first token was added. Trap: `persist()` answers false in ordinary tabs,
//! which is normal and no error.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::js;

/// Whether the browser may clear what is stored here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Not known yet.
    #[default]
    Unknown,
    /// A tab, which may be cleared.
    Tab,
    /// An installed app, which may be cleared all the same.
    Installed,
    /// The browser has promised to keep it.
    Persistent,
}

/// How it stands.
pub async fn standing() -> Standing {
    judge(call("persisted").await)
}

/// Asks the browser to keep what is stored here, and tells how it stands.
pub async fn persist() -> Standing {
    judge(call("persist").await)
}

fn judge(persistent: bool) -> Standing {
    if persistent {
        Standing::Persistent
    } else if is_installed() {
        Standing::Installed
    } else {
        Standing::Tab
    }
}

/// A method of the storage manager that promises a boolean; false where there is none.
async fn call(method: &str) -> bool {
    let promise = js::navigator().and_then(|navigator| {
        let storage = js::property(&navigator, "storage")?;
        let method: js_sys::Function = js::property(&storage, method)?.dyn_into().ok()?;
        method.call0(&storage).ok()?.dyn_into::<Promise>().ok()
    });
    match promise {
        Some(promise) => JsFuture::from(promise)
            .await
            .is_ok_and(|answer| answer.is_truthy()),
        None => false,
    }
}

/// Whether the app runs in a window of its own.
fn is_installed() -> bool {
    let query = js::window().and_then(|window| {
        window
            .match_media("(display-mode: standalone)")
            .ok()
            .flatten()
    });
    query.is_some_and(|query| query.matches())
}
