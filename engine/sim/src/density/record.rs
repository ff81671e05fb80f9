//! What one building or basement brings: its plan, its floor by the rules of counting, its people, its
//! way to the station.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{
    AttributeValue, Building, BuildingUse, Community, Element, ElementId, EntranceUse, Geometry,
    GreeningPlace, Key, Kind,
};

use super::plan::Plan;
use super::rules::{Counted, DensityRules};
use super::sums::FloorSums;
use crate::reach::{Walk, WalkField};
use crate::stages::floor::{Floor, FloorRun, Floors};

/// Attribute of a facility that is handed over to the public.
pub const HANDED_OVER: &str = "handed_over";
/// Attribute of a building with its stilt levels, for example `1` or `1-2`.
pub const STILT_LEVELS: &str = "stilt_levels";
/// Attribute of a building whose storey areas hold its balconies.
pub const BALCONIES_IN_FLOOR_AREA: &str = "balconies_in_floor_area";
/// Attribute of a building with the floor of its balconies that are closed against noise.
pub const ENCLOSED_BALCONY_M2: &str = "enclosed_balcony_m2";
/// Most corners of an outline that are tried as doors.
const MOST_CORNERS: usize = 16;

/// A building, a part without its whole, or a basement that counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    pub key: Key,
    pub id: ElementId,
    /// Parcel that the building names.
    pub named: Option<Key>,
    pub plan: Option<Plan>,
    /// Whether it covers land.
    pub covers: bool,
    pub is_basement: bool,
    /// Depth of a basement's roof below the ground, metres.
    pub top_depth_m: f64,
    /// Floor and people of the whole; without land.
    pub sums: FloorSums,
    pub height_m: f64,
    pub use_: BuildingUse,
    /// Floor of the largest storey above a podium, square metres; infinite when the whole is a tower.
    pub tower_m2: f64,
    /// Floor taken off by each counting rule (position in the rules), square metres.
    pub taken_off: Vec<(u16, f64)>,
    /// Floor of facilities that would be taken off if they were handed over, square metres.
    pub possible_m2: f64,
    pub walk: Option<Walk>,
    /// Length of ground-floor walls along walkable streets, metres, and of that with lively uses.
    pub frontage_m: f64,
    pub active_m: f64,
    pub assumed_storeys: bool,
    pub assumed_people: bool,
    /// Neither storeys nor height: no floor.
    pub without_floor: bool,
    /// A storey area that is negative or no number.
    pub bad_floor: bool,
}

/// Doors, facilities and planted balconies of buildings.
#[derive(Debug, Default)]
pub(crate) struct Attachments<'a> {
    doors: BTreeMap<&'a Key, Vec<[f64; 2]>>,
    facilities: BTreeMap<&'a Key, Vec<&'a Element>>,
    balconies: BTreeMap<&'a Key, Vec<(f64, f64)>>,
}

impl<'a> Attachments<'a> {
    /// Of the buildings wanted; of all without a wish.
    pub fn of(
        community: &'a Community,
        counts: &dyn Fn(ElementId) -> bool,
        wanted: Option<&BTreeSet<Key>>,
    ) -> Self {
        let mut found = Self::default();
        let is_wanted = |key: &Key| wanted.is_none_or(|keys| keys.contains(key));
        for (id, element) in community.iter() {
            match &element.kind {
                Kind::Entrance(entrance) if entrance.entrance_use == EntranceUse::People => {
                    if let (Some(of), Geometry::Point(p)) = (&entrance.of, &element.geometry)
                        && is_wanted(of)
                        && counts(id)
                    {
                        found.doors.entry(of).or_default().push([p[0], p[1]]);
                    }
                }
                Kind::Facility(facility) => {
                    if let Some(of) = facility.building.as_ref().filter(|of| is_wanted(of))
                        && counts(id)
                    {
                        found.facilities.entry(of).or_default().push(element);
                    }
                }
                Kind::Greening(greening) if greening.place == GreeningPlace::Balcony => {
                    if let Some(of) = greening.building.as_ref().filter(|of| is_wanted(of))
                        && counts(id)
                    {
                        let planted = (greening.soil_depth_m, greening.area_m2.max(0.0));
                        found.balconies.entry(of).or_default().push(planted);
                    }
                }
                _ => {}
            }
        }
        found
    }
}

