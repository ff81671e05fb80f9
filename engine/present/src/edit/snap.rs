//! Where a point that is being drawn or dragged goes: to a corner, an edge, an axis, a setback line, a right angle, the
//! raster.

use linli_model::{Element, Geometry, Kind, Medium, Vertical};
use linli_space::Ground;

use super::{DraftPoint, snapped};

/// What a point was drawn to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapTo {
    /// A corner of an outline, an end or a bend of a line, a place.
    Corner,
    /// The outline of a building or an area.
    Edge,
    /// The edge of a parcel.
    Parcel,
    /// The line that buildings of a parcel must keep to (退界线).
    Setback,
    /// The axis of a street, a utility line or a tunnel.
    Axis,
    /// A right angle to what was drawn before, or the raster.
    Raster,
}

/// A line in plan that draws points to it.
#[derive(Clone, Debug, PartialEq)]
pub struct SnapLine {
    /// Its ends, local metres; twice the same for a place.
    pub ends: [[f64; 2]; 2],
    /// What it is.
    pub to: SnapTo,
    /// Heights of its ends above the ground, metres, and what it carries: for utility lines, which join in depth too.
    pub level: Option<(Medium, [f64; 2])>,
}

/// A point with what it was drawn to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SnapPoint {
    /// The point.
    pub point: DraftPoint,
    /// What it was drawn to.
    pub to: SnapTo,
}

/// The lines of an element that draw points to them.
pub fn snap_lines(element: &Element, ground: &Ground) -> Vec<SnapLine> {
    let to = match &element.kind {
        Kind::Parcel(_) => SnapTo::Parcel,
        Kind::Street(_) | Kind::UtilityLine(_) | Kind::Corridor(_) => SnapTo::Axis,
        Kind::Terrain | Kind::Address => return Vec::new(),
        _ => SnapTo::Edge,
    };
    let above = |p: &linli_model::Point3| match element.vertical {
        Vertical::AboveGround => p[2],
        Vertical::Absolute => p[2] - ground.height_at(p[0], p[1]),
    };
    let medium = match &element.kind {
        Kind::UtilityLine(line) => Some(line.medium),
        _ => None,
    };
    let line = |a: &linli_model::Point3, b: &linli_model::Point3| SnapLine {
        ends: [[a[0], a[1]], [b[0], b[1]]],
        to,
        level: medium.map(|medium| (medium, [above(a), above(b)])),
    };
    match &element.geometry {
        Geometry::Point(p) => vec![line(p, p)],
        Geometry::Line(points) => points.windows(2).map(|ends| line(&ends[0], &ends[1])).collect(),
        Geometry::Area(polygons) => {
            let rings = || polygons.iter().flat_map(|polygon| polygon.rings());
            let sides = |ring: &[linli_model::Point3]| -> Vec<SnapLine> {
                (0..ring.len()).map(|i| line(&ring[i], &ring[(i + 1) % ring.len()])).collect()
            };
            let mut lines: Vec<SnapLine> = rings().flat_map(|ring| sides(ring)).collect();
            if let Kind::Parcel(parcel) = &element.kind
                && let Some(setback_m) = parcel.setback_m.filter(|setback| *setback > 0.0)
            {
                lines.extend(polygons.iter().flat_map(|polygon| setback_lines(&polygon.exterior, setback_m)));
            }
            lines
        }
        _ => Vec::new(),
    }
}

/// The edges of an outline (counter-clockwise), each moved inwards; where two neighbours meet they end.
fn setback_lines(ring: &[linli_model::Point3], setback_m: f64) -> Vec<SnapLine> {
    let count = ring.len();
    let moved = |i: usize| -> Option<[[f64; 2]; 2]> {
        let (a, b) = (ring[i % count], ring[(i + 1) % count]);
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx.hypot(dy);
        let (nx, ny) = (-dy / length * setback_m, dx / length * setback_m);
        (length > 1e-9).then_some([[a[0] + nx, a[1] + ny], [b[0] + nx, b[1] + ny]])
    };
    let edges: Vec<[[f64; 2]; 2]> = (0..count).filter_map(moved).collect();
    let meet = |p: &[[f64; 2]; 2], q: &[[f64; 2]; 2]| -> Option<[f64; 2]> {
        let (u, v) = ([p[1][0] - p[0][0], p[1][1] - p[0][1]], [q[1][0] - q[0][0], q[1][1] - q[0][1]]);
        let cross = u[0] * v[1] - u[1] * v[0];
        let gap = [q[0][0] - p[0][0], q[0][1] - p[0][1]];
        let share = (gap[0] * v[1] - gap[1] * v[0]) / cross;
        (cross.abs() > 1e-9).then(|| [p[0][0] + u[0] * share, p[0][1] + u[1] * share])
    };
    let line = |i: usize| {
        let own = edges[i];
        let before = meet(&edges[(i + edges.len() - 1) % edges.len()], &own).unwrap_or(own[0]);
        let after = meet(&own, &edges[(i + 1) % edges.len()]).unwrap_or(own[1]);
        let along = |a: [f64; 2], b: [f64; 2]| {
            (b[0] - a[0]) * (own[1][0] - own[0][0]) + (b[1] - a[1]) * (own[1][1] - own[0][1])
        };
        let middle = [(before[0] + after[0]) / 2.0, (before[1] + after[1]) / 2.0];
        let keeps = |i: usize| away([ring[i], ring[(i + 1) % count]], middle) >= setback_m - 1e-6;
        // An edge that the setback swallows has none.
        let is_one = along(before, after) > 0.0 && (0..count).all(keeps);
        is_one.then_some(SnapLine { ends: [before, after], to: SnapTo::Setback, level: None })
    };
    if edges.len() < 3 { Vec::new() } else { (0..edges.len()).filter_map(line).collect() }
}

