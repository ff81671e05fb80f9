//! House connections: from each building straight to the mains of the nearest street it faces.

use linli_model::Medium::{self, Gas, Heat, Power, Sewage, Storm, Telecom, Water};

use super::Run;
use super::main_line::{Corridor, corridors};
use super::rule::{building_clearance_m, clearance_m, height_m};
use crate::draft::Draft;
use crate::plan::{Place, Rectangle};

/// Connections in their order along the façade, with their diameters in millimetres.
const CONNECTIONS: [(Medium, f64); 6] =
    [(Power, 150.0), (Telecom, 50.0), (Water, 63.0), (Sewage, 200.0), (Storm, 225.0), (Gas, 63.0)];
/// Outer diameter of heat connections, and the footprint from which a building has one.
const HEAT_MM: f64 = 160.0;
const LARGE_M2: f64 = 380.0;
/// Pavilions and station entrances smaller than this have no connections of their own.
const SMALL_M2: f64 = 60.0;
/// Distance between connections along the façade, metres.
const SPACING_M: f64 = 2.2;
/// How far a connection may be moved along the façade, and in which steps, metres.
const STEP_M: f64 = 0.4;
const STEPS: i32 = 14;
/// Longest connection, metres.
const LONGEST_M: f64 = 60.0;
/// Depth of a storm drain's invert where it leaves the house, metres.
const STORM_AT_HOUSE_M: f64 = 3.45;

/// A façade that faces a street: the building's side, and the street.
struct Front {
    corridor: Corridor,
    /// Coordinate of the side across the street's direction, and its ends along it.
    side: f64,
    along: [f64; 2],
}

impl Front {
    /// A straight line from the façade to a line of the street.
    fn line(&self, along: f64, beside: f64) -> [Place; 2] {
        let main = self.corridor.axis + beside;
        if self.corridor.north {
            [[self.side, along], [main, along]]
        } else {
            [[along, self.side], [along, main]]
        }
    }

    fn distance_m(&self) -> f64 {
        (self.side - self.corridor.axis).abs()
    }
}

/// Adds the connections of all buildings.
pub(super) fn connect(draft: &Draft, runs: &mut Vec<Run>) {
    for (i, outline) in draft.built.iter().enumerate().filter(|(_, o)| o.area_m2() >= SMALL_M2) {
        let others: Vec<Rectangle> =
            draft.built.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, r)| *r).collect();
        let mut fronts = fronts(outline);
        fronts.retain(|front| {
            let middle = (front.along[0] + front.along[1]) / 2.0;
            let [a, b] = front.line(middle, 0.0);
            front.distance_m() <= LONGEST_M && !others.iter().any(|o| o.grown(0.5).is_crossed(a, b))
        });
        fronts.sort_by(|a, b| a.distance_m().total_cmp(&b.distance_m()));
        if let Some(front) = fronts.first() {
            connect_front(front, &others, runs);
        }
        heat(outline, &others, runs);
    }
}

fn fronts(outline: &Rectangle) -> Vec<Front> {
    let mut fronts = Vec::new();
    for corridor in corridors() {
        let (along, sides) = if corridor.north {
            ([outline.south, outline.north], [outline.west, outline.east])
        } else {
            ([outline.west, outline.east], [outline.south, outline.north])
        };
        let reaches = corridor.ends[0].0 < along[0] && along[1] < corridor.ends[1].0;
        let side = if corridor.axis < sides[0] { sides[0] } else { sides[1] };
        if reaches && (corridor.axis < sides[0] || corridor.axis > sides[1]) {
            fronts.push(Front { corridor, side, along });
        }
    }
    fronts
}

