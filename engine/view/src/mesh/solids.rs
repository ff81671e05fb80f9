//! Everything that is drawn from its shape: basements, tunnels, green on buildings, equipment, site works,
//! frames of buildings in work, parcels of the plan.

use std::sync::Arc;

use linli_model::{
    Community, Element, ElementId, EquipmentKind, FaceKind, Geometry, Kind, Planting, Point3, SiteWorkKind,
    Truth,
};
use linli_present::{Colour, land_use_colour, medium_colour};
use linli_space::{
    Ground, Shape, basement_voids, building_frame, corridor_compartments, corridor_fittings, excavation_pit,
    feature_edges, parcel_envelope,
};

use super::builder::{Corner, Drawn, TileMesh, TileSet, dressed};
use crate::material::Finish;

/// Height at which parcels lie over the ground, metres.
const PARCEL_LIFT_M: f64 = 0.35;

/// How a kind of element is drawn from its shape.
fn look_of(kind: &Kind) -> Option<(Drawn, Colour, Finish)> {
    Some(match kind {
        Kind::Basement(_) => (Drawn::Below, [176, 172, 168], Finish::Concrete),
        Kind::Corridor(_) => (Drawn::Below, [188, 184, 172], Finish::Concrete),
        Kind::CorridorNode(_) => (Drawn::Solid, [196, 196, 190], Finish::Furniture),
        Kind::Greening(greening) => {
            let colour = match greening.planting {
                Planting::Lawn => [138, 170, 92],
                Planting::Shrub => [104, 142, 74],
                Planting::Climber => [92, 136, 70],
                Planting::SmallTree => [88, 126, 66],
            };
            (Drawn::Solid, colour, Finish::Grass)
        }
        Kind::Equipment(equipment) => match equipment.equipment {
            EquipmentKind::SolarPanels => (Drawn::Solid, [34, 50, 86], Finish::Glass),
            EquipmentKind::StreetLamp => (Drawn::Solid, [92, 96, 100], Finish::Furniture),
            _ => (Drawn::Solid, [214, 216, 214], Finish::Furniture),
        },
        Kind::Entrance(_) => (Drawn::Solid, [120, 124, 126], Finish::Furniture),
        Kind::SiteWork(work) => match work.work {
            // Pits are drawn apart, roads lie on the ground.
            SiteWorkKind::Excavation => return None,
            SiteWorkKind::SiteRoad => (Drawn::Ground, [170, 160, 142], Finish::Soil),
            SiteWorkKind::Shoring => (Drawn::Works, [150, 146, 138], Finish::Concrete),
            SiteWorkKind::Crane => (Drawn::Works, [236, 178, 28], Finish::Plain),
            SiteWorkKind::Hoarding => (Drawn::Works, [64, 128, 178], Finish::Plain),
            SiteWorkKind::SiteOffice => (Drawn::Works, [226, 230, 232], Finish::WallBlank),
        },
        Kind::UtilityLine(line) => {
            let finish = if line.corridor.is_some() { Finish::Carried } else { Finish::Pipe };
            (Drawn::Below, medium_colour(line.medium), finish)
        }
        _ => return None,
    })
}

