//! One compartment: on which side its lines stand, and how wide and high it has to be.

use linli_model::{Bound, CompartmentKind, LimitQuantity, Medium, Racks, UtilityRules};

use super::DemandLine;
use super::rules::CorridorPlanRules;
use super::section::{PlannedCompartment, PlannedLine, Side};

/// Least inner height where no pack says one, metres.
const LEAST_HEIGHT_M: f64 = 2.4;
/// Passages where no pack says one: racks on both sides, on one, metres.
const PASSAGES_M: [f64; 2] = [1.0, 0.9];
/// Most pipes or racks of one line that are drawn.
const MOST_PLACES: u32 = 64;

/// A way to stand some lines on two sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Layout {
    /// A bit for each line that stands on the right.
    right: usize,
    pub width_m: f64,
    pub height_m: f64,
    passage_m: f64,
}

/// Smallest inner size that any compartment can have.
pub(super) fn least_size(packs: &[UtilityRules]) -> [f64; 2] {
    [passage(packs, false), least_height(packs)]
}

/// The kind that a line alone would have.
pub(super) fn kind_of(medium: Medium) -> CompartmentKind {
    match medium {
        Medium::Power => CompartmentKind::Power,
        Medium::Gas => CompartmentKind::Gas,
        Medium::Sewage | Medium::Combined => CompartmentKind::Sewage,
        Medium::Storm => CompartmentKind::Storm,
        Medium::Heat => CompartmentKind::Heat,
        _ => CompartmentKind::General,
    }
}

/// Order from the floor up: sewage lowest, then large pipes (so that water comes below heat), cables on top.
pub(super) fn from_floor_up(a: &DemandLine, b: &DemandLine) -> std::cmp::Ordering {
    let rank = |line: &DemandLine| match line.medium {
        Medium::Sewage | Medium::Combined | Medium::Storm => 0,
        Medium::Water | Medium::Reclaimed => 1,
        Medium::Gas => 2,
        Medium::Heat => 3,
        Medium::Power => 4,
        Medium::Telecom => 5,
    };
    rank(a).cmp(&rank(b)).then(b.diameter_mm.total_cmp(&a.diameter_mm))
}

fn is_cable(medium: Medium) -> bool {
    matches!(medium, Medium::Power | Medium::Telecom)
}

fn levels(line: &DemandLine, rules: &CorridorPlanRules) -> f64 {
    (f64::from(line.count) / rules.cables_per_rack.value).ceil()
}

/// Width of a line's row from the wall, and the height of all its levels, metres.
fn room_of(line: &DemandLine, rules: &CorridorPlanRules) -> [f64; 2] {
    if is_cable(line.medium) {
        let depth = match line.medium {
            Medium::Power => rules.rack_depth_power_m.value,
            _ => rules.rack_depth_telecom_m.value,
        };
        return [depth, levels(line, rules) * rules.rack_levels_m.value];
    }
    let diameter = line.diameter_mm / 1000.0;
    let wall = rules.wall_clearance_m(line.diameter_mm);
    // On both sides of a pipe there must be room for hands; below it as well.
    [diameter + 2.0 * wall, f64::from(line.count) * (diameter + wall)]
}

/// All ways that are not both wider and higher than another, from the lowest and widest on. Lines are in
/// their order from the floor up.
pub(super) fn layouts(
    lines: &[DemandLine],
    rules: &CorridorPlanRules,
    packs: &[UtilityRules],
) -> Vec<Layout> {
    let rooms: Vec<[f64; 2]> = lines.iter().map(|line| room_of(line, rules)).collect();
    let high = |line: &DemandLine| {
        line.medium == Medium::Power && line.voltage_kv.is_some_and(|kv| kv >= rules.high_voltage_kv.value)
    };
    let any_high = lines.iter().any(high);
    // Beside power of high voltage telecom stands on the other side (4.3.7).
    let allowed = |right: usize| {
        !any_high
            || lines.iter().enumerate().all(|(i, line)| match line.medium {
                Medium::Power => right >> i & 1 == 0,
                Medium::Telecom => right >> i & 1 == 1,
                _ => true,
            })
    };
    let above = if lines.iter().all(|line| is_cable(line.medium)) {
        rules.rack_levels_m.value
    } else {
        rules.top_clearance_m.value
    };
    let mut all: Vec<Layout> = (0..1_usize << lines.len())
        .filter(|right| allowed(*right))
        .map(|right| {
            let mut sides = [[0.0_f64; 2]; 2];
            for (i, [width, height]) in rooms.iter().enumerate() {
                let side = &mut sides[right >> i & 1];
                *side = [side[0].max(*width), side[1] + height];
            }
            let passage_m = passage(packs, sides.iter().all(|side| side[1] > 0.0));
            let stacked = sides[0][1].max(sides[1][1]) + above;
            Layout {
                right,
                width_m: rules.rounded_up(sides[0][0] + passage_m + sides[1][0]),
                height_m: rules.rounded_up(stacked.max(least_height(packs))),
                passage_m,
            }
        })
        .collect();
    all.sort_by(|a, b| {
        a.height_m.total_cmp(&b.height_m).then(a.width_m.total_cmp(&b.width_m)).then(a.right.cmp(&b.right))
    });
    let mut narrowest = f64::INFINITY;
    all.retain(|layout| {
        let better = layout.width_m < narrowest;
        narrowest = narrowest.min(layout.width_m);
        better
    });
    all
}

