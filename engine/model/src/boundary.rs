//! Planar faces with holes: the boundary representation of an element.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Point3;

/// What a face of a boundary is (CityGML 3.0 thematic surfaces).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceKind {
    /// Not said by the source.
    #[default]
    Unknown,
    /// Roof.
    Roof,
    /// Outer wall.
    Wall,
    /// Underside that touches the terrain.
    Ground,
    /// Outer ceiling (underside of an overhang).
    OuterCeiling,
    /// Outer floor (walkable outside, such as a terrace).
    OuterFloor,
    /// Window.
    Window,
    /// Door.
    Door,
    /// Closure surface: virtual, not drawn.
    Closure,
    /// Inside of a building (interior wall, ceiling, floor).
    Interior,
    /// Water surface or bed.
    Water,
    /// Traffic or auxiliary traffic area.
    Traffic,
}

/// One planar face: its rings are `rings[previous.ring_end..ring_end]` of the boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face {
    /// End of the face's rings in [`Boundary::ring_ends`]; the first ring is the outer one.
    pub ring_end: u32,
    /// What the face is.
    pub kind: FaceKind,
    /// Colour of the source's material (sRGB, 0-255), when it has one.
    pub colour: Option<[u8; 3]>,
}

/// Faces in space, in compact index lists.
///
/// `corners` holds vertex indices ring after ring; `ring_ends[i]` is where ring `i` ends in
/// `corners`; `faces[i].ring_end` is where face `i` ends in `ring_ends`. Outer rings are
/// counter-clockwise seen from outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Boundary {
    /// Corner points, local metres.
    pub vertices: Vec<Point3>,
    /// Vertex indices, ring after ring.
    pub corners: Vec<u32>,
    /// End of each ring in `corners`.
    pub ring_ends: Vec<u32>,
    /// Faces in order.
    pub faces: Vec<Face>,
    /// Whether the source calls it a solid (closed, with an inside).
    pub solid: bool,
}

/// Why index lists are not a boundary.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum BoundaryError {
    /// A corner names a vertex that is not there.
    #[error("corner {corner} names vertex {vertex}, but there are only {count}")]
    MissingVertex {
        /// Position in `corners`.
        corner: usize,
        /// The index found there.
        vertex: u32,
        /// How many vertices there are.
        count: usize,
    },
    /// Ring or face ends do not rise to the end of their list.
    #[error("ring or face ends are not increasing or do not reach the end of their list")]
    Ends,
}

impl Boundary {
    /// Appends a face from its rings of vertex indices.
    pub fn push_face(&mut self, rings: &[&[u32]], kind: FaceKind, colour: Option<[u8; 3]>) {
        for ring in rings {
            self.corners.extend_from_slice(ring);
            self.ring_ends.push(self.corners.len() as u32);
        }
        self.faces.push(Face { ring_end: self.ring_ends.len() as u32, kind, colour });
    }

    /// Rings of face `face`, each a slice of vertex indices; the first is the outer ring.
    pub fn face_rings(&self, face: usize) -> impl Iterator<Item = &[u32]> + '_ {
        let start = if face == 0 { 0 } else { self.faces[face - 1].ring_end as usize };
        (start..self.faces[face].ring_end as usize).map(|ring| self.ring(ring))
    }

    fn ring(&self, ring: usize) -> &[u32] {
        let start = if ring == 0 { 0 } else { self.ring_ends[ring - 1] as usize };
        &self.corners[start..self.ring_ends[ring] as usize]
    }

    /// Whether every face says what it is.
    pub fn has_semantics(&self) -> bool {
        self.faces.iter().any(|face| face.kind != FaceKind::Unknown)
    }

    /// Checks the index lists, so that every later access is in range.
    pub fn check(&self) -> Result<(), BoundaryError> {
        let count = self.vertices.len();
        for (corner, &vertex) in self.corners.iter().enumerate() {
            if vertex as usize >= count {
                return Err(BoundaryError::MissingVertex { corner, vertex, count });
            }
        }
        let rising = |ends: &mut dyn Iterator<Item = u32>, len: usize| {
            let mut last = 0;
            for end in ends {
                if end < last {
                    return false;
                }
                last = end;
            }
            last as usize == len
        };
        let rings = rising(&mut self.ring_ends.iter().copied(), self.corners.len());
        let faces = rising(&mut self.faces.iter().map(|f| f.ring_end), self.ring_ends.len());
        if rings && faces { Ok(()) } else { Err(BoundaryError::Ends) }
    }

    /// Unit normal of a face by Newell's method, or `None` when it has no area.
    pub fn face_normal(&self, face: usize) -> Option<Point3> {
        let ring = self.face_rings(face).next()?;
        let origin = self.vertices[*ring.first()? as usize];
        let mut n = [0.0; 3];
        for (i, &corner) in ring.iter().enumerate() {
            let a = self.vertices[corner as usize];
            let b = self.vertices[ring[(i + 1) % ring.len()] as usize];
            let (a, b): (Point3, Point3) =
                (std::array::from_fn(|k| a[k] - origin[k]), std::array::from_fn(|k| b[k] - origin[k]));
            n[0] += (a[1] - b[1]) * (a[2] + b[2]);
            n[1] += (a[2] - b[2]) * (a[0] + b[0]);
            n[2] += (a[0] - b[0]) * (a[1] + b[1]);
        }
        let length = (n[0] * n[0] + n[1] * n[1] + n[2] * n[2]).sqrt();
        (length > 1e-12).then(|| n.map(|v| v / length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_keep_their_rings_and_normals() {
        let mut roof = Boundary {
            vertices: vec![
                [0., 0., 9.],
                [4., 0., 9.],
                [4., 4., 9.],
                [0., 4., 9.],
                [1., 1., 9.],
                [1., 2., 9.],
                [2., 2., 9.],
            ],
            ..Boundary::default()
        };
        roof.push_face(&[&[0, 1, 2, 3], &[4, 5, 6]], FaceKind::Roof, None);
        roof.push_face(&[&[3, 2, 1, 0]], FaceKind::Ground, None);
        assert_eq!(roof.check(), Ok(()));
        assert_eq!(roof.face_rings(0).count(), 2);
        assert_eq!(roof.face_rings(1).collect::<Vec<_>>(), vec![&[3, 2, 1, 0]]);
        assert_eq!(roof.face_normal(0), Some([0.0, 0.0, 1.0]));
        assert_eq!(roof.face_normal(1), Some([0.0, 0.0, -1.0]));
    }

    #[test]
    fn a_missing_vertex_is_named() {
        let broken = Boundary {
            vertices: vec![[0.0; 3]],
            corners: vec![0, 7, 0],
            ring_ends: vec![3],
            faces: vec![Face { ring_end: 1, kind: FaceKind::Wall, colour: None }],
            solid: false,
        };
        assert_eq!(broken.check(), Err(BoundaryError::MissingVertex { corner: 1, vertex: 7, count: 1 }));
    }
}
