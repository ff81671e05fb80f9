//! Car parks: under the parcels, on open ground at public buildings, along quiet streets; charging points.

use linli_model::{
    BuildingUse, CarStorage, Element, EntranceUse, Equipment, EquipmentKind, Geometry, Key, Kind, LandUse,
    Parking, ParkingKind, StreetClass,
};

use super::estate::{Gate, loop_inset, presence_of};
use super::frame::Frame;
use super::grid::segments;
use super::network::Network;
use super::obstacle::Obstacles;
use super::{existing, unit_elements};
use crate::draft::{Draft, flat};
use crate::plan::{Place, Rectangle};
use crate::xinghe::Unit;
use crate::xinghe::plan::{Grade, Plot, Programme};

/// Bays for each dwelling, and for each 100 m² of offices, shops and other uses (planning practice of Hangzhou's
/// inner districts near a metro station).
const BAYS_PER_DWELLING: f64 = 1.0;
const BAYS_PER_100_M2: [(BuildingUse, f64); 3] =
    [(BuildingUse::Office, 0.8), (BuildingUse::Commercial, 0.6), (BuildingUse::Unknown, 0.4)];
/// Floor area of a dwelling where buildings are not known, m².
const DWELLING_M2: f64 = 105.0;
/// Part of the highest floor area that is used where buildings are not known.
const USED: f64 = 0.93;
/// Part of the bays that is built within the station's core, where the metro replaces car trips.
const CORE_SHARE: f64 = 0.7;
/// Bays of the core's automatic car park: what its vehicles can serve in the peak hour.
const AGV_BAYS: u32 = 480;
/// Basement area of a bay with its lane, m².
const BAY_AREA_M2: f64 = 35.0;
/// Part of the bays with a charging point.
const CHARGING: f64 = 0.2;
/// Bays that one gate lane can serve.
const BAYS_PER_LANE: u32 = 300;
/// Power of a charging point for a parked car, kW.
const CHARGER_KW: f64 = 7.0;
/// A bay at right angles to the lane: width, depth, metres.
const BAY_M: [f64; 2] = [2.5, 5.3];
/// A bay along the kerb: length, width, metres.
const KERB_BAY_M: [f64; 2] = [6.0, 2.2];

/// Adds all car parks.
pub(crate) fn draw(
    draft: &mut Draft,
    unit: &Unit,
    frame: &Frame,
    network: &Network,
    (obstacles, gates): (&Obstacles, &[Gate]),
) {
    for plot in &unit.plots {
        if plot.basement_levels > 0 && plot.programme != Programme::StationSquare {
            underground(draft, unit, network, plot, gates);
        }
        if is_public(plot.programme) {
            open_air(draft, network, obstacles, plot);
        }
    }
    kerbside(draft, unit, frame, network);
}

fn is_public(programme: Programme) -> bool {
    use Programme as P;
    matches!(
        programme,
        P::School
            | P::HealthAndCare
            | P::NeighbourhoodCentre
            | P::CulturalCentre
            | P::Library
            | P::Market
            | P::Sports
            | P::Campus
            | P::EnergyAndFire
    )
}

/// Bays that a parcel needs: by its buildings, else by its limits.
fn bays(draft: &Draft, unit: &Unit, plot: &Plot) -> f64 {
    let key = format!("{}{}/", unit.placing.prefix(), plot.key);
    let storeys = unit_elements(draft, unit).iter().filter(|e| e.key.as_str().starts_with(&key));
    let (mut dwellings, mut need) = (0.0, 0.0);
    for run in storeys.filter_map(|e| e.kind.building()).flat_map(|b| &b.storeys) {
        let count = f64::from(run.count());
        dwellings += f64::from(run.dwellings) * count;
        if run.dwellings == 0 && run.to_level > 0 {
            need += run.floor_area_m2 * count / 100.0 * ratio(run.use_);
        }
    }
    if dwellings + need > 0.0 {
        return dwellings * BAYS_PER_DWELLING + need;
    }
    let area = plot.outline.area_m2() * plot.far_max * USED;
    let [homes, offices, shops] = match plot.land_use {
        LandUse::Residential => [0.97, 0.0, 0.03],
        LandUse::Mixed => [0.65, 0.1, 0.25],
        LandUse::Business | LandUse::Innovation => [0.0, 0.75, 0.25],
        LandUse::Commercial => [0.0, 0.0, 1.0],
        _ => [0.0; 3],
    };
    let other = 1.0 - homes - offices - shops;
    let by_area = offices * ratio(BuildingUse::Office)
        + shops * ratio(BuildingUse::Commercial)
        + other * ratio(BuildingUse::Unknown);
    area * (homes / DWELLING_M2 * BAYS_PER_DWELLING + by_area / 100.0)
}