/// Distance of a place from an edge, metres.
fn away([a, b]: [linli_model::Point3; 2], [x, y]: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let square = dx * dx + dy * dy;
    let share = if square > 0.0 { ((x - a[0]) * dx + (y - a[1]) * dy) / square } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    (a[0] + dx * share - x).hypot(a[1] + dy * share - y)
}

/// Where a point goes that a hand holds somewhere: to the nearest corner within reach, else the nearest line within
/// reach, else a right angle to what was drawn before or the raster. With `free` it stays where it is. `medium` is what a
/// line that is drawn carries: it takes over the depth of a line of its network.
pub fn snap_in_plan(
    lines: &[SnapLine],
    drawn: &[[f64; 2]],
    at: [f64; 2],
    reach_m: f64,
    free: bool,
    medium: Option<Medium>,
) -> SnapPoint {
    if free {
        return SnapPoint { point: at.into(), to: SnapTo::Raster };
    }
    let mut corner: Option<(f64, SnapPoint)> = None;
    let mut edge: Option<(f64, SnapPoint)> = None;
    let nearer = |best: &mut Option<(f64, SnapPoint)>, away: f64, found: SnapPoint| {
        if away <= reach_m && best.is_none_or(|(nearest, _)| away < nearest) {
            *best = Some((away, found));
        }
    };
    for line in lines {
        let [a, b] = line.ends;
        let levels = line.level.filter(|(carried, _)| Some(*carried) == medium).map(|(_, levels)| levels);
        for (end, p) in [a, b].into_iter().enumerate() {
            let point = DraftPoint { at: p, level_m: levels.map(|levels| levels[end]) };
            nearer(&mut corner, (p[0] - at[0]).hypot(p[1] - at[1]), SnapPoint { point, to: SnapTo::Corner });
        }
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let square = dx * dx + dy * dy;
        if square > 0.0 {
            let share = (((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / square).clamp(0.0, 1.0);
            let p = [a[0] + dx * share, a[1] + dy * share];
            let level_m = levels.map(|[from, to]| from + (to - from) * share);
            let point = DraftPoint { at: p, level_m };
            nearer(&mut edge, (p[0] - at[0]).hypot(p[1] - at[1]), SnapPoint { point, to: line.to });
        }
    }
    let found = corner.or(edge).map(|(_, found)| found);
    found.unwrap_or_else(|| SnapPoint { point: snapped(drawn, at).into(), to: SnapTo::Raster })
}

#[cfg(test)]
mod tests {
    use linli_model::{LandUse, Parcel, Polygon, UtilityLine};

    use super::*;

    fn parcel() -> Element {
        let ring = vec![[0.0, 0.0, 0.0], [60.0, 0.0, 0.0], [60.0, 40.0, 0.0], [0.0, 40.0, 0.0]];
        let parcel = Parcel { setback_m: Some(5.0), ..Parcel::new(LandUse::Residential) };
        Element::new("p", Kind::Parcel(parcel), Geometry::Area(vec![Polygon::new(ring)]))
    }

    #[test]
    fn a_point_goes_to_a_corner_before_a_line_and_to_a_line_before_the_raster() {
        let lines = snap_lines(&parcel(), &Ground::level(0.0));
        let snap = |at| snap_in_plan(&lines, &[], at, 1.5, false, None);
        assert_eq!((snap([59.2, 0.9]).point.at, snap([59.2, 0.9]).to), ([60.0, 0.0], SnapTo::Corner));
        assert_eq!((snap([20.2, 0.9]).point.at, snap([20.2, 0.9]).to), ([20.2, 0.0], SnapTo::Parcel));
        assert_eq!((snap([20.2, 5.6]).point.at, snap([20.2, 5.6]).to), ([20.2, 5.0], SnapTo::Setback));
        assert_eq!(snap([55.3, 34.6]).point.at, [55.0, 35.0]);
        assert_eq!((snap([20.2, 20.3]).point.at, snap([20.2, 20.3]).to), ([20.0, 20.5], SnapTo::Raster));
        assert_eq!(snap_in_plan(&lines, &[], [59.2, 0.9], 1.5, true, None).point.at, [59.2, 0.9]);
    }

    #[test]
    fn a_parcel_that_the_setback_swallows_has_no_setback_line() {
        let ring = [[0.0, 0.0, 0.0], [60.0, 0.0, 0.0], [60.0, 8.0, 0.0], [0.0, 8.0, 0.0]];
        assert_eq!(setback_lines(&ring, 5.0), []);
        assert_eq!(setback_lines(&ring, 3.0).len(), 4);
    }

    #[test]
    fn a_line_joins_its_own_network_in_depth_and_another_one_only_in_plan() {
        let line = UtilityLine { medium: Medium::Gas, ..UtilityLine::default() };
        let points = vec![[0.0, 0.0, 3.0], [10.0, 0.0, 2.0]];
        let element = Element::new("g", Kind::UtilityLine(line), Geometry::Line(points));
        let lines = snap_lines(&element, &Ground::level(5.0));
        let level = |medium| snap_in_plan(&lines, &[], [5.0, 0.3], 1.0, false, Some(medium)).point.level_m;
        assert_eq!(level(Medium::Gas), Some(-2.5));
        assert_eq!(level(Medium::Water), None);
    }
}
