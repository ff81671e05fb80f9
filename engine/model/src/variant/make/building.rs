//! Edits of buildings: draw, storeys and uses, pushed faces, green, basements.

use super::ring;
use super::transform::with_belongings;
use super::{Made, MakeError, drawn, found, within};
use crate::variant::{Action, Change, Edit, Storeys, Value};
use crate::{
    Basement, Building, BuildingUse, Community, Element, Geometry, Greening, GreeningPlace, Key, Kind,
    Planting, Point3, StoreyRun,
};

/// Most storeys of a building.
const MOST_STOREYS: f64 = 200.0;
/// Height of a storey where nothing is known, metres.
const ASSUMED_STOREY_M: f64 = 3.0;
/// How near below the top of the storeys a part or plant counts as on the roof, metres.
const ROOF_NEAR_M: f64 = 0.5;

/// A building to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildingDraft {
    /// Name for people.
    pub name: Option<String>,
    /// Footprint, local metres, in either direction.
    pub footprint: Vec<[f64; 2]>,
    /// Storeys above the ground.
    pub storeys: i16,
    /// Height from floor to floor, metres.
    pub storey_height_m: f64,
    /// Use of all storeys.
    pub use_: BuildingUse,
    /// Dwellings on one storey.
    pub dwellings: u32,
    /// Residents on one storey.
    pub residents: u32,
    /// Jobs on one storey.
    pub jobs: u32,
    /// Parcel that it stands on.
    pub parcel: Option<Key>,
}

/// Draws a building by its footprint and storeys.
///
/// # Errors
/// When the footprint is no outline or a number is out of range.
pub fn draw_building(community: &Community, draft: &BuildingDraft) -> Made {
    let storeys = within("storeys", f64::from(draft.storeys), 1.0, MOST_STOREYS)?;
    let height = within("storey_height_m", draft.storey_height_m, 2.0, 30.0)?;
    let geometry = ring::area(&draft.footprint)?;
    let floor_area_m2 = plan_area_m2(&geometry);
    let run = StoreyRun {
        from_level: 1,
        to_level: draft.storeys,
        height_m: height,
        use_: draft.use_,
        floor_area_m2,
        dwellings: draft.dwellings,
        residents: draft.residents,
        jobs: draft.jobs,
    };
    let building = Building {
        use_: draft.use_,
        storeys_above: Some(storeys as f32),
        height_m: Some(storeys * height),
        storeys: vec![run],
        parcel: draft.parcel.clone(),
        ..Building::default()
    };
    let element = drawn(community, "building", draft.name.as_deref(), Kind::Building(building), geometry);
    Ok(Edit::new(Action::DrawBuilding, vec![Change::Add(Box::new(element))]))
}

fn plan_area_m2(geometry: &Geometry) -> f64 {
    match geometry {
        Geometry::Area(polygons) => polygons.iter().map(crate::Polygon::area_m2).sum(),
        _ => 0.0,
    }
}

fn building<'a>(community: &'a Community, key: &Key) -> Result<(&'a Element, &'a Building), MakeError> {
    let element = found(community, key)?;
    let building = element.kind.building().ok_or_else(|| MakeError::WrongKind(key.clone()))?;
    Ok((element, building))
}

/// Sets the number of storeys above the ground. The topmost storeys are repeated or taken away; parts, lifts, green
/// and equipment that end at the top of the storeys go along, and what would stand above the new top is removed.
///
/// # Errors
/// When it is no building, or the number is out of range.
pub fn set_storeys(community: &Community, key: &Key, storeys: i16) -> Made {
    within("storeys", f64::from(storeys), 1.0, MOST_STOREYS)?;
    let (element, old) = building(community, key)?;
    let top_level = top_level(old);
    let rise = rise_m(old, top_level, storeys);
    let high = old.height_m.map(|height| height - old.roof_height_m.unwrap_or_default());
    let raise = Raise { top_level, storeys, rise, high, key };
    let mut changes =
        vec![Change::replace(element, raise.element(element).unwrap_or_else(|| element.clone()))];
    for own in with_belongings(community, std::slice::from_ref(key)).iter().filter(|own| *own != key) {
        let old = found(community, own)?;
        match raise.element(old) {
            Some(new) if new != *old => changes.push(Change::replace(old, new)),
            Some(_) => {}
            None => changes.push(Change::remove(old)),
        }
    }
    Ok(Edit::new(Action::SetStoreys(storeys), changes))
}

