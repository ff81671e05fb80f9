//! Times of reach as a community grows: towers of 26 storeys with four homes on each, a street grid,
//! garages, kindergartens, a station, a hub. Prints one line for each size with the highest resident
//! memory of the process so far. With a scene folder in place of a size it prints two lines for that scene:
//! as shipped, and with one run of each simulated peak and day.
#![expect(clippy::unwrap_used, reason = "a measurement over a generated town")]

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use linli_io::read_scene;
use linli_model::{
    Building, BuildingUse, CarStorage, Community, Element, ElementId, Entrance, Facility, Geometry, Kind,
    LiftBank, NoProgress, Parking, ParkingKind, Point3, Polygon, SceneFrame, StationEntrance, StoreyRun,
    Street, StreetClass, TransitMode,
};
use linli_sim::reach::{
    CarOptions, Closure, Direction, GoodsOptions, LifeCircleRules, PersonModel, PersonOptions, ReachRules,
    car_reach, goods_reach, life_circles_planned,
};
use linli_space::StreetGraph;

const BLOCK_M: f64 = 50.0;
const HOMES: u32 = 104;

fn main() {
    println!(
        "{:>8} {:>8} {:>8} {:>10} {:>10} {:>10} {:>8} {:>8} {:>9} {:>9} {:>8}",
        "homes",
        "nodes",
        "links",
        "streets s",
        "person s",
        "circles s",
        "car s",
        "goods s",
        "3 reach s",
        "edit ms",
        "MB"
    );
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let sizes: Vec<u32> = asked.iter().filter_map(|size| size.parse().ok()).collect();
    let scenes: Vec<&String> = asked.iter().filter(|size| size.parse::<u32>().is_err()).collect();
    let rules = ReachRules::standard().unwrap();
    for folder in &scenes {
        let read = read_scene(Path::new(folder), &NoProgress, &mut |_| {}, &mut |_, _| {});
        let (scene, _) = read.unwrap();
        measure(&scene, "scene", &rules);
        let mut once = rules.clone();
        once.car.runs.value = 1.0;
        once.goods.runs.value = 1.0;
        measure(&scene, "one run", &once);
    }
    for homes in if asked.is_empty() { vec![1_000, 10_000, 100_000] } else { sizes } {
        measure(&town(homes.div_ceil(HOMES)), &homes.to_string(), &rules);
    }
}

fn measure(town: &Community, name: &str, rules: &ReachRules) {
    let circles = LifeCircleRules::standard().unwrap();
    let (closed, closed_lifts) = (BTreeSet::new(), BTreeSet::new());
    let walker = rules.profile("standard").unwrap();
    let seconds = |start: Instant| start.elapsed().as_secs_f64();

    let start = Instant::now();
    let streets = StreetGraph::of(town);
    let streets_s = seconds(start);
    let start = Instant::now();
    let options = PersonOptions { rules, profile: walker, minute: None, direction: Direction::ToStation };
    let mut model = PersonModel::new(town, &streets, options, &[]);
    let reach = model.reach();
    let person_s = seconds(start);
    let start = Instant::now();
    let covered = life_circles_planned(town, &streets, rules, &circles, &closed).unwrap();
    let circles_s = seconds(start);
    let start = Instant::now();
    let car = car_reach(
        town,
        &streets,
        &CarOptions {
            rules,
            walker,
            driver: rules.profile("car").unwrap(),
            closed: &closed,
            closed_lifts: &closed_lifts,
            minute: None,
            seed: 1,
        },
    );
    let car_s = seconds(start);
    let start = Instant::now();
    let carrier = rules.profile("courier").unwrap();
    let goods_options = GoodsOptions {
        rules,
        carrier,
        carriers: None,
        closed: &closed,
        closed_lifts: &closed_lifts,
        minute: None,
        seed: 1,
    };
    let goods = goods_reach(town, &streets, &goods_options).unwrap();
    let goods_s = seconds(start);
    // Closing and opening streets one by one, the middle of many.
    let ids: Vec<ElementId> =
        town.iter().filter(|(_, e)| matches!(e.kind, Kind::Street(_))).map(|(id, _)| id).collect();
    let mut edits: Vec<f64> = Vec::new();
    for id in ids.iter().step_by((ids.len() / 40).max(1)) {
        for close in [true, false] {
            let start = Instant::now();
            let closure = Closure::Element(*id);
            if close {
                model.close(closure)
            } else {
                model.open(closure)
            };
            edits.push(seconds(start) * 1000.0);
        }
    }
    edits.sort_by(f64::total_cmp);
    assert!(reach.residents > 0 && car.cars > 0 && goods.residents > 0 && !covered.is_empty());
    println!(
        "{:>8} {:>8} {:>8} {:>10.3} {:>10.3} {:>10.3} {:>8.2} {:>8.2} {:>9.2} {:>9.3} {:>8}",
        name,
        model.network().places.len(),
        model.network().links.len(),
        streets_s,
        person_s,
        circles_s,
        car_s,
        goods_s,
        streets_s + person_s + circles_s + car_s + goods_s,
        edits[edits.len() / 2],
        highest_memory_mb()
    );
}

