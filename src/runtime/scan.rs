//! Reading QR codes from the camera and from image files.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use countersign_core::SecretText;
use wasm_bindgen_futures::spawn_local;

use crate::platform::files::ImageFile;
use crate::platform::timers::{on_visibility, sleep};
use crate::platform::{Camera, CameraRefusal, Frame, Listener, QrReader, ScanFailure};

/// Between two frames; ten a second are enough for a steady hand.
const FRAME_PAUSE_MILLIS: i64 = 60;

/// What a camera that looks for codes has to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameraNews {
    /// The picture is there.
    Running {
        /// There is a light that can be turned on.
        torch: bool,
    },
    /// There is no picture, and why. The scan has ended.
    Refused(CameraRefusal),
    /// The page is hidden, so the camera is off until it is shown again.
    Paused,
    /// A code was read. The scan goes on until its handle is dropped.
    Found(SecretText),
    /// The decoder could not be loaded. The scan has ended.
    NoDecoder,
}

/// Hears what the camera tells.
type Tell = Rc<dyn Fn(CameraNews)>;

/// A camera that looks for codes. It is off as soon as this is dropped.
#[must_use = "the camera is off when this is dropped"]
pub struct CameraScan {
    running: Rc<Running>,
    _hidden: Vec<Listener>,
}

struct Running {
    video_id: String,
    tell: Tell,
    camera: RefCell<Option<Camera>>,
    /// Which start counts: what an earlier one still brings is dropped. Nothing once the scan has
    /// ended.
    turn: Cell<Option<u32>>,
}

impl CameraScan {
    /// Starts the camera in the `<video>` element with this id; call it on a tap.
    pub(super) fn start(video_id: String, news: impl Fn(CameraNews) + 'static) -> Self {
        let running = Rc::new(Running {
            video_id,
            tell: Rc::new(news),
            camera: RefCell::default(),
            turn: Cell::new(Some(0)),
        });
        let watched = Rc::clone(&running);
        let hidden = on_visibility(move |visible| {
            if visible {
                begin(&watched);
            } else {
                watched.pause();
            }
        });
        begin(&running);
        Self {
            running,
            _hidden: hidden,
        }
    }

    /// Turns the light on or off, and tells whether it is on then.
    pub fn set_torch(&self, on: bool, done: impl FnOnce(bool) + 'static) {
        let camera = self.running.camera.borrow();
        if let Some(lens) = camera.as_ref().map(|camera| camera.lens().clone()) {
            spawn_local(async move { done(lens.set_torch(on).await == on) });
        }
    }
}

impl Drop for CameraScan {
    fn drop(&mut self) {
        self.running.end();
    }
}

impl Running {
    fn end(&self) -> bool {
        self.camera.take();
        self.turn.take().is_some()
    }

    fn pause(&self) {
        if let Some(turn) = self.turn.get() {
            self.turn.set(Some(turn + 1));
            self.camera.take();
            (self.tell)(CameraNews::Paused);
        }
    }

    fn frame(&self) -> Option<Frame> {
        self.camera.borrow().as_ref()?.frame()
    }
}

/// Starts the camera, unless it runs.
fn begin(running: &Rc<Running>) {
    let Some(turn) = running.turn.get() else {
        return;
    };
    if running.camera.borrow().is_some() {
        return;
    }
    let running = Rc::clone(running);
    running.turn.set(Some(turn + 1));
    spawn_local(async move { scan(&running, turn + 1).await });
}

async fn scan(running: &Running, turn: u32) {
    let started = Camera::start(&running.video_id).await;
    // Ended or hidden while the person was asked: the camera goes off again with the value.
    let counts = || running.turn.get() == Some(turn);
    if !counts() {
        return;
    }
    let tell = &running.tell;
    let camera = match started {
        Ok(camera) => camera,
        Err(refusal) => {
            running.end();
            return tell(CameraNews::Refused(refusal));
        }
    };
    let torch = camera.lens().has_torch();
    *running.camera.borrow_mut() = Some(camera);
    tell(CameraNews::Running { torch });
    let reader = QrReader::default();
    let mut last = None;
    while counts() {
        if let Some(frame) = running.frame() {
            match reader.read(frame).await {
                Ok(Some(text)) if counts() && last.as_ref() != Some(&text) => {
                    last = Some(text.clone());
                    tell(CameraNews::Found(text));
                }
                Err(_) if counts() => {
                    running.end();
                    return tell(CameraNews::NoDecoder);
                }
                Ok(_) | Err(_) => {}
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