/// Large buildings near the main street take heat from there, wherever their façade sees it.
fn heat(outline: &Rectangle, others: &[Rectangle], runs: &mut Vec<Run>) {
    if outline.area_m2() < LARGE_M2 {
        return;
    }
    let mut faced = fronts(outline);
    faced.retain(|front| front.distance_m() <= LONGEST_M);
    let front = faced.iter().find_map(|f| Some((f, f.corridor.tracks.iter().find(|t| t.0 == Heat)?.1)));
    let Some((front, beside)) = front else { return };
    let width = front.along[1] - front.along[0];
    let steps = (width / STEP_M).floor() as u32;
    let run = (2..steps.saturating_sub(1))
        .map(|n| front.along[0] + STEP_M * f64::from(n))
        .map(|at| Run {
            medium: Heat,
            diameter_mm: HEAT_MM,
            ends: front.line((at * 100.0).round() / 100.0, beside),
            z_m: None,
            house: true,
        })
        .find(|run| is_clear(run, runs, others));
    runs.extend(run);
}

fn connect_front(front: &Front, others: &[Rectangle], runs: &mut Vec<Run>) {
    let width = front.along[1] - front.along[0];
    let room = ((width - 2.0) / SPACING_M).floor().max(0.0) as usize + 1;
    let offered = CONNECTIONS.into_iter().filter_map(|(medium, diameter)| {
        let track = front.corridor.tracks.iter().find(|t| t.0 == medium)?;
        Some((medium, diameter, track.1))
    });
    let wanted: Vec<_> = offered.take(room).collect();
    let first = (front.along[0] + front.along[1]) / 2.0 - SPACING_M * (wanted.len() as f64 - 1.0) / 2.0;
    for (i, (medium, diameter_mm, beside)) in wanted.into_iter().enumerate() {
        let place = first + SPACING_M * i as f64;
        let steps = (0..=STEPS).flat_map(|n| [n, -n]).map(|n| place + STEP_M * f64::from(n));
        let inside = steps.filter(|at| (front.along[0] + 0.8..=front.along[1] - 0.8).contains(at));
        let run = inside
            .map(|at| Run {
                medium,
                diameter_mm,
                ends: front.line((at * 100.0).round() / 100.0, beside),
                z_m: None,
                house: true,
            })
            .find(|run| is_clear(run, runs, others));
        if let Some(mut run) = run {
            run.z_m = heights(&run);
            runs.push(run);
        }
    }
}

/// What runs by gravity falls from the house to the main: storm water passes below all pressure
/// lines, sewage below the storm drains as well.
fn heights(run: &Run) -> Option<[f64; 2]> {
    let [house, main] = run.ends;
    match run.medium {
        Storm => Some([-STORM_AT_HOUSE_M, height_m(Storm, main) + 0.25]),
        Sewage => Some([height_m(Sewage, house) + 0.75, height_m(Sewage, main) + 0.15]),
        _ => None,
    }
}

/// Whether a line keeps the clearances to the lines beside it and to the other buildings.
fn is_clear(run: &Run, runs: &[Run], others: &[Rectangle]) -> bool {
    let beside = runs
        .iter()
        .all(|other| gap_m(run, other).is_none_or(|gap| gap >= clearance_m(run.medium, other.medium)));
    let [a, b] = run.ends;
    let least = if run.medium == Water { 1.0 } else { building_clearance_m(run.medium) };
    beside && !others.iter().any(|o| o.grown(least + run.radius_m()).is_crossed(a, b))
}

/// Gap between the faces of two parallel lines that run side by side.
fn gap_m(a: &Run, b: &Run) -> Option<f64> {
    let north = |run: &Run| (run.ends[0][0] - run.ends[1][0]).abs() < 1e-9;
    if north(a) != north(b) {
        return None;
    }
    let (along, across) = if north(a) { (1, 0) } else { (0, 1) };
    let span = |run: &Run| {
        let [p, q] = run.ends.map(|end| end[along]);
        [p.min(q), p.max(q)]
    };
    let ([a0, a1], [b0, b1]) = (span(a), span(b));
    let reach = 1.5;
    let beside = a0 < b1 + reach && b0 < a1 + reach;
    beside.then(|| (a.ends[0][across] - b.ends[0][across]).abs() - a.radius_m() - b.radius_m())
}
