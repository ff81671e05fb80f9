//! What shades an upright line of places, exactly: for each beam the heights that a body's faces hide.
//!
//! The upright plane through the line that holds a beam cuts a face in a segment. Moved down along the beam to the line,
//! the segment hides an interval of heights. So a line of many storeys costs no more than one place.

use linli_model::{Aabb, Point3};
use linli_space::Shape;

use super::beam::{Beam, Beams};

/// Faces nearer than this to a line do not shade it: it stands on its own wall, metres.
const LEAST_M: f64 = 1e-3;
/// Most heights of one line that are asked at once.
pub(super) const MOST_HEIGHTS: usize = 128;

/// Something that shades.
#[derive(Clone, Debug)]
pub(super) struct Body {
    vertices: Vec<Point3>,
    triangles: Vec<[u32; 3]>,
    /// Box around it.
    pub aabb: Aabb,
}

impl Body {
    /// A shape as it shades; nothing when it has no faces.
    pub fn of(shape: &Shape) -> Option<Self> {
        let aabb = shape.aabb();
        let usable = !shape.triangles.is_empty() && aabb.min.iter().chain(&aabb.max).all(|v| v.is_finite());
        let (vertices, triangles) = (shape.vertices.clone(), shape.triangles.clone());
        usable.then_some(Self { vertices, triangles, aabb })
    }
}

/// Which steps of the day may be shaded by something: beams in the order of the turn of the sun.
#[derive(Clone, Debug)]
pub(super) struct Fan<'a> {
    beams: &'a Beams,
    /// Turn of each beam from the mean direction, radians; it grows or falls throughout, or steps are not told apart.
    turns: Vec<f64>,
    mean: [f64; 2],
    is_ordered: bool,
    /// Whether all beams come from one half of the plane.
    is_half: bool,
    /// Least rise of any beam.
    least_rise: f64,
}

impl<'a> Fan<'a> {
    pub fn of(beams: &'a Beams) -> Self {
        let up = || beams.beams.iter().flatten();
        let sum = up().fold([0.0; 2], |sum, beam| [sum[0] + beam.towards[0], sum[1] + beam.towards[1]]);
        let length = sum[0].hypot(sum[1]);
        let mean = if length > 1e-9 { sum.map(|v| v / length) } else { [0.0, -1.0] };
        let turns: Vec<f64> =
            beams.beams.iter().map(|beam| beam.map_or(f64::NAN, |beam| turn(mean, beam.towards))).collect();
        let known: Vec<f64> = turns.iter().copied().filter(|turn| turn.is_finite()).collect();
        let is_ordered =
            known.windows(2).all(|pair| pair[0] < pair[1]) || known.windows(2).all(|pair| pair[0] > pair[1]);
        let is_half = known.iter().all(|turn| turn.abs() < std::f64::consts::FRAC_PI_2);
        let least_rise = up().map(|beam| beam.rise).fold(f64::INFINITY, f64::min);
        Self { beams, turns, mean, is_ordered, is_half, least_rise }
    }

    /// How far in plan something of a height over the lowest place can shade, metres.
    pub fn reach_m(&self, height_m: f64) -> f64 {
        if self.least_rise.is_finite() { height_m.max(0.0) / self.least_rise.max(1e-3) } else { 0.0 }
    }

    /// How far towards the sun beams run in plan, from west to east and from south to north, of a length, metres.
    pub fn sides(&self, length_m: f64) -> [[f64; 2]; 2] {
        let beams = || self.beams.beams.iter().flatten();
        [0, 1].map(|axis| {
            let ends =
                beams().map(|beam| beam.towards[axis]).fold([0.0_f64; 2], |[a, b], v| [a.min(v), b.max(v)]);
            ends.map(|end| end * length_m)
        })
    }

    /// Steps whose beams run between two turns.
    fn steps(&self, [low, high]: [f64; 2]) -> std::ops::Range<usize> {
        let count = self.turns.len();
        if !self.is_ordered || self.turns.iter().any(|turn| turn.is_nan()) {
            return 0..count;
        }
        let rises = self.turns.first() < self.turns.last();
        let from =
            |bound: f64| self.turns.partition_point(|turn| if rises { *turn < bound } else { *turn > bound });
        let (first, last) = if rises { (low, high) } else { (high, low) };
        let (from, to) = (from(first), from(last));
        from..(to + 1).min(count)
    }
}

/// Turn from one direction to another, radians, counter-clockwise.
fn turn(from: [f64; 2], to: [f64; 2]) -> f64 {
    (from[0] * to[1] - from[1] * to[0]).atan2(from[0] * to[0] + from[1] * to[1])
}

