//! Checks of one face: its rings (101-104), and the rings among themselves (201-208).

use linli_model::{Aabb, Point3};

use super::delaunay;
use super::edges::{Faces, Sets};
use super::plane::Fit;
use super::ring::{Meeting, TOUCH_M, meeting, self_meeting, sides_seen, turn};
use super::{Finding, Rule, Tolerances};
use crate::index::vector::{cross, dot, length, sub};

/// Findings of all faces, in order.
pub(super) fn check_all(faces: &Faces, tolerances: &Tolerances) -> Vec<Finding> {
    let mut findings = Vec::new();
    for face in 0..faces.rings.len() {
        findings.extend(check(faces, face, tolerances).into_iter().map(|f| f.on_face(face)));
    }
    findings
}

fn check(faces: &Faces, face: usize, tolerances: &Tolerances) -> Vec<Finding> {
    let rings = &faces.rings[face];
    let corners = faces.face_points(face);
    let mut found = points(rings, &corners);
    if !found.is_empty() || rings.is_empty() {
        return found;
    }
    let at = corners[0][0];
    let Some(fit) = Fit::of(&corners) else {
        return vec![Finding::new(Rule::RingSelfIntersection, at, "all points lie on a line").on_ring(0)];
    };
    found.extend(distance(&corners, &fit, tolerances));
    if !found.is_empty() {
        return found;
    }
    let flat: Vec<Vec<Point3>> =
        corners.iter().map(|ring| ring.iter().map(|&p| fit.flat(p)).collect()).collect();
    let raised = |p: Point3| fit.raise(p);
    for (number, ring) in flat.iter().enumerate() {
        if let Some(p) = self_meeting(ring) {
            let what = "the ring crosses or touches itself";
            found.push(Finding::new(Rule::RingSelfIntersection, raised(p), what).on_ring(number));
        }
    }
    if found.is_empty() {
        found = among(rings, &flat, &raised);
    }
    if found.is_empty() {
        found.extend(normals(&corners, &fit, tolerances));
    }
    found
}

/// 101 and 102.
fn points(rings: &[Vec<u32>], corners: &[Vec<Point3>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, ring) in rings.iter().enumerate() {
        let at = corners[number].first().copied().unwrap_or_default();
        if ring.len() < 3 {
            let what = format!("{} points, at least 3 are needed", ring.len());
            found.push(Finding::new(Rule::TooFewPoints, at, what).on_ring(number));
            continue;
        }
        let repeated = (0..ring.len()).find(|&i| ring[i] == ring[(i + 1) % ring.len()]);
        if let Some(i) = repeated {
            let what = format!("points {i} and {} are the same", (i + 1) % ring.len());
            found.push(Finding::new(Rule::ConsecutivePointsSame, corners[number][i], what).on_ring(number));
        }
    }
    if rings.is_empty() {
        found.push(Finding::new(Rule::TooFewPoints, [0.0; 3], "the face has no ring"));
    }
    found
}

/// 203: the farthest point from the fitted plane.
fn distance(corners: &[Vec<Point3>], fit: &Fit, tolerances: &Tolerances) -> Option<Finding> {
    let all = corners.iter().flatten().map(|&p| (fit.height(p).abs(), p));
    let (far, at) = all.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (far > tolerances.planarity_m).then(|| {
        let what = format!("{far:.4} m from the plane, {} m are allowed", tolerances.planarity_m);
        Finding::new(Rule::NonPlanarDistance, at, what)
    })
}

/// 204: the triangle turned farthest from the fitted plane.
fn normals(corners: &[Vec<Point3>], fit: &Fit, tolerances: &Tolerances) -> Option<Finding> {
    let vertices: Vec<Point3> = corners.iter().flatten().copied().collect();
    let triangles = delaunay::triangles(corners, fit);
    let mut worst: Option<(f64, Point3)> = None;
    for [a, b, c] in triangles.into_iter().map(|t| t.map(|v| vertices[v as usize])) {
        let normal = cross(sub(b, a), sub(c, a));
        let size = length(normal);
        let longest = length(sub(b, a)).max(length(sub(c, a))).max(length(sub(c, b)));
        // A sliver lower than a millimetre has no direction worth the name.
        if size <= 1e-3 * longest {
            continue;
        }
        let angle = (dot(normal, fit.normal) / size).clamp(-1.0, 1.0).acos();
        if worst.is_none_or(|(most, _)| angle > most) {
            worst = Some((angle, a));
        }
    }
    let (angle, at) = worst.filter(|(angle, _)| *angle > tolerances.normals_rad)?;
    let allowed = tolerances.normals_rad.to_degrees();
    let what = format!("a part is turned by {:.1} deg, {allowed:.1} deg are allowed", angle.to_degrees());
    Some(Finding::new(Rule::NonPlanarNormals, at, what))
}

