//! Land, green and water: blocks, pavements, squares, park, pond, lawns, sports field, canal.

use linli_model::AreaUse::{
    Commercial, Grass, Institution, Park, Pavement, Playground, Plaza, Residential, Scrub, Sport, Unit, Water,
};
use linli_model::{Area, Geometry, Kind, Parking, ParkingKind, Polygon};

use crate::draft::{Draft, flat};
use crate::plan::{
    CANAL, HALF_RESIDENTIAL, NORTH_STREET, Name, POND_CENTRE, Place, Rectangle, SITE, SOUTH_STREET, blocks,
    ellipse, lifted,
};

/// Distance of the pavement's kerb from the axis of the main street: behind the cycle track.
const PAVEMENT_FROM: f64 = 12.1;

/// Lawns between the slabs and pocket gardens.
pub(crate) const LAWNS: [[f64; 4]; 25] = [
    [-184.0, 35.0, -138.0, 44.0],
    [-184.0, 72.0, -138.0, 80.0],
    [-184.0, 97.0, -138.0, 104.5],
    [-184.0, 112.0, -138.0, 122.0],
    [-184.0, 139.0, -138.0, 145.0],
    [-127.0, 45.0, -82.0, 64.0],
    [-127.0, 72.0, -82.0, 82.0],
    [-127.0, 99.0, -82.0, 104.5],
    [-127.0, 112.0, -82.0, 124.0],
    [-127.0, 141.0, -82.0, 145.0],
    [138.0, 35.0, 184.0, 44.0],
    [138.0, 61.0, 184.0, 65.0],
    [138.0, 72.0, 184.0, 80.0],
    [138.0, 112.0, 184.0, 122.0],
    [138.0, 139.0, 184.0, 145.0],
    [82.0, 45.0, 127.0, 64.0],
    [82.0, 72.0, 127.0, 78.0],
    [82.0, 95.0, 127.0, 104.5],
    [82.0, 112.0, 127.0, 122.0],
    [82.0, 139.0, 127.0, 145.0],
    [-176.0, -54.0, -130.0, -42.0],
    [140.0, -52.5, 182.0, -46.0],
    [98.0, -119.0, 114.0, -111.0],
    [-184.0, -78.0, -118.0, -73.0],
    [138.0, -83.0, 182.0, -81.0],
];

/// The path around the pond, counter-clockwise from the east.
pub(crate) fn park_ring() -> Vec<Place> {
    ellipse(POND_CENTRE, [38.0, 22.0], 32, 0.0)
}

/// The pond's shore.
pub(crate) fn pond() -> Vec<Place> {
    ellipse(POND_CENTRE, [31.0, 16.0], 48, 0.1)
}

/// Adds all areas.
pub(crate) fn draw(draft: &mut Draft) {
    draft.area("area/unit", Some(("灯笼里实施单元", "Lantern Court Unit")), Unit, &SITE.ring());
    land(draft);
    squares(draft);
    park(draft);
    school(draft);
    canal(draft);
    for (i, [west, south, east, north]) in LAWNS.into_iter().enumerate() {
        draft.area(
            format!("area/lawn-{}", i + 1),
            None,
            Grass,
            &Rectangle::new(west, south, east, north).ring(),
        );
    }
    parking(draft);
}

fn land(draft: &mut Draft) {
    let uses = [Residential, Commercial, Residential, Institution, Commercial, Residential];
    let names = ["north-west", "north", "north-east", "south-west", "south", "south-east"];
    for ((block, use_), name) in blocks().into_iter().zip(uses).zip(names) {
        draft.area(format!("area/block-{name}"), None, use_, &block.ring());
        let column = |x: f64, sign: f64| x + sign * (9.0 - HALF_RESIDENTIAL);
        let north = block.south > 0.0;
        let outer = Rectangle::new(
            column(block.west, -1.0),
            if north { PAVEMENT_FROM } else { SOUTH_STREET + HALF_RESIDENTIAL },
            column(block.east, 1.0),
            if north { NORTH_STREET - HALF_RESIDENTIAL } else { -PAVEMENT_FROM },
        );
        let mut hole = lifted(&block.ring(), 0.0);
        hole.reverse();
        let polygon = Polygon { exterior: lifted(&outer.ring(), 0.0), holes: vec![hole] };
        let kind = Kind::Area(Area::new(Pavement));
        draft.add(format!("area/pavement-{name}"), None, kind, Geometry::Area(vec![polygon]));
    }
}

fn squares(draft: &mut Draft) {
    let squares: [(&str, Name, [f64; 4]); 6] = [
        ("station-square", ("灯笼广场", "Lantern Square"), [-61.0, 16.0, 61.0, 45.0]),
        ("south-square", ("荷塘广场", "Lotus Square"), [-61.0, -24.0, 61.0, -16.0]),
        ("park-gate", ("望荷台", "Lotus Terrace"), [-20.0, -60.0, 20.0, -24.0]),
        ("lantern-mall", ("灯市中庭", "Lantern Mall"), [-20.0, 49.0, 20.0, 103.0]),
        ("library-square", ("书院广场", "Academy Square"), [-61.0, 107.0, 61.0, 110.0]),
        ("market-square", ("集市广场", "Market Square"), [128.0, -50.0, 138.0, -20.0]),
    ];
    for (key, name, [west, south, east, north]) in squares {
        draft.area(
            format!("area/{key}"),
            Some(name),
            Plaza,
            &Rectangle::new(west, south, east, north).ring(),
        );
    }
}

