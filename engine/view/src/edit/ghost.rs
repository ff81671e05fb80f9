//! What a hand is about to make or move, where it would be.

use std::sync::Arc;

use bevy::prelude::*;
use linli_present::edit_of;
use linli_space::{Shape, shape_of};

use super::hand::InHand;
use crate::material::CityMaterials;
use crate::mesh::highlight_mesh;
use crate::scene::{CurrentScene, LoadedScene};

/// Most elements that are shown as a ghost: of more the first.
const MOST: usize = 300;

/// A part of the ghost.
#[derive(Component)]
pub(super) struct Ghost;

/// Shows what would be there if the hand let go now.
pub(super) fn follow(
    in_hand: Res<InHand>,
    scene: Res<CurrentScene>,
    materials: Res<CityMaterials>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut commands: Commands,
    shown: Query<Entity, With<Ghost>>,
) {
    if !in_hand.is_changed() && !scene.is_changed() {
        return;
    }
    for entity in &shown {
        commands.entity(entity).despawn();
    }
    let Some(loaded) = &scene.0 else { return };
    let shapes = shapes_of(&in_hand, loaded);
    let made = highlight_mesh(&shapes.iter().collect::<Vec<_>>());
    if let Some(veil) = made.veil {
        let material = MeshMaterial3d(materials.overlay.clone());
        commands.spawn((Ghost, Mesh3d(meshes.add(veil)), material, bevy::light::NotShadowCaster));
    }
    if let Some(edges) = made.edges {
        let material = MeshMaterial3d(materials.lines.clone());
        commands.spawn((Ghost, Mesh3d(meshes.add(edges)), material, bevy::light::NotShadowCaster));
    }
}

fn shapes_of(in_hand: &InHand, scene: &LoadedScene) -> Vec<Arc<Shape>> {
    let Some(wish) = &in_hand.wish else { return Vec::new() };
    // What cannot be made has no ghost; why it cannot is said when the hand lets go.
    let Ok(edit) = edit_of(&scene.facts, &in_hand.keys, wish) else { return Vec::new() };
    let there = |key| scene.facts.id_of(key).and_then(|id| scene.facts.element(id));
    let after = edit.changes.iter().filter_map(|change| change.after(there(change.key())));
    after.take(MOST).map(|element| Arc::new(shape_of(&element, &scene.ground))).collect()
}
