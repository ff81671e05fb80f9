//! The corner or the edge that a click means.

use glam::{DVec2, DVec3};
use linli_model::Point3;

/// What a click was drawn to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapKind {
    /// A corner.
    Corner,
    /// A place on an edge.
    Edge,
}

/// Where a click was drawn to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// The place, local metres.
    pub at: Point3,
    /// What is there.
    pub kind: SnapKind,
}

/// How far corners and edges draw a click, pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SnapReach {
    /// Of a corner.
    pub corner_px: f64,
    /// Of an edge.
    pub edge_px: f64,
}

impl Default for SnapReach {
    fn default() -> Self {
        Self { corner_px: 12.0, edge_px: 7.0 }
    }
}

/// The corner nearest to the pointer, else the edge, of those within reach; none where nothing is near. `project`
/// tells where a place is on screen, in pixels, and `ray` is that of the pointer: its origin and direction.
pub fn snap_to_edges(
    edges: impl IntoIterator<Item = [Point3; 2]>,
    pointer: [f64; 2],
    ray: [Point3; 2],
    reach: SnapReach,
    project: impl Fn(Point3) -> Option<[f64; 2]>,
) -> Option<Snap> {
    let pointer = DVec2::from(pointer);
    let away = |at: Point3| project(at).map(|seen| DVec2::from(seen).distance(pointer));
    let mut best: [Option<(f64, Point3)>; 2] = [None; 2];
    let mut offer = |kind: SnapKind, at: Point3, most: f64| {
        let Some(distance) = away(at).filter(|distance| *distance <= most) else { return };
        let place = &mut best[usize::from(kind == SnapKind::Edge)];
        if place.is_none_or(|(nearest, _)| distance < nearest) {
            *place = Some((distance, at));
        }
    };
    for [a, b] in edges {
        offer(SnapKind::Corner, a, reach.corner_px);
        offer(SnapKind::Corner, b, reach.corner_px);
        if let Some(at) = nearest_to_ray([a, b], ray) {
            offer(SnapKind::Edge, at, reach.edge_px);
        }
    }
    let snap = |kind| move |(_, at)| Snap { at, kind };
    best[0].map(snap(SnapKind::Corner)).or(best[1].map(snap(SnapKind::Edge)))
}

/// The point of an edge nearest to a line in space (Ericson 2005, 5.1.8); none for parallels.
fn nearest_to_ray([a, b]: [Point3; 2], [origin, direction]: [Point3; 2]) -> Option<Point3> {
    let (a, along) = (DVec3::from(a), DVec3::from(b) - DVec3::from(a));
    let (origin, ray) = (DVec3::from(origin), DVec3::from(direction));
    let (e, f, g) = (along.length_squared(), ray.length_squared(), along.dot(ray));
    let slant = e * f - g * g;
    if slant <= 1e-12 * e * f {
        return None;
    }
    let from = a - origin;
    let share = (g * ray.dot(from) - f * along.dot(from)) / slant;
    Some((a + along * share.clamp(0.0, 1.0)).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A camera straight above that shows ten pixels a metre.
    fn from_above(at: Point3) -> Option<[f64; 2]> {
        Some([at[0] * 10.0, at[1] * 10.0])
    }

    fn snap(x: f64, y: f64) -> Option<Snap> {
        let eaves = [[0.0, 0.0, 9.0], [10.0, 0.0, 9.0]];
        let ray = [[x, y, 100.0], [0.0, 0.0, -1.0]];
        snap_to_edges([eaves], [x * 10.0, y * 10.0], ray, SnapReach::default(), from_above)
    }

    #[test]
    fn a_corner_comes_before_an_edge_and_both_have_a_reach() {
        assert_eq!(snap(9.2, 0.4), Some(Snap { at: [10.0, 0.0, 9.0], kind: SnapKind::Corner }));
        let edge = snap(5.0, -0.5);
        assert!(
            edge.is_some_and(|s| s.kind == SnapKind::Edge && (s.at[0] - 5.0).abs() < 1e-9 && s.at[1] == 0.0)
        );
        assert_eq!(snap(5.0, 2.0), None);
        assert_eq!(snap(12.0, 0.0), None);
    }

    #[test]
    fn an_edge_along_the_view_has_no_nearest_place() {
        let upright = [[0.0; 3], [0.0, 0.0, 9.0]];
        assert_eq!(nearest_to_ray(upright, [[3.0, 0.0, 100.0], [0.0, 0.0, -1.0]]), None);
    }
}
