//! Eight boxes side by side, in `f32` about an origin and rounded outwards.

use linli_model::{Aabb, Point3};

/// Boxes per node.
pub(crate) const WIDTH: usize = 8;
/// Bound on the rounding error of a squared distance taken in `f32`, relative.
const SQUARED_SLACK: f32 = 1.0 - 1e-6;

/// Eight boxes, one coordinate side by side; empty lanes are inverted boxes.
#[derive(Clone, Copy)]
pub(crate) struct Node {
    min: [[f32; WIDTH]; 3],
    max: [[f32; WIDTH]; 3],
}

impl Node {
    pub const EMPTY: Self = Self { min: [[f32::INFINITY; WIDTH]; 3], max: [[f32::NEG_INFINITY; WIDTH]; 3] };

    pub fn set(&mut self, lane: usize, aabb: &Box32) {
        for axis in 0..3 {
            self.min[axis][lane] = aabb.min[axis];
            self.max[axis][lane] = aabb.max[axis];
        }
    }

    pub fn union(&self) -> Box32 {
        let mut aabb = Box32 { min: [f32::INFINITY; 3], max: [f32::NEG_INFINITY; 3] };
        for axis in 0..3 {
            for lane in 0..WIDTH {
                aabb.min[axis] = aabb.min[axis].min(self.min[axis][lane]);
                aabb.max[axis] = aabb.max[axis].max(self.max[axis][lane]);
            }
        }
        aabb
    }

    /// One bit per lane whose box touches the query.
    pub fn touching(&self, query: &Box32) -> u32 {
        let mut overlap = [f32::INFINITY; WIDTH];
        for axis in 0..3 {
            for (lane, worst) in overlap.iter_mut().enumerate() {
                let below = query.max[axis] - self.min[axis][lane];
                let above = self.max[axis][lane] - query.min[axis];
                *worst = lesser(*worst, lesser(below, above));
            }
        }
        !negative(overlap) & 0xff
    }

    /// One bit per lane where every box that rounds outwards to the lane's touches the query,
    /// which is rounded inwards: each side is passed by at least one step of `f32`.
    pub fn surely_touching(&self, query: &Box32) -> u32 {
        let mut apart = [f32::NEG_INFINITY; WIDTH];
        for axis in 0..3 {
            for (lane, worst) in apart.iter_mut().enumerate() {
                let below = self.min[axis][lane] - query.max[axis];
                let above = query.min[axis] - self.max[axis][lane];
                *worst = greater(*worst, greater(below, above));
            }
        }
        negative(apart)
    }

    /// One bit per lane that lies wholly inside the query, which is rounded inwards.
    pub fn held_by(&self, query: &Box32) -> u32 {
        let mut outside = [f32::NEG_INFINITY; WIDTH];
        for axis in 0..3 {
            for (lane, worst) in outside.iter_mut().enumerate() {
                let below = query.min[axis] - self.min[axis][lane];
                let above = self.max[axis][lane] - query.max[axis];
                *worst = greater(*worst, greater(below, above));
            }
        }
        negative(outside)
    }

    /// Lower bound of the squared distance from a point (as a box around it) to each lane.
    pub fn squared_distances(&self, point: &Box32) -> [f32; WIDTH] {
        let mut squared = [0.0f32; WIDTH];
        for axis in 0..3 {
            for (lane, sum) in squared.iter_mut().enumerate() {
                let below = self.min[axis][lane] - point.max[axis];
                let above = point.min[axis] - self.max[axis][lane];
                let gap = greater(greater(below, above), 0.0);
                *sum += gap * gap;
            }
        }
        squared.map(|s| s * SQUARED_SLACK)
    }

    pub fn lane(&self, lane: usize) -> Box32 {
        Box32 {
            min: std::array::from_fn(|axis| self.min[axis][lane]),
            max: std::array::from_fn(|axis| self.max[axis][lane]),
        }
    }
}

/// A box in the tree's own `f32` coordinates.
#[derive(Clone, Copy)]
pub(crate) struct Box32 {
    pub min: [f32; 3],
    pub max: [f32; 3],
}

impl Box32 {
    pub fn outwards(aabb: &Aabb, origin: Point3) -> Self {
        Self {
            min: std::array::from_fn(|i| round_down(aabb.min[i] - origin[i])),
            max: std::array::from_fn(|i| round_up(aabb.max[i] - origin[i])),
        }
    }

    pub fn inwards(aabb: &Aabb, origin: Point3) -> Self {
        Self {
            min: std::array::from_fn(|i| round_up(aabb.min[i] - origin[i])),
            max: std::array::from_fn(|i| round_down(aabb.max[i] - origin[i])),
        }
    }

    pub fn placed(&self, origin: Point3) -> Aabb {
        Aabb {
            min: std::array::from_fn(|i| (f64::from(self.min[i]) + origin[i]).next_down()),
            max: std::array::from_fn(|i| (f64::from(self.max[i]) + origin[i]).next_up()),
        }
    }
}

// Differences keep their sign when rounded, and unlike `f32::min` these forms and the sign bits
// become one vector instruction each.

fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// One bit per lane that is below zero.
fn negative(lanes: [f32; WIDTH]) -> u32 {
    const PLACE: [i32; WIDTH] = [1, 2, 4, 8, 16, 32, 64, 128];
    let mut bits = [0i32; WIDTH];
    for lane in 0..WIDTH {
        bits[lane] = (lanes[lane].to_bits().cast_signed() >> 31) & PLACE[lane];
    }
    bits.iter().fold(0, |all, bit| all | bit).cast_unsigned()
}

fn round_down(value: f64) -> f32 {
    let near = value as f32;
    if f64::from(near) > value { near.next_down() } else { near }
}

fn round_up(value: f64) -> f32 {
    let near = value as f32;
    if f64::from(near) < value { near.next_up() } else { near }
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries((0..WIDTH).map(|l| (self.lane(l).min, self.lane(l).max))).finish()
    }
}
