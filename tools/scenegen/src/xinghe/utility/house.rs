//! House connections: from each building, or from the wall of the basement under it, to the mains of the
//! nearest street.

use linli_model::Medium::{self, Gas, Heat, Power, Sewage, Storm, Telecom, Water};
use linli_model::{BuildingUse, GasPressure};

use super::building::House;
use super::corridor::Tunnel;
use super::gravity;
use super::rule::{building_m, horizontal_m};
use super::run::{Claim, Profile, Role, Run, distance};
use super::service_fall::fall;
use super::street_main::{HEAT_TRACKS, offsets};
use crate::plan::{Place, Rectangle};
use crate::xinghe::plan::{AXES, Axis, Programme};

/// Connections in the order in which they choose their places, with outer diameters in millimetres.
const CONNECTIONS: [(Medium, f64); 7] = [
    (Sewage, 225.0),
    (Storm, 300.0),
    (Water, 110.0),
    (Gas, 63.0),
    (Power, 160.0),
    (Telecom, 110.0),
    (Heat, 250.0),
];
/// Longest connection, metres.
const LONGEST_M: f64 = 170.0;
/// How places along a wall are tried, metres.
const STEP_M: f64 = 0.5;
/// Distance that a connection keeps from the corners of a wall, metres.
const CORNER_M: f64 = 1.0;
/// Footprint from which a building takes heat, square metres.
const HEATED_M2: f64 = 400.0;

/// A street that a parcel faces.
struct Front {
    axis: Axis,
    /// Coordinate of the parcel's edge across the street's direction.
    edge: f64,
    /// 1.0 where the parcel lies north or east of the street, -1.0 otherwise.
    side: f64,
}

impl Front {
    fn place(&self, along: f64, across: f64) -> Place {
        if self.axis.north { [across, along] } else { [along, across] }
    }

    /// Ends of a rectangle along the street, and its side that faces the street.
    fn sides(&self, r: &Rectangle) -> ([f64; 2], f64) {
        let (along, across) = if self.axis.north {
            ([r.south, r.north], [r.west, r.east])
        } else {
            ([r.west, r.east], [r.south, r.north])
        };
        (along, if self.side > 0.0 { across[0] } else { across[1] })
    }
}

/// Whether a building takes a medium.
fn wants(house: &House, medium: Medium) -> bool {
    let machine = matches!(house.use_, BuildingUse::Auxiliary | BuildingUse::Parking);
    match medium {
        Water | Sewage | Telecom => !machine,
        Gas => house.use_ == BuildingUse::Residential,
        Heat => {
            let core = matches!(
                house.plot.programme,
                Programme::CoreOffices | Programme::CoreHomesAndBusHub | Programme::StartUpCourt
            );
            let warm = matches!(house.use_, BuildingUse::Office | BuildingUse::Commercial);
            core && warm && house.outline.area_m2() >= HEATED_M2
        }
        _ => true,
    }
}

/// Adds the connections of all buildings; `runs` holds the mains in plan, the gravity ones with levels.
pub(super) fn connect(houses: &[House], built: &[Rectangle], tunnels: &[Tunnel], runs: &mut Vec<Run>) {
    for (medium, diameter_mm) in CONNECTIONS {
        for house in houses.iter().filter(|house| wants(house, medium)) {
            let others: Vec<Rectangle> = built
                .iter()
                .filter(|b| !is_same(b, &house.outline) && b.distance_m(house.outline.centre()) < LONGEST_M)
                .copied()
                .collect();
            let askew: Vec<&House> = houses.iter().filter(|other| house.is_askew_beside(other)).collect();
            let found = fronts(house).iter().find_map(|front| {
                let main = nearest_track(front, medium)?;
                routes(house, front, main, diameter_mm, medium).into_iter().find_map(|points| {
                    // Into a basement it goes through the basement's wall.
                    let points =
                        if house.plot.basement().is_some() { points } else { house.begun_at_wall(points) };
                    let run = connection(house, medium, diameter_mm, points);
                    fits(run, house, runs, (&others, &askew), tunnels)
                })
            });
            runs.extend(found);
        }
    }
}

