//! Edits of where elements are: move, rotate, scale, mirror, copy, array, delete.

use std::collections::{BTreeMap, HashSet};

use super::street::{Joined, fresh_node};
use super::{Made, MakeError, found, fresh_key, within};
use crate::variant::reference::{drop_references, for_each_reference, owner, rename_references};
use crate::variant::{Action, Change, Edit};
use crate::{Community, Element, Geometry, Key, Kind, Point3, Vertical};

/// A way of placing points: turned and scaled in plan about a point, scaled in height, then shifted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// Point that stays, before the shift, local metres.
    pub about: Point3,
    /// East and north after the turn, from east and north before: rows of a matrix.
    pub plan: [[f64; 2]; 2],
    /// Factor of heights.
    pub up: f64,
    /// Shift, metres.
    pub shift: Point3,
}

impl Placement {
    /// A shift.
    pub fn shift(shift: Point3) -> Self {
        Self { about: [0.0; 3], plan: [[1.0, 0.0], [0.0, 1.0]], up: 1.0, shift }
    }

    /// A turn about a point, degrees counter-clockwise.
    pub fn turn(about: [f64; 2], degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self { about: [about[0], about[1], 0.0], plan: [[cos, -sin], [sin, cos]], ..Self::shift([0.0; 3]) }
    }

    /// A scale about a point along east, north and up.
    pub fn scale(about: Point3, factors: Point3) -> Self {
        Self { about, plan: [[factors[0], 0.0], [0.0, factors[1]]], up: factors[2], shift: [0.0; 3] }
    }

    /// A mirror at the line through two points; `None` when they are one.
    pub fn mirror(a: [f64; 2], b: [f64; 2]) -> Option<Self> {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let square = dx * dx + dy * dy;
        if !(square > 1e-12 && square.is_finite()) {
            return None;
        }
        let (c, s) = ((dx * dx - dy * dy) / square, 2.0 * dx * dy / square);
        Some(Self { about: [a[0], a[1], 0.0], plan: [[c, s], [s, -c]], ..Self::shift([0.0; 3]) })
    }

    fn determinant(&self) -> f64 {
        self.plan[0][0] * self.plan[1][1] - self.plan[0][1] * self.plan[1][0]
    }

    fn turned(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        self.plan.map(|row| row[0] * x + row[1] * y)
    }

    fn plan_point(&self, p: [f64; 2]) -> [f64; 2] {
        let [x, y] = self.turned([p[0] - self.about[0], p[1] - self.about[1]]);
        [x + self.about[0] + self.shift[0], y + self.about[1] + self.shift[1]]
    }

    /// A point afterwards. Heights above the ground are scaled from the ground.
    pub fn point(&self, p: Point3, vertical: Vertical) -> Point3 {
        let [x, y] = self.plan_point([p[0], p[1]]);
        let foot = if vertical == Vertical::AboveGround { 0.0 } else { self.about[2] };
        [x, y, (p[2] - foot) * self.up + foot + self.shift[2]]
    }

    /// Places an element; its facts follow.
    fn place(&self, element: &mut Element) {
        let vertical = element.vertical;
        element.geometry.map_points(|p| *p = self.point(*p, vertical));
        if self.determinant() < 0.0 {
            turn_rings(&mut element.geometry);
        }
        let area = self.determinant().abs();
        match &mut element.kind {
            Kind::Building(building) | Kind::BuildingPart(building) => {
                building.lifts.iter_mut().for_each(|lift| lift.at = self.plan_point(lift.at));
                if let Some(direction) = &mut building.roof_direction_deg {
                    let angle = f64::from(*direction).to_radians();
                    let [x, y] = self.turned([angle.sin(), angle.cos()]);
                    *direction = x.atan2(y).to_degrees().rem_euclid(360.0) as f32;
                }
                for run in &mut building.storeys {
                    run.floor_area_m2 = scaled(run.floor_area_m2, area);
                    run.height_m = scaled(run.height_m, self.up);
                }
                building.height_m = building.height_m.map(|height| scaled(height, self.up));
                building.roof_height_m = building.roof_height_m.map(|height| scaled(height, self.up));
                building.min_height_m = scaled(building.min_height_m, self.up);
            }
            Kind::Greening(greening) => {
                greening.area_m2 = scaled(greening.area_m2, area);
                greening.height_m = scaled(greening.height_m, self.up) + self.shift[2];
            }
            Kind::Equipment(equipment) => {
                equipment.height_m = scaled(equipment.height_m, self.up) + self.shift[2]
            }
            Kind::Basement(basement) => {
                basement.floor_area_m2 = basement.floor_area_m2.map(|floor| scaled(floor, area));
            }
            // Compartments are told from left to right.
            Kind::Corridor(corridor) if self.determinant() < 0.0 => corridor.compartments.reverse(),
            _ => {}
        }
        element.put_on_raster();
    }
}

