//! The district as a whole: it repeats, nothing stands in the way of anything else, and one can
//! walk to every door.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use linli_io::{Transform, convergence_deg, read_scene, read_scene_file};
use linli_model::{
    Aabb, Access, AreaUse, Building, Community, Element, Geometry, Kind, Layer, NoProgress, Point3, Polygon,
    Scenario, Street,
};
use linli_scenegen::{SEED, district, views, write};
use linli_space::{Ground, StreetGraph};

const SCENE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/lantern-court");

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())).collect()
}

/// Buildings and parts that are drawn, with their only polygon.
fn houses(community: &Community) -> Vec<(&Element, &Building, &Polygon)> {
    let drawn = community.elements().iter().filter_map(|element| {
        let building = element.kind.building().filter(|b| !b.outline_of_parts)?;
        match &element.geometry {
            Geometry::Area(polygons) => Some((element, building, polygons.first()?)),
            _ => None,
        }
    });
    drawn.collect()
}

fn streets(community: &Community) -> Vec<(&Element, &Street, &Vec<Point3>)> {
    let lines = community.elements().iter().filter_map(|element| match (&element.kind, &element.geometry) {
        (Kind::Street(street), Geometry::Line(points)) => Some((element, street, points)),
        _ => None,
    });
    lines.collect()
}

fn distance_to_segment(p: Point3, a: Point3, b: Point3) -> f64 {
    let (ux, uy) = (b[0] - a[0], b[1] - a[1]);
    let t = (((p[0] - a[0]) * ux + (p[1] - a[1]) * uy) / (ux * ux + uy * uy)).clamp(0.0, 1.0);
    (p[0] - a[0] - t * ux).hypot(p[1] - a[1] - t * uy)
}

#[test]
fn the_committed_scene_is_what_the_generator_makes() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("scene");
    write(&fresh, SEED).unwrap();
    let (made, committed) = (files(&fresh), files(Path::new(SCENE)));
    assert_eq!(made.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, bytes) in &made {
        assert!(committed[name] == *bytes, "{name} differs: run the binary `scenegen` and commit");
    }
    let size: usize = committed.values().map(Vec::len).sum();
    assert!(size < 3_000_000, "{size} bytes");
}

#[test]
fn the_scene_reads_back_whole() {
    let scene = read_scene_file(Path::new(SCENE)).unwrap();
    assert_eq!(scene.views, views());
    let (read, report) = read_scene(Path::new(SCENE), &NoProgress, &mut |_| {}, &mut |_, _| {}).unwrap();
    assert!(report.messages.is_empty(), "{:?}", report.messages);
    let made = district(SEED);
    assert_eq!(read.layer_counts(), made.layer_counts());
    let keys = |c: &Community| c.elements().iter().map(|e| e.key.to_string()).collect::<BTreeSet<_>>();
    assert_eq!(keys(&read), keys(&made));
}

#[test]
fn another_seed_is_another_district() {
    let trees = |seed| {
        let community = district(seed);
        let of_tree =
            |e: &Element| matches!(e.kind, Kind::Tree(_)).then(|| format!("{:?} {:?}", e.kind, e.geometry));
        community.elements().iter().filter_map(of_tree).collect::<Vec<_>>()
    };
    assert_eq!(trees(1), trees(1));
    assert_ne!(trees(1), trees(2));
}

#[test]
fn the_frame_is_where_it_says() {
    let frame = district(SEED).frame;
    let to_grid = Transform::new("EPSG:4490", &frame.crs).unwrap();
    let [east, north] = to_grid.point([frame.longitude_deg, frame.latitude_deg]).unwrap();
    let off = (east - frame.anchor_m[0]).hypot(north - frame.anchor_m[1]);
    assert!(off < 1.0, "{off} m");
    let turn = convergence_deg(&frame.crs, frame.longitude_deg, frame.latitude_deg).unwrap();
    assert!((turn - frame.convergence_deg).abs() < 1e-4, "{turn}");
}

