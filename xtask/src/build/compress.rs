//! Brotli and gzip beside each file, so that the server only has to choose.

use std::{io::Write, path::Path};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use super::Mode;
use crate::{
    fail::{Context, Outcome},
    project,
};

/// Below this the headers of an answer weigh more than what compression saves.
const LEAST: usize = 256;

/// Pictures are compressed already.
const COMPRESSED: [&str; 5] = ["png", "jpg", "webp", "ico", "woff2"];

/// Writes `<file>.br` and `<file>.gz` where they are smaller, and tells the size of the first.
pub(crate) fn beside(file: &Path, content: &[u8], mode: Mode) -> Outcome<Option<usize>> {
    let extension = file
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if content.len() < LEAST || COMPRESSED.contains(&extension.as_str()) {
        return Ok(None);
    }
    let brotli = brotli(content, mode)?;
    let gzip = gzip(content)?;
    let mut size = None;
    if brotli.len() < content.len() {
        size = Some(brotli.len());
        project::write(&file.with_extension(format!("{extension}.br")), brotli)?;
    }
    if gzip.len() < content.len() {
        project::write(&file.with_extension(format!("{extension}.gz")), gzip)?;
    }
    Ok(size)
}

fn brotli(content: &[u8], mode: Mode) -> Outcome<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: if mode == Mode::Release { 11 } else { 4 },
        lgwin: 22,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut packed, &params).context("brotli")?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Outcome<Vec<u8>> {
    // The header holds neither a name nor a time: the same content is the same file.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_can_be_read_again() -> Outcome {
        let content = b"countersign ".repeat(100);
        let mut from_brotli = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(&content, Mode::Release)?[..], &mut from_brotli)?;
        assert_eq!(from_brotli, content);
        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(&gzip(&content)?[..]).read_to_end(&mut from_gzip)?;
        assert_eq!(from_gzip, content);
        Ok(())
    }

    #[test]
    fn the_same_content_is_the_same_file() -> Outcome {
        let content = b"countersign ".repeat(100);
        assert_eq!(gzip(&content)?, gzip(&content)?);
        assert_eq!(
            brotli(&content, Mode::Release)?,
            brotli(&content, Mode::Release)?
        );
        Ok(())
    }

    #[test]
    fn pictures_and_tiny_files_are_left_alone() -> Outcome {
        let nowhere = Path::new("no-such-folder");
        assert_eq!(
            beside(&nowhere.join("a.png"), &[0; 1000], Mode::Release)?,
            None
        );
        assert_eq!(beside(&nowhere.join("a.js"), b"1", Mode::Release)?, None);
        Ok(())
    }
}
