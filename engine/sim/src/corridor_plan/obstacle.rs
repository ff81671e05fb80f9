//! Structures below the ground that a tunnel must keep clear of.

use linli_model::{Aabb, Basement, Community, Element, Geometry, Kind, Point3, Polygon, Vertical};
use linli_space::Ground;

/// A structure: its outline and how high it reaches.
#[derive(Clone, Debug)]
pub(super) struct Obstacle {
    polygons: Vec<Polygon>,
    aabb: Aabb,
    /// Heights of its underside and its top, local metres.
    pub(super) heights: [f64; 2],
}

/// All basements.
pub(super) fn obstacles(community: &Community, ground: &Ground) -> Vec<Obstacle> {
    let found = community.elements().iter().filter_map(|element| match (&element.kind, &element.geometry) {
        (Kind::Basement(basement), Geometry::Area(polygons)) => {
            of_basement(element, basement, polygons, ground)
        }
        _ => None,
    });
    found.collect()
}

fn of_basement(
    element: &Element,
    basement: &Basement,
    polygons: &[Polygon],
    ground: &Ground,
) -> Option<Obstacle> {
    let above = element.vertical == Vertical::AboveGround;
    let corners: Vec<Point3> = polygons.iter().flat_map(|p| p.exterior.iter().copied()).collect();
    if corners.iter().flatten().any(|v| !v.is_finite()) {
        return None;
    }
    let level = |p: &Point3| if above { ground.height_at(p[0], p[1]) + p[2] } else { p[2] };
    let base = corners.iter().map(level).fold(f64::INFINITY, f64::min);
    let aabb = element.geometry.aabb();
    base.is_finite().then(|| Obstacle {
        polygons: polygons.to_vec(),
        aabb,
        heights: [base - basement.bottom_depth_m, base - basement.top_depth_m],
    })
}

impl Obstacle {
    /// Distance of a place from the outline in plan, metres; 0 inside. `None` when it is farther than `reach_m`.
    pub(super) fn within(&self, [x, y]: [f64; 2], reach_m: f64) -> Option<f64> {
        let near = self.aabb.inflated(reach_m);
        if x < near.min[0] || x > near.max[0] || y < near.min[1] || y > near.max[1] {
            return None;
        }
        let distance =
            self.polygons.iter().map(|polygon| apart(polygon, [x, y])).fold(f64::INFINITY, f64::min);
        (distance <= reach_m).then_some(distance)
    }
}

fn apart(polygon: &Polygon, [x, y]: [f64; 2]) -> f64 {
    if polygon.contains_xy(x, y) {
        return 0.0;
    }
    let mut least = f64::INFINITY;
    for ring in polygon.rings() {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
            let whole = dx * dx + dy * dy;
            let t = if whole > 0.0 { ((x - a[0]) * dx + (y - a[1]) * dy) / whole } else { 0.0 };
            let t = t.clamp(0.0, 1.0);
            least = least.min((a[0] + t * dx - x).hypot(a[1] + t * dy - y));
        }
    }
    least
}
