//! What is known of a code before it is read: the modules that are alike in all codes of a version.

use rxing::{Point, common::BitMatrix, point, qrcode::common::Version};

/// The least share of the known modules that has to be right. Of modules that are no code, about
/// half are.
const LEAST_RIGHT: f32 = 0.75;

/// A module of which it is known whether it is dark.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) column: i32,
    pub(crate) row: i32,
    pub(crate) dark: bool,
}

impl Known {
    /// Modules have a side of 1.
    pub(crate) fn middle(self) -> Point {
        point(self.column as f32 + 0.5, self.row as f32 + 0.5)
    }
}

/// The patterns in three corners with the light lines around them, the dotted lines between them,
/// and the small patterns all over the code. None for a dimension that no version has.
pub(crate) fn known(dimension: u32) -> Vec<Known> {
    let Ok(version) = Version::getProvisionalVersionForDimension(dimension) else {
        return Vec::new();
    };
    let last = dimension.cast_signed() - 1;
    let large = [(3, 3), (last - 3, 3), (3, last - 3)];
    let mut known: Vec<Known> = large
        .into_iter()
        .flat_map(|middle| square(middle, 4, &[0, 1, 3]))
        .filter(|module| (0..=last).contains(&module.column) && (0..=last).contains(&module.row))
        .collect();
    for place in 8..last - 7 {
        let dark = place % 2 == 0;
        known.extend([(place, 6), (6, place)].map(|(column, row)| Known { column, row, dark }));
    }
    let centers = version.getAlignmentPatternCenters();
    for row in centers.iter().map(|row| row.cast_signed()) {
        for column in centers.iter().map(|column| column.cast_signed()) {
            if ![(6, 6), (last - 6, 6), (6, last - 6)].contains(&(column, row)) {
                known.extend(square((column, row), 2, &[0, 2]));
            }
        }
    }
    known
}

/// The small pattern in the corner that has no large one. Version 1 has none.
pub(crate) fn fourth_corner(dimension: u32) -> Vec<Known> {
    let middle = dimension.cast_signed() - 7;
    let pattern = square((middle, middle), 2, &[0, 2]);
    pattern.filter(|_| dimension > 21).collect()
}

/// Whether these are modules of a code and not by chance something that can be read as one.
pub(crate) fn is_in(modules: &BitMatrix) -> bool {
    let known = known(modules.width());
    let right = known.iter().filter(|module| {
        let (column, row) = (module.column.cast_unsigned(), module.row.cast_unsigned());
        modules.try_get(column, row) == Some(module.dark)
    });
    !known.is_empty() && right.count() as f32 >= LEAST_RIGHT * known.len() as f32
}

/// Square rings around a middle, dark where `dark` has their distance from it.
fn square(middle: (i32, i32), reach: i32, dark: &[i32]) -> impl Iterator<Item = Known> {
    (-reach..=reach).flat_map(move |y| {
        (-reach..=reach).map(move |x| Known {
            column: middle.0 + x,
            row: middle.1 + y,
            dark: dark.contains(&x.abs().max(y.abs())),
        })
    })
}
