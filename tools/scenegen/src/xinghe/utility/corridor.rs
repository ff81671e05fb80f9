//! The utility tunnels: their box, their compartments, their shafts and openings.

use std::cmp::Ordering;

use linli_model::{
    AttributeValue, Compartment, CompartmentKind, Corridor, CorridorNode, CorridorNodeKind, Geometry, Key,
    Kind, Presence, Truth,
};

use super::window::Window;
use crate::draft::Draft;
use crate::plan::{Name, Place, Rectangle};
use crate::xinghe::plan::{COLUMNS, CORRIDOR_COVER_M, ROWS, corridors};

/// Thickness of walls and slabs, metres.
const WALL_M: f64 = 0.35;
/// Clear width and height of compartments, metres.
const POWER: Clear = (CompartmentKind::Power, 2.2, 3.0);
const GENERAL: Clear = (CompartmentKind::General, 3.0, 3.2);
const GAS: Clear = (CompartmentKind::Gas, 1.9, 3.0);

/// Escapes and air shafts of a compartment are one fire section apart (GB 50838-2015, 5.4.4: 200 m).
const SECTION_M: f64 = 172.0;
/// Distance between hoist openings (5.4.5: 400 m).
const HOIST_M: f64 = 344.0;
/// Length between the corners of a tunnel's line, metres.
const CORNER_M: f64 = 86.0;
/// Where the tunnel under Fenghua Road comes up from the lower floor of its junction: northings.
const RAMP: [f64; 2] = [-198.0, -166.0];

/// What a compartment holds, its clear width and height in metres.
type Clear = (CompartmentKind, f64, f64);

/// A tunnel of the plan.
pub(super) struct Tunnel {
    pub key: &'static str,
    name: Name,
    ends: [Place; 2],
    compartments: &'static [Clear],
    /// Distance of the air shafts from the middle, metres: in the green strip beside the carriageway.
    shafts_at: f64,
}

/// The tunnels of a unit.
pub(super) fn tunnels() -> Vec<Tunnel> {
    const PROFILES: [(&[Clear], f64); 2] = [(&[POWER, GENERAL, GAS], -1.4), (&[POWER, GENERAL], 1.0)];
    corridors()
        .into_iter()
        .zip(PROFILES)
        .map(|((key, name, ends), (compartments, shafts_at))| Tunnel {
            key,
            name,
            ends,
            compartments,
            shafts_at,
        })
        .collect()
}

impl Tunnel {
    fn is_north(&self) -> bool {
        self.ends[0][0] == self.ends[1][0]
    }

    fn model(&self) -> Corridor {
        let compartments = self.compartments.iter().map(|(compartment, width_m, height_m)| Compartment {
            compartment: *compartment,
            width_m: *width_m,
            height_m: *height_m,
            lines: Vec::new(),
        });
        Corridor { compartments: compartments.collect(), wall_m: WALL_M }
    }

    /// The outer box in plan.
    pub(super) fn outer(&self) -> Rectangle {
        let half = self.model().outer_width_m() / 2.0;
        let [a, b] = self.ends;
        if self.is_north() {
            Rectangle::new(a[0] - half, a[1], a[0] + half, b[1])
        } else {
            Rectangle::new(a[0], a[1] - half, b[0], a[1] + half)
        }
    }

    /// Least depth of the roof below the ground, metres.
    pub(super) fn roof_m(&self) -> f64 {
        CORRIDOR_COVER_M
    }

    /// A place in the plan: distance along the street's direction, distance to the left or, for the tunnel
    /// under Hebin Road, to the north of the middle.
    pub(super) fn place(&self, along: f64, across: f64) -> Place {
        if self.is_north() { [self.ends[0][0] + across, along] } else { [along, self.ends[0][1] + across] }
    }

    /// Height of the middle of the box above the ground, metres. The tunnel under Fenghua Road leaves the
    /// other one on its lower floor, passes under the sewage trunk, and rises.
    pub(super) fn middle_m(&self, along: f64) -> f64 {
        let height = self.model().outer_height_m();
        let share =
            if self.is_north() { ((RAMP[1] - along) / (RAMP[1] - RAMP[0])).clamp(0.0, 1.0) } else { 0.0 };
        -(CORRIDOR_COVER_M + height / 2.0 + height * share)
    }

