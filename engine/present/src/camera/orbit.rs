//! The orbit camera: turns about a point, pans with the ground, zooms to the cursor.

use std::f64::consts::FRAC_PI_2;

use glam::DVec3;

use super::{CameraPose, Fence};

/// Steepest view up or down: a little less than straight, so that north stays up.
const STEEPEST_RAD: f64 = FRAC_PI_2 - 0.01;

/// A camera by what it turns about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrbitCamera {
    /// Point that stays in the middle of the picture, local metres.
    pub focus: DVec3,
    /// Distance from the eye to the focus, metres.
    pub distance_m: f64,
    /// Direction of view on the ground, radians clockwise from grid north.
    pub heading_rad: f64,
    /// Angle of view above the horizon, radians; negative looks down.
    pub pitch_rad: f64,
}

impl OrbitCamera {
    /// The orbit that shows a pose.
    pub fn from_pose(pose: &CameraPose) -> Self {
        let (eye, focus) = (DVec3::from(pose.eye_m), DVec3::from(pose.target_m));
        Self {
            focus,
            distance_m: eye.distance(focus).max(0.01),
            heading_rad: pose.heading_deg().to_radians(),
            pitch_rad: pose.pitch_deg().to_radians().clamp(-STEEPEST_RAD, STEEPEST_RAD),
        }
    }

    /// Unit vector of the view.
    pub fn forward(&self) -> DVec3 {
        let (heading, pitch) = (self.heading_rad, self.pitch_rad);
        DVec3::new(heading.sin() * pitch.cos(), heading.cos() * pitch.cos(), pitch.sin())
    }

    /// Unit vector to the right of the view, level.
    pub fn right(&self) -> DVec3 {
        DVec3::new(self.heading_rad.cos(), -self.heading_rad.sin(), 0.0)
    }

    /// Position of the eye.
    pub fn eye(&self) -> DVec3 {
        self.focus - self.forward() * self.distance_m
    }

    /// The pose to draw.
    pub fn pose(&self) -> CameraPose {
        CameraPose::new(self.eye().into(), self.focus.into())
    }

    /// Turns the eye about a pivot: the pivot keeps its place in the picture.
    pub fn turn_about(&mut self, pivot: DVec3, d_heading_rad: f64, d_pitch_rad: f64) {
        let pitch = (self.pitch_rad + d_pitch_rad).clamp(-STEEPEST_RAD, STEEPEST_RAD);
        let before = (self.right(), self.right().cross(self.forward()), self.forward());
        let offset = self.eye() - pivot;
        let seen = (offset.dot(before.0), offset.dot(before.1), offset.dot(before.2));
        self.heading_rad = (self.heading_rad + d_heading_rad).rem_euclid(std::f64::consts::TAU);
        self.pitch_rad = pitch;
        let (right, up, forward) = (self.right(), self.right().cross(self.forward()), self.forward());
        let eye = pivot + right * seen.0 + up * seen.1 + forward * seen.2;
        self.focus = eye + forward * self.distance_m;
    }

    /// Moves so that `grabbed` comes under the cursor ray again: the ground sticks to the finger.
    pub fn drag_ground(&mut self, grabbed: DVec3, ray_origin: DVec3, ray_direction: DVec3) {
        // On the level of the grabbed point; a ray that runs along or above the horizon moves nothing.
        if ray_direction.z > -0.02 {
            return;
        }
        let along = (grabbed.z - ray_origin.z) / ray_direction.z;
        let now = ray_origin + ray_direction * along;
        let shift = grabbed - now;
        self.focus += DVec3::new(shift.x, shift.y, 0.0).clamp_length_max(self.distance_m * 4.0);
    }

    /// Comes nearer (`factor` < 1) or goes away (> 1), keeping `towards` in its place in the picture.
    pub fn zoom(&mut self, towards: DVec3, factor: f64, fence: &Fence) {
        let factor = fence.keep_distance(self.distance_m * factor) / self.distance_m;
        self.focus = towards + (self.focus - towards) * factor;
        self.distance_m *= factor;
    }

