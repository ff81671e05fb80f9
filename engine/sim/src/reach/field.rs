//! How far every place is from the nearest station entrance, on foot: asked thousands of times a second.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Aabb, Community, ElementId, Geometry, Kind, Point3};
use linli_space::{PackedTree, StreetGraph};

use super::graph::{Link, Seed, TravelGraph, UNREACHED};
use super::network::{Joint, NetworkOptions, TravelNetwork};
use super::rules::{Profile, ReachRules};

/// Millimetres of a metre: distances are searched in whole millimetres.
const MM_PER_M: f64 = 1000.0;

/// A walk to the nearest station entrance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walk {
    /// Time, seconds, with delays at crossings.
    pub seconds: f64,
    /// Length of the shortest way, metres; may be another way than the quickest.
    pub length_m: f64,
}

/// One stretch of street between two nodes, with what is left to walk from both of its ends.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    length_m: f64,
    /// Seconds from the whole stretch's start and end to the station.
    left_s: [f64; 2],
    /// Seconds to walk the stretch forwards and backwards.
    across_s: [f64; 2],
    /// Metres from its start and end to the station.
    left_m: [f64; 2],
    /// Whether it can be walked forwards and backwards.
    open: [bool; 2],
}

/// A straight piece of a stretch.
#[derive(Clone, Copy, Debug)]
struct Piece {
    stretch: u32,
    start_m: f64,
    length_m: f64,
    from: [f64; 2],
    to: [f64; 2],
}

/// Walks from anywhere to the nearest station entrance along walkable streets.
///
/// Built once for a network; a place is then answered in about a microsecond, by the nearest street on
/// the ground. Delays at junctions are spread along the streets that meet there.
#[derive(Debug, Default)]
pub struct WalkField {
    tree: PackedTree,
    pieces: Vec<Piece>,
    stretches: Vec<Stretch>,
    limit_m: f64,
    speed_mps: f64,
    entrances: Vec<ElementId>,
}

impl WalkField {
    /// The field of a community's station entrances; `counts` says which elements are there. Where there
    /// are no entrances a station is entered at its own point.
    pub fn of_stations(
        community: &Community,
        streets: &StreetGraph,
        rules: &ReachRules,
        profile: &Profile,
        counts: impl Fn(ElementId) -> bool,
    ) -> Self {
        let joints = station_joints(community, &counts);
        let is_away = |(id, element): &(ElementId, &linli_model::Element)| {
            matches!(element.kind, Kind::Street(_) | Kind::StreetNode(_)) && !counts(*id)
        };
        let closed: BTreeSet<ElementId> = community.iter().filter(is_away).map(|(id, _)| id).collect();
        let options = NetworkOptions { profile, rules, closed: &closed, minute: None, private_allowed: true };
        let network = TravelNetwork::new(community, streets, &options, &joints);
        let seeds: Vec<Seed> = (0..joints.len())
            .filter_map(|joint| network.node_of_joint(joint))
            .map(|node| Seed { node, time_ms: 0 })
            .collect();
        let entrances: BTreeSet<ElementId> = joints.iter().map(|joint| joint.element).collect();
        let mut field = Self {
            limit_m: rules.door.limit.value,
            speed_mps: profile.speed.value,
            entrances: entrances.into_iter().collect(),
            ..Self::default()
        };
        field.lay(community, &network, &seeds);
        field
    }

    /// Entrances that the walks lead to.
    pub fn entrances(&self) -> &[ElementId] {
        &self.entrances
    }

    /// Takes over the numbers that the entrances have now; their places stay as they are.
    pub(crate) fn renumber(&mut self, entrances: Vec<ElementId>) {
        self.entrances = entrances;
    }

