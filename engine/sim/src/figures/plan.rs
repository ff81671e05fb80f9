//! Density, capital balance and green of the design, kept right while elements change.

use std::collections::BTreeMap;

use linli_model::variant::ElementChange;
use linli_model::{Community, Element, ElementId, Key};
use linli_space::StreetGraph;

use super::change::Change;
use super::reach::asks_for_ways;
use super::rules::FigureRules;
use super::standing::{Standing, has};
use crate::capital::{capital_figures, scheme_of};
use crate::density::{
    DensityModel, DensityOptions, ElasticFacts, FigureParts, NO_PARCEL, Portion, Room, RoomOptions,
    StreetPattern, UnitBlocks, room_of, unit_blocks,
};
use crate::green::GreenModel;
use crate::indicator::Indicator;

/// How much more a parcel may carry, and what stops it.
#[derive(Clone, Debug, PartialEq)]
pub struct ParcelRoom {
    /// The parcel.
    pub parcel: Key,
    /// What its room follows from.
    pub facts: ElasticFacts,
    /// Its room.
    pub room: Room,
    /// Floor-area ratio that density towards the station asks for, where there is a station.
    pub target_far: Option<f64>,
}

impl ParcelRoom {
    /// The floor-area ratio with some more floor, where the parcel has land.
    pub fn far_with(&self, extra_m2: f64) -> Option<f64> {
        let land_m2 = self.facts.land_m2;
        (land_m2 > 0.0).then(|| (self.facts.counted_m2 + extra_m2) / land_m2)
    }
}

/// Figures of the design, but for those of reach.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanSheet {
    /// Density and transit-oriented development.
    pub density: Vec<Indicator>,
    /// Green, without shares of homes near a park.
    pub green: Vec<Indicator>,
    /// Capital balance.
    pub capital: Vec<Indicator>,
    /// Findings below ground, counted.
    pub underground: Vec<Indicator>,
    /// Sunlight of homes, as far as it was asked for.
    pub sun: Vec<Indicator>,
    /// Room of each parcel, in the order of the parcels.
    pub rooms: Vec<ParcelRoom>,
    /// Planning and implementation units, in the order of the community.
    pub units: Vec<Key>,
    /// The parcel that holds most of each building and basement.
    pub parcel_of: BTreeMap<Key, Key>,
}

/// The models of a design.
pub(super) struct Plan {
    before: DensityModel,
    after: DensityModel,
    patterns: Vec<StreetPattern>,
    blocks: Vec<UnitBlocks>,
    green: GreenModel,
}

impl Plan {
    pub fn of(community: &Community, rules: &FigureRules, standing: &Standing) -> Self {
        let streets = StreetGraph::of(community);
        let before = density(community, &streets, rules, &standing.existing);
        let (after, patterns, blocks) = design(community, &streets, rules, standing, &[]);
        let green = green(community, rules, standing);
        Self { before, after, patterns, blocks, green }
    }

    /// Takes over a change.
    pub fn follow(
        &mut self,
        community: &Community,
        rules: &FigureRules,
        standing: &Standing,
        change: &Change,
        changes: &[ElementChange],
    ) {
        let exists = |element: &Option<Element>| {
            element.as_ref().is_some_and(|e| e.presence.truth == linli_model::Truth::Existing)
        };
        let of_today = changes.iter().any(|one| exists(&one.before) || exists(&one.after));
        if change.sites || change.ways {
            let streets = StreetGraph::of(community);
            let before = || of_today.then(|| density(community, &streets, rules, &standing.existing));
            let known = std::mem::take(&mut self.blocks);
            let after = || design(community, &streets, rules, standing, &known);
            let (before, (after, patterns, blocks)) = rayon::join(before, after);
            if let Some(before) = before {
                self.before = before;
            }
            (self.after, self.patterns, self.blocks) = (after, patterns, blocks);
        } else {
            if change.driveways {
                for (unit, pattern) in self.patterns.iter_mut().enumerate() {
                    self.after.recount_points(unit, pattern, community, &|id| has(&standing.design, id));
                }
            }
            self.after.update(community, &|id| has(&standing.design, id), &change.buildings);
            if of_today {
                self.before.update(community, &|id| has(&standing.existing, id), &change.buildings);
            }
        }
        let counts = |id: ElementId| has(&standing.design, id);
        let stands = |id: ElementId, _: &Element| counts(id);
        if !self.green.has_fixed_sites()
            || change.sites && !self.green.resite(community, &rules.reach, &stands)
        {
            self.green = green(community, rules, standing);
            return;
        }
        self.green.edit_all(change.covers.iter().map(|key| {
            (key, community.id_of(key).filter(|id| counts(*id)).and_then(|id| community.element(id)))
        }));
        self.green.rehome(community, &rules.reach, &|id, _| counts(id), &change.buildings);
    }

