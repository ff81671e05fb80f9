//! Times of density, green and the capital balance as a community grows: blocks of 100 m with a parcel, eight slabs, a
//! basement, lawns, paths, trees and streets around them; every fourth block has old buildings that the plan removes.
//! Prints one line of milliseconds for each number of buildings, and the power of the buildings that each grows with from
//! one line to the next. A scene folder in place of a number is measured as if all of it stood.
#![expect(clippy::unwrap_used, reason = "a measurement over a generated town")]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use linli_io::{built_in_capital_prices, read_scene};
use linli_model::{
    Area, AreaUse, Basement, Building, BuildingUse, Community, Element, ElementId, Entrance, Geometry, Key,
    Kind, LandUse, NoProgress, Parcel, Polygon, SceneFrame, StationEntrance, StoreyRun, Street, StreetClass,
    TransitMode, Tree,
};
use linli_sim::capital::{capital_figures, scheme_of};
use linli_sim::density::{DensityModel, DensityOptions, DensityRules};
use linli_sim::green::{GreenModel, GreenProfile};
use linli_sim::reach::ReachRules;
use linli_space::StreetGraph;

const BLOCK_M: f64 = 100.0;
const IN_BLOCK: u32 = 8;
const ROUNDS: usize = 5;
/// The system tells processor time in ticks of some milliseconds.
const LEAST_RUN_MS: f64 = 100.0;
const NAMES: [&str; 7] =
    ["density", "density again", "density edit", "green", "green figures", "green edit", "capital"];

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Vec<u32> = asked.iter().filter_map(|size| size.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![100, 1_000, 10_000] } else { numbers };
    println!("| buildings | elements | {} |", NAMES.join(" | "));
    println!("|---|---|{}", "---|".repeat(NAMES.len()));
    for folder in asked.iter().filter(|size| size.parse::<u32>().is_err()) {
        let read = read_scene(Path::new(folder), &NoProgress, &mut |_| {}, &mut |_, _| {});
        let (scene, _) = read.unwrap();
        let cells: Vec<String> = measure(&scene).iter().map(|ms| format!("{ms:.3}")).collect();
        println!("| {} | {} | {} |", scene.name, scene.elements().len(), cells.join(" | "));
    }
    let mut before: Option<(f64, [f64; NAMES.len()])> = None;
    for buildings in sizes {
        let town = town(buildings.div_ceil(IN_BLOCK));
        let times = measure(&town);
        let cells: Vec<String> = times.iter().map(|ms| format!("{ms:.3}")).collect();
        println!("| {buildings} | {} | {} |", town.elements().len(), cells.join(" | "));
        let size = f64::from(buildings);
        if let Some((former, former_times)) = before {
            let powers =
                times.iter().zip(former_times).map(|(now, then)| (now / then).ln() / (size / former).ln());
            let cells: Vec<String> = powers.map(|power| format!("{power:.2}")).collect();
            println!("| power | | {} |", cells.join(" | "));
        }
        before = Some((size, times));
    }
}

/// Least of several times, milliseconds; each is the mean of so many runs that it can be told.
fn least_ms(mut run: impl FnMut()) -> f64 {
    let mut timed = |runs: u32| {
        let (start, processor) = (Instant::now(), processor_ms());
        (0..runs).for_each(|_| run());
        let passed = start.elapsed().as_secs_f64() * 1000.0;
        processor_ms().zip(processor).map_or(passed, |(now, before)| now - before) / f64::from(runs)
    };
    let start = Instant::now();
    timed(1);
    let once_ms = start.elapsed().as_secs_f64() * 1000.0;
    let runs = (LEAST_RUN_MS / once_ms.max(1e-6)).ceil().clamp(1.0, 1e5) as u32;
    (0..ROUNDS).map(|_| timed(runs)).fold(f64::INFINITY, f64::min)
}

/// Processor time of this thread so far, milliseconds, where the system tells it: it tells the work also while other
/// programs hold the cores.
fn processor_ms() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e6)
}

/// Milliseconds of everything in [`NAMES`], on one core.
fn measure(town: &Community) -> [f64; NAMES.len()] {
    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    one_core.install(|| on_one_core(town))
}

fn on_one_core(town: &Community) -> [f64; NAMES.len()] {
    let reach = ReachRules::standard().unwrap();
    let rules = DensityRules::standard().unwrap();
    let profile = GreenProfile::built_in("zj_default").unwrap();
    let prices = built_in_capital_prices().unwrap();
    let streets = StreetGraph::of(town);
    let is_old = |element: &Element| element.key.as_str().ends_with("/old");
    let planned = |id: ElementId| town.element(id).is_some_and(|element| !is_old(element));
    let existing =
        |id: ElementId| town.element(id).is_some_and(|e| is_old(e) || !matches!(e.kind, Kind::Building(_)));
    let options = DensityOptions { rules: &rules, reach: &reach, counts: &planned };
    let mut density = DensityModel::new(town, &streets, &options);
    let homes: Vec<Key> = town
        .iter()
        .filter(|(id, e)| planned(*id) && matches!(e.kind, Kind::Building(_)))
        .map(|(_, e)| e.key.clone())
        .collect();
    let new_ms = least_ms(|| drop(black_box(DensityModel::new(town, &streets, &options))));
    let again_ms = least_ms(|| density.again(town, &planned));
    // Some buildings over the whole town, one by one.
    let some: Vec<&Key> = homes.iter().step_by((homes.len() / 40).max(1)).collect();
    let edit_ms = least_ms(|| {
        for key in &some {
            density.update(town, &planned, &BTreeSet::from([(*key).clone()]));
        }
    }) / some.len() as f64;

    let stands = |id: ElementId, _: &Element| planned(id);
    let count = || GreenModel::new(town, profile.clone(), &reach, &stands);
    let green_ms = least_ms(|| drop(black_box(count())));
    let mut green = count();
    let figures_ms = least_ms(|| drop(black_box(green.figures(None))));
    let elements: Vec<&Element> =
        some.iter().filter_map(|key| town.id_of(key).and_then(|id| town.element(id))).collect();
    let mut step = 0.0;
    let green_edit_ms = least_ms(|| {
        step = (step + 0.25) % 5.0;
        for element in &elements {
            let mut moved = (*element).clone();
            moved.geometry.map_points(|p| p[0] += step);
            green.edit(&element.key, Some(&moved));
        }
    }) / elements.len() as f64;

    let old = DensityModel::new(town, &streets, &DensityOptions { counts: &existing, ..options });
    let capital_ms = least_ms(|| drop(black_box(capital_figures(&scheme_of(town, &old, &density), &prices))));
    [new_ms, again_ms, edit_ms, green_ms, figures_ms, green_edit_ms, capital_ms]
}

