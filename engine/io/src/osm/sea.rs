//! The sea: coastlines closed against the box of the file.
//!
//! A coastline has land on its left and water on its right (OpenStreetMap `natural=coastline`).
//! Where a chain leaves the box, the shore of the sea goes on along the box, clockwise, to the next
//! chain that enters.

use std::collections::{HashMap, HashSet};

use linli_model::{Element, Geometry, Kind, Polygon};

use super::area::{contains, polygons, signed_area};
use super::file::{Bounds, Store};

/// A line that ends inside the box is continued to its nearest side when that is closer than this
/// share of the box.
const REACH_SHARE: f64 = 0.15;

/// A run that stays within this share of the box of one side is left out.
const GRAZE_SHARE: f64 = 0.01;

/// Share of buildings in the water above which the coastline must be wrong.
const MOST_DROWNED: f64 = 0.2;
/// Buildings that are looked at to find out.
const SAMPLED_BUILDINGS: usize = 1000;

/// One end of a clipped chain on the box.
#[derive(Clone, Copy, Debug)]
struct Gate {
    /// Position along the box, clockwise from the south-west corner, 0..4.
    at: f64,
    chain: usize,
    enters: bool,
}

/// The sea of a file, or why it cannot be told from the land; nothing when there is no coastline.
/// The box is the one that the file states, else the one around its nodes.
pub(super) fn sea_of(store: &Store, elements: &[Element]) -> Option<Result<Vec<Polygon>, String>> {
    let mut lines: Vec<Vec<[f64; 2]>> = Vec::new();
    let mut buildings: Vec<[f64; 2]> = Vec::new();
    for element in elements {
        match (&element.kind, &element.geometry) {
            (Kind::Other { what }, Geometry::Line(points)) if what == "coastline" => {
                lines.push(points.iter().map(|p| [p[0], p[1]]).collect());
            }
            (Kind::Building(_), Geometry::Area(polygons)) => {
                let corner = polygons.first().and_then(|polygon| polygon.exterior.first());
                buildings.extend(corner.map(|p| [p[0], p[1]]));
            }
            _ => {}
        }
    }
    let bounds = store.bounds.or_else(|| extent(store)).filter(|_| !lines.is_empty())?;
    let sample: Vec<[f64; 2]> =
        buildings.iter().step_by(buildings.len() / SAMPLED_BUILDINGS + 1).copied().collect();
    Some(sea(&lines, bounds).and_then(|water| {
        let drowned = share_in_water(&water, &sample);
        if drowned > MOST_DROWNED {
            return Err(format!("{:.0} % of the buildings would lie in the water", drowned * 100.0));
        }
        Ok(water)
    }))
}

/// Box around all nodes.
fn extent(store: &Store) -> Option<Bounds> {
    let first = store.nodes.first()?.at;
    let mut bounds = Bounds { min: first, max: first };
    for node in &store.nodes {
        for k in 0..2 {
            bounds.min[k] = bounds.min[k].min(node.at[k]);
            bounds.max[k] = bounds.max[k].max(node.at[k]);
        }
    }
    Some(bounds)
}

/// Polygons of the sea within the box.
///
/// # Errors
/// Why the sea cannot be told from the land: a coastline ends in the middle of the box, or chains
/// do not take turns along its sides.
fn sea(lines: &[Vec<[f64; 2]>], bounds: Bounds) -> Result<Vec<Polygon>, String> {
    let (mut open, mut rings) = (Vec::new(), Vec::new());
    for chain in chains(lines) {
        let closed = chain.len() > 3 && chain.first() == chain.last();
        if closed && chain.iter().all(|p| is_inside(*p, bounds)) {
            rings.push(chain);
        } else {
            open.extend(clip(&chain, bounds));
        }
    }
    let mut shores = Vec::new();
    for chain in open.into_iter().filter(|chain| !grazes(chain, bounds)) {
        shores.push(reach_box(chain, bounds)?);
    }
    if shores.is_empty() && rings.iter().all(|ring| signed_area(ring) > 0.0) {
        if rings.is_empty() {
            return Err("no coastline crosses the box".to_owned());
        }
        rings.push(corners(bounds));
        return Ok(polygons(rings).0);
    }
    let mut water = close(&shores, bounds)?;
    let open_water = water.len();
    for ring in rings {
        let enclosed_water = signed_area(&ring) < 0.0;
        let in_water = |at: [f64; 2]| water.iter().take(open_water).any(|outer| contains(outer, at));
        if enclosed_water || ring.first().is_some_and(|at| in_water(*at)) {
            water.push(ring);
        }
    }
    Ok(polygons(water).0)
}

