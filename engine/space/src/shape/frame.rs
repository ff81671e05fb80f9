//! What stands of a building before its façade: slabs, columns and core, storey by storey.

use std::ops::Range;

use linli_model::{Building, Element, FaceKind, Geometry, Point3, Vertical};

use super::Shape;
use super::builder::{ShapeBuilder, Skin, rim};
use super::envelope::shrunk;
use super::footprint::{Footprint, Rectangle};
use super::solid::UprightBox;
use super::storey::BuildingFloors;
use crate::{Ground, Triangulator};

/// Thickness of floor slabs, how far they end behind the façade and lie below the finished floor,
/// metres: nothing of the frame shares a plane with the finished building.
const SLAB_M: f64 = 0.25;
const BEHIND_M: f64 = 0.1;
const FINISH_M: f64 = 0.05;
/// Width of columns at the side that looks to the façade, their distance from the façade, and their
/// spacing, metres. They have three sides: what narrows inwards is not seen from outside.
const COLUMN_M: f64 = 0.6;
const FROM_FACADE_M: f64 = 0.4;
const SPACING_M: f64 = 8.0;
/// Most columns of one outline.
const MOST_COLUMNS: usize = 6;
/// Least distance of a column's middle from the outline, metres.
const CLEAR_M: f64 = 0.65;
/// Part of the outline's rectangle that the core takes along each axis, and its largest size, metres.
const CORE_PART: f64 = 0.25;
const CORE_MOST_M: f64 = 9.0;
/// Places along each axis at which room for a core is looked for.
const ROOM_GRID: usize = 15;
/// Buildings with more corners than this, or more corners times storeys, have no frame: it would be
/// all slab edges.
const MOST_CORNERS: usize = 5000;
const MOST_EDGES: usize = 100_000;
/// Concrete, sRGB.
const CONCRETE: Skin = (FaceKind::Unknown, Some([186, 184, 178]));

/// The carrying structure of a building, so that a picture can show it while it grows.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildingFrame {
    /// Slabs, columns and core; columns and core are open at their ends, which slabs cover.
    pub shape: Shape,
    /// Triangles of each storey in `shape`, from the lowest: its columns and core and the slab above
    /// them, with the ground slab in the first. They follow each other and cover all triangles, so
    /// that the building up to storey `n` is everything before the end of range `n`.
    pub storeys: Vec<Range<u32>>,
    /// Heights of the finished floors, local metres: one more than there are storeys.
    pub level_heights_m: Vec<f64>,
    /// Where the storeys start, local metres.
    pub base_m: f64,
    /// Top of the building with its roof, local metres.
    pub top_m: f64,
}

/// Slabs, columns on a grid of about 8 m and a lift core of a building over its footprint, storey
/// by storey (heights as in [`storey_heights`]).
///
/// It is a picture of a usual structure, not the design's own. `None` for anything but a building or
/// building part with a footprint of its own, and for footprints of absurd detail.
pub fn building_frame(element: &Element, ground: &Ground) -> Option<BuildingFrame> {
    let building = element.kind.building().filter(|b| !b.outline_of_parts)?;
    let Geometry::Area(polygons) = &element.geometry else { return None };
    let above = element.vertical == Vertical::AboveGround;
    let BuildingFloors { footprints, levels, foot, top } =
        BuildingFloors::of(building, polygons, above, ground)?;
    let corners: usize = footprints.iter().map(|f| f.corners().count()).sum();
    if levels.len() < 2 || corners > MOST_CORNERS || corners * levels.len() > MOST_EDGES {
        return None;
    }
    let plans: Vec<Plan> = footprints.into_iter().map(|f| Plan::of(f, building)).collect();
    let mut builder = ShapeBuilder::default();
    let (mut storeys, mut start) = (Vec::new(), 0);
    for (storey, pair) in levels.windows(2).enumerate() {
        for plan in &plans {
            plan.storey(&mut builder, pair[0], pair[1], storey == 0);
        }
        let end = builder.triangle_count();
        storeys.push(start..end);
        start = end;
    }
    Some(BuildingFrame {
        shape: builder.finish(),
        storeys,
        level_heights_m: levels,
        base_m: foot,
        top_m: top,
    })
}

/// What is the same on every storey.
struct Plan {
    slab: Footprint,
    /// Whether the lowest slab can be seen from below.
    raised: bool,
    /// Corners of columns and of the core, counter-clockwise.
    shafts: Vec<Vec<[f64; 2]>>,
}

