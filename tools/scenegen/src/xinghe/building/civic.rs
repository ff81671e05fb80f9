//! Houses for everybody: health, neighbourhood centre, culture, market, sports, energy, fire.

use linli_model::BuildingUse::{Civic, Commercial, Health, Office, Sport};
use linli_model::RoofShape::{Flat, Gabled, Hipped, Round, Skillion};
use linli_model::Scenario::{
    Education as Learning, Enterprise, Governance, Health as Caring, Neighbourhood, Services,
};
use linli_model::{BuildingUse, EntranceUse, Planting, RoofShape};

use super::house::{
    BRICK, Colour, DEEP_GLASS, GREY_TILE, House, Part, Role, SAND, STONE, Stack, TERRACOTTA, WHITE, WOOD,
    named, within,
};
use crate::plan::Rectangle;
use crate::xinghe::plan::Plot;

/// A block of one use: storeys, storey height, roof.
pub(super) fn block(
    key: &str,
    name: [String; 2],
    use_: BuildingUse,
    outline: Rectangle,
    (storeys, storey_m): (u32, f64),
    (roof, roof_m, tiles): (RoofShape, f64, Colour),
    wall: Colour,
) -> House {
    let top = f64::from(storeys) * storey_m;
    let part = Part::new(("body", Role::Base), outline.ring(), use_, storeys, [0.0, top], wall);
    let part = if roof == Flat { part.topped(tiles) } else { part.roofed(roof, roof_m, tiles) };
    let stack = Stack::default().floors(storeys, storey_m, use_, outline.area_m2());
    let middle = outline.centre()[0];
    let house =
        House::new(key, name, stack, vec![part]).door([middle, outline.south]).door([middle, outline.north]);
    let has_lift = storeys >= 3 && use_ != Sport;
    if has_lift { house.bank(outline.centre(), 2, (1.5, 16), [1, storeys as i16]) } else { house }
}

/// A flat roof of stone colour.
pub(super) const PLAIN: (RoofShape, f64, Colour) = (Flat, 0.0, STONE);

fn roof_garden(house: House, height_m: f64, open: bool) -> House {
    let edge = Rectangle::around(&house.outline).grown(-1.5);
    house.garden(edge.ring(), None, height_m, (Planting::Shrub, 0.5), open)
}

fn all_existing(mut houses: Vec<House>, year: i32) -> Vec<House> {
    for house in &mut houses {
        house.presence = super::house::existing();
        house.year = year;
    }
    houses
}

/// B3: health station, care home, day care for the elderly.
pub(super) fn health(plot: &Plot) -> Vec<House> {
    let station = block(
        "health-station",
        named("星河社区卫生服务中心", "Xinghe Health Station"),
        Health,
        within(plot, [6.0, 104.0, 44.0, 126.0]),
        (5, 4.2),
        PLAIN,
        WHITE,
    )
    .houses("health_centre", ("社区卫生服务中心", "Community Health Centre"), Caring, 3200.0, Some(60))
    .houses("pharmacy", ("便民药房", "Pharmacy"), Caring, 180.0, None);
    let station = roof_garden(station, 21.0, false);
    let care = block(
        "care-home",
        named("康养之家", "Care Home"),
        Health,
        within(plot, [6.0, 62.0, 44.0, 78.0]),
        (4, 3.6),
        (Hipped, 3.0, RED),
        SAND,
    )
    .houses("nursing_home", ("康养之家", "Care Home"), Caring, 2100.0, Some(80));
    let day = block(
        "day-care",
        named("老年日间照料中心", "Day Care for the Elderly"),
        Health,
        within(plot, [6.0, 24.0, 30.0, 38.0]),
        (2, 3.6),
        (Gabled, 2.6, RED),
        WHITE,
    )
    .houses(
        "elderly_day_care",
        ("老年日间照料中心", "Day Care for the Elderly"),
        Caring,
        600.0,
        Some(60),
    );
    all_existing(vec![station, care, day], 2019)
}

const RED: Colour = [156, 96, 78];

