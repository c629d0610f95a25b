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

    /// Half as wide and high, each pixel the mean of four. `None` when nothing is left.
    pub(crate) fn halved(&self) -> Option<Self> {
        let bands = self.pixels.chunks_exact(self.width * 2);
        let pixels = bands.flat_map(|band| {
            let (upper, lower) = band.split_at(self.width);
            let pairs = upper.chunks_exact(2).zip(lower.chunks_exact(2));
            pairs.map(|(upper, lower)| {
                let sum: u16 = upper.iter().chain(lower).copied().map(u16::from).sum();
                (sum / 4) as u8
            })
        });
        Self::of_rows(self.width / 2, pixels.collect())
    }

    /// Twice as wide and high, with brightness that goes evenly from pixel to pixel.
    pub(crate) fn doubled(&self) -> Option<Self> {
        let width = self.width * 2;
        let wide: Vec<u8> = self.rows().flat_map(widened).collect();
        let rows: Vec<&[u8]> = wide.chunks_exact(width).collect();
        let mut pixels = Vec::with_capacity(wide.len() * 2);
        for (y, row) in rows.iter().enumerate() {
            for other in [y.saturating_sub(1), (y + 1).min(rows.len() - 1)] {
                let pairs = row.iter().zip(rows[other]);
                pixels.extend(pairs.map(|(near, far)| between(*near, *far)));
            }
        }
        Self::of_rows(width, pixels)
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

fn widened(row: &[u8]) -> impl Iterator<Item = u8> {
    (0..row.len()).flat_map(|x| {
        let (before, after) = (x.saturating_sub(1), (x + 1).min(row.len() - 1));
        [between(row[x], row[before]), between(row[x], row[after])]
    })
}

/// A quarter of the way.
fn between(near: u8, far: u8) -> u8 {
    ((u16::from(near) * 3 + u16::from(far) + 2) / 4) as u8
}

/// The weights of ITU-R BT.601, over white: what is transparent is meant to lie on a page.
fn brightness_on_white([red, green, blue, opacity]: [u8; 4]) -> u8 {
    let weighted = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    let opacity = u32::from(opacity);
    let brightness = (weighted / 256 * opacity + 255 * (255 - opacity)) / 255;
    u8::try_from(brightness).unwrap_or(u8::MAX)
}
