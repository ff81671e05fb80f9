//! The raster of stored coordinates: a tenth of a millimetre.
//!
//! What is stored is on it, so that writing and reading gives the same numbers back bit for bit. Edits put
//! what they make on it too: an edit that was read is the edit that was made.

use std::collections::HashMap;

use crate::{Boundary, Element, Geometry, Point3};

/// Raster units in a metre: coordinates are kept to 0.1 mm.
pub const RASTER_UNITS_PER_METRE: f64 = 1e4;

/// The nearest coordinate on the raster.
pub fn on_raster(value: f64) -> f64 {
    // Adding zero turns −0 into 0, so that equal coordinates are equal texts too.
    (value * RASTER_UNITS_PER_METRE).round() / RASTER_UNITS_PER_METRE + 0.0
}

/// A point on the raster.
pub fn point_on_raster(p: Point3) -> Point3 {
    p.map(on_raster)
}

/// Gives equal points one vertex, in the order in which they are first named.
#[derive(Debug, Default)]
pub struct Welder {
    /// The boundary in the making.
    pub boundary: Boundary,
    known: HashMap<[u64; 3], u32>,
}

impl Welder {
    /// An empty boundary.
    pub fn new(solid: bool) -> Self {
        Self { boundary: Boundary { solid, ..Boundary::default() }, known: HashMap::new() }
    }

    /// Number of the vertex of a point.
    pub fn vertex(&mut self, p: Point3) -> u32 {
        let vertices = &mut self.boundary.vertices;
        *self.known.entry(p.map(f64::to_bits)).or_insert_with(|| {
            vertices.push(p);
            vertices.len() as u32 - 1
        })
    }
}

impl Boundary {
    /// The same boundary on the raster, as a file gives it back: equal points are one vertex, in the order
    /// in which faces name them; rings without corners and faces without rings are left out.
    pub fn welded(&self) -> Self {
        let mut welder = Welder::new(self.solid);
        for (face, facts) in self.faces.iter().enumerate() {
            let rings: Vec<Vec<u32>> = self
                .face_rings(face)
                .filter(|ring| !ring.is_empty())
                .map(|ring| {
                    let points = ring.iter().filter_map(|&corner| self.vertices.get(corner as usize));
                    points.map(|p| welder.vertex(point_on_raster(*p))).collect()
                })
                .collect();
            if !rings.is_empty() {
                let rings: Vec<&[u32]> = rings.iter().map(Vec::as_slice).collect();
                welder.boundary.push_face(&rings, facts.kind, facts.colour);
            }
        }
        welder.boundary
    }
}

impl Element {
    /// Puts the geometry on the raster, rings open: as it would be after writing and reading.
    pub fn put_on_raster(&mut self) {
        self.geometry.map_points(|p| *p = point_on_raster(*p));
        match &mut self.geometry {
            Geometry::Boundary(boundary) => *boundary = boundary.welded(),
            Geometry::Area(polygons) => {
                for polygon in polygons {
                    for ring in std::iter::once(&mut polygon.exterior).chain(&mut polygon.holes) {
                        if ring.len() > 1 && ring.first() == ring.last() {
                            ring.pop();
                        }
                    }
                }
            }
            _ => {}
        }
    }
}
