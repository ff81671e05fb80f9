//! A community prepared for density: evaluated whole, and again after an edit.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use linli_model::{Aabb, Community, ElementId, Key};
use linli_space::{PackedTree, StreetGraph};

use super::finding::{DensityFinding, FindingKind};
use super::record::{Attachments, Maker, Record};
use super::rules::DensityRules;
use super::site::{ParcelPlan, Parcels, UnitPlan, units_of};
use super::sums::{FloorSums, NO_PARCEL, Portion, Site, SiteParcel, Totals, sum_up};
use crate::reach::{ReachRules, WalkField};
use crate::stages::floor::Floors;

/// Shares of a footprint below this are rounding, not a part of a building.
const LEAST_SHARE: f64 = 1e-4;
/// Corners of a parcel that are tried as its entrance.
const PARCEL_CORNERS: usize = 24;

/// What density is computed with.
#[derive(Clone, Copy)]
pub struct DensityOptions<'a> {
    /// Rules.
    pub rules: &'a DensityRules,
    /// Speeds and delays of walking.
    pub reach: &'a ReachRules,
    /// Which elements count: see [`super::counted_elements`].
    pub counts: &'a dyn Fn(ElementId) -> bool,
}

/// Buildings, parcels and walks of a community. After an edit only what it touches is made again;
/// the result is the same, bit for bit, as that of a new model.
pub struct DensityModel {
    rules: DensityRules,
    field: WalkField,
    pub(crate) parcels: Parcels,
    pub(crate) units: Vec<UnitPlan>,
    pub(crate) records: Vec<Record>,
    /// What each record brings to which parcel.
    pub(crate) portions: Vec<Vec<Portion>>,
    /// Plan of each record without what earlier ones cover; nothing when it covers no land of its own.
    pub(crate) nets: Vec<Net>,
    /// Keys of the entrances that the walks lead to, in the order of the field.
    entrances: Vec<Key>,
    parcel_of: BTreeMap<Key, u32>,
    pub(crate) site: Site,
    site_findings: Vec<DensityFinding>,
    flat: Vec<Portion>,
    totals: Totals,
}

/// Land that a record covers before any other does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Net {
    /// None.
    Nothing,
    /// The whole of its plan.
    Whole,
    /// A part of its plan.
    Part(super::plan::Plan),
}

impl DensityModel {
    /// Prepares a community.
    pub fn new(community: &Community, streets: &StreetGraph, options: &DensityOptions<'_>) -> Self {
        let rules = options.rules;
        let profile = options.reach.profile(&rules.tod.profile).or_else(|| options.reach.profiles.first());
        let field = match profile {
            Some(profile) => {
                WalkField::of_stations(community, streets, options.reach, profile, options.counts)
            }
            None => WalkField::default(),
        };
        let mut site_findings = Vec::new();
        let least_m2 = rules.plan.least_parcel.value;
        let parcels = Parcels::of(community, options.counts, least_m2, &mut site_findings);
        let site = site_of(&parcels, rules, &field);
        let parcel_of = parcels.list.iter().enumerate().map(|(at, p)| (p.key.clone(), at as u32)).collect();
        let entrances = field.entrances().iter().filter_map(|id| community.element(*id));
        let mut model = Self {
            rules: rules.clone(),
            entrances: entrances.map(|element| element.key.clone()).collect(),
            field,
            units: units_of(community, options.counts),
            parcels,
            records: Vec::new(),
            portions: Vec::new(),
            nets: Vec::new(),
            parcel_of,
            site,
            site_findings,
            flat: Vec::new(),
            totals: Totals::default(),
        };
        model.again(community, options.counts);
        model
    }

    /// Makes everything about buildings again; parcels, units and walks stay.
    pub fn again(&mut self, community: &Community, counts: &dyn Fn(ElementId) -> bool) {
        self.records = self.make(community, counts, None);
        self.portions = vec![Vec::new(); self.records.len()];
        self.nets = vec![Net::Nothing; self.records.len()];
        let tree = self.tree();
        for at in 0..self.records.len() {
            self.place(at, &tree);
        }
        self.add_up();
    }

