//! What each thing counts: every piece of ground once, its part in each site, its soil.

use geo::MultiPolygon;
use linli_model::{GreeningPlace, LandUse};
use serde::Serialize;

use super::cover::Cover;
use super::inventory::{Ground, Inventory};
use super::plane::{LEAST_M2, Places, Plan};
use super::profile::GreenProfile;
use super::site::{Site, SiteKind};

/// A body that rises this much over a roof garden takes its ground, metres.
const RISES_M: f64 = 0.5;

/// Part of a piece of ground in one site.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Share {
    pub site: u32,
    /// All of it, square metres.
    pub area_m2: f64,
    /// Counted on natural ground (green only), square metres.
    pub natural_m2: f64,
    /// Counted over basements: depth of soil and area (green only).
    pub over: Vec<[f64; 2]>,
}

impl Share {
    /// Counted, on natural ground and over basements, square metres.
    pub fn counted_m2(&self) -> f64 {
        self.natural_m2 + self.over.iter().map(|[_, area]| area).sum::<f64>()
    }

    /// Adds green over a basement with some soil.
    fn add_over(&mut self, soil_m: f64, area_m2: f64) {
        match self.over.iter_mut().find(|[soil, _]| *soil == soil_m) {
            Some([_, known]) => *known += area_m2,
            None => self.over.push([soil_m, area_m2]),
        }
    }

    /// Adds another part in the same site.
    pub fn add(&mut self, other: &Self) {
        self.area_m2 += other.area_m2;
        self.natural_m2 += other.natural_m2;
        other.over.iter().for_each(|[soil_m, area_m2]| self.add_over(*soil_m, *area_m2));
    }
}

/// A piece of ground after everything above it is taken out.
#[derive(Clone, Debug, Default)]
pub(crate) struct GroundCount {
    /// What is left of it.
    pub free: Option<Plan>,
    /// What counts as green of that: without the strips along walls and kerbs.
    pub counted: Option<Plan>,
    pub shares: Vec<Share>,
    /// Of a mapped park: what is park by it alone, in each site, square metres.
    pub parks: Vec<(u32, f64)>,
}

/// Something above the ground: its part of each site, square metres.
#[derive(Clone, Debug, Default)]
pub(crate) struct UpperCount {
    /// Plan after everything above it is taken out.
    pub free: Option<Plan>,
    pub shares: Vec<(u32, f64)>,
}

/// A body's roof.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoofCount {
    /// Seen from above: site, roof, roof without gardens, square metres.
    pub shares: Vec<(u32, [f64; 2])>,
}

/// A crown.
#[derive(Clone, Debug, Default)]
pub(crate) struct CrownCount {
    /// Site, whole crown, part beyond earlier crowns and other green, part of it over car parks, square
    /// metres.
    pub shares: Vec<(u32, [f64; 3])>,
}

/// Everything that counting needs.
#[derive(Clone, Copy)]
pub(crate) struct Counting<'a> {
    pub inventory: &'a Inventory,
    pub profile: &'a GreenProfile,
    pub sites: &'a [Site],
    pub site_places: &'a Places,
}

