//! Puts a shape together: corners shared by place, triangles sorted into parts.

use std::collections::HashMap;

use linli_model::{FaceKind, Point3};

use super::{Segment, Shape, ShapePart};

/// What a triangle is and its colour.
pub(crate) type Skin = (FaceKind, Option<[u8; 3]>);

/// A shape in the making.
#[derive(Default)]
pub(crate) struct ShapeBuilder {
    vertices: Vec<Point3>,
    by_place: HashMap<[u64; 3], u32>,
    triangles: Vec<([u32; 3], Skin)>,
    segments: Vec<Segment>,
}

impl ShapeBuilder {
    /// The number of the corner at a place; the same place gives the same number.
    pub(crate) fn vertex(&mut self, p: Point3) -> u32 {
        // Adding 0 makes −0 and 0 one place.
        let place = p.map(|v| (v + 0.0).to_bits());
        *self.by_place.entry(place).or_insert_with(|| {
            self.vertices.push(p);
            self.vertices.len() as u32 - 1
        })
    }

    /// Adds a triangle unless two of its corners are one.
    pub(crate) fn triangle(&mut self, corners: [u32; 3], skin: Skin) {
        let [a, b, c] = corners;
        if a != b && b != c && c != a {
            self.triangles.push((corners, skin));
        }
    }

    pub(crate) fn triangle_at(&mut self, corners: [Point3; 3], skin: Skin) {
        let corners = corners.map(|p| self.vertex(p));
        self.triangle(corners, skin);
    }

    /// Adds a quadrilateral, cut along its first diagonal.
    pub(crate) fn quad(&mut self, [a, b, c, d]: [u32; 4], skin: Skin) {
        self.triangle([a, b, c], skin);
        self.triangle([a, c, d], skin);
    }

    /// How many triangles there are so far.
    pub(crate) fn triangle_count(&self) -> u32 {
        self.triangles.len() as u32
    }

    pub(crate) fn segment(&mut self, a: Point3, b: Point3, radius_m: f64) {
        self.segments.push(Segment { a, b, radius_m });
    }

    /// The shape; parts in the order in which their skins first came.
    pub(crate) fn finish(self) -> Shape {
        let mut skins: Vec<Skin> = Vec::new();
        for (_, skin) in &self.triangles {
            if !skins.contains(skin) {
                skins.push(*skin);
            }
        }
        let mut shape = Shape { vertices: self.vertices, segments: self.segments, ..Shape::default() };
        for skin in skins {
            let start = shape.triangles.len() as u32;
            shape.triangles.extend(self.triangles.iter().filter(|(_, s)| *s == skin).map(|(t, _)| *t));
            let end = shape.triangles.len() as u32;
            shape.parts.push(ShapePart { kind: skin.0, colour: skin.1, triangles: start..end });
        }
        shape.closed = encloses(&shape.triangles);
        shape
    }
}

/// Whether every edge is passed as often in one direction as in the other.
fn encloses(triangles: &[[u32; 3]]) -> bool {
    let mut edges: Vec<(u32, u32, i32)> = triangles
        .iter()
        .flat_map(|&[a, b, c]| [(a, b), (b, c), (c, a)])
        .map(|(a, b)| if a < b { (a, b, 1) } else { (b, a, -1) })
        .collect();
    edges.sort_unstable();
    let balanced = edges
        .chunk_by(|x, y| (x.0, x.1) == (y.0, y.1))
        .all(|edge| edge.iter().map(|e| e.2).sum::<i32>() == 0);
    balanced && !triangles.is_empty()
}

/// Directed edges that no triangle passes the other way: the rim of a surface.
pub(super) fn rim(triangles: &[[u32; 3]]) -> Vec<[u32; 2]> {
    let directed = || triangles.iter().flat_map(|&[a, b, c]| [[a, b], [b, c], [c, a]]);
    let mut all: Vec<[u32; 2]> = directed().collect();
    all.sort_unstable();
    directed().filter(|[a, b]| all.binary_search(&[*b, *a]).is_err()).collect()
}
