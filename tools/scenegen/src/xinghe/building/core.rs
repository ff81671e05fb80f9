//! The blocks around the station: A1 to A5.

use linli_model::BuildingUse::{Auxiliary, Commercial, Culture, Office, Transport};
use linli_model::Scenario::{
    Building, Enterprise, Governance, Health, LowCarbon, Neighbourhood, Services, Transport as Moving,
};
use linli_model::{EntranceUse, Planting, RoofShape};

use super::house::{
    DEEP_GLASS, GLASS, House, Part, Role, SAND, STONE, Stack, TERRACOTTA, WHITE, WOOD, named, spot, within,
};
use super::tower::{HomeTower, OfficeBlock, OfficeTower, Podium, green_west_wall};
use crate::plan::{Rectangle, ellipse};
use crate::xinghe::plan::Plot;

fn podium(plot: &Plot, sides: [f64; 4], storeys: u32, colour: [u8; 3]) -> Podium {
    Podium { outline: within(plot, sides), storeys, storey_m: 5.0, colour }
}

/// A1: two office towers and a hotel around a lane of shops.
pub(super) fn heart(plot: &Plot) -> Vec<House> {
    vec![first_office(plot), second_office(plot), hotel(plot), mall(plot)]
}

fn first_office(plot: &Plot) -> House {
    let base = podium(plot, [116.0, 6.0, 188.0, 56.0], 4, STONE);
    let mut house = OfficeTower {
        key: "office-1",
        name: named("星河中心", "Xinghe Centre"),
        podium: base,
        shaft: within(plot, [136.0, 10.0, 178.0, 52.0]),
        steps: vec![(14, 0.0), (10, 2.0), (8, 2.5)],
        storey_m: 3.9,
        crown_m: 5.0,
        use_: Office,
        colour: GLASS,
        cut_m: 5.0,
    }
    .house();
    // Two bridges over the lane of shops.
    for (name, sides, low, high) in [
        ("sky-bridge-1", [84.0, 22.0, 116.0, 28.0], 10.0, 14.6),
        ("sky-bridge-2", [84.0, 38.0, 116.0, 42.0], 15.0, 18.8),
    ] {
        let ring = within(plot, sides).ring();
        house.parts.push(Part::new((name, Role::Detail), ring, Commercial, 1, [low, high], DEEP_GLASS));
    }
    green_west_wall(&mut house, &base);
    house
        .houses("cim_room", ("数字孪生展厅", "Digital Twin Room"), Building, 620.0, Some(80))
        .houses("coworking", ("星河共享办公", "Xinghe Coworking"), Enterprise, 1800.0, Some(260))
        .houses("bank", ("银行网点", "Bank"), Services, 420.0, None)
        .houses("roof_garden", ("空中花园入口", "Sky Garden Lift"), Building, 300.0, None)
}

fn second_office(plot: &Plot) -> House {
    let base = podium(plot, [116.0, 88.0, 188.0, 132.0], 4, SAND);
    OfficeTower {
        key: "office-2",
        name: named("星河金融大厦", "Xinghe Finance House"),
        podium: base,
        shaft: within(plot, [136.0, 91.0, 176.0, 128.0]),
        steps: vec![(16, 0.0), (8, 2.5)],
        storey_m: 3.9,
        crown_m: 4.4,
        use_: Office,
        colour: DEEP_GLASS,
        cut_m: 3.0,
    }
    .house()
    .houses("incubator", ("创业孵化器", "Business Incubator"), Enterprise, 1500.0, Some(180))
    .houses("restaurant", ("中央餐厅", "Central Dining Hall"), Services, 900.0, Some(320))
}

