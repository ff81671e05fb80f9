//! Buildings of several blocks: wings around a court, towers on podiums.

use linli_model::BuildingUse;

use super::rows::Module;
use super::{Builder, Stack, Wish, main_use};

impl Builder<'_> {
    /// Three wings around a court, open to the south, as often as it fits; whether it does.
    pub(super) fn courtyards(&mut self, wish: &Wish) -> bool {
        let wing = self.cells(self.rules.wing_depth);
        let (w, d) = (3 * wing + self.cells(12.0 * wish.form), 2 * wing + self.cells(10.0));
        let storey_m = self.rules.storey_work;
        let use_ = main_use(self.site.land_use);
        let stack = Stack { base: 0, base_storey_m: storey_m, storey_m, use_ };
        let most_storeys = stack.most(self.site.height_max_m).min(8);
        let each_m2 = f64::from(w * wing + 2 * wing * (d - wing)) * self.cell_m2();
        let most = (self.ground_m2() / each_m2).floor() as usize;
        let module =
            Module { w, d, stack, shadow_share: 0.8, least_gap_m: self.rules.fire_gap_low, most_storeys };
        let needed = (self.floor_m2 / (each_m2 * f64::from(most_storeys.max(1)))).ceil().max(1.0) as usize;
        let spots = if most == 0 || most_storeys == 0 {
            Vec::new()
        } else {
            self.spots(&module, most_storeys, wish, most, needed)
        };
        if spots.is_empty() {
            return false;
        }
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
        true
    }

    /// Podiums with one or two towers on each; whether one fits.
    pub(super) fn podiums(&mut self, wish: &Wish) -> bool {
        let rules = self.rules;
        let home = self.is_home();
        let (side_m, storey_m, use_) = if home {
            (rules.tower_side, rules.storey_home, BuildingUse::Residential)
        } else {
            (rules.office_tower_side, rules.storey_work, main_use(self.site.land_use))
        };
        let (tower_w, tower_d) = (self.cells(side_m), self.cells(side_m * if home { 0.75 } else { 1.0 }));
        let margin = self.cells(4.0);
        let gap_m = rules.fire_gap_high.max(rules.least_tower_gap);
        let (deep, shallow) = (tower_d + 2 * margin + self.cells(8.0), tower_d + 2 * margin);
        let twin_w = 2 * tower_w + self.cells(gap_m) + 2 * margin;
        let allows = |d: u32| f64::from(twin_w * d) * self.cell_m2() <= self.ground_m2();
        // One tower where the coverage does not allow a podium for two, not even a shallow one.
        let twins = wish.form > 0.5 && allows(shallow);
        let d = if twins && !allows(deep) { shallow } else { deep };
        let w = if twins { twin_w } else { tower_w + 2 * margin + self.cells(16.0) };
        let podium_m = rules.podium_storeys * rules.storey_shop;
        let podium = rules.podium_storeys.round().max(1.0) as u32;
        let stack = Stack { base: 0, base_storey_m: storey_m, storey_m, use_ };
        let most_storeys = stack.most((self.site.height_max_m - podium_m).max(0.0));
        let each_m2 = f64::from(w * d) * self.cell_m2();
        let tower_m2 = f64::from(tower_w * tower_d) * self.cell_m2();
        let most = (self.ground_m2() / each_m2).floor() as usize;
        let module = Module { w, d, stack, shadow_share: 0.0, least_gap_m: gap_m, most_storeys };
        let fits = podium_m + storey_m <= self.site.height_max_m;
        let towers: u32 = if twins { 2 } else { 1 };
        let whole_m2 = each_m2 * f64::from(podium) + tower_m2 * f64::from(towers * most_storeys);
        let needed = (self.floor_m2 / whole_m2).ceil().max(1.0) as usize;
        let spots = if most == 0 || !fits {
            Vec::new()
        } else {
            self.spots(&module, most_storeys, wish, most, needed)
        };
        if spots.is_empty() {
            return false;
        }
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
                let even = (each + u32::from(number < more)).min(most_storeys);
                number += 1;
                // Of two towers one is higher, as far as the limit allows; together they are as high as two alike.
                let step = (even / 6).min(most_storeys - even);
                let storeys = match (twins, (tower == 0) == (wish.shift < 0.5)) {
                    (false, _) => even,
                    (true, true) => even + step,
                    (true, false) => even - step,
                };
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
        true
    }
}
