//! Everything that the count is made from, each thing with its plan and its place.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use geo::MultiPolygon;
use linli_model::{
    Building, Element, EquipmentKind, Geometry, Greening, GreeningPlace, Key, Kind, ParkingKind, SiteWorkKind,
};

use super::cover::Cover;
use super::part::{is_cut, parts_of};
use super::places::{Places, place};
use super::plane::{self, Plan};
use super::profile::GreenProfile;
use super::site::GreenIssue;

/// Under what hangs lower than this over the ground nothing is planted, metres.
const HEADROOM_M: f64 = 2.2;
/// Height of a storey where a building gives storeys only, metres.
const STOREY_M: f64 = 3.0;

/// A piece of ground, or a part of a large one.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    pub key: Key,
    pub cover: Cover,
    /// Place in the order of the elements, the same for all parts: of pieces of one cover that overlap the earlier one
    /// takes the land.
    pub order: u32,
    pub plan: Plan,
    /// The plan of all parts together; nothing where the piece is not cut.
    whole: Option<Arc<Plan>>,
    /// Depth of soil over a slab as the source gives it, metres.
    pub soil_m: Option<f64>,
    pub permeable: Option<bool>,
}

impl Ground {
    /// The plan of all parts together.
    pub fn whole(&self) -> &Plan {
        self.whole.as_deref().unwrap_or(&self.plan)
    }
}

/// A body of a building that has a roof.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub key: Key,
    pub plan: Plan,
    pub top_m: f64,
    pub low_m: f64,
}

/// Green on a building.
#[derive(Clone, Debug)]
pub(crate) struct Upper {
    pub key: Key,
    pub green: Greening,
    /// Plan of a roof garden; of others a small square around their middle.
    pub plan: Plan,
    /// Planted face of balconies and walls, square metres; of roof gardens the planted share of the plan.
    pub planted: f64,
}

/// A crown, a basement, solar panels, a piece of ground with the strip along its walls or kerbs.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub key: Key,
    pub plan: Plan,
    /// Soil above a basement, metres; peak power of panels, kilowatts; width of a strip, metres.
    pub value: f64,
}

/// Things of one kind, by number and by place.
#[derive(Clone, Debug)]
pub(crate) struct Shelf<T> {
    pub items: Vec<Option<T>>,
    places: Places,
    /// Numbers that are free, where numbers tell no order.
    free: Vec<u32>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { items: Vec::new(), places: Places::new(), free: Vec::new() }
    }
}

/// Something with a plan.
pub(crate) trait Planned {
    fn plan(&self) -> &Plan;
}

impl Planned for Ground {
    fn plan(&self) -> &Plan {
        &self.plan
    }
}
impl Planned for Body {
    fn plan(&self) -> &Plan {
        &self.plan
    }
}
impl Planned for Upper {
    fn plan(&self) -> &Plan {
        &self.plan
    }
}
impl Planned for Thing {
    fn plan(&self) -> &Plan {
        &self.plan
    }
}

impl<T: Planned> Shelf<T> {
    /// Rebuilds the places after many were put in.
    pub fn pack(&mut self) {
        let places = self
            .items
            .iter()
            .zip(0_u32..)
            .filter_map(|(item, number)| item.as_ref().map(|item| place(&item.plan().rect, number)));
        self.places = Places::bulk_load(places.collect());
    }

    /// Numbers of what touches a rectangle, in their order.
    pub fn near(&self, rect: &geo::Rect) -> Vec<u32> {
        self.places.near(rect)
    }

    pub fn get(&self, number: u32) -> Option<&T> {
        self.items.get(number as usize).and_then(Option::as_ref)
    }

    /// What is there, with its number.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.items.iter().zip(0_u32..).filter_map(|(item, number)| item.as_ref().map(|item| (number, item)))
    }

    /// Puts an item where the one of its key was before, else last.
    fn put(&mut self, item: T, placed: bool, former: Option<u32>) -> u32 {
        let number = former.unwrap_or(self.items.len() as u32);
        if placed {
            self.places.insert(place(&item.plan().rect, number));
        }
        match self.items.get_mut(number as usize) {
            Some(place) => *place = Some(item),
            None => self.items.push(Some(item)),
        }
        number
    }

    /// Puts an item anywhere.
    fn put_anywhere(&mut self, item: T, placed: bool) -> u32 {
        let free = self.free.pop();
        self.put(item, placed, free)
    }

    /// Takes out what was put anywhere; the rectangle that it touched.
    fn take_away(&mut self, number: u32) -> Option<geo::Rect> {
        let taken = self.take(number)?;
        self.free.push(number);
        Some(taken.plan().rect)
    }

    fn take(&mut self, number: u32) -> Option<T> {
        let item = self.items.get_mut(number as usize)?.take()?;
        self.places.remove(&place(&item.plan().rect, number));
        Some(item)
    }
}

