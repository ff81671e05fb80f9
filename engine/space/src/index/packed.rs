//! A flat, bulk-loaded tree of 3D boxes with eight children per node.
//!
//! Items are ordered by median splits along the longest side (rounded to whole subtrees), so that
//! every node but the last of a level is full and children need no pointers: node `i` of a level
//! has the nodes `8 i .. 8 i + 8` of the level below. Boxes are kept as `f32` about the middle of
//! the data, rounded **outwards**, eight side by side so that one pass tests them all. The tree
//! therefore prunes but never decides: callers test the exact geometry of what it yields.

use linli_model::{Aabb, Point3};
use rayon::prelude::*;

use super::node::{Box32, Node, WIDTH};
use super::ray::Ray;

/// Eight to the eleventh exceeds every `u32` count.
const MOST_LEVELS: usize = 11;
/// Room for the open nodes of a depth-first walk.
const STACK: usize = MOST_LEVELS * WIDTH;
/// Below this many items a second thread costs more than it saves.
const PARALLEL: usize = 16_384;

/// Middle of an item's box while the tree is built.
#[derive(Clone, Copy)]
struct Entry {
    centre: [f32; 3],
    item: u32,
}

/// A tree over boxes that are named by their position in the list it was built from.
///
/// Coordinates must be finite and within 1e12 of zero; empty boxes are never found.
#[derive(Clone, Debug, Default)]
pub struct PackedTree {
    origin: Point3,
    nodes: Vec<Node>,
    /// Where each level starts in `nodes`, the leaves first.
    starts: Vec<usize>,
    /// Item in each lane of the leaves.
    items: Vec<u32>,
}

impl PackedTree {
    /// Builds the tree, on two threads or more when there are many boxes.
    pub fn build(boxes: &[Aabb]) -> Self {
        let all = around(boxes);
        if all.is_empty() {
            return Self::default();
        }
        let origin = all.centre();
        let mut entries = centres(boxes, origin);
        order(&mut entries);
        let leaf = |chunk: &[Entry]| {
            let mut node = Node::EMPTY;
            for (lane, entry) in chunk.iter().enumerate() {
                node.set(lane, &Box32::outwards(&boxes[entry.item as usize], origin));
            }
            node
        };
        let mut nodes: Vec<Node> = if entries.len() > PARALLEL {
            entries.par_chunks(WIDTH).with_min_len(512).map(leaf).collect()
        } else {
            entries.chunks(WIDTH).map(leaf).collect()
        };
        let mut starts = vec![0];
        let mut below = 0..nodes.len();
        while below.len() > 1 {
            let above: Vec<Node> = nodes[below]
                .chunks(WIDTH)
                .map(|children| {
                    let mut node = Node::EMPTY;
                    for (lane, child) in children.iter().enumerate() {
                        node.set(lane, &child.union());
                    }
                    node
                })
                .collect();
            starts.push(nodes.len());
            below = nodes.len()..nodes.len() + above.len();
            nodes.extend(above);
        }
        let items = entries.iter().map(|entry| entry.item).collect();
        Self { origin, nodes, starts, items }
    }

    /// How many items the tree holds.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether the tree holds nothing.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Visits every item whose box may touch `query`; the second argument is true when it surely
    /// does, so that only the others need an exact test.
    pub fn for_each_in_box(&self, query: &Aabb, mut visit: impl FnMut(u32, bool)) {
        if self.is_empty() || query.is_empty() {
            return;
        }
        let outer = Box32::outwards(query, self.origin);
        let inner = Box32::inwards(query, self.origin);
        let mut stack = [(0u8, 0u32); STACK];
        let mut open = 1;
        stack[0] = (self.starts.len() as u8 - 1, 0);
        while open > 0 {
            open -= 1;
            let (level, index) = stack[open];
            let node = &self.nodes[self.starts[level as usize] + index as usize];
            let mut mask = node.touching(&outer);
            if level == 0 {
                let sure = node.surely_touching(&inner);
                let items = &self.items[index as usize * WIDTH..];
                while mask != 0 {
                    let lane = mask.trailing_zeros();
                    mask &= mask - 1;
                    visit(items[lane as usize], sure >> lane & 1 == 1);
                }
                continue;
            }
            let held = node.held_by(&inner);
            while mask != 0 {
                let lane = mask.trailing_zeros();
                mask &= mask - 1;
                let child = index * WIDTH as u32 + lane;
                if held >> lane & 1 == 1 {
                    self.items_below(level, child).iter().for_each(|&item| visit(item, true));
                } else {
                    stack[open] = (level - 1, child);
                    open += 1;
                }
            }
        }
    }