/// D2: services, governance, police point, parcel hub, canteen.
pub(super) fn neighbourhood_centre(plot: &Plot) -> Vec<House> {
    let lower = within(plot, [6.0, 98.0, 46.0, 140.0]);
    let upper = within(plot, [6.0, 112.0, 46.0, 140.0]);
    let parts = vec![
        Part::new(("hall", Role::Base), lower.ring(), Civic, 2, [0.0, 10.0], WOOD).topped(STONE),
        Part::new(("upper", Role::Shaft), upper.grown(-2.0).ring(), Civic, 2, [10.0, 18.4], WHITE)
            .topped(STONE),
    ];
    let stack = Stack::default().floors(2, 5.0, Civic, lower.area_m2()).floors(
        2,
        4.2,
        Civic,
        upper.grown(-2.0).area_m2(),
    );
    let terrace = within(plot, [7.5, 99.5, 44.5, 112.5]);
    let centre = House::new("centre", named("星河邻里中心", "Xinghe Neighbourhood Centre"), stack, parts)
        .door([lower.centre()[0], lower.south])
        .door([lower.west, lower.centre()[1]])
        .door([lower.centre()[0], lower.north])
        .bank(upper.centre(), 2, (1.5, 16), [1, 4])
        .garden(terrace.ring(), None, 10.0, (Planting::SmallTree, 0.8), true)
        .houses(
            "community_centre",
            ("邻里中心服务大厅", "Neighbourhood Service Hall"),
            Neighbourhood,
            1600.0,
            Some(300),
        )
        .houses("service_window", ("社区综合服务窗口", "Community Service Desk"), Governance, 420.0, None)
        .houses("continuing_education", ("老年学堂", "School for the Elderly"), Learning, 480.0, Some(120))
        .houses("childcare", ("驿站托育点", "Childcare Point"), Learning, 300.0, Some(30));
    let mut governance = block(
        "governance",
        named("社区治理中心", "Governance Hall"),
        Civic,
        within(plot, [6.0, 58.0, 30.0, 82.0]),
        (3, 4.4),
        PLAIN,
        TERRACOTTA,
    )
    .houses("governance_station", ("社区治理驾驶舱", "Community Governance Room"), Governance, 520.0, None)
    .houses("social_work", ("社工站", "Social Work Station"), Governance, 160.0, None);
    governance = roof_garden(governance, 13.2, true);
    let police = block(
        "police",
        named("社区警务室", "Police Point"),
        Civic,
        within(plot, [37.0, 62.0, 48.0, 78.0]),
        (2, 3.8),
        PLAIN,
        [120, 140, 168],
    )
    .houses("police", ("社区警务室", "Police Point"), Governance, 300.0, None);
    let mut canteen = block(
        "canteen",
        named("社区食堂与物流站", "Community Canteen and Parcel Hub"),
        Commercial,
        within(plot, [6.0, 8.0, 44.0, 36.0]),
        (2, 5.2),
        PLAIN,
        SAND,
    )
    .door_for(within(plot, [44.0, 20.0, 44.0, 20.0]).centre(), EntranceUse::Goods)
    .houses("canteen", ("社区食堂", "Community Canteen"), Services, 900.0, Some(240))
    .houses("parcel_hub", ("社区物流集散站", "Parcel Hub"), Services, 700.0, Some(12))
    .houses("repair_shop", ("共享维修铺", "Repair Shop"), Neighbourhood, 80.0, None);
    canteen = roof_garden(canteen, 10.4, true);
    vec![centre, governance, police, canteen]
}

