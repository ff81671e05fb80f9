//! Mains: which line runs where in each street.
//!
//! From the red line to the middle: power, telecom, water, gas, heat, sewage, storm, spread over
//! both sides of the street (GB 50289-2016, order of lines in plan).

use linli_model::Medium::{self, Gas, Heat, Power, Sewage, Storm, Telecom, Water};

use super::Run;
use crate::plan::{CROSS_STREETS, LANES, NORTH_STREET, SITE, SOUTH_STREET};

/// A line in the profile of a street: medium, distance from the axis (north or east positive),
/// outer diameter in millimetres.
pub(super) type Track = (Medium, f64, f64);

/// Main street.
pub(super) const MAIN: &[Track] = &[
    (Power, -15.2, 300.0),
    (Water, -12.7, 300.0),
    (Heat, -10.5, 400.0),
    (Sewage, -3.5, 500.0),
    (Storm, 1.5, 1000.0),
    (Gas, 12.4, 200.0),
    (Telecom, 15.0, 200.0),
];
/// Residential streets.
pub(super) const RESIDENTIAL: &[Track] = &[
    (Power, -8.3, 300.0),
    (Water, -6.4, 200.0),
    (Sewage, -1.4, 400.0),
    (Storm, 1.4, 600.0),
    (Gas, 6.6, 160.0),
    (Telecom, 8.3, 200.0),
];
/// Living streets.
pub(super) const LANE: &[Track] = &[
    (Power, -3.7, 200.0),
    (Water, -2.2, 110.0),
    (Sewage, 0.0, 300.0),
    (Gas, 1.7, 110.0),
    (Telecom, 2.9, 100.0),
];
/// The path between the row houses.
pub(super) const COURT: &[Track] =
    &[(Power, -3.0, 200.0), (Water, -1.9, 110.0), (Sewage, 0.0, 300.0), (Gas, 1.8, 110.0)];

/// Axis of the path between the row houses, and of the market lane.
const COURT_AXIS: f64 = -98.0;
const MARKET_AXIS: f64 = -78.0;
/// Where the storm water is pumped up to the canal.
pub(super) const PUMP: [f64; 2] = [CROSS_STREETS[2] + 1.4, -150.0];

/// A street with mains: whether it runs north, its axis, its profile, and where it starts and ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Corridor {
    pub north: bool,
    pub axis: f64,
    pub tracks: &'static [Track],
    pub ends: [(f64, &'static [Track]); 2],
}

const ON_ITS_OWN: &[Track] = &[];

/// All streets with mains. An end is at the axis of another street, and each line goes on to that
/// street's line of the same medium.
pub(super) fn corridors() -> Vec<Corridor> {
    let corridor = |north, axis, tracks, ends| Corridor { north, axis, tracks, ends };
    let mut all = vec![corridor(false, 0.0, MAIN, [(SITE.west, ON_ITS_OWN), (SITE.east, ON_ITS_OWN)])];
    let row = [(CROSS_STREETS[0], RESIDENTIAL), (CROSS_STREETS[3], RESIDENTIAL)];
    let column = [(SOUTH_STREET, RESIDENTIAL), (NORTH_STREET, RESIDENTIAL)];
    all.extend([SOUTH_STREET, NORTH_STREET].map(|y| corridor(false, y, RESIDENTIAL, row)));
    all.extend(CROSS_STREETS.map(|x| corridor(true, x, RESIDENTIAL, column)));
    all.push(corridor(true, LANES[0], LANE, [(0.0, MAIN), (NORTH_STREET, RESIDENTIAL)]));
    all.push(corridor(true, LANES[1], LANE, column));
    let court = [(LANES[1], LANE), (CROSS_STREETS[3], RESIDENTIAL)];
    all.push(corridor(false, COURT_AXIS, COURT, court));
    all.push(corridor(false, MARKET_AXIS, LANE, court));
    all
}

/// Distance of a medium's line from the axis in a profile; 0 where it has none.
fn offset(tracks: &[Track], medium: Medium) -> f64 {
    tracks.iter().find(|t| t.0 == medium).map_or(0.0, |t| t.1)
}

/// The mains of all streets.
pub(super) fn mains() -> Vec<Run> {
    let mut runs = Vec::new();
    for corridor in corridors() {
        for (medium, beside, diameter_mm) in corridor.tracks {
            let across = corridor.axis + beside;
            let ends = corridor.ends.map(|(at, tracks)| {
                let along = at + offset(tracks, *medium);
                if corridor.north { [across, along] } else { [along, across] }
            });
            runs.push(Run { medium: *medium, diameter_mm: *diameter_mm, ends, z_m: None, house: false });
        }
    }
    let sump = [PUMP[0], SOUTH_STREET + offset(RESIDENTIAL, Storm)];
    runs.push(Run { medium: Storm, diameter_mm: 1000.0, ends: [sump, PUMP], z_m: None, house: false });
    let outfall = [PUMP[0], -158.0];
    runs.push(Run {
        medium: Storm,
        diameter_mm: 800.0,
        ends: [PUMP, outfall],
        z_m: Some([-1.9, -1.9]),
        house: false,
    });
    runs
}
