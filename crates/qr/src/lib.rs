//! Reads QR codes in pictures and camera frames.
//!
//! Runs natively in tests, and in a web worker (`public/qr-worker.js`) in the app. It reads texts
//! and gives no meaning to them.
#![warn(missing_docs)]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "coordinates and brightness are far from the limits of their types"
)]

mod careful;
mod field;
mod find;
mod finder;
mod pattern;
mod picture;
mod plane;
mod sheet;
mod squares;
mod sums;
mod tries;

pub use picture::Picture;
pub use tries::Try;

/// What the worker's JavaScript calls: the texts of all QR codes that are found, one on a line; in
/// a frame of a camera, of the first alone.
///
/// A camera gives another picture soon, so for a frame of it (`thorough` is `false`) not all is
/// tried: see [`decode_frame`]. A still image is all there is: all is tried, and also when nothing
/// is said.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn decode(width: u32, height: u32, rgba: &[u8], thorough: Option<bool>) -> Option<String> {
    thread_local! {
        static FRAMES: core::cell::Cell<usize> = const { core::cell::Cell::new(0) };
    }
    if thorough.unwrap_or(true) {
        let texts = decode_rgba(width, height, rgba);
        (!texts.is_empty()).then(|| texts.join("\n"))
    } else {
        let number = FRAMES.get();
        FRAMES.set(number.wrapping_add(1));
        decode_frame(width, height, rgba, number).into_iter().next()
    }
}

/// The texts of all QR codes in a picture of red, green, blue and opacity, one byte each, rows
/// from the top, as a canvas gives it. All tries are made until one finds something.
///
/// Nothing is found in a picture that is empty or whose size is not the one that is said.
pub fn decode_rgba(width: u32, height: u32, rgba: &[u8]) -> Vec<String> {
    let picture = Picture::from_rgba(width, height, rgba);
    picture.map_or_else(Vec::new, |picture| first_of(&Try::ALL, &picture))
}

/// The texts of all QR codes in a picture of brightness, one byte per pixel, rows from the top,
/// like [`decode_rgba`].
pub fn decode_luma(width: u32, height: u32, luma: &[u8]) -> Vec<String> {
    let picture = Picture::from_luma(width, height, luma.to_vec());
    picture.map_or_else(Vec::new, |picture| first_of(&Try::ALL, &picture))
}

/// The texts of all QR codes in a frame of a camera, like [`decode_rgba`], but in a steady time:
/// to the first try, one of the others is added for every other frame, by its number.
pub fn decode_frame(width: u32, height: u32, rgba: &[u8], number: usize) -> Vec<String> {
    let further: &[Try] = match number % 4 {
        1 => &[Try::Plain, Try::Smoothed],
        3 => &[Try::Plain, Try::Careful],
        _ => &[Try::Plain],
    };
    let picture = Picture::from_rgba(width, height, rgba);
    picture.map_or_else(Vec::new, |picture| first_of(further, &picture))
}

fn first_of(tries: &[Try], picture: &Picture) -> Vec<String> {
    let mut found = tries.iter().map(|way| way.read(picture));
    found.find(|texts| !texts.is_empty()).unwrap_or_default()
}