    /// Takes over an edit: elements of these keys were added, changed or removed, and `community` is as
    /// it is now. Keys of doors, facilities and greening of a building go with the building's key.
    /// Parcels, units and streets must be the same; when they are not, make a new model.
    pub fn update(
        &mut self,
        community: &Community,
        counts: &dyn Fn(ElementId) -> bool,
        changed: &BTreeSet<Key>,
    ) {
        // What goes or comes gives other numbers to what stays.
        self.field.renumber(self.entrances.iter().filter_map(|key| community.id_of(key)).collect());
        let mut touched: Vec<Aabb> = Vec::new();
        let boxes = |record: &Record| record.plan.as_ref().map(|plan| plan.aabb);
        let mut kept: Vec<(Record, Vec<Portion>, Net, bool)> = Vec::new();
        let old = std::mem::take(&mut self.records).into_iter();
        let old = old.zip(std::mem::take(&mut self.portions)).zip(std::mem::take(&mut self.nets));
        for ((mut record, portions), net) in old {
            if changed.contains(&record.key) {
                touched.extend(boxes(&record));
            } else if let Some(id) = community.id_of(&record.key) {
                record.id = id;
                kept.push((record, portions, net, false));
            }
        }
        for record in self.make(community, counts, Some(changed)) {
            touched.extend(boxes(&record));
            kept.push((record, Vec::new(), Net::Nothing, true));
        }
        kept.sort_by_key(|(record, ..)| record.id);
        let mut again = Vec::new();
        for (at, (record, portions, net, new)) in kept.into_iter().enumerate() {
            let near = || boxes(&record).is_some_and(|own| touched.iter().any(|other| meets(&own, other)));
            if new || near() {
                again.push(at);
            }
            self.records.push(record);
            self.portions.push(portions);
            self.nets.push(net);
        }
        let tree = self.tree();
        for at in again {
            self.place(at, &tree);
        }
        self.add_up();
    }

    /// Rules.
    pub fn rules(&self) -> &DensityRules {
        &self.rules
    }

    /// Walks to the station.
    pub fn field(&self) -> &WalkField {
        &self.field
    }

    /// Everything that is summed.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Parcels, rings and steps that sums are made for: with these and portions of their own,
    /// [`sum_up`] answers without a community.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Portions of all buildings, in the order of the community.
    pub fn portions(&self) -> &[Portion] {
        &self.flat
    }

    /// Keys of the parcels, in the order of [`Self::site`].
    pub fn parcel_keys(&self) -> impl Iterator<Item = &Key> {
        self.parcels.list.iter().map(|parcel| &parcel.key)
    }

    /// Everything that was resolved by a rule or is missing, in the order of the parcels, then of the
    /// buildings.
    pub fn findings(&self) -> Vec<DensityFinding> {
        let mut findings = self.site_findings.clone();
        for (record, portions) in self.records.iter().zip(&self.portions) {
            self.record_findings(record, portions, &mut findings);
        }
        findings
    }

    /// What buildings and basements bring to each parcel that are not part of another model of the same
    /// community: what is new there, or what goes.
    pub fn only_here(&self, other: &Self) -> Vec<FloorSums> {
        let known: HashSet<&Key> = other.records.iter().map(|record| &record.key).collect();
        let mut sums = vec![FloorSums::default(); self.parcels.list.len()];
        let own = self.records.iter().zip(&self.portions).filter(|(record, _)| !known.contains(&record.key));
        for portion in own.flat_map(|(_, portions)| portions) {
            if let Some(of_parcel) = sums.get_mut(portion.parcel as usize) {
                of_parcel.add(&portion.sums);
            }
        }
        sums
    }

    fn make(
        &self,
        community: &Community,
        counts: &dyn Fn(ElementId) -> bool,
        only: Option<&BTreeSet<Key>>,
    ) -> Vec<Record> {
        let maker = Maker {
            rules: &self.rules,
            field: &self.field,
            floors: Floors::of(community),
            attachments: Attachments::of(community, counts, only),
        };
        let record = |id: ElementId| {
            let element = community.element(id)?;
            if counts(id) { maker.record(id, element) } else { None }
        };
        match only {
            None => community.iter().filter_map(|(id, _)| record(id)).collect(),
            Some(keys) => keys.iter().filter_map(|key| record(community.id_of(key)?)).collect(),
        }
    }

    /// A tree over the plans of the records; records without one have an empty box far away.
    fn tree(&self) -> PackedTree {
        let nowhere = Aabb::from_corners([f64::MAX.sqrt(); 3], [f64::MAX.sqrt(); 3]);
        let boxes: Vec<Aabb> =
            self.records.iter().map(|r| r.plan.as_ref().map_or(nowhere, |plan| plan.aabb)).collect();
        PackedTree::build(&boxes)
    }

