//! The metro station with its entrances, concourse and tubes, and the walkway over the avenue.

use linli_model::{
    AttributeValue, Basement, BuildingUse, Geometry, Key, Kind, Presence, Station, StationEntrance,
    StreetClass, StreetNodeKind, TransitMode, Truth,
};

use super::frame::{BEYOND_M, Frame};
use super::network::{Mark, Network};
use super::way::Way;
use super::{planned, unit_elements};
use crate::draft::{Draft, flat};
use crate::plan::{Name, Place, Rectangle};
use crate::xinghe::Unit;
use crate::xinghe::plan::{
    Grade, METRO_DEPTH_M, METRO_TUBES, STATION_BOX, STATION_DEPTHS, STATION_ENTRANCES,
};

/// Floors of the concourse and of the platform below the ground, metres.
const CONCOURSE_M: f64 = -8.5;
const PLATFORM_M: f64 = -14.5;
/// Where the stairs from the entrances reach the concourse, from its middle.
const CONCOURSE_EDGE: f64 = 9.0;
/// Distance of a lift from the stairs of its entrance.
const LIFT_BESIDE: f64 = 4.0;
/// Where the stairs to the platform leave the concourse, and where they end, from its middle.
const PLATFORM_STAIRS: [f64; 2] = [34.0, 18.0];
/// Walking on the level and down stairs along their slope, metres a second; time at the fare gate, seconds.
const WALK_MPS: f64 = 1.2;
const STAIRS_MPS: f64 = 0.65;
const FARE_GATE_S: f64 = 5.0;
/// Height of the walkway's deck, metres.
const DECK_M: f64 = 5.5;
/// Place of the walkway along the avenue.
const WALKWAY: f64 = -72.0;

const LABELS: [(&str, Name); 4] = [
    ("A", ("A口 星河之心", "A Heart of Xinghe")),
    ("B", ("B口 星河天街", "B Sky Street")),
    ("C", ("C口 青年公馆", "C Talent Flats")),
    ("D", ("D口 星河广场", "D Xinghe Square")),
];

/// Lays the tubes, the station's passages and the walkway over the avenue.
pub(crate) fn lay(network: &mut Network, unit: &Unit, frame: &Frame) {
    tubes(network, frame);
    let pavement = Grade::Primary.pavement_axis();
    for (i, [u, v]) in STATION_ENTRANCES.into_iter().enumerate() {
        let side = v.signum();
        let letter = LABELS.get(i).map_or("", |(letter, _)| *letter).to_lowercase();
        let key = |what: &str| format!("station/{what}-{letter}");
        let foot = [u, side * pavement];
        network.ways.push(Way::new(key("path"), StreetClass::Footway, 4.0, planned(), &[foot, [u, v]]));
        let edge = [u, side * CONCOURSE_EDGE];
        let stairs = Way::new(key("stairs"), StreetClass::Steps, 3.0, planned(), &[[u, v], edge]);
        network.ways.push(stairs.on_layer(-1, [0, -1], [0.0, CONCOURSE_M]));
        network.ways.push(passage(key("hall"), &[edge, [u, 0.0]], -1, CONCOURSE_M));
        // One lift on each side of the avenue.
        if i % 2 == 0 {
            let lift_u = u - u.signum() * LIFT_BESIDE;
            lift(network, &key("lift"), [lift_u, side * 25.0], [lift_u, side * 24.5], -1, CONCOURSE_M);
            let line = [[lift_u, side * pavement], [lift_u, side * 25.0]];
            network.ways.push(Way::new(key("lift-path"), StreetClass::Footway, 2.0, planned(), &line));
            let hall = [[lift_u, side * 24.5], [lift_u, 0.0]];
            network.ways.push(passage(key("lift-hall"), &hall, -1, CONCOURSE_M));
        }
    }
    inside(network);
    let has = |key| unit.plots.iter().any(|p| p.key == key);
    if has("A1") && has("A4") {
        walkway(network);
    }
}

fn passage(key: String, line: &[Place], layer: i8, height_m: f64) -> Way {
    Way::new(key, StreetClass::Corridor, 4.0, planned(), line).on_layer(layer, [layer; 2], [height_m; 2])
}

/// A lift: half a metre of corridor from the ground to another level.
fn lift(network: &mut Network, key: &str, ground: Place, other: Place, layer: i8, height_m: f64) {
    let way = Way::new(key, StreetClass::Corridor, 2.0, planned(), &[ground, other]);
    network.ways.push(way.on_layer(layer, [0, layer], [0.0, height_m]).with("highway", "elevator"));
    network
        .marks
        .push(Mark { key: Some(format!("{key}-node")), ..Mark::new(ground, 0, StreetNodeKind::Lift) });
}

