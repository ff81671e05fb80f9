//! What lies below ground near the station, and how it is joined to it and to the utility tunnel.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{BuildingUse, Community, ElementId, Geometry, Key, Kind};

use super::model::DensityModel;
use super::sums::USES;

/// Space below ground, with its joints.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Underground {
    /// Floor below ground by use, square metres.
    pub below_m2: [f64; USES],
    /// Floor of basements that hang together with a station below ground, square metres.
    pub linked_to_station_m2: f64,
    /// Basements that do.
    pub linked_basements: usize,
    /// All basements.
    pub basements: usize,
    /// Length of utility tunnels, metres.
    pub tunnel_m: f64,
    /// Floor of basements near enough to a utility tunnel to be joined to it, square metres.
    pub near_tunnel_m2: f64,
    /// From the nearest station entrance to the nearest utility tunnel, metres in plan.
    pub station_to_tunnel_m: Option<f64>,
}

impl DensityModel {
    /// Space below ground of what counts.
    pub fn underground(&self, community: &Community, counts: &dyn Fn(ElementId) -> bool) -> Underground {
        let mut result = Underground { below_m2: self.totals().all.below_m2, ..Underground::default() };
        let tunnels = tunnels_of(community, counts);
        result.tunnel_m = tunnels.iter().map(|[a, b]| (a[0] - b[0]).hypot(a[1] - b[1])).sum();
        let linked = linked_to_stations(community, counts);
        let near_m = self.rules().tod.tunnel_near.value;
        for record in self.records.iter().filter(|record| record.is_basement) {
            let floor_m2 = record.sums.below_total_m2();
            result.basements += 1;
            if linked.contains(&record.key) {
                result.linked_basements += 1;
                result.linked_to_station_m2 += floor_m2;
            }
            let near = |tunnel: &[[f64; 2]; 2]| {
                record.plan.as_ref().is_some_and(|plan| {
                    plan.contains(tunnel[0])
                        || plan.edges().any(|[a, b]| between_m(*tunnel, [[a.x, a.y], [b.x, b.y]]) <= near_m)
                })
            };
            if tunnels.iter().any(near) {
                result.near_tunnel_m2 += floor_m2;
            }
        }
        let entrances = self.field().entrances().iter().filter_map(|id| match community.element(*id) {
            Some(element) => match &element.geometry {
                Geometry::Point(p) => Some([p[0], p[1]]),
                _ => None,
            },
            None => None,
        });
        let entrances: Vec<[f64; 2]> = entrances.collect();
        result.station_to_tunnel_m = entrances
            .iter()
            .flat_map(|place| tunnels.iter().map(|tunnel| to_piece_m(*place, *tunnel)))
            .reduce(f64::min);
        result
    }
}

/// Straight pieces of utility tunnels.
fn tunnels_of(community: &Community, counts: &dyn Fn(ElementId) -> bool) -> Vec<[[f64; 2]; 2]> {
    let mut pieces = Vec::new();
    for (id, element) in community.iter() {
        if let (Kind::Corridor(_), Geometry::Line(points), true) =
            (&element.kind, &element.geometry, counts(id))
        {
            pieces.extend(points.windows(2).map(|p| [[p[0][0], p[0][1]], [p[1][0], p[1][1]]]));
        }
    }
    pieces
}

/// Basements that hang together, by their links, with one that is a station.
fn linked_to_stations(community: &Community, counts: &dyn Fn(ElementId) -> bool) -> BTreeSet<Key> {
    let mut links: BTreeMap<&Key, Vec<&Key>> = BTreeMap::new();
    let mut open: Vec<&Key> = Vec::new();
    for (id, element) in community.iter() {
        let (Kind::Basement(basement), true) = (&element.kind, counts(id)) else { continue };
        if basement.use_ == BuildingUse::Transport {
            open.push(&element.key);
        }
        for other in &basement.linked {
            links.entry(&element.key).or_default().push(other);
            links.entry(other).or_default().push(&element.key);
        }
    }
    let mut found: BTreeSet<Key> = BTreeSet::new();
    while let Some(key) = open.pop() {
        if found.insert(key.clone()) {
            open.extend(links.get(key).into_iter().flatten());
        }
    }
    found
}

fn to_piece_m(place: [f64; 2], [a, b]: [[f64; 2]; 2]) -> f64 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let rel = [place[0] - a[0], place[1] - a[1]];
    let square = along[0] * along[0] + along[1] * along[1];
    let share =
        if square > 0.0 { ((rel[0] * along[0] + rel[1] * along[1]) / square).clamp(0.0, 1.0) } else { 0.0 };
    (rel[0] - share * along[0]).hypot(rel[1] - share * along[1])
}

/// Distance of two straight pieces; 0 when they cross.
fn between_m(a: [[f64; 2]; 2], b: [[f64; 2]; 2]) -> f64 {
    let side =
        |p: [f64; 2], q: [f64; 2], r: [f64; 2]| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    let crosses = side(a[0], a[1], b[0]) * side(a[0], a[1], b[1]) < 0.0
        && side(b[0], b[1], a[0]) * side(b[0], b[1], a[1]) < 0.0;
    if crosses {
        return 0.0;
    }
    let ends = [to_piece_m(a[0], b), to_piece_m(a[1], b), to_piece_m(b[0], a), to_piece_m(b[1], a)];
    ends.into_iter().fold(f64::INFINITY, f64::min)
}
