//! What shades an upright line of places, exactly: for each beam the heights that a body's faces hide.
//!
//! The upright plane through the line that holds a beam cuts a face in a segment. Moved down along the beam to the line,
//! the segment hides an interval of heights. So a line of many storeys costs no more than one place.

use std::collections::BTreeMap;

use linli_model::{Aabb, Point3};
use linli_space::Shape;

use super::beam::{Beam, Beams};

/// Faces nearer than this to a line do not shade it: it stands on its own wall, metres.
const LEAST_M: f64 = 1e-3;
/// What is lower than this neither shades nor has walls with homes: slabs and parapets of balconies, kerbs, garden walls,
/// metres. Codes differ on whether the own balcony counts; where it does, it is a question of the window, not of the block.
pub(super) const LEAST_HEIGHT_M: f64 = 2.0;
/// Most heights of one line that are asked at once.
pub(super) const MOST_HEIGHTS: usize = 128;

/// An upright rectangle; seen from `a` to `b`, its outside is on the right.
#[derive(Clone, Copy, Debug)]
struct Wall {
    a: [f64; 2],
    b: [f64; 2],
    low_m: f64,
    high_m: f64,
}

/// A face that is no upright rectangle.
#[derive(Clone, Copy, Debug)]
struct Face {
    corners: [Point3; 3],
    /// Whether it lies flat and looks up.
    is_roof: bool,
}

/// Something that shades.
#[derive(Clone, Debug)]
pub(super) struct Body {
    walls: Vec<Wall>,
    faces: Vec<Face>,
    /// Whether its faces enclose it: then a beam from outside enters it through a face that looks at where it comes from.
    is_closed: bool,
    /// Box around it.
    pub aabb: Aabb,
}

impl Body {
    /// A shape as it shades; nothing when it has no faces.
    pub fn of(shape: &Shape) -> Option<Self> {
        let aabb = shape.aabb();
        let usable = !shape.triangles.is_empty() && aabb.min.iter().chain(&aabb.max).all(|v| v.is_finite());
        if !usable || aabb.max[2] - aabb.min[2] < LEAST_HEIGHT_M {
            return None;
        }
        let mut body = Self { walls: Vec::new(), faces: Vec::new(), is_closed: shape.closed, aabb };
        // Halves of upright rectangles by their edge in plan.
        let mut halves: BTreeMap<[u64; 4], Vec<[Point3; 3]>> = BTreeMap::new();
        for triangle in &shape.triangles {
            let corners = triangle.map(|i| shape.vertices[i as usize]);
            match edge_of(&corners) {
                Some([a, b]) => {
                    let key = [a[0], a[1], b[0], b[1]].map(|v| (v + 0.0).to_bits());
                    halves.entry(key).or_default().push(corners);
                }
                None => body.faces.push(Face { corners, is_roof: looks_up(&corners) }),
            }
        }
        for (key, halves) in halves {
            let [ax, ay, bx, by] = key.map(f64::from_bits);
            let (a, b) = ([ax, ay], [bx, by]);
            let heights = || halves.iter().flatten().map(|corner| corner[2]);
            let (low_m, high_m) =
                (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
            let covered: f64 = halves.iter().map(upright_area).sum();
            let whole = (b[0] - a[0]).hypot(b[1] - a[1]) * (high_m - low_m);
            if halves.len() == 2 && (covered - whole).abs() <= 1e-6 * whole {
                body.walls.push(Wall { a, b, low_m, high_m });
            } else {
                body.faces.extend(halves.into_iter().map(|corners| Face { corners, is_roof: false }));
            }
        }
        Some(body)
    }
}

/// The edge in plan of an upright triangle with an edge along it, its outside on the right; `None` for any other.
fn edge_of(corners: &[Point3; 3]) -> Option<[[f64; 2]; 2]> {
    let flat = corners.map(|p| [p[0], p[1]]);
    // Two of its corners lie above each other.
    let (twin, other) = (0..3).find_map(|k| {
        let next = (k + 1) % 3;
        (flat[k] == flat[next]).then_some((k, (k + 2) % 3))
    })?;
    let (from, to) = (flat[twin], flat[other]);
    if from == to {
        return None;
    }
    let sub = |p: Point3| -> Point3 { std::array::from_fn(|i| p[i] - corners[0][i]) };
    let (u, v) = (sub(corners[1]), sub(corners[2]));
    let normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2]];
    // Right of the way from a to b: (dy, -dx).
    let is_right = (to[1] - from[1]) * normal[0] - (to[0] - from[0]) * normal[1] > 0.0;
    Some(if is_right { [from, to] } else { [to, from] })
}

fn looks_up(corners: &[Point3; 3]) -> bool {
    let [a, b, c] = corners;
    let turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    turn > 0.0 && a[2] == b[2] && b[2] == c[2]
}

fn upright_area(corners: &[Point3; 3]) -> f64 {
    let sub = |p: Point3| -> Point3 { std::array::from_fn(|i| p[i] - corners[0][i]) };
    let (u, v) = (sub(corners[1]), sub(corners[2]));
    let cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    cross.iter().map(|v| v * v).sum::<f64>().sqrt() / 2.0
}

