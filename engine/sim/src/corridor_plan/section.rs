//! The section: which lines share a compartment, and how wide and high it is.

use linli_model::{
    Bound, Compartment, CompartmentKind, Corridor, LimitQuantity, Medium, Racks, UtilityRules,
};
use serde::Serialize;

use super::DemandLine;
use super::rules::CorridorPlanRules;

/// Least inner height where no pack says one, metres.
const LEAST_HEIGHT_M: f64 = 2.4;
/// Passages where no pack says one: racks on both sides, on one, metres.
const PASSAGES_M: [f64; 2] = [1.0, 0.9];
/// Most lines that are put into compartments together.
const MOST_LINES: usize = 12;

/// Side of a compartment, seen along the tunnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}

/// A line in its place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlannedLine {
    /// What stands there.
    pub line: DemandLine,
    /// On which side.
    pub side: Side,
    /// Middle of each pipe, or left lower corner of each rack: metres from the compartment's left wall and floor.
    pub places_m: Vec<[f64; 2]>,
    /// Depth of the racks from the wall, metres; none for pipes.
    pub rack_m: Option<f64>,
}

/// A compartment, and why it is one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlannedCompartment {
    /// Kind.
    pub kind: CompartmentKind,
    /// Clear width, metres.
    pub width_m: f64,
    /// Clear height, metres.
    pub height_m: f64,
    /// Width of the passage, metres.
    pub passage_m: f64,
    /// Lines.
    pub lines: Vec<PlannedLine>,
    /// Rules that were asked, by name.
    pub rules: Vec<String>,
}

/// Whether two lines may share a compartment, and the rule that says so; without a rule they may not.
fn may_share(a: &DemandLine, b: &DemandLine, packs: &[UtilityRules]) -> (bool, Option<String>) {
    if a.steam || b.steam {
        // Steam stands alone (4.3.5, kept as a fact of the pack).
        return (false, Some("steam_alone".to_owned()));
    }
    if a.medium == b.medium {
        return (true, None);
    }
    let names = [a.medium, b.medium];
    for rule in packs.iter().flat_map(|pack| &pack.sharing) {
        let other = if rule.a == names[0] {
            names[1]
        } else if rule.a == names[1] {
            names[0]
        } else {
            continue;
        };
        if rule.b == "*" || serde_json::to_value(other).is_ok_and(|name| name == rule.b.as_str()) {
            return (rule.may, Some(rule.id.clone()));
        }
    }
    (false, None)
}

/// The fewest compartments that the sharing rules allow, from left to right: gas and steam outermost.
pub(super) fn compartments(
    lines: &[DemandLine],
    rules: &CorridorPlanRules,
    packs: &[UtilityRules],
) -> Vec<PlannedCompartment> {
    let lines = merged(lines);
    let count = lines.len().min(MOST_LINES);
    let sets = 1_usize << count;
    let together = |set: usize| {
        let members: Vec<usize> = (0..count).filter(|i| set >> i & 1 == 1).collect();
        members
            .iter()
            .enumerate()
            .all(|(k, a)| members.iter().skip(k + 1).all(|b| may_share(&lines[*a], &lines[*b], packs).0))
    };
    let allowed: Vec<bool> = (0..sets).map(together).collect();
    // Fewest allowed sets that make up each set; the first set holds its lowest line.
    let mut fewest = vec![usize::MAX; sets];
    let mut first = vec![0; sets];
    fewest[0] = 0;
    for set in 1..sets {
        let lowest = set & set.wrapping_neg();
        let mut part = set;
        while part > 0 {
            if part & lowest != 0 && allowed[part] && fewest[set ^ part] < usize::MAX {
                let number = fewest[set ^ part] + 1;
                if number < fewest[set] {
                    fewest[set] = number;
                    first[set] = part;
                }
            }
            part = (part - 1) & set;
        }
    }
    let mut groups = Vec::new();
    let mut left = sets - 1;
    while left > 0 && first[left] > 0 {
        groups.push((0..count).filter(|i| first[left] >> i & 1 == 1).map(|i| lines[i].clone()).collect());
        left ^= first[left];
    }
    let mut planned: Vec<PlannedCompartment> =
        groups.into_iter().map(|group: Vec<DemandLine>| laid_out(group, rules, packs)).collect();
    planned.sort_by_key(|compartment| order(compartment.kind));
    planned
}

/// Power at the left, gas at the right, as far from each other as can be.
fn order(kind: CompartmentKind) -> u8 {
    match kind {
        CompartmentKind::Power => 0,
        CompartmentKind::General => 1,
        CompartmentKind::Heat => 2,
        CompartmentKind::Sewage => 3,
        CompartmentKind::Storm => 4,
        CompartmentKind::Gas => 5,
    }
}

/// Lines of one kind and size are one line of several.
fn merged(lines: &[DemandLine]) -> Vec<DemandLine> {
    let mut merged: Vec<DemandLine> = Vec::new();
    for line in lines.iter().filter(|line| line.count > 0 && line.diameter_mm > 0.0) {
        let same = |other: &&mut DemandLine| {
            other.medium == line.medium
                && other.diameter_mm == line.diameter_mm
                && other.voltage_kv == line.voltage_kv
                && other.steam == line.steam
        };
        match merged.iter_mut().find(same) {
            Some(other) => other.count = other.count.saturating_add(line.count),
            None => merged.push(line.clone()),
        }
    }
    merged
}

