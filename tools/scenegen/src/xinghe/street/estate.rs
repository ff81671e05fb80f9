//! Ways inside the blocks: living streets between parcels, loop roads, lanes between houses, gates.

use linli_model::{Access, AttributeValue, Presence, StreetClass, StreetNodeKind, Truth};

use super::network::{Mark, Network};
use super::obstacle::Obstacles;
use super::open::{FOOT_OFFSET, greenway_v};
use super::way::Way;
use super::{existing, planned};
use crate::plan::{Name, Place, Rectangle};
use crate::xinghe::Unit;
use crate::xinghe::plan::{AXES, Axis, CANAL_PARK, Grade, Plot, Programme};

/// Width of a fire lane (消防车道, GB 50016-2014 clause 7.1.8: at least 4 m).
const FIRE_LANE_M: f64 = 4.0;
/// Width of a car gate with its two barriers.
const GATE_WIDTH_M: f64 = 6.0;
/// Least room between two lanes of an estate.
const LANE_SPACING_M: f64 = 18.0;
/// Width of a free strip that holds two lanes.
const WIDE_M: f64 = 52.0;
/// Between the parcels on both sides of the canal's park.
const CANAL_MIDDLE: f64 = (CANAL_PARK[0] + CANAL_PARK[1]) / 2.0;
/// Room between a lane's axis and a house.
const LANE_ROOM_M: f64 = 3.0;

/// Side of a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    West,
    South,
    East,
    North,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::West => "west",
            Self::South => "south",
            Self::East => "east",
            Self::North => "north",
        }
    }
}

/// A gate of an estate.
pub(crate) struct Gate {
    pub plot: &'static str,
    pub side: &'static str,
    pub place: Place,
    /// Whether cars may enter.
    pub cars: bool,
    pub presence: Presence,
}

/// What runs along one side of a parcel.
#[derive(Clone, Copy, Debug)]
struct Front {
    side: Side,
    /// Grade of the street; living for a lane between two parcels; none for the park along the canal.
    grade: Option<Grade>,
    /// Axis of the street or lane.
    at: f64,
}

/// What is claimed about the ways of a parcel.
pub(crate) fn presence_of(plot: &Plot) -> Presence {
    let public = matches!(
        plot.programme,
        Programme::CulturalCentre | Programme::Library | Programme::Kindergarten | Programme::EnergyAndFire
    );
    if plot.implementation || public { planned() } else { existing() }
}

fn has_loop(programme: Programme) -> bool {
    !matches!(
        programme,
        Programme::StationSquare
            | Programme::CentralPark
            | Programme::CoreOffices
            | Programme::CoreHomesAndBusHub
            | Programme::TalentFlats
    )
}

fn is_gated(programme: Programme) -> bool {
    use Programme as P;
    matches!(
        programme,
        P::HighRise
            | P::MidRise
            | P::LowRise
            | P::OldEstateKept
            | P::OldEstateRenewed
            | P::School
            | P::Kindergarten
            | P::Nursery
            | P::EnergyAndFire
    )
}

fn has_lanes(programme: Programme) -> bool {
    !matches!(
        programme,
        Programme::School
            | Programme::Kindergarten
            | Programme::Nursery
            | Programme::Sports
            | Programme::EnergyAndFire
            | Programme::StationSquare
            | Programme::CentralPark
    )
}

/// Hours of a gate in the notation of OpenStreetMap.
fn hours(programme: Programme) -> &'static str {
    use Programme as P;
    match programme {
        P::School | P::Kindergarten | P::Nursery => "Mo-Fr 06:30-18:30",
        P::OldEstateKept | P::OldEstateRenewed => "24/7",
        P::EnergyAndFire => "closed",
        _ => "06:00-23:00",
    }
}

/// Lays the ways of all parcels, and gives their gates.
pub(crate) fn lay(network: &mut Network, unit: &Unit, obstacles: &Obstacles) -> Vec<Gate> {
    let mut gates = Vec::new();
    living_streets(network, unit);
    for plot in &unit.plots {
        let presence = presence_of(plot);
        let fronts = fronts(unit, plot);
        if has_loop(plot.programme) {
            loop_road(network, plot, presence);
            if has_lanes(plot.programme) {
                lanes(network, plot, obstacles, presence);
            }
            lay_gates(network, plot, &fronts, &mut gates);
        } else if matches!(
            plot.programme,
            Programme::CoreOffices | Programme::CoreHomesAndBusHub | Programme::TalentFlats
        ) {
            passages(network, plot, obstacles, presence);
            ramp(network, plot, &fronts, &mut gates);
        }
    }
    gates
}