impl Counting<'_> {
    /// Sites that a plan reaches into, with the area in each.
    fn shares(&self, plan: &Plan) -> Vec<(u32, f64)> {
        let near = super::plane::near(self.site_places, &plan.rect, 0.0);
        let share = |site: u32| (site, plan.shared_m2(&self.sites[site as usize].plan));
        near.into_iter().map(share).filter(|(_, area)| *area > LEAST_M2).collect()
    }

    pub fn ground(&self, number: u32) -> GroundCount {
        let Some(item) = self.inventory.grounds.get(number) else { return GroundCount::default() };
        let above = |other: &&Ground| (other.cover, other.order) < (item.cover, item.order);
        let near = self.inventory.grounds.near(&item.plan.rect, 0.0);
        let near: Vec<&Ground> = near.into_iter().filter_map(|g| self.inventory.grounds.get(g)).collect();
        let parks = if item.cover == Cover::Park { self.park(item, &near) } else { Vec::new() };
        let cutters = near.iter().copied().filter(above).map(|ground| &ground.plan);
        let Some(free) = Plan::of_clean(item.plan.minus(cutters)) else {
            return GroundCount { parks, ..GroundCount::default() };
        };
        if !item.cover.is_green() {
            let shares = self.shares(&free).into_iter().map(|(site, area_m2)| Share {
                site,
                area_m2,
                natural_m2: 0.0,
                over: Vec::new(),
            });
            return GroundCount { shares: shares.collect(), free: Some(free), counted: None, parks };
        }
        let counted = Plan::of_clean(self.without_strips(&free));
        let mut shares: Vec<Share> = self
            .shares(&free)
            .into_iter()
            .map(|(site, area_m2)| Share { site, area_m2, natural_m2: 0.0, over: Vec::new() })
            .collect();
        if let Some(counted) = &counted {
            self.share_by_soil(item, counted, &mut shares);
        }
        GroundCount { free: Some(free), counted, shares, parks }
    }

    /// A mapped park without what lies in parcels of that use and in parks before it.
    fn park(&self, item: &Ground, near: &[&Ground]) -> Vec<(u32, f64)> {
        let is_park = |site: &&Site| site.kind == SiteKind::Parcel && site.land_use == Some(LandUse::Park);
        let sites = super::plane::near(self.site_places, &item.plan.rect, 0.0);
        let parcels = sites.into_iter().map(|site| &self.sites[site as usize]).filter(is_park);
        let earlier = near.iter().filter(|ground| ground.cover == Cover::Park && ground.order < item.order);
        let taken = parcels.map(|site| &site.plan).chain(earlier.map(|ground| &ground.plan));
        Plan::of_clean(item.plan.minus(taken)).map(|beyond| self.shares(&beyond)).unwrap_or_default()
    }

    /// A green without the strips along walls and kerbs.
    fn without_strips(&self, free: &Plan) -> MultiPolygon {
        let rules = &self.profile.ground;
        let margin_m = rules.wall_distance_m.value.max(rules.kerb_distance_m.value);
        let near = self.inventory.grounds.near(&free.rect, margin_m);
        let strips = near.into_iter().filter_map(|g| self.inventory.grounds.get(g)?.with_strip.as_ref());
        free.minus(strips)
    }

    /// Splits counted green by the soil below it; where two basements lie over each other the upper one,
    /// with less soil, decides.
    fn share_by_soil(&self, item: &Ground, counted: &Plan, shares: &mut [Share]) {
        let mut basements: Vec<(f64, &Plan)> = self
            .inventory
            .basements
            .near(&counted.rect, 0.0)
            .into_iter()
            .filter_map(|number| self.inventory.basements.get(number))
            .map(|basement| (basement.value, &basement.plan))
            .collect();
        basements.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut left = Some(counted.clone());
        let mut reached = false;
        for (depth_m, basement) in basements {
            let Some(rest) = left.take() else { break };
            if let Some(over) = rest.inside(basement) {
                reached = true;
                self.add_soil(&over, item.soil_m.unwrap_or(depth_m), shares);
                left = Plan::of_clean(rest.minus([basement]));
            } else {
                left = Some(rest);
            }
        }
        let Some(left) = left else { return };
        match item.soil_m {
            // Soil is given, but the scene has no slab below: one that is not drawn.
            Some(soil_m) if !reached => self.add_soil(&left, soil_m, shares),
            _ => {
                for (site, area) in self.shares(&left) {
                    if let Some(share) = shares.iter_mut().find(|share| share.site == site) {
                        share.natural_m2 += area;
                    }
                }
            }
        }
    }

    fn add_soil(&self, plan: &Plan, soil_m: f64, shares: &mut [Share]) {
        for (site, area) in self.shares(plan) {
            if let Some(share) = shares.iter_mut().find(|share| share.site == site) {
                share.add_over(soil_m, area);
            }
        }
    }

    /// Green on a building. Balconies and walls stack, so their faces are added; roof gardens are seen
    /// from above, the higher one first, without what rises through them.
    pub fn upper(&self, number: u32) -> UpperCount {
        let Some(item) = self.inventory.uppers.get(number) else { return UpperCount::default() };
        if item.green.place != GreeningPlace::Roof {
            let at = item.plan.rect.center();
            let inside = |site: &u32| self.sites[*site as usize].plan.contains([at.x, at.y]);
            let near = super::plane::near(self.site_places, &item.plan.rect, 0.0);
            let shares = near.into_iter().filter(inside).map(|site| (site, item.planted)).collect();
            return UpperCount { free: None, shares };
        }
        let height = item.green.height_m;
        let others = self.inventory.uppers.near(&item.plan.rect, 0.0).into_iter().filter_map(|other| {
            let above = self.inventory.uppers.get(other)?;
            let before = above.green.height_m > height || above.green.height_m == height && other < number;
            (other != number && above.green.place == GreeningPlace::Roof && before).then_some(&above.plan)
        });
        let bodies = self.inventory.bodies.near(&item.plan.rect, 0.0).into_iter().filter_map(|body| {
            let body = self.inventory.bodies.get(body)?;
            let own = item.green.building.as_ref() == Some(&body.key);
            let rises = body.top_m > height + RISES_M && body.low_m < height + RISES_M;
            (rises && !own).then_some(&body.plan)
        });
        let Some(free) = Plan::of_clean(item.plan.minus(others.chain(bodies))) else {
            return UpperCount::default();
        };
        let shares = self.shares(&free).into_iter().map(|(site, area)| (site, area * item.planted)).collect();
        UpperCount { free: Some(free), shares }
    }

    /// A roof as seen from above, and what solar panels could lie on of it.
    pub fn roof(&self, number: u32, gardens: &[UpperCount]) -> RoofCount {
        let Some(item) = self.inventory.bodies.get(number) else { return RoofCount::default() };
        let above = self.inventory.bodies.near(&item.plan.rect, 0.0).into_iter().filter_map(|other| {
            let body = self.inventory.bodies.get(other)?;
            let before = body.top_m > item.top_m || body.top_m == item.top_m && other < number;
            (other != number && before).then_some(&body.plan)
        });
        let Some(free) = Plan::of_clean(item.plan.minus(above)) else { return RoofCount::default() };
        let near = self.inventory.uppers.near(&free.rect, 0.0).into_iter();
        let gardens = near.filter_map(|garden| gardens.get(garden as usize)?.free.as_ref());
        let open = Plan::of_clean(free.minus(gardens)).map(|open| self.shares(&open)).unwrap_or_default();
        let open_in = |site: u32| open.iter().find(|(at, _)| *at == site).map_or(0.0, |(_, area)| *area);
        let shares = self.shares(&free).into_iter().map(|(site, area)| (site, [area, open_in(site)]));
        RoofCount { shares: shares.collect() }
    }

    /// A crown: what it adds to the green that lies below and beside it.
    pub fn crown(&self, number: u32, grounds: &[GroundCount], gardens: &[UpperCount]) -> CrownCount {
        let Some(item) = self.inventory.crowns.get(number) else { return CrownCount::default() };
        let whole = self.shares(&item.plan);
        if whole.is_empty() {
            return CrownCount::default();
        }
        let crowns = self.inventory.crowns.near(&item.plan.rect, 0.0).into_iter();
        let earlier: Vec<&Plan> = crowns
            .filter(|other| *other < number)
            .filter_map(|other| self.inventory.crowns.get(other).map(|crown| &crown.plan))
            .collect();
        let near = self.inventory.grounds.near(&item.plan.rect, 0.0);
        let free_of = |number: &u32| grounds.get(*number as usize).and_then(|count| count.free.as_ref());
        let is = |number: &u32, wanted: &dyn Fn(Cover) -> bool| {
            self.inventory.grounds.get(*number).is_some_and(|ground| wanted(ground.cover))
        };
        let greens = near.iter().filter(|g| is(g, &Cover::is_green)).filter_map(free_of);
        let roofs = self.inventory.uppers.near(&item.plan.rect, 0.0).into_iter();
        let roofs = roofs.filter_map(|roof| gardens.get(roof as usize)?.free.as_ref());
        let beyond = item.plan.minus(earlier.into_iter().chain(greens).chain(roofs));
        let beyond = Plan::of_clean(beyond);
        let parking: Vec<&Plan> =
            near.iter().filter(|g| is(g, &|cover| cover == Cover::Parking)).filter_map(free_of).collect();
        let beyond_shares = beyond.as_ref().map(|plan| self.shares(plan)).unwrap_or_default();
        let mut parked: Vec<(u32, f64)> = Vec::new();
        for over in beyond.iter().flat_map(|beyond| parking.iter().filter_map(|p| beyond.inside(p))) {
            parked.extend(self.shares(&over));
        }
        let sum = |list: &[(u32, f64)], site: u32| {
            list.iter().filter(|(at, _)| *at == site).map(|(_, area)| area).sum::<f64>()
        };
        let share = |(site, area): (u32, f64)| (site, [area, sum(&beyond_shares, site), sum(&parked, site)]);
        CrownCount { shares: whole.into_iter().map(share).collect() }
    }
}