    /// The walk from a place; nothing when no street lies within the limit of the rules, or no station
    /// can be reached from it.
    pub fn walk(&self, place: [f64; 2]) -> Option<Walk> {
        if !place.iter().all(|v| v.is_finite()) {
            return None;
        }
        let (square, stretch, along_m) = self.nearest(place)?;
        let stretch = self.stretches.get(stretch as usize)?;
        let share = if stretch.length_m > 0.0 { (along_m / stretch.length_m).clamp(0.0, 1.0) } else { 0.0 };
        let (mut seconds, mut length_m) = (f64::INFINITY, f64::INFINITY);
        for (way, ahead) in [(0, 1.0 - share), (1, share)] {
            if stretch.open[way] {
                let end = 1 - way;
                seconds = seconds.min(stretch.left_s[end] + ahead * stretch.across_s[way]);
                length_m = length_m.min(stretch.left_m[end] + ahead * stretch.length_m);
            }
        }
        let gap_m = square.sqrt();
        let walk = Walk { seconds: seconds + gap_m / self.speed_mps, length_m: length_m + gap_m };
        (walk.seconds.is_finite() && walk.length_m.is_finite()).then_some(walk)
    }

    /// Nearest piece: squared distance, stretch, place along it; of equals the first.
    fn nearest(&self, place: [f64; 2]) -> Option<(f64, u32, f64)> {
        let bound = self.limit_m * self.limit_m;
        let mut best: Option<(f64, u32, f64)> = None;
        // The tree rounds outwards: a hair more keeps what lies exactly at the limit.
        self.tree.for_each_near([place[0], place[1], 0.0], bound * (1.0 + 1e-6) + 1e-9, |item, far| {
            let Some(piece) = self.pieces.get(item as usize) else { return far };
            let (share, square) = foot(piece, place);
            let found = (square, piece.stretch, piece.start_m + share * piece.length_m);
            if square <= bound && best.is_none_or(|known| found < known) {
                best = Some(found);
            }
            best.map_or(far, |(square, _, _)| far.min(square * (1.0 + 1e-6) + 1e-9))
        });
        best
    }

    /// Whether a walkable street on the ground runs within a distance, at most that of the rules.
    pub fn street_within(&self, place: [f64; 2], distance_m: f64) -> bool {
        self.nearest(place).is_some_and(|(square, ..)| square <= distance_m * distance_m)
    }

    fn lay(&mut self, community: &Community, network: &TravelNetwork, seeds: &[Seed]) {
        let seconds = network.graph.reversed().times_from(seeds, UNREACHED - 1);
        let lengths: Vec<Link> = network
            .links
            .iter()
            .map(|link| Link {
                from: link.to,
                to: link.from,
                cost_ms: if link.open { (link.length_m * MM_PER_M).round() as u32 } else { UNREACHED },
            })
            .collect();
        let nodes = network.places.len() as u32;
        let metres = TravelGraph::from_links(nodes, &lengths).unwrap_or_default();
        let metres = metres.times_from(seeds, UNREACHED - 1);
        let left = |of: &[u32], node: u32| match of.get(node as usize) {
            Some(&value) if value < UNREACHED => f64::from(value) / 1000.0,
            _ => f64::INFINITY,
        };
        let mut known: BTreeMap<(u32, u64), u32> = BTreeMap::new();
        for link in &network.links {
            let Some((line, from_m, to_m)) = link.along else { continue };
            if !is_on_ground(community, link.element) {
                continue;
            }
            let way = usize::from(to_m < from_m);
            let start_m = from_m.min(to_m);
            let ends = if way == 0 { [link.from, link.to] } else { [link.to, link.from] };
            let number = *known.entry((line, start_m.to_bits())).or_insert_with(|| {
                let number = self.stretches.len() as u32;
                self.stretches.push(Stretch {
                    length_m: link.length_m,
                    left_s: ends.map(|node| left(&seconds, node)),
                    across_s: [f64::INFINITY; 2],
                    left_m: ends.map(|node| left(&metres, node)),
                    open: [false; 2],
                });
                self.add_pieces(number, &network.part(line, start_m, from_m.max(to_m)));
                number
            });
            if let Some(stretch) = self.stretches.get_mut(number as usize) {
                stretch.across_s[way] = f64::from(link.open_ms) / 1000.0;
                stretch.open[way] = link.open;
            }
        }
        let boxes: Vec<Aabb> = self
            .pieces
            .iter()
            .map(|p| Aabb::from_corners([p.from[0], p.from[1], 0.0], [p.to[0], p.to[1], 0.0]))
            .collect();
        self.tree = PackedTree::build(&boxes);
    }

