//! Where the streets, paths and bridges are.

use linli_model::StreetClass::{Cycleway, Footway, LivingStreet, Pedestrian, Residential, Secondary, Subway};

use super::{Network, Way};
use crate::draft::Draft;
use crate::green::park_ring;
use crate::plan::{
    CROSS_STREETS, HALF_MAIN, HALF_RESIDENTIAL, LANES, NORTH_STREET, Name, Place, SITE, SOUTH_STREET,
    WALK_MAIN, WALK_RESIDENTIAL,
};

/// Axis of the promenade along the canal, and of the path beyond it.
const PROMENADE: f64 = -152.0;
const FAR_BANK: f64 = -188.0;
/// Distance of the cycle track's axis from that of the main street.
const CYCLE_TRACK: f64 = 10.8;
/// Longest path from a door to a way, metres.
const LONGEST_DOOR_PATH: f64 = 58.0;

const CROSS_NAMES: [Name; 4] = [
    ("桑园街", "Mulberry Street"),
    ("桂花街", "Osmanthus Street"),
    ("银杏街", "Ginkgo Street"),
    ("丝绸街", "Silk Street"),
];

/// All streets and paths but those to the doors.
pub(crate) fn layout() -> Network {
    let mut network = Network::default();
    let ways = &mut network.ways;
    streets(ways);
    pavements(ways);
    inner_ways(ways);
    park(ways);
    canal(ways);
    metro(ways);
    network
}

fn streets(ways: &mut Vec<Way>) {
    let [west, east] = [SITE.west - 5.0, SITE.east + 5.0];
    let main = Way::new("lantern-avenue", Secondary, 2.0 * HALF_MAIN, &[[west, 0.0], [east, 0.0]]);
    ways.push(main.named(("灯笼路", "Lantern Avenue")).with_lanes(4, 50.0));
    for (i, (x, name)) in CROSS_STREETS.into_iter().zip(CROSS_NAMES).enumerate() {
        let line = [[x, SOUTH_STREET], [x, NORTH_STREET]];
        let way = Way::new(format!("cross-{}", i + 1), Residential, 2.0 * HALF_RESIDENTIAL, &line);
        ways.push(way.named(name).with_lanes(2, 30.0));
    }
    let ends = [CROSS_STREETS[0], CROSS_STREETS[3]];
    for (key, y, name) in [
        ("canal-street", SOUTH_STREET, ("运河街", "Canal Street")),
        ("north-street", NORTH_STREET, ("书香街", "Library Street")),
    ] {
        let line = [[ends[0], y], [ends[1], y]];
        let way = Way::new(key, Residential, 2.0 * HALF_RESIDENTIAL, &line);
        ways.push(way.named(name).with_lanes(2, 30.0));
    }
}

fn pavements(ways: &mut Vec<Way>) {
    for (side, sign) in [("north", 1.0), ("south", -1.0)] {
        let line = |y: f64| [[SITE.west, sign * y], [SITE.east, sign * y]];
        ways.push(Way::new(format!("avenue-walk-{side}"), Footway, 3.5, &line(WALK_MAIN)));
        ways.push(Way::new(format!("avenue-cycle-{side}"), Cycleway, 2.5, &line(CYCLE_TRACK)));
    }
    for (i, x) in CROSS_STREETS.into_iter().enumerate() {
        for (side, sign) in [("west", -1.0), ("east", 1.0)] {
            let x = x + sign * WALK_RESIDENTIAL;
            let line = [[x, PROMENADE], [x, NORTH_STREET + WALK_RESIDENTIAL]];
            ways.push(Way::new(format!("cross-{}-walk-{side}", i + 1), Footway, 2.4, &line));
        }
    }
    let ends = [CROSS_STREETS[0] - WALK_RESIDENTIAL, CROSS_STREETS[3] + WALK_RESIDENTIAL];
    for (key, y) in [
        ("north-walk-south", NORTH_STREET - WALK_RESIDENTIAL),
        ("north-walk-north", NORTH_STREET + WALK_RESIDENTIAL),
        ("canal-walk-north", SOUTH_STREET + WALK_RESIDENTIAL),
        ("canal-walk-south", SOUTH_STREET - WALK_RESIDENTIAL),
    ] {
        ways.push(Way::new(key, Footway, 2.4, &[[ends[0], y], [ends[1], y]]));
    }
    for (key, x) in [("station-crossing-west", -34.0), ("station-crossing-east", 34.0)] {
        ways.push(Way::new(key, Footway, 3.5, &[[x, -20.0], [x, 20.0]]));
    }
}

