//! Slivers out of a triangulation: edges flipped until it is Delaunay (C. Lawson 1977).

use linli_model::Point3;

use super::plane::Fit;
use crate::Triangulator;

/// Passes over all edges; each flip improves the least angle, so few are needed.
const MOST_PASSES: usize = 64;

/// Delaunay triangles of a face on its plane, as numbers of its corners, ring after ring.
pub(super) fn triangles(corners: &[Vec<Point3>], fit: &Fit) -> Vec<[u32; 3]> {
    let flat: Vec<Point3> = corners.iter().flatten().map(|&p| fit.flat(p)).collect();
    let mut start = 0;
    let ring = |ring: &Vec<Point3>| -> Vec<u32> {
        start += ring.len();
        ((start - ring.len()) as u32..start as u32).collect()
    };
    let rings: Vec<Vec<u32>> = corners.iter().map(ring).collect();
    if flat.len() == 3 {
        return vec![[0, 1, 2]];
    }
    let mut triangles = Vec::new();
    Triangulator::new().face(&flat, rings.iter().map(Vec::as_slice), &mut triangles);
    improve(&flat, &mut triangles);
    triangles
}

/// Flips inner edges of counter-clockwise triangles of a plane (z is not looked at) where the two
/// triangles get a larger least angle by it.
fn improve(points: &[Point3], triangles: &mut [[u32; 3]]) {
    for _ in 0..MOST_PASSES {
        let mut touched = vec![false; triangles.len()];
        let mut flipped = false;
        for [i, j] in pairs(triangles) {
            if touched[i] || touched[j] {
                continue;
            }
            if let Some((first, second)) = flip(points, triangles[i], triangles[j]) {
                (triangles[i], triangles[j]) = (first, second);
                (touched[i], touched[j]) = (true, true);
                flipped = true;
            }
        }
        if !flipped {
            return;
        }
    }
}

/// Triangles on both sides of each inner edge, in order of the edge.
fn pairs(triangles: &[[u32; 3]]) -> Vec<[usize; 2]> {
    let mut edges: Vec<((u32, u32), usize)> = Vec::with_capacity(3 * triangles.len());
    for (t, &[a, b, c]) in triangles.iter().enumerate() {
        edges.extend([(a, b), (b, c), (c, a)].map(|(p, q)| ((p.min(q), p.max(q)), t)));
    }
    edges.sort_unstable();
    let sides = edges.chunk_by(|a, b| a.0 == b.0);
    sides.filter_map(|s| if let [a, b] = s { Some([a.1, b.1]) } else { None }).collect()
}

/// The two triangles with the other diagonal, when that is better.
fn flip(points: &[Point3], t: [u32; 3], u: [u32; 3]) -> Option<([u32; 3], [u32; 3])> {
    let apex = |own: [u32; 3], other: [u32; 3]| (0..3).find(|&k| !other.contains(&own[k]));
    let (k, l) = (apex(t, u)?, apex(u, t)?);
    let (c, a, b) = (t[k], t[(k + 1) % 3], t[(k + 2) % 3]);
    let d = u[l];
    let turn = |p: u32, q: u32, r: u32| {
        let [p, q, r] = [p, q, r].map(|v| points[v as usize]);
        (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    };
    // The new triangles must be right side up: only a convex quadrilateral has two diagonals.
    if turn(c, a, d) <= 0.0 || turn(c, d, b) <= 0.0 {
        return None;
    }
    // Cosines of the two angles opposite the edge: together above 180 degrees is not Delaunay.
    let cosine = |at: u32| {
        let [o, p, q] = [at, a, b].map(|v| points[v as usize]);
        let (p, q) = ([p[0] - o[0], p[1] - o[1]], [q[0] - o[0], q[1] - o[1]]);
        (p[0] * q[0] + p[1] * q[1]) / (p[0].hypot(p[1]) * q[0].hypot(q[1]))
    };
    (cosine(c) + cosine(d) < -1e-12).then_some(([c, a, d], [c, d, b]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sliver_of_a_kite_goes() {
        let points = [[0., 0., 0.], [10., 0., 0.], [5., 0.1, 0.], [5., -8., 0.]];
        let mut triangles = [[0, 1, 2], [1, 0, 3]];
        improve(&points, &mut triangles);
        assert_eq!(triangles, [[2, 0, 3], [2, 3, 1]]);
        let square = [[0., 0., 0.], [1., 0., 0.], [1., 1., 0.], [0., 1., 0.]];
        let mut triangles = [[0, 1, 2], [0, 2, 3]];
        improve(&square, &mut triangles);
        assert_eq!(triangles, [[0, 1, 2], [0, 2, 3]]);
    }
}
