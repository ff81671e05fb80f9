//! Sums of a site: from the counts, without writing the ledger.

use std::collections::BTreeMap;

use linli_model::{GreeningPlace, LandUse, Planting};

use super::cover::Cover;
use super::inventory::Upper;
use super::model::GreenModel;
use super::plane::Plan;
use super::site::{Site, SiteKind};

/// Areas of one site, square metres unless another unit is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteSums {
    /// The site.
    pub area_m2: f64,
    /// Ground by cover, in the order of [`Cover::ALL`]; the rest is the last.
    pub covers_m2: [f64; Cover::ALL.len()],
    /// Planted ground in plan, edge strips with it.
    pub planted_m2: f64,
    /// Green on natural ground that counts.
    pub natural_m2: f64,
    /// Green over basements that counts, before weights.
    pub over_basement_m2: f64,
    /// Of that, with soil enough to be green land.
    pub deep_soil_m2: f64,
    /// Of that, with soil too thin to work as green land for rain.
    pub thin_soil_m2: f64,
    /// Green on the ground times weight.
    pub ground_weighted_m2: f64,
    /// Roof gardens, planted.
    pub roof_m2: f64,
    /// Roof gardens times weight.
    pub roof_weighted_m2: f64,
    /// Planted balconies.
    pub balcony_m2: f64,
    /// Planted balconies times weight.
    pub balcony_weighted_m2: f64,
    /// Green walls.
    pub wall_m2: f64,
    /// Green walls times weight.
    pub wall_weighted_m2: f64,
    /// Water times weight.
    pub water_weighted_m2: f64,
    /// Crowns beyond other green.
    pub crown_beyond_m2: f64,
    /// Crowns over car parks times weight.
    pub parking_weighted_m2: f64,
    /// Leaf area.
    pub leaf_m2: f64,
    /// Sum of area times run-off coefficient.
    pub runoff_m2: f64,
    /// Ground through which rain sinks.
    pub permeable_m2: f64,
    /// Roofs as seen from above.
    pub roofs_m2: f64,
    /// Roof on which solar panels can lie.
    pub solar_m2: f64,
    /// Peak power of panels that the scene has, kilowatts.
    pub solar_installed_kw: f64,
    /// Parks.
    pub park_m2: f64,
    /// Dwellings.
    pub dwellings: u64,
    /// Residents.
    pub residents: u64,
}

impl SiteSums {
    /// Ground of a cover.
    pub fn cover_m2(&self, cover: Cover) -> f64 {
        self.covers_m2[cover as usize]
    }

    /// All green times weight: the numerator of the composite green ratio.
    pub fn weighted_m2(&self) -> f64 {
        self.ground_weighted_m2
            + self.roof_weighted_m2
            + self.balcony_weighted_m2
            + self.wall_weighted_m2
            + self.water_weighted_m2
            + self.parking_weighted_m2
    }
}

impl GreenModel {
    /// Sums of every site, in the order of [`GreenModel::sites`].
    pub fn sums(&self) -> Vec<SiteSums> {
        let mut sums: Vec<SiteSums> = self
            .sites
            .iter()
            .map(|site| SiteSums { area_m2: site.area_m2(), ..SiteSums::default() })
            .collect();
        self.add_grounds(&mut sums);
        self.add_uppers(&mut sums);
        self.add_crowns(&mut sums);
        self.add_roofs(&mut sums);
        for home in &self.homes {
            for site in &home.sites {
                let sums = &mut sums[*site as usize];
                sums.dwellings += home.dwellings;
                sums.residents += home.residents;
            }
        }
        self.add_parks(&mut sums);
        for sums in &mut sums {
            let known: f64 = sums.covers_m2.iter().sum();
            let rest = (sums.area_m2 - known).max(0.0);
            sums.covers_m2[Cover::Rest as usize] = rest;
            sums.runoff_m2 += rest * Cover::Rest.runoff(None, &self.profile.runoff).value;
        }
        sums
    }

    fn add_grounds(&self, sums: &mut [SiteSums]) {
        let (rules, rain) = (&self.profile.ground, &self.profile.runoff);
        let mut bare: BTreeMap<u32, bool> = BTreeMap::new();
        for (number, ground) in self.inventory.grounds.iter() {
            let Some(count) = self.grounds.get(number as usize) else { continue };
            let coefficient = ground.cover.runoff(ground.permeable, rain).value;
            let leaf = ground.cover.leaf_area(&self.profile.leaf_area_index).map_or(0.0, |leaf| leaf.value);
            let bare = ground.cover == Cover::Forest
                && *bare.entry(ground.order).or_insert_with(|| !self.has_crowns(ground.whole()));
            let trees = if bare { self.profile.leaf_area_index.tree.value } else { 0.0 };
            for share in &count.shares {
                let sums = &mut sums[share.site as usize];
                sums.covers_m2[ground.cover as usize] += share.area_m2;
                sums.runoff_m2 += share.area_m2 * coefficient;
                sums.leaf_m2 += share.area_m2 * (leaf + trees);
                if ground.cover == Cover::Water {
                    sums.water_weighted_m2 += share.area_m2 * self.profile.water.value;
                }
                if ground.cover == Cover::Sand || ground.permeable == Some(true) || ground.cover.is_green() {
                    sums.permeable_m2 += share.area_m2;
                }
                if !ground.cover.is_green() {
                    continue;
                }
                sums.planted_m2 += share.area_m2;
                sums.natural_m2 += share.natural_m2;
                sums.ground_weighted_m2 += share.natural_m2 * rules.natural.value;
                for [soil_m, area_m2] in &share.over {
                    sums.over_basement_m2 += area_m2;
                    sums.ground_weighted_m2 += area_m2 * self.profile.soil_weight(*soil_m).value;
                    if *soil_m >= rules.green_land_soil_m.value {
                        sums.deep_soil_m2 += area_m2;
                    }
                    if *soil_m < rain.thin_soil_m.value {
                        sums.thin_soil_m2 += area_m2;
                        sums.permeable_m2 -= area_m2;
                        sums.runoff_m2 += area_m2 * (rain.green_thin_soil.value - coefficient);
                    }
                }
            }
        }
    }

