//! How high bridges and how deep tunnels run: up or down from where they leave the ground.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::Ground;
use crate::network::NodeKey;
use crate::surface::LEVEL_HEIGHT_M;
use crate::surface::line::{Level, StreetLine};

/// Length over which a way rises from the ground to its full height, metres.
const RAMP_M: f64 = 30.0;
/// Height of a bridge that passes over no other way, metres.
const LOW_BRIDGE_M: f64 = 0.3;
/// Rounds of evening out the ground below a chain of bridges.
const EVENING_ROUNDS: usize = 300;
/// Side of the squares in which crossing ways are looked for, metres.
const SQUARE_M: f64 = 50.0;
/// Ways that cross within this distance of a bridge's ends meet it there, metres.
const END_M: f64 = 1.5;

/// For each way that leaves the ground and each of its points: the height of the ground line that
/// it leaves from, the distance to the nearest end on the ground, and its full height.
pub(super) struct Heights {
    points: HashMap<NodeKey, Node>,
    keys: Vec<Vec<NodeKey>>,
    full_m: Vec<f64>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    place: [f64; 2],
    base_m: f64,
    on_ground: bool,
    /// Distance along the ways to the nearest node on the ground, metres.
    distance_m: f64,
}

impl Heights {
    pub(super) fn of(lines: &[StreetLine], ground: &Ground) -> Self {
        let mut heights = Self {
            points: HashMap::new(),
            keys: lines
                .iter()
                .map(|line| if line.level == Level::Ground { Vec::new() } else { line.keys.clone() })
                .collect(),
            full_m: full_heights(lines),
        };
        for line in lines.iter().filter(|l| l.level != Level::Ground) {
            for (key, p) in line.keys.iter().zip(&line.points) {
                let base_m = ground.height_at(p[0], p[1]);
                let node = Node { place: *p, base_m, on_ground: false, distance_m: f64::INFINITY };
                heights.points.entry(*key).or_insert(node);
            }
        }
        for key in lines.iter().filter(|l| l.level == Level::Ground).flat_map(|l| &l.keys) {
            if let Some(node) = heights.points.get_mut(key) {
                node.on_ground = true;
                node.distance_m = 0.0;
            }
        }
        heights.spread_distance();
        if !ground.is_level() {
            heights.even_base();
        }
        heights
    }

    /// Height of a way's top at a length along it, local metres.
    pub(super) fn at(&self, line: usize, stations: &[f64], station: f64) -> f64 {
        let (Some(keys), Some(full)) = (self.keys.get(line), self.full_m.get(line)) else { return 0.0 };
        let after = stations.partition_point(|s| *s < station).clamp(1, stations.len().max(2) - 1);
        let node = |i: usize| keys.get(i).and_then(|key| self.points.get(key));
        let (Some(a), Some(b)) = (node(after - 1), node(after)) else { return 0.0 };
        let (from, to) = (stations[after - 1], stations[after]);
        let t = ((station - from) / (to - from)).clamp(0.0, 1.0);
        let distance = (a.distance_m + station - from).min(b.distance_m + to - station).max(0.0);
        let part = (distance / RAMP_M).min(1.0);
        // Smoothstep: level at both ends of the ramp.
        let eased = part * part * (3.0 - 2.0 * part);
        a.base_m + t * (b.base_m - a.base_m) + full * eased
    }

    /// Neighbouring points along the ways, both directions, in the order of the ways.
    fn links(&self) -> HashMap<NodeKey, Vec<(NodeKey, f64)>> {
        let mut links: HashMap<NodeKey, Vec<(NodeKey, f64)>> = HashMap::new();
        for pair in self.keys.iter().flat_map(|keys| keys.windows(2)) {
            let (Some(a), Some(b)) = (self.points.get(&pair[0]), self.points.get(&pair[1])) else { continue };
            let length = (a.place[0] - b.place[0]).hypot(a.place[1] - b.place[1]).max(0.01);
            links.entry(pair[0]).or_default().push((pair[1], length));
            links.entry(pair[1]).or_default().push((pair[0], length));
        }
        links
    }

    /// Shortest way to the ground for every point (Dijkstra 1959).
    fn spread_distance(&mut self) {
        let links = self.links();
        let mut queue: BinaryHeap<Reverse<(u64, NodeKey)>> = BinaryHeap::new();
        let starts = self.keys.iter().flatten().filter(|k| self.points.get(k).is_some_and(|n| n.on_ground));
        queue.extend(starts.map(|key| Reverse((0, *key))));
        while let Some(Reverse((millimetres, key))) = queue.pop() {
            let Some(here) = self.points.get(&key).map(|n| n.distance_m) else { continue };
            if (here * 1000.0) as u64 != millimetres {
                continue;
            }
            for (next, length) in links.get(&key).into_iter().flatten() {
                if let Some(node) = self.points.get_mut(next)
                    && here + length < node.distance_m
                {
                    node.distance_m = here + length;
                    queue.push(Reverse((((here + length) * 1000.0) as u64, *next)));
                }
            }
        }
    }

