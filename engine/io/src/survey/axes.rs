//! Which coordinate points north.

use super::columns::{Column, Columns};
use super::number;
use super::table::Table;

/// Northings of China on the Gauss-Krüger projection, metres from the equator: 18° to 54° N.
const NORTHINGS: std::ops::Range<f64> = 1.9e6..6.1e6;
/// Farthest easting of a zone without its number in front, metres.
const EASTINGS: std::ops::Range<f64> = 1e5..1e6;
/// Eastings with the number of a zone (13 to 45) in front.
const EASTINGS_WITH_ZONE: std::ops::Range<f64> = 1.3e7..4.7e7;

/// Which of X and Y points north, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axes {
    /// X north, Y east, as Chinese surveys and geodesists write.
    NorthFirst,
    /// X east, Y north, as drawings and geographic information systems write.
    EastFirst,
}

impl Axes {
    /// By the size of most coordinates; where that says nothing, X is north under Chinese headers and east
    /// under others. Also says why.
    pub fn of_all(tables: &[&Table]) -> (Self, &'static str) {
        let (mut north, mut east) = (0_u64, 0_u64);
        let mut chinese = false;
        for table in tables {
            chinese |= table.columns.headers.iter().any(|header| header.chars().any(|c| !c.is_ascii()));
            for (_, fields) in &table.rows {
                let pairs = [(Column::X, Column::Y), (Column::EndX(0), Column::EndY(0))];
                for (x, y) in pairs {
                    let value = |column| number(table.columns.field(fields, column));
                    if let (Some(x), Some(y)) = (value(x), value(y)) {
                        north += u64::from(NORTHINGS.contains(&x) && is_easting(y));
                        east += u64::from(NORTHINGS.contains(&y) && is_easting(x));
                    }
                }
            }
        }
        match north.cmp(&east) {
            std::cmp::Ordering::Greater => (Self::NorthFirst, "by the size of the coordinates"),
            std::cmp::Ordering::Less => (Self::EastFirst, "by the size of the coordinates"),
            std::cmp::Ordering::Equal if chinese => (Self::NorthFirst, "as Chinese surveys write"),
            std::cmp::Ordering::Equal => (Self::EastFirst, "as drawings write"),
        }
    }

    /// A row's place: x east, y north.
    pub fn place(self, columns: &Columns, fields: &[String]) -> Option<[f64; 2]> {
        let value = |column| number(columns.field(fields, column));
        if let (Some(east), Some(north)) = (value(Column::East), value(Column::North)) {
            return Some([east, north]);
        }
        self.ordered(value(Column::X)?, value(Column::Y)?)
    }

    /// The place of an end in a line table.
    pub fn end(self, columns: &Columns, fields: &[String], end: usize) -> Option<[f64; 2]> {
        let value = |column| number(columns.field(fields, column));
        self.ordered(value(Column::EndX(end))?, value(Column::EndY(end))?)
    }

    fn ordered(self, x: f64, y: f64) -> Option<[f64; 2]> {
        Some(if self == Self::NorthFirst { [y, x] } else { [x, y] })
    }
}

fn is_easting(value: f64) -> bool {
    EASTINGS.contains(&value) || EASTINGS_WITH_ZONE.contains(&value)
}