#[test]
fn every_layer_is_rich_and_no_key_came_twice() {
    let community = district(SEED);
    let renamed: Vec<_> = community.elements().iter().filter(|e| e.key.as_str().contains('~')).collect();
    assert!(renamed.is_empty(), "{renamed:?}");
    let counts: BTreeMap<Layer, usize> = community.layer_counts().into_iter().collect();
    for (layer, least) in [
        (Layer::Terrain, 1),
        (Layer::Buildings, 100),
        (Layer::Streets, 120),
        (Layer::Railways, 2),
        (Layer::Transit, 7),
        (Layer::Parking, 6),
        (Layer::Green, 25),
        (Layer::Water, 2),
        (Layer::Trees, 600),
        (Layer::Land, 15),
        (Layer::Facilities, 30),
        (Layer::Utilities, 1200),
    ] {
        assert!(counts.get(&layer).is_some_and(|n| *n >= least), "{layer:?}: {:?}", counts.get(&layer));
    }
    let scenarios: BTreeSet<Scenario> = community
        .elements()
        .iter()
        .filter_map(|e| if let Kind::Facility(f) = &e.kind { f.scenario } else { None })
        .collect();
    assert_eq!(scenarios.len(), 9);
}

#[test]
fn no_two_buildings_overlap() {
    let community = district(SEED);
    let houses = houses(&community);
    for (i, (a, form_a, ring_a)) in houses.iter().enumerate() {
        for (b, form_b, ring_b) in &houses[i + 1..] {
            let low = form_a.min_height_m.max(form_b.min_height_m);
            let high = form_a.height_m.unwrap().min(form_b.height_m.unwrap());
            let common = meet(a.geometry.aabb(), b.geometry.aabb());
            if high - low < 0.01 || (0..2).any(|k| common.max[k] - common.min[k] < 0.02) {
                continue;
            }
            let steps = 40;
            let at = |i: u32, k: usize| {
                common.min[k] + (common.max[k] - common.min[k]) * (f64::from(i) + 0.5) / f64::from(steps)
            };
            let both = |x, y| ring_a.contains_xy(x, y) && ring_b.contains_xy(x, y);
            let hit = (0..steps).any(|i| (0..steps).any(|j| both(at(i, 0), at(j, 1))));
            assert!(!hit, "{} and {}", a.key, b.key);
        }
    }
}

fn meet(a: Aabb, b: Aabb) -> Aabb {
    Aabb {
        min: std::array::from_fn(|k| a.min[k].max(b.min[k])),
        max: std::array::from_fn(|k| a.max[k].min(b.max[k])),
    }
}

#[test]
fn no_building_stands_on_a_street_and_each_has_one_near() {
    let community = district(SEED);
    let streets = streets(&community);
    for (house, form, ring) in houses(&community) {
        let mut nearest = f64::INFINITY;
        for (way, street, points) in streets.iter().filter(|(_, s, _)| !s.class.is_rail()) {
            for pair in points.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                nearest = ring.exterior.iter().fold(nearest, |n, p| n.min(distance_to_segment(*p, a, b)));
                if street.layer != 0 || form.min_height_m > 4.0 {
                    continue;
                }
                let length = (b[0] - a[0]).hypot(b[1] - a[1]);
                let across = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length];
                let steps = (length / 0.5).ceil() as u32;
                for step in 0..steps {
                    // The middle of each half metre: a path to a door ends at the wall.
                    let t = (f64::from(step) + 0.5) / f64::from(steps);
                    for side in [-1.0, 0.0, 1.0] {
                        let off = side * (street.drawn_width_m() / 2.0 - 0.05);
                        let x = a[0] + t * (b[0] - a[0]) + off * across[0];
                        let y = a[1] + t * (b[1] - a[1]) + off * across[1];
                        assert!(!ring.contains_xy(x, y), "{} on {} at {x}, {y}", house.key, way.key);
                    }
                }
            }
        }
        assert!(nearest <= 60.0, "{}: {nearest} m", house.key);
    }
}

