//! Streets of the grid: carriageways, cycle lanes, pavements, crossings, bridges over the canal.

use linli_model::{StreetClass, StreetNodeKind};

use super::existing;
use super::frame::{BEYOND_M, Frame};
use super::network::{Mark, Network};
use super::way::Way;
use crate::plan::{Name, Place};
use crate::xinghe::Unit;
use crate::xinghe::plan::{Axis, Grade, canal_v, column, row};

/// Half the length of a bridge over the canal.
pub(crate) const HALF_BRIDGE: f64 = 18.0;
/// Shortest block of a main street with a crossing in its middle, metres.
const LONG_BLOCK_M: f64 = 150.0;
/// Room between a cycle lane's kerb and the next bridge deck, so that a side deck is one, metres.
const BRIDGE_CYCLE_WIDTH: f64 = 3.4;
/// Width of a side deck for people only.
const BRIDGE_WALK_WIDTH: f64 = 3.5;

const BRIDGES: [Name; 5] = [
    ("望溪桥", "Wangxi Bridge"),
    ("枫桦桥", "Fenghua Bridge"),
    ("星河桥", "Xinghe Bridge"),
    ("桐荫桥", "Tongyin Bridge"),
    ("听潮桥", "Tingchao Bridge"),
];

/// Speed limit of a grade, km/h.
pub(crate) fn speed_kmh(grade: Grade) -> f32 {
    match grade {
        Grade::Primary => 60.0,
        Grade::Secondary => 50.0,
        Grade::Branch => 30.0,
        Grade::Living => 15.0,
    }
}

/// A street between two of its crossings.
pub(crate) struct Segment {
    pub axis: Axis,
    /// Part of the key after the street's: number of its first crossing, or the side beyond the border.
    pub part: String,
    /// Along the axis.
    pub from: f64,
    pub to: f64,
}

impl Segment {
    /// The plan place along the street and beside its axis: to the east of a street that runs north, to the
    /// north of one that runs east.
    pub(crate) fn place(&self, along: f64, beside: f64) -> Place {
        if self.axis.north { [self.axis.at + beside, along] } else { [along, self.axis.at + beside] }
    }

    pub(crate) fn length(&self) -> f64 {
        self.to - self.from
    }

    /// Whether it lies between two crossings of the unit.
    pub(crate) fn is_inner(&self) -> bool {
        self.part.len() == 1 && self.part.as_bytes()[0].is_ascii_digit()
    }
}

/// Streets of a unit: those that run north, those that run east.
fn axes(unit: &Unit) -> impl Iterator<Item = Axis> + use<> {
    let columns = (unit.columns[0]..=unit.columns[1] + 1).map(column);
    let rows = (unit.rows[0]..=unit.rows[1] + 1).map(row);
    columns.chain(rows)
}

/// All segments of a unit's streets, those beyond the border as well.
pub(crate) fn segments(unit: &Unit, frame: &Frame) -> Vec<Segment> {
    let mut segments = Vec::new();
    for axis in axes(unit) {
        let (ends, range, sides) = if axis.north {
            ([frame.inside.south, frame.inside.north], unit.rows, ["south", "north"])
        } else {
            ([frame.inside.west, frame.inside.east], unit.columns, ["west", "east"])
        };
        let at = |i: usize| if axis.north { row(i).at } else { column(i).at };
        let mut add = |part: String, from, to| segments.push(Segment { axis, part, from, to });
        add(sides[0].to_owned(), ends[0] - BEYOND_M, ends[0]);
        for i in range[0]..=range[1] {
            add(i.to_string(), at(i), at(i + 1));
        }
        add(sides[1].to_owned(), ends[1], ends[1] + BEYOND_M);
    }
    segments
}

/// Lays all streets of the grid.
pub(crate) fn lay(network: &mut Network, unit: &Unit, frame: &Frame) {
    for segment in segments(unit, frame) {
        lay_segment(network, &segment);
    }
    for c in unit.columns[0]..=unit.columns[1] + 1 {
        for r in unit.rows[0]..=unit.rows[1] + 1 {
            if column(c).grade.min(row(r).grade) <= Grade::Secondary {
                network.marks.push(Mark::new([column(c).at, row(r).at], 0, StreetNodeKind::Signals));
            }
        }
    }
}

fn lay_segment(network: &mut Network, segment: &Segment) {
    let (axis, grade) = (segment.axis, segment.axis.grade);
    let key = format!("street/{}/{}", axis.key, segment.part);
    let speed = speed_kmh(grade);
    let [low, high] = if axis.north { ["west", "east"] } else { ["south", "north"] };
    let carriageway = Way::new(key.clone(), grade.class(), 2.0 * grade.half_carriageway(), existing(), &[])
        .named(axis.name);
    lay_line(network, segment, carriageway.with_lanes(grade.lanes(), speed), 0.0);
    for (side, sign) in [(low, -1.0), (high, 1.0)] {
        let mut lay = |what: &str, class, beside: f64, width| {
            let way = Way::new(format!("{key}/{what}-{side}"), class, width, existing(), &[]);
            lay_line(network, segment, way, sign * beside);
        };
        lay("walk", StreetClass::Footway, grade.pavement_axis(), grade.pavement_width());
        if let Some(beside) = grade.cycle_axis() {
            lay("cycle", StreetClass::Cycleway, beside, Grade::CYCLE_WIDTH);
        }
    }
    let long = segment.is_inner() && segment.length() > LONG_BLOCK_M && !crosses_canal(segment);
    if long && grade <= Grade::Secondary {
        let (middle, beside) = ((segment.from + segment.to) / 2.0, grade.pavement_axis());
        let line = [segment.place(middle, -beside), segment.place(middle, beside)];
        network.ways.push(Way::new(format!("{key}/crossing"), StreetClass::Footway, 4.0, existing(), &line));
    }
}

fn crosses_canal(segment: &Segment) -> bool {
    let canal = canal_v(segment.axis.at);
    segment.axis.north && segment.from < canal && segment.to > canal
}

/// Lays a way along a segment, with a bridge where it meets the canal.
fn lay_line(network: &mut Network, segment: &Segment, way: Way, beside: f64) {
    let mut lay = |key: String, from: f64, to: f64, bridge: bool| {
        let line = [segment.place(from, beside), segment.place(to, beside)];
        let mut part = Way { key, points: Vec::new(), ..way.clone() };
        part.points = Way::new("", way.class, 1.0, way.presence, &line).points;
        if bridge {
            part.width_m = match way.class {
                StreetClass::Cycleway => BRIDGE_CYCLE_WIDTH,
                StreetClass::Footway => BRIDGE_WALK_WIDTH,
                _ => way.width_m,
            };
            part = part.over_water();
            part.name = bridge_name(segment.axis.at);
        }
        network.ways.push(part);
    };
    if !crosses_canal(segment) {
        lay(way.key.clone(), segment.from, segment.to, false);
        return;
    }
    let canal = canal_v(segment.axis.at + beside);
    let banks = [canal - HALF_BRIDGE, canal + HALF_BRIDGE];
    lay(format!("{}/south-bank", way.key), segment.from, banks[0], false);
    lay(format!("{}/bridge", way.key), banks[0], banks[1], true);
    lay(format!("{}/north-bank", way.key), banks[1], segment.to, false);
}

fn bridge_name(u: f64) -> Option<Name> {
    (0..BRIDGES.len()).find(|i| column(*i).at == u).and_then(|i| BRIDGES.get(i).copied())
}