    /// Places along it where its line has corners.
    fn corners(&self) -> Vec<f64> {
        let k = usize::from(self.is_north());
        let [from, to] = [self.ends[0][k], self.ends[1][k]];
        let count = ((to - from) / CORNER_M).round().max(1.0);
        let mut corners: Vec<f64> =
            (0..=count as u32).map(|i| from + (to - from) * f64::from(i) / count).collect();
        corners.extend(if self.is_north() { RAMP.to_vec() } else { vec![corridors()[1].2[0][0]] });
        corners.sort_by(f64::total_cmp);
        corners.dedup_by(|a, b| (*a - *b).abs() < 1.0);
        corners
    }

    /// Distances of the compartments' middles from the tunnel's middle, as [`Tunnel::place`] counts.
    fn middles(&self) -> Vec<f64> {
        let outer = self.model().outer_width_m();
        let mut edge = WALL_M - outer / 2.0;
        let mut middles = Vec::new();
        for (_, width, _) in self.compartments {
            let left = edge + width / 2.0;
            // Left of a line to the east is north.
            middles.push(if self.is_north() { left } else { -left });
            edge += width + WALL_M;
        }
        middles
    }

    /// Heights of the line at stations from its start.
    pub(super) fn heights(&self, from: f64, to: f64, above_middle: f64) -> Vec<[f64; 2]> {
        let mut along: Vec<f64> = self.corners().into_iter().filter(|v| from < *v && *v < to).collect();
        along.insert(0, from);
        along.push(to);
        along.into_iter().map(|v| [v - from, self.middle_m(v) + above_middle]).collect()
    }
}

