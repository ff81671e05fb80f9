//! New streets in a network that is there.

use std::collections::BTreeMap;

use linli_model::{ElementId, Kind, Point3, Street};
use linli_space::{StreetEdge, StreetGraph};

use super::attach::{LineFinder, OnLine};
use super::build::is_on_ground;
use super::cost::{Stretch, cost_ms};
use super::line::{Line, distance, place_along};
use super::{NetworkOptions, TravelNetwork};
use crate::reach::graph::Cut;
use crate::reach::scope::AddedStreets;

/// Largest difference of heights at which ways meet, metres: below the clear height of an underpass.
const SAME_LEVEL_M: f64 = 2.2;
/// Places on a new street nearer to each other than this are one, metres.
const SAME_M: f64 = 0.01;

/// What new streets brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Added {
    /// First new node; all later ones are new.
    pub first_node: u32,
    /// First new link; all later ones are new.
    pub first_link: u32,
    /// Links that were cut, in the order in which it happened.
    pub cuts: Vec<Cut>,
    /// New streets with the number of places where they meet the network that was there.
    pub meets: Vec<(ElementId, usize)>,
}

/// A link between two nodes of a line: its number by line, start and end.
type Between = BTreeMap<(u32, u32, u32), u32>;

impl TravelNetwork {
    /// Takes in drawn streets. A
    /// street meets the network where its ends lie within the snap distance of the rules and on the same
    /// level, and, on the ground, wherever it crosses a street on the ground. Doors keep the streets that
    /// they are joined to.
    pub fn add_streets(&mut self, drawn: &AddedStreets, options: &NetworkOptions<'_>) -> Added {
        let AddedStreets { streets, ground, first_id } = drawn;
        let mut added = Added {
            first_node: self.places.len() as u32,
            first_link: self.links.len() as u32,
            ..Added::default()
        };
        let graph = StreetGraph::on_ground(streets, ground);
        let numbered = self.lines.iter().enumerate().filter(|(_, line)| line.is_usable());
        let finder = LineFinder::new(numbered.map(|(number, line)| (number as u32, line.points.clone())));
        let mut between = self.links_between_nodes();
        let mut nodes: BTreeMap<u32, u32> = BTreeMap::new();
        for (there, back) in both_ways(&graph) {
            let element = ElementId(first_id.saturating_add(there.street.0));
            let Some(Kind::Street(street)) = streets.element(there.street).map(|element| &element.kind)
            else {
                continue;
            };
            let points = graph.path(there);
            let mut meetings = self.meetings(&finder, street, &points, options);
            meetings.dedup_by(|a, b| a.0 - b.0 < SAME_M);
            match added.meets.last_mut().filter(|(known, _)| *known == element) {
                Some((_, count)) => *count += meetings.len(),
                None => added.meets.push((element, meetings.len())),
            }
            let mut stops: Vec<(f64, u32)> = Vec::new();
            for (along_m, on) in meetings {
                stops.push((along_m, self.meet(on, &mut between, &mut added.cuts)));
            }
            // Ends that meet nothing are nodes of their own, shared by the new streets that end there.
            for (along_m, end) in [(0.0, there.from), (there.length_m, there.to)] {
                let met = stops.iter().find(|(at, _)| (at - along_m).abs() < SAME_M).map(|(_, node)| *node);
                let node = *nodes.entry(end).or_insert_with(|| {
                    met.unwrap_or_else(|| {
                        self.places.push(place_along(&points, along_m));
                        self.places.len() as u32 - 1
                    })
                });
                match met {
                    // Another new street came first: both nodes are one place.
                    Some(met) if met != node => self.join(met, node, element),
                    Some(_) => {}
                    None => stops.push((along_m, node)),
                }
            }
            stops.sort_by(|a, b| a.0.total_cmp(&b.0));
            for pair in stops.windows(2) {
                self.piece([there, back], street, element, &points, [pair[0], pair[1]], options);
            }
        }
        self.graph = Self::graph_of(self.places.len() as u32, &self.links);
        added
    }

    fn links_between_nodes(&self) -> Between {
        let numbered = self.links.iter().enumerate().filter(|(_, link)| !link.replaced);
        numbered
            .filter_map(|(number, link)| {
                link.along.map(|(line, ..)| ((line, link.from, link.to), number as u32))
            })
            .collect()
    }

