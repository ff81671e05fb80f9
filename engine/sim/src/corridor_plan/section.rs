//! The section: which lines share a compartment, and which boxes are worth a look.

use linli_model::{Compartment, CompartmentKind, Corridor, UtilityRules};
use serde::Serialize;

use super::compartment::{Layout, from_floor_up, layouts, stand};
use super::rules::CorridorPlanRules;
use super::{CorridorPlanError, DemandLine};

/// Most different lines that are put into compartments together.
const MOST_LINES: usize = 10;
/// Differences below this are none, metres.
const SAME_M: f64 = 1e-9;

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
    /// Clear height, metres: the same in all compartments, which stand under one roof slab.
    pub height_m: f64,
    /// Width of the passage, metres.
    pub passage_m: f64,
    /// Lines from the floor up.
    pub lines: Vec<PlannedLine>,
    /// Rules that allow its lines to share it, by name.
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

/// Clear width and height of a section, metres, and its compartments with their numbers.
type Candidate = (f64, f64, Vec<(usize, Layout)>);

/// All sections that the sharing rules allow and that no other beats in width, height and number of
/// compartments at once, the lowest first. The cheapest tunnel has one of them, whatever the prices are.
///
/// # Errors
/// When too many different lines are wanted.
pub(super) fn sections(
    lines: &[DemandLine],
    rules: &CorridorPlanRules,
    packs: &[UtilityRules],
) -> Result<Vec<Vec<PlannedCompartment>>, CorridorPlanError> {
    let mut lines = merged(lines);
    if lines.is_empty() {
        return Err(CorridorPlanError::NoLines);
    }
    if lines.len() > MOST_LINES {
        return Err(CorridorPlanError::TooManyLines { given: lines.len(), limit: MOST_LINES });
    }
    lines.sort_by(from_floor_up);
    let sets = Sets::of(&lines, rules, packs);
    let mut candidates: Vec<Candidate> = Vec::new();
    for height in sets.heights() {
        for parts in sets.narrowest(height) {
            let width: f64 = parts.iter().map(|(_, layout)| layout.width_m).sum();
            let beaten = candidates
                .iter()
                .any(|(w, h, other)| *w <= width + SAME_M && *h <= height && other.len() <= parts.len());
            if !beaten {
                candidates.push((width, height, parts));
            }
        }
    }
    let compartments = |height: f64, parts: Vec<(usize, Layout)>| {
        let mut planned: Vec<PlannedCompartment> = parts
            .into_iter()
            .map(|(set, layout)| {
                let members = sets.members(set);
                let mut asked: Vec<String> =
                    pairs(&members).filter_map(|(a, b)| may_share(a, b, packs).1).collect();
                asked.sort();
                asked.dedup();
                let compartment = stand(members, &layout, height, rules);
                PlannedCompartment { rules: asked, ..compartment }
            })
            .collect();
        planned.sort_by_key(|compartment| order(compartment.kind));
        planned
    };
    Ok(candidates.into_iter().map(|(_, height, parts)| compartments(height, parts)).collect())
}

fn pairs(lines: &[DemandLine]) -> impl Iterator<Item = (&DemandLine, &DemandLine)> {
    lines.iter().enumerate().flat_map(|(i, a)| lines.iter().skip(i + 1).map(move |b| (a, b)))
}

/// All sets of the lines as bits, and how the lines of each may stand; sets that may not share have no way.
struct Sets<'a> {
    lines: &'a [DemandLine],
    ways: Vec<Vec<Layout>>,
}

impl<'a> Sets<'a> {
    fn of(lines: &'a [DemandLine], rules: &CorridorPlanRules, packs: &[UtilityRules]) -> Self {
        let mut sets = Self { lines, ways: Vec::new() };
        sets.ways = (0..1_usize << lines.len())
            .map(|set| {
                let members = sets.members(set);
                let together = set > 0 && pairs(&members).all(|(a, b)| may_share(a, b, packs).0);
                if together { layouts(&members, rules, packs) } else { Vec::new() }
            })
            .collect();
        sets
    }

    fn members(&self, set: usize) -> Vec<DemandLine> {
        self.lines
            .iter()
            .enumerate()
            .filter(|(i, _)| set >> i & 1 == 1)
            .map(|(_, line)| line.clone())
            .collect()
    }

    /// Heights of all ways to stand, the lowest first.
    fn heights(&self) -> Vec<f64> {
        let mut heights: Vec<f64> = self.ways.iter().flatten().map(|layout| layout.height_m).collect();
        heights.sort_by(f64::total_cmp);
        heights.dedup();
        heights
    }

    /// For each number of compartments the narrowest division of all lines, none higher than `height_m`.
    fn narrowest(&self, height_m: f64) -> Vec<Vec<(usize, Layout)>> {
        let narrow: Vec<Option<&Layout>> = self
            .ways
            .iter()
            .map(|ways| ways.iter().rev().find(|layout| layout.height_m <= height_m))
            .collect();
        let (count, full) = (self.lines.len(), self.ways.len() - 1);
        // Width of each set in `n` compartments, and its part that holds its lowest line.
        let mut width = vec![vec![f64::INFINITY; full + 1]; count + 1];
        let mut first = vec![vec![0_usize; full + 1]; count + 1];
        width[0][0] = 0.0;
        for n in 1..=count {
            for set in 1..=full {
                let lowest = set & set.wrapping_neg();
                let mut part = set;
                while part > 0 {
                    if let Some(layout) = narrow[part].filter(|_| part & lowest != 0) {
                        let sum = layout.width_m + width[n - 1][set ^ part];
                        if sum + SAME_M < width[n][set] {
                            width[n][set] = sum;
                            first[n][set] = part;
                        }
                    }
                    part = (part - 1) & set;
                }
            }
        }
        let parts = |n: usize| {
            let (mut left, mut parts) = (full, Vec::with_capacity(n));
            for number in (1..=n).rev() {
                let part = first[number][left];
                parts.extend(narrow[part].map(|layout| (part, *layout)));
                left ^= part;
            }
            parts
        };
        (1..=count).filter(|n| width[*n][full].is_finite()).map(parts).collect()
    }
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