    /// Items under node `index` of the level below `level`.
    fn items_below(&self, level: u8, index: u32) -> &[u32] {
        let size = WIDTH.pow(u32::from(level));
        let start = index as usize * size;
        &self.items[start..(start + size).min(self.items.len())]
    }

    /// Visits items in about the order of their boxes' distance from a point, as long as the
    /// squared distance of the box is not above the bound, which starts at `bound_m2`.
    ///
    /// `visit` gets an item and the bound, and returns the bound from then on.
    pub fn for_each_near(&self, point: Point3, bound_m2: f64, visit: impl FnMut(u32, f64) -> f64) {
        self.for_each_near_box(&Aabb { min: point, max: point }, bound_m2, visit);
    }

    /// Like [`PackedTree::for_each_near`] with the distance between boxes.
    pub fn for_each_near_box(&self, place: &Aabb, bound_m2: f64, mut visit: impl FnMut(u32, f64) -> f64) {
        if self.is_empty() {
            return;
        }
        let mut bound = bound_m2;
        let place = Box32::outwards(place, self.origin);
        let mut stack = [(0.0f32, 0u8, 0u32); STACK];
        let mut open = 1;
        stack[0] = (0.0, self.starts.len() as u8 - 1, 0);
        while open > 0 {
            open -= 1;
            let (least, level, index) = stack[open];
            if f64::from(least) > bound {
                continue;
            }
            let node = &self.nodes[self.starts[level as usize] + index as usize];
            let mut lanes = [(0.0f32, 0u32); WIDTH];
            let count = nearest_first(&node.squared_distances(&place), bound, &mut lanes);
            if level == 0 {
                for &(least, lane) in &lanes[..count] {
                    if f64::from(least) <= bound {
                        bound = visit(self.items[(index * WIDTH as u32 + lane) as usize], bound);
                    }
                }
            } else {
                for &(least, lane) in lanes[..count].iter().rev() {
                    stack[open] = (least, level - 1, index * WIDTH as u32 + lane);
                    open += 1;
                }
            }
        }
    }

    /// Visits items whose box may be met by a ray, in about the order of the boxes along it, as
    /// long as the box starts before the bound (in lengths of `ray.direction`).
    pub(crate) fn for_each_on_ray(&self, ray: &Ray, bound: f64, mut visit: impl FnMut(u32, f64) -> f64) {
        if self.is_empty() {
            return;
        }
        let mut bound = bound;
        let mut stack = [(0.0f64, 0u8, 0u32); STACK];
        let mut open = 1;
        stack[0] = (0.0, self.starts.len() as u8 - 1, 0);
        while open > 0 {
            open -= 1;
            let (start, level, index) = stack[open];
            if start > bound {
                continue;
            }
            let node = &self.nodes[self.starts[level as usize] + index as usize];
            let mut lanes = [(0.0f64, 0u32); WIDTH];
            let mut count = 0;
            for lane in 0..WIDTH {
                if index as usize * WIDTH + lane >= self.children(level) {
                    break;
                }
                if let Some(start) = ray.enters(&node.lane(lane).placed(self.origin))
                    && start <= bound
                {
                    lanes[count] = (start, lane as u32);
                    count += 1;
                }
            }
            lanes[..count].sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            if level == 0 {
                for &(start, lane) in &lanes[..count] {
                    if start <= bound {
                        bound = visit(self.items[(index * WIDTH as u32 + lane) as usize], bound);
                    }
                }
            } else {
                for &(start, lane) in lanes[..count].iter().rev() {
                    stack[open] = (start, level - 1, index * WIDTH as u32 + lane);
                    open += 1;
                }
            }
        }
    }

