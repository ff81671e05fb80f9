//! Checks of the shells of a solid among themselves (401-405), and telling shells apart.

use linli_model::{Aabb, Boundary, Point3};

use super::edges::{Faces, Sets};
use super::ring::TOUCH_M;
use super::{Finding, Rule};
use crate::Shape;
use crate::index::PackedTree;
use crate::index::body::Body;
use crate::index::vector::{add, cross, dot, length, newell, scale, sub, unit};

/// Faces of each shell, the outer one first.
pub(super) fn shells(boundary: &Boundary, snap_m: f64) -> Vec<Vec<usize>> {
    let faces = Faces::new(boundary, snap_m);
    let numbers = faces.pieces();
    let count = numbers.iter().max().map_or(0, |most| most + 1);
    let mut pieces: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (face, &piece) in numbers.iter().enumerate() {
        pieces[piece].push(face);
    }
    let parts: Vec<Boundary> = pieces.iter().map(|piece| part(boundary, piece)).collect();
    let around = |part: &Boundary| {
        let mut aabb = Aabb::EMPTY;
        part.corners.iter().for_each(|&v| aabb.include(part.vertices[v as usize]));
        aabb
    };
    let boxes: Vec<Aabb> = parts.iter().map(around).collect();
    let size = |i: usize| length(boxes[i].size());
    let Some(outer) = (0..count).reduce(|best, i| if size(i) > size(best) { i } else { best }) else {
        return vec![Vec::new()];
    };
    let mut shells = vec![pieces[outer].clone()];
    for (i, piece) in pieces.iter().enumerate().filter(|(i, _)| *i != outer) {
        let own = Faces::new(&parts[i], snap_m);
        let closed = own.sides().chunk_by(|a, b| a.ends == b.ends).all(|edge| edge.len() == 2);
        let within = boxes[outer].contains(boxes[i].min) && boxes[outer].contains(boxes[i].max);
        if closed && within && volume(&own) < 0.0 {
            shells.push(piece.clone());
        } else {
            shells[0].extend(piece);
        }
    }
    shells[0].sort_unstable();
    shells
}

/// A boundary of some of the faces and of the vertices they use.
pub(super) fn part(boundary: &Boundary, faces: &[usize]) -> Boundary {
    let mut part = Boundary { solid: true, ..Boundary::default() };
    let mut used: Vec<u32> =
        faces.iter().flat_map(|&face| boundary.face_rings(face)).flatten().copied().collect();
    used.sort_unstable();
    used.dedup();
    part.vertices = used.iter().map(|&v| boundary.vertices[v as usize]).collect();
    for &face in faces {
        // Every corner is in `used`, so the position is the found one.
        let number = |v: &u32| used.partition_point(|known| known < v) as u32;
        let ring = |ring: &[u32]| -> Vec<u32> { ring.iter().map(number).collect() };
        let rings: Vec<Vec<u32>> = boundary.face_rings(face).map(ring).collect();
        let rings: Vec<&[u32]> = rings.iter().map(Vec::as_slice).collect();
        part.push_face(&rings, boundary.faces[face].kind, boundary.faces[face].colour);
    }
    part
}

/// Signed volume, positive when the faces are counter-clockwise from outside.
fn volume(faces: &Faces) -> f64 {
    let (triangles, _) = faces.triangles();
    let Some(origin) = triangles.first().map(|t| faces.point(t[0])) else { return 0.0 };
    let part = |&t: &[u32; 3]| {
        let [a, b, c] = faces.corners(t).map(|p| sub(p, origin));
        dot(a, cross(b, c)) / 6.0
    };
    triangles.iter().map(part).sum()
}

/// One shell as a closed body.
struct Shell<'a> {
    faces: &'a Faces,
    triangles: Vec<[u32; 3]>,
    body: Body,
}

impl<'a> Shell<'a> {
    fn new(faces: &'a Faces) -> Option<Self> {
        let (triangles, _) = faces.triangles();
        let shape = Shape {
            vertices: faces.vertices.clone(),
            triangles: triangles.clone(),
            closed: true,
            ..Shape::default()
        };
        let body = Body::new(std::sync::Arc::new(shape)).ok()?;
        Some(Self { faces, triangles, body })
    }

    /// Distance of a point from the surface.
    fn distance(&self, p: Point3) -> f64 {
        self.body.to_surface(p)
    }

    /// Points of the surface: corners, edge middles and triangle centres.
    fn samples(&self) -> impl Iterator<Item = Point3> + '_ {
        self.triangles.iter().flat_map(|&t| {
            let [a, b, c] = self.faces.corners(t);
            let half = |p, q| scale(add(p, q), 0.5);
            [a, b, c, half(a, b), half(b, c), half(c, a), scale(add(add(a, b), c), 1.0 / 3.0)]
        })
    }
}

/// Findings among sound shells, the outer one first.
pub(super) fn check(faces: &[Faces]) -> Vec<Finding> {
    let shells: Vec<Shell> = faces.iter().filter_map(Shell::new).collect();
    let mut found = Vec::new();
    for (b, inner) in shells.iter().enumerate() {
        for (a, other) in shells[..b].iter().enumerate() {
            found.extend(pair(other, inner, a).map(|finding| Finding { shell: b, ..finding }));
        }
    }
    if found.is_empty() {
        for (number, shell) in faces.iter().enumerate() {
            let inward = volume(shell) < 0.0;
            if inward != (number > 0) {
                let at = shell.rings.iter().flatten().flatten().next().map_or([0.0; 3], |&v| shell.point(v));
                let what = if inward { "the faces turn inwards" } else { "the faces turn into the solid" };
                let finding = Finding::new(Rule::ShellWrongOrientation, at, what);
                found.push(Finding { shell: number, ..finding });
            }
        }
    }
    found
}

