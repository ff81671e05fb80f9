//! Which pieces may be near: a packed tree of everything at the start, and a grid of what changed since.

use std::collections::HashMap;

use linli_model::Aabb;
use linli_space::PackedTree;
use rayon::prelude::*;

use super::super::rules::RuleBook;
use super::body::{Body, Outline};

/// Side of a grid cell, metres: about the length of a piece of pipe.
const CELL_M: f64 = 32.0;
/// Items over more cells than this are kept in one list instead.
const MOST_CELLS: i64 = 64;

/// Bodies that one thread takes at a time.
const CHUNK: usize = 4096;

/// One piece of a body in plan.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub slot: u32,
    pub piece: u32,
    pub order: u64,
    pub class: u8,
    alive: bool,
    /// West, south, east, north, with half of the width and the tolerance, metres.
    pub plan: [f64; 4],
}

impl Item {
    fn aabb(&self, margin: f64) -> Aabb {
        let [west, south, east, north] = self.plan;
        Aabb { min: [west - margin, south - margin, 0.0], max: [east + margin, north + margin, 0.0] }
    }

    /// Whether two pieces' boxes are nearer than a distance.
    pub fn near(&self, other: &Self, distance_m: f64) -> bool {
        let gap = |low: f64, high: f64, other_low: f64, other_high: f64| {
            other_low - high <= distance_m && low - other_high <= distance_m
        };
        gap(self.plan[0], self.plan[2], other.plan[0], other.plan[2])
            && gap(self.plan[1], self.plan[3], other.plan[1], other.plan[3])
    }
}

/// The index of all pieces.
#[derive(Clone, Debug, Default)]
pub struct Broad {
    tree: PackedTree,
    items: Vec<Item>,
    /// Items below this number are in the tree.
    base: usize,
    /// First item and count of each slot.
    spans: Vec<(u32, u32)>,
    grid: HashMap<(i64, i64), Vec<u32>>,
    large: Vec<u32>,
}

/// The pieces of a body.
pub fn items_of(slot: u32, body: &Body, book: &RuleBook) -> Vec<Item> {
    let item = |piece: u32, [a, b]: [[f64; 2]; 2], margin: f64| Item {
        slot,
        piece,
        order: body.order,
        class: body.class,
        alive: true,
        plan: [
            a[0].min(b[0]) - margin,
            a[1].min(b[1]) - margin,
            a[0].max(b[0]) + margin,
            a[1].max(b[1]) + margin,
        ],
    };
    match &body.outline {
        Outline::Strips(strips) => (0_u32..)
            .zip(strips)
            .map(|(piece, strip)| {
                item(piece, strip.plan(), strip.section.half_width_m() + body.tolerance_m[0])
            })
            .collect(),
        Outline::Prism { polygons, .. } => {
            // Deep pipes keep away from a basement's foundation farther than the table says.
            let margin = if body.is_basement { book.conventions().deep_reach_m } else { 0.0 };
            (0_u32..)
                .zip(polygons)
                .map(|(piece, polygon)| {
                    let aabb = polygon.exterior.iter().fold(Aabb::EMPTY, |mut aabb, p| {
                        aabb.include(*p);
                        aabb
                    });
                    item(piece, [[aabb.min[0], aabb.min[1]], [aabb.max[0], aabb.max[1]]], margin)
                })
                .collect()
        }
    }
}

impl Broad {
    /// The index of all bodies.
    pub fn build(bodies: &[Option<Body>], book: &RuleBook) -> Self {
        let parts: Vec<Vec<Item>> = bodies
            .par_chunks(CHUNK)
            .enumerate()
            .map(|(number, chunk)| {
                let start = (number * CHUNK) as u32;
                let slots = (start..).zip(chunk);
                slots
                    .filter_map(|(slot, body)| Some((slot, body.as_ref()?)))
                    .flat_map(|(slot, body)| items_of(slot, body, book))
                    .collect()
            })
            .collect();
        let items: Vec<Item> = parts.into_iter().flatten().collect();
        let mut spans = vec![(0, 0); bodies.len()];
        for (number, item) in (0_u32..).zip(&items) {
            if let Some(span) = spans.get_mut(item.slot as usize) {
                if span.1 == 0 {
                    span.0 = number;
                }
                span.1 += 1;
            }
        }
        let boxes: Vec<Aabb> = items.par_iter().map(|item| item.aabb(0.0)).collect();
        let tree = PackedTree::build(&boxes);
        let base = items.len();
        Self { tree, items, base, spans, grid: HashMap::new(), large: Vec::new() }
    }

