//! Reads QR codes in pictures and camera frames.
//!
//! Runs natively in tests, and in a web worker (`public/qr-worker.js`) in the app. It reads texts
//! and gives no meaning to them.
#![warn(missing_docs)]

use rxing::{
    Binarizer, Luma8Source,
    common::{BitMatrix, DetectorRXingResult, HybridBinarizer, cpp_essentials::DecoderResult},
    qrcode::{
        cpp_port::{
            decoder::Decode,
            detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR},
        },
        detector::Detector,
    },
};

/// What the worker's JavaScript calls: the text of the first QR code that [`decode_rgba`] finds.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn decode(width: u32, height: u32, rgba: &[u8]) -> Option<String> {
    decode_rgba(width, height, rgba).into_iter().next()
}

/// The texts of all QR codes in a picture of red, green, blue and opacity, one byte each, rows
/// from the top, as a canvas gives it.
///
/// Nothing is found in a picture that is empty or whose size is not the one that is said.
pub fn decode_rgba(width: u32, height: u32, rgba: &[u8]) -> Vec<String> {
    let (pixels, rest) = rgba.as_chunks::<4>();
    if !rest.is_empty() {
        return Vec::new();
    }
    let luma: Vec<u8> = pixels.iter().copied().map(brightness_on_white).collect();
    decode_luma(width, height, &luma)
}

/// The texts of all QR codes in a picture of brightness, one byte per pixel, rows from the top.
///
/// Nothing is found in a picture that is empty or whose size is not the one that is said.
pub fn decode_luma(width: u32, height: u32, luma: &[u8]) -> Vec<String> {
    if luma.is_empty() || u64::from(width) * u64::from(height) != luma.len() as u64 {
        return Vec::new();
    }
    let Ok(source) = Luma8Source::new_with_slice(luma, width, height) else {
        return Vec::new();
    };
    let binarizer = HybridBinarizer::new(source);
    let Ok(picture) = binarizer.get_black_matrix() else {
        return Vec::new();
    };
    let texts = find(picture);
    if !texts.is_empty() {
        return texts;
    }
    // Light on dark: screens in dark mode.
    let mut picture = picture.clone();
    picture.flip_self();
    find(&picture)
}

/// The first detector finds most codes, and several at once; the second some of the rest.
fn find(picture: &BitMatrix) -> Vec<String> {
    let mut patterns = FindFinderPatterns(picture, true, 0);
    let mut used = Vec::new();
    let mut texts = Vec::new();
    for set in GenerateFinderPatternSets(&mut patterns) {
        let corners = [set.bl, set.tl, set.tr];
        if corners.iter().any(|corner| used.contains(corner)) {
            continue;
        }
        if let Some(text) = SampleQR(picture, &set)
            .ok()
            .and_then(|found| read(found.getBits()))
        {
            texts.push(text);
            used.extend(corners);
        }
    }
    if texts.is_empty() {
        let found = Detector::new(picture).detect();
        texts.extend(found.ok().and_then(|found| read(found.getBits())));
    }
    texts
}

/// The text of the modules of a code. Its bytes are UTF-8 in practice, whatever the code says of
/// them; those that are not are taken for Latin-1, which the standard has as its default.
fn read(modules: &BitMatrix) -> Option<String> {
    let content = Decode(modules).ok().filter(DecoderResult::isValid)?;
    let bytes = content.content().bytes();
    Some(match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    })
}

/// The weights of ITU-R BT.601, over white: what is transparent is meant to lie on a page.
fn brightness_on_white([red, green, blue, opacity]: [u8; 4]) -> u8 {
    let weighted = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    let opacity = u32::from(opacity);
    let brightness = (weighted / 256 * opacity + 255 * (255 - opacity)) / 255;
    u8::try_from(brightness).unwrap_or(u8::MAX)
}
