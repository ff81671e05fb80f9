//! The count of a community, kept so that an edit counts only what it touches.

use std::collections::BTreeSet;

use linli_model::{Community, Element, ElementId, Key};
use rayon::prelude::*;

use super::count::{Counting, CrownCount, GroundCount, RoofCount, UpperCount};
use super::inventory::Inventory;
use super::people::{HomeAt, homes_at};
use super::plane::{Places, Plan};
use super::profile::GreenProfile;
use super::resite::places_of;
use super::site::{GreenIssue, Site, SiteKind, sites_of};
use crate::reach::ReachRules;

/// Green of a community, site by site and element by element.
#[derive(Clone, Debug)]
pub struct GreenModel {
    pub(super) profile: GreenProfile,
    pub(super) sites: Vec<Site>,
    pub(super) site_places: Places,
    pub(super) inventory: Inventory,
    pub(super) issues: Vec<GreenIssue>,
    pub(super) grounds: Vec<GroundCount>,
    pub(super) uppers: Vec<UpperCount>,
    pub(super) roofs: Vec<RoofCount>,
    pub(super) crowns: Vec<CrownCount>,
    pub(super) homes: Vec<HomeAt>,
}

impl GreenModel {
    /// Counts everything that `stands`: of a stage or a date, for example. `rules` say how residents are
    /// assumed where a building tells none.
    pub fn new(
        community: &Community,
        profile: GreenProfile,
        rules: &ReachRules,
        stands: &dyn Fn(ElementId, &Element) -> bool,
    ) -> Self {
        let mut issues = Vec::new();
        let standing = community.iter().filter(|(id, element)| stands(*id, element));
        let inventory = Inventory::of(standing.map(|(_, element)| element), &profile, &mut issues);
        let mapped: Vec<&Plan> = inventory.grounds.iter().map(|(_, ground)| &ground.plan).collect();
        let sites = sites_of(community, stands, &mapped, &mut issues);
        let mut model = Self {
            profile,
            site_places: places_of(&sites),
            inventory,
            issues,
            grounds: Vec::new(),
            uppers: Vec::new(),
            roofs: Vec::new(),
            crowns: Vec::new(),
            homes: homes_at(community, rules, stands, &sites),
            sites,
        };
        model.count_all();
        model
    }

    /// Sites: units first, then parcels.
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// Whether the sites are drawn ones, so that other edits than of these leave them as they are.
    pub fn has_fixed_sites(&self) -> bool {
        self.sites.iter().all(|site| site.kind != SiteKind::Hull)
    }

    /// Rules that were counted by.
    pub fn profile(&self) -> &GreenProfile {
        &self.profile
    }

    /// What had to be decided by a rule; of the first count, edits add theirs.
    pub fn issues(&self) -> Vec<GreenIssue> {
        let mut issues = self.issues.clone();
        let lost = self.inventory.uppers.iter().filter(|(number, _)| {
            self.uppers.get(*number as usize).is_some_and(|count| count.shares.is_empty())
        });
        issues.extend(lost.map(|(_, upper)| GreenIssue::OutsideSites { element: upper.key.clone() }));
        issues
    }

