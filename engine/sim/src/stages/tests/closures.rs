//! Closed streets and the buildings behind them.

use linli_model::{Entrance, EntranceUse, Street, StreetClass};
use linli_space::StreetGraph;
use proptest::prelude::*;

use super::*;
use crate::stages::{CutOff, cut_off_by_closures};

fn street(key: &str, points: &[(f64, f64)], nodes: &[i64], truth: Truth) -> Element {
    let street = Street { nodes: nodes.to_vec(), ..Street::new(StreetClass::Residential) };
    let line = Geometry::Line(points.iter().map(|(x, y)| [*x, *y, 0.0]).collect());
    let mut element = Element::new(key, Kind::Street(street), line);
    element.presence.truth = truth;
    element
}

fn house(key: &str, x: f64, y: f64) -> Element {
    let building = Building { storeys: vec![run(1, 4, BuildingUse::Residential)], ..Building::default() };
    element(key, Kind::Building(building), Truth::Existing, x, y)
}

fn door(key: &str, of: &str, node: i64, x: f64, y: f64) -> Element {
    let entrance = Entrance {
        of: Some(Key::from(of)),
        entrance_use: EntranceUse::People,
        node: Some(node),
        ..Entrance::default()
    };
    Element::new(key, Kind::Entrance(entrance), Geometry::Point([x, y, 0.0]))
}

/// A main street 1–2–3–4 and a lane 2–5–6 with a house at its end; the house at 3 has a door.
fn place() -> Community {
    community(vec![
        street(
            "main",
            &[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0), (300.0, 0.0)],
            &[1, 2, 3, 4],
            Truth::Existing,
        ),
        street("lane", &[(100.0, 0.0), (100.0, 50.0)], &[2, 5], Truth::Existing),
        street("yard", &[(100.0, 50.0), (100.0, 100.0)], &[5, 6], Truth::Existing),
        house("end", 105.0, 85.0),
        door("end door", "end", 6, 105.0, 95.0),
        house("front", 195.0, 5.0),
        door("front door", "front", 4, 300.0, 0.0),
        house("doorless", 88.0, 60.0),
    ])
}

fn found(community: &Community, tasks: Vec<Task>) -> Vec<CutOff> {
    let timeline = timeline(community, tasks);
    cut_off_by_closures(community, &timeline, &StreetGraph::of(community))
}

fn keys(keys: &[Key]) -> Vec<&str> {
    keys.iter().map(Key::as_str).collect()
}

#[test]
fn a_closed_lane_cuts_off_what_is_behind_it() {
    let community = place();
    let rows = found(&community, vec![task("C", Work::Close, 5, 9, &["lane"])]);
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.days, keys(&row.closed), row.tasks.as_slice()), (span(5, 9), vec!["lane"], &[0][..]));
    assert_eq!(keys(&row.buildings), ["end", "doorless"]);
    // Four storeys of five people in each house; the door of one is assumed.
    assert_eq!((row.residents, row.assumed_doors), (40, 1));
}

#[test]
fn another_way_out_keeps_a_building_reached() {
    let mut elements: Vec<Element> = place().elements().to_vec();
    elements.push(street(
        "back",
        &[(100.0, 100.0), (200.0, 100.0), (300.0, 0.0)],
        &[6, 7, 4],
        Truth::Existing,
    ));
    let community = community(elements);
    assert_eq!(found(&community, vec![task("C", Work::Close, 5, 9, &["lane"])]), []);
    // With both closed it is cut off on the days that they share, by both.
    let tasks = vec![task("C", Work::Close, 5, 9, &["lane"]), task("R", Work::Close, 8, 12, &["back"])];
    let rows = found(&community, tasks);
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!(
        (row.days, keys(&row.closed), row.tasks.as_slice()),
        (span(8, 9), vec!["lane", "back"], &[0, 1][..])
    );
}

#[test]
fn days_that_follow_each_other_are_one_row() {
    let community = place();
    let tasks = vec![task("C", Work::Close, 5, 9, &["lane"]), task("M", Work::Maintain, 7, 7, &["front"])];
    let rows = found(&community, tasks);
    assert_eq!(rows.iter().map(|row| row.days).collect::<Vec<_>>(), [span(5, 9)]);
}

