//! Coordinates of an element.

use linli_model::Point3;

use crate::xml::Node;

/// Metres of a degree of latitude, near enough to compare distances within one object.
const METRES_PER_DEGREE: f64 = 111_320.0;

/// Every position inside an element: east (or longitude), north (or latitude), height. Positions are
/// written latitude first.
pub fn positions(node: &Node) -> Vec<Point3> {
    let lists = node.inside("posList").into_iter().chain(node.inside("pos"));
    lists.flat_map(|list| numbers(&list.text)).collect()
}

fn numbers(text: &str) -> Vec<Point3> {
    let values: Vec<f64> = text
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .filter(|v: &f64| v.is_finite())
        .collect();
    let triples = values.chunks_exact(3);
    triples
        .filter_map(|triple| <[f64; 3]>::try_from(triple).ok())
        .map(|[north, east, up]| [east, north, up])
        .collect()
}

/// Rings of the surfaces inside an element, the repeated last point dropped.
pub fn rings(node: &Node) -> Vec<Vec<Point3>> {
    let rings = node.inside("LinearRing").into_iter().map(|ring| {
        let mut points = positions(ring);
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        points
    });
    rings.filter(|ring| ring.len() >= 3).collect()
}

/// The positions of the first of some levels of detail that has any.
pub fn surface(node: &Node, levels: &[&str]) -> Vec<Point3> {
    let mut found = levels.iter().map(|level| node.child(level).map(positions).unwrap_or_default());
    found.find(|positions| !positions.is_empty()).unwrap_or_default()
}

/// The LoD 0 positions of an element.
pub fn level_0(node: &Node) -> Vec<Point3> {
    node.inside("lod0Geometry").first().map(|lod| positions(lod)).unwrap_or_default()
}

/// Distance in plan, metres; coordinates within ±180 and ±90 are degrees.
pub fn apart_m(a: &Point3, b: &Point3) -> f64 {
    let degrees = [a, b].iter().all(|p| p[0].abs() <= 180.0 && p[1].abs() <= 90.0);
    let (east, north) = (a[0] - b[0], a[1] - b[1]);
    if degrees {
        (east * a[1].to_radians().cos() * METRES_PER_DEGREE).hypot(north * METRES_PER_DEGREE)
    } else {
        east.hypot(north)
    }
}

/// Lowest and highest of positions.
pub fn span(positions: &[Point3]) -> Option<[f64; 2]> {
    let heights = positions.iter().map(|p| p[2]);
    let low = heights.clone().fold(f64::INFINITY, f64::min);
    let high = heights.fold(f64::NEG_INFINITY, f64::max);
    (low <= high).then_some([low, high])
}

/// The middle of positions in plan.
pub fn middle(positions: &[Point3]) -> Option<[f64; 2]> {
    let count = positions.len() as f64;
    let sum = positions.iter().fold([0.0; 2], |sum, p| [sum[0] + p[0], sum[1] + p[1]]);
    (count > 0.0).then_some([sum[0] / count, sum[1] / count])
}