fn rectangle(x: f64, y: f64, width: f64, depth: f64) -> Geometry {
    let corners = [[x, y], [x + width, y], [x + width, y + depth], [x, y + depth]];
    Geometry::Area(vec![Polygon::new(corners.map(|[x, y]| [x, y, 0.0]).to_vec())])
}

fn building(storeys: u16) -> Kind {
    let run = StoreyRun {
        from_level: 1,
        to_level: i16::try_from(storeys).unwrap(),
        height_m: 3.0,
        use_: BuildingUse::Residential,
        floor_area_m2: 420.0,
        dwellings: 4,
        residents: 11,
        jobs: 0,
    };
    Kind::Building(Building {
        height_m: Some(3.0 * f64::from(storeys)),
        storeys: vec![run],
        ..Building::default()
    })
}

/// A square of blocks with streets between them and a station in its middle.
fn town(blocks: u32) -> Community {
    let side = f64::from(blocks).sqrt().ceil() as u32;
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [500_000.0, 3_300_000.0, 0.0],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    let mut town = Community::new("town", frame);
    let mut add = |key: String, kind: Kind, geometry: Geometry| {
        town.add(Element::new(key.as_str(), kind, geometry)).unwrap();
    };
    for block in 0..blocks {
        let (x, y) = (f64::from(block % side) * BLOCK_M, f64::from(block / side) * BLOCK_M);
        let key = |name: &str| format!("block-{block}/{name}");
        let parcel =
            Parcel { far_max: Some(2.0), green_min_pct: Some(35.0), ..Parcel::new(LandUse::Residential) };
        add(key("parcel"), Kind::Parcel(parcel), rectangle(x + 8.0, y + 8.0, 84.0, 84.0));
        add(key("lawn"), Kind::Area(Area::new(AreaUse::Grass)), rectangle(x + 8.0, y + 8.0, 84.0, 84.0));
        let garage = Basement { levels: 1, top_depth_m: 1.2, bottom_depth_m: 5.0, ..Basement::default() };
        add(key("garage"), Kind::Basement(garage), rectangle(x + 30.0, y + 30.0, 40.0, 30.0));
        for number in 0..IN_BLOCK {
            let (column, row) = (f64::from(number % 2), f64::from(number / 2));
            let at = [x + 14.0 + column * 42.0, y + 14.0 + row * 19.0];
            let name = format!("house-{number}");
            let storeys = 3 + (block + number) as u16 % 9;
            add(key(&name), building(storeys), rectangle(at[0], at[1], 30.0, 11.0));
            let door = Entrance { of: Some(Key::from(key(&name).as_str())), ..Entrance::default() };
            add(
                key(&format!("{name}/door")),
                Kind::Entrance(door),
                Geometry::Point([at[0] + 15.0, at[1], 0.0]),
            );
            let path = Street::new(StreetClass::Footway);
            let line = vec![[at[0] - 2.0, at[1] - 3.0, 0.0], [at[0] + 32.0, at[1] - 3.0, 0.0]];
            add(key(&format!("{name}/path")), Kind::Street(path), Geometry::Line(line));
            for tree in 0..3 {
                let place = [at[0] + 4.0 + 11.0 * f64::from(tree), at[1] - 5.0, 0.0];
                let facts = Tree { crown_m: Some(5.0), ..Tree::default() };
                add(key(&format!("{name}/tree-{tree}")), Kind::Tree(facts), Geometry::Point(place));
            }
        }
        if block % 4 == 0 {
            add(key("old"), building(2), rectangle(x + 40.0, y + 40.0, 20.0, 20.0));
        }
    }
    for line in 0..=side {
        for piece in 0..side {
            let (across, from) = (f64::from(line) * BLOCK_M, f64::from(piece) * BLOCK_M);
            for (name, a, b) in [
                ("east", [from, across, 0.0], [from + BLOCK_M, across, 0.0]),
                ("north", [across, from, 0.0], [across, from + BLOCK_M, 0.0]),
            ] {
                let street = Street { width_m: Some(10.0), ..Street::new(StreetClass::Residential) };
                add(
                    format!("street-{line}-{piece}-{name}"),
                    Kind::Street(street),
                    Geometry::Line(vec![a, b]),
                );
            }
        }
    }
    let middle = f64::from(side / 2) * BLOCK_M;
    let entrance = StationEntrance { mode: TransitMode::Subway, label: None, node: None };
    add("station".to_owned(), Kind::StationEntrance(entrance), Geometry::Point([middle, middle, 0.0]));
    town
}
