//! Mains of pressure pipes and cables: which line runs where in each street.
//!
//! From the red line to the middle: power, telecom, water, gas, heat, reclaimed water (GB 50289-2016, order
//! of lines in plan); sewage and storm drains follow in [`super::gravity`]. In the border streets all lines
//! lie in the half of this unit, so that the neighbour's lie in the other half.

use linli_model::Medium::{self, Gas, Heat, Power, Reclaimed, Telecom, Water};
use linli_model::Section;

use super::run::{Role, Run};
use crate::xinghe::plan::{AXES, Axis, COLUMNS, ROWS, UNIT};

/// Pipe of an outer diameter in millimetres, or ducts: columns, rows, outer width and height.
#[derive(Clone, Copy, Debug)]
pub(super) enum Size {
    Pipe(f64),
    Ducts(u8, u8, f64, f64),
}

use Size::{Ducts, Pipe};

/// Ducts of 10 kV: main and branch; ducts of telecom: main and branch.
const POWER_MAIN: Size = Ducts(4, 3, 900.0, 700.0);
const POWER: Size = Ducts(3, 2, 700.0, 500.0);
const TELECOM_MAIN: Size = Ducts(3, 2, 450.0, 320.0);
const TELECOM: Size = Ducts(2, 2, 320.0, 320.0);

/// A line in the profile of a street: medium, distance from the axis (north or east positive), size.
pub(super) type Track = (Medium, f64, Size);

/// Place of the reclaimed water in the avenue.
const AVENUE_RECLAIMED: f64 = 15.0;

const AVENUE: &[Track] = &[
    (Power, -20.9, POWER_MAIN),
    (Telecom, -19.5, TELECOM),
    (Water, -17.9, Pipe(300.0)),
    (Gas, -16.9, Pipe(200.0)),
    (Power, 20.9, POWER),
    (Telecom, 19.5, TELECOM_MAIN),
    (Water, 17.9, Pipe(200.0)),
    (Gas, 16.7, Pipe(200.0)),
    (Reclaimed, AVENUE_RECLAIMED, Pipe(160.0)),
];
/// Hebin Road: the tunnel lies under its southern half.
const HEBIN: &[Track] = &[
    (Power, 15.0, POWER_MAIN),
    (Telecom, 13.4, TELECOM_MAIN),
    (Water, 11.7, Pipe(300.0)),
    (Gas, 10.2, Pipe(200.0)),
    (Power, -15.2, POWER),
    (Telecom, -14.0, TELECOM),
    (Water, -12.6, Pipe(200.0)),
];
const XINGHE_MIDDLE: &[Track] = &[
    (Power, 15.0, POWER_MAIN),
    (Water, 13.0, Pipe(300.0)),
    (Reclaimed, 10.9, Pipe(200.0)),
    (Telecom, -15.0, TELECOM_MAIN),
    (Gas, -12.8, Pipe(250.0)),
];
/// Fenghua Road: the tunnel lies under its eastern half.
const FENGHUA: &[Track] =
    &[(Power, 9.2, POWER), (Telecom, -9.2, TELECOM), (Water, -7.4, Pipe(200.0)), (Gas, -6.3, Pipe(160.0))];
/// Place of the reclaimed water in the branch streets around the central park.
const PARK_WATER: f64 = -6.45;
const BRANCH: &[Track] = &[
    (Power, 9.2, POWER),
    (Water, 7.2, Pipe(200.0)),
    (Telecom, -9.2, TELECOM),
    (Gas, -7.2, Pipe(160.0)),
    (Reclaimed, PARK_WATER, Pipe(160.0)),
];
const WEST_BORDER: &[Track] =
    &[(Power, 15.0, POWER), (Telecom, 13.8, TELECOM), (Water, 12.3, Pipe(200.0)), (Gas, 10.6, Pipe(200.0))];
