//! Whether the app is used and seen, in this tab and in others.
//!
//! When it was last used and how often it was locked lie in `localStorage`, where every tab sees
//! them at once; both are no secrets. A browser that refuses it leaves each tab to itself, and to
//! what other tabs tell it.

use countersign_core::Timestamp;
use web_sys::Event;

use super::js::{self, Listener};
use super::page;

const USED: &str = "used";
const LOCKS: &str = "locks";

/// Calls `handle` each time that the person does something.
pub fn on_use(handle: impl Fn() + Clone + 'static) -> Vec<Listener> {
    let Some(document) = js::document() else {
        return Vec::new();
    };
    ["pointerdown", "keydown"]
        .into_iter()
        .map(|kind| {
            let handle = handle.clone();
            Listener::new(&document, kind, move |_: Event| handle())
        })
        .collect()
}

/// Tells every tab that the app was used at this moment.
pub fn tell_used(at: Timestamp) {
    page::write(USED, Some(&at.as_millis().to_string()));
}

/// When the app was last used in any tab, as far as it was told.
pub fn last_used() -> Option<Timestamp> {
    let millis = page::read(USED)?.parse().ok()?;
    Some(Timestamp::from_millis(millis))
}

/// How often the app was locked so far; it differs from what it was when another tab has locked.
pub fn locks() -> Option<String> {
    page::read(LOCKS)
}

/// Counts a lock.
pub fn count_lock() {
    let count = locks().and_then(|count| count.parse::<u32>().ok());
    let count = count.unwrap_or_default().wrapping_add(1);
    page::write(LOCKS, Some(&count.to_string()));
}

/// Hides everything while the page cannot be seen, so that no list of open apps shows a code.
pub fn blank(away: bool) {
    if let Some(root) = js::root_element() {
        let _ = root.toggle_attribute_with_force("data-away", away);
    }
}