fn ratio(use_: BuildingUse) -> f64 {
    let row = BAYS_PER_100_M2.iter().find(|(u, _)| *u == use_).or(BAYS_PER_100_M2.last());
    row.map_or(0.0, |(_, bays)| *bays)
}

fn underground(draft: &mut Draft, unit: &Unit, network: &Network, plot: &Plot, gates: &[Gate]) {
    let levels = f64::from(plot.basement_levels);
    let room = plot.basement().map_or(0.0, |b| b.area_m2()) * levels / BAY_AREA_M2;
    let share = if plot.key.starts_with('A') { CORE_SHARE } else { 1.0 };
    let capacity = (share * bays(draft, unit, plot)).min(0.85 * room).floor() as u32;
    let Some((place, node)) = ramp(draft, network, plot, gates) else { return };
    let under = format!("{}{}/", unit.placing.prefix(), plot.key);
    let is_basement =
        |e: &&Element| matches!(e.kind, Kind::Basement(_)) && e.key.as_str().starts_with(&under);
    let basement = unit_elements(draft, unit).iter().find(is_basement).map(|e| e.key.clone());
    let mut add = |part: &str, name, capacity: u32, (storage, servers): (CarStorage, Option<u32>)| {
        let share = |share: f64| Some((f64::from(capacity) * share).round() as u32);
        let kind = Kind::Parking(Parking {
            parking: ParkingKind::Underground,
            capacity: Some(capacity),
            storage,
            servers,
            charging_bays: share(CHARGING),
            shared_bays: share(shared(plot.land_use)),
            gate_lanes: Some((2 * capacity.div_ceil(2 * BAYS_PER_LANE)).clamp(2, 8)),
            basement: basement.clone(),
            node,
        });
        draft.presence = presence_of(plot);
        let key = format!("{}/{part}", plot.key);
        draft.add(key.clone(), Some(name), kind, Geometry::Point([place[0], place[1], 0.0]));
        chargers(draft, &key, share(CHARGING).unwrap_or(0), place);
    };
    let driven = ("地下停车库", "Underground car park");
    match plot.key {
        "A1" => {
            let agv = AGV_BAYS.min(capacity);
            let name = ("AGV智能停车库", "Automatic car park");
            add("car-park-agv", name, agv, (CarStorage::Agv, Some(6)));
            if capacity > agv {
                add("car-park", driven, capacity - agv, (CarStorage::Driven, None));
            }
        }
        "C2" => {
            add("car-park", ("立体机械停车库", "Stacker car park"), capacity, (CarStorage::Stacker, Some(4)))
        }
        _ => add("car-park", driven, capacity, (CarStorage::Driven, None)),
    }
}

/// Part of the bays that is shared between residents at night and workers by day.
fn shared(land_use: LandUse) -> f64 {
    match land_use {
        LandUse::Mixed | LandUse::Business | LandUse::Innovation => 0.3,
        LandUse::Residential => 0.05,
        _ => 0.4,
    }
}

/// The ramp's door, else the car gate.
fn ramp(draft: &Draft, network: &Network, plot: &Plot, gates: &[Gate]) -> Option<(Place, Option<i64>)> {
    let inside = plot.outline.grown(0.5);
    let door =
        draft.doors.iter().find(|d| d.entrance_use == EntranceUse::Cars && inside.distance_m(d.place) == 0.0);
    let place = match door {
        Some(door) => door.place,
        None => gates.iter().find(|g| g.plot == plot.key && g.cars).map(|g| g.place)?,
    };
    Some((place, network.nearest_node(place, 30.0)))
}

fn chargers(draft: &mut Draft, of: &str, count: u32, [u, v]: Place) {
    if count == 0 {
        return;
    }
    let kind = Kind::Equipment(Equipment {
        equipment: EquipmentKind::EvCharger,
        of: Some(Key::from(draft.full_key(of))),
        count: Some(count),
        power_kw: Some(CHARGER_KW * f64::from(count)),
        height_m: 0.0,
    });
    let name = Some(("充电桩", "Charging points"));
    draft.add(format!("{of}/chargers"), name, kind, Geometry::Point([u + 1.5, v + 1.5, 0.0]));
}

