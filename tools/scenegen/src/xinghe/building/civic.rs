//! Houses for everybody: health, neighbourhood centre, culture, market, sports, energy, fire.

use linli_model::BuildingUse::{Auxiliary, Civic, Commercial, Culture, Health, Industrial, Office, Sport};
use linli_model::RoofShape::{Flat, Gabled, Hipped, Round, Skillion};
use linli_model::Scenario::{
    Building, Education as Learning, Enterprise, Governance, Health as Caring, LowCarbon, Neighbourhood,
    Services,
};
use linli_model::{BuildingUse, EntranceUse, EquipmentKind, Planting, RoofShape};

use super::house::{
    BRICK, Colour, DEEP_GLASS, GLASS, GREY_TILE, GreenWall, House, Part, Plant, Role, SAND, STONE, Stack,
    TERRACOTTA, WHITE, WOOD, named, within,
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

const PLAIN: (RoofShape, f64, Colour) = (Flat, 0.0, STONE);

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
    .houses("clinic", ("社区卫生服务中心", "Community Health Station"), Caring, 3200.0, Some(60))
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

/// F1: stacked boxes, a theatre with its fly tower, a tea house.
pub(super) fn cultural_centre(plot: &Plot) -> Vec<House> {
    let base = within(plot, [16.0, 7.0, 102.0, 37.0]);
    let middle = within(plot, [30.0, 9.0, 84.0, 39.0]);
    let upper = within(plot, [60.0, 6.0, 112.0, 32.0]);
    let parts = vec![
        Part::new(("base", Role::Base), base.ring(), Culture, 1, [0.0, 6.0], DEEP_GLASS).topped(STONE),
        Part::new(("box-1", Role::Shaft), middle.ring(), Culture, 1, [6.0, 11.4], WHITE).topped(STONE),
        Part::new(("box-2", Role::Shaft), upper.ring(), Culture, 1, [11.4, 17.0], TERRACOTTA).topped(WHITE),
        Part::new(
            ("lantern", Role::Detail),
            within(plot, [76.0, 13.0, 90.0, 25.0]).ring(),
            Culture,
            0,
            [17.0, 19.6],
            GLASS,
        ),
    ];
    let stack = Stack::default()
        .floors(1, 6.0, Culture, base.area_m2())
        .floors(1, 5.4, Culture, middle.area_m2())
        .floors(1, 5.6, Culture, upper.area_m2());
    let centre = House::new("centre", named("星河文化馆", "Xinghe Cultural Centre"), stack, parts)
        .door([base.centre()[0], base.north])
        .door([base.centre()[0], base.south])
        .bank(middle.centre(), 2, (1.5, 16), [1, 3])
        .garden(within(plot, [18.0, 8.5, 29.0, 35.5]).ring(), None, 6.0, (Planting::SmallTree, 0.8), true)
        .garden(within(plot, [31.5, 10.5, 58.5, 37.5]).ring(), None, 11.4, (Planting::Shrub, 0.5), true)
        .houses("arts_centre", ("星河文化馆", "Xinghe Cultural Centre"), Neighbourhood, 4200.0, Some(500))
        .houses("exhibition", ("城市展厅", "Exhibition Hall"), Building, 900.0, Some(150));
    let house = within(plot, [124.0, 8.0, 160.0, 36.0]);
    let tower = within(plot, [126.0, 24.0, 158.0, 36.0]);
    let parts = vec![
        Part::new(
            ("hall", Role::Base),
            within(plot, [124.0, 8.0, 160.0, 24.0]).ring(),
            Culture,
            2,
            [0.0, 11.0],
            BRICK,
        )
        .topped(STONE),
        Part::new(("stage", Role::Base), tower.ring(), Culture, 2, [0.0, 11.0], BRICK),
        Part::new(("fly-tower", Role::Detail), tower.ring(), Culture, 0, [11.0, 21.0], TERRACOTTA),
    ];
    let stack = Stack::default().floors(2, 5.5, Culture, 36.0 * 16.0 + tower.area_m2());
    let mut theatre = House::new("theatre", named("星河小剧场", "Xinghe Playhouse"), stack, parts)
        .door([house.centre()[0], house.south])
        .door_for([tower.centre()[0], tower.north], EntranceUse::Goods)
        .houses("theatre", ("星河小剧场", "Xinghe Playhouse"), Neighbourhood, 1500.0, Some(360));
    theatre.outline = vec![
        [house.west, house.south],
        [house.east, house.south],
        [house.east, tower.south],
        [tower.east, tower.south],
        [tower.east, tower.north],
        [tower.west, tower.north],
        [tower.west, tower.south],
        [house.west, tower.south],
    ];
    let tea = block(
        "tea-house",
        named("枕河茶舍", "Canal Tea House"),
        Commercial,
        within(plot, [170.0, 8.0, 186.0, 20.0]),
        (1, 4.2),
        (Hipped, 3.2, GREY_TILE),
        WOOD,
    )
    .houses("tea_house", ("枕河茶舍", "Canal Tea House"), Neighbourhood, 180.0, Some(50));
    vec![centre, theatre, tea]
}

/// F2: reading terraces that step down to the canal under a big roof.
pub(super) fn library(plot: &Plot) -> Vec<House> {
    let terraces = [
        ([24.0, 5.0, 118.0, 38.0], [0.0, 5.0]),
        ([28.0, 13.0, 114.0, 38.0], [5.0, 9.4]),
        ([34.0, 21.0, 108.0, 38.0], [9.4, 13.8]),
    ];
    let mut parts = Vec::new();
    let mut stack = Stack::default();
    for (i, (sides, rise)) in terraces.into_iter().enumerate() {
        let outline = within(plot, sides);
        let role = if i == 0 { Role::Base } else { Role::Shaft };
        let name = format!("terrace-{}", i + 1);
        let colour = if i == 1 { WOOD } else { GLASS };
        parts.push(Part::new((&name, role), outline.ring(), Culture, 1, rise, colour).topped(STONE));
        stack = stack.floors(1, rise[1] - rise[0], Culture, outline.area_m2());
    }
    let roof = within(plot, [30.0, 18.0, 112.0, 39.0]);
    let roof = Part::new(("great-roof", Role::Detail), roof.ring(), Culture, 0, [13.8, 14.6], WOOD);
    parts.push(roof.roofed(Skillion, 4.0, GREY_TILE));
    let base = within(plot, [24.0, 5.0, 118.0, 38.0]);
    let library = House::new("library", named("河滨图书馆", "Riverside Library"), stack, parts)
        .door([base.centre()[0], base.north])
        .door([base.centre()[0], base.south])
        .bank(within(plot, [70.0, 30.0, 70.0, 30.0]).centre(), 2, (1.5, 16), [1, 3])
        .garden(within(plot, [25.5, 6.5, 116.5, 12.0]).ring(), None, 5.0, (Planting::SmallTree, 0.8), true)
        .garden(within(plot, [29.5, 14.0, 112.5, 17.5]).ring(), None, 9.4, (Planting::Shrub, 0.6), true)
        .houses("library", ("河滨图书馆", "Riverside Library"), Neighbourhood, 6200.0, Some(600))
        .houses("study_room", ("自习空间", "Study Rooms"), Learning, 600.0, Some(160));
    let pavilion = block(
        "reading-pavilion",
        named("听水书亭", "Reading Pavilion"),
        Culture,
        within(plot, [142.0, 8.0, 160.0, 22.0]),
        (1, 4.0),
        (RoofShape::Pyramidal, 3.4, GREY_TILE),
        WOOD,
    )
    .houses("bookshop", ("河滨书店", "Riverside Bookshop"), Services, 160.0, None);
    vec![library, pavilion]
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

/// C4: energy station, substation, small fire station with its tower.
pub(super) fn energy_and_fire(plot: &Plot) -> Vec<House> {
    let outline = within(plot, [6.0, 6.0, 46.0, 32.0]);
    let mut energy = block(
        "energy-station",
        named("星河能源站", "Xinghe Energy Station"),
        Industrial,
        outline,
        (1, 9.0),
        PLAIN,
        [172, 184, 180],
    )
    .solar(outline.grown(-2.0), 9.0)
    .door_for([outline.west, outline.centre()[1]], EntranceUse::Goods)
    .houses("energy_centre", ("区域能源站", "District Energy Centre"), LowCarbon, 1000.0, None)
    .houses("recycling", ("再生资源回收站", "Resource Recovery Point"), LowCarbon, 120.0, None);
    // Heat pumps in the hall, battery containers (20 feet) in the yard north of it.
    energy.plants.push(Plant {
        kind: EquipmentKind::EnergyStation,
        name: "heat-pumps",
        pieces: vec![within(plot, [12.0, 12.0, 30.0, 26.0])],
        power_kw: 9600.0,
    });
    let container = |i: u32| {
        let [west, south] = [8.0 + 8.0 * f64::from(i % 2), 34.5 + 3.6 * f64::from(i / 2)];
        within(plot, [west, south, west + 6.1, south + 2.4])
    };
    energy.plants.push(Plant {
        kind: EquipmentKind::EnergyStorage,
        name: "batteries",
        pieces: (0..6).map(container).collect(),
        power_kw: 3000.0,
    });
    energy.walls.push(GreenWall {
        from: [outline.west + 2.0, outline.south],
        to: [outline.east - 24.0, outline.south],
        rise_m: [0.6, 8.0],
    });
    let substation = block(
        "substation",
        named("110千伏变电站", "110 kV Substation"),
        Industrial,
        within(plot, [6.0, 46.0, 26.0, 66.0]),
        (2, 5.5),
        PLAIN,
        STONE,
    );
    let bays = within(plot, [30.0, 60.0, 56.0, 82.0]);
    let tower = within(plot, [50.0, 82.0, 56.0, 88.0]);
    let parts = vec![
        Part::new(("bays", Role::Base), bays.ring(), Civic, 3, [0.0, 12.0], [186, 74, 60]).topped(STONE),
        Part::new(("tower", Role::Detail), tower.ring(), Civic, 5, [0.0, 17.6], [172, 66, 54]),
    ];
    let stack = Stack::default().floors(3, 4.0, Civic, bays.area_m2() + tower.area_m2());
    let mut fire = House::new("fire-station", named("微型消防站", "Small Fire Station"), stack, parts)
        .door([bays.east, bays.centre()[1]])
        .door_for([bays.centre()[0] - 6.0, bays.south], EntranceUse::Cars)
        .houses("fire_station", ("微型消防站", "Small Fire Station"), Governance, 1200.0, Some(4));
    fire.outline = vec![
        [bays.west, bays.south],
        [bays.east, bays.south],
        [tower.east, tower.north],
        [tower.west, tower.north],
        [tower.west, tower.south],
        [bays.west, bays.north],
    ];
    let battery = block(
        "battery-house",
        named("储能站", "Battery House"),
        Auxiliary,
        within(plot, [30.0, 42.0, 56.0, 52.0]),
        (1, 4.0),
        PLAIN,
        WHITE,
    )
    .houses("energy_storage", ("储能站", "Battery House"), LowCarbon, 260.0, None);
    vec![energy, substation, fire, battery]
}
