//! Picking through the spatial index: what is under the pointer.

use bevy::math::DVec3;
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use linli_model::{Element, ElementId, Kind, Layer};
use linli_present::{Command, Session};
use linli_space::Hit;

use crate::ViewSet;
use crate::camera::{DragState, MainCamera, TouchState, ray_at};
use crate::material::CityMaterials;
use crate::mesh::highlight_mesh;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// How far a click may wander, pixels.
const CLICK_WAY_PX: f32 = 6.0;

/// Whether an element can be hit at all on this screen.
fn can_be_hit(session: &Session, element: &Element) -> bool {
    let below = matches!(element.kind, Kind::UtilityLine(_) | Kind::UtilityNode(_));
    session.shows(element.layer()) && (!below || session.underground)
}

/// The first element that a ray meets, of those that are shown. Where the underground is shown, the
/// ground and what lies flat on it let the ray through when a utility line is behind.
pub fn hit(scene: &LoadedScene, session: &Session, origin: DVec3, direction: DVec3) -> Option<Hit> {
    let shown = |id: ElementId| scene.community.element(id).is_some_and(|e| can_be_hit(session, e));
    let first = scene.index.pick(origin.into(), direction.into(), shown)?;
    if session.underground && scene.community.element(first.id).is_some_and(lies_flat) {
        let below = |id: ElementId| {
            scene.community.element(id).is_some_and(|e| {
                matches!(e.kind, Kind::UtilityLine(_) | Kind::UtilityNode(_)) && can_be_hit(session, e)
            })
        };
        return scene.index.pick(origin.into(), direction.into(), below).or(Some(first));
    }
    Some(first)
}

fn lies_flat(element: &Element) -> bool {
    matches!(
        element.layer(),
        Layer::Terrain
            | Layer::Streets
            | Layer::Green
            | Layer::Water
            | Layer::Land
            | Layer::Parking
            | Layer::Railways
    )
}

/// The first wall that a walker's ray meets: buildings and structures only.
pub fn wall(scene: &LoadedScene, session: &Session, origin: DVec3, direction: DVec3) -> Option<Hit> {
    let stops = |id: ElementId| {
        scene.community.element(id).is_some_and(|element| {
            matches!(element.kind, Kind::Building(_) | Kind::BuildingPart(_) | Kind::Structure { .. })
                && session.shows(element.layer())
        })
    };
    scene.index.pick(origin.into(), direction.into(), stops)
}

/// The overlay over the selected element.
#[derive(Component)]
struct Highlight;

/// Projected place under the pointer, for the status line.
#[derive(Resource, Default, Clone, Copy, Debug, PartialEq)]
pub struct PointedAt(pub Option<DVec3>);

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<PointedAt>().add_systems(
        Update,
        (
            (click, tap, point).run_if(any_with_component::<Window>).in_set(ViewSet::Input),
            highlight.in_set(ViewSet::Sync),
        ),
    );
}

fn order_for(scene: &CurrentScene, session: &ViewSession, ray: Option<(DVec3, DVec3)>) -> Option<Order> {
    let scene = scene.0.as_ref()?;
    let (origin, direction) = ray?;
    let found = hit(scene, &session.0, origin, direction).map(|hit| hit.id);
    Some(Order(Command::Select(found)))
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
fn click(
    buttons: Res<ButtonInput<MouseButton>>,
    drag: Res<DragState>,
    egui: Res<EguiWantsInput>,
    window: Single<&Window, With<PrimaryWindow>>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut orders: MessageWriter<Order>,
) {
    if !buttons.just_released(MouseButton::Left)
        || drag.way_px > CLICK_WAY_PX
        || egui.wants_any_pointer_input()
    {
        return;
    }
    let (camera, transform) = *camera;
    let ray = window.cursor_position().and_then(|position| ray_at(camera, transform, position));
    if let Some(order) = order_for(&scene, &session, ray) {
        orders.write(order);
    }
}

fn tap(
    touches: Res<Touches>,
    state: Res<TouchState>,
    egui: Res<EguiWantsInput>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut orders: MessageWriter<Order>,
) {
    let (camera, transform) = *camera;
    for touch in touches.iter_just_released() {
        if state.way_px > CLICK_WAY_PX * 2.0 || egui.wants_any_pointer_input() {
            continue;
        }
        if let Some(order) = order_for(&scene, &session, ray_at(camera, transform, touch.position())) {
            orders.write(order);
        }
    }
}

fn point(
    window: Single<&Window, With<PrimaryWindow>>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut pointed: ResMut<PointedAt>,
) {
    let (camera, transform) = *camera;
    let place = window
        .cursor_position()
        .and_then(|position| ray_at(camera, transform, position))
        .and_then(|(origin, direction)| hit(scene.0.as_ref()?, &session.0, origin, direction))
        .map(|hit| DVec3::from(hit.point));
    pointed.set_if_neq(PointedAt(place));
}

/// The selected element and, for a building with parts, its parts.
pub(crate) fn whole(scene: &LoadedScene, id: ElementId) -> Vec<ElementId> {
    let Some(element) = scene.community.element(id) else { return Vec::new() };
    let mut all = vec![id];
    if matches!(element.kind, Kind::Building(_)) {
        all.extend(scene.community.iter().filter_map(|(part, other)| {
            let parent = other.kind.building().and_then(|b| b.parent.as_ref());
            (parent == Some(&element.key)).then_some(part)
        }));
    }
    all
}

fn highlight(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    materials: Res<CityMaterials>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut commands: Commands,
    old: Query<Entity, With<Highlight>>,
    mut shown: Local<Option<ElementId>>,
) {
    if session.0.selection == *shown && !scene.is_changed() {
        return;
    }
    *shown = session.0.selection;
    for entity in &old {
        commands.entity(entity).despawn();
    }
    let (Some(scene), Some(id)) = (&scene.0, session.0.selection) else { return };
    let shapes: Vec<_> = whole(scene, id).iter().filter_map(|id| scene.shapes.get(id.index())).collect();
    for mesh in highlight_mesh(&shapes) {
        commands.spawn((
            Highlight,
            Mesh3d(meshes.add(mesh)),
            MeshMaterial3d(materials.overlay.clone()),
            bevy::light::NotShadowCaster,
        ));
    }
}
