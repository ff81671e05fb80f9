//! Homes: who lives on which storey, and which doors lead out.

mod assumed;
mod levels;
mod lift;

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{AreaUse, Building, Element, ElementId, EntranceUse, Geometry, Key, Kind, Point3, Polygon};

use super::network::{Joint, TravelNetwork};
use super::rules::{Profile, ReachRules};
use super::scope::Scope;
use assumed::{Stacks, assumed_storeys};
pub use levels::Levels;
use lift::{Bank, is_possible, quickest};
pub use lift::{VerticalTrip, lift_interval_s, lift_run_s};

/// Most corners of a footprint that are tried as its door where none is known.
const MOST_CORNERS: usize = 48;

/// One storey with homes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HomeStorey {
    /// Level: 1 is the ground floor.
    pub level: i16,
    /// Dwellings.
    pub dwellings: u32,
    /// Residents.
    pub residents: u32,
}

/// A door, or a place where one may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Door {
    /// Where it is.
    pub joint: Joint,
    /// Level that it opens to.
    pub level: i16,
    /// Whether it can be entered without a step.
    pub step_free: bool,
    /// Whether it is only a corner of the footprint, because the source has no doors.
    pub assumed: bool,
}

/// A building with homes.
#[derive(Clone, Debug)]
pub struct HomeBuilding {
    /// The building, or the part of one.
    pub element: ElementId,
    /// Storeys with homes, from below.
    pub storeys: Vec<HomeStorey>,
    /// Whether residents were assumed from the floor area.
    pub assumed_residents: bool,
    /// Doors; corners of the footprint where none is known.
    pub doors: Vec<Door>,
    /// Where people go up and down in plan, local metres: a lift, else the middle.
    pub core: [f64; 2],
    levels: Levels,
    banks: Vec<Bank>,
}

impl HomeBuilding {
    /// How many lift banks can run.
    pub fn bank_numbers(&self) -> Vec<usize> {
        self.banks.iter().map(|bank| bank.number).collect()
    }

    /// Height of a level's floor over the ground floor, metres.
    pub fn height_m(&self, level: i16) -> f64 {
        self.levels.height_m(level)
    }

    /// Doors that count, on a network whose joints from `first_joint` on are the doors: all that are
    /// on it, or of the corners of a footprint the one nearest to a street.
    pub fn doors_on(&self, network: &TravelNetwork, first_joint: usize) -> Vec<usize> {
        let gap = |door: usize| {
            let joined = network.joints.get(first_joint + door)?;
            joined.as_ref().ok().map(|joined| joined.gap_m)
        };
        let joined = (0..self.doors.len()).filter_map(|door| gap(door).map(|gap| (gap, door)));
        let (assumed, known): (Vec<_>, Vec<_>) = joined.partition(|(_, door)| self.doors[*door].assumed);
        let nearest = assumed.into_iter().min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        nearest.into_iter().chain(known).map(|(_, door)| door).collect()
    }

    /// Adds the way down into a basement as a door on one of its levels; `floors_m` is how deep the floors
    /// of levels -1, -2, ... lie.
    pub(super) fn add_way_down(&mut self, basement: ElementId, level: i16, floors_m: &[f64]) {
        self.levels.deepen(floors_m);
        let place = [self.core[0], self.core[1], 0.0];
        let joint = Joint { indoors: Some(level), ..Joint::new(basement, place, None) };
        self.doors.push(Door { joint, level, step_free: true, assumed: false });
    }

    /// The quickest trip between two levels with the lifts that are not closed.
    pub fn trip(
        &self,
        from: i16,
        to: i16,
        closed_banks: &BTreeSet<(ElementId, usize)>,
        profile: &Profile,
        rules: &ReachRules,
    ) -> Option<VerticalTrip> {
        let open: Vec<&Bank> =
            self.banks.iter().filter(|bank| !closed_banks.contains(&(self.element, bank.number))).collect();
        quickest(&self.levels, &open, [from, to], profile, rules)
    }
}

/// All buildings with homes, in the order of the community. Where the place has outlines of units
/// ([`AreaUse::Unit`]), homes whose middle lies outside of all of them are surroundings and do not count.
pub fn homes_of<'a>(scope: impl Into<Scope<'a>>, rules: &ReachRules) -> Vec<HomeBuilding> {
    homes_among(scope, rules, &|_, _| true)
}

