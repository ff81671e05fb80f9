//! Storey interiors, as [`storey_interior`] gives them.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::TAU;

use geo::BooleanOps as _;
use linli_model::{Building, FaceKind, Geometry, Kind, LiftBank, Point3, StoreyRun, Vertical};
use proptest::prelude::*;

use super::*;
use crate::Shape;
use crate::index::vector::{cross, dot, length, sub};

fn run(use_: BuildingUse, levels: i16, dwellings: u32) -> StoreyRun {
    StoreyRun {
        from_level: 1,
        to_level: levels,
        height_m: 3.0,
        use_,
        floor_area_m2: 0.0,
        dwellings,
        residents: 0,
        jobs: 0,
    }
}

fn building(use_: BuildingUse, levels: i16, dwellings: u32, lifts: &[(u32, [f64; 2])]) -> Building {
    let bank = |&(cars, at): &(u32, [f64; 2])| LiftBank {
        cars,
        speed_mps: 1.75,
        capacity: 13,
        from_level: 1,
        to_level: levels,
        at,
    };
    Building {
        use_,
        storeys_above: Some(f32::from(levels)),
        height_m: Some(3.0 * f64::from(levels)),
        storeys: vec![run(use_, levels, dwellings)],
        lifts: lifts.iter().map(bank).collect(),
        ..Building::default()
    }
}

fn element(building: Building, polygons: Vec<Polygon>) -> Element {
    let mut element = Element::new("b", Kind::Building(building), Geometry::Area(polygons));
    element.vertical = Vertical::AboveGround;
    element
}

fn ring(corners: &[[f64; 2]]) -> Vec<Point3> {
    corners.iter().map(|p| [p[0], p[1], 0.0]).collect()
}

fn block(long: f64, deep: f64) -> Vec<Polygon> {
    vec![Polygon::new(ring(&[[0., 0.], [long, 0.], [long, deep], [0., deep]]))]
}

fn interior(building: Building, polygons: Vec<Polygon>) -> Option<StoreyInterior> {
    storey_interior(&element(building, polygons), &[], 1, &Ground::level(2.0), f64::INFINITY)
}

fn flat(polygon: &Polygon) -> geo::Polygon {
    let line = |r: &Vec<Point3>| geo::LineString(r.iter().map(|p| geo::Coord { x: p[0], y: p[1] }).collect());
    geo::Polygon::new(line(&polygon.exterior), polygon.holes.iter().map(line).collect())
}

fn count(interior: &StoreyInterior, use_: RoomUse) -> usize {
    interior.rooms.iter().filter(|room| room.use_ == use_).count()
}

fn dwellings(interior: &StoreyInterior) -> BTreeSet<u32> {
    interior.rooms.iter().filter_map(|room| room.dwelling).collect()
}

/// Rooms lie inside the outline and apart from each other, so that what is left is wall.
fn assert_adds_up(interior: &StoreyInterior, polygons: &[Polygon]) {
    let outline: Vec<geo::Polygon> = polygons.iter().map(flat).collect();
    let outline = geo::unary_union(&outline);
    let gross: f64 = outline.unsigned_area();
    let slack = 1e-4 * gross.max(1.0);
    assert!((interior.gross_area_m2 - gross).abs() < slack, "{} of {gross}", interior.gross_area_m2);
    let rooms: Vec<geo::Polygon> = interior.rooms.iter().map(|room| flat(&room.outline)).collect();
    let mut sum = 0.0;
    for (room, drawn) in interior.rooms.iter().zip(&rooms) {
        assert!((room.area_m2 - drawn.unsigned_area()).abs() < slack);
        sum += drawn.unsigned_area();
        assert!(drawn.difference(&outline).unsigned_area() < slack, "{:?} reaches outside", room.use_);
    }
    // Rooms that overlapped would cover less together than one by one.
    let together = geo::unary_union(&rooms).unsigned_area();
    assert!((together - sum).abs() < slack, "{together} of {sum}");
    assert!((sum + interior.wall_area_m2 - gross).abs() < slack && interior.wall_area_m2 > 0.0);
}

