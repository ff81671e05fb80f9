//! Walking at eye height, with walls that stop.

use glam::DVec3;

/// Eye height of a standing adult, metres: a round figure for pictures, not for analyses.
pub const WALK_EYE_HEIGHT_M: f64 = 1.6;
/// Free space kept in front of walls, metres.
const BODY_RADIUS_M: f64 = 0.35;

/// Somebody on foot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walker {
    /// Eye, local metres.
    pub eye: DVec3,
    /// Direction of view, radians clockwise from grid north.
    pub heading_rad: f64,
    /// Angle of view above the horizon, radians.
    pub pitch_rad: f64,
}

impl Walker {
    /// Unit vector of the view.
    pub fn forward(&self) -> DVec3 {
        let (heading, pitch) = (self.heading_rad, self.pitch_rad);
        DVec3::new(heading.sin() * pitch.cos(), heading.cos() * pitch.cos(), pitch.sin())
    }

    /// Walks: `right_m` and `forward_m` on the level; the eye follows the ground.
    ///
    /// `obstacle(origin, direction)` gives the distance to the next surface and its normal. What is
    /// left of a blocked step slides along the wall, and a second wall stops it.
    pub fn step(
        &mut self,
        right_m: f64,
        forward_m: f64,
        ground_m: &dyn Fn(f64, f64) -> f64,
        obstacle: &dyn Fn(DVec3, DVec3) -> Option<(f64, DVec3)>,
    ) {
        let level = DVec3::new(self.heading_rad.sin(), self.heading_rad.cos(), 0.0);
        let right = DVec3::new(level.y, -level.x, 0.0);
        let mut wish = right * right_m + level * forward_m;
        for _ in 0..2 {
            let Some(direction) = wish.try_normalize() else { break };
            let length = wish.length();
            // At knee and at chest height: low walls and table edges stop as well.
            let feet = self.eye.z - WALK_EYE_HEIGHT_M;
            let blocked = [0.5, 1.2]
                .into_iter()
                .filter_map(|height| obstacle(DVec3::new(self.eye.x, self.eye.y, feet + height), direction))
                .map(|(distance, normal)| {
                    let flat = DVec3::new(normal.x, normal.y, 0.0).try_normalize().unwrap_or(-direction);
                    // Clearance counts square to the wall, so that sliding along it never creeps nearer.
                    let square = direction.dot(flat).abs().max(1e-3);
                    (((distance * square - BODY_RADIUS_M) / square).max(0.0), flat)
                })
                .filter(|(free, _)| *free < length)
                .min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((free, flat)) = blocked else {
                self.eye += wish;
                break;
            };
            self.eye += direction * free;
            let rest = direction * (length - free);
            wish = rest - flat * rest.dot(flat);
        }
        self.eye.z = ground_m(self.eye.x, self.eye.y) + WALK_EYE_HEIGHT_M;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wall at x = 10 that faces west.
    fn wall(origin: DVec3, direction: DVec3) -> Option<(f64, DVec3)> {
        let distance = (10.0 - origin.x) / direction.x;
        (direction.x > 1e-9 && distance >= 0.0).then_some((distance, DVec3::NEG_X))
    }

    #[test]
    fn walls_stop_and_let_slide() {
        let mut walker = Walker {
            eye: DVec3::new(9.0, 0.0, 1.6),
            heading_rad: std::f64::consts::FRAC_PI_4,
            pitch_rad: 0.0,
        };
        for _ in 0..20 {
            walker.step(0.0, 0.5, &|_, _| 0.0, &wall);
        }
        assert!(walker.eye.x <= 10.0 - BODY_RADIUS_M + 1e-9, "{}", walker.eye.x);
        assert!(walker.eye.y > 5.0, "slides north along the wall, {}", walker.eye.y);
    }

    #[test]
    fn the_eye_follows_the_ground() {
        let mut walker = Walker { eye: DVec3::new(0.0, 0.0, 1.6), heading_rad: 0.0, pitch_rad: 0.0 };
        walker.step(0.0, 4.0, &|_, y| y * 0.1, &|_, _| None);
        assert!((walker.eye.z - (0.4 + WALK_EYE_HEIGHT_M)).abs() < 1e-9);
    }
}