    fn add_pieces(&mut self, stretch: u32, points: &[Point3]) {
        let mut start_m = 0.0;
        for ends in points.windows(2) {
            let length_m = (0..3).map(|i| (ends[0][i] - ends[1][i]).powi(2)).sum::<f64>().sqrt();
            let [from, to] = [ends[0], ends[1]].map(|p| [p[0], p[1]]);
            self.pieces.push(Piece { stretch, start_m, length_m, from, to });
            start_m += length_m;
        }
    }
}

/// Entrances of stations that are there; the station itself where it has none within the community.
fn station_joints(community: &Community, counts: &impl Fn(ElementId) -> bool) -> Vec<Joint> {
    let mut joints = Vec::new();
    let mut stations = Vec::new();
    for (id, element) in community.iter() {
        let Geometry::Point(place) = &element.geometry else { continue };
        match &element.kind {
            Kind::StationEntrance(entrance) if counts(id) => {
                joints.push(Joint::new(id, *place, entrance.node));
            }
            Kind::Station(_) if counts(id) => {
                stations.push(Joint::new(id, *place, None));
            }
            _ => {}
        }
    }
    if joints.is_empty() { stations } else { joints }
}

/// Whether doors may be joined to a street: not in tunnels, not on bridges.
fn is_on_ground(community: &Community, street: ElementId) -> bool {
    match community.element(street).map(|element| &element.kind) {
        Some(Kind::Street(street)) => !street.bridge && !street.tunnel && street.layer == 0,
        _ => false,
    }
}

/// Share along a piece where a place is nearest, and the squared distance.
fn foot(piece: &Piece, at: [f64; 2]) -> (f64, f64) {
    let along = [piece.to[0] - piece.from[0], piece.to[1] - piece.from[1]];
    let rel = [at[0] - piece.from[0], at[1] - piece.from[1]];
    let square = along[0] * along[0] + along[1] * along[1];
    let share =
        if square > 0.0 { ((rel[0] * along[0] + rel[1] * along[1]) / square).clamp(0.0, 1.0) } else { 0.0 };
    let off = [rel[0] - share * along[0], rel[1] - share * along[1]];
    (share, off[0] * off[0] + off[1] * off[1])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::reach::town::Town;

    #[test]
    fn a_walk_goes_along_the_streets_and_not_through_the_air() {
        // A U of streets: d lies 100 m from a in the air and 500 m along the streets.
        let mut town = Town::new(&["a.d", "...", "b.c"]);
        town.streets(&["ab", "bc", "cd"]);
        town.station("entrance", 'a');
        let rules = ReachRules::standard().unwrap();
        let streets = StreetGraph::of(&town.community);
        let profile = rules.profile("planning").unwrap();
        let field = WalkField::of_stations(&town.community, &streets, &rules, profile, |_| true);
        let length = |x: f64, y: f64| field.walk([x, y]).map(|walk| walk.length_m);
        assert!((length(200.0, 200.0).unwrap() - 600.0).abs() < 0.01);
        assert!((length(200.0, 120.0).unwrap() - 520.0).abs() < 0.01);
        assert!((length(100.0, 10.0).unwrap() - 310.0).abs() < 0.01);
        assert!((field.walk([0.0, 150.0]).unwrap().seconds - 50.0).abs() < 0.1);
        assert_eq!(length(100.0, 100.0), None, "no street within 60 m");
        let none = WalkField::of_stations(&town.community, &streets, &rules, profile, |_| false);
        assert!(none.walk([0.0, 0.0]).is_none() && none.entrances().is_empty());
    }
}
