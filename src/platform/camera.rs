//! The camera, as a source of frames.
//!
//! Guarantees: the camera is off again when this is dropped; refusals say why. It focuses by
//! itself where it can, and a light is only offered where there is one.
//! Left to others: when to start (on a tap) and that it must stop when the page is hidden, which
//! iOS does anyway and leaves a black picture. The `<video>` element is the view's and carries
//! `playsinline muted autoplay`.

use js_sys::{Array, Object, Promise};
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
    lens: Lens,
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
        let lens = Lens(stream.get_video_tracks().get(0));
        let camera = Self {
            stream,
            lens,
            video,
            frames,
        };
        camera.lens.focus_by_itself().await;
        camera.video.set_src_object(Some(&camera.stream));
        if let Ok(playing) = camera.video.play() {
            // A refused autoplay still shows the first picture; frames tell the rest.
            let _ = JsFuture::from(playing).await;
        }
        Ok(camera)
    }

    /// What can be set about it.
    pub fn lens(&self) -> &Lens {
        &self.lens
    }

    /// The present picture; `None` until there is one.
    pub fn frame(&self) -> Option<Frame> {
        let natural = (self.video.video_width(), self.video.video_height());
        self.frames.shot(&self.video, natural, FRAME_SIDE)
    }
}

/// What can be set about a camera: the video track, as the browser gives it. What a browser does
/// not tell, is not there.
#[derive(Clone)]
pub struct Lens(JsValue);

impl Lens {
    /// Of a video track.
    pub fn of(track: JsValue) -> Self {
        Self(track)
    }

    /// Whether there is a light beside the camera.
    pub fn has_torch(&self) -> bool {
        self.ability("torch").is_some_and(|torch| torch.is_truthy())
    }

    /// Turns the light on or off. False when it stays as it is.
    pub async fn set_torch(&self, on: bool) -> bool {
        self.apply("torch", &JsValue::from_bool(on)).await
    }

    /// Lets the camera focus all the time, where it can.
    pub async fn focus_by_itself(&self) {
        let continuous = JsValue::from_str("continuous");
        let modes = self.ability("focusMode");
        if modes.is_some_and(|modes| Array::from(&modes).includes(&continuous, 0)) {
            // A camera that refuses focuses as it always does.
            self.apply("focusMode", &continuous).await;
        }
    }

    fn ability(&self, name: &str) -> Option<JsValue> {
        let abilities = js::call(&self.0, "getCapabilities", &JsValue::UNDEFINED)?;
        js::property(&abilities, name)
    }

    async fn apply(&self, name: &str, value: &JsValue) -> bool {
        let wish = Object::new();
        js::set(&wish, name, value);
        let constraints = Object::new();
        js::set(&constraints, "advanced", &Array::of1(&wish));
        let applied = js::call(&self.0, "applyConstraints", &constraints);
        match applied.and_then(|applied| applied.dyn_into::<Promise>().ok()) {
            Some(applied) => JsFuture::from(applied).await.is_ok(),
            None => false,
        }
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