/// 201, 202, 205-208 on the plane.
fn among(rings: &[Vec<u32>], flat: &[Vec<Point3>], raised: &impl Fn(Point3) -> Point3) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut touches: Vec<(usize, usize, Point3)> = Vec::new();
    let boxes: Vec<Aabb> = flat.iter().map(|ring| around(ring).inflated(TOUCH_M)).collect();
    for b in 1..flat.len() {
        for a in 0..b {
            if a > 0 && !boxes[a].intersects(&boxes[b]) {
                continue;
            }
            let at = raised(flat[b][0]);
            let say = |rule, what: String| Finding::new(rule, at, what).on_ring(b);
            if same_points(&rings[a], &rings[b]) {
                found.push(say(Rule::DuplicatedRings, format!("same points as ring {a}")));
                continue;
            }
            match meeting(&flat[a], &flat[b]) {
                Meeting::Crossing(p) => {
                    let what = format!("crosses ring {a} or shares a stretch with it");
                    found.push(Finding::new(Rule::IntersectionRings, raised(p), what).on_ring(b));
                    continue;
                }
                Meeting::Touching(points) => touches.extend(points.into_iter().map(|p| (a, b, p))),
            }
            match (sides_seen(&flat[b], &flat[a]), a) {
                ((true, true), _) => {
                    found.push(say(Rule::IntersectionRings, format!("crosses ring {a} in a corner")));
                }
                ((false, _), 0) => {
                    found.push(say(Rule::InnerRingOutside, "outside the outer ring".into()));
                }
                ((true, false), 0) => {}
                (seen, _) if seen.0 || sides_seen(&flat[a], &flat[b]).0 => {
                    found.push(say(Rule::InnerRingsNested, format!("nested with ring {a}")));
                }
                _ => {}
            }
        }
    }
    if found.is_empty()
        && let Some(p) = falls_apart(&touches, flat.len())
    {
        let what = "rings touch in a closed chain";
        found.push(Finding::new(Rule::InteriorDisconnected, raised(p), what));
    }
    if found.is_empty() {
        found.extend((1..flat.len()).filter(|&b| turn(&flat[b]) * turn(&flat[0]) > 0.0).map(|b| {
            let what = "turns the same way as the outer ring";
            Finding::new(Rule::OrientationRingsSame, raised(flat[b][0]), what).on_ring(b)
        }));
    }
    found
}

fn around(ring: &[Point3]) -> Aabb {
    let mut aabb = Aabb::EMPTY;
    ring.iter().for_each(|&p| aabb.include(p));
    aabb
}

fn same_points(a: &[u32], b: &[u32]) -> bool {
    let sorted = |ring: &[u32]| {
        let mut ring = ring.to_vec();
        ring.sort_unstable();
        ring
    };
    a.len() == b.len() && sorted(a) == sorted(b)
}

/// Where rings and the points in which they touch form a closed chain: such a chain parts the
/// inside of the face.
fn falls_apart(touches: &[(usize, usize, Point3)], rings: usize) -> Option<Point3> {
    let mut points: Vec<Point3> = Vec::new();
    let mut links: Vec<(usize, usize)> = Vec::new();
    for &(a, b, p) in touches {
        let known = points.iter().position(|&q| length(sub(p, q)) <= 8.0 * TOUCH_M);
        let at = known.unwrap_or(points.len());
        if known.is_none() {
            points.push(p);
        }
        for ring in [a, b] {
            if !links.contains(&(ring, at)) {
                links.push((ring, at));
            }
        }
    }
    let mut sets = Sets::new(rings + points.len());
    for (ring, at) in links {
        if sets.root(ring) == sets.root(rings + at) {
            return Some(points[at]);
        }
        sets.join(ring, rings + at);
    }
    None
}
