//! A section through everything: planes beyond which all is taken away, and the faces that they show (剖切).

mod face;
mod soil;

#[cfg(test)]
mod tests;

use linli_model::{Aabb, Point3};

pub use face::{SectionFace, SectionFaces, SectionSolid, section_faces};

use crate::Plane;
use crate::index::vector::dot;

/// Smallest and largest side of a box, metres.
const SIZE_M: [f64; 2] = [0.5, 20_000.0];

/// What is kept of a scene: the part of space inside every one of its planes.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    planes: Vec<Plane>,
}

impl Section {
    /// Takes away what lies before an upright plane through a place; `heading_deg` is the direction in which one looks at
    /// what is kept, clockwise from north. `None` when a number is not finite.
    pub fn upright(through: [f64; 2], heading_deg: f64) -> Option<Self> {
        let ahead = ahead(heading_deg);
        Self::of(vec![Plane { normal: ahead, offset_m: -dot(ahead, [through[0], through[1], 0.0]) }])
    }

    /// Takes away what lies above a height, local metres. `None` when it is not finite.
    pub fn level(height_m: f64) -> Option<Self> {
        Self::of(vec![below(height_m)])
    }

    /// Keeps a box: `heading_deg` is the direction of its length, clockwise from north; sizes are kept between 0.5 m and
    /// 20 km. `None` when a number is not finite or the heights are the wrong way round.
    pub fn block(
        centre: [f64; 2],
        heading_deg: f64,
        [length_m, width_m]: [f64; 2],
        [low_m, high_m]: [f64; 2],
    ) -> Option<Self> {
        let along = ahead(heading_deg);
        let across = [along[1], -along[0], 0.0];
        let mut planes = Vec::with_capacity(6);
        for (axis, size_m) in [(along, length_m), (across, width_m)] {
            let half_m = size_m.clamp(SIZE_M[0], SIZE_M[1]) / 2.0;
            let at_m = dot(axis, [centre[0], centre[1], 0.0]);
            planes.push(Plane { normal: axis, offset_m: half_m - at_m });
            planes.push(Plane { normal: axis.map(|v| -v), offset_m: half_m + at_m });
        }
        planes.push(below(high_m));
        planes.push(Plane { normal: [0.0, 0.0, 1.0], offset_m: -low_m });
        let sizes_are_numbers = length_m.is_finite() && width_m.is_finite();
        Self::of(planes).filter(|_| sizes_are_numbers && low_m < high_m)
    }

    fn of(planes: Vec<Plane>) -> Option<Self> {
        let usable = |plane: &Plane| plane.offset_m.is_finite() && plane.normal.iter().all(|v| v.is_finite());
        planes.iter().all(usable).then_some(Self { planes })
    }

    /// The planes, their inside kept: one, or the six of a box.
    pub fn planes(&self) -> &[Plane] {
        &self.planes
    }

    /// Whether a place is kept.
    pub fn keeps(&self, p: Point3) -> bool {
        self.planes.iter().all(|plane| plane.height(p) >= 0.0)
    }

    /// Whether some of a box may be kept.
    pub fn keeps_some_of(&self, aabb: &Aabb) -> bool {
        self.planes.iter().all(|plane| plane.touches_box(aabb))
    }

    /// A place moved down to the lowest level plane above which nothing is kept; `None` when it is not kept even so.
    pub fn lowered_into(&self, p: Point3) -> Option<Point3> {
        let caps = self.planes.iter().filter(|plane| plane.normal[2] < 0.0).map(|plane| plane.offset_m);
        let lowered = [p[0], p[1], caps.fold(p[2], f64::min)];
        self.keeps(lowered).then_some(lowered)
    }

    /// Where a ray enters what is kept and where it leaves it, in lengths of its direction: 0 when it begins inside,
    /// infinite when it never leaves. `None` when it misses it.
    pub fn part_of_ray(&self, origin: Point3, direction: Point3) -> Option<[f64; 2]> {
        let (mut enters, mut leaves) = (0.0_f64, f64::INFINITY);
        for plane in &self.planes {
            let (height, rise) = (plane.height(origin), dot(plane.normal, direction));
            if rise == 0.0 {
                if height < 0.0 {
                    return None;
                }
            } else if rise > 0.0 {
                enters = enters.max(-height / rise);
            } else {
                leaves = leaves.min(-height / rise);
            }
        }
        (enters < leaves).then_some([enters, leaves])
    }
}

fn ahead(heading_deg: f64) -> Point3 {
    let (sin, cos) = heading_deg.to_radians().sin_cos();
    [sin, cos, 0.0]
}

fn below(height_m: f64) -> Plane {
    Plane { normal: [0.0, 0.0, -1.0], offset_m: height_m }
}
