//! Outlines by winding numbers: strips along lines and walls, and halves of plans, made corner by corner.
//!
//! A strip is the sum of a rectangle for each edge and of a wedge for each bend. Edges that two of these share cancel; what
//! is left is one ring whose winding number tells how many of them lie over a point. So it is never below zero, and above
//! zero just inside their union. Polygon booleans, which would put the union's outline together, are not needed.

use geo::{Coord, LineString, MultiPolygon, Polygon};

/// Step of round corners of strips along walls, radians.
pub(super) const ROUND_STEP: f64 = 0.2;

/// Ring of a strip along a line, on both sides: flat ends, bevelled bends. Neighbouring corners must differ.
pub(super) fn strip_ring(line: &[Coord], half_m: f64) -> LineString {
    let mut ring = Vec::with_capacity(line.len() * 5);
    side(line.iter().copied(), half_m, &mut ring);
    side(line.iter().rev().copied(), half_m, &mut ring);
    ring.extend(ring.first().copied());
    LineString(ring)
}

/// The right side of a strip: across outer bends straight on, through the corner of inner ones.
fn side(line: impl Iterator<Item = Coord> + Clone, half_m: f64, ring: &mut Vec<Coord>) {
    let mut former: Option<Coord> = None;
    for (a, b) in line.clone().zip(line.skip(1)) {
        let Some(right) = right_of(a, b) else { continue };
        if former.is_some_and(|former| cross(former, right) < 0.0) {
            ring.push(a);
        }
        ring.extend([a + right * half_m, b + right * half_m]);
        former = Some(right);
    }
}

/// Polygons grown by a distance on all sides, with round corners.
pub(super) fn grown(shape: &MultiPolygon, distance_m: f64) -> MultiPolygon {
    let polygons = shape.iter().map(|polygon| {
        let holes = polygon.interiors().iter().map(|hole| grown_ring(hole, distance_m));
        Polygon::new(grown_ring(polygon.exterior(), distance_m), holes.collect())
    });
    MultiPolygon(polygons.collect())
}

/// A closed ring, moved to its right.
fn grown_ring(ring: &LineString, distance_m: f64) -> LineString {
    let edges: Vec<(Coord, Coord, Coord)> = ring
        .0
        .windows(2)
        .filter_map(|pair| right_of(pair[0], pair[1]).map(|right| (pair[0], pair[1], right)))
        .collect();
    let mut grown = Vec::with_capacity(edges.len() * 4);
    let Some(last) = edges.last() else { return LineString(Vec::new()) };
    let mut former = last.2;
    for (a, b, right) in &edges {
        bend(*a, former, *right, distance_m, &mut grown);
        grown.extend([*a + *right * distance_m, *b + *right * distance_m]);
        former = *right;
    }
    grown.extend(grown.first().copied());
    LineString(grown)
}

/// A corner of a ring that is moved: round where it bends outwards, through the corner itself where it bends inwards.
fn bend(corner: Coord, before: Coord, after: Coord, distance_m: f64, ring: &mut Vec<Coord>) {
    let (turn, along) = (cross(before, after), before.x * after.x + before.y * after.y);
    if turn < 0.0 {
        ring.push(corner);
        return;
    }
    let angle = turn.atan2(along);
    let steps = (angle / ROUND_STEP).ceil();
    for step in 1..steps as u32 {
        let (sin, cos) = (angle * f64::from(step) / steps).sin_cos();
        let normal = Coord { x: before.x * cos - before.y * sin, y: before.x * sin + before.y * cos };
        ring.push(corner + normal * distance_m);
    }
}

/// Which half of the plane beside a line across one axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Half {
    /// Across x, not y.
    pub across_x: bool,
    pub at_m: f64,
    /// The half of the larger coordinates.
    pub upper: bool,
}

/// The part of rings in a half of the plane (Sutherland and Hodgman 1974): winding numbers inside stay as they are, edges
/// along the line may lie on each other.
pub(super) fn half_of(shape: &MultiPolygon, half: Half) -> MultiPolygon {
    let mut polygons = Vec::with_capacity(shape.0.len());
    for polygon in shape {
        let exterior = half_ring(&polygon.exterior().0, half);
        if exterior.len() < 4 {
            continue;
        }
        let holes = polygon.interiors().iter().map(|hole| half_ring(&hole.0, half));
        let holes = holes.filter(|hole| hole.len() >= 4).map(LineString).collect();
        polygons.push(Polygon::new(LineString(exterior), holes));
    }
    MultiPolygon(polygons)
}

fn half_ring(ring: &[Coord], half: Half) -> Vec<Coord> {
    let beyond = |c: Coord| {
        let value = if half.across_x { c.x } else { c.y };
        if half.upper { value - half.at_m } else { half.at_m - value }
    };
    let mut kept = Vec::with_capacity(ring.len() + 4);
    for pair in ring.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let (from, to) = (beyond(a), beyond(b));
        if from >= 0.0 {
            kept.push(a);
        }
        if from > 0.0 && to < 0.0 || from < 0.0 && to > 0.0 {
            let share = from / (from - to);
            let mut crossing = a + (b - a) * share;
            // The same place whichever way the edge runs matters less than that it lies on the line.
            if half.across_x {
                crossing.x = half.at_m
            } else {
                crossing.y = half.at_m
            }
            kept.push(crossing);
        }
    }
    kept.extend(kept.first().copied());
    kept
}

/// The unit vector to the right of an edge; `None` without a length.
fn right_of(a: Coord, b: Coord) -> Option<Coord> {
    let along = b - a;
    let length = along.x.hypot(along.y);
    (length > 0.0 && length.is_finite()).then(|| Coord { x: along.y / length, y: -along.x / length })
}

fn cross(a: Coord, b: Coord) -> f64 {
    a.x * b.y - a.y * b.x
}