/// F3: a long gabled hall and a lane of small shops.
pub(super) fn market(plot: &Plot) -> Vec<House> {
    let outline = within(plot, [14.0, 8.0, 116.0, 36.0]);
    let mut hall = block(
        "hall",
        named("河滨集市", "Riverside Market Hall"),
        Commercial,
        outline,
        (2, 4.8),
        (Gabled, 5.4, [150, 92, 74]),
        BRICK,
    );
    hall.doors.clear();
    hall = hall
        .shop_doors([outline.east, outline.north], [outline.west, outline.north])
        .door([outline.east, outline.centre()[1]])
        .door([outline.centre()[0], outline.south])
        .door_for([outline.west, outline.centre()[1]], EntranceUse::Goods)
        .houses("marketplace", ("河滨集市", "Riverside Market"), Services, 2700.0, Some(96))
        .houses("food_court", ("集市食堂", "Market Food Court"), Services, 1400.0, Some(280))
        .houses("community_kitchen", ("共享厨房", "Shared Kitchen"), Neighbourhood, 120.0, Some(20));
    let mut houses = vec![hall];
    for i in 0..5_u32 {
        let west = 128.0 + 11.6 * f64::from(i);
        let wall = if i % 2 == 0 { WHITE } else { BRICK };
        let name = [format!("河滨小铺{}", i + 1), format!("Riverside Shop {}", i + 1)];
        let outline = within(plot, [west, 10.0, west + 9.0, 26.0]);
        let key = format!("shop-{}", i + 1);
        houses.push(block(&key, name, Commercial, outline, (2, 3.6), (Gabled, 2.6, GREY_TILE), wall));
    }
    all_existing(houses, 2016)
}

/// G1, G4: low studios with roofs of one slope.
pub(super) fn campus(plot: &Plot) -> Vec<House> {
    let walls = [WHITE, BRICK, DEEP_GLASS, SAND, BRICK, WHITE];
    let studio = |(i, wall): (usize, Colour)| {
        let west = 7.0 + 30.6 * i as f64;
        let south = if i % 2 == 0 { 7.0 } else { 17.0 };
        let storeys = if i % 3 == 1 { 4 } else { 3 };
        let outline = within(plot, [west, south, west + 25.0, south + 20.0]);
        let name = [format!("{}{}号工作室", plot.name.0, i + 1), format!("{} Studio {}", plot.name.1, i + 1)];
        let house = block(
            &format!("studio-{}", i + 1),
            name,
            Office,
            outline,
            (storeys, 3.9),
            (Skillion, 2.0, [150, 154, 156]),
            wall,
        );
        match i {
            0 => house.houses(
                "coworking",
                ("创新园共享办公", "Campus Coworking"),
                Enterprise,
                700.0,
                Some(110),
            ),
            2 => house.houses("laboratory", ("共享实验室", "Shared Laboratory"), Enterprise, 600.0, Some(40)),
            _ => house,
        }
    };
    all_existing(walls.into_iter().enumerate().map(studio).collect(), 2015)
}

/// D5: a sports hall under an arched roof, a pool, a changing house.
pub(super) fn sports(plot: &Plot) -> Vec<House> {
    let hall = block(
        "sports-hall",
        named("星河体育馆", "Xinghe Sports Hall"),
        Sport,
        within(plot, [8.0, 16.0, 74.0, 66.0]),
        (2, 6.5),
        (Round, 8.0, [206, 212, 214]),
        [120, 150, 172],
    )
    .houses("sports_centre", ("星河体育馆", "Xinghe Sports Hall"), Caring, 4200.0, Some(1200))
    .houses("climbing_wall", ("攀岩馆", "Climbing Hall"), Caring, 400.0, Some(40));
    let pool = block(
        "pool",
        named("星河游泳馆", "Xinghe Pool"),
        Sport,
        within(plot, [8.0, 74.0, 64.0, 96.0]),
        (2, 4.6),
        (Round, 3.6, [170, 198, 208]),
        WHITE,
    )
    .houses("swimming_pool", ("星河游泳馆", "Xinghe Pool"), Caring, 1600.0, Some(200));
    let house = block(
        "changing-house",
        named("户外球场服务站", "Field House"),
        Sport,
        within(plot, [84.0, 84.0, 104.0, 96.0]),
        (1, 4.0),
        PLAIN,
        WOOD,
    );
    all_existing(vec![hall, pool, roof_garden(house, 4.0, false)], 2018)
}
