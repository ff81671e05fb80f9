//! Massing of one parcel from a typology: blocks on the parcel's grid.

use linli_model::{BuildingUse, LandUse};
use serde::Serialize;

mod complex;
mod perimeter;
mod rows;

use super::parcel::ParcelSite;
use super::rules::LayoutRules;

/// How buildings stand on a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Typology {
    /// Nothing is built.
    Open,
    /// Point towers 点式高层.
    Tower,
    /// Towers on podiums 裙房塔楼.
    TowerOnPodium,
    /// Slabs in rows 板式.
    Slab,
    /// Buildings around the edge of the parcel 围合式.
    Perimeter,
    /// Wings around small courtyards 院落式.
    Courtyard,
    /// Terraced houses 联排.
    Row,
}

impl Typology {
    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Tower => "tower",
            Self::TowerOnPodium => "tower_on_podium",
            Self::Slab => "slab",
            Self::Perimeter => "perimeter",
            Self::Courtyard => "courtyard",
            Self::Row => "row",
        }
    }

    /// Typologies that suit a land use and a height limit.
    pub fn suiting(land_use: LandUse, height_max_m: f64) -> &'static [Self] {
        use Typology::{Courtyard, Open, Perimeter, Row, Slab, Tower, TowerOnPodium};
        match land_use {
            LandUse::Residential if height_max_m >= 40.0 => &[Tower, Slab, Perimeter],
            LandUse::Residential => &[Slab, Row, Perimeter],
            LandUse::Mixed if height_max_m >= 40.0 => &[TowerOnPodium, Tower, Perimeter, Slab],
            LandUse::Business | LandUse::Commercial if height_max_m >= 40.0 => {
                &[TowerOnPodium, Perimeter, Slab]
            }
            LandUse::Innovation if height_max_m >= 40.0 => &[TowerOnPodium, Slab, Courtyard],
            LandUse::Park
            | LandUse::ProtectiveGreen
            | LandUse::Square
            | LandUse::Water
            | LandUse::Utility
            | LandUse::TransportHub => &[Open],
            LandUse::Commercial | LandUse::Business | LandUse::Mixed | LandUse::Innovation => {
                &[Slab, Courtyard, Perimeter]
            }
            _ => &[Courtyard, Slab],
        }
    }
}

/// A box of storeys on the grid. Blocks of one group are one building.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Block {
    /// Column, row, columns, rows.
    pub cells: [u32; 4],
    /// Storeys below it: those of its podium.
    pub below: u32,
    /// Storeys.
    pub storeys: u32,
    /// Height of its underside, metres.
    pub low_m: f64,
    /// Height of its top, metres.
    pub top_m: f64,
    /// Use.
    #[serde(rename = "use")]
    pub use_: BuildingUse,
    /// Building that it is part of.
    pub group: u32,
}

/// What is asked of one parcel: each from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish {
    /// Which of the typologies that suit it.
    pub typology: f64,
    /// How dense, from the least to the highest that its limits allow.
    pub density: f64,
    /// How long, or how many.
    pub form: f64,
    /// Where it begins.
    pub shift: f64,
}

/// Buildings of one parcel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Massing {
    /// Its typology.
    pub typology: Option<Typology>,
    /// Its blocks, the ones on the ground before those on them.
    pub blocks: Vec<Block>,
}

/// Storeys of one use, above some of shops.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stack {
    /// Storeys of shops.
    base: u32,
    base_storey_m: f64,
    storey_m: f64,
    use_: BuildingUse,
}

impl Stack {
    /// Height of so many storeys, metres.
    fn height_m(&self, storeys: u32) -> f64 {
        let base = storeys.min(self.base);
        f64::from(base) * self.base_storey_m + f64::from(storeys - base) * self.storey_m
    }

    /// Most storeys below a height.
    fn most(&self, height_m: f64) -> u32 {
        let base_m = f64::from(self.base) * self.base_storey_m;
        if height_m < base_m {
            storeys_up_to(height_m, self.base_storey_m)
        } else {
            self.base + storeys_up_to(height_m - base_m, self.storey_m)
        }
    }
}

/// Whole storeys up to a height.
fn storeys_up_to(height_m: f64, storey_m: f64) -> u32 {
    // A hair for limits that are whole storeys.
    ((height_m / storey_m + 1e-9).floor().max(0.0) as u32).min(120)
}

