//! The inside of one storey, as a schematic from what is known of the building.
//!
//! Outline less outer wall is cut into wings that are near to rectangles; each wing is cut by
//! straight walls into cores, ways and rooms. What is neither room nor opening is wall, so that rooms
//! and walls always make up the storey.

mod core;
mod corridor;
mod door;
mod dwelling;
mod furniture;
mod housing;
mod plan;
mod plane;
mod program;
mod room;
mod site;
mod solid;
mod stairs;
mod window;
mod wing;

#[cfg(test)]
mod tests;

pub use room::{CUT_COLOUR, Room, RoomUse, StoreyInterior};

use geo::algorithm::buffer::{BufferStyle, LineJoin};
use geo::orient::Direction;
use geo::{Area as _, Buffer as _, Orient as _};
use linli_model::{BuildingUse, Element, Polygon};

use self::plan::{Bank, Brief, Plan, plan_of};
use self::plane::{PlanAxes, Region};
use self::site::Storey;
use self::solid::{Levels, Raised, solid_walls};
use super::builder::ShapeBuilder;
use super::footprint::Footprint;
use crate::Ground;

/// Thickness of outer walls and of walls between rooms of different users, metres.
const OUTER_M: f64 = 0.24;
const WALL_M: f64 = 0.2;
/// Corners sharper than this are cut off instead of mitred, radians.
const SHARPEST_RAD: f64 = 0.5;
/// Ceiling slab, metres.
const CEILING_M: f64 = 0.2;
/// Outlines with more corners have no interior, and storeys with less room per dwelling neither, square metres.
const MOST_CORNERS: usize = 1000;
const LEAST_DWELLING_M2: f64 = 8.0;
/// Largest storey that is planned, square metres, and most dwellings of one.
const MOST_AREA_M2: f64 = 50_000.0;
const MOST_DWELLINGS: u32 = 300;
/// Most lifts of a bank that are drawn.
const MOST_CARS: u32 = 24;

/// The inside of storey `storey_index` (0 is the ground floor, as in [`crate::storey_heights`]) of a
/// building, with walls cut `cut_above_floor_m` above its floor (or at the ceiling).
///
/// `parts` are the building's parts, empty when it has none: those at the storey's height tell its
/// outline. Uses, dwellings and lifts are those of `element`. Windows take the building's share of the
/// façade, else a usual one for the use. The plan is made from these facts alone and says so in
/// [`StoreyInterior::is_schematic`]; the same facts give the same plan.
///
/// `None` for anything but a building, for a storey it does not have, without a usable outline, and
/// where the storey cannot hold as many dwellings as it is said to.
pub fn storey_interior(
    element: &Element,
    parts: &[&Element],
    storey_index: usize,
    ground: &Ground,
    cut_above_floor_m: f64,
) -> Option<StoreyInterior> {
    let storey = Storey::of(element, parts, storey_index, ground)?;
    let corners: usize = storey.footprints.iter().map(|f| f.corners().count()).sum();
    if corners > MOST_CORNERS {
        return None;
    }
    let largest = storey.footprints.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let axes = PlanAxes::of(&largest.rectangle()?);
    let outline = axes.region(&storey.footprints).orient(Direction::Default);
    let gross_area_m2 = outline.unsigned_area();
    let stated = storey.stated_dwellings();
    let crowded =
        stated.is_some_and(|n| n > MOST_DWELLINGS || gross_area_m2 < LEAST_DWELLING_M2 * f64::from(n));
    if crowded || !(gross_area_m2 > 1.0 && gross_area_m2 < MOST_AREA_M2) {
        return None;
    }
    let style = BufferStyle::new(-OUTER_M).line_join(LineJoin::Miter(SHARPEST_RAD));
    let inner = outline.buffer_with_style(style);
    let lifts =
        storey.lifts().map(|(cars, at)| Bank { cars: cars.min(MOST_CARS), at: axes.to_plan(at) }).collect();
    let brief = Brief { use_: storey.use_(), dwellings: stated, lifts, stairs: storey.count > 1, axes };
    let mut plan = plan_of(&inner, brief)?;
    plan.rooms.iter_mut().for_each(|room| room.area = room.area.orient(Direction::Default));
    Some(raise(&storey, axes, &outline, &plan, cut_above_floor_m))
}

fn size(footprint: &Footprint) -> f64 {
    footprint.at_height(0.0).area_m2()
}

/// Usual share of windows in the façade where the building does not say it.
fn usual_window_share(use_: BuildingUse) -> f64 {
    match use_ {
        BuildingUse::Commercial | BuildingUse::Transport => 0.55,
        BuildingUse::Office | BuildingUse::Culture => 0.5,
        BuildingUse::Education | BuildingUse::Health | BuildingUse::Civic => 0.4,
        BuildingUse::Residential => 0.32,
        BuildingUse::Industrial | BuildingUse::Parking | BuildingUse::Auxiliary => 0.15,
        BuildingUse::Sport | BuildingUse::Unknown => 0.25,
    }
}

fn raise(
    storey: &Storey,
    axes: PlanAxes,
    outline: &Region,
    plan: &Plan,
    cut_above_floor_m: f64,
) -> StoreyInterior {
    let (floor, above) = (storey.floor_m, storey.above_m);
    let rooms = &plan.rooms;
    let doors = door::doors(rooms);
    let windows = window::windows(
        outline,
        rooms,
        storey.building.window_share().unwrap_or_else(|| usual_window_share(storey.use_())),
        above - floor,
    );
    let wished = if cut_above_floor_m.is_nan() { f64::INFINITY } else { cut_above_floor_m };
    let height = wished.clamp(0.1, (above - floor - CEILING_M).max(0.1));
    let levels = Levels { floor, cut: floor + height, facade: storey.building.colour };
    let mut builder = ShapeBuilder::default();
    let mut raised = Raised { builder: &mut builder, axes, levels };
    raised.floors(outline, rooms);
    raised.walls(outline, &solid_walls(outline, rooms, &doors, &windows).orient(Direction::Default));
    raised.windows(&windows);
    raised.doors(&doors);
    for (i, room) in rooms.iter().enumerate() {
        furniture::furniture(room, i, &doors).iter().for_each(|block| raised.block(block));
    }
    for room in rooms.iter().filter(|room| room.use_ == RoomUse::Stairs) {
        let region = Region::new(vec![room.area.clone()]);
        stairs::stairs(&mut builder, axes, &region, floor, above, levels.cut);
    }
    let gross_area_m2 = outline.unsigned_area();
    let room_area: f64 = rooms.iter().map(|room| room.area.unsigned_area()).sum();
    StoreyInterior {
        shape: builder.finish(),
        rooms: rooms.iter().map(|room| finished(room, axes, floor)).collect(),
        level: storey.level,
        floor_m: floor,
        above_m: above,
        gross_area_m2,
        wall_area_m2: gross_area_m2 - room_area,
        stated_dwellings: storey.stated_dwellings(),
        window_wall_ratio: windows.ratio,
        is_schematic: true,
    }
}

fn finished(room: &plan::PlannedRoom, axes: PlanAxes, floor: f64) -> Room {
    let ring = |line: &geo::LineString| {
        let count = line.0.len().saturating_sub(1);
        let corners = line.0.iter().take(count).map(|c| axes.to_scene([c.x, c.y]));
        corners.map(|[x, y]| [x, y, floor]).collect()
    };
    Room {
        use_: room.use_,
        area_m2: room.area.unsigned_area(),
        outline: Polygon {
            exterior: ring(room.area.exterior()),
            holes: room.area.interiors().iter().map(ring).collect(),
        },
        dwelling: room.dwelling,
    }
}
