//! What has become of findings since a list from before.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Finding;

/// Where a finding or a place of it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It was not in the list from before.
    #[default]
    New,
    /// It was in the list from before.
    Persisting,
    /// It was in the list from before and is gone.
    Resolved,
    /// Someone has accepted it.
    Accepted {
        /// Why.
        reason: String,
    },
}

/// A finding that someone has accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// Name of the finding or of one of its places.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// What is known from before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Previous {
    /// Findings from before.
    pub findings: Vec<Finding>,
    /// Names that someone has accepted.
    pub accepted: Vec<Accepted>,
}

/// Findings with their status; those that are gone come last, as resolved. An accepted finding from
/// before stays accepted.
pub fn with_status(mut now: Vec<Finding>, previous: &Previous) -> Vec<Finding> {
    let mut accepted: BTreeMap<&str, &str> = BTreeMap::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for finding in &previous.findings {
        let places = finding.places.iter().map(|place| (&place.id, &place.status));
        for (id, status) in std::iter::once((&finding.id, &finding.status)).chain(places) {
            match status {
                Status::Resolved => {}
                Status::Accepted { reason } => {
                    known.insert(id);
                    accepted.insert(id, reason);
                }
                Status::New | Status::Persisting => {
                    known.insert(id);
                }
            }
        }
    }
    accepted.extend(previous.accepted.iter().map(|one| (one.id.as_str(), one.reason.as_str())));
    let status = |id: &str, above: Option<&str>| match above.or_else(|| accepted.get(id).copied()) {
        Some(reason) => Status::Accepted { reason: reason.to_owned() },
        None if known.contains(id) => Status::Persisting,
        None => Status::New,
    };
    for finding in &mut now {
        let whole = accepted.get(finding.id.as_str()).copied();
        for place in &mut finding.places {
            place.status = status(&place.id, whole);
        }
        let reasons: Option<Vec<&str>> = finding
            .places
            .iter()
            .map(|place| match &place.status {
                Status::Accepted { reason } => Some(reason.as_str()),
                _ => None,
            })
            .collect();
        finding.status = match reasons {
            Some(mut reasons) if !reasons.is_empty() => {
                reasons.dedup();
                Status::Accepted { reason: reasons.join("; ") }
            }
            _ => status(&finding.id, None),
        };
    }
    let ids: BTreeSet<String> = now.iter().map(|finding| finding.id.clone()).collect();
    let gone = previous.findings.iter().filter(|f| !ids.contains(&f.id) && f.status != Status::Resolved);
    let gone: Vec<Finding> = gone
        .map(|finding| {
            let mut finding = finding.clone();
            finding.status = Status::Resolved;
            finding.mend = None;
            finding.places.iter_mut().for_each(|place| place.status = Status::Resolved);
            finding
        })
        .collect();
    now.extend(gone);
    now
}
