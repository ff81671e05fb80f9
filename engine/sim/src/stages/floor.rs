//! Floor areas of buildings and basements, level by level.

use std::collections::HashSet;

use linli_model::{
    Boundary, Building, BuildingUse, Community, Element, ElementId, FaceKind, Geometry, Kind, Polygon,
};

use super::storeys::{Levels, levels_of_run, own_levels};

/// Most levels of a basement that are believed.
const MOST_LEVELS: u32 = 1000;

/// Levels that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FloorRun {
    /// On one side of the ground.
    pub levels: Levels,
    pub use_: BuildingUse,
    /// Of one level, square metres.
    pub area_m2: f64,
    /// On all levels of the run.
    pub dwellings: u64,
    pub residents: u64,
    pub jobs: u64,
}

impl FloorRun {
    pub fn count(&self) -> f64 {
        self.levels.1 - self.levels.0
    }

    pub fn is_below(&self) -> bool {
        self.levels.0 < 0.0
    }
}

/// Floor of one element.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Floor {
    pub runs: Vec<FloorRun>,
    /// Whether the number of storeys was taken from the height.
    pub assumed: bool,
    /// Whether the runs are those of a building's levels, not of a basement as a whole.
    pub by_level: bool,
}

/// Finds the floor of each element, and counts nothing twice.
pub(crate) struct Floors<'a> {
    community: &'a Community,
    /// Buildings whose levels below ground belong to a basement.
    on_basement: HashSet<ElementId>,
}

impl<'a> Floors<'a> {
    pub fn of(community: &'a Community) -> Self {
        let basements = community.elements().iter().filter_map(|element| match &element.kind {
            Kind::Basement(basement) => Some(&basement.buildings),
            _ => None,
        });
        Self { community, on_basement: basements.flatten().filter_map(|key| community.id_of(key)).collect() }
    }

    /// The floor of an element: of a building, of a part whose building is not there, of a basement.
    pub fn floor(&self, id: ElementId, element: &Element) -> Option<Floor> {
        let whole_is_there =
            |part: &Building| part.parent.as_ref().and_then(|key| self.community.id_of(key)).is_some();
        match &element.kind {
            Kind::BuildingPart(part) if whole_is_there(part) => None,
            Kind::Building(building) | Kind::BuildingPart(building) => {
                let mut floor = of_building(building, element);
                floor.runs.retain(|run| !(run.is_below() && self.on_basement.contains(&id)));
                Some(floor)
            }
            Kind::Basement(basement) => {
                let levels = f64::from(basement.levels.clamp(1, MOST_LEVELS));
                let area_m2 = basement
                    .floor_area_m2
                    .filter(|area| area.is_finite() && *area >= 0.0)
                    .map_or_else(|| footprint_m2(&element.geometry), |area| area / levels);
                let run = FloorRun {
                    levels: (-levels, 0.0),
                    use_: basement.use_,
                    area_m2,
                    dwellings: 0,
                    residents: 0,
                    jobs: 0,
                };
                Some(Floor { runs: vec![run], ..Floor::default() })
            }
            _ => None,
        }
    }
}

fn of_building(building: &Building, element: &Element) -> Floor {
    let mut floor = Floor { by_level: true, ..Floor::default() };
    for storey in &building.storeys {
        let (low, high) = levels_of_run(storey);
        let area_m2 = if storey.floor_area_m2.is_finite() { storey.floor_area_m2.max(0.0) } else { 0.0 };
        for levels in [(low, high.min(0.0)), (low.max(0.0), high)].into_iter().filter(|(a, b)| a < b) {
            let people = |each: u32| ((levels.1 - levels.0) * f64::from(each)).round() as u64;
            floor.runs.push(FloorRun {
                levels,
                use_: storey.use_,
                area_m2,
                dwellings: people(storey.dwellings),
                residents: people(storey.residents),
                jobs: people(storey.jobs),
            });
        }
    }
    if building.storeys.is_empty()
        && let Some(((low, high), assumed)) = own_levels(building)
    {
        floor.assumed = assumed;
        let area_m2 = footprint_m2(&element.geometry);
        let sides = [(low, high.min(0.0)), (low.max(0.0), high)];
        floor.runs.extend(sides.into_iter().filter(|(a, b)| a < b).map(|levels| FloorRun {
            levels,
            use_: building.use_,
            area_m2,
            dwellings: 0,
            residents: 0,
            jobs: 0,
        }));
    }
    floor
}

/// Area that a geometry covers in plan, square metres: of areas, and of boundaries by their ground
/// faces, or by half of all that is seen from above and below when the source tells no ground.
pub(crate) fn footprint_m2(geometry: &Geometry) -> f64 {
    let area = match geometry {
        Geometry::Area(polygons) => polygons.iter().map(Polygon::area_m2).sum(),
        Geometry::Boundary(boundary) if boundary.check().is_ok() => of_boundary(boundary),
        _ => 0.0,
    };
    if area.is_finite() { area.max(0.0) } else { 0.0 }
}

fn of_boundary(boundary: &Boundary) -> f64 {
    let (mut ground, mut shell) = (0.0, 0.0);
    for (at, face) in boundary.faces.iter().enumerate() {
        let mut rings = face_rings(boundary, at);
        let exterior = rings.next().unwrap_or_default();
        let area = Polygon { exterior, holes: rings.collect() }.area_m2();
        match face.kind {
            FaceKind::Ground => ground += area,
            FaceKind::Interior | FaceKind::Window | FaceKind::Door | FaceKind::Closure => {}
            _ => shell += area,
        }
    }
    if ground > 0.0 { ground } else { shell / 2.0 }
}

/// Rings of a face of a boundary whose index lists have been checked.
pub(crate) fn face_rings(boundary: &Boundary, face: usize) -> impl Iterator<Item = Vec<[f64; 3]>> {
    let corners = boundary.face_rings(face);
    corners.map(|ring| ring.iter().filter_map(|at| boundary.vertices.get(*at as usize).copied()).collect())
}
