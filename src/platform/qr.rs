//! Reads QR codes in a worker, which is started at the first picture and ended with this.
//!
//! Guarantees: one picture at a time; pixels are handed over, not copied; what is read is treated
//! as a secret. A worker that fails is thrown away, and the next picture starts another.
//! Traps: the worker's file has its hash in its name, so the page says in `<meta
//! name="qr-worker">` where it lies; under Trusted Types only that address may become a worker.

use core::cell::{Cell, RefCell};

use countersign_protocol::SecretText;
use js_sys::{Array, Object, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::files::ImageFile;
use super::frame::{Frame, Picture};
use super::js;

const WHERE: &str = "meta[name='qr-worker']";
const DEFAULT_ADDRESS: &str = "/qr-worker.js";
/// Long sides to which an image file is scaled down, one try after the other.
const FILE_SIDES: [u32; 3] = [1600, 800, 2800];

/// Why no code was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanFailure {
    /// There is no code in the picture, as far as can be seen.
    NothingFound,
    /// The file is no picture that this browser knows.
    Unreadable,
    /// The decoder could not be loaded, or broke.
    NoDecoder,
}

/// The decoder.
#[derive(Default)]
pub struct QrReader {
    worker: RefCell<Option<Worker>>,
    busy: Cell<bool>,
}

impl QrReader {
    /// The text of a code in a frame of the camera, which is looked at quickly, since another one
    /// follows; `None` when there is none, or when the frame before is still being looked at.
    pub async fn read(&self, frame: Frame) -> Result<Option<SecretText>, ScanFailure> {
        self.look_at(&frame, false).await
    }

    async fn look_at(
        &self,
        frame: &Frame,
        thorough: bool,
    ) -> Result<Option<SecretText>, ScanFailure> {
        if self.busy.replace(true) {
            return Ok(None);
        }
        let answer = self.ask(frame, thorough).await;
        self.busy.set(false);
        if answer.is_err() {
            self.stop();
        }
        answer
    }

    /// The text of a code in an image file, which is looked at in several sizes.
    pub async fn read_file(&self, file: &ImageFile) -> Result<SecretText, ScanFailure> {
        let picture = Picture::open(file).await.ok_or(ScanFailure::Unreadable)?;
        let mut tried = None;
        for side in FILE_SIDES {
            let side = side.min(picture.long_side());
            if tried.replace(side) == Some(side) {
                continue;
            }
            let frame = picture.scaled(side).ok_or(ScanFailure::Unreadable)?;
            if let Some(text) = self.look_at(&frame, true).await? {
                return Ok(text);
            }
        }
        Err(ScanFailure::NothingFound)
    }

    /// Ends the worker. The next picture starts another.
    pub fn stop(&self) {
        if let Some(worker) = self.worker.borrow_mut().take() {
            worker.terminate();
        }
    }

    async fn ask(&self, frame: &Frame, thorough: bool) -> Result<Option<SecretText>, ScanFailure> {
        let worker = self.worker().ok_or(ScanFailure::NoDecoder)?;
        let answered = Promise::new(&mut |resolve, reject| {
            worker.set_onmessage(Some(&resolve));
            worker.set_onerror(Some(&reject));
        });
        hand_over(&worker, frame, thorough).ok_or(ScanFailure::NoDecoder)?;
        let event = JsFuture::from(answered)
            .await
            .map_err(|_| ScanFailure::NoDecoder)?;
        let answer = event.unchecked_into::<MessageEvent>().data();
        if js::property(&answer, "failed").is_some() {
            return Err(ScanFailure::NoDecoder);
        }
        let text = js::property(&answer, "text").and_then(|text| text.as_string());
        Ok(text.map(SecretText::new))
    }

    fn worker(&self) -> Option<Worker> {
        let mut worker = self.worker.borrow_mut();
        if worker.is_none() {
            let options = WorkerOptions::new();
            options.set_type(WorkerType::Module);
            *worker = Worker::new_with_options(&address(), &options).ok();
        }
        worker.clone()
    }
}

impl Drop for QrReader {
    fn drop(&mut self) {
        self.stop();
    }
}

fn address() -> String {
    js::document()
        .and_then(|document| document.query_selector(WHERE).ok().flatten())
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_else(|| DEFAULT_ADDRESS.to_owned())
}

fn hand_over(worker: &Worker, frame: &Frame, thorough: bool) -> Option<()> {
    let pixels = js::property(&js::property(&frame.0, "data")?, "buffer")?;
    let message = Object::new();
    js::set(&message, "width", &frame.0.width().into());
    js::set(&message, "height", &frame.0.height().into());
    js::set(&message, "rgba", &pixels);
    js::set(&message, "thorough", &thorough.into());
    worker
        .post_message_with_transfer(&message, &Array::of1(&pixels))
        .ok()
}
