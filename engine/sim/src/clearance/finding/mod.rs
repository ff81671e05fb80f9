//! Findings: hits grouped along the line that has to give way.

mod export;
mod group;
mod mend;
mod run;
mod status;
mod tally;
mod yielding;

pub use export::{findings_csv, findings_geojson, findings_json};
pub use group::{findings, verdict_of};
pub(crate) use group::{kind_name, sort_worst_first};
pub use status::{Accepted, Previous, Status, with_status};
pub(crate) use tally::Tally;

use linli_model::{Confidence, Key, Point3};
use serde::{Deserialize, Serialize};

use super::check::Certainty;
use super::rules::RuleKind;

/// What may be said, given how far the rule's figure can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The figure was seen in a source and is not kept.
    Violation,
    /// The figure is from memory or a convention, or something was assumed: look at it, check the
    /// official text.
    Indication,
}

/// A smallest move that mends a finding, found by checking again with it applied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// Elements that move together.
    pub keys: Vec<Key>,
    /// East, north, up, metres.
    pub by_m: Point3,
}

/// A stretch of the culprit and what it conflicts with there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Stable name: a hash of the rule and the keys of the two elements.
    pub id: String,
    /// Number of the rule in the rule book.
    #[serde(skip)]
    pub rule_number: u32,
    /// Name of the rule.
    pub rule: String,
    /// Standard of the rule.
    pub standard: String,
    /// Clause of the rule.
    pub clause: String,
    /// How far the rule's figure can be trusted.
    pub tag: Confidence,
    /// Element of the culprit's run.
    pub element: Key,
    /// The other element; `None` for cover.
    pub other: Option<Key>,
    /// Stretch along the run, metres from its start.
    pub chainage_m: [f64; 2],
    /// Measured where it is worst.
    pub actual: f64,
    /// Required.
    pub required: f64,
    /// How sure it is.
    pub certainty: Certainty,
    /// What may be said.
    pub verdict: Verdict,
    /// Worst place on the culprit, local metres.
    pub at: Point3,
    /// Facing place on the other (for cover, on the surface), local metres.
    pub facing: Point3,
    /// Where it stands against a list from before.
    pub status: Status,
}

/// One line that lies wrong, with all its places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable name: a hash of the kind and the key of the culprit's run.
    pub id: String,
    /// What is measured.
    pub kind: RuleKind,
    /// What may be said: a violation when any place is one.
    pub verdict: Verdict,
    /// How sure it is: the surest of its places.
    pub certainty: Certainty,
    /// The line that has to give way; the first of its run.
    pub culprit: Key,
    /// All elements of the run that have places, in the order of the run.
    pub elements: Vec<Key>,
    /// The other elements.
    pub others: Vec<Key>,
    /// Why this line gives way: name of the rule of the avoidance order.
    pub yields_by: Option<String>,
    /// Standard of the worst place's rule.
    pub standard: String,
    /// Clause of the worst place's rule.
    pub clause: String,
    /// How far the worst place's figure can be trusted.
    pub tag: Confidence,
    /// Measured at the worst place.
    pub actual: f64,
    /// Required at the worst place.
    pub required: f64,
    /// Unit of both.
    pub unit: String,
    /// Worst place, local metres.
    pub at: Point3,
    /// Facing place, local metres.
    pub facing: Point3,
    /// Every stretch with its counterpart.
    pub places: Vec<Place>,
    /// The smallest move that mends it, where one was found.
    pub mend: Option<Move>,
    /// Where it stands against a list from before.
    pub status: Status,
}

/// A stable name of parts, as a GUID: two FNV-1a hashes of 64 bits with different beginnings.
pub(crate) fn stable_id(parts: &[&str]) -> String {
    let half = |start: &str| {
        let mut bytes = start.as_bytes().to_vec();
        for part in parts {
            bytes.extend_from_slice(part.as_bytes());
            bytes.push(0);
        }
        super::check::hash(&bytes)
    };
    let text = format!("{:016x}{:016x}", half("a"), half("b"));
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}
