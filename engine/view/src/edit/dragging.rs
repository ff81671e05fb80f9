//! Dragging what is selected over the ground.

use bevy::math::DVec3;
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use linli_present::{Command, EditTool, EditWish};

use super::hand::selected_keys;
use crate::camera::{DragState, Eye};
use crate::pick::{picked, whole};
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};

/// Raster of a move, metres; with Ctrl it is free.
const RASTER_M: f64 = 0.5;

/// A move in progress.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct MoveDrag {
    /// Where it was grabbed.
    grabbed: Option<DVec3>,
    /// Shift so far, metres east and north.
    pub shift: Option<[f64; 2]>,
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
    let (Some(loaded), true) = (&scene.0, session.0.tool == Some(EditTool::Move)) else {
        moving.set_if_neq(MoveDrag::default());
        return;
    };
    let Some((origin, direction)) = window.cursor_position().and_then(|position| eye.ray_at(position)) else {
        return;
    };
    if buttons.just_pressed(MouseButton::Left) && !egui.wants_any_pointer_input() {
        let hit = picked(loaded, &session.0, origin, direction);
        let ids = selected_keys(&session.0, loaded);
        let ids = ids.iter().filter_map(|key| loaded.community.id_of(key));
        let own: Vec<_> = ids.flat_map(|id| whole(loaded, id)).collect();
        moving.grabbed = hit.filter(|hit| hit.id.is_some_and(|hit| own.contains(&hit))).map(|hit| hit.point);
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
