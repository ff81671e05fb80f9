//! Bars around the edge of a parcel, with a court inside.

use super::{Builder, Stack};

impl Builder<'_> {
    /// Bars around the largest free rectangle; whether it is large enough.
    pub(super) fn perimeter(&mut self) -> bool {
        let [x, y, w, d] = self.site.grid.core;
        let home = self.is_home();
        let (depth_m, storey_m) = if home {
            (self.rules.slab_depth, self.rules.storey_home)
        } else {
            (self.rules.work_depth, self.rules.storey_work)
        };
        let depth = self.cells(depth_m);
        let stack = self.stack(storey_m);
        let mut storeys = stack.most(self.site.height_max_m).min(18);
        // The court is as deep as the noon shadow of what stands south of it.
        let court_m = |storeys: u32| stack.height_m(storeys) * self.site.noon_shadow;
        let inner_m = f64::from(d.saturating_sub(2 * depth)) * self.site.grid.frame.cell_m;
        while storeys > 1 && court_m(storeys) > inner_m {
            storeys -= 1;
        }
        let height_m = stack.height_m(storeys);
        let gap = self.cells(self.rules.fire_gap_m(height_m, height_m));
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
        self.fill(bars, storeys, stack);
        true
    }

    /// As many of the bars as the coverage allows, with the storeys that hold the floor asked for.
    fn fill(&mut self, bars: Vec<[u32; 4]>, most: u32, stack: Stack) {
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
            self.push_stack(bar, own, stack);
            left -= floor;
            ground_left -= area(&bar);
        }
    }
}

/// A length in pieces that are not longer than the longest, with gaps between them.
fn pieces(from: u32, length: u32, longest: u32, gap: u32) -> Vec<(u32, u32)> {
    let count = (length + gap).div_ceil(longest + gap).max(1);
    let each = (length.saturating_sub((count - 1) * gap)) / count;
    (0..count).map(|i| (from + i * (each + gap), each)).collect()
}
