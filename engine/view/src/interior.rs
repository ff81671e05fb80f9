//! A building open above one of its storeys: the rooms of that storey.

use bevy::prelude::*;
use linli_model::{Element, ElementId};
use linli_space::{StoreyInterior, storey_interior};

use crate::ViewSet;
use crate::material::CityMaterials;
use crate::mesh::interior_mesh;
use crate::pick::whole;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::ViewSession;

/// How much of the walls of an open storey is left standing, metres.
pub(crate) const OPEN_ABOVE_M: f64 = 1.9;

/// The storey that is open, and what is inside it when its facts tell.
#[derive(Resource, Default)]
pub(crate) struct OpenStorey {
    /// Building and storey; 1 is the ground floor.
    pub of: Option<(ElementId, i32)>,
    /// What is inside.
    pub interior: Option<StoreyInterior>,
}

/// Rooms of the open storey.
#[derive(Component)]
struct Rooms;

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<OpenStorey>()
        .add_systems(Update, follow.after(ViewSet::Camera).before(ViewSet::Sync));
}

fn follow(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    materials: Res<CityMaterials>,
    mut open: ResMut<OpenStorey>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut commands: Commands,
    rooms: Query<Entity, With<Rooms>>,
) {
    let wanted = session.0.storey.filter(|_| scene.0.is_some());
    if open.of == wanted && !scene.is_changed() {
        return;
    }
    for entity in &rooms {
        commands.entity(entity).despawn();
    }
    *open = OpenStorey { of: wanted, interior: None };
    let (Some(scene), Some(storey)) = (&scene.0, wanted) else { return };
    open.interior = inside(scene, storey);
    if let Some(interior) = &open.interior {
        let tile = interior_mesh(&interior.shape);
        commands.spawn((
            Rooms,
            Mesh3d(meshes.add(tile.mesh)),
            Transform::from_translation(tile.origin),
            MeshMaterial3d(materials.solid.clone()),
        ));
    }
}

/// What is inside a storey of a building; 1 is the ground floor.
fn inside(scene: &LoadedScene, (id, level): (ElementId, i32)) -> Option<StoreyInterior> {
    let element = scene.community.element(id)?;
    let parts: Vec<&Element> = whole(scene, id)
        .into_iter()
        .filter(|part| *part != id)
        .filter_map(|part| scene.community.element(part))
        .collect();
    let index = usize::try_from(level).ok()?.checked_sub(1)?;
    storey_interior(element, &parts, index, &scene.ground, OPEN_ABOVE_M)
}
