//! Where a thing of fixed size stands, and which way it faces.

use linli_model::{Geometry, Point3};

use super::builder::ShapeBuilder;
use super::line::resolved;
use super::solid::{Skins, UprightBox, finite_or_zero, is_place};
use crate::Ground;
use crate::index::vector::along;

/// The foot of a thing and the direction of its length in the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub foot: Point3,
    pub u: [f64; 2],
}

impl Spot {
    /// At a point with the length towards east; at the first point of a line with the length
    /// towards its last. Points on the ground are lifted by `height_m`, points with a height of
    /// their own are not. `None` for other geometry.
    pub(super) fn of(geometry: &Geometry, height_m: f64, above: bool, ground: &Ground) -> Option<Self> {
        let (point, u) = match geometry {
            Geometry::Point(point) => (*point, [1.0, 0.0]),
            Geometry::Line(points) => {
                let (first, last) = (*points.first()?, *points.last()?);
                let (x, y) = (last[0] - first[0], last[1] - first[1]);
                let length = x.hypot(y);
                let usable = length.is_finite() && length > 1e-6;
                (first, if usable { [x / length, y / length] } else { [1.0, 0.0] })
            }
            _ => return None,
        };
        let lift = if above && point[2] == 0.0 { finite_or_zero(height_m) } else { 0.0 };
        let foot = resolved([point[0], point[1], point[2] + lift], above, ground);
        is_place(foot).then_some(Self { foot, u })
    }

    /// A place `forward` along the length, `left` of it and `up`, metres.
    pub(super) fn at(&self, [forward, left, up]: [f64; 3]) -> Point3 {
        let [x, y] = self.u;
        along(along(along(self.foot, [x, y, 0.0], forward), [-y, x, 0.0], left), [0.0, 0.0, 1.0], up)
    }

    /// Adds a box: middle of its underside as in [`Spot::at`], then length, width and height.
    pub(super) fn cuboid(
        &self,
        builder: &mut ShapeBuilder,
        middle: [f64; 3],
        [length, width, height]: [f64; 3],
        skins: Skins,
    ) {
        let p = self.at(middle);
        let cuboid = UprightBox {
            centre: [p[0], p[1]],
            along: self.u,
            length,
            width,
            bottom: p[2],
            top: p[2] + height,
        };
        cuboid.build(builder, skins);
    }
}