fn park(draft: &mut Draft) {
    let ground = Rectangle::new(-61.0, -131.0, 61.0, -60.0);
    draft.area("area/park", Some(("荷塘公园", "Lotus Pond Park")), Park, &ground.ring());
    draft.area("area/pond", Some(("荷塘", "Lotus Pond")), Water, &pond());
    let playground = Rectangle::new(-57.0, -127.0, -41.0, -114.0);
    draft.area("area/playground", Some(("童趣园", "Children's Garden")), Playground, &playground.ring());
    draft.area(
        "area/mound",
        Some(("望月坡", "Moon Hill")),
        Grass,
        &ellipse([44.0, -78.0], [11.0, 11.0], 24, 0.05),
    );
    for (i, centre) in
        [[-30.0, -70.0], [24.0, -68.0], [-22.0, -126.0], [22.0, -126.0]].into_iter().enumerate()
    {
        draft.area(format!("area/flowers-{}", i + 1), None, Scrub, &ellipse(centre, [7.0, 2.6], 16, 0.12));
    }
    let kindergarten = Rectangle::new(142.0, 97.0, 180.0, 104.0);
    draft.area(
        "area/kindergarten-yard",
        Some(("萤火虫花园", "Firefly Garden")),
        Playground,
        &kindergarten.ring(),
    );
}

/// A stadium's outline: two straights and two half circles.
fn track(centre: Place, half_straight: f64, radius: f64) -> Vec<Place> {
    let half = |middle: f64, from: f64| {
        (0..=16).map(move |i| {
            let angle = from + std::f64::consts::PI * f64::from(i) / 16.0;
            let at = |c: f64, part: f64| ((c + radius * part) * 100.0).round() / 100.0;
            [at(middle, angle.cos()), at(centre[1], angle.sin())]
        })
    };
    let quarter = std::f64::consts::FRAC_PI_2;
    half(centre[0] + half_straight, -quarter).chain(half(centre[0] - half_straight, quarter)).collect()
}

fn school(draft: &mut Draft) {
    let centre = [-133.0, -107.0];
    let pitch = track(centre, 26.0, 13.5);
    let mut hole = lifted(&pitch, 0.0);
    hole.reverse();
    let polygon = Polygon { exterior: lifted(&track(centre, 26.0, 19.0), 0.0), holes: vec![hole] };
    let kind = Kind::Area(Area::new(Sport));
    draft.add("area/track", Some(("200米跑道", "200 m Track")), kind, Geometry::Area(vec![polygon]));
    draft.area("area/pitch", Some(("足球场", "Football Pitch")), Grass, &pitch);
}

fn canal(draft: &mut Draft) {
    draft.area("area/canal", Some(("灯笼河", "Lantern Canal")), Water, &CANAL.ring());
    let north = Rectangle::new(CANAL.west, -159.5, CANAL.east, -149.0);
    let south = Rectangle::new(CANAL.west, -200.0, CANAL.east, -180.5);
    draft.area("area/north-bank", Some(("运河绿廊", "Canal Green Corridor")), Park, &north.ring());
    draft.area("area/south-bank", Some(("南岸绿地", "South Bank Green")), Park, &south.ring());
}

fn parking(draft: &mut Draft) {
    let lots: [(&str, Name, [f64; 4], ParkingKind, u32); 6] = [
        ("market", ("市场停车场", "Market Car Park"), [84.0, -74.0, 124.0, -54.0], ParkingKind::Surface, 32),
        (
            "school",
            ("接送停车场", "School Drop-off"),
            [-185.0, -38.0, -180.0, -24.0],
            ParkingKind::Surface,
            5,
        ),
        ("theatre", ("剧场停车场", "Theatre Car Park"), [28.0, 138.5, 56.0, 145.0], ParkingKind::Surface, 11),
        (
            "station",
            ("灯笼广场地下车库", "Lantern Square Garage"),
            [-58.0, 50.0, 58.0, 100.0],
            ParkingKind::Underground,
            420,
        ),
        (
            "west",
            ("竹影里地下车库", "Bamboo Lane Garage"),
            [-127.0, 45.0, -84.0, 97.0],
            ParkingKind::Underground,
            190,
        ),
        (
            "east",
            ("荷香里地下车库", "Lotus Lane Garage"),
            [84.0, 45.0, 127.0, 97.0],
            ParkingKind::Underground,
            190,
        ),
    ];
    for (key, name, [west, south, east, north], parking, capacity) in lots {
        let kind = Kind::Parking(Parking { parking, capacity: Some(capacity), ..Parking::default() });
        let ring = Rectangle::new(west, south, east, north).ring();
        draft.add(format!("parking/{key}"), Some(name), kind, flat(&ring));
    }
}