    /// Whether a tree stands in a piece of ground.
    fn has_crowns(&self, ground: &Plan) -> bool {
        self.inventory.crowns.near(&ground.rect).into_iter().any(|crown| {
            let at = self.inventory.crowns.get(crown).map(|crown| crown.plan.rect.center());
            at.is_some_and(|at| ground.contains([at.x, at.y]))
        })
    }

    fn add_uppers(&self, sums: &mut [SiteSums]) {
        let rain = &self.profile.runoff;
        for (number, upper) in self.inventory.uppers.iter() {
            let Some(count) = self.uppers.get(number as usize) else { continue };
            let all_m2: f64 = count.shares.iter().map(|(_, area)| area).sum();
            let weight = self.upper_weight(upper, all_m2);
            let leaves = &self.profile.leaf_area_index;
            let leaf = match upper.green.planting {
                Planting::Lawn | Planting::Climber => leaves.lawn.value,
                Planting::Shrub => leaves.shrub.value,
                Planting::SmallTree => leaves.tree.value,
            };
            for (site, area_m2) in &count.shares {
                let sums = &mut sums[*site as usize];
                let (area, weighted) = match upper.green.place {
                    GreeningPlace::Roof => (&mut sums.roof_m2, &mut sums.roof_weighted_m2),
                    GreeningPlace::Balcony => (&mut sums.balcony_m2, &mut sums.balcony_weighted_m2),
                    GreeningPlace::Wall => (&mut sums.wall_m2, &mut sums.wall_weighted_m2),
                };
                *area += area_m2;
                *weighted += area_m2 * weight;
                sums.leaf_m2 += area_m2 * leaf;
                if upper.green.place == GreeningPlace::Roof {
                    sums.runoff_m2 += area_m2 * (rain.green_roof.value - rain.hard_roof.value);
                }
            }
        }
    }

    /// Weight of green on a building: 0 with too little soil, or on too small a roof.
    fn upper_weight(&self, upper: &Upper, all_m2: f64) -> f64 {
        let (green, profile) = (&upper.green, &self.profile);
        let soil_is = |least: f64| green.soil_depth_m + 1e-9 >= least;
        match green.place {
            GreeningPlace::Roof => {
                let counts = soil_is(profile.soil_least_m.of(green.planting).value)
                    && all_m2 >= profile.roof.least_patch_m2.value;
                if counts { profile.roof_weight(green.height_m).value } else { 0.0 }
            }
            GreeningPlace::Balcony if soil_is(profile.balcony_soil_m.value) => profile.balcony.value,
            GreeningPlace::Balcony => 0.0,
            GreeningPlace::Wall => profile.wall.value,
        }
    }

    fn add_crowns(&self, sums: &mut [SiteSums]) {
        let leaf = self.profile.leaf_area_index.tree.value;
        for (number, _) in self.inventory.crowns.iter() {
            let Some(count) = self.crowns.get(number as usize) else { continue };
            for (site, [whole, beyond, parked]) in &count.shares {
                let sums = &mut sums[*site as usize];
                sums.leaf_m2 += whole * leaf;
                sums.crown_beyond_m2 += beyond;
                sums.parking_weighted_m2 += parked * self.profile.tree_over_parking.value;
            }
        }
    }

    fn add_roofs(&self, sums: &mut [SiteSums]) {
        let rules = &self.profile.solar;
        for (number, body) in self.inventory.bodies.iter() {
            let Some(count) = self.roofs.get(number as usize) else { continue };
            let share =
                if body.top_m >= rules.tower_from_m.value { &rules.tower_share } else { &rules.low_share };
            for (site, [roof, open]) in &count.shares {
                let sums = &mut sums[*site as usize];
                sums.roofs_m2 += roof;
                if *open >= rules.least_roof_m2.value {
                    sums.solar_m2 += open * share.value;
                }
            }
        }
        for (_, panel) in self.inventory.panels.iter() {
            for site in self.site_parts.sites_at(panel.plan.rect.center()) {
                sums[site as usize].solar_installed_kw += panel.value.max(0.0);
            }
        }
    }

    /// Parks: parcels of that use, and mapped parks beyond them.
    fn add_parks(&self, sums: &mut [SiteSums]) {
        let is_park = |site: &&Site| site.kind == SiteKind::Parcel && site.land_use == Some(LandUse::Park);
        for park in self.sites.iter().filter(is_park).map(|site| &site.plan) {
            for site in self.site_parts.sites_near(&park.rect) {
                sums[site as usize].park_m2 += park.shared_m2(&self.sites[site as usize].plan);
            }
        }
        for (site, area_m2) in self.grounds.iter().flat_map(|count| &count.parks) {
            sums[*site as usize].park_m2 += area_m2;
        }
    }
}
