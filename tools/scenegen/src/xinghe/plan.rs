//! The plan of Xinghe in numbers: street axes, blocks, parcels, underground alignments.
//!
//! Everything is in the **plan frame** of one planning unit: the origin is the crossing over the middle of
//! the metro station, `u` along Xinghe Avenue to the east, `v` across it to the north, metres. The frame is
//! turned and shifted into the scene by [`super::placing::Placing`].

mod parcel;
mod parcel_table;

pub(crate) use parcel::{Plot, Programme};
pub(crate) use parcel_table::plots;

use linli_model::StreetClass;

use crate::plan::{Name, Place, Rectangle};

/// Axes of the streets that run north, from west to east.
pub(crate) const COLUMNS: [f64; 5] = [-440.0, -220.0, 0.0, 200.0, 420.0];
/// Axes of the streets that run east, from south to north.
pub(crate) const ROWS: [f64; 6] = [-420.0, -210.0, 0.0, 170.0, 340.0, 470.0];
/// Middle of the canal (星河) at a place along it, and half its width.
pub(crate) fn canal_v(u: f64) -> f64 {
    -318.0 + 13.0 * (u / 125.0).sin() + 5.0 * (u / 47.0).cos()
}
/// See [`canal_v`].
pub(crate) const CANAL_HALF: f64 = 11.0;
/// The park along the canal: from the southern strip of parcels to the northern one.
pub(crate) const CANAL_PARK: [f64; 2] = [-362.0, -274.0];

/// Grade of a street (道路等级).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// Primary 主干路: six lanes, cycle lanes, planted strips.
    Primary,
    /// Secondary 次干路: four lanes, cycle lanes.
    Secondary,
    /// Branch 支路: two lanes.
    Branch,
    /// Living street 生活街道 inside a block.
    Living,
}

impl Grade {
    /// Class in the model.
    pub(crate) fn class(self) -> StreetClass {
        match self {
            Self::Primary => StreetClass::Primary,
            Self::Secondary => StreetClass::Secondary,
            Self::Branch => StreetClass::Residential,
            Self::Living => StreetClass::LivingStreet,
        }
    }

    /// Lanes for cars, both directions.
    pub(crate) fn lanes(self) -> u8 {
        match self {
            Self::Primary => 6,
            Self::Secondary => 4,
            Self::Branch => 2,
            Self::Living => 1,
        }
    }

    /// Half the carriageway's width, metres.
    pub(crate) fn half_carriageway(self) -> f64 {
        match self {
            Self::Primary => 11.0,
            Self::Secondary => 7.5,
            Self::Branch => 3.75,
            Self::Living => 2.75,
        }
    }

    /// Distance of the cycle lane's axis from the street's axis; none on quiet streets.
    pub(crate) fn cycle_axis(self) -> Option<f64> {
        match self {
            Self::Primary => Some(14.75),
            Self::Secondary => Some(10.5),
            _ => None,
        }
    }

    /// Width of a cycle lane, metres.
    pub(crate) const CYCLE_WIDTH: f64 = 2.5;

    /// Distance of the pavement's axis from the street's axis.
    pub(crate) fn pavement_axis(self) -> f64 {
        match self {
            Self::Primary => 19.0,
            Self::Secondary => 14.0,
            Self::Branch => 7.5,
            Self::Living => 4.25,
        }
    }

    /// Width of a pavement, metres.
    pub(crate) fn pavement_width(self) -> f64 {
        match self {
            Self::Primary => 5.0,
            Self::Secondary => 3.5,
            Self::Branch => 3.0,
            Self::Living => 1.8,
        }
    }

    /// Distance of the street trees' row from the street's axis; none in living streets.
    pub(crate) fn tree_row(self) -> Option<f64> {
        match self {
            Self::Primary => Some(12.2),
            Self::Secondary => Some(8.4),
            Self::Branch => Some(5.0),
            Self::Living => None,
        }
    }

    /// Distance of the red line (道路红线) from the street's axis.
    pub(crate) fn red_line(self) -> f64 {
        match self {
            Self::Primary => 22.0,
            Self::Secondary => 16.0,
            Self::Branch => 10.0,
            Self::Living => 6.0,
        }
    }
}

/// A street of the grid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    /// Short key: `c0`…`c4`, `r0`…`r5`.
    pub key: &'static str,
    pub name: Name,
    pub grade: Grade,
    /// Whether it runs north.
    pub north: bool,
    /// Its `u` (running north) or `v` (running east).
    pub at: f64,
}

const fn axis(key: &'static str, name: Name, grade: Grade, north: bool, at: f64) -> Axis {
    Axis { key, name, grade, north, at }
}

