//! Tubes along a line: pipes and cables.

use std::f64::consts::TAU;

use linli_model::Point3;

use crate::index::vector::{add, along, cross, distance, dot, is_finite, scale, sub, unit};

/// Triangles with a normal at each corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mesh {
    /// Corner points, local metres.
    pub vertices: Vec<Point3>,
    /// Unit normal at each corner.
    pub normals: Vec<[f32; 3]>,
    /// Counter-clockwise seen from outside.
    pub triangles: Vec<[u32; 3]>,
}

/// How much longer than the radius a mitre may be.
const MITRE_LIMIT: f64 = 3.0;

/// A closed tube along a line, with `sides` sides (at least 3), mitred joints, smooth normals
/// around and flat ends. Points that are not finite or repeat their predecessor are left out; with
/// fewer than two points, or without a radius, the mesh is empty.
pub fn tube(points: &[Point3], radius_m: f64, sides: u32) -> Mesh {
    let mut axis: Vec<Point3> = Vec::with_capacity(points.len());
    for p in points.iter().copied().filter(|p| is_finite(*p)) {
        if axis.last().is_none_or(|last| distance(*last, p) > 1e-6) {
            axis.push(p);
        }
    }
    let directions: Vec<Point3> = axis.windows(2).filter_map(|pair| unit(sub(pair[1], pair[0]))).collect();
    let mut mesh = Mesh::default();
    let (Some(&first), Some(&last)) = (directions.first(), directions.last()) else { return mesh };
    if directions.len() + 1 != axis.len() || !(radius_m > 0.0 && radius_m.is_finite()) {
        return mesh;
    }
    let sides = sides.clamp(3, 256);
    let mut side = across(first);
    for (i, centre) in axis.iter().enumerate() {
        let before = directions[i.saturating_sub(1)];
        let after = *directions.get(i).unwrap_or(&before);
        ring(&mut mesh, &Joint { centre: *centre, before, after, side }, radius_m, sides);
        side = carried(side, before, after);
    }
    for i in 0..axis.len() as u32 - 1 {
        for k in 0..sides {
            let next = (k + 1) % sides;
            let [a, b] = [i * sides + k, i * sides + next];
            let [c, d] = [b + sides, a + sides];
            mesh.triangles.push([a, b, c]);
            mesh.triangles.push([a, c, d]);
        }
    }
    cap(&mut mesh, 0, scale(first, -1.0), sides);
    cap(&mut mesh, (axis.len() as u32 - 1) * sides, last, sides);
    mesh
}

/// A point of the axis: directions before and after it, and the sideways direction of the circle.
struct Joint {
    centre: Point3,
    before: Point3,
    after: Point3,
    side: Point3,
}

/// The circle of the incoming piece, slid along it onto the mitre plane of the joint.
fn ring(mesh: &mut Mesh, joint: &Joint, radius: f64, sides: u32) {
    let Joint { centre, before, after, side: u } = *joint;
    let v = cross(before, u);
    let mitre = unit(add(before, after)).unwrap_or(before);
    let cosine = dot(before, mitre);
    for k in 0..sides {
        let angle = f64::from(k) / f64::from(sides) * TAU;
        let normal = add(scale(u, angle.cos()), scale(v, angle.sin()));
        let slide = if cosine > 1.0 / MITRE_LIMIT { -dot(normal, mitre) / cosine } else { 0.0 };
        mesh.vertices.push(add(centre, scale(along(normal, before, slide), radius)));
        mesh.normals.push(normal.map(|c| c as f32));
    }
}

/// The sideways direction carried over a bend without twisting (parallel transport).
fn carried(side: Point3, before: Point3, after: Point3) -> Point3 {
    let Some(axis) = unit(cross(before, after)) else { return side };
    let angle = dot(before, after).clamp(-1.0, 1.0).acos();
    // Rodrigues' rotation formula.
    let turned = add(scale(side, angle.cos()), scale(cross(axis, side), angle.sin()));
    let turned = add(turned, scale(axis, dot(axis, side) * (1.0 - angle.cos())));
    unit(sub(turned, scale(after, dot(turned, after)))).unwrap_or_else(|| across(after))
}

fn across(direction: Point3) -> Point3 {
    let helper = if direction[2].abs() < 0.9 { [0.0, 0.0, 1.0] } else { [1.0, 0.0, 0.0] };
    unit(cross(helper, direction)).unwrap_or([1.0, 0.0, 0.0])
}

fn cap(mesh: &mut Mesh, ring: u32, normal: Point3, sides: u32) {
    let start = mesh.vertices.len() as u32;
    for k in 0..sides {
        let p = mesh.vertices[(ring + k) as usize];
        mesh.vertices.push(p);
        mesh.normals.push(normal.map(|c| c as f32));
    }
    for k in 1..sides - 1 {
        let (b, c) = if ring == 0 { (k + 1, k) } else { (k, k + 1) };
        mesh.triangles.push([start, start + b, start + c]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn volume(mesh: &Mesh) -> f64 {
        let six: f64 = mesh
            .triangles
            .iter()
            .map(|t| {
                let [a, b, c] = t.map(|i| mesh.vertices[i as usize]);
                dot(a, cross(b, c))
            })
            .sum();
        six / 6.0
    }

    /// Area of a regular polygon with the radius of its corners.
    fn section(radius: f64, sides: f64) -> f64 {
        sides / 2.0 * radius * radius * (TAU / sides).sin()
    }

    #[test]
    fn a_straight_tube_has_the_volume_of_a_prism() {
        for end in [[0.0, 0.0, 7.0], [7.0, 0.0, 0.0], [0.0, -7.0, 0.0]] {
            let mesh = tube(&[[0.0; 3], end], 0.5, 12);
            assert!((volume(&mesh) - 7.0 * section(0.5, 12.0)).abs() < 1e-9);
        }
    }

    #[test]
    fn a_mitred_bend_keeps_the_length_of_its_axis() {
        // A mitred tube has the volume of section × axis length, at any angle and turn.
        let mesh = tube(&[[0., 0., 0.], [5., 0., 0.], [5., 4., 0.], [5., 4., 6.]], 0.2, 8);
        let wanted = 15.0 * section(0.2, 8.0);
        assert!((volume(&mesh) - wanted).abs() < 1e-9, "{} {wanted}", volume(&mesh));
        for normal in &mesh.normals {
            let size: f32 = normal.iter().map(|c| c * c).sum();
            assert!((size - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn degenerate_lines_give_nothing() {
        assert_eq!(tube(&[], 1.0, 8), Mesh::default());
        assert_eq!(tube(&[[1.0; 3], [1.0; 3]], 1.0, 8), Mesh::default());
        assert_eq!(tube(&[[0.0; 3], [1.0, 0.0, 0.0]], f64::NAN, 8), Mesh::default());
        let back = tube(&[[0.0; 3], [1.0, 0.0, 0.0], [0.0; 3]], 0.1, 6);
        assert!(back.vertices.iter().all(|p| is_finite(*p)));
    }
}
