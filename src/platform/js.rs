//! What every adapter needs of the browser: the window, errors by name, listeners that end.
//!
//! Guarantees: nothing here throws or panics; what a browser lacks is `None`.
//! Trap: a web-sys getter for something that the browser does not have hands out `undefined`
//! as if it were the object, and the first call on it throws. [`property`] looks first.

use js_sys::{Function, Reflect};
use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, EventTarget, Navigator, Window};

/// The window.
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// The `<html>` element.
pub(crate) fn root_element() -> Option<Element> {
    document()?.document_element()
}

/// The navigator.
pub(crate) fn navigator() -> Option<Navigator> {
    window().map(|window| window.navigator())
}

/// A property that is there: neither missing nor `undefined` nor `null`.
pub(crate) fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// Calls a method with one argument; nothing if there is no such method or it throws.
pub(crate) fn call(object: &JsValue, method: &str, argument: &JsValue) -> Option<JsValue> {
    let method: Function = property(object, method)?.dyn_into().ok()?;
    method.call1(object, argument).ok()
}

/// Sets a property of an object that was just made, which cannot fail.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// The name of a `DOMException` or an error, such as `NotAllowedError`; empty for anything else.
pub(crate) fn error_name(error: &JsValue) -> String {
    property(error, "name")
        .and_then(|name| name.as_string())
        .unwrap_or_default()
}

/// Sends an event of this name to `public/boot.js`.
pub(crate) fn tell(name: &str) {
    if let (Some(window), Ok(event)) = (window(), Event::new(name)) {
        let _ = window.dispatch_event(&event);
    }
}

/// A listener that is taken off when dropped.
#[must_use = "the listener is taken off when this is dropped"]
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    function: Function,
    _closure: Box<dyn core::any::Any>,
}

impl Listener {
    /// Calls `handle` for each event of this kind on `target`.
    pub(crate) fn new<E>(
        target: &EventTarget,
        kind: &'static str,
        handle: impl FnMut(E) + 'static,
    ) -> Self
    where
        E: FromWasmAbi + 'static,
    {
        let closure = Closure::<dyn FnMut(E)>::new(handle);
        let function: Function = closure.as_ref().unchecked_ref::<Function>().clone();
        let _ = target.add_event_listener_with_callback(kind, &function);
        Self {
            target: target.clone(),
            kind,
            function,
            _closure: Box::new(closure),
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.kind, &self.function);
    }
}
