//! How many homes have a park that they can use near enough, walked on the network.

use std::collections::{BTreeSet, HashMap};

use linli_model::{Community, Element, ElementId, Key, LandUse};
use linli_space::StreetGraph;

use super::cover::Cover;
use super::model::GreenModel;
use super::plane::Plan;
use super::site::SiteKind;
use crate::reach::{
    Joint, NearestEngine, NetworkOptions, ReachRules, Seed, TravelNetwork, UNREACHED, door_joints, homes_of,
};

/// Distance between places on a park's edge that are tried as an entry, metres.
const ENTRY_STEP_M: f64 = 20.0;

/// A park that is large and wide enough to be used.
#[derive(Clone, Debug, PartialEq)]
pub struct UsablePark {
    /// Its element.
    pub key: Key,
    /// Area, square metres.
    pub area_m2: f64,
    /// Entries found: places on its edge that a street passes. Without one it serves nobody.
    pub entries: usize,
}

/// Homes of one site near a park.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HomesNear {
    /// Dwellings; residents where the scene counts no dwellings.
    pub homes: u64,
    /// Of them within the distance.
    pub within: u64,
}

/// Parks and who can walk to them.
#[derive(Clone, Debug, PartialEq)]
pub struct GreenAccess {
    /// Parks that count.
    pub parks: Vec<UsablePark>,
    /// Parks too small or too narrow, by key.
    pub too_small: Vec<Key>,
    /// For each site the homes within each distance of the profile.
    pub sites: Vec<Vec<HomesNear>>,
    /// Time of each building with homes to the nearest park, milliseconds, by key; nothing without a way.
    pub times_ms: Vec<(Key, Option<u32>)>,
    /// Speed that was walked with, metres per second.
    pub speed_mps: f64,
}

impl GreenModel {
    /// Walks from every door to the nearest usable park, at the planning speed, with everything open.
    /// `None` when the rules have no profile `planning`.
    pub fn access(
        &self,
        community: &Community,
        streets: &StreetGraph,
        rules: &ReachRules,
        stands: &dyn Fn(ElementId, &Element) -> bool,
    ) -> Option<GreenAccess> {
        let profile = rules.profile("planning")?;
        let (parks, too_small) = self.parks();
        let homes = homes_of(community, rules);
        let (mut joints, first_joint) = door_joints(&homes);
        let mut entries = Vec::with_capacity(parks.len());
        for (key, plan) in &parks {
            let start = joints.len();
            let element = community.id_of(key).unwrap_or(ElementId(u32::MAX));
            joints.extend(places_on_edge(plan).map(|at| Joint::new(element, [at[0], at[1], 0.0], None)));
            entries.push(start..joints.len());
        }
        let closed: BTreeSet<ElementId> =
            community.iter().filter(|(id, element)| !stands(*id, element)).map(|(id, _)| id).collect();
        let options = NetworkOptions { profile, rules, closed: &closed, minute: None, private_allowed: true };
        let network = TravelNetwork::new(community, streets, &options, &joints);
        let gap_m = self.profile.usable.entry_gap_m.value;
        let mut seeds = Vec::new();
        let mut usable = Vec::with_capacity(parks.len());
        for ((key, plan), entries) in parks.iter().zip(entries) {
            let near = entries.filter_map(|joint| network.joints.get(joint)?.as_ref().ok());
            let nodes: Vec<u32> =
                near.filter(|joined| joined.gap_m <= gap_m).map(|joined| joined.node).collect();
            seeds.extend(nodes.iter().map(|node| Seed { node: *node, time_ms: 0 }));
            usable.push(UsablePark { key: key.clone(), area_m2: plan.area_m2, entries: nodes.len() });
        }
        let times = NearestEngine::new(&network.graph).times_to_nearest(&[seeds]).pop().unwrap_or_default();
        let mut times_ms = Vec::new();
        for (number, home) in homes.iter().enumerate() {
            let Some(element) = community.element(home.element).filter(|e| stands(home.element, e)) else {
                continue;
            };
            let doors = home.doors_on(&network, first_joint[number]);
            let nodes = doors.iter().filter_map(|door| network.node_of_joint(first_joint[number] + door));
            let best = nodes.filter_map(|node| times.get(node as usize).copied()).min();
            times_ms.push((element.key.clone(), best.filter(|time| *time < UNREACHED)));
        }
        let speed_mps = profile.speed.value;
        Some(GreenAccess {
            sites: self.homes_near(&times_ms, speed_mps),
            parks: usable,
            too_small,
            times_ms,
            speed_mps,
        })
    }

    /// Parcels and mapped areas that are parks: those large and wide enough with their plans, and the keys
    /// of the others. A mapped park inside a park parcel is part of that.
    fn parks(&self) -> (Vec<(Key, Plan)>, Vec<Key>) {
        let parcels = self
            .sites
            .iter()
            .filter(|site| site.kind == SiteKind::Parcel && site.land_use == Some(LandUse::Park));
        let parcels: Vec<(Key, Plan)> =
            parcels.filter_map(|site| Some((site.key.clone()?, site.plan.clone()))).collect();
        let pieces = self.inventory.pieces().into_iter().map(|(ground, _)| ground);
        let beyond = pieces.filter(|ground| ground.cover == Cover::Park).filter(|ground| {
            let whole = ground.whole();
            let shared: f64 = parcels.iter().map(|(_, parcel)| whole.shared_m2(parcel)).sum();
            shared < whole.area_m2 / 2.0
        });
        let beyond: Vec<(Key, Plan)> =
            beyond.map(|ground| (ground.key.clone(), ground.whole().clone())).collect();
        let rules = &self.profile.usable;
        let large = |(_, plan): &(Key, Plan)| {
            plan.area_m2 >= rules.least_area_m2.value && plan.is_as_wide_as(rules.least_width_m.value)
        };
        let (usable, small): (Vec<_>, Vec<_>) = parcels.into_iter().chain(beyond).partition(large);
        (usable, small.into_iter().map(|(key, _)| key).collect())
    }

    fn homes_near(&self, times_ms: &[(Key, Option<u32>)], speed_mps: f64) -> Vec<Vec<HomesNear>> {
        let distances = &self.profile.usable.distances_m;
        let dwellings = self.homes.iter().any(|home| home.dwellings > 0);
        let mut sites = vec![vec![HomesNear::default(); distances.len()]; self.sites.len()];
        let times: HashMap<&Key, Option<u32>> = times_ms.iter().map(|(key, time)| (key, *time)).collect();
        for home in &self.homes {
            let time = times.get(&home.key).copied().flatten();
            let count = if dwellings { home.dwellings } else { home.residents };
            for site in &home.sites {
                for (near, distance) in sites[*site as usize].iter_mut().zip(distances) {
                    let limit_ms = (distance.value / speed_mps * 1000.0).round();
                    near.homes += count;
                    if time.is_some_and(|time| f64::from(time) <= limit_ms) {
                        near.within += count;
                    }
                }
            }
        }
        sites
    }
}

/// Corners of a plan and places between them.
fn places_on_edge(plan: &Plan) -> impl Iterator<Item = [f64; 2]> + '_ {
    plan.shape.iter().flat_map(|polygon| polygon.exterior().0.windows(2)).flat_map(|pair| {
        let (a, b) = (pair[0], pair[1]);
        let parts = ((b.x - a.x).hypot(b.y - a.y) / ENTRY_STEP_M).ceil().clamp(1.0, 1000.0) as usize;
        (0..parts).map(move |part| {
            let along = part as f64 / parts as f64;
            [a.x + (b.x - a.x) * along, a.y + (b.y - a.y) * along]
        })
    })
}
