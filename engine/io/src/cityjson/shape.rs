//! Faces of one element, gathered from the geometries chosen for it.

use std::collections::HashMap;
use std::ops::Range;

use linli_model::{Boundary, Face, FaceKind, Point3};

use super::check::Checked;
use super::geometry::GeometryType;
use super::nest::{IndexNest, NO_INDEX};

/// Collects faces with their own compact vertex list.
#[derive(Debug, Default)]
pub struct FaceCollector {
    boundary: Boundary,
    /// Corners left out because they repeat the one before.
    pub repeated: usize,
    /// Faces left out because they have fewer than three different corners.
    pub degenerate: usize,
    /// Rings left out because the file gives fewer than three corners; the check has named them.
    pub short: usize,
}

impl FaceCollector {
    /// Adds the faces of a geometry; `point` gives the place of a vertex.
    pub fn add(
        &mut self,
        nest: &IndexNest,
        type_: GeometryType,
        checked: &Checked,
        point: impl Fn(u32) -> Point3,
    ) {
        let depth = type_.depth();
        if depth < 3 {
            return;
        }
        let faces = nest.ends.get(depth - 2).map_or(0, Vec::len);
        let inner = inner_shells(nest, depth);
        let mut numbers = Renumber::new(&nest.leaves);
        self.boundary.corners.reserve(nest.leaves.len());
        self.boundary.ring_ends.reserve(nest.ends.get(depth - 1).map_or(0, Vec::len));
        self.boundary.faces.reserve(faces);
        for face in 0..faces {
            let mut kind = checked.kinds.get(face).copied().unwrap_or_default();
            if kind == FaceKind::Unknown && inner.iter().any(|shell| shell.contains(&face)) {
                kind = FaceKind::Interior;
            }
            let colour = checked.colours.get(face).copied().flatten();
            self.add_face(nest, depth, face, &mut numbers, &point);
            self.close_face(kind, colour);
        }
    }

    /// Number of faces so far.
    pub fn faces(&self) -> usize {
        self.boundary.faces.len()
    }

    /// The boundary, without spare memory.
    pub fn finish(self, solid: bool) -> Boundary {
        Boundary {
            vertices: exact(self.boundary.vertices),
            corners: exact(self.boundary.corners),
            ring_ends: exact(self.boundary.ring_ends),
            faces: exact(self.boundary.faces),
            solid,
        }
    }

    fn add_face(
        &mut self,
        nest: &IndexNest,
        depth: usize,
        face: usize,
        numbers: &mut Renumber,
        point: &impl Fn(u32) -> Point3,
    ) {
        for (i, ring) in nest.children(depth - 2, face).enumerate() {
            let leaves = nest.leaves.get(nest.children(depth - 1, ring)).unwrap_or_default();
            let usable = self.add_ring(leaves, numbers, point);
            if !usable && i == 0 {
                // Without its outer ring a face is nothing, whatever holes it has.
                return;
            }
        }
    }

    fn add_ring(&mut self, leaves: &[u32], numbers: &mut Renumber, point: &impl Fn(u32) -> Point3) -> bool {
        let boundary = &mut self.boundary;
        if leaves.len() < 3 {
            self.short += 1;
            return false;
        }
        let start = boundary.corners.len();
        let (mut previous, first) = (NO_INDEX, leaves.first().copied());
        for (i, &leaf) in leaves.iter().enumerate() {
            let closing = i + 1 == leaves.len() && Some(leaf) == first;
            if leaf == previous || closing {
                self.repeated += 1;
                continue;
            }
            previous = leaf;
            boundary.corners.push(numbers.number(leaf, &mut boundary.vertices, point));
        }
        if boundary.corners.len() - start < 3 {
            boundary.corners.truncate(start);
            self.degenerate += 1;
            return false;
        }
        boundary.ring_ends.push(u32::try_from(boundary.corners.len()).unwrap_or(NO_INDEX));
        true
    }

    fn close_face(&mut self, kind: FaceKind, colour: Option<[u8; 3]>) {
        let ring_end = u32::try_from(self.boundary.ring_ends.len()).unwrap_or(NO_INDEX);
        let previous = self.boundary.faces.last().map_or(0, |face| face.ring_end);
        if ring_end > previous {
            self.boundary.faces.push(Face { ring_end, kind, colour });
        }
    }
}

