//! Groups hits into findings.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Key, Point3};

use super::super::check::{ClearanceState, Hit};
use super::super::geometry::reach_along;
use super::super::rules::RuleKind;
use super::run::{Run, Runs};
use super::yielding::first_yields;
use super::{Finding, Place, Status, Verdict, mend, stable_id};

/// Stretches of one rule and one pair closer than this are one stretch, metres.
const SAME_STRETCH_M: f64 = 0.5;

/// A hit seen from the line that gives way.
pub(super) struct Sided<'a> {
    hit: &'a Hit,
    pub culprit: &'a Key,
    other: Option<&'a Key>,
    yields_by: Option<&'a str>,
    at: Point3,
    facing: Point3,
    /// Way along the culprit's element, metres.
    way_m: [f64; 2],
}

/// The findings of a state, the worst first, each with the smallest move that mends it when
/// `with_moves` asks for it.
pub fn findings(state: &ClearanceState, with_moves: bool) -> Vec<Finding> {
    let hits = state.hits();
    let mut runs = Runs::default();
    let mut groups: BTreeMap<(RuleKind, Key), Vec<Sided>> = BTreeMap::new();
    for hit in &hits {
        let (Some(rule), Some(sided)) = (state.book().rule(hit.rule), sided(hit, state)) else { continue };
        let name = runs.of(sided.culprit, state).name.clone();
        groups.entry((rule.kind, name)).or_default().push(sided);
    }
    let mut found: Vec<Finding> = groups
        .into_iter()
        .filter_map(|((kind, _), sided)| {
            let run = runs.of(sided.first()?.culprit, state);
            finding(kind, run, &sided, state)
        })
        .collect();
    sort_worst_first(&mut found);
    if with_moves {
        mend::add_moves(&mut found, state);
    }
    found
}

/// Violations before indications, certain before possible, then by how much is lacking.
pub fn sort_worst_first(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let lack = |f: &Finding| f.required - f.actual;
        let order = (a.verdict, a.certainty).cmp(&(b.verdict, b.certainty));
        order.then(lack(b).total_cmp(&lack(a))).then_with(|| a.id.cmp(&b.id))
    });
}

pub(super) fn sided<'a>(hit: &'a Hit, state: &'a ClearanceState) -> Option<Sided<'a>> {
    let body_a = state.body(&hit.a)?;
    let Some(other) = &hit.b else {
        let strip = body_a.strips().get(hit.piece_a as usize)?;
        let before: f64 = body_a.strips().iter().take(hit.piece_a as usize).map(|s| s.length_m()).sum();
        let length = strip.length_m();
        return Some(Sided {
            hit,
            culprit: &hit.a,
            other: None,
            yields_by: None,
            at: hit.at_a,
            facing: hit.at_b,
            way_m: [before + hit.on_a * length, before + hit.on_b * length],
        });
    };
    let body_b = state.body(other)?;
    let (a_yields, yields_by) = first_yields(body_a, body_b, state.book());
    let (culprit, facing, piece, facing_piece, share) = if a_yields {
        (body_a, body_b, hit.piece_a, hit.piece_b, hit.on_a)
    } else {
        (body_b, body_a, hit.piece_b, hit.piece_a, hit.on_b)
    };
    let strip = culprit.strips().get(piece as usize)?;
    let before: f64 = culprit.strips().iter().take(piece as usize).map(|s| s.length_m()).sum();
    let horizontal = state.book().rule(hit.rule).is_some_and(|rule| rule.kind == RuleKind::Horizontal);
    let shares = match facing.strips().get(facing_piece as usize) {
        Some(beside) if horizontal => {
            let reach = hit.required_m + strip.section.half_width_m() + beside.section.half_width_m();
            reach_along(strip.plan(), beside.plan(), reach, share)
        }
        _ => [share, share],
    };
    let (at, facing_at) = if a_yields { (hit.at_a, hit.at_b) } else { (hit.at_b, hit.at_a) };
    Some(Sided {
        hit,
        culprit: &culprit.key,
        other: Some(&facing.key),
        yields_by,
        at,
        facing: facing_at,
        way_m: shares.map(|share| before + share * strip.length_m()),
    })
}

/// What may be said of a hit.
pub fn verdict_of(hit: &Hit, state: &ClearanceState) -> Verdict {
    let seen = state.book().rule(hit.rule).is_some_and(|rule| rule.tag.gives_verdict());
    if seen && !hit.assumed { Verdict::Violation } else { Verdict::Indication }
}

