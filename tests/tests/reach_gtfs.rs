//! Public transport by real timetables: percentiles over the departures of an hour against every ride of
//! the day tried for every departure, with walks by a plain Dijkstra.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use linli_io::{ImportOptions, Transform, read_gtfs};
use linli_model::{
    Building, BuildingUse, Community, Element, ElementId, Geometry, Kind, Point3, Polygon, StoreyRun,
    TimetableTrip,
};
use linli_sim::reach::{
    Joint, NetworkOptions, ReachRules, TransitOptions, TravelNetwork, homes_of, transit_reach,
};
use linli_space::StreetGraph;
use linli_tests::{brought_in, data};

/// Cells of the population grid that are asked, spread over the town.
const CELLS: usize = 24;
const FROM_S: u32 = 8 * 3600;
const NEVER: u64 = u64::MAX;

/// A house on some cells of the grid that have people, with all of them in it.
fn with_people(community: &mut Community, grid: &str) {
    let transform = Transform::new("EPSG:4326", &community.frame.crs).unwrap();
    let lived_in: Vec<(f64, f64, u32)> = grid
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|cells| (cells[1].parse().unwrap(), cells[2].parse().unwrap(), cells[3].parse().unwrap()))
        .filter(|(.., people)| *people > 0)
        .collect();
    for (number, (lon, lat, people)) in lived_in.iter().step_by(lived_in.len() / CELLS).enumerate() {
        let [x, y, _] = community.frame.local_from_projected({
            let [x, y] = transform.point([*lon, *lat]).unwrap();
            [x, y, 0.0]
        });
        let corner = |dx: f64, dy: f64| [x + dx, y + dy, 0.0];
        let ring = vec![corner(-5., -5.), corner(5., -5.), corner(5., 5.), corner(-5., 5.)];
        let run = StoreyRun {
            from_level: 1,
            to_level: 1,
            height_m: 3.0,
            use_: BuildingUse::Residential,
            floor_area_m2: 100.0,
            dwellings: 1,
            residents: *people,
            jobs: 0,
        };
        let facts = Building { use_: BuildingUse::Residential, storeys: vec![run], ..Building::default() };
        let geometry = Geometry::Area(vec![Polygon::new(ring)]);
        community.add(Element::new(format!("cell/{number}"), Kind::Building(facts), geometry)).unwrap();
    }
}

/// Walks over the network: all links that start at each node.
struct Walks {
    from: Vec<Vec<(u32, u32)>>,
    stop_of: BTreeMap<u32, u32>,
}

impl Walks {
    fn new(network: &TravelNetwork, first_stop: usize) -> Self {
        let mut from = vec![Vec::new(); network.places.len()];
        for link in network.links.iter().filter(|link| link.open) {
            from[link.from as usize].push((link.to, link.open_ms));
        }
        let stops = (first_stop..network.joints.len())
            .filter_map(|joint| Some((network.node_of_joint(joint)?, (joint - first_stop) as u32)));
        Self { from, stop_of: stops.collect() }
    }

    /// Whole seconds, rounded up, to the stops within a time, by Dijkstra's own method.
    fn stops_from(&self, nodes: &[u32], limit_ms: u32) -> BTreeMap<u32, u32> {
        let mut reached: BTreeMap<u32, u32> = BTreeMap::new();
        let mut queue: BinaryHeap<Reverse<(u32, u32)>> =
            nodes.iter().map(|node| Reverse((0, *node))).collect();
        while let Some(Reverse((ms, node))) = queue.pop() {
            if ms > limit_ms || reached.contains_key(&node) {
                continue;
            }
            reached.insert(node, ms);
            queue.extend(self.from[node as usize].iter().map(|(to, link_ms)| Reverse((ms + link_ms, *to))));
        }
        let at_stops =
            reached.iter().filter_map(|(node, ms)| Some((*self.stop_of.get(node)?, ms.div_ceil(1000))));
        at_stops.collect()
    }
}

/// Earliest arrival at each stop: each ride is boarded where it can be first; one walk after each ride.
fn tried(
    rides: &[&TimetableTrip],
    walks: &BTreeMap<(u32, u32), u32>,
    at_first: Vec<u64>,
    most_rides: usize,
) -> Vec<u64> {
    let mut at = at_first;
    for _ in 0..most_rides {
        let mut by_ride = vec![NEVER; at.len()];
        for ride in rides {
            let mut boarded = false;
            for call in &ride.calls {
                if boarded {
                    let known = &mut by_ride[call.stop as usize];
                    *known = (*known).min(call.arrive_s.into());
                }
                boarded |= at[call.stop as usize] <= u64::from(call.depart_s);
            }
        }
        let mut next: Vec<u64> = at.iter().zip(&by_ride).map(|(at, ride)| *at.min(ride)).collect();
        for ((from, to), seconds) in walks {
            let there = by_ride[*from as usize].saturating_add(u64::from(*seconds));
            next[*to as usize] = next[*to as usize].min(there);
        }
        at = next;
    }
    at
}

