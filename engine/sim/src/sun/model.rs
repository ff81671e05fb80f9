//! Sunlight of every home, kept right while buildings change.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Aabb, Community, Element, ElementId, Key, Kind};
use linli_space::{Ground, PackedTree, shape_of};
use rayon::prelude::*;

use super::beam::Beams;
use super::facade::{Front, fronts, parts_by_whole};
use super::position::SunError;
use super::rules::{SunDay, SunRules};
use super::shade::{Body, Fan, Hidden};
use crate::reach::{HomeBuilding, ReachRules, homes_among};

/// Most homes of one storey that are told apart.
const MOST_HOMES: u32 = 1_000;

/// Sunlight of the homes of one storey.
#[derive(Clone, Debug, PartialEq)]
pub struct SunStorey {
    /// Level: 1 is the ground floor.
    pub level: i16,
    /// Dwellings that the source tells.
    pub dwellings: u32,
    /// Residents.
    pub residents: u32,
    /// Sunlight of each home, minutes. Homes share the walls evenly, each wall by its length and the share of the band in
    /// which the sun stands before it; each has what its best place has.
    pub minutes: Vec<f64>,
}

impl SunStorey {
    /// Of the home with the least, minutes.
    pub fn least_min(&self) -> f64 {
        self.minutes.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// How many homes have less than some hours.
    pub fn short_of(&self, least_h: f64) -> usize {
        self.minutes.iter().filter(|minutes| **minutes < least_h * 60.0 - 1e-9).count()
    }
}

/// Sunlight of a building with homes.
#[derive(Clone, Debug, PartialEq)]
pub struct SunBuilding {
    /// The building, or the part of one.
    pub key: Key,
    /// Storeys with homes, from below.
    pub storeys: Vec<SunStorey>,
    /// Whether storeys and homes were assumed from the height and the floor area.
    pub is_assumed: bool,
    /// What may shade it lies in this box, local metres.
    look: Aabb,
}

/// The sunlight of all homes on a day.
#[derive(Clone, Debug)]
pub struct SunModel {
    rules: SunRules,
    day: SunDay,
    beams: Beams,
    ground: Ground,
    bodies: BTreeMap<Key, Body>,
    /// Nothing that was counted with stands higher, local metres.
    highest_m: f64,
    buildings: BTreeMap<Key, SunBuilding>,
}

/// A building before its sunlight is counted.
struct Asked {
    key: Key,
    home: HomeBuilding,
    fronts: Vec<Front>,
}

impl SunModel {
    /// Counts the sunlight of the homes of what counts; buildings and structures that count shade.
    ///
    /// # Errors
    /// [`SunError`] where the sun of the place or the year is not known.
    pub fn new(
        community: &Community,
        rules: &SunRules,
        day: &SunDay,
        reach: &ReachRules,
        counts: &dyn Fn(ElementId, &Element) -> bool,
    ) -> Result<Self, SunError> {
        let mut model = Self {
            rules: rules.clone(),
            day: day.clone(),
            beams: Beams::of(&community.frame, rules, day)?,
            ground: Ground::of(community),
            bodies: BTreeMap::new(),
            highest_m: f64::NEG_INFINITY,
            buildings: BTreeMap::new(),
        };
        let ground = &model.ground;
        let standing: Vec<&Element> = community
            .iter()
            .filter(|(id, element)| counts(*id, element))
            .map(|(_, element)| element)
            .collect();
        let bodies = standing
            .into_par_iter()
            .filter_map(|element| Some((element.key.clone(), body(element, ground)?)));
        model.bodies = bodies.collect::<Vec<_>>().into_iter().collect();
        model.highest_m = highest(model.bodies.values());
        model.count(community, reach, counts, &|_| true);
        Ok(model)
    }

