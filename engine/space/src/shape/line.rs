//! Lines, points and flat areas: pipes, streets, trees, nodes, land.

use linli_model::{DepthReference, FaceKind, Kind, Point3, Polygon, UtilityNode, UtilityNodeKind};

use super::Shape;
use super::builder::ShapeBuilder;
use crate::Ground;
use crate::surface::{LEVEL_HEIGHT_M, drape_polygon};

/// Radius by which a line without a thickness of its own can be picked, metres.
const LINE_RADIUS_M: f64 = 0.1;
/// Lines on a ground that is not level get a point at least this often, metres.
pub(super) const DRAPE_STEP_M: f64 = 20.0;
/// Points that a line may get on top of its own: longer lines get them farther apart.
const MOST_STEPS: f64 = 2e4;
/// Radius and height of the mark of a point, metres.
const POINT_MARK_M: [f64; 2] = [0.3, 1.0];
/// Radius of a manhole's shaft, metres.
const SHAFT_RADIUS_M: f64 = 0.5;
/// Height and crown of a tree where the source gives none, metres.
const ASSUMED_TREE_M: [f64; 2] = [8.0, 5.0];

/// Segments along a line: a pipe's axis with its radius, anything else thin.
pub(super) fn shape_of_line(points: &[Point3], kind: &Kind, above: bool, ground: &Ground) -> Shape {
    let (radius_m, lift) = match kind {
        Kind::UtilityLine(line) => {
            let radius = (line.diameter_mm / 2000.0).clamp(0.005, 10.0);
            let lift = match line.depth_reference {
                DepthReference::Axis => 0.0,
                DepthReference::Invert => radius,
                DepthReference::Crown => -radius,
            };
            (radius, lift)
        }
        Kind::Street(street) if above => (LINE_RADIUS_M, f64::from(street.layer) * LEVEL_HEIGHT_M),
        _ => (LINE_RADIUS_M, 0.0),
    };
    let mut builder = ShapeBuilder::default();
    for pair in resolved_line(points, lift, DRAPE_STEP_M, above, ground).windows(2) {
        builder.segment(pair[0], pair[1], radius_m);
    }
    builder.finish()
}

/// The points of a line with heights resolved and lifted, without those that are not finite or
/// repeat their predecessor. On a ground that is not level there is one at least every `step_m`.
pub(super) fn resolved_line(
    points: &[Point3],
    lift: f64,
    step_m: f64,
    above: bool,
    ground: &Ground,
) -> Vec<Point3> {
    let finite: Vec<Point3> = points.iter().copied().filter(|p| p.iter().all(|v| v.is_finite())).collect();
    let mut line: Vec<Point3> = Vec::with_capacity(finite.len());
    let flat = |pair: &[Point3]| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]);
    let step = step_m.max(finite.windows(2).map(flat).sum::<f64>() / MOST_STEPS);
    let place = |p: Point3| resolved([p[0], p[1], p[2] + lift], above, ground);
    line.extend(finite.first().map(|p| place(*p)));
    for pair in finite.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let steps =
            if above && !ground.is_level() { (flat(pair) / step).ceil().clamp(1.0, MOST_STEPS) } else { 1.0 };
        for step in 1..=steps as u32 {
            let t = f64::from(step) / steps;
            let p = place(std::array::from_fn(|k| if t == 1.0 { b[k] } else { a[k] + t * (b[k] - a[k]) }));
            if line.last() != Some(&p) {
                line.push(p);
            }
        }
    }
    line
}

