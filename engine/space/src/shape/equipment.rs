//! Equipment: energy, charging, delivery, lamps and barriers, at the sizes in which it is sold.

use linli_model::{Equipment, EquipmentKind, FaceKind, Geometry, Polygon};

use super::Shape;
use super::builder::{ShapeBuilder, Skin};
use super::solar;
use super::solid::{Skins, bar, footprint_of, prism, raised_base_of};
use super::spot::Spot;
use crate::Ground;

/// Colours, sRGB: white enclosures, green of energy, grey of posts, red of the boom.
const WHITE: [u8; 3] = [232, 234, 232];
const GREEN: [u8; 3] = [72, 150, 96];
const GREY: [u8; 3] = [112, 116, 120];
const ORANGE: [u8; 3] = [232, 148, 52];
const RED: [u8; 3] = [200, 52, 44];
/// A battery container (20 feet, ISO 668): length, width, height, and the gap between two, metres.
const CONTAINER_M: [f64; 3] = [6.1, 2.4, 2.6];
const CONTAINER_GAP_M: f64 = 1.0;
/// An energy station: length, width, height, metres.
const STATION_M: [f64; 3] = [12.0, 8.0, 5.0];
/// Height of other equipment that is given as an area, metres.
const BLOCK_M: f64 = 2.6;
/// A delivery robot: length, width, height, and the place that each takes, metres.
const ROBOT_M: [f64; 3] = [0.8, 0.6, 0.9];
const ROBOT_PLACE_M: f64 = 0.9;
/// Robots where the source gives no number; most that are drawn.
const ASSUMED_ROBOTS: u32 = 4;
const MOST_PIECES: u32 = 64;
/// Height of a street lamp and reach of its arm, metres.
const LAMP_M: [f64; 2] = [8.0, 1.5];
/// Reach of a barrier's boom, metres.
const BOOM_M: f64 = 3.5;

fn plain(colour: [u8; 3]) -> Skins {
    Skins::plain(FaceKind::Unknown, Some(colour))
}

/// The shape of equipment at a point, along a line or over an area; `None` where its geometry says
/// nothing about how it stands.
pub(super) fn shape(
    equipment: &Equipment,
    geometry: &Geometry,
    above: bool,
    ground: &Ground,
) -> Option<Shape> {
    let mut builder = ShapeBuilder::default();
    if let Geometry::Area(polygons) = geometry {
        match equipment.equipment {
            EquipmentKind::SolarPanels => {
                solar::build(&mut builder, polygons, equipment.height_m, above, ground);
            }
            kind => blocks(&mut builder, polygons, height_of_block(kind)?, equipment.height_m, above, ground),
        }
    } else {
        let spot = Spot::of(geometry, equipment.height_m, above, ground)?;
        at_spot(&mut builder, &spot, equipment)?;
    }
    Some(builder.finish())
}

/// Height over an area; `None` for what is no block.
fn height_of_block(kind: EquipmentKind) -> Option<f64> {
    match kind {
        EquipmentKind::EnergyStation => Some(STATION_M[2]),
        EquipmentKind::EnergyStorage | EquipmentKind::ParcelLocker => Some(BLOCK_M),
        _ => None,
    }
}

fn blocks(
    builder: &mut ShapeBuilder,
    polygons: &[Polygon],
    block_m: f64,
    height_m: f64,
    above: bool,
    ground: &Ground,
) {
    for polygon in polygons {
        if let Some(footprint) = footprint_of(polygon) {
            let base = raised_base_of(std::slice::from_ref(polygon), height_m, above, ground);
            prism(builder, &footprint, [base, base + block_m], Skins::built(Some(WHITE)));
        }
    }
}

fn at_spot(builder: &mut ShapeBuilder, spot: &Spot, equipment: &Equipment) -> Option<()> {
    let count = |assumed: u32| equipment.count.unwrap_or(assumed).clamp(1, MOST_PIECES);
    match equipment.equipment {
        EquipmentKind::SolarPanels => return None,
        EquipmentKind::EnergyStorage => {
            let pitch = CONTAINER_M[1] + CONTAINER_GAP_M;
            for i in 0..count(1) {
                spot.cuboid(builder, [0.0, f64::from(i) * pitch, 0.0], CONTAINER_M, plain(WHITE));
            }
        }
        EquipmentKind::EnergyStation => {
            spot.cuboid(builder, [0.0; 3], STATION_M, Skins::built(Some(WHITE)));
        }
        EquipmentKind::EvCharger => {
            spot.cuboid(builder, [0.0; 3], [0.4, 0.25, 1.3], plain(WHITE));
            spot.cuboid(builder, [0.0, 0.0, 1.3], [0.4, 0.25, 0.3], plain(GREEN));
        }
        EquipmentKind::ParcelLocker => {
            spot.cuboid(builder, [0.0; 3], [3.0, 0.6, 2.1], plain(ORANGE));
        }
        EquipmentKind::DeliveryRobots => {
            for i in 0..count(ASSUMED_ROBOTS) {
                let left = f64::from(i) * ROBOT_PLACE_M;
                spot.cuboid(
                    builder,
                    [0.0, left, 0.15],
                    [ROBOT_M[0], ROBOT_M[1], ROBOT_M[2] - 0.15],
                    plain(WHITE),
                );
                spot.cuboid(builder, [0.0, left, 0.0], [0.6, 0.5, 0.15], plain(GREY));
            }
        }
        EquipmentKind::StreetLamp => lamp(builder, spot),
        EquipmentKind::Barrier => {
            spot.cuboid(builder, [0.0; 3], [0.4, 0.4, 1.1], plain(WHITE));
            spot.cuboid(builder, [0.2 + BOOM_M / 2.0, 0.0, 0.9], [BOOM_M, 0.08, 0.1], plain(RED));
        }
    }
    Some(())
}

fn lamp(builder: &mut ShapeBuilder, spot: &Spot) {
    let skin: Skin = (FaceKind::Unknown, Some(GREY));
    let [height, reach] = LAMP_M;
    bar(builder, spot.at([0.0; 3]), spot.at([0.0, 0.0, height]), 0.16, skin);
    bar(builder, spot.at([0.08, 0.0, height - 0.05]), spot.at([reach, 0.0, height - 0.05]), 0.1, skin);
    spot.cuboid(builder, [reach + 0.3, 0.0, height - 0.1], [0.6, 0.26, 0.1], plain(WHITE));
}
