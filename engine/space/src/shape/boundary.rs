//! Boundaries (faces of the source) as triangles.

use linli_model::{Boundary, Building, FaceKind, Point3};

use super::{Shape, ShapePart};
use crate::{Ground, Triangulator};

/// Slope of a face's normal from which it counts as lying rather than standing.
const LYING: f64 = 0.17;
/// A face that looks down is the ground face up to here above the lowest point, metres.
const GROUND_REACH_M: f64 = 0.5;

/// Kind, colour and triangles of one part.
type Run = (FaceKind, Option<[u8; 3]>, Vec<[u32; 3]>);

/// Triangles of all faces, parts in the order of first appearance. Faces of buildings that do not
/// say what they are get their kind from where they look and where they lie.
pub(super) fn shape_of_boundary(
    faces: &Boundary,
    building: Option<&Building>,
    above: bool,
    ground: &Ground,
) -> Shape {
    if faces.check().is_err() || !faces.vertices.iter().flatten().all(|v| v.is_finite()) {
        return Shape::default();
    }
    let vertices = resolved(faces, building.is_some(), above, ground);
    let (low, high) = vertices
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| (low.min(p[2]), high.max(p[2])));
    let mut runs: Vec<Run> = Vec::new();
    let mut triangulator = Triangulator::new();
    for (index, face) in faces.faces.iter().enumerate() {
        let kind = match (building, face.kind) {
            (Some(_), FaceKind::Unknown) => kind_by_place(faces, index, &vertices, [low, high]),
            (_, kind) => kind,
        };
        let colour = face.colour.or_else(|| building.and_then(|b| colour_of(kind, b)));
        let at = runs.iter().position(|run| (run.0, run.1) == (kind, colour)).unwrap_or_else(|| {
            runs.push((kind, colour, Vec::new()));
            runs.len() - 1
        });
        if let Some(run) = runs.get_mut(at) {
            triangulator.face(&vertices, faces.face_rings(index), &mut run.2);
        }
    }
    let mut shape = Shape { vertices, closed: faces.solid, ..Shape::default() };
    for (kind, colour, triangles) in runs.into_iter().filter(|run| !run.2.is_empty()) {
        let start = shape.triangles.len() as u32;
        shape.triangles.extend(triangles);
        shape.parts.push(ShapePart { kind, colour, triangles: start..shape.triangles.len() as u32 });
    }
    shape.closed &= !shape.triangles.is_empty();
    shape
}

/// Points with absolute heights: a building is lifted as a whole, anything else lies on the ground
/// point by point.
fn resolved(faces: &Boundary, rigid: bool, above: bool, ground: &Ground) -> Vec<Point3> {
    if !above {
        return faces.vertices.clone();
    }
    let heights = faces.vertices.iter().map(|p| ground.height_at(p[0], p[1]));
    if rigid {
        let low = heights.fold(f64::INFINITY, f64::min);
        return faces.vertices.iter().map(|p| [p[0], p[1], p[2] + low]).collect();
    }
    faces.vertices.iter().zip(heights).map(|(p, z)| [p[0], p[1], p[2] + z]).collect()
}

fn kind_by_place(faces: &Boundary, face: usize, vertices: &[Point3], [low, high]: [f64; 2]) -> FaceKind {
    let Some(normal) = faces.face_normal(face) else { return FaceKind::Unknown };
    if normal[2].abs() < LYING {
        return FaceKind::Wall;
    }
    let ring = faces.face_rings(face).next().unwrap_or_default();
    let top = ring.iter().map(|&i| vertices[i as usize][2]).fold(f64::NEG_INFINITY, f64::max);
    let upward = normal[2] > 0.0;
    match upward {
        true => FaceKind::Roof,
        false if top <= low + GROUND_REACH_M => FaceKind::Ground,
        // Faces without an inside may be wound either way: what lies high up is a roof.
        false if !faces.solid && top > (low + high) / 2.0 => FaceKind::Roof,
        false => FaceKind::OuterCeiling,
    }
}

fn colour_of(kind: FaceKind, building: &Building) -> Option<[u8; 3]> {
    match kind {
        FaceKind::Roof => building.roof_colour,
        FaceKind::Wall => building.colour,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cube(kind: FaceKind) -> Boundary {
        let mut cube = Boundary {
            vertices: vec![
                [0., 0., 5.],
                [2., 0., 5.],
                [2., 2., 5.],
                [0., 2., 5.],
                [0., 0., 7.],
                [2., 0., 7.],
                [2., 2., 7.],
                [0., 2., 7.],
            ],
            solid: true,
            ..Boundary::default()
        };
        for ring in [[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]] {
            cube.push_face(&[&ring], kind, None);
        }
        cube
    }

    #[test]
    fn faces_without_semantics_are_told_by_where_they_look() {
        let building = Building { roof_colour: Some([200, 60, 40]), ..Building::default() };
        let shape = shape_of_boundary(&cube(FaceKind::Unknown), Some(&building), false, &Ground::level(0.0));
        let parts: Vec<_> = shape.parts.iter().map(|p| (p.kind, p.colour, p.triangles.len())).collect();
        let roof = (FaceKind::Roof, Some([200, 60, 40]), 2);
        assert_eq!(parts, vec![(FaceKind::Ground, None, 2), roof, (FaceKind::Wall, None, 8)]);
        assert!(shape.closed);
        assert!((shape.volume_m3() - 8.0).abs() < 1e-12);
    }

    #[test]
    fn heights_above_ground_lift_the_building_as_a_whole() {
        let shape =
            shape_of_boundary(&cube(FaceKind::Wall), Some(&Building::default()), true, &Ground::level(100.0));
        assert_eq!(shape.vertices.first().map(|p| p[2]), Some(105.0));
        assert_eq!(shape.parts.len(), 1);
    }
}
