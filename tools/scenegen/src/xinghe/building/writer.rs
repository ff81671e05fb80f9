//! From described buildings to elements.

use std::collections::BTreeSet;

use linli_model::{
    Boundary, Building, Equipment, EquipmentKind, FaceKind, Facility, Geometry, Greening, GreeningPlace, Key,
    Kind, LiftBank, Planting, Point3, Polygon,
};

use super::house::{GreenWall, House, Part, centimetres};
use super::window::window_wall_ratio;
use crate::draft::{Door, Draft};
use crate::plan::{Place, Rectangle, lifted};
use crate::xinghe::plan::{AXES, Plot, UNIT};

/// Peak power of solar panels, kilowatts per square metre of module (20 % of 1 kW/m²), and the part of a
/// field that modules cover.
const SOLAR_KW_PER_M2: f64 = 0.2;
/// See [`SOLAR_KW_PER_M2`].
const SOLAR_COVER: f64 = 0.6;
/// Depth of soil in balcony troughs, metres.
const TROUGH_SOIL_M: f64 = 0.35;
/// Parts below this height stand in the way of trees and paths, metres.
const CLEAR_M: f64 = 4.0;

/// Key of a parcel's element.
pub(super) fn parcel_key(plot: &Plot) -> String {
    format!("parcel/{}", plot.key)
}

/// Addresses that are taken in the unit.
#[derive(Default)]
pub(super) struct Addresses(BTreeSet<String>);

impl Addresses {
    /// Street and number: the nearest street, a number every five metres from the west or the south, odd on
    /// one side and even on the other.
    pub(super) fn next(&mut self, [u, v]: Place) -> String {
        let distance = |north: bool, at: f64| if north { u - at } else { v - at };
        let nearest = AXES
            .iter()
            .min_by(|a, b| distance(a.north, a.at).abs().total_cmp(&distance(b.north, b.at).abs()));
        let Some(axis) = nearest else { return String::new() };
        let along = if axis.north { v - UNIT.south } else { u - UNIT.west };
        let mut number =
            2 * (along.max(0.0) / 10.0).round() as u32 + u32::from(distance(axis.north, axis.at) > 0.0);
        loop {
            let address = format!("{}{}号", axis.name.0, number.max(1));
            if self.0.insert(address.clone()) {
                return address;
            }
            number += 2;
        }
    }
}

/// Adds a building with everything on it.
pub(super) fn add(draft: &mut Draft, plot: &Plot, house: &House, addresses: &mut Addresses) {
    draft.presence = house.presence;
    let key = format!("{}/{}", plot.key, house.key);
    let parent = draft.full_key(&key);
    add_whole(draft, plot, house, &key, addresses);
    if house.parts.len() > 1 {
        for part in &house.parts {
            let facts = facts_of(part, Some(&parent), house.year);
            let rings = std::iter::once(&part.ring).chain(&part.others);
            let geometry = Geometry::Area(rings.map(|ring| Polygon::new(lifted(ring, 0.0))).collect());
            draft.add(format!("{key}/{}", part.name), None, Kind::BuildingPart(facts), geometry);
        }
    }
    for part in house.parts.iter().filter(|p| p.rise_m[0] < CLEAR_M) {
        draft.built.push(Rectangle::around(&part.ring));
    }
    add_doors(draft, house, &key);
    add_green(draft, house, &key);
    add_solar(draft, house, &key);
    add_plants(draft, house, &key);
    add_facilities(draft, house, &key);
}

fn facts_of(part: &Part, parent: Option<&str>, year: i32) -> Building {
    Building {
        use_: part.use_,
        parent: parent.map(Key::from),
        storeys_above: Some(part.storeys as f32),
        height_m: Some(part.rise_m[1]),
        min_height_m: part.rise_m[0],
        roof_height_m: Some(part.roof_m).filter(|h| *h > 0.0),
        roof: part.roof,
        colour: Some(part.colour),
        roof_colour: part.roof_colour,
        year: Some(year),
        window_wall_ratio: window_wall_ratio(part.use_, year),
        ..Building::default()
    }
}

fn add_whole(draft: &mut Draft, plot: &Plot, house: &House, key: &str, addresses: &mut Addresses) {
    let Some(first) = house.parts.first() else { return };
    let whole = house.parts.len() > 1;
    let mut facts = facts_of(first, None, house.year);
    if whole {
        let roof_m = centimetres(house.height_m() - house.storeys_m());
        facts.height_m = Some(house.height_m());
        facts.min_height_m = 0.0;
        facts.roof_height_m = Some(roof_m).filter(|h| *h > 0.0);
        facts.roof = linli_model::RoofShape::Flat;
        facts.outline_of_parts = true;
    }
    facts.use_ = house.use_;
    facts.window_wall_ratio = window_wall_ratio(house.use_, house.year);
    facts.storeys_above = Some(house.storey_count() as f32);
    facts.storeys_below = Some(house.below as f32).filter(|n| *n > 0.0);
    facts.storeys.clone_from(&house.storeys);
    facts.parcel = Some(Key::from(draft.full_key(&parcel_key(plot))));
    let at = house.doors.first().map_or_else(|| Rectangle::around(&house.outline).centre(), |d| d.place);
    facts.address = Some(addresses.next(at));
    let scene_place = |p: Place| draft.placing.map_or(p, |placing| placing.place(p));
    facts.lifts = house
        .banks
        .iter()
        .map(|bank| LiftBank {
            cars: bank.cars,
            speed_mps: bank.speed_mps,
            capacity: bank.capacity,
            from_level: bank.levels[0],
            to_level: bank.levels[1],
            at: scene_place(bank.at),
        })
        .collect();
    let geometry = polygon_geometry(&house.outline, house.court.as_deref(), 0.0);
    draft.add_titled(key, Some(house.name.clone()), Kind::Building(facts), geometry, &[]);
}