/// Which shelf something lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Ground,
    Strip,
    Body,
    Upper,
    Crown,
    Basement,
    Panel,
}

/// Everything on its shelf.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inventory {
    pub grounds: Shelf<Ground>,
    /// Ground with the strips along its walls or kerbs, on which no green counts, in parts.
    pub strips: Shelf<Thing>,
    pub bodies: Shelf<Body>,
    pub uppers: Shelf<Upper>,
    pub crowns: Shelf<Thing>,
    pub basements: Shelf<Thing>,
    pub panels: Shelf<Thing>,
    by_key: HashMap<Key, Vec<(Which, u32)>>,
    /// Numbers (of ground: its order) that a key had before it was taken out. It gets them again: of things that overlap
    /// the one of the lower number takes the land, so that an edit must not change the order.
    former: HashMap<Key, Vec<(Which, u32)>>,
    /// How many pieces of ground there are or have been.
    grounds_so_far: u32,
}

impl Inventory {
    /// Puts everything that stands on shelves.
    pub fn of<'a>(
        elements: impl Iterator<Item = &'a Element>,
        profile: &GreenProfile,
        issues: &mut Vec<GreenIssue>,
    ) -> Self {
        let mut inventory = Self::default();
        for element in elements {
            inventory.put(element, profile, issues, false);
        }
        inventory.grounds.pack();
        inventory.strips.pack();
        inventory.bodies.pack();
        inventory.uppers.pack();
        inventory.crowns.pack();
        inventory.basements.pack();
        inventory.panels.pack();
        inventory
    }

    /// Puts one element in; the rectangles that it touches.
    pub fn put(
        &mut self,
        element: &Element,
        profile: &GreenProfile,
        issues: &mut Vec<GreenIssue>,
        placed: bool,
    ) -> Vec<geo::Rect> {
        let mut put = Put { inventory: self, element, profile, placed, rects: Vec::new(), notes: Vec::new() };
        put.element(issues);
        let (rects, notes) = (put.rects, put.notes);
        if !notes.is_empty() {
            self.by_key.entry(element.key.clone()).or_default().extend(notes);
        }
        rects
    }

    /// Takes everything of a key out; the rectangles that it touched.
    pub fn take(&mut self, key: &Key) -> Vec<geo::Rect> {
        let mut rects = Vec::new();
        let numbers = self.by_key.remove(key).unwrap_or_default();
        if !numbers.is_empty() {
            let of_ground = |number: u32| self.grounds.get(number).map_or(number, |ground| ground.order);
            let mut former: Vec<(Which, u32)> = numbers
                .iter()
                .filter(|(which, _)| *which != Which::Strip)
                .map(|&(which, number)| match which {
                    Which::Ground => (which, of_ground(number)),
                    _ => (which, number),
                })
                .collect();
            // All parts of a piece of ground have one order.
            former.dedup();
            self.former.insert(key.clone(), former);
        }
        for (which, number) in numbers {
            rects.extend(match which {
                Which::Ground => self.grounds.take_away(number),
                Which::Strip => self.strips.take_away(number),
                Which::Body => self.bodies.take(number).map(|item| item.plan.rect),
                Which::Upper => self.uppers.take(number).map(|item| item.plan.rect),
                Which::Crown => self.crowns.take(number).map(|item| item.plan.rect),
                Which::Basement => self.basements.take(number).map(|item| item.plan.rect),
                Which::Panel => self.panels.take(number).map(|item| item.plan.rect),
            });
        }
        rects
    }

    /// Pieces of ground in the order of the elements, each with the numbers of its parts.
    pub fn pieces(&self) -> Vec<(&Ground, Vec<u32>)> {
        let mut pieces: BTreeMap<u32, (&Ground, Vec<u32>)> = BTreeMap::new();
        for (number, ground) in self.grounds.iter() {
            pieces.entry(ground.order).or_insert((ground, Vec::new())).1.push(number);
        }
        pieces.into_values().collect()
    }
}

/// One element on its way to the shelves.
struct Put<'a> {
    inventory: &'a mut Inventory,
    element: &'a Element,
    profile: &'a GreenProfile,
    placed: bool,
    rects: Vec<geo::Rect>,
    notes: Vec<(Which, u32)>,
}

