//! What comes in from outside: pasted or dropped anywhere on the page, shared by another app, a
//! link or a launch. `public/boot.js` takes the last three and hands them on by an event.
//!
//! Guarantees: what somebody pastes or drops into a field of a form stays the field's; a dropped
//! file never leads away from the app. What comes in is handed on and kept nowhere here.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, ClipboardEvent, CustomEvent, DataTransfer, DragEvent, Element, Event};

use super::files::{Handed, file_handed, handed};
use super::js::{self, Listener};
use countersign_protocol::SecretText;

/// Where a paste or a drop has its own meaning. Search is no such field for a link.
const FIELDS: &str = "input, textarea, select, dialog";
const SEARCH: &str = "input[type=search]";

/// What came in.
pub enum Arrival {
    /// Something to add.
    Handed(Handed),
    /// A path of the app, where a launch leads to.
    Place(String),
}

/// Calls `handle` with what comes in. Pastes and drops only count while `takes` says so.
pub fn listen(
    takes: impl Fn() -> bool + Clone + 'static,
    handle: impl Fn(Arrival) + Clone + 'static,
) -> Vec<Listener> {
    let Some(window) = js::window() else {
        return Vec::new();
    };
    let listen = |kind| {
        let (takes, handle) = (takes.clone(), handle.clone());
        Listener::new(&window, kind, move |event: Event| {
            let arrived = match kind {
                "countersign:arrived" => told(&event.unchecked_ref::<CustomEvent>().detail()),
                "dragover" => return let_drop(event.unchecked_ref()),
                _ => carried(&event, takes()),
            };
            if let Some(arrival) = arrived {
                handle(arrival);
            }
        })
    };
    ["countersign:arrived", "paste", "dragover", "drop"]
        .into_iter()
        .map(listen)
        .collect()
}

fn told(detail: &JsValue) -> Option<Arrival> {
    if let Some(file) = js::property(detail, "file") {
        let file: Blob = file.dyn_into().ok()?;
        return Some(Arrival::Handed(file_handed(file)));
    }
    let text = |name| js::property(detail, name).and_then(|text| text.as_string());
    let handed = |name, kind: fn(SecretText) -> Handed| {
        text(name).map(|text| Arrival::Handed(kind(SecretText::new(text))))
    };
    text("path")
        .map(Arrival::Place)
        .or_else(|| handed("link", Handed::Link))
        .or_else(|| handed("text", Handed::Text))
}

/// What a paste or a drop brings, unless it is a field's.
fn carried(event: &Event, takes: bool) -> Option<Arrival> {
    let transfer = match event.dyn_ref::<ClipboardEvent>() {
        Some(paste) => paste.clipboard_data(),
        None => event.unchecked_ref::<DragEvent>().data_transfer(),
    }?;
    let handed = handed(&transfer)?;
    if let Handed::Text(text) = &handed {
        let target: Element = event.target()?.dyn_into().ok()?;
        let inside = |fields| target.closest(fields).ok().flatten().is_some();
        let is_link = text.expose().trim_start().starts_with("otpauth");
        if inside(FIELDS) && !(is_link && inside(SEARCH)) {
            return None;
        }
    }
    event.prevent_default();
    takes.then_some(Arrival::Handed(handed))
}

/// A file may be dropped anywhere; the browser would open it in place of the app.
fn let_drop(event: &DragEvent) {
    let transfer: Option<DataTransfer> = event.data_transfer();
    let has_files = transfer.is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0));
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let in_field = target.is_some_and(|target| target.closest(FIELDS).ok().flatten().is_some());
    if has_files || !in_field {
        event.prevent_default();
    }
}
