//! Pictures of brightness, and what may be done to one before it is searched.

use crate::sums::{Sum, Sums};

/// A picture of brightness, one byte per pixel, rows from the top. It is never empty.
#[derive(Clone)]
pub struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Picture {
    /// From one byte of brightness per pixel, rows from the top. `None` for a picture that is
    /// empty or whose size is not the one that is said.
    pub fn from_luma(width: u32, height: u32, luma: Vec<u8>) -> Option<Self> {
        let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
        let fits = width.checked_mul(height) == Some(luma.len());
        (fits && !luma.is_empty()).then_some(Self {
            width,
            height,
            pixels: luma,
        })
    }

    /// From red, green, blue and opacity, one byte each, as a canvas gives them. `None` for a
    /// picture that is empty or whose size is not the one that is said.
    pub fn from_rgba(width: u32, height: u32, rgba: &[u8]) -> Option<Self> {
        let (pixels, rest) = rgba.as_chunks::<4>();
        let luma = pixels.iter().copied().map(brightness_on_white).collect();
        Self::from_luma(width, height, luma).filter(|_| rest.is_empty())
    }

    /// Pixels in a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub(crate) fn height(&self) -> usize {
        self.height
    }

    /// Rows one after the other.
    pub(crate) fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.width)
    }

    /// A picture of another size.
    pub(crate) fn of_rows(width: usize, pixels: Vec<u8>) -> Option<Self> {
        let height = pixels.len().checked_div(width)?;
        (height > 0).then_some(Self {
            width,
            height,
            pixels,
        })
    }

    /// The part between these columns and rows, as far as it is in the picture.
    pub(crate) fn part(&self, columns: [usize; 2], rows: [usize; 2]) -> Option<Self> {
        let [left, right] = columns.map(|column| column.min(self.width));
        let [top, bottom] = rows.map(|row| row.min(self.height));
        let rows = self.rows().take(bottom).skip(top);
        let pixels = rows.flat_map(|row| row.get(left..right).unwrap_or_default());
        Self::of_rows(right.checked_sub(left)?, pixels.copied().collect())
    }

    /// Light for dark.
    pub(crate) fn inverted(&self) -> Self {
        Self {
            pixels: self.pixels.iter().map(|pixel| !pixel).collect(),
            ..*self
        }
    }

    /// Each pixel the mean of the square that reaches `radius` pixels from it, twice over: about
    /// what a lens out of focus does, and what takes noise away.
    pub(crate) fn smoothed(&self, radius: usize) -> Self {
        let once = self.meant(radius);
        once.meant(radius)
    }

    fn meant(&self, radius: usize) -> Self {
        let sums = Sums::of(self);
        let rows = (0..self.height).flat_map(|y| sums.around(y, radius));
        Self {
            pixels: rows.map(Sum::rounded_mean).collect(),
            ..*self
        }
    }

    /// The opposite of [`Self::smoothed`]: what that takes away is added twice.
    pub(crate) fn sharpened(&self, radius: usize) -> Self {
        let smooth = self.smoothed(radius);
        let pairs = self.pixels.iter().zip(&smooth.pixels);
        let sharp = pairs.map(|(&pixel, &smooth)| {
            (3 * i16::from(pixel) - 2 * i16::from(smooth)).clamp(0, 255) as u8
        });
        Self {
            pixels: sharp.collect(),
            ..*self
        }
    }
}

/// The weights of ITU-R BT.601, over white: what is transparent is meant to lie on a page.
fn brightness_on_white([red, green, blue, opacity]: [u8; 4]) -> u8 {
    let weighted = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    let opacity = u32::from(opacity);
    let brightness = (weighted / 256 * opacity + 255 * (255 - opacity)) / 255;
    u8::try_from(brightness).unwrap_or(u8::MAX)
}