    /// Figures without those below ground.
    pub fn sheet(&self, community: &Community, rules: &FigureRules, standing: &Standing) -> PlanSheet {
        let (density, rooms) = density_of(&self.after, &self.patterns, community, standing);
        let green = self.green.figures(None).into_iter().flatten();
        let scheme = scheme_of(community, &self.before, &self.after);
        PlanSheet {
            density,
            green: green.filter(|figure| !asks_for_ways(figure)).collect(),
            capital: capital_figures(&scheme, &rules.prices),
            underground: Vec::new(),
            sun: Vec::new(),
            rooms,
            units: self.after.unit_keys().cloned().collect(),
            parcel_of: self.parcel_of(),
        }
    }

    fn parcel_of(&self) -> BTreeMap<Key, Key> {
        let keys: Vec<&Key> = self.after.parcel_keys().collect();
        let largest = |(key, portions): (&Key, &[Portion])| {
            let floor = |at: &&Portion| at.sums.above_total_m2() + at.sums.below_total_m2();
            let most = portions.iter().max_by(|a, b| floor(a).total_cmp(&floor(b)))?;
            let parcel = keys.get(most.parcel as usize).filter(|_| most.parcel != NO_PARCEL)?;
            Some((key.clone(), (*parcel).clone()))
        };
        self.after.placed().filter_map(largest).collect()
    }
}

/// Density of the finished plan, with streets and blocks of each unit. Blocks lie between streets whatever stands on them:
/// they are cut beside the rest, and taken over from `known` where no road differs.
fn design(
    community: &Community,
    streets: &StreetGraph,
    rules: &FigureRules,
    standing: &Standing,
    known: &[UnitBlocks],
) -> (DensityModel, Vec<StreetPattern>, Vec<UnitBlocks>) {
    let counts = |id: ElementId| has(&standing.design, id);
    let (model, blocks) = rayon::join(
        || density(community, streets, rules, &standing.design),
        || unit_blocks(community, streets, &counts, known),
    );
    let of = |(unit, blocks): (usize, &UnitBlocks)| {
        model.street_pattern_between(unit, community, streets, &counts, blocks)
    };
    let patterns = blocks.iter().enumerate().filter_map(of).collect();
    (model, patterns, blocks)
}

/// Green of the finished plan.
fn green(community: &Community, rules: &FigureRules, standing: &Standing) -> GreenModel {
    let stands = |id: ElementId, _: &Element| has(&standing.design, id);
    GreenModel::new(community, rules.green.clone(), &rules.reach, &stands)
}

/// Figures of density, and the room of each parcel.
fn density_of(
    model: &DensityModel,
    patterns: &[StreetPattern],
    community: &Community,
    standing: &Standing,
) -> (Vec<Indicator>, Vec<ParcelRoom>) {
    let counts = |id: ElementId| has(&standing.design, id);
    let gradient = model.gradient();
    let underground = model.underground(community, &counts);
    let facts = model.elastic_facts(community, &counts, &RoomOptions::default());
    let rooms: Vec<Room> = facts.iter().map(room_of).collect();
    let parts = FigureParts { gradient: &gradient, patterns, underground: &underground, rooms: &rooms };
    let density = model.indicators(&parts);
    let has_station = !model.field().entrances().is_empty();
    let target = |at: usize, land_m2: f64| {
        gradient.targets_m2.get(at).filter(|_| has_station && land_m2 > 0.0).map(|floor| floor / land_m2)
    };
    let places = model.parcel_keys().zip(facts).zip(rooms).enumerate();
    let rooms = places.map(|(at, ((parcel, facts), room))| ParcelRoom {
        parcel: parcel.clone(),
        target_far: target(at, facts.land_m2),
        facts,
        room,
    });
    (density, rooms.collect())
}

/// Density of what counts.
fn density(
    community: &Community,
    streets: &StreetGraph,
    rules: &FigureRules,
    flags: &[bool],
) -> DensityModel {
    let counts = |id: ElementId| has(flags, id);
    let options = DensityOptions { rules: &rules.density, reach: &rules.reach, counts: &counts };
    DensityModel::new(community, streets, &options)
}

/// All figures of density of the design.
pub(crate) fn density_figures(community: &Community, rules: &FigureRules) -> Vec<Indicator> {
    let standing = Standing::of(community, &rules.schedule);
    let streets = StreetGraph::of(community);
    let (model, patterns, _) = design(community, &streets, rules, &standing, &[]);
    density_of(&model, &patterns, community, &standing).0
}

/// All figures of the capital balance: from what exists to the design.
pub(crate) fn capital_balance(community: &Community, rules: &FigureRules) -> Vec<Indicator> {
    let standing = Standing::of(community, &rules.schedule);
    let streets = StreetGraph::of(community);
    let model = |flags: &[bool]| density(community, &streets, rules, flags);
    let (before, after) = (model(&standing.existing), model(&standing.design));
    capital_figures(&scheme_of(community, &before, &after), &rules.prices)
}
