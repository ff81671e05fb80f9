//! Meshes of what was edited.

use std::sync::Arc;

use bevy::mesh::MeshTag;
use bevy::prelude::*;
use linli_model::{Community, Kind};
use linli_space::Shape;

use crate::material::CityMaterials;
use crate::mesh::{
    TileMesh, building_tiles, marker_tiles, pipe_tiles, solid_tiles, tree_instances, tree_meshes,
};
use crate::scene::{CurrentScene, LayerTag, LoadedScene, spawn_tile};

/// A mesh of something that was edited.
#[derive(Component)]
pub(super) struct Edited;

/// Draws all that was edited, whenever the scene changes.
pub(super) fn follow(
    scene: Res<CurrentScene>,
    materials: Res<CityMaterials>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut commands: Commands,
    old: Query<Entity, With<Edited>>,
    mut trees: Local<Vec<Handle<Mesh>>>,
) {
    if !scene.is_changed() {
        return;
    }
    for entity in &old {
        commands.entity(entity).despawn();
    }
    let Some(loaded) = scene.0.as_ref().filter(|loaded| !loaded.apart.is_empty()) else { return };
    let (part, shapes) = edited(loaded);
    let first = loaded.community.elements().len() as u32;
    for mut tile in tiles(&part, &shapes, loaded) {
        tile.renumber(first);
        let mut entity = spawn_tile(&mut commands, &mut meshes, &materials, tile);
        entity.insert(Edited);
    }
    if trees.is_empty() {
        *trees = tree_meshes().into_iter().map(|mesh| meshes.add(mesh)).collect();
    }
    for tree in tree_instances(&part, &loaded.ground) {
        commands.spawn((
            Edited,
            Mesh3d(trees[tree.mesh].clone()),
            MeshMaterial3d(materials.solid.clone()),
            tree.transform,
            MeshTag(tree.element.0 + first),
            LayerTag(linli_model::Layer::Trees),
        ));
    }
}

/// The edited elements as a community of their own, in the order of the set, with their shapes.
fn edited(scene: &LoadedScene) -> (Community, Vec<Arc<Shape>>) {
    let mut part = Community::new(scene.community.name.clone(), scene.community.frame.clone());
    let mut shapes = Vec::new();
    for id in scene.apart.iter() {
        let (Some(element), Some(shape)) = (scene.community.element(*id), scene.shapes.get(id.index()))
        else {
            continue;
        };
        part.add_renamed(element.clone());
        // What is gone keeps its place, so that numbers stay in step, and has no shape.
        shapes.push(if scene.gone.contains(id) { Arc::default() } else { shape.clone() });
    }
    (part, shapes)
}

fn tiles(part: &Community, shapes: &[Arc<Shape>], scene: &LoadedScene) -> Vec<TileMesh> {
    let buildings = part.iter().filter_map(|(id, element)| {
        let shape = shapes.get(id.index())?;
        let is_building = matches!(element.kind, Kind::Building(_) | Kind::BuildingPart(_));
        is_building.then_some((id, element, shape.as_ref()))
    });
    let mut tiles = building_tiles(buildings);
    tiles.extend(pipe_tiles(part, shapes));
    tiles.extend(solid_tiles(part, shapes, &scene.ground));
    tiles.extend(marker_tiles(part, &scene.ground));
    tiles
}
