//! What an edit touched, taken over into the loaded scene.

use std::sync::Arc;

use linli_model::variant::Touched;
use linli_model::{Community, ElementId, Kind};
use linli_space::{StreetPlaces, shape_of};

use super::ground::lies_on_ground;
use crate::scene::LoadedScene;
use crate::stage_facts::StageFacts;

/// Takes over what an edit touched. Elements keep their numbers; new ones come last, those that are gone keep their
/// place and are not shown. Gives the first new element.
pub(crate) fn take(scene: &mut LoadedScene, touched: &Touched, facts: &Arc<Community>) -> Option<ElementId> {
    let mut fresh = None;
    let community = Arc::make_mut(&mut scene.community);
    let shapes = Arc::make_mut(&mut scene.shapes);
    let index = Arc::make_mut(&mut scene.index);
    let (gone, apart) = (Arc::make_mut(&mut scene.gone), Arc::make_mut(&mut scene.apart));
    let mut streets = false;
    for change in &touched.elements {
        let known = community.id_of(&change.key);
        let kind = change.after.as_ref().or(change.before.as_ref()).map(|element| &element.kind);
        streets |= matches!(kind, Some(Kind::Street(_)));
        match (&change.after, known) {
            (Some(element), known) => {
                let is_new = known.is_none_or(|id| gone.contains(&id));
                community.put(element.clone());
                let Some(id) = community.id_of(&change.key) else { continue };
                let shape = Arc::new(shape_of(element, &scene.ground));
                index.remove(id);
                // A shape that cannot be indexed is drawn and not picked.
                let _ = index.insert(id, shape.clone());
                match shapes.get_mut(id.index()) {
                    Some(place) => *place = shape,
                    None => shapes.push(shape),
                }
                gone.remove(&id);
                // What lies on the ground is draped anew with its tile.
                if !lies_on_ground(element) {
                    apart.insert(id);
                }
                if is_new && !matches!(element.kind, Kind::BuildingPart(_)) {
                    fresh = fresh.or(Some(id));
                }
            }
            (None, Some(id)) => {
                index.remove(id);
                gone.insert(id);
                if !change.before.as_ref().is_some_and(lies_on_ground) {
                    apart.insert(id);
                }
            }
            (None, None) => {}
        }
    }
    if streets {
        scene.streets = Arc::new(StreetPlaces::of(facts));
    }
    let schedule = (*scene.stages.schedule).clone();
    scene.stages = StageFacts::of(&scene.community, schedule, &scene.shapes, &scene.ground);
    scene.facts = facts.clone();
    fresh
}
