//! Finds the three large patterns of a code where blur and noise hide their edges.

use rxing::{Point, point};

use crate::{picture::Picture, sums::Sums};

/// The smallest and the largest module that is looked for, in pixels, and the factor between sizes.
const MODULES: (f32, f32) = (2.4, 40.0);
const LARGER: f32 = 1.15;
/// The least agreement with a pattern: at first sight, and when its middle is found.
const LEAST: (f32, f32) = (0.35, 0.45);
/// As many patterns are looked at: at first sight, and when the middles are found.
const MOST: (usize, usize) = (120, 12);
/// The least difference in brightness between the middle of a pattern and the ring around it.
const LEAST_CONTRAST: f32 = 4.0;

/// Something like a pattern: a dark square in a light ring in a dark ring in a light ring.
#[derive(Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) middle: Point,
    /// Pixels from a module to the next.
    pub(crate) module: f32,
    /// The correlation of the picture with a pattern: 1 for one, -1 where light and dark are
    /// exchanged.
    agreement: f32,
}

/// Three patterns that may belong to a code.
pub(crate) struct Corner {
    /// The one between the others, the one right of it, and the one below it.
    pub(crate) spots: [Spot; 3],
    /// Light modules on dark.
    pub(crate) inverted: bool,
    likeliness: f32,
}

/// Patterns that may belong to codes, the likeliest first.
pub(crate) fn corners(picture: &Picture) -> Vec<Corner> {
    let look = Look {
        sums: Sums::of(picture),
        squares: Sums::of_squares(picture),
    };
    let seen = apart(look.seen_in(picture), MOST.0, |one, other| {
        (one.module / other.module).ln().abs() < 0.3
    });
    let mut centered: Vec<Spot> = seen.into_iter().map(|spot| look.centered(spot)).collect();
    centered.retain(|spot| spot.agreement.abs() > LEAST.1);
    let spots = apart(centered, MOST.1, |_, _| true);
    let (dark, light): (Vec<_>, Vec<_>) = spots.into_iter().partition(|spot| spot.agreement > 0.0);
    let mut corners = triples(&dark, false);
    corners.extend(triples(&light, true));
    corners.sort_by(|one, other| other.likeliness.total_cmp(&one.likeliness));
    corners
}

/// The best of these, of those in the same place only one.
fn apart(mut spots: Vec<Spot>, most: usize, alike: impl Fn(Spot, Spot) -> bool) -> Vec<Spot> {
    spots.sort_by(|one, other| other.agreement.abs().total_cmp(&one.agreement.abs()));
    let mut apart: Vec<Spot> = Vec::new();
    for spot in spots {
        let same = |other: &Spot| {
            let far = (spot.middle - other.middle).maxAbsComponent();
            far < 3.5 * spot.module.max(other.module) && alike(spot, *other)
        };
        if apart.len() < most && !apart.iter().any(same) {
            apart.push(spot);
        }
    }
    apart
}

struct Look {
    sums: Sums,
    squares: Sums,
}

impl Look {
    /// All places and sizes that agree somewhat with a pattern.
    fn seen_in(&self, picture: &Picture) -> Vec<Spot> {
        let mut seen = Vec::new();
        let mut module = MODULES.0;
        while module < MODULES.1 {
            let step = module * 0.7;
            let margin = 4.5 * module;
            let places = |length: usize| {
                let count = ((length as f32 - 2.0 * margin) / step).max(0.0) as usize;
                (0..count).map(move |place| margin + place as f32 * step)
            };
            for y in places(picture.height()) {
                for x in places(picture.width()) {
                    let agreement = self.agreement(point(x, y), module);
                    if agreement.abs() > LEAST.0 {
                        seen.push(Spot {
                            middle: point(x, y),
                            module,
                            agreement,
                        });
                    }
                }
            }
            module *= LARGER;
        }
        seen
    }

