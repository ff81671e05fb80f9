//! The parcels of Xinghe with their limits, station first.

use linli_model::LandUse;

use super::{CANAL_PARK, Plot, Programme, block};
use crate::plan::{Name, Rectangle};

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
