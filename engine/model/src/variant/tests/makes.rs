//! Single deeds, by arithmetic.

use super::*;
use crate::variant::make::{self, BuildingDraft, Corner, MakeError, StoreyUse, StreetDraft};
use crate::{Access, ModeAccess, StreetClass, StreetNodeKind};

fn made(community: &Community, edit: make::Made) -> Community {
    variant(vec![edit.unwrap()]).resolve(community).unwrap().apply(community)
}

fn get<'a>(community: &'a Community, key: &str) -> &'a Element {
    community.element(community.id_of(&Key::from(key)).unwrap()).unwrap()
}

fn floor_area_m2(element: &Element) -> f64 {
    let runs = &element.kind.building().unwrap().storeys;
    runs.iter().map(|run| f64::from(run.count()) * run.floor_area_m2).sum()
}

fn town() -> Community {
    let mut town = empty();
    town.add(house("h", 0.0, 4)).unwrap();
    town
}

#[test]
fn a_drawn_building_has_the_floor_area_of_its_outline() {
    let draft = BuildingDraft {
        name: None,
        // Clockwise, and closed: both are put right.
        footprint: vec![[0.0, 0.0], [0.0, 10.0], [30.0, 10.0], [30.0, 0.0], [0.0, 0.0]],
        storeys: 5,
        storey_height_m: 3.2,
        use_: BuildingUse::Office,
        dwellings: 0,
        residents: 0,
        jobs: 12,
        parcel: None,
    };
    let edit = make::draw_building(&empty(), &draft).unwrap();
    let again = make::draw_building(&empty(), &draft).unwrap();
    assert_eq!(edit, again, "the same deed has the same key");
    let town = made(&empty(), Ok(edit));
    let element = &town.elements()[0];
    assert_eq!(floor_area_m2(element), 5.0 * 300.0);
    assert_eq!(element.kind.building().unwrap().height_m, Some(16.0));
    let crossing = BuildingDraft { footprint: vec![[0.0, 0.0], [9.0, 9.0], [9.0, 0.0], [0.0, 9.0]], ..draft };
    assert_eq!(make::draw_building(&empty(), &crossing), Err(MakeError::NotAnOutline));
}

#[test]
fn storeys_come_and_go_with_their_height_and_area() {
    let town = town();
    let key = Key::from("h");
    for (storeys, height) in [(9, 27.0), (2, 6.0), (4, 12.0)] {
        let changed = made(&town, make::set_storeys(&town, &key, storeys));
        let element = get(&changed, "h");
        assert_eq!(floor_area_m2(element), 200.0 * f64::from(storeys));
        assert_eq!(element.kind.building().unwrap().height_m, Some(height));
        assert_eq!(element.kind.building().unwrap().storeys_above, Some(f32::from(storeys)));
    }
    let office = StoreyUse { use_: BuildingUse::Office, dwellings: 0, residents: 0, jobs: 20 };
    let changed = made(&town, make::set_storey_use(&town, &key, 2, 3, office));
    let runs = &get(&changed, "h").kind.building().unwrap().storeys;
    let levels: Vec<_> = runs.iter().map(|run| (run.from_level, run.to_level, run.use_)).collect();
    use BuildingUse::{Office, Residential};
    assert_eq!(levels, [(1, 1, Residential), (2, 3, Office), (4, 4, Residential)]);
    assert_eq!(floor_area_m2(get(&changed, "h")), 800.0);
}

#[test]
fn a_pushed_side_makes_the_building_wider() {
    let town = town();
    // The east side of 20 × 10 m, 3 m out: 23 × 10 m.
    let changed = made(&town, make::push_face(&town, &Key::from("h"), 1, 3.0));
    assert_eq!(changed.elements()[0].geometry.aabb().max[0], 23.0);
    assert_eq!(floor_area_m2(&changed.elements()[0]), 4.0 * 230.0);
    assert!(make::push_face(&town, &Key::from("h"), 1, -21.0).is_err(), "nothing would be left");
    assert_eq!(make::push_face(&town, &Key::from("h"), 9, 1.0), Err(MakeError::NoSuchCorner));
}