    /// Finds what a record covers, and which parcels it belongs to.
    fn place(&mut self, at: usize, tree: &PackedTree) {
        self.nets[at] = self.net(at, tree);
        let record = &self.records[at];
        let mut near = Vec::new();
        if let Some(plan) = &record.plan {
            self.parcels.near(&plan.aabb, &mut near);
        }
        let named = record.named.as_ref().and_then(|key| self.parcel_of.get(key)).copied();
        // Land of each parcel under the whole plan, and under what the record covers first.
        let mut shares: Vec<(u32, f64, f64)> = Vec::new();
        if let Some(plan) = &record.plan {
            for parcel in near {
                let Some(land) = self.parcels.list.get(parcel as usize).and_then(|p| p.plan.as_ref()) else {
                    continue;
                };
                let share = plan.shared_m2(land) / plan.area_m2;
                if share >= LEAST_SHARE || named == Some(parcel) {
                    shares.push((parcel, share, self.covered_m2(at, Some(land))));
                }
            }
        }
        self.portions[at] = self.share_out(at, named, &shares);
    }

    /// Portions: all floor to the parcel that is named, else by the shares of the plan; what lies
    /// outside of all parcels counts for none.
    fn share_out(&self, at: usize, named: Option<u32>, shares: &[(u32, f64, f64)]) -> Vec<Portion> {
        let record = &self.records[at];
        let walk = record.walk;
        let tower = |footprint_m2: f64| {
            let whole = record.plan.as_ref().map_or(0.0, |plan| plan.area_m2);
            if whole > 0.0 { footprint_m2 * (record.tower_m2 / whole).min(1.0) } else { 0.0 }
        };
        let portion = |parcel: u32, share: f64, footprint_m2: f64| {
            let mut sums = record.sums.share(share);
            sums.footprint_m2 = footprint_m2;
            sums.tower_m2 = tower(footprint_m2);
            Portion {
                parcel,
                sums,
                height_m: record.height_m,
                walk_m: walk.map_or(f64::INFINITY, |walk| walk.length_m),
                walk_s: walk.map_or(f64::INFINITY, |walk| walk.seconds),
            }
        };
        let all_m2 = self.covered_m2(at, None);
        let inside: f64 = shares.iter().map(|(_, share, _)| share).sum();
        let inside_m2: f64 = shares.iter().map(|(.., area)| area).sum();
        // What rounding leaves outside goes to the parcels, so that nothing is lost.
        let is_all = inside >= 1.0 - LEAST_SHARE;
        let mut portions = Vec::new();
        for (parcel, share, footprint_m2) in shares {
            let floor = match named {
                Some(named) if named == *parcel => 1.0,
                Some(_) => 0.0,
                None if is_all => *share / inside,
                None => *share,
            };
            portions.push(portion(*parcel, floor, *footprint_m2));
        }
        if let Some(named) = named
            && !portions.iter().any(|portion| portion.parcel == named)
        {
            portions.push(portion(named, 1.0, 0.0));
        }
        let floor_left = if named.is_some() || is_all { 0.0 } else { (1.0 - inside).max(0.0) };
        let left_m2 = (all_m2 - inside_m2).max(0.0);
        if floor_left > 0.0 || left_m2 > 1e-6 || portions.is_empty() {
            portions.push(portion(NO_PARCEL, floor_left, left_m2));
        }
        portions
    }

    /// Land that a record covers before any other, within a plan or at all, square metres.
    pub(crate) fn covered_m2(&self, at: usize, within: Option<&super::plan::Plan>) -> f64 {
        let plan = match &self.nets[at] {
            Net::Nothing => None,
            Net::Whole => self.records[at].plan.as_ref(),
            Net::Part(plan) => Some(plan),
        };
        plan.map_or(0.0, |plan| within.map_or(plan.area_m2, |within| plan.shared_m2(within)))
    }

    /// What a record covers that no earlier one does.
    fn net(&self, at: usize, tree: &PackedTree) -> Net {
        let record = &self.records[at];
        let Some(plan) = record.plan.as_ref().filter(|_| record.covers) else { return Net::Nothing };
        let mut earlier: Vec<usize> = Vec::new();
        tree.for_each_in_box(&plan.aabb, |item, _| {
            if (item as usize) < at {
                earlier.push(item as usize);
            }
        });
        earlier.sort_unstable();
        let mut net: Option<super::plan::Plan> = None;
        for other in earlier {
            let other = &self.records[other];
            let Some(covered) = other.plan.as_ref().filter(|_| other.covers) else { continue };
            let own = net.as_ref().unwrap_or(plan);
            if own.shared_m2(covered) > 1e-6 {
                match own.without(covered) {
                    Some(rest) => net = Some(rest),
                    None => return Net::Nothing,
                }
            }
        }
        net.map_or(Net::Whole, Net::Part)
    }

    fn add_up(&mut self) {
        self.flat.clear();
        self.flat.extend(self.portions.iter().flatten().copied());
        sum_up(&self.site, &self.flat, &mut self.totals);
    }

