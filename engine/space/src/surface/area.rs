//! Areas of land and water as flat pieces.

use linli_model::{AreaUse, Community, Element, Geometry, Kind, ParkingKind, Polygon, StreetClass};

use super::SurfaceKind;
use super::tile::Tiles;
use crate::Triangulator;

/// Collects every area that is drawn as it is; carriageways and pavements join the streets' own.
pub(super) fn collect(community: &Community, tiles: &mut Tiles) {
    let mut cutter = Triangulator::new();
    for element in community.elements() {
        let Some(kind) = kind_of(element) else { continue };
        match &element.geometry {
            Geometry::Area(polygons) => {
                for polygon in polygons.iter().filter(|p| is_finite(p)) {
                    tiles.add_polygon(kind, polygon, &mut cutter);
                }
            }
            // The outline of a square that came as a line.
            Geometry::Line(points) if points.len() > 3 => {
                let mut ring = points.clone();
                if ring.first() == ring.last() {
                    ring.pop();
                }
                let polygon = Polygon::new(ring);
                if is_finite(&polygon) {
                    tiles.add_polygon(kind, &polygon, &mut cutter);
                }
            }
            _ => {}
        }
    }
}

pub(super) fn is_finite(polygon: &Polygon) -> bool {
    polygon.rings().flatten().all(|p| p[0].is_finite() && p[1].is_finite())
}

fn kind_of(element: &Element) -> Option<SurfaceKind> {
    match &element.kind {
        Kind::Area(area) if matches!(element.geometry, Geometry::Area(_)) => kind_of_use(area.use_),
        Kind::Parking(parking) if matches!(element.geometry, Geometry::Area(_)) => {
            let open = matches!(parking.parking, ParkingKind::Surface | ParkingKind::StreetSide);
            open.then_some(SurfaceKind::Parking)
        }
        Kind::Street(street) => {
            let is_area = street.area || matches!(element.geometry, Geometry::Area(_));
            (is_area && street.layer == 0 && !street.tunnel).then_some(match street.class {
                class if class.is_carriageway() => SurfaceKind::Carriageway,
                StreetClass::Cycleway => SurfaceKind::Cycleway,
                class if class.is_rail() => SurfaceKind::Plaza,
                _ => SurfaceKind::Plaza,
            })
        }
        _ => None,
    }
}

fn kind_of_use(use_: AreaUse) -> Option<SurfaceKind> {
    Some(match use_ {
        AreaUse::Park => SurfaceKind::Park,
        AreaUse::Grass => SurfaceKind::Grass,
        AreaUse::Forest => SurfaceKind::Forest,
        AreaUse::Scrub | AreaUse::RainGarden => SurfaceKind::Scrub,
        AreaUse::Cemetery => SurfaceKind::Cemetery,
        AreaUse::Allotments => SurfaceKind::Allotments,
        AreaUse::Playground => SurfaceKind::Playground,
        AreaUse::Sport => SurfaceKind::Sport,
        AreaUse::Water => SurfaceKind::Water,
        AreaUse::Plaza => SurfaceKind::Plaza,
        AreaUse::Sand => SurfaceKind::Sand,
        AreaUse::Residential
        | AreaUse::Commercial
        | AreaUse::Industrial
        | AreaUse::Institution
        | AreaUse::Railway
        | AreaUse::Construction => SurfaceKind::Land,
        AreaUse::Carriageway | AreaUse::Pavement | AreaUse::Unit | AreaUse::Other => return None,
    })
}