    fn counting(&self) -> Counting<'_> {
        Counting {
            inventory: &self.inventory,
            profile: &self.profile,
            sites: &self.sites,
            site_places: &self.site_places,
        }
    }

    fn count_all(&mut self) {
        let counting = self.counting();
        let all = |count: usize| (0..count as u32).into_par_iter();
        let grounds: Vec<_> =
            all(self.inventory.grounds.items.len()).map(|number| counting.ground(number)).collect();
        let uppers: Vec<_> =
            all(self.inventory.uppers.items.len()).map(|number| counting.upper(number)).collect();
        let roofs: Vec<_> =
            all(self.inventory.bodies.items.len()).map(|number| counting.roof(number, &uppers)).collect();
        let crowns: Vec<_> = all(self.inventory.crowns.items.len())
            .map(|number| counting.crown(number, &grounds, &uppers))
            .collect();
        (self.grounds, self.uppers, self.roofs, self.crowns) = (grounds, uppers, roofs, crowns);
    }

    /// Puts an element in the place of the one of this key, or takes that away: only what it touches is
    /// counted anew. Sites stay as they are: a changed parcel or unit asks for [`GreenModel::resite`]. Residents are counted anew by
    /// [`GreenModel::rehome`].
    pub fn edit(&mut self, key: &Key, new: Option<&Element>) {
        self.edit_all([(key, new)]);
    }

    /// [`GreenModel::edit`] of several elements: what they touch together is counted once.
    pub fn edit_all<'a>(&mut self, edits: impl IntoIterator<Item = (&'a Key, Option<&'a Element>)>) {
        let mut touched = Vec::new();
        for (key, new) in edits {
            touched.extend(self.inventory.take(key));
            if let Some(element) = new {
                touched.extend(self.inventory.put(element, &self.profile, &mut self.issues, true));
            }
        }
        self.recount(&touched);
    }

    /// Counts the people of edited buildings anew: those of these keys, as they stand in `community` now.
    pub fn rehome(
        &mut self,
        community: &Community,
        rules: &ReachRules,
        stands: &dyn Fn(ElementId, &Element) -> bool,
        keys: &BTreeSet<Key>,
    ) {
        self.homes.retain(|home| !keys.contains(&home.key));
        let stands = |id: ElementId, element: &Element| keys.contains(&element.key) && stands(id, element);
        self.homes.extend(homes_at(community, rules, &stands, &self.sites));
    }

    pub(super) fn recount(&mut self, touched: &[geo::Rect]) {
        let rules = &self.profile.ground;
        let margin_m = rules.wall_distance_m.value.max(rules.kerb_distance_m.value);
        let gather = |near: &dyn Fn(&geo::Rect) -> Vec<u32>, count: usize, counted: usize| {
            let mut numbers: Vec<u32> = touched.iter().flat_map(near).collect();
            numbers.extend(counted as u32..count as u32);
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        let inventory = &self.inventory;
        let grounds = gather(
            &|rect| inventory.grounds.near(rect, margin_m),
            inventory.grounds.items.len(),
            self.grounds.len(),
        );
        let uppers =
            gather(&|rect| inventory.uppers.near(rect, 0.0), inventory.uppers.items.len(), self.uppers.len());
        let roofs =
            gather(&|rect| inventory.bodies.near(rect, 0.0), inventory.bodies.items.len(), self.roofs.len());
        let crowns =
            gather(&|rect| inventory.crowns.near(rect, 0.0), inventory.crowns.items.len(), self.crowns.len());
        let counting = self.counting();
        let new: Vec<_> = counted(grounds, |number| counting.ground(number));
        forget(&self.inventory.grounds.items, &mut self.grounds);
        set(&mut self.grounds, new);
        let counting = self.counting();
        let new: Vec<_> = counted(uppers, |number| counting.upper(number));
        forget(&self.inventory.uppers.items, &mut self.uppers);
        set(&mut self.uppers, new);
        let counting = self.counting();
        let new = counted(roofs, |number| counting.roof(number, &self.uppers));
        let crowns = counted(crowns, |number| counting.crown(number, &self.grounds, &self.uppers));
        forget(&self.inventory.bodies.items, &mut self.roofs);
        forget(&self.inventory.crowns.items, &mut self.crowns);
        set(&mut self.roofs, new);
        set(&mut self.crowns, crowns);
    }
}

/// Counts of some numbers, on all cores where there are many.
fn counted<C: Send>(numbers: Vec<u32>, count: impl Fn(u32) -> C + Sync) -> Vec<(u32, C)> {
    numbers.into_par_iter().with_min_len(8).map(|number| (number, count(number))).collect()
}

/// Empties the counts of what is not there any more.
fn forget<T, C: Default>(items: &[Option<T>], counts: &mut Vec<C>) {
    counts.resize_with(items.len(), C::default);
    for (count, _) in counts.iter_mut().zip(items).filter(|(_, item)| item.is_none()) {
        *count = C::default();
    }
}

fn set<C>(counts: &mut [C], new: Vec<(u32, C)>) {
    for (number, count) in new {
        counts[number as usize] = count;
    }
}
