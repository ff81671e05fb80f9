//! What each thing counts: every piece of ground once, its part in each site, its soil.

use geo::Rect;
use linli_model::{GreeningPlace, LandUse};
use serde::Serialize;

use super::cover::Cover;
use super::inventory::{Ground, Inventory, Thing, Upper};
use super::plane::{LEAST_M2, Lies, Plan};
use super::site::{Site, SiteKind, SiteParts};
use super::sweep::Sweep;

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
    fn of(site: u32, area_m2: f64) -> Self {
        Self { site, area_m2, natural_m2: 0.0, over: Vec::new() }
    }

    /// Counted, on natural ground and over basements, square metres.
    pub fn counted_m2(&self) -> f64 {
        self.natural_m2 + self.over.iter().map(|[_, area]| area).sum::<f64>()
    }

    /// Adds green over a basement with some soil.
    fn add_over(&mut self, soil_m: f64, area_m2: f64) {
        if area_m2 <= LEAST_M2 {
            return;
        }
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
    pub shares: Vec<Share>,
    /// Of a mapped park: what is park by it alone, in each site, square metres.
    pub parks: Vec<(u32, f64)>,
}

/// Something above the ground after everything above it is taken out: its part of each site, square metres.
#[derive(Clone, Debug, Default)]
pub(crate) struct UpperCount {
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
    pub sites: &'a [Site],
    pub site_parts: &'a SiteParts,
}

/// Layers of a sweep for the sites that reach into its rectangle.
struct SiteLayers(Vec<(u32, usize)>);

impl SiteLayers {
    /// Calls `add` with the number in the list of each site that a piece lies in.
    fn each(&self, windings: &[i32], mut add: impl FnMut(usize)) {
        for (at, (_, layer)) in self.0.iter().enumerate() {
            if windings[*layer] > 0 {
                add(at);
            }
        }
    }

    /// The sites with what was counted in them, of those that hold more than dust.
    fn with<const N: usize>(&self, sums: Vec<[f64; N]>) -> Vec<(u32, [f64; N])> {
        let sites = self.0.iter().zip(sums).map(|((site, _), sum)| (*site, sum));
        sites.filter(|(_, sum)| sum[0] > LEAST_M2).collect()
    }

    fn zeros<const N: usize>(&self) -> Vec<[f64; N]> {
        vec![[0.0; N]; self.0.len()]
    }
}

/// Layers of a sweep for roof gardens, the topmost first: the garden, and what rises through it.
struct GardenLayers(Vec<(usize, usize)>);

impl GardenLayers {
    /// Whether a garden is seen from above in a piece.
    fn seen(&self, windings: &[i32]) -> bool {
        let topmost = self.0.iter().find(|(garden, _)| windings[*garden] > 0);
        topmost.is_some_and(|(_, rising)| windings[*rising] <= 0)
    }
}

impl<'a> Counting<'a> {
    /// Begins a sweep: the layer of the plan that is swept over, one for what takes from it, those of the sites.
    fn begin(&self, sweep: &mut Sweep, rect: &Rect) -> (SiteLayers, usize) {
        sweep.begin(rect);
        let (_, taken) = (sweep.layer(), sweep.layer());
        let mut layers = Vec::new();
        for (site, part) in self.site_parts.near(rect) {
            let layer = match layers.last() {
                Some((last, layer)) if *last == site => *layer,
                _ => sweep.layer(),
            };
            if sweep.put(layer, part) != Lies::Outside && layers.last().is_none_or(|(last, _)| *last != site)
            {
                layers.push((site, layer));
            }
        }
        (SiteLayers(layers), taken)
    }

    /// Roof gardens that reach into a rectangle.
    fn garden_layers(&self, sweep: &mut Sweep, rect: &Rect) -> GardenLayers {
        let near = self.inventory.uppers.near(rect);
        let gardens = near.into_iter().filter_map(|number| Some((number, self.garden(number)?)));
        let mut gardens: Vec<(u32, &Upper)> = gardens.collect();
        gardens.sort_by(|a, b| b.1.green.height_m.total_cmp(&a.1.green.height_m).then(a.0.cmp(&b.0)));
        let mut layers = Vec::with_capacity(gardens.len());
        for (_, garden) in gardens {
            let (layer, rising) = (sweep.layer(), sweep.layer());
            if sweep.put(layer, &garden.plan) != Lies::Outside {
                self.rising(garden, rect).for_each(|body| {
                    sweep.put(rising, body);
                });
                layers.push((layer, rising));
            }
        }
        GardenLayers(layers)
    }

