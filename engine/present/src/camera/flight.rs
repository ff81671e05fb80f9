//! A smooth flight from one pose to another.

use glam::DVec3;

use super::CameraPose;

/// A flight in progress: quick when near, never longer than two seconds, ended by any touch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flight {
    from: CameraPose,
    to: CameraPose,
    duration_s: f64,
    elapsed_s: f64,
}

impl Flight {
    /// A flight between two poses.
    pub fn new(from: CameraPose, to: CameraPose) -> Self {
        let way = DVec3::from(from.eye_m).distance(DVec3::from(to.eye_m));
        Self { from, to, duration_s: (0.4 + (way / 200.0).sqrt() * 0.5).min(2.0), elapsed_s: 0.0 }
    }

    /// The pose after `dt_s` more seconds, and whether the flight has arrived.
    pub fn advance(&mut self, dt_s: f64) -> (CameraPose, bool) {
        self.elapsed_s += dt_s.max(0.0);
        let t = (self.elapsed_s / self.duration_s).min(1.0);
        let eased = t * t * (3.0 - 2.0 * t);
        let mix = |a: [f64; 3], b: [f64; 3]| DVec3::from(a).lerp(DVec3::from(b), eased);
        let (eye, target) = (mix(self.from.eye_m, self.to.eye_m), mix(self.from.target_m, self.to.target_m));
        if t >= 1.0 {
            return (self.to, true);
        }
        (CameraPose::new(eye.into(), target.into()), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_arrives_exactly_and_in_time() {
        let from = CameraPose::new([0.0, 0.0, 500.0], [0.0, 300.0, 0.0]);
        let to = CameraPose::new([9000.0, 0.0, 50.0], [9000.0, 300.0, 0.0]);
        let mut flight = Flight::new(from, to);
        let mut seconds = 0.0;
        loop {
            let (pose, arrived) = flight.advance(0.05);
            seconds += 0.05;
            if arrived {
                assert_eq!(pose, to);
                break;
            }
            assert!(seconds < 2.1);
        }
    }
}
