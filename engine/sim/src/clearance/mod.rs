//! Clearance, cover and depth of utility lines and utility tunnels, judged by rule packs.
//!
//! [`ClearanceState`] checks a whole community and keeps its verdicts right while elements change;
//! [`RuleBook`] holds the rules. See `docs/methods/clearance.md`.

mod check;
mod finding;
mod geometry;
mod limits;
mod rules;
mod whole;

#[cfg(test)]
mod tests;

pub use check::{Certainty, ClearanceState, Edit, Hit, Surfaces, near_pairs};
pub(crate) use check::{by_gravity, carriageway_box, node_names, section_of};
pub(crate) use finding::Tally;
pub use finding::{
    Accepted, Finding, Move, Place, Previous, Status, Verdict, findings, findings_csv, findings_geojson,
    findings_json, verdict_of, with_status,
};
pub use geometry::{
    PlanClosest, Strip, SweptSection, closest_on_segments, horizontal_gap, polygon_gap, reach_along,
    vertical_gap,
};
pub use limits::{corridor_findings, drainage_findings};
pub use rules::{RuleBook, RuleBookError, RuleKind, RuleRef};
pub use whole::all_findings;
