//! What one finger and two fingers do to the camera, and the fence around it.

use glam::DVec2;

use crate::{Fence, OrbitCamera};

/// A way of a finger across the height of the picture turns the view by so much, radians.
const TURN_PER_HEIGHT_RAD: f64 = 2.0;
/// Flattest and steepest view of a kiosk, degrees below the horizon.
const PITCH_DEG: (f64, f64) = (-85.0, -6.0);
/// Nearest distance of the eye from what it turns about, metres.
const NEAREST_M: f64 = 25.0;
/// Two fingers nearer than this are taken as so far apart, pixels: they must not divide by nothing.
const LEAST_APART_PX: f64 = 20.0;

/// The fence of a kiosk: within the scene's own, never at the horizon, never nose to wall.
pub fn kiosk_fence(scene: &Fence) -> Fence {
    Fence { nearest_m: NEAREST_M.min(scene.farthest_m), ..*scene }
}

/// One finger looks around: the view turns about its middle, as if the finger held the picture.
#[must_use]
pub fn one_finger_look(
    camera: &OrbitCamera,
    from_px: [f64; 2],
    to_px: [f64; 2],
    height_px: f64,
) -> OrbitCamera {
    let way = (DVec2::from(to_px) - DVec2::from(from_px)) / height_px.max(1.0) * TURN_PER_HEIGHT_RAD;
    let mut turned = *camera;
    if way.is_finite() {
        turned.turn_about(camera.focus, -way.x, -way.y);
    }
    turned
}

/// Two fingers zoom by their distance and turn by their angle about what the view turns about.
#[must_use]
pub fn two_finger_zoom_turn(
    camera: &OrbitCamera,
    from_px: [[f64; 2]; 2],
    to_px: [[f64; 2]; 2],
    fence: &Fence,
) -> OrbitCamera {
    let apart = |pair: [[f64; 2]; 2]| DVec2::from(pair[1]) - DVec2::from(pair[0]);
    let (before, after) = (apart(from_px), apart(to_px));
    let mut moved = *camera;
    if !(before.is_finite() && after.is_finite()) {
        return moved;
    }
    let factor = before.length().max(LEAST_APART_PX) / after.length().max(LEAST_APART_PX);
    moved.zoom(camera.focus, factor.clamp(0.25, 4.0), fence);
    if before.length() > LEAST_APART_PX && after.length() > LEAST_APART_PX {
        moved.turn_about(moved.focus, -before.angle_to(after), 0.0);
    }
    moved
}

/// The camera brought back inside the fence: over the scene, between near and far, looking down, above the
/// ground unless it is below it on purpose.
#[must_use]
pub fn fenced(
    camera: &OrbitCamera,
    fence: &Fence,
    ground_m: impl Fn(f64, f64) -> f64,
    underground: bool,
) -> OrbitCamera {
    let mut kept = *camera;
    if !kept.heading_rad.is_finite() {
        kept.heading_rad = 0.0;
    }
    if !kept.pitch_rad.is_finite() {
        kept.pitch_rad = -0.6;
    }
    kept.pitch_rad = kept.pitch_rad.clamp(PITCH_DEG.0.to_radians(), PITCH_DEG.1.to_radians());
    kept.keep_within(fence, ground_m, underground);
    kept
}

#[cfg(test)]
mod tests {
    use glam::DVec3;
    use linli_model::Aabb;
    use proptest::prelude::*;

    use super::*;
    use crate::CameraPose;

    fn fence() -> Fence {
        kiosk_fence(&Fence::around(Aabb::from_corners([-500.0, -400.0, 0.0], [500.0, 400.0, 90.0])))
    }

    fn camera() -> OrbitCamera {
        OrbitCamera::from_pose(&CameraPose::new([0.0, -300.0, 200.0], [0.0; 3]))
    }

    #[test]
    fn a_finger_to_the_right_turns_the_view_to_the_left() {
        let turned = one_finger_look(&camera(), [500.0, 500.0], [600.0, 500.0], 1000.0);
        // A tenth of the height: 0.2 radians.
        let left = (camera().heading_rad - turned.heading_rad).rem_euclid(std::f64::consts::TAU);
        assert!((left - 0.2).abs() < 1e-9);
        assert!((turned.distance_m - camera().distance_m).abs() < 1e-9);
        let higher = one_finger_look(&camera(), [500.0, 500.0], [500.0, 600.0], 1000.0);
        assert!(
            higher.pitch_rad < camera().pitch_rad,
            "down on the glass: the eye rises and looks down more"
        );
    }

    #[test]
    fn fingers_apart_come_nearer_and_fingers_around_turn() {
        let pair = |half: f64| [[500.0 - half, 500.0], [500.0 + half, 500.0]];
        let nearer = two_finger_zoom_turn(&camera(), pair(100.0), pair(200.0), &fence());
        assert!((nearer.distance_m - camera().distance_m / 2.0).abs() < 1e-9);
        let around = two_finger_zoom_turn(&camera(), pair(100.0), [[500.0, 400.0], [500.0, 600.0]], &fence());
        assert!((around.distance_m - camera().distance_m).abs() < 1e-9);
        let turn = (around.heading_rad - camera().heading_rad).rem_euclid(std::f64::consts::TAU);
        assert!((turn - 1.5 * std::f64::consts::PI).abs() < 1e-9, "{turn}");
    }

    proptest! {
        #[test]
        fn no_gesture_leads_out_of_the_fence(
            moves in prop::collection::vec((0_u8..2, prop::array::uniform8(-5000.0_f64..5000.0)), 1..200)
        ) {
            let fence = fence();
            let hill = |x: f64, y: f64| 40.0 * (-(x * x + y * y) / 20_000.0).exp();
            let mut camera = camera();
            for (fingers, p) in moves {
                camera = match fingers {
                    0 => one_finger_look(&camera, [p[0], p[1]], [p[2], p[3]], 1080.0),
                    _ => two_finger_zoom_turn(&camera, [[p[0], p[1]], [p[2], p[3]]], [[p[4], p[5]], [p[6], p[7]]], &fence),
                };
                camera = fenced(&camera, &fence, hill, false);
                let eye = camera.eye();
                prop_assert!(eye.is_finite());
                prop_assert!(fence.scene.contains([camera.focus.x, camera.focus.y, fence.scene.centre()[2]]));
                prop_assert!(camera.distance_m >= fence.nearest_m - 1e-6 && camera.distance_m <= fence.farthest_m + 1e-6);
                prop_assert!(eye.z >= hill(eye.x, eye.y), "{} in the ground", eye.z);
                prop_assert!(camera.forward().dot(DVec3::Z) < 0.0);
            }
        }
    }

    #[test]
    fn what_is_no_number_moves_nothing() {
        assert_eq!(one_finger_look(&camera(), [f64::NAN, 0.0], [1.0, 1.0], 100.0), camera());
        let bad = OrbitCamera { heading_rad: f64::NAN, pitch_rad: f64::INFINITY, ..camera() };
        assert!(fenced(&bad, &fence(), |_, _| 0.0, false).eye().is_finite());
    }
}
