//! Estates: rows of slabs that face south, gatehouses and clubhouses.

use linli_model::BuildingUse::{Auxiliary, Culture};
use linli_model::Planting;
use linli_model::RoofShape::{self, Gabled, Hipped};
use linli_model::Scenario::{Education, Health, Neighbourhood, Services};

use super::house::{Colour, GREY_TILE, House, Part, Role, STONE, Stack, WHITE, WOOD, within};
use super::slab::{Foot, Slab, Top, troughs};
use crate::plan::Rectangle;
use crate::random::Random;
use crate::xinghe::plan::Plot;

/// Sides from the parcel's corner, storeys, stairs.
type Row = ([f64; 4], u32, u32);

/// Slabs of the estates, by parcel. Gaps to the south are about 1.0 to 1.3 times the height of what stands
/// there, or the slabs are staggered (Great Cold noon shadow at 30.3° N: 1.21).
fn rows(key: &str) -> &'static [Row] {
    match key {
        "B1" => &[
            ([10.0, 10.0, 48.0, 25.0], 18, 2),
            ([78.0, 10.0, 116.0, 25.0], 18, 2),
            ([146.0, 10.0, 184.0, 25.0], 18, 2),
            ([42.0, 76.0, 80.0, 91.0], 22, 2),
            ([114.0, 76.0, 152.0, 91.0], 24, 2),
            ([10.0, 146.0, 48.0, 161.0], 26, 2),
            ([78.0, 148.0, 116.0, 163.0], 26, 2),
            ([146.0, 146.0, 184.0, 161.0], 26, 2),
        ],
        "E1" => &[
            ([10.0, 10.0, 36.0, 27.0], 18, 1),
            ([56.0, 10.0, 82.0, 27.0], 18, 1),
            ([104.0, 10.0, 130.0, 27.0], 18, 1),
            ([152.0, 10.0, 178.0, 27.0], 18, 1),
            ([30.0, 78.0, 68.0, 93.0], 22, 2),
            ([126.0, 78.0, 164.0, 93.0], 22, 2),
            ([10.0, 147.0, 48.0, 162.0], 26, 2),
            ([78.0, 147.0, 116.0, 162.0], 26, 2),
            ([146.0, 147.0, 184.0, 162.0], 26, 2),
        ],
        "B2" => &[
            ([6.0, 7.0, 60.0, 20.0], 9, 4),
            ([72.0, 7.0, 126.0, 20.0], 8, 4),
            ([6.0, 62.0, 60.0, 75.0], 9, 4),
            ([75.0, 62.0, 129.0, 75.0], 9, 4),
            ([6.0, 118.0, 60.0, 131.0], 11, 4),
            ([72.0, 118.0, 126.0, 131.0], 10, 4),
        ],
        "D1" => &[
            ([6.0, 8.0, 58.0, 21.0], 11, 4),
            ([72.0, 8.0, 124.0, 21.0], 11, 4),
            ([6.0, 68.0, 58.0, 81.0], 11, 4),
            ([73.0, 68.0, 125.0, 81.0], 11, 4),
            ([6.0, 130.0, 58.0, 143.0], 11, 4),
            ([72.0, 130.0, 124.0, 143.0], 11, 4),
        ],
        "D4" => &[
            ([8.0, 7.0, 58.0, 20.0], 8, 4),
            ([136.0, 7.0, 186.0, 20.0], 8, 4),
            ([8.0, 45.0, 58.0, 58.0], 8, 4),
            ([136.0, 45.0, 186.0, 58.0], 8, 4),
            ([8.0, 84.0, 58.0, 97.0], 9, 4),
            ([72.0, 84.0, 122.0, 97.0], 9, 4),
            ([136.0, 84.0, 186.0, 97.0], 9, 4),
        ],
        "E3" => &[
            ([6.0, 8.0, 53.0, 21.0], 9, 4),
            ([66.0, 8.0, 113.0, 21.0], 9, 4),
            ([8.0, 66.0, 55.0, 79.0], 10, 4),
            ([66.0, 66.0, 113.0, 79.0], 10, 4),
            ([6.0, 129.0, 53.0, 142.0], 11, 4),
            ([66.0, 129.0, 113.0, 142.0], 11, 4),
        ],
        "E5" => &[
            ([8.0, 7.0, 60.0, 20.0], 9, 4),
            ([78.0, 7.0, 130.0, 20.0], 9, 4),
            ([8.0, 84.0, 60.0, 97.0], 11, 4),
            ([78.0, 84.0, 130.0, 97.0], 11, 4),
        ],
        _ => &[],
    }
}