/// The beams of a day in the order of their turn, so that what lies in some directions finds its steps.
#[derive(Clone, Debug)]
pub(super) struct Fan<'a> {
    beams: &'a Beams,
    mean: [f64; 2],
    /// The first step with sun.
    first: usize,
    /// Tangent of the turn from the mean direction of each beam from then on; empty where beams do not turn one way within
    /// a half of the plane: then nothing is told apart.
    tangents: Vec<f64>,
    /// Whether tangents grow with time.
    grows: bool,
    /// Least rise of any beam.
    least_rise: f64,
}

impl<'a> Fan<'a> {
    pub fn of(beams: &'a Beams) -> Self {
        let up = || beams.beams.iter().flatten();
        let sum = up().fold([0.0; 2], |sum, beam| [sum[0] + beam.towards[0], sum[1] + beam.towards[1]]);
        let length = sum[0].hypot(sum[1]);
        let mean = if length > 1e-9 { sum.map(|v| v / length) } else { [0.0, -1.0] };
        let least_rise = up().map(|beam| beam.rise).fold(f64::INFINITY, f64::min);
        let is_up = |beam: &Option<Beam>| beam.is_some();
        let first = beams.beams.iter().position(is_up).unwrap_or(0);
        let last = beams.beams.iter().rposition(is_up).map_or(first, |last| last + 1);
        let tangent = |beam: &Option<Beam>| beam.and_then(|beam| tangent(mean, beam.towards));
        // None where the sun is gone for a while in between.
        let day = beams.beams[first..last].iter();
        let tangents: Vec<f64> = day.map(tangent).collect::<Option<_>>().unwrap_or_default();
        let is_sorted = |by: fn(f64, f64) -> bool| tangents.windows(2).all(|pair| by(pair[0], pair[1]));
        let (grows, falls) = (is_sorted(|a, b| a < b), is_sorted(|a, b| a > b));
        let tangents = if grows || falls { tangents } else { Vec::new() };
        Self { beams, mean, first, tangents, grows, least_rise }
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

    /// Steps whose beams run between tangents; all where they are not told apart.
    fn steps(&self, [low, high]: [f64; 2]) -> std::ops::Range<usize> {
        let count = self.beams.beams.len();
        if self.tangents.is_empty() {
            return 0..count;
        }
        let before =
            |bound: f64| self.tangents.partition_point(|t| if self.grows { *t < bound } else { *t > bound });
        let (first, last) = if self.grows { (low, high) } else { (high, low) };
        let last = (before(last) + 1).min(self.tangents.len());
        self.first + before(first)..self.first + last
    }

    /// Steps at which something with corners in these directions may shade a line. What reaches behind the line may be met
    /// from either side.
    fn faces(&self, tangents: impl Iterator<Item = f64>) -> std::ops::Range<usize> {
        let ends = tangents.fold([f64::INFINITY, f64::NEG_INFINITY], |[a, b], t| [a.min(t), b.max(t)]);
        if ends.iter().all(|end| end.is_finite()) { self.steps(ends) } else { 0..self.beams.beams.len() }
    }

    /// The least rise of some steps: the sun rises until noon and sinks then, so it is that of the first or the last.
    fn least_rise_of(&self, steps: &std::ops::Range<usize>) -> f64 {
        let rise = |step: usize| self.beams.beams.get(step).copied().flatten().map(|beam| beam.rise);
        match (rise(steps.start), steps.end.checked_sub(1).and_then(rise)) {
            (Some(a), Some(b)) if !self.tangents.is_empty() => a.min(b),
            _ => self.least_rise,
        }
    }

    /// Tangent of the turn of a place from the mean direction; infinite where it lies beside or behind.
    fn tangent(&self, [x, y]: [f64; 2]) -> f64 {
        let ahead = x * self.mean[0] + y * self.mean[1];
        let aside = self.mean[0] * y - self.mean[1] * x;
        if ahead > 0.0 { aside / ahead } else { f64::INFINITY.copysign(aside) }
    }
}

/// Tangent of the turn from one direction to another that is less than a quarter.
fn tangent(from: [f64; 2], to: [f64; 2]) -> Option<f64> {
    let ahead = from[0] * to[0] + from[1] * to[1];
    (ahead > 1e-6).then(|| (from[0] * to[1] - from[1] * to[0]) / ahead)
}

/// Heights of a line that are hidden at each step: one bit a height.
#[derive(Clone, Debug, Default)]
pub(super) struct Hidden {
    bits: Vec<u128>,
}

impl Hidden {
    /// Begins with another line: nothing is hidden at steps whose sun `is_before` the wall, all is at the others.
    pub fn begin(&mut self, fan: &Fan<'_>, is_before: impl Fn(&Beam) -> bool) {
        self.bits.clear();
        let hidden = |beam: &Option<Beam>| if beam.as_ref().is_some_and(&is_before) { 0 } else { u128::MAX };
        self.bits.extend(fan.beams.beams.iter().map(hidden));
    }