/// Distance of a loop road's axis from the parcel's edge: in the middle of the setback.
pub(crate) fn loop_inset(plot: &Plot) -> f64 {
    plot.setback_m / 2.0
}

fn loop_road(network: &mut Network, plot: &Plot, presence: Presence) {
    let r = plot.outline.grown(-loop_inset(plot));
    let c = (plot.setback_m - 3.5).clamp(0.0, 4.0);
    let mut line = if c < 0.6 {
        r.ring()
    } else {
        vec![
            [r.west + c, r.south],
            [r.east - c, r.south],
            [r.east, r.south + c],
            [r.east, r.north - c],
            [r.east - c, r.north],
            [r.west + c, r.north],
            [r.west, r.north - c],
            [r.west, r.south + c],
        ]
    };
    line.extend(line.first().copied());
    let width = FIRE_LANE_M.min(plot.setback_m - 0.6);
    let way = Way::new(format!("{}/loop", plot.key), StreetClass::LivingStreet, width, presence, &line);
    network.ways.push(way.with_lanes(1, 15.0).with("fire_lane", "yes"));
}

/// Lanes between the houses, wherever they pass from one side of the loop road to the other.
fn lanes(network: &mut Network, plot: &Plot, obstacles: &Obstacles, presence: Presence) {
    let inner = plot.outline.grown(-loop_inset(plot));
    for east in [true, false] {
        let class =
            if is_gated(plot.programme) { StreetClass::LivingStreet } else { StreetClass::Pedestrian };
        for (i, at) in open_lines(inner, obstacles, presence.truth, east).into_iter().enumerate() {
            let line = if east {
                [[inner.west, at], [inner.east, at]]
            } else {
                [[at, inner.south], [at, inner.north]]
            };
            let what = if east { "lane" } else { "row" };
            let key = format!("{}/{what}-{}", plot.key, i + 1);
            let way = Way::new(key, class, FIRE_LANE_M, presence, &line);
            let is_road = class == StreetClass::LivingStreet;
            network.ways.push(if is_road { way.with_lanes(1, 15.0) } else { way });
        }
    }
}

/// Passages for people through a parcel of the core.
fn passages(network: &mut Network, plot: &Plot, obstacles: &Obstacles, presence: Presence) {
    for (east, what) in [(true, "passage-east"), (false, "passage-north")] {
        let reach = reach(plot);
        for (i, at) in
            open_lines(plot.outline, obstacles, presence.truth, east).into_iter().take(2).enumerate()
        {
            let line = if east {
                [[reach.west, at], [reach.east, at]]
            } else {
                [[at, reach.south], [at, reach.north]]
            };
            let key = format!("{}/{what}-{}", plot.key, i + 1);
            network.ways.push(Way::new(key, StreetClass::Pedestrian, 5.0, presence, &line));
        }
    }
}

/// The parcel grown to the axes of the pavements around it.
fn reach(plot: &Plot) -> Rectangle {
    let o = plot.outline;
    let gap = |at: f64| {
        let near = AXES.iter().min_by(|a, b| (a.at - at).abs().total_cmp(&(b.at - at).abs()));
        near.map_or(0.0, |a| a.grade.red_line() - a.grade.pavement_axis())
    };
    Rectangle::new(o.west - gap(o.west), o.south - gap(o.south), o.east + gap(o.east), o.north + gap(o.north))
}

/// Where straight lanes pass between what is built, evenly spread: their `v` (running east) or `u`.
fn open_lines(inner: Rectangle, obstacles: &Obstacles, truth: Truth, east: bool) -> Vec<f64> {
    let clear = obstacles.near(truth, inner);
    let (low, high) = if east { (inner.south, inner.north) } else { (inner.west, inner.east) };
    let free = |at: f64| {
        let strip = if east {
            Rectangle::new(inner.west, at - LANE_ROOM_M, inner.east, at + LANE_ROOM_M)
        } else {
            Rectangle::new(at - LANE_ROOM_M, inner.south, at + LANE_ROOM_M, inner.north)
        };
        clear.is_empty_in(&strip)
    };
    let (first, last) = (low + LANE_SPACING_M, high - LANE_SPACING_M);
    let count = ((last - first).max(-1.0)).floor() as i32;
    let mut runs: Vec<[f64; 2]> = Vec::new();
    for at in (0..=count).map(|i| first + f64::from(i)).filter(|at| free(*at)) {
        match runs.last_mut() {
            Some(run) if at - run[1] < 1.5 => run[1] = at,
            _ => runs.push([at, at]),
        }
    }
    let mut lines: Vec<f64> = Vec::new();
    for [from, to] in runs {
        // A wide gap holds several lanes.
        let several = ((to - from) / WIDE_M).floor().max(1.0) as u32;
        for k in 0..several {
            let at = from + (to - from) * (f64::from(k) + 0.5) / f64::from(several);
            if lines.last().is_none_or(|last| at - last >= LANE_SPACING_M) {
                lines.push(at.round());
            }
        }
    }
    lines
}

