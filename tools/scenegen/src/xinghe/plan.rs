//! The plan of Xinghe in numbers: street axes, blocks, parcels, underground alignments.
//!
//! Everything is in the **plan frame** of one planning unit: the origin is the crossing over the middle of
//! the metro station, `u` along Xinghe Avenue to the east, `v` across it to the north, metres. The frame is
//! turned and shifted into the scene by [`super::placing::Placing`].

use linli_model::{LandUse, StreetClass};

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

/// What is built on a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Programme {
    /// Office and hotel towers on a podium of shops.
    CoreOffices,
    /// Flats over shops, with the bus hub in the podium.
    CoreHomesAndBusHub,
    /// Offices and start-up space around a court.
    StartUpCourt,
    /// Talent flats over shops and a cultural forum.
    TalentFlats,
    /// The square at the station.
    StationSquare,
    /// High-rise housing, 18 to 26 storeys.
    HighRise,
    /// Mid-rise housing, 9 to 11 storeys.
    MidRise,
    /// Low housing at the canal, 4 to 6 storeys.
    LowRise,
    /// Estate of the 1980s that stays, refurbished.
    OldEstateKept,
    /// Estate of the 1980s that is rebuilt; what stands today and what replaces it.
    OldEstateRenewed,
    /// Nine-year school.
    School,
    /// Kindergarten.
    Kindergarten,
    /// Nursery and family centre.
    Nursery,
    /// Health station and elderly day care.
    HealthAndCare,
    /// Neighbourhood centre: services, governance, police point, parcel hub.
    NeighbourhoodCentre,
    /// Cultural centre.
    CulturalCentre,
    /// Library.
    Library,
    /// Fresh market and shops.
    Market,
    /// Start-up campus, low.
    Campus,
    /// Sports hall and grounds.
    Sports,
    /// Central park.
    CentralPark,
    /// Energy station, storage, substation, small fire station.
    EnergyAndFire,
}

/// A parcel of the plan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plot {
    /// Short key, unique in the unit: `A1`…
    pub key: &'static str,
    pub name: Name,
    pub outline: Rectangle,
    pub land_use: LandUse,
    pub programme: Programme,
    pub far_max: f64,
    pub coverage_max_pct: f64,
    pub height_max_m: f64,
    pub green_min_pct: f64,
    pub setback_m: f64,
    /// Whether it is part of the implementation unit (实施单元, about 24 ha).
    pub implementation: bool,
    /// Levels of the basement under it; 0 none.
    pub basement_levels: u32,
}

impl Plot {
    /// Where buildings may stand.
    pub(crate) fn buildable(&self) -> Rectangle {
        self.outline.grown(-self.setback_m)
    }

    /// Outline of the basement: three metres inside the parcel; empty land has none.
    pub(crate) fn basement(&self) -> Option<Rectangle> {
        (self.basement_levels > 0).then(|| self.outline.grown(-3.0))
    }
}

/// Limits of a parcel: FAR, coverage %, height m, green %, setback m.
type Limits = [f64; 5];

struct Cut {
    column: usize,
    row: usize,
    /// Part of the block: west, south, east, north as shares of its width and depth.
    part: [f64; 4],
}

const fn cut(column: usize, row: usize, part: [f64; 4]) -> Cut {
    Cut { column, row, part }
}

const WHOLE: [f64; 4] = [0.0, 0.0, 1.0, 1.0];

fn plot(
    key: &'static str,
    name: Name,
    cut: Cut,
    (land_use, programme): (LandUse, Programme),
    [far_max, coverage_max_pct, height_max_m, green_min_pct, setback_m]: Limits,
    (implementation, basement_levels): (bool, u32),
) -> Plot {
    let whole = block(cut.column, cut.row);
    let [w, s, e, n] = cut.part;
    // Half a living street lies between two parcels of one block.
    let gap = |share: f64, edge: f64| if share == edge { 0.0 } else { 4.0 };
    let (width, depth) = (whole.east - whole.west, whole.north - whole.south);
    let outline = Rectangle::new(
        round(whole.west + width * w + gap(w, 0.0)),
        round(whole.south + depth * s + gap(s, 0.0)),
        round(whole.west + width * e - gap(e, 1.0)),
        round(whole.south + depth * n - gap(n, 1.0)),
    );
    Plot {
        key,
        name,
        outline,
        land_use,
        programme,
        far_max,
        coverage_max_pct,
        height_max_m,
        green_min_pct,
        setback_m,
        implementation,
        basement_levels,
    }
}

fn round(v: f64) -> f64 {
    (v * 10.0).round() / 10.0
}

