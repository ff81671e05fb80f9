//! Eye and target of a picture.

use glam::DVec3;
use linli_model::{Aabb, Point3};
use serde::{Deserialize, Serialize};

/// Where the eye is and what it looks at, local metres, z up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CameraPose {
    /// Eye.
    pub eye_m: Point3,
    /// Point in the middle of the picture.
    pub target_m: Point3,
    /// Vertical angle of view, degrees.
    pub vertical_fov_deg: f64,
}

impl CameraPose {
    /// A pose with the usual angle of view of 45°.
    pub fn new(eye_m: Point3, target_m: Point3) -> Self {
        Self { eye_m, target_m, vertical_fov_deg: 45.0 }
    }

    /// Unit vector of the view; straight north where eye and target coincide.
    pub fn direction(&self) -> DVec3 {
        (DVec3::from(self.target_m) - DVec3::from(self.eye_m)).try_normalize().unwrap_or(DVec3::Y)
    }

    /// Direction of the view on the ground, degrees clockwise from grid north, 0…360.
    pub fn heading_deg(&self) -> f64 {
        let d = self.direction();
        d.x.atan2(d.y).to_degrees().rem_euclid(360.0)
    }

    /// Angle of the view above the horizon, degrees; negative when looking down.
    pub fn pitch_deg(&self) -> f64 {
        self.direction().z.clamp(-1.0, 1.0).asin().to_degrees()
    }

    /// Metres on a plane across the view at the target that one pixel covers.
    pub fn metres_per_pixel(&self, height_px: f64) -> f64 {
        let distance = DVec3::from(self.eye_m).distance(DVec3::from(self.target_m));
        2.0 * distance * (self.vertical_fov_deg.to_radians() / 2.0).tan() / height_px.max(1.0)
    }
}

/// A pose that shows a box whole from a heading (degrees, direction of view) and a pitch (degrees,
/// negative looks down), for a picture `aspect` times as wide as high.
pub fn fit(aabb: &Aabb, heading_deg: f64, pitch_deg: f64, aspect: f64) -> CameraPose {
    let centre = DVec3::from(aabb.centre());
    let (heading, pitch) = (heading_deg.to_radians(), pitch_deg.to_radians());
    let forward = DVec3::new(heading.sin() * pitch.cos(), heading.cos() * pitch.cos(), pitch.sin());
    let right = DVec3::new(heading.cos(), -heading.sin(), 0.0);
    let up = right.cross(forward);
    let fov_deg = 45.0_f64;
    let tan_vertical = (fov_deg.to_radians() / 2.0).tan();
    let tan_horizontal = tan_vertical * aspect;
    // Every corner must lie inside the four side planes of the view.
    let mut distance: f64 = 1.0;
    for corner in 0..8 {
        let p = DVec3::new(
            if corner & 1 == 0 { aabb.min[0] } else { aabb.max[0] },
            if corner & 2 == 0 { aabb.min[1] } else { aabb.max[1] },
            if corner & 4 == 0 { aabb.min[2] } else { aabb.max[2] },
        ) - centre;
        let depth = p.dot(forward);
        distance = distance
            .max(p.dot(right).abs() / tan_horizontal - depth)
            .max(p.dot(up).abs() / tan_vertical - depth);
    }
    CameraPose {
        eye_m: (centre - forward * distance).into(),
        target_m: centre.into(),
        vertical_fov_deg: fov_deg,
    }
}

/// The views that every scene has: bird's eye from the south-east, from the south-west, from above.
pub fn default_views(aabb: &Aabb, aspect: f64) -> Vec<(&'static str, CameraPose)> {
    // Looking at the middle two thirds fills the picture; corners of a district are often empty.
    let size = aabb.size();
    let shrink = |i: usize| size[i] / 6.0;
    let core = Aabb {
        min: [aabb.min[0] + shrink(0), aabb.min[1] + shrink(1), aabb.min[2]],
        max: [aabb.max[0] - shrink(0), aabb.max[1] - shrink(1), aabb.max[2]],
    };
    vec![
        ("overview", fit(&core, 320.0, -32.0, aspect)),
        ("south-west", fit(&core, 45.0, -26.0, aspect)),
        ("top", fit(aabb, 0.0, -89.0, aspect)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fitted_box_is_wholly_in_view() {
        let aabb = Aabb::from_corners([-400.0, -100.0, 0.0], [400.0, 100.0, 120.0]);
        for (heading, pitch, aspect) in [(0.0, -30.0, 1.78), (135.0, -60.0, 0.6), (320.0, -10.0, 1.0)] {
            let pose = fit(&aabb, heading, pitch, aspect);
            assert!((pose.heading_deg() - heading).abs() < 1e-6);
            assert!((pose.pitch_deg() - pitch).abs() < 1e-6);
            let forward = pose.direction();
            let right = forward.cross(DVec3::Z).normalize();
            let up = right.cross(forward);
            let tan = (pose.vertical_fov_deg.to_radians() / 2.0).tan();
            for x in [aabb.min[0], aabb.max[0]] {
                for y in [aabb.min[1], aabb.max[1]] {
                    for z in [aabb.min[2], aabb.max[2]] {
                        let p = DVec3::new(x, y, z) - DVec3::from(pose.eye_m);
                        let depth = p.dot(forward);
                        assert!(depth > 0.0);
                        assert!(p.dot(up).abs() <= depth * tan + 1e-6);
                        assert!(p.dot(right).abs() <= depth * tan * aspect + 1e-6);
                    }
                }
            }
        }
    }
}