/// 401 to 404 between two shells; `number` 0 is the outer one.
fn pair(first: &Shell, second: &Shell, number: usize) -> Option<Finding> {
    let what = |text: &str| format!("{text} shell {number}");
    let at = second.samples().next()?;
    if second.samples().all(|p| first.distance(p) <= TOUCH_M)
        && first.samples().all(|p| second.distance(p) <= TOUCH_M)
    {
        return Some(Finding::new(Rule::DuplicatedShells, at, what("the same as")));
    }
    if let Some(p) = crossing(first, second) {
        return Some(Finding::new(Rule::IntersectionShells, p, what("crosses or shares surface with")));
    }
    let off: Vec<(bool, Point3)> =
        second.samples().filter(|&p| first.distance(p) > TOUCH_M).map(|p| (first.body.holds(p), p)).collect();
    let inside = off.iter().any(|(held, _)| *held);
    if let Some(&(_, p)) = off.iter().find(|(held, _)| !held).filter(|_| inside || number == 0) {
        return Some(if inside {
            Finding::new(Rule::IntersectionShells, p, what("crosses"))
        } else {
            Finding::new(Rule::InnerShellOutside, p, what("outside"))
        });
    }
    if number > 0 && inside {
        return Some(Finding::new(Rule::IntersectionShells, at, what("lies in")));
    }
    let p = chain(first, second)?;
    Some(Finding::new(Rule::SolidInteriorDisconnected, p, what("touches in a closed chain of edges")))
}

/// Where triangles of two shells cross or lie on each other: the first place in their order.
fn crossing(first: &Shell, second: &Shell) -> Option<Point3> {
    let around = |corners: [Point3; 3]| {
        let mut aabb = Aabb::EMPTY;
        corners.into_iter().for_each(|p| aabb.include(p));
        aabb.inflated(TOUCH_M)
    };
    let boxes: Vec<Aabb> = second.triangles.iter().map(|&u| around(second.faces.corners(u))).collect();
    let tree = PackedTree::build(&boxes);
    for &t in &first.triangles {
        let tp = first.faces.corners(t);
        let mut near = Vec::new();
        tree.for_each_in_box(&around(tp), |u, _| near.push(u as usize));
        near.sort_unstable();
        for u in near {
            let up = second.faces.corners(second.triangles[u]);
            if let Some(p) = overlap(tp, up).or_else(|| pierced(tp, up)).or_else(|| pierced(up, tp)) {
                return Some(p);
            }
        }
    }
    None
}

/// Where an edge of `t` goes through the inside of `u` with both ends clear of its plane.
fn pierced(t: [Point3; 3], u: [Point3; 3]) -> Option<Point3> {
    let normal = unit(cross(sub(u[1], u[0]), sub(u[2], u[0])))?;
    for i in 0..3 {
        let (p, q) = (t[i], t[(i + 1) % 3]);
        let (hp, hq) = (dot(normal, sub(p, u[0])), dot(normal, sub(q, u[0])));
        if hp.abs() <= TOUCH_M || hq.abs() <= TOUCH_M || (hp > 0.0) == (hq > 0.0) {
            continue;
        }
        let point = add(p, scale(sub(q, p), hp / (hp - hq)));
        let clear = (0..3).all(|k| {
            let side = sub(u[(k + 1) % 3], u[k]);
            dot(normal, cross(side, sub(point, u[k]))) > TOUCH_M * length(side)
        });
        if clear {
            return Some(point);
        }
    }
    None
}

/// Where two triangles of one plane share an area.
fn overlap(t: [Point3; 3], u: [Point3; 3]) -> Option<Point3> {
    let normal = unit(cross(sub(u[1], u[0]), sub(u[2], u[0])))?;
    if t.iter().any(|&p| dot(normal, sub(p, u[0])).abs() > TOUCH_M) {
        return None;
    }
    // What is left of `t` inside the three sides of `u`.
    let mut ring = t.to_vec();
    for k in 0..3 {
        let inward = unit(cross(normal, sub(u[(k + 1) % 3], u[k])))?;
        let height = |p: Point3| dot(inward, sub(p, u[k]));
        let mut clipped = Vec::with_capacity(ring.len() + 1);
        for (i, &p) in ring.iter().enumerate() {
            let q = ring[(i + 1) % ring.len()];
            let (hp, hq) = (height(p), height(q));
            if hp >= 0.0 {
                clipped.push(p);
            }
            if (hp >= 0.0) != (hq >= 0.0) {
                clipped.push(add(p, scale(sub(q, p), hp / (hp - hq))));
            }
        }
        ring = clipped;
    }
    let area = length(newell(ring.iter().copied()));
    (area > TOUCH_M).then(|| ring.first().copied()).flatten()
}

/// Where edges of `inner` that lie on `outer` close a chain: it parts the inside of the solid.
fn chain(outer: &Shell, inner: &Shell) -> Option<Point3> {
    let mut sets = Sets::new(inner.faces.vertices.len());
    for edge in inner.faces.sides().chunk_by(|a, b| a.ends == b.ends) {
        let [a, b] = edge[0].ends;
        let (p, q) = (inner.faces.point(a), inner.faces.point(b));
        let on_surface = [p, q, scale(add(p, q), 0.5)].into_iter().all(|p| outer.distance(p) <= TOUCH_M);
        if on_surface {
            if sets.root(a as usize) == sets.root(b as usize) {
                return Some(p);
            }
            sets.join(a as usize, b as usize);
        }
    }
    None
}