/// The nearest rank, counted by hand: the smallest value that enough others do not exceed.
fn rank(values: &[u64], percent: u64) -> Option<u32> {
    let enough = |value: &&u64| {
        let within = values.iter().filter(|other| other <= value).count() as u64;
        within * 100 >= percent * values.len() as u64
    };
    values.iter().filter(enough).min().filter(|value| **value != NEVER).map(|value| *value as u32)
}

fn compare(feed: &str, least_answers: usize) {
    let (Some(streets), Some(feed), Some(grid)) = (
        data("osm/porto_alegre.osm.pbf"),
        data(&format!("gtfs/{feed}")),
        data("osm/porto_alegre_hexgrid.csv"),
    ) else {
        return;
    };
    let (mut community, _) = brought_in(&[streets], &ImportOptions::default()).unwrap();
    with_people(&mut community, &std::fs::read_to_string(grid).unwrap());
    let (timetable, _) = read_gtfs(&feed).unwrap();
    let day = timetable.busiest_working_day().unwrap();
    let transform = Transform::new("EPSG:4326", &community.frame.crs).unwrap();
    let places: Vec<Point3> = timetable
        .stops
        .iter()
        .map(|stop| {
            let [x, y] = transform.point(stop.place_deg).unwrap();
            let [x, y, _] = community.frame.local_from_projected([x, y, 0.0]);
            [x, y, 0.0]
        })
        .collect();
    let rules = ReachRules::standard().unwrap();
    let closed = BTreeSet::new();
    let network_options = NetworkOptions {
        profile: rules.profile("standard").unwrap(),
        rules: &rules,
        closed: &closed,
        minute: None,
        private_allowed: true,
    };
    let graph = StreetGraph::of(&community);
    let options = TransitOptions { network: network_options, day, from_s: FROM_S };
    let reach = transit_reach(&community, &graph, &timetable, &places, &options);
    assert_eq!(reach.departures_s.len(), 61);

    let homes = homes_of(&community, &rules);
    let mut joints: Vec<Joint> =
        homes.iter().flat_map(|home| home.doors.iter().map(|door| door.joint)).collect();
    let first_stop = joints.len();
    joints.extend(places.iter().map(|place| Joint::new(ElementId(u32::MAX), *place, None)));
    let network = TravelNetwork::new(&community, &graph, &network_options, &joints);
    let walks = Walks::new(&network, first_stop);
    let mut between: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for (node, stop) in &walks.stop_of {
        let near = walks.stops_from(&[*node], rules.transit.between_rides.ms());
        between.extend(near.into_iter().filter(|(to, _)| to != stop).map(|(to, s)| ((*stop, to), s)));
    }
    for transfer in timetable.transfers.iter().filter(|transfer| transfer.from != transfer.to) {
        let known = between.entry((transfer.from, transfer.to)).or_insert(transfer.seconds);
        *known = (*known).min(transfer.seconds);
    }
    let rides: Vec<&TimetableTrip> = timetable.trips_on(day).collect();
    let mut answers = 0;
    let mut first_joint = 0;
    for (home, found) in homes.iter().zip(&reach.buildings) {
        let doors = home.doors_on(&network, first_joint);
        let nodes: Vec<u32> =
            doors.iter().filter_map(|door| network.node_of_joint(first_joint + door)).collect();
        first_joint += home.doors.len();
        let access = walks.stops_from(&nodes, rules.transit.access.ms());
        assert_eq!(found.stops_near, access.len());
        let mut times = vec![Vec::new(); timetable.stops.len()];
        for depart in &reach.departures_s {
            let mut at = vec![NEVER; timetable.stops.len()];
            for (stop, seconds) in &access {
                at[*stop as usize] = u64::from(depart + seconds);
            }
            let most = rules.transit.most_rides.value as usize;
            let arrivals = tried(&rides, &between, at, most);
            for (times, arrival) in times.iter_mut().zip(arrivals) {
                times.push(if arrival == NEVER { NEVER } else { arrival - u64::from(*depart) });
            }
        }
        for (stop, times) in times.iter().enumerate() {
            assert_eq!(found.median_s[stop], rank(times, 50), "median to {}", timetable.stops[stop].id);
            let judged = rules.transit.percentile.value as u64;
            assert_eq!(
                found.judged_s[stop],
                rank(times, judged),
                "{judged} % to {}",
                timetable.stops[stop].id
            );
            answers += usize::from(found.median_s[stop].is_some());
        }
    }
    eprintln!("{}: {answers} medians equal, {} rides", feed.display(), rides.len());
    assert!(answers >= least_answers, "{answers}");
}

#[test]
fn percentiles_by_bus_equal_every_ride_tried() {
    compare("porto_alegre_eptc.zip", 20_000);
}

#[test]
fn percentiles_by_train_equal_every_ride_tried() {
    compare("porto_alegre_trensurb.zip", 1);
}
