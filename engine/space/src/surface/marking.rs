//! Lines painted along the carriageway.

use std::collections::HashMap;

use linli_model::{Oneway, StreetClass};

use super::SurfaceKind;
use super::axis::Axis;
use super::drape::Flat;
use super::line::{Level, StreetLine, StreetLines};
use super::tile::Tiles;
use crate::network::NodeKey;

/// Half the width of a painted line (0.15 m, a usual width, for drawing only), metres.
const HALF_LINE_M: f64 = 0.075;
/// Length of a dash and of a dash with its gap (4 m and 6 m, as is usual in towns, for drawing only), metres.
const DASH_M: f64 = 4.0;
const DASH_PERIOD_M: f64 = 10.0;
/// How far the edge line is from the edge of the carriageway, metres.
const EDGE_M: f64 = 0.35;
/// Half the distance between the two lines of a double line, metres.
const DOUBLE_M: f64 = 0.15;
/// Least width of a street with a centre line, metres.
const LEAST_WIDTH_M: f64 = 6.0;
/// Shortest stretch that is painted, metres.
const LEAST_STRETCH_M: f64 = 4.0;

/// One line along the carriageway: its offset to the left, and whether it is solid.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stroke {
    offset: f64,
    solid: bool,
}

/// Paints all roads at ground level; roads on bridges are painted with their decks.
pub(super) fn collect(lines: &StreetLines, tiles: &mut Tiles) {
    for (number, line) in lines.lines.iter().enumerate().filter(|(_, l)| l.level == Level::Ground) {
        for quad in strokes_of(lines, number, line).into_iter().flatten() {
            tiles.add_flat_quad(SurfaceKind::Marking, quad);
        }
    }
}

/// The painted ribbons of a line, clear of its junctions.
pub(super) fn strokes_of(lines: &StreetLines, number: usize, line: &StreetLine) -> Vec<Vec<[Flat; 4]>> {
    let strokes = strokes(line);
    let Some(axis) = Axis::of(&line.points).filter(|_| !strokes.is_empty()) else { return Vec::new() };
    let mut ribbons = Vec::new();
    for [from, to] in stretches(lines, number, line, &axis) {
        for stroke in &strokes {
            if stroke.solid {
                ribbons.push(axis.ribbon([from, to], stroke.offset, HALF_LINE_M));
                continue;
            }
            let dashes =
                ((to - from + DASH_PERIOD_M - DASH_M) / DASH_PERIOD_M).floor().clamp(0.0, 1e5) as u32;
            // Dashes are centred in the stretch, so that both its ends look alike.
            let length = f64::from(dashes) * DASH_PERIOD_M - (DASH_PERIOD_M - DASH_M);
            let start = from + (to - from - length) / 2.0;
            for dash in 0..dashes {
                let at = start + f64::from(dash) * DASH_PERIOD_M;
                ribbons.push(axis.ribbon([at, at + DASH_M], stroke.offset, HALF_LINE_M));
            }
        }
    }
    ribbons
}

/// Parts of a line between junctions, shortened at each by the widest road there.
fn stretches(lines: &StreetLines, number: usize, line: &StreetLine, axis: &Axis) -> Vec<[f64; 2]> {
    let mut stretches = Vec::new();
    let mut from = 0.0;
    for (i, (key, station)) in line.keys.iter().zip(axis.stations()).enumerate() {
        let clear = lines.gap_m(number, key);
        if i > 0 && (clear.is_some() || i + 1 == line.keys.len()) {
            stretches.push([from, station - clear.unwrap_or(0.0)]);
        }
        if let Some(clear) = clear {
            from = station + clear;
        }
    }
    stretches.retain(|[from, to]| to - from >= LEAST_STRETCH_M);
    stretches
}

fn strokes(line: &StreetLine) -> Vec<Stroke> {
    use StreetClass::{Motorway, Primary, Residential, Road, Secondary, Tertiary, Trunk};
    let width = line.half_width * 2.0;
    let major = matches!(line.class, Motorway | Trunk | Primary);
    let minor = matches!(line.class, Secondary | Tertiary | Residential | Road);
    if !(major || minor) || width < LEAST_WIDTH_M - 1e-9 {
        return Vec::new();
    }
    let lanes = line.lane_count();
    let mut strokes = Vec::new();
    let edge = line.half_width - EDGE_M;
    if lanes >= 3 || matches!(line.class, Motorway | Trunk) {
        strokes.extend([-edge, edge].map(|offset| Stroke { offset, solid: true }));
    }
    let two_way = line.oneway == Oneway::No;
    if two_way && lanes >= 4 {
        strokes.extend([-DOUBLE_M, DOUBLE_M].map(|offset| Stroke { offset, solid: true }));
    } else if two_way && lanes < 3 {
        strokes.push(Stroke { offset: 0.0, solid: false });
    }
    let lane = width / f64::from(lanes);
    for border in 1..lanes {
        let offset = f64::from(border) * lane - line.half_width;
        let is_middle = two_way && offset.abs() < lane / 4.0;
        if lanes >= 2 && !(two_way && lanes < 3) && !is_middle {
            strokes.push(Stroke { offset, solid: false });
        }
    }
    strokes
}

/// Points of roads at ground level by identity: line and point number, the first road that has it.
pub(super) fn road_points(lines: &StreetLines) -> HashMap<NodeKey, (usize, usize)> {
    let mut points = HashMap::new();
    for (number, line) in lines.lines.iter().enumerate() {
        if line.level == Level::Ground && line.class.is_carriageway() {
            for (i, key) in line.keys.iter().enumerate() {
                points.entry(*key).or_insert((number, i));
            }
        }
    }
    points
}