/// Gatehouse and clubhouse of an estate: sides of each.
fn lodges(key: &str) -> Option<[[f64; 4]; 2]> {
    match key {
        "B1" => Some([[180.0, 80.0, 186.0, 88.0], [54.0, 108.0, 84.0, 126.0]]),
        "E1" => Some([[8.0, 84.0, 14.0, 92.0], [82.0, 76.0, 112.0, 94.0]]),
        "B2" => Some([[62.0, 124.0, 70.0, 131.0], [36.0, 90.0, 58.0, 102.0]]),
        "D1" => Some([[60.5, 8.0, 69.5, 15.0], [26.0, 40.0, 50.0, 53.0]]),
        "D4" => Some([[93.0, 7.0, 101.0, 14.0], [82.0, 34.0, 112.0, 52.0]]),
        "E3" => Some([[55.0, 8.0, 64.0, 14.0], [22.0, 96.0, 46.0, 109.0]]),
        "E5" => Some([[65.0, 7.0, 73.0, 14.0], [58.0, 40.0, 82.0, 56.0]]),
        _ => None,
    }
}

/// Walls and feet of an estate: one family of colours for each.
const PALETTES: [[Colour; 2]; 5] = [
    [[226, 214, 196], [168, 140, 118]],
    [[232, 230, 224], [150, 150, 148]],
    [[216, 200, 178], [148, 112, 92]],
    [[222, 222, 216], [170, 154, 134]],
    [[206, 188, 168], [124, 104, 92]],
];

/// High-rise and mid-rise estates.
pub(super) fn estate(plot: &Plot, random: &mut Random) -> Vec<House> {
    let palette = random.pick(&PALETTES).copied().unwrap_or([WHITE, STONE]);
    let new = plot.implementation;
    let year = if new { 2033 } else { 2008 + random.between(0.0, 13.0) as i32 };
    let slab = |(i, (sides, storeys, cores)): (usize, &Row)| {
        let outline = within(plot, *sides);
        let tall = *storeys >= 16;
        let storey_m = if tall { 2.95 } else { 3.0 };
        let slab = Slab {
            key: format!("slab-{}", i + 1),
            name: [format!("{}{}幢", plot.name.0, i + 1), format!("{} House {}", plot.name.1, i + 1)],
            outline,
            storeys: *storeys,
            storey_m,
            cores: *cores,
            flats: flats_per_core(outline, *cores),
            persons_per_flat: 2.6,
            foot: if new && i % 2 == 0 && *storeys < 11 { Foot::Stilts } else { Foot::Homes },
            top: Top::Flat,
            wall: if i % 3 == 2 { softened(palette[0]) } else { palette[0] },
            base: palette[1],
            rail: WHITE,
            roof: [182, 178, 168],
            lifts: true,
        };
        let mut house = slab.house();
        if new {
            house.balconies = troughs(outline, *cores, (0.0, storey_m), *storeys, 3);
        } else {
            house = house.existing(year);
        }
        house
    };
    let mut houses: Vec<House> = rows(plot.key).iter().enumerate().map(slab).collect();
    if let Some([gate, club]) = lodges(plot.key) {
        houses.push(gatehouse(plot, gate, year));
        houses.push(clubhouse(plot, club, year));
    }
    if !new {
        for house in &mut houses {
            house.presence = super::house::existing();
        }
    }
    houses
}

/// Flats of about 88 m² (gross).
pub(super) fn flats_per_core(outline: Rectangle, cores: u32) -> u32 {
    ((outline.area_m2() * 0.9 / f64::from(cores) / 88.0).round() as u32).clamp(2, 5)
}

fn softened(colour: Colour) -> Colour {
    colour.map(|c| c.saturating_add(8))
}

fn gatehouse(plot: &Plot, sides: [f64; 4], year: i32) -> House {
    let ring = within(plot, sides);
    let part = Part::new(("hall", Role::Base), ring.ring(), Auxiliary, 1, [0.0, 3.6], STONE);
    let part = part.roofed(Hipped, 1.2, GREY_TILE);
    let stack = Stack::default().floors(1, 3.6, Auxiliary, ring.area_m2()).jobs(3);
    let name = [format!("{}门卫", plot.name.0), format!("{} Gatehouse", plot.name.1)];
    let mut house = House::new("gatehouse", name, stack, vec![part]).door([ring.centre()[0], ring.south]);
    house.year = year;
    house.houses("parcel_locker", ("智能快递柜", "Parcel Lockers"), Services, 20.0, Some(120))
}

