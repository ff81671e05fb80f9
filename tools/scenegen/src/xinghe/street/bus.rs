//! Buses: the hub in the core, stops on the main streets, and places for bicycles at the station.

use linli_model::{
    Access, AttributeValue, Facility, Geometry, Kind, Scenario, Stop, StreetClass, TransitMode,
};

use super::estate::Gate;
use super::frame::Frame;
use super::network::Network;
use super::way::Way;
use super::{existing, planned};
use crate::draft::Draft;
use crate::plan::{Name, Place};
use crate::xinghe::Unit;
use crate::xinghe::plan::{AXES, STATION_ENTRANCES};

/// Stops of one street: key of the street; places along it in the direction of the axis and against it, with
/// their names. People get on at the right-hand side.
type Row = (&'static str, [(f64, f64, Name); 3]);

const STOPS: [Row; 6] = [
    (
        "r2",
        [
            (-290.0, -370.0, ("星河大道望溪路", "Xinghe Avenue at Wangxi Road")),
            (60.0, -60.0, ("地铁星河路站", "Xinghe Road Metro Station")),
            (360.0, 280.0, ("星河大道听潮路", "Xinghe Avenue at Tingchao Road")),
        ],
    ),
    (
        "r1",
        [
            (-300.0, -360.0, ("河滨路望溪路", "Hebin Road at Wangxi Road")),
            (50.0, -50.0, ("文化馆·图书馆", "Cultural Centre and Library")),
            (350.0, 280.0, ("河滨路听潮路", "Hebin Road at Tingchao Road")),
        ],
    ),
    (
        "r5",
        [
            (-300.0, -360.0, ("机床二村", "Second Machine Tool Village")),
            (50.0, -50.0, ("文体中心", "Sports Centre")),
            (350.0, 280.0, ("北辰苑", "Beichen Gardens")),
        ],
    ),
    (
        "c0",
        [
            (-240.0, -250.0, ("河滨集市", "Riverside Market")),
            (60.0, 50.0, ("枫桦苑", "Fenghua Gardens")),
            (400.0, 390.0, ("机床新村", "Machine Tool Village")),
        ],
    ),
    (
        "c2",
        [
            (-240.0, -250.0, ("星河桥", "Xinghe Bridge")),
            (60.0, 50.0, ("星河天街", "Sky Street")),
            (400.0, 390.0, ("云栖台", "Yunqi Terrace")),
        ],
    ),
    (
        "c4",
        [
            (-240.0, -250.0, ("河滨里", "Riverside Lane")),
            (60.0, 50.0, ("星河学校", "Xinghe School")),
            (400.0, 390.0, ("托育中心", "Nursery and Family Centre")),
        ],
    ),
];

/// Bays of the hub, and the place of the first.
const BAYS: u32 = 6;
const FIRST_BAY: Place = [142.0, 115.5];
const BAY_SPACING_M: f64 = 8.0;

fn has_hub(unit: &Unit) -> bool {
    unit.plots.iter().any(|p| p.key == "A2")
}

/// Lays the bus way and the waiting island under the podium of the core.
pub(crate) fn lay(network: &mut Network, unit: &Unit) {
    if !has_hub(unit) {
        return;
    }
    let line = [[200.0, 112.0], [132.0, 112.0], [132.0, 170.0]];
    let mut way = Way::new("A2/bus-way", StreetClass::Service, 7.0, planned(), &line)
        .named(("公交枢纽通道", "Bus hub way"))
        .with_cars(Access::No)
        .with("bus", "designated");
    way.through_building = true;
    way.speed_kmh = Some(15.0);
    network.ways.push(way);
    let line = [[192.5, 119.0], [137.5, 119.0], [137.5, 162.5]];
    let mut island = Way::new("A2/bus-island", StreetClass::Footway, 4.0, planned(), &line)
        .named(("公交枢纽站台", "Bus hub platform"));
    island.through_building = true;
    network.ways.push(island);
}

/// Adds the hub, the stops and the places for bicycles.
pub(crate) fn draw(draft: &mut Draft, unit: &Unit, frame: &Frame, network: &Network, gates: &[Gate]) {
    if has_hub(unit) {
        hub(draft);
    }
    draft.presence = existing();
    for (street, stops) in STOPS {
        let Some(axis) = AXES.iter().find(|a| a.key == street) else { continue };
        // Between the kerb and the cycle lane.
        let beside = axis.grade.half_carriageway() + 1.2;
        for (i, (with, against, name)) in stops.into_iter().enumerate() {
            for (way, along) in [("with", with), ("against", against)] {
                let right = if (way == "with") == axis.north { beside } else { -beside };
                let place = if axis.north { [axis.at + right, along] } else { [along, axis.at + right] };
                let drawn = frame.holds(place) && frame.inside.distance_m(place) < 20.0;
                if drawn && is_on_drawn(unit, street) {
                    stop(draft, format!("bus/{street}-{way}-{}", i + 1), name, place);
                }
            }
        }
    }
    bicycles(draft, network, gates);
}

/// Whether a street belongs to the drawn part.
fn is_on_drawn(unit: &Unit, street: &str) -> bool {
    let number = street.get(1..).and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
    let [from, to] = if street.starts_with('c') { unit.columns } else { unit.rows };
    (from..=to + 1).contains(&number)
}

fn stop(draft: &mut Draft, key: String, name: Name, [u, v]: Place) {
    let kind = Kind::Stop(Stop { mode: TransitMode::Bus });
    draft.add(key, Some(name), kind, Geometry::Point([u, v, 0.0]));
}

/// The stops of the hub; the hall around them is a facility of its building.
fn hub(draft: &mut Draft) {
    draft.presence = planned();
    for bay in 0..BAYS {
        let place = [FIRST_BAY[0] + BAY_SPACING_M * f64::from(bay), FIRST_BAY[1]];
        let bay_number = [("bay", AttributeValue::Integer(i64::from(bay) + 1))];
        let kind = Kind::Stop(Stop { mode: TransitMode::Bus });
        let name = Some(("星河公交枢纽", "Xinghe Bus Hub"));
        let at = Geometry::Point([place[0], place[1], 0.0]);
        draft.add_with(format!("A2/bus-bay-{}", bay + 1), name, kind, at, &bay_number);
    }
}

/// Bicycle parking at the metro entrances, shared bicycles there and at the estates' main gates.
fn bicycles(draft: &mut Draft, network: &Network, gates: &[Gate]) {
    draft.presence = planned();
    for (i, ([u, v], letter)) in STATION_ENTRANCES.into_iter().zip(["a", "b", "c", "d"]).enumerate() {
        let place = [u - u.signum() * 10.0, v.signum() * 21.0];
        let name = ("地铁口自行车停放点", "Bicycle parking at the metro");
        let key = format!("station/bicycle-parking-{letter}");
        facility(draft, network, &key, ("bicycle_parking", name, 120), place);
        if i % 2 == 0 {
            let place = [u - u.signum() * 18.0, v.signum() * 21.0];
            let name = ("地铁口共享单车点", "Shared bicycles at the metro");
            let key = format!("station/bicycle-rental-{letter}");
            facility(draft, network, &key, ("bicycle_rental", name, 60), place);
        }
    }
    for gate in gates.iter().filter(|g| g.cars) {
        draft.presence = gate.presence;
        let [u, v] = gate.place;
        let place = match gate.side {
            "west" | "east" => [u, v + 7.0],
            _ => [u + 7.0, v],
        };
        let name = ("共享单车点", "Shared bicycles");
        let key = format!("{}/bicycle-rental", gate.plot);
        facility(draft, network, &key, ("bicycle_rental", name, 20), place);
    }
}

/// Adds a facility of the streets: category, name, places.
pub(crate) fn facility(
    draft: &mut Draft,
    network: &Network,
    key: &str,
    (category, name, capacity): (&str, Name, u32),
    place: Place,
) {
    let kind = Kind::Facility(Facility {
        category: category.to_owned(),
        scenario: Some(Scenario::Transport),
        capacity: Some(capacity),
        node: network.nearest_node(place, 60.0),
        ..Facility::default()
    });
    draft.add(key, Some(name), kind, Geometry::Point([place[0], place[1], 0.0]));
}
