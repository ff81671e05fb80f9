//! The ground cut open: which opening there is now, and its walls.

use bevy::prelude::*;
use linli_model::{ElementId, Key, Kind};
use linli_present::{Command, CutPlan, Effect, Moment};
use linli_space::{CutSolid, GroundCut, Shape, basement_voids, corridor_voids, cut_faces};

use crate::ViewSet;
use crate::camera::Rig;
use crate::material::CityMaterials;
use crate::mesh::cut_mesh;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Deed, Order, ViewSession};

/// The opening on screen.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct OpenCut {
    /// Where it is.
    pub cut: Option<GroundCut>,
    /// Whether lines end at its walls.
    pub through_lines: bool,
}

/// Walls and floor of the opening.
#[derive(Component)]
struct CutWalls;

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<OpenCut>()
        .add_systems(Update, open_here.in_set(ViewSet::Camera))
        .add_systems(Update, follow.after(ViewSet::Camera).before(ViewSet::Sync));
}

/// Opens the ground along the selected line, or before the camera with its length across the view.
fn open_here(
    mut deeds: MessageReader<Deed>,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    rig: Res<Rig>,
    mut orders: MessageWriter<Order>,
) {
    if !deeds.read().any(|Deed(effect)| *effect == Effect::CutHere) {
        return;
    }
    let plan = selected_line(&session, &scene).map(CutPlan::along).unwrap_or_else(|| before(&rig));
    orders.write(Order(Command::SetCut(Some(plan))));
}

/// The key of the selected element when a trench can follow it.
pub(crate) fn selected_line(session: &ViewSession, scene: &CurrentScene) -> Option<Key> {
    let key = session.0.selection.and_then(|id| scene.0.as_ref()?.community.element(id))?.key.clone();
    let community = &scene.0.as_ref()?.community;
    CutPlan::along(key.clone()).in_community(community).map(|_| key)
}

/// An opening before the camera.
pub(crate) fn before(rig: &Rig) -> CutPlan {
    let pose = rig.pose();
    let target = rig.orbit.focus;
    CutPlan::at([target.x, target.y], pose.heading_deg() + 90.0)
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
fn follow(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    materials: Res<CityMaterials>,
    mut open: ResMut<OpenCut>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut commands: Commands,
    walls: Query<Entity, With<CutWalls>>,
    mut shown: Local<Option<(CutPlan, Moment)>>,
) {
    let wanted = session.0.cut.clone().map(|plan| (plan, session.0.moment));
    if *shown == wanted && !scene.is_changed() {
        return;
    }
    for entity in &walls {
        commands.entity(entity).despawn();
    }
    let Some(loaded) = &scene.0 else {
        *shown = None;
        open.set_if_neq(OpenCut::default());
        return;
    };
    let plan = wanted.as_ref().map(|(plan, _)| plan);
    let cut = plan.and_then(|plan| plan.in_community(&loaded.community));
    let through_lines = plan.is_some_and(|plan| plan.through_lines);
    if let Some(cut) = &cut {
        let mesh = walls_of(loaded, cut, session.0.moment, through_lines);
        commands.spawn((
            CutWalls,
            Mesh3d(meshes.add(mesh.mesh)),
            Transform::from_translation(mesh.origin),
            MeshMaterial3d(materials.solid.clone()),
            bevy::light::NotShadowCaster,
        ));
    }
    open.set_if_neq(OpenCut { cut, through_lines });
    *shown = wanted;
}

/// What the walls of an opening show at a moment.
fn walls_of(
    scene: &LoadedScene,
    cut: &GroundCut,
    moment: Moment,
    through_lines: bool,
) -> crate::mesh::TileMesh {
    let solids = solids_in(scene, cut, moment);
    let given: Vec<CutSolid<'_>> =
        solids.iter().map(|solid| CutSolid { id: solid.0, outer: solid.1, voids: &solid.2 }).collect();
    let is_street = |x: f64, y: f64| scene.streets.at(x, y).is_some();
    let faces = cut_faces(cut, &scene.ground, is_street, &given);
    let is_carried = |id: ElementId| {
        let kind = scene.community.element(id).map(|element| &element.kind);
        matches!(kind, Some(Kind::UtilityLine(line)) if line.corridor.is_some())
    };
    let is_line = |id: ElementId| {
        let kind = scene.community.element(id).map(|element| &element.kind);
        matches!(kind, Some(Kind::UtilityLine(_)))
    };
    // Lines that run on through the open space have no ends at its walls.
    let caps = faces.caps.iter().filter(|(id, _)| through_lines || is_carried(*id) || !is_line(*id));
    cut_mesh(&scene.community, cut, &faces.soil, caps)
}

/// What an opening may cut through: solids below ground near it, with their rooms.
fn solids_in<'a>(
    scene: &'a LoadedScene,
    cut: &GroundCut,
    moment: Moment,
) -> Vec<(ElementId, &'a Shape, Vec<Shape>)> {
    let mut aabb = linli_model::Aabb::EMPTY;
    for [x, y] in &cut.outline {
        let ground = scene.ground.height_at(*x, *y);
        aabb.include([*x, *y, ground + 2.0]);
        aabb.include([*x, *y, ground - cut.depth_m]);
    }
    let near = scene.index.boxes_in_box(&aabb).into_iter();
    near.filter(|id| scene.shows(*id, moment))
        .filter_map(|id| {
            let element = scene.community.element(id)?;
            let voids = match &element.kind {
                Kind::Basement(_) => basement_voids(element, &scene.ground),
                Kind::Corridor(_) => corridor_voids(element, &scene.ground),
                Kind::UtilityLine(_) => Vec::new(),
                _ => return None,
            };
            Some((id, scene.shapes.get(id.index())?.as_ref(), voids))
        })
        .collect()
}