fn clubhouse(plot: &Plot, sides: [f64; 4], year: i32) -> House {
    let ring = within(plot, sides);
    let part = Part::new(("hall", Role::Base), ring.ring(), Culture, 2, [0.0, 7.6], WOOD).topped(STONE);
    let stack = Stack::default().floors(2, 3.8, Culture, ring.area_m2());
    let name = [format!("{}邻里客厅", plot.name.0), format!("{} Neighbours' Room", plot.name.1)];
    let mut house = House::new("clubhouse", name, stack, vec![part])
        .door([ring.centre()[0], ring.south])
        .garden(ring.grown(-1.2).ring(), None, 7.6, (Planting::Shrub, 0.4), true);
    house.year = year;
    let area = ring.area_m2().round();
    house
        .houses("community_room", ("邻里客厅", "Neighbours' Room"), Neighbourhood, area, Some(80))
        .houses(
            "after_school_care",
            ("幸福学堂", "After-School Room"),
            Education,
            (area / 2.0).round(),
            Some(40),
        )
        .houses("fitness_centre", ("健身房", "Gym"), Health, (area / 3.0).round(), Some(30))
}

/// Sides, storeys, kind of roof of low houses along the canal.
type Low = ([f64; 4], u32, RoofShape);

/// Rows of low houses: slabs along the street, smaller houses in the gaps towards the canal.
fn low_rows(key: &str) -> &'static [Low] {
    match key {
        "F4" => &[
            ([8.0, 27.0, 42.0, 38.0], 5, Hipped),
            ([54.0, 27.0, 88.0, 38.0], 5, Hipped),
            ([100.0, 27.0, 134.0, 38.0], 5, Hipped),
            ([148.0, 27.0, 182.0, 38.0], 4, Hipped),
            ([40.0, 6.0, 58.0, 16.0], 4, Gabled),
            ([86.0, 6.0, 104.0, 16.0], 4, Gabled),
            ([132.0, 6.0, 150.0, 16.0], 4, Gabled),
            ([8.0, 6.0, 24.0, 16.0], 4, Gabled),
        ],
        "G2" => &[
            ([8.0, 6.0, 42.0, 17.0], 5, Gabled),
            ([54.0, 6.0, 88.0, 17.0], 5, Gabled),
            ([100.0, 6.0, 134.0, 17.0], 4, Gabled),
            ([148.0, 6.0, 182.0, 17.0], 4, Gabled),
            ([38.0, 28.0, 58.0, 38.0], 4, Hipped),
            ([84.0, 28.0, 104.0, 38.0], 4, Hipped),
            ([132.0, 28.0, 152.0, 38.0], 4, Hipped),
            ([168.0, 29.0, 184.0, 38.0], 4, Hipped),
        ],
        "G3" => &[
            ([8.0, 6.0, 42.0, 17.0], 4, Hipped),
            ([56.0, 6.0, 90.0, 17.0], 5, Hipped),
            ([104.0, 6.0, 138.0, 17.0], 5, Hipped),
            ([40.0, 28.0, 58.0, 38.0], 4, Gabled),
            ([88.0, 28.0, 106.0, 38.0], 4, Gabled),
            ([136.0, 28.0, 154.0, 38.0], 4, Gabled),
            ([152.0, 6.0, 168.0, 17.0], 4, Hipped),
        ],
        _ => &[],
    }
}

/// Low housing at the canal: white walls, grey tiles.
pub(super) fn low_rise(plot: &Plot, random: &mut Random) -> Vec<House> {
    let year = 2003 + random.between(0.0, 9.0) as i32;
    let house = |(i, (sides, storeys, roof)): (usize, &Low)| {
        let outline = within(plot, *sides);
        let cores = if outline.east - outline.west > 24.0 { 2 } else { 1 };
        let roof_m = if *roof == Gabled { 2.4 } else { 2.6 };
        let slab = Slab {
            key: format!("house-{}", i + 1),
            name: [format!("{}{}幢", plot.name.0, i + 1), format!("{} House {}", plot.name.1, i + 1)],
            outline,
            storeys: *storeys,
            storey_m: 3.0,
            cores,
            flats: 2,
            persons_per_flat: 2.6,
            foot: Foot::Homes,
            top: Top::Pitched(*roof, roof_m),
            wall: if i % 4 == 3 { [224, 214, 196] } else { WHITE },
            base: STONE,
            rail: WHITE,
            roof: GREY_TILE,
            lifts: true,
        };
        slab.house().existing(year)
    };
    low_rows(plot.key).iter().enumerate().map(house).collect()
}