fn hotel(plot: &Plot) -> House {
    let base = podium(plot, [6.0, 74.0, 60.0, 132.0], 4, SAND);
    let mut house = OfficeTower {
        key: "hotel",
        name: named("星河酒店", "Xinghe Hotel"),
        podium: base,
        shaft: within(plot, [10.0, 100.0, 56.0, 119.0]),
        steps: vec![(21, 0.0)],
        storey_m: 3.4,
        crown_m: 3.4,
        use_: Commercial,
        colour: [206, 190, 166],
        cut_m: 1.5,
    }
    .house();
    green_west_wall(&mut house, &base);
    house.houses("gym", ("星河健身中心", "Xinghe Fitness Centre"), Health, 1200.0, Some(150))
}

/// Shops along the avenue that step up from three to four storeys.
fn mall(plot: &Plot) -> House {
    let base = podium(plot, [6.0, 6.0, 84.0, 44.0], 3, WHITE);
    let mut parts = base.parts();
    let upper = within(plot, [6.0, 20.0, 84.0, 44.0]);
    let top = [15.0, 20.0];
    parts.push(
        Part::new(("terrace", Role::Shaft), upper.ring(), Commercial, 1, top, DEEP_GLASS).topped(STONE),
    );
    let stack = base.stack().floors(1, 5.0, Commercial, upper.area_m2());
    let mut house = House::new("mall", named("星河里商街", "Xinghe Lane Mall"), stack, parts);
    let r = base.outline.grown(-1.5);
    house = house
        .shop_doors([r.west, r.south], [r.east, r.south])
        .shop_doors([r.east, r.south], [r.east, r.north])
        .shop_doors([r.east, r.north], [r.west, r.north])
        .bank(upper.centre(), 3, (1.5, 21), [1, 4])
        .door_for([r.west, r.north - 6.0], EntranceUse::Goods);
    let terrace = within(plot, [8.0, 8.0, 82.0, 19.0]);
    house
        .garden(terrace.ring(), None, 15.0, (Planting::SmallTree, 1.0), true)
        .garden(upper.grown(-2.0).ring(), None, 20.0, (Planting::Shrub, 0.5), true)
        .houses("supermarket", ("星河超市", "Xinghe Supermarket"), Services, 2600.0, None)
        .houses("pharmacy", ("星河药房", "Xinghe Pharmacy"), Health, 160.0, None)
        .houses("bicycle_parking", ("地下自行车库", "Bicycle Store"), Moving, 700.0, Some(480))
}

/// A2: three slabs of flats and an office tower over shops and the bus hub.
pub(super) fn sky_street(plot: &Plot) -> Vec<House> {
    let office = OfficeTower {
        key: "office",
        name: named("天街商务楼", "Sky Street Offices"),
        podium: podium(plot, [6.0, 6.0, 60.0, 56.0], 3, SAND),
        shaft: within(plot, [16.0, 13.0, 50.0, 47.0]),
        steps: vec![(11, 0.0), (5, 2.0)],
        storey_m: 3.9,
        crown_m: 2.4,
        use_: Office,
        colour: [128, 158, 170],
        cut_m: 3.0,
    }
    .house()
    .houses("shared_office", ("天街联合办公", "Sky Street Shared Offices"), Enterprise, 900.0, Some(120))
    .houses("convenience", ("便利店", "Convenience Store"), Services, 120.0, None);
    let homes = |key, name, sides, shaft, storeys, sky_garden, colour| {
        let base = podium(plot, sides, 3, WHITE);
        HomeTower {
            key,
            name,
            podium: base,
            shaft: within(plot, shaft),
            storeys,
            cores: 2,
            flats: 4,
            persons_per_flat: 2.6,
            colour,
            sky_garden,
        }
        .house()
    };
    let mut second = homes(
        "home-2",
        named("天街公馆2幢", "Sky Street House 2"),
        [6.0, 96.0, 88.0, 132.0],
        [28.0, 107.0, 64.0, 123.0],
        27,
        12,
        WHITE,
    )
    .houses(
        "after_school_care",
        ("四点半课堂", "After-School Club"),
        linli_model::Scenario::Education,
        320.0,
        Some(60),
    )
    .houses("fitness_centre", ("社区健身房", "Community Gym"), Health, 480.0, Some(60));
    let mut first = homes(
        "home-1",
        named("天街公馆1幢", "Sky Street House 1"),
        [76.0, 6.0, 168.0, 46.0],
        [124.0, 17.0, 160.0, 33.0],
        25,
        11,
        SAND,
    )
    .houses("property_service", ("物业服务中心", "Property Service Centre"), Services, 260.0, None);
    green_west_wall(&mut second, &podium(plot, [6.0, 96.0, 88.0, 132.0], 3, WHITE));
    // Goods come from the street in the east: the way north of the podium is for buses only.
    let east = within(plot, [76.0, 6.0, 168.0, 46.0]).grown(-1.5);
    for door in first.doors.iter_mut().filter(|door| door.use_ == EntranceUse::Goods) {
        door.place = [east.east, east.centre()[1]];
    }
    vec![office, first, second, bus_hub(plot)]
}

