//! Workers: code in files of its own that runs apart from the page.
//!
//! Traps: a worker's file has its hash in its name, so the page says in `<meta
//! name="NAME-worker">` where it lies; under Trusted Types only such an address may become a
//! worker.

use js_sys::{Array, Object, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::js;

/// Starts the worker of this name; nothing if this browser cannot.
pub(super) fn start(name: &str) -> Option<Worker> {
    let place = js::document()
        .and_then(|document| {
            let meta = format!("meta[name='{name}-worker']");
            document.query_selector(&meta).ok().flatten()
        })
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_else(|| format!("/{name}-worker.js"));
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&place, &options).ok()
}

/// Hands an order over and waits for its answer; nothing if the worker failed. One order at a time.
pub(super) async fn ask(worker: &Worker, order: &Object, transfer: &Array) -> Option<JsValue> {
    let answered = Promise::new(&mut |resolve, reject| {
        worker.set_onmessage(Some(&resolve));
        worker.set_onerror(Some(&reject));
    });
    worker.post_message_with_transfer(order, transfer).ok()?;
    let event = JsFuture::from(answered).await.ok()?;
    let answer = event.unchecked_into::<MessageEvent>().data();
    js::property(&answer, "failed").is_none().then_some(answer)
}