fn normal(shape: &Shape, triangle: &[u32; 3]) -> Point3 {
    let [a, b, c] = triangle.map(|i| shape.vertices[i as usize]);
    cross(sub(b, a), sub(c, a))
}

fn area_of(shape: &Shape, kind: FaceKind) -> f64 {
    let parts = shape.parts.iter().filter(|part| part.kind == kind);
    let range = |r: &std::ops::Range<u32>| r.start as usize..r.end as usize;
    let triangles = parts.flat_map(|part| &shape.triangles[range(&part.triangles)]);
    triangles.map(|t| length(normal(shape, t)) / 2.0).sum()
}

#[test]
fn a_slab_of_two_units_has_its_dwellings_around_its_cores() {
    let polygons = block(30.0, 12.0);
    let slab = building(BuildingUse::Residential, 11, 4, &[(1, [7.5, 9.0]), (1, [22.5, 9.0])]);
    let found = interior(slab, polygons.clone()).unwrap();
    assert_adds_up(&found, &polygons);
    assert_eq!((found.level, found.floor_m, found.above_m), (2, 5.0, 8.0));
    assert_eq!(dwellings(&found), (0..4).collect());
    assert_eq!((count(&found, RoomUse::Lift), count(&found, RoomUse::Stairs)), (2, 2));
    // Each dwelling with a living room, a kitchen, a bathroom and bedrooms.
    for id in 0..4 {
        let has = |use_| found.rooms.iter().any(|room| room.dwelling == Some(id) && room.use_ == use_);
        for use_ in [RoomUse::Living, RoomUse::Kitchen, RoomUse::Bathroom, RoomUse::Bedroom] {
            assert!(has(use_), "dwelling {id} has no {use_:?}");
        }
    }
    assert!(found.is_schematic && found.stated_dwellings == Some(4));
}

#[test]
fn every_room_of_usual_buildings_is_reached() {
    let angle =
        vec![Polygon::new(ring(&[[0., 0.], [50., 0.], [50., 14.], [16., 14.], [16., 44.], [0., 44.]]))];
    let cases = [
        (building(BuildingUse::Residential, 18, 6, &[(2, [13.0, 8.0])]), block(26.0, 14.0)),
        (building(BuildingUse::Residential, 6, 4, &[]), block(27.0, 9.5)),
        (building(BuildingUse::Residential, 30, 14, &[(3, [17.0, 10.0])]), block(34.0, 19.0)),
        (building(BuildingUse::Office, 20, 0, &[(8, [20.0, 20.0])]), block(42.0, 34.0)),
        (building(BuildingUse::Education, 4, 0, &[]), block(60.0, 12.0)),
        (building(BuildingUse::Commercial, 3, 0, &[(2, [30.0, 20.0])]), block(70.0, 40.0)),
        (building(BuildingUse::Sport, 2, 0, &[]), block(60.0, 50.0)),
        (building(BuildingUse::Office, 5, 0, &[(2, [8.0, 20.0])]), angle),
    ];
    for (building, polygons) in cases {
        let use_ = building.use_;
        let storey = element(building, polygons.clone());
        let found = interior_plan(&storey);
        let doors = door::doors(&found.rooms);
        let mut group: Vec<usize> = (0..found.rooms.len()).collect();
        for door in &doors {
            let [a, b] = door.rooms.map(|room| group[room]);
            group.iter_mut().filter(|g| **g == b).for_each(|g| *g = a);
        }
        // Whatever hangs together has stairs of its own.
        let stairs: BTreeSet<usize> =
            (0..group.len()).filter(|i| found.rooms[*i].use_ == RoomUse::Stairs).map(|i| group[i]).collect();
        let area = |reached: bool| -> f64 {
            let rooms = found.rooms.iter().zip(&group).filter(|(_, g)| stairs.contains(g) == reached);
            rooms.map(|(room, _)| room.area.unsigned_area()).sum()
        };
        let (reached, cut_off) = (area(true), area(false));
        assert!(cut_off < 0.02 * reached, "{use_:?}: {cut_off:.0} m² cut off, {reached:.0} m² reached");
        // One entrance to each dwelling.
        let mut entrances: BTreeMap<u32, usize> = BTreeMap::new();
        for door in &doors {
            if let [Some(id), None] | [None, Some(id)] = door.rooms.map(|r| found.rooms[r].dwelling) {
                *entrances.entry(id).or_default() += 1;
            }
        }
        assert!(entrances.values().all(|n| *n == 1), "{use_:?}: {entrances:?}");
    }
}

