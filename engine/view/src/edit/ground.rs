//! Streets and areas after an edit: the tiles that it touches are draped anew, beside the running picture.
//!
//! What lies on the ground is merged by tile, so that a street cannot be taken out alone. A tile takes some hundredths of a
//! second: it is made by a worker, and the old one stays until the new one is there.

use std::collections::BTreeSet;
use std::sync::Arc;

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures_lite::future};
use linli_model::variant::Touched;
use linli_model::{Aabb, Element, ElementId, Kind, NoProgress};
use linli_space::{TILE_M, draped_surfaces};

use crate::figures::EditMade;
use crate::ground_parts::{GroundPart, ground_parts};
use crate::material::CityMaterials;
use crate::mesh::{TileMesh, surface_tiles};
use crate::scene::{CurrentScene, Draped, LoadedScene, SceneInfo, spawn_tile};

/// How far around a tile streets matter to what is drawn in it, metres: junctions and pavements follow their neighbours.
const AROUND_M: f64 = 80.0;

/// Column and row of a tile.
type Place = [i32; 2];

/// Tiles that wait to be draped, and those that are.
#[derive(Resource, Default)]
pub(super) struct GroundEdits {
    waiting: BTreeSet<Place>,
    running: Option<(BTreeSet<Place>, Task<Vec<TileMesh>>)>,
}

/// Whether an element is drawn as a part of the ground, merged with others.
pub(super) fn lies_on_ground(element: &Element) -> bool {
    matches!(element.kind, Kind::Street(_) | Kind::Area(_) | Kind::Parking(_))
}

/// Drapes tiles anew that edits have touched.
#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn drape(
    mut made: MessageReader<EditMade>,
    scene: Res<CurrentScene>,
    info: Res<SceneInfo>,
    materials: Res<CityMaterials>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut commands: Commands,
    old: Query<(Entity, &Draped)>,
    mut edits: ResMut<GroundEdits>,
) {
    if info.is_changed() {
        *edits = GroundEdits::default();
    }
    made.read().for_each(|EditMade(touched)| edits.waiting.extend(places_of(touched)));
    let Some(loaded) = &scene.0 else { return };
    let done = edits.running.as_mut().and_then(|(_, task)| future::block_on(future::poll_once(task)));
    if let Some(tiles) = done {
        let places = edits.running.take().map(|(places, _)| places).unwrap_or_default();
        for (entity, _) in old.iter().filter(|(_, Draped(place))| places.contains(place)) {
            commands.entity(entity).despawn();
        }
        for tile in tiles {
            spawn_tile(&mut commands, &mut meshes, &materials, tile);
        }
    }
    if edits.running.is_none() && !edits.waiting.is_empty() {
        let places = std::mem::take(&mut edits.waiting);
        let (parts, ground) = (parts_near(loaded, &places), Arc::clone(&loaded.ground));
        let wanted = places.clone();
        let task = AsyncComputeTaskPool::get().spawn(async move { draped(&parts, &ground, &wanted) });
        edits.running = Some((places, task));
    }
}

/// Tiles that what was touched lies in, before and after.
fn places_of(touched: &Touched) -> BTreeSet<Place> {
    let sides = touched.elements.iter().flat_map(|change| [&change.before, &change.after]).flatten();
    let is_ground =
        |element: &&Element| lies_on_ground(element) || matches!(element.kind, Kind::StreetNode(_));
    sides
        .filter(is_ground)
        .flat_map(|element| places_in(&element.geometry.aabb().inflated(AROUND_M)))
        .collect()
}

fn places_in(aabb: &Aabb) -> Vec<Place> {
    if aabb.is_empty() {
        return Vec::new();
    }
    let place = |v: f64| (v / TILE_M).floor() as i32;
    let (west, east) = (place(aabb.min[0]), place(aabb.max[0]));
    let (south, north) = (place(aabb.min[1]), place(aabb.max[1]));
    (west..=east).flat_map(|x| (south..=north).map(move |y| [x, y])).collect()
}

/// What lies in and around some tiles now, in parts that come and go together.
fn parts_near(scene: &LoadedScene, places: &BTreeSet<Place>) -> Vec<GroundPart> {
    let is_near = |id: ElementId, element: &Element| {
        let aabb = element.geometry.aabb().inflated(AROUND_M);
        !scene.gone.contains(&id) && places_in(&aabb).iter().any(|place| places.contains(place))
    };
    ground_parts(&scene.community, None, &scene.stages, is_near)
}

fn draped(parts: &[GroundPart], ground: &linli_space::Ground, wanted: &BTreeSet<Place>) -> Vec<TileMesh> {
    let of_part = |(like, sides, part): &GroundPart| {
        let mut surfaces = draped_surfaces(part, ground, &NoProgress);
        surfaces.retain(|surface| wanted.contains(&surface.tile));
        let mut tiles = surface_tiles(&surfaces, *like);
        tiles.iter_mut().for_each(|tile| tile.sides = *sides);
        tiles
    };
    parts.iter().flat_map(of_part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_lies_in_every_tile_that_it_touches() {
        let aabb = Aabb::from_corners([-10.0, 10.0, 0.0], [410.0, 20.0, 0.0]);
        assert_eq!(places_in(&aabb), [[-1, 0], [0, 0], [1, 0]]);
        assert!(places_in(&Aabb::EMPTY).is_empty());
    }
}
