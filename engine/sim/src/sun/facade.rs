//! Walls of homes that the sun can reach, cut into upright lines of sills.

use geo::orient::Direction;
use geo::{Coord, MultiPolygon, Orient as _, unary_union};
use linli_model::{Community, Element, Key, Kind};
use linli_space::{Ground, shape_of};

use super::beam::Beams;
use super::shade::{LEAST_HEIGHT_M, MOST_HEIGHTS};
use crate::density::plan::Plan;
use crate::reach::HomeBuilding;

/// Lines stand so far before their wall, metres.
const BEFORE_M: f64 = 0.01;
/// Walls that the sun grazes at less than this have no sun: sine of 1°.
const GRAZING: f64 = 0.0175;
/// Most lines of one outline: longer walls have a longer step.
const MOST_LINES: f64 = 4_000.0;

/// An upright line of sills before a wall.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Place in plan, local metres.
    pub at: [f64; 2],
    /// Out of the wall, a unit vector.
    pub out: [f64; 2],
    /// Length of wall that it stands for, times the share of the band in which the sun stands before it, metres.
    pub weight_m: f64,
}

/// Storeys of one outline.
#[derive(Clone, Debug)]
pub(super) struct Front {
    /// Lines on the walls that the sun can reach, around the outline.
    pub lines: Vec<Line>,
    /// Storeys, by their place in the building's list, from below.
    pub storeys: Vec<usize>,
    /// Heights of their sills, local metres.
    pub sills_m: Vec<f64>,
}

/// A piece of a building: its plan, and from where to where it stands.
struct Piece {
    plan: Plan,
    low_m: f64,
    high_m: f64,
    min_height_m: f64,
}

impl Piece {
    fn of(element: &Element, ground: &Ground) -> Option<Self> {
        let aabb = shape_of(element, ground).aabb();
        let min_height_m = element.kind.building()?.min_height_m.max(0.0);
        let plan = Plan::of(&element.geometry)?;
        let is_high = !aabb.is_empty() && aabb.max[2] - aabb.min[2] >= LEAST_HEIGHT_M;
        is_high.then_some(Self { plan, low_m: aabb.min[2], high_m: aabb.max[2], min_height_m })
    }
}

/// Fronts of a building with homes, with its parts: storeys that have one outline are one front.
pub(super) fn fronts(
    community: &Community,
    home: &HomeBuilding,
    parts: &[&Element],
    ground: &Ground,
    beams: &Beams,
    (sill_m, spacing_m): (f64, f64),
) -> Vec<Front> {
    let Some(element) = community.element(home.element) else { return Vec::new() };
    // A whole that is only the outline of its parts has no shape of its own.
    let pieces: Vec<Piece> =
        parts.iter().copied().chain([element]).filter_map(|piece| Piece::of(piece, ground)).collect();
    let foot = |piece: &Piece| piece.low_m - piece.min_height_m;
    let Some(foot_m) = pieces.iter().map(foot).reduce(f64::min) else { return Vec::new() };
    let mut fronts: Vec<(Vec<usize>, Front)> = Vec::new();
    for (number, storey) in home.storeys.iter().enumerate() {
        let sill = foot_m + home.height_m(storey.level) + sill_m;
        let stands = |piece: &Piece| piece.low_m <= sill && sill < piece.high_m;
        let mut standing: Vec<usize> = (0..pieces.len()).filter(|at| stands(&pieces[*at])).collect();
        if standing.is_empty() {
            // Storeys that pass the top of the model belong to its highest piece.
            standing.extend((0..pieces.len()).max_by(|a, b| pieces[*a].high_m.total_cmp(&pieces[*b].high_m)));
        }
        match fronts
            .iter_mut()
            .find(|(known, front)| *known == standing && front.sills_m.len() < MOST_HEIGHTS)
        {
            Some((_, front)) => {
                front.storeys.push(number);
                front.sills_m.push(sill);
            }
            None => {
                let plans = standing.iter().map(|at| &pieces[*at].plan.polygons);
                let lines = lines(&outline(plans), beams, spacing_m);
                fronts.push((standing, Front { lines, storeys: vec![number], sills_m: vec![sill] }));
            }
        }
    }
    fronts.into_iter().map(|(_, front)| front).collect()
}

fn outline<'a>(plans: impl Iterator<Item = &'a MultiPolygon>) -> MultiPolygon {
    let polygons: Vec<geo::Polygon> = plans.flatten().cloned().collect();
    let outline = if polygons.len() > 1 { unary_union(&polygons) } else { MultiPolygon(polygons) };
    outline.orient(Direction::Default)
}

/// Lines before the walls of an outline that some beam meets from before.
fn lines(outline: &MultiPolygon, beams: &Beams, spacing_m: f64) -> Vec<Line> {
    let rings =
        || outline.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let around: f64 =
        rings().flat_map(|ring| ring.lines()).map(|line| line.delta().x.hypot(line.delta().y)).sum();
    let spacing_m = spacing_m.max(around / MOST_LINES);
    let mut lines = Vec::new();
    for ring in rings() {
        let edges: Vec<[Coord; 2]> = ring.lines().map(|line| [line.start, line.end]).collect();
        let out = |[a, b]: &[Coord; 2]| {
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let length = dx.hypot(dy);
            // Outlines run counter-clockwise and holes clockwise: out is to the right.
            (length, [dy / length, -dx / length])
        };
        // The share of the band in which the sun stands before a wall.
        let sun_before = |edge: &[Coord; 2]| {
            let (length, out) = out(edge);
            let faces = |towards: [f64; 2]| out[0] * towards[0] + out[1] * towards[1] > GRAZING;
            let count = beams.beams.iter().flatten().filter(|beam| faces(beam.towards)).count();
            if length > 0.0 { count as f64 / beams.beams.len().max(1) as f64 } else { 0.0 }
        };
        // Begin where a sunny front begins, so that its homes lie beside each other.
        let sunny: Vec<f64> = edges.iter().map(sun_before).collect();
        let count = edges.len();
        let begin =
            (0..count).find(|at| sunny[*at] > 0.0 && sunny[(at + count - 1) % count] == 0.0).unwrap_or(0);
        for at in (0..count).map(|k| (begin + k) % count).filter(|at| sunny[*at] > 0.0) {
            let [a, b] = edges[at];
            let (length, out) = out(&edges[at]);
            let steps = (length / spacing_m).ceil().max(1.0);
            lines.extend((0..steps as u32).map(|k| {
                let share = (f64::from(k) + 0.5) / steps;
                let on = [a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share];
                Line {
                    at: [on[0] + out[0] * BEFORE_M, on[1] + out[1] * BEFORE_M],
                    out,
                    weight_m: length / steps * sunny[at],
                }
            }));
        }
    }
    lines
}

/// Parts by the key of their building.
pub(super) fn parts_by_whole<'a>(
    community: &'a Community,
    counts: &dyn Fn(linli_model::ElementId, &Element) -> bool,
) -> std::collections::BTreeMap<&'a Key, Vec<&'a Element>> {
    let mut parts: std::collections::BTreeMap<&Key, Vec<&Element>> = std::collections::BTreeMap::new();
    for (id, element) in community.iter() {
        if let Kind::BuildingPart(part) = &element.kind
            && let Some(whole) = &part.parent
            && counts(id, element)
        {
            parts.entry(whole).or_default().push(element);
        }
    }
    parts
}