const EAST_BORDER: &[Track] = &[
    (Power, -15.0, POWER),
    (Telecom, -13.8, TELECOM),
    (Water, -12.3, Pipe(200.0)),
    (Gas, -10.6, Pipe(200.0)),
];
const SOUTH_BORDER: &[Track] =
    &[(Power, 9.2, POWER), (Telecom, 8.1, TELECOM), (Water, 6.8, Pipe(160.0)), (Gas, 5.95, Pipe(110.0))];

/// Lines of a street.
pub(super) fn tracks(street: &str) -> &'static [Track] {
    match street {
        "r2" => AVENUE,
        "r1" => HEBIN,
        "c2" => XINGHE_MIDDLE,
        "c1" => FENGHUA,
        "c0" => WEST_BORDER,
        "c4" | "r5" => EAST_BORDER,
        "r0" => SOUTH_BORDER,
        _ => BRANCH,
    }
}

/// Distances of a medium's lines from the axis of a street.
pub(super) fn offsets(street: &str, medium: Medium) -> Vec<f64> {
    tracks(street).iter().filter(|t| t.0 == medium).map(|t| t.1).collect()
}

/// Distances of the heat pipes, supply and return, from the avenue's axis, and the diameter of their
/// jackets in millimetres.
pub(super) const HEAT_TRACKS: [f64; 2] = [-14.2, -15.3];
/// See [`HEAT_TRACKS`].
pub(super) const HEAT_MM: f64 = 500.0;

/// All mains of pressure pipes and cables, the larger ones first: later ones yield.
pub(super) fn mains() -> Vec<Run> {
    let mut runs = heat();
    for medium in [Water, Reclaimed, Gas, Power, Telecom] {
        for axis in &AXES {
            for track in tracks(axis.key).iter().filter(|t| t.0 == medium) {
                runs.push(main(axis, track));
            }
        }
    }
    runs
}

fn main(axis: &Axis, (medium, beside, size): &Track) -> Run {
    let across = axis.at + beside;
    let points = ends(axis, *medium).map(|at| if axis.north { [across, at] } else { [at, across] }).to_vec();
    let (section, diameter_mm) = match *size {
        Pipe(diameter) => (Section::Round, diameter),
        Ducts(columns, rows, width_mm, height_mm) => {
            (Section::DuctBank { columns, rows, width_mm, height_mm }, width_mm)
        }
    };
    let voltage_kv = (*medium == Power).then_some(10.0);
    let count = match *size {
        Ducts(columns, rows, ..) => Some(u32::from(columns) * u32::from(rows) / 2),
        Pipe(_) => None,
    };
    Run { section, voltage_kv, count, ..Run::pipe(axis.key, *medium, diameter_mm, points, Role::Main) }
}

/// Where a medium's main begins and ends along a street. Reclaimed water comes out of the tunnel under Hebin
/// Road and makes a net around the core and the central park.
fn ends(axis: &Axis, medium: Medium) -> [f64; 2] {
    let last = COLUMNS[3] + PARK_WATER;
    match (medium, axis.key) {
        (Reclaimed, "c2") => [ROWS[1] + 12.0, ROWS[4] + PARK_WATER],
        (Reclaimed, "c3") => [AVENUE_RECLAIMED, ROWS[4] + PARK_WATER],
        (Reclaimed, _) => [COLUMNS[1] + 14.0, last],
        (_, _) if axis.north => {
            let hebin = offsets("r1", medium).into_iter().fold(f64::MAX, f64::min);
            [ROWS[1] + hebin, UNIT.north]
        }
        _ => [UNIT.west, UNIT.east],
    }
}

/// Supply and return from the tunnel under Fenghua Road to the core along the avenue.
fn heat() -> Vec<Run> {
    let pipe = |beside: f64| {
        let points = vec![[COLUMNS[1] + 18.0, beside], [COLUMNS[3] - 14.0, beside]];
        Run::pipe("r2", Heat, HEAT_MM, points, Role::Main)
    };
    HEAT_TRACKS.map(pipe).to_vec()
}
