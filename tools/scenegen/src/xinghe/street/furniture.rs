//! What stands along streets and at gates: lamps, barriers, parcel lockers, delivery robots.

use linli_model::{Equipment, EquipmentKind, Facility, Geometry, Key, Kind, Presence, Scenario};

use super::estate::{Gate, presence_of};
use super::existing;
use super::frame::Frame;
use super::grid::segments;
use super::network::Network;
use crate::draft::Draft;
use crate::plan::{Name, Place};
use crate::xinghe::Unit;
use crate::xinghe::plan::{Grade, Programme};

/// Distance from lamp to lamp, and how far lamps keep from crossings, metres.
const LAMP_SPACING_M: f64 = 35.0;
const LAMP_CLEAR_M: f64 = 20.0;
/// Distance of a lamp from the kerb, metres.
const LAMP_FROM_KERB_M: f64 = 0.6;
/// Heights of lamps on main and on quiet streets, metres, with their power, kW.
const LAMPS: [(f64, f64); 2] = [(10.0, 0.15), (6.5, 0.06)];

struct Item {
    equipment: EquipmentKind,
    of: Option<String>,
    count: Option<u32>,
    power_kw: Option<f64>,
    height_m: f64,
}

fn add(draft: &mut Draft, key: String, name: Option<Name>, item: Item, [u, v]: Place) {
    let kind = Kind::Equipment(Equipment {
        equipment: item.equipment,
        of: item.of.map(|of| Key::from(draft.full_key(&of))),
        count: item.count,
        power_kw: item.power_kw,
        height_m: item.height_m,
    });
    draft.add(key, name, kind, Geometry::Point([u, v, 0.0]));
}

/// Adds all of it.
pub(crate) fn draw(draft: &mut Draft, unit: &Unit, frame: &Frame, network: &Network, gates: &[Gate]) {
    lamps(draft, unit, frame);
    for gate in gates.iter().filter(|g| g.cars) {
        barrier(draft, gate);
    }
    for plot in &unit.plots {
        let main = gates.iter().find(|g| g.plot == plot.key && g.cars);
        let homes = plot.land_use == linli_model::LandUse::Residential
            || matches!(plot.programme, Programme::TalentFlats | Programme::CoreHomesAndBusHub);
        if let (true, Some(gate)) = (homes, main) {
            lockers(draft, gate);
        }
        match plot.programme {
            Programme::NeighbourhoodCentre => hub(draft, plot.outline.centre(), presence_of(plot)),
            Programme::Market => dark_store(draft, network, plot.outline.centre(), presence_of(plot)),
            _ => {}
        }
    }
}

/// Lamps on both sides of main streets, on one side of quiet ones.
fn lamps(draft: &mut Draft, unit: &Unit, frame: &Frame) {
    draft.presence = existing();
    for segment in segments(unit, frame) {
        let grade = segment.axis.grade;
        let main = grade <= Grade::Secondary;
        let (height_m, power_kw) = LAMPS[usize::from(!main)];
        let beside = grade.half_carriageway() + LAMP_FROM_KERB_M;
        let room = segment.length() - 2.0 * LAMP_CLEAR_M;
        let count = (room / LAMP_SPACING_M).floor().max(0.0) as u32 + 1;
        let first = segment.from + (segment.length() - LAMP_SPACING_M * f64::from(count - 1)) / 2.0;
        let sides: &[(&str, f64)] = if main { &[("a", 1.0), ("b", -1.0)] } else { &[("a", 1.0)] };
        for (side, sign) in sides {
            for i in 0..count {
                let place = segment.place(first + LAMP_SPACING_M * f64::from(i), sign * beside);
                if !frame.holds(place) {
                    continue;
                }
                let key = format!("lamp/{}/{}/{side}{}", segment.axis.key, segment.part, i + 1);
                let item = Item {
                    equipment: EquipmentKind::StreetLamp,
                    of: None,
                    count: None,
                    power_kw: Some(power_kw),
                    height_m,
                };
                add(draft, key, None, item, place);
            }
        }
    }
}

fn barrier(draft: &mut Draft, gate: &Gate) {
    draft.presence = gate.presence;
    let item = Item {
        equipment: EquipmentKind::Barrier,
        of: Some(gate.plot.to_owned()),
        count: Some(2),
        power_kw: None,
        height_m: 0.0,
    };
    let key = format!("{}/gate-{}/barrier", gate.plot, gate.side);
    add(draft, key, Some(("道闸", "Barrier")), item, gate.place);
}

/// Beside a gate, inside: along the wall and off it, metres.
fn inside(gate: &Gate, along: f64, depth: f64) -> Place {
    let [u, v] = gate.place;
    match gate.side {
        "west" => [u + depth, v + along],
        "east" => [u - depth, v + along],
        "south" => [u + along, v + depth],
        _ => [u + along, v - depth],
    }
}

fn lockers(draft: &mut Draft, gate: &Gate) {
    draft.presence = gate.presence;
    let item = Item {
        equipment: EquipmentKind::ParcelLocker,
        of: Some(gate.plot.to_owned()),
        count: Some(120),
        power_kw: Some(0.5),
        height_m: 0.0,
    };
    let key = format!("{}/lockers", gate.plot);
    add(draft, key, Some(("智能快递柜", "Parcel lockers")), item, inside(gate, -6.0, 0.6));
}

/// Robots and lockers of the parcel hub, which is a facility of the canteen.
fn hub(draft: &mut Draft, [u, v]: Place, presence: Presence) {
    draft.presence = presence;
    let place = [u - 8.0, v];
    for (key, name, equipment, count, shift) in [
        ("D2/robots", ("配送机器人", "Delivery robots"), EquipmentKind::DeliveryRobots, 8, 4.0),
        ("D2/lockers", ("智能快递柜", "Parcel lockers"), EquipmentKind::ParcelLocker, 240, 7.0),
    ] {
        let of = Some("D2/canteen".to_owned());
        let item = Item { equipment, of, count: Some(count), power_kw: Some(2.0), height_m: 0.0 };
        add(draft, key.to_owned(), Some(name), item, [place[0] + shift, place[1]]);
    }
}

fn dark_store(draft: &mut Draft, network: &Network, centre: Place, presence: Presence) {
    draft.presence = presence;
    let name = ("前置仓", "Dark store");
    facility(draft, network, "F3/dark-store", ("dark_store", name), (centre, 450.0));
}

fn facility(
    draft: &mut Draft,
    network: &Network,
    key: &str,
    (category, name): (&str, Name),
    (place, floor_area_m2): (Place, f64),
) {
    let kind = Kind::Facility(Facility {
        category: category.to_owned(),
        scenario: Some(Scenario::Services),
        floor_area_m2: Some(floor_area_m2),
        node: network.nearest_node(place, 90.0),
        ..Facility::default()
    });
    draft.add(key, Some(name), kind, Geometry::Point([place[0], place[1], 0.0]));
}
