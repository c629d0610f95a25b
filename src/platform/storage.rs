//! How safe what is stored here is from the browser itself.
//!
//! Guarantees: asking is harmless; asking for persistence may show a question in Firefox, so it
//! is done after the first token was added, and at a start where it was granted before. Trap:
//! `persist()` answers false in ordinary tabs, which is normal and no error.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::{js, page};

/// Where in the browser's storage the promise is noted; no secret.
const PROMISED: &str = "persistent";

/// What is known of the place where everything is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The app runs in a window of its own, not in a tab.
    pub installed: bool,
    /// The browser has promised to keep what is stored.
    pub persistent: bool,
}

/// How much is stored, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What is used.
    pub used: u64,
    /// What there would be room for at most.
    pub limit: u64,
}

/// How it stands. A promise that was given once and is no longer kept is asked for again.
pub async fn standing() -> Standing {
    let promised = page::read(PROMISED).is_some();
    let persistent = is_granted("persisted").await;
    if promised && !persistent {
        return persist().await;
    }
    judge(persistent)
}

/// Asks the browser to keep what is stored here, and tells how it stands.
pub async fn persist() -> Standing {
    judge(is_granted("persist").await)
}

fn judge(persistent: bool) -> Standing {
    if persistent {
        page::write(PROMISED, Some("yes"));
    }
    Standing {
        installed: is_installed(),
        persistent,
    }
}

/// How much is stored; nothing where the browser does not say.
pub async fn room() -> Option<Room> {
    let estimate = JsFuture::from(asked("estimate")?).await.ok()?;
    let number = |name| js::property(&estimate, name).and_then(|number| number.as_f64());
    Some(Room {
        used: bytes(number("usage")?),
        limit: bytes(number("quota")?),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number of bytes"
)]
fn bytes(number: f64) -> u64 {
    number as u64
}

/// Whether this is a tab on iOS: it loses everything after seven days without a visit, and shares
/// nothing with the app once that is installed.
pub fn is_ios_tab() -> bool {
    let Some(navigator) = js::navigator() else {
        return false;
    };
    let agent = navigator.user_agent().unwrap_or_default();
    // An iPad says that it is a Mac, which has no screen to touch.
    let touches = js::property(&navigator, "maxTouchPoints").and_then(|points| points.as_f64());
    let is_ipad = agent.contains("Macintosh") && touches.is_some_and(|points| points > 1.0);
    let is_ios = is_ipad || agent.contains("iPhone") || agent.contains("iPad");
    is_ios && !is_installed()
}

/// A method of the storage manager that promises a boolean; false where there is none.
async fn is_granted(method: &str) -> bool {
    match asked(method) {
        Some(promise) => JsFuture::from(promise)
            .await
            .is_ok_and(|answer| answer.is_truthy()),
        None => false,
    }
}

/// Calls a method of the storage manager, if there is one.
fn asked(method: &str) -> Option<Promise> {
    let storage = js::property(js::navigator()?.as_ref(), "storage")?;
    let method: js_sys::Function = js::property(&storage, method)?.dyn_into().ok()?;
    method.call0(&storage).ok()?.dyn_into().ok()
}

/// Whether the app runs in a window of its own.
fn is_installed() -> bool {
    let query = js::window()
        .and_then(|window| window.match_media("(display-mode: browser)").ok().flatten());
    query.is_some_and(|query| !query.matches())
}