    /// Takes over changes of elements: counts the homes again that they are, that belong to them, and whose sun they may
    /// take or give back. What changes the ground asks for a new model.
    pub fn edit(
        &mut self,
        community: &Community,
        reach: &ReachRules,
        counts: &dyn Fn(ElementId, &Element) -> bool,
        changed: &BTreeSet<Key>,
    ) {
        let mut touched: Vec<Aabb> = Vec::new();
        let mut own: BTreeSet<Key> = changed.clone();
        for key in changed {
            touched.extend(self.bodies.remove(key).map(|body| body.aabb));
            let element = community.id_of(key).and_then(|id| Some((id, community.element(id)?)));
            let Some((_, element)) = element.filter(|(id, element)| counts(*id, element)) else { continue };
            own.extend(element.kind.building().and_then(|building| building.parent.clone()));
            if let Some(body) = body(element, &self.ground) {
                touched.push(body.aabb);
                self.bodies.insert(key.clone(), body);
            }
        }
        let is_part_of = |element: &Element| {
            let whole = element.kind.building().and_then(|building| building.parent.as_ref());
            whole.is_some_and(|whole| changed.contains(whole))
        };
        own.extend(community.elements().iter().filter(|e| is_part_of(e)).map(|e| e.key.clone()));
        let highest_m = highest(self.bodies.values());
        if highest_m > self.highest_m {
            // Shadows are longer than was looked for.
            self.highest_m = highest_m;
            self.buildings.clear();
            return self.count(community, reach, counts, &|_| true);
        }
        let shaded = self
            .buildings
            .values()
            .filter(|building| touched.iter().any(|aabb| aabb.intersects(&building.look)));
        let again: BTreeSet<Key> = shaded.map(|building| building.key.clone()).chain(own).collect();
        for key in &again {
            self.buildings.remove(key);
        }
        self.count(community, reach, counts, &|key| again.contains(key));
    }

    /// Counts the homes of the buildings that are asked for.
    fn count(
        &mut self,
        community: &Community,
        reach: &ReachRules,
        counts: &dyn Fn(ElementId, &Element) -> bool,
        is_asked: &dyn Fn(&Key) -> bool,
    ) {
        let homes =
            homes_among(community, reach, &|id, element| is_asked(&element.key) && counts(id, element));
        let parts = parts_by_whole(community, counts);
        let steps = (self.rules.sill.value, self.rules.spacing.value);
        let asked: Vec<Asked> = homes
            .into_iter()
            .filter_map(|home| {
                let key = community.element(home.element)?.key.clone();
                let parts = parts.get(&key).map(Vec::as_slice).unwrap_or_default();
                let fronts = fronts(community, &home, parts, &self.ground, &self.beams, steps);
                Some(Asked { key, home, fronts })
            })
            .collect();
        let bodies: Vec<&Body> = self.bodies.values().collect();
        let boxes: Vec<Aabb> = bodies.iter().map(|body| body.aabb).collect();
        let tree = PackedTree::build(&boxes);
        let fan = Fan::of(&self.beams);
        let near = |look: &Aabb| {
            let mut near = Vec::new();
            tree.for_each_in_box(look, |number, _| near.extend(bodies.get(number as usize).copied()));
            near
        };
        let sunlit = |asked: Asked| self.sunlit(asked, &fan, &near);
        let counted: Vec<SunBuilding> = asked.into_par_iter().map(sunlit).collect();
        self.buildings.extend(counted.into_iter().map(|building| (building.key.clone(), building)));
    }

    fn sunlit<'a>(
        &self,
        asked: Asked,
        fan: &Fan<'_>,
        near: &(dyn Fn(&Aabb) -> Vec<&'a Body> + Sync),
    ) -> SunBuilding {
        let look = look(&asked.fronts, fan, self.highest_m);
        let bodies = near(&look);
        let mut storeys: Vec<SunStorey> = asked
            .home
            .storeys
            .iter()
            .map(|storey| SunStorey {
                level: storey.level,
                dwellings: storey.dwellings,
                residents: storey.residents,
                minutes: vec![0.0; storey.dwellings.clamp(1, MOST_HOMES) as usize],
            })
            .collect();
        let mut hidden = Hidden::default();
        for front in &asked.fronts {
            let of_lines = self.lines_lit(front, fan, &bodies, &mut hidden);
            let weights: Vec<f64> = front.lines.iter().map(|line| line.weight_m).collect();
            for (place, storey) in front.storeys.iter().enumerate() {
                let minutes = |line: usize| of_lines[line * front.storeys.len() + place];
                share(&mut storeys[*storey].minutes, &weights, &minutes);
            }
        }
        SunBuilding { key: asked.key, storeys, is_assumed: asked.home.assumed_residents, look }
    }

