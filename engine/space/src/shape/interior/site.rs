//! What is known of one storey: its outline, its heights, and the facts of the building about it.

use linli_model::{
    Boundary, Building, BuildingUse, Element, FaceKind, Geometry, Polygon, StoreyRun, Vertical,
};

use crate::Ground;
use crate::shape::footprint::Footprint;
use crate::shape::solid::{footprint_of, is_place};
use crate::shape::storey::{BuildingFloors, storey_heights};

/// Faces that look down more than this are the underside where none says so.
const DOWNWARD: f64 = -0.5;

/// One storey of a building.
pub(super) struct Storey<'a> {
    pub building: &'a Building,
    /// Outlines, not united.
    pub footprints: Vec<Footprint>,
    pub level: i16,
    pub floor_m: f64,
    pub above_m: f64,
    /// How many storeys the building has.
    pub count: usize,
    run: Option<&'a StoreyRun>,
    part_use: BuildingUse,
}

impl<'a> Storey<'a> {
    /// Storey `index` from the ground of a building whose parts may tell its outline at that height.
    pub(super) fn of(
        element: &'a Element,
        parts: &[&Element],
        index: usize,
        ground: &Ground,
    ) -> Option<Self> {
        let building = element.kind.building()?;
        let solids: Vec<Solid> = parts.iter().filter_map(|part| Solid::of(part, ground)).collect();
        let own = Solid::of(element, ground);
        let levels = match (&element.geometry, &own) {
            (Geometry::Area(polygons), Some(_)) => {
                let above = element.vertical == Vertical::AboveGround;
                BuildingFloors::of(building, polygons, above, ground)?.levels
            }
            (_, Some(own)) => storey_heights(building, own.low, own.high),
            (_, None) => {
                let low = solids.iter().map(|s| s.low).fold(f64::INFINITY, f64::min);
                let high = solids.iter().map(|s| s.high).fold(f64::NEG_INFINITY, f64::max);
                storey_heights(building, low, high)
            }
        };
        let (floor_m, above_m) = (*levels.get(index)?, *levels.get(index + 1)?);
        let middle = f64::midpoint(floor_m, above_m);
        let mut here: Vec<Solid> = solids.into_iter().filter(|s| s.low < middle && middle < s.high).collect();
        // Balconies, lift towers and the like stand beside the storey, unless they are all there is.
        if here.iter().any(|s| s.use_ != BuildingUse::Auxiliary) {
            here.retain(|s| s.use_ != BuildingUse::Auxiliary);
        }
        let part_use = here.first().map_or(building.use_, |s| s.use_);
        let mut footprints: Vec<Footprint> = here.into_iter().flat_map(|s| s.footprints).collect();
        if footprints.is_empty() {
            footprints = own?.footprints;
        }
        let level = lowest_level(building).checked_add(i16::try_from(index).ok()?)?;
        let run = building.storeys.iter().find(|run| (run.from_level..=run.to_level).contains(&level));
        Some(Self { building, footprints, level, floor_m, above_m, count: levels.len() - 1, run, part_use })
    }

    pub(super) fn use_(&self) -> BuildingUse {
        match (self.stated_dwellings(), self.run) {
            (Some(_), _) => BuildingUse::Residential,
            (None, Some(run)) if run.use_ != BuildingUse::Unknown => run.use_,
            _ if self.part_use != BuildingUse::Unknown => self.part_use,
            _ => self.building.use_,
        }
    }

    pub(super) fn stated_dwellings(&self) -> Option<u32> {
        self.run.map(|run| run.dwellings).filter(|n| *n > 0)
    }

    /// Cars and place of the lifts that pass this storey.
    pub(super) fn lifts(&self) -> impl Iterator<Item = (u32, [f64; 2])> + '_ {
        let passes = |from: i16, to: i16| (from..=to).contains(&self.level);
        let banks = self.building.lifts.iter().filter(move |bank| passes(bank.from_level, bank.to_level));
        let usable = banks.filter(|bank| bank.cars > 0 && is_place([bank.at[0], bank.at[1], 0.0]));
        usable.map(|bank| (bank.cars, bank.at))
    }
}

/// Level of the lowest storey above ground: runs of a tower above its podium may start higher up.
fn lowest_level(building: &Building) -> i16 {
    let above = building.storeys.iter().filter(|run| run.to_level >= 1);
    above.map(|run| run.from_level.max(1)).min().unwrap_or(1)
}

/// Outline and heights of a building or a part.
struct Solid {
    use_: BuildingUse,
    footprints: Vec<Footprint>,
    low: f64,
    high: f64,
}

impl Solid {
    fn of(element: &Element, ground: &Ground) -> Option<Self> {
        let building = element.kind.building()?;
        let above = element.vertical == Vertical::AboveGround;
        let use_ = building.use_;
        match &element.geometry {
            Geometry::Area(polygons) => {
                let floors = BuildingFloors::of(building, polygons, above, ground)?;
                Some(Self { use_, footprints: floors.footprints, low: floors.foot, high: floors.top })
            }
            Geometry::Boundary(faces) => {
                let undersides = undersides(faces);
                let footprints: Vec<Footprint> = undersides.iter().filter_map(footprint_of).collect();
                if footprints.is_empty() {
                    return None;
                }
                let grounds = faces.vertices.iter().map(|p| ground.height_at(p[0], p[1]));
                let lift = if above { grounds.fold(f64::INFINITY, f64::min) } else { 0.0 };
                let heights = || faces.vertices.iter().map(|p| p[2] + lift);
                let low = heights().fold(f64::INFINITY, f64::min);
                let high = heights().fold(f64::NEG_INFINITY, f64::max);
                Some(Self { use_, footprints, low, high })
            }
            _ => None,
        }
    }
}

/// Faces a building stands on: those that say so, else all that look down.
fn undersides(faces: &Boundary) -> Vec<Polygon> {
    if faces.check().is_err() {
        return Vec::new();
    }
    let said = faces.faces.iter().any(|face| face.kind == FaceKind::Ground);
    let stands = |&face: &usize| match said {
        true => faces.faces[face].kind == FaceKind::Ground,
        false => faces.face_normal(face).is_some_and(|n| n[2] < DOWNWARD),
    };
    let polygon = |face: usize| {
        let mut rings =
            faces.face_rings(face).map(|r| r.iter().map(|&i| faces.vertices[i as usize]).collect());
        Polygon { exterior: rings.next().unwrap_or_default(), holes: rings.collect() }
    };
    (0..faces.faces.len()).filter(stands).map(polygon).collect()
}
