//! Boxes, windows and points that every contestant draws alike, and our side of the questions.

use linli_model::{Aabb, Point3};
use linli_space::PackedTree;

/// Boxes in the index.
pub const COUNT: usize = 1_000_000;
/// Questions of each kind.
pub const QUERIES: usize = 10_000;
/// Side of the query windows.
pub const QUERY_SIZE_M: f64 = 200.0;
/// Side of the area.
const AREA_M: f64 = 20_000.0;

/// Linear congruential generator with Knuth's MMIX constants; the upper 53 bits make the number.
struct Generator(u64);

impl Generator {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A box on a plan, from `z` below zero to `z` above.
fn place(x: f64, y: f64, [width, depth]: [f64; 2], z: f64) -> Aabb {
    Aabb { min: [x, y, -z], max: [x + width, y + depth, z] }
}

/// Flat boxes of up to 20 m, as the footprints of a big city.
pub fn data(count: usize) -> Vec<Aabb> {
    let mut random = Generator(1);
    (0..count)
        .map(|_| {
            let (x, y) = (random.next() * AREA_M, random.next() * AREA_M);
            place(x, y, [random.next() * 20.0, random.next() * 20.0], 0.0)
        })
        .collect()
}

/// Square windows to search at all heights.
pub fn windows(count: usize, size_m: f64) -> Vec<Aabb> {
    let mut random = Generator(2);
    let side = [size_m; 2];
    (0..count).map(|_| place(random.next() * AREA_M, random.next() * AREA_M, side, 1e3)).collect()
}

/// Points to ask from.
pub fn points(count: usize) -> Vec<Point3> {
    let mut random = Generator(3);
    (0..count).map(|_| [random.next() * AREA_M, random.next() * AREA_M, 0.0]).collect()
}

/// Pairs of window and box that touch.
pub fn hits(tree: &PackedTree, boxes: &[Aabb], windows: &[Aabb]) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    for (q, window) in (0u32..).zip(windows) {
        tree.for_each_in_box(window, |item, sure| {
            if sure || boxes[item as usize].intersects(window) {
                found.push((q, item));
            }
        });
    }
    found
}

/// The nearest box of each point and the squared distance to it.
pub fn nearest(tree: &PackedTree, boxes: &[Aabb], points: &[Point3]) -> Vec<(u32, f64)> {
    let one = |&p: &Point3| {
        let mut best = (u32::MAX, f64::INFINITY);
        tree.for_each_near(p, f64::INFINITY, |item, bound| {
            let squared = gap(&boxes[item as usize], p);
            if squared < best.1 {
                best = (item, squared);
            }
            bound.min(squared)
        });
        best
    };
    points.iter().map(one).collect()
}

fn gap(aabb: &Aabb, p: Point3) -> f64 {
    (0..3).map(|i| (aabb.min[i] - p[i]).max(p[i] - aabb.max[i]).max(0.0).powi(2)).sum()
}
