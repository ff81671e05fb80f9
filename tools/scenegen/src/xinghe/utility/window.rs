//! The part of the unit whose streets are drawn.

use crate::plan::{Place, Rectangle};
use crate::xinghe::Unit;
use crate::xinghe::plan::{Axis, COLUMNS, ROWS, column, row};

/// From the first to the last street; whole streets where the site ends inside the unit.
pub(super) struct Window {
    pub area: Rectangle,
    /// Whether the unit is mirrored, so that left becomes right.
    pub mirrored: bool,
}

impl Window {
    pub(super) fn of(unit: &Unit) -> Self {
        let reach = |axis: Axis, border: bool| if border { 0.0 } else { axis.grade.red_line() };
        let [c0, c1] = [unit.columns[0], unit.columns[1] + 1];
        let [r0, r1] = [unit.rows[0], unit.rows[1] + 1];
        let area = Rectangle::new(
            column(c0).at - reach(column(c0), c0 == 0),
            row(r0).at - reach(row(r0), r0 == 0),
            column(c1).at + reach(column(c1), c1 + 1 == COLUMNS.len()),
            row(r1).at + reach(row(r1), r1 + 1 == ROWS.len()),
        );
        let [o, e, n] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]].map(|p| unit.placing.place(p));
        let turn = (e[0] - o[0]) * (n[1] - o[1]) - (e[1] - o[1]) * (n[0] - o[0]);
        Self { area, mirrored: turn < 0.0 }
    }

    /// Whether a place is drawn.
    pub(super) fn holds(&self, p: Place) -> bool {
        self.area.distance_m(p) < 1e-6
    }

    /// The part of a line along an axis that is drawn; `k` is the axis.
    pub(super) fn span(&self, [a, b]: [Place; 2], k: usize) -> Option<[f64; 2]> {
        let (low, high) =
            if k == 0 { (self.area.west, self.area.east) } else { (self.area.south, self.area.north) };
        let (side_low, side_high) =
            if k == 0 { (self.area.south, self.area.north) } else { (self.area.west, self.area.east) };
        let (from, to) = (a[k].max(low), b[k].min(high));
        let beside = a[1 - k];
        (side_low <= beside && beside <= side_high && to - from > 1.0).then_some([from, to])
    }
}
