//! Tools of the pointer: dragging what is selected over the ground, drawing a footprint corner by corner.

use bevy::math::DVec3;
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use linli_model::ElementId;
use linli_present::{Command, EditTool, EditWish, snapped, storeys_of};

use crate::camera::{DragState, Eye};
use crate::coordinates::render_from_local;
use crate::material::CityMaterials;
use crate::mesh::highlight_mesh;
use crate::pick::{picked, whole};
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// Raster of a move, metres; with Ctrl it is free.
const RASTER_M: f64 = 0.5;
/// A click this near to the first corner closes a footprint, metres.
const CLOSE_M: f64 = 2.0;
/// Highest building that a key or a button makes, storeys.
pub(crate) const MOST_STOREYS: i16 = 60;
/// Angle of a turn by a key or a button, degrees.
pub(crate) const TURN_DEG: f64 = 15.0;
/// How far a click may wander, pixels.
const CLICK_WAY_PX: f32 = 6.0;

/// Corners of a footprint that is being drawn, local metres, and where the next one would go.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct Draft {
    /// Corners so far.
    pub corners: Vec<[f64; 2]>,
    /// The next corner.
    pub next: Option<[f64; 2]>,
}

/// A move in progress.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct MoveDrag {
    /// Where it was grabbed.
    grabbed: Option<DVec3>,
    /// Shift so far, metres east and north.
    pub shift: Option<[f64; 2]>,
}

fn ray(window: &Window, eye: &Eye) -> Option<(DVec3, DVec3)> {
    eye.ray_at(window.cursor_position()?)
}

