//! Finds codes in pictures of dark and light, and reads their modules.

use rxing::{
    common::{BitMatrix, DetectorRXingResult, cpp_essentials::DecoderResult},
    qrcode::cpp_port::{
        decoder::Decode,
        detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR},
    },
};

use crate::pattern;

/// The texts of all codes, dark on light, or else light on dark.
pub(crate) fn texts(mut picture: BitMatrix) -> Vec<String> {
    let texts = dark_texts(&picture);
    if !texts.is_empty() {
        return texts;
    }
    picture.flip_self();
    dark_texts(&picture)
}

fn dark_texts(picture: &BitMatrix) -> Vec<String> {
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
    texts
}

/// The text of the modules of a code. Its bytes are UTF-8 in practice, whatever the code says of
/// them; those that are not are taken for Latin-1, which the standard has as its default.
///
/// Error correction alone may take by chance what is no code for one, so the known modules have to
/// be there, too.
pub(crate) fn read(modules: &BitMatrix) -> Option<String> {
    if !pattern::is_in(modules) {
        return None;
    }
    let content = Decode(modules).ok().filter(DecoderResult::isValid)?;
    let bytes = content.content().bytes();
    if bytes.is_empty() {
        return None;
    }
    Some(match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    })
}
