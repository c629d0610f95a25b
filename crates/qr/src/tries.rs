//! The ways in which a picture is searched for codes, one after the other.

use rxing::{
    Binarizer, Luma8Source,
    common::{BitMatrix, HybridBinarizer},
};

use crate::{careful, find, picture::Picture, sums::Sums};

/// A way to search a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Try {
    /// As it is: most codes, in a few milliseconds.
    Plain,
    /// With noise smoothed away and faint contrast raised.
    Smoothed,
    /// Each module read together with its neighbors: codes out of focus, in motion or full of
    /// noise. One code at most.
    Careful,
}

impl Try {
    /// All, in the order in which they are worth it.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Smoothed, Self::Careful];

    /// The texts of the codes that are found this way.
    pub fn read(self, picture: &Picture) -> Vec<String> {
        let dark = match self {
            Self::Plain => hybrid(picture),
            Self::Smoothed => below_mean(&picture.smoothed(1).sharpened(5), 32),
            Self::Careful => return careful::read(picture).into_iter().collect(),
        };
        dark.map(find::texts).unwrap_or_default()
    }
}

/// Dark where it is darker than what is around, judged by blocks.
fn hybrid(picture: &Picture) -> Option<BitMatrix> {
    let (width, height) = (picture.width() as u32, picture.height() as u32);
    let source = Luma8Source::new_with_slice(picture.pixels(), width, height).ok()?;
    let binarizer = HybridBinarizer::new(source);
    binarizer.get_black_matrix().ok().cloned()
}

/// Dark where it is at least one step darker than the mean of the square that reaches `radius`
/// pixels around.
fn below_mean(picture: &Picture, radius: usize) -> Option<BitMatrix> {
    let sums = Sums::of(picture);
    let mut dark = BitMatrix::new(picture.width() as u32, picture.height() as u32).ok()?;
    for (y, row) in picture.rows().enumerate() {
        for ((x, pixel), around) in (0..).zip(row).zip(sums.around(y, radius)) {
            if (u32::from(*pixel) + 1) * around.area < around.sum {
                dark.set(x, y as u32);
            }
        }
    }
    Some(dark)
}
