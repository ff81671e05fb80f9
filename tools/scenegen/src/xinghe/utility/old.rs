//! Old lines of the estate of the 1980s, as they lie there: with their conflicts.

use linli_model::GasPressure;
use linli_model::Medium::{self, Gas, Power, Sewage, Storm, Telecom, Water};

use super::run::{Claim, Profile, Role, Run};
use crate::plan::Place;
use crate::xinghe::relief::plan_height_m;

/// What two old lines do to each other, or one to the ground above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Too close beside each other (GB 50289-2016, table 4.1.9).
    Beside(&'static str, &'static str),
    /// Too little between them where they cross (table 4.1.14).
    Crossing(&'static str, &'static str),
    /// Too little cover (table 4.1.1).
    Shallow(&'static str),
}

/// The conflicts that the old lines are drawn with, by the keys of the runs: medium and place.
pub const CONFLICTS: [Conflict; 9] = [
    Conflict::Beside("pipe/gas/C1", "pipe/sewage/C1"),
    Conflict::Beside("pipe/sewage/C1", "pipe/water/C1"),
    Conflict::Beside("pipe/power/C1", "pipe/telecom/C1"),
    Conflict::Beside("pipe/storm/C3", "pipe/water/C3"),
    Conflict::Crossing("pipe/sewage/C1", "pipe/water/C1"),
    Conflict::Crossing("pipe/gas/C1", "pipe/storm/C1"),
    Conflict::Crossing("pipe/storm/c0", "pipe/telecom/B2"),
    Conflict::Shallow("pipe/gas/C1"),
    Conflict::Shallow("pipe/sewage/C3"),
];

/// Northings between which the lines of the first and of the second estate lie.
const FIRST: [f64; 2] = [328.0, 182.0];
/// See [`FIRST`].
const SECOND: [f64; 2] = [452.0, 352.0];
/// Year in which the estates were built.
const YEAR: i32 = 1987;

/// The old lines: in the lanes beside the two old estates, and one crossing of Wangxi Road.
pub(super) fn runs() -> Vec<Run> {
    let mut runs = vec![
        drain("C1", Sewage, 300.0, (-326.6, FIRST), 1.5),
        drain("C1", Storm, 400.0, (-324.4, FIRST), 1.4),
        level("C1", Water, 100.0, (-325.75, FIRST), -1.0),
        level("C1", Gas, 100.0, (-327.35, FIRST), -0.4),
        level("C1", Power, 110.0, (-329.3, FIRST), -0.65),
        level("C1", Telecom, 110.0, (-329.6, FIRST), -0.7),
        drain("C3", Storm, 300.0, (-296.0, SECOND), 1.5),
        level("C3", Water, 100.0, (-297.0, SECOND), -1.0),
        drain("C3", Sewage, 300.0, (-294.0, SECOND), 0.75),
    ];
    // Water into the first estate, hardly above the sewer.
    let water = [[0.0, -1.0], [5.2, -1.0]];
    runs.push(bent("C1", Water, 63.0, [[-325.75, 255.0], [-330.95, 255.0]], &water));
    // Gas out of it, hardly above the storm drain.
    let over = crown(&runs, Storm, [-324.4, 230.0]) + 0.06 + 0.0315;
    let gas = [[0.0, -0.4], [1.6, -0.62], [2.4, over], [4.3, over]];
    runs.push(bent("C1", Gas, 63.0, [[-327.35, 230.0], [-323.05, 230.0]], &gas));
    let over = crown(&super::gravity::mains(), Storm, [-438.0, 60.0]) + 0.05 + 0.055;
    let telecom = [[0.0, over], [13.0, over]];
    runs.push(bent("B2", Telecom, 110.0, [[-440.0, 60.0], [-427.0, 60.0]], &telecom));
    runs
}

fn old(place: &'static str, medium: Medium, mm: f64, points: Vec<Place>, profile: Profile) -> Run {
    Run {
        claim: Claim::Existing,
        year: Some(YEAR),
        profile,
        gas_pressure: (medium == Gas).then_some(GasPressure::Low),
        voltage_kv: (medium == Power).then_some(0.4),
        ..Run::pipe(place, medium, mm, points, Role::Old)
    }
}

fn level(place: &'static str, medium: Medium, mm: f64, (u, ends): (f64, [f64; 2]), z: f64) -> Run {
    let points = ends.map(|v| [u, v]).to_vec();
    old(place, medium, mm, points, Profile::Relative(vec![[0.0, z], [ends[0] - ends[1], z]]))
}

fn bent(place: &'static str, medium: Medium, mm: f64, ends: [Place; 2], z: &[[f64; 2]]) -> Run {
    let profile = z.iter().map(|p| p.map(|v| (v * 1000.0).round() / 1000.0)).collect();
    old(place, medium, mm, ends.to_vec(), Profile::Relative(profile))
}

/// A drain that falls to the south from a depth of its invert.
fn drain(place: &'static str, medium: Medium, mm: f64, (u, ends): (f64, [f64; 2]), depth: f64) -> Run {
    let from = plan_height_m([u, ends[0]]) - depth;
    let length = ends[0] - ends[1];
    let z = [from, from - 0.0031 * length].map(|v| (v * 1000.0).round() / 1000.0);
    let points = ends.map(|v| [u, v]).to_vec();
    old(place, medium, mm, points, Profile::Absolute(vec![[0.0, z[0]], [length, z[1]]]))
}

/// Top of a medium's line at a place, metres above the ground; 0 where there is none.
fn crown(runs: &[Run], medium: Medium, place: Place) -> f64 {
    let of = |run: &Run| Some(run.faces_m(run.station_of(place)?)[1]);
    runs.iter().filter(|run| run.medium == medium).find_map(of).unwrap_or(0.0)
}