fn scaled(value: f64, factor: f64) -> f64 {
    // A turn by sines and cosines is no scale, whatever the last bit says.
    if (factor - 1.0).abs() < 1e-9 { value } else { (value * factor * 100.0).round() / 100.0 }
}

/// Outer rings stay counter-clockwise when a shape is mirrored.
fn turn_rings(geometry: &mut Geometry) {
    match geometry {
        Geometry::Area(polygons) => {
            for polygon in polygons {
                polygon.exterior.reverse();
                polygon.holes.iter_mut().for_each(|hole| hole.reverse());
            }
        }
        Geometry::Boundary(boundary) => {
            let mut start = 0;
            for end in boundary.ring_ends.clone() {
                if let Some(ring) = boundary.corners.get_mut(start..end as usize) {
                    ring.reverse();
                }
                start = end as usize;
            }
        }
        _ => {}
    }
}

/// The elements of some keys and all that belongs to them: parts, entrances, green, equipment, facilities, shafts;
/// in the order of the community.
pub fn with_belongings(community: &Community, keys: &[Key]) -> Vec<Key> {
    let mut taken: HashSet<&Key> = keys.iter().collect();
    loop {
        let before = taken.len();
        for element in community.elements() {
            if owner(element).is_some_and(|owner| taken.contains(owner)) {
                taken.insert(&element.key);
            }
        }
        if taken.len() == before {
            break;
        }
    }
    community.elements().iter().filter(|e| taken.contains(&e.key)).map(|e| e.key.clone()).collect()
}

fn selected(community: &Community, keys: &[Key]) -> Result<Vec<Key>, MakeError> {
    keys.iter().try_for_each(|key| found(community, key).map(drop))?;
    let all = with_belongings(community, keys);
    if all.is_empty() { Err(MakeError::Nothing) } else { Ok(all) }
}

/// Places elements with all that belongs to them. Streets leave the nodes of those that stay, and meet new ones
/// where their points lie on them.
///
/// # Errors
/// When a key is not there.
pub fn transform(community: &Community, keys: &[Key], by: &Placement, action: Action) -> Made {
    let finite = by.plan.as_flattened().iter().chain(&by.about).chain(&by.shift).all(|v| v.is_finite());
    if !finite || !by.up.is_finite() || by.determinant().abs() < 1e-9 || by.up <= 0.0 {
        return Err(MakeError::OutOfRange { what: "factor", least: 1e-3, most: 1e3 });
    }
    let all = selected(community, keys)?;
    let moved: HashSet<&Key> = all.iter().collect();
    let (mut changes, mut joined) = (Vec::with_capacity(all.len()), Joined::default());
    for key in &all {
        let old = found(community, key)?;
        let mut new = old.clone();
        by.place(&mut new);
        leave_nodes(&mut new, "moved");
        joined.join(community, &mut new, |key| moved.contains(key));
        changes.push(Change::replace(old, new));
    }
    changes.extend(joined.changes(community)?);
    Ok(Edit::new(action, changes))
}

/// Nodes that are shared with what stays are left: streets get nodes of their own, the same for the same old
/// number, doors are joined to the nearest street again.
fn leave_nodes(element: &mut Element, seed: &str) {
    match &mut element.kind {
        Kind::Street(street) => {
            street.nodes.iter_mut().for_each(|node| *node = fresh_node(&format!("{seed}#{node}")));
        }
        Kind::StreetNode(node) => node.node = node.node.map(|number| fresh_node(&format!("{seed}#{number}"))),
        Kind::Entrance(entrance) => entrance.node = None,
        Kind::StationEntrance(entrance) => entrance.node = None,
        Kind::Facility(facility) => facility.node = None,
        Kind::Parking(parking) => parking.node = None,
        _ => {}
    }
}

/// Moves elements with all that belongs to them.
///
/// # Errors
/// When a key is not there.
pub fn move_elements(community: &Community, keys: &[Key], by: Point3) -> Made {
    transform(community, keys, &Placement::shift(by), Action::Move(by))
}

