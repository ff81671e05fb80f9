//! Checks of one shell or surface: how its faces hang together (301-307).

use linli_model::{Aabb, Point3};

use super::edges::{Faces, Sets, Side};
use super::ring::TOUCH_M;
use super::{Finding, Rule};
use crate::index::PackedTree;
use crate::index::distance::{on_segment, segment_triangle};
use crate::index::vector::{cross, distance, dot, length, scale, sub, unit};

/// Findings of a shell (`closed`) or of a surface that may have a border.
pub(super) fn check(faces: &Faces, closed: bool, snap_m: f64) -> Vec<Finding> {
    let at = faces.rings.iter().flatten().flatten().next().map_or([0.0; 3], |&v| faces.point(v));
    if closed && faces.rings.len() < 4 {
        let what = format!("{} faces, at least 4 are needed", faces.rings.len());
        return vec![Finding::new(Rule::TooFewPolygons, at, what)];
    }
    let pieces = faces.pieces();
    if let Some(face) = pieces.iter().position(|&piece| piece > 0) {
        let count = pieces.iter().max().map_or(0, |most| most + 1);
        let what = format!("{count} pieces without a shared vertex");
        let at = faces.rings[face].iter().flatten().next().map_or(at, |&v| faces.point(v));
        return vec![Finding::new(Rule::MultipleComponents, at, what).on_face(face)];
    }
    let sides = faces.sides();
    let mut found = crowded_edges(faces, &sides);
    if found.is_empty() {
        found = loose_vertices(faces, &sides, closed);
    }
    if found.is_empty() {
        found = turned_faces(faces, &sides);
    }
    if found.is_empty() && closed {
        found = open_edges(faces, &sides);
    }
    if found.is_empty() {
        found = self_intersections(faces, snap_m);
    }
    found
}

/// The sides of each edge.
fn by_edge(sides: &[Side]) -> impl Iterator<Item = &[Side]> {
    sides.chunk_by(|a, b| a.ends == b.ends)
}

fn middle(faces: &Faces, [a, b]: [u32; 2]) -> Point3 {
    scale(crate::index::vector::add(faces.point(a), faces.point(b)), 0.5)
}

/// 304.
fn crowded_edges(faces: &Faces, sides: &[Side]) -> Vec<Finding> {
    let crowded = by_edge(sides).filter(|edge| edge.len() > 2);
    crowded
        .map(|edge| {
            let what = format!("{} faces share an edge", edge.len());
            Finding::new(Rule::NonManifoldEdge, middle(faces, edge[0].ends), what).on_face(edge[0].face)
        })
        .collect()
}

/// 303: vertices whose faces form more than one fan. In a shell that is not closed, fans with a
/// border come from the gap and are left to 302.
fn loose_vertices(faces: &Faces, sides: &[Side], closed: bool) -> Vec<Finding> {
    let corners: Vec<u32> = faces.rings.iter().flatten().flatten().copied().collect();
    let next = next_corners(faces);
    let mut fans = Sets::new(corners.len());
    let mut bordered = vec![false; corners.len()];
    for edge in by_edge(sides) {
        // A side starts at the corner of one end and arrives at that of the other.
        let corner_at = |side: &Side, end: u32| {
            if corners[side.corner] == end { side.corner } else { next[side.corner] }
        };
        for end in edge[0].ends {
            let first = corner_at(&edge[0], end);
            match edge.get(1) {
                Some(other) => fans.join(first, corner_at(other, end)),
                None => bordered[first] = true,
            }
        }
    }
    let mut fan_bordered = vec![false; corners.len()];
    for (corner, bordered) in bordered.into_iter().enumerate() {
        fan_bordered[fans.root(corner)] |= bordered;
    }
    let mut roots: Vec<(u32, usize)> =
        (0..corners.len()).filter(|&c| fans.root(c) == c).map(|c| (corners[c], c)).collect();
    roots.sort_unstable();
    let vertices = roots.chunk_by(|a, b| a.0 == b.0).filter(|fans| {
        let gap = closed && fans.iter().all(|&(_, fan)| fan_bordered[fan]);
        fans.len() > 1 && !gap
    });
    vertices
        .map(|fans| {
            let what = format!("{} groups of faces meet in this vertex only", fans.len());
            Finding::new(Rule::NonManifoldVertex, faces.point(fans[0].0), what)
        })
        .collect()
}

/// The corner after each corner in its ring.
fn next_corners(faces: &Faces) -> Vec<usize> {
    let mut next = Vec::new();
    for ring in faces.rings.iter().flatten() {
        let start = next.len();
        next.extend((0..ring.len()).map(|i| start + (i + 1) % ring.len()));
    }
    next
}

/// 302.
fn open_edges(faces: &Faces, sides: &[Side]) -> Vec<Finding> {
    let open = by_edge(sides).filter(|edge| edge.len() == 1);
    open.map(|edge| {
        let what = "the edge has one face only";
        Finding::new(Rule::ShellNotClosed, middle(faces, edge[0].ends), what).on_face(edge[0].face)
    })
    .collect()
}