impl Put<'_> {
    fn element(&mut self, issues: &mut Vec<GreenIssue>) {
        let element = self.element;
        let key = &element.key;
        match &element.kind {
            Kind::Building(building) | Kind::BuildingPart(building) if !building.outline_of_parts => {
                self.building(building, issues);
            }
            Kind::Street(street) => {
                let Some(cover) = Cover::of_street(street) else { return };
                let sinks = street.surface.as_deref().and_then(surface_permeable);
                let plan = match &element.geometry {
                    Geometry::Line(points) if street.area => {
                        let ring = linli_model::Polygon::new(points.clone());
                        plane::plan_of(&Geometry::Area(vec![ring]))
                    }
                    Geometry::Line(points) => {
                        let plan = plane::wound_strip_of(points, street.drawn_width_m());
                        return self.ground(cover, plan, Plan::of_wound, (None, sinks), issues);
                    }
                    other => plane::plan_of(other),
                };
                self.ground(cover, plan, Plan::of_clean, (None, sinks), issues);
            }
            Kind::Area(area) => {
                let Some(cover) = Cover::of_area(area.use_) else { return };
                let soil = area.soil_depth_m.filter(|soil| soil.is_finite() && *soil >= 0.0);
                let plan = plane::plan_of(&element.geometry);
                self.ground(cover, plan, Plan::of_clean, (soil, area.permeable), issues);
            }
            Kind::Parking(parking)
                if matches!(parking.parking, ParkingKind::Surface | ParkingKind::StreetSide)
                    && matches!(element.geometry, Geometry::Area(_)) =>
            {
                let plan = plane::plan_of(&element.geometry);
                self.ground(Cover::Parking, plan, Plan::of_clean, (None, None), issues);
            }
            Kind::SiteWork(work)
                if matches!(
                    work.work,
                    SiteWorkKind::Excavation | SiteWorkKind::SiteRoad | SiteWorkKind::SiteOffice
                ) && matches!(element.geometry, Geometry::Area(_)) =>
            {
                let plan = plane::plan_of(&element.geometry);
                self.ground(Cover::SiteWork, plan, Plan::of_clean, (None, None), issues);
            }
            Kind::Greening(green) => self.upper(green, issues),
            Kind::Tree(tree) => {
                let given = tree.crown_m.filter(|crown| crown.is_finite() && *crown > 0.0);
                let crown_m = given.unwrap_or(self.profile.tree.crown_m.value).min(60.0);
                if let Geometry::Point(at) = element.geometry
                    && let Some(plan) = plane::circle([at[0], at[1]], crown_m)
                {
                    self.thing(Which::Crown, plan, crown_m);
                }
            }
            Kind::Basement(basement) => match plane::plan_of(&element.geometry) {
                Some(plan) => {
                    let soil = basement.top_depth_m;
                    self.thing(Which::Basement, plan, if soil.is_finite() { soil.max(0.0) } else { 0.0 });
                }
                None => issues.push(GreenIssue::NoOutline { element: key.clone() }),
            },
            Kind::Equipment(equipment) if equipment.equipment == EquipmentKind::SolarPanels => {
                if let Some(plan) = plane::plan_of(&element.geometry) {
                    self.thing(Which::Panel, plan, equipment.power_kw.unwrap_or(0.0));
                }
            }
            _ => {}
        }
    }

    fn building(&mut self, building: &Building, issues: &mut Vec<GreenIssue>) {
        let key = &self.element.key;
        let Some(plan) = plane::plan_of(&self.element.geometry) else {
            // A whole that is described by its parts alone has no outline of its own.
            if !matches!(self.element.geometry, Geometry::None) {
                issues.push(GreenIssue::NoOutline { element: key.clone() });
            }
            return;
        };
        let box_ = self.element.geometry.aabb();
        let drawn_m = box_.max[2] - box_.min[2];
        let of_storeys = building.storeys_above.map(|storeys| f64::from(storeys) * STOREY_M);
        let top_m =
            building.height_m.or((drawn_m > 0.1).then_some(drawn_m)).or(of_storeys).unwrap_or(STOREY_M);
        let low_m = if building.min_height_m.is_finite() { building.min_height_m.max(0.0) } else { 0.0 };
        if top_m.is_finite() {
            let body = Body { key: key.clone(), plan: plan.clone(), top_m, low_m };
            self.rects.push(plan.rect);
            let former = self.former(Which::Body);
            let number = self.inventory.bodies.put(body, self.placed, former);
            self.note(Which::Body, number);
        }
        if low_m < HEADROOM_M {
            self.ground(Cover::Building, Some(plan), Plan::of_clean, (None, None), issues);
        }
    }

    /// Puts a piece of ground in, in parts where it is large; `of` makes the plan of a part, the rest is its soil and
    /// whether rain sinks in.
    fn ground(
        &mut self,
        cover: Cover,
        plan: Option<Plan>,
        of: fn(MultiPolygon) -> Option<Plan>,
        (soil_m, permeable): (Option<f64>, Option<bool>),
        issues: &mut Vec<GreenIssue>,
    ) {
        let key = self.element.key.clone();
        let Some(plan) = plan else {
            issues.push(GreenIssue::NoOutline { element: key });
            return;
        };
        let rules = &self.profile.ground;
        let strip_m = match cover {
            Cover::Building => rules.wall_distance_m.value,
            _ if cover.has_kerb() => rules.kerb_distance_m.value,
            _ => 0.0,
        };
        let with_strip = if strip_m > 0.0 { plan.wound_grown(strip_m) } else { None };
        for plan in with_strip.into_iter().flat_map(|plan| parts_of(plan, Plan::of_wound)) {
            self.rects.push(plan.rect);
            let strip = Thing { key: key.clone(), plan, value: strip_m };
            let number = self.inventory.strips.put_anywhere(strip, self.placed);
            self.note(Which::Strip, number);
        }
        let order = self.former(Which::Ground).unwrap_or_else(|| {
            self.inventory.grounds_so_far += 1;
            self.inventory.grounds_so_far
        });
        let whole = is_cut(&plan).then(|| Arc::new(plan.clone()));
        for plan in parts_of(plan, of) {
            self.rects.push(plan.rect);
            let (key, whole) = (key.clone(), whole.clone());
            let ground = Ground { key, cover, order, plan, whole, soil_m, permeable };
            let number = self.inventory.grounds.put_anywhere(ground, self.placed);
            self.note(Which::Ground, number);
        }
    }

    /// The number on a shelf that the element had before and has not got again.
    fn former(&mut self, which: Which) -> Option<u32> {
        let numbers = self.inventory.former.get_mut(&self.element.key)?;
        let at = numbers.iter().position(|(of, _)| *of == which)?;
        Some(numbers.remove(at).1)
    }

    fn thing(&mut self, which: Which, plan: Plan, value: f64) {
        self.rects.push(plan.rect);
        let thing = Thing { key: self.element.key.clone(), plan, value };
        let former = self.former(which);
        let shelf = match which {
            Which::Crown => &mut self.inventory.crowns,
            Which::Basement => &mut self.inventory.basements,
            _ => &mut self.inventory.panels,
        };
        let number = shelf.put(thing, self.placed, former);
        self.note(which, number);
    }

    fn upper(&mut self, green: &Greening, issues: &mut Vec<GreenIssue>) {
        let key = self.element.key.clone();
        let claimed = if green.area_m2.is_finite() { green.area_m2.max(0.0) } else { 0.0 };
        let roof = green.place == GreeningPlace::Roof;
        let middle = self.element.geometry.aabb().centre();
        let plan = if roof {
            plane::plan_of(&self.element.geometry)
        } else {
            plane::circle([middle[0], middle[1]], 0.1)
        };
        let Some(plan) = plan else {
            issues.push(GreenIssue::NoOutline { element: key });
            return;
        };
        let face_m2 = if roof { plan.area_m2 } else { plane::space_area_m2(&self.element.geometry) };
        // A source without faces, only with a place, is believed.
        let face_m2 = if face_m2 > 0.0 { face_m2 } else { claimed };
        if claimed > face_m2 * 1.01 + 0.1 {
            issues.push(GreenIssue::MoreThanItsFace { element: key.clone(), claimed_m2: claimed, face_m2 });
        }
        let planted_m2 = if claimed > 0.0 { claimed.min(face_m2) } else { face_m2 };
        let planted = if roof { planted_m2 / plan.area_m2 } else { planted_m2 };
        self.rects.push(plan.rect);
        let upper = Upper { key, green: green.clone(), plan, planted };
        let former = self.former(Which::Upper);
        let number = self.inventory.uppers.put(upper, self.placed, former);
        self.note(Which::Upper, number);
    }

    fn note(&mut self, which: Which, number: u32) {
        self.notes.push((which, number));
    }
}

/// Whether rain sinks into a surface, by its OpenStreetMap name; nothing when that tells nothing.
fn surface_permeable(surface: &str) -> Option<bool> {
    match surface {
        "grass_paver" | "grass" | "gravel" | "fine_gravel" | "pebblestone" | "ground" | "dirt" | "earth"
        | "unpaved" | "wood" | "woodchips" | "sand" | "compacted" | "permeable" | "permeable_paving" => {
            Some(true)
        }
        "asphalt" | "concrete" | "paved" | "concrete:plates" => Some(false),
        _ => None,
    }
}
