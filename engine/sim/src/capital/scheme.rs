//! Areas of a scheme from two pictures of a community: what stands, and what will.

use std::collections::BTreeMap;

use linli_model::{BuildingUse, Community, Key, Kind};

use super::balance::Scheme;
use crate::density::{DensityModel, USE_ORDER};

/// A scheme of one parcel, or of all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemePart {
    /// The parcel; nothing for all.
    pub parcel: Option<Key>,
    /// Its areas.
    pub scheme: Scheme,
    /// Counted floor of the plan: cap of the parcels' own ratios, square metres, where all have one.
    pub cap_m2: Option<f64>,
    /// Floor that counts after the scheme, with what stays, square metres.
    pub counted_m2: f64,
}

/// Uses that serve the public and are not sold.
pub fn is_public(use_: BuildingUse) -> bool {
    matches!(
        use_,
        BuildingUse::Education
            | BuildingUse::Health
            | BuildingUse::Culture
            | BuildingUse::Civic
            | BuildingUse::Transport
            | BuildingUse::Sport
    )
}

/// The scheme of each parcel that it changes, and of all of them together first. `before` and `after`
/// are the same community with what exists and with what will be; a building in both is no part of the
/// scheme. When some parcels belong to an implementation unit, only those are.
pub fn scheme_of(community: &Community, before: &DensityModel, after: &DensityModel) -> Vec<SchemePart> {
    let keys: Vec<&Key> = after.parcel_keys().collect();
    let facts = |key: &Key| match community.id_of(key).and_then(|id| community.element(id)) {
        Some(element) => match &element.kind {
            Kind::Parcel(parcel) => Some(parcel.clone()),
            _ => None,
        },
        None => None,
    };
    let any_unit = keys.iter().any(|key| facts(key).is_some_and(|parcel| parcel.in_implementation_unit));
    let (built, removed) = (after.only_here(before), before.only_here(after));
    let places: BTreeMap<&Key, usize> = before.parcel_keys().enumerate().map(|(at, key)| (key, at)).collect();
    let mut parts = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        let Some(parcel) = facts(key) else { continue };
        if any_unit && !parcel.in_implementation_unit {
            continue;
        }
        let gone = places.get(key).and_then(|old_at| removed.get(*old_at));
        let (Some(new), Some(gone)) = (built.get(at), gone) else { continue };
        let land_m2 = after.site().parcels[at].land_m2;
        let mut scheme = Scheme { land_m2, old_floor_m2: gone.above_total_m2(), ..Scheme::default() };
        scheme.above_m2 = new.above_m2;
        scheme.below_m2 = Some(new.below_total_m2());
        scheme.public_m2 = USE_ORDER
            .iter()
            .zip(new.above_m2)
            .filter(|(use_, _)| is_public(**use_))
            .map(|(_, area)| area)
            .sum::<f64>()
            + new.handed_over_m2;
        if scheme.above_total_m2() <= 0.0 && scheme.old_floor_m2 <= 0.0 {
            continue;
        }
        parts.push(SchemePart {
            parcel: Some((*key).clone()),
            scheme,
            cap_m2: parcel.far_max.map(|far| far * land_m2),
            counted_m2: after.totals().parcels[at].sums.counted_m2,
        });
    }
    let all = together(&parts);
    parts.insert(0, all);
    parts
}

fn together(parts: &[SchemePart]) -> SchemePart {
    let mut all = Scheme { below_m2: Some(0.0), ..Scheme::default() };
    for SchemePart { scheme, .. } in parts {
        all.land_m2 += scheme.land_m2;
        all.old_floor_m2 += scheme.old_floor_m2;
        all.above_m2.iter_mut().zip(scheme.above_m2).for_each(|(sum, area)| *sum += area);
        all.below_m2 = all.below_m2.zip(scheme.below_m2).map(|(a, b)| a + b);
        all.public_m2 += scheme.public_m2;
        all.kept_m2 += scheme.kept_m2;
        all.spaces += scheme.spaces;
    }
    SchemePart {
        parcel: None,
        scheme: all,
        cap_m2: parts.iter().map(|part| part.cap_m2).sum(),
        counted_m2: parts.iter().map(|part| part.counted_m2).sum(),
    }
}
