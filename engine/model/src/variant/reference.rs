//! Which elements an element names by their keys.

use crate::{Element, Key, Kind};

/// Calls `visit` with every key that an element names.
pub fn for_each_reference(element: &Element, mut visit: impl FnMut(&Key)) {
    match &element.kind {
        Kind::Building(b) | Kind::BuildingPart(b) => b.parent.iter().chain(&b.parcel).for_each(visit),
        Kind::Entrance(entrance) => entrance.of.iter().for_each(visit),
        Kind::Basement(basement) => basement.buildings.iter().chain(&basement.linked).for_each(visit),
        Kind::Corridor(corridor) => {
            corridor.compartments.iter().flat_map(|compartment| &compartment.lines).for_each(visit);
        }
        Kind::CorridorNode(node) => visit(&node.corridor),
        Kind::Greening(greening) => greening.building.iter().for_each(visit),
        Kind::Equipment(equipment) => equipment.of.iter().for_each(visit),
        Kind::Facility(facility) => facility.building.iter().for_each(visit),
        Kind::Parking(parking) => parking.basement.iter().for_each(visit),
        Kind::UtilityLine(line) => line.corridor.iter().for_each(visit),
        _ => {}
    }
}

/// The one element that an element belongs to: without it, it has no meaning. Parts, entrances, green,
/// equipment and shafts go with what they belong to.
pub fn owner(element: &Element) -> Option<&Key> {
    match &element.kind {
        Kind::BuildingPart(part) => part.parent.as_ref(),
        Kind::Entrance(entrance) => entrance.of.as_ref(),
        Kind::CorridorNode(node) => Some(&node.corridor),
        Kind::Greening(greening) => greening.building.as_ref(),
        Kind::Equipment(equipment) => equipment.of.as_ref(),
        Kind::Facility(facility) => facility.building.as_ref(),
        _ => None,
    }
}

/// Calls `change` with every key that an element names, to be renamed.
pub fn rename_references(element: &mut Element, mut change: impl FnMut(&mut Key)) {
    match &mut element.kind {
        Kind::Building(b) | Kind::BuildingPart(b) => {
            b.parent.iter_mut().chain(&mut b.parcel).for_each(change)
        }
        Kind::Entrance(entrance) => entrance.of.iter_mut().for_each(change),
        Kind::Basement(basement) => {
            basement.buildings.iter_mut().chain(&mut basement.linked).for_each(change);
        }
        Kind::Corridor(corridor) => {
            corridor.compartments.iter_mut().flat_map(|c| &mut c.lines).for_each(change);
        }
        Kind::CorridorNode(node) => change(&mut node.corridor),
        Kind::Greening(greening) => greening.building.iter_mut().for_each(change),
        Kind::Equipment(equipment) => equipment.of.iter_mut().for_each(change),
        Kind::Facility(facility) => facility.building.iter_mut().for_each(change),
        Kind::Parking(parking) => parking.basement.iter_mut().for_each(change),
        Kind::UtilityLine(line) => line.corridor.iter_mut().for_each(change),
        _ => {}
    }
}

/// Takes keys out of what an element names, where it can do without them: the element stays, the name goes.
/// Returns whether anything was named.
pub fn drop_references(element: &mut Element, gone: impl Fn(&Key) -> bool) -> bool {
    let before = count(element);
    let clear = |key: &mut Option<Key>| {
        if key.as_ref().is_some_and(&gone) {
            *key = None;
        }
    };
    match &mut element.kind {
        Kind::Building(b) | Kind::BuildingPart(b) => {
            clear(&mut b.parcel);
            clear(&mut b.parent);
        }
        Kind::Entrance(entrance) => clear(&mut entrance.of),
        Kind::Basement(basement) => {
            basement.buildings.retain(|key| !gone(key));
            basement.linked.retain(|key| !gone(key));
        }
        Kind::Corridor(corridor) => {
            corridor.compartments.iter_mut().for_each(|c| c.lines.retain(|key| !gone(key)));
        }
        Kind::Greening(greening) => clear(&mut greening.building),
        Kind::Equipment(equipment) => clear(&mut equipment.of),
        Kind::Facility(facility) => clear(&mut facility.building),
        Kind::Parking(parking) => clear(&mut parking.basement),
        Kind::UtilityLine(line) => clear(&mut line.corridor),
        _ => {}
    }
    count(element) != before
}

fn count(element: &Element) -> usize {
    let mut count = 0;
    for_each_reference(element, |_| count += 1);
    count
}
