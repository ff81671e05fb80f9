//! Shapes: what an element looks like in space, as triangles and as segments with a radius.

use linli_model::{FaceKind, Point3};

/// Triangles of one kind and colour.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapePart {
    /// What the triangles are.
    pub kind: FaceKind,
    /// Colour of the source's material, sRGB.
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