fn inner_ways(ways: &mut Vec<Way>) {
    let outer = [CROSS_STREETS[0], CROSS_STREETS[3]];
    let inner = [CROSS_STREETS[1], CROSS_STREETS[2]];
    let mut living = |key: &str, name: Name, line: [Place; 2]| {
        ways.push(Way::new(key, LivingStreet, 5.0, &line).named(name).with_lanes(1, 15.0));
    };
    living("lane-west", ("竹影里", "Bamboo Lane"), [[LANES[0], 0.0], [LANES[0], NORTH_STREET]]);
    living("lane-east", ("荷香里", "Lotus Lane"), [[LANES[1], SOUTH_STREET], [LANES[1], NORTH_STREET]]);
    living("lane-west-south", ("听雨弄", "Rain Lane"), [[outer[0], 68.0], [inner[0], 68.0]]);
    living("lane-west-north", ("晴雪弄", "Snow Lane"), [[outer[0], 108.0], [inner[0], 108.0]]);
    living("lane-east-south", ("茶人弄", "Tea Lane"), [[inner[1], 68.0], [outer[1], 68.0]]);
    living("lane-east-north", ("松风弄", "Pine Lane"), [[inner[1], 108.0], [outer[1], 108.0]]);
    living("lane-market", ("集市弄", "Market Lane"), [[inner[1], -78.0], [outer[1], -78.0]]);
    let walk = CROSS_STREETS[2] - WALK_RESIDENTIAL;
    let mut people = |key: &str, name: Name, width: f64, line: [Place; 2]| {
        ways.push(Way::new(key, Pedestrian, width, &line).named(name));
    };
    people("mall-south", ("灯市横街", "Lantern Market Row"), 4.0, [[-walk, 47.0], [walk, 47.0]]);
    people(
        "mall",
        ("灯市街", "Lantern Market Street"),
        6.0,
        [[-8.0, 47.0], [-8.0, NORTH_STREET - WALK_RESIDENTIAL]],
    );
    people("mall-north", ("书院横街", "Academy Row"), 4.0, [[-walk, 105.0], [walk, 105.0]]);
    people("park-axis", ("望荷道", "Lotus View Walk"), 5.0, [[0.0, -WALK_MAIN], [0.0, -76.0]]);
    people("park-north", ("花间道", "Blossom Walk"), 4.0, [[-walk, -62.0], [walk, -62.0]]);
    for (key, line) in [
        ("plaza-west", [[-18.0, WALK_MAIN], [-18.0, 47.0]]),
        ("plaza-east", [[18.0, WALK_MAIN], [18.0, 47.0]]),
        ("school-spine", [[-113.0, -WALK_MAIN], [-113.0, -80.0]]),
        ("school-south", [[-187.7, -80.0], [-77.3, -80.0]]),
        ("court-north", [[77.3, -98.0], [187.7, -98.0]]),
        ("court-south", [[LANES[1], -115.0], [187.7, -115.0]]),
    ] {
        ways.push(Way::new(key, Footway, 2.4, &line));
    }
}

fn park(ways: &mut Vec<Way>) {
    let mut ring = park_ring();
    let corner = |i: usize| ring.get(i).copied().unwrap_or_default();
    let (west, east, south) = (corner(16), corner(0), corner(24));
    let [from, to] = [corner(20), corner(4)];
    let bridge = [from, [-15.0, -107.0], [-15.0, -99.0], [-2.0, -99.0], [-2.0, -92.0], [12.0, -92.0], to];
    ring.extend(ring.first().copied());
    ways.push(Way::new("pond-walk", Footway, 2.5, &ring).named(("环湖步道", "Pond Walk")));
    let zigzag = Way::new("zigzag-bridge", Footway, 2.2, &bridge).named(("九曲桥", "Zigzag Bridge"));
    ways.push(zigzag.on_layer(1));
    let walk = CROSS_STREETS[2] - WALK_RESIDENTIAL;
    for (key, line) in [
        ("park-west", [west, [-walk, west[1]]]),
        ("park-east", [east, [walk, east[1]]]),
        ("park-south", [south, [south[0], SOUTH_STREET + WALK_RESIDENTIAL]]),
    ] {
        ways.push(Way::new(key, Footway, 2.2, &line));
    }
}

