//! What the proposed tunnel conflicts with, by the clearance rules.

use linli_model::{
    Community, Confidence, Corridor, Element, Geometry, Key, Kind, Point3, UtilityRules, Vertical,
};
use serde::Serialize;

use super::{Branch, CorridorPlanError};
use crate::clearance::{ClearanceState, RuleBook};

/// An element that is nearer than a rule allows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanConflict {
    /// Stretch of the tunnel.
    pub branch: Key,
    /// The element.
    pub other: Key,
    /// Name of the rule of the worst place.
    pub rule: String,
    /// Standard and clause.
    pub clause: String,
    /// How far the figure can be trusted.
    pub tag: Confidence,
    /// Measured at the worst place, metres; negative where they overlap.
    pub actual_m: f64,
    /// Required, metres.
    pub required_m: f64,
    /// Where, local metres.
    pub at: Point3,
}

/// Conflicts of every stretch: the worst place with each element, in the order of stretches and keys.
/// Other stretches of the proposal are none.
pub(super) fn conflicts(
    community: &Community,
    branches: &[Branch],
    corridor: &Corridor,
    packs: &[UtilityRules],
) -> Result<Vec<PlanConflict>, CorridorPlanError> {
    let mut with_plan = community.clone();
    for branch in branches {
        let geometry = Geometry::Line(branch.axis.clone());
        let mut element = Element::new(branch.key.clone(), Kind::Corridor(corridor.clone()), geometry);
        element.vertical = Vertical::Absolute;
        with_plan.add_renamed(element);
    }
    let book = RuleBook::new(packs).map_err(|error| CorridorPlanError::Rules(error.to_string()))?;
    let state = ClearanceState::new(book, &with_plan);
    let own = |key: &Key| branches.iter().any(|branch| branch.key == *key);
    let mut conflicts = Vec::new();
    for branch in branches {
        let mut worst: std::collections::BTreeMap<Key, PlanConflict> = std::collections::BTreeMap::new();
        for hit in state.hits_of(&branch.key) {
            let Some(b) = &hit.b else { continue };
            let (other, at) = if hit.a == branch.key { (b, hit.at_a) } else { (&hit.a, hit.at_b) };
            if own(other) {
                continue;
            }
            let rule = state.book().rule(hit.rule);
            let conflict = PlanConflict {
                branch: branch.key.clone(),
                other: other.clone(),
                rule: rule.map(|rule| rule.id.clone()).unwrap_or_default(),
                clause: rule.map(|rule| format!("{} {}", rule.standard, rule.clause)).unwrap_or_default(),
                tag: rule.map_or(Confidence::C, |rule| rule.tag),
                actual_m: hit.actual_m,
                required_m: hit.required_m,
                at,
            };
            let short = |conflict: &PlanConflict| conflict.required_m - conflict.actual_m;
            match worst.get(other) {
                Some(known) if short(known) >= short(&conflict) => {}
                _ => {
                    worst.insert(other.clone(), conflict);
                }
            }
        }
        conflicts.extend(worst.into_values());
    }
    Ok(conflicts)
}