/// A mark at a point: a tree's trunk and crown, a manhole's shaft, a short post for anything else.
pub(super) fn shape_of_point(point: Point3, kind: &Kind, above: bool, ground: &Ground) -> Shape {
    let mut builder = ShapeBuilder::default();
    if !point.iter().all(|v| v.is_finite()) {
        return Shape::default();
    }
    let foot = resolved(point, above, ground);
    let up = |h: f64| [foot[0], foot[1], foot[2] + h];
    match kind {
        Kind::Tree(tree) => {
            let height = tree.height_m.filter(|h| *h > 0.5).unwrap_or(ASSUMED_TREE_M[0]).min(120.0);
            let crown = tree.crown_m.filter(|c| *c > 0.2).unwrap_or(ASSUMED_TREE_M[1] * height / 8.0);
            let radius = (crown / 2.0).min(height * 0.45);
            let low = (height * 0.3 + radius).min(height - radius);
            builder.segment(foot, up(low), 0.15);
            builder.segment(up(low), up(height - radius * 0.999), radius);
        }
        Kind::UtilityNode(node) => {
            let [radius, depth] = node_size(node);
            builder.segment(foot, up(-depth), radius);
        }
        _ => builder.segment(foot, up(POINT_MARK_M[1]), POINT_MARK_M[0]),
    }
    builder.finish()
}

fn node_size(node: &UtilityNode) -> [f64; 2] {
    let depth = node.depth_m.filter(|d| d.is_finite() && *d > 0.05);
    match node.node {
        UtilityNodeKind::Manhole => [SHAFT_RADIUS_M, depth.unwrap_or(2.0)],
        UtilityNodeKind::Tank | UtilityNodeKind::Reservoir => [1.5, depth.unwrap_or(3.0)],
        _ => [0.2, depth.unwrap_or(0.4)],
    }
}

/// Triangles of areas: draped on the ground, or as high as the source says.
pub(super) fn shape_of_area(polygons: &[Polygon], kind: FaceKind, above: bool, ground: &Ground) -> Shape {
    let mut builder = ShapeBuilder::default();
    for polygon in polygons {
        if above {
            for corners in drape_polygon(polygon, ground, 0.0) {
                builder.triangle_at(corners, (kind, None));
            }
            continue;
        }
        let corners: Vec<Point3> = polygon.rings().flatten().copied().collect();
        for triangle in crate::triangulate_polygon(polygon) {
            builder.triangle_at(triangle.map(|i| corners[i as usize]), (kind, None));
        }
    }
    builder.finish()
}

pub(super) fn resolved(p: Point3, above: bool, ground: &Ground) -> Point3 {
    if above { [p[0], p[1], p[2] + ground.height_at(p[0], p[1])] } else { p }
}

#[cfg(test)]
mod tests {
    use linli_model::{Element, Geometry, Medium, Tree, UtilityLine, Vertical};

    use super::*;
    use crate::shape_of;

    fn pipe(depth_reference: DepthReference) -> Kind {
        Kind::UtilityLine(UtilityLine {
            medium: Medium::Sewage,
            diameter_mm: 400.0,
            material: None,
            depth_reference,
            depth_assumed: false,
            diameter_assumed: false,
            from_node: None,
            to_node: None,
            year: None,
            ..UtilityLine::default()
        })
    }

    #[test]
    fn the_axis_of_a_pipe_follows_from_what_its_depth_means() {
        let line = Geometry::Line(vec![[0., 0., -3.], [10., 0., -3.]]);
        for (reference, axis) in
            [(DepthReference::Axis, -3.0), (DepthReference::Invert, -2.8), (DepthReference::Crown, -3.2)]
        {
            let element = Element::new("pipe", pipe(reference), line.clone());
            let shape = shape_of(&element, &Ground::level(5.0));
            let Some(segment) = shape.segments.first() else { panic!("no segment") };
            assert!((segment.a[2] - axis).abs() < 1e-12 && (segment.radius_m - 0.2).abs() < 1e-12);
        }
    }

    #[test]
    fn a_tree_stands_on_the_ground_and_ends_at_its_height() {
        let tree = Kind::Tree(Tree { height_m: Some(10.0), crown_m: Some(4.0), ..Tree::default() });
        let mut element = Element::new("tree", tree, Geometry::Point([1.0, 2.0, 0.0]));
        element.vertical = Vertical::AboveGround;
        let shape = shape_of(&element, &Ground::level(5.0));
        let top = shape.segments.iter().map(|s| s.b[2] + s.radius_m).fold(0.0, f64::max);
        assert!((top - 15.0).abs() < 0.01, "{top}");
        assert_eq!(shape.segments.first().map(|s| s.a), Some([1.0, 2.0, 5.0]));
    }
}
