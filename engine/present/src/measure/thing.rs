//! The shapes of a thing whose clearance is measured.

use std::sync::Arc;

use linli_model::{Community, Key, Kind};
use linli_space::{Ground, Shape, shape_of};

/// The shapes of an element, with those of its parts where it is a building with parts; none when no element has
/// the key.
pub fn thing_shapes(community: &Community, ground: &Ground, key: &Key) -> Option<Vec<Arc<Shape>>> {
    let element = community.element(community.id_of(key)?)?;
    let mut shapes = vec![Arc::new(shape_of(element, ground))];
    if matches!(element.kind, Kind::Building(_)) {
        let is_part = |parent: Option<&Key>| parent == Some(key);
        let parts = community
            .elements()
            .iter()
            .filter(|other| is_part(other.kind.building().and_then(|building| building.parent.as_ref())));
        shapes.extend(parts.map(|part| Arc::new(shape_of(part, ground))));
    }
    Some(shapes)
}

#[cfg(test)]
mod tests {
    use linli_model::{Building, Element, Geometry, Polygon, SceneFrame};

    use super::*;

    #[test]
    fn a_building_is_as_near_as_its_nearest_part() {
        let frame = SceneFrame {
            crs: String::new(),
            anchor_m: [0.0; 3],
            longitude_deg: 0.0,
            latitude_deg: 0.0,
            convergence_deg: 0.0,
        };
        let mut community = Community::new("test", frame);
        let block = |key: &str, x: f64, building: Building| {
            let ring = vec![[x, 0., 0.], [x + 10., 0., 0.], [x + 10., 10., 0.], [x, 10., 0.]];
            let kind = match building.parent {
                Some(_) => Kind::BuildingPart(building),
                None => Kind::Building(building),
            };
            Element::new(key, kind, Geometry::Area(vec![Polygon::new(ring)]))
        };
        let tall = |parent: Option<&str>| Building {
            height_m: Some(30.0),
            parent: parent.map(Key::from),
            ..Building::default()
        };
        let whole = Building { outline_of_parts: true, ..tall(None) };
        for element in
            [block("w", 0.0, whole), block("w1", 0.0, tall(Some("w"))), block("o", 14.0, tall(None))]
        {
            community.add_renamed(element);
        }
        let ground = Ground::level(0.0);
        let shapes = |key: &str| thing_shapes(&community, &ground, &Key::from(key));
        let (Some(whole), Some(other)) = (shapes("w"), shapes("o")) else { unreachable!("both are there") };
        let gap = linli_space::clearance_between(&whole, &other).ok().flatten();
        assert!(gap.is_some_and(|gap| (gap.distance_m - 4.0).abs() < 1e-9), "{gap:?}");
        assert_eq!(shapes("nothing"), None);
    }
}