fn places(run: &Run, sided: &[Sided], state: &ClearanceState) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for one in sided {
        let Some(rule) = state.book().rule(one.hit.rule) else { continue };
        let ends = one.way_m.map(|way| run.chainage_m(one.culprit, way));
        let other = one.other.map_or("", Key::as_str);
        let (low, high) = if one.culprit.as_str() <= other || other.is_empty() {
            (one.culprit.as_str(), other)
        } else {
            (other, one.culprit.as_str())
        };
        places.push(Place {
            id: stable_id(&[&rule.id, low, high]),
            rule_number: one.hit.rule,
            rule: rule.id.clone(),
            standard: rule.standard.clone(),
            clause: rule.clause.clone(),
            tag: rule.tag,
            element: one.culprit.clone(),
            other: one.other.cloned(),
            chainage_m: [ends[0].min(ends[1]), ends[0].max(ends[1])],
            actual: one.hit.actual_m,
            required: one.hit.required_m,
            certainty: one.hit.certainty,
            verdict: verdict_of(one.hit, state),
            at: one.at,
            facing: one.facing,
            status: Status::New,
        });
    }
    places.sort_by(|a, b| {
        (&a.rule, &a.other, &a.element)
            .cmp(&(&b.rule, &b.other, &b.element))
            .then(a.chainage_m[0].total_cmp(&b.chainage_m[0]))
            .then(a.actual.total_cmp(&b.actual))
    });
    let mut merged: Vec<Place> = Vec::new();
    for place in places {
        match merged.last_mut() {
            Some(last)
                if last.id == place.id && place.chainage_m[0] <= last.chainage_m[1] + SAME_STRETCH_M =>
            {
                last.chainage_m[1] = last.chainage_m[1].max(place.chainage_m[1]);
                last.certainty = last.certainty.min(place.certainty);
                last.verdict = last.verdict.min(place.verdict);
                if place.actual < last.actual {
                    (last.actual, last.at, last.facing) = (place.actual, place.at, place.facing);
                }
            }
            _ => merged.push(place),
        }
    }
    merged
}

fn finding(kind: RuleKind, run: &Run, sided: &[Sided], state: &ClearanceState) -> Option<Finding> {
    let mut places = places(run, sided, state);
    places.sort_by(|a, b| {
        a.chainage_m[0].total_cmp(&b.chainage_m[0]).then_with(|| (&a.id, &a.rule).cmp(&(&b.id, &b.rule)))
    });
    let worst = places.iter().min_by(|a, b| {
        let lack = |place: &Place| place.required - place.actual;
        (a.verdict, a.certainty).cmp(&(b.verdict, b.certainty)).then(lack(b).total_cmp(&lack(a)))
    })?;
    let rule = state.book().rule(worst.rule_number)?;
    let held: BTreeSet<&Key> = places.iter().map(|place| &place.element).collect();
    let elements: Vec<Key> =
        run.lines.iter().map(|(key, ..)| key).filter(|key| held.contains(key)).cloned().collect();
    let elements = if elements.is_empty() { held.into_iter().cloned().collect() } else { elements };
    let others: BTreeSet<&Key> = places.iter().filter_map(|place| place.other.as_ref()).collect();
    let yields_by = sided
        .iter()
        .find(|one| one.culprit == &worst.element && one.other == worst.other.as_ref())
        .and_then(|one| one.yields_by);
    Some(Finding {
        id: stable_id(&[kind_name(kind), run.name.as_str()]),
        kind,
        verdict: places.iter().map(|place| place.verdict).min()?,
        // Of the worst place: that a mere indication is certain makes no violation certain.
        certainty: worst.certainty,
        culprit: run.name.clone(),
        elements,
        others: others.into_iter().cloned().collect(),
        yields_by: yields_by.map(str::to_owned),
        standard: rule.standard.clone(),
        clause: rule.clause.clone(),
        tag: rule.tag,
        actual: worst.actual,
        required: worst.required,
        unit: rule.unit.clone(),
        at: worst.at,
        facing: worst.facing,
        mend: None,
        status: Status::New,
        places,
    })
}

/// Name of a kind in files.
pub(crate) fn kind_name(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Horizontal => "horizontal",
        RuleKind::Vertical => "vertical",
        RuleKind::Cover => "cover",
        RuleKind::Drainage => "drainage",
        RuleKind::Corridor => "corridor",
    }
}
