//! Reads codes that are too blurred or too noisy for edges to be seen.
//!
//! Where the patterns of a code may be, the plane in which it lies is fitted to all that is known
//! of its modules. These also tell how much of a module is blurred into its neighbors, and with that
//! all others are read.

use rxing::Point;

use crate::{
    field::Field,
    find,
    finder::{self, Corner},
    picture::Picture,
    plane::Plane,
    sheet::Sheet,
};

/// So many threes of patterns are looked at.
const MOST_CORNERS: usize = 4;
/// So many dimensions are tried out for each.
const MOST_PLANES: usize = 2;
/// The text of a code.
pub(crate) fn read(picture: &Picture) -> Option<String> {
    let inverted = picture.inverted();
    finder::corners(picture)
        .iter()
        .take(MOST_CORNERS)
        .find_map(|corner| {
            let picture = if corner.inverted { &inverted } else { picture };
            read_at(picture, corner)
        })
}

fn read_at(picture: &Picture, corner: &Corner) -> Option<String> {
    let (picture, middles) = around(picture, corner)?;
    let module = corner.module();
    let radius = (module / 4.0).round() as usize;
    let flat = Field::flat(&picture, radius, (module * 4.0) as usize);
    let (least, most) = (
        corner.dimension() * 0.85 - 3.0,
        corner.dimension() * 1.15 + 3.0,
    );
    let mut planes: Vec<Plane> = (21..=177)
        .step_by(4)
        .filter(|dimension| (least..most).contains(&(*dimension as f32)))
        .filter_map(|dimension| Plane::fitted(&flat, middles, dimension))
        .collect();
    planes.sort_by(|one, other| other.agreement.total_cmp(&one.agreement));
    let smooth = Field::smooth(&picture, radius);
    planes.iter().take(MOST_PLANES).find_map(|plane| {
        let sheet = Sheet::new(&smooth, plane)?;
        find::read(&sheet.bits()?)
    })
}

/// The part of the picture in which the code is, and the middles of its patterns there.
fn around(picture: &Picture, corner: &Corner) -> Option<(Picture, [Point; 3])> {
    let middles = corner.spots.map(|spot| spot.middle);
    let [inner, right, below] = middles;
    let points = [inner, right, below, right + below - inner];
    let margin = corner.module() * (8.0 + corner.dimension() / 5.0);
    let range = |along: fn(&Point) -> f32| {
        let least = points.iter().map(along).fold(f32::MAX, f32::min);
        let most = points.iter().map(along).fold(0.0, f32::max);
        [(least - margin).max(0.0) as usize, (most + margin) as usize]
    };
    let (columns, rows) = (range(|point| point.x), range(|point| point.y));
    let start = Point::new(columns[0] as f32, rows[0] as f32);
    let part = picture.part(columns, rows)?;
    Some((part, middles.map(|middle| middle - start)))
}