/// The bus hub: an open hall under two storeys of shops and a slab of flats.
fn bus_hub(plot: &Plot) -> House {
    let base = Podium { storey_m: 5.0, ..podium(plot, [100.0, 96.0, 168.0, 132.0], 3, STONE) };
    let mut house = HomeTower {
        key: "home-3",
        name: named("天街公馆3幢与公交枢纽", "Sky Street House 3 and Bus Hub"),
        podium: base,
        shaft: within(plot, [128.0, 107.0, 164.0, 123.0]),
        storeys: 26,
        cores: 2,
        flats: 4,
        persons_per_flat: 2.6,
        colour: [226, 216, 202],
        sky_garden: 14,
    }
    .house();
    // The hall is open to the south and west, where the buses pass: walls stand only around the waiting
    // rooms and lobbies.
    let rooms = within(plot, [124.5, 100.0, 166.5, 130.5]);
    for part in &mut house.parts {
        if part.name == "shop-fronts" {
            part.name = "waiting-hall".to_owned();
            part.ring = rooms.ring();
            part.use_ = Transport;
        }
    }
    for (i, [x, y]) in [[101.0, 97.5], [101.0, 129.0], [109.0, 97.5], [109.0, 129.0]].into_iter().enumerate()
    {
        let foot = within(plot, [x, y, x + 1.2, y + 1.2]);
        let name = format!("column-{}", i + 1);
        house.parts.push(Part::new((&name, Role::Detail), foot.ring(), Auxiliary, 1, [0.0, 5.0], STONE));
    }
    if let Some(ground) = house.storeys.first_mut() {
        ground.use_ = Transport;
        ground.jobs = 24;
    }
    house.doors.clear();
    house = house
        .shop_doors([rooms.west, rooms.south], [rooms.east, rooms.south])
        .shop_doors([rooms.east, rooms.north], [rooms.west, rooms.north])
        .door_for([rooms.east, rooms.centre()[1]], EntranceUse::Goods)
        .houses("bus_hub", ("星河公交枢纽", "Xinghe Bus Hub"), Moving, 3600.0, Some(6))
        .houses("car_sharing", ("共享汽车点", "Car Sharing"), Moving, 400.0, Some(20));
    house
}

