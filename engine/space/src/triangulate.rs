//! Planar (or nearly planar) polygons with holes, cut into triangles.

use earcut::Earcut;
use linli_model::{Point3, Polygon};

use crate::index::vector::{length, newell};

/// Doubled areas below this count as none, square metres.
const LEAST_AREA_M2: f64 = 1e-12;

/// Cuts faces into triangles; keeps its working memory from face to face.
#[derive(Default)]
pub struct Triangulator {
    earcut: Earcut<f64>,
    /// Projected corners of all rings.
    flat: Vec<[f64; 2]>,
    /// Vertex index of each projected corner.
    corners: Vec<u32>,
    /// Where each ring after the first starts in `corners`.
    holes: Vec<u32>,
    found: Vec<u32>,
}

impl Triangulator {
    /// A triangulator with empty working memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends the triangles of one face, wound like its outer ring.
    ///
    /// `rings` are slices of indices into `vertices`, the outer ring first, none closed by a
    /// repeated first corner. The corners are projected along the dominant axis of the outer
    /// ring's Newell normal. A face without area, with a missing vertex or with a coordinate that
    /// is not finite gives nothing.
    ///
    /// Returns how far the triangles' area is from the face's (outer ring less holes), relative to
    /// the face's and both as projected: about 0 for valid rings, more where rings cross or touch
    /// themselves so that ear clipping cannot be right.
    pub fn face<'a>(
        &mut self,
        vertices: &[Point3],
        rings: impl IntoIterator<Item = &'a [u32]>,
        out: &mut Vec<[u32; 3]>,
    ) -> f64 {
        self.corners.clear();
        self.holes.clear();
        for (i, ring) in rings.into_iter().enumerate() {
            if i > 0 {
                if ring.len() < 3 {
                    continue;
                }
                self.holes.push(self.corners.len() as u32);
            }
            self.corners.extend_from_slice(ring);
        }
        self.triangulate(vertices, out)
    }

    /// Appends the triangles of a polygon as indices into its rings' points, the outer ring's
    /// first and then each hole's. Returns the same measure as [`Triangulator::face`].
    ///
    /// All points count, also those of holes with fewer than three points.
    pub fn polygon(&mut self, polygon: &Polygon, out: &mut Vec<[u32; 3]>) -> f64 {
        let vertices: Vec<Point3> = polygon.rings().flatten().copied().collect();
        let indices: Vec<u32> = (0..vertices.len() as u32).collect();
        let mut rest = indices.as_slice();
        let rings = polygon.rings().map(|ring| {
            let (head, tail) = rest.split_at(ring.len().min(rest.len()));
            rest = tail;
            head
        });
        self.face(&vertices, rings, out)
    }

    fn triangulate(&mut self, vertices: &[Point3], out: &mut Vec<[u32; 3]>) -> f64 {
        if self.corners.iter().any(|&c| c as usize >= vertices.len()) {
            return 0.0;
        }
        let outer = self.holes.first().map_or(self.corners.len(), |&start| start as usize);
        let normal = newell(self.corners[..outer].iter().map(|&c| vertices[c as usize]));
        let size = length(normal);
        if outer < 3 || size <= LEAST_AREA_M2 || !size.is_finite() {
            return 0.0;
        }
        self.project(vertices, normal);
        if self.holes.is_empty() && self.push_simple(out) {
            return 0.0;
        }
        self.push_ears(out)
    }

    /// Drops the dominant axis so that the outer ring is counter-clockwise in the plane.
    fn project(&mut self, vertices: &[Point3], normal: Point3) {
        let size = normal.map(f64::abs);
        let dropped = if size[2] >= size[0] && size[2] >= size[1] {
            2
        } else if size[1] >= size[0] {
            1
        } else {
            0
        };
        let (mut i, mut j) = ((dropped + 1) % 3, (dropped + 2) % 3);
        if normal[dropped] < 0.0 {
            std::mem::swap(&mut i, &mut j);
        }
        let origin = vertices[self.corners[0] as usize];
        self.flat.clear();
        self.flat.extend(self.corners.iter().map(|&c| {
            let p = vertices[c as usize];
            [p[i] - origin[i], p[j] - origin[j]]
        }));
    }

    /// Triangles and convex quadrilaterals need no search.
    fn push_simple(&self, out: &mut Vec<[u32; 3]>) -> bool {
        let (c, p) = (&self.corners, &self.flat);
        match c.len() {
            3 => {
                out.push([c[0], c[1], c[2]]);
                true
            }
            4 => {
                let convex = (0..4).all(|k| twice_area(p[k], p[(k + 1) % 4], p[(k + 2) % 4]) > LEAST_AREA_M2);
                if convex {
                    out.push([c[0], c[1], c[2]]);
                    out.push([c[0], c[2], c[3]]);
                }
                convex
            }
            _ => false,
        }
    }

    fn push_ears(&mut self, out: &mut Vec<[u32; 3]>) -> f64 {
        self.earcut.earcut(self.flat.iter().copied(), &self.holes, &mut self.found);
        let wanted = self.flat_area();
        let mut total = 0.0;
        for &[a, b, c] in self.found.as_chunks::<3>().0 {
            let [pa, pb, pc] = [a, b, c].map(|k| self.flat[k as usize]);
            let area = twice_area(pa, pb, pc);
            total += area.abs();
            let [a, b, c] = [a, b, c].map(|k| self.corners[k as usize]);
            if area > 0.0 {
                out.push([a, b, c]);
            } else if area < 0.0 {
                out.push([a, c, b]);
            }
        }
        if wanted > 0.0 { (total - wanted).abs() / wanted } else { f64::from(u8::from(total > 0.0)) }
    }

    /// Twice the projected area: the outer ring's less the holes'.
    fn flat_area(&self) -> f64 {
        let mut start = 0;
        let ends = self.holes.iter().map(|&h| h as usize).chain([self.flat.len()]);
        let mut area = 0.0;
        for (i, end) in ends.enumerate() {
            let ring = &self.flat[start..end];
            let twice: f64 =
                ring.windows(2).map(|pair| twice_area(ring[0], pair[0], pair[1])).sum::<f64>().abs();
            area += if i == 0 { twice } else { -twice };
            start = end;
        }
        area
    }
}