/// Whether two outlines are of one building: a podium and what stands on it are.
fn is_same(a: &Rectangle, b: &Rectangle) -> bool {
    let inner = a.grown(-0.3);
    inner.west < b.east && b.west < inner.east && inner.south < b.north && b.south < inner.north
}

fn connection(house: &House, medium: Medium, diameter_mm: f64, points: Vec<Place>) -> Run {
    let pressure = (medium == Gas).then_some(GasPressure::Low);
    Run {
        claim: if house.designed { Claim::Designed } else { Claim::Existing },
        gas_pressure: pressure,
        voltage_kv: (medium == Power).then_some(10.0),
        count: match medium {
            Power => Some(2),
            Telecom => Some(2),
            _ => None,
        },
        ..Run::pipe(house.plot.key, medium, diameter_mm, points, Role::House)
    }
}

/// The streets that a parcel faces, the nearest to the building first.
fn fronts(house: &House) -> Vec<Front> {
    let o = house.plot.outline;
    let mut fronts: Vec<Front> = Vec::new();
    for axis in AXES {
        let red = axis.grade.red_line();
        let edges = if axis.north { [o.west, o.east] } else { [o.south, o.north] };
        for (edge, side) in edges.into_iter().zip([1.0, -1.0]) {
            if (edge - side * red - axis.at).abs() < 1.0 {
                fronts.push(Front { axis, edge, side });
            }
        }
    }
    let reach = |front: &Front| (front.sides(&house.outline).1 - front.edge).abs();
    fronts.sort_by(|a, b| reach(a).total_cmp(&reach(b)));
    fronts
}

/// Place of a medium's main across the street: the one nearest to the parcel.
fn nearest_track(front: &Front, medium: Medium) -> Option<f64> {
    let key = front.axis.key;
    let beside = match medium {
        Sewage | Storm => vec![gravity::offset(key, medium)],
        Heat if key == "r2" => HEAT_TRACKS.to_vec(),
        Heat => Vec::new(),
        _ => offsets(key, medium),
    };
    let places = beside.into_iter().map(|b| front.axis.at + b);
    places.min_by(|a, b| (a - front.edge).abs().total_cmp(&(b - front.edge).abs()))
}

/// Ways from a building to a main, the best first.
fn routes(house: &House, front: &Front, main: f64, mm: f64, medium: Medium) -> Vec<Vec<Place>> {
    let (along, wall) = front.sides(&house.outline);
    let middle = (along[0] + along[1]) / 2.0;
    if let Some(basement) = house.plot.basement() {
        // Lines enter the basement through its wall and go on inside.
        let (ends, wall) = front.sides(&basement);
        let from = middle.clamp(ends[0] + CORNER_M, ends[1] - CORNER_M);
        return spread(from, [ends[0] + CORNER_M, ends[1] - CORNER_M])
            .map(|at| vec![front.place(at, wall), front.place(at, main)])
            .collect();
    }
    let mut routes: Vec<Vec<Place>> = spread(middle, [along[0] + CORNER_M, along[1] - CORNER_M])
        .map(|at| vec![front.place(at, wall), front.place(at, main)])
        .collect();
    // Around the corner: out of a side wall, then along it to the street.
    let probe = Run::pipe("", medium, mm, Vec::new(), Role::House);
    let first = building_m(&probe) + probe.width_m() / 2.0 + 0.05;
    let deep = front.side * 2.5;
    for out in (0..24).map(|i| first + STEP_M * f64::from(i)) {
        for (side, sign) in [(along[0], -1.0), (along[1], 1.0)] {
            for inward in [wall + deep, wall + 2.0 * deep] {
                let at = side + sign * out;
                routes.push(vec![front.place(side, inward), front.place(at, inward), front.place(at, main)]);
            }
        }
    }
    routes
}

