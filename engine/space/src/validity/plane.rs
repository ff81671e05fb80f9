//! The plane fitted to points, and points on it.

use linli_model::Point3;

use crate::index::vector::{add, cross, dot, newell, scale, sub, unit};

/// A plane with axes of its own.
pub(super) struct Fit {
    pub centre: Point3,
    pub normal: Point3,
    u: Point3,
    v: Point3,
}

impl Fit {
    /// Least-squares plane of all points; its normal points where the first ring turns
    /// counter-clockwise. `None` when the points lie on a line.
    pub fn of(rings: &[Vec<Point3>]) -> Option<Self> {
        let points = || rings.iter().flatten().copied();
        let count = points().count() as f64;
        let first = points().next()?;
        // About the first point, to keep the digits of large coordinates.
        let mean = scale(points().fold([0.0; 3], |sum, p| add(sum, sub(p, first))), 1.0 / count);
        let mut spread = [[0.0; 3]; 3];
        for p in points() {
            let d = sub(sub(p, first), mean);
            for (i, row) in spread.iter_mut().enumerate() {
                *row = add(*row, scale(d, d[i]));
            }
        }
        let (values, axes) = eigen(spread);
        let mut order = [0, 1, 2];
        order.sort_by(|&i: &usize, &j| values[i].total_cmp(&values[j]));
        if values[order[1]] <= 1e-18 * values[order[2]] {
            return None;
        }
        let mut normal = unit(axes[order[0]])?;
        if dot(normal, newell(rings.first()?.iter().copied())) < 0.0 {
            normal = scale(normal, -1.0);
        }
        let u = unit(axes[order[2]])?;
        Some(Self { centre: add(first, mean), normal, u, v: cross(normal, u) })
    }

    /// Signed distance of a point from the plane.
    pub fn height(&self, p: Point3) -> f64 {
        dot(sub(p, self.centre), self.normal)
    }

    /// The point on the plane in its own axes; z is 0.
    pub fn flat(&self, p: Point3) -> Point3 {
        let d = sub(p, self.centre);
        [dot(d, self.u), dot(d, self.v), 0.0]
    }

    /// The point in space of one in the plane's own axes.
    pub fn raise(&self, p: Point3) -> Point3 {
        add(self.centre, add(scale(self.u, p[0]), scale(self.v, p[1])))
    }
}

/// Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi rotations.
fn eigen(mut m: [[f64; 3]; 3]) -> ([f64; 3], [Point3; 3]) {
    // Columns of the product of all rotations, kept as rows.
    let mut axes = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    for _ in 0..32 {
        for (p, q) in [(0, 1), (0, 2), (1, 2)] {
            if m[p][q] == 0.0 {
                continue;
            }
            let theta = (m[q][q] - m[p][p]) / (2.0 * m[p][q]);
            let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
            let c = 1.0 / (t * t + 1.0).sqrt();
            let s = t * c;
            for row in &mut m {
                (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
            }
            let (old_p, old_q) = (m[p], m[q]);
            m[p] = sub(scale(old_p, c), scale(old_q, s));
            m[q] = add(scale(old_p, s), scale(old_q, c));
            (m[p][q], m[q][p]) = (0.0, 0.0);
            let (axis_p, axis_q) = (axes[p], axes[q]);
            axes[p] = sub(scale(axis_p, c), scale(axis_q, s));
            axes[q] = add(scale(axis_p, s), scale(axis_q, c));
        }
    }
    ([m[0][0], m[1][1], m[2][2]], axes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilted_square_lies_on_its_plane() {
        let far = [5e5, 4e6, 100.0];
        let ring = [[0., 0., 0.], [3., 0., 4.], [3., 7., 4.], [0., 7., 0.]].map(|p| add(p, far)).to_vec();
        let Some(fit) = Fit::of(std::slice::from_ref(&ring)) else { panic!("no plane") };
        let wanted = [-0.8, 0.0, 0.6];
        assert!(crate::index::vector::distance(fit.normal, wanted) < 1e-9, "{:?}", fit.normal);
        assert!(ring.iter().all(|&p| fit.height(p).abs() < 1e-9));
        let side = crate::index::vector::distance(fit.flat(ring[0]), fit.flat(ring[1]));
        assert!((side - 5.0).abs() < 1e-9);
        assert!(Fit::of(&[vec![[0.0; 3], [1.0; 3], [3.0; 3]]]).is_none());
    }
}
