//! Keyboard: commands, and movement while a key is held.

use bevy::math::DVec3;
use bevy::prelude::*;
use bevy_egui::input::EguiWantsInput;
use linli_present::{CameraMode, Command};

use super::Rig;
use crate::chord::held;
use crate::panel::SearchBox;
use crate::pick;
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::{Order, ViewSession};

/// Number keys in order.
const DIGITS: [KeyCode; 9] = [
    KeyCode::Digit1,
    KeyCode::Digit2,
    KeyCode::Digit3,
    KeyCode::Digit4,
    KeyCode::Digit5,
    KeyCode::Digit6,
    KeyCode::Digit7,
    KeyCode::Digit8,
    KeyCode::Digit9,
];

pub(super) fn commands(
    keys: Res<ButtonInput<KeyCode>>,
    egui: Res<EguiWantsInput>,
    session: Res<ViewSession>,
    mut search: ResMut<SearchBox>,
    mut orders: MessageWriter<Order>,
) {
    if egui.wants_any_keyboard_input() {
        return;
    }
    let session = &session.0;
    let mut order = |command| {
        orders.write(Order(command));
    };
    for key in keys.get_just_pressed() {
        match key {
            KeyCode::Home | KeyCode::KeyH => order(Command::GoHome),
            KeyCode::KeyN => order(Command::NorthUp),
            KeyCode::KeyT => order(Command::TopView),
            KeyCode::KeyF => {
                if let Some(id) = session.selection {
                    order(Command::FlyTo(id));
                }
            }
            KeyCode::KeyK if held(&keys, [KeyCode::ControlLeft, KeyCode::ControlRight]) => {
                search.ask_for_command();
            }
            KeyCode::KeyI => order(Command::ShowFigures(!session.figures)),
            KeyCode::KeyU => order(Command::ShowUnderground(!session.underground)),
            KeyCode::KeyX => order(Command::CutHere),
            KeyCode::KeyP => order(Command::SectionHere),
            KeyCode::Space if session.tour.is_some() => {
                order(Command::PauseTour(session.tour.as_ref().is_some_and(|tour| !tour.paused)));
            }
            KeyCode::KeyL => order(Command::ShowPanels(!session.panels)),
            KeyCode::KeyO => order(Command::SetCameraMode(CameraMode::Orbit)),
            KeyCode::KeyV => order(Command::SetCameraMode(CameraMode::Fly)),
            KeyCode::KeyG => order(Command::SetCameraMode(CameraMode::Walk)),
            KeyCode::Tab => order(Command::SetLanguage(session.language.other())),
            KeyCode::F12 => order(Command::Screenshot),
            KeyCode::F1 => order(Command::ShowHelp(!session.help)),
            KeyCode::Slash if keys.any_pressed([KeyCode::ShiftLeft, KeyCode::ShiftRight]) => {
                order(Command::ShowHelp(!session.help));
            }
            KeyCode::Slash => search.focus = true,
            KeyCode::Escape => {
                order(Command::ShowHelp(false));
                order(Command::EndTour);
                if session.mode == CameraMode::Orbit {
                    order(Command::Select(None));
                }
                order(Command::SetCameraMode(CameraMode::Orbit));
            }
            other => {
                if let Some(number) = DIGITS.iter().position(|digit| digit == other) {
                    order(Command::GoToView(number));
                }
            }
        }
    }
}

/// −1, 0 or 1 from two opposite sets of keys.
fn axis(keys: &ButtonInput<KeyCode>, minus: &[KeyCode], plus: &[KeyCode]) -> f64 {
    let held = |set: &[KeyCode]| f64::from(u8::from(set.iter().any(|key| keys.pressed(*key))));
    held(plus) - held(minus)
}

pub(super) fn movement(
    keys: Res<ButtonInput<KeyCode>>,
    egui: Res<EguiWantsInput>,
    time: Res<Time<Real>>,
    scene: Res<CurrentScene>,
    info: Res<SceneInfo>,
    session: Res<ViewSession>,
    mut rig: ResMut<Rig>,
) {
    if egui.wants_any_keyboard_input() {
        return;
    }
    let dt = time.delta_secs_f64().min(0.1);
    let slow = if keys.any_pressed([KeyCode::ControlLeft, KeyCode::ControlRight]) { 0.25 } else { 1.0 };
    let turning = keys.any_pressed([KeyCode::ShiftLeft, KeyCode::ShiftRight]);
    let arrows_x = axis(&keys, &[KeyCode::ArrowLeft], &[KeyCode::ArrowRight]);
    let arrows_y = axis(&keys, &[KeyCode::ArrowDown], &[KeyCode::ArrowUp]);
    let side = axis(&keys, &[KeyCode::KeyA], &[KeyCode::KeyD]);
    let ahead = axis(&keys, &[KeyCode::KeyS], &[KeyCode::KeyW]);
    let lift = axis(&keys, &[KeyCode::PageDown, KeyCode::KeyQ], &[KeyCode::PageUp, KeyCode::KeyE]);
    let zoom = axis(&keys, &[KeyCode::Equal, KeyCode::NumpadAdd], &[KeyCode::Minus, KeyCode::NumpadSubtract]);
    let still = [arrows_x, arrows_y, side, ahead, lift, zoom].iter().all(|v| *v == 0.0);
    if still {
        return;
    }
    rig.stop_flight();
    let rig = &mut *rig;
    match rig.mode() {
        CameraMode::Orbit => {
            if turning {
                let focus = rig.orbit.focus;
                rig.orbit.turn_about(focus, arrows_x * dt * slow * 1.2, -arrows_y * dt * slow * 0.9);
            } else {
                let speed = rig.orbit.distance_m * 0.8 * dt * slow;
                rig.orbit.pan((arrows_x + side) * speed, (arrows_y + ahead) * speed, lift * speed * 0.5);
            }
            let focus = rig.orbit.focus;
            rig.orbit.zoom(focus, (1.5 * zoom * dt * slow).exp(), &info.fence());
        }
        CameraMode::Fly => {
            let speed = if turning { 120.0 } else { 35.0 } * dt * slow;
            let forward = rig.fly.forward();
            let right = forward.cross(DVec3::Z).normalize_or(DVec3::X);
            rig.fly.eye += right * (side + arrows_x) * speed + forward * (ahead + arrows_y) * speed;
            rig.fly.eye.z += lift * speed;
        }
        CameraMode::Walk => {
            // 1.4 m/s is a brisk walk; Shift runs.
            let speed = if turning { 5.0 } else { 1.8 } * dt * slow;
            let Some(scene) = &scene.0 else { return };
            rig.walk.heading_rad += arrows_x * dt * 1.5;
            if rig.gallery.is_some() {
                // Its walls keep the walker in, whatever is on racks.
                rig.walk.step(side * speed, (ahead + arrows_y) * speed, &|_, _| 0.0, &|_, _| None);
                return;
            }
            let ground = |x: f64, y: f64| scene.ground.height_at(x, y);
            let obstacle = |origin: DVec3, direction: DVec3| {
                pick::wall(scene, &session.0, origin, direction)
                    .map(|hit| (hit.distance_m, DVec3::from(hit.normal)))
            };
            rig.walk.step(side * speed, (ahead + arrows_y) * speed, &ground, &obstacle);
        }
    }
}
