//! The address bar: a router of four functions over the History API.
//!
//! Guarantees: a path never carries a secret (callers see to it); fragments are read once by
//! [`take_fragment`] and taken out of the address and the history entry.
//! A click on a link inside the app is turned into a path; anything that the person means for a
//! new tab, a download or another site is left to the browser.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent, PopStateEvent};

use super::js::{self, Listener};

/// The path of the address, such as `/codes`, without query and fragment.
pub fn current_path() -> String {
    js::window()
        .and_then(|window| window.location().pathname().ok())
        .unwrap_or_else(|| "/".to_owned())
}

/// Goes to a path as a new entry of the history. The same path again changes nothing.
pub fn push(path: &str) {
    if path == current_path() {
        return;
    }
    if let Some(history) = js::window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Goes to a path in place of the current entry of the history.
pub fn replace(path: &str) {
    if let Some(history) = js::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Takes the fragment (without `#`, percent-decoding left to the caller) out of the address.
pub fn take_fragment() -> Option<String> {
    let hash = js::window()?.location().hash().ok()?;
    let fragment = hash.strip_prefix('#').filter(|text| !text.is_empty())?;
    replace(&current_path());
    Some(fragment.to_owned())
}

/// Calls `handle` with the path each time the person goes back or forward.
pub fn on_pop(handle: impl Fn(String) + 'static) -> Option<Listener> {
    let window = js::window()?;
    Some(Listener::new(
        &window,
        "popstate",
        move |_: PopStateEvent| handle(current_path()),
    ))
}

/// Calls `handle` with the path of each plain click on a link into the app.
pub fn on_link(handle: impl Fn(String) + 'static) -> Option<Listener> {
    let document = js::document()?;
    Some(Listener::new(
        &document,
        "click",
        move |event: MouseEvent| {
            if let Some(path) = internal_target(&event) {
                event.prevent_default();
                handle(path);
            }
        },
    ))
}

fn internal_target(event: &MouseEvent) -> Option<String> {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.button() != 0 || modified || event.default_prevented() {
        return None;
    }
    let clicked: Element = Event::target(event)?.dyn_into().ok()?;
    let link: HtmlAnchorElement = clicked.closest("a[href]").ok()??.dyn_into().ok()?;
    let own_tab = matches!(link.target().as_str(), "" | "_self");
    let here = js::window()?.location().origin().ok()?;
    let inside = link.origin() == here && link.hash().is_empty();
    (own_tab && inside && !link.has_attribute("download")).then(|| link.pathname())
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = js::window() {
        let _ = window.location().reload();
    }
}

/// Loads the app anew at its first address.
pub fn start_anew() {
    if let Some(window) = js::window() {
        let _ = window.location().replace("/");
    }
}
