//! Elements as swept shapes with what the rules ask about them.

use linli_model::{
    Corridor, DepthReference, Element, Geometry, Kind, Medium, NeighbourKind, Point3, Polygon, Section,
    StreetClass, UtilityLine, UtilityNodeKind, Vertical,
};
use linli_model::{Key, Truth};
use linli_space::Ground;

use super::super::geometry::{Strip, SweptSection};
use super::super::rules::{LineFacts, RuleBook};
use super::joint::{Joint, joint_of};

/// Shape of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Outline {
    /// Straight pieces one after the other; a disc is one piece without length.
    Strips(Vec<Strip>),
    /// An upright prism over polygons, between two heights.
    Prism {
        /// Footprint.
        polygons: Vec<Polygon>,
        /// Lower face, metres.
        bottom_m: f64,
        /// Upper face, metres.
        top_m: f64,
    },
}

/// One element as the check sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    pub key: Key,
    /// Hash of the key: the order of a pair.
    pub order: u64,
    pub class: u8,
    pub facts: LineFacts,
    pub outline: Outline,
    /// How far its position may be off in plan and in height, metres.
    pub tolerance_m: [f64; 2],
    /// Whether a fact of its class was assumed.
    pub assumed: bool,
    /// Whether its height was assumed.
    pub depth_assumed: bool,
    /// Joints at the start and end of a line.
    pub joints: Option<[Joint; 2]>,
    /// Which ends of a line come out of the ground, at an outfall.
    pub comes_out: [bool; 2],
    /// Whether it is a line, and so has cover.
    pub is_line: bool,
    /// Whether it is a basement, which pipes may cross above.
    pub is_basement: bool,
    /// Bottom of a manhole's shaft: lines may pass below it.
    pub shaft_bottom_m: Option<f64>,
    /// Whether it is temporary.
    pub temporary: bool,
}

impl Body {
    /// Straight pieces; none for a prism.
    pub fn strips(&self) -> &[Strip] {
        match &self.outline {
            Outline::Strips(strips) => strips,
            Outline::Prism { .. } => &[],
        }
    }

    /// A place of the body in plan, metres.
    pub fn place(&self) -> [f64; 2] {
        let corner = match &self.outline {
            Outline::Strips(strips) => strips.first().map(|strip| strip.a),
            Outline::Prism { polygons, .. } => polygons.first().and_then(|p| p.exterior.first().copied()),
        };
        corner.map_or([0.0; 2], |p| [p[0], p[1]])
    }

    /// The body moved, metres.
    pub fn moved(&self, by: Point3) -> Self {
        let mut body = self.clone();
        if let Outline::Strips(strips) = &mut body.outline {
            for strip in strips {
                strip.a = std::array::from_fn(|i| strip.a[i] + by[i]);
                strip.b = std::array::from_fn(|i| strip.b[i] + by[i]);
            }
        }
        body.shaft_bottom_m = body.shaft_bottom_m.map(|bottom| bottom + by[2]);
        body
    }
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo): the same on every machine.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The section of a line, outer sizes.
pub fn section_of(line: &UtilityLine) -> SweptSection {
    match line.section {
        Section::Round => SweptSection::Round(line.diameter_mm / 2000.0),
        Section::Box { width_mm, height_mm } | Section::DuctBank { width_mm, height_mm, .. } => {
            SweptSection::Upright(width_mm / 2000.0, height_mm / 2000.0)
        }
    }
}