/// Rotates elements about a point, degrees counter-clockwise.
///
/// # Errors
/// When a key is not there.
pub fn rotate(community: &Community, keys: &[Key], about: [f64; 2], degrees: f64) -> Made {
    transform(community, keys, &Placement::turn(about, degrees), Action::Rotate(degrees))
}

/// Scales elements about a point along east, north and up; floor areas, storey heights and planted areas follow,
/// people stay as many.
///
/// # Errors
/// When a key is not there, or a factor is out of range.
pub fn scale(community: &Community, keys: &[Key], about: Point3, factors: Point3) -> Made {
    factors.iter().try_for_each(|factor| within("factor", *factor, 1e-3, 1e3).map(drop))?;
    transform(community, keys, &Placement::scale(about, factors), Action::Scale(factors))
}

/// Mirrors elements at the line through two points.
///
/// # Errors
/// When a key is not there, or the points are one.
pub fn mirror(community: &Community, keys: &[Key], a: [f64; 2], b: [f64; 2]) -> Made {
    let placement = Placement::mirror(a, b).ok_or(MakeError::NotALine)?;
    transform(community, keys, &placement, Action::Mirror)
}

/// Copies elements with all that belongs to them. What they name among themselves is named among the copies, the
/// rest as before.
///
/// # Errors
/// When a key is not there.
pub fn copy(community: &Community, keys: &[Key], by: &Placement) -> Made {
    let mut taken = HashSet::new();
    let changes = copies(community, keys, by, &mut taken)?;
    Ok(Edit::new(Action::Copy(changes.len() as u32), changes))
}

/// Copies elements in columns and rows; the originals are the first of them.
///
/// # Errors
/// When a key is not there, or there are too many.
pub fn array(
    community: &Community,
    keys: &[Key],
    [columns, rows]: [u32; 2],
    column: Point3,
    row: Point3,
) -> Made {
    within("columns × rows", f64::from(columns) * f64::from(rows), 2.0, 10_000.0)?;
    let mut taken = HashSet::new();
    let mut changes = Vec::new();
    for i in 0..columns {
        for j in 0..rows {
            if (i, j) != (0, 0) {
                let shift =
                    std::array::from_fn(|axis| f64::from(i) * column[axis] + f64::from(j) * row[axis]);
                changes.extend(copies(community, keys, &Placement::shift(shift), &mut taken)?);
            }
        }
    }
    Ok(Edit::new(Action::Array(columns, rows), changes))
}

fn copies(
    community: &Community,
    keys: &[Key],
    by: &Placement,
    taken: &mut HashSet<Key>,
) -> Result<Vec<Change>, MakeError> {
    let all = selected(community, keys)?;
    let mut new_keys: BTreeMap<Key, Key> = BTreeMap::new();
    let mut new: Vec<Element> = Vec::with_capacity(all.len());
    // Nodes that copies share stay shared.
    let mut seed: Option<String> = None;
    for old in &all {
        let mut element = found(community, old)?.clone();
        by.place(&mut element);
        let key = fresh_key(&format!("{old}/copy"), &element.geometry, |key| {
            community.id_of(key).is_none() && !taken.contains(key)
        });
        taken.insert(key.clone());
        new_keys.insert(old.clone(), key.clone());
        leave_nodes(&mut element, seed.get_or_insert_with(|| key.to_string()));
        element.source.id = key.to_string();
        element.key = key;
        new.push(element);
    }
    for element in &mut new {
        rename_references(element, |key| {
            if let Some(new) = new_keys.get(key) {
                *key = new.clone();
            }
        });
    }
    Ok(new.into_iter().map(|element| Change::Add(Box::new(element))).collect())
}

/// Deletes elements with all that belongs to them; what names them names them no more.
///
/// # Errors
/// When a key is not there.
pub fn delete(community: &Community, keys: &[Key]) -> Made {
    let all = selected(community, keys)?;
    let gone: HashSet<&Key> = all.iter().collect();
    let mut changes = Vec::with_capacity(all.len());
    for element in community.elements().iter().filter(|element| !gone.contains(&element.key)) {
        let mut named = false;
        for_each_reference(element, |key| named |= gone.contains(key));
        if named {
            let mut new = element.clone();
            drop_references(&mut new, |key| gone.contains(key));
            changes.push(Change::replace(element, new));
        }
    }
    for key in &all {
        changes.push(Change::remove(found(community, key)?));
    }
    Ok(Edit::new(Action::Delete(all.len() as u32), changes))
}
