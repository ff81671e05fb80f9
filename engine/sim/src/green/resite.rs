//! Parcels and units that change under a count: only what lies in a changed one is counted anew.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Community, Element, ElementId, Key};

use super::model::GreenModel;
use super::people::homes_at;
use super::site::{GreenIssue, Site, SiteKind, SiteParts, sites_of};
use crate::reach::ReachRules;

impl GreenModel {
    /// Takes over changed parcels and units, with all residents; everything else must be as it is. `false`, with nothing
    /// done, where sites follow from what is mapped: that asks for a new model.
    pub fn resite(
        &mut self,
        community: &Community,
        rules: &ReachRules,
        stands: &dyn Fn(ElementId, &Element) -> bool,
    ) -> bool {
        let mut issues = Vec::new();
        let sites = sites_of(community, stands, &[], &mut issues);
        let is_made = |site: &Site| site.kind == SiteKind::Hull;
        if sites.is_empty() || sites.iter().chain(&self.sites).any(is_made) {
            return false;
        }
        let numbers: BTreeMap<(SiteKind, Option<&Key>), u32> = sites
            .iter()
            .zip(0_u32..)
            .map(|(site, number)| ((site.kind, site.key.as_ref()), number))
            .collect();
        let new_number: Vec<Option<u32>> = self
            .sites
            .iter()
            .map(|old| {
                let number = numbers.get(&(old.kind, old.key.as_ref()))?;
                (sites[*number as usize] == *old).then_some(*number)
            })
            .collect();
        let gone = self.sites.iter().zip(&new_number).filter(|(_, number)| number.is_none());
        let stay: BTreeSet<u32> = new_number.iter().flatten().copied().collect();
        let come = sites.iter().zip(0_u32..).filter(|(_, number)| !stay.contains(number));
        let touched: Vec<geo::Rect> =
            gone.map(|(site, _)| site.plan.rect).chain(come.map(|(site, _)| site.plan.rect)).collect();
        self.renumber(&new_number);
        self.issues.retain(|issue| !matches!(issue, GreenIssue::ParcelsOverlap { .. }));
        issues.retain(|issue| !self.issues.contains(issue));
        self.issues.extend(issues);
        self.site_parts = SiteParts::of(&sites);
        self.homes = homes_at(community, rules, stands, &self.site_parts);
        self.sites = sites;
        self.recount(&touched);
        true
    }

    /// Gives sites in all counts their new numbers; shares of those that are gone go with them.
    fn renumber(&mut self, new_number: &[Option<u32>]) {
        let number_of = |old: u32| new_number.get(old as usize).copied().flatten();
        for ground in &mut self.grounds {
            renumber(&mut ground.shares, number_of, |share| share.site, |share, site| share.site = site);
            renumber(&mut ground.parks, number_of, |park| park.0, |park, site| park.0 = site);
        }
        for upper in &mut self.uppers {
            renumber(&mut upper.shares, number_of, |share| share.0, |share, site| share.0 = site);
        }
        for roof in &mut self.roofs {
            renumber(&mut roof.shares, number_of, |share| share.0, |share, site| share.0 = site);
        }
        for crown in &mut self.crowns {
            renumber(&mut crown.shares, number_of, |share| share.0, |share, site| share.0 = site);
        }
    }
}

/// Gives the sites of shares their new numbers, in whose order they are.
fn renumber<S>(
    shares: &mut Vec<S>,
    number_of: impl Fn(u32) -> Option<u32>,
    site_of: impl Fn(&S) -> u32,
    set: impl Fn(&mut S, u32),
) {
    shares.retain_mut(|share| number_of(site_of(share)).map(|number| set(share, number)).is_some());
    shares.sort_by_key(|share| site_of(share));
}