fn interior_plan(element: &Element) -> Plan {
    let storey = Storey::of(element, &[], 1, &Ground::level(0.0)).unwrap();
    let axes = PlanAxes::of(&storey.footprints[0].rectangle().unwrap());
    let inner = axes.region(&storey.footprints).buffer_with_style(BufferStyle::new(-OUTER_M));
    let lifts = storey.lifts().map(|(cars, at)| Bank { cars, at: axes.to_plan(at) }).collect();
    let (use_, dwellings) = (storey.use_(), storey.stated_dwellings());
    let mut plan = plan_of(&inner, Brief { use_, dwellings, lifts, stairs: true, axes }).unwrap();
    plan.rooms.iter_mut().for_each(|room| room.area = room.area.orient(Direction::Default));
    plan
}

#[test]
fn offices_have_all_their_lifts_and_two_stairs() {
    let polygons = block(42.0, 34.0);
    let tower = building(BuildingUse::Office, 20, 0, &[(8, [20.0, 24.0]), (3, [20.0, 6.0])]);
    let found = interior(tower, polygons.clone()).unwrap();
    assert_adds_up(&found, &polygons);
    assert_eq!(count(&found, RoomUse::Lift), 11);
    assert!(count(&found, RoomUse::Stairs) >= 2 && count(&found, RoomUse::Office) >= 4);
    assert!(dwellings(&found).is_empty() && found.stated_dwellings.is_none());
}

#[test]
fn a_storey_of_900_m2_stays_in_the_triangle_budget() {
    let cases = [
        (BuildingUse::Residential, 12, vec![(2, [25.0, 9.0])]),
        (BuildingUse::Residential, 20, vec![(3, [25.0, 9.0])]),
        (BuildingUse::Office, 0, vec![(4, [25.0, 9.0])]),
        (BuildingUse::Education, 0, vec![]),
        (BuildingUse::Commercial, 0, vec![(2, [25.0, 9.0])]),
        (BuildingUse::Health, 0, vec![(2, [25.0, 9.0])]),
    ];
    for (use_, dwellings, lifts) in cases {
        let found = interior(building(use_, 12, dwellings, &lifts), block(50.0, 18.0)).unwrap();
        let triangles = found.shape.triangles.len();
        println!("{use_:?} {dwellings}: {triangles}");
        assert!(triangles < 6000 && triangles > 600, "{use_:?}: {triangles}");
    }
}

#[test]
fn windows_take_the_usual_share_of_the_facade() {
    for (use_, share) in
        [(BuildingUse::Residential, 0.32), (BuildingUse::Office, 0.5), (BuildingUse::Education, 0.4)]
    {
        let dwellings = if use_ == BuildingUse::Residential { 6 } else { 0 };
        let found = interior(building(use_, 6, dwellings, &[]), block(40.0, 13.0)).unwrap();
        // Panes are drawn from both sides.
        let drawn = area_of(&found.shape, FaceKind::Window) / 2.0 / (106.0 * 3.0);
        assert!((drawn - found.window_wall_ratio).abs() < 1e-6, "{drawn} {}", found.window_wall_ratio);
        assert!((drawn - share).abs() < 0.02, "{use_:?}: {drawn}");
    }
}