    fn record_findings(&self, record: &Record, portions: &[Portion], findings: &mut Vec<DensityFinding>) {
        let mut tell = |kind, value, others: Vec<Key>| {
            let elements = std::iter::once(record.key.clone()).chain(others).collect();
            findings.push(DensityFinding { kind, elements, value });
        };
        match &record.plan {
            None => tell(FindingKind::BuildingWithoutOutline, 0.0, Vec::new()),
            Some(plan) if plan.mended => tell(FindingKind::OutlineMended, plan.area_m2, Vec::new()),
            Some(_) => {}
        }
        if record.without_floor {
            tell(FindingKind::NoStoreys, 0.0, Vec::new());
        }
        if record.bad_floor {
            tell(FindingKind::BadFloorArea, 0.0, Vec::new());
        }
        let housing = record.sums.above_m2[linli_model::BuildingUse::Residential as usize];
        if housing > 0.0 && record.sums.residents <= 0.0 {
            tell(FindingKind::NoResidents, housing, Vec::new());
        }
        if record.walk.is_none() && !self.field.entrances().is_empty() && !record.is_basement {
            tell(FindingKind::NoWayToStation, 0.0, Vec::new());
        }
        let key_of = |parcel: u32| self.parcels.list.get(parcel as usize).map(|p: &ParcelPlan| p.key.clone());
        let named = record.named.as_ref().map(|key| (key, self.parcel_of.get(key)));
        match named {
            Some((key, None)) if !self.parcels.list.is_empty() => {
                tell(FindingKind::UnknownParcel, 0.0, vec![key.clone()]);
            }
            Some((key, Some(parcel))) => {
                let land = self.parcels.list.get(*parcel as usize).and_then(|p| p.plan.as_ref());
                if let (Some(plan), Some(land)) = (&record.plan, land) {
                    let beyond = 1.0 - plan.shared_m2(land) / plan.area_m2;
                    if beyond > self.rules.plan.beyond_parcel.value {
                        tell(FindingKind::BeyondParcel, beyond, vec![key.clone()]);
                    }
                }
            }
            None if !record.is_basement => {
                let on: Vec<Key> = portions.iter().filter_map(|portion| key_of(portion.parcel)).collect();
                if on.len() > 1 {
                    tell(FindingKind::AcrossParcels, on.len() as f64, on);
                }
            }
            Some((_, None)) | None => {}
        }
    }

    /// Floor, people and covered land of all records whose middle lies in a plan; the covered land is
    /// that inside the plan.
    pub(crate) fn sums_within(&self, unit: &super::plan::Plan) -> (FloorSums, f64) {
        let mut sums = FloorSums::default();
        let mut height_m = 0.0_f64;
        for (at, record) in self.records.iter().enumerate() {
            let Some(plan) = &record.plan else { continue };
            if !plan.may_meet(unit) {
                continue;
            }
            let whole = plan.area_m2;
            let covered_m2 = self.covered_m2(at, Some(unit));
            if unit.contains(plan.centre()) {
                sums.add(&record.sums);
                height_m = height_m.max(record.height_m);
            }
            sums.footprint_m2 += covered_m2;
            sums.tower_m2 += covered_m2 * (record.tower_m2 / whole).min(1.0);
        }
        (sums, height_m)
    }
}

fn meets(a: &Aabb, b: &Aabb) -> bool {
    (0..2).all(|i| a.min[i] <= b.max[i] && b.min[i] <= a.max[i])
}

/// Parcels as sums need them.
fn site_of(parcels: &Parcels, rules: &DensityRules, field: &WalkField) -> Site {
    let parcel = |parcel: &ParcelPlan| {
        let (mut walk_m, mut walk_s) = (f64::INFINITY, f64::INFINITY);
        if let Some(plan) = &parcel.plan {
            let corners: Vec<[f64; 2]> =
                plan.edges().map(|[a, b]| [(a.x + b.x) / 2.0, (a.y + b.y) / 2.0]).collect();
            let step = corners.len().div_ceil(PARCEL_CORNERS).max(1);
            for walk in corners.iter().step_by(step).filter_map(|corner| field.walk(*corner)) {
                walk_m = walk_m.min(walk.length_m);
                walk_s = walk_s.min(walk.seconds);
            }
        }
        let land_m2 = parcel.land_m2();
        let cap_m2 = parcel.facts.far_max.map_or(f64::INFINITY, |far| far.max(0.0) * land_m2);
        SiteParcel { land_m2, walk_m, walk_s, cap_m2 }
    };
    Site {
        parcels: parcels.list.iter().map(parcel).collect(),
        rings_s: rules.tod.rings.minutes.iter().map(|minutes| minutes * 60.0).collect(),
        bin_m: rules.tod.bin.value,
    }
}