fn canal(ways: &mut Vec<Way>) {
    for (key, name, y) in [
        ("promenade", ("运河绿道", "Canal Greenway"), PROMENADE),
        ("far-bank", ("南岸步道", "South Bank Path"), FAR_BANK),
    ] {
        ways.push(Way::new(key, Footway, 3.0, &[[SITE.west, y], [SITE.east, y]]).named(name));
    }
    let [west, east] = [CROSS_STREETS[1] + WALK_RESIDENTIAL, CROSS_STREETS[2] + WALK_RESIDENTIAL];
    for (key, name, x) in [
        ("lantern-bridge", ("望灯桥", "Lantern Bridge"), west),
        ("lotus-bridge", ("采莲桥", "Lotus Bridge"), east),
    ] {
        ways.push(Way::new(key, Footway, 3.5, &[[x, PROMENADE], [x, FAR_BANK]]).named(name).on_layer(1));
        // The far bank's path gets a point where the bridge comes down.
        ways.push(Way::new(format!("{key}-landing"), Footway, 2.4, &[[x, FAR_BANK], [x, SITE.south]]));
    }
}

fn metro(ways: &mut Vec<Way>) {
    for (key, y) in [("metro-west", 7.0), ("metro-east", -7.0)] {
        let line = [[SITE.west - 10.0, y], [SITE.east + 10.0, y]];
        let name = ("地铁灯笼线", "Metro Lantern Line");
        ways.push(Way::new(key, Subway, 5.5, &line).named(name).on_layer(-2));
    }
}

/// Adds a path from each building's door to the nearest way straight ahead of one of its sides.
pub(crate) fn door_paths(draft: &Draft, network: &mut Network) {
    let mut paths = Vec::new();
    for (i, outline) in draft.built.iter().enumerate() {
        let [x, y] = outline.centre();
        let doors = [
            ([x, outline.south], [0.0, -1.0]),
            ([x, outline.north], [0.0, 1.0]),
            ([outline.west, y], [-1.0, 0.0]),
            ([outline.east, y], [1.0, 0.0]),
        ];
        let nearest = doors
            .into_iter()
            .filter_map(|(door, ahead)| {
                let length = first_way(network, door, ahead)?;
                let end = [door[0] + ahead[0] * length, door[1] + ahead[1] * length];
                let blocked = draft
                    .built
                    .iter()
                    .enumerate()
                    .any(|(j, other)| j != i && other.grown(0.5).is_crossed(door, end));
                (!blocked).then_some((length, [door, end]))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((length, line)) = nearest.filter(|(length, _)| *length > 0.3) {
            let width = if length < 6.0 { 2.4 } else { 1.8 };
            paths.push(Way::new(format!("door-{}", i + 1), Footway, width, &line));
        }
    }
    network.ways.extend(paths);
}

/// Distance to the first way that people may walk on, straight ahead.
fn first_way(network: &Network, door: Place, ahead: Place) -> Option<f64> {
    let walkable = network.ways.iter().filter(|w| w.layer == 0 && w.class != Cycleway);
    walkable
        .flat_map(Way::pieces)
        .filter_map(|[a, b]| {
            let v = [b[0] - a[0], b[1] - a[1]];
            let cross = ahead[0] * v[1] - ahead[1] * v[0];
            let from = [a[0] - door[0], a[1] - door[1]];
            let t = (from[0] * v[1] - from[1] * v[0]) / cross;
            let s = (from[0] * ahead[1] - from[1] * ahead[0]) / cross;
            (cross.abs() > 1e-9 && (0.0..=1.0).contains(&s) && (0.0..=LONGEST_DOOR_PATH).contains(&t))
                .then_some(t)
        })
        .min_by(f64::total_cmp)
}