    /// The pieces of a slot.
    pub fn items_at(&self, slot: u32) -> &[Item] {
        let (start, count) = self.spans.get(slot as usize).copied().unwrap_or_default();
        self.items.get(start as usize..(start + count) as usize).unwrap_or_default()
    }

    /// Visits the living pieces whose boxes touch a box in plan.
    pub fn for_each_in(&self, aabb: &Aabb, visit: impl FnMut(&Item)) {
        let plan = [aabb.min[0], aabb.min[1], aabb.max[0], aabb.max[1]];
        let item = Item { slot: u32::MAX, piece: 0, order: 0, class: 0, alive: true, plan };
        self.for_each_near(&item, 0.0, visit);
    }

    /// Visits the living pieces whose boxes come within `margin_m` of a piece's box.
    pub fn for_each_near(&self, item: &Item, margin_m: f64, mut visit: impl FnMut(&Item)) {
        let query = item.aabb(margin_m);
        self.tree.for_each_in_box(&query, |number, _| {
            if let Some(other) = self.items.get(number as usize).filter(|other| other.alive) {
                visit(other);
            }
        });
        if self.grid.is_empty() && self.large.is_empty() {
            return;
        }
        let changed = self.items.get(self.base..).unwrap_or_default();
        if cell_count(&query) > changed.len() as i64 {
            // A query over more cells than there are pieces: asking each piece is shorter.
            let touches = |other: &&Item| other.alive && item.near(other, margin_m);
            changed.iter().filter(touches).for_each(visit);
            return;
        }
        let mut found = self.large.clone();
        for cell in cells(&query) {
            found.extend(self.grid.get(&cell).into_iter().flatten());
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|number| self.items.get(number as usize)).for_each(visit);
    }

    /// Puts a body into a slot.
    pub fn put(&mut self, slot: u32, body: &Body, book: &RuleBook) {
        self.remove(slot);
        let items = items_of(slot, body, book);
        if self.spans.len() <= slot as usize {
            self.spans.resize(slot as usize + 1, (0, 0));
        }
        // A slot that changes again and again takes its own place again, so that memory stays.
        let (start, count) = self.spans[slot as usize];
        let again = start as usize >= self.base && count as usize == items.len();
        let start = if again { start as usize } else { self.items.len() };
        for (number, item) in (start..).zip(&items) {
            match self.items.get_mut(number) {
                Some(place) => *place = *item,
                None => self.items.push(*item),
            }
            let aabb = item.aabb(0.0);
            if cell_count(&aabb) > MOST_CELLS {
                self.large.push(number as u32);
            } else {
                for cell in cells(&aabb) {
                    self.grid.entry(cell).or_default().push(number as u32);
                }
            }
        }
        self.spans[slot as usize] = (start as u32, items.len() as u32);
    }

    /// Takes a slot's pieces out.
    pub fn remove(&mut self, slot: u32) {
        let (start, count) = self.spans.get(slot as usize).copied().unwrap_or_default();
        for number in start..start + count {
            let Some(item) = self.items.get_mut(number as usize) else { continue };
            if !std::mem::replace(&mut item.alive, false) || (number as usize) < self.base {
                continue;
            }
            let aabb = item.aabb(0.0);
            if cell_count(&aabb) > MOST_CELLS {
                self.large.retain(|held| *held != number);
                continue;
            }
            for cell in cells(&aabb) {
                if let Some(held) = self.grid.get_mut(&cell) {
                    held.retain(|held| *held != number);
                    if held.is_empty() {
                        self.grid.remove(&cell);
                    }
                }
            }
        }
    }
}

fn cell(v: f64) -> i64 {
    (v / CELL_M).floor() as i64
}

fn cell_count(aabb: &Aabb) -> i64 {
    (cell(aabb.max[0]) - cell(aabb.min[0]) + 1) * (cell(aabb.max[1]) - cell(aabb.min[1]) + 1)
}

fn cells(aabb: &Aabb) -> impl Iterator<Item = (i64, i64)> + use<> {
    let (west, east) = (cell(aabb.min[0]), cell(aabb.max[0]));
    let (south, north) = (cell(aabb.min[1]), cell(aabb.max[1]));
    (west..=east).flat_map(move |x| (south..=north).map(move |y| (x, y)))
}
