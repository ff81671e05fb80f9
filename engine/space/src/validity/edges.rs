//! Faces with their vertices snapped together, and the edges between them.

use std::collections::HashMap;

use linli_model::{Boundary, Point3};

use super::delaunay;
use super::plane::Fit;
use crate::index::vector::distance;

/// Faces whose equal vertices have equal numbers.
pub(super) struct Faces {
    pub vertices: Vec<Point3>,
    /// Rings of vertex numbers per face, the outer one first.
    pub rings: Vec<Vec<Vec<u32>>>,
}

/// One side of a face: from corner to corner along a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Side {
    /// The lower vertex number first.
    pub ends: [u32; 2],
    /// Whether the ring runs from the lower to the higher.
    pub forward: bool,
    pub face: usize,
    /// Number of the corner that the side starts from, over all rings of all faces.
    pub corner: usize,
}

impl Faces {
    /// Snaps the vertices of a checked boundary.
    pub fn new(boundary: &Boundary, snap_m: f64) -> Self {
        let number = snapped(&boundary.vertices, snap_m);
        let ring = |ring: &[u32]| ring.iter().map(|&v| number[v as usize]).collect();
        let face = |face| boundary.face_rings(face).map(ring).collect();
        let rings = (0..boundary.faces.len()).map(face).collect();
        Self { vertices: boundary.vertices.clone(), rings }
    }

    pub fn point(&self, vertex: u32) -> Point3 {
        self.vertices[vertex as usize]
    }

    /// All sides, those of one edge next to each other.
    pub fn sides(&self) -> Vec<Side> {
        let mut sides = Vec::new();
        let mut corner = 0;
        for (face, rings) in self.rings.iter().enumerate() {
            for ring in rings {
                for (i, &from) in ring.iter().enumerate() {
                    let to = ring[(i + 1) % ring.len()];
                    let ends = [from.min(to), from.max(to)];
                    sides.push(Side { ends, forward: from < to, face, corner: corner + i });
                }
                corner += ring.len();
            }
        }
        sides.sort_by_key(|side| side.ends);
        sides
    }

    /// Piece number of each face: faces that share a vertex are in one piece.
    pub fn pieces(&self) -> Vec<usize> {
        let mut sets = Sets::new(self.vertices.len());
        for rings in &self.rings {
            let mut corners = rings.iter().flatten();
            if let Some(&first) = corners.next() {
                corners.for_each(|&v| sets.join(first as usize, v as usize));
            }
        }
        let mut numbers = HashMap::new();
        let mut piece = |rings: &Vec<Vec<u32>>| {
            let root = rings.iter().flatten().next().map(|&v| sets.root(v as usize));
            let next = numbers.len();
            *numbers.entry(root).or_insert(next)
        };
        self.rings.iter().map(&mut piece).collect()
    }

    /// Points of a face, ring after ring.
    pub fn face_points(&self, face: usize) -> Vec<Vec<Point3>> {
        self.rings[face].iter().map(|ring| ring.iter().map(|&v| self.point(v)).collect()).collect()
    }

    /// Triangles of every face, and the face of each.
    pub fn triangles(&self) -> (Vec<[u32; 3]>, Vec<usize>) {
        let (mut triangles, mut owners) = (Vec::new(), Vec::new());
        for (face, rings) in self.rings.iter().enumerate() {
            let corners = self.face_points(face);
            let numbers: Vec<u32> = rings.iter().flatten().copied().collect();
            if let Some(fit) = Fit::of(&corners) {
                let found = delaunay::triangles(&corners, &fit);
                triangles.extend(found.into_iter().map(|t| t.map(|k| numbers[k as usize])));
            }
            owners.resize(triangles.len(), face);
        }
        (triangles, owners)
    }

    /// Corners of a triangle.
    pub fn corners(&self, triangle: [u32; 3]) -> [Point3; 3] {
        triangle.map(|v| self.point(v))
    }
}

/// Lowest vertex within the snap distance of each vertex.
fn snapped(vertices: &[Point3], snap_m: f64) -> Vec<u32> {
    let cell = |p: Point3| p.map(|v| (v / snap_m.max(1e-9)).round() as i64);
    let mut kept: HashMap<[i64; 3], Vec<u32>> = HashMap::new();
    let mut number = Vec::with_capacity(vertices.len());
    for (vertex, &p) in vertices.iter().enumerate() {
        let home = cell(p);
        let mut same: Option<u32> = None;
        for near in 0..27i64 {
            let place = [home[0] + near % 3 - 1, home[1] + near / 3 % 3 - 1, home[2] + near / 9 - 1];
            for &other in kept.get(&place).into_iter().flatten() {
                if distance(vertices[other as usize], p) < snap_m * (1.0 - 1e-6)
                    && same.is_none_or(|s| other < s)
                {
                    same = Some(other);
                }
            }
        }
        if same.is_none() {
            kept.entry(home).or_default().push(vertex as u32);
        }
        number.push(same.unwrap_or(vertex as u32));
    }
    number
}

/// Disjoint sets with path halving.
pub(super) struct Sets(Vec<usize>);

impl Sets {
    pub fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    pub fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    /// Joins two sets, the lower root stays.
    pub fn join(&mut self, i: usize, j: usize) {
        let (i, j) = (self.root(i), self.root(j));
        self.0[i.max(j)] = i.min(j);
    }
}
