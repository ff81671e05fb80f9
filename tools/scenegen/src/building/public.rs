//! Station, school, culture, health, market, and what else everybody uses.

use linli_model::BuildingUse::{Auxiliary, Civic, Commercial, Culture, Education, Health, Sport, Transport};
use linli_model::RoofShape::{Dome, Flat, Gabled, Hipped, Pyramidal, Round};
use linli_model::{BuildingUse, RoofShape};

use super::{BRICK, Colour, Form, GLASS, GREY_TILE, SAND, WHITE, WOOD, add};
use crate::draft::Draft;
use crate::plan::{Name, Rectangle, ellipse};

type Row = (&'static str, Name, BuildingUse, [f64; 4], (f32, f64), (RoofShape, f64), (Colour, Colour));

/// Key, name, use, sides (west, south, east, north), storeys and height, roof and its height,
/// colours of walls and roof.
const HOUSES: [Row; 22] = [
    (
        "station-hall",
        ("灯笼里站", "Lantern Court Station"),
        Transport,
        [-14.0, 24.0, 14.0, 38.0],
        (1.0, 11.0),
        (Round, 4.0),
        (GLASS, [210, 72, 52]),
    ),
    (
        "station-entrance-a",
        ("A口", "Entrance A"),
        Transport,
        [-39.0, 20.0, -29.0, 25.0],
        (1.0, 4.0),
        (Flat, 0.0),
        (GLASS, [210, 72, 52]),
    ),
    (
        "station-entrance-b",
        ("B口", "Entrance B"),
        Transport,
        [29.0, 20.0, 39.0, 25.0],
        (1.0, 4.0),
        (Flat, 0.0),
        (GLASS, [210, 72, 52]),
    ),
    (
        "station-entrance-c",
        ("C口", "Entrance C"),
        Transport,
        [29.5, -23.5, 38.5, -20.0],
        (1.0, 4.0),
        (Flat, 0.0),
        (GLASS, [210, 72, 52]),
    ),
    (
        "station-entrance-d",
        ("D口", "Entrance D"),
        Transport,
        [-38.5, -23.5, -29.5, -20.0],
        (1.0, 4.0),
        (Flat, 0.0),
        (GLASS, [210, 72, 52]),
    ),
    (
        "library",
        ("灯笼里图书馆", "Lantern Court Library"),
        Culture,
        [-52.0, 110.0, -14.0, 136.0],
        (4.0, 23.0),
        (Hipped, 6.0),
        (WHITE, GREY_TILE),
    ),
    (
        "theatre",
        ("社区剧场", "Community Theatre"),
        Culture,
        [28.0, 112.0, 56.0, 136.0],
        (3.0, 15.0),
        (Flat, 0.0),
        (BRICK, [120, 118, 114]),
    ),
    (
        "tea-house",
        ("荷风茶舍", "Lotus Breeze Tea House"),
        Commercial,
        [38.0, -128.0, 56.0, -119.0],
        (1.0, 7.0),
        (Hipped, 3.0),
        (WOOD, GREY_TILE),
    ),
    (
        "school-classrooms",
        ("灯笼里小学教学楼", "Lantern Court School, Classrooms"),
        Education,
        [-178.0, -40.0, -128.0, -26.0],
        (5.0, 19.0),
        (Flat, 0.0),
        (SAND, [170, 96, 78]),
    ),
    (
        "school-sciences",
        ("灯笼里小学实验楼", "Lantern Court School, Sciences"),
        Education,
        [-178.0, -70.0, -128.0, -56.0],
        (4.0, 15.6),
        (Flat, 0.0),
        (SAND, [170, 96, 78]),
    ),
    (
        "school-gallery",
        ("灯笼里小学连廊", "Lantern Court School, Gallery"),
        Education,
        [-128.0, -70.0, -118.0, -26.0],
        (3.0, 12.0),
        (Flat, 0.0),
        (BRICK, [150, 150, 146]),
    ),
    (
        "school-gym",
        ("灯笼里小学体育馆", "Lantern Court School, Gym"),
        Sport,
        [-108.0, -72.0, -82.0, -44.0],
        (2.0, 13.0),
        (Round, 4.0),
        (WHITE, [96, 132, 158]),
    ),
    (
        "school-canteen",
        ("灯笼里小学食堂", "Lantern Court School, Canteen"),
        Education,
        [-108.0, -38.0, -82.0, -24.0],
        (3.0, 12.0),
        (Flat, 0.0),
        (SAND, [150, 150, 146]),
    ),
    (
        "kindergarten",
        ("萤火虫幼儿园", "Firefly Kindergarten"),
        Education,
        [142.0, 82.0, 180.0, 95.0],
        (3.0, 11.4),
        (Flat, 0.0),
        ([240, 204, 120], [214, 120, 84]),
    ),
    (
        "day-care",
        ("老年日间照料中心", "Day Care for the Elderly"),
        Health,
        [86.0, 80.0, 124.0, 93.0],
        (3.0, 13.5),
        (Gabled, 3.5),
        (WHITE, [150, 84, 66]),
    ),
    (
        "market-hall",
        ("灯笼里农贸市场", "Lantern Court Market Hall"),
        Commercial,
        [84.0, -50.0, 126.0, -22.0],
        (2.0, 13.0),
        (Round, 4.5),
        (BRICK, [176, 120, 92]),
    ),
    (
        "clinic",
        ("社区卫生服务中心", "Community Health Centre"),
        Health,
        [140.0, -44.0, 182.0, -24.0],
        (5.0, 19.0),
        (Flat, 0.0),
        (WHITE, [168, 172, 172]),
    ),
    (
        "service-centre",
        ("邻里中心", "Neighbourhood Centre"),
        Civic,
        [140.0, -70.0, 182.0, -54.0],
        (4.0, 15.6),
        (Flat, 0.0),
        ([204, 186, 164], [120, 140, 96]),
    ),
    (
        "shops-west",
        ("竹影商街", "Bamboo Lane Shops"),
        Commercial,
        [-183.0, 20.0, -138.0, 32.0],
        (2.0, 9.6),
        (Flat, 0.0),
        (SAND, [158, 152, 144]),
    ),
    (
        "shops-east",
        ("荷香商街", "Lotus Lane Shops"),
        Commercial,
        [138.0, 20.0, 183.0, 32.0],
        (2.0, 9.6),
        (Flat, 0.0),
        (SAND, [158, 152, 144]),
    ),
    (
        "boat-house",
        ("运河船坊", "Canal Boat House"),
        Culture,
        [-128.0, -159.0, -112.0, -155.0],
        (1.0, 5.5),
        (Gabled, 2.0),
        (WOOD, GREY_TILE),
    ),
    (
        "pump-house",
        ("雨水泵站", "Storm Water Pumping Station"),
        Auxiliary,
        [84.0, -159.0, 92.0, -155.0],
        (1.0, 4.0),
        (Flat, 0.0),
        (BRICK, [140, 140, 138]),
    ),
];

/// Adds the public buildings, and the round ones among them.
pub(super) fn draw(draft: &mut Draft) {
    for (key, name, use_, [west, south, east, north], (storeys, height_m), (roof, roof_m), (wall, tiles)) in
        HOUSES
    {
        let form = Form::new(use_, storeys, height_m, wall).roofed(roof, roof_m, tiles);
        add(draft, key, Some(name), &Rectangle::new(west, south, east, north).ring(), &form);
    }
    let dome = Form::new(Culture, 2.0, 18.0, WHITE).roofed(Dome, 10.0, [196, 84, 58]);
    let ring = ellipse([8.0, 123.0], [11.0, 11.0], 24, 0.0);
    add(draft, "lantern-hall", Some(("灯笼厅", "Lantern Hall")), &ring, &dome);
    let pavilion = Form::new(Auxiliary, 1.0, 7.0, WOOD).roofed(Pyramidal, 3.2, GREY_TILE);
    let ring = ellipse([-46.0, -76.0], [3.6, 3.6], 8, 0.0);
    add(draft, "lotus-pavilion", Some(("观荷亭", "Lotus Pavilion")), &ring, &pavilion);
}