#[test]
fn one_can_walk_from_every_entrance_to_every_way() {
    let community = district(SEED);
    let graph = StreetGraph::of(&community);
    let component = graph.components(|edge| edge.access.walk == Access::Yes);
    let mut labels = Vec::new();
    for element in community.elements() {
        let Kind::StationEntrance(entrance) = &element.kind else { continue };
        let node = graph.node_of(entrance.node.unwrap()).unwrap();
        assert_eq!(component[node as usize], 0, "{}", element.key);
        let place = graph.nodes[node as usize];
        let Geometry::Point(p) = element.geometry else { panic!("{} is no point", element.key) };
        assert!((place[0] - p[0]).hypot(place[1] - p[1]) < 0.01);
        labels.push(entrance.label.clone().unwrap());
    }
    assert_eq!(labels, ["A", "B", "C", "D"]);
    for (way, street, points) in streets(&community) {
        assert_eq!(street.nodes.len(), points.len(), "{}", way.key);
        if street.access.walk == Access::Yes {
            let node = graph.node_of(street.nodes[0]).unwrap();
            assert_eq!(component[node as usize], 0, "{} is cut off", way.key);
        }
    }
    let doors = streets(&community).iter().filter(|(e, ..)| e.key.as_str().contains("/door-")).count();
    assert!(doors > 40, "{doors}");
}

#[test]
fn density_gathers_at_the_station() {
    let community = district(SEED);
    let (mut near, mut all, mut highest) = (0.0, 0.0, 0.0_f64);
    for (element, form, ring) in houses(&community) {
        let floors = ring.area_m2() * f64::from(form.storeys_above.unwrap());
        let centre = element.geometry.aabb().centre();
        all += floors;
        near += if centre[0].hypot(centre[1]) < 120.0 { floors } else { 0.0 };
        highest = highest.max(form.height_m.unwrap());
    }
    // 14.6 ha: floor area ratio 1.0 to 1.6 over all, half of it within 120 m of the station.
    assert!((146_000.0..234_000.0).contains(&all), "{all} m²");
    assert!(near > 0.5 * all, "{near} of {all} m²");
    assert!((130.0..150.0).contains(&highest), "{highest} m");
}

#[test]
fn trees_stand_clear_of_walls_water_and_pavilions() {
    let community = district(SEED);
    let houses = houses(&community);
    let water: Vec<&Polygon> = community
        .elements()
        .iter()
        .filter(|e| matches!(&e.kind, Kind::Area(area) if area.use_ == AreaUse::Water))
        .filter_map(|e| if let Geometry::Area(polygons) = &e.geometry { polygons.first() } else { None })
        .collect();
    assert_eq!(water.len(), 2);
    for element in community.elements() {
        let (Kind::Tree(tree), Geometry::Point([x, y, _])) = (&element.kind, &element.geometry) else {
            continue;
        };
        assert!(tree.height_m.is_some() && tree.crown_m.is_some() && tree.species.is_some());
        let inside = |ring: &Polygon| ring.contains_xy(*x, *y);
        assert!(
            !houses.iter().any(|(_, form, ring)| form.min_height_m < 4.0 && inside(ring)),
            "{}",
            element.key
        );
        assert!(!water.iter().any(|ring| inside(ring)), "{}", element.key);
    }
}

#[test]
fn views_look_from_free_air() {
    let community = district(SEED);
    let ground = Ground::of(&community);
    let views = views();
    let keys: Vec<&str> = views.iter().map(|v| v.key.as_str()).collect();
    assert_eq!(keys, ["overview", "street", "station", "park", "underground", "top"]);
    for view in views {
        let [x, y, z] = view.eye_m;
        let above = z - ground.height_at(x, y);
        assert!(above > 1.6, "{}: {above} m above the ground", view.key);
        for (element, form, ring) in houses(&community) {
            let inside = above < form.height_m.unwrap() && ring.contains_xy(x, y);
            assert!(!inside, "{} looks from inside {}", view.key, element.key);
        }
    }
}
