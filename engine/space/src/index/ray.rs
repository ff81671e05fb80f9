//! A half line against boxes.

use linli_model::{Aabb, Point3};

/// A half line, with what the box test needs of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ray {
    pub origin: Point3,
    pub direction: Point3,
    /// Margin that covers the rounding of the slab test, metres.
    margin: f64,
}

impl Ray {
    pub fn new(origin: Point3, direction: Point3) -> Self {
        let reach = origin.iter().fold(1.0, |reach: f64, v| reach.max(v.abs()));
        Self { origin, direction, margin: 1e-12 * reach }
    }

    /// Where the ray enters a box (0 when it starts inside), or `None` when it misses.
    pub fn enters(&self, aabb: &Aabb) -> Option<f64> {
        let (mut start, mut end) = (0.0f64, f64::INFINITY);
        for axis in 0..3 {
            let low = aabb.min[axis] - self.margin - self.origin[axis];
            let high = aabb.max[axis] + self.margin - self.origin[axis];
            let speed = self.direction[axis];
            if speed == 0.0 {
                if low > 0.0 || high < 0.0 {
                    return None;
                }
                continue;
            }
            let (near, far) =
                if speed > 0.0 { (low / speed, high / speed) } else { (high / speed, low / speed) };
            start = start.max(near * (1.0 - 1e-15));
            end = end.min(far * (1.0 + 1e-15));
        }
        (start <= end).then_some(start)
    }
}
