//! Edits of land, trees, facilities and entrances, and of single typed values.

use super::ring;
use super::{Made, MakeError, drawn, found, within};
use crate::variant::{Action, Change, Edit, Value};
use crate::{
    Area, AreaUse, Community, Entrance, EntranceUse, Facility, Geometry, Key, Kind, Parcel, Parking,
    StationEntrance, TransitMode, Tree,
};

/// Sets one value of an element.
///
/// # Errors
/// When the element is not there, or has no such value.
pub fn set_value(community: &Community, key: &Key, new: Value) -> Made {
    let element = found(community, key)?;
    let old = new.of(element).ok_or_else(|| MakeError::WrongKind(key.clone()))?;
    if !new.is_finite() {
        return Err(MakeError::OutOfRange { what: "value", least: f64::MIN, most: f64::MAX });
    }
    Ok(Edit::new(Action::Set, vec![Change::Set { key: key.clone(), new, old: Some(old) }]))
}

/// Draws a park, a square or another area. `soil_depth_m` is that over a slab; nothing on natural ground.
///
/// # Errors
/// When the outline is none.
pub fn draw_area(
    community: &Community,
    name: Option<&str>,
    use_: AreaUse,
    outline: &[[f64; 2]],
    soil_depth_m: Option<f64>,
) -> Made {
    if let Some(depth) = soil_depth_m {
        within("soil_depth_m", depth, 0.0, 20.0)?;
    }
    let area = Area { soil_depth_m, ..Area::new(use_) };
    let stem = if use_.is_green() { "green" } else { "area" };
    let element = drawn(community, stem, name, Kind::Area(area), ring::area(outline)?);
    Ok(Edit::new(Action::DrawArea, vec![Change::Add(Box::new(element))]))
}

/// Draws a parcel with its use and limits.
///
/// # Errors
/// When the outline is none.
pub fn draw_parcel(community: &Community, name: Option<&str>, parcel: &Parcel, outline: &[[f64; 2]]) -> Made {
    let element = drawn(community, "parcel", name, Kind::Parcel(parcel.clone()), ring::area(outline)?);
    Ok(Edit::new(Action::DrawParcel, vec![Change::Add(Box::new(element))]))
}

/// Draws a car park on the ground.
///
/// # Errors
/// When the outline is none.
pub fn draw_car_park(
    community: &Community,
    name: Option<&str>,
    parking: &Parking,
    outline: &[[f64; 2]],
) -> Made {
    let element = drawn(community, "car-park", name, Kind::Parking(parking.clone()), ring::area(outline)?);
    Ok(Edit::new(Action::DrawArea, vec![Change::Add(Box::new(element))]))
}

/// Plants trees of one kind.
///
/// # Errors
/// When there is no place, two are one, or a size is out of range.
pub fn plant_trees(community: &Community, tree: &Tree, places: &[[f64; 2]]) -> Made {
    if let Some(height) = tree.height_m {
        within("height_m", height, 0.1, 130.0)?;
    }
    if let Some(crown) = tree.crown_m {
        within("crown_m", crown, 0.1, 60.0)?;
    }
    if places.is_empty() {
        return Err(MakeError::Nothing);
    }
    let mut changes: Vec<Change> = Vec::with_capacity(places.len());
    for at in places {
        let at = Geometry::Point([at[0], at[1], 0.0]);
        let element = drawn(community, "tree", None, Kind::Tree(tree.clone()), at);
        if changes.iter().all(|change| *change.key() != element.key) {
            changes.push(Change::Add(Box::new(element)));
        }
    }
    Ok(Edit::new(Action::PlantTrees(changes.len() as u32), changes))
}

/// Adds a facility at a place, in a building where it has one.
///
/// # Errors
/// When the building is not there or none.
pub fn add_facility(community: &Community, name: Option<&str>, facility: &Facility, at: [f64; 2]) -> Made {
    if let Some(key) = &facility.building
        && found(community, key)?.kind.building().is_none()
    {
        return Err(MakeError::WrongKind(key.clone()));
    }
    let at = Geometry::Point([at[0], at[1], 0.0]);
    let element = drawn(community, "facility", name, Kind::Facility(facility.clone()), at);
    Ok(Edit::new(Action::AddFacility, vec![Change::Add(Box::new(element))]))
}

/// Adds an entrance of a station, at the street.
///
/// # Errors
/// When the place is not finite.
pub fn add_station_entrance(
    community: &Community,
    mode: TransitMode,
    label: Option<&str>,
    at: [f64; 2],
) -> Made {
    let place = finite(at)?;
    let kind = Kind::StationEntrance(StationEntrance { mode, label: label.map(str::to_owned), node: None });
    let element = drawn(community, "station-entrance", None, kind, place);
    Ok(Edit::new(Action::AddEntrance, vec![Change::Add(Box::new(element))]))
}

/// Adds an entrance of a building, a basement or a parcel.
///
/// # Errors
/// When that is not there, or the place is not finite.
pub fn add_entrance(
    community: &Community,
    of: &Key,
    entrance_use: EntranceUse,
    level: Option<i16>,
    step_free: bool,
    at: [f64; 2],
) -> Made {
    found(community, of)?;
    let entrance = Entrance { of: Some(of.clone()), entrance_use, level, step_free, node: None };
    let stem = format!("{of}/entrance");
    let element = drawn(community, &stem, None, Kind::Entrance(entrance), finite(at)?);
    Ok(Edit::new(Action::AddEntrance, vec![Change::Add(Box::new(element))]))
}

fn finite(at: [f64; 2]) -> Result<Geometry, MakeError> {
    if at.iter().all(|v| v.is_finite()) {
        Ok(Geometry::Point([at[0], at[1], 0.0]))
    } else {
        Err(MakeError::Nothing)
    }
}