    /// Visits every item whose box and whose enclosing boxes pass `test`, which must be true for
    /// a box when it is true for a part of it.
    pub fn for_each_where(&self, test: impl Fn(&Aabb) -> bool, mut visit: impl FnMut(u32)) {
        if self.is_empty() {
            return;
        }
        let mut stack = [(0u8, 0u32); STACK];
        let mut open = 1;
        stack[0] = (self.starts.len() as u8 - 1, 0);
        while open > 0 {
            open -= 1;
            let (level, index) = stack[open];
            let node = &self.nodes[self.starts[level as usize] + index as usize];
            for lane in 0..WIDTH {
                let child = index as usize * WIDTH + lane;
                if child >= self.children(level) {
                    break;
                }
                if !test(&node.lane(lane).placed(self.origin)) {
                    continue;
                }
                if level == 0 {
                    visit(self.items[child]);
                } else {
                    stack[open] = (level - 1, child as u32);
                    open += 1;
                }
            }
        }
    }

    /// How many nodes (or items) the level below `level` has.
    fn children(&self, level: u8) -> usize {
        match level as usize {
            0 => self.items.len(),
            l => self.starts[l] - self.starts[l - 1],
        }
    }
}

/// Keeps the lanes within the bound, ordered by distance; returns how many.
fn nearest_first(squared: &[f32; WIDTH], bound: f64, lanes: &mut [(f32, u32); WIDTH]) -> usize {
    let mut count = 0;
    for (lane, &least) in squared.iter().enumerate() {
        // Empty lanes are infinitely far.
        if f64::from(least) > bound || least == f32::INFINITY {
            continue;
        }
        let mut at = count;
        while at > 0 && lanes[at - 1].0 > least {
            lanes[at] = lanes[at - 1];
            at -= 1;
        }
        lanes[at] = (least, lane as u32);
        count += 1;
    }
    count
}

fn around(boxes: &[Aabb]) -> Aabb {
    let fold = |part: &[Aabb]| part.iter().fold(Aabb::EMPTY, |all, aabb| all.union(aabb));
    boxes.par_chunks(PARALLEL).map(fold).reduce(|| Aabb::EMPTY, |a, b| a.union(&b))
}

fn centres(boxes: &[Aabb], origin: Point3) -> Vec<Entry> {
    let entry = |(item, aabb): (usize, &Aabb)| {
        let middle = if aabb.is_empty() { [f64::NAN; 3] } else { aabb.centre() };
        let centre = std::array::from_fn(|i| (middle[i] - origin[i]) as f32);
        Entry { centre, item: item as u32 }
    };
    let mut entries: Vec<Entry> = boxes.par_iter().enumerate().with_min_len(PARALLEL).map(entry).collect();
    entries.retain(|entry| entry.centre.iter().all(|v| v.is_finite()));
    entries
}

/// Orders entries so that each run of 8, 64, 512 … lies close together.
fn order(entries: &mut [Entry]) {
    let mut subtree = 1;
    while subtree < entries.len() {
        subtree *= WIDTH;
    }
    split(entries, subtree / WIDTH);
}

/// Median splits along the longest side until runs of eight are left. Depth is the binary
/// logarithm of the count, whatever the coordinates.
fn split(entries: &mut [Entry], mut subtree: usize) {
    let mut rest = entries;
    loop {
        while subtree >= rest.len() && subtree > 1 {
            subtree /= WIDTH;
        }
        if rest.len() <= WIDTH {
            return;
        }
        let blocks = rest.len().div_ceil(subtree);
        let middle = blocks.div_ceil(2) * subtree;
        let axis = longest_side(rest);
        rest.select_nth_unstable_by(middle, |a, b| a.centre[axis].total_cmp(&b.centre[axis]));
        let (low, high) = rest.split_at_mut(middle);
        if low.len() > PARALLEL {
            rayon::join(|| split(low, subtree), || split(high, subtree));
            return;
        }
        split(low, subtree);
        rest = high;
    }
}

fn longest_side(entries: &[Entry]) -> usize {
    let mut min = [f32::INFINITY; 3];
    let mut max = [f32::NEG_INFINITY; 3];
    for entry in entries {
        for axis in 0..3 {
            min[axis] = min[axis].min(entry.centre[axis]);
            max[axis] = max[axis].max(entry.centre[axis]);
        }
    }
    let size: [f32; 3] = std::array::from_fn(|axis| max[axis] - min[axis]);
    (1..3).fold(0, |longest, axis| if size[axis] > size[longest] { axis } else { longest })
}