/// Massing of a parcel: no denser than its limits, inside its grid, with spacing by fire and sun.
pub fn massing(site: &ParcelSite, wish: &Wish, rules: &LayoutRules) -> Massing {
    let suiting = Typology::suiting(site.land_use, site.height_max_m);
    let pick = ((wish.typology * suiting.len() as f64) as usize).min(suiting.len() - 1);
    let mut typology = suiting[pick];
    let far = site.far_max * (rules.least_far_share + (1.0 - rules.least_far_share) * wish.density);
    let floor_m2 = far.min(site.far_max) * site.area_m2;
    let mut builder = Builder { site, rules, floor_m2, blocks: Vec::new() };
    let fits = match typology {
        Typology::Open => true,
        Typology::Perimeter => builder.perimeter(),
        Typology::Courtyard => builder.courtyards(wish),
        Typology::TowerOnPodium => builder.podiums(wish),
        Typology::Slab => builder.rows(&builder.slab(wish), wish),
        Typology::Tower => builder.rows(&builder.tower(), wish),
        Typology::Row => builder.rows(&builder.terrace(), wish),
    };
    if !fits && typology != Typology::Slab {
        typology = Typology::Slab;
        builder.rows(&builder.slab(wish), wish);
    }
    Massing { typology: Some(typology), blocks: builder.blocks }
}

struct Builder<'a> {
    site: &'a ParcelSite,
    rules: &'a LayoutRules,
    floor_m2: f64,
    blocks: Vec<Block>,
}

impl Builder<'_> {
    fn cells(&self, metres: f64) -> u32 {
        (metres / self.site.grid.frame.cell_m).ceil().max(1.0) as u32
    }

    fn cell_m2(&self) -> f64 {
        self.site.grid.frame.cell_m.powi(2)
    }

    /// Ground that buildings may cover, square metres.
    fn ground_m2(&self) -> f64 {
        let area_m2 = self.site.area_m2;
        let lane_m2 = self.site.lane_m() * self.rules.fire_lane;
        // What green and the fire lane leave, with a fifth of it for paving around the buildings.
        let beside_green = (area_m2 * (1.0 - self.site.green_min) - lane_m2) * 0.8;
        (self.site.coverage_max * area_m2).min(beside_green).max(0.0)
    }

    fn is_home(&self) -> bool {
        main_use(self.site.land_use) == BuildingUse::Residential
    }

    fn next_group(&self) -> u32 {
        self.blocks.last().map_or(0, |block| block.group + 1)
    }

    fn floor_so_far(&self) -> f64 {
        self.blocks.iter().map(|block| block.floor_m2(self.site)).sum()
    }

    /// A building of so many storeys: its shops, and what stands on them.
    fn push_stack(&mut self, cells: [u32; 4], storeys: u32, stack: Stack) {
        let base = storeys.min(stack.base);
        let group = self.next_group();
        if base > 0 {
            self.push(cells, 0, base, 0.0, stack.base_storey_m, BuildingUse::Commercial, Some(group));
        }
        if storeys > base {
            let low_m = stack.height_m(base);
            self.push(cells, base, storeys - base, low_m, stack.storey_m, stack.use_, Some(group));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the facts of one block")]
    fn push(
        &mut self,
        cells: [u32; 4],
        below: u32,
        storeys: u32,
        low_m: f64,
        storey_m: f64,
        use_: BuildingUse,
        group: Option<u32>,
    ) {
        let group = group.unwrap_or_else(|| self.next_group());
        let top_m = low_m + f64::from(storeys) * storey_m;
        self.blocks.push(Block { cells, below, storeys, low_m, top_m, use_, group });
    }
}

impl Block {
    /// Ground below it, square metres.
    pub fn plan_m2(&self, site: &ParcelSite) -> f64 {
        f64::from(self.cells[2] * self.cells[3]) * site.grid.frame.cell_m.powi(2)
    }

    /// Its floor, square metres.
    pub fn floor_m2(&self, site: &ParcelSite) -> f64 {
        self.plan_m2(site) * f64::from(self.storeys)
    }
}

/// Main use of buildings on a parcel.
pub(super) fn main_use(land_use: LandUse) -> BuildingUse {
    match land_use {
        LandUse::Residential | LandUse::Mixed => BuildingUse::Residential,
        LandUse::Commercial => BuildingUse::Commercial,
        LandUse::Business | LandUse::Innovation => BuildingUse::Office,
        LandUse::Education => BuildingUse::Education,
        LandUse::Health | LandUse::Welfare => BuildingUse::Health,
        LandUse::Culture => BuildingUse::Culture,
        LandUse::Sport => BuildingUse::Sport,
        LandUse::CommunityService | LandUse::Civic => BuildingUse::Civic,
        _ => BuildingUse::Auxiliary,
    }
}