/// Joins lines end to start; the direction is kept, because it tells land from water.
fn chains(lines: &[Vec<[f64; 2]>]) -> Vec<Vec<[f64; 2]>> {
    let mut rest: Vec<Option<Vec<[f64; 2]>>> = lines.iter().cloned().map(Some).collect();
    let bits = |p: &[f64; 2]| (p[0].to_bits(), p[1].to_bits());
    let starts: HashMap<(u64, u64), usize> =
        lines.iter().enumerate().filter_map(|(i, line)| Some((bits(line.first()?), i))).collect();
    let followed: HashSet<usize> =
        lines.iter().filter_map(|line| starts.get(&bits(line.last()?)).copied()).collect();
    let heads = (0..lines.len()).filter(|i| !followed.contains(i)).chain(0..lines.len());
    let mut chains = Vec::new();
    for head in heads.collect::<Vec<_>>() {
        let Some(mut chain) = rest.get_mut(head).and_then(Option::take) else { continue };
        while let Some(next) = chain.last().and_then(|end| starts.get(&bits(end))) {
            let Some(line) = rest.get_mut(*next).and_then(Option::take) else { break };
            chain.extend(line.into_iter().skip(1));
        }
        chains.push(chain);
    }
    chains
}

fn is_inside(p: [f64; 2], bounds: Bounds) -> bool {
    (0..2).all(|k| bounds.min[k] <= p[k] && p[k] <= bounds.max[k])
}

/// Whether a run stays so near to one side of the box that it bounds no water worth filling.
fn grazes(run: &[[f64; 2]], bounds: Bounds) -> bool {
    (0..2).any(|k| {
        [bounds.min[k], bounds.max[k]].into_iter().any(|limit| {
            let near = GRAZE_SHARE * (bounds.max[k] - bounds.min[k]);
            run.iter().all(|p| (p[k] - limit).abs() <= near)
        })
    })
}

/// The runs of a line inside the box, with points on its sides where the line crosses them.
fn clip(line: &[[f64; 2]], bounds: Bounds) -> Vec<Vec<[f64; 2]>> {
    let mut runs: Vec<Vec<[f64; 2]>> = Vec::new();
    let mut open: Vec<[f64; 2]> = Vec::new();
    for pair in line.windows(2) {
        let [a, b] = *pair else { continue };
        let Some((from, to)) = clip_segment(a, b, bounds) else {
            runs.extend((open.len() > 1).then(|| std::mem::take(&mut open)));
            open.clear();
            continue;
        };
        if open.last() != Some(&from) {
            runs.extend((open.len() > 1).then(|| std::mem::take(&mut open)));
            open = vec![from];
        }
        if to != from {
            open.push(to);
        }
    }
    runs.extend((open.len() > 1).then_some(open));
    runs
}

/// The part of a segment inside the box (Liang and Barsky 1984).
fn clip_segment(a: [f64; 2], b: [f64; 2], bounds: Bounds) -> Option<([f64; 2], [f64; 2])> {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for k in 0..2 {
        let step = b[k] - a[k];
        for (limit, sign) in [(bounds.min[k], -1.0), (bounds.max[k], 1.0)] {
            let (p, q) = (step * sign, (limit - a[k]) * sign);
            if p == 0.0 {
                if q < 0.0 {
                    return None;
                }
            } else if p < 0.0 {
                low = low.max(q / p);
            } else {
                high = high.min(q / p);
            }
        }
    }
    let at = |t: f64| {
        let exact = |k: usize| (a[k] + (b[k] - a[k]) * t).clamp(bounds.min[k], bounds.max[k]);
        if t == 0.0 {
            a
        } else if t == 1.0 {
            b
        } else {
            [exact(0), exact(1)]
        }
    };
    (low <= high).then(|| (at(low), at(high)))
}

/// Continues both ends to the nearest side of the box.
fn reach_box(mut chain: Vec<[f64; 2]>, bounds: Bounds) -> Result<Vec<[f64; 2]>, String> {
    let near = |p: [f64; 2]| {
        nearest_side(p, bounds)
            .ok_or_else(|| format!("a coastline ends inside the box at {:.5}, {:.5}", p[0], p[1]))
    };
    let (Some(first), Some(last)) = (chain.first().copied(), chain.last().copied()) else {
        return Err("an empty coastline".to_owned());
    };
    let (start, end) = (near(first)?, near(last)?);
    if start != first {
        chain.insert(0, start);
    }
    if end != last {
        chain.push(end);
    }
    Ok(chain)
}

fn nearest_side(p: [f64; 2], bounds: Bounds) -> Option<[f64; 2]> {
    let mut best: Option<(f64, [f64; 2])> = None;
    for k in 0..2 {
        for limit in [bounds.min[k], bounds.max[k]] {
            let share = (p[k] - limit).abs() / (bounds.max[k] - bounds.min[k]);
            let mut side = p;
            side[k] = limit;
            if best.is_none_or(|(least, _)| share < least) {
                best = Some((share, side));
            }
        }
    }
    best.filter(|(share, _)| *share <= REACH_SHARE).map(|(_, side)| side)
}

/// Clockwise from the south-west corner.
fn corners(bounds: Bounds) -> Vec<[f64; 2]> {
    let (min, max) = (bounds.min, bounds.max);
    vec![min, [min[0], max[1]], max, [max[0], min[1]]]
}