#[test]
fn the_buildings_own_share_of_windows_counts() {
    for ratio in [0.15, 0.45, 0.6] {
        let tower = building(BuildingUse::Office, 9, 0, &[(2, [20.0, 10.0])]);
        let found =
            interior(Building { window_wall_ratio: Some(ratio), ..tower }, block(40.0, 16.0)).unwrap();
        assert!((found.window_wall_ratio - ratio).abs() < 0.03, "{ratio}: {}", found.window_wall_ratio);
    }
}

#[test]
fn faces_look_outward_and_floors_up() {
    let mut house = building(BuildingUse::Residential, 5, 2, &[]);
    house.colour = Some([10, 20, 30]);
    let found = interior(house, block(20.0, 11.0)).unwrap();
    let shape = &found.shape;
    let mut walls = 0;
    for part in shape.parts.iter().filter(|p| p.kind == FaceKind::Wall) {
        assert_eq!(part.colour, Some([10, 20, 30]));
        for triangle in &shape.triangles[part.triangles.start as usize..part.triangles.end as usize] {
            let p = shape.vertices[triangle[0] as usize];
            let out = [p[0] - 10.0, 0.0, 0.0].map(|v: f64| if v.abs() > 9.9 { v } else { 0.0 });
            let out = if out[0] == 0.0 { [0.0, p[1] - 5.5, 0.0] } else { out };
            let n = normal(shape, triangle);
            let corner = (p[0] - 10.0).abs() > 9.9 && (p[1] - 5.5).abs() > 5.4;
            assert!(corner || dot(n, out) > 0.0, "{p:?} {n:?}");
            assert!(n[2].abs() < 1e-9);
            walls += 1;
        }
    }
    assert!(walls > 40);
    // All floor of rooms is seen from above.
    let floors: f64 = shape
        .triangles
        .iter()
        .filter(|t| t.iter().all(|i| (shape.vertices[*i as usize][2] - found.floor_m).abs() < 1e-9))
        .map(|t| normal(shape, t)[2] / 2.0)
        .sum();
    let rooms: f64 = found.rooms.iter().map(|room| room.area_m2).sum();
    assert!((floors - rooms).abs() < 1e-3 * rooms, "{floors} of {rooms}");
}

#[test]
fn stairs_climb_to_the_next_floor_in_even_steps() {
    let found = interior(building(BuildingUse::Residential, 5, 2, &[]), block(20.0, 11.0)).unwrap();
    let stairs = found.rooms.iter().find(|room| room.use_ == RoomUse::Stairs).unwrap();
    let mut builder = ShapeBuilder::default();
    let axes = PlanAxes::of(&Footprint::of(&block(20.0, 11.0)[0]).unwrap().rectangle().unwrap());
    let corners = stairs.outline.exterior.iter().map(|p| axes.to_plan([p[0], p[1]]));
    let line = geo::LineString(corners.map(|[x, y]| geo::Coord { x, y }).collect());
    let region = Region::new(vec![geo::Polygon::new(line, vec![])]);
    stairs::stairs(&mut builder, axes, &region, 0.0, 3.0, 10.0);
    let shape = builder.finish();
    let level = |t: &&[u32; 3]| normal(&shape, t)[2] > 1e-6;
    let mut treads: Vec<f64> =
        shape.triangles.iter().filter(level).map(|t| shape.vertices[t[0] as usize][2]).collect();
    treads.sort_by(f64::total_cmp);
    treads.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    let steps: Vec<f64> = std::iter::once(0.0).chain(treads).chain([3.0]).collect();
    assert!(steps.len() > 17, "{steps:?}");
    assert!(steps.windows(2).all(|w| w[1] - w[0] <= 0.1751 && w[1] - w[0] > 0.1), "{steps:?}");
}