fn tubes(network: &mut Network, frame: &Frame) {
    let (west, east) = (frame.inside.west - BEYOND_M, frame.inside.east + BEYOND_M);
    for (key, v) in ["south", "north"].into_iter().zip(METRO_TUBES) {
        let line = [[west, v], [east, v]];
        let way = Way::new(format!("metro/line-6-{key}"), StreetClass::Subway, 5.6, planned(), &line);
        let deep = way.on_layer(-3, [-3; 2], [-METRO_DEPTH_M; 2]);
        network.ways.push(deep.named(("地铁6号线", "Metro Line 6")));
    }
}

/// Concourse, platform, and the stairs and lift between them.
fn inside(network: &mut Network) {
    let concourse = [[-62.0, 0.0], [-34.0, 0.0], [0.0, 0.0], [34.0, 0.0], [62.0, 0.0]];
    let platform = [[-70.0, 0.0], [-18.0, 0.0], [0.5, 0.0], [18.0, 0.0], [70.0, 0.0]];
    let named = |way: Way, name| way.named(name);
    network.ways.push(named(
        passage("station/concourse".to_owned(), &concourse, -1, CONCOURSE_M),
        ("站厅", "Concourse"),
    ));
    network
        .ways
        .push(named(passage("station/platform".to_owned(), &platform, -2, PLATFORM_M), ("站台", "Platform")));
    for (key, sign) in [("west", -1.0), ("east", 1.0)] {
        let line = PLATFORM_STAIRS.map(|along| [sign * along, 0.0]);
        let way =
            Way::new(format!("station/platform-stairs-{key}"), StreetClass::Steps, 3.0, planned(), &line);
        network.ways.push(way.on_layer(-2, [-1, -2], [CONCOURSE_M, PLATFORM_M]));
    }
    let line = [[0.0, 0.0], [0.5, 0.0]];
    let way = Way::new("station/platform-lift", StreetClass::Corridor, 2.0, planned(), &line);
    let way = way.on_layer(-2, [-1, -2], [CONCOURSE_M, PLATFORM_M]).with("highway", "elevator");
    network.ways.push(way);
    network.marks.push(Mark {
        key: Some("station/platform-lift-node".to_owned()),
        ..Mark::new([0.0, 0.0], -1, StreetNodeKind::Lift)
    });
}

/// The walkway over the avenue: from the podium of the core to the square, with stairs and lifts.
fn walkway(network: &mut Network) {
    let pavement = Grade::Primary.pavement_axis();
    let [north, south] = [[WALKWAY, 25.5], [WALKWAY, -34.0]];
    let deck = Way::new("street/walkway", StreetClass::Footway, 4.0, planned(), &[north, south]);
    let deck = deck.on_layer(1, [1; 2], [DECK_M; 2]);
    network.ways.push(deck.named(("星河天桥", "Xinghe Walkway")));
    for (key, top, foot, to) in [
        ("north", north, [WALKWAY - 16.0, 25.5], [WALKWAY - 16.0, pavement]),
        ("south", south, [WALKWAY, -50.0], [WALKWAY - 8.0, -50.0]),
    ] {
        let line = [foot, top];
        let stairs =
            Way::new(format!("street/walkway-stairs-{key}"), StreetClass::Steps, 2.4, planned(), &line);
        network.ways.push(stairs.on_layer(1, [0, 1], [0.0, DECK_M]));
        if key == "north" {
            let line = [foot, to];
            let path =
                Way::new(format!("street/walkway-path-{key}"), StreetClass::Footway, 2.4, planned(), &line);
            network.ways.push(path);
        }
    }
    for (key, top, ground, to) in [
        ("north", north, [WALKWAY + 2.5, 25.5], [WALKWAY + 2.5, pavement]),
        ("south", south, [WALKWAY + 2.5, -34.0], [WALKWAY + 2.5, -50.0]),
    ] {
        lift(network, &format!("street/walkway-lift-{key}"), ground, top, 1, DECK_M);
        let path = Way::new(
            format!("street/walkway-lift-path-{key}"),
            StreetClass::Footway,
            2.4,
            planned(),
            &[ground, to],
        );
        network.ways.push(path);
    }
}