/// Position of a point of the box along its sides, clockwise from the south-west corner.
fn along(p: [f64; 2], bounds: Bounds) -> f64 {
    let share = |k: usize| (p[k] - bounds.min[k]) / (bounds.max[k] - bounds.min[k]);
    let (x, y) = (share(0), share(1));
    let sides = [(x, y), (1.0 - y, 1.0 + x), (1.0 - x, 3.0 - y), (y, 4.0 - x)];
    sides.iter().fold((f64::INFINITY, 0.0), |best, side| if side.0 < best.0 { *side } else { best }).1
}

/// Rings of water from chains whose ends lie on the box.
fn close(shores: &[Vec<[f64; 2]>], bounds: Bounds) -> Result<Vec<Vec<[f64; 2]>>, String> {
    let mut gates: Vec<Gate> = Vec::new();
    for (chain, shore) in shores.iter().enumerate() {
        let (Some(first), Some(last)) = (shore.first(), shore.last()) else { continue };
        gates.push(Gate { at: along(*first, bounds), chain, enters: true });
        gates.push(Gate { at: along(*last, bounds), chain, enters: false });
    }
    gates.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.enters.cmp(&b.enters)));
    let turns = gates.iter().zip(gates.iter().cycle().skip(1)).all(|(a, b)| a.enters != b.enters);
    if !turns {
        return Err("coastlines do not enter and leave the box in turns".to_owned());
    }
    let mut exits = vec![0; shores.len()];
    for (number, gate) in gates.iter().enumerate().filter(|(_, gate)| !gate.enters) {
        exits[gate.chain] = number;
    }
    let mut used = vec![false; shores.len()];
    let mut rings = Vec::new();
    for start in 0..shores.len() {
        let mut ring = Vec::new();
        let mut chain = start;
        while !used[chain] {
            used[chain] = true;
            ring.extend_from_slice(&shores[chain]);
            let exit = exits[chain];
            let next = gates[(exit + 1) % gates.len()];
            walk_box(&mut ring, gates[exit].at, next.at, bounds);
            chain = next.chain;
        }
        if ring.len() > 2 {
            rings.push(ring);
        }
    }
    Ok(rings)
}

/// Adds the corners of the box between two positions, clockwise.
fn walk_box(ring: &mut Vec<[f64; 2]>, from: f64, to: f64, bounds: Bounds) {
    let to = if to < from { to + 4.0 } else { to };
    let corners = corners(bounds);
    for corner in 0..8_u8 {
        let at = f64::from(corner);
        if at > from && at < to {
            ring.push(corners[usize::from(corner % 4)]);
        }
    }
}

/// Share of some places that lie in the water.
fn share_in_water(water: &[Polygon], places: &[[f64; 2]]) -> f64 {
    let wet = places.iter().filter(|at| water.iter().any(|polygon| polygon.contains_xy(at[0], at[1])));
    wet.count() as f64 / places.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Bounds = Bounds { min: [0.0, 0.0], max: [10.0, 10.0] };

    fn area(water: &[Polygon]) -> f64 {
        water.iter().map(Polygon::area_m2).sum()
    }

    #[test]
    fn water_is_on_the_right_of_the_coast() {
        // Northwards through the middle: water in the east half; southwards: in the west.
        let north = vec![vec![[4.0, -1.0], [4.0, 5.0]], vec![[4.0, 5.0], [4.0, 11.0]]];
        let east = sea(&north, BOX).unwrap_or_default();
        assert_eq!(area(&east), 60.0);
        assert!(east.iter().all(|p| p.contains_xy(7.0, 5.0) && !p.contains_xy(2.0, 5.0)));
        let south = vec![vec![[4.0, 11.0], [4.0, -1.0]]];
        assert_eq!(area(&sea(&south, BOX).unwrap_or_default()), 40.0);
    }

    #[test]
    fn islands_are_holes_and_bays_are_rings() {
        let island = vec![[6.0, 4.0], [8.0, 4.0], [8.0, 6.0], [6.0, 6.0], [6.0, 4.0]];
        let with_island = sea(&[vec![[4.0, -1.0], [4.0, 11.0]], island.clone()], BOX).unwrap_or_default();
        assert_eq!(area(&with_island), 56.0);
        assert_eq!(area(&sea(&[island], BOX).unwrap_or_default()), 96.0);
        let two = vec![vec![[2.0, 11.0], [2.0, -1.0]], vec![[7.0, -1.0], [7.0, 11.0]]];
        assert_eq!(area(&sea(&two, BOX).unwrap_or_default()), 50.0);
    }

    #[test]
    fn a_loose_end_in_the_middle_is_an_error_and_near_a_side_is_not() {
        assert!(sea(&[vec![[4.0, -1.0], [4.0, 5.0]]], BOX).is_err());
        let near = sea(&[vec![[4.0, 0.5], [4.0, 9.5]]], BOX).unwrap_or_default();
        assert_eq!(area(&near), 60.0);
        assert!(sea(&[vec![[2.0, -1.0], [2.0, 11.0]], vec![[7.0, -1.0], [7.0, 11.0]]], BOX).is_err());
    }
}