/// [`homes_of`] of the buildings that are asked for; the others are only looked at where these belong to them.
pub(crate) fn homes_among<'a>(
    scope: impl Into<Scope<'a>>,
    rules: &ReachRules,
    asked: &dyn Fn(ElementId, &Element) -> bool,
) -> Vec<HomeBuilding> {
    let scope = scope.into();
    let doors = doors_of(scope);
    let with_parts: BTreeSet<&Key> = scope
        .iter()
        .filter_map(|(_, element)| match &element.kind {
            Kind::BuildingPart(part) if !part.storeys.is_empty() || part.storeys_above.is_some() => {
                part.parent.as_ref()
            }
            _ => None,
        })
        .collect();
    let stacks = Stacks::of(scope, rules.homes.storey_height.value);
    let units = units_of(scope);
    let mut homes = Vec::new();
    for (id, element) in scope.iter() {
        let Some(building) = element.kind.building() else { continue };
        if !asked(id, element) {
            continue;
        }
        if building.storeys.is_empty() && with_parts.contains(&element.key) {
            continue;
        }
        if !units.is_empty() && !is_within(&units, element) {
            continue;
        }
        if let Some(mut home) = home(id, element, building, &stacks, rules) {
            let own = doors.get(&element.key);
            let of_whole = || building.parent.as_ref().and_then(|parent| doors.get(parent));
            home.doors = match own.or_else(of_whole) {
                Some(doors) => doors.clone(),
                None => corners(id, &element.geometry),
            };
            homes.push(home);
        }
    }
    homes
}

/// Outlines of planning units.
fn units_of(scope: Scope<'_>) -> Vec<&Polygon> {
    let outlines = scope.iter().filter_map(|(_, element)| match (&element.kind, &element.geometry) {
        (Kind::Area(area), Geometry::Area(polygons)) if area.use_ == AreaUse::Unit => Some(polygons),
        _ => None,
    });
    outlines.flatten().collect()
}

fn is_within(units: &[&Polygon], element: &Element) -> bool {
    let [x, y, _] = element.geometry.aabb().centre();
    units.iter().any(|unit| unit.contains_xy(x, y))
}

/// Doors for people, by the building they lead into.
pub(super) fn doors_of(scope: Scope<'_>) -> BTreeMap<Key, Vec<Door>> {
    let mut doors: BTreeMap<Key, Vec<Door>> = BTreeMap::new();
    for (id, element) in scope.iter() {
        let (Kind::Entrance(entrance), Geometry::Point(place)) = (&element.kind, &element.geometry) else {
            continue;
        };
        if let (Some(of), EntranceUse::People) = (&entrance.of, entrance.entrance_use) {
            doors.entry(of.clone()).or_default().push(Door {
                joint: Joint::new(id, *place, entrance.node),
                level: entrance.level.unwrap_or(1),
                step_free: entrance.step_free,
                assumed: false,
            });
        }
    }
    doors
}

fn home(
    id: ElementId,
    element: &Element,
    building: &Building,
    stacks: &Stacks<'_>,
    rules: &ReachRules,
) -> Option<HomeBuilding> {
    let default_m = rules.homes.storey_height.value;
    let (levels, storeys, assumed_residents) = if building.storeys.is_empty() {
        let (levels, storeys) = assumed_storeys(element, building, stacks, rules)?;
        (levels, storeys, true)
    } else {
        let levels = Levels::of_runs(&building.storeys, default_m);
        (levels, counted_storeys(building), false)
    };
    if storeys.is_empty() {
        return None;
    }
    let possible = building.lifts.iter().enumerate().filter(|(_, bank)| is_possible(bank));
    let banks = possible.map(|(number, bank)| Bank::new(number, bank, &levels, rules)).collect();
    let core = core(element, building);
    Some(HomeBuilding { element: id, storeys, assumed_residents, doors: Vec::new(), core, levels, banks })
}

/// Place of the first lift that lies in the building, else the middle of its outline.
fn core(element: &Element, building: &Building) -> [f64; 2] {
    let aabb = element.geometry.aabb();
    let inside = |at: &[f64; 2]| (0..2).all(|i| (aabb.min[i]..=aabb.max[i]).contains(&at[i]));
    let middle = if aabb.is_empty() { [0.0; 3] } else { aabb.centre() };
    building.lifts.iter().map(|bank| bank.at).find(inside).unwrap_or([middle[0], middle[1]])
}

/// Storeys of the runs that hold dwellings or residents; a level in two runs counts once for each.
fn counted_storeys(building: &Building) -> Vec<HomeStorey> {
    let mut storeys = Vec::new();
    for run in building.storeys.iter().filter(|run| run.dwellings > 0 || run.residents > 0) {
        let levels = (run.from_level..=run.to_level).filter(|level| *level != 0).take(400);
        storeys.extend(levels.map(|level| HomeStorey {
            level,
            dwellings: run.dwellings,
            residents: run.residents,
        }));
    }
    storeys.sort_by_key(|storey| storey.level);
    storeys
}

/// Corners of a footprint, evenly thinned: one of them may be where the door is.
pub(super) fn corners(id: ElementId, geometry: &Geometry) -> Vec<Door> {
    let mut places: Vec<Point3> = Vec::new();
    match geometry {
        Geometry::Area(polygons) => polygons.iter().for_each(|p| places.extend(&p.exterior)),
        other => other.for_each_point(|p| places.push(p)),
    }
    let step = places.len().div_ceil(MOST_CORNERS).max(1);
    let door = |place: &Point3| Door {
        joint: Joint::new(id, *place, None),
        level: 1,
        step_free: true,
        assumed: true,
    };
    places.iter().step_by(step).map(door).collect()
}
