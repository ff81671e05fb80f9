//! The estate of the 1980s: what is kept, what stands today, what replaces it.

use linli_model::BuildingUse::{Auxiliary, Commercial};
use linli_model::Planting;
use linli_model::RoofShape::{self, Gabled};
use linli_model::Scenario::{Neighbourhood, Services};

use super::estate::flats_per_core;
use super::house::{
    BRICK, Colour, GLASS, House, Part, RED_TILE, Role, SAND, STONE, Stack, TERRACOTTA, WHITE, WOOD, named,
    within,
};
use super::slab::{Foot, STILTS_M, Slab, Top, troughs};
use crate::plan::Rectangle;
use crate::random::Random;
use crate::xinghe::plan::Plot;

/// Today's slabs of the 1980s: rows of two or three of 30 m, 16 to 18 m apart.
pub(super) fn old_estate(plot: &Plot, random: &mut Random, keep: bool) -> Vec<House> {
    let walls: [Colour; 4] = [[196, 184, 162], BRICK, [186, 176, 160], [202, 192, 176]];
    let (columns, starts): (&[f64], &[f64]) = match plot.key {
        "C3" => (&[6.0, 47.0, 88.0], &[5.0, 33.0, 61.0, 89.0]),
        _ => (&[6.0, 56.0], &[5.0, 32.0, 59.0, 86.0, 113.0]),
    };
    let mut houses = Vec::new();
    for (row, south) in starts.iter().enumerate() {
        for (column, west) in columns.iter().enumerate() {
            if plot.key == "C3" && row == 1 && column == 2 {
                continue;
            }
            let number = houses.len() + 1;
            let shift = if keep && row % 2 == 1 { 1.5 } else { 0.0 };
            let outline = within(plot, [west + shift, *south, west + shift + 30.0, south + 10.0]);
            let year = 1983 + row as i32 + i32::from(random.between(0.0, 1.0) < 0.3);
            let wall = random.pick(&walls).copied().unwrap_or(SAND);
            let gabled = (row + column) % 3 != 0;
            let top = if gabled { Top::Pitched(Gabled, 2.2) } else { Top::Pitched(RoofShape::Flat, 0.0) };
            let slab = Slab {
                key: if keep { format!("slab-{number}") } else { format!("old-{number}") },
                name: [
                    format!("机床新村{}{number}幢", if keep { "" } else { "（现状）" }),
                    format!("Machine Tool Village House {number}{}", if keep { "" } else { " (today)" }),
                ],
                outline,
                storeys: 6,
                storey_m: 2.8,
                cores: 2,
                flats: 2,
                persons_per_flat: 2.6,
                foot: Foot::Homes,
                top,
                wall,
                base: BRICK,
                rail: SAND,
                roof: if gabled { RED_TILE } else { [168, 164, 156] },
                lifts: false,
            };
            let mut house = slab.house().existing(year);
            if keep && number % 2 == 0 {
                house = with_added_lifts(house);
            }
            houses.push(house);
        }
    }
    houses.extend(sheds(plot, keep));
    houses
}

/// Lifts of the refurbishment (加装电梯): a glazed shaft beside every stair.
fn with_added_lifts(mut house: House) -> House {
    let doors: Vec<_> = house.doors.iter().map(|d| d.place).collect();
    let top = house.storeys_m();
    for (i, [u, v]) in doors.into_iter().enumerate() {
        let shaft = Rectangle::new(u + 2.4, v - 1.6, u + 4.4, v + 0.6);
        let name = format!("lift-{}", i + 1);
        let part = Part::new((&name, Role::Detail), shaft.ring(), Auxiliary, 0, [0.0, top + 0.4], GLASS);
        house.parts.push(part);
        house = house.bank(shaft.centre(), 1, (1.0, 8), [1, 6]);
    }
    house
}

