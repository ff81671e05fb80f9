//! Life circles: how many residents have each kind of facility near enough.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{ElementId, Geometry, Key, Kind, TransitMode};
use linli_space::StreetGraph;

use super::graph::{NearestEngine, Seed, UNREACHED};
use super::home::{Door, HomeBuilding, corners, doors_of, homes_of};
use super::network::{Joint, NetworkOptions, TravelNetwork};
use super::rules::{LifeCircleRules, ReachRules};
use super::scope::Scope;

/// How one kind of facility covers the residents.
#[derive(Clone, Debug, PartialEq)]
pub struct KindCoverage {
    /// Key of the kind in the rules.
    pub kind: String,
    /// Walking time of its radius, milliseconds.
    pub limit_ms: u32,
    /// Facilities on the network.
    pub places: usize,
    /// Facilities that could not be joined to a street.
    pub off_network: Vec<ElementId>,
    /// Residents of all homes.
    pub residents: u64,
    /// Residents whose door lies within the radius.
    pub residents_covered: u64,
    /// Time from each building's door to the nearest, milliseconds, or nothing without a way; in the
    /// order of the buildings with homes.
    pub times_ms: Vec<Option<u32>>,
}

impl KindCoverage {
    /// Share of residents who are covered; nothing when nobody lives there.
    pub fn share(&self) -> Option<f64> {
        (self.residents > 0).then(|| self.residents_covered as f64 / self.residents as f64)
    }
}

/// Coverage of every kind of a set of rules, in their order. Distances are walked on the network from
/// the doors of the buildings; stairs and lifts do not count, as the radii are between buildings.
/// `network` has the profile with which a radius is walked, whose speed turns radii into times.
pub fn life_circles<'a>(
    scope: impl Into<Scope<'a>>,
    streets: &StreetGraph,
    network: &NetworkOptions<'_>,
    circles: &LifeCircleRules,
) -> Vec<KindCoverage> {
    let scope = scope.into();
    let homes = homes_of(scope, network.rules);
    let (mut joints, first_joint) = door_joints(&homes);
    let mut kinds_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, kind) in circles.kinds.iter().enumerate() {
        for category in &kind.categories {
            kinds_of.entry(category).or_default().push(number);
        }
    }
    let mut places: Vec<(usize, ElementId, std::ops::Range<usize>)> = Vec::new();
    for (kind, id, candidates) in facilities(scope, &kinds_of) {
        let start = joints.len();
        joints.extend(candidates);
        places.push((kind, id, start..joints.len()));
    }
    let network_speed = network.profile.speed.value;
    let network = TravelNetwork::new(scope, streets, network, &joints);
    let mut coverages: Vec<KindCoverage> = circles
        .kinds
        .iter()
        .map(|kind| KindCoverage {
            kind: kind.key.clone(),
            limit_ms: (kind.radius.value / network_speed * 1000.0).round() as u32,
            places: 0,
            off_network: Vec::new(),
            residents: 0,
            residents_covered: 0,
            times_ms: Vec::new(),
        })
        .collect();
    let mut seeds: Vec<Vec<Seed>> = vec![Vec::new(); circles.kinds.len()];
    for (kind, id, candidates) in places {
        match nearest_to_street(&network, candidates) {
            Some(node) => {
                seeds[kind].push(Seed { node, time_ms: 0 });
                coverages[kind].places += 1;
            }
            None => coverages[kind].off_network.push(id),
        }
    }
    let times = NearestEngine::new(&network.graph).times_to_nearest(&seeds);
    for (number, home) in homes.iter().enumerate() {
        let doors = home.doors_on(&network, first_joint[number]);
        let residents: u64 = home.storeys.iter().map(|storey| u64::from(storey.residents)).sum();
        for (coverage, times) in coverages.iter_mut().zip(&times) {
            let nodes = doors.iter().filter_map(|door| network.node_of_joint(first_joint[number] + door));
            let best = nodes.map(|node| times[node as usize]).min().filter(|time| *time < UNREACHED);
            coverage.residents += residents;
            if best.is_some_and(|time| time <= coverage.limit_ms) {
                coverage.residents_covered += residents;
            }
            coverage.times_ms.push(best);
        }
    }
    coverages
}

/// Joints of all doors, and the first of each building.
pub(crate) fn door_joints(homes: &[HomeBuilding]) -> (Vec<Joint>, Vec<usize>) {
    let mut joints: Vec<Joint> = Vec::new();
    let mut first = Vec::with_capacity(homes.len());
    for home in homes {
        first.push(joints.len());
        joints.extend(home.doors.iter().map(|door| door.joint));
    }
    (joints, first)
}

