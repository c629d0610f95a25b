//! The camera, as a source of frames.
//!
//! Guarantees: the camera is off again when this is dropped; refusals say why.
//! Left to others: when to start (on a tap) and that it must stop when the page is hidden, which
//! iOS does anyway and leaves a black picture. The `<video>` element is the view's and carries
//! `playsinline muted autoplay`.

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

use super::frame::{Frame, FrameMaker};
use super::js;

/// Long side of the frames that are searched for a code, in pixels.
const FRAME_SIDE: u32 = 960;

/// Why there is no camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraRefusal {
    /// The person or the browser's settings do not allow it.
    Denied,
    /// There is none.
    Missing,
    /// Another program uses it.
    Busy,
    /// This browser gives none to this page.
    Unsupported,
}

/// A running camera. It stops when dropped.
pub struct Camera {
    stream: MediaStream,
    video: HtmlVideoElement,
    frames: FrameMaker,
}

impl Camera {
    /// Starts the camera that looks away from the person and shows it in the `<video>` element
    /// with this id.
    pub async fn start(video_id: &str) -> Result<Self, CameraRefusal> {
        let video = find_video(video_id).ok_or(CameraRefusal::Unsupported)?;
        let frames = FrameMaker::new().ok_or(CameraRefusal::Unsupported)?;
        let stream = ask_for_stream().await?;
        let camera = Self {
            stream,
            video,
            frames,
        };
        camera.video.set_src_object(Some(&camera.stream));
        if let Ok(playing) = camera.video.play() {
            // A refused autoplay still shows the first picture; frames tell the rest.
            let _ = JsFuture::from(playing).await;
        }
        Ok(camera)
    }

    /// The present picture; `None` until there is one.
    pub fn frame(&self) -> Option<Frame> {
        let natural = (self.video.video_width(), self.video.video_height());
        self.frames.shot(&self.video, natural, FRAME_SIDE)
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
        self.video.set_src_object(None);
    }
}

fn find_video(id: &str) -> Option<HtmlVideoElement> {
    js::document()?.get_element_by_id(id)?.dyn_into().ok()
}

async fn ask_for_stream() -> Result<MediaStream, CameraRefusal> {
    let devices = js::navigator()
        .filter(|navigator| js::property(navigator, "mediaDevices").is_some())
        .and_then(|navigator| navigator.media_devices().ok())
        .ok_or(CameraRefusal::Unsupported)?;
    let asked = devices
        .get_user_media_with_constraints(&constraints())
        .map_err(|error| refusal(&error))?;
    let stream = JsFuture::from(asked)
        .await
        .map_err(|error| refusal(&error))?;
    stream.dyn_into().map_err(|_| CameraRefusal::Unsupported)
}

fn constraints() -> MediaStreamConstraints {
    let wish = |value: JsValue| {
        let wish = Object::new();
        js::set(&wish, "ideal", &value);
        wish
    };
    let video = Object::new();
    js::set(
        &video,
        "facingMode",
        &wish(JsValue::from_str("environment")),
    );
    js::set(&video, "width", &wish(JsValue::from_f64(1280.0)));
    js::set(&video, "height", &wish(JsValue::from_f64(720.0)));
    let constraints = MediaStreamConstraints::new();
    js::set(&constraints, "audio", &JsValue::FALSE);
    js::set(&constraints, "video", &video);
    constraints
}

fn refusal(error: &JsValue) -> CameraRefusal {
    match js::error_name(error).as_str() {
        "NotAllowedError" | "SecurityError" => CameraRefusal::Denied,
        "NotFoundError" | "OverconstrainedError" => CameraRefusal::Missing,
        "NotReadableError" | "AbortError" => CameraRefusal::Busy,
        _ => CameraRefusal::Unsupported,
    }
}
