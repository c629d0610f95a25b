//! Reads QR codes in a worker, which is started at the first picture and ended with this.
//!
//! Guarantees: one picture at a time; pixels are handed over, not copied; what is read is treated
//! as a secret. A worker that fails is thrown away, and the next picture starts another.

use core::cell::{Cell, RefCell};

use countersign_protocol::SecretText;
use js_sys::{Array, Object};
use web_sys::Worker;

use super::files::ImageFile;
use super::frame::{Frame, Picture};
use super::{js, worker};

const NAME: &str = "qr";
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

    /// The texts of the codes in an image file, one on a line; it is looked at in several sizes.
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
        let (order, pixels) = order(frame, thorough).ok_or(ScanFailure::NoDecoder)?;
        let answer = worker::ask(&worker, &order, &pixels).await;
        let answer = answer.ok_or(ScanFailure::NoDecoder)?;
        let text = js::property(&answer, "text").and_then(|text| text.as_string());
        Ok(text.map(SecretText::new))
    }

    fn worker(&self) -> Option<Worker> {
        let mut worker = self.worker.borrow_mut();
        if worker.is_none() {
            *worker = worker::start(NAME);
        }
        worker.clone()
    }
}

impl Drop for QrReader {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What the worker is to look at, and the pixels that are handed over with it.
fn order(frame: &Frame, thorough: bool) -> Option<(Object, Array)> {
    let pixels = js::property(&js::property(&frame.0, "data")?, "buffer")?;
    let order = Object::new();
    js::set(&order, "width", &frame.0.width().into());
    js::set(&order, "height", &frame.0.height().into());
    js::set(&order, "rgba", &pixels);
    js::set(&order, "thorough", &thorough.into());
    Some((order, Array::of1(&pixels)))
}
