//! The shortest way between two things.

use std::sync::Arc;

use linli_model::Point3;

use crate::Shape;
use crate::index::ShapeError;
use crate::index::body::Body;

/// The shortest way between two things, with its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clearance {
    /// Distance between the geometries, metres; 0 where they meet or one holds the other.
    pub distance_m: f64,
    /// The closest point of the first, local metres.
    pub on_a: Point3,
    /// The closest point of the second, local metres.
    pub on_b: Point3,
}

/// The exact shortest distance between two things, each of one or several shapes: triangle to triangle, pipes with
/// their radius; `None` when one of them has no geometry.
///
/// # Errors
/// When a shape is not usable.
pub fn clearance_between(a: &[Arc<Shape>], b: &[Arc<Shape>]) -> Result<Option<Clearance>, ShapeError> {
    let bodies = |shapes: &[Arc<Shape>]| -> Result<Vec<Body>, ShapeError> {
        shapes.iter().filter(|shape| !shape.is_empty()).map(|shape| Body::new(shape.clone())).collect()
    };
    let (first, second) = (bodies(a)?, bodies(b)?);
    let mut best: Option<Clearance> = None;
    for one in &first {
        for other in &second {
            // Nothing farther than what is known already is of interest.
            let bound = best.map_or(f64::INFINITY, |best| best.distance_m);
            let Some(gap) = one.to_body(other, bound) else { continue };
            if best.is_none_or(|best| gap.distance_m < best.distance_m) {
                best = Some(Clearance { distance_m: gap.distance_m, on_a: gap.on_self, on_b: gap.on_other });
            }
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use linli_model::FaceKind;

    use super::*;
    use crate::{Segment, ShapePart};

    /// A box from corner to corner.
    fn block(low: Point3, high: Point3) -> Arc<Shape> {
        let corner =
            |i: usize| std::array::from_fn(|axis| if i >> axis & 1 == 0 { low[axis] } else { high[axis] });
        let quads = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]];
        let triangles: Vec<[u32; 3]> =
            quads.iter().flat_map(|&[a, b, c, d]| [[a, b, c], [a, c, d]]).collect();
        let part = ShapePart { kind: FaceKind::Wall, colour: None, triangles: 0..triangles.len() as u32 };
        let vertices = (0..8).map(corner).collect();
        Arc::new(Shape { vertices, triangles, parts: vec![part], segments: Vec::new(), closed: true })
    }

    fn pipe(a: Point3, b: Point3, radius_m: f64) -> Arc<Shape> {
        Arc::new(Shape { segments: vec![Segment { a, b, radius_m }], ..Shape::default() })
    }

    fn between(a: &[Arc<Shape>], b: &[Arc<Shape>]) -> Clearance {
        let found = clearance_between(a, b).unwrap_or_else(|error| unreachable!("{error}"));
        found.unwrap_or_else(|| unreachable!("both have geometry"))
    }

    #[test]
    fn two_towers_are_as_far_apart_as_their_nearest_corners() {
        let (a, b) = (block([0.0; 3], [10.0, 10.0, 60.0]), block([13.0, 14.0, 0.0], [20.0, 20.0, 30.0]));
        let gap = between(std::slice::from_ref(&a), std::slice::from_ref(&b));
        assert!((gap.distance_m - 5.0).abs() < 1e-9, "{gap:?}");
        assert_eq!(gap.on_a[..2], [10.0, 10.0]);
        assert_eq!(gap.on_b[..2], [13.0, 14.0]);
        // The nearest of several parts counts, and the order tells whose point is whose.
        let parts =
            [block([40.0, 0.0, 0.0], [50.0, 10.0, 10.0]), block([12.0, 0.0, 20.0], [14.0, 10.0, 24.0])];
        let turned = between(&parts, &[a]);
        assert!((turned.distance_m - 2.0).abs() < 1e-9, "{turned:?}");
        assert_eq!((turned.on_a[0], turned.on_b[0]), (12.0, 10.0));
    }

    #[test]
    fn a_pipe_has_its_radius_and_what_is_inside_has_no_clearance() {
        let tower = block([0.0; 3], [10.0, 10.0, 60.0]);
        let beside = pipe([12.0, -50.0, -1.5], [12.0, 50.0, -1.5], 0.5);
        let gap = between(std::slice::from_ref(&tower), &[beside]);
        assert!((gap.distance_m - (2.0_f64.hypot(1.5) - 0.5)).abs() < 1e-9, "{gap:?}");
        let within = pipe([4.0, 4.0, 5.0], [6.0, 6.0, 5.0], 0.1);
        assert_eq!(between(std::slice::from_ref(&tower), &[within]).distance_m, 0.0);
        assert_eq!(clearance_between(&[tower], &[Arc::default()]).map(|gap| gap.is_none()), Ok(true));
    }
}