/// What records are made with.
pub(crate) struct Maker<'a> {
    pub rules: &'a DensityRules,
    pub field: &'a WalkField,
    pub floors: Floors<'a>,
    pub attachments: Attachments<'a>,
}

impl Maker<'_> {
    /// The record of an element; nothing for what has no floor of its own.
    pub fn record(&self, id: ElementId, element: &Element) -> Option<Record> {
        let floor = self.floors.floor(id, element)?;
        let mut record = Record {
            key: element.key.clone(),
            id,
            named: None,
            plan: Plan::of(&element.geometry),
            covers: false,
            is_basement: false,
            top_depth_m: 0.0,
            sums: FloorSums::default(),
            height_m: 0.0,
            use_: BuildingUse::Unknown,
            tower_m2: 0.0,
            taken_off: Vec::new(),
            possible_m2: 0.0,
            walk: None,
            frontage_m: 0.0,
            active_m: 0.0,
            assumed_storeys: floor.assumed,
            assumed_people: false,
            without_floor: floor.runs.is_empty(),
            bad_floor: false,
        };
        for run in &floor.runs {
            add_run(&mut record.sums, run);
        }
        match &element.kind {
            Kind::Basement(basement) => {
                record.is_basement = true;
                record.use_ = basement.use_;
                record.top_depth_m = basement.top_depth_m;
                self.count_basement(&mut record, basement.top_depth_m);
            }
            kind => {
                if let Some(building) = kind.building() {
                    self.add_building(&mut record, element, building, &floor);
                }
            }
        }
        self.add_walk(&mut record);
        Some(record)
    }

    fn count_basement(&self, record: &mut Record, top_depth_m: f64) {
        let below_m2 = record.sums.below_total_m2();
        let raised = self.rules.counting_of(Counted::RaisedBasement);
        let factor = match raised {
            Some((_, rule)) if -top_depth_m >= rule.least_m.unwrap_or(0.0) => rule.factor,
            _ => self.rules.counting_of(Counted::BelowGround).map_or(0.0, |(_, rule)| rule.factor),
        };
        record.sums.counted_m2 = below_m2 * factor;
    }

    fn add_building(&self, record: &mut Record, element: &Element, building: &Building, floor: &Floor) {
        record.named.clone_from(&building.parcel);
        record.use_ = building.use_;
        record.bad_floor =
            building.storeys.iter().any(|run| !(run.floor_area_m2.is_finite() && run.floor_area_m2 >= 0.0));
        record.height_m = height_m(building);
        record.covers = building.min_height_m <= self.rules.plan.coverage_underside.value;
        record.tower_m2 = self.tower_m2(building, record.height_m);
        if building.storeys.is_empty() {
            self.assume_people(record);
        }
        self.count_building(record, element, floor);
        self.add_frontage(record, building);
    }

    /// People by floor where the source counts none.
    fn assume_people(&self, record: &mut Record) {
        let people = &self.rules.people;
        let sums = &mut record.sums;
        let housing = sums.above_m2[BuildingUse::Residential as usize];
        sums.residents = (housing / people.m2_per_resident.value).round();
        sums.dwellings = (housing / people.m2_per_dwelling.value).round();
        let jobs = |(use_, figure): (&BuildingUse, &crate::rule_figure::Figure)| {
            sums.above_m2[*use_ as usize] / figure.value
        };
        sums.jobs = people.m2_per_job.iter().map(jobs).sum::<f64>().round();
        record.assumed_people = sums.residents + sums.jobs > 0.0;
    }

    /// Floor that counts: all above ground less what the rules take off.
    fn count_building(&self, record: &mut Record, element: &Element, floor: &Floor) {
        let above_m2 = record.sums.above_total_m2();
        let below = self.rules.counting_of(Counted::BelowGround).map_or(0.0, |(_, rule)| rule.factor);
        let mut left_m2 = above_m2;
        let mut unsure_m2 = 0.0;
        let mut taken_off = Vec::new();
        for (at, rule) in self.rules.counting.iter().enumerate() {
            let touched_m2 = match rule.applies {
                Counted::BelowGround | Counted::RaisedBasement => 0.0,
                Counted::HandedOverFacility => self.handed_over(record, element, &rule.categories),
                Counted::StiltStorey => stilt_m2(element, floor),
                Counted::PlantedBalcony => {
                    let housing = record.sums.above_m2[BuildingUse::Residential as usize];
                    let most = housing * rule.most_share.unwrap_or(1.0);
                    self.planted_m2(element, rule.least_m.unwrap_or(0.0)).min(most)
                }
                Counted::EnclosedBalcony => number(element, ENCLOSED_BALCONY_M2).unwrap_or(0.0),
            };
            let off_m2 = (touched_m2 * (1.0 - rule.factor)).clamp(0.0, left_m2);
            if off_m2 > 0.0 {
                left_m2 -= off_m2;
                taken_off.push((at as u16, off_m2));
                if !rule.definition && !rule.confidence.gives_verdict() {
                    unsure_m2 += off_m2;
                }
            }
        }
        record.taken_off = taken_off;
        record.sums.unsure_m2 = unsure_m2;
        record.sums.counted_m2 = left_m2 + below * record.sums.below_total_m2();
    }

    /// Floor of the building's facilities of some categories that are handed over; the others are noted
    /// as possible.
    fn handed_over(&self, record: &mut Record, element: &Element, categories: &[String]) -> f64 {
        let mut handed_m2 = 0.0;
        for facility in self.attachments.facilities.get(&element.key).into_iter().flatten() {
            let Kind::Facility(facts) = &facility.kind else { continue };
            let area_m2 = facts.floor_area_m2.filter(|area| area.is_finite()).unwrap_or(0.0).max(0.0);
            if !categories.contains(&facts.category) {
                continue;
            }
            if is_set(facility, HANDED_OVER) {
                handed_m2 += area_m2;
            } else {
                record.possible_m2 += area_m2;
            }
        }
        record.sums.handed_over_m2 += handed_m2;
        handed_m2
    }

    fn planted_m2(&self, element: &Element, least_soil_m: f64) -> f64 {
        if !is_set(element, BALCONIES_IN_FLOOR_AREA) {
            return 0.0;
        }
        let balconies = self.attachments.balconies.get(&element.key).into_iter().flatten();
        balconies.filter(|(soil_m, _)| *soil_m >= least_soil_m).map(|(_, area_m2)| area_m2).sum()
    }

    /// Floor of the largest storey that begins above a podium.
    fn tower_m2(&self, building: &Building, height_m: f64) -> f64 {
        let podium_m = self.rules.plan.tower_height.value;
        if height_m <= podium_m {
            return 0.0;
        }
        if building.storeys.is_empty() {
            return f64::INFINITY;
        }
        let (mut base_m, mut largest_m2) = (building.min_height_m, 0.0_f64);
        for run in building.storeys.iter().filter(|run| run.to_level > 0) {
            let top_m = base_m + f64::from(run.count()) * run.height_m;
            if top_m > podium_m && run.floor_area_m2.is_finite() {
                largest_m2 = largest_m2.max(run.floor_area_m2);
            }
            base_m = top_m;
        }
        largest_m2
    }

    /// Ground-floor walls along streets.
    fn add_frontage(&self, record: &mut Record, building: &Building) {
        let Some(plan) = &record.plan else { return };
        if building.min_height_m > 1.0 || record.sums.above_total_m2() <= 0.0 {
            return;
        }
        let ground = building.storeys.iter().find(|run| run.from_level <= 1 && run.to_level >= 1);
        let use_ = ground.map_or(building.use_, |run| run.use_);
        let depth_m = self.rules.tod.frontage_depth.value;
        for [a, b] in plan.edges() {
            let middle = [(a.x + b.x) / 2.0, (a.y + b.y) / 2.0];
            if self.field.street_within(middle, depth_m) {
                record.frontage_m += (a.x - b.x).hypot(a.y - b.y);
            }
        }
        if self.rules.tod.active_uses.contains(&use_) {
            record.active_m = record.frontage_m;
        }
    }

    /// The quickest walk from one of its doors, else from a corner of its outline.
    fn add_walk(&self, record: &mut Record) {
        let known = self.attachments.doors.get(&record.key);
        let mut best: Option<Walk> = None;
        let mut take = |place: [f64; 2]| {
            if let Some(walk) = self.field.walk(place) {
                best = Some(best.map_or(walk, |known| Walk {
                    seconds: known.seconds.min(walk.seconds),
                    length_m: known.length_m.min(walk.length_m),
                }));
            }
        };
        match (known, &record.plan) {
            (Some(doors), _) => doors.iter().for_each(|door| take(*door)),
            (None, Some(plan)) => {
                let corners: Vec<[f64; 2]> = plan.edges().map(|[a, _]| [a.x, a.y]).collect();
                let step = corners.len().div_ceil(MOST_CORNERS).max(1);
                corners.iter().step_by(step).for_each(|corner| take(*corner));
            }
            (None, None) => {}
        }
        record.walk = best;
    }
}