/// The compartment with every pipe and rack in its place, as high as the whole box is inside.
pub(super) fn stand(
    lines: Vec<DemandLine>,
    layout: &Layout,
    height_m: f64,
    rules: &CorridorPlanRules,
) -> PlannedCompartment {
    let mut floor = [0.0_f64; 2];
    let first = lines.first().map(|line| line.medium);
    let alone = first.filter(|first| lines.iter().all(|line| line.medium == *first));
    let kind = alone.map_or(CompartmentKind::General, kind_of);
    let stood = lines.into_iter().enumerate().map(|(i, line)| {
        let side = layout.right >> i & 1;
        let from = floor[side];
        floor[side] += room_of(&line, rules)[1];
        place(line, side, from, layout.width_m, rules)
    });
    PlannedCompartment {
        kind,
        lines: stood.collect(),
        width_m: layout.width_m,
        height_m,
        passage_m: layout.passage_m,
        rules: Vec::new(),
    }
}

fn place(line: DemandLine, side: usize, floor: f64, width_m: f64, rules: &CorridorPlanRules) -> PlannedLine {
    let [room, _] = room_of(&line, rules);
    let side_name = if side == 0 { Side::Left } else { Side::Right };
    if is_cable(line.medium) {
        let left = if side == 0 { 0.0 } else { width_m - room };
        let step = rules.rack_levels_m.value;
        let racks = levels(&line, rules).min(f64::from(MOST_PLACES)) as u32;
        let places_m = (0..racks).map(|i| [left, floor + (f64::from(i) + 0.5) * step]).collect();
        return PlannedLine { line, side: side_name, places_m, rack_m: Some(room) };
    }
    let diameter = line.diameter_mm / 1000.0;
    let wall = rules.wall_clearance_m(line.diameter_mm);
    let from_wall = wall + diameter / 2.0;
    let x = if side == 0 { from_wall } else { width_m - from_wall };
    let places_m = (0..line.count.min(MOST_PLACES))
        .map(|i| [x, floor + f64::from(i) * (diameter + wall) + wall + diameter / 2.0])
        .collect();
    PlannedLine { line, side: side_name, places_m, rack_m: None }
}

/// The largest least passage that a pack asks for racks on one or both sides.
fn passage(packs: &[UtilityRules], both: bool) -> f64 {
    let racks = if both { Racks::BothSides } else { Racks::OneSide };
    let limits = packs.iter().flat_map(|pack| &pack.limits).filter(|limit| {
        limit.quantity == LimitQuantity::PassageWidth
            && limit.bound == Bound::Min
            && limit.when.as_ref().and_then(|when| when.racks) == Some(racks)
    });
    limits.map(|limit| limit.value).reduce(f64::max).unwrap_or(PASSAGES_M[usize::from(!both)])
}

fn least_height(packs: &[UtilityRules]) -> f64 {
    let limits = packs.iter().flat_map(|pack| &pack.limits).filter(|limit| {
        limit.quantity == LimitQuantity::InnerHeight && limit.bound == Bound::Min && limit.when.is_none()
    });
    limits.map(|limit| limit.value).reduce(f64::max).unwrap_or(LEAST_HEIGHT_M)
}
