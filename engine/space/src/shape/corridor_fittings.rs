//! What holds lines in a utility tunnel and lights it: brackets on the walls, pedestals on the floor, lamps under the
//! ceiling. A scheme for pictures, like the rooms of a storey: no source says where they are.

use linli_model::{Element, FaceKind, Geometry, Kind, Point3, Vertical};

use super::Shape;
use super::builder::ShapeBuilder;
use super::corridor::corridor_section;
use super::solid::Skins;
use super::sweep::{Path, Section};
use crate::Ground;

/// Distance between supports, and between lamps, metres.
const SUPPORT_STEP_M: f64 = 3.0;
const LAMP_STEP_M: f64 = 8.0;
/// Length of a support along the tunnel, and of a lamp, metres.
const SUPPORT_M: f64 = 0.08;
const LAMP_M: f64 = 1.2;
/// Height of a bracket, metres.
const BRACKET_M: f64 = 0.06;
/// A line whose underside is lower than this stands on pedestals, metres above the floor.
const PEDESTAL_M: f64 = 0.7;

/// Supports and lamps of a tunnel.
#[derive(Clone, Debug, Default)]
pub struct CorridorFittings {
    /// Brackets and pedestals.
    pub supports: Shape,
    /// Lamps.
    pub lamps: Shape,
}

/// A straight piece of the tunnel's axis.
struct Piece {
    a: Point3,
    along: [f64; 2],
    length: f64,
    rise: f64,
}

impl Piece {
    /// Place on the axis, metres from the piece's start.
    fn at(&self, on: f64) -> Point3 {
        let [u, v] = self.along;
        [self.a[0] + u * on, self.a[1] + v * on, self.a[2] + self.rise * on / self.length.max(1e-9)]
    }

    /// Way along the piece and offset to the right of a place.
    fn seen(&self, p: Point3) -> [f64; 2] {
        let (x, y) = (p[0] - self.a[0], p[1] - self.a[1]);
        let [u, v] = self.along;
        [x * u + y * v, x * v - y * u]
    }

    /// A box about a place of the axis: `length` along it, its section relative to a height.
    fn add_box(&self, builder: &mut ShapeBuilder, on: f64, z: f64, length: f64, section: Section) {
        let ends = [on - length / 2.0, on + length / 2.0].map(|on| {
            let [x, y, _] = self.at(on);
            [x, y, z]
        });
        let reach = section.right.abs().max(section.left.abs());
        Path::new(&ends, false, reach).sweep(builder, section, Skins::plain(FaceKind::Interior, None));
    }
}

/// The fittings of a tunnel that carries lines of these shapes; `None` for anything but a tunnel along a line.
pub fn corridor_fittings(element: &Element, lines: &[&Shape], ground: &Ground) -> Option<CorridorFittings> {
    let (Kind::Corridor(corridor), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
        return None;
    };
    let above = element.vertical == Vertical::AboveGround;
    let placed = |p: &Point3| if above { [p[0], p[1], ground.height_at(p[0], p[1]) + p[2]] } else { *p };
    let pieces: Vec<Piece> =
        points.windows(2).filter_map(|pair| piece(placed(&pair[0]), placed(&pair[1]))).collect();
    let sections = corridor_section(corridor);
    let (mut supports, mut lamps) = (ShapeBuilder::default(), ShapeBuilder::default());
    for piece in &pieces {
        for on in steps(piece.length, LAMP_STEP_M) {
            let z = piece.at(on)[2];
            for [left, right, _, top] in &sections {
                let middle = f64::midpoint(*left, *right);
                let (left, right) = (middle - 0.06, middle + 0.06);
                let section = Section { left, right, bottom: top - 0.1, top: top - 0.02 };
                piece.add_box(&mut lamps, on, z, LAMP_M, section);
            }
        }
    }
    for segment in lines.iter().flat_map(|line| &line.segments) {
        let middle: Point3 = std::array::from_fn(|k| f64::midpoint(segment.a[k], segment.b[k]));
        let beside = |piece: &&Piece| {
            let [on, _] = piece.seen(middle);
            (0.0..=piece.length).contains(&on)
        };
        let Some(piece) = pieces.iter().filter(beside).min_by(|a, b| {
            let off = |piece: &Piece| piece.seen(middle)[1].abs();
            off(a).total_cmp(&off(b))
        }) else {
            continue;
        };
        let [from, to] = [piece.seen(segment.a), piece.seen(segment.b)];
        let way = to[0] - from[0];
        // What runs across the tunnel leaves it.
        if way.abs() < 0.7 * (to[1] - from[1]).hypot(way) || way.abs() < SUPPORT_M {
            continue;
        }
        for step in steps(way.abs(), SUPPORT_STEP_M) {
            let share = step / way.abs();
            let (on, offset) = (from[0] + way * share, from[1] + (to[1] - from[1]) * share);
            let under = segment.a[2] + (segment.b[2] - segment.a[2]) * share - segment.radius_m;
            let axis = piece.at(on.clamp(0.0, piece.length))[2];
            let held = sections.iter().find(|[left, right, ..]| (*left..=*right).contains(&offset));
            let Some([left, right, bottom, _]) = held else { continue };
            let section = support([*left, *right, axis + bottom], offset, segment.radius_m, under);
            piece.add_box(&mut supports, on, under, SUPPORT_M, section);
        }
    }
    Some(CorridorFittings { supports: supports.finish(), lamps: lamps.finish() })
}