    /// Moves over the ground: metres to the right and forward on the level.
    pub fn pan(&mut self, right_m: f64, forward_m: f64, up_m: f64) {
        let level = DVec3::new(self.heading_rad.sin(), self.heading_rad.cos(), 0.0);
        self.focus += self.right() * right_m + level * forward_m + DVec3::Z * up_m;
    }

    /// Keeps the camera within the fence, and the eye above the ground unless it is underground.
    pub fn keep_within(&mut self, fence: &Fence, ground_m: impl Fn(f64, f64) -> f64, underground: bool) {
        self.focus = fence.keep_focus(self.focus);
        self.distance_m = fence.keep_distance(self.distance_m);
        if underground {
            return;
        }
        let eye = self.eye();
        let lowest = ground_m(eye.x, eye.y) + 1.0;
        if eye.z < lowest {
            // Tilt down until the eye is above the ground; lift the focus when that is not enough.
            let sine = ((lowest - self.focus.z) / self.distance_m).clamp(-1.0, 1.0);
            self.pitch_rad = (-sine.asin()).clamp(-STEEPEST_RAD, STEEPEST_RAD);
            let eye = self.eye();
            self.focus.z += (ground_m(eye.x, eye.y) + 1.0 - eye.z).max(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use linli_model::Aabb;

    use super::*;

    fn camera() -> OrbitCamera {
        OrbitCamera::from_pose(&CameraPose::new([0.0, -100.0, 80.0], [0.0, 0.0, 0.0]))
    }

    /// Where a point is seen: right, up, depth.
    fn seen(camera: &OrbitCamera, p: DVec3) -> DVec3 {
        let v = p - camera.eye();
        let (right, forward) = (camera.right(), camera.forward());
        DVec3::new(v.dot(right), v.dot(right.cross(forward)), v.dot(forward))
    }

    #[test]
    fn pose_and_orbit_agree() {
        let pose = CameraPose::new([30.0, -50.0, 40.0], [10.0, 20.0, 5.0]);
        let back = OrbitCamera::from_pose(&pose).pose();
        assert!(DVec3::from(back.eye_m).distance(DVec3::from(pose.eye_m)) < 1e-9);
    }

    #[test]
    fn the_pivot_keeps_its_place_while_turning() {
        let mut camera = camera();
        let pivot = DVec3::new(30.0, 10.0, 5.0);
        let before = seen(&camera, pivot);
        camera.turn_about(pivot, 0.7, 0.2);
        assert!(seen(&camera, pivot).distance(before) < 1e-9);
    }

    #[test]
    fn the_cursor_point_keeps_its_place_while_zooming() {
        let fence = Fence::around(Aabb::from_corners([-500.0, -500.0, 0.0], [500.0, 500.0, 90.0]));
        let mut camera = camera();
        let corner = DVec3::new(40.0, 25.0, 0.0);
        let before = seen(&camera, corner);
        camera.zoom(corner, 0.5, &fence);
        let after = seen(&camera, corner);
        assert!((before.x / before.z - after.x / after.z).abs() < 1e-9);
        assert!((before.y / before.z - after.y / after.z).abs() < 1e-9);
        assert!((after.z - before.z / 2.0).abs() < 1e-9);
    }

    #[test]
    fn the_ground_sticks_to_the_finger() {
        let mut camera = camera();
        let grabbed = DVec3::new(12.0, 7.0, 0.0);
        let ray = (DVec3::new(20.0, 30.0, 0.0) - camera.eye()).normalize();
        let eye = camera.eye();
        camera.drag_ground(grabbed, eye, ray);
        // The same ray from the moved eye now meets the grabbed point.
        let t = -camera.eye().z / ray.z;
        assert!((camera.eye() + ray * t).distance(grabbed) < 1e-9);
    }

    #[test]
    fn the_eye_stays_above_the_ground() {
        let fence = Fence::around(Aabb::from_corners([-500.0, -500.0, 0.0], [500.0, 500.0, 90.0]));
        let mut camera = camera();
        camera.pitch_rad = 0.6;
        camera.keep_within(&fence, |_, _| 3.0, false);
        assert!(camera.eye().z >= 4.0 - 1e-9);
        camera.pitch_rad = 0.6;
        camera.keep_within(&fence, |_, _| 3.0, true);
        assert!(camera.eye().z < 0.0, "underground the eye may go below");
    }
}
