#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use linli_model::{Access, Building, EntranceUse, Geometry, Kind, Polygon};
use linli_space::StreetGraph;

use super::*;
use crate::draft::Door;
use crate::plan::{Place, Rectangle, lifted};
use crate::xinghe::Site;

/// A made-up town: rows of houses, a closed court with one passage, a tower that fills its parcel.
fn houses(unit: &Unit) -> (Vec<Rectangle>, Vec<Door>) {
    let (mut built, mut doors) = (Vec::new(), Vec::new());
    let mut door = |key: String, place: Place, entrance_use, level| {
        let presence = existing();
        let of = key.clone();
        doors.push(Door { key, of, place, entrance_use, level, step_free: true, presence });
    };
    for plot in &unit.plots {
        let b = plot.buildable();
        match plot.key {
            "A3" => {
                // Four wings around a court; a passage of three metres in the south.
                let (w, m) = (12.0, b.centre()[0]);
                built.extend([
                    Rectangle::new(b.west, b.south, b.west + w, b.north),
                    Rectangle::new(b.east - w, b.south, b.east, b.north),
                    Rectangle::new(b.west + w, b.north - w, b.east - w, b.north),
                    Rectangle::new(b.west + w, b.south, m - 1.5, b.south + w),
                    Rectangle::new(m + 1.5, b.south, b.east - w, b.south + w),
                ]);
                door("A3/door-court".to_owned(), [b.west + w, b.centre()[1]], EntranceUse::People, 1);
                door("A3/door-goods".to_owned(), [b.west, b.centre()[1]], EntranceUse::Goods, 1);
            }
            "A1" => {
                built.push(b);
                door("A1/door-south".to_owned(), [-100.0, b.south], EntranceUse::People, 1);
                door("A1/door-deck".to_owned(), [-72.0, b.south], EntranceUse::People, 2);
                door("A1/door-station".to_owned(), [-60.0, b.south], EntranceUse::People, -1);
                door("A1/door-cars".to_owned(), [-150.0, b.north], EntranceUse::Cars, -1);
            }
            "A4" | "D3" => {}
            _ => {
                let rows = ((b.north - b.south - 12.0) / 30.0).floor() as u32;
                for row in 0..=rows {
                    let v = b.south + 30.0 * f64::from(row);
                    for (i, [from, to]) in [[0.0, 0.45], [0.55, 1.0]].into_iter().enumerate() {
                        let at = |share: f64| b.west + share * (b.east - b.west);
                        let house = Rectangle::new(at(from), v, at(to), v + 12.0);
                        built.push(house);
                        for (side, place) in
                            [("s", [house.centre()[0], house.south]), ("e", [house.east, house.centre()[1]])]
                        {
                            let key = format!("{}/house-{row}-{i}/door-{side}", plot.key);
                            door(key, place, EntranceUse::People, 1);
                        }
                    }
                }
            }
        }
    }
    (built, doors)
}

/// The streets of a site with made-up houses, some as elements, some as outlines only.
fn town(size_ha: f64) -> (Draft, Vec<Rectangle>) {
    let site = Site::of_size(size_ha);
    let unit = &site.units[0];
    let mut draft = Draft::named("test");
    draft.placing = Some(unit.placing);
    let (built, doors) = houses(unit);
    for (i, r) in built.iter().enumerate().filter(|(i, _)| i % 2 == 0) {
        let outline = Polygon::new(lifted(&r.ring(), 0.0));
        draft.add(
            format!("house/{i}"),
            None,
            Kind::Building(Building::default()),
            Geometry::Area(vec![outline]),
        );
    }
    draft.built.clone_from(&built);
    draft.doors = doors;
    draw(&mut draft, unit, &mut Random::new(1));
    (draft, built)
}

#[test]
fn every_door_can_be_reached_on_foot() {
    for size_ha in [5.0, 80.0] {
        let (draft, _) = town(size_ha);
        let graph = StreetGraph::of(&draft.community);
        let labels = graph.components(|edge| edge.access.walk == Access::Yes);
        let mut doors = 0;
        for element in draft.community.elements() {
            let Kind::Entrance(entrance) = &element.kind else { continue };
            let node = entrance.node.and_then(|n| graph.node_of(n));
            assert!(node.is_some(), "{} has no path", element.key);
            assert_eq!(labels[node.unwrap() as usize], 0, "{}", element.key);
            doors += 1;
        }
        assert_eq!(doors, draft.doors.len());
        assert!(doors >= 4);
    }
}

#[test]
fn no_way_on_the_ground_passes_through_a_house() {
    let (draft, built) = town(80.0);
    let site = Site::of_size(80.0);
    let placing = site.units[0].placing;
    let mut tried = 0;
    for element in draft.community.elements() {
        let (Kind::Street(street), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            continue;
        };
        // What stands on C2 today makes room for what is designed there.
        if street.layer != 0 || street.tunnel || element.key.as_str().starts_with("C2/") {
            continue;
        }
        let flat: Vec<Place> = points.iter().map(|p| placing.folded([p[0], p[1]])).collect();
        let beyond = |p: &Place| {
            let [x, y] = placing.place(*p);
            points.iter().all(|q| (q[0] - x).hypot(q[1] - y) > 0.01)
        };
        if flat.iter().any(beyond) {
            continue;
        }
        for pair in flat.windows(2) {
            let length = (pair[0][0] - pair[1][0]).hypot(pair[0][1] - pair[1][1]);
            let steps = length.ceil().max(1.0) as u32 * 2;
            for t in (0..=steps).map(|i| f64::from(i) / f64::from(steps)) {
                let p = [0, 1].map(|k| pair[0][k] + t * (pair[1][k] - pair[0][k]));
                let inside = built.iter().find(|r| r.grown(-0.2).distance_m(p) == 0.0);
                assert!(inside.is_none(), "{} at {p:?} in {inside:?}", element.key);
                tried += 1;
            }
        }
    }
    assert!(tried > 10_000, "{tried}");
}

#[test]
fn doors_above_and_below_the_street_open_to_the_walkway_and_the_concourse() {
    let (draft, _) = town(80.0);
    let layers: BTreeMap<String, i8> = draft
        .community
        .elements()
        .iter()
        .filter_map(|e| match &e.kind {
            Kind::Street(s) => Some((e.key.to_string(), s.layer)),
            _ => None,
        })
        .collect();
    assert_eq!(layers["A1/door-deck/path"], 1);
    assert_eq!(layers["A1/door-station/path"], -1);
    assert_eq!(layers["A1/door-south/path"], 0);
}

#[test]
fn lanes_run_between_the_rows_of_houses() {
    let (draft, _) = town(80.0);
    let lanes = draft.community.elements().iter().filter(|e| e.key.as_str().starts_with("B1/lane-")).count();
    assert!(lanes >= 3, "{lanes}");
}

#[test]
fn the_border_street_of_two_units_is_drawn_once() {
    let site = Site::of_size(150.0);
    let mut draft = Draft::named("test");
    for unit in &site.units {
        draft.placing = Some(unit.placing);
        draw(&mut draft, unit, &mut Random::new(1));
    }
    let mut seen = BTreeMap::new();
    for element in draft.community.elements() {
        let (Kind::Street(street), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            continue;
        };
        if street.layer == 0 {
            let ends: Vec<i64> =
                street.nodes.windows(2).flat_map(|n| [n[0].min(n[1]), n[0].max(n[1])]).collect();
            let same = seen.insert((ends, street.class), element.key.clone());
            assert!(same.is_none(), "{same:?} {} {}", element.key, points.len());
        }
    }
}