impl Plan {
    fn of(footprint: Footprint, building: &Building) -> Self {
        let mut shafts = Vec::new();
        if let Some(rectangle) = footprint.rectangle() {
            let core = core(&footprint, &rectangle, building);
            let beside = |p: &[f64; 2]| core.is_none_or(|core| !meets(&core, *p));
            shafts.extend(
                columns(&footprint, &rectangle).into_iter().filter(beside).map(|p| column(&rectangle, p)),
            );
            shafts.extend(core.map(|core| core.corners().to_vec()));
        }
        let mut inner = shrunk(&footprint, BEHIND_M);
        let slab = if inner.len() == 1 { inner.pop() } else { None };
        Self { slab: slab.unwrap_or(footprint), raised: building.min_height_m > 0.0, shafts }
    }

    fn storey(&self, builder: &mut ShapeBuilder, floor: f64, above: f64, lowest: bool) {
        let thick = SLAB_M.min((above - floor) / 4.0);
        let (floor, above) = (floor - FINISH_M, above - FINISH_M);
        if lowest {
            slab(builder, &self.slab, [floor - thick, floor], self.raised);
        }
        for shaft in &self.shafts {
            for (k, &a) in shaft.iter().enumerate() {
                let b = shaft[(k + 1) % shaft.len()];
                let at = |p: [f64; 2], z: f64| -> Point3 { [p[0], p[1], z] };
                let quad = [at(a, floor), at(b, floor), at(b, above - thick), at(a, above - thick)];
                let quad = quad.map(|p| builder.vertex(p));
                builder.quad(quad, CONCRETE);
            }
        }
        slab(builder, &self.slab, [above - thick, above], true);
    }
}

/// Top and edges of a slab, and its underside where it can be seen.
fn slab(builder: &mut ShapeBuilder, outline: &Footprint, [low, high]: [f64; 2], from_below: bool) {
    let corners: Vec<[f64; 2]> = outline.corners().collect();
    let mut triangles = Vec::new();
    Triangulator::new().polygon(&outline.at_height(0.0), &mut triangles);
    let mut at = |i: u32, z: f64| builder.vertex([corners[i as usize][0], corners[i as usize][1], z]);
    let lids: Vec<[u32; 3]> = triangles.iter().map(|t| t.map(|i| at(i, high))).collect();
    let under: Vec<[u32; 3]> = triangles.iter().map(|&[a, b, c]| [a, c, b].map(|i| at(i, low))).collect();
    let edge = |[a, b]: [u32; 2]| [at(a, low), at(b, low), at(b, high), at(a, high)];
    let edges: Vec<[u32; 4]> = rim(&triangles).into_iter().map(edge).collect();
    lids.into_iter().for_each(|t| builder.triangle(t, CONCRETE));
    edges.into_iter().for_each(|quad| builder.quad(quad, CONCRETE));
    if from_below {
        under.into_iter().for_each(|t| builder.triangle(t, CONCRETE));
    }
}

/// Corners of a column: one side along the nearest side of the rectangle, towards the outside.
fn column(rectangle: &Rectangle, p: [f64; 2]) -> Vec<[f64; 2]> {
    let ([ux, uy], [dx, dy]) = (rectangle.u, [p[0] - rectangle.centre[0], p[1] - rectangle.centre[1]]);
    let (u, v) = (dx * ux + dy * uy, dy * ux - dx * uy);
    let at_end = rectangle.half_length - u.abs() < rectangle.half_width - v.abs();
    let out = match at_end {
        true => [ux * u.signum(), uy * u.signum()],
        false => [-uy * v.signum(), ux * v.signum()],
    };
    let half = COLUMN_M / 2.0;
    let place = |outward: f64, aside: f64| {
        [p[0] + outward * out[0] - aside * out[1], p[1] + outward * out[1] + aside * out[0]]
    };
    vec![place(half, -half), place(half, half), place(-half, 0.0)]
}

fn square(centre: [f64; 2], along: [f64; 2], [length, width]: [f64; 2]) -> UprightBox {
    UprightBox { centre, along, length, width, bottom: 0.0, top: 0.0 }
}

/// Whether a column at a place would stand in the core.
fn meets(core: &UprightBox, p: [f64; 2]) -> bool {
    let (dx, dy) = (p[0] - core.centre[0], p[1] - core.centre[1]);
    let [ux, uy] = core.along;
    (dx * ux + dy * uy).abs() < (core.length + COLUMN_M) / 2.0
        && (dy * ux - dx * uy).abs() < (core.width + COLUMN_M) / 2.0
}

