//! Brightness between the pixels.

use rxing::Point;

use crate::{
    picture::Picture,
    sums::{Sum, Sums},
};

/// A picture of brightness in which noise is evened out.
pub(crate) struct Field {
    width: usize,
    height: usize,
    values: Vec<f32>,
}

impl Field {
    /// The means of the squares that reach `radius` pixels around each pixel.
    pub(crate) fn smooth(picture: &Picture, radius: usize) -> Self {
        let sums = Sums::of(picture);
        let rows = (0..picture.height()).flat_map(|y| sums.around(y, radius));
        Self {
            width: picture.width(),
            height: picture.height(),
            values: rows.map(Sum::mean).collect(),
        }
    }

    /// The same less the mean of a larger square, so that light that falls unevenly is evened out.
    pub(crate) fn flat(picture: &Picture, radius: usize, window: usize) -> Self {
        let mut field = Self::smooth(picture, radius);
        let sums = Sums::of(picture);
        let around = (0..picture.height()).flat_map(|y| sums.around(y, window));
        for (value, around) in field.values.iter_mut().zip(around) {
            *value -= around.mean();
        }
        field
    }

    /// The brightness at a point, from the four pixels around it. `None` outside.
    pub(crate) fn at(&self, place: Point) -> Option<f32> {
        let (x, y) = (place.x - 0.5, place.y - 0.5);
        let (last, bottom) = ((self.width - 1) as f32, (self.height - 1) as f32);
        if !(x >= 0.0 && y >= 0.0 && x < last && y < bottom) {
            return None;
        }
        let (column, row) = (x as usize, y as usize);
        let (right, down) = (x - column as f32, y - row as f32);
        let start = row * self.width + column;
        let upper = mix(self.values[start], self.values[start + 1], right);
        let start = start + self.width;
        let lower = mix(self.values[start], self.values[start + 1], right);
        Some(mix(upper, lower, down))
    }
}

fn mix(one: f32, other: f32, share: f32) -> f32 {
    one + (other - one) * share
}
