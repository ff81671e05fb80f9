//! Dwellings on a storey: around the core of each unit (单元), along a corridor, or in a row.

use geo::Area as _;

use super::WALL_M;
use super::core::{Core, STAIRS_M, build_core, halves, width_m};
use super::corridor::{CorridorSizes, clusters, pieces, strip};
use super::dwelling::{Place, dwelling_rooms};
use super::plan::{Bank, Plan, Wing};
use super::plane::{Region, apportioned, extent, length, shares, split};
use super::room::RoomUse;

/// Most dwellings around one core, and the least size of a piece for that, metres.
const MOST_AROUND: u32 = 4;
const LEAST_DEPTH_M: f64 = 9.0;
const LEAST_LENGTH_M: f64 = 9.0;
/// Usual size of a bedroom, square metres.
const BEDROOM_M2: f64 = 15.0;
/// Depth of the lobby in front of lifts and stairs, metres.
const LOBBY_M: f64 = 1.6;
/// Most of a unit's length that lies between the dwellings at its ends.
const MOST_MIDDLE: f64 = 0.55;
const SIZES: CorridorSizes = CorridorSizes { width_m: 1.5, both_sides_from_m: 10.5, toilets: false };

/// Plans a wing of dwellings, numbered from `first`.
pub(super) fn plan(plan: &mut Plan, wing: &Wing, first: u32) {
    let count = wing.dwellings;
    if !wing.stairs && wing.lifts.is_empty() {
        return row(plan, &wing.region, wing, first..first + count);
    }
    let mut cores = clusters(&wing.lifts, wing.along);
    cores.truncate(count as usize);
    let segments = segments(wing, &cores);
    let areas: Vec<f64> = segments.iter().map(|s| s.unsigned_area()).collect();
    // Every unit has a dwelling; the rest go by area.
    let rest = apportioned(count.saturating_sub(segments.len() as u32), &areas);
    let mut next = first;
    for (i, region) in segments.into_iter().enumerate() {
        let dwellings = rest[i] + 1;
        let lifts: Vec<Bank> = cores.get(i).copied().into_iter().collect();
        let unit = Wing { region, dwellings, lifts, ..*wing };
        let depth = length(&unit.region, unit.along.other());
        let around = dwellings <= MOST_AROUND
            && depth >= LEAST_DEPTH_M
            && length(&unit.region, unit.along) >= LEAST_LENGTH_M;
        if around {
            around_core(plan, &unit, next)
        } else {
            along_corridor(plan, &unit, next)
        }
        next += dwellings;
    }
}

/// One piece for each core; without lifts one for every two dwellings where they are long enough.
fn segments(wing: &Wing, cores: &[Bank]) -> Vec<Region> {
    if cores.is_empty() {
        let room = (length(&wing.region, wing.along) / LEAST_LENGTH_M).floor().max(1.0) as u32;
        let units = wing.dwellings.div_ceil(2).clamp(1, room);
        return shares(&wing.region, wing.along, &vec![1.0; units as usize], WALL_M);
    }
    let mut rest = wing.region.clone();
    let mut segments = Vec::new();
    for pair in cores.windows(2) {
        let border = f64::midpoint(wing.along.of(pair[0].at), wing.along.of(pair[1].at));
        let [segment, after] = split(&rest, wing.along, border, WALL_M);
        segments.push(segment);
        rest = after;
    }
    segments.push(rest);
    segments
}

