//! Massing of one parcel from a typology: blocks on the parcel's grid.

use linli_model::{BuildingUse, LandUse};
use serde::Serialize;

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
            LandUse::Mixed | LandUse::Business | LandUse::Commercial if height_max_m >= 40.0 => {
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

/// A building of a size that is put down many times.
struct Module {
    w: u32,
    d: u32,
    storey_m: f64,
    use_: BuildingUse,
    /// Gap between rows as a share of the noon shadow.
    shadow_share: f64,
    least_gap_m: f64,
    most_storeys: u32,
}

/// Massing of a parcel: no denser than its limits, inside its grid, with spacing by fire and sun.
pub fn massing(site: &ParcelSite, wish: &Wish, rules: &LayoutRules) -> Massing {
    let suiting = Typology::suiting(site.land_use, site.height_max_m);
    let pick = ((wish.typology * suiting.len() as f64) as usize).min(suiting.len() - 1);
    let typology = suiting[pick];
    let far = site.far_max * (rules.least_far_share + (1.0 - rules.least_far_share) * wish.density);
    let floor_m2 = far.min(site.far_max) * site.area_m2;
    let mut builder = Builder { site, rules, floor_m2, blocks: Vec::new() };
    match typology {
        Typology::Open => {}
        Typology::Perimeter => {
            if !builder.perimeter() {
                builder.rows(&builder.slab(wish), wish);
            }
        }
        Typology::Courtyard => builder.courtyards(wish),
        Typology::TowerOnPodium => builder.podiums(wish),
        Typology::Slab => builder.rows(&builder.slab(wish), wish),
        Typology::Tower => builder.rows(&builder.tower(), wish),
        Typology::Row => builder.rows(&builder.terrace(), wish),
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
        self.site.land_use == LandUse::Residential
    }

    fn storeys_up_to(&self, height_m: f64, storey_m: f64) -> u32 {
        // A hair for limits that are whole storeys.
        ((height_m / storey_m + 1e-9).floor().max(0.0) as u32).min(120)
    }

    fn slab(&self, wish: &Wish) -> Module {
        let home = self.is_home();
        let (depth, storey_m) = if home {
            (self.rules.slab_depth, self.rules.storey_home)
        } else {
            (self.rules.work_depth, self.rules.storey_work)
        };
        let length = self.rules.slab_length * (0.6 + 0.4 * wish.form);
        Module {
            w: self.cells(length),
            d: self.cells(depth),
            storey_m,
            use_: main_use(self.site.land_use),
            shadow_share: if home { 1.0 } else { 0.5 },
            least_gap_m: self.rules.fire_gap_low,
            most_storeys: self.storeys_up_to(self.site.height_max_m, storey_m),
        }
    }

    fn tower(&self) -> Module {
        let side = self.cells(self.rules.tower_side);
        Module {
            w: side,
            d: self.cells(self.rules.tower_side * 0.75),
            storey_m: self.rules.storey_home,
            use_: main_use(self.site.land_use),
            shadow_share: self.rules.tower_row_share,
            least_gap_m: self.rules.least_tower_gap,
            most_storeys: self.storeys_up_to(self.site.height_max_m, self.rules.storey_home),
        }
    }

    fn terrace(&self) -> Module {
        let most = self.storeys_up_to(self.site.height_max_m, self.rules.storey_home);
        Module {
            w: self.cells(self.rules.slab_length * 0.8),
            d: self.cells(self.rules.row_depth),
            storey_m: self.rules.storey_home,
            use_: main_use(self.site.land_use),
            shadow_share: 1.0,
            least_gap_m: self.rules.fire_gap_low,
            most_storeys: most.min(self.rules.row_storeys as u32),
        }
    }

    /// Rows of a module: the fewest storeys that hold the floor asked for, else the most floor that fits.
    fn rows(&mut self, module: &Module, wish: &Wish) {
        let each_m2 = f64::from(module.w * module.d) * self.cell_m2();
        let most = (self.ground_m2() / each_m2).floor() as usize;
        if most == 0 || module.most_storeys == 0 {
            return;
        }
        let least = (self.floor_m2 / (each_m2 * most as f64)).ceil().max(1.0) as u32;
        let mut best: (f64, u32, Vec<[u32; 2]>) = (0.0, 0, Vec::new());
        let mut storeys = least.min(module.most_storeys);
        loop {
            let spots = self.spots(module, storeys, wish, most);
            let floor_m2 = each_m2 * spots.len() as f64 * f64::from(storeys);
            if floor_m2 > best.0 {
                best = (floor_m2, storeys, spots);
            }
            if best.0 >= self.floor_m2 || storeys >= module.most_storeys {
                break;
            }
            storeys = (storeys + 1 + storeys / 6).min(module.most_storeys);
        }
        let (_, storeys, spots) = best;
        let needed = (self.floor_m2 / (each_m2 * f64::from(storeys.max(1)))).ceil().max(1.0) as usize;
        let spots = thinned(spots, needed);
        if spots.is_empty() {
            return;
        }
        // Whole storeys, shared out so that the floor asked for is not passed.
        let all = (self.floor_m2 / each_m2).floor() as u32;
        let count = spots.len() as u32;
        let (each, more) = (all / count, all % count);
        for (number, [x, y]) in (0_u32..).zip(spots) {
            let own = (each + u32::from(number < more)).min(storeys);
            if own == 0 {
                break;
            }
            self.push([x, y, module.w, module.d], 0, own, 0.0, module.storey_m, module.use_, None);
        }
    }

    /// Places of a module by rows from the south.
    fn spots(&self, module: &Module, storeys: u32, wish: &Wish, most: usize) -> Vec<[u32; 2]> {
        let grid = &self.site.grid;
        let height = f64::from(storeys) * module.storey_m;
        let fire = self.rules.fire_gap_m(height, height);
        let shadow = height * self.site.noon_shadow * module.shadow_share;
        let gap_y = self.cells(shadow.max(fire).max(module.least_gap_m));
        let gap_x = self.cells(fire.max(if module.w <= 2 * module.d { module.least_gap_m } else { 0.0 }));
        let (mut spots, mut y) = (Vec::new(), (wish.shift * 6.0) as u32);
        let step = self.cells(3.0);
        while y + module.d <= grid.rows && spots.len() < most {
            let mut x = 0;
            let before = spots.len();
            while x + module.w <= grid.columns && spots.len() < most {
                if grid.is_free(x, y, module.w, module.d) {
                    spots.push([x, y]);
                    x += module.w + gap_x;
                } else {
                    x += step;
                }
            }
            y += if spots.len() > before { module.d + gap_y } else { step };
        }
        spots
    }

    /// Bars around the largest free rectangle; whether it is large enough.
    fn perimeter(&mut self) -> bool {
        let [x, y, w, d] = self.site.grid.core;
        let home = self.is_home();
        let (depth_m, storey_m) = if home {
            (self.rules.slab_depth, self.rules.storey_home)
        } else {
            (self.rules.work_depth, self.rules.storey_work)
        };
        let depth = self.cells(depth_m);
        let mut storeys = self.storeys_up_to(self.site.height_max_m, storey_m).min(18);
        // The court is as deep as the noon shadow of what stands south of it.
        let court_m = |storeys: u32| f64::from(storeys) * storey_m * self.site.noon_shadow;
        let inner_m = f64::from(d.saturating_sub(2 * depth)) * self.site.grid.frame.cell_m;
        while storeys > 1 && court_m(storeys) > inner_m {
            storeys -= 1;
        }
        let gap =
            self.cells(self.rules.fire_gap_m(f64::from(storeys) * storey_m, f64::from(storeys) * storey_m));
        if storeys == 0 || w < 3 * depth + 2 * gap || d < 3 * depth + 2 * gap || court_m(storeys) > inner_m {
            return false;
        }
        let longest = self.cells(self.rules.slab_length * 1.2);
        let mut bars: Vec<[u32; 4]> = Vec::new();
        for at in [y + d - depth, y] {
            bars.extend(
                pieces(x, w, longest, gap).into_iter().map(|(from, length)| [from, at, length, depth]),
            );
        }
        let side = d - 2 * depth - 2 * gap;
        for at in [x, x + w - depth] {
            let parts = pieces(y + depth + gap, side, longest, gap);
            bars.extend(parts.into_iter().map(|(from, length)| [at, from, depth, length]));
        }
        self.fill(bars, storeys, storey_m, main_use(self.site.land_use));
        true
    }

    /// As many of the bars as the coverage allows, with the storeys that hold the floor asked for.
    fn fill(&mut self, bars: Vec<[u32; 4]>, most: u32, storey_m: f64, use_: BuildingUse) {
        let cell_m2 = self.cell_m2();
        let area = |bar: &[u32; 4]| f64::from(bar[2] * bar[3]) * cell_m2;
        let (mut kept, mut ground) = (Vec::new(), 0.0);
        for bar in bars {
            if ground + area(&bar) <= self.ground_m2() {
                ground += area(&bar);
                kept.push(bar);
            }
        }
        let mut left = self.floor_m2;
        let mut ground_left = ground;
        for bar in kept {
            let own = (left / ground_left).floor().clamp(1.0, f64::from(most)) as u32;
            let floor = area(&bar) * f64::from(own);
            if floor > left + 1e-6 {
                break;
            }
            self.push(bar, 0, own, 0.0, storey_m, use_, None);
            left -= floor;
            ground_left -= area(&bar);
        }
    }

    /// Three wings around a court, open to the south, as often as it fits.
    fn courtyards(&mut self, wish: &Wish) {
        let wing = self.cells(self.rules.wing_depth);
        let (w, d) = (3 * wing + self.cells(12.0 * wish.form), 2 * wing + self.cells(10.0));
        let storey_m = self.rules.storey_work;
        let use_ = main_use(self.site.land_use);
        let most_storeys = self.storeys_up_to(self.site.height_max_m, storey_m).min(8);
        let each_m2 = f64::from(w * wing + 2 * wing * (d - wing)) * self.cell_m2();
        let most = (self.ground_m2() / each_m2).floor() as usize;
        let module = Module {
            w,
            d,
            storey_m,
            use_,
            shadow_share: 0.8,
            least_gap_m: self.rules.fire_gap_low,
            most_storeys,
        };
        let spots = if most == 0 || most_storeys == 0 {
            Vec::new()
        } else {
            self.spots(&module, most_storeys, wish, most)
        };
        if spots.is_empty() {
            return self.rows(&self.slab(wish), wish);
        }
        let needed = (self.floor_m2 / (each_m2 * f64::from(most_storeys))).ceil().max(1.0) as usize;
        let spots = thinned(spots, needed);
        let storeys = (self.floor_m2 / (each_m2 * spots.len() as f64)).floor();
        let storeys = (storeys as u32).clamp(1, most_storeys);
        for [x, y] in spots {
            if self.floor_so_far() + each_m2 * f64::from(storeys) > self.floor_m2 + 1e-6 {
                break;
            }
            let group = self.next_group();
            let side = d - wing;
            for cells in [[x, y + side, w, wing], [x, y, wing, side], [x + w - wing, y, wing, side]] {
                self.push(cells, 0, storeys, 0.0, storey_m, use_, Some(group));
            }
        }
    }

    /// Podiums with one or two towers on each.
    fn podiums(&mut self, wish: &Wish) {
        let rules = self.rules;
        let home = self.site.land_use == LandUse::Mixed;
        let (side_m, storey_m, use_) = if home {
            (rules.tower_side, rules.storey_home, BuildingUse::Residential)
        } else {
            (rules.office_tower_side, rules.storey_work, main_use(self.site.land_use))
        };
        let (tower_w, tower_d) = (self.cells(side_m), self.cells(side_m * if home { 0.75 } else { 1.0 }));
        let margin = self.cells(4.0);
        let gap_m = rules.fire_gap_high.max(rules.least_tower_gap);
        let d = tower_d + 2 * margin + self.cells(8.0);
        let twin_w = 2 * tower_w + self.cells(gap_m) + 2 * margin;
        // One tower where the coverage does not allow a podium for two.
        let twins = wish.form > 0.5 && f64::from(twin_w * d) * self.cell_m2() <= self.ground_m2();
        let w = if twins { twin_w } else { tower_w + 2 * margin + self.cells(16.0) };
        let podium_m = rules.podium_storeys * rules.storey_shop;
        let podium = rules.podium_storeys.round().max(1.0) as u32;
        let most_storeys = self.storeys_up_to((self.site.height_max_m - podium_m).max(0.0), storey_m);
        let each_m2 = f64::from(w * d) * self.cell_m2();
        let tower_m2 = f64::from(tower_w * tower_d) * self.cell_m2();
        let most = (self.ground_m2() / each_m2).floor() as usize;
        let module = Module { w, d, storey_m, use_, shadow_share: 0.0, least_gap_m: gap_m, most_storeys };
        let fits = podium_m + storey_m <= self.site.height_max_m;
        let spots =
            if most == 0 || !fits { Vec::new() } else { self.spots(&module, most_storeys, wish, most) };
        if spots.is_empty() {
            return self.rows(&self.slab(wish), wish);
        }
        let towers: u32 = if twins { 2 } else { 1 };
        let whole_m2 = each_m2 * f64::from(podium) + tower_m2 * f64::from(towers * most_storeys);
        let needed = (self.floor_m2 / whole_m2).ceil().max(1.0) as usize;
        let spots = thinned(spots, needed);
        let podiums_m2 = each_m2 * f64::from(podium) * spots.len() as f64;
        let left = (self.floor_m2 - podiums_m2).max(0.0);
        let all = (left / tower_m2).floor() as u32;
        let count = towers * spots.len() as u32;
        let (each, more) = (all / count, all % count);
        let mut number = 0;
        for [x, y] in spots {
            let room = self.floor_m2 - self.floor_so_far();
            let own = ((room / each_m2 + 1e-9).floor() as u32).min(podium);
            if own == 0 {
                break;
            }
            let group = self.next_group();
            self.push([x, y, w, d], 0, own, 0.0, rules.storey_shop, BuildingUse::Commercial, Some(group));
            let low_m = f64::from(own) * rules.storey_shop;
            for tower in 0..towers {
                let storeys = (each + u32::from(number < more)).min(most_storeys);
                number += 1;
                let room = self.floor_m2 - self.floor_so_far();
                let storeys = storeys.min((room / tower_m2 + 1e-9).floor().max(0.0) as u32);
                if storeys == 0 {
                    continue;
                }
                let at = if tower == 0 { x + margin } else { x + w - margin - tower_w };
                let cells = [at, y + d - margin - tower_d, tower_w, tower_d];
                self.push(cells, own, storeys, low_m, storey_m, use_, Some(group));
            }
        }
    }

    fn next_group(&self) -> u32 {
        self.blocks.last().map_or(0, |block| block.group + 1)
    }

    fn floor_so_far(&self) -> f64 {
        self.blocks.iter().map(|block| block.floor_m2(self.site)).sum()
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

/// So many of a list, evenly spread.
fn thinned(spots: Vec<[u32; 2]>, wanted: usize) -> Vec<[u32; 2]> {
    let count = spots.len();
    if wanted >= count {
        return spots;
    }
    (0..wanted).map(|i| spots[i * count / wanted]).collect()
}

/// A length in pieces that are not longer than the longest, with gaps between them.
fn pieces(from: u32, length: u32, longest: u32, gap: u32) -> Vec<(u32, u32)> {
    let count = (length + gap).div_ceil(longest + gap).max(1);
    let each = (length.saturating_sub((count - 1) * gap)) / count;
    (0..count).map(|i| (from + i * (each + gap), each)).collect()
}