/// The streets of the grid.
pub(crate) const AXES: [Axis; 11] = [
    axis("c0", ("望溪路", "Wangxi Road"), Grade::Secondary, true, COLUMNS[0]),
    axis("c1", ("枫桦路", "Fenghua Road"), Grade::Branch, true, COLUMNS[1]),
    axis("c2", ("星河中路", "Xinghe Middle Road"), Grade::Secondary, true, COLUMNS[2]),
    axis("c3", ("桐荫路", "Tongyin Road"), Grade::Branch, true, COLUMNS[3]),
    axis("c4", ("听潮路", "Tingchao Road"), Grade::Secondary, true, COLUMNS[4]),
    axis("r0", ("南屏街", "Nanping Street"), Grade::Branch, false, ROWS[0]),
    axis("r1", ("河滨路", "Hebin Road"), Grade::Secondary, false, ROWS[1]),
    axis("r2", ("星河大道", "Xinghe Avenue"), Grade::Primary, false, ROWS[2]),
    axis("r3", ("青禾街", "Qinghe Street"), Grade::Branch, false, ROWS[3]),
    axis("r4", ("云栖街", "Yunqi Street"), Grade::Branch, false, ROWS[4]),
    axis("r5", ("北辰路", "Beichen Road"), Grade::Secondary, false, ROWS[5]),
];

/// The street that runs north at a column.
pub(crate) fn column(index: usize) -> Axis {
    AXES[index]
}

/// The street that runs east at a row.
pub(crate) fn row(index: usize) -> Axis {
    AXES[COLUMNS.len() + index]
}

/// A block inside the red lines; `column` 0…3 from the west, `row` 0…4 from the south.
pub(crate) fn block(column_index: usize, row_index: usize) -> Rectangle {
    let (west, east) = (column(column_index), column(column_index + 1));
    let (south, north) = (row(row_index), row(row_index + 1));
    Rectangle::new(
        west.at + west.grade.red_line(),
        south.at + south.grade.red_line(),
        east.at - east.grade.red_line(),
        north.at - north.grade.red_line(),
    )
}

/// The station's box under the avenue (top 3.2 m below the ground, bottom 17 m).
pub(crate) const STATION_BOX: Rectangle = Rectangle::new(-112.0, -13.0, 112.0, 13.0);
/// Depths of the station's box below the ground: top, bottom, metres.
pub(crate) const STATION_DEPTHS: [f64; 2] = [3.2, 17.0];
/// Axes of the two metro tubes beside the station, and the depth of their middle.
pub(crate) const METRO_TUBES: [f64; 2] = [-6.6, 6.6];
/// See [`METRO_TUBES`].
pub(crate) const METRO_DEPTH_M: f64 = 14.0;
/// Street-level places of the four station entrances A, B, C, D (north-west, north-east, south-east,
/// south-west), outside the red lines.
pub(crate) const STATION_ENTRANCES: [Place; 4] = [[-46.0, 27.0], [48.0, 27.0], [44.0, -27.0], [-48.0, -27.0]];

/// The utility tunnels (综合管廊): key, name, line in the plan; the depth of the roof is 2.5 m.
pub(crate) fn corridors() -> [(&'static str, Name, [Place; 2]); 2] {
    [
        ("GL1", ("河滨路综合管廊", "Hebin Road utility tunnel"), [[-440.0, -217.0], [420.0, -217.0]]),
        ("GL2", ("枫桦路综合管廊", "Fenghua Road utility tunnel"), [[-216.0, -217.0], [-216.0, 340.0]]),
    ]
}
/// Depth of the utility tunnels' roof below the ground, metres.
pub(crate) const CORRIDOR_COVER_M: f64 = 2.5;

/// The planning unit inside the axes of its border streets.
pub(crate) const UNIT: Rectangle = Rectangle::new(COLUMNS[0], ROWS[0], COLUMNS[4], ROWS[5]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_and_its_implementation_unit_have_the_sizes_of_the_programme() {
        assert!((UNIT.area_m2() / 1e4 - 76.5).abs() < 0.1, "{}", UNIT.area_m2());
        let implementation: f64 =
            plots().iter().filter(|p| p.implementation).map(|p| p.outline.area_m2()).sum();
        // Parcels alone; with the streets between them the implementation unit is larger.
        assert!((170_000.0..240_000.0).contains(&implementation), "{implementation}");
    }

    #[test]
    fn parcels_do_not_overlap_and_stay_inside_their_blocks() {
        let plots = plots();
        for (i, a) in plots.iter().enumerate() {
            let o = a.outline;
            assert!(o.east - o.west > 30.0 && o.north - o.south > 30.0, "{} is too small: {o:?}", a.key);
            for b in &plots[i + 1..] {
                let apart = o.east <= b.outline.west
                    || b.outline.east <= o.west
                    || o.north <= b.outline.south
                    || b.outline.north <= o.south;
                assert!(apart, "{} and {} overlap", a.key, b.key);
            }
        }
    }

    #[test]
    fn the_canal_stays_in_its_park() {
        for u in (-440..=420).map(f64::from) {
            assert!(
                canal_v(u) - CANAL_HALF > CANAL_PARK[0] + 8.0
                    && canal_v(u) + CANAL_HALF < CANAL_PARK[1] - 8.0
            );
        }
    }
}