#[test]
fn what_is_turned_four_times_is_where_it_was() {
    let town = town();
    let key = [Key::from("h")];
    let mut turned = town.clone();
    for _ in 0..4 {
        turned = made(&turned, make::rotate(&turned, &key, [5.0, 5.0], 90.0));
    }
    assert_eq!(turned.elements()[0].geometry, town.elements()[0].geometry);
    let mirrored = made(&town, make::mirror(&town, &key, [0.0, 0.0], [0.0, 1.0]));
    let Geometry::Area(polygons) = &mirrored.elements()[0].geometry else { panic!() };
    assert!(crate::geometry::ring_area_m2(&polygons[0].exterior) > 0.0, "counter-clockwise as before");
    assert_eq!(mirrored.elements()[0].geometry.aabb().min[0], -20.0);
    let doubled = made(&town, make::scale(&town, &key, [0.0; 3], [2.0, 1.0, 1.0]));
    assert_eq!(floor_area_m2(&doubled.elements()[0]), 1600.0);
}

#[test]
fn copies_name_copies_and_deletion_takes_what_belongs() {
    let mut town = town();
    let part = Building { parent: Some(Key::from("h")), parcel: None, ..Building::default() };
    town.add(Element::new("h/p", Kind::BuildingPart(part), Geometry::None)).unwrap();
    let key = [Key::from("h")];
    let row = made(&town, make::array(&town, &key, [3, 2], [30.0, 0.0, 0.0], [0.0, 20.0, 0.0]));
    assert_eq!(row.elements().len(), 12);
    let parents: std::collections::BTreeSet<_> =
        row.elements().iter().filter_map(|e| e.kind.building()?.parent.clone()).collect();
    assert_eq!(parents.len(), 6, "each copy of the part names its own building");
    assert!(parents.iter().all(|parent| row.id_of(parent).is_some()));
    assert_eq!(made(&row, make::delete(&row, &key)).elements().len(), 10);
}

fn street(community: &Community, points: &[[f64; 3]]) -> make::Made {
    let access = ModeAccess { walk: Access::Yes, cycle: Access::Yes, car: Access::Yes };
    let draft = StreetDraft {
        name: None,
        points: points.to_vec(),
        class: StreetClass::Residential,
        width_m: 6.0,
        lanes: None,
        access,
        bridge: false,
        layer: 0,
    };
    make::draw_street(community, &draft)
}

fn nodes(element: &Element) -> &[i64] {
    let Kind::Street(street) = &element.kind else { panic!() };
    &street.nodes
}

#[test]
fn a_new_street_meets_the_old_one_where_it_touches() {
    let one = made(&empty(), street(&empty(), &[[0.0; 3], [100.0, 0.0, 0.0]]));
    let two = made(&one, street(&one, &[[40.0, 0.0, 0.0], [40.0, 50.0, 0.0]]));
    let [first, second] = two.elements() else { panic!() };
    assert_eq!(nodes(first).len(), 3, "the first got a point where they meet");
    assert_eq!(nodes(first)[1], nodes(second)[0]);
    // Its corner is the joint: pulled, both follow.
    let to = [45.0, 5.0, 0.0];
    let pulled = made(&two, make::move_corner(&two, &second.key, Corner::at(0), to));
    let Geometry::Line(points) = &pulled.elements()[0].geometry else { panic!() };
    assert_eq!(points[1], to);
    let crossed = made(&two, make::add_street_node(&two, StreetNodeKind::Crossing, [70.0, 1.0]));
    let node = match &crossed.elements()[2].kind {
        Kind::StreetNode(node) => node.node.unwrap(),
        _ => panic!(),
    };
    assert!(nodes(&crossed.elements()[0]).contains(&node));
    // A street that moves away leaves the joint.
    let moved = made(&two, make::move_elements(&two, std::slice::from_ref(&second.key), [0.0, 9.0, 0.0]));
    assert!(!nodes(&moved.elements()[0]).contains(&nodes(&moved.elements()[1])[0]));
}