/// Small sheds, and the bicycle shed.
fn sheds(plot: &Plot, keep: bool) -> Vec<House> {
    let prefix = if keep { "" } else { "old-" };
    let places: &[[f64; 4]] = match plot.key {
        "C3" => &[[90.0, 34.0, 114.0, 40.0], [52.0, 20.0, 60.0, 24.5], [96.0, 48.0, 104.0, 52.0]],
        _ => &[[40.0, 126.0, 52.0, 132.0], [41.0, 48.0, 49.0, 52.5], [41.0, 76.0, 49.0, 80.0]],
    };
    let shed = |(i, sides): (usize, &[f64; 4])| {
        let outline = within(plot, *sides);
        let bicycles = i == 0;
        let height = if bicycles { 2.6 } else { 2.8 };
        let part = Part::new(("body", Role::Detail), outline.ring(), Auxiliary, 1, [0.0, height], BRICK);
        let part =
            part.roofed(if bicycles { RoofShape::Round } else { RoofShape::Skillion }, 0.8, [120, 128, 132]);
        let stack = Stack::default().floors(1, height, Auxiliary, outline.area_m2());
        let (key, name) = if bicycles {
            (format!("{prefix}bicycle-shed"), named("自行车棚", "Bicycle Shed"))
        } else {
            (format!("{prefix}shed-{i}"), named("储物间", "Store Shed"))
        };
        House::new(key, name, stack, vec![part]).existing(1986).door([outline.centre()[0], outline.south])
    };
    places.iter().enumerate().map(shed).collect()
}

/// What replaces the old estate: an L and three slabs around a court, open ground floors.
pub(super) fn renewed(plot: &Plot) -> Vec<House> {
    let rows: [([f64; 4], u32, u32, Colour); 5] = [
        ([6.0, 130.0, 56.0, 144.0], 17, 2, WHITE),
        ([6.0, 102.0, 21.0, 125.0], 15, 1, TERRACOTTA),
        ([52.0, 84.0, 86.0, 97.0], 15, 2, WHITE),
        ([6.0, 44.0, 40.0, 57.0], 15, 2, TERRACOTTA),
        ([52.0, 7.0, 86.0, 20.0], 15, 2, WHITE),
    ];
    let slab = |(i, (sides, storeys, cores, wall)): (usize, ([f64; 4], u32, u32, Colour))| {
        let outline = within(plot, sides);
        let mut house = Slab {
            key: format!("new-{}", i + 1),
            name: [
                format!("机床新村{}幢（新建）", i + 1),
                format!("Machine Tool Village New House {}", i + 1),
            ],
            outline,
            storeys,
            storey_m: 2.9,
            cores,
            flats: flats_per_core(outline, cores),
            persons_per_flat: 2.6,
            foot: Foot::Stilts,
            top: Top::Flat,
            wall,
            base: STONE,
            rail: WHITE,
            roof: [182, 178, 168],
            lifts: true,
        }
        .house();
        house.balconies = troughs(outline, cores, (STILTS_M - 2.9, 2.9), storeys, 3);
        house
    };
    let mut houses: Vec<House> = rows.into_iter().enumerate().map(slab).collect();
    // A glazed link joins the wing and the northern slab to an L.
    if let Some(wing) = houses.get_mut(1) {
        let link = within(plot, [6.0, 123.4, 9.6, 130.08]).ring();
        let rise = [STILTS_M, wing.storeys_m()];
        wing.parts.push(Part::new(("link", Role::Detail), link, Auxiliary, 13, rise, GLASS));
    }
    let outline = within(plot, [62.0, 126.0, 86.0, 142.0]);
    let part = Part::new(("hall", Role::Base), outline.ring(), Commercial, 2, [0.0, 7.6], WOOD).topped(STONE);
    let stack = Stack::default().floors(2, 3.8, Commercial, outline.area_m2());
    houses.push(
        House::new(
            "new-commons",
            named("机床记忆馆与食堂", "Machine Tool Memory House and Canteen"),
            stack,
            vec![part],
        )
        .door([outline.centre()[0], outline.south])
        .garden(outline.grown(-1.2).ring(), None, 7.6, (Planting::Shrub, 0.5), true)
        .houses("museum", ("机床记忆馆", "Machine Tool Memory House"), Neighbourhood, 380.0, None)
        .houses("canteen", ("社区食堂", "Community Canteen"), Services, 380.0, Some(120)),
    );
    houses
}
