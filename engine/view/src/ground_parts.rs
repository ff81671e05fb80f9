//! What lies on the ground, in parts that come and go together.

use std::collections::BTreeMap;

use linli_model::variant::Sides;
use linli_model::{Community, Element, ElementId, Kind, Truth};
use linli_present::ElementDifference;

use crate::compare::Comparison;
use crate::stage_facts::StageFacts;

/// A part of the ground's surfaces: the element with which it comes and goes, the sides that have it, its elements.
pub type GroundPart = (Option<ElementId>, Sides, Community);

/// What lies on the ground, in parts that come and go together: first what always lies there, then a part for
/// each truth, set of works and, in a comparison, sides and difference, with the first of its elements. Only what is
/// `wanted` is looked at.
pub fn ground_parts(
    community: &Community,
    comparison: Option<&Comparison>,
    stages: &StageFacts,
    wanted: impl Fn(ElementId, &Element) -> bool,
) -> Vec<GroundPart> {
    type Parts<'a> =
        BTreeMap<(Truth, bool, &'a [u32], Sides, Option<ElementDifference>), (ElementId, Community)>;
    let mut parts: Parts = BTreeMap::new();
    let empty = || Community::new(community.name.clone(), community.frame.clone());
    let mut always = empty();
    for (id, element) in community.iter() {
        if !matches!(
            element.kind,
            Kind::Terrain | Kind::Street(_) | Kind::StreetNode(_) | Kind::Area(_) | Kind::Parking(_)
        ) || !wanted(id, element)
        {
            continue;
        }
        let truth = element.presence.truth;
        let tasks = stages.timeline.tasks_of(id);
        let sides = comparison.map_or(Sides::ALL, |comparison| comparison.union.sides_of(id));
        if truth == Truth::Existing && sides == Sides::ALL && !stages.timeline.is_removed_by_plan(id) {
            always.add_renamed(element.clone());
        } else {
            let difference = comparison.and_then(|comparison| comparison.difference(id));
            let key = (truth, element.presence.planned, tasks, sides, difference);
            let (_, part) = parts.entry(key).or_insert_with(|| (id, empty()));
            part.add_renamed(element.clone());
        }
    }
    let later = parts.into_iter().map(|((_, _, _, sides, _), (id, part))| (Some(id), sides, part));
    std::iter::once((None, Sides::ALL, always)).chain(later).collect()
}
