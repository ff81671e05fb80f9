//! One street between two junctions, and the links that it is cut into.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{ElementId, Point3, StreetClass};

use super::NetworkLink;
use super::delay::NodeDelay;

/// Attachments nearer to each other along a street than this share a node, metres.
const SAME_M: f64 = 1e-6;

/// One street between two junctions, for one profile.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub street: ElementId,
    pub class: StreetClass,
    pub ends: [u32; 2],
    pub length_m: f64,
    /// Travel time with and against the order of points.
    pub cost_ms: [Option<u32>; 2],
    pub open: bool,
    /// Whether doors may be joined to it where nothing says so: not in tunnels, not on bridges.
    pub on_ground: bool,
    pub points: Vec<Point3>,
    /// Nodes inside of it, by distance from its start.
    pub inside: Vec<(f64, u32)>,
}

/// What holds at nodes.
#[derive(Clone, Debug, Default)]
pub(super) struct Nodes {
    pub delays: BTreeMap<u32, NodeDelay>,
    pub closed: BTreeSet<u32>,
}

impl Line {
    pub(super) fn is_usable(&self) -> bool {
        self.cost_ms.iter().any(Option::is_some)
    }

    /// The node at a distance from its start: an end, one that is there already, or `next`, which is taken
    /// in.
    pub(super) fn node_at(&mut self, along_m: f64, next: u32) -> u32 {
        if along_m <= SAME_M {
            return self.ends[0];
        }
        if along_m >= self.length_m - SAME_M {
            return self.ends[1];
        }
        let at = self.inside.partition_point(|(along, _)| *along < along_m - SAME_M);
        if let Some((along, node)) = self.inside.get(at)
            && (along - along_m).abs() <= SAME_M
        {
            return *node;
        }
        self.inside.insert(at, (along_m, next));
        next
    }

    /// Its nodes with their distances from its start.
    pub(super) fn stops(&self) -> Vec<(f64, u32)> {
        let mut stops = vec![(0.0, self.ends[0])];
        stops.extend(&self.inside);
        stops.push((self.length_m, self.ends[1]));
        stops
    }

    /// Links of all its parts; together they take exactly as long as the whole.
    pub(super) fn links(&self, number: u32, nodes: &Nodes) -> Vec<NetworkLink> {
        let stops = self.stops();
        stops.windows(2).flat_map(|pair| self.part_links(number, pair[0], pair[1], nodes)).collect()
    }

    /// Links between two of its nodes that follow each other, with and against the order of points as far
    /// as either can be used.
    pub(super) fn part_links(
        &self,
        number: u32,
        (start_m, start): (f64, u32),
        (end_m, end): (f64, u32),
        nodes: &Nodes,
    ) -> Vec<NetworkLink> {
        let spent = |whole: u32, along_m: f64| {
            let share = if self.length_m > 0.0 { along_m / self.length_m } else { 0.0 };
            (f64::from(whole) * share).round() as u32
        };
        let delay = |node: u32, entering: bool| {
            nodes.delays.get(&node).map_or(0, |delay| delay.share_ms(self.class, entering))
        };
        let mut links = Vec::with_capacity(2);
        for (way, cost) in self.cost_ms.iter().enumerate() {
            let Some(whole) = cost else { continue };
            let drive = spent(*whole, end_m) - spent(*whole, start_m);
            let (from, to) = if way == 0 { (start, end) } else { (end, start) };
            let along = if way == 0 { (number, start_m, end_m) } else { (number, end_m, start_m) };
            let touches_closed = [from, to].iter().any(|node| nodes.closed.contains(node));
            let delay_ms = delay(from, false).saturating_add(delay(to, true));
            links.push(NetworkLink {
                from,
                to,
                open_ms: drive.saturating_add(delay_ms),
                delay_ms,
                open: self.open && !touches_closed,
                replaced: false,
                element: self.street,
                along: Some(along),
                length_m: end_m - start_m,
            });
        }
        links
    }
}

/// Place at a distance from the start of a line, by length in space.
pub(super) fn place_along(points: &[Point3], along_m: f64) -> Point3 {
    let mut left = along_m;
    for ends in points.windows(2) {
        let length = distance(ends[0], ends[1]);
        if left <= length && length > 0.0 {
            let share = (left / length).max(0.0);
            return std::array::from_fn(|i| ends[0][i] + share * (ends[1][i] - ends[0][i]));
        }
        left -= length;
    }
    points.last().copied().unwrap_or_default()
}

pub(super) fn distance(a: Point3, b: Point3) -> f64 {
    (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt()
}
