//! Limits of single lines and of utility tunnels: slope, diameter, manholes, openings, sharing.

mod corridor;
mod drainage;

pub use corridor::corridor_findings;
pub use drainage::drainage_findings;

use linli_model::{Bound, Key, Point3};

use super::check::Certainty;
use super::finding::{Finding, Place, Status, Verdict, kind_name, stable_id};
use super::rules::RuleBook;

/// What a limit finding tells.
pub(crate) struct Excess<'a> {
    /// Number of the rule.
    pub rule: u32,
    /// Element that breaks it, and what else takes part.
    pub element: &'a Key,
    pub others: Vec<Key>,
    /// Measured.
    pub actual: f64,
    /// Stretch along the element, metres.
    pub chainage_m: [f64; 2],
    pub at: Point3,
    pub facing: Point3,
    /// Whether something that it rests on was assumed.
    pub assumed: bool,
}

/// Whether a value keeps a limit; a billionth is rounding.
pub(crate) fn keeps(bound: Bound, actual: f64, limit: f64) -> bool {
    match bound {
        Bound::Min => actual >= limit - 1e-9,
        Bound::Max => actual <= limit + 1e-9,
    }
}

/// A finding of one limit.
pub(crate) fn finding(excess: Excess, book: &RuleBook) -> Option<Finding> {
    let rule = book.rule(excess.rule)?;
    let seen = rule.tag.gives_verdict() && !excess.assumed;
    let verdict = if seen { Verdict::Violation } else { Verdict::Indication };
    let certainty = if excess.assumed { Certainty::Possible } else { Certainty::Certain };
    let other = excess.others.first().cloned();
    let place = Place {
        id: stable_id(&[&rule.id, excess.element.as_str(), other.as_ref().map_or("", Key::as_str)]),
        rule_number: excess.rule,
        rule: rule.id.clone(),
        standard: rule.standard.clone(),
        clause: rule.clause.clone(),
        tag: rule.tag,
        element: excess.element.clone(),
        other,
        chainage_m: excess.chainage_m,
        actual: excess.actual,
        required: rule.value,
        certainty,
        verdict,
        at: excess.at,
        facing: excess.facing,
        status: Status::New,
    };
    let others = excess.others.iter().map(Key::as_str);
    let names: Vec<&str> =
        [kind_name(rule.kind), rule.id.as_str(), excess.element.as_str()].into_iter().chain(others).collect();
    Some(Finding {
        id: stable_id(&names),
        kind: rule.kind,
        verdict,
        certainty,
        culprit: excess.element.clone(),
        elements: vec![excess.element.clone()],
        others: excess.others,
        yields_by: None,
        standard: rule.standard.clone(),
        clause: rule.clause.clone(),
        tag: rule.tag,
        actual: excess.actual,
        required: rule.value,
        unit: rule.unit.clone(),
        at: excess.at,
        facing: excess.facing,
        places: vec![place],
        mend: None,
        status: Status::New,
    })
}