    fn garden(&self, number: u32) -> Option<&'a Upper> {
        self.inventory.uppers.get(number).filter(|upper| upper.green.place == GreeningPlace::Roof)
    }

    /// Bodies in a rectangle that rise through a roof garden.
    pub fn rising(&self, garden: &Upper, rect: &Rect) -> impl Iterator<Item = &'a Plan> {
        let height = garden.green.height_m;
        self.inventory.bodies.near(rect).into_iter().filter_map(move |body| {
            let body = self.inventory.bodies.get(body)?;
            let own = garden.green.building.as_ref() == Some(&body.key);
            let rises = body.top_m > height + RISES_M && body.low_m < height + RISES_M;
            (rises && !own).then_some(&body.plan)
        })
    }

    /// Roof gardens over a roof garden.
    pub fn gardens_above(&self, number: u32, item: &Upper) -> impl Iterator<Item = &'a Plan> {
        let height = item.green.height_m;
        self.inventory.uppers.near(&item.plan.rect).into_iter().filter_map(move |other| {
            let above = self.garden(other)?;
            let before = above.green.height_m > height || above.green.height_m == height && other < number;
            (other != number && before).then_some(&above.plan)
        })
    }

    /// Pieces of ground that take land from one.
    pub fn grounds_above(&self, item: &Ground) -> impl Iterator<Item = &'a Ground> {
        let (cover, order) = (item.cover, item.order);
        let near = self.inventory.grounds.near(&item.plan.rect);
        let near = near.into_iter().filter_map(|number| self.inventory.grounds.get(number));
        near.filter(move |other| (other.cover, other.order) < (cover, order))
    }

    pub fn ground(&self, number: u32, sweep: &mut Sweep) -> GroundCount {
        let Some(item) = self.inventory.grounds.get(number) else { return GroundCount::default() };
        let parks = if item.cover == Cover::Park { self.park(item, sweep) } else { Vec::new() };
        let rect = &item.plan.rect;
        let (sites, above) = self.begin(sweep, rect);
        if sites.0.is_empty() {
            return GroundCount::default();
        }
        for ground in self.grounds_above(item) {
            let hidden = ground.plan.shape == item.plan.shape;
            if hidden || sweep.put(above, &ground.plan) == Lies::Inside {
                return GroundCount { parks, ..GroundCount::default() };
            }
        }
        if !item.cover.is_green() {
            let mut areas = sites.zeros();
            sweep.over(&item.plan, |windings, area_m2| {
                if windings[above] <= 0 {
                    sites.each(windings, |at| areas[at][0] += area_m2);
                }
            });
            let shares = sites.with(areas).into_iter().map(|(site, [area_m2])| Share::of(site, area_m2));
            return GroundCount { shares: shares.collect(), parks };
        }
        let strip = sweep.layer();
        for number in self.inventory.strips.near(rect) {
            if let Some(with_strip) = self.inventory.strips.get(number) {
                sweep.put(strip, &with_strip.plan);
            }
        }
        // Basements by their soil: where two lie over each other the upper one, with less soil, decides.
        let mut basements: Vec<&Thing> = self
            .inventory
            .basements
            .near(rect)
            .into_iter()
            .filter_map(|number| self.inventory.basements.get(number))
            .collect();
        basements.sort_by(|a, b| a.value.total_cmp(&b.value));
        let mut soils: Vec<(f64, usize)> = Vec::new();
        for basement in basements {
            let layer = match soils.last() {
                Some((soil_m, layer)) if *soil_m == basement.value => *layer,
                _ => {
                    soils.push((basement.value, sweep.layer()));
                    sweep.layer_count() - 1
                }
            };
            sweep.put(layer, &basement.plan);
        }
        let mut areas = sites.zeros::<1>();
        // Of each site what counts, over each soil, at last on natural ground.
        let columns = soils.len() + 1;
        let mut counted = vec![0.0; columns * areas.len()];
        let mut reached_m2 = 0.0;
        sweep.over(&item.plan, |windings, area_m2| {
            if windings[above] > 0 {
                return;
            }
            sites.each(windings, |at| areas[at][0] += area_m2);
            if windings[strip] <= 0 {
                let soil = soils.iter().position(|(_, layer)| windings[*layer] > 0);
                reached_m2 += if soil.is_some() { area_m2 } else { 0.0 };
                let column = soil.unwrap_or(columns - 1);
                sites.each(windings, |at| counted[at * columns + column] += area_m2);
            }
        });
        let mut shares = Vec::with_capacity(areas.len());
        for (at, ((site, _), [area_m2])) in sites.0.iter().zip(areas).enumerate() {
            if area_m2 <= LEAST_M2 {
                continue;
            }
            let mut share = Share::of(*site, area_m2);
            let counted = &counted[at * columns..(at + 1) * columns];
            for ((depth_m, _), area_m2) in soils.iter().zip(counted) {
                share.add_over(item.soil_m.unwrap_or(*depth_m), *area_m2);
            }
            match item.soil_m {
                // Soil is given, but the scene has no slab below: one that is not drawn.
                Some(soil_m) if reached_m2 <= LEAST_M2 => share.add_over(soil_m, counted[columns - 1]),
                _ => share.natural_m2 = counted[columns - 1],
            }
            shares.push(share);
        }
        GroundCount { shares, parks }
    }

    /// A mapped park without what lies in parcels of that use and in parks before it.
    fn park(&self, item: &Ground, sweep: &mut Sweep) -> Vec<(u32, f64)> {
        let rect = &item.plan.rect;
        let (sites, taken) = self.begin(sweep, rect);
        for (site, part) in self.site_parts.near(rect) {
            let site = &self.sites[site as usize];
            if site.kind == SiteKind::Parcel && site.land_use == Some(LandUse::Park) {
                sweep.put(taken, part);
            }
        }
        for earlier in self.grounds_above(item).filter(|ground| ground.cover == Cover::Park) {
            sweep.put(taken, &earlier.plan);
        }
        let mut areas = sites.zeros();
        sweep.over(&item.plan, |windings, area_m2| {
            if windings[taken] <= 0 {
                sites.each(windings, |at| areas[at][0] += area_m2);
            }
        });
        sites.with(areas).into_iter().map(|(site, [area_m2])| (site, area_m2)).collect()
    }

    /// Green on a building. Balconies and walls stack, so their faces are added; roof gardens are seen
    /// from above, the higher one first, without what rises through them.
    pub fn upper(&self, number: u32, sweep: &mut Sweep) -> UpperCount {
        let Some(item) = self.inventory.uppers.get(number) else { return UpperCount::default() };
        let rect = &item.plan.rect;
        if item.green.place != GreeningPlace::Roof {
            let sites = self.site_parts.sites_at(rect.center()).into_iter();
            return UpperCount { shares: sites.map(|site| (site, item.planted)).collect() };
        }
        let (sites, above) = self.begin(sweep, rect);
        for plan in self.gardens_above(number, item).chain(self.rising(item, rect)) {
            sweep.put(above, plan);
        }
        let mut areas = sites.zeros();
        sweep.over(&item.plan, |windings, area_m2| {
            if windings[above] <= 0 {
                sites.each(windings, |at| areas[at][0] += area_m2);
            }
        });
        let shares = sites.with(areas).into_iter().map(|(site, [area_m2])| (site, area_m2 * item.planted));
        UpperCount { shares: shares.collect() }
    }

    /// A roof as seen from above, and what solar panels could lie on of it.
    pub fn roof(&self, number: u32, sweep: &mut Sweep) -> RoofCount {
        let Some(item) = self.inventory.bodies.get(number) else { return RoofCount::default() };
        let rect = &item.plan.rect;
        let (sites, above) = self.begin(sweep, rect);
        if sites.0.is_empty() {
            return RoofCount::default();
        }
        for other in self.inventory.bodies.near(rect) {
            let Some(body) = self.inventory.bodies.get(other).filter(|_| other != number) else { continue };
            let is_above = body.top_m > item.top_m || body.top_m == item.top_m && other < number;
            // Parts that stand on each other often have one outline.
            let hides = |sweep: &mut Sweep| {
                body.plan.shape == item.plan.shape || sweep.put(above, &body.plan) == Lies::Inside
            };
            if is_above && hides(sweep) {
                return RoofCount::default();
            }
        }
        let gardens = self.garden_layers(sweep, rect);
        let mut areas = sites.zeros();
        sweep.over(&item.plan, |windings, area_m2| {
            if windings[above] <= 0 {
                let open_m2 = if gardens.seen(windings) { 0.0 } else { area_m2 };
                sites.each(windings, |at| {
                    areas[at][0] += area_m2;
                    areas[at][1] += open_m2;
                });
            }
        });
        RoofCount { shares: sites.with(areas) }
    }

    /// A crown: what it adds to the green that lies below and beside it.
    pub fn crown(&self, number: u32, sweep: &mut Sweep) -> CrownCount {
        let Some(item) = self.inventory.crowns.get(number) else { return CrownCount::default() };
        let rect = &item.plan.rect;
        let (sites, earlier) = self.begin(sweep, rect);
        if sites.0.is_empty() {
            return CrownCount::default();
        }
        for other in self.inventory.crowns.near(rect) {
            if let Some(crown) = self.inventory.crowns.get(other).filter(|_| other < number) {
                sweep.put(earlier, &crown.plan);
            }
        }
        let gardens = self.garden_layers(sweep, rect);
        // Covers in their order, those that are alike here as one layer.
        let [over_parking, parking, over_green, green] = [0; 4].map(|_| sweep.layer());
        for number in self.inventory.grounds.near(rect) {
            let Some(ground) = self.inventory.grounds.get(number) else { continue };
            let layer = match ground.cover {
                cover if cover.is_green() => green,
                cover if cover > Cover::Parking => over_green,
                Cover::Parking => parking,
                _ => over_parking,
            };
            sweep.put(layer, &ground.plan);
        }
        let mut areas = sites.zeros();
        sweep.over(&item.plan, |windings, area_m2| {
            let is = |layer: usize| windings[layer] > 0;
            let hard = is(over_parking) || is(parking) || is(over_green);
            let beyond = !is(earlier) && !gardens.seen(windings) && (hard || !is(green));
            let parked = beyond && is(parking) && !is(over_parking);
            sites.each(windings, |at| {
                let [whole_m2, beyond_m2, parked_m2] = &mut areas[at];
                *whole_m2 += area_m2;
                *beyond_m2 += if beyond { area_m2 } else { 0.0 };
                *parked_m2 += if parked { area_m2 } else { 0.0 };
            });
        });
        CrownCount { shares: sites.with(areas) }
    }
}