    /// Draws the base of every chain straight between its ends on the ground, so that a bridge does
    /// not follow its valley: each point takes the mean of its neighbours, weighted by nearness.
    fn even_base(&mut self) {
        let links = self.links();
        let mut order: Vec<NodeKey> = self.keys.iter().flatten().copied().collect();
        order.sort_unstable();
        order.dedup();
        order.retain(|key| self.points.get(key).is_some_and(|n| !n.on_ground));
        for _ in 0..EVENING_ROUNDS {
            for key in &order {
                let (mut sum, mut weight) = (0.0, 0.0);
                for (next, length) in links.get(key).into_iter().flatten() {
                    let Some(neighbour) = self.points.get(next) else { continue };
                    sum += neighbour.base_m / length;
                    weight += 1.0 / length;
                }
                if let Some(node) = self.points.get_mut(key).filter(|_| weight > 0.0) {
                    node.base_m = sum / weight;
                }
            }
        }
    }
}

/// Full height of each way above its base: layers for what passes over another way, next to
/// nothing for a bridge over water only. Bridges that join share the height of the highest.
fn full_heights(lines: &[StreetLine]) -> Vec<f64> {
    let below = Below::of(lines);
    let mut full: Vec<f64> = lines
        .iter()
        .map(|line| match line.level {
            Level::Ground => 0.0,
            Level::Tunnel(layer) => f64::from(layer) * LEVEL_HEIGHT_M,
            Level::Bridge(layer) if below.is_crossed(line) => f64::from(layer) * LEVEL_HEIGHT_M,
            Level::Bridge(_) => LOW_BRIDGE_M,
        })
        .collect();
    let mut at_node: HashMap<NodeKey, Vec<usize>> = HashMap::new();
    for (number, line) in lines.iter().enumerate().filter(|(_, l)| matches!(l.level, Level::Bridge(_))) {
        for key in &line.keys {
            at_node.entry(*key).or_default().push(number);
        }
    }
    let mut open: Vec<usize> = (0..lines.len()).filter(|&i| full[i] > LOW_BRIDGE_M).collect();
    while let Some(number) = open.pop() {
        let height = full[number];
        for other in lines[number].keys.iter().filter_map(|key| at_node.get(key)).flatten() {
            if full[*other] < height && lines[*other].level == lines[number].level {
                full[*other] = height;
                open.push(*other);
            }
        }
    }
    full
}

/// Pieces of ways by square, to find what passes under a bridge.
struct Below<'a> {
    lines: &'a [StreetLine],
    squares: HashMap<[i64; 2], Vec<(usize, usize)>>,
}

impl<'a> Below<'a> {
    fn of(lines: &'a [StreetLine]) -> Self {
        let mut squares: HashMap<[i64; 2], Vec<(usize, usize)>> = HashMap::new();
        for (number, line) in lines.iter().enumerate().filter(|(_, l)| !matches!(l.level, Level::Tunnel(_))) {
            for (piece, pair) in line.points.windows(2).enumerate() {
                for square in squares_of(pair[0], pair[1]) {
                    squares.entry(square).or_default().push((number, piece));
                }
            }
        }
        Self { lines, squares }
    }

    /// Whether a lower way passes under a bridge.
    fn is_crossed(&self, bridge: &StreetLine) -> bool {
        let (Some(first), Some(last)) = (bridge.points.first(), bridge.points.last()) else { return false };
        let far = |p: [f64; 2], q: &[f64; 2]| (p[0] - q[0]).hypot(p[1] - q[1]) > END_M;
        bridge.points.windows(2).any(|pair| {
            squares_of(pair[0], pair[1]).filter_map(|square| self.squares.get(&square)).flatten().any(
                |(number, piece)| {
                    let other = &self.lines[*number];
                    layer(other) < layer(bridge)
                        && meeting([pair[0], pair[1]], [other.points[*piece], other.points[*piece + 1]])
                            .is_some_and(|p| far(p, first) && far(p, last))
                },
            )
        })
    }
}

fn layer(line: &StreetLine) -> i8 {
    match line.level {
        Level::Ground => 0,
        Level::Bridge(layer) | Level::Tunnel(layer) => layer,
    }
}

/// Squares that a piece passes through, column by column. A piece of absurd length is not followed
/// over more squares than any scene has.
fn squares_of(a: [f64; 2], b: [f64; 2]) -> impl Iterator<Item = [i64; 2]> {
    let (west, east) = if a[0] <= b[0] { (a, b) } else { (b, a) };
    let square = |v: f64| (v / SQUARE_M).floor() as i64;
    let y_at = move |x: f64| {
        let run = east[0] - west[0];
        let part = if run > 0.0 { ((x - west[0]) / run).clamp(0.0, 1.0) } else { 1.0 };
        west[1] + part * (east[1] - west[1])
    };
    (square(west[0])..=square(east[0])).take(2000).flat_map(move |column| {
        let start = if west[0] < east[0] { y_at(column as f64 * SQUARE_M) } else { west[1] };
        let end = y_at((column as f64 + 1.0) * SQUARE_M);
        let rows = square(start.min(end))..=square(start.max(end));
        rows.take(2000).map(move |row| [column, row])
    })
}

/// Where two pieces cross.
fn meeting([a, b]: [[f64; 2]; 2], [c, d]: [[f64; 2]; 2]) -> Option<[f64; 2]> {
    let [ux, uy] = [b[0] - a[0], b[1] - a[1]];
    let [vx, vy] = [d[0] - c[0], d[1] - c[1]];
    let cross = ux * vy - uy * vx;
    if cross.abs() < 1e-12 {
        return None;
    }
    let t = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / cross;
    let s = ((c[0] - a[0]) * uy - (c[1] - a[1]) * ux) / cross;
    let on = |v: f64| (0.0..=1.0).contains(&v);
    (on(t) && on(s)).then(|| [a[0] + t * ux, a[1] + t * uy])
}