/// Middles of columns: a grid over the rectangle, as dense as 8 m and the greatest number allow.
fn columns(footprint: &Footprint, rectangle: &Rectangle) -> Vec<[f64; 2]> {
    let inset = FROM_FACADE_M + COLUMN_M / 2.0;
    let spans = [rectangle.half_length - inset, rectangle.half_width - inset].map(|half| 2.0 * half);
    let dense = spans.map(|span| (span / SPACING_M).ceil().clamp(1.0, 12.0) as usize + 1);
    let [mut along, mut across] =
        std::array::from_fn(|i| if spans[i] > 2.0 * COLUMN_M { dense[i] } else { 1 });
    loop {
        let places = grid(rectangle, spans, [along, across]);
        let inside: Vec<[f64; 2]> = places.into_iter().filter(|p| has_room(footprint, *p)).collect();
        if inside.len() <= MOST_COLUMNS || along.max(across) <= 2 {
            return inside;
        }
        // The closer ones are thinned out.
        let gap = |count: usize, axis: usize| match count {
            0..=2 => f64::INFINITY,
            _ => spans[axis] / (count - 1) as f64,
        };
        if gap(along, 0) <= gap(across, 1) { along -= 1 } else { across -= 1 }
    }
}

fn grid(rectangle: &Rectangle, spans: [f64; 2], counts: [usize; 2]) -> Vec<[f64; 2]> {
    let [ux, uy] = rectangle.u;
    let part = |i: usize, axis: usize| match counts[axis] {
        1 => 0.0,
        count => spans[axis] * (i as f64 / (count - 1) as f64 - 0.5),
    };
    let mut places = Vec::new();
    for i in 0..counts[0] {
        for j in 0..counts[1] {
            let (u, v) = (part(i, 0), part(j, 1));
            places.push([rectangle.centre[0] + u * ux - v * uy, rectangle.centre[1] + u * uy + v * ux]);
        }
    }
    places
}

/// The core: at the lifts, else in the middle, else where there is most room; smaller where the
/// outline leaves no room for it.
fn core(footprint: &Footprint, rectangle: &Rectangle, building: &Building) -> Option<UprightBox> {
    let size = |half: f64| (2.0 * half * CORE_PART).min(CORE_MOST_M);
    let (length, width) = (size(rectangle.half_length), size(rectangle.half_width));
    let lifts = building.lifts.iter().map(|bank| bank.at).find(|p| has_room(footprint, *p));
    for centre in lifts.into_iter().chain([rectangle.centre]).chain(roomiest(footprint, rectangle)) {
        for part in [1.0, 0.6, 0.3] {
            let core = square(centre, rectangle.u, [length * part, width * part]);
            let fits = core.length.min(core.width) > 2.0 * COLUMN_M
                && has_room(footprint, centre)
                && core.corners().iter().all(|p| has_room(footprint, *p));
            if fits {
                return Some(core);
            }
        }
    }
    None
}

/// The place of a grid over the rectangle that is farthest inside.
fn roomiest(footprint: &Footprint, rectangle: &Rectangle) -> Option<[f64; 2]> {
    let spans = [2.0 * rectangle.half_length, 2.0 * rectangle.half_width];
    let places = grid(rectangle, spans, [ROOM_GRID; 2]).into_iter();
    let rooms = places.map(|p| (room_at(footprint, p), p)).filter(|(room, _)| *room > 0.0);
    rooms.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, p)| p)
}

/// Whether a place is inside and far enough from the outline for a column.
fn has_room(footprint: &Footprint, p: [f64; 2]) -> bool {
    room_at(footprint, p) >= CLEAR_M
}

/// Distance of a place from the outline, metres; negative outside.
fn room_at(footprint: &Footprint, p: [f64; 2]) -> f64 {
    let (mut inside, mut least) = (false, f64::INFINITY);
    for ring in &footprint.rings {
        for (i, a) in ring.iter().enumerate() {
            let b = ring[(i + 1) % ring.len()];
            let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
            let t = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy);
            let t = t.clamp(0.0, 1.0);
            least = least.min((a[0] + t * dx - p[0]).hypot(a[1] + t * dy - p[1]));
            if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < dx * (p[1] - a[1]) / dy + a[0] {
                inside = !inside;
            }
        }
    }
    if inside { least } else { -least }
}
