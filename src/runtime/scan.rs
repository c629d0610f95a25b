//! Reading QR codes from the camera and from image files.

use core::cell::RefCell;
use std::rc::Rc;

use countersign_core::SecretText;
use wasm_bindgen_futures::spawn_local;

use crate::platform::files::ImageFile;
use crate::platform::timers::{self, on_visibility, sleep};
use crate::platform::{Camera, CameraRefusal, Listener, QrReader, ScanFailure};

/// Between two frames; ten a second are enough for a steady hand.
const FRAME_PAUSE_MILLIS: i64 = 60;

/// What a camera that looks for codes has to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameraNews {
    /// The picture is there.
    Running,
    /// There is no picture, and why. The scan has ended.
    Refused(CameraRefusal),
    /// The page was hidden, so the camera is off. The scan has ended; start another on a tap.
    Stopped,
    /// A code was read. The scan goes on until its handle is dropped.
    Found(SecretText),
    /// The decoder could not be loaded. The scan has ended.
    NoDecoder,
}

/// A camera that looks for codes. It is off as soon as this is dropped.
#[must_use = "the camera is off when this is dropped"]
pub struct CameraScan {
    running: Rc<Running>,
    _hidden: Vec<Listener>,
}

/// The camera while it runs; `None` before it has started.
type Slot = Option<Camera>;

#[derive(Default)]
struct Running {
    /// `None` once the scan has ended.
    slot: RefCell<Option<Slot>>,
}

impl Running {
    fn end(&self) -> bool {
        self.slot.borrow_mut().take().is_some()
    }

    fn has_ended(&self) -> bool {
        self.slot.borrow().is_none()
    }
}

impl CameraScan {
    /// Starts the camera in the `<video>` element with this id; call it on a tap.
    pub(super) fn start(video_id: String, news: impl Fn(CameraNews) + 'static) -> Self {
        let news = Rc::new(news);
        let running = Rc::new(Running {
            slot: RefCell::new(Some(None)),
        });
        let (ended, told) = (Rc::clone(&running), Rc::clone(&news));
        let hidden = on_visibility(move |visible| {
            if !visible && ended.end() {
                told(CameraNews::Stopped);
            }
        });
        let scanned = Rc::clone(&running);
        spawn_local(async move { scan(&video_id, &scanned, &*news).await });
        Self {
            running,
            _hidden: hidden,
        }
    }
}

impl Drop for CameraScan {
    fn drop(&mut self) {
        self.running.end();
    }
}

async fn scan(video_id: &str, running: &Running, news: &dyn Fn(CameraNews)) {
    let camera = match Camera::start(video_id).await {
        Ok(camera) => camera,
        Err(refusal) => {
            if running.end() {
                news(CameraNews::Refused(refusal));
            }
            return;
        }
    };
    // Ended while the person was asked: the camera goes off again with the value.
    match running.slot.borrow_mut().as_mut() {
        Some(slot) if timers::is_visible() => *slot = Some(camera),
        _ => return,
    }
    news(CameraNews::Running);
    let reader = QrReader::default();
    let mut last = None;
    while !running.has_ended() {
        let frame = running
            .slot
            .borrow()
            .as_ref()
            .and_then(|slot| slot.as_ref()?.frame());
        if let Some(frame) = frame {
            match reader.read(frame).await {
                Ok(Some(text)) if !running.has_ended() && last.as_ref() != Some(&text) => {
                    last = Some(text.clone());
                    news(CameraNews::Found(text));
                }
                Ok(_) => {}
                Err(_) if running.end() => return news(CameraNews::NoDecoder),
                Err(_) => return,
            }
        }
        sleep(FRAME_PAUSE_MILLIS).await;
    }
}

/// Reads a code from an image file.
pub(super) fn scan_file(
    file: ImageFile,
    done: impl FnOnce(Result<SecretText, ScanFailure>) + 'static,
) {
    spawn_local(async move {
        let reader = QrReader::default();
        done(reader.read_file(&file).await);
    });
}