#[test]
fn a_street_being_removed_and_a_closed_entrance_cut_off_too() {
    let community = place();
    let rows = found(&community, vec![task("D", Work::Demolish, 5, 6, &["yard"])]);
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].days, keys(&rows[0].closed), keys(&rows[0].buildings)),
        (span(5, 6), vec!["yard"], vec!["end", "doorless"])
    );
    let rows = found(&community, vec![task("C", Work::Close, 3, 4, &["front door"])]);
    assert_eq!((keys(&rows[0].closed), keys(&rows[0].buildings)), (vec!["front door"], vec!["front"]));
}

#[test]
fn what_does_not_stand_yet_is_not_cut_off() {
    let mut elements: Vec<Element> = place().elements().to_vec();
    elements.iter_mut().filter(|e| e.key.as_str() == "end").for_each(|e| e.presence.truth = Truth::Designed);
    let community = community(elements);
    let tasks = vec![task("C", Work::Close, 5, 9, &["lane"]), task("B", Work::Build, 1, 7, &["end"])];
    let rows = found(&community, tasks);
    let named: Vec<_> = rows.iter().map(|row| (row.days, keys(&row.buildings))).collect();
    assert_eq!(named, [(span(5, 7), vec!["doorless"]), (span(8, 9), vec!["end", "doorless"])]);
}

/// Streets between neighbours of a grid of three by three nodes.
fn grid() -> Vec<(i64, i64)> {
    let across = (0..9).filter(|n| n % 3 < 2).map(|n| (n, n + 1));
    across.chain((0..6).map(|n| (n, n + 3))).collect()
}

/// Nodes joined to a node by streets.
fn joined_to(from: i64, streets: &[(i64, i64)]) -> Vec<i64> {
    let mut joined = vec![from];
    loop {
        let reached = |a: &i64, b: &i64| joined.contains(a) && !joined.contains(b);
        let next = streets
            .iter()
            .find_map(|(a, b)| if reached(a, b) { Some(*b) } else { reached(b, a).then_some(*a) });
        match next {
            Some(node) => joined.push(node),
            None => return joined,
        }
    }
}

proptest! {
    #[test]
    fn cut_off_is_what_walking_from_each_door_finds(
        doors in prop::collection::vec(0_i64..9, 1..5),
        closures in prop::collection::vec((0_usize..12, 1_i32..15, 0_i32..8), 0..9),
    ) {
        let place = |n: i64| ((n % 3) as f64 * 50.0, (n / 3) as f64 * 50.0);
        let mut elements: Vec<Element> = grid()
            .into_iter()
            .map(|(a, b)| street(&format!("{a}-{b}"), &[place(a), place(b)], &[a, b], Truth::Existing))
            .collect();
        for (i, node) in doors.iter().enumerate() {
            let (x, y) = place(*node);
            elements.push(house(&format!("h{i}"), x, y));
            elements.push(door(&format!("d{i}"), &format!("h{i}"), *node, x, y));
        }
        let community = community(elements);
        let name = |at: usize| grid().get(at).map(|(a, b)| format!("{a}-{b}")).unwrap();
        let tasks = closures.iter().enumerate().map(|(i, (at, start, days))| {
            task(&format!("c{i}"), Work::Close, *start, start + days, &[name(*at).as_str()])
        });
        let rows = found(&community, tasks.collect());
        for number in 1..25 {
            let closed = |at: usize| {
                closures.iter().any(|(c, start, days)| *c == at && (*start..=start + days).contains(&number))
            };
            let open: Vec<(i64, i64)> =
                grid().into_iter().enumerate().filter(|(at, _)| !closed(*at)).map(|(_, ends)| ends).collect();
            let parts: Vec<Vec<i64>> = (0..9).map(|node| joined_to(node, &open)).collect();
            let largest = parts.iter().map(Vec::len).max().unwrap();
            // Of two largest parts either may be the rest of the network.
            if largest * 2 <= 9 {
                continue;
            }
            let wanted: Vec<String> = doors
                .iter()
                .enumerate()
                .filter(|(_, node)| parts[usize::try_from(**node).unwrap()].len() < largest)
                .map(|(i, _)| format!("h{i}"))
                .collect();
            let mut cut_off: Vec<String> = rows
                .iter()
                .filter(|row| row.days.contains(day(number)))
                .flat_map(|row| row.buildings.iter().map(ToString::to_string))
                .collect();
            cut_off.sort();
            prop_assert_eq!(cut_off, wanted, "day {}", number);
        }
    }
}