    /// Sunlight of each line of a front at each of its sills, minutes; the sills of the first line first.
    fn lines_lit(&self, front: &Front, fan: &Fan<'_>, bodies: &[&Body], hidden: &mut Hidden) -> Vec<f64> {
        let shortest_min = self.rules.shortest.value;
        let mut minutes = Vec::with_capacity(front.lines.len() * front.sills_m.len());
        for line in &front.lines {
            hidden.begin(fan, |beam| line.out[0] * beam.towards[0] + line.out[1] * beam.towards[1] > 0.0);
            for body in bodies {
                hidden.shade(fan, line.at, &front.sills_m, body);
            }
            for sill in 0..front.sills_m.len() {
                minutes.push(self.beams.minutes(hidden.is_lit(sill), shortest_min));
            }
        }
        minutes
    }

    /// The day that is counted.
    pub fn day(&self) -> &SunDay {
        &self.day
    }

    /// The rules that are counted by.
    pub fn rules(&self) -> &SunRules {
        &self.rules
    }

    /// Buildings with homes, by key.
    pub fn buildings(&self) -> impl Iterator<Item = &SunBuilding> {
        self.buildings.values()
    }

    /// The sunlight of a building.
    pub fn building(&self, key: &Key) -> Option<&SunBuilding> {
        self.buildings.get(key)
    }
}

/// Height of the highest of some bodies, local metres.
fn highest<'a>(bodies: impl Iterator<Item = &'a Body>) -> f64 {
    bodies.map(|body| body.aabb.max[2]).fold(f64::NEG_INFINITY, f64::max)
}

/// What shades: buildings, their parts and structures.
fn body(element: &Element, ground: &Ground) -> Option<Body> {
    let shades = matches!(element.kind, Kind::Building(_) | Kind::BuildingPart(_) | Kind::Structure { .. });
    shades.then(|| shape_of(element, ground)).as_ref().and_then(Body::of)
}

/// The box in which things may shade the lines of fronts.
fn look(fronts: &[Front], fan: &Fan<'_>, highest_m: f64) -> Aabb {
    let mut aabb = Aabb::EMPTY;
    for front in fronts {
        let lowest_m = front.sills_m.iter().copied().fold(f64::INFINITY, f64::min);
        let reach_m = fan.reach_m(highest_m - lowest_m);
        let [[x0, x1], [y0, y1]] = fan.sides(reach_m);
        for line in &front.lines {
            aabb.include([line.at[0] + x0, line.at[1] + y0, lowest_m]);
            aabb.include([line.at[0] + x1, line.at[1] + y1, highest_m.max(lowest_m)]);
        }
    }
    aabb
}

/// Shares a front among homes: lines beside each other, by weight; each home has what its best line has.
fn share(homes: &mut [f64], weights: &[f64], minutes: &dyn Fn(usize) -> f64) {
    let whole: f64 = weights.iter().sum();
    if whole <= 0.0 {
        return;
    }
    let each = whole / homes.len() as f64;
    let mut from = 0.0;
    for (line, weight) in weights.iter().enumerate() {
        let to = from + weight;
        // A home has a line when half of it or the middle of the home is within.
        let middle = (from + to) / 2.0;
        let first = (from / each - 0.5).ceil().max(0.0) as usize;
        let last = (to / each - 0.5).ceil().max(0.0) as usize;
        let by_middle = ((middle / each) as usize).min(homes.len() - 1);
        let value = minutes(line);
        for home in (first..last.min(homes.len())).chain([by_middle]) {
            homes[home] = homes[home].max(value);
        }
        from = to;
    }
}