/// The body of an element, when the rules have a class for it and its geometry can be used.
pub fn body_of(element: &Element, book: &RuleBook, ground: &Ground) -> Option<Body> {
    if !finite(&element.geometry) {
        return None;
    }
    match &element.kind {
        Kind::UtilityLine(line) if line.corridor.is_none() => line_body(element, line, book, ground),
        Kind::UtilityNode(node) if node.node == UtilityNodeKind::Manhole => {
            let class = book.class_of_thing(NeighbourKind::Manhole)?;
            let depth = node.depth_m.unwrap_or(0.0);
            let mut body = disc(element, class, book.conventions().manhole_radius_m, depth, ground)?;
            body.facts.medium = Some(node.medium);
            let top = body.strips().first().map_or(0.0, |strip| strip.a[2] + depth / 2.0);
            body.shaft_bottom_m = Some(top - depth);
            Some(body)
        }
        Kind::Tree(_) => {
            let class = book.class_of_thing(NeighbourKind::Tree)?;
            disc(element, class, book.conventions().trunk_radius_m, 0.0, ground)
        }
        Kind::Building(_) => {
            let class = book.class_of_thing(NeighbourKind::Building)?;
            prism(element, class, footprint(element)?, [f64::NEG_INFINITY, f64::INFINITY])
        }
        Kind::Basement(basement) => {
            let class = book.class_of_thing(NeighbourKind::Basement)?;
            let polygons = footprint(element)?;
            let aabb = element.geometry.aabb();
            let [x, y, _] = aabb.centre();
            let level = ground.height_at(x, y);
            let faces = [level - basement.bottom_depth_m, level - basement.top_depth_m];
            let mut body = prism(element, class, polygons, faces)?;
            body.is_basement = true;
            Some(body)
        }
        Kind::Corridor(corridor) => corridor_body(element, corridor, book, ground),
        Kind::Street(street) if matches!(street.class, StreetClass::Rail | StreetClass::Tram) => {
            let thing =
                if street.class == StreetClass::Rail { NeighbourKind::Rail } else { NeighbourKind::Tram };
            let class = book.class_of_thing(thing)?;
            let section = SweptSection::Upright(street.drawn_width_m() / 2.0, 0.0);
            let strips = sweep(element, section, DepthReference::Axis, ground)?;
            (!street.bridge && !street.tunnel).then(|| plain(element, class, Outline::Strips(strips)))
        }
        _ => None,
    }
}

fn finite(geometry: &Geometry) -> bool {
    let mut finite = true;
    geometry.for_each_point(|p| finite &= p.iter().all(|v| v.is_finite() && v.abs() < 1e9));
    finite
}

fn plain(element: &Element, class: u8, outline: Outline) -> Body {
    Body {
        key: element.key.clone(),
        order: hash(element.key.as_str().as_bytes()),
        class,
        facts: LineFacts::default(),
        outline,
        tolerance_m: [0.0; 2],
        assumed: false,
        depth_assumed: false,
        joints: None,
        comes_out: [false; 2],
        is_line: false,
        is_basement: false,
        shaft_bottom_m: None,
        temporary: element.presence.truth == Truth::Temporary,
    }
}

fn line_body(element: &Element, line: &UtilityLine, book: &RuleBook, ground: &Ground) -> Option<Body> {
    let (class, assumed) = book.class_of_line(line)?;
    let section = section_of(line);
    if !(section.half_width_m() > 0.0 && section.half_width_m().is_finite()) {
        return None;
    }
    let strips = sweep(element, section, line.depth_reference, ground)?;
    let ends = [strips.first()?.a, strips.last()?.b];
    let mut body = plain(element, class, Outline::Strips(strips));
    body.facts = LineFacts::of(line);
    if let SweptSection::Upright(width, height) = section {
        body.facts.diameter_mm = body.facts.diameter_mm.max(2000.0 * width.max(height));
    }
    body.tolerance_m = book.tolerance_m(line.survey);
    body.assumed = assumed;
    body.depth_assumed = line.depth_assumed;
    let names = [line.from_node.as_deref(), line.to_node.as_deref()];
    body.joints = Some(std::array::from_fn(|end| joint_of(line.medium, names[end], ends[end])));
    body.is_line = true;
    Some(body)
}

fn corridor_body(element: &Element, corridor: &Corridor, book: &RuleBook, ground: &Ground) -> Option<Body> {
    let class = book.class_of_thing(NeighbourKind::Corridor)?;
    let section = SweptSection::Upright(corridor.outer_width_m() / 2.0, corridor.outer_height_m() / 2.0);
    let strips = sweep(element, section, DepthReference::Axis, ground)?;
    Some(plain(element, class, Outline::Strips(strips)))
}