/// Adds the station, its box, its entrances and their pavilions.
pub(crate) fn draw(draft: &mut Draft, unit: &Unit, network: &Network) {
    let mode = TransitMode::Subway;
    draft.presence = planned();
    let line = [
        ("line", AttributeValue::Text("6号线 / Line 6".to_owned())),
        ("platform_length_m", AttributeValue::Number(140.0)),
    ];
    let kind = Kind::Station(Station { mode });
    draft.add_with("station/xinghe-road", Some(("星河路站", "Xinghe Road")), kind, point([0.0, 0.0]), &line);
    for ((label, name), place) in LABELS.into_iter().zip(STATION_ENTRANCES) {
        let kind = Kind::StationEntrance(StationEntrance {
            mode,
            label: Some(label.to_owned()),
            node: network.node(place, 0),
        });
        let key = format!("station/entrance-{}", label.to_lowercase());
        let seconds = [("to_platform_s", AttributeValue::Number(to_platform_s(place)))];
        draft.add_with(key, Some(name), kind, point(place), &seconds);
        pavilion(draft, label, place);
    }
    station_box(draft, unit);
}

/// From an entrance to the platform: stairs, hall, fare gate, concourse, stairs; whole seconds.
fn to_platform_s([u, v]: Place) -> f64 {
    let stairs_m = (v.abs() - CONCOURSE_EDGE).hypot(CONCOURSE_M);
    (stairs_m / STAIRS_MPS + in_station_s([u, CONCOURSE_EDGE])).round()
}

/// From where a passage meets the station to the platform; whole seconds.
pub(crate) fn passage_to_platform_s(place: Place) -> f64 {
    in_station_s(place).round()
}

/// From a place on the level of the concourse to the platform: fare gate, concourse, stairs.
fn in_station_s([u, v]: Place) -> f64 {
    let [top, foot] = PLATFORM_STAIRS;
    let stairs_m = (top - foot).hypot(PLATFORM_M - CONCOURSE_M);
    let level_m = v.abs() + (u.abs() - top).abs();
    stairs_m / STAIRS_MPS + level_m / WALK_MPS + FARE_GATE_S
}

fn point([u, v]: Place) -> Geometry {
    Geometry::Point([u, v, 0.0])
}

/// Outline of the glazed pavilion beside an entrance.
fn pavilion_outline([u, v]: Place) -> Rectangle {
    let (near, far) = (u + u.signum() * 1.2, u + u.signum() * 11.2);
    let (low, high) = (v.signum() * 22.9, v.signum() * 27.5);
    Rectangle::new(near.min(far), low.min(high), near.max(far), low.max(high))
}

/// The pavilion over an entrance's stairs, where nothing else stands.
fn pavilion(draft: &mut Draft, label: &str, place: Place) {
    let outline = pavilion_outline(place);
    let meets = |r: &Rectangle| {
        r.west < outline.east && r.east > outline.west && r.south < outline.north && r.north > outline.south
    };
    if draft.built.iter().any(meets) {
        return;
    }
    let kind = Kind::Structure { what: "station_entrance_pavilion".to_owned() };
    let height = [("height_m", AttributeValue::Number(4.2))];
    draft.add_with(
        format!("station/pavilion-{}", label.to_lowercase()),
        Some(("地铁出入口玻璃亭", "Glazed metro entrance")),
        kind,
        flat(&outline.ring()),
        &height,
    );
    draft.built.push(outline);
}

fn station_box(draft: &mut Draft, unit: &Unit) {
    let prefix = unit.placing.prefix();
    let beside = ["A1", "A2", "A4", "A5"];
    let linked: Vec<Key> = unit_elements(draft, unit)
        .iter()
        .filter(|e| matches!(e.kind, Kind::Basement(_)))
        .filter(|e| beside.iter().any(|plot| e.key.as_str().starts_with(&format!("{prefix}{plot}/"))))
        .map(|e| e.key.clone())
        .collect();
    let levels = 2;
    let kind = Kind::Basement(Basement {
        levels,
        top_depth_m: STATION_DEPTHS[0],
        bottom_depth_m: STATION_DEPTHS[1],
        use_: BuildingUse::Transport,
        floor_area_m2: Some(STATION_BOX.area_m2() * f64::from(levels)),
        buildings: Vec::new(),
        linked,
    });
    draft.presence = Presence { planned: true, ..Presence::new(Truth::Designed, 5) };
    let name = Some(("星河路站主体", "Xinghe Road station box"));
    draft.add("station/box", name, kind, flat(&STATION_BOX.ring()));
}
