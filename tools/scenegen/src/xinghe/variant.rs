//! Variants of the design, as edits to the community.

use linli_model::{
    Area, AreaUse, Building, BuildingUse, Change, Community, Edit, Element, Geometry, Key, Kind, Polygon,
    Presence, StoreyRun, Truth, Variant, Vertical,
};

use super::Placing;
use super::plan::{CANAL_HALF, Plot, canal_v, plots};
use crate::plan::{Place, Rectangle, lifted};

/// Storeys that the second office tower gains.
const MORE_STOREYS: i16 = 9;
/// Storey height of the perimeter blocks, metres.
const BLOCK_STOREY_M: f64 = 3.2;
/// The parcels of the perimeter blocks with their storeys.
const BLOCKS: [(&str, i16); 2] = [("A2", 8), ("C2", 9)];
/// Width of the green axis, metres.
const AXIS_M: f64 = 24.0;

/// The variants of the community; none where it lacks what they change.
pub(super) fn variants(community: &Community) -> Vec<Variant> {
    [tower(community), courtyard(community), green(community)].into_iter().flatten().collect()
}

fn element<'a>(community: &'a Community, key: &str) -> Option<&'a Element> {
    community.id_of(&Key::from(key)).and_then(|id| community.element(id))
}

fn replace(new: Element, old: &Element) -> Edit {
    Edit::from(Change::replace(old, new))
}