/// The support of a line at an offset, relative to its underside: a pedestal near the floor, else a bracket from the
/// nearer wall.
fn support([left, right, floor]: [f64; 3], offset: f64, radius: f64, under: f64) -> Section {
    if under - floor < PEDESTAL_M && radius > 0.05 {
        return Section {
            left: offset - 0.6 * radius,
            right: offset + 0.6 * radius,
            bottom: floor - under,
            top: 0.0,
        };
    }
    let is_left = offset - left < right - offset;
    let (left, right) = if is_left { (left, offset + radius) } else { (offset - radius, right) };
    Section { left, right, bottom: -BRACKET_M, top: 0.0 }
}

fn piece(a: Point3, b: Point3) -> Option<Piece> {
    let (x, y) = (b[0] - a[0], b[1] - a[1]);
    let length = x.hypot(y);
    let usable = length > 0.01 && a.iter().chain(&b).all(|v| v.is_finite());
    usable.then(|| Piece { a, along: [x / length, y / length], length, rise: b[2] - a[2] })
}

/// Places on a length, evenly and not farther apart than a step.
fn steps(length: f64, step: f64) -> impl Iterator<Item = f64> {
    let count = (length / step).ceil().clamp(1.0, 1e5) as u32;
    (0..count).map(move |i| length * (f64::from(i) + 0.5) / f64::from(count))
}

#[cfg(test)]
mod tests {
    use linli_model::{Compartment, CompartmentKind, Corridor};

    use super::*;

    fn tunnel() -> Element {
        let room = Compartment {
            compartment: CompartmentKind::General,
            width_m: 3.0,
            height_m: 3.0,
            lines: Vec::new(),
        };
        let corridor = Corridor { compartments: vec![room], wall_m: 0.5 };
        Element::new(
            "tunnel",
            Kind::Corridor(corridor),
            Geometry::Line(vec![[0.0, 0.0, -6.0], [30.0, 0.0, -6.0]]),
        )
    }

    fn line(y: f64, z: f64, radius_m: f64) -> Shape {
        let mut builder = ShapeBuilder::default();
        builder.segment([0.0, y, z], [30.0, y, z], radius_m);
        builder.finish()
    }

    #[test]
    fn brackets_reach_from_the_wall_to_the_line_and_pedestals_from_the_floor() {
        let ground = Ground::level(0.0);
        // Floor at −7.5; one pipe at the height of the axis on the left, one near the floor on the right.
        let (high, low) = (line(1.0, -6.0, 0.1), line(-1.0, -7.0, 0.2));
        for (shape, low_m, high_m, sides) in
            [(&high, -6.16, -6.1, [0.9, 1.5]), (&low, -7.5, -7.2, [-1.12, -0.88])]
        {
            let fittings = corridor_fittings(&tunnel(), &[shape], &ground).unwrap_or_default();
            let aabb = fittings.supports.aabb();
            assert!((aabb.min[2] - low_m).abs() < 1e-9 && (aabb.max[2] - high_m).abs() < 1e-9, "{aabb:?}");
            assert!(
                (aabb.min[1] - sides[0]).abs() < 1e-9 && (aabb.max[1] - sides[1]).abs() < 1e-9,
                "{aabb:?}"
            );
            // Ten boxes, twelve triangles each.
            assert_eq!(fittings.supports.triangles.len(), 120);
            assert!(fittings.lamps.aabb().max[2] < -4.5 && !fittings.lamps.triangles.is_empty());
        }
    }

    #[test]
    fn what_leaves_a_tunnel_or_lies_beside_it_is_not_held() {
        let mut builder = ShapeBuilder::default();
        builder.segment([10.0, 0.0, -6.0], [10.5, 12.0, -6.0], 0.1);
        let across = builder.finish();
        let outside = line(9.0, -6.0, 0.1);
        let fittings = corridor_fittings(&tunnel(), &[&across, &outside], &Ground::level(0.0));
        assert!(fittings.is_some_and(|fittings| fittings.supports.triangles.is_empty()));
    }
}
