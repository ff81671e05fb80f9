//! Shapes: what an element looks like in space, as triangles and as segments with a radius.

mod basement;
mod boundary;
pub(crate) mod builder;
mod corridor;
mod corridor_fittings;
mod corridor_node;
mod crane;
mod duct;
mod edges;
mod entrance;
mod envelope;
mod equipment;
mod extrude;
mod footprint;
mod frame;
mod greening;
mod interior;
mod lathe;
mod line;
mod roof;
mod site_work;
mod solar;
mod solid;
mod spot;
mod storey;
mod sweep;
mod tube;

#[cfg(test)]
mod tests;

pub use basement::{basement_floors, basement_voids};
pub(crate) use builder::ShapeBuilder;
pub use corridor::{corridor_compartments, corridor_section, corridor_voids};
pub use corridor_fittings::{CorridorFittings, corridor_fittings};
pub use corridor_node::corridor_node_shape;
pub use edges::feature_edges;
pub use envelope::parcel_envelope;
pub use footprint::convex_hull;
pub use frame::{BuildingFrame, building_frame};
pub use interior::{CUT_COLOUR, Room, RoomUse, StoreyInterior, storey_interior};
pub use site_work::excavation_pit;
pub use storey::storey_heights;
pub use tube::{Mesh, tube};

use linli_model::{Aabb, Element, FaceKind, Geometry, Kind, Point3, Vertical};

use crate::Ground;

/// Triangles of one kind and colour.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapePart {
    /// What the triangles are.
    pub kind: FaceKind,
    /// Colour of the source's material, or the usual paint of equipment and site works, sRGB.
    pub colour: Option<[u8; 3]>,
    /// Range of triangles in [`Shape::triangles`].
    pub triangles: std::ops::Range<u32>,
}

/// A straight piece with a radius: pipe, cable, axis (radius 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Start, local metres.
    pub a: Point3,
    /// End, local metres.
    pub b: Point3,
    /// Radius, metres.
    pub radius_m: f64,
}

/// An element in space, heights resolved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// Corner points, local metres.
    pub vertices: Vec<Point3>,
    /// Counter-clockwise seen from outside.
    pub triangles: Vec<[u32; 3]>,
    /// Runs of triangles of one kind; together they cover all triangles in order.
    pub parts: Vec<ShapePart>,
    /// Segments with a radius.
    pub segments: Vec<Segment>,
    /// Whether the triangles enclose a volume.
    pub closed: bool,
}

impl Shape {
    /// Box around the triangles and the segments with their radius; empty for an empty shape.
    pub fn aabb(&self) -> Aabb {
        let mut aabb = Aabb::EMPTY;
        self.vertices.iter().for_each(|p| aabb.include(*p));
        for segment in &self.segments {
            aabb = aabb.union(&Aabb::from_corners(segment.a, segment.b).inflated(segment.radius_m));
        }
        aabb
    }
}

impl Shape {
    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.triangles.is_empty() && self.segments.is_empty()
    }

    /// Volume that the triangles enclose, cubic metres (divergence theorem); of meaning only when
    /// the shape is closed.
    pub fn volume_m3(&self) -> f64 {
        let Some(&origin) = self.vertices.first() else { return 0.0 };
        let corner = |i: u32| {
            let p = self.vertices[i as usize];
            [p[0] - origin[0], p[1] - origin[1], p[2] - origin[2]]
        };
        let six: f64 = self
            .triangles
            .iter()
            .map(|t| {
                let [a, b, c] = t.map(corner);
                a[0] * (b[1] * c[2] - b[2] * c[1])
                    + a[1] * (b[2] * c[0] - b[0] * c[2])
                    + a[2] * (b[0] * c[1] - b[1] * c[0])
            })
            .sum();
        six / 6.0
    }
}

/// What an element looks like in space, heights resolved against the ground.
///
/// Boundaries become triangles by face kind; building footprints become closed prisms with their
/// roof; pipes, streets, trees and points become segments; other areas lie on the ground. Basements,
/// utility tunnels and their nodes, box culverts and duct banks, greening, equipment, entrances and
/// site works have shapes of their own where their geometry fits them (`docs/data/shapes.md`). Terrain
/// grids are drawn by [`crate::terrain_surfaces`] and give an empty shape, as do buildings whose
/// parts are drawn instead and elements without geometry.
pub fn shape_of(element: &Element, ground: &Ground) -> Shape {
    let above = element.vertical == Vertical::AboveGround;
    let building = element.kind.building();
    if building.is_some_and(|b| b.outline_of_parts) {
        return Shape::default();
    }
    if let Some(shape) = own_shape(element, above, ground).filter(|shape| !shape.is_empty()) {
        return shape;
    }
    match (&element.geometry, building) {
        (Geometry::None | Geometry::Grid(_), _) => Shape::default(),
        (Geometry::Boundary(faces), _) => boundary::shape_of_boundary(faces, building, above, ground),
        (Geometry::Area(polygons), Some(building)) => {
            extrude::shape_of_building(polygons, building, above, ground)
        }
        (Geometry::Area(polygons), None) => {
            line::shape_of_area(polygons, area_kind(&element.kind), above, ground)
        }
        (Geometry::Line(points), _) => line::shape_of_line(points, &element.kind, above, ground),
        (Geometry::Point(point), _) => line::shape_of_point(*point, &element.kind, above, ground),
    }
}

/// The shape of kinds that have one of their own; `None` where the geometry does not fit.
fn own_shape(element: &Element, above: bool, ground: &Ground) -> Option<Shape> {
    let geometry = &element.geometry;
    match (&element.kind, geometry) {
        (Kind::Basement(basement), Geometry::Area(polygons)) => {
            Some(basement::shape(polygons, basement, above, ground))
        }
        (Kind::Corridor(corridor), Geometry::Line(points)) => {
            Some(corridor::shape(points, corridor, above, ground))
        }
        (Kind::CorridorNode(node), Geometry::Point(point)) => {
            Some(corridor_node::shape(*point, node, [1.0, 0.0], above, ground))
        }
        (Kind::UtilityLine(line), Geometry::Line(points)) => duct::shape(points, line, above, ground),
        (Kind::Greening(greening), Geometry::Area(polygons)) => {
            Some(greening::shape_of_area(polygons, greening, above, ground))
        }
        (Kind::Greening(_), Geometry::Boundary(faces)) => {
            Some(greening::shape_of_boundary(faces, above, ground))
        }
        (Kind::Equipment(equipment), _) => equipment::shape(equipment, geometry, above, ground),
        (Kind::SiteWork(work), _) => site_work::shape(element, work, above, ground),
        (Kind::Entrance(entrance), _) => entrance::shape(entrance, geometry, above, ground),
        _ => None,
    }
}

fn area_kind(kind: &Kind) -> FaceKind {
    use linli_model::AreaUse::{Carriageway, Pavement, Plaza, Water};
    match kind {
        Kind::Area(area) if area.use_ == Water => FaceKind::Water,
        Kind::Area(area) if matches!(area.use_, Carriageway | Pavement | Plaza) => FaceKind::Traffic,
        Kind::Street(_) | Kind::Parking(_) => FaceKind::Traffic,
        _ => FaceKind::Unknown,
    }
}
