//! Shapes of whole elements, as [`shape_of`] gives them.

#![expect(clippy::unwrap_used, reason = "tests")]

mod broken;
mod frames;
mod site_works;
mod things;
mod underground;

use super::*;
use linli_model::{
    Basement, Boundary, Building, Compartment, CompartmentKind, Corridor, CorridorNode, CorridorNodeKind,
    DepthReference, Entrance, EntranceUse, Equipment, EquipmentKind, Greening, GreeningPlace, Key, LandUse,
    LiftBank, Parcel, Planting, Polygon, RoofShape, Section, SiteWork, SiteWorkKind, TerrainGrid,
    UtilityLine,
};

const EQUIPMENT: [EquipmentKind; 8] = [
    EquipmentKind::SolarPanels,
    EquipmentKind::EnergyStorage,
    EquipmentKind::EnergyStation,
    EquipmentKind::EvCharger,
    EquipmentKind::ParcelLocker,
    EquipmentKind::DeliveryRobots,
    EquipmentKind::StreetLamp,
    EquipmentKind::Barrier,
];
const WORKS: [SiteWorkKind; 6] = [
    SiteWorkKind::Excavation,
    SiteWorkKind::Shoring,
    SiteWorkKind::Crane,
    SiteWorkKind::Hoarding,
    SiteWorkKind::SiteRoad,
    SiteWorkKind::SiteOffice,
];
const NODES: [CorridorNodeKind; 6] = [
    CorridorNodeKind::Access,
    CorridorNodeKind::Escape,
    CorridorNodeKind::Hoist,
    CorridorNodeKind::AirInlet,
    CorridorNodeKind::AirOutlet,
    CorridorNodeKind::Branch,
];

fn near(value: f64, wanted: f64) {
    assert!((value - wanted).abs() < 1e-6 * wanted.abs().max(1.0), "{value} instead of {wanted}");
}

/// On the ground of a scene at 2 m.
fn on_ground(key: &str, kind: Kind, geometry: Geometry) -> Element {
    let mut element = Element::new(key, kind, geometry);
    element.vertical = Vertical::AboveGround;
    element
}

fn shaped(kind: Kind, geometry: Geometry) -> Shape {
    shape_of(&on_ground("thing/1", kind, geometry), &Ground::level(2.0))
}

fn rectangle(length: f64, width: f64, z: f64) -> Geometry {
    Geometry::Area(vec![Polygon::new(vec![[0., 0., z], [length, 0., z], [length, width, z], [0., width, z]])])
}

/// Every edge is passed once in each direction (independent of the builder's own test), every
/// coordinate is finite, and the volume is positive.
fn assert_watertight(shape: &Shape) {
    assert!(shape.closed && !shape.triangles.is_empty());
    assert!(shape.vertices.iter().flatten().all(|v| v.is_finite()));
    let edges = shape.triangles.iter().flat_map(|&[a, b, c]| [[a, b], [b, c], [c, a]]);
    let mut there: Vec<[u32; 2]> = edges.collect();
    let mut back: Vec<[u32; 2]> = there.iter().map(|[a, b]| [*b, *a]).collect();
    there.sort_unstable();
    back.sort_unstable();
    assert_eq!(there, back);
    assert!(shape.volume_m3() > 0.0, "{}", shape.volume_m3());
    let parts = shape.parts.iter().map(|part| part.triangles.len()).sum::<usize>();
    assert_eq!(parts, shape.triangles.len());
}

fn heights(shape: &Shape) -> [f64; 2] {
    [shape.aabb().min[2], shape.aabb().max[2]]
}

fn corridor() -> Corridor {
    let room = |compartment, width_m, height_m| Compartment { compartment, width_m, height_m, lines: vec![] };
    Corridor {
        compartments: vec![
            room(CompartmentKind::Power, 2.0, 3.0),
            room(CompartmentKind::General, 2.8, 3.2),
            room(CompartmentKind::Gas, 1.8, 3.0),
        ],
        wall_m: 0.35,
    }
}

fn slope() -> Ground {
    // z = x / 10 on 200 m × 200 m.
    let heights_m = (0..21 * 21).map(|i| (i % 21) as f32 - 10.0).collect();
    Ground::from_grid(TerrainGrid {
        origin_m: [-100.0, -100.0],
        cell_m: [10.0, 10.0],
        columns: 21,
        rows: 21,
        heights_m,
    })
}

fn line_of(section: Section, depth_reference: DepthReference) -> Kind {
    Kind::UtilityLine(UtilityLine { diameter_mm: 1800.0, section, depth_reference, ..UtilityLine::default() })
}

fn greening(place: GreeningPlace, planting: Planting, height_m: f64) -> Kind {
    Kind::Greening(Greening {
        place,
        planting,
        soil_depth_m: 0.6,
        area_m2: 50.0,
        height_m,
        building: None,
        open_to_all: false,
    })
}

fn equipment(kind: EquipmentKind, height_m: f64) -> Kind {
    Kind::Equipment(Equipment { equipment: kind, of: None, count: Some(3), power_kw: None, height_m })
}

fn work(work: SiteWorkKind) -> SiteWork {
    SiteWork { work, depth_m: Some(8.0), height_m: None, reach_m: None }
}

fn tower(storeys: f32, height: f64) -> Building {
    Building { storeys_above: Some(storeys), height_m: Some(height), ..Building::default() }
}
