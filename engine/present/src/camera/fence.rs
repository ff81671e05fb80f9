//! The fence: a camera cannot get lost.

use glam::DVec3;
use linli_model::Aabb;

/// Where a camera may be: near the scene, above its floor, looking at something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fence {
    /// Box around the scene, local metres.
    pub scene: Aabb,
    /// How far the eye may go from the scene's middle, metres.
    pub farthest_m: f64,
    /// How near the eye may come to what it turns about, metres.
    pub nearest_m: f64,
}

impl Fence {
    /// The fence of a scene: the eye stays within one and a half diagonals (at least 300 m).
    pub fn around(scene: Aabb) -> Self {
        let diagonal = DVec3::from(scene.size()).length();
        Self { scene, farthest_m: (1.5 * diagonal).max(300.0), nearest_m: 1.0 }
    }

    /// The focus brought back over the scene.
    pub fn keep_focus(&self, focus: DVec3) -> DVec3 {
        if !focus.is_finite() {
            return DVec3::from(self.scene.centre());
        }
        let min = DVec3::from(self.scene.min);
        let max = DVec3::from(self.scene.max);
        focus.clamp(min, max.max(min))
    }

    /// The distance from eye to focus brought back between near and far.
    pub fn keep_distance(&self, distance_m: f64) -> f64 {
        if distance_m.is_finite() {
            distance_m.clamp(self.nearest_m, self.farthest_m)
        } else {
            self.farthest_m
        }
    }

    /// A free eye brought back within reach of the scene and above `floor_m`.
    pub fn keep_eye(&self, eye: DVec3, floor_m: f64) -> DVec3 {
        let centre = DVec3::from(self.scene.centre());
        if !eye.is_finite() {
            return centre + DVec3::new(0.0, 0.0, self.farthest_m / 2.0);
        }
        let mut eye = centre + (eye - centre).clamp_length_max(self.farthest_m);
        eye.z = eye.z.max(floor_m);
        eye
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_lost() {
        let fence = Fence::around(Aabb::from_corners([0.0; 3], [400.0, 300.0, 50.0]));
        for bad in [DVec3::NAN, DVec3::splat(1e30), DVec3::new(f64::NEG_INFINITY, 0.0, 0.0)] {
            let eye = fence.keep_eye(bad, 0.0);
            assert!(eye.is_finite() && eye.z >= 0.0);
            assert!(eye.distance(DVec3::new(200.0, 150.0, 25.0)) <= fence.farthest_m + 1e-6);
            assert!(fence.scene.contains(fence.keep_focus(bad).into()));
        }
        assert_eq!(fence.keep_distance(f64::NAN), fence.farthest_m);
        assert_eq!(fence.keep_distance(0.0), 1.0);
    }
}
