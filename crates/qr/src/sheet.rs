//! Reads modules that are blurred into each other.

use rxing::common::BitMatrix;

use crate::{
    field::Field,
    pattern::{self, Known},
    plane::Plane,
    squares::{dot, weights},
};

/// So many modules around a code are looked at too. They are light.
const QUIET: i32 = 2;
/// Half of the neighbors that a module is blurred into, by columns and rows. The others lie
/// opposite, and what comes from them is the same, out of focus as well as in motion.
const NEIGHBORS: [(i32, i32); 12] = [
    (1, 0),
    (0, 1),
    (1, 1),
    (1, -1),
    (2, 0),
    (0, 2),
    (2, 1),
    (1, 2),
    (2, -1),
    (1, -2),
    (2, 2),
    (2, -2),
];
/// A module, its neighbors, and the light: its strength, and how it changes along both sides.
const TERMS: usize = 1 + NEIGHBORS.len() + 3;
/// The least share of the known modules that has to be guessed right. What is no code gives less.
const LEAST_RIGHT: f32 = 0.85;
const DARK: f32 = 1.0;
const LIGHT: f32 = -1.0;

/// The modules of a code and the quiet ones around it, by rows.
pub(crate) struct Sheet {
    dimension: i32,
    /// Between 0 and 1.
    brightness: Vec<f32>,
    /// [`DARK`] or [`LIGHT`], as far as guessed.
    content: Vec<f32>,
    /// Whether the content is known, not guessed.
    known: Vec<bool>,
}

impl Sheet {
    /// The modules of a code that lies like this. `None` when it is not all in the picture, or
    /// nothing can be guessed.
    pub(crate) fn new(picture: &Field, plane: &Plane) -> Option<Self> {
        let transform = plane.transform()?;
        let dimension = plane.dimension.cast_signed();
        let reach = -QUIET..dimension + QUIET;
        let mut sheet = Self {
            dimension,
            brightness: Vec::with_capacity(reach.len() * reach.len()),
            content: vec![LIGHT; reach.len() * reach.len()],
            known: vec![true; reach.len() * reach.len()],
        };
        for row in reach.clone() {
            for column in reach.clone() {
                let module = Known {
                    column,
                    row,
                    dark: false,
                };
                let brightness = picture.at(transform.transform_point(module.middle()));
                let needed = sheet.has(column, row);
                sheet.brightness.push(match brightness {
                    Some(brightness) => brightness / 255.0,
                    None if needed => return None,
                    None => 1.0,
                });
            }
        }
        for (column, row) in sheet.modules() {
            let index = sheet.place(column, row);
            sheet.known[index] = false;
        }
        for module in pattern::known(plane.dimension) {
            let index = sheet.place(module.column, module.row);
            sheet.known[index] = true;
            sheet.content[index] = if module.dark { DARK } else { LIGHT };
        }
        sheet.guess()?;
        Some(sheet)
    }

    /// What is guessed, as the decoder wants it.
    pub(crate) fn bits(&self) -> Option<BitMatrix> {
        let mut bits = BitMatrix::with_single_dimension(self.dimension.cast_unsigned()).ok()?;
        for (column, row) in self.modules() {
            if self.content[self.place(column, row)] > 0.0 {
                bits.set(column.cast_unsigned(), row.cast_unsigned());
            }
        }
        Some(bits)
    }

    /// Guesses from the brightness of modules and their neighbors, weighted so that it would be
    /// right for the known modules.
    fn guess(&mut self) -> Option<()> {
        let known = self.modules().filter_map(|(column, row)| {
            let place = self.place(column, row);
            let terms = self.terms(&self.brightness, column, row);
            self.known[place].then(|| (terms, self.content[place]))
        });
        let known: Vec<_> = known.collect();
        let weights = weights(&known)?;
        let right = |(terms, content): &&([f32; TERMS], f32)| dot(&weights, terms) * content > 0.0;
        if (known.iter().filter(right).count() as f32) < LEAST_RIGHT * known.len() as f32 {
            return None;
        }
        for (column, row) in self.modules() {
            let place = self.place(column, row);
            if !self.known[place] {
                let guess = dot(&weights, &self.terms(&self.brightness, column, row));
                self.content[place] = if guess > 0.0 { DARK } else { LIGHT };
            }
        }
        Some(())
    }

    fn terms(&self, values: &[f32], column: i32, row: i32) -> [f32; TERMS] {
        let place = self.place(column, row);
        let mut terms = [0.0; TERMS];
        terms[0] = values[place];
        for (term, neighbor) in terms[1..].iter_mut().zip(NEIGHBORS) {
            let step = self.step(neighbor);
            let opposite = values[place.wrapping_add_signed(-step)];
            *term = values[place.wrapping_add_signed(step)] + opposite;
        }
        let [.., light, along, down] = &mut terms;
        *light = 1.0;
        *along = column as f32 / self.dimension as f32 - 0.5;
        *down = row as f32 / self.dimension as f32 - 0.5;
        terms
    }

    fn has(&self, column: i32, row: i32) -> bool {
        (0..self.dimension).contains(&column) && (0..self.dimension).contains(&row)
    }

    fn modules(&self) -> impl Iterator<Item = (i32, i32)> + use<> {
        let places = 0..self.dimension;
        let columns = places.clone();
        places.flat_map(move |row| columns.clone().map(move |column| (column, row)))
    }

    fn place(&self, column: i32, row: i32) -> usize {
        ((row + QUIET) * (self.dimension + 2 * QUIET) + column + QUIET) as usize
    }

    fn step(&self, (columns, rows): (i32, i32)) -> isize {
        (rows * (self.dimension + 2 * QUIET) + columns) as isize
    }
}