/// A3: offices of 6 to 18 storeys around a court; the lower ones stand on stilts.
pub(super) fn start_up_court(plot: &Plot) -> Vec<House> {
    let block = |key, name, sides, (storeys, storey_m), (stilts, terrace_m), colour| {
        let outline = within(plot, sides);
        OfficeBlock { key, name, outline, storeys, storey_m, stilts, terrace_m, colour }.house()
    };
    let named = |number: u32| [format!("众创里{number}号楼"), format!("Court House {number}")];
    let tower = block(
        "tower",
        super::house::named("众创塔", "Start-up Tower"),
        [68.0, 128.0, 110.0, 166.0],
        (18, 4.2),
        (false, 7.0),
        GLASS,
    )
    .houses("incubator", ("众创孵化中心", "Start-up Incubator"), Enterprise, 1600.0, Some(220))
    .houses("service_window", ("企业服务窗口", "Business Service Desk"), Governance, 300.0, None);
    let north = block("west-1", named(1), [6.0, 118.0, 30.0, 166.0], (12, 4.0), (true, 14.0), TERRACOTTA);
    let middle = block("west-2", named(2), [6.0, 62.0, 30.0, 108.0], (8, 4.0), (true, 14.0), SAND).houses(
        "maker_space",
        ("创客工坊", "Maker Workshop"),
        Enterprise,
        700.0,
        Some(90),
    );
    let south = block("south", named(3), [6.0, 6.0, 76.0, 28.0], (8, 4.0), (true, 8.0), WHITE)
        .solar(within(plot, [50.0, 16.0, 74.0, 26.0]), OPEN_AND_SEVEN_M);
    let east = block("east", named(4), [88.0, 34.0, 110.0, 104.0], (6, 4.2), (false, 20.0), TERRACOTTA)
        .houses("lecture_hall", ("路演厅", "Pitch Hall"), Enterprise, 450.0, Some(200));
    vec![tower, north, middle, south, east]
}

/// Roof of the southern office: an open floor and seven storeys, metres.
const OPEN_AND_SEVEN_M: f64 = 5.4 + 7.0 * 4.0;

/// A4: glazed pavilions on the square.
pub(super) fn square(plot: &Plot) -> Vec<House> {
    let pavilion = |key, name, use_, sides: [f64; 4], height: f64, colour| {
        let outline = within(plot, sides);
        let glass =
            Part::new(("hall", Role::Base), outline.grown(-2.0).ring(), use_, 1, [0.0, height], colour);
        let roof =
            Part::new(("roof", Role::Detail), outline.ring(), Auxiliary, 0, [height, height + 0.6], WHITE);
        let stack = Stack::default().floors(1, height, use_, outline.grown(-2.0).area_m2());
        let mut house = House::new(key, name, stack, vec![glass, roof.topped(WHITE)]);
        house.outline = outline.ring();
        let inner = outline.grown(-2.0);
        house.door([inner.centre()[0], inner.north]).door([inner.centre()[0], inner.south])
    };
    let station = pavilion(
        "station-pavilion",
        named("星河站D口", "Xinghe Station, entrance D"),
        Transport,
        [26.0, 146.0, 50.0, 166.0],
        7.0,
        GLASS,
    )
    .houses("service_point", ("站前服务亭", "Station Service Point"), Services, 60.0, None);
    let cafe = pavilion(
        "cafe",
        named("星河咖啡", "Star River Café"),
        Commercial,
        [6.0, 70.0, 24.0, 84.0],
        4.6,
        WOOD,
    )
    .houses("cafe", ("星河咖啡", "Star River Café"), Neighbourhood, 140.0, Some(60));
    let light = pavilion(
        "skylight",
        named("下沉广场采光厅", "Sunken Court Hall"),
        Commercial,
        [40.0, 40.0, 60.0, 56.0],
        6.0,
        GLASS,
    )
    .houses("exhibition", ("社区展廊", "Community Gallery"), Neighbourhood, 190.0, None);
    vec![station, cafe, light]
}

