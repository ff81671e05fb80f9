//! Screening: the reduced objectives of a layout, from its blocks alone.

use linli_model::BuildingUse;
use serde::Serialize;

use super::massing::{Block, Massing, Wish, massing};
use super::parcel::ParcelSite;
use super::rules::LayoutRules;

/// What a layout is judged by while thousands are tried. The formulas are reduced: they need no geometry
/// beyond the blocks, and are stated in `docs/methods/layout.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    /// Mean distance of each parcel's floor-area ratio from the gradient (less is better).
    Gradient,
    /// Ground left for green (more is better).
    Green,
    /// Mean walking time of residents and jobs to the station (less is better).
    Walking,
    /// Façade of homes in the noon sun of Great Cold day (more is better).
    Sunlight,
    /// Revenue less cost (more is better).
    Capital,
}

impl Objective {
    /// Every objective.
    pub const ALL: [Self; 5] = [Self::Gradient, Self::Green, Self::Walking, Self::Sunlight, Self::Capital];

    /// Name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gradient => "gradient",
            Self::Green => "green",
            Self::Walking => "walking",
            Self::Sunlight => "sunlight",
            Self::Capital => "capital",
        }
    }

    /// The objective of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|objective| objective.name() == name)
    }

    /// Unit of its value.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Gradient => "FAR",
            Self::Green | Self::Sunlight => "share",
            Self::Walking => "min",
            Self::Capital => "million yuan",
        }
    }

    /// Whether more is better.
    pub fn more_is_better(self) -> bool {
        matches!(self, Self::Green | Self::Sunlight | Self::Capital)
    }
}

/// What a programme asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Programme {
    /// Dwellings, at least.
    pub homes: f64,
    /// Jobs, at least.
    pub jobs: f64,
}

/// A layout in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Screened {
    /// Values of [`Objective::ALL`], in their order and units.
    pub values: [f64; 5],
    /// Gross floor above the ground, square metres.
    pub floor_m2: f64,
    /// Ground below buildings, square metres.
    pub ground_m2: f64,
    /// Dwellings.
    pub homes: f64,
    /// Jobs.
    pub jobs: f64,
    /// How far it misses the programme: 0 when it is met, else the sum of missing shares.
    pub missing: f64,
}

impl Screened {
    /// Value of an objective.
    pub fn value(&self, objective: Objective) -> f64 {
        self.values[objective as usize]
    }
}

/// Walking time that counts where a parcel has no way to a station, minutes.
const NO_WAY_MINUTES: f64 = 60.0;

/// All parcels of a layout.
pub fn massings(sites: &[ParcelSite], wishes: &[Wish], rules: &LayoutRules) -> Vec<Massing> {
    sites.iter().zip(wishes).map(|(site, wish)| massing(site, wish, rules)).collect()
}

