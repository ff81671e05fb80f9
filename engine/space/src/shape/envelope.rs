//! The space in which a parcel may be built on.

use geo::algorithm::buffer::{BufferStyle, LineJoin};
use geo::{Buffer, Coord, LineString};
use linli_model::{Element, FaceKind, Geometry, Kind, Polygon, Vertical};

use super::Shape;
use super::builder::ShapeBuilder;
use super::footprint::Footprint;
use super::solid::{Skins, base_of, footprint_of, prism};
use crate::Ground;

/// Corners sharper than this are cut off instead of mitred, radians.
const SHARPEST_RAD: f64 = 0.5;
/// Largest height and setback that are taken at their word, metres.
const MOST_M: f64 = 1e4;

/// The closed prism in which buildings of a parcel have to stay: its outline less the setback
/// (建筑退界), from the lowest ground at its edge up to the height limit (建筑限高).
///
/// `None` for anything but a parcel over an area with a height limit, and where the setback leaves
/// no room. Floor-area ratio and coverage limit more than this prism shows.
pub fn parcel_envelope(element: &Element, ground: &Ground) -> Option<Shape> {
    let (Kind::Parcel(parcel), Geometry::Area(polygons)) = (&element.kind, &element.geometry) else {
        return None;
    };
    let usable = |v: &f64| *v > 0.0 && *v <= MOST_M;
    let height = parcel.height_max_m.filter(usable)?;
    let setback = parcel.setback_m.filter(usable).unwrap_or(0.0);
    let base = base_of(polygons, element.vertical == Vertical::AboveGround, ground);
    let mut builder = ShapeBuilder::default();
    for footprint in polygons.iter().filter_map(footprint_of) {
        for inner in shrunk(&footprint, setback) {
            let skins = Skins::plain(FaceKind::Unknown, None);
            prism(&mut builder, &inner, [base, base + height], skins);
        }
    }
    let shape = builder.finish();
    (!shape.is_empty()).then_some(shape)
}

/// All places inside that are at least `distance` away from the outline.
pub(super) fn shrunk(footprint: &Footprint, distance: f64) -> Vec<Footprint> {
    if distance <= 0.0 {
        return vec![footprint.clone()];
    }
    // About the first corner, so that no digit is lost far from the origin.
    let Some(origin) = footprint.corners().next() else { return Vec::new() };
    let ring = |points: &Vec<[f64; 2]>| {
        LineString(points.iter().map(|p| Coord { x: p[0] - origin[0], y: p[1] - origin[1] }).collect())
    };
    let mut rings = footprint.rings.iter().map(ring);
    let Some(exterior) = rings.next() else { return Vec::new() };
    let style = BufferStyle::new(-distance).line_join(LineJoin::Miter(SHARPEST_RAD));
    let inner = geo::Polygon::new(exterior, rings.collect()).buffer_with_style(style);
    let open = |line: &LineString<f64>| {
        let count = line.0.len().saturating_sub(1);
        line.0.iter().take(count).map(|c| [c.x + origin[0], c.y + origin[1], 0.0]).collect()
    };
    inner
        .iter()
        .filter_map(|polygon| {
            footprint_of(&Polygon {
                exterior: open(polygon.exterior()),
                holes: polygon.interiors().iter().map(open).collect(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use linli_model::{LandUse, Parcel};

    use super::*;

    fn envelope(setback: Option<f64>, height: Option<f64>, polygon: Polygon) -> Option<Shape> {
        let parcel = Parcel { height_max_m: height, setback_m: setback, ..Parcel::new(LandUse::Residential) };
        let mut element = Element::new("p", Kind::Parcel(parcel), Geometry::Area(vec![polygon]));
        element.vertical = Vertical::AboveGround;
        parcel_envelope(&element, &Ground::level(4.0))
    }

    fn rectangle() -> Polygon {
        Polygon::new(vec![[0., 0., 0.], [100., 0., 0.], [100., 60., 0.], [0., 60., 0.]])
    }

    #[test]
    fn a_rectangle_shrinks_by_its_setback() {
        let volume = |setback| {
            let shape = envelope(setback, Some(54.0), rectangle()).unwrap_or_default();
            assert!(shape.closed && shape.aabb().min[2] == 4.0 && shape.aabb().max[2] == 58.0);
            shape.volume_m3()
        };
        assert!((volume(None) - 6000.0 * 54.0).abs() < 1e-6);
        assert!((volume(Some(10.0)) - 80.0 * 40.0 * 54.0).abs() < 0.1, "{}", volume(Some(10.0)));
    }

    #[test]
    fn no_room_and_no_limit_give_no_envelope() {
        assert_eq!(envelope(Some(31.0), Some(54.0), rectangle()), None);
        assert_eq!(envelope(Some(5.0), None, rectangle()), None);
        assert_eq!(envelope(Some(5.0), Some(f64::NAN), rectangle()), None);
    }

    #[test]
    fn an_outline_with_a_neck_falls_into_two() {
        let mut ring = vec![[0., 0.], [40., 0.], [40., 18.], [60., 18.], [60., 0.], [100., 0.]];
        ring.extend([[100., 40.], [60., 40.], [60., 22.], [40., 22.], [40., 40.], [0., 40.]]);
        let polygon = Polygon::new(ring.into_iter().map(|[x, y]| [x, y, 0.0]).collect());
        let shape = envelope(Some(5.0), Some(10.0), polygon).unwrap_or_default();
        // Two squares of 30 m; what is left of the neck's mouths is nothing.
        assert!(shape.closed);
        let wanted = 2.0 * 30.0 * 30.0 * 10.0;
        assert!((shape.volume_m3() - wanted).abs() < 0.01 * wanted, "{}", shape.volume_m3());
    }
}