fn top_level(building: &Building) -> i16 {
    let runs = building.storeys.iter().map(|run| run.to_level).max().filter(|level| *level > 0);
    runs.or(building.storeys_above.map(|n| n.round().clamp(1.0, 1000.0) as i16)).unwrap_or(1)
}

/// How much the building grows from one top level to another, metres.
fn rise_m(building: &Building, from: i16, to: i16) -> f64 {
    let per_storey = || match (building.height_m, building.storeys_above) {
        (Some(height), Some(n)) if n >= 1.0 => {
            ((height - building.roof_height_m.unwrap_or_default()) / f64::from(n)).max(1.0)
        }
        _ => ASSUMED_STOREY_M,
    };
    let height_of = |level: i16| {
        let run = building.storeys.iter().find(|run| run.from_level <= level && level <= run.to_level);
        run.or(building.storeys.last()).map_or_else(per_storey, |run| run.height_m)
    };
    if to >= from {
        (from + 1..=to).map(height_of).sum()
    } else {
        -(to + 1..=from).map(height_of).sum::<f64>()
    }
}

/// A building that grows or shrinks.
struct Raise<'a> {
    top_level: i16,
    storeys: i16,
    rise: f64,
    /// Top of the storeys above the ground before, metres.
    high: Option<f64>,
    key: &'a Key,
}

impl Raise<'_> {
    /// The element of the building, or of what belongs to it, afterwards; `None` when it goes.
    fn element(&self, old: &Element) -> Option<Element> {
        let mut new = old.clone();
        let is_whole = old.key == *self.key;
        match &mut new.kind {
            Kind::Building(building) => self.storeys_of(building),
            Kind::BuildingPart(part) if is_whole => self.storeys_of(part),
            Kind::BuildingPart(part) => {
                let (Some(high), Some(top)) = (self.high, part.height_m) else { return Some(new) };
                if part.min_height_m >= high - ROOF_NEAR_M {
                    part.min_height_m = round_cm(part.min_height_m + self.rise);
                    part.height_m = Some(round_cm(top + self.rise));
                } else if top >= high - ROOF_NEAR_M {
                    self.storeys_of(part);
                } else if part.min_height_m >= high + self.rise {
                    return None;
                } else if top > high + self.rise {
                    part.height_m = Some(round_cm(high + self.rise));
                }
            }
            Kind::Greening(greening) => greening.height_m = self.height(greening.height_m)?,
            Kind::Equipment(equipment) => equipment.height_m = self.height(equipment.height_m)?,
            _ => {}
        }
        Some(new)
    }

    fn height(&self, height_m: f64) -> Option<f64> {
        let Some(high) = self.high else { return Some(height_m) };
        if height_m >= high - ROOF_NEAR_M {
            return Some(round_cm(height_m + self.rise));
        }
        (height_m <= high + self.rise).then_some(height_m)
    }

    fn storeys_of(&self, building: &mut Building) {
        building.height_m = building.height_m.map(|height| round_cm(height + self.rise));
        let more = f32::from(self.storeys) - f32::from(self.top_level);
        building.storeys_above = building.storeys_above.map(|n| (n + more).max(1.0));
        building.storeys.retain(|run| run.from_level <= self.storeys);
        for run in &mut building.storeys {
            if run.to_level == self.top_level || run.to_level > self.storeys {
                run.to_level = self.storeys;
            }
        }
        building.lifts.retain(|lift| lift.from_level <= self.storeys);
        for lift in &mut building.lifts {
            if lift.to_level == self.top_level || lift.to_level > self.storeys {
                lift.to_level = self.storeys;
            }
        }
    }
}