/// The numbers of a layout.
pub fn screen(
    sites: &[ParcelSite],
    massings: &[Massing],
    programme: &Programme,
    rules: &LayoutRules,
) -> Screened {
    let mut screened = Screened::default();
    let (mut gap, mut area, mut green) = (0.0, 0.0, 0.0);
    let (mut minutes, mut people) = (0.0, 0.0);
    let (mut lit_m, mut front_m) = (0.0, 0.0);
    let mut yuan = 0.0;
    let scale = gradient_scale(sites, massings);
    for (site, massing) in sites.iter().zip(massings) {
        let (mut floor, mut ground, mut edge_m) = (0.0, 0.0, 0.0);
        let (mut homes, mut jobs) = (0.0, 0.0);
        for block in &massing.blocks {
            let floor_m2 = block.floor_m2(site);
            floor += floor_m2;
            if block.below == 0 {
                ground += block.plan_m2(site);
                edge_m += 2.0 * f64::from(block.cells[2] + block.cells[3]) * site.grid.frame.cell_m;
            }
            let (own_homes, own_jobs, price) = match block.use_ {
                BuildingUse::Residential => (floor_m2 / rules.floor_per_home, 0.0, rules.price_home),
                BuildingUse::Commercial => (0.0, floor_m2 / rules.floor_per_shop_job, rules.price_shop),
                BuildingUse::Office => (0.0, floor_m2 / rules.floor_per_job, rules.price_work),
                // Public floor is handed over: it costs and brings nothing.
                _ => (0.0, floor_m2 / rules.floor_per_public_job, 0.0),
            };
            homes += own_homes;
            jobs += own_jobs;
            yuan += floor_m2 * (price - rules.cost_low - rules.cost_per_metre * block.top_m);
        }
        yuan -= floor * rules.basement_share * rules.cost_basement;
        let (lit, front) = noon_sun(site, massing);
        lit_m += lit;
        front_m += front;
        gap += site.area_m2 * (floor / site.area_m2 - site.target_far * scale).abs();
        area += site.area_m2;
        let paved = if massing.blocks.is_empty() { 0.0 } else { rules.paved_share * site.area_m2 };
        let lane = if massing.blocks.is_empty() { 0.0 } else { site.lane_m() * rules.fire_lane };
        // A strip of a metre along walls is no green.
        green += (site.area_m2 - ground - edge_m - paved - lane).max(0.0);
        let here = homes * rules.people_per_home + jobs;
        minutes += here * site.walk_minutes.unwrap_or(NO_WAY_MINUTES);
        people += here;
        screened.floor_m2 += floor;
        screened.ground_m2 += ground;
        screened.homes += homes;
        screened.jobs += jobs;
    }
    let over = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    screened.values = [
        over(gap, area),
        over(green, area),
        over(minutes, people),
        if front_m > 0.0 { lit_m / front_m } else { 1.0 },
        yuan / 1e6,
    ];
    let short = |wanted: f64, has: f64| if wanted > 0.0 { ((wanted - has) / wanted).max(0.0) } else { 0.0 };
    screened.missing = short(programme.homes, screened.homes) + short(programme.jobs, screened.jobs);
    screened
}

/// Scale of the gradient: its floor over all parcels is the floor of the layout.
fn gradient_scale(sites: &[ParcelSite], massings: &[Massing]) -> f64 {
    let target: f64 = sites.iter().map(|site| site.target_far * site.area_m2).sum();
    let floor: f64 = sites
        .iter()
        .zip(massings)
        .map(|(site, massing)| massing.blocks.iter().map(|block| block.floor_m2(site)).sum::<f64>())
        .sum();
    if target > 0.0 { floor / target } else { 1.0 }
}

/// South fronts of homes on their lowest storey: metres in the sun at noon of Great Cold day, and all.
fn noon_sun(site: &ParcelSite, massing: &Massing) -> (f64, f64) {
    let (mut lit, mut all) = (0.0, 0.0);
    let cell_m = site.grid.frame.cell_m;
    for (number, block) in massing.blocks.iter().enumerate() {
        if block.use_ != BuildingUse::Residential {
            continue;
        }
        let [x, y, w, _] = block.cells;
        let front = f64::from(w) * cell_m;
        all += front;
        let mut shaded = 0.0;
        for (_, other) in massing.blocks.iter().enumerate().filter(|(at, _)| *at != number) {
            let [ox, oy, ow, od] = other.cells;
            if oy + od > y {
                continue;
            }
            let common = (x + w).min(ox + ow).saturating_sub(x.max(ox));
            let gap_m = f64::from(y - oy - od) * cell_m;
            if common > 0 && (other.top_m - block.low_m) * site.noon_shadow > gap_m + 1e-6 {
                shaded += f64::from(common) * cell_m;
            }
        }
        lit += (front - shaded).max(0.0);
    }
    (lit, all)
}

/// Floor of a massing, square metres.
pub(super) fn floor_m2(site: &ParcelSite, blocks: &[Block]) -> f64 {
    blocks.iter().map(|block| block.floor_m2(site)).sum()
}
