//! Footprints made ready for extrusion, and the smallest rectangle around one.

use linli_model::{Point3, Polygon};

/// Corners closer than this are one, and corners closer to the line between their neighbours are
/// left out, metres.
const TOLERANCE_M: f64 = 1e-3;

/// A footprint in the plane: rings without repeated or straight corners, the outer one
/// counter-clockwise, holes clockwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Footprint {
    pub rings: Vec<Vec<[f64; 2]>>,
}

/// A rectangle turned freely: its longer axis `u`, and half its sides along `u` and across.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rectangle {
    pub centre: [f64; 2],
    pub u: [f64; 2],
    pub half_length: f64,
    pub half_width: f64,
}

impl Footprint {
    /// Cleans a polygon; `None` when its outer ring has no area or is not finite.
    pub(super) fn of(polygon: &Polygon) -> Option<Self> {
        let outer = cleaned(&polygon.exterior, true)?;
        let holes = polygon.holes.iter().filter_map(|hole| cleaned(hole, false));
        Some(Self { rings: std::iter::once(outer).chain(holes).collect() })
    }

    pub(super) fn corners(&self) -> impl Iterator<Item = [f64; 2]> + '_ {
        self.rings.iter().flatten().copied()
    }

    /// As a polygon at one height.
    pub(super) fn at_height(&self, z: f64) -> Polygon {
        let lifted = |ring: &Vec<[f64; 2]>| ring.iter().map(|p| [p[0], p[1], z]).collect::<Vec<Point3>>();
        let mut rings = self.rings.iter().map(lifted);
        Polygon { exterior: rings.next().unwrap_or_default(), holes: rings.collect() }
    }

    /// Smallest rectangle around the outer ring: one of its sides lies along a side of the convex
    /// hull (Freeman and Shapira 1975).
    pub(super) fn rectangle(&self) -> Option<Rectangle> {
        let ring = self.rings.first()?;
        let hull = convex_hull(ring);
        let mut best: Option<(f64, Rectangle)> = None;
        for (i, a) in hull.iter().enumerate() {
            let b = hull[(i + 1) % hull.len()];
            let length = (b[0] - a[0]).hypot(b[1] - a[1]);
            if length < TOLERANCE_M {
                continue;
            }
            let rectangle = around(&hull, [(b[0] - a[0]) / length, (b[1] - a[1]) / length]);
            let area = rectangle.half_length * rectangle.half_width;
            if best.as_ref().is_none_or(|(least, _)| area < least * (1.0 - 1e-9)) {
                best = Some((area, rectangle));
            }
        }
        best.map(|(_, rectangle)| rectangle)
    }

    /// Rectangle around the footprint whose axis `u` is given.
    pub(super) fn rectangle_along(&self, u: [f64; 2]) -> Option<Rectangle> {
        let ring = self.rings.first().filter(|r| !r.is_empty())?;
        Some(span(ring, u))
    }
}

/// The rectangle along a direction, turned so that `u` is its longer axis.
fn around(points: &[[f64; 2]], u: [f64; 2]) -> Rectangle {
    let rectangle = span(points, u);
    if rectangle.half_length >= rectangle.half_width {
        return rectangle;
    }
    Rectangle {
        u: [-u[1], u[0]],
        half_length: rectangle.half_width,
        half_width: rectangle.half_length,
        ..rectangle
    }
}

fn span(points: &[[f64; 2]], u: [f64; 2]) -> Rectangle {
    let v = [-u[1], u[0]];
    let along = |axis: [f64; 2]| {
        points
            .iter()
            .map(|p| p[0] * axis[0] + p[1] * axis[1])
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((u0, u1), (v0, v1)) = (along(u), along(v));
    let (cu, cv) = ((u0 + u1) / 2.0, (v0 + v1) / 2.0);
    Rectangle {
        centre: [cu * u[0] + cv * v[0], cu * u[1] + cv * v[1]],
        u,
        half_length: (u1 - u0) / 2.0,
        half_width: (v1 - v0) / 2.0,
    }
}

/// Convex hull of places in plan, counter-clockwise (Andrew's monotone chain, 1979).
pub fn convex_hull(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let mut hull: Vec<[f64; 2]> = Vec::new();
    let mut half = |points: &mut dyn Iterator<Item = &[f64; 2]>| {
        let start = hull.len();
        for p in points {
            while hull.len() >= start + 2 && turn(hull[hull.len() - 2], hull[hull.len() - 1], *p) <= 0.0 {
                hull.pop();
            }
            hull.push(*p);
        }
        hull.pop();
    };
    half(&mut sorted.iter());
    half(&mut sorted.iter().rev());
    hull
}

fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// A ring without repeated and straight corners, wound as asked.
fn cleaned(ring: &[Point3], counter_clockwise: bool) -> Option<Vec<[f64; 2]>> {
    if !ring.iter().all(|p| p[0].is_finite() && p[1].is_finite()) {
        return None;
    }
    let mut corners: Vec<[f64; 2]> = ring.iter().map(|p| [p[0], p[1]]).collect();
    // Leaving out one corner can make its neighbour straight; few rings need a second round.
    for _ in 0..4 {
        let before = corners.len();
        corners = without_needless(&corners);
        if corners.len() == before {
            break;
        }
    }
    let origin = *corners.first()?;
    let twice: f64 = corners.windows(2).map(|pair| turn(origin, pair[0], pair[1])).sum();
    if corners.len() < 3 || twice.abs() < 1e-3 {
        return None;
    }
    if (twice > 0.0) != counter_clockwise {
        corners.reverse();
    }
    Some(corners)
}

fn without_needless(ring: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut kept: Vec<[f64; 2]> = Vec::with_capacity(ring.len());
    for (i, &p) in ring.iter().enumerate() {
        let before = kept.last().or(ring.last()).copied().unwrap_or(p);
        let after = ring.get(i + 1).or(kept.first()).copied().unwrap_or(p);
        if !is_needless(before, p, after) {
            kept.push(p);
        }
    }
    kept
}

fn is_needless(a: [f64; 2], p: [f64; 2], b: [f64; 2]) -> bool {
    if (a[0] - p[0]).hypot(a[1] - p[1]) < TOLERANCE_M {
        return true;
    }
    let length = (b[0] - a[0]).hypot(b[1] - a[1]);
    // Only what lies between its neighbours is straight; a spike's tip is not.
    let between = (p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1]);
    length > TOLERANCE_M
        && (0.0..=length * length).contains(&between)
        && (turn(a, p, b) / length).abs() < TOLERANCE_M * 0.5
}