/// Places from a middle outwards.
fn spread(middle: f64, [low, high]: [f64; 2]) -> impl Iterator<Item = f64> {
    let steps = ((high - low).max(0.0) / STEP_M).ceil() as i32;
    let round = |v: f64| (v * 100.0).round() / 100.0;
    (0..=steps)
        .flat_map(|n| if n == 0 { vec![0] } else { vec![n, -n] })
        .map(move |n| round(middle + STEP_M * f64::from(n)))
        .filter(move |at| (low..=high).contains(at))
}

/// The run when it keeps clear of everything, with its levels when it runs by gravity.
fn fits(
    run: Run,
    house: &House,
    runs: &[Run],
    (others, askew): (&[Rectangle], &[&House]),
    tunnels: &[Tunnel],
) -> Option<Run> {
    let passes = |other: &&House| {
        let least = building_m(&run) + run.width_m() / 2.0;
        run.segments().all(|(_, a, b)| other.distance_m(a, b) >= least)
    };
    if run.length_m() > LONGEST_M || !is_clear_of_buildings(&run, house, others) || !askew.iter().all(passes)
    {
        return None;
    }
    let end = run.points.last().copied()?;
    let main = runs
        .iter()
        .find(|o| o.medium == run.medium && o.role == Role::Main && o.station_of(end).is_some())?;
    let near: Vec<&Run> = runs.iter().filter(|o| o.role != Role::Rack && is_near(o, &run)).collect();
    if !near.iter().all(|other| is_clear(&run, other, std::ptr::eq(*other, main))) {
        return None;
    }
    if run.is_gravity() {
        let profile: Profile = fall(&run, main, &near, tunnels)?;
        return Some(Run { profile, ..run });
    }
    Some(run)
}

fn is_clear_of_buildings(run: &Run, house: &House, others: &[Rectangle]) -> bool {
    let least = building_m(run) + run.width_m() / 2.0;
    let own = house.outline.grown(-0.01);
    run.segments().all(|(from, a, b)| {
        let clear = others.iter().all(|o| !o.grown(least).is_crossed(a, b));
        clear && !(from > 0.0 && own.grown(least - 0.01).is_crossed(a, b))
    })
}

fn is_near(other: &Run, run: &Run) -> bool {
    let (a, b) = (Rectangle::around(&other.points), Rectangle::around(&run.points).grown(4.0));
    a.west < b.east && b.west < a.east && a.south < b.north && b.south < a.north
}

/// Whether a run keeps its distance from another that runs beside it, and crosses none of its own medium.
fn is_clear(run: &Run, other: &Run, is_main: bool) -> bool {
    let least = horizontal_m(run, other) + (run.width_m() + other.width_m()) / 2.0;
    let length = run.length_m();
    let own = |s: f64| is_main && s > length - 0.01;
    let blocked = run.medium == other.medium && run.crossings(other).iter().any(|c| !own(c[0]));
    if blocked {
        return false;
    }
    run.segments().all(|(_, a, b)| {
        other.segments().all(|(_, c, d)| beside_m([a, b], [c, d]).is_none_or(|gap| gap >= least))
    })
}

/// Distance between the axes of two parallel segments that lie beside each other.
pub(super) fn beside_m([a, b]: [Place; 2], [c, d]: [Place; 2]) -> Option<f64> {
    let k = usize::from((b[0] - a[0]).abs() < (b[1] - a[1]).abs());
    let l = usize::from((d[0] - c[0]).abs() < (d[1] - c[1]).abs());
    let overlap = a[k].min(b[k]) < c[k].max(d[k]) + 0.6 && c[k].min(d[k]) < a[k].max(b[k]) + 0.6;
    (k == l && overlap && distance(a, b) > 0.01).then(|| (a[1 - k] - c[1 - k]).abs())
}
