//! Everything cut through: which section there is now, and its faces.

use std::collections::BTreeSet;

use bevy::math::DVec3;
use bevy::prelude::*;
use linli_model::{ElementId, Kind, Layer};
use linli_present::{Command, CompareView, Effect, Moment, SectionPlan, Session, VisibilityView};
use linli_space::{
    Plane, Section, SectionFaces, SectionSolid, Shape, basement_voids, corridor_voids, section_faces,
};

use crate::ViewSet;
use crate::camera::Rig;
use crate::coordinates::render_from_local_direction;
use crate::looks::Looks;
use crate::material::{CityMaterials, MOST_PLANES};
use crate::mesh::section_mesh;
use crate::pick::lies_flat;
use crate::scene::{CurrentScene, LoadedScene, SceneInfo};
use crate::session::{Deed, Order, ViewSession};

/// The section on screen.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct OpenSection(pub Option<Section>);

/// Faces of the section.
#[derive(Component)]
struct SectionWalls;

/// What the faces depend on.
#[derive(Clone, PartialEq)]
struct Shown {
    plan: SectionPlan,
    moment: Moment,
    storey: Option<(ElementId, i32)>,
    hidden: BTreeSet<Layer>,
    visibility: VisibilityView,
    compare: CompareView,
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<OpenSection>()
        .add_systems(Update, open_here.in_set(ViewSet::Camera))
        .add_systems(Update, follow.after(ViewSet::Camera).before(ViewSet::Sync))
        .add_systems(Update, build.after(ViewSet::Sync));
}

impl OpenSection {
    /// Number of planes, and the planes as shaders read them.
    pub(crate) fn packed(&self) -> (u32, [Vec4; MOST_PLANES]) {
        let planes = self.0.as_ref().map(Section::planes).unwrap_or_default();
        let pack = |plane: &Plane| {
            render_from_local_direction(DVec3::from(plane.normal)).extend(plane.offset_m as f32)
        };
        let mut packed = [Vec4::ZERO; MOST_PLANES];
        packed.iter_mut().zip(planes).for_each(|(slot, plane)| *slot = pack(plane));
        (planes.len().min(MOST_PLANES) as u32, packed)
    }
}

/// Cuts everything through where the camera looks: upright, facing it.
fn open_here(mut deeds: MessageReader<Deed>, rig: Res<Rig>, mut orders: MessageWriter<Order>) {
    if deeds.read().any(|Deed(effect)| *effect == Effect::SectionHere) {
        orders.write(Order(Command::SetSection(Some(before(&rig)))));
    }
}

/// An upright section through what the camera looks at, facing it.
pub(crate) fn before(rig: &Rig) -> SectionPlan {
    let target = rig.orbit.focus;
    SectionPlan::Upright { through: [target.x, target.y], heading_deg: rig.pose().heading_deg().round() }
}

fn follow(session: Res<ViewSession>, scene: Res<CurrentScene>, mut open: ResMut<OpenSection>) {
    let wanted = session.0.section.filter(|_| scene.0.is_some());
    open.set_if_neq(OpenSection(wanted.and_then(|plan| plan.section())));
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
fn build(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    info: Res<SceneInfo>,
    looks: Res<Looks>,
    open: Res<OpenSection>,
    materials: Res<CityMaterials>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut commands: Commands,
    walls: Query<Entity, With<SectionWalls>>,
    mut shown: Local<Option<Shown>>,
) {
    let session = &session.0;
    let wanted = session.section.filter(|_| open.0.is_some()).map(|plan| Shown {
        plan,
        moment: session.moment,
        storey: session.storey,
        hidden: session.hidden.clone(),
        visibility: session.tools.visibility.clone(),
        compare: session.compare,
    });
    if *shown == wanted && !scene.is_changed() {
        return;
    }
    *shown = wanted;
    for entity in &walls {
        commands.entity(entity).despawn();
    }
    if let (Some(section), Some(scene)) = (&open.0, &scene.0) {
        let faces = faces_of(scene, &info, session, &looks, section);
        let mesh = section_mesh(&scene.community, &faces);
        commands.spawn((
            SectionWalls,
            Mesh3d(meshes.add(mesh.mesh)),
            Transform::from_translation(mesh.origin),
            MeshMaterial3d(materials.solid.clone()),
            bevy::light::NotShadowCaster,
        ));
    }
}

/// What the section shows of what is on screen.
fn faces_of(
    scene: &LoadedScene,
    info: &SceneInfo,
    session: &Session,
    looks: &Looks,
    section: &Section,
) -> SectionFaces {
    let mut near: Vec<ElementId> = Vec::new();
    for plane in section.planes() {
        let behind = Plane { normal: plane.normal.map(|v| -v), offset_m: -plane.offset_m };
        near.extend(scene.index.in_frustum(&[*plane, behind]));
    }
    near.sort_unstable();
    near.dedup();
    let rooms_of = |id: ElementId| -> Option<(Vec<Shape>, Vec<f64>)> {
        let element = scene.community.element(id).filter(|element| !lies_flat(element))?;
        Some(match element.kind {
            Kind::Basement(_) => (basement_voids(element, &scene.ground), Vec::new()),
            Kind::Corridor(_) => (corridor_voids(element, &scene.ground), Vec::new()),
            Kind::Building(_) | Kind::BuildingPart(_) => {
                (Vec::new(), scene.stages.floors_m(id).unwrap_or_default())
            }
            // A tree is no solid, an envelope only a limit.
            Kind::Tree(_) | Kind::Parcel(_) => return None,
            _ => (Vec::new(), Vec::new()),
        })
    };
    let is_shown = |id: &ElementId| {
        scene.is_seen(*id, session)
            && !scene.gone.contains(id)
            && scene.community.element(*id).is_some_and(|element| {
                session.shows(element.layer()) && session.tools.visibility.opacity_of(element) > 0.5
            })
    };
    let cut: Vec<(ElementId, Vec<Shape>, Vec<f64>)> = near
        .into_iter()
        .filter(is_shown)
        .filter_map(|id| rooms_of(id).map(|(rooms, floors)| (id, rooms, floors)))
        .collect();
    let solids: Vec<SectionSolid<'_>> = cut
        .iter()
        .filter_map(|(id, rooms, floors)| {
            let outer = scene.shapes.get(id.index())?.as_ref();
            let top_m = looks.top_m(*id);
            Some(SectionSolid { id: *id, outer, rooms, floors, top_m })
        })
        .collect();
    let is_street = |x: f64, y: f64| scene.streets.at(x, y).is_some();
    section_faces(section, &info.aabb, &scene.ground, is_street, &solids)
}
