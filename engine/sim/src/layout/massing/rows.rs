//! Buildings of one size in rows from the south: slabs, points, terraced houses.

use super::{Builder, Stack, Wish, main_use};

/// Share of the mean height by which the lowest and the highest building of a parcel differ along one axis.
const LEAN: f64 = 0.4;
/// Buildings of fewer storeys than this are alike.
const LEAST_LEANING: u32 = 6;

/// A building of a size that is put down many times.
pub(super) struct Module {
    pub w: u32,
    pub d: u32,
    pub stack: Stack,
    /// Gap between rows as a share of the noon shadow.
    pub shadow_share: f64,
    pub least_gap_m: f64,
    pub most_storeys: u32,
}

/// A row of places for a module.
struct Row {
    y: u32,
    /// Where its buildings are when they stand as near to each other as they may, from the west.
    packed: Vec<u32>,
    /// The last place to the east.
    east: u32,
}

impl Builder<'_> {
    pub(super) fn slab(&self, wish: &Wish) -> Module {
        let home = self.is_home();
        let (depth, storey_m) = if home {
            (self.rules.slab_depth, self.rules.storey_home)
        } else {
            (self.rules.work_depth, self.rules.storey_work)
        };
        let length = self.rules.slab_length * (0.6 + 0.4 * wish.form);
        // A narrow parcel gets a shorter slab, not none.
        let room = self.site.grid.core[2].max(self.cells(depth));
        let stack = self.stack(storey_m);
        Module {
            w: self.cells(length).min(room),
            d: self.cells(depth),
            most_storeys: stack.most(self.site.height_max_m),
            stack,
            shadow_share: if home { 1.0 } else { 0.5 },
            least_gap_m: self.rules.fire_gap_low,
        }
    }

    pub(super) fn tower(&self) -> Module {
        let stack = self.stack(self.rules.storey_home);
        Module {
            w: self.cells(self.rules.tower_side),
            d: self.cells(self.rules.tower_side * 0.75),
            most_storeys: stack.most(self.site.height_max_m),
            stack,
            shadow_share: self.rules.tower_row_share,
            least_gap_m: self.rules.least_tower_gap,
        }
    }

    pub(super) fn terrace(&self) -> Module {
        let stack = self.stack(self.rules.storey_home);
        Module {
            w: self.cells(self.rules.slab_length * 0.8),
            d: self.cells(self.rules.row_depth),
            most_storeys: stack.most(self.site.height_max_m).min(self.rules.row_storeys as u32),
            stack,
            shadow_share: 1.0,
            least_gap_m: self.rules.fire_gap_low,
        }
    }

    /// Rows of a module: the fewest storeys that hold the floor asked for, else the most floor that fits; whether one
    /// building does.
    pub(super) fn rows(&mut self, module: &Module, wish: &Wish) -> bool {
        let each_m2 = f64::from(module.w * module.d) * self.cell_m2();
        let most = (self.ground_m2() / each_m2).floor() as usize;
        if most == 0 || module.most_storeys == 0 {
            return false;
        }
        let least = (self.floor_m2 / (each_m2 * most as f64)).ceil().max(1.0) as u32;
        let mut best: (f64, u32, Vec<Row>) = (0.0, 0, Vec::new());
        let mut storeys = least.min(module.most_storeys);
        loop {
            let rows = self.places(module, storeys, wish, most);
            let count: usize = rows.iter().map(|row| row.packed.len()).sum();
            let floor_m2 = each_m2 * count as f64 * f64::from(storeys);
            if floor_m2 > best.0 {
                best = (floor_m2, storeys, rows);
            }
            if best.0 >= self.floor_m2 || storeys >= module.most_storeys {
                break;
            }
            storeys = (storeys + 1 + storeys / 6).min(module.most_storeys);
        }
        let (_, storeys, rows) = best;
        let needed = (self.floor_m2 / (each_m2 * f64::from(storeys.max(1)))).ceil().max(1.0) as usize;
        let spots = self.spread(rows, module, wish, needed);
        if spots.is_empty() {
            return false;
        }
        // Whole storeys, shared out so that the floor asked for is not passed.
        let all = (self.floor_m2 / each_m2).floor() as u32;
        let heights = self.skyline(module, &spots, storeys, all, wish);
        for (own, [x, y]) in heights.into_iter().zip(spots) {
            if own > 0 {
                self.push_stack([x, y, module.w, module.d], own, module.stack);
            }
        }
        true
    }

    /// Storeys of buildings in rows that together have `all` storeys at most: lower in the south and higher in the north,
    /// and rising along the rows to the side that is wished. Rows stand apart for buildings of `storeys`; only those of the
    /// last row, which none stands behind, may be higher.
    fn skyline(&self, module: &Module, spots: &[[u32; 2]], storeys: u32, all: u32, wish: &Wish) -> Vec<u32> {
        let count = spots.len() as u32;
        let (each, more) = (all / count, all % count);
        let mut heights: Vec<u32> = (0..count).map(|n| (each + u32::from(n < more)).min(storeys)).collect();
        if each < LEAST_LEANING {
            return heights;
        }
        let total: u32 = heights.iter().sum();
        let span = |axis: usize| {
            let places = || spots.iter().map(|spot| spot[axis]);
            (places().min().unwrap_or(0), places().max().unwrap_or(0))
        };
        let ([west, east], [south, north]) = (<[u32; 2]>::from(span(0)), <[u32; 2]>::from(span(1)));
        let along = |at: u32, from: u32, to: u32| {
            if to > from { f64::from(at - from) / f64::from(to - from) - 0.5 } else { 0.0 }
        };
        let fire_gap_m = |storeys: u32| {
            let height_m = module.stack.height_m(storeys);
            self.rules.fire_gap_m(height_m, height_m)
        };
        // Higher only as long as that asks for no wider gaps beside it.
        let free = fire_gap_m(module.most_storeys) <= fire_gap_m(storeys);
        let most = |spot: &[u32; 2]| if spot[1] == north && free { module.most_storeys } else { storeys };
        let side = if wish.form < 0.5 { 1.0 } else { -1.0 };
        let wanted = |[x, y]: &[u32; 2]| {
            let rise = along(*y, south, north) + side * along(*x, west, east);
            f64::from(total) / f64::from(count) * (1.0 + LEAN * rise)
        };
        for (height, spot) in heights.iter_mut().zip(spots) {
            *height = (wanted(spot).floor().max(1.0) as u32).min(most(spot));
        }
        // What rounding and limits took, storey by storey, where most is missing; what is too much likewise.
        loop {
            let sum: u32 = heights.iter().sum();
            let lack = |at: &usize| wanted(&spots[*at]) - f64::from(heights[*at]);
            let all = 0..heights.len();
            if sum < total {
                let open = all.filter(|at| heights[*at] < most(&spots[*at]));
                let Some(at) = open.max_by(|a, b| lack(a).total_cmp(&lack(b))) else { break };
                heights[at] += 1;
            } else if sum > total {
                let Some(at) = all.min_by(|a, b| lack(a).total_cmp(&lack(b))) else { break };
                heights[at] -= 1;
            } else {
                break;
            }
        }
        heights
    }

    /// So many places of a module as are wanted at most, spread over the parcel.
    pub(super) fn spots(
        &self,
        module: &Module,
        storeys: u32,
        wish: &Wish,
        most: usize,
        wanted: usize,
    ) -> Vec<[u32; 2]> {
        self.spread(self.places(module, storeys, wish, most), module, wish, wanted)
    }

    /// Rows of a module from the south, as near to each other as sun and fire allow.
    fn places(&self, module: &Module, storeys: u32, wish: &Wish, most: usize) -> Vec<Row> {
        let grid = &self.site.grid;
        let height = module.stack.height_m(storeys);
        let fire = self.rules.fire_gap_m(height, height);
        let shadow = height * self.site.noon_shadow * module.shadow_share;
        let gap_y = self.cells(shadow.max(fire).max(module.least_gap_m));
        let gap_x = self.cells(fire.max(if module.w <= 2 * module.d { module.least_gap_m } else { 0.0 }));
        let (mut rows, mut left, mut y) = (Vec::new(), most, (wish.shift * 6.0) as u32);
        let step = self.cells(3.0);
        while y + module.d <= grid.rows && left > 0 {
            let (mut x, mut packed, mut east) = (0, Vec::new(), 0);
            while x + module.w <= grid.columns && packed.len() < left {
                if grid.is_free(x, y, module.w, module.d) {
                    packed.push(x);
                    x += module.w + gap_x;
                } else {
                    x += step;
                }
            }
            if let Some(last) = packed.last() {
                let mut farther = (*last..=grid.columns - module.w).rev();
                east = farther.find(|x| grid.is_free(*x, y, module.w, module.d)).unwrap_or(*last);
            }
            left -= packed.len();
            if packed.is_empty() {
                y += step;
            } else {
                rows.push(Row { y, packed, east });
                y += module.d + gap_y;
            }
        }
        rows
    }

    /// So many of the places, as even as the parcel allows: as many in each row, from its west to its east; rows apart
    /// as far as is wished, from all in the south with a green in the north to the whole depth.
    fn spread(&self, mut rows: Vec<Row>, module: &Module, wish: &Wish, wanted: usize) -> Vec<[u32; 2]> {
        let count = |rows: &[Row]| rows.iter().map(|row| row.packed.len()).sum::<usize>();
        let middle = rows.len() as f64 / 2.0;
        while count(&rows) > wanted.max(1) {
            // From the longest row; of those that are alike from the one in the middle, which leaves a green there.
            let longest = (0..rows.len()).max_by(|a, b| {
                let off = |at: usize| (at as f64 + 0.5 - middle).abs();
                rows[*a].packed.len().cmp(&rows[*b].packed.len()).then(off(*b).total_cmp(&off(*a)))
            });
            let Some(longest) = longest else { break };
            rows[longest].packed.pop();
        }
        rows.retain(|row| !row.packed.is_empty());
        let grid = &self.site.grid;
        let is_free = |x: u32, y: u32| grid.is_free(x, y, module.w, module.d);
        for row in &mut rows {
            let (west, number) = (row.packed[0], row.packed.len() as u32);
            let even: Vec<u32> = match number {
                1 => vec![west + (row.east - west) / 2],
                _ => (0..number).map(|i| west + (row.east - west) * i / (number - 1)).collect(),
            };
            if even.iter().all(|x| is_free(*x, row.y)) {
                row.packed = even;
            }
        }
        let (south, north) = (rows.first().map_or(0, |row| row.y), rows.last().map_or(0, |row| row.y));
        let deepest = grid.rows.saturating_sub(module.d);
        let north_most = rows.last().map_or(north, |row| {
            let mut farther = (row.y..=deepest).rev();
            farther.find(|y| row.packed.iter().all(|x| is_free(*x, *y))).unwrap_or(row.y)
        });
        if north > south && north_most > north {
            let reach = f64::from(north - south) + wish.shift * f64::from(north_most - north);
            let stretched = |y: u32| south + (f64::from(y - south) * reach / f64::from(north - south)) as u32;
            if rows.iter().all(|row| row.packed.iter().all(|x| is_free(*x, stretched(row.y)))) {
                rows.iter_mut().for_each(|row| row.y = stretched(row.y));
            }
        }
        rows.iter().flat_map(|row| row.packed.iter().map(|x| [*x, row.y])).collect()
    }

    /// Storeys of the parcel's main use, above shops where the land is for both.
    pub(super) fn stack(&self, storey_m: f64) -> Stack {
        let mixed = self.site.land_use == linli_model::LandUse::Mixed;
        Stack {
            base: if mixed { self.rules.base_storeys as u32 } else { 0 },
            base_storey_m: self.rules.storey_shop,
            storey_m,
            use_: main_use(self.site.land_use),
        }
    }
}