/// One to four dwellings around stairs and lifts at one façade: one at each end, the others between
/// them at the other façade.
fn around_core(plan: &mut Plan, unit: &Wing, first: u32) {
    let (along, across) = (unit.along, unit.along.other());
    let (Some([start, end]), Some([low, high])) = (extent(&unit.region, along), extent(&unit.region, across))
    else {
        return;
    };
    let bank = unit.lifts.first();
    let cars = bank.map_or(0, |b| b.cars.min(3));
    let mut core = Core { at: 0.0, cars, stairs: unit.stairs, toilets: false };
    let most = MOST_MIDDLE * (end - start);
    while core.cars > 0 && width_m(&core, STAIRS_M[1]) > most {
        core.cars -= 1;
    }
    let core_high = bank.map_or(unit.north_high, |b| across.of(b.at) >= f64::midpoint(low, high));
    let core_width = width_m(&core, STAIRS_M[1]);
    let core_depth = STAIRS_M[1] + LOBBY_M + 2.0 * WALL_M;
    let between = unit.dwellings.saturating_sub(2);
    let share = (unit.region.unsigned_area() - core_width * core_depth) / f64::from(unit.dwellings);
    let wanted = f64::from(between) * share / (high - low - core_depth);
    let width = wanted.min(most).max(core_width);
    let end_room = ((end - start - width) / 3.0).max(0.0);
    let wished = bank.map_or(f64::midpoint(start, end), |b| along.of(b.at));
    let middle = wished.clamp(start + end_room + width / 2.0, end - end_room - width / 2.0);
    let [left, rest] = split(&unit.region, along, middle - width / 2.0 - WALL_M / 2.0, WALL_M);
    let [strip_, right] = split(&rest, along, middle + width / 2.0 + WALL_M / 2.0, WALL_M);
    let [back, rest] = strip(&strip_, across, core_high, STAIRS_M[1], WALL_M);
    let [lobby, front] = strip(&rest, across, core_high, LOBBY_M, WALL_M);
    let last = if unit.dwellings > 1 { first + 1 } else { first };
    let side = (width - core_width) / 2.0 - WALL_M;
    let mut core_piece = back;
    if side >= 1.2 {
        let [one, rest] = strip(&core_piece, along, false, side, WALL_M);
        let [two, rest] = strip(&rest, along, true, side, WALL_M);
        plan.add(bedroom_or_less(&one), Some(first), one);
        plan.add(bedroom_or_less(&two), Some(last), two);
        core_piece = rest;
    }
    build_core(plan, &core_piece, along, !core_high, &core);
    plan.add(RoomUse::Lobby, None, lobby);
    let front_high = !core_high;
    match unit.dwellings {
        0..=2 => {
            let [one, two] = halves(&front, along);
            plan.add(bedroom_or_less(&one), Some(first), one);
            plan.add(bedroom_or_less(&two), Some(last), two);
        }
        _ => {
            for (i, piece) in
                shares(&front, along, &vec![1.0; between as usize], WALL_M).into_iter().enumerate()
            {
                let place = Place { along, hub_high: i % 2 == 1, front_high, from_lobby: false };
                dwelling_rooms(plan, &piece, first + 2 + i as u32, place);
            }
        }
    }
    dwelling_rooms(plan, &left, first, Place { along, hub_high: true, front_high, from_lobby: true });
    if unit.dwellings > 1 {
        let place = Place { along, hub_high: false, front_high, from_lobby: true };
        return dwelling_rooms(plan, &right, last, place);
    }
    // The only dwelling has its bedrooms beyond the core.
    let rooms = (right.unsigned_area() / BEDROOM_M2).round().clamp(1.0, 5.0) as usize;
    for room in shares(&right, across, &vec![1.0; rooms], WALL_M) {
        plan.add(bedroom_or_less(&room), Some(first), room);
    }
}

fn bedroom_or_less(region: &Region) -> RoomUse {
    if region.unsigned_area() >= 6.0 { RoomUse::Bedroom } else { RoomUse::Storage }
}

/// Any number of dwellings on one or both sides of a corridor.
fn along_corridor(plan: &mut Plan, unit: &Wing, first: u32) {
    let Some(bands) = pieces(plan, unit, &unit.lifts, SIZES) else {
        return row(plan, &unit.region, unit, first..first + unit.dwellings);
    };
    let mut order: Vec<usize> = (0..bands.len()).collect();
    let areas: Vec<f64> = bands.iter().map(|b| b.region.unsigned_area()).collect();
    order.sort_by(|a, b| areas[*b].total_cmp(&areas[*a]));
    let used = order.len().min(unit.dwellings as usize);
    let rest = apportioned(unit.dwellings - used as u32, &areas);
    let mut counts = rest;
    // Every piece has a dwelling while there are as many.
    order.iter().take(used).for_each(|i| counts[*i] += 1);
    let mut next = first;
    for (band, count) in bands.into_iter().zip(counts) {
        if count == 0 {
            plan.add(RoomUse::Storage, None, band.region);
            continue;
        }
        let parts = shares(&band.region, unit.along, &vec![1.0; count as usize], WALL_M);
        for (i, part) in parts.into_iter().enumerate() {
            let place = Place {
                along: unit.along,
                hub_high: i % 2 == 0,
                front_high: band.front_high,
                from_lobby: false,
            };
            dwelling_rooms(plan, &part, next, place);
            next += 1;
        }
    }
}

/// Dwellings side by side, each with its own door to the outside.
fn row(plan: &mut Plan, region: &Region, wing: &Wing, ids: std::ops::Range<u32>) {
    let parts = shares(region, wing.along, &vec![1.0; ids.len()], WALL_M);
    for (id, part) in ids.zip(parts) {
        dwelling_rooms(
            plan,
            &part,
            id,
            Place { along: wing.along, hub_high: id % 2 == 0, front_high: false, from_lobby: false },
        );
    }
}
