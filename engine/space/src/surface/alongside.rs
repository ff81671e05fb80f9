//! Mapped ways for walking beside roads: where they are, no pavement is made up.

use std::collections::HashMap;

use geo::orient::Direction;
use geo::{Coord, LineString, MultiPolygon, Orient, Polygon, unary_union};
use linli_model::StreetClass;

use super::line::{Level, StreetLines};

/// How far from the kerb the middle of a way may be that is a road's own, metres.
const REACH_M: f64 = 9.0;
/// Largest difference in direction between a road and a way beside it: sine.
const PARALLEL_SINE: f64 = 0.35;
/// Distance between the places at which a road is looked at, metres.
const STEP_M: f64 = 4.0;
/// Part of a side along which a way must run.
const MOST: f64 = 0.6;
/// How far from the kerbs of a junction ways turn into the other road, metres.
const JUNCTION_M: f64 = 12.0;
/// Side of the squares by which ways are found, metres.
const CELL_M: f64 = 40.0;

type Piece = [[f64; 2]; 2];

/// Pieces of ways for walking at ground level and junctions of roads, by the squares that they pass.
#[derive(Default)]
pub(super) struct Footways {
    pieces: Vec<Piece>,
    cells: HashMap<[i32; 2], Vec<u32>>,
    junctions: HashMap<[i32; 2], Vec<([f64; 2], f64)>>,
}

/// What lies left and right of a place of a road.
struct Found {
    /// Ways that run along it.
    along: [bool; 2],
    /// Any way.
    any: bool,
}

impl Footways {
    pub(super) fn of(all: &StreetLines) -> Self {
        use StreetClass::{Footway, Path, Pedestrian};
        let mut ways = Self::default();
        for line in all.lines.iter().filter(|line| line.level == Level::Ground) {
            if matches!(line.class, Footway | Path | Pedestrian) {
                line.points.windows(2).for_each(|pair| ways.add([pair[0], pair[1]]));
            }
        }
        for (p, half_width) in all.junctions() {
            ways.junctions.entry(cell(p)).or_default().push((p, half_width + JUNCTION_M));
        }
        ways
    }

    fn add(&mut self, piece: Piece) {
        let number = self.pieces.len() as u32;
        let mut last = None;
        for p in places(piece, CELL_M / 2.0) {
            let cell = cell(p);
            if last != Some(cell) {
                self.cells.entry(cell).or_default().push(number);
                last = Some(cell);
            }
        }
        self.pieces.push(piece);
    }

    /// Whether a way runs along the left and along the right side of a road. Ways bend off before a
    /// junction: what lies in it follows the ways around it.
    pub(super) fn beside(&self, points: &[[f64; 2]], half_width: f64) -> [bool; 2] {
        let (mut hits, mut all, mut any) = ([0_u32; 2], [0_u32; 2], false);
        for pair in points.windows(2) {
            for p in middles([pair[0], pair[1]]) {
                let found = self.at(p, [pair[0], pair[1]], half_width);
                let counts = !self.is_in_junction(p);
                any |= found.any;
                for side in 0..2 {
                    hits[side] += u32::from(found.along[side]);
                    all[side] += u32::from(found.along[side] || counts);
                }
            }
        }
        [0, 1].map(|side| match all[side] {
            0 => any,
            all => f64::from(hits[side]) >= MOST * f64::from(all),
        })
    }

    fn at(&self, p: [f64; 2], road: Piece, half_width: f64) -> Found {
        let reach = half_width + REACH_M;
        let along = direction(road);
        let mut found = Found { along: [false; 2], any: false };
        for place in around(p, reach) {
            for number in self.cells.get(&place).into_iter().flatten() {
                let Some(piece) = self.pieces.get(*number as usize) else { continue };
                found.any |= distance(p, *piece) <= reach;
                if let Some(across) = across(p, along, *piece)
                    && across.abs() <= reach
                {
                    found.along[usize::from(across < 0.0)] = true;
                }
            }
        }
        found
    }

    fn is_in_junction(&self, p: [f64; 2]) -> bool {
        around(p, CELL_M)
            .filter_map(|place| self.junctions.get(&place))
            .flatten()
            .any(|(q, reach)| (p[0] - q[0]).hypot(p[1] - q[1]) <= *reach)
    }
}