/// Removes buildings with all that is theirs, and their names from the basement.
fn remove(community: &Community, parcel: &str, buildings: &[&str], edits: &mut Vec<Edit>) {
    let gone = |key: &str| {
        buildings.iter().any(|building| {
            key.strip_prefix(building).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    for old in community.elements().iter().filter(|element| gone(element.key.as_str())) {
        edits.push(Edit::from(Change::remove(old)));
    }
    if let Some(old) = element(community, &format!("{parcel}/basement")) {
        let mut new = old.clone();
        if let Kind::Basement(basement) = &mut new.kind {
            basement.buildings.retain(|key| !gone(key.as_str()));
        }
        edits.push(replace(new, old));
    }
}

fn added(key: &str, [zh, en]: [&str; 2], kind: Kind, geometry: Geometry) -> Edit {
    let mut element = Element::new(key, kind, geometry);
    element.vertical = Vertical::AboveGround;
    element.presence = Presence::new(Truth::Designed, 3);
    element.name = Some(zh.to_owned());
    element.source.id = key.to_owned();
    for (name, text) in [("name:zh", zh), ("name:en", en)] {
        element.attributes.push(Key::from(name), linli_model::AttributeValue::Text(text.to_owned()));
    }
    Edit::from(Change::Add(Box::new(element)))
}

fn plan_ring(ring: &[Place]) -> Geometry {
    let placing = Placing::of_unit([0, 0]);
    placing.geometry(Geometry::Area(vec![Polygon::new(lifted(ring, 0.0))]))
}

fn variant(key: &str, [zh, en]: [&str; 2], note: &str, edits: Vec<Edit>) -> Variant {
    Variant {
        key: key.to_owned(),
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        note: note.to_owned(),
        edits,
        ..Variant::default()
    }
}

/// The second office tower grows by nearly a third, the hotel makes room for a larger square.
fn tower(community: &Community) -> Option<Variant> {
    let old = element(community, "A1/office-2")?;
    let hotel = element(community, "A1/hotel")?;
    let building = old.kind.building()?;
    let run = building.storeys.last()?;
    let rise = (run.height_m * f64::from(MORE_STOREYS) * 10.0).round() / 10.0;
    let high = building.height_m? - building.roof_height_m.unwrap_or_default();
    let mut edits = Vec::new();
    for old in community.elements() {
        if let Some(new) = raised(old, high, rise) {
            edits.push(replace(new, old));
        }
    }
    let ground = hotel.geometry.clone();
    remove(community, "A1", &["A1/hotel"], &mut edits);
    let kind = Kind::Area(Area::new(AreaUse::Plaza));
    edits.push(added("A1/hotel-square", ["星河之心广场", "Square in the Heart of Xinghe"], kind, ground));
    let note = "A1 二号塔楼增高约三成，取消酒店，扩大广场；高度超过 150 m 限高 / The second office tower is nearly a third \
                taller, the hotel makes room for a square; the tower exceeds the height limit of 150 m";
    Some(variant("tower", ["高塔", "Tower"], note, edits))
}

/// An element of the second office tower, raised: its top storeys grow, what lies on the roof moves up.
fn raised(old: &Element, high: f64, rise: f64) -> Option<Element> {
    let is_whole = old.key.as_str() == "A1/office-2";
    if !is_whole && !old.key.as_str().starts_with("A1/office-2/") {
        return None;
    }
    let mut new = old.clone();
    match &mut new.kind {
        Kind::Building(building) | Kind::BuildingPart(building) => {
            let top = building.height_m?;
            if top < high - 0.5 {
                return None;
            }
            building.height_m = Some(((top + rise) * 10.0).round() / 10.0);
            if building.min_height_m >= high - 0.5 {
                building.min_height_m = ((building.min_height_m + rise) * 10.0).round() / 10.0;
            } else if let Some(storeys) = &mut building.storeys_above {
                *storeys += f32::from(MORE_STOREYS);
            }
            if let Some(run) = building.storeys.last_mut() {
                run.to_level += MORE_STOREYS;
            }
            let last = building.storeys.last().map(|run| run.to_level);
            for lift in &mut building.lifts {
                if last.is_some_and(|last| lift.to_level + MORE_STOREYS >= last) {
                    lift.to_level += MORE_STOREYS;
                }
            }
        }
        Kind::Greening(greening) if greening.height_m >= high - 0.5 => greening.height_m += rise,
        Kind::Equipment(equipment) if equipment.height_m >= high - 0.5 => equipment.height_m += rise,
        _ => return None,
    }
    Some(new)
}

/// Designed buildings of a parcel with their floor area above the ground.
fn buildings<'a>(community: &'a Community, parcel: &str) -> Vec<(&'a str, f64)> {
    let start = format!("{parcel}/");
    let on_it = community.elements().iter().filter(|element| {
        element.presence.truth == Truth::Designed && element.key.as_str().starts_with(&start)
    });
    on_it
        .filter_map(|element| match &element.kind {
            Kind::Building(building) => Some((element.key.as_str(), floor_area_m2(building))),
            _ => None,
        })
        .collect()
}

fn floor_area_m2(building: &Building) -> f64 {
    let above = building.storeys.iter().filter(|run| run.from_level > 0);
    above.map(|run| f64::from(run.count()) * run.floor_area_m2).sum()
}

/// Perimeter blocks of the same floor area instead of towers.
fn courtyard(community: &Community) -> Option<Variant> {
    let mut edits = Vec::new();
    for (parcel, storeys) in BLOCKS {
        let plot = plots().into_iter().find(|plot| plot.key == parcel)?;
        let old = buildings(community, parcel);
        let area: f64 = old.iter().map(|(_, area)| area).sum();
        let keys: Vec<&str> = old.iter().map(|(key, _)| *key).collect();
        if keys.is_empty() {
            return None;
        }
        remove(community, parcel, &keys, &mut edits);
        edits.push(block(&plot, storeys, area));
    }
    let note = "A2、C2 以周边围合式多层替代高层，建筑面积不变 / Perimeter blocks of the same floor area instead of towers \
                on A2 and C2";
    Some(variant("courtyard", ["围合", "Courtyard"], note, edits))
}

/// A block around a court along the setback line, as deep as its floor area needs.
fn block(plot: &Plot, storeys: i16, floor_area_m2: f64) -> Edit {
    let outer = plot.buildable();
    let on_floor = floor_area_m2 / f64::from(storeys);
    // The ring between two rectangles: 2 d (w + h) - 4 d² = area.
    let sum = outer.east - outer.west + outer.north - outer.south;
    let depth = (sum - (sum * sum - 4.0 * on_floor).max(0.0).sqrt()) / 4.0;
    let mut court = outer.grown(-depth).ring();
    court.reverse();
    let polygon = Polygon { exterior: lifted(&outer.ring(), 0.0), holes: vec![lifted(&court, 0.0)] };
    let height_m = f64::from(storeys) * BLOCK_STOREY_M;
    let run = |from_level, to_level, use_| StoreyRun {
        from_level,
        to_level,
        height_m: BLOCK_STOREY_M,
        use_,
        floor_area_m2: on_floor,
        dwellings: 0,
        residents: 0,
        jobs: 0,
    };
    let mut above = run(2, storeys, BuildingUse::Residential);
    // One dwelling of 100 square metres, 2.6 persons each.
    above.dwellings = (on_floor / 100.0).floor() as u32;
    above.residents = (f64::from(above.dwellings) * 2.6).round() as u32;
    let building = Building {
        use_: BuildingUse::Residential,
        storeys_above: Some(f32::from(storeys)),
        height_m: Some((height_m * 10.0).round() / 10.0),
        storeys: vec![run(1, 1, BuildingUse::Commercial), above],
        parcel: Some(Key::from(format!("parcel/{}", plot.key).as_str())),
        ..Building::default()
    };
    let geometry = Placing::of_unit([0, 0]).geometry(Geometry::Area(vec![polygon]));
    let names = [format!("{}围合院落", plot.name.0), format!("{} court block", plot.name.1)];
    added(&format!("{}/court-block", plot.key), [&names[0], &names[1]], Kind::Building(building), geometry)
}

/// A green axis from the square to the canal in place of two buildings, with a footbridge.
fn green(community: &Community) -> Option<Variant> {
    let bridge = element(community, "street/footbridge-1")?;
    let path = element(community, "A4/axis")?;
    let square = plots().into_iter().find(|plot| plot.key == "A4")?;
    let gone = ["A3/east", "A3/south"];
    let mut edits = Vec::new();
    remove(community, "A3", &gone, &mut edits);
    let o = square.outline;
    // On the court of the start-ups and the western edge of the square, then to the bank.
    let west = o.west - AXIS_M;
    let axis = Rectangle::new(west, o.south, o.west, o.north);
    let park = Kind::Area(Area::new(AreaUse::Park));
    edits.push(added("A3/green-axis", ["绿心轴线", "Green axis"], park, plan_ring(&axis.ring())));
    let u = o.west - AXIS_M / 2.0;
    let line = |points: &[[f64; 3]]| Placing::of_unit([0, 0]).geometry(Geometry::Line(points.to_vec()));
    let copied = |key: &str, of: &Element, names: [&str; 2], geometry: Geometry| {
        let mut kind = of.kind.clone();
        if let Kind::Street(street) = &mut kind {
            street.nodes.clear();
        }
        added(key, names, kind, geometry)
    };
    let walk = line(&[[u, o.north, 0.0], [u, o.south, 0.0]]);
    edits.push(copied("A3/green-axis/path", path, ["绿轴步道", "Path in the green axis"], walk));
    let (bank, deck) = (CANAL_HALF + 9.0, 5.0);
    let v = canal_v(u);
    let over = line(&[[u, v + bank, 0.3], [u, v + 5.0, deck], [u, v - 5.0, deck], [u, v - bank, 0.3]]);
    edits.push(copied("street/footbridge-green", bridge, ["绿心桥", "Green axis bridge"], over));
    let note = "众创里缩减东、南两栋，形成由星河广场通向运河的绿轴，新增步行桥 / Two buildings of the Start-up Court make \
                room for a green axis from the square towards the canal, with a footbridge";
    Some(variant("green", ["绿心", "Green heart"], note, edits))
}
