//! Cores: stairs, lift shafts and what lies behind them.

use super::WALL_M;
use super::corridor::strip;
use super::plan::Plan;
use super::plane::{Axis, Region, length, split};
use super::room::RoomUse;

/// Clear sizes of stairwells and of lift shafts of 1000 kg, metres (JG/T 5010 gives shafts of
/// 2.2 m × 2.2 m; stairs of two flights of 1.2 m).
pub(super) const STAIRS_M: [f64; 2] = [2.6, 4.9];
const SHAFT_M: f64 = 2.2;
/// Clear width between two rows of lifts that face each other, metres.
const BETWEEN_ROWS_M: f64 = 2.4;
/// Most lifts in one row along the corridor.
const MOST_IN_ROW: u32 = 3;
/// What is left behind a shaft must be as deep as this to be a room, metres.
const LEAST_BEHIND_M: f64 = 0.9;

/// One core.
#[derive(Clone, Copy, Debug)]
pub(super) struct Core {
    /// Place along the wing.
    pub at: f64,
    pub cars: u32,
    pub stairs: bool,
    pub toilets: bool,
}

/// Lifts of a row on each side of an alcove as deep as the band.
fn rows(depth: f64) -> u32 {
    (((depth + WALL_M) / (SHAFT_M + WALL_M)).floor() as u32).max(1)
}

fn columns(core: &Core, depth: f64) -> Vec<Column> {
    let mut columns = Vec::new();
    if core.stairs {
        columns.push(Column::Stairs);
    }
    if core.cars <= MOST_IN_ROW {
        columns.extend((0..core.cars).map(|_| Column::Shafts(1)));
        return columns;
    }
    let rows = rows(depth);
    let mut left = core.cars;
    while left > 0 {
        let one = left.div_ceil(2).min(rows);
        let two = (left - one).min(rows);
        columns.extend([Column::Shafts(one), Column::Alcove]);
        if two > 0 {
            columns.push(Column::Shafts(two));
        }
        left -= one + two;
    }
    // Towers have a second way down.
    if core.stairs {
        columns.push(Column::Stairs);
    }
    columns
}

#[derive(Clone, Copy)]
enum Column {
    Stairs,
    Alcove,
    Shafts(u32),
}

impl Column {
    fn width(self) -> f64 {
        match self {
            Self::Stairs => STAIRS_M[0],
            Self::Alcove => BETWEEN_ROWS_M,
            Self::Shafts(_) => SHAFT_M,
        }
    }
}

/// Width of a core in a band of a depth, with the walls inside it, metres.
pub(super) fn width_m(core: &Core, depth: f64) -> f64 {
    let columns = columns(core, depth);
    let clear: f64 = columns.iter().map(|c| c.width()).sum();
    clear + WALL_M * columns.len().saturating_sub(1) as f64
}

/// Stairs and shafts side by side in a piece whose lobby is on its low or high side.
pub(super) fn build_core(plan: &mut Plan, piece: &Region, along: Axis, lobby_high: bool, core: &Core) {
    let across = along.other();
    let depth = length(piece, across);
    let columns = columns(core, depth);
    let mut rest = piece.clone();
    for (i, column) in columns.iter().enumerate() {
        let (part, after) = if i + 1 == columns.len() {
            (rest, Region::new(Vec::new()))
        } else {
            let [part, after] = strip(&rest, along, false, column.width(), WALL_M);
            (part, after)
        };
        rest = after;
        match column {
            Column::Alcove => plan.add(RoomUse::Lobby, None, part),
            Column::Stairs => {
                let behind = if core.toilets { RoomUse::Bathroom } else { RoomUse::Service };
                with_back(plan, &part, across, lobby_high, STAIRS_M[1], [RoomUse::Stairs, behind]);
            }
            Column::Shafts(1) => {
                with_back(plan, &part, across, lobby_high, SHAFT_M, [RoomUse::Lift, RoomUse::Service])
            }
            Column::Shafts(count) => shafts(plan, part, across, lobby_high, *count),
        }
    }
}

/// A room at the lobby and one behind it.
fn with_back(plan: &mut Plan, part: &Region, across: Axis, lobby_high: bool, depth: f64, uses: [RoomUse; 2]) {
    if length(part, across) < depth + WALL_M + LEAST_BEHIND_M {
        return plan.add(uses[0], None, part.clone());
    }
    let [front, back] = strip(part, across, lobby_high, depth, WALL_M);
    plan.add(uses[0], None, front);
    plan.add(uses[1], None, back);
}

/// Shafts one behind the other.
fn shafts(plan: &mut Plan, part: Region, across: Axis, lobby_high: bool, count: u32) {
    let mut rest = part;
    for i in 0..count {
        let depth = length(&rest, across);
        let last = i + 1 == count;
        if last && depth < SHAFT_M + WALL_M + LEAST_BEHIND_M || depth < SHAFT_M + WALL_M {
            return plan.add(RoomUse::Lift, None, rest);
        }
        let [shaft, after] = strip(&rest, across, lobby_high, SHAFT_M, WALL_M);
        plan.add(RoomUse::Lift, None, shaft);
        rest = after;
    }
    plan.add(RoomUse::Service, None, rest);
}

/// Two pieces of equal length.
pub(super) fn halves(region: &Region, axis: Axis) -> [Region; 2] {
    let middle = super::plane::extent(region, axis).map_or(0.0, |[low, high]| f64::midpoint(low, high));
    split(region, axis, middle, WALL_M)
}