/// Bays on open ground beside the loop road, where there is room.
fn open_air(draft: &mut Draft, network: &Network, obstacles: &Obstacles, plot: &Plot) {
    let presence = presence_of(plot);
    let clear = obstacles.near(presence.truth, plot.outline);
    let is_free = |r: &Rectangle| clear.is_empty_in(&r.grown(1.5)) && !crosses_way(network, &r.grown(0.2));
    let Some((outline, count)) =
        [12, 8, 5].into_iter().find_map(|n| spots(plot, n).into_iter().find(is_free).map(|r| (r, n)))
    else {
        return;
    };
    draft.presence = presence;
    let kind = Kind::Parking(Parking {
        parking: ParkingKind::Surface,
        capacity: Some(count),
        charging_bays: Some(count / 4),
        shared_bays: Some(count),
        node: network.nearest_node(outline.centre(), 30.0),
        ..Parking::default()
    });
    let key = format!("{}/bays", plot.key);
    draft.add(key.clone(), Some(("地面停车位", "Open bays")), kind, flat(&outline.ring()));
    chargers(draft, &key, count / 4, [outline.west - 1.0, outline.south - 1.0]);
}

/// Places for a row of bays along the inside of the loop road.
fn spots(plot: &Plot, count: u32) -> Vec<Rectangle> {
    let r = plot.outline.grown(-(loop_inset(plot) + 2.4));
    let (length, depth) = (BAY_M[0] * f64::from(count), BAY_M[1]);
    let mut spots = Vec::new();
    let steps = |low: f64, high: f64| {
        let room = (high - low - length - 8.0).max(-1.0).floor() as i32;
        (0..=room).step_by(3).map(move |i| low + 4.0 + f64::from(i))
    };
    for u in steps(r.west, r.east) {
        spots.push(Rectangle::new(u, r.north - depth, u + length, r.north));
        spots.push(Rectangle::new(u, r.south, u + length, r.south + depth));
    }
    for v in steps(r.south, r.north) {
        spots.push(Rectangle::new(r.east - depth, v, r.east, v + length));
        spots.push(Rectangle::new(r.west, v, r.west + depth, v + length));
    }
    spots
}

fn crosses_way(network: &Network, r: &Rectangle) -> bool {
    let ways = network.ways.iter().filter(|w| w.layer == 0);
    ways.flat_map(|w| w.pieces().map(move |[a, b]| (w.width_m / 2.0, a, b))).any(|(half, a, b)| {
        let around = Rectangle::around(&[a, b]);
        let length = (a[0] - b[0]).hypot(a[1] - b[1]);
        let steps = length.ceil().max(1.0);
        around.grown(half).is_crossed([r.west, r.south], [r.east, r.north])
            && (0..=steps as u32).any(|i| {
                let t = f64::from(i) / steps;
                r.distance_m([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]) < half
            })
    })
}

/// Bays along one kerb of the quiet streets, clear of crossings and gates.
fn kerbside(draft: &mut Draft, unit: &Unit, frame: &Frame, network: &Network) {
    let count = 6;
    let length = KERB_BAY_M[0] * f64::from(count);
    for segment in segments(unit, frame) {
        if segment.axis.grade != Grade::Branch || !segment.is_inner() {
            continue;
        }
        let edge = segment.axis.grade.half_carriageway();
        for (i, share) in [0.3, 0.7].into_iter().enumerate() {
            let from = segment.from + share * segment.length() - length / 2.0;
            let corners = [segment.place(from, edge - KERB_BAY_M[1]), segment.place(from + length, edge)];
            let outline = Rectangle::around(&corners);
            let is_blocked = network.ways.iter().any(|way| {
                let own = way.class == StreetClass::Residential;
                !own && way.layer == 0
                    && way
                        .pieces()
                        .any(|[a, b]| outline.grown(4.0).is_crossed(a, b) && !beside(&outline, a, b))
            });
            if is_blocked || !frame.holds(outline.centre()) {
                continue;
            }
            draft.presence = existing();
            let kind = Kind::Parking(Parking {
                parking: ParkingKind::StreetSide,
                capacity: Some(count),
                shared_bays: Some(count),
                node: network.nearest_node(outline.centre(), 40.0),
                ..Parking::default()
            });
            let key = format!("street/{}/{}/bays-{}", segment.axis.key, segment.part, i + 1);
            draft.add(key, Some(("路侧停车位", "Kerbside bays")), kind, flat(&outline.ring()));
        }
    }
}

/// Whether a piece runs by at the side rather than across.
fn beside(outline: &Rectangle, a: Place, b: Place) -> bool {
    let wide = outline.east - outline.west > outline.north - outline.south;
    let (along, across) = if wide { (0, 1) } else { (1, 0) };
    (a[along] - b[along]).abs() > (a[across] - b[across]).abs()
}