    /// The best place and size near this one.
    fn centered(&self, mut spot: Spot) -> Spot {
        for step in [0.4, 0.2, 0.2] {
            for _ in 0..4 {
                let before = spot;
                let by = step * before.module;
                for (x, y, factor) in [
                    (by, 0.0, 1.0),
                    (-by, 0.0, 1.0),
                    (0.0, by, 1.0),
                    (0.0, -by, 1.0),
                    (0.0, 0.0, 1.06),
                    (0.0, 0.0, 0.94),
                ] {
                    let middle = spot.middle + point(x, y);
                    let module = spot.module * factor;
                    let agreement = self.agreement(middle, module);
                    if agreement * spot.agreement.signum() > spot.agreement.abs() {
                        spot = Spot {
                            middle,
                            module,
                            agreement,
                        };
                    }
                }
                if before.agreement.abs() >= spot.agreement.abs() {
                    break;
                }
            }
        }
        spot
    }

    /// The correlation with a pattern; 0 where it is not worth to look further.
    fn agreement(&self, middle: Point, module: f32) -> f32 {
        let square = |reach: f32| self.sums.within(middle.x, middle.y, reach * module);
        let (Some(center), Some(light)) = (square(1.5), square(2.5)) else {
            return 0.0;
        };
        let ring = (light.sum - center.sum) as f32 / (light.area - center.area) as f32;
        if (ring - center.mean()).abs() < LEAST_CONTRAST {
            return 0.0;
        }
        if module > 1.3 * MODULES.1 {
            return 0.0;
        }
        let squares = self.squares.within(middle.x, middle.y, 4.5 * module);
        let (Some(dark), Some(all), Some(squares)) = (square(3.5), square(4.5), squares) else {
            return 0.0;
        };
        let dark_sum = (center.sum + dark.sum - light.sum) as f32;
        let dark_area = (center.area + dark.area - light.area) as f32;
        let light_sum = all.sum as f32 - dark_sum;
        let light_area = all.area as f32 - dark_area;
        let difference = light_sum / light_area - dark_sum / dark_area;
        let variance = (4.0 * squares.mean() - all.mean() * all.mean()).max(1.0);
        difference * (dark_area * light_area / variance).sqrt() / all.area as f32
    }
}

/// All threes of spots that lie as the patterns of a code do.
fn triples(spots: &[Spot], inverted: bool) -> Vec<Corner> {
    let mut corners = Vec::new();
    for (place, &corner) in spots.iter().enumerate() {
        for (first, &one) in spots.iter().enumerate() {
            for (second, &other) in spots.iter().enumerate().skip(first + 1) {
                if first != place && second != place {
                    corners.extend(Corner::of(corner, one, other, inverted));
                }
            }
        }
    }
    corners
}

impl Corner {
    /// `None` for spots too different in size, too close, too far or not at a right angle, even
    /// when seen from the side.
    fn of(corner: Spot, one: Spot, other: Spot, inverted: bool) -> Option<Self> {
        let ways = [one, other].map(|end| end.middle - corner.middle);
        let turn = ways[0].cross(ways[1]);
        let lengths = ways.map(Point::length);
        let sine = turn.abs() / (lengths[0] * lengths[1]);
        let uneven = lengths[0].max(lengths[1]) / lengths[0].min(lengths[1]);
        let modules = [corner.module, one.module, other.module];
        let most = modules.into_iter().fold(0.0, f32::max);
        let unlike = most / modules.into_iter().fold(f32::MAX, f32::min);
        let spots = if turn > 0.0 {
            [corner, one, other]
        } else {
            [corner, other, one]
        };
        let agreement: f32 = spots.iter().map(|spot| spot.agreement.abs()).sum();
        let likeliness =
            agreement - (unlike - 1.0) / 2.0 - (uneven - 1.0) / 3.0 - (1.0 - sine) / 2.0;
        let corner = Self {
            spots,
            inverted,
            likeliness,
        };
        let fits = unlike < 1.7 && uneven < 1.8 && sine > 0.8;
        (fits && (17.0..200.0).contains(&corner.dimension())).then_some(corner)
    }

    /// Pixels from a module to the next.
    pub(crate) fn module(&self) -> f32 {
        self.spots.iter().map(|spot| spot.module).sum::<f32>() / 3.0
    }

    /// About how many modules are in a row.
    pub(crate) fn dimension(&self) -> f32 {
        let [corner, right, below] = self.spots.map(|spot| spot.middle);
        let length = f32::midpoint((right - corner).length(), (below - corner).length());
        length / self.module() + 7.0
    }
}
