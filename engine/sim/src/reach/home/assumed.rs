//! Storeys of homes where a source does not describe them: how many, on which levels, with how many people.

use std::collections::BTreeMap;

use linli_model::{Building, BuildingUse, Element, Geometry, Key, Kind};

use super::super::rules::ReachRules;
use super::super::scope::Scope;
use super::{HomeStorey, Levels};

/// How far the roof of a part and the underside of the next one may differ, as a share of a storey.
const MEETS: f64 = 0.5;
/// Most parts that are followed down from one part.
const MOST_BELOW: usize = 32;

/// Parts of buildings, so that a part knows what it stands on.
pub(super) struct Stacks<'a> {
    parts: BTreeMap<&'a Key, Vec<&'a Building>>,
    storey_m: f64,
}

impl<'a> Stacks<'a> {
    /// The parts of a community; `storey_m` is the height of a storey where nothing is known, metres.
    pub(super) fn of(scope: Scope<'a>, storey_m: f64) -> Self {
        let mut parts: BTreeMap<&Key, Vec<&Building>> = BTreeMap::new();
        for (_, element) in scope.iter() {
            if let Kind::BuildingPart(part) = &element.kind
                && let Some(parent) = &part.parent
            {
                parts.entry(parent).or_default().push(part);
            }
        }
        Self { parts, storey_m }
    }

    /// How many storeys of the same building lie below a part that begins above the ground: those of the parts that it
    /// stands on, one upon the other; where there is none at its underside, by the height of a storey.
    pub(super) fn storeys_below(&self, part: &Building) -> i16 {
        let siblings = part.parent.as_ref().and_then(|parent| self.parts.get(parent));
        let (mut underside_m, mut below) = (part.min_height_m, 0);
        for _ in 0..MOST_BELOW {
            if !underside_m.is_finite() || underside_m < MEETS * self.storey_m {
                return below;
            }
            let carries = |other: &&&Building| {
                let top = other.height_m.unwrap_or(f64::NEG_INFINITY);
                (top - underside_m).abs() <= MEETS * self.storey_m && other.min_height_m < underside_m
            };
            // Of several parts at the same height the one with the most storeys is the house, others are halls.
            let counted = siblings.into_iter().flatten().filter(carries);
            let counted = counted.filter_map(|other| Some((count_of(other, self.storey_m)?, other)));
            let Some((count, carrier)) = counted.max_by_key(|(count, _)| *count) else { break };
            below += count;
            underside_m = carrier.min_height_m;
        }
        below + (underside_m / self.storey_m).clamp(0.0, 200.0).round() as i16
    }
}

/// Storeys that a building has above its underside; nothing where neither they nor its height are known.
fn count_of(building: &Building, storey_m: f64) -> Option<i16> {
    let plausible = |count: f64| (count.is_finite() && count >= 1.0).then(|| count.min(200.0).round() as i16);
    let by_height =
        || building.height_m.and_then(|height| plausible((height - building.min_height_m) / storey_m));
    building.storeys_above.and_then(|n| plausible(f64::from(n))).or_else(by_height)
}

/// Homes of a residential building whose storeys are not described: residents by floor area.
pub(super) fn assumed_storeys(
    element: &Element,
    building: &Building,
    stacks: &Stacks<'_>,
    rules: &ReachRules,
) -> Option<(Levels, Vec<HomeStorey>)> {
    // A crown or a roof that says it has no storey holds no homes, however high it is.
    let says_none = building.storeys_above.is_some_and(|storeys| storeys < 0.5);
    if building.use_ != BuildingUse::Residential || says_none {
        return None;
    }
    let default_m = rules.homes.storey_height.value;
    let count = count_of(building, default_m)?;
    let lowest = 1 + stacks.storeys_below(building).clamp(0, 400);
    let area_m2: f64 = match &element.geometry {
        Geometry::Area(polygons) => polygons.iter().map(linli_model::Polygon::area_m2).sum(),
        _ => 0.0,
    };
    let residents = (area_m2 / rules.homes.floor_area_per_resident.value).clamp(0.0, 1e6).round() as u32;
    let storeys =
        (lowest..lowest + count).map(|level| HomeStorey { level, dwellings: 0, residents }).collect();
    Some((Levels::even(lowest + count, default_m), storeys))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(min_height_m: f64, height_m: f64, storeys_above: Option<f32>) -> Building {
        let parent = Some("tower".into());
        Building { parent, min_height_m, height_m: Some(height_m), storeys_above, ..Building::default() }
    }

    #[test]
    fn a_part_begins_above_the_storeys_that_it_stands_on() {
        let podium = part(0.0, 18.0, Some(4.0));
        let shaft = part(18.0, 98.0, Some(25.0));
        let crown = part(98.0, 104.0, Some(0.0));
        let key = Key::from("tower");
        let parts = BTreeMap::from([(&key, vec![&podium, &shaft, &crown])]);
        let stacks = Stacks { parts, storey_m: 3.0 };
        assert_eq!(stacks.storeys_below(&podium), 0);
        assert_eq!(stacks.storeys_below(&shaft), 4);
        assert_eq!(stacks.storeys_below(&crown), 29);
        // What hangs in the air is counted by the height of a storey; what carries itself ends the search.
        assert_eq!(stacks.storeys_below(&part(9.0, 12.0, None)), 3);
        let alone = Building { parent: None, ..shaft.clone() };
        assert_eq!(stacks.storeys_below(&alone), 6);
    }
}
