//! Where the modules of a code lie in a picture.

use rxing::{
    Point,
    common::{PerspectiveTransform, Quadrilateral},
    point,
    qrcode::cpp_port::detector::Mod2Pix,
};

use crate::{
    field::Field,
    pattern::{self, Known},
};

/// So many places of the fourth corner are looked at closely.
const GUESSES: usize = 5;

/// How a code lies.
#[derive(Clone, Copy)]
pub(crate) struct Plane {
    /// Modules in a row.
    pub(crate) dimension: u32,
    /// How much darker the dark ones of the known modules are than the light ones.
    pub(crate) agreement: f32,
    /// Where in the picture the middles of the patterns above left and above right, of the small
    /// one below right, and of the one below left are.
    corners: [Point; 4],
    /// Pixels from a module to the next.
    module: f32,
}

impl Plane {
    /// The plane of a code of this dimension that agrees best with the picture. The points are the
    /// middles of the patterns above left, above right and below left.
    pub(crate) fn fitted(
        picture: &Field,
        [corner, right, below]: [Point; 3],
        dimension: u32,
    ) -> Option<Self> {
        let far = (dimension - 7) as f32;
        let step = [(right - corner) / far, (below - corner) / far];
        let flat = corner + (step[0] + step[1]) * (far - 3.0);
        let module = f32::midpoint(step[0].length(), step[1].length());
        let guess = Self {
            dimension,
            agreement: 0.0,
            corners: [corner, right, flat, below],
            module,
        };
        let known = pattern::known(dimension);
        let rough = guess.fourth_corners(picture, step).into_iter();
        let rough = rough.map(|guess| guess.refined(picture, &known, &[1.0, 0.5]));
        let best = rough.max_by(|one, other| one.agreement.total_cmp(&other.agreement))?;
        (best.agreement > 0.0).then(|| best.refined(picture, &known, &[0.25, 0.12, 0.06]))
    }

    /// From modules to pixels.
    pub(crate) fn transform(&self) -> Option<PerspectiveTransform> {
        let dimension = self.dimension.cast_signed();
        Mod2Pix(dimension, point(3.0, 3.0), Quadrilateral(self.corners)).ok()
    }

    /// This one and those whose fourth corner is where something like its pattern is.
    fn fourth_corners(self, picture: &Field, [right, down]: [Point; 2]) -> Vec<Self> {
        let known = pattern::fourth_corner(self.dimension);
        let reach = (self.dimension / 7).cast_signed();
        let mut planes = Vec::new();
        for y in -reach..=reach {
            for x in -reach..=reach {
                let mut plane = self;
                plane.corners[2] += right * x + down * y;
                plane.agreement = plane.agreement_with(picture, &known);
                planes.push(plane);
            }
        }
        planes.sort_by(|one, other| other.agreement.total_cmp(&one.agreement));
        planes.truncate(GUESSES);
        planes.push(self);
        planes
    }

    fn agreement_with(&self, picture: &Field, known: &[Known]) -> f32 {
        let Some(transform) = self.transform() else {
            return 0.0;
        };
        let mut sum = 0.0;
        for module in known {
            let brightness = picture.at(transform.transform_point(module.middle()));
            let brightness = brightness.unwrap_or_default();
            sum += if module.dark { -brightness } else { brightness };
        }
        sum / known.len().max(1) as f32
    }

    /// Moves the corners by ever smaller steps, in modules, as long as it agrees better.
    fn refined(mut self, picture: &Field, known: &[Known], steps: &[f32]) -> Self {
        self.agreement = self.agreement_with(picture, known);
        for step in steps {
            let by = step * self.module;
            for _ in 0..4 {
                let before = self.agreement;
                for corner in [2, 0, 1, 3] {
                    for (x, y) in [(by, 0.0), (-by, 0.0), (0.0, by), (0.0, -by)] {
                        let mut moved = self;
                        moved.corners[corner] += point(x, y);
                        moved.agreement = moved.agreement_with(picture, known);
                        if moved.agreement > self.agreement {
                            self = moved;
                        }
                    }
                }
                if self.agreement <= before {
                    break;
                }
            }
        }
        self
    }
}