    /// Hides what a body shades of a line at a place in plan, at heights from below.
    pub fn shade(&mut self, fan: &Fan<'_>, at: [f64; 2], heights_m: &[f64], body: &Body) {
        let Some(lowest_m) = heights_m.first() else { return };
        let ([x0, y0, _], [x1, y1, top_m]) = (body.aabb.min, body.aabb.max);
        let near =
            |axis: usize| (body.aabb.min[axis] - at[axis]).max(at[axis] - body.aabb.max[axis]).max(0.0);
        let away_m = near(0).hypot(near(1));
        let corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]].map(|[x, y]| [x - at[0], y - at[1]]);
        let is_behind = |[x, y]: &[f64; 2]| x * fan.mean[0] + y * fan.mean[1] < 0.0;
        if !fan.tangents.is_empty() && corners.iter().all(is_behind) {
            return;
        }
        // A box around the line is met from everywhere.
        let steps = if away_m > 0.0 {
            fan.faces(corners.iter().map(|corner| fan.tangent(*corner)))
        } else {
            0..fan.beams.beams.len()
        };
        if steps.is_empty() || top_m - lowest_m <= away_m * fan.least_rise_of(&steps) {
            return;
        }
        // From outside of a body that is closed, beams enter it through what looks at them, and never through a flat roof.
        let is_outside = body.is_closed && away_m > 0.0;
        for wall in &body.walls {
            self.by_wall(fan, at, heights_m, wall, is_outside);
        }
        for face in body.faces.iter().filter(|face| !(is_outside && face.is_roof)) {
            self.by_face(fan, at, heights_m, &face.corners);
        }
    }

    fn by_wall(&mut self, fan: &Fan<'_>, at: [f64; 2], heights_m: &[f64], wall: &Wall, is_outside: bool) {
        let (a, b) = ([wall.a[0] - at[0], wall.a[1] - at[1]], [wall.b[0] - at[0], wall.b[1] - at[1]]);
        // Twice the area of the triangle of the line and the wall: below zero where the line is on its outside.
        let side = a[0] * b[1] - a[1] * b[0];
        let lowest_m = heights_m.first().copied().unwrap_or(f64::INFINITY);
        if is_outside && side >= 0.0 || wall.high_m <= lowest_m {
            return;
        }
        let is_behind = |[x, y]: [f64; 2]| x * fan.mean[0] + y * fan.mean[1] < 0.0;
        if !fan.tangents.is_empty() && is_behind(a) && is_behind(b) {
            return;
        }
        let steps = fan.faces([fan.tangent(a), fan.tangent(b)].into_iter());
        // No place of the wall is nearer to the line than its own line is.
        let length = (b[0] - a[0]).hypot(b[1] - a[1]);
        if wall.high_m - lowest_m <= side.abs() / length * fan.least_rise_of(&steps) {
            return;
        }
        let all = ones(heights_m.len());
        for step in steps {
            let Some(beam) = fan.beams.beams[step].as_ref().filter(|_| self.bits[step] & all != all) else {
                continue;
            };
            let [dx, dy] = beam.towards;
            let across = [a, b].map(|[x, y]| x * dy - y * dx);
            if (across[0] > 0.0) == (across[1] > 0.0) {
                continue;
            }
            let share = across[0] / (across[0] - across[1]);
            let along = [a, b].map(|[x, y]| x * dx + y * dy);
            let away = along[0] + share * (along[1] - along[0]);
            if away > LEAST_M {
                let down = away * beam.rise;
                self.hide(step, heights_m, [wall.low_m - down, wall.high_m - down]);
            }
        }
    }

    fn by_face(&mut self, fan: &Fan<'_>, at: [f64; 2], heights_m: &[f64], corners: &[Point3; 3]) {
        let lowest_m = heights_m.first().copied().unwrap_or(f64::INFINITY);
        if corners.iter().all(|p| p[2] <= lowest_m) {
            return;
        }
        let flat = corners.map(|p| ([p[0] - at[0], p[1] - at[1]], p[2]));
        let is_behind = |([x, y], _): &([f64; 2], f64)| x * fan.mean[0] + y * fan.mean[1] < 0.0;
        if !fan.tangents.is_empty() && flat.iter().all(is_behind) {
            return;
        }
        let all = ones(heights_m.len());
        for step in fan.faces(flat.iter().map(|(place, _)| fan.tangent(*place))) {
            let Some(beam) = fan.beams.beams[step].as_ref().filter(|_| self.bits[step] & all != all) else {
                continue;
            };
            if let Some(hidden) = hides(&flat, beam) {
                self.hide(step, heights_m, hidden);
            }
        }
    }

    /// Hides the heights between two.
    fn hide(&mut self, step: usize, heights_m: &[f64], [low_m, high_m]: [f64; 2]) {
        let from = heights_m.partition_point(|height| *height <= low_m);
        let to = heights_m.partition_point(|height| *height < high_m);
        self.bits[step] |= ones(to) & !ones(from);
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
