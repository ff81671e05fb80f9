//! Pipes, their chambers, and other built things that belong to no building.

use linli_model::{
    AttributeValue, Boundary, Element, FaceKind, Geometry, Key, Kind, Medium, Point3, UtilityLine,
    UtilityNode, UtilityNodeKind,
};

use super::cut::{self, Solid};
use super::step::Entity;
use super::{Reader, codes, placement, shape};
use crate::FileReport;
use crate::report::Message;

impl Reader<'_> {
    /// The product's solids on the map; what is wrong is noted.
    pub(super) fn solids(&self, id: u64, product: &Entity, report: &mut FileReport) -> Vec<Solid> {
        let place = format!("#{id}");
        let name = product.text(0).unwrap_or_default();
        let matrix = match placement::of_product(self.model, product.id(5)) {
            Ok(matrix) => self.in_metres(&matrix),
            Err(why) => {
                report.push(Message::new(&codes::PLACEMENT, place, why).object(name));
                return Vec::new();
            }
        };
        match self.shapes.of_product(product.id(6)) {
            Ok(mut built) => {
                for part in built.left_out {
                    report.push(Message::new(&codes::SHAPE_PART, place.as_str(), part).object(name));
                }
                built.solids.iter_mut().for_each(|solid| shape::place(solid, &matrix));
                built.solids
            }
            Err(why) => {
                report.push(Message::new(&codes::SHAPE, place, why).object(name));
                Vec::new()
            }
        }
    }

    /// A placement whose distances are metres.
    pub(super) fn in_metres(&self, matrix: &crate::matrix::Matrix) -> crate::matrix::Matrix {
        let mut matrix = *matrix;
        matrix.0[12..15].iter_mut().for_each(|v| *v *= self.shapes.metres);
        matrix
    }

    /// Adds solids to a boundary, on the map.
    pub(super) fn add(&self, boundary: &mut Boundary, solids: &[Solid], kind: FaceKind) {
        for face in solids.iter().flat_map(|solid| &solid.faces) {
            let mut rings: Vec<Vec<u32>> = Vec::new();
            for ring in face {
                let first = boundary.vertices.len() as u32;
                boundary.vertices.extend(ring.iter().map(|p| self.place.place(*p)));
                rings.push((first..boundary.vertices.len() as u32).collect());
            }
            let rings: Vec<&[u32]> = rings.iter().map(Vec::as_slice).collect();
            boundary.push_face(&rings, kind, None);
        }
    }

    /// A built thing of its own.
    pub(super) fn structure(&self, id: u64, product: &Entity, report: &mut FileReport) -> Option<Element> {
        let solids = self.solids(id, product, report);
        let mut boundary = Boundary::default();
        self.add(&mut boundary, &solids, FaceKind::Unknown);
        let what = product.type_.trim_start_matches("IFC").to_lowercase();
        (!boundary.faces.is_empty())
            .then(|| self.element(product, Kind::Structure { what }, Geometry::Boundary(boundary)))
    }

    /// A pipe or cable as a utility line: its axis, or the way along which its profile is swept.
    pub(super) fn pipe(&self, id: u64, product: &Entity, report: &mut FileReport) -> Option<Element> {
        let place = format!("#{id}");
        let name = product.text(0).unwrap_or_default();
        let wrong = |why: String| Message::new(&codes::SHAPE, place.as_str(), why).object(name);
        let matrix = match placement::of_product(self.model, product.id(5)) {
            Ok(matrix) => matrix,
            Err(why) => {
                report.push(Message::new(&codes::PLACEMENT, place, why).object(name));
                return None;
            }
        };
        let (path, tube) = match self.swept(product) {
            Ok(found) => found,
            Err(why) => {
                report.push(wrong(why));
                return None;
            }
        };
        let in_model = |p: Option<&Point3>| p.map_or([0.0; 3], |p| matrix.point(*p));
        let [from_node, to_node] =
            self.network.ends(self.model, id, in_model(path.first()), in_model(path.last()));
        let on_map = |p: &Point3| self.place.place(matrix.point(*p).map(|v| v * self.shapes.metres));
        let mut points: Vec<Point3> = path.iter().map(on_map).collect();
        points.dedup();
        if points.len() < 2 {
            report.push(wrong("a pipe without length".to_owned()));
            return None;
        }
        let system = self.tree.groups.get(&id);
        let mm = |length: f64| length * self.shapes.metres * 1000.0;
        let line = UtilityLine {
            medium: system.map_or(Medium::default(), |system| medium_of(system)),
            diameter_mm: tube.map_or(0.0, |tube| mm(tube.radius * 2.0)),
            diameter_assumed: tube.is_none(),
            material: self.network.material(self.model, id).map(str::to_owned),
            from_node,
            to_node,
            ..UtilityLine::default()
        };
        let mut element = self.element(product, Kind::UtilityLine(line), Geometry::Line(points));
        if let Some(system) = system.and_then(|system| system.text(2)) {
            element.attributes.push(Key::new("system"), AttributeValue::Text(system.to_owned()));
        }
        if let Some(wall) = tube.and_then(|tube| tube.wall) {
            // To a micrometre: the numbers of the file are no finer.
            element
                .attributes
                .push(Key::new("wall_mm"), AttributeValue::Number((mm(wall) * 1e3).round() / 1e3));
        }
        Some(element)
    }

    /// The way of a pipe in its own coordinates, and its size, in the model's unit.
    fn swept(&self, product: &Entity) -> Result<(Vec<Point3>, Option<Tube>), String> {
        let definition = self.model.of(product, 6).ok_or("its shape is not there")?;
        self.shapes.budget.take(1 + definition.list(2).len())?;
        let curves = self.shapes.curves();
        let (mut axis, mut way, mut tube, mut others) = (None, None, None, Vec::new());
        for representation in definition.ids(2).filter_map(|id| self.model.get(id)) {
            self.shapes.budget.take(representation.list(3).len())?;
            let is_axis = representation.text(1) == Some("Axis");
            for item_id in representation.ids(3) {
                let Some(item) = self.model.get(item_id) else { continue };
                match item.type_.as_str() {
                    _ if is_axis => axis = curves.points(Some(item_id)).ok(),
                    "IFCEXTRUDEDAREASOLID" => {
                        let position = placement::axes(self.model, item.id(1))?;
                        let direction =
                            placement::direction(self.model, item.id(2)).unwrap_or([0.0, 0.0, 1.0]);
                        let depth = item.number(3).ok_or("an extrusion without depth")?;
                        let profile = curves.profile(item.id(0))?;
                        tube = profile.first().map(|ring| {
                            let radius = half_width(ring);
                            let wall = profile.get(1).map(|hole| radius - half_width(hole));
                            Tube { radius, wall }
                        });
                        let end = direction.map(|v| v * depth);
                        way = Some(vec![position.point([0.0; 3]), position.point(end)]);
                    }
                    "IFCSWEPTDISKSOLID" => {
                        way = Some(curves.points(item.id(0))?);
                        tube = item
                            .number(1)
                            .map(|radius| Tube { radius, wall: item.number(2).map(|inner| radius - inner) });
                    }
                    other => others.push(other.to_owned()),
                }
            }
        }
        let path = axis.filter(|axis| axis.len() > 1).or(way);
        path.map(|path| (path, tube)).ok_or_else(|| format!("a pipe made of {}", others.join(", ")))
    }

    /// A chamber or valve as a node of a utility network: a point on top of it, with its depth.
    pub(super) fn chamber(&self, id: u64, product: &Entity, report: &mut FileReport) -> Option<Element> {
        let solids = self.solids(id, product, report);
        let mut boundary = Boundary::default();
        self.add(&mut boundary, &solids, FaceKind::Unknown);
        let aabb = Geometry::Boundary(boundary).aabb();
        if aabb.is_empty() {
            return None;
        }
        let [x, y, _] = aabb.centre();
        let is_valve = product.type_ == "IFCVALVE";
        let node = UtilityNode {
            medium: self.tree.groups.get(&id).map_or(Medium::default(), |system| medium_of(system)),
            node: if is_valve { UtilityNodeKind::Valve } else { UtilityNodeKind::Manhole },
            depth_m: (!is_valve).then(|| aabb.size()[2]),
        };
        Some(self.element(product, Kind::UtilityNode(node), Geometry::Point([x, y, aabb.max[2]])))
    }
}