/// The list in memory of just its size.
fn exact<T>(mut list: Vec<T>) -> Vec<T> {
    list.shrink_to_fit();
    list
}

/// Face ranges of the shells inside solids: every shell of a solid but its first.
fn inner_shells(nest: &IndexNest, depth: usize) -> Vec<Range<usize>> {
    let mut inner = Vec::new();
    if depth >= 4 {
        let solids = if depth == 4 { 1 } else { nest.ends.get(1).map_or(0, Vec::len) };
        for solid in 0..solids {
            let shells = nest.children(depth - 4, solid);
            inner.extend(shells.skip(1).map(|shell| nest.children(depth - 3, shell)));
        }
    }
    inner
}

/// Gives vertices of the file the numbers that they have in the element.
enum Renumber {
    /// Number of `vertex − first`, where the vertices lie close together in the file.
    Near { first: u32, numbers: Vec<u32> },
    /// Number of a vertex, where they do not.
    Far(HashMap<u32, u32>),
}

impl Renumber {
    fn new(leaves: &[u32]) -> Self {
        let (first, last) = leaves.iter().fold((NO_INDEX, 0), |(a, b), leaf| (a.min(*leaf), b.max(*leaf)));
        let span = last.saturating_sub(first) as usize + 1;
        if span <= leaves.len() * 16 + 1024 {
            Self::Near { first, numbers: vec![NO_INDEX; span] }
        } else {
            Self::Far(HashMap::with_capacity(leaves.len() / 2))
        }
    }

    fn number(&mut self, vertex: u32, vertices: &mut Vec<Point3>, point: &impl Fn(u32) -> Point3) -> u32 {
        let mut none = NO_INDEX;
        let slot = match self {
            Self::Near { first, numbers } => {
                numbers.get_mut(vertex.saturating_sub(*first) as usize).unwrap_or(&mut none)
            }
            Self::Far(numbers) => numbers.entry(vertex).or_insert(NO_INDEX),
        };
        if *slot == NO_INDEX {
            *slot = u32::try_from(vertices.len()).unwrap_or(NO_INDEX);
            vertices.push(point(vertex));
        }
        *slot
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::cityjson::geometry::{RawGeometry, Spare};

    fn collect(type_: &str, boundaries: &str) -> FaceCollector {
        let text = format!(r#"{{"type":"{type_}","boundaries":{boundaries}}}"#);
        let geometry = RawGeometry::read(&text, 0, &mut Spare::default()).unwrap().0;
        let mut faces = FaceCollector::default();
        faces.add(
            geometry.boundaries.as_ref().unwrap(),
            geometry.geometry_type().unwrap(),
            &Checked::default(),
            |v| [f64::from(v), 0.0, 0.0],
        );
        faces
    }

    #[test]
    fn vertices_are_shared_within_the_element() {
        for far in [40, 4_000_000] {
            let boundary = collect("MultiSurface", &format!("[[[7,8,{far}]],[[{far},8,9]]]")).finish(false);
            assert_eq!(boundary.check(), Ok(()));
            assert_eq!(boundary.corners, [0, 1, 2, 2, 1, 3]);
            assert_eq!(boundary.vertices[2][0], f64::from(far));
        }
    }

    #[test]
    fn inner_shells_are_inside() {
        let shell = "[[[0,1,2]],[[2,1,0]]]";
        let boundary = collect("MultiSolid", &format!("[[{shell},{shell}],[{shell}]]")).finish(true);
        let kinds: Vec<FaceKind> = boundary.faces.iter().map(|f| f.kind).collect();
        use FaceKind::{Interior, Unknown};
        assert_eq!(kinds, [Unknown, Unknown, Interior, Interior, Unknown, Unknown]);
    }

    #[test]
    fn repeated_corners_and_lost_faces_are_counted() {
        let faces = collect("MultiSurface", "[[[0,1,1,2,0]],[[3,4,4]],[[5,6]],[[7,8,9],[1,1,2]]]");
        assert_eq!((faces.repeated, faces.degenerate, faces.short), (4, 2, 1));
        let boundary = faces.finish(false);
        assert_eq!((boundary.faces.len(), boundary.ring_ends.as_slice()), (2, &[3, 6][..]));
        assert_eq!(boundary.check(), Ok(()));
    }
}