fn round_cm(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Use and people of one storey.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoreyUse {
    /// The use.
    pub use_: BuildingUse,
    /// Dwellings on one storey.
    pub dwellings: u32,
    /// Residents on one storey.
    pub residents: u32,
    /// Jobs on one storey.
    pub jobs: u32,
}

/// Sets the use and the people of the storeys from one level to another.
///
/// # Errors
/// When it is no building, or it has none of these storeys.
pub fn set_storey_use(community: &Community, key: &Key, from: i16, to: i16, what: StoreyUse) -> Made {
    let (_, old) = building(community, key)?;
    let mut runs: Vec<StoreyRun> = Vec::with_capacity(old.storeys.len() + 2);
    let mut any = false;
    for run in &old.storeys {
        let piece = |from_level: i16, to_level: i16| StoreyRun { from_level, to_level, ..run.clone() };
        // There is no level 0.
        let before = |level: i16| if level == 1 { -1 } else { level - 1 };
        let after = |level: i16| if level == -1 { 1 } else { level + 1 };
        let (low, high) = (run.from_level.max(from), run.to_level.min(to));
        if low > high {
            runs.push(run.clone());
            continue;
        }
        any = true;
        if run.from_level < low {
            runs.push(piece(run.from_level, before(low)));
        }
        let StoreyUse { use_, dwellings, residents, jobs } = what;
        runs.push(StoreyRun { use_, dwellings, residents, jobs, ..piece(low, high) });
        if high < run.to_level {
            runs.push(piece(after(high), run.to_level));
        }
    }
    if !any {
        return Err(MakeError::OutOfRange { what: "storeys", least: 1.0, most: f64::from(top_level(old)) });
    }
    let (old, new) = (Storeys::of(old), Storeys { runs, ..Storeys::of(old) });
    let change = Change::Set { key: key.clone(), new: Value::Storeys(new), old: Some(Value::Storeys(old)) };
    Ok(Edit::new(Action::SetStoreyUse { from, to, use_: what.use_ }, vec![change]))
}

/// Pushes a side of a footprint (the edge from a corner of the first outer ring to the next), or a face of a
/// boundary, out by a way; in by a negative one. Floor areas follow the footprint.
///
/// # Errors
/// When it has no such edge or face, or the outline would cross itself.
pub fn push_face(community: &Community, key: &Key, face: usize, by_m: f64) -> Made {
    within("by_m", by_m, -1000.0, 1000.0)?;
    let element = found(community, key)?;
    let mut new = element.clone();
    match &mut new.geometry {
        Geometry::Area(polygons) => {
            let first = polygons.first_mut().ok_or(MakeError::NoSuchCorner)?;
            first.exterior = ring::pushed(&first.exterior, face, by_m)?;
        }
        Geometry::Boundary(boundary) => {
            let normal = (face < boundary.faces.len()).then(|| boundary.face_normal(face)).flatten();
            let normal: Point3 = normal.ok_or(MakeError::NoSuchCorner)?;
            let corners: std::collections::BTreeSet<u32> =
                boundary.face_rings(face).flatten().copied().collect();
            for corner in corners {
                if let Some(vertex) = boundary.vertices.get_mut(corner as usize) {
                    (0..3).for_each(|i| vertex[i] += normal[i] * by_m);
                }
            }
        }
        _ => return Err(MakeError::WrongKind(key.clone())),
    }
    new.put_on_raster();
    scale_floors(element, &mut new);
    Ok(Edit::new(Action::PushFace(by_m), vec![Change::replace(element, new)]))
}

/// Floor areas of a building, a basement or green follow the area of its footprint.
pub(super) fn scale_floors(old: &Element, new: &mut Element) {
    let (before, after) = (plan_area_m2(&old.geometry), plan_area_m2(&new.geometry));
    if before <= 0.0 || after <= 0.0 || before == after {
        return;
    }
    let factor = after / before;
    let scaled = |area: f64| round_cm(area * factor);
    match &mut new.kind {
        Kind::Building(building) | Kind::BuildingPart(building) => {
            building.storeys.iter_mut().for_each(|run| run.floor_area_m2 = scaled(run.floor_area_m2));
        }
        Kind::Basement(basement) => basement.floor_area_m2 = basement.floor_area_m2.map(scaled),
        Kind::Greening(greening) => greening.area_m2 = scaled(greening.area_m2),
        _ => {}
    }
}

/// Pushes the top of a building up or down; its storeys stay as many.
///
/// # Errors
/// When it is no building of a known height, or nothing would be left of it.
pub fn push_top(community: &Community, key: &Key, by_m: f64) -> Made {
    let (_, old) = building(community, key)?;
    let height = old.height_m.ok_or_else(|| MakeError::WrongKind(key.clone()))?;
    let new = within("height_m", height + by_m, old.min_height_m + 0.1, 1500.0)?;
    let change = Change::Set {
        key: key.clone(),
        new: Value::BuildingHeightM(Some(round_cm(new))),
        old: Some(Value::BuildingHeightM(Some(height))),
    };
    Ok(Edit::new(Action::PushFace(by_m), vec![change]))
}

/// Green on a building, to be planted.
#[derive(Clone, Debug, PartialEq)]
pub struct GreenDraft {
    /// Roof, balcony or wall.
    pub place: GreeningPlace,
    /// What is planted.
    pub planting: Planting,
    /// Planted outline, local metres.
    pub outline: Vec<[f64; 2]>,
    /// Depth of soil, metres.
    pub soil_depth_m: f64,
    /// Height above the ground, metres.
    pub height_m: f64,
    /// Whether everybody may enter.
    pub open_to_all: bool,
}

/// Plants a roof, a balcony or a wall of a building.
///
/// # Errors
/// When it is no building, the outline is none, or a number is out of range.
pub fn plant(community: &Community, building_key: &Key, draft: &GreenDraft) -> Made {
    building(community, building_key)?;
    let soil_depth_m = within("soil_depth_m", draft.soil_depth_m, 0.0, 10.0)?;
    let height_m = within("height_m", draft.height_m, -100.0, 1500.0)?;
    let mut geometry = ring::area(&draft.outline)?;
    let area_m2 = plan_area_m2(&geometry);
    geometry.map_points(|p| p[2] = height_m);
    let greening = Greening {
        place: draft.place,
        planting: draft.planting,
        soil_depth_m,
        area_m2,
        height_m,
        building: Some(building_key.clone()),
        open_to_all: draft.open_to_all,
    };
    let stem = format!("{building_key}/green");
    let element = drawn(community, &stem, None, Kind::Greening(greening), geometry);
    Ok(Edit::new(Action::Plant, vec![Change::Add(Box::new(element))]))
}

/// Digs a basement below buildings.
///
/// # Errors
/// When one of them is no building, the outline is none, or a number is out of range.
pub fn dig_basement(
    community: &Community,
    buildings: &[Key],
    outline: &[[f64; 2]],
    levels: u32,
    [top_depth_m, bottom_depth_m]: [f64; 2],
    use_: BuildingUse,
) -> Made {
    buildings.iter().try_for_each(|key| building(community, key).map(drop))?;
    within("levels", f64::from(levels), 1.0, 12.0)?;
    within("top_depth_m", top_depth_m, -10.0, 50.0)?;
    within("bottom_depth_m", bottom_depth_m, top_depth_m + 1.0, 100.0)?;
    let geometry = ring::area(outline)?;
    let floor_area_m2 = Some(plan_area_m2(&geometry) * f64::from(levels));
    let basement = Basement {
        levels,
        top_depth_m,
        bottom_depth_m,
        use_,
        floor_area_m2,
        buildings: buildings.to_vec(),
        linked: Vec::new(),
    };
    let element = drawn(community, "basement", None, Kind::Basement(basement), geometry);
    Ok(Edit::new(Action::DigBasement, vec![Change::Add(Box::new(element))]))
}