/// Size of a pipe.
#[derive(Clone, Copy, Debug)]
struct Tube {
    /// Outer radius.
    radius: f64,
    /// Thickness of its wall, when it is hollow.
    wall: Option<f64>,
}

/// Half the larger side of a profile.
fn half_width(ring: &[Point3]) -> f64 {
    let span = |k: usize| {
        let low = ring.iter().map(|p| p[k]).fold(f64::INFINITY, f64::min);
        ring.iter().map(|p| p[k]).fold(f64::NEG_INFINITY, f64::max) - low
    };
    span(0).max(span(1)) / 2.0
}

/// What a distribution system carries, by its predefined type, else by its name.
fn medium_of(system: &Entity) -> Medium {
    let type_ = (5..system.values.len()).find_map(|i| system.name(i)).unwrap_or_default();
    match type_ {
        "STORMWATER" | "RAINWATER" | "DRAINAGE" => Medium::Storm,
        "SEWAGE" | "WASTEWATER" | "VENT" => Medium::Sewage,
        "GAS" | "FUEL" => Medium::Gas,
        "HEATING" | "DISTRICTHEATING" | "CHILLEDWATER" | "CONDENSERWATER" => Medium::Heat,
        "ELECTRICAL" | "POWERGENERATION" | "LIGHTING" | "EARTHING" => Medium::Power,
        "COMMUNICATION" | "DATA" | "TELEPHONE" | "SIGNAL" | "TV" | "AUDIOVISUAL" => Medium::Telecom,
        "DOMESTICCOLDWATER" | "DOMESTICHOTWATER" | "WATERSUPPLY" | "FIREPROTECTION" => Medium::Water,
        _ => system.text(2).and_then(crate::utility::words::medium_in).unwrap_or_default(),
    }
}

