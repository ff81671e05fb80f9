#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{Call, Service, TimetableRoute, TimetableStop, TimetableTrip};
use proptest::prelude::*;

use super::*;

const DAY: &str = "2026-06-01";

fn table(stops: usize, trips: &[&[(u32, u32, u32)]]) -> Timetable {
    let day: NaiveDate = DAY.parse().unwrap();
    let trip = |calls: &&[(u32, u32, u32)]| TimetableTrip {
        route: 0,
        service: 0,
        calls: calls
            .iter()
            .map(|(stop, arrive_s, depart_s)| Call { stop: *stop, arrive_s: *arrive_s, depart_s: *depart_s })
            .collect(),
    };
    Timetable {
        stops: vec![TimetableStop::default(); stops],
        routes: vec![TimetableRoute::default()],
        services: vec![Service { added: vec![day], ..Service::default() }],
        trips: trips.iter().map(trip).collect(),
        transfers: Vec::new(),
    }
}

fn arrivals(
    table: &Timetable,
    walks: &[StopWalk],
    rides: usize,
    depart: u32,
    access: &[(u32, u32)],
) -> Vec<u32> {
    let network = TransitNetwork::new(table, DAY.parse().unwrap(), walks);
    network.search(rides).leave_at(depart, access).to_vec()
}

#[test]
fn a_ride_a_change_and_a_walk_by_arithmetic() {
    // 0 → 1 → 2 every 600 s from 1000; 3 → 4 at 2000; 1 to 3 on foot in 100 s.
    let table = table(
        5,
        &[
            &[(0, 1000, 1000), (1, 1300, 1310), (2, 1600, 1600)],
            &[(0, 1600, 1600), (1, 1900, 1910), (2, 2200, 2200)],
            &[(3, 2000, 2000), (4, 2300, 2300)],
        ],
    );
    let walks = [StopWalk { from: 1, to: 3, seconds: 100 }];
    // At stop 0 at 990: first ride; stop 1 at 1300, on foot at 3 at 1400, the 2000 to 4.
    assert_eq!(arrivals(&table, &walks, 2, 900, &[(0, 90)]), vec![990, 1300, 1600, 1400, 2300]);
    // One second too late for the first: second ride, 1900 + 100 = 2000 just catches it.
    assert_eq!(arrivals(&table, &walks, 2, 911, &[(0, 90)]), vec![1001, 1900, 2200, 2000, 2300]);
    assert_eq!(arrivals(&table, &walks, 1, 900, &[(0, 90)])[4], UNREACHED);
    assert_eq!(arrivals(&table, &walks, 2, 1600, &[(0, 1)])[1], UNREACHED);
}

#[test]
fn a_ride_that_overtakes_is_taken() {
    // A slow ride leaves first, an express comes later and is there earlier.
    let table = table(2, &[&[(0, 1000, 1000), (1, 3000, 3000)], &[(0, 1100, 1100), (1, 1400, 1400)]]);
    assert_eq!(arrivals(&table, &[], 1, 1000, &[(0, 0)])[1], 1400);
}

/// Calls of each ride, walks between stops, and times to the first stops.
type Town = (Vec<Vec<(u32, u32, u32)>>, Vec<StopWalk>, Vec<(u32, u32)>);

/// Rides over random stops, walks, and accesses.
fn random() -> impl Strategy<Value = Town> {
    let calls = prop::collection::vec((0_u32..6, 0_u32..200, 0_u32..40), 2..5).prop_map(|calls| {
        let mut time = 0;
        let call = |(stop, ride, dwell): (u32, u32, u32)| {
            let arrive = time + ride;
            time = arrive + dwell;
            (stop, arrive, time)
        };
        calls.into_iter().map(call).collect::<Vec<_>>()
    });
    let walk = (0_u32..6, 0_u32..6, 0_u32..60).prop_map(|(from, to, seconds)| StopWalk { from, to, seconds });
    let access = prop::collection::vec((0_u32..6, 0_u32..100), 1..3);
    (prop::collection::vec(calls, 1..12), prop::collection::vec(walk, 0..5), access)
}

/// Every ride from every stop, again and again: rides at most so many, one walk after each.
fn oracle(
    trips: &[Vec<(u32, u32, u32)>],
    walks: &[StopWalk],
    rides: usize,
    depart: u32,
    access: &[(u32, u32)],
) -> Vec<u32> {
    let mut at = vec![UNREACHED; 6];
    for (stop, seconds) in access {
        at[*stop as usize] = at[*stop as usize].min(depart + seconds);
    }
    for _ in 0..rides {
        let mut by_ride = vec![UNREACHED; 6];
        for calls in trips {
            for (number, (from, _, leave)) in calls.iter().enumerate() {
                if at[*from as usize] <= *leave {
                    for (to, arrive, _) in &calls[number + 1..] {
                        by_ride[*to as usize] = by_ride[*to as usize].min(*arrive);
                    }
                }
            }
        }
        let mut next: Vec<u32> = at.iter().zip(&by_ride).map(|(at, ride)| *at.min(ride)).collect();
        for walk in walks {
            let arrive = by_ride[walk.from as usize].saturating_add(walk.seconds);
            next[walk.to as usize] = next[walk.to as usize].min(arrive);
        }
        at = next;
    }
    at
}

proptest! {
    #[test]
    fn the_search_equals_every_ride_tried(
        (trips, walks, access) in random(),
        rides in 1_usize..4,
        departures in prop::collection::vec(0_u32..300, 1..5),
    ) {
        let slices: Vec<&[(u32, u32, u32)]> = trips.iter().map(Vec::as_slice).collect();
        let table = table(6, &slices);
        let network = TransitNetwork::new(&table, DAY.parse().unwrap(), &walks);
        let mut search = network.search(rides);
        let mut departures = departures;
        departures.sort_unstable_by(|a, b| b.cmp(a));
        for depart in departures {
            let found = search.leave_at(depart, &access).to_vec();
            prop_assert_eq!(found, oracle(&trips, &walks, rides, depart, &access));
        }
    }
}
