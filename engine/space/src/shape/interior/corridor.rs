//! A corridor along a wing, with bands of rooms beside it and the cores in them.

use super::WALL_M;
use super::core::{Core, build_core, width_m};
use super::plan::{Bank, Plan, Wing};
use super::plane::{Axis, Region, extent, length, split};
use super::room::RoomUse;

/// Banks nearer to each other than this share a core, metres.
const ONE_CORE_M: f64 = 8.0;
/// Least depth of rooms beside a corridor, metres.
const LEAST_BAND_M: f64 = 2.6;
/// Most of a band's length that one core takes.
const MOST_CORE: f64 = 0.5;

/// Usual sizes of a plan with a corridor, metres.
#[derive(Clone, Copy, Debug)]
pub(super) struct CorridorSizes {
    pub width_m: f64,
    /// Depth of the wing from which rooms lie on both sides.
    pub both_sides_from_m: f64,
    /// Whether cores have toilets.
    pub toilets: bool,
}

/// A piece of a band between cores.
pub(super) struct Piece {
    pub region: Region,
    /// Whether its façade is on the far side of the axis across.
    pub front_high: bool,
}

/// Takes a strip off the low or high side of a region: the strip and the rest.
pub(super) fn strip(region: &Region, axis: Axis, high: bool, depth: f64, wall: f64) -> [Region; 2] {
    let Some([low, top]) = extent(region, axis) else { return [region.clone(), region.clone()] };
    let at = if high { top - depth - wall / 2.0 } else { low + depth + wall / 2.0 };
    let [before, behind] = split(region, axis, at, wall);
    if high { [behind, before] } else { [before, behind] }
}

/// Lifts joined to cores by their place on an axis.
pub(super) fn clusters(lifts: &[Bank], along: Axis) -> Vec<Bank> {
    let mut sorted = lifts.to_vec();
    sorted.sort_by(|a, b| along.of(a.at).total_cmp(&along.of(b.at)));
    let mut cores: Vec<Bank> = Vec::new();
    for bank in sorted {
        match cores.last_mut() {
            Some(last) if along.of(bank.at) - along.of(last.at) < ONE_CORE_M => {
                last.cars = last.cars.saturating_add(bank.cars);
                last.at = [f64::midpoint(last.at[0], bank.at[0]), f64::midpoint(last.at[1], bank.at[1])];
            }
            _ => cores.push(bank),
        }
    }
    cores
}

/// Plans corridor and cores, and returns what is left for rooms. `None` where the wing is too
/// narrow for a corridor.
pub(super) fn pieces(
    plan: &mut Plan,
    wing: &Wing,
    cores: &[Bank],
    sizes: CorridorSizes,
) -> Option<Vec<Piece>> {
    let across = wing.along.other();
    let [low, high] = extent(&wing.region, across)?;
    let depth = high - low;
    if depth < sizes.width_m + LEAST_BAND_M + WALL_M {
        return None;
    }
    let both = depth >= sizes.both_sides_from_m;
    let (below, rest) = if both {
        let [below, rest] =
            split(&wing.region, across, low + (depth - sizes.width_m) / 2.0 - WALL_M / 2.0, WALL_M);
        (Some(below), rest)
    } else {
        (None, wing.region.clone())
    };
    // On one side only, rooms lie to the south.
    let way_high = below.is_none() && wing.north_high;
    let [way, other] = strip(&rest, across, way_high, sizes.width_m, WALL_M);
    plan.add(RoomUse::Corridor, None, way);
    let mut bands = vec![(other, both || !wing.north_high)];
    bands.extend(below.map(|band| (band, false)));
    let middle = f64::midpoint(low, high);
    let band_of = |core: &Bank| usize::from(both && across.of(core.at) < middle);
    let mut found = Vec::new();
    for (i, (region, front_high)) in bands.into_iter().enumerate() {
        let mut here: Vec<Core> = cores
            .iter()
            .filter(|c| band_of(c) == i)
            .map(|c| Core {
                at: wing.along.of(c.at),
                cars: c.cars,
                stairs: wing.stairs,
                toilets: sizes.toilets,
            })
            .collect();
        // Stairs of wings without lifts, in the band towards the north.
        if cores.is_empty() && wing.stairs && i == usize::from(both && !wing.north_high) {
            let [start, end] = extent(&region, wing.along)?;
            here.push(Core { at: f64::midpoint(start, end), cars: 0, stairs: true, toilets: sizes.toilets });
        }
        cut_cores(plan, region, wing.along, front_high, here, &mut found);
    }
    Some(found)
}

/// Cuts the cores out of a band.
fn cut_cores(
    plan: &mut Plan,
    band: Region,
    along: Axis,
    front_high: bool,
    cores: Vec<Core>,
    found: &mut Vec<Piece>,
) {
    let mut rest = band;
    let depth = length(&rest, along.other());
    for mut core in cores {
        let Some([start, end]) = extent(&rest, along) else { return };
        while width_m(&core, depth) > MOST_CORE * (end - start) && core.cars > 0 {
            core.cars -= 1;
        }
        let width = width_m(&core, depth);
        if width > 0.8 * (end - start) || width <= 0.0 {
            continue;
        }
        let from = (core.at - width / 2.0).clamp(start, end - width);
        // What is left beside a core must be wide enough for a room.
        let from = if from - start < LEAST_BAND_M { start } else { from };
        let until = if end - from - width < LEAST_BAND_M { end } else { from + width };
        let (before, tail) = if from > start {
            let [before, tail] = split(&rest, along, from - WALL_M / 2.0, WALL_M);
            (Some(before), tail)
        } else {
            (None, rest)
        };
        let (slice, after) = if until < end {
            let [slice, after] = split(&tail, along, until + WALL_M / 2.0, WALL_M);
            (slice, after)
        } else {
            (tail, Region::new(Vec::new()))
        };
        found.extend(before.map(|region| Piece { region, front_high }));
        build_core(plan, &slice, along, !front_high, &core);
        rest = after;
    }
    if !rest.0.is_empty() {
        found.push(Piece { region: rest, front_high });
    }
}