/// A level outline with a hole.
fn polygon_geometry(ring: &[Place], hole: Option<&[Place]>, height_m: f64) -> Geometry {
    let mut polygon = Polygon::new(lifted(ring, height_m));
    polygon.holes.extend(hole.map(|hole| {
        let mut hole = lifted(hole, height_m);
        hole.reverse();
        hole
    }));
    Geometry::Area(vec![polygon])
}

fn add_doors(draft: &mut Draft, house: &House, key: &str) {
    for (i, door) in house.doors.iter().enumerate() {
        draft.doors.push(Door {
            key: format!("{key}/door-{}", i + 1),
            of: key.to_owned(),
            place: door.place,
            entrance_use: door.use_,
            level: 1,
            // Blocks of the 1980s have three steps before every door.
            step_free: house.year >= 1995,
            presence: house.presence,
        });
    }
}

fn add_green(draft: &mut Draft, house: &House, key: &str) {
    let building = Key::from(draft.full_key(key));
    let green = |place, planting, soil_depth_m, area_m2: f64, height_m| Greening {
        place,
        planting,
        soil_depth_m,
        area_m2: centimetres(area_m2),
        height_m,
        building: Some(building.clone()),
        open_to_all: false,
    };
    for (i, garden) in house.gardens.iter().enumerate() {
        let area =
            super::house::area_m2(&garden.ring) - garden.hole.as_deref().map_or(0.0, super::house::area_m2);
        let mut facts = green(GreeningPlace::Roof, garden.planting, garden.soil_m, area, garden.height_m);
        facts.open_to_all = garden.open_to_all;
        let geometry = polygon_geometry(&garden.ring, garden.hole.as_deref(), garden.height_m);
        draft.add(format!("{key}/roof-garden-{}", i + 1), None, Kind::Greening(facts), geometry);
    }
    for (i, (height_m, strips)) in house.balconies.iter().enumerate() {
        let area: f64 = strips.iter().map(Rectangle::area_m2).sum();
        let planting = if i % 2 == 0 { Planting::Shrub } else { Planting::Climber };
        let facts = green(GreeningPlace::Balcony, planting, TROUGH_SOIL_M, area, *height_m);
        let polygons = strips.iter().map(|s| Polygon::new(lifted(&s.ring(), *height_m))).collect();
        let kind = Kind::Greening(facts);
        draft.add(format!("{key}/balconies-{}", i + 1), None, kind, Geometry::Area(polygons));
    }
    for (i, wall) in house.walls.iter().enumerate() {
        let (boundary, area) = upright(wall);
        let facts = green(GreeningPlace::Wall, Planting::Climber, 0.3, area, wall.rise_m[0]);
        let kind = Kind::Greening(facts);
        draft.add(format!("{key}/green-wall-{}", i + 1), None, kind, Geometry::Boundary(boundary));
    }
}

/// One upright face, and its area.
fn upright(wall: &GreenWall) -> (Boundary, f64) {
    let ([a, b], [low, high]) = ([wall.from, wall.to], wall.rise_m);
    let corner = |p: Place, z: f64| -> Point3 { [p[0], p[1], z] };
    let vertices = vec![corner(a, low), corner(b, low), corner(b, high), corner(a, high)];
    let mut boundary = Boundary { vertices, ..Boundary::default() };
    boundary.push_face(&[&[0, 1, 2, 3]], FaceKind::Wall, None);
    (boundary, (b[0] - a[0]).hypot(b[1] - a[1]) * (high - low))
}

fn add_solar(draft: &mut Draft, house: &House, key: &str) {
    let building = Key::from(draft.full_key(key));
    for (i, (outline, height_m)) in house.solar.iter().enumerate() {
        let facts = Equipment {
            equipment: EquipmentKind::SolarPanels,
            of: Some(building.clone()),
            count: None,
            power_kw: Some((outline.area_m2() * SOLAR_COVER * SOLAR_KW_PER_M2 * 10.0).round() / 10.0),
            height_m: *height_m,
        };
        let geometry = polygon_geometry(&outline.ring(), None, *height_m);
        draft.add(format!("{key}/solar-{}", i + 1), None, Kind::Equipment(facts), geometry);
    }
}

fn add_plants(draft: &mut Draft, house: &House, key: &str) {
    for plant in &house.plants {
        let facts = Equipment {
            equipment: plant.kind,
            of: Some(Key::from(draft.full_key(key))),
            count: Some(plant.pieces.len() as u32),
            power_kw: Some(plant.power_kw),
            height_m: 0.0,
        };
        let geometry = Geometry::Area(plant.pieces.iter().map(Rectangle::polygon).collect());
        draft.built.extend(&plant.pieces);
        draft.add(format!("{key}/{}", plant.name), None, Kind::Equipment(facts), geometry);
    }
}

fn add_facilities(draft: &mut Draft, house: &House, key: &str) {
    let building = Key::from(draft.full_key(key));
    for (i, housed) in house.housed.iter().enumerate() {
        let door = house.doors.get(housed.door).or(house.doors.first());
        let [u, v] = door.map_or_else(|| Rectangle::around(&house.outline).centre(), |d| d.place);
        let facts = Facility {
            category: housed.category.to_owned(),
            scenario: Some(housed.scenario),
            floor_area_m2: Some(housed.area_m2),
            capacity: housed.capacity,
            building: Some(building.clone()),
            node: None,
        };
        let key = format!("{key}/{}-{}", housed.category, i + 1);
        draft.add(key, Some(housed.name), Kind::Facility(facts), Geometry::Point([u, v, 0.0]));
    }
}
