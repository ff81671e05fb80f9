//! What simulated days gave, kept for communities that differ little.
//!
//! A day of a hub or a garage depends on nothing but what it serves, the ways between, and draws that are seeded by its
//! key. Where a variant changes none of these, its days are those of the other variant.

use std::collections::HashMap;
use std::sync::Arc;

use linli_model::Key;

use super::car::GarageDays;
use super::goods::HubDays;

/// Days of hubs and garages that were simulated before. One memo is for one set of rules, profiles and seed.
#[derive(Default)]
pub struct DayMemo {
    pub(super) hubs: Kept<HubDays>,
    pub(super) garages: Kept<GarageDays>,
}

/// Days by key, each with what they were simulated from.
pub(super) struct Kept<D: Days>(HashMap<Key, Vec<Known<D>>>);

/// Most days of one key that are kept: those of a scene, of its variant, and of some steps back.
const MOST_KNOWN: usize = 16;

/// Days, with what they were simulated from.
type Known<D> = (<D as Days>::Inputs, Arc<D>);

/// What days gave.
pub(super) trait Days {
    /// Everything that they depend on besides the key.
    type Inputs: PartialEq;
}

impl<D: Days> Default for Kept<D> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<D: Days> Kept<D> {
    /// The days of a key from these inputs, simulated only when they are not known yet.
    pub(super) fn days(&mut self, key: &Key, inputs: D::Inputs, simulate: impl FnOnce() -> D) -> Arc<D> {
        let known = self.0.entry(key.clone()).or_default();
        if let Some((_, days)) = known.iter().find(|(other, _)| *other == inputs) {
            return days.clone();
        }
        let days = Arc::new(simulate());
        if known.len() >= MOST_KNOWN {
            known.remove(0);
        }
        known.push((inputs, days.clone()));
        days
    }
}