/// Tiles of everything that is drawn from its shape.
pub fn solid_tiles(community: &Community, shapes: &[Arc<Shape>], ground: &Ground) -> Vec<TileMesh> {
    let mut tiles = TileSet::default();
    for (id, element) in community.iter() {
        let Some(shape) = shapes.get(id.index()) else { continue };
        if let Some((drawn, colour, finish)) = look_of(&element.kind) {
            let lift = if drawn == Drawn::Ground { 0.16 } else { 0.0 };
            add(&mut tiles, id, element, shape, (drawn, colour, finish), lift);
        }
        match &element.kind {
            Kind::Basement(_) => {
                for room in basement_voids(element, ground) {
                    let look = (Drawn::Below, [158, 156, 150], Finish::Concrete);
                    add(&mut tiles, id, element, &room, look, 0.0);
                }
            }
            Kind::Corridor(corridor) => {
                for room in corridor_compartments(element, ground) {
                    let look = (Drawn::Below, [176, 174, 168], Finish::Concrete);
                    add(&mut tiles, id, element, &room, look, 0.0);
                }
                let keys = corridor.compartments.iter().flat_map(|compartment| &compartment.lines);
                let carried: Vec<&Shape> = keys
                    .filter_map(|key| Some(shapes.get(community.id_of(key)?.index())?.as_ref()))
                    .collect();
                if let Some(fittings) = corridor_fittings(element, &carried, ground) {
                    let steel = (Drawn::Below, [96, 102, 108], Finish::Furniture);
                    add(&mut tiles, id, element, &fittings.supports, steel, 0.0);
                    let lamps = (Drawn::Below, [255, 252, 238], Finish::Plain);
                    add(&mut tiles, id, element, &fittings.lamps, lamps, 0.0);
                }
            }
            Kind::SiteWork(work) if work.work == SiteWorkKind::Excavation => {
                let pit = excavation_pit(element, work.depth_m.unwrap_or(4.0), ground);
                add(&mut tiles, id, element, &pit, (Drawn::Works, [150, 122, 92], Finish::Pit), 0.0);
            }
            Kind::Building(_) | Kind::BuildingPart(_) if element.presence.truth == Truth::Designed => {
                if let Some(frame) = building_frame(element, ground) {
                    let look = (Drawn::Works, [196, 192, 184], Finish::Frame);
                    add(&mut tiles, id, element, &frame.shape, look, 0.0);
                }
            }
            Kind::Parcel(parcel) => {
                let colour = land_use_colour(parcel.land_use);
                add(&mut tiles, id, element, shape, (Drawn::Massing, colour, Finish::Plain), PARCEL_LIFT_M);
                add_outline(&mut tiles, id, element, ground);
                if let Some(envelope) = parcel_envelope(element, ground)
                    && element.presence.truth == Truth::Proposed
                {
                    add_lines(&mut tiles, id, element, &feature_edges(&envelope, 20.0), colour, 0.75);
                }
            }
            _ => {}
        }
    }
    tiles.finish()
}

fn add(
    tiles: &mut TileSet,
    id: ElementId,
    element: &Element,
    shape: &Shape,
    (drawn, colour, finish): (Drawn, Colour, Finish),
    lift_m: f64,
) {
    let Some(&place) = shape.vertices.first() else { return };
    let (builder, origin) = tiles.at(place, element.layer(), drawn);
    builder.of_element(id);
    for part in &shape.parts {
        let own = part.colour.unwrap_or(colour);
        let finish = match part.kind {
            FaceKind::Window if finish != Finish::Frame => Finish::Glass,
            _ => finish,
        };
        let dress = dressed(own, finish, 0.0);
        let range = part.triangles.start as usize..part.triangles.end as usize;
        builder.flat(origin, shape, &shape.triangles[range], dress, lift_m);
    }
}

/// The edge of a parcel as a line on the ground.
fn add_outline(tiles: &mut TileSet, id: ElementId, element: &Element, ground: &Ground) {
    let Geometry::Area(polygons) = &element.geometry else { return };
    let lifted = |p: &Point3| [p[0], p[1], ground.height_at(p[0], p[1]) + PARCEL_LIFT_M + 0.25];
    let edges: Vec<[Point3; 2]> = polygons
        .iter()
        .flat_map(|polygon| polygon.rings())
        .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)))
        .map(|(a, b)| [lifted(a), lifted(b)])
        .collect();
    add_lines(tiles, id, element, &edges, [52, 48, 46], 1.0);
}

fn add_lines(
    tiles: &mut TileSet,
    id: ElementId,
    element: &Element,
    edges: &[[Point3; 2]],
    colour: Colour,
    opacity: f32,
) {
    let Some([place, _]) = edges.first() else { return };
    let (builder, origin) = tiles.at(*place, element.layer(), Drawn::Overlay);
    builder.of_element(id);
    let dress = dressed(colour, Finish::Unlit, 0.0);
    for edge in edges {
        let ends = edge.map(|at| {
            builder.corner(
                origin,
                Corner { at, normal: [0.0, 0.0, 1.0], uv: [opacity, 0.0], uv_b: [0.0; 2] },
                dress,
            )
        });
        builder.line(ends);
    }
}
