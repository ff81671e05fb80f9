//! The smallest move that mends a finding, found by checking again.

use std::collections::BTreeSet;

use linli_model::{Key, Point3};
use rayon::prelude::*;

use super::super::check::{ClearanceState, Hit};
use super::super::rules::RuleKind;
use super::{Finding, Move};

/// How often a move is lengthened because it brings the line too near to something else.
const ROUNDS: usize = 4;

/// Adds the smallest move to each finding whose culprit is a line.
pub fn add_moves(findings: &mut [Finding], state: &ClearanceState) {
    let moves: Vec<Option<Move>> = findings.par_iter().map(|finding| smallest(finding, state)).collect();
    for (finding, found) in findings.iter_mut().zip(moves) {
        finding.mend = found;
    }
}

/// What a hit is, whatever figures it has.
type Name<'a> = (u32, &'a Key, Option<&'a Key>);

fn name(hit: &Hit) -> Name<'_> {
    (hit.rule, &hit.a, hit.b.as_ref())
}

fn smallest(finding: &Finding, state: &ClearanceState) -> Option<Move> {
    let keys = &finding.elements;
    if keys.iter().any(|key| state.body(key).is_none_or(|body| !body.is_line)) {
        return None;
    }
    let before = state.hits_if_moved(keys, [0.0; 3]);
    let known: BTreeSet<Name> = before.iter().map(name).collect();
    let step = state.book().conventions().move_step_m;
    let mut best: Option<(f64, Point3)> = None;
    for direction in directions(finding) {
        if let Some(length) = way_out(finding, keys, direction, &known, step, state)
            && best.is_none_or(|(least, _)| length < least)
        {
            best = Some((length, direction));
        }
    }
    let (length, direction) = best?;
    Some(Move { keys: keys.clone(), by_m: direction.map(|v| v * length) })
}

/// Directions to try: down and up, or to both sides of the line that faces the worst place.
fn directions(finding: &Finding) -> Vec<Point3> {
    match finding.kind {
        RuleKind::Cover => vec![[0.0, 0.0, -1.0]],
        RuleKind::Vertical => vec![[0.0, 0.0, -1.0], [0.0, 0.0, 1.0]],
        RuleKind::Horizontal => {
            let away = [finding.at[0] - finding.facing[0], finding.at[1] - finding.facing[1]];
            let length = away[0].hypot(away[1]);
            if length <= 0.0 {
                return Vec::new();
            }
            let unit = [away[0] / length, away[1] / length];
            vec![[unit[0], unit[1], 0.0], [-unit[0], -unit[1], 0.0]]
        }
        RuleKind::Drainage | RuleKind::Corridor => Vec::new(),
    }
}

/// How far the line must move in a direction until the finding is gone and nothing new has come.
fn way_out(
    finding: &Finding,
    keys: &[Key],
    direction: Point3,
    known: &BTreeSet<Name>,
    step: f64,
    state: &ClearanceState,
) -> Option<f64> {
    let mends = |hit: &Hit| state.book().rule(hit.rule).is_some_and(|rule| rule.kind == finding.kind);
    let mut length = 0.0;
    let mut hits = state.hits_if_moved(keys, [0.0; 3]);
    for _ in 0..ROUNDS {
        let open = hits.iter().filter(|hit| mends(hit) || !known.contains(&name(hit)));
        let more = open.map(|hit| lack(hit, keys, direction, state)).fold(0.0, f64::max);
        if more <= 0.0 {
            return (length > 0.0).then_some(length);
        }
        // A millionth of a step is rounding.
        length = ((length + more) / step - 1e-6).ceil() * step;
        if !length.is_finite() {
            return None;
        }
        hits = state.hits_if_moved(keys, direction.map(|v| v * length));
    }
    let open = hits.iter().any(|hit| mends(hit) || !known.contains(&name(hit)));
    (!open).then_some(length)
}

/// How much farther the moved line must go until a hit is gone, at least.
fn lack(hit: &Hit, keys: &[Key], direction: Point3, state: &ClearanceState) -> f64 {
    let Some(rule) = state.book().rule(hit.rule) else { return 0.0 };
    let (own, facing) = if keys.contains(&hit.a) { (hit.at_a, hit.at_b) } else { (hit.at_b, hit.at_a) };
    let tolerance = tolerance_m(hit, rule.kind, state);
    let short = hit.required_m + tolerance - hit.actual_m;
    match rule.kind {
        RuleKind::Vertical => {
            // Through the other line and out of it on its far side.
            let above = own[2] >= facing[2];
            if (direction[2] > 0.0) == above { short } else { short + 2.0 * (own[2] - facing[2]).abs() }
        }
        RuleKind::Cover => short,
        _ => {
            let away = [own[0] - facing[0], own[1] - facing[1]];
            let length = away[0].hypot(away[1]);
            if length <= 0.0 {
                return short;
            }
            let share = (away[0] * direction[0] + away[1] * direction[1]) / length;
            if share > 0.1 { short / share } else { short + 2.0 * length }
        }
    }
}

fn tolerance_m(hit: &Hit, kind: RuleKind, state: &ClearanceState) -> f64 {
    let which = usize::from(kind != RuleKind::Horizontal);
    let of = |key: &Key| state.body(key).map_or(0.0, |body| body.tolerance_m[which]);
    of(&hit.a) + hit.b.as_ref().map_or(0.0, of)
}