/// The squares around a place.
fn around(p: [f64; 2], reach: f64) -> impl Iterator<Item = [i32; 2]> {
    let spread = (reach / CELL_M).ceil().clamp(1.0, 4.0) as i32;
    let [column, row] = cell(p);
    (-spread..=spread).flat_map(move |dx| {
        (-spread..=spread).map(move |dy| [column.saturating_add(dx), row.saturating_add(dy)])
    })
}

fn distance(p: [f64; 2], [a, b]: Piece) -> f64 {
    let [ux, uy] = [b[0] - a[0], b[1] - a[1]];
    let t = (((p[0] - a[0]) * ux + (p[1] - a[1]) * uy) / (ux * ux + uy * uy)).clamp(0.0, 1.0);
    (p[0] - a[0] - t * ux).hypot(p[1] - a[1] - t * uy)
}

/// Where a parallel piece passes a place, metres to the left of it.
fn across(p: [f64; 2], along: [f64; 2], [a, b]: Piece) -> Option<f64> {
    let way = direction([a, b]);
    if (along[0] * way[1] - along[1] * way[0]).abs() > PARALLEL_SINE {
        return None;
    }
    let local = |q: [f64; 2]| {
        let [x, y] = [q[0] - p[0], q[1] - p[1]];
        [x * along[0] + y * along[1], y * along[0] - x * along[1]]
    };
    let ([s, l], [t, m]) = (local(a), local(b));
    (s.min(t) <= 0.0 && s.max(t) >= 0.0).then(|| l + (m - l) * (-s / (t - s)))
}

fn direction([a, b]: Piece) -> [f64; 2] {
    let length = (b[0] - a[0]).hypot(b[1] - a[1]);
    [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
}

fn cell(p: [f64; 2]) -> [i32; 2] {
    p.map(|v| (v / CELL_M).floor() as i32)
}

/// Steps for a length; a stray point cannot make millions.
fn steps([a, b]: Piece, step: f64) -> u32 {
    ((b[0] - a[0]).hypot(b[1] - a[1]) / step).ceil().clamp(1.0, 10_000.0) as u32
}

fn places([a, b]: Piece, step: f64) -> impl Iterator<Item = [f64; 2]> {
    let count = steps([a, b], step);
    (0..=count).map(move |i| {
        let t = f64::from(i) / f64::from(count);
        [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
    })
}

fn middles([a, b]: Piece) -> impl Iterator<Item = [f64; 2]> {
    let count = steps([a, b], STEP_M);
    (0..count).map(move |i| {
        let t = (f64::from(i) + 0.5) / f64::from(count);
        [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
    })
}

/// All places within `width` of a line on its left (1.0) or right (-1.0), and as far beyond its ends.
pub(super) fn side(points: &[[f64; 2]], width: f64, sign: f64) -> MultiPolygon<f64> {
    let mut parts = Vec::new();
    let last = points.len().saturating_sub(2);
    let mut before: Option<[f64; 2]> = None;
    for (i, pair) in points.windows(2).enumerate() {
        let [mut a, mut b] = [pair[0], pair[1]];
        let along = direction([a, b]);
        let out = [-along[1] * sign * width, along[0] * sign * width];
        let shifted = |p: [f64; 2], by: [f64; 2], factor: f64| [p[0] + by[0] * factor, p[1] + by[1] * factor];
        if let Some(before) = before {
            // The outer side of a bend.
            parts.push([a, shifted(a, before, 1.0), bend(a, before, out, width), shifted(a, out, 1.0)]);
        }
        before = Some(out);
        if i == 0 {
            a = shifted(a, along, -width);
        }
        if i == last {
            b = shifted(b, along, width);
        }
        parts.push([a, b, shifted(b, out, 1.0), shifted(a, out, 1.0)]);
    }
    let ring = |part: [[f64; 2]; 4]| LineString(part.map(|[x, y]| Coord { x, y }).to_vec());
    // The union counts turns: all parts must turn the same way.
    let polygon = |part| Polygon::new(ring(part), Vec::new()).orient(Direction::Default);
    let parts: Vec<Polygon<f64>> = parts.into_iter().map(polygon).collect();
    unary_union(&parts)
}

/// The corner over a bend, as far from it as the sides are; in sharp bends the places between them.
fn bend(p: [f64; 2], before: [f64; 2], after: [f64; 2], width: f64) -> [f64; 2] {
    let middle = [before[0] + after[0], before[1] + after[1]];
    let squared = middle[0] * middle[0] + middle[1] * middle[1];
    let factor = if squared > width * width { 2.0 * width * width / squared } else { 0.5 };
    [p[0] + middle[0] * factor, p[1] + middle[1] * factor]
}