/// What runs along the sides of a parcel.
fn fronts(unit: &Unit, plot: &Plot) -> Vec<Front> {
    let o = plot.outline;
    let edges = [(Side::West, o.west, true), (Side::South, o.south, false)];
    let far = [(Side::East, o.east, true), (Side::North, o.north, false)];
    let mut fronts = Vec::new();
    for (side, edge, north) in edges.into_iter().chain(far) {
        let street: Option<&Axis> =
            AXES.iter().find(|a| a.north == north && ((a.at - edge).abs() - a.grade.red_line()).abs() < 0.2);
        if let Some(axis) = street {
            fronts.push(Front { side, grade: Some(axis.grade), at: axis.at });
        } else if CANAL_PARK.iter().any(|v| !north && (v - edge).abs() < 4.5) {
            fronts.push(Front { side, grade: None, at: edge });
        } else if let Some(at) = lane_beside(unit, plot, side) {
            fronts.push(Front { side, grade: Some(Grade::Living), at });
        }
    }
    fronts
}

/// Axis of the lane between a parcel and its neighbour.
fn lane_beside(unit: &Unit, plot: &Plot, side: Side) -> Option<f64> {
    let o = plot.outline;
    unit.plots.iter().find_map(|other| {
        let p = other.outline;
        let level = p.south < o.north && p.north > o.south;
        match side {
            Side::West if level && (o.west - p.east - 8.0).abs() < 0.3 => Some((o.west + p.east) / 2.0),
            Side::East if level && (p.west - o.east - 8.0).abs() < 0.3 => Some((o.east + p.west) / 2.0),
            _ => None,
        }
    })
}

const LANE_NAMES: [(&str, Name); 7] = [
    ("A3", ("广场步行街", "Square Walk")),
    ("B2", ("康养巷", "Care Lane")),
    ("C1", ("机床巷", "Machine Tool Lane")),
    ("C3", ("能源巷", "Energy Lane")),
    ("D1", ("邻里巷", "Neighbour Lane")),
    ("E3", ("桐荫巷", "Tongyin Lane")),
    ("E5", ("启蒙巷", "First Steps Lane")),
];

/// Living streets between two parcels of one block, from street to street.
fn living_streets(network: &mut Network, unit: &Unit) {
    for plot in &unit.plots {
        let Some(at) = lane_beside(unit, plot, Side::East) else { continue };
        let o = plot.outline;
        let axis = |edge: f64| {
            let all = AXES.iter().filter(|a| !a.north);
            all.min_by(|a, b| (a.at - edge).abs().total_cmp(&(b.at - edge).abs()))
        };
        let (Some(south), Some(north)) = (axis(o.south), axis(o.north)) else { continue };
        let name = LANE_NAMES.iter().find(|(key, _)| *key == plot.key).map(|(_, name)| *name);
        let presence = if plot.implementation { planned() } else { existing() };
        let key = format!("street/lane-{}", plot.key);
        let mut way = if plot.programme == Programme::StartUpCourt {
            // People only: the square lies beside it, and cars would come out on the avenue.
            let walk = |a: &Axis, sign: f64| a.at + sign * a.grade.pavement_axis();
            let line = [[at, walk(south, 1.0)], [at, walk(north, -1.0)]];
            Way::new(key, StreetClass::Pedestrian, 7.0, presence, &line)
        } else {
            let line = [[at, south.at], [at, north.at]];
            let width = 2.0 * Grade::Living.half_carriageway();
            let lane = Way::new(key, StreetClass::LivingStreet, width, presence, &line);
            lane.with_lanes(Grade::Living.lanes(), 15.0).with_cars(Access::Yes)
        };
        way.name = name;
        network.ways.push(way);
    }
}

