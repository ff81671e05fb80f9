//! Which blocks of which units are drawn, for a size in hectares.

use super::placing::Placing;
use super::plan::{COLUMNS, Plot, ROWS, UNIT, block, plots};

/// What lies beyond one side of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Border {
    /// Nothing that is drawn: streets run on a little.
    Open,
    /// A unit that is drawn later: the border street is drawn with this unit.
    Own,
    /// A unit that is drawn before: it has the border street already.
    Other,
}

/// One planning unit of the site.
pub(crate) struct Unit {
    cell: [i32; 2],
    /// What lies beyond the west, south, east and north side, as the plan frame names them.
    pub borders: [Border; 4],
    pub placing: Placing,
    /// Its parcels.
    pub plots: Vec<Plot>,
    /// First and last column of blocks that are drawn.
    pub columns: [usize; 2],
    /// First and last row of blocks that are drawn.
    pub rows: [usize; 2],
}

impl Unit {
    fn new(cell: [i32; 2], columns: [usize; 2], rows: [usize; 2]) -> Self {
        let corner = |c: usize, r: usize| block(c, r);
        let (low, high) = (corner(columns[0], rows[0]), corner(columns[1], rows[1]));
        let inside = |plot: &Plot| {
            let o = plot.outline;
            o.west >= low.west - 0.1
                && o.east <= high.east + 0.1
                && o.south >= low.south - 0.1
                && o.north <= high.north + 0.1
        };
        let plots = plots().into_iter().filter(inside).collect();
        Self { cell, borders: [Border::Open; 4], placing: Placing::of_unit(cell), plots, columns, rows }
    }

    /// A number of its own for seeds and node numbers; 0 for the first unit.
    pub(crate) fn number(&self) -> u64 {
        let fold = |c: i32| if c >= 0 { 2 * c as u64 } else { (-2 * i64::from(c) - 1) as u64 };
        let (a, b) = (fold(self.cell[0]), fold(self.cell[1]));
        // Cantor's pairing.
        (a + b) * (a + b + 1) / 2 + b
    }

    /// Whether the whole unit is drawn.
    pub(crate) fn is_whole(&self) -> bool {
        self.columns == [0, COLUMNS.len() - 2] && self.rows == [0, ROWS.len() - 2]
    }
}

/// Everything that is drawn.
pub(crate) struct Site {
    pub units: Vec<Unit>,
}

impl Site {
    /// The site of a size: blocks around the station for less than a unit, whole units for more.
    pub(crate) fn of_size(size_ha: f64) -> Self {
        let unit_ha = UNIT.area_m2() / 1e4;
        if size_ha < unit_ha * 0.9 {
            return Self { units: vec![part(size_ha)] };
        }
        let count = ((size_ha / unit_ha).round() as usize).max(1);
        let side = (count as f64).sqrt().ceil() as i32;
        let mut cells: Vec<[i32; 2]> = (0..side)
            .flat_map(|row| (0..side).map(move |column| [column - side / 2, row - side / 2]))
            .collect();
        cells.sort_by_key(|c| (c[0] * c[0] + c[1] * c[1], c[1], c[0]));
        cells.truncate(count);
        let whole = |cell| Unit::new(cell, [0, COLUMNS.len() - 2], [0, ROWS.len() - 2]);
        let mut units: Vec<Unit> = cells.iter().copied().map(whole).collect();
        for (i, unit) in units.iter_mut().enumerate() {
            unit.borders = borders(&cells, i);
        }
        Self { units }
    }
}

/// What lies beyond the sides of the unit at a position in the order of drawing.
fn borders(cells: &[[i32; 2]], position: usize) -> [Border; 4] {
    let cell = cells.get(position).copied().unwrap_or_default();
    [(0, -1), (1, -1), (0, 1), (1, 1)].map(|(axis, side): (usize, i32)| {
        // Every second unit is mirrored: its plan's west lies in the east.
        let mirrored = cell[axis].rem_euclid(2) == 1;
        let mut beyond = cell;
        beyond[axis] += if mirrored { -side } else { side };
        match cells.iter().position(|c| *c == beyond) {
            None => Border::Open,
            Some(other) if other < position => Border::Other,
            Some(_) => Border::Own,
        }
    })
}

/// The smallest range of blocks around the station that reaches a size.
fn part(size_ha: f64) -> Unit {
    let (last_column, last_row) = (COLUMNS.len() - 2, ROWS.len() - 2);
    let ranges =
        |first: usize, last: usize| (0..=first).flat_map(move |a| (first..=last).map(move |b| [a, b]));
    let area = |columns: [usize; 2], rows: [usize; 2]| {
        (COLUMNS[columns[1] + 1] - COLUMNS[columns[0]]) * (ROWS[rows[1] + 1] - ROWS[rows[0]])
    };
    // Every choice holds the block north-west of the station (the tallest towers).
    let mut choices: Vec<([usize; 2], [usize; 2])> = ranges(1, last_column)
        .flat_map(|columns| ranges(2, last_row).map(move |rows| (columns, rows)))
        .collect();
    choices.sort_by(|a, b| area(a.0, a.1).total_cmp(&area(b.0, b.1)));
    let enough = choices.iter().find(|(c, r)| area(*c, *r) >= size_ha * 1e4).or(choices.last());
    let (columns, rows) = enough.copied().unwrap_or(([0, last_column], [0, last_row]));
    Unit::new([0, 0], columns, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_is_as_large_as_asked() {
        let small = Site::of_size(5.0);
        assert_eq!(small.units.len(), 1);
        assert!(!small.units[0].is_whole() && !small.units[0].plots.is_empty());
        let one = Site::of_size(80.0);
        assert!(one.units.len() == 1 && one.units[0].is_whole());
        let city = Site::of_size(5000.0);
        assert_eq!(city.units.len(), 65);
        let mut numbers: Vec<u64> = city.units.iter().map(Unit::number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 65);
        assert!(numbers.contains(&0));
    }

    #[test]
    fn a_border_between_two_units_belongs_to_one_of_them() {
        let two = Site::of_size(150.0);
        assert_eq!(two.units.len(), 2);
        let shared = |b: Border| two.units.iter().flat_map(|u| u.borders).filter(|x| *x == b).count();
        assert_eq!((shared(Border::Own), shared(Border::Other), shared(Border::Open)), (1, 1, 6));
        // Neighbours see the border on the same side of their mirrored plans.
        let side = |u: &Unit| u.borders.iter().position(|b| *b != Border::Open);
        assert_eq!(side(&two.units[0]), side(&two.units[1]));
    }
}
