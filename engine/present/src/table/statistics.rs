//! Statistics of a column.

use serde::Serialize;

/// Of the numbers of a column, in its unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Statistics {
    /// How many there are.
    pub count: usize,
    /// Sum.
    pub sum: f64,
    /// Arithmetic mean.
    pub mean: f64,
    /// Least.
    pub min: f64,
    /// Greatest.
    pub max: f64,
    /// Middle one; of two middle ones their mean.
    pub median: f64,
}

impl Statistics {
    /// Of finite numbers; none of no numbers.
    pub fn of(numbers: &[f64]) -> Option<Self> {
        let mut sorted = numbers.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (&min, &max) = (sorted.first()?, sorted.last()?);
        let count = sorted.len();
        let sum = compensated_sum(&sorted);
        let upper = sorted[count / 2];
        let median = if count.is_multiple_of(2) { sorted[count / 2 - 1].midpoint(upper) } else { upper };
        Some(Self { count, sum, mean: sum / count as f64, min, max, median })
    }
}

/// The sum without the error that small numbers leave beside large ones (W. Kahan 1965; A. Neumaier 1974).
fn compensated_sum(numbers: &[f64]) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for &number in numbers {
        let next = sum + number;
        lost += if sum.abs() >= number.abs() { (sum - next) + number } else { (number - next) + sum };
        sum = next;
    }
    sum + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_even_count_is_between_two() {
        let of = |numbers: &[f64]| Statistics::of(numbers).unwrap_or_else(|| unreachable!("not empty"));
        let four = of(&[4.0, 1.0, 10.0, 3.0]);
        assert_eq!((four.count, four.sum, four.mean), (4, 18.0, 4.5));
        assert_eq!((four.min, four.max, four.median), (1.0, 10.0, 3.5));
        assert_eq!(of(&[7.0]).median, 7.0);
        assert_eq!(of(&[1e16, 1.0, -1e16]).sum, 1.0);
        assert_eq!(Statistics::of(&[]), None);
    }
}