/// Upright area of downward faces, square metres; of the lowest level ones where faces look either way.
pub(super) fn floor_area_m2(solids: &[Solid]) -> f64 {
    /// Height within which level faces are one floor, metres.
    const STEP_M: f64 = 0.05;
    let of = |solid: &Solid| -> f64 {
        let level: Vec<(f64, f64, f64)> = solid.faces.iter().filter_map(level_face).collect();
        if cut::closed_volume(&solid.faces).is_some() {
            level.iter().filter(|(upward, ..)| *upward < 0.0).map(|(_, _, area)| area).sum()
        } else {
            let lowest = level.iter().map(|(_, z, _)| *z).fold(f64::INFINITY, f64::min);
            level.iter().filter(|(_, z, _)| *z < lowest + STEP_M).map(|(_, _, area)| area).sum()
        }
    };
    solids.iter().map(of).sum()
}

/// How far a level face looks up, its height and its area without holes; nothing for one that is not level.
fn level_face(face: &cut::Face) -> Option<(f64, f64, f64)> {
    let ring = face.first()?;
    let upward = cut::unit(cut::normal(ring))?[2];
    let area = |ring: &Vec<Point3>| cut::normal(ring)[2].abs() / 2.0;
    let holes: f64 = face.iter().skip(1).map(area).sum();
    (upward.abs() > 0.99).then(|| (upward, ring[0][2], area(ring) - holes))
}
