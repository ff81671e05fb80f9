//! Crisp edges of a shape, for line drawings.

use std::collections::HashMap;

use linli_model::Point3;

use super::Shape;
use crate::index::vector::{cross, dot, sub, unit};

/// Corners closer than about this are one, metres.
const WELD_M: f64 = 1e-3;

/// The edges between faces whose normals differ by more than `min_angle_deg`, and open borders;
/// each once, in the order of the triangles.
pub fn feature_edges(shape: &Shape, min_angle_deg: f64) -> Vec<[Point3; 2]> {
    let corners = welded(&shape.vertices);
    let mut edges: Vec<(u32, u32, Option<Point3>)> = Vec::with_capacity(shape.triangles.len() * 3);
    for triangle in &shape.triangles {
        let [a, b, c] = triangle.map(|i| shape.vertices[i as usize]);
        let normal = unit(cross(sub(b, a), sub(c, a)));
        let [a, b, c] = triangle.map(|i| corners[i as usize]);
        // A sliver welded flat has no normal and must not make its edges crisp.
        if a == b || b == c || c == a {
            continue;
        }
        for (from, to) in [(a, b), (b, c), (c, a)] {
            edges.push((from.min(to), from.max(to), normal));
        }
    }
    edges.sort_by_key(|e| (e.0, e.1));
    let least = min_angle_deg.to_radians().cos();
    edges
        .chunk_by(|x, y| (x.0, x.1) == (y.0, y.1))
        .filter(|group| is_crisp(group, least))
        .filter_map(|group| group.first())
        .map(|e| [e.0, e.1].map(|i| shape.vertices[i as usize]))
        .collect()
}

fn is_crisp(group: &[(u32, u32, Option<Point3>)], least: f64) -> bool {
    let mut normals = group.iter().filter_map(|e| e.2);
    let Some(first) = normals.next() else { return false };
    let mut count = 1;
    let mut differs = false;
    for normal in normals {
        count += 1;
        differs |= dot(first, normal) < least;
    }
    count == 1 || differs
}

/// For each vertex the first vertex at its place.
fn welded(vertices: &[Point3]) -> Vec<u32> {
    let mut by_place: HashMap<[i64; 3], u32> = HashMap::with_capacity(vertices.len());
    vertices
        .iter()
        .enumerate()
        .map(|(i, p)| {
            let place = p.map(|v| (v / WELD_M).round() as i64);
            *by_place.entry(place).or_insert(i as u32)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use linli_model::{Building, Element, Geometry, Kind, Polygon, RoofShape, Vertical};

    use super::*;
    use crate::{Ground, shape_of};

    fn edges(roof: RoofShape) -> usize {
        let building =
            Building { roof, height_m: Some(9.0), roof_height_m: Some(3.0), ..Building::default() };
        let ring = vec![[0., 0., 0.], [20., 0., 0.], [20., 10., 0.], [0., 10., 0.]];
        let geometry = Geometry::Area(vec![Polygon::new(ring)]);
        let mut element = Element::new("house", Kind::Building(building), geometry);
        element.vertical = Vertical::AboveGround;
        feature_edges(&shape_of(&element, &Ground::level(0.0)), 20.0).len()
    }

    #[test]
    fn a_box_has_twelve_edges_and_a_gabled_house_its_ridge() {
        assert_eq!(edges(RoofShape::Flat), 12);
        // 4 at the ground, cut once at each gable; 4 corners; 2 eaves; 4 verges; 1 ridge, cut where
        // the footprint's two triangles meet.
        assert_eq!(edges(RoofShape::Gabled), 6 + 4 + 2 + 4 + 2);
    }
}
