//! Cultural centre and library at the canal.

use linli_model::BuildingUse::{Commercial, Culture};
use linli_model::RoofShape::{Hipped, Pyramidal, Skillion};
use linli_model::Scenario::{Building, Education, Neighbourhood, Services};
use linli_model::{EntranceUse, Planting};

use super::civic::block;
use super::house::{
    BRICK, DEEP_GLASS, GLASS, GREY_TILE, House, Part, Role, STONE, Stack, TERRACOTTA, WHITE, WOOD, named,
    within,
};
use crate::xinghe::plan::Plot;

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
    vec![centre, theatre(plot), tea]
}

/// A small theatre: hall, stage, fly tower.
fn theatre(plot: &Plot) -> House {
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
    theatre
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
        .houses("study_room", ("自习空间", "Study Rooms"), Education, 600.0, Some(160));
    let pavilion = block(
        "reading-pavilion",
        named("听水书亭", "Reading Pavilion"),
        Culture,
        within(plot, [142.0, 8.0, 159.0, 22.0]),
        (1, 4.0),
        (Pyramidal, 3.4, GREY_TILE),
        WOOD,
    )
    .houses("bookshop", ("河滨书店", "Riverside Bookshop"), Services, 160.0, None);
    vec![library, pavilion]
}