#[test]
fn walls_are_cut_where_asked() {
    let storey = element(building(BuildingUse::Office, 5, 0, &[]), block(30.0, 14.0));
    let ground = Ground::level(0.0);
    let top = |cut: f64| storey_interior(&storey, &[], 0, &ground, cut).unwrap().shape.aabb().max[2];
    assert!((top(1.4) - 1.4).abs() < 1e-9);
    assert!((top(f64::INFINITY) - 2.8).abs() < 1e-9);
    assert!((top(f64::NAN) - 2.8).abs() < 1e-9);
}

#[test]
fn parts_at_the_storeys_height_tell_its_outline() {
    let mut whole = building(BuildingUse::Residential, 10, 4, &[(1, [15.0, 8.0])]);
    whole.outline_of_parts = true;
    let whole = element(whole, block(60.0, 40.0));
    let part = |low: f64, high: f64, use_, polygons| {
        let part = Building { use_, min_height_m: low, height_m: Some(high), ..Building::default() };
        let mut part = element(part, polygons);
        part.kind = Kind::BuildingPart(part.kind.building().unwrap().clone());
        part
    };
    let podium = part(0.0, 6.0, BuildingUse::Commercial, block(60.0, 40.0));
    let tower = part(6.0, 30.0, BuildingUse::Residential, block(30.0, 12.0));
    let balcony = part(6.0, 30.0, BuildingUse::Auxiliary, block(60.0, 30.0));
    let parts = [&podium, &tower, &balcony];
    let at = |index| storey_interior(&whole, &parts, index, &Ground::level(0.0), 1.5);
    assert!((at(0).unwrap().gross_area_m2 - 2400.0).abs() < 0.1);
    assert!((at(2).unwrap().gross_area_m2 - 360.0).abs() < 0.1);
    assert_eq!(dwellings(&at(2).unwrap()).len(), 4);
    assert_eq!(at(10), None);
}

#[test]
fn runs_may_start_above_a_podium() {
    let mut tower = building(BuildingUse::Residential, 10, 3, &[]);
    tower.min_height_m = 15.0;
    tower.height_m = Some(45.0);
    tower.storeys[0].from_level = 4;
    tower.storeys[0].to_level = 13;
    let found = interior(tower, block(24.0, 12.0)).unwrap();
    assert_eq!((found.level, found.floor_m, dwellings(&found).len()), (5, 20.0, 3));
}

#[test]
fn ways_along_one_side_are_to_the_north() {
    // Two teeth of 10 m on a spine that runs north, so that the plan's longer axis does too.
    let comb = [[0., 0.], [45., 0.], [45., 10.], [10., 10.], [10., 70.], [45., 70.], [45., 80.], [0., 80.]];
    for (corners, teeth) in [(comb.to_vec(), 2), (vec![[0., 0.], [60., 0.], [60., 10.], [0., 10.]], 1)] {
        let outline = vec![Polygon::new(ring(&corners))];
        let found = interior(building(BuildingUse::Education, 3, 0, &[]), outline).unwrap();
        let ways = found.rooms.iter().filter(|room| room.use_ == RoomUse::Corridor);
        let along_x = ways.filter_map(|room| {
            let span = |axis: usize| {
                let values = || room.outline.exterior.iter().map(|p| p[axis]);
                [values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max)]
            };
            let (x, y) = (span(0), span(1));
            (x[1] - x[0] > 20.0).then(|| f64::midpoint(y[0], y[1]) % 70.0)
        });
        let middles: Vec<f64> = along_x.collect();
        assert!(middles.len() == teeth && middles.iter().all(|y| *y > 7.0), "{middles:?}");
    }
}

