//! Files that leave the app: saved as a download, or sent through the system's share sheet.
//!
//! Guarantees: the address of a saved file is taken back after a moment; nothing is kept here.
//! Traps: sharing is allowed only within a person's tap, so it is asked for before the function
//! returns; whether a download arrived anywhere is never told. A file cannot be wiped once the
//! browser has it.

use core::future::Future;

use js_sys::{Array, Function, Object, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, File, FilePropertyBag, HtmlAnchorElement, Url};

use super::{js, timers};

/// By then a browser has taken the file, also one that asks where to put it.
const ADDRESS_LIVES_MILLIS: i64 = 30_000;

/// The file was not sent: the person changed their mind, or no app took it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotShared;

/// Saves a file under this name; false if the browser cannot.
pub fn save(name: &str, kind: &str, content: &[u8]) -> bool {
    try_save(name, kind, content).is_some()
}

fn try_save(name: &str, kind: &str, content: &[u8]) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_u8_array_sequence_and_options(&pieces(content), &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link = js::document()?.create_element("a").ok()?;
    // It is never on the page, so that no listener there takes the click for a way inside.
    let link: HtmlAnchorElement = link.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    spawn_local(async move {
        timers::sleep(ADDRESS_LIVES_MILLIS).await;
        let _ = Url::revoke_object_url(&address);
    });
    Some(())
}

/// Whether a file of this kind can be sent to another app.
pub fn can_share(name: &str, kind: &str) -> bool {
    let answer = file(name, kind, &[]).and_then(|file| call("canShare", &file));
    answer.is_some_and(|answer| answer.is_truthy())
}

/// Sends a file to another app. Call it in the handler of the tap itself.
pub fn share(
    name: &str,
    kind: &str,
    content: &[u8],
) -> impl Future<Output = Result<(), NotShared>> + 'static {
    let asked = file(name, kind, content).and_then(|file| call("share", &file));
    async move {
        let promise: Promise = asked
            .and_then(|asked| asked.dyn_into().ok())
            .ok_or(NotShared)?;
        JsFuture::from(promise)
            .await
            .map(drop)
            .map_err(|_| NotShared)
    }
}

fn file(name: &str, kind: &str, content: &[u8]) -> Option<File> {
    let options = FilePropertyBag::new();
    options.set_type(kind);
    File::new_with_u8_array_sequence_and_options(&pieces(content), name, &options).ok()
}

fn pieces(content: &[u8]) -> JsValue {
    Array::of1(&Uint8Array::from(content)).into()
}

/// A method of the navigator that takes files to share; nothing where there is none.
fn call(method: &str, file: &File) -> Option<JsValue> {
    let navigator = js::navigator()?;
    let method: Function = js::property(&navigator, method)?.dyn_into().ok()?;
    let data = Object::new();
    js::set(&data, "files", &Array::of1(file));
    method.call1(&navigator, &data).ok()
}