/// 307: one finding per face, the one with most sides that run like the neighbour's first.
fn turned_faces(faces: &Faces, sides: &[Side]) -> Vec<Finding> {
    let mut wrong = vec![0u32; faces.rings.len()];
    let mut edges: Vec<(&Side, &Side)> = Vec::new();
    for edge in by_edge(sides) {
        if let [a, b] = edge
            && a.forward == b.forward
        {
            wrong[a.face] += 1;
            wrong[b.face] += 1;
            edges.push((a, b));
        }
    }
    // A turned face disagrees with all its neighbours, they only with it.
    let mut blamed: Vec<(usize, [u32; 2])> = Vec::new();
    let mut known = vec![false; faces.rings.len()];
    edges.sort_by_key(|(a, b)| std::cmp::Reverse(wrong[a.face].max(wrong[b.face])));
    for (a, b) in edges {
        if !known[a.face] && !known[b.face] {
            let face = if wrong[b.face] > wrong[a.face] { b.face } else { a.face };
            known[face] = true;
            blamed.push((face, a.ends));
        }
    }
    blamed.sort_unstable();
    let what = "the face turns the other way than its neighbours";
    blamed
        .into_iter()
        .map(|(face, ends)| {
            Finding::new(Rule::PolygonWrongOrientation, middle(faces, ends), what).on_face(face)
        })
        .collect()
}

/// 306: one finding per pair of faces.
///
/// Faces that share a chain of nearly collinear vertices, rounded to the snap distance, cross by
/// less than it: what lies that close to the shared edges and vertices is no intersection.
fn self_intersections(faces: &Faces, snap_m: f64) -> Vec<Finding> {
    let (pieces, owners) = faces.triangles();
    let boxes: Vec<Aabb> = pieces
        .iter()
        .map(|&t| {
            let mut aabb = Aabb::EMPTY;
            faces.corners(t).into_iter().for_each(|p| aabb.include(p));
            aabb.inflated(TOUCH_M)
        })
        .collect();
    let tree = PackedTree::build(&boxes);
    let outlines: Vec<Vec<[u32; 2]>> = (0..faces.rings.len()).map(|face| outline(faces, face)).collect();
    let mut met: Vec<(usize, usize, Point3)> = Vec::new();
    for (i, aabb) in boxes.iter().enumerate() {
        tree.for_each_in_box(aabb, |j, _| {
            let j = j as usize;
            if j <= i || owners[i] == owners[j] {
                return;
            }
            let clear = |p: &Point3| {
                let shared =
                    outlines[owners[i]].iter().filter(|e| outlines[owners[j]].binary_search(e).is_ok());
                shared
                    .map(|&[a, b]| on_segment(*p, faces.point(a), faces.point(b)))
                    .all(|on| distance(on, *p) > snap_m)
            };
            if let Some(at) = meetings(faces, pieces[i], pieces[j]).into_iter().find(clear) {
                met.push((owners[i].min(owners[j]), owners[i].max(owners[j]), at));
            }
        });
    }
    met.sort_by_key(|&(a, b, _)| (a, b));
    met.dedup_by_key(|&mut (a, b, _)| (a, b));
    met.into_iter()
        .map(|(a, b, at)| Finding::new(Rule::ShellSelfIntersection, at, format!("meets face {b}")).on_face(a))
        .collect()
}

/// Edges of a face, and its vertices as edges without length, sorted.
fn outline(faces: &Faces, face: usize) -> Vec<[u32; 2]> {
    let mut outline = Vec::new();
    for ring in &faces.rings[face] {
        for (i, &from) in ring.iter().enumerate() {
            let to = ring[(i + 1) % ring.len()];
            outline.extend([[from, from], [from.min(to), from.max(to)]]);
        }
    }
    outline.sort_unstable();
    outline
}

/// Where two triangles meet outside their shared vertices and edges.
fn meetings(faces: &Faces, t: [u32; 3], u: [u32; 3]) -> Vec<Point3> {
    let shared: Vec<u32> = t.into_iter().filter(|v| u.contains(v)).collect();
    let (tp, up) = (faces.corners(t), faces.corners(u));
    if let [a, b] = shared[..] {
        return folded(faces, t, u, [a, b]).into_iter().collect();
    }
    if shared.len() == 3 {
        return vec![tp[0]];
    }
    let mut met = Vec::new();
    if beside(faces, t, up, &shared) || beside(faces, u, tp, &shared) {
        return met;
    }
    for (own, other) in [(t, up), (u, tp)] {
        for k in 0..3 {
            let side = [own[k], own[(k + 1) % 3]];
            if side.iter().any(|v| shared.contains(v)) {
                continue;
            }
            let closest = segment_triangle(side.map(|v| faces.point(v)), other);
            if closest.squared <= TOUCH_M * TOUCH_M {
                met.push(closest.on_a);
            }
        }
    }
    met
}

/// Whether all corners that are not shared lie clear of the other's plane on one side.
fn beside(faces: &Faces, own: [u32; 3], other: [Point3; 3], shared: &[u32]) -> bool {
    let Some(normal) = unit(cross(sub(other[1], other[0]), sub(other[2], other[0]))) else { return false };
    let (mut above, mut below) = (true, true);
    for v in own.into_iter().filter(|v| !shared.contains(v)) {
        let height = dot(normal, sub(faces.point(v), other[0]));
        above &= height > TOUCH_M;
        below &= height < -TOUCH_M;
    }
    above || below
}

/// Whether two triangles with a shared edge lie on each other.
fn folded(faces: &Faces, t: [u32; 3], u: [u32; 3], [a, b]: [u32; 2]) -> Option<Point3> {
    let apex = |own: [u32; 3]| own.into_iter().find(|&v| v != a && v != b).map(|v| faces.point(v));
    let along = unit(sub(faces.point(b), faces.point(a)))?;
    let across = |p: Point3| {
        let d = sub(p, faces.point(a));
        unit(sub(d, scale(along, dot(d, along))))
    };
    let (first, second) = (apex(t)?, apex(u)?);
    let (p, q) = (across(first)?, across(second)?);
    (dot(p, q) > 0.0 && length(cross(p, q)) < 1e-9).then_some(first)
}