#[test]
fn what_cannot_be_drawn_gives_nothing() {
    let flats = |n| interior(building(BuildingUse::Residential, 3, n, &[]), block(20.0, 10.0));
    assert!(flats(24).is_some_and(|found| dwellings(&found).len() == 24));
    assert_eq!(flats(26), None);
    assert_eq!(flats(u32::MAX), None);
    let house = || building(BuildingUse::Residential, 3, 1, &[(u32::MAX, [f64::NAN, 0.0])]);
    assert_eq!(interior(house(), vec![]), None);
    assert_eq!(interior(house(), block(f64::NAN, 10.0)), None);
    assert_eq!(interior(house(), block(1e7, 1e7)), None);
    let street = Element::new("s", Kind::Address, Geometry::Area(block(20.0, 10.0)));
    assert_eq!(storey_interior(&street, &[], 0, &Ground::level(0.0), 1.5), None);
    // Two buildings that share a corner, and one with a spike.
    let spike =
        vec![Polygon::new(ring(&[[0., 0.], [20., 0.], [20., 10.], [60., 10.01], [20., 10.02], [0., 12.]]))];
    assert_adds_up(&interior(house(), spike.clone()).unwrap(), &spike);
}

#[test]
fn the_same_facts_give_the_same_plan() {
    let of = || {
        interior(
            building(BuildingUse::Residential, 9, 8, &[(1, [10.0, 8.0]), (2, [30.0, 8.0])]),
            block(40.0, 13.0),
        )
    };
    assert_eq!(of(), of());
}

const USES: [BuildingUse; 8] = [
    BuildingUse::Unknown,
    BuildingUse::Residential,
    BuildingUse::Office,
    BuildingUse::Commercial,
    BuildingUse::Education,
    BuildingUse::Culture,
    BuildingUse::Auxiliary,
    BuildingUse::Industrial,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn rooms_and_walls_make_up_any_storey(
        radii in prop::collection::vec(3.0..30.0f64, 3..14),
        stretch in 0.3..1.0f64,
        hole in prop::option::of(0.1..0.6f64),
        turn in 0.0..6.3f64,
        use_ in 0..USES.len(),
        dwellings in 1..20u32,
        lifts in prop::collection::vec((1..12u32, -20.0..20.0f64, -20.0..20.0f64), 0..4),
        centre in prop::array::uniform2(-1e5..1e5f64),
    ) {
        let step = TAU / radii.len() as f64;
        let place = |angle: f64, radius: f64| {
            let (x, y) = (radius * angle.cos(), stretch * radius * angle.sin());
            [centre[0] + x * turn.cos() - y * turn.sin(), centre[1] + x * turn.sin() + y * turn.cos()]
        };
        let outer: Vec<[f64; 2]> = radii.iter().enumerate().map(|(i, r)| place(i as f64 * step, *r)).collect();
        let mut polygon = Polygon::new(ring(&outer));
        if let Some(part) = hole && radii.len() >= 4 {
            let least = radii.iter().copied().fold(f64::INFINITY, f64::min) * (step / 2.0).cos();
            let inner: Vec<[f64; 2]> = (0..5).map(|i| place(-f64::from(i) * TAU / 5.0, part * 0.5 * least)).collect();
            polygon.holes.push(ring(&inner));
        }
        let use_ = USES[use_];
        let stated = if use_ == BuildingUse::Residential { dwellings } else { 0 };
        let banks: Vec<(u32, [f64; 2])> = lifts.iter().map(|(n, x, y)| (*n, [centre[0] + x, centre[1] + y])).collect();
        let polygons = vec![polygon];
        let gross = polygons[0].area_m2();
        let found = interior(building(use_, 6, stated, &banks), polygons.clone());
        if gross > 60.0 && gross > 25.0 * f64::from(stated) {
            prop_assert!(found.is_some(), "no interior for {gross:.0} m²");
        }
        if let Some(found) = found {
            assert_adds_up(&found, &polygons);
            if stated > 0 {
                prop_assert_eq!(dwellings_of(&found), stated);
            }
            prop_assert!(found.shape.vertices.iter().flatten().all(|v| v.is_finite()));
        }
    }
}

fn dwellings_of(interior: &StoreyInterior) -> u32 {
    dwellings(interior).len() as u32
}