/// Of several candidates for one place the node of the one nearest to a street.
pub(super) fn nearest_to_street(network: &TravelNetwork, candidates: std::ops::Range<usize>) -> Option<u32> {
    let joined = candidates.filter_map(|joint| {
        network.joints.get(joint).and_then(|joined| joined.as_ref().ok()).map(|joined| (joined.gap_m, joint))
    });
    let nearest = joined.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    nearest.and_then(|(_, joint)| network.node_of_joint(joint))
}

/// Where an element may be entered: its numbered node, the doors of the building that houses it, its
/// point, or the corners of its outline.
pub(super) fn entrances_of(
    id: ElementId,
    geometry: &Geometry,
    node: Option<i64>,
    building: Option<&Key>,
    doors: &BTreeMap<Key, Vec<Door>>,
) -> Vec<Joint> {
    if node.is_none()
        && let Some(doors) = building.and_then(|building| doors.get(building))
    {
        return doors.iter().map(|door| Joint { element: id, ..door.joint }).collect();
    }
    match geometry {
        Geometry::Point(place) => vec![Joint::new(id, *place, node)],
        Geometry::None => Vec::new(),
        other => corners(id, other).into_iter().map(|door| Joint { node, ..door.joint }).collect(),
    }
}

/// Facilities, stops and station entrances with each kind that they count as.
fn facilities(
    scope: Scope<'_>,
    kinds_of: &BTreeMap<&str, Vec<usize>>,
) -> Vec<(usize, ElementId, Vec<Joint>)> {
    let doors = doors_of(scope);
    let mut found = Vec::new();
    for (id, element) in scope.iter() {
        let (category, node, building) = match &element.kind {
            Kind::Facility(facility) => {
                (facility.category.as_str(), facility.node, facility.building.as_ref())
            }
            Kind::Stop(stop) if stop.mode == TransitMode::Bus => ("bus_stop", None, None),
            Kind::StationEntrance(entrance) => ("rail_station", entrance.node, None),
            _ => continue,
        };
        for kind in kinds_of.get(category).into_iter().flatten() {
            found.push((*kind, id, entrances_of(id, &element.geometry, node, building, &doors)));
        }
    }
    found
}

/// Coverage at the planning speed with everything open.
///
/// # Errors
/// Nothing when the rules have no profile `planning`.
pub fn life_circles_planned<'a>(
    scope: impl Into<Scope<'a>>,
    streets: &StreetGraph,
    rules: &ReachRules,
    circles: &LifeCircleRules,
    closed: &BTreeSet<ElementId>,
) -> Option<Vec<KindCoverage>> {
    let profile = rules.profile("planning")?;
    let options = NetworkOptions { profile, rules, closed, minute: None, private_allowed: true };
    Some(life_circles(scope, streets, &options, circles))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::reach::town::Town;

    /// Residents by powers of two: the sum spells who was covered.
    fn spelled(facility_at: &str, closed: &[&str]) -> BTreeMap<String, u64> {
        let mut town = Town::new(&["abcdefghi"]);
        town.streets(&["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"]);
        for (number, letter) in "abcdefghi".chars().enumerate() {
            town.tower(&format!("tower-{letter}"), letter, 1, 1 << number, Vec::new());
        }
        for (number, letter) in facility_at.chars().enumerate() {
            town.facility(&format!("kindergarten-{number}"), letter, "kindergarten");
        }
        town.facility("market", 'i', "marketplace");
        let rules = ReachRules::standard().unwrap();
        let circles = LifeCircleRules::standard().unwrap();
        let closed = closed.iter().map(|key| town.community.id_of(&Key::from(*key)).unwrap()).collect();
        let streets = StreetGraph::of(&town.community);
        let coverages = life_circles_planned(&town.community, &streets, &rules, &circles, &closed).unwrap();
        coverages.into_iter().map(|coverage| (coverage.kind, coverage.residents_covered)).collect()
    }

    #[test]
    fn the_sum_spells_who_is_covered() {
        // 300 m on each side of e: b, c, d, e, f, g, h.
        let covered = spelled("e", &[]);
        assert_eq!(covered["kindergarten"], 0b0_1111_1110);
        // 500 m from the market at i: d to i.
        assert_eq!(covered["fresh_market"], 0b1_1111_1000);
        assert_eq!(covered["health_centre"], 0);
        assert_eq!(spelled("ai", &[])["kindergarten"], 0b1_1110_1111);
        // Without the street between e and f.
        assert_eq!(spelled("e", &["ef"])["kindergarten"], 0b0_0001_1110);
        assert_eq!(spelled("", &[])["kindergarten"], 0);
    }
}
