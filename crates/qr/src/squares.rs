//! The weights of a sum that comes closest to what is wanted.

/// Keeps the solution steady where what is known does not decide it, per row.
const RIDGE: f64 = 1e-5;

/// The sum of the products.
pub(crate) fn dot<const N: usize>(one: &[f32; N], other: &[f32; N]) -> f32 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// The weights whose [`dot`] with the terms of each row comes closest to its value, by least
/// squares. `None` when the rows do not decide them.
pub(crate) fn weights<const N: usize>(rows: &[([f32; N], f32)]) -> Option<[f32; N]> {
    let mut matrix = [[0.0_f64; N]; N];
    let mut values = [0.0_f64; N];
    for (terms, value) in rows {
        for ((line, total), term) in matrix.iter_mut().zip(&mut values).zip(terms) {
            *total += f64::from(term * value);
            for (cell, other) in line.iter_mut().zip(terms) {
                *cell += f64::from(term * other);
            }
        }
    }
    for (place, line) in matrix.iter_mut().enumerate() {
        line[place] += RIDGE * rows.len() as f64;
    }
    for pivot in 0..N {
        let (lead, value) = (matrix[pivot], values[pivot]);
        if lead[pivot].abs() < 1e-12 {
            return None;
        }
        for place in (0..N).filter(|place| *place != pivot) {
            let factor = matrix[place][pivot] / lead[pivot];
            values[place] -= factor * value;
            for (cell, lead) in matrix[place].iter_mut().zip(lead) {
                *cell -= factor * lead;
            }
        }
    }
    Some(std::array::from_fn(|place| {
        (values[place] / matrix[place][place]) as f32
    }))
}

#[cfg(test)]
mod tests {
    use super::{dot, weights};

    #[test]
    fn the_weights_that_made_the_values_are_found_again() {
        let rows: Vec<_> = (0..50_u8)
            .map(|place| {
                let terms = [f32::from(place % 7), f32::from(place % 5), 1.0];
                (terms, dot(&terms, &[2.0, -3.0, 0.5]))
            })
            .collect();
        let found = weights(&rows).unwrap();
        for (found, made) in found.into_iter().zip([2.0, -3.0, 0.5]) {
            assert!((found - made).abs() < 0.01);
        }
    }

    #[test]
    fn no_rows_decide_nothing() {
        assert_eq!(weights::<2>(&[]), None);
    }
}
