//! Pictures as pixels: from the camera's `<video>` and from image files, scaled to a size that
//! the decoder of QR codes likes.
//!
//! Guarantees: pixels stay on the browser's side and are handed to the worker without a copy
//! through this program's memory.

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, ImageBitmap, ImageData,
};

use super::files::ImageFile;
use super::js;

/// Pixels of one picture: RGBA, row by row.
pub struct Frame(pub(super) ImageData);

/// A canvas off the page, reused for every picture.
pub(super) struct FrameMaker {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl FrameMaker {
    pub(super) fn new() -> Option<Self> {
        let canvas = js::document()?.create_element("canvas").ok()?;
        let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
        let options = Object::new();
        js::set(&options, "willReadFrequently", &JsValue::TRUE);
        let context = canvas
            .get_context_with_context_options("2d", &options)
            .ok()??
            .dyn_into()
            .ok()?;
        Some(Self { canvas, context })
    }

    /// The picture that a video shows, its long side at most `side` pixels.
    pub(super) fn shot(
        &self,
        video: &HtmlVideoElement,
        natural: (u32, u32),
        side: u32,
    ) -> Option<Frame> {
        let (width, height) = self.resize(natural, side)?;
        self.context
            .draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, width, height)
            .ok()?;
        self.pixels(width, height)
    }

    fn drawn(&self, bitmap: &ImageBitmap, side: u32) -> Option<Frame> {
        let (width, height) = self.resize((bitmap.width(), bitmap.height()), side)?;
        // Transparent parts of a code's image mean white.
        self.context.set_fill_style_str("white");
        self.context.fill_rect(0.0, 0.0, width, height);
        self.context
            .draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height)
            .ok()?;
        self.pixels(width, height)
    }

    fn resize(&self, (width, height): (u32, u32), side: u32) -> Option<(f64, f64)> {
        let long = width.max(height);
        if long == 0 {
            return None;
        }
        let scale = f64::from(side.min(long)) / f64::from(long);
        let fit = |length: u32| (f64::from(length) * scale).round().max(1.0);
        let fitted = (fit(width), fit(height));
        self.canvas.set_width(as_pixels(fitted.0));
        self.canvas.set_height(as_pixels(fitted.1));
        Some(fitted)
    }

    fn pixels(&self, width: f64, height: f64) -> Option<Frame> {
        self.context
            .get_image_data(0.0, 0.0, width, height)
            .ok()
            .map(Frame)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole positive number made from a `u32`"
)]
fn as_pixels(length: f64) -> u32 {
    length as u32
}

/// An image file that has been decoded.
pub(super) struct Picture {
    bitmap: ImageBitmap,
    frames: FrameMaker,
}

impl Picture {
    /// Decodes an image file; `None` when the browser does not know the format.
    pub(super) async fn open(file: &ImageFile) -> Option<Self> {
        let frames = FrameMaker::new()?;
        let decoding = js::window()?.create_image_bitmap_with_blob(&file.0).ok()?;
        let bitmap = JsFuture::from(decoding).await.ok()?.dyn_into().ok()?;
        Some(Self { bitmap, frames })
    }

    /// The picture with its long side at most `side` pixels.
    pub(super) fn scaled(&self, side: u32) -> Option<Frame> {
        self.frames.drawn(&self.bitmap, side)
    }

    /// The long side in pixels.
    pub(super) fn long_side(&self) -> u32 {
        self.bitmap.width().max(self.bitmap.height())
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        self.bitmap.close();
    }
}