/// A5: four slabs of talent flats over shops, and a round forum between them.
pub(super) fn talent_flats(plot: &Plot) -> Vec<House> {
    let base = |sides| Podium { storey_m: 4.8, ..podium(plot, sides, 2, SAND) };
    let homes = |key, number: u32, sides, shaft, storeys, sky_garden, colour| {
        HomeTower {
            key,
            name: [format!("青年公馆{number}幢"), format!("Talent Flats House {number}")],
            podium: base(sides),
            shaft: within(plot, shaft),
            storeys,
            cores: 2,
            flats: 7,
            persons_per_flat: 2.0,
            colour,
            sky_garden,
        }
        .house()
    };
    let first = homes("home-1", 1, [6.0, 134.0, 76.0, 166.0], [24.0, 143.0, 70.0, 159.0], 28, 13, WHITE)
        .houses("talent_housing", ("人才公寓服务中心", "Talent Housing Desk"), Enterprise, 240.0, None)
        .houses("laundry", ("共享洗衣房", "Shared Laundry"), Neighbourhood, 120.0, None);
    let second =
        homes("home-2", 2, [98.0, 134.0, 168.0, 166.0], [104.0, 143.0, 150.0, 159.0], 28, 9, TERRACOTTA)
            .houses("shared_kitchen", ("共享厨房", "Shared Kitchen"), Neighbourhood, 180.0, Some(40));
    let third = homes("home-3", 3, [6.0, 6.0, 62.0, 40.0], [10.0, 16.0, 56.0, 32.0], 22, 8, TERRACOTTA)
        .houses("gym", ("青年健身房", "Youth Gym"), Health, 300.0, Some(50));
    let fourth = homes("home-4", 4, [112.0, 6.0, 168.0, 40.0], [118.0, 16.0, 164.0, 32.0], 22, 12, WHITE)
        .houses("recycling", ("垃圾分类驿站", "Recycling Point"), LowCarbon, 60.0, None);
    vec![
        first,
        second,
        third,
        fourth,
        forum(plot),
        arcade(plot, "arcade-west", 1),
        arcade(plot, "arcade-east", 2),
    ]
}

fn forum(plot: &Plot) -> House {
    let centre = spot(plot, [87.0, 88.0]);
    let hall = ellipse(centre, [19.0, 19.0], 32, 0.0);
    let upper = ellipse(centre, [14.0, 14.0], 32, 0.0);
    let ring = Part::new(("ring", Role::Base), hall.clone(), Culture, 1, [0.0, 5.0], GLASS).topped(STONE);
    let dome = Part::new(("hall", Role::Shaft), upper.clone(), Culture, 1, [5.0, 9.5], WOOD);
    let dome = dome.roofed(RoofShape::Dome, 4.5, [196, 190, 176]);
    let area = super::house::area_m2(&hall);
    let stack =
        Stack::default().floors(1, 5.0, Culture, area).floors(1, 4.5, Culture, super::house::area_m2(&upper));
    let edge = ellipse(centre, [18.4, 18.4], 32, 0.0);
    House::new("forum", named("青年文化论坛", "Youth Forum"), stack, vec![ring, dome])
        .door([centre[0], centre[1] - 19.0])
        .door([centre[0], centre[1] + 19.0])
        .garden(edge, Some(ellipse(centre, [14.6, 14.6], 32, 0.0)), 5.0, (Planting::Shrub, 0.5), true)
        .houses("forum", ("青年文化论坛", "Youth Forum"), Neighbourhood, 1100.0, Some(300))
        .houses("reading_room", ("星河书房", "Xinghe Reading Room"), Neighbourhood, 260.0, Some(60))
}

/// Two storeys of shops along the side streets.
fn arcade(plot: &Plot, key: &str, number: u32) -> House {
    let sides = if number == 1 { [6.0, 56.0, 24.0, 118.0] } else { [150.0, 56.0, 168.0, 118.0] };
    let base = Podium { outline: within(plot, sides), storeys: 2, storey_m: 4.8, colour: WHITE };
    let r = base.outline.grown(-1.5);
    let name = [format!("青年里商街{number}"), format!("Youth Lane Shops {number}")];
    let edge: Rectangle = base.outline.grown(-2.0);
    House::new(key, name, base.stack(), base.parts())
        .shop_doors([r.west, r.north], [r.west, r.south])
        .shop_doors([r.east, r.south], [r.east, r.north])
        .garden(edge.ring(), None, base.top_m(), (Planting::Lawn, 0.4), true)
}
