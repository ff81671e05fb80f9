//! Mouse: left drag moves the ground, right or middle drag turns, the wheel zooms to the cursor.

use bevy::input::mouse::{AccumulatedMouseMotion, AccumulatedMouseScroll, MouseScrollUnit};
use bevy::math::DVec3;
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use linli_present::CameraMode;

use super::{Eye, Rig, point_under};
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::ViewSession;

/// A drag in progress.
#[derive(Resource, Default)]
pub(crate) struct DragState {
    /// The point that was grabbed.
    grabbed: Option<DVec3>,
    /// The point that is turned about.
    pivot: Option<DVec3>,
    /// Way of the pointer since the button went down, pixels: a click moves less than a drag.
    pub way_px: f32,
    /// Whether a tool has taken the drag.
    pub taken: bool,
}

/// Turn for a drag over the whole height of the window.
const TURN_RAD: f64 = 3.0;

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn drag(
    buttons: Res<ButtonInput<MouseButton>>,
    keys: Res<ButtonInput<KeyCode>>,
    motion: Res<AccumulatedMouseMotion>,
    egui: Res<EguiWantsInput>,
    window: Single<&Window, With<PrimaryWindow>>,
    eye: Eye,
    scene: Res<CurrentScene>,
    info: Res<SceneInfo>,
    session: Res<ViewSession>,
    mut state: ResMut<DragState>,
    mut rig: ResMut<Rig>,
) {
    let ray = window.cursor_position().and_then(|position| eye.ray_at(position));
    let turning_keys = keys.any_pressed([KeyCode::ShiftLeft, KeyCode::ShiftRight]);
    let pressed = buttons.any_just_pressed([MouseButton::Left, MouseButton::Right, MouseButton::Middle]);
    if pressed && !egui.wants_any_pointer_input() {
        rig.stop_flight();
        state.way_px = 0.0;
        let under = ray.and_then(|(o, d)| point_under(&scene, &info, &session, o, d));
        let turns = !buttons.just_pressed(MouseButton::Left) || turning_keys;
        state.grabbed = under.filter(|_| !turns);
        state.pivot = turns.then(|| under.unwrap_or(rig.orbit.focus));
    }
    if !buttons.any_pressed([MouseButton::Left, MouseButton::Right, MouseButton::Middle]) {
        state.grabbed = None;
        state.pivot = None;
        return;
    }
    state.way_px += motion.delta.length();
    if state.taken {
        return;
    }
    let slow = if keys.any_pressed([KeyCode::ControlLeft, KeyCode::ControlRight]) { 0.25 } else { 1.0 };
    let turn = motion.delta.as_dvec2() / f64::from(window.height().max(1.0)) * TURN_RAD * slow;
    if let Some(pivot) = state.pivot {
        match rig.mode() {
            CameraMode::Orbit => rig.orbit.turn_about(pivot, turn.x, -turn.y),
            CameraMode::Fly => {
                rig.fly.heading_rad += turn.x;
                rig.fly.pitch_rad = (rig.fly.pitch_rad - turn.y).clamp(-1.5, 1.5);
            }
            CameraMode::Walk => {
                rig.walk.heading_rad += turn.x;
                rig.walk.pitch_rad = (rig.walk.pitch_rad - turn.y).clamp(-1.2, 1.2);
            }
        }
    } else if let (Some(grabbed), Some((origin, direction)), CameraMode::Orbit) =
        (state.grabbed, ray, rig.mode())
    {
        rig.orbit.drag_ground(grabbed, origin, direction);
    } else if rig.mode() != CameraMode::Orbit && state.way_px > 0.0 && !egui.wants_any_pointer_input() {
        // With one button one must be able to look around as well.
        match rig.mode() {
            CameraMode::Walk => {
                rig.walk.heading_rad += turn.x;
                rig.walk.pitch_rad = (rig.walk.pitch_rad - turn.y).clamp(-1.2, 1.2);
            }
            _ => {
                rig.fly.heading_rad += turn.x;
                rig.fly.pitch_rad = (rig.fly.pitch_rad - turn.y).clamp(-1.5, 1.5);
            }
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn wheel(
    scroll: Res<AccumulatedMouseScroll>,
    keys: Res<ButtonInput<KeyCode>>,
    egui: Res<EguiWantsInput>,
    window: Single<&Window, With<PrimaryWindow>>,
    eye: Eye,
    scene: Res<CurrentScene>,
    info: Res<SceneInfo>,
    session: Res<ViewSession>,
    mut rig: ResMut<Rig>,
) {
    if scroll.delta.y == 0.0 || egui.wants_any_pointer_input() {
        return;
    }
    let notches = match scroll.unit {
        MouseScrollUnit::Line => f64::from(scroll.delta.y),
        MouseScrollUnit::Pixel => f64::from(scroll.delta.y) / 60.0,
    };
    let slow = if keys.any_pressed([KeyCode::ControlLeft, KeyCode::ControlRight]) { 0.25 } else { 1.0 };
    let factor = 0.86_f64.powf(notches.clamp(-8.0, 8.0) * slow);
    rig.stop_flight();
    let ray = window.cursor_position().and_then(|position| eye.ray_at(position));
    match rig.mode() {
        CameraMode::Orbit => {
            let focus = rig.orbit.focus;
            let towards = ray.and_then(|(o, d)| point_under(&scene, &info, &session, o, d)).unwrap_or(focus);
            rig.orbit.zoom(towards, factor, &info.fence());
        }
        CameraMode::Fly => {
            let step = rig.fly.forward() * (notches * 10.0 * slow);
            rig.fly.eye += step;
        }
        CameraMode::Walk => {}
    }
}
