//! The count of a community, kept so that an edit counts only what it touches.

use std::collections::BTreeSet;

use linli_model::{Community, Element, ElementId, Key};
use rayon::prelude::*;

use super::count::{Counting, CrownCount, GroundCount, RoofCount, UpperCount};
use super::inventory::Inventory;
use super::people::{HomeAt, homes_at};
use super::plane::Plan;
use super::profile::GreenProfile;
use super::site::{GreenIssue, Site, SiteKind, SiteParts, sites_of};
use super::sweep::Sweep;
use crate::reach::ReachRules;

/// Green of a community, site by site and element by element.
#[derive(Clone, Debug)]
pub struct GreenModel {
    pub(super) profile: GreenProfile,
    pub(super) sites: Vec<Site>,
    pub(super) site_parts: SiteParts,
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
        let site_parts = SiteParts::of(&sites);
        let mut model = Self {
            profile,
            inventory,
            issues,
            grounds: Vec::new(),
            uppers: Vec::new(),
            roofs: Vec::new(),
            crowns: Vec::new(),
            homes: homes_at(community, rules, stands, &site_parts),
            sites,
            site_parts,
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

    pub(super) fn counting(&self) -> Counting<'_> {
        Counting { inventory: &self.inventory, sites: &self.sites, site_parts: &self.site_parts }
    }

    fn count_all(&mut self) {
        let counting = self.counting();
        let all = |count: usize| (0..count as u32).collect();
        let grounds =
            counted(all(self.inventory.grounds.items.len()), |number, sweep| counting.ground(number, sweep));
        let uppers =
            counted(all(self.inventory.uppers.items.len()), |number, sweep| counting.upper(number, sweep));
        let roofs =
            counted(all(self.inventory.bodies.items.len()), |number, sweep| counting.roof(number, sweep));
        let crowns =
            counted(all(self.inventory.crowns.items.len()), |number, sweep| counting.crown(number, sweep));
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
        self.homes.extend(homes_at(community, rules, &stands, &self.site_parts));
    }

    pub(super) fn recount(&mut self, touched: &[geo::Rect]) {
        let gather = |near: &dyn Fn(&geo::Rect) -> Vec<u32>, count: usize, counted: usize| {
            let mut numbers: Vec<u32> = touched.iter().flat_map(near).collect();
            numbers.extend(counted as u32..count as u32);
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        let things = &self.inventory;
        let grounds =
            gather(&|rect| things.grounds.near(rect), things.grounds.items.len(), self.grounds.len());
        let uppers = gather(&|rect| things.uppers.near(rect), things.uppers.items.len(), self.uppers.len());
        let roofs = gather(&|rect| things.bodies.near(rect), things.bodies.items.len(), self.roofs.len());
        let crowns = gather(&|rect| things.crowns.near(rect), things.crowns.items.len(), self.crowns.len());
        let counting = self.counting();
        let new_grounds = counted(grounds.clone(), |number, sweep| counting.ground(number, sweep));
        let new_uppers = counted(uppers.clone(), |number, sweep| counting.upper(number, sweep));
        let new_roofs = counted(roofs.clone(), |number, sweep| counting.roof(number, sweep));
        let new_crowns = counted(crowns.clone(), |number, sweep| counting.crown(number, sweep));
        take_over(&self.inventory.grounds.items, &mut self.grounds, grounds, new_grounds);
        take_over(&self.inventory.uppers.items, &mut self.uppers, uppers, new_uppers);
        take_over(&self.inventory.bodies.items, &mut self.roofs, roofs, new_roofs);
        take_over(&self.inventory.crowns.items, &mut self.crowns, crowns, new_crowns);
    }
}

/// Counts of some numbers, on all cores where there are many.
fn counted<C: Send>(numbers: Vec<u32>, count: impl Fn(u32, &mut Sweep) -> C + Sync) -> Vec<C> {
    let numbers = numbers.into_par_iter().with_min_len(16);
    numbers.map_init(Sweep::default, |sweep, number| count(number, sweep)).collect()
}

/// Sets the counts of some numbers, and empties those of what is not there any more.
fn take_over<T, C: Default>(items: &[Option<T>], counts: &mut Vec<C>, numbers: Vec<u32>, new: Vec<C>) {
    counts.resize_with(items.len(), C::default);
    for (count, _) in counts.iter_mut().zip(items).filter(|(_, item)| item.is_none()) {
        *count = C::default();
    }
    for (number, count) in numbers.into_iter().zip(new) {
        counts[number as usize] = count;
    }
}
