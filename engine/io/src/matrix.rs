//! Transformations in space: 4 × 4 matrices, column after column.

use linli_model::Point3;

/// A transformation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix(pub [f64; 16]);

impl Matrix {
    /// Leaves everything where it is.
    pub const IDENTITY: Self =
        Self([1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]);

    /// Moves, turns and scales.
    pub fn of(translation: [f64; 3], [x, y, z, w]: [f64; 4], scale: [f64; 3]) -> Self {
        let columns = [
            [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + w * z), 2.0 * (x * z - w * y)],
            [2.0 * (x * y - w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z + w * x)],
            [2.0 * (x * z + w * y), 2.0 * (y * z - w * x), 1.0 - 2.0 * (x * x + y * y)],
        ];
        let mut matrix = Self::IDENTITY.0;
        for (column, (axis, factor)) in columns.iter().zip(scale).enumerate() {
            for (row, value) in axis.iter().enumerate() {
                matrix[column * 4 + row] = value * factor;
            }
        }
        matrix[12..15].copy_from_slice(&translation);
        Self(matrix)
    }

    /// Axes of its own, and where it begins.
    pub fn of_axes(x: Point3, y: Point3, z: Point3, origin: Point3) -> Self {
        let mut matrix = Self::IDENTITY.0;
        for (column, axis) in [x, y, z, origin].iter().enumerate() {
            matrix[column * 4..column * 4 + 3].copy_from_slice(axis);
        }
        Self(matrix)
    }

    /// This after another.
    #[must_use]
    pub fn after(&self, inner: &Self) -> Self {
        Self(std::array::from_fn(|i| {
            let (column, row) = (i / 4, i % 4);
            (0..4).map(|k| self.0[k * 4 + row] * inner.0[column * 4 + k]).sum()
        }))
    }

    /// A point transformed.
    pub fn point(&self, p: Point3) -> Point3 {
        std::array::from_fn(|row| {
            let turned: f64 = (0..3).map(|k| self.0[k * 4 + row] * p[k]).sum();
            turned + self.0[12 + row]
        })
    }

    /// By how much it changes volumes; negative when it mirrors.
    pub fn determinant(&self) -> f64 {
        let m = |column: usize, row: usize| self.0[column * 4 + row];
        m(0, 0) * (m(1, 1) * m(2, 2) - m(2, 1) * m(1, 2)) - m(1, 0) * (m(0, 1) * m(2, 2) - m(2, 1) * m(0, 2))
            + m(2, 0) * (m(0, 1) * m(1, 2) - m(1, 1) * m(0, 2))
    }
}