/// A car gate on the quietest street, and gates for people on the other sides.
fn lay_gates(network: &mut Network, plot: &Plot, fronts: &[Front], gates: &mut Vec<Gate>) {
    let rank = |front: &Front| match front.grade {
        Some(Grade::Branch) => 0,
        Some(Grade::Living) => 1,
        Some(Grade::Secondary) => 2,
        Some(Grade::Primary) => 3,
        None => 4,
    };
    let main = fronts.iter().min_by_key(|f| rank(f)).map(|f| f.side);
    for front in fronts {
        let is_main = Some(front.side) == main && rank(front) < 4;
        // Beside the middle: a crossing of a main street may be there.
        let share = if is_main { 0.4 } else { 0.62 };
        lay_gate(network, plot, front, (is_main, share), gates);
    }
}

fn lay_gate(
    network: &mut Network,
    plot: &Plot,
    front: &Front,
    (cars, share): (bool, f64),
    gates: &mut Vec<Gate>,
) {
    let presence = presence_of(plot);
    let o = plot.outline;
    let along = match front.side {
        Side::West | Side::East => o.south + share * (o.north - o.south),
        Side::South | Side::North => o.west + share * (o.east - o.west),
    }
    .round();
    let at = |depth: f64| -> Place {
        match front.side {
            Side::West => [o.west + depth, along],
            Side::East => [o.east - depth, along],
            Side::South => [along, o.south + depth],
            Side::North => [along, o.north - depth],
        }
    };
    let edge = match front.side {
        Side::West => o.west,
        Side::East => o.east,
        Side::South => o.south,
        Side::North => o.north,
    };
    let out = match (front.grade, cars) {
        (Some(Grade::Living), _) | (Some(_), true) => (edge - front.at).abs(),
        (Some(grade), false) => (edge - front.at).abs() - grade.pavement_axis(),
        // Down to the greenway.
        (None, _) => (greenway_v(along, (edge - CANAL_MIDDLE).signum() * FOOT_OFFSET) - edge).abs(),
    };
    let (class, width) =
        if cars { (StreetClass::Service, GATE_WIDTH_M) } else { (StreetClass::Footway, 3.0) };
    let key = format!("{}/gate-{}", plot.key, front.side.name());
    let place = at(0.0);
    let line = [at(-out), place, at(loop_inset(plot))];
    network.ways.push(Way::new(key, class, width, presence, &line));
    if is_gated(plot.programme) {
        let hours = AttributeValue::Text(hours(plot.programme).to_owned());
        network.marks.push(Mark {
            key: Some(format!("{}/gate-{}/node", plot.key, front.side.name())),
            attributes: vec![("opening_hours", hours)],
            ..Mark::new(place, 0, StreetNodeKind::Gate)
        });
    }
    if cars || is_gated(plot.programme) {
        gates.push(Gate { plot: plot.key, side: front.side.name(), place, cars, presence });
    }
}

/// The way down to the car park of a parcel of the core, from its quietest street.
fn ramp(network: &mut Network, plot: &Plot, fronts: &[Front], gates: &mut Vec<Gate>) {
    let quiet = fronts.iter().filter(|f| f.grade == Some(Grade::Branch)).max_by_key(|f| f.side as u8);
    let Some(front) = quiet.or(fronts.first()) else { return };
    let o = plot.outline;
    let far = |depth: f64| -> Place {
        match front.side {
            Side::West => [o.west + depth, o.south + 0.3 * (o.north - o.south)],
            Side::East => [o.east - depth, o.south + 0.3 * (o.north - o.south)],
            Side::South => [o.west + 0.3 * (o.east - o.west), o.south + depth],
            Side::North => [o.west + 0.3 * (o.east - o.west), o.north - depth],
        }
    };
    let edge = match front.side {
        Side::West => o.west,
        Side::East => o.east,
        Side::South => o.south,
        Side::North => o.north,
    };
    let out = (edge - front.at).abs();
    let presence = presence_of(plot);
    let line = [far(-out), far(0.0), far(plot.setback_m - 1.0)];
    let key = format!("{}/ramp", plot.key);
    network.ways.push(Way::new(key, StreetClass::Service, 7.0, presence, &line));
    gates.push(Gate { plot: plot.key, side: front.side.name(), place: far(0.0), cars: true, presence });
}