/// Twice the signed area of a triangle in the plane, positive when counter-clockwise.
fn twice_area(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// Appends the triangles of one face; see [`Triangulator::face`], which is faster for many faces.
pub fn triangulate_face<'a>(
    vertices: &[Point3],
    rings: impl IntoIterator<Item = &'a [u32]>,
    out: &mut Vec<[u32; 3]>,
) {
    Triangulator::new().face(vertices, rings, out);
}

/// Triangles of a polygon as indices into its rings' points; see [`Triangulator::polygon`].
pub fn triangulate_polygon(polygon: &Polygon) -> Vec<[u32; 3]> {
    let mut triangles = Vec::new();
    Triangulator::new().polygon(polygon, &mut triangles);
    triangles
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use proptest::prelude::*;

    use super::*;
    use crate::index::vector::{add, cross, dot, scale, sub, unit};

    /// A star-shaped ring about `centre` in the plane of the axes `u` and `v`.
    fn star(radii: &[f64], centre: Point3, u: Point3, v: Point3, scaled: f64) -> Vec<Point3> {
        let step = TAU / radii.len() as f64;
        radii
            .iter()
            .enumerate()
            .map(|(i, r)| {
                let angle = i as f64 * step;
                add(centre, add(scale(u, scaled * r * angle.cos()), scale(v, scaled * r * angle.sin())))
            })
            .collect()
    }

    fn vector_area(points: &[Point3], triangles: &[[u32; 3]]) -> Point3 {
        triangles.iter().fold([0.0; 3], |sum, t| {
            let [a, b, c] = t.map(|k| points[k as usize]);
            add(sum, scale(cross(sub(b, a), sub(c, a)), 0.5))
        })
    }

    proptest! {
        #[test]
        fn triangles_have_the_area_and_side_of_the_polygon(
            outer in prop::collection::vec(2.0..10.0f64, 3..40),
            holes in prop::collection::vec(prop::collection::vec(0.1..0.4f64, 3..9), 0..4),
            normal in prop::array::uniform3(-1.0..1.0f64),
            centre in prop::array::uniform3(-1e5..1e5f64),
        ) {
            let normal = unit(normal).unwrap_or([0.0, 0.0, 1.0]);
            let side = if normal[0].abs() < 0.6 { [1.0, 0.0, 0.0] } else { [0.0, 1.0, 0.0] };
            let u = unit(cross(normal, side)).unwrap_or(side);
            let v = cross(normal, u);
            let mut polygon = Polygon::new(star(&outer, centre, u, v, 1.0));
            // Radius 2 and at least 3 corners: a disc of radius 0.9 about the centre is inside.
            for (i, radii) in holes.iter().enumerate() {
                let place = add(centre, scale(u, i as f64 * 0.45 - 0.5));
                let mut hole = star(radii, place, u, v, 0.5);
                hole.reverse();
                polygon.holes.push(hole);
            }
            let points: Vec<Point3> = polygon.rings().flatten().copied().collect();
            let got = vector_area(&points, &triangulate_polygon(&polygon));
            let wanted = polygon.rings().fold([0.0; 3], |sum, ring| {
                add(sum, scale(newell(ring.iter().copied()), 0.5))
            });
            prop_assert!(length(sub(got, wanted)) < 1e-6 * length(wanted), "{got:?} {wanted:?}");
            prop_assert!(dot(got, normal) > 0.0);
        }
    }

    #[test]
    fn walls_keep_their_winding() {
        let vertices = [[0., 0., 0.], [4., 0., 0.], [4., 0., 3.], [2., 0., 1.], [0., 0., 3.]];
        let mut triangles = Vec::new();
        triangulate_face(&vertices, [&[0u32, 1, 2, 3, 4][..]], &mut triangles);
        assert_eq!(triangles.len(), 3);
        assert_eq!(vector_area(&vertices, &triangles), [0.0, -8.0, 0.0]);
        triangles.clear();
        triangulate_face(&vertices, [&[4u32, 3, 2, 1, 0][..]], &mut triangles);
        assert_eq!(vector_area(&vertices, &triangles), [0.0, 8.0, 0.0]);
    }

    #[test]
    fn a_concave_quadrilateral_is_not_cut_across_its_notch() {
        let vertices = [[0., 0., 0.], [4., 0., 0.], [1., 1., 0.], [0., 4., 0.]];
        let mut triangles = Vec::new();
        for start in 0..4 {
            let ring: Vec<u32> = (0..4).map(|k| (start + k) % 4).collect();
            triangles.clear();
            triangulate_face(&vertices, [&ring[..]], &mut triangles);
            let size: f64 = triangles.iter().map(|t| length(vector_area(&vertices, &[*t]))).sum();
            assert_eq!(size, 4.0);
        }
    }

    #[test]
    fn faces_without_area_or_with_wrong_indices_give_nothing() {
        let vertices = [[0., 0., 0.], [1., 0., 0.], [2., 0., 0.], [f64::NAN, 1., 0.]];
        let mut triangles = Vec::new();
        for ring in [&[0u32, 1, 2][..], &[0, 1], &[], &[0, 1, 3], &[0, 1, 9]] {
            triangulate_face(&vertices, [ring], &mut triangles);
        }
        triangulate_face(&vertices, [], &mut triangles);
        assert!(triangles.is_empty());
    }

    #[test]
    fn a_bow_tie_is_told_by_its_area() {
        let vertices = [[0., 0., 0.], [4., 3., 0.], [4., 0., 0.], [0., 2., 0.]];
        let mut triangles = Vec::new();
        let deviation = Triangulator::new().face(&vertices, [&[0u32, 1, 2, 3][..]], &mut triangles);
        assert!(deviation > 0.1, "{deviation}");
    }
}