/// Where a ray meets the ground or what lies on it.
fn on_ground(scene: &LoadedScene, session: &ViewSession, ray: Option<(DVec3, DVec3)>) -> Option<[f64; 2]> {
    let (origin, direction) = ray?;
    let point = picked(scene, &session.0, origin, direction)?.point;
    Some([point.x, point.y])
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn draw_footprint(
    buttons: Res<ButtonInput<MouseButton>>,
    keys: Res<ButtonInput<KeyCode>>,
    egui: Res<EguiWantsInput>,
    window: Single<&Window, With<PrimaryWindow>>,
    eye: Eye,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    dragged: Res<DragState>,
    mut draft: ResMut<Draft>,
    mut orders: MessageWriter<Order>,
) {
    if session.0.tool != Some(EditTool::DrawBuilding) {
        draft.set_if_neq(Draft::default());
        return;
    }
    let Some(loaded) = &scene.0 else { return };
    let at = on_ground(loaded, &session, ray(&window, &eye)).map(|at| snapped(&draft.corners, at));
    let mut changed = Draft { corners: draft.corners.clone(), next: at };
    let clicked = buttons.just_released(MouseButton::Left)
        && dragged.way_px <= CLICK_WAY_PX
        && !egui.wants_any_pointer_input();
    let mut done = keys.just_pressed(KeyCode::Enter) && changed.corners.len() >= 3;
    if let (true, Some(at)) = (clicked, at) {
        let closes = changed.corners.first().is_some_and(|first| {
            (first[0] - at[0]).hypot(first[1] - at[1]) < CLOSE_M && changed.corners.len() >= 3
        });
        if closes {
            done = true;
        } else if changed.corners.last() != Some(&at) {
            changed.corners.push(at);
        }
    }
    if done {
        orders.write(Order(Command::Edit(EditWish::DrawBuilding(changed.corners.clone()))));
        changed = Draft::default();
    }
    draft.set_if_neq(changed);
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn drag(
    buttons: Res<ButtonInput<MouseButton>>,
    keys: Res<ButtonInput<KeyCode>>,
    egui: Res<EguiWantsInput>,
    window: Single<&Window, With<PrimaryWindow>>,
    eye: Eye,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut dragged: ResMut<DragState>,
    mut moving: ResMut<MoveDrag>,
    mut orders: MessageWriter<Order>,
) {
    dragged.taken = false;
    let (Some(loaded), Some(id), true) =
        (&scene.0, session.0.selection, session.0.tool == Some(EditTool::Move))
    else {
        moving.set_if_neq(MoveDrag::default());
        return;
    };
    let Some((origin, direction)) = ray(&window, &eye) else { return };
    if buttons.just_pressed(MouseButton::Left) && !egui.wants_any_pointer_input() {
        let hit = picked(loaded, &session.0, origin, direction);
        let own = hit.filter(|hit| hit.id.is_some_and(|hit| whole(loaded, id).contains(&hit)));
        moving.grabbed = own.map(|hit| hit.point);
    }
    let Some(grabbed) = moving.grabbed else { return };
    dragged.taken = true;
    // On the level plane through the point that was grabbed.
    let along = (grabbed.z - origin.z) / direction.z;
    if along > 0.0 && along.is_finite() {
        let way = origin + direction * along - grabbed;
        let free = keys.any_pressed([KeyCode::ControlLeft, KeyCode::ControlRight]);
        let shift = [way.x, way.y].map(|v| if free { v } else { (v / RASTER_M).round() * RASTER_M });
        moving.shift = Some(shift);
    }
    if buttons.just_released(MouseButton::Left) {
        let shift = moving.shift.take().filter(|shift| *shift != [0.0; 2]);
        moving.grabbed = None;
        orders.write_batch(shift.map(|shift| Order(Command::Edit(EditWish::Move(shift)))));
    }
}

/// Whether one of some keys is held, or was within this frame: a chord that is quicker than a frame counts.
fn held(keys: &ButtonInput<KeyCode>, some: [KeyCode; 2]) -> bool {
    keys.any_pressed(some) || keys.any_just_pressed(some) || keys.any_just_released(some)
}

/// Keys of editing.
pub(super) fn keys(
    keys: Res<ButtonInput<KeyCode>>,
    egui: Res<EguiWantsInput>,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    mut orders: MessageWriter<Order>,
) {
    if egui.wants_any_keyboard_input() {
        return;
    }
    let ctrl = held(&keys, [KeyCode::ControlLeft, KeyCode::ControlRight]);
    let shift = held(&keys, [KeyCode::ShiftLeft, KeyCode::ShiftRight]);
    if ctrl && keys.just_pressed(KeyCode::KeyZ) {
        orders.write(Order(if shift { Command::Redo } else { Command::Undo }));
    }
    if ctrl && keys.just_pressed(KeyCode::KeyY) {
        orders.write(Order(Command::Redo));
    }
    for (key, command) in [(KeyCode::KeyB, Command::ForkVariant), (KeyCode::KeyE, Command::ExportComparison)]
    {
        if ctrl && keys.just_pressed(key) {
            orders.write(Order(command));
        }
    }
    let tool = |tool: EditTool| Command::SetTool((session.0.tool != Some(tool)).then_some(tool));
    if !ctrl && keys.just_pressed(KeyCode::KeyB) {
        orders.write(Order(tool(EditTool::DrawBuilding)));
    }
    if keys.just_pressed(KeyCode::Delete) && session.0.selection.is_some() {
        orders.write(Order(Command::Edit(EditWish::Delete)));
    }
    if let Some((loaded, id)) = scene.0.as_ref().zip(session.0.selection) {
        of_selected(&keys, ctrl, loaded, id, &mut |command| {
            orders.write(Order(command));
        });
        if !ctrl && keys.just_pressed(KeyCode::KeyM) {
            orders.write(Order(tool(EditTool::Move)));
        }
    }
    if keys.just_pressed(KeyCode::Escape) && session.0.tool.is_some() {
        orders.write(Order(Command::SetTool(None)));
    }
}

/// Keys that change the selected building.
fn of_selected(
    keys: &ButtonInput<KeyCode>,
    ctrl: bool,
    scene: &LoadedScene,
    id: ElementId,
    order: &mut dyn FnMut(Command),
) {
    let storeys = scene.community.element(id).and_then(|element| storeys_of(&scene.community, &element.key));
    for (key, by) in [(KeyCode::BracketLeft, -1), (KeyCode::BracketRight, 1)] {
        let wanted =
            storeys.map(|storeys| storeys + by).filter(|storeys| (1..=MOST_STOREYS).contains(storeys));
        if let (Some(wanted), true) = (wanted, keys.just_pressed(key)) {
            order(Command::Edit(EditWish::SetStoreys(wanted)));
        }
    }
    if !ctrl && keys.just_pressed(KeyCode::KeyR) {
        order(Command::Edit(EditWish::Rotate(TURN_DEG)));
    }
    if !ctrl && keys.just_pressed(KeyCode::KeyC) {
        order(Command::Edit(copy_beside(scene, id)));
    }
}

/// A copy of an element east of it.
pub(crate) fn copy_beside(scene: &LoadedScene, id: ElementId) -> EditWish {
    let width = scene.shapes.get(id.index()).map_or(20.0, |shape| shape.aabb().size()[0]);
    EditWish::Copy([(width + 6.0).clamp(6.0, 200.0).round(), 0.0])
}

/// What is dragged, where it would go.
#[derive(Component)]
pub(super) struct Preview;

/// Shows what is dragged where it would go.
pub(super) fn preview(
    moving: Res<MoveDrag>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    materials: Res<CityMaterials>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut commands: Commands,
    mut shown: Query<(Entity, &mut Transform), With<Preview>>,
) {
    if !moving.is_changed() {
        return;
    }
    let Some([x, y]) = moving.shift else {
        for (entity, _) in &shown {
            commands.entity(entity).despawn();
        }
        return;
    };
    let at = Transform::from_translation(render_from_local([x, y, 0.0]));
    if !shown.is_empty() {
        for (_, mut transform) in &mut shown {
            *transform = at;
        }
        return;
    }
    let (Some(scene), Some(id)) = (&scene.0, session.0.selection) else { return };
    let shapes: Vec<_> = whole(scene, id).iter().filter_map(|id| scene.shapes.get(id.index())).collect();
    let made = highlight_mesh(&shapes);
    if let Some(veil) = made.veil {
        let material = MeshMaterial3d(materials.overlay.clone());
        commands.spawn((Preview, Mesh3d(meshes.add(veil)), material, at, bevy::light::NotShadowCaster));
    }
    if let Some(edges) = made.edges {
        let material = MeshMaterial3d(materials.lines.clone());
        commands.spawn((Preview, Mesh3d(meshes.add(edges)), material, at, bevy::light::NotShadowCaster));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chord_within_one_frame_counts_and_one_before_it_does_not() {
        let ctrl = [KeyCode::ControlLeft, KeyCode::ControlRight];
        let mut keys = ButtonInput::<KeyCode>::default();
        assert!(!held(&keys, ctrl));
        keys.press(KeyCode::ControlRight);
        assert!(held(&keys, ctrl));
        keys.release(KeyCode::ControlRight);
        assert!(held(&keys, ctrl));
        keys.clear();
        assert!(!held(&keys, ctrl));
    }
}