    /// Where a new street meets the network, by the distance from its start.
    fn meetings(
        &self,
        finder: &LineFinder,
        street: &Street,
        points: &[Point3],
        options: &NetworkOptions<'_>,
    ) -> Vec<(f64, OnLine)> {
        let snap_m = options.rules.door.street_snap.value;
        let level = |on: &OnLine| place_along(&self.lines[on.line as usize].points, on.along_m)[2];
        let mut meetings = Vec::new();
        let mut along_m = 0.0;
        let length_m: f64 = points.windows(2).map(|ends| distance(ends[0], ends[1])).sum();
        for (place, at) in [(points.first(), 0.0), (points.last(), length_m)] {
            let Some(place) = place else { continue };
            let near = |on: &OnLine| (level(on) - place[2]).abs() <= SAME_LEVEL_M;
            if let Some(on) = finder.nearest_where(*place, snap_m, near) {
                meetings.push((at, on));
            }
        }
        if is_on_ground(street) {
            for ends in points.windows(2) {
                let length = distance(ends[0], ends[1]);
                for (share, on) in finder.crossings(ends[0], ends[1]) {
                    let at = along_m + share * length;
                    let near_end = at < snap_m || at > length_m - snap_m;
                    let is_end_met = meetings
                        .iter()
                        .any(|(met, _): &(f64, OnLine)| near_end && (met - at).abs() <= snap_m);
                    if self.lines[on.line as usize].on_ground && !is_end_met {
                        meetings.push((at, on));
                    }
                }
                along_m += length;
            }
        }
        meetings.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.line.cmp(&b.1.line)));
        meetings
    }

    /// The node at a place on a line; links that it lies on are cut in two.
    fn meet(&mut self, on: OnLine, between: &mut Between, cuts: &mut Vec<Cut>) -> u32 {
        let next = self.places.len() as u32;
        let Some(line) = self.lines.get_mut(on.line as usize) else { return next };
        let node = line.node_at(on.along_m, next);
        if node != next {
            return node;
        }
        self.places.push(place_along(&line.points, on.along_m));
        let line = &self.lines[on.line as usize];
        let stops = line.stops();
        let Some(at) = stops.iter().position(|(_, stop)| *stop == node) else { return node };
        let (before, here, after) = (stops[at - 1], stops[at], stops[at + 1]);
        let parts = [
            line.part_links(on.line, before, here, &self.nodes),
            line.part_links(on.line, here, after, &self.nodes),
        ]
        .concat();
        let mut numbers: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for link in parts {
            numbers.insert((link.from, link.to), self.links.len() as u32);
            between.insert((on.line, link.from, link.to), self.links.len() as u32);
            self.links.push(link);
        }
        for (from, to) in [(before.1, after.1), (after.1, before.1)] {
            let cut = between.remove(&(on.line, from, to));
            let first = numbers.get(&(from, node));
            let second = numbers.get(&(node, to));
            if let (Some(link), Some(first), Some(second)) = (cut, first, second) {
                self.links[link as usize].replaced = true;
                self.links[link as usize].open = false;
                cuts.push(Cut { link, node, parts: [*first, *second] });
            }
        }
        node
    }

    /// Joins two nodes at one place.
    fn join(&mut self, a: u32, b: u32, element: ElementId) {
        for (from, to) in [(a, b), (b, a)] {
            self.links.push(super::NetworkLink {
                from,
                to,
                open_ms: 0,
                delay_ms: 0,
                open: true,
                replaced: false,
                element,
                along: None,
                length_m: 0.0,
            });
        }
    }

    /// The part of a new street between two nodes as a line with its links.
    fn piece(
        &mut self,
        [there, back]: [&StreetEdge; 2],
        street: &Street,
        element: ElementId,
        points: &[Point3],
        [start, end]: [(f64, u32); 2],
        options: &NetworkOptions<'_>,
    ) {
        let part = super::part_of(points, start.0, end.0);
        let length_m = end.0 - start.0;
        let plan_m: f64 = part.windows(2).map(|p| (p[0][0] - p[1][0]).hypot(p[0][1] - p[1][1])).sum();
        let rise = part.last().map_or(0.0, |p| p[2]) - part.first().map_or(0.0, |p| p[2]);
        let grade = if plan_m > 0.0 { rise / plan_m } else { 0.0 };
        let cost = |edge: &StreetEdge, grade: f64| {
            let stretch = Stretch { length_m, grade, ..Stretch::of(edge) };
            cost_ms(&stretch, street, options.profile, options.rules, options.private_allowed)
        };
        let line = Line {
            street: element,
            class: there.class,
            ends: [start.1, end.1],
            length_m,
            cost_ms: [cost(there, grade), cost(back, -grade)],
            open: true,
            on_ground: is_on_ground(street),
            points: part,
            inside: Vec::new(),
        };
        self.links.extend(line.links(self.lines.len() as u32, &self.nodes));
        self.lines.push(line);
    }
}

/// Both directions of each way of a graph, in the order of the ways.
fn both_ways(graph: &StreetGraph) -> Vec<(&StreetEdge, &StreetEdge)> {
    let mut ways: BTreeMap<u32, [Option<&StreetEdge>; 2]> = BTreeMap::new();
    for edge in &graph.edges {
        ways.entry(edge.line()).or_default()[usize::from(edge.is_reversed())] = Some(edge);
    }
    ways.into_values().filter_map(|[there, back]| Some((there?, back?))).collect()
}