fn add_run(sums: &mut FloorSums, run: &FloorRun) {
    let area_m2 = run.count() * run.area_m2;
    let side = if run.is_below() { &mut sums.below_m2 } else { &mut sums.above_m2 };
    side[run.use_ as usize] += area_m2;
    sums.dwellings += run.dwellings as f64;
    sums.residents += run.residents as f64;
    sums.jobs += run.jobs as f64;
}

/// Height above ground, metres: as the source says, else of its storeys.
fn height_m(building: &Building) -> f64 {
    let known = building.height_m.filter(|height| height.is_finite() && *height > 0.0);
    known.unwrap_or_else(|| {
        let above = building.storeys.iter().filter(|run| run.to_level > 0 && run.height_m.is_finite());
        above.map(|run| f64::from(run.count()) * run.height_m).sum::<f64>().max(0.0)
    })
}

/// Floor of the levels that the building names as stilts.
fn stilt_m2(element: &Element, floor: &Floor) -> f64 {
    let Some(value) = element.attributes.get(STILT_LEVELS) else { return 0.0 };
    let text = value.to_string();
    let (from, to) = text.split_once('-').unwrap_or((text.as_str(), text.as_str()));
    let (Ok(from), Ok(to)) = (from.trim().parse::<f64>(), to.trim().parse::<f64>()) else { return 0.0 };
    let levels = (from - 1.0, to);
    let shared = |run: &&FloorRun| (run.levels.1.min(levels.1) - run.levels.0.max(levels.0)).max(0.0);
    floor.runs.iter().filter(|run| !run.is_below()).map(|run| shared(&run) * run.area_m2).sum()
}

fn is_set(element: &Element, name: &str) -> bool {
    match element.attributes.get(name) {
        Some(AttributeValue::Bool(value)) => *value,
        Some(AttributeValue::Text(text)) => matches!(text.as_str(), "yes" | "true" | "1"),
        Some(AttributeValue::Integer(value)) => *value != 0,
        _ => false,
    }
}

fn number(element: &Element, name: &str) -> Option<f64> {
    element.attributes.get(name).and_then(AttributeValue::as_f64).filter(|v| *v >= 0.0)
}