/// Adds the tunnels with the keys of the lines that they hold, and their shafts.
pub(super) fn draw(draft: &mut Draft, window: &Window, held: &[(&'static str, usize, String)]) {
    draft.presence = Presence { planned: true, ..Presence::new(Truth::Designed, 5) };
    for tunnel in tunnels() {
        let k = usize::from(tunnel.is_north());
        let Some([from, to]) = window.span(tunnel.ends, k) else { continue };
        let mut model = tunnel.model();
        for (_, compartment, key) in held.iter().filter(|h| h.0 == tunnel.key) {
            if let Some(compartment) = model.compartments.get_mut(*compartment) {
                compartment.lines.push(Key::from(key.as_str()));
            }
        }
        let mut along: Vec<f64> = tunnel.corners().into_iter().filter(|v| from < *v && *v < to).collect();
        along.insert(0, from);
        along.push(to);
        let points = along.iter().map(|v| {
            let [x, y] = tunnel.place(*v, 0.0);
            [x, y, round(tunnel.middle_m(*v))]
        });
        let mut line: Vec<_> = points.collect();
        // A mirrored unit would exchange left and right.
        if window.mirrored {
            line.reverse();
        }
        let key = format!("corridor/{}", tunnel.key);
        draft.add(key, Some(tunnel.name), Kind::Corridor(model), Geometry::Line(line));
        nodes(draft, &tunnel, [from, to]);
    }
}

/// Distance along a tunnel from a gas exhaust to any other opening, edge to edge, metres (GB 50838-2015, 5.4.7:
/// 10 m).
const EXHAUST_CLEAR_M: f64 = 10.3;

fn round(v: f64) -> f64 {
    (v * 1000.0).round() / 1000.0
}

/// Key and name of a kind of opening, and its size along and across, metres.
fn described(kind: CorridorNodeKind) -> (&'static str, Name, [f64; 2]) {
    match kind {
        CorridorNodeKind::Access => ("access", ("人员出入口", "Man access"), [3.2, 1.6]),
        CorridorNodeKind::Escape => ("escape", ("逃生口", "Escape"), [1.0, 1.0]),
        CorridorNodeKind::Hoist => ("hoist", ("吊装口", "Hoist opening"), [7.0, 1.4]),
        CorridorNodeKind::AirInlet => ("air-inlet", ("进风口", "Air inlet"), [2.0, 1.2]),
        CorridorNodeKind::AirOutlet => ("air-outlet", ("排风口", "Air outlet"), [2.0, 1.2]),
        CorridorNodeKind::Branch => ("branch", ("管线分支口", "Branch opening"), [2.4, 1.2]),
    }
}

/// A shaft or an opening to be made.
#[derive(Clone, Copy)]
struct Opening {
    kind: CorridorNodeKind,
    /// Along the tunnel and across it, metres.
    along: f64,
    across: f64,
    /// Number of its compartment.
    compartment: usize,
}

impl Opening {
    /// Half its length along the tunnel, metres.
    fn half_m(&self) -> f64 {
        described(self.kind).2[0] / 2.0
    }
}

/// Shafts and openings: each compartment has its own escapes, hoists and air shafts.
fn openings(tunnel: &Tunnel, [from, to]: [f64; 2]) -> Vec<Opening> {
    let mut wanted: Vec<Opening> = Vec::new();
    let mut exhausts: Vec<Opening> = Vec::new();
    let general = tunnel.middles().get(1).copied().unwrap_or(0.0);
    let of_general = |kind, along| Opening { kind, along, across: general, compartment: 1 };
    for at in [from + 12.0, (from + to) / 2.0 + 9.0, to - 12.0] {
        wanted.push(of_general(CorridorNodeKind::Access, at));
    }
    let sections = ((to - from) / SECTION_M).ceil().max(1.0);
    let length = (to - from) / sections;
    for (compartment, across) in tunnel.middles().into_iter().enumerate() {
        let gas = tunnel.compartments.get(compartment).is_some_and(|c| c.0 == CompartmentKind::Gas);
        // The compartments' openings are staggered.
        let shift = 12.0 * compartment as f64;
        let air = if gas { tunnel.shafts_at - 1.6 } else { tunnel.shafts_at };
        for section in 0..sections as u32 {
            let start = from + length * f64::from(section);
            let at = |kind, along, across| Opening { kind, along, across, compartment };
            wanted.push(at(CorridorNodeKind::Escape, start + length / 2.0 + shift, across));
            wanted.push(at(CorridorNodeKind::AirInlet, start + 24.0 + shift, air));
            let outlet = at(CorridorNodeKind::AirOutlet, start + length - 62.0 + shift, air);
            if gas { &mut exhausts } else { &mut wanted }.push(outlet);
        }
        let hoists = ((to - from) / HOIST_M).ceil().max(1.0);
        for hoist in 0..hoists as u32 {
            let along = from + (to - from) * (f64::from(hoist) + 0.5) / hoists + 5.0 + shift;
            wanted.push(Opening { kind: CorridorNodeKind::Hoist, along, across, compartment });
        }
    }
    wanted.extend(branches(tunnel).into_iter().map(|at| of_general(CorridorNodeKind::Branch, at)));
    for exhaust in exhausts {
        let moved = Opening { along: away_from(&exhaust, &wanted, [from, to]), ..exhaust };
        wanted.push(moved);
    }
    wanted.retain(|w| from + 1.0 < w.along && w.along < to - 1.0);
    wanted.sort_by(|a, b| (a.kind, a.across).partial_cmp(&(b.kind, b.across)).unwrap_or(Ordering::Equal));
    wanted
}

/// The place nearest to an exhaust's that keeps its distance from every other opening.
fn away_from(exhaust: &Opening, others: &[Opening], [from, to]: [f64; 2]) -> f64 {
    let tried = (0..=90).flat_map(|n| [exhaust.along + f64::from(n), exhaust.along - f64::from(n)]);
    let clear = |v: &f64| {
        let least = |other: &Opening| EXHAUST_CLEAR_M + exhaust.half_m() + other.half_m();
        from + 2.0 < *v && *v < to - 2.0 && others.iter().all(|o| (o.along - v).abs() >= least(o))
    };
    tried.into_iter().find(clear).unwrap_or(exhaust.along)
}

fn nodes(draft: &mut Draft, tunnel: &Tunnel, ends: [f64; 2]) {
    let mut counts = [0_u32; 6];
    for Opening { kind, along, across, compartment } in openings(tunnel, ends) {
        let (short, name, size_m) = described(kind);
        let number = counts.get_mut(kind as usize).map_or(0, |count| {
            *count += 1;
            *count
        });
        let corridor = Key::from(draft.full_key(&format!("corridor/{}", tunnel.key)));
        let depth_m = round(-tunnel.middle_m(along) - tunnel.model().outer_height_m() / 2.0 + WALL_M);
        let node = CorridorNode { corridor_node: kind, corridor, depth_m, size_m: Some(size_m) };
        let [x, y] = tunnel.place(along, across);
        let of = tunnel.compartments.get(compartment).map(|c| c.0.name());
        let attributes = of.map(|of| ("compartment", AttributeValue::Text(of.to_owned())));
        draft.add_with(
            format!("corridor/{}/{short}-{number}", tunnel.key),
            Some(name),
            Kind::CorridorNode(node),
            Geometry::Point([x, y, 0.0]),
            attributes.as_slice(),
        );
    }
}

/// Where lines leave a tunnel, along it: at the streets that it crosses.
pub(super) fn branches(tunnel: &Tunnel) -> Vec<f64> {
    if tunnel.is_north() {
        vec![-10.0, 32.0, ROWS[3] + 24.0]
    } else {
        vec![COLUMNS[1] - 36.0, COLUMNS[2] + 23.0, COLUMNS[3] + 23.0]
    }
}