/// The parcels of the unit, station first.
pub(crate) fn plots() -> Vec<Plot> {
    use LandUse as L;
    use Programme as P;
    // The southern row is cut by the park along the canal.
    let south = block(0, 0);
    let share = |v: f64| (v - south.south) / (south.north - south.south);
    let (low, high) = (share(CANAL_PARK[0]), share(CANAL_PARK[1]));
    let bank = [0.0, high, 1.0, 1.0];
    let far_bank = [0.0, 0.0, 1.0, low];
    vec![
        // Around the station.
        plot(
            "A1",
            ("星河之心", "Heart of Xinghe"),
            cut(1, 2, WHOLE),
            (L::Business, P::CoreOffices),
            [6.0, 50.0, 150.0, 15.0, 6.0],
            (true, 3),
        ),
        plot(
            "A2",
            ("星河天街", "Xinghe Sky Street"),
            cut(2, 2, WHOLE),
            (L::Mixed, P::CoreHomesAndBusHub),
            [4.8, 50.0, 100.0, 20.0, 6.0],
            (true, 3),
        ),
        plot(
            "A3",
            ("众创里", "Start-up Court"),
            cut(1, 1, [0.0, 0.0, 0.62, 1.0]),
            (L::Innovation, P::StartUpCourt),
            [3.6, 45.0, 80.0, 20.0, 6.0],
            (true, 2),
        ),
        plot(
            "A4",
            ("星河广场", "Xinghe Square"),
            cut(1, 1, [0.62, 0.0, 1.0, 1.0]),
            (L::Square, P::StationSquare),
            [0.1, 10.0, 12.0, 30.0, 0.0],
            (true, 2),
        ),
        plot(
            "A5",
            ("青年公馆", "Talent Flats"),
            cut(2, 1, WHOLE),
            (L::Mixed, P::TalentFlats),
            [4.2, 45.0, 100.0, 20.0, 6.0],
            (true, 2),
        ),
        // West.
        plot(
            "B1",
            ("望溪府", "Wangxi Terrace"),
            cut(0, 1, WHOLE),
            (L::Residential, P::HighRise),
            [2.8, 22.0, 80.0, 35.0, 8.0],
            (false, 2),
        ),
        plot(
            "B2",
            ("枫桦苑", "Fenghua Gardens"),
            cut(0, 2, [0.0, 0.0, 0.72, 1.0]),
            (L::Residential, P::MidRise),
            [2.0, 28.0, 36.0, 35.0, 6.0],
            (false, 1),
        ),
        plot(
            "B3",
            ("康养中心", "Health and Care Centre"),
            cut(0, 2, [0.72, 0.0, 1.0, 1.0]),
            (L::Health, P::HealthAndCare),
            [1.6, 40.0, 30.0, 35.0, 6.0],
            (false, 1),
        ),
        // The old estate.
        plot(
            "C1",
            ("机床新村（保留）", "Machine Tool Village, kept"),
            cut(0, 3, [0.0, 0.0, 0.5, 1.0]),
            (L::Residential, P::OldEstateKept),
            [1.6, 35.0, 24.0, 25.0, 4.0],
            (false, 0),
        ),
        plot(
            "C2",
            ("机床新村（改造）", "Machine Tool Village, renewed"),
            cut(0, 3, [0.5, 0.0, 1.0, 1.0]),
            (L::Residential, P::OldEstateRenewed),
            [2.4, 28.0, 54.0, 30.0, 6.0],
            (true, 1),
        ),
        plot(
            "C3",
            ("机床二村（保留）", "Second Machine Tool Village, kept"),
            cut(0, 4, [0.0, 0.0, 0.66, 1.0]),
            (L::Residential, P::OldEstateKept),
            [1.6, 35.0, 24.0, 25.0, 4.0],
            (false, 0),
        ),
        plot(
            "C4",
            ("能源站与消防站", "Energy and fire station"),
            cut(0, 4, [0.66, 0.0, 1.0, 1.0]),
            (L::Utility, P::EnergyAndFire),
            [0.8, 45.0, 18.0, 30.0, 5.0],
            (false, 1),
        ),
        // North.
        plot(
            "D1",
            ("云栖苑", "Yunqi Gardens"),
            cut(1, 3, [0.0, 0.0, 0.7, 1.0]),
            (L::Residential, P::MidRise),
            [2.2, 28.0, 36.0, 35.0, 6.0],
            (true, 1),
        ),
        plot(
            "D2",
            ("邻里中心", "Neighbourhood Centre"),
            cut(1, 3, [0.7, 0.0, 1.0, 1.0]),
            (L::CommunityService, P::NeighbourhoodCentre),
            [1.8, 45.0, 24.0, 25.0, 5.0],
            (true, 1),
        ),
        plot(
            "D3",
            ("星河中央公园", "Xinghe Central Park"),
            cut(2, 3, WHOLE),
            (L::Park, P::CentralPark),
            [0.05, 3.0, 8.0, 70.0, 0.0],
            (true, 0),
        ),
        plot(
            "D4",
            ("云栖台", "Yunqi Terrace"),
            cut(1, 4, WHOLE),
            (L::Residential, P::MidRise),
            [1.8, 30.0, 36.0, 35.0, 6.0],
            (false, 1),
        ),
        plot(
            "D5",
            ("文体中心", "Sports Centre"),
            cut(2, 4, WHOLE),
            (L::Sport, P::Sports),
            [0.6, 35.0, 24.0, 30.0, 6.0],
            (false, 1),
        ),
        // East.
        plot(
            "E1",
            ("听潮府", "Tingchao Terrace"),
            cut(3, 1, WHOLE),
            (L::Residential, P::HighRise),
            [2.8, 22.0, 80.0, 35.0, 8.0],
            (false, 2),
        ),
        plot(
            "E2",
            ("星河学校", "Xinghe School"),
            cut(3, 2, WHOLE),
            (L::Education, P::School),
            [0.9, 30.0, 24.0, 35.0, 6.0],
            (false, 1),
        ),
        plot(
            "E3",
            ("桐荫苑", "Tongyin Gardens"),
            cut(3, 3, [0.0, 0.0, 0.64, 1.0]),
            (L::Residential, P::MidRise),
            [2.0, 28.0, 36.0, 35.0, 6.0],
            (false, 1),
        ),
        plot(
            "E4",
            ("星河幼儿园", "Xinghe Kindergarten"),
            cut(3, 3, [0.64, 0.0, 1.0, 1.0]),
            (L::Education, P::Kindergarten),
            [0.8, 35.0, 15.0, 35.0, 6.0],
            (false, 0),
        ),
        plot(
            "E5",
            ("北辰苑", "Beichen Gardens"),
            cut(3, 4, [0.0, 0.0, 0.74, 1.0]),
            (L::Residential, P::MidRise),
            [1.8, 30.0, 36.0, 35.0, 6.0],
            (false, 1),
        ),
        plot(
            "E6",
            ("托育中心", "Nursery and Family Centre"),
            cut(3, 4, [0.74, 0.0, 1.0, 1.0]),
            (L::Education, P::Nursery),
            [0.8, 35.0, 15.0, 35.0, 6.0],
            (false, 0),
        ),
        // South of Hebin Road, along the canal.
        plot(
            "F1",
            ("星河文化馆", "Xinghe Cultural Centre"),
            cut(1, 0, bank),
            (L::Culture, P::CulturalCentre),
            [1.4, 45.0, 24.0, 25.0, 5.0],
            (false, 1),
        ),
        plot(
            "F2",
            ("河滨图书馆", "Riverside Library"),
            cut(2, 0, bank),
            (L::Culture, P::Library),
            [1.4, 45.0, 24.0, 25.0, 5.0],
            (false, 1),
        ),
        plot(
            "F3",
            ("河滨集市", "Riverside Market"),
            cut(0, 0, bank),
            (L::Commercial, P::Market),
            [1.5, 50.0, 18.0, 20.0, 5.0],
            (false, 1),
        ),
        plot(
            "F4",
            ("河滨里", "Riverside Lane"),
            cut(3, 0, bank),
            (L::Residential, P::LowRise),
            [1.4, 35.0, 20.0, 30.0, 5.0],
            (false, 0),
        ),
        plot(
            "G1",
            ("创新园", "Innovation Campus"),
            cut(0, 0, far_bank),
            (L::Innovation, P::Campus),
            [1.2, 40.0, 18.0, 30.0, 5.0],
            (false, 0),
        ),
        plot(
            "G2",
            ("南屏里西区", "Nanping Lane West"),
            cut(1, 0, far_bank),
            (L::Residential, P::LowRise),
            [1.3, 35.0, 18.0, 30.0, 5.0],
            (false, 0),
        ),
        plot(
            "G3",
            ("南屏里东区", "Nanping Lane East"),
            cut(2, 0, far_bank),
            (L::Residential, P::LowRise),
            [1.3, 35.0, 18.0, 30.0, 5.0],
            (false, 0),
        ),
        plot(
            "G4",
            ("创新园东区", "Innovation Campus East"),
            cut(3, 0, far_bank),
            (L::Innovation, P::Campus),
            [1.2, 40.0, 18.0, 30.0, 5.0],
            (false, 0),
        ),
    ]
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