/// Heights of a line that are hidden at each step: one bit a height.
#[derive(Clone, Debug, Default)]
pub(super) struct Hidden {
    bits: Vec<u128>,
    turns: Vec<f64>,
}

impl Hidden {
    /// Begins with another line: at each step with sun nothing is hidden, at the others all is.
    pub fn begin(&mut self, fan: &Fan<'_>) {
        self.bits.clear();
        self.bits.extend(fan.beams.beams.iter().map(|beam| if beam.is_some() { 0 } else { u128::MAX }));
    }

    /// Hides what a body shades of a line at a place in plan, at heights from below.
    pub fn shade(&mut self, fan: &Fan<'_>, at: [f64; 2], heights_m: &[f64], body: &Body) {
        let Some(lowest_m) = heights_m.first() else { return };
        let near =
            |axis: usize| (body.aabb.min[axis] - at[axis]).max(at[axis] - body.aabb.max[axis]).max(0.0);
        let away_m = near(0).hypot(near(1));
        if body.aabb.max[2] - lowest_m <= away_m * fan.least_rise {
            return;
        }
        let place = |p: &Point3| [p[0] - at[0], p[1] - at[1]];
        self.turns.clear();
        self.turns.extend(body.vertices.iter().map(|p| turn(fan.mean, place(p))));
        for triangle in &body.triangles {
            let corners = triangle.map(|i| body.vertices[i as usize]);
            if corners.iter().all(|p| p[2] <= *lowest_m) {
                continue;
            }
            let is_behind = |p: &Point3| {
                let [x, y] = place(p);
                x * fan.mean[0] + y * fan.mean[1] < 0.0
            };
            if fan.is_half && corners.iter().all(is_behind) {
                continue;
            }
            let turns = triangle.map(|i| self.turns[i as usize]);
            let low = turns.iter().copied().fold(f64::INFINITY, f64::min);
            let high = turns.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            // A face around the line, or one that reaches behind it, may be met from anywhere.
            let steps = if high - low < std::f64::consts::PI {
                fan.steps([low - 1e-9, high + 1e-9])
            } else {
                0..fan.turns.len()
            };
            let flat = corners.map(|p| (place(&p), p[2]));
            for step in steps {
                let Some(beam) = &fan.beams.beams[step] else { continue };
                if let Some([low_m, high_m]) = hides(&flat, beam) {
                    let from = heights_m.partition_point(|height| *height <= low_m);
                    let to = heights_m.partition_point(|height| *height < high_m);
                    self.bits[step] |= ones(to) & !ones(from);
                }
            }
        }
    }

    /// Whether a height is in the sun at each step.
    pub fn is_lit(&self, height: usize) -> impl Iterator<Item = bool> + '_ {
        self.bits.iter().map(move |bits| bits & (1 << height) == 0)
    }
}

/// The lowest bits, so many.
fn ones(count: usize) -> u128 {
    if count >= MOST_HEIGHTS { u128::MAX } else { (1 << count) - 1 }
}

/// Heights that a face hides from a beam, of the line at the origin.
fn hides(corners: &[([f64; 2], f64); 3], beam: &Beam) -> Option<[f64; 2]> {
    let [dx, dy] = beam.towards;
    // Along the beam in plan, and across it.
    let flat = corners.map(|([x, y], z)| [x * dx + y * dy, x * dy - y * dx, z]);
    let mut ends = [[0.0; 2]; 2];
    let mut count = 0;
    for k in 0..3 {
        let (a, b) = (flat[k], flat[(k + 1) % 3]);
        if (a[1] > 0.0) != (b[1] > 0.0) && count < 2 {
            let share = a[1] / (a[1] - b[1]);
            ends[count] = [a[0] + share * (b[0] - a[0]), a[2] + share * (b[2] - a[2])];
            count += 1;
        }
    }
    if count < 2 || (ends[0][0] <= LEAST_M && ends[1][0] <= LEAST_M) {
        return None;
    }
    // What lies behind the line does not shade it.
    let [a, b] = ends;
    for (end, other) in [(0, b), (1, a)] {
        let own = ends[end];
        if own[0] < LEAST_M {
            let share = (LEAST_M - own[0]) / (other[0] - own[0]);
            ends[end] = [LEAST_M, own[1] + share * (other[1] - own[1])];
        }
    }
    let down = ends.map(|[s, z]| z - s * beam.rise);
    Some([down[0].min(down[1]), down[0].max(down[1])])
}