/// Straight pieces of a line element; pieces without length are left out.
fn sweep(
    element: &Element,
    section: SweptSection,
    reference: DepthReference,
    ground: &Ground,
) -> Option<Vec<Strip>> {
    let Geometry::Line(points) = &element.geometry else { return None };
    let lift = match reference {
        DepthReference::Axis => 0.0,
        DepthReference::Crown => -section.half_height_m(),
        DepthReference::Invert => section.half_height_m(),
    };
    let placed = |p: &Point3| [p[0], p[1], absolute(element, p, ground) + lift];
    let mut strips: Vec<Strip> = points
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if a[0] != b[0] || a[1] != b[1] => {
                Some(Strip { a: placed(a), b: placed(b), section, square: [false; 2] })
            }
            _ => None,
        })
        .collect();
    if matches!(section, SweptSection::Upright(..)) {
        strips.first_mut()?.square[0] = true;
        strips.last_mut()?.square[1] = true;
    }
    (!strips.is_empty()).then_some(strips)
}

fn absolute(element: &Element, p: &Point3, ground: &Ground) -> f64 {
    match element.vertical {
        Vertical::Absolute => p[2],
        Vertical::AboveGround => ground.height_at(p[0], p[1]) + p[2],
    }
}

fn disc(element: &Element, class: u8, radius: f64, depth_m: f64, ground: &Ground) -> Option<Body> {
    let Geometry::Point(p) = &element.geometry else { return None };
    let top = absolute(element, p, ground);
    let at = [p[0], p[1], top - depth_m / 2.0];
    let strip = Strip { a: at, b: at, section: SweptSection::Round(radius), square: [false; 2] };
    Some(plain(element, class, Outline::Strips(vec![strip])))
}

fn prism(element: &Element, class: u8, polygons: Vec<Polygon>, faces: [f64; 2]) -> Option<Body> {
    let [bottom_m, top_m] = faces;
    (!polygons.is_empty()).then(|| plain(element, class, Outline::Prism { polygons, bottom_m, top_m }))
}

/// Where a building or basement meets the ground: its area, or the ground faces of its boundary (the
/// lowest flat faces when the source does not tell).
fn footprint(element: &Element) -> Option<Vec<Polygon>> {
    match &element.geometry {
        Geometry::Area(polygons) => {
            Some(polygons.iter().filter(|polygon| polygon.exterior.len() >= 3).cloned().collect())
        }
        Geometry::Boundary(boundary) => {
            let said: Vec<usize> = (0..boundary.faces.len())
                .filter(|&face| boundary.faces[face].kind == linli_model::FaceKind::Ground)
                .collect();
            let faces = if said.is_empty() { lowest_faces(boundary) } else { said };
            Some(faces.into_iter().filter_map(|face| face_polygon(boundary, face)).collect())
        }
        _ => None,
    }
}

fn lowest_faces(boundary: &linli_model::Boundary) -> Vec<usize> {
    let low = boundary.vertices.iter().map(|v| v[2]).fold(f64::INFINITY, f64::min);
    // A face within a hand's breadth of the lowest point, and level, is a floor.
    let is_floor = |face: usize| {
        let mut rings = boundary.face_rings(face);
        let lies_low = rings.all(|ring| ring.iter().all(|&v| boundary.vertices[v as usize][2] < low + 0.1));
        lies_low && boundary.face_normal(face).is_some_and(|n| n[2].abs() > 0.9)
    };
    (0..boundary.faces.len()).filter(|&face| is_floor(face)).collect()
}

fn face_polygon(boundary: &linli_model::Boundary, face: usize) -> Option<Polygon> {
    let mut rings = boundary
        .face_rings(face)
        .map(|ring| ring.iter().map(|&v| boundary.vertices[v as usize]).collect::<Vec<Point3>>());
    let exterior = rings.next().filter(|ring| ring.len() >= 3)?;
    Some(Polygon { exterior, holes: rings.collect() })
}

/// Whether a line flows by gravity.
pub(crate) fn by_gravity(medium: Medium) -> bool {
    matches!(medium, Medium::Sewage | Medium::Storm | Medium::Combined)
}
