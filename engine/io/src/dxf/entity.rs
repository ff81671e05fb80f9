//! Lines, polylines, points and block references of the section ENTITIES.

use linli_model::{AttributeValue, Attributes, Point3};

use super::pairs::{Pair, pairs};
use crate::FileReport;
use crate::report::Message;
use crate::utility::codes;

/// An entity that may be a line or a node.
#[derive(Clone, Debug, Default)]
pub struct Entity {
    /// Type as the file names it.
    pub type_: &'static str,
    /// Handle, or the line where it begins.
    pub handle: String,
    /// Layer.
    pub layer: String,
    /// Block that it refers to.
    pub block: Option<String>,
    /// Points in the drawing's units: one of a node, several of a line.
    pub points: Vec<Point3>,
    /// Line where it begins, from 1.
    pub line: usize,
}

impl Entity {
    /// Layer, block and type.
    pub fn attributes(&self) -> Attributes {
        let mut attributes = Attributes::new();
        attributes.push("layer".into(), AttributeValue::Text(self.layer.clone()));
        attributes.push("entity".into(), AttributeValue::Text(self.type_.to_owned()));
        if let Some(block) = &self.block {
            attributes.push("block".into(), AttributeValue::Text(block.clone()));
        }
        attributes
    }
}

/// What is read of a drawing.
#[derive(Debug, Default)]
pub struct Drawing {
    /// `$INSUNITS`.
    pub units: Option<i32>,
    /// Entities in order.
    pub entities: Vec<Entity>,
}

/// Types that are read.
const TYPES: [&str; 5] = ["LINE", "LWPOLYLINE", "POLYLINE", "POINT", "INSERT"];
/// Bit of group 70 of a polyline: it ends where it begins.
const CLOSED: i32 = 1;
/// Bits of group 70 of a vertex that is no point of the line: spline frame, face record of a mesh.
const NO_POINT: i32 = 16 | 128;

/// Reads the header's units and the entities.
pub fn read(text: &str, report: &mut FileReport) -> Drawing {
    let mut reader = Reader { drawing: Drawing::default(), open: None, vertex: None, report };
    let mut section = "";
    let mut variable = "";
    let mut starting = false;
    for pair in pairs(text) {
        match (pair.code, pair.value) {
            (0, "SECTION") => starting = true,
            (2, name) if starting => {
                section = name;
                starting = false;
            }
            (0, "ENDSEC") => {
                reader.end_entity();
                section = "";
            }
            (9, name) if section == "HEADER" => variable = name,
            (70, value) if section == "HEADER" && variable == "$INSUNITS" => {
                reader.drawing.units = value.parse().ok();
            }
            _ if section == "ENTITIES" => reader.take(pair),
            _ => {}
        }
    }
    reader.end_entity();
    reader.drawing
}

/// An entity whose groups are being read.
struct Open {
    entity: Entity,
    flags: i32,
    elevation: f64,
    bad: Option<String>,
}

struct Vertex {
    at: Point3,
    flags: i32,
}

struct Reader<'a> {
    drawing: Drawing,
    open: Option<Open>,
    vertex: Option<Vertex>,
    report: &'a mut FileReport,
}

impl Reader<'_> {
    fn take(&mut self, pair: Pair) {
        if pair.code == 0 {
            self.end_vertex();
            let in_polyline = self.open.as_ref().is_some_and(|open| open.entity.type_ == "POLYLINE");
            if in_polyline && pair.value == "VERTEX" {
                self.vertex = Some(Vertex { at: [0.0; 3], flags: 0 });
                return;
            }
            self.end_entity();
            self.open = TYPES.iter().find(|type_| **type_ == pair.value).map(|type_| Open {
                entity: Entity {
                    type_,
                    handle: format!("L{}", pair.line),
                    line: pair.line,
                    ..Entity::default()
                },
                flags: 0,
                elevation: 0.0,
                bad: None,
            });
            return;
        }
        let Some(open) = &mut self.open else { return };
        if let (Some(vertex), 10 | 20 | 30 | 70) = (&mut self.vertex, pair.code) {
            match (pair.code, pair.number()) {
                (70, Some(flags)) => vertex.flags = flags as i32,
                (code, Some(value)) => vertex.at[(code as usize / 10).saturating_sub(1).min(2)] = value,
                (_, None) => open.bad = Some(format!("line {}: {}", pair.line, pair.value)),
            }
            return;
        }
        if self.vertex.is_none() {
            open.group(pair);
        }
    }

    fn end_vertex(&mut self) {
        if let (Some(vertex), Some(open)) = (self.vertex.take(), &mut self.open)
            && vertex.flags & NO_POINT == 0
        {
            open.entity.points.push(vertex.at);
        }
    }

    fn end_entity(&mut self) {
        self.end_vertex();
        let Some(mut open) = self.open.take() else { return };
        let place = format!("line {}", open.entity.line);
        if let Some(bad) = open.bad {
            self.report.push(Message::new(&codes::BAD_ROW, place, bad).object(open.entity.handle.as_str()));
            return;
        }
        let is_line = !matches!(open.entity.type_, "POINT" | "INSERT");
        if open.entity.type_ == "LWPOLYLINE" {
            open.entity.points.iter_mut().for_each(|p| p[2] = open.elevation);
        }
        if is_line && open.flags & CLOSED != 0 && open.entity.points.len() > 2 {
            let first = open.entity.points.first().copied();
            open.entity.points.extend(first);
        }
        open.entity.points.dedup();
        if is_line && open.entity.points.len() < 2 {
            let message = Message::new(&codes::ZERO_LENGTH, place, open.entity.layer.as_str());
            self.report.push(message.object(open.entity.handle.as_str()));
            return;
        }
        self.drawing.entities.push(open.entity);
    }
}

impl Open {
    fn group(&mut self, pair: Pair) {
        let type_ = self.entity.type_;
        match pair.code {
            5 => pair.value.clone_into(&mut self.entity.handle),
            8 => pair.value.clone_into(&mut self.entity.layer),
            2 if type_ == "INSERT" => self.entity.block = Some(pair.value.to_owned()),
            70 => self.flags = pair.value.parse().unwrap_or(0),
            10 | 20 | 30 | 11 | 21 | 31 | 38 => match pair.number() {
                Some(value) => self.coordinate(pair.code, value),
                None => self.bad = Some(format!("line {}: {}", pair.line, pair.value)),
            },
            _ => {}
        }
    }

    fn coordinate(&mut self, code: i32, value: f64) {
        let points = &mut self.entity.points;
        match (self.entity.type_, code) {
            (_, 38) => self.elevation = value,
            // The point of a heavy polyline is only its elevation.
            ("POLYLINE", _) => {}
            ("LWPOLYLINE", 10) => points.push([value, 0.0, 0.0]),
            (_, 10) => points.insert(0, [value, 0.0, 0.0]),
            ("LINE", 11) => points.push([value, 0.0, 0.0]),
            (type_, 20 | 30) => {
                let at = if type_ == "LWPOLYLINE" { points.last_mut() } else { points.first_mut() };
                if let Some(point) = at {
                    point[(code as usize / 10) - 1] = value;
                }
            }
            ("LINE", 21 | 31) => {
                if let Some(point) = points.last_mut() {
                    point[(code as usize / 10) - 1] = value;
                }
            }
            _ => {}
        }
    }
}