fn kind_of(lines: &[DemandLine]) -> CompartmentKind {
    match lines {
        [one, rest @ ..] if rest.iter().all(|line| line.medium == one.medium) => match one.medium {
            Medium::Power => CompartmentKind::Power,
            Medium::Gas => CompartmentKind::Gas,
            Medium::Sewage | Medium::Combined => CompartmentKind::Sewage,
            Medium::Storm => CompartmentKind::Storm,
            Medium::Heat => CompartmentKind::Heat,
            _ => CompartmentKind::General,
        },
        _ => CompartmentKind::General,
    }
}

fn is_cable(medium: Medium) -> bool {
    matches!(medium, Medium::Power | Medium::Telecom)
}

/// Width of a line's row from the wall, and the height of all its levels, metres.
fn room_of(line: &DemandLine, rules: &CorridorPlanRules) -> [f64; 2] {
    if is_cable(line.medium) {
        let depth = match line.medium {
            Medium::Power => rules.rack_depth_power_m.value,
            _ => rules.rack_depth_telecom_m.value,
        };
        let levels = (f64::from(line.count) / rules.cables_per_rack.value).ceil();
        return [depth, levels * rules.rack_levels_m.value];
    }
    let diameter = line.diameter_mm / 1000.0;
    let wall = rules.wall_clearance_m(line.diameter_mm);
    // On both sides of a pipe there must be room for hands; below it as well.
    [diameter + 2.0 * wall, f64::from(line.count) * (diameter + wall)]
}

fn laid_out(lines: Vec<DemandLine>, rules: &CorridorPlanRules, packs: &[UtilityRules]) -> PlannedCompartment {
    let mut asked: Vec<String> = Vec::new();
    for (i, a) in lines.iter().enumerate() {
        asked.extend(lines.iter().skip(i + 1).filter_map(|b| may_share(a, b, packs).1));
    }
    let kind = kind_of(&lines);
    let high = |line: &DemandLine| {
        line.medium == Medium::Power && line.voltage_kv.is_some_and(|kv| kv >= rules.high_voltage_kv.value)
    };
    let mut order: Vec<DemandLine> = lines;
    // Heavy and low first: sewage, then large pipes (so water comes below heat), cables on top.
    order.sort_by(|a, b| {
        let rank = |line: &DemandLine| match line.medium {
            Medium::Sewage | Medium::Combined | Medium::Storm => 0,
            Medium::Water | Medium::Reclaimed => 1,
            Medium::Gas => 2,
            Medium::Heat => 3,
            Medium::Power => 4,
            Medium::Telecom => 5,
        };
        rank(a).cmp(&rank(b)).then(b.diameter_mm.total_cmp(&a.diameter_mm))
    });
    let any_high = order.iter().any(high);
    let mut sides = [(0.0_f64, 0.0_f64); 2];
    let mut placed: Vec<(DemandLine, usize, f64)> = Vec::new();
    for line in order {
        let [width, height] = room_of(&line, rules);
        // Power of high voltage keeps to the left, telecom then to the right.
        let side = match line.medium {
            Medium::Power if any_high => 0,
            Medium::Telecom if any_high => 1,
            _ => usize::from(sides[1].1 < sides[0].1),
        };
        placed.push((line, side, sides[side].1));
        sides[side] = (sides[side].0.max(width), sides[side].1 + height);
    }
    let both = sides.iter().all(|side| side.1 > 0.0);
    let passage_m = passage(packs, both);
    let width_m = rules.rounded_up(sides[0].0 + passage_m + sides[1].0);
    let pipes = placed.iter().any(|(line, ..)| !is_cable(line.medium));
    let above = if pipes { rules.top_clearance_m.value } else { rules.rack_levels_m.value };
    let stacked = sides[0].1.max(sides[1].1) + above;
    let height_m = rules.rounded_up(stacked.max(least_height(packs)));
    let lines =
        placed.into_iter().map(|(line, side, floor)| place(line, side, floor, width_m, rules)).collect();
    asked.sort();
    asked.dedup();
    PlannedCompartment { kind, width_m, height_m, passage_m, lines, rules: asked }
}

fn place(line: DemandLine, side: usize, floor: f64, width_m: f64, rules: &CorridorPlanRules) -> PlannedLine {
    let [room, _] = room_of(&line, rules);
    let side_name = if side == 0 { Side::Left } else { Side::Right };
    if is_cable(line.medium) {
        let levels = (f64::from(line.count) / rules.cables_per_rack.value).ceil() as u32;
        let left = if side == 0 { 0.0 } else { width_m - room };
        let step = rules.rack_levels_m.value;
        let places_m =
            (0..levels.min(64)).map(|i| [left, floor + f64::from(i + 1) * step - step / 2.0]).collect();
        return PlannedLine { line, side: side_name, places_m, rack_m: Some(room) };
    }
    let diameter = line.diameter_mm / 1000.0;
    let wall = rules.wall_clearance_m(line.diameter_mm);
    let from_wall = wall + diameter / 2.0;
    let x = if side == 0 { from_wall } else { width_m - from_wall };
    let places_m = (0..line.count.min(64))
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

/// The section as an element of the model has it.
pub(super) fn corridor(compartments: &[PlannedCompartment], rules: &CorridorPlanRules) -> Corridor {
    let compartments = compartments.iter().map(|planned| Compartment {
        compartment: planned.kind,
        width_m: planned.width_m,
        height_m: planned.height_m,
        lines: Vec::new(),
    });
    Corridor { compartments: compartments.collect(), wall_m: rules.wall_m.value }
}
