//! Touch: one finger moves the ground, two zoom, turn and tilt.

use bevy::input::touch::Touches;
use bevy::math::{DVec2, DVec3};
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use linli_present::CameraMode;

use super::{Eye, Rig, point_under};
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::ViewSession;

/// What two fingers are doing: decided once, so that tilting does not also zoom.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Pair {
    Undecided { start: [DVec2; 2] },
    ZoomAndTurn,
    Tilt,
}

/// Fingers on the screen.
#[derive(Resource, Default)]
pub(crate) struct TouchState {
    grabbed: Option<DVec3>,
    pivot: Option<DVec3>,
    pair: Option<Pair>,
    last: Option<[DVec2; 2]>,
    /// Way of the single finger, pixels.
    pub way_px: f32,
}

/// Way that two fingers must go before the gesture is decided, pixels.
const DECIDE_PX: f64 = 14.0;

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn gestures(
    touches: Res<Touches>,
    egui: Res<EguiWantsInput>,
    window: Single<&Window, With<PrimaryWindow>>,
    eye: Eye,
    scene: Res<CurrentScene>,
    info: Res<SceneInfo>,
    session: Res<ViewSession>,
    mut state: ResMut<TouchState>,
    mut rig: ResMut<Rig>,
) {
    let fingers: Vec<Vec2> = touches.iter().map(|touch| touch.position()).collect();
    if fingers.is_empty() || egui.wants_any_pointer_input() {
        *state = TouchState { way_px: state.way_px, ..TouchState::default() };
        return;
    }
    if touches.any_just_pressed() {
        rig.stop_flight();
        if fingers.len() == 1 {
            state.way_px = 0.0;
        }
    }
    let under = |position: Vec2| {
        let (origin, direction) = eye.ray_at(position)?;
        point_under(&scene, &info, &session, origin, direction)
    };
    let height = f64::from(window.height().max(1.0));
    match fingers.as_slice() {
        [finger] => {
            state.pair = None;
            state.last = None;
            if state.grabbed.is_none() {
                state.grabbed = under(*finger);
            }
            state.way_px += touches.iter().map(|t| t.delta().length()).sum::<f32>();
            one_finger(&mut rig, &touches, state.grabbed, eye.ray_at(*finger), height);
        }
        [a, b, ..] => {
            state.grabbed = None;
            let now = [a.as_dvec2(), b.as_dvec2()];
            if state.pivot.is_none() {
                state.pivot = Some(under((*a + *b) / 2.0).unwrap_or(rig.orbit.focus));
            }
            if let Some(last) = state.last.replace(now) {
                two_fingers(&mut rig, &mut state, last, now, height, &info);
            }
        }
        [] => {}
    }
}

fn one_finger(
    rig: &mut Rig,
    touches: &Touches,
    grabbed: Option<DVec3>,
    ray: Option<(DVec3, DVec3)>,
    height: f64,
) {
    match (rig.mode(), grabbed, ray) {
        (CameraMode::Orbit, Some(grabbed), Some((origin, direction))) => {
            rig.orbit.drag_ground(grabbed, origin, direction);
        }
        (CameraMode::Orbit, _, _) => {}
        (mode, _, _) => {
            let delta = touches.iter().map(|t| t.delta()).sum::<Vec2>().as_dvec2() / height * 3.0;
            if mode == CameraMode::Walk {
                rig.walk.heading_rad -= delta.x;
                rig.walk.pitch_rad = (rig.walk.pitch_rad + delta.y).clamp(-1.2, 1.2);
            } else {
                rig.fly.heading_rad -= delta.x;
                rig.fly.pitch_rad = (rig.fly.pitch_rad + delta.y).clamp(-1.5, 1.5);
            }
        }
    }
}

fn two_fingers(
    rig: &mut Rig,
    state: &mut TouchState,
    last: [DVec2; 2],
    now: [DVec2; 2],
    height: f64,
    info: &SceneInfo,
) {
    if rig.mode() != CameraMode::Orbit {
        return;
    }
    let pair = state.pair.unwrap_or(Pair::Undecided { start: last });
    let pair = decide(pair, now);
    state.pair = Some(pair);
    let pivot = state.pivot.unwrap_or(rig.orbit.focus);
    let (before, after) = (last[1] - last[0], now[1] - now[0]);
    match pair {
        Pair::Undecided { .. } => {}
        Pair::Tilt => {
            let down = ((now[0] + now[1]) - (last[0] + last[1])).y / 2.0;
            rig.orbit.turn_about(pivot, 0.0, -down / height * 3.0);
        }
        Pair::ZoomAndTurn => {
            let factor = (before.length() / after.length().max(1.0)).clamp(0.5, 2.0);
            rig.orbit.zoom(pivot, factor, &info.fence());
            rig.orbit.turn_about(pivot, -before.angle_to(after), 0.0);
        }
    }
}

/// Both fingers going the same way up or down tilt; anything else zooms and turns.
fn decide(pair: Pair, now: [DVec2; 2]) -> Pair {
    let Pair::Undecided { start } = pair else { return pair };
    let (a, b) = (now[0] - start[0], now[1] - start[1]);
    if a.length().max(b.length()) < DECIDE_PX {
        return pair;
    }
    let vertical = |v: DVec2| v.y.abs() > 2.0 * v.x.abs() && v.length() > DECIDE_PX * 0.5;
    if vertical(a) && vertical(b) && a.y.signum() == b.y.signum() { Pair::Tilt } else { Pair::ZoomAndTurn }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parallel_fingers_tilt_and_others_zoom() {
        let start = [DVec2::new(100.0, 300.0), DVec2::new(300.0, 300.0)];
        let undecided = Pair::Undecided { start };
        let moved = |a: (f64, f64), b: (f64, f64)| {
            decide(undecided, [start[0] + DVec2::new(a.0, a.1), start[1] + DVec2::new(b.0, b.1)])
        };
        assert_eq!(moved((0.0, 3.0), (0.0, 3.0)), undecided);
        assert_eq!(moved((1.0, 20.0), (-2.0, 18.0)), Pair::Tilt);
        assert_eq!(moved((-20.0, 0.0), (20.0, 0.0)), Pair::ZoomAndTurn);
        assert_eq!(moved((0.0, -20.0), (0.0, 20.0)), Pair::ZoomAndTurn);
    }
}