/// Highest resident memory of this process, megabytes, where the system tells it.
fn highest_memory_mb() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = kilobytes.and_then(|rest| rest.trim().trim_end_matches(" kB").trim().parse::<u64>().ok());
    kilobytes.map_or("-".to_owned(), |kilobytes| (kilobytes / 1024).to_string())
}

/// A square grid of streets with a tower in each block.
fn town(towers: u32) -> Community {
    let side = f64::from(towers).sqrt().ceil() as u32;
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    let mut town = Community::new("town", frame);
    let at = |column: u32, row: u32| [f64::from(column) * BLOCK_M, f64::from(row) * BLOCK_M, 0.0];
    let number = |column: u32, row: u32| i64::from(row) * 100_000 + i64::from(column);
    let mut add = |key: String, kind: Kind, geometry: Geometry| {
        town.add(Element::new(key.as_str(), kind, geometry)).unwrap();
    };
    for row in 0..=side {
        for column in 0..=side {
            for (next, name) in [((column + 1, row), "e"), ((column, row + 1), "n")] {
                if next.0 <= side && next.1 <= side {
                    let nodes = vec![number(column, row), number(next.0, next.1)];
                    let line = Geometry::Line(vec![at(column, row), at(next.0, next.1)]);
                    add(format!("street/{name}/{column}/{row}"), Kind::Street(street(nodes)), line);
                }
            }
        }
    }
    for i in 0..towers {
        let (column, row) = (i % side, i / side);
        let [x, y, _] = at(column, row);
        let key = format!("tower/{i}");
        let ring: Vec<Point3> = [[12.0, 8.0], [38.0, 8.0], [38.0, 24.0], [12.0, 24.0]]
            .map(|[dx, dy]| [x + dx, y + dy, 0.0])
            .into();
        add(key.clone(), Kind::Building(tower()), Geometry::Area(vec![Polygon::new(ring)]));
        let door = Entrance { of: Some(key.as_str().into()), step_free: true, ..Entrance::default() };
        add(format!("{key}/door"), Kind::Entrance(door), Geometry::Point([x + 20.0, y + 8.0, 0.0]));
        if i % 4 == 0 {
            let parking = Parking {
                parking: ParkingKind::Underground,
                capacity: Some(HOMES * 4),
                storage: if i % 8 == 0 { CarStorage::Agv } else { CarStorage::Driven },
                ..Parking::default()
            };
            add(format!("garage/{i}"), Kind::Parking(parking), Geometry::Point([x + 30.0, y + 4.0, 0.0]));
        }
        if i % 12 == 0 {
            for category in ["kindergarten", "health_station", "supermarket", "primary_school"] {
                let facility = Facility { category: category.into(), ..Facility::default() };
                add(
                    format!("{category}/{i}"),
                    Kind::Facility(facility),
                    Geometry::Point([x + 25.0, y + 3.0, 0.0]),
                );
            }
        }
        if i % 100 == 0 {
            let station =
                StationEntrance { mode: TransitMode::Subway, label: None, node: Some(number(column, row)) };
            add(format!("station/{i}"), Kind::StationEntrance(station), Geometry::Point([x, y, 0.0]));
            let hub = Facility {
                category: "delivery_hub".into(),
                node: Some(number(column, row)),
                ..Facility::default()
            };
            add(format!("hub/{i}"), Kind::Facility(hub), Geometry::Point([x, y, 0.0]));
        }
    }
    town
}

fn tower() -> Building {
    let run = StoreyRun {
        from_level: 1,
        to_level: 26,
        height_m: 3.0,
        use_: BuildingUse::Residential,
        floor_area_m2: 420.0,
        dwellings: 4,
        residents: 11,
        jobs: 0,
    };
    let lifts =
        vec![LiftBank { cars: 2, speed_mps: 2.0, capacity: 13, from_level: 1, to_level: 26, at: [0.0; 2] }];
    Building { use_: BuildingUse::Residential, storeys: vec![run], lifts, ..Building::default() }
}

fn street(nodes: Vec<i64>) -> Street {
    Street { nodes, ..Street::new(StreetClass::Residential) }
}
