//! Rooms of storeys that are not dwellings, by usual module sizes.

use geo::Area as _;
use linli_model::BuildingUse;

use super::WALL_M;
use super::core::{Core, STAIRS_M, build_core, width_m};
use super::corridor::{CorridorSizes, clusters, pieces, strip};
use super::plan::{Plan, Wing};
use super::plane::{Region, length, shares};
use super::room::RoomUse::{
    self, Bathroom, Classroom, Gallery, Hall, Lobby, Meeting, Office, Service, Shop, Storage, Unspecified,
    Ward,
};

/// Wings smaller than this are one room besides their stairs, square metres.
const ONE_ROOM_M2: f64 = 60.0;
/// Most rooms of one band.
const MOST_ROOMS: usize = 60;

/// Usual room widths along a façade, metres, repeated in this order, and the corridor.
struct Module {
    rooms: &'static [(RoomUse, f64)],
    sizes: CorridorSizes,
}

/// Module sizes of design handbooks: office bays of 8.4 m, classrooms of 9 m (GB 50099: about 67 m²
/// for 45 pupils), shops of 8 m, wards and consulting rooms of 3.9 m.
fn module(use_: BuildingUse) -> Option<Module> {
    let (rooms, width_m, both_sides_from_m): (&[(RoomUse, f64)], f64, f64) = match use_ {
        BuildingUse::Office => (&[(Office, 8.4), (Office, 8.4), (Meeting, 4.2)], 1.8, 12.0),
        BuildingUse::Civic => (&[(Office, 6.0), (Meeting, 6.0), (Office, 6.0), (Office, 6.0)], 1.8, 12.0),
        BuildingUse::Education => {
            (&[(Classroom, 9.0), (Classroom, 9.0), (Classroom, 9.0), (Office, 6.0)], 2.4, 16.0)
        }
        BuildingUse::Commercial => (&[(Shop, 8.0)], 3.0, 16.0),
        BuildingUse::Health => {
            (&[(Ward, 3.9), (Ward, 3.9), (Ward, 3.9), (Ward, 3.9), (Office, 3.9)], 2.4, 13.0)
        }
        BuildingUse::Culture => (&[(Gallery, 16.0), (Gallery, 16.0), (Office, 6.0)], 2.4, 20.0),
        BuildingUse::Auxiliary => (&[(Storage, 6.0)], 1.5, 12.0),
        _ => return None,
    };
    Some(Module { rooms, sizes: CorridorSizes { width_m, both_sides_from_m, toilets: true } })
}

/// Plans a wing that holds no dwellings.
pub(super) fn plan(plan: &mut Plan, wing: &Wing) {
    let cores = clusters(&wing.lifts, wing.along);
    let Some(module) = module(wing.use_) else {
        let known = wing.use_ != BuildingUse::Unknown;
        return one_room(plan, wing, if known { Hall } else { Unspecified }, known);
    };
    let one = module.rooms.first().map_or(Unspecified, |room| room.0);
    if wing.region.unsigned_area() < ONE_ROOM_M2 {
        return one_room(plan, wing, one, false);
    }
    match pieces(plan, wing, &cores, module.sizes) {
        None => one_room(plan, wing, one, false),
        Some(found) => {
            for piece in found {
                fill(plan, &piece.region, wing, &module);
            }
        }
    }
}

/// Rooms side by side in a band.
fn fill(plan: &mut Plan, region: &Region, wing: &Wing, module: &Module) {
    let long = length(region, wing.along);
    let mut uses = Vec::new();
    let mut used = 0.0;
    for room in module.rooms.iter().cycle().take(MOST_ROOMS) {
        // The last room takes what is left unless it is most of another.
        if used + 0.6 * room.1 > long && !uses.is_empty() {
            break;
        }
        used += room.1 + WALL_M;
        uses.push(*room);
    }
    let weights: Vec<f64> = uses.iter().map(|room| room.1).collect();
    for ((use_, _), piece) in uses.iter().zip(shares(region, wing.along, &weights, WALL_M)) {
        plan.add(*use_, None, piece);
    }
}

/// Lifts, stairs and side rooms at one end, one room in the rest.
fn one_room(plan: &mut Plan, wing: &Wing, use_: RoomUse, side_rooms: bool) {
    let (along, across) = (wing.along, wing.along.other());
    let (long, deep) = (length(&wing.region, along), length(&wing.region, across));
    let cars: u32 = wing.lifts.iter().fold(0_u32, |sum, bank| sum.saturating_add(bank.cars)).min(6);
    let core = Core { at: 0.0, cars: cars.min(3), stairs: wing.stairs, toilets: false };
    // Stairs lie along the end wall: the core's columns run across the wing.
    let core_long = width_m(&core, STAIRS_M[1]);
    let strip_deep = STAIRS_M[1];
    if core_long > 0.0 && core_long <= deep && long >= strip_deep + 3.0 {
        let [end, rest] = strip(&wing.region, along, false, strip_deep, WALL_M);
        let [core_piece, side] = strip(&end, across, true, core_long, WALL_M);
        build_core(plan, &core_piece, across, true, &core);
        let uses = if side_rooms { vec![Bathroom, Storage, Service] } else { vec![Lobby] };
        let count = (length(&side, across) / 3.0).floor().clamp(1.0, uses.len() as f64) as usize;
        for (use_, piece) in uses.iter().zip(shares(&side, across, &vec![1.0; count], WALL_M)) {
            plan.add(*use_, None, piece);
        }
        return plan.add(use_, None, rest);
    }
    if wing.stairs && long >= STAIRS_M[0] + 3.0 && deep >= 3.0 {
        let [stairs, rest] = strip(&wing.region, along, false, STAIRS_M[0], WALL_M);
        plan.add(RoomUse::Stairs, None, stairs);
        return plan.add(use_, None, rest);
    }
    plan.add(use_, None, wing.region.clone());
}
