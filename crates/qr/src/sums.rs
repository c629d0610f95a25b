//! Sums of squares of a picture, of any size at the same cost.

use crate::picture::Picture;

/// The sum of some pixels and how many they are.
#[derive(Clone, Copy)]
pub(crate) struct Sum {
    pub(crate) sum: u32,
    pub(crate) area: u32,
}

impl Sum {
    pub(crate) fn mean(self) -> f32 {
        self.sum as f32 / self.area as f32
    }

    pub(crate) fn rounded_mean(self) -> u8 {
        ((self.sum + self.area / 2) / self.area) as u8
    }
}

/// The sums of all rectangles of a picture that begin above left. They may go around, but what is
/// asked for is right as long as it fits itself: of squares with sides of up to 512 pixels.
pub(crate) struct Sums {
    width: usize,
    height: usize,
    /// One column and one row more than the picture.
    corners: Vec<u32>,
}

impl Sums {
    pub(crate) fn of(picture: &Picture) -> Self {
        Self::of_each(picture, u32::from)
    }

    /// Of a quarter of the squares of the brightness.
    pub(crate) fn of_squares(picture: &Picture) -> Self {
        Self::of_each(picture, |pixel| u32::from(pixel) * u32::from(pixel) / 4)
    }

    fn of_each(picture: &Picture, value: impl Fn(u8) -> u32) -> Self {
        let stride = picture.width() + 1;
        let mut sums = vec![0_u32; stride * (picture.height() + 1)];
        for (y, row) in picture.rows().enumerate() {
            let (before, after) = sums.split_at_mut((y + 1) * stride);
            let above = &before[y * stride..];
            let mut sum = 0_u32;
            for ((below, above), &pixel) in after[1..].iter_mut().zip(&above[1..]).zip(row) {
                sum = sum.wrapping_add(value(pixel));
                *below = above.wrapping_add(sum);
            }
        }
        Self {
            width: picture.width(),
            height: picture.height(),
            corners: sums,
        }
    }

    /// For each pixel of a row the square that reaches `radius` pixels from it, as far as it is in
    /// the picture.
    pub(crate) fn around(&self, y: usize, radius: usize) -> impl Iterator<Item = Sum> {
        let rows = [y.saturating_sub(radius), (y + radius + 1).min(self.height)];
        (0..self.width).map(move |x| {
            let columns = [x.saturating_sub(radius), (x + radius + 1).min(self.width)];
            self.between(columns, rows)
        })
    }

    /// The square that reaches so many pixels from a point. `None` when it is not in the picture.
    pub(crate) fn within(&self, x: f32, y: f32, reach: f32) -> Option<Sum> {
        let (left, top) = (x - reach + 0.5, y - reach + 0.5);
        let (right, bottom) = ((x + reach + 0.5) as usize, (y + reach + 0.5) as usize);
        if left < 0.0 || top < 0.0 || right > self.width || bottom > self.height {
            return None;
        }
        let (left, top) = (left as usize, top as usize);
        (left < right && top < bottom).then(|| self.between([left, right], [top, bottom]))
    }

    fn between(&self, [left, right]: [usize; 2], [top, bottom]: [usize; 2]) -> Sum {
        let stride = self.width + 1;
        let (above, below) = (top * stride, bottom * stride);
        let sum = self.corners[below + right]
            .wrapping_sub(self.corners[below + left])
            .wrapping_sub(self.corners[above + right])
            .wrapping_add(self.corners[above + left]);
        Sum {
            sum,
            area: ((right - left) * (bottom - top)) as u32,
        }
    }
}
