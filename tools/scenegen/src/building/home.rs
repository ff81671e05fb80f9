//! Homes: slabs that face south, row houses and a courtyard house near the canal.

use linli_model::BuildingUse::Residential;
use linli_model::RoofShape::{Flat, Gabled};

use super::{Colour, Form, GREY_TILE, WHITE, add, add_whole};
use crate::draft::Draft;
use crate::plan::Rectangle;
use crate::random::Random;

/// Storey height of homes, metres.
const STOREY_M: f64 = 3.0;
/// Width of one row house, metres.
const ROW_HOUSE_M: f64 = 8.0;

/// Slabs: west, south, east, north, storeys. Gaps to the south are 1.2 times the height or more of
/// what stands there, which gives the winter sun of Hangzhou's practice.
const SLABS: [([f64; 4], f32); 8] = [
    ([-183.0, 46.0, -138.0, 59.0], 6.0),
    ([-183.0, 82.0, -138.0, 95.0], 8.0),
    ([-183.0, 124.0, -138.0, 137.0], 11.0),
    ([-127.0, 84.0, -84.0, 97.0], 8.0),
    ([-127.0, 126.0, -84.0, 139.0], 11.0),
    ([138.0, 46.0, 183.0, 59.0], 7.0),
    ([138.0, 124.0, 183.0, 137.0], 10.0),
    ([84.0, 124.0, 127.0, 137.0], 9.0),
];

/// Names of the slabs.
const NAMES: [(&str, &str); 8] = [
    ("竹影里1幢", "Bamboo Lane House 1"),
    ("竹影里2幢", "Bamboo Lane House 2"),
    ("竹影里3幢", "Bamboo Lane House 3"),
    ("竹影里4幢", "Bamboo Lane House 4"),
    ("竹影里5幢", "Bamboo Lane House 5"),
    ("荷香里1幢", "Lotus Lane House 1"),
    ("荷香里2幢", "Lotus Lane House 2"),
    ("荷香里3幢", "Lotus Lane House 3"),
];

/// Walls of the homes.
const WALLS: [Colour; 5] =
    [[236, 228, 212], [224, 208, 186], [216, 220, 218], [232, 216, 200], [206, 196, 184]];
/// Walls of the row houses: lime wash and brick.
const ROW_WALLS: [Colour; 4] = [WHITE, [240, 238, 232], [188, 140, 116], [222, 214, 198]];

/// Rows: west end, south side, depth, number of houses.
const ROWS: [(f64, f64, f64, u32); 4] =
    [(86.0, -94.0, 10.0, 5), (140.0, -94.0, 10.0, 5), (140.0, -112.0, 10.0, 5), (140.0, -128.0, 10.0, 5)];

/// Adds the homes.
pub(super) fn draw(draft: &mut Draft, random: &mut Random) {
    for (i, ([west, south, east, north], storeys)) in SLABS.into_iter().enumerate() {
        slab(draft, random, i + 1, Rectangle::new(west, south, east, north), storeys);
    }
    for (row, (west, south, depth, houses)) in ROWS.into_iter().enumerate() {
        for house in 0..houses {
            let left = west + ROW_HOUSE_M * f64::from(house);
            let colour = random.pick(&ROW_WALLS).copied().unwrap_or(WHITE);
            let storeys = if random.between(0.0, 1.0) < 0.5 { 2.0_f32 } else { 3.0 };
            let height = f64::from(storeys) * 3.1 + 2.6;
            let mut form = Form::new(Residential, storeys, height, colour).roofed(Gabled, 2.6, GREY_TILE);
            form.year = 2024;
            let ring = Rectangle::new(left, south, left + ROW_HOUSE_M, south + depth).ring();
            add(draft, &format!("row-{}-{}", row + 1, house + 1), None, &ring, &form);
        }
    }
    courtyard(draft);
}

/// A slab with its stair heads on the roof: one for each stair of two flats a floor.
fn slab(draft: &mut Draft, random: &mut Random, number: usize, outline: Rectangle, storeys: f32) {
    let height = f64::from(storeys) * STOREY_M + 0.6;
    let colour = random.pick(&WALLS).copied().unwrap_or(WHITE);
    let form = Form::new(Residential, storeys, height, colour);
    let head =
        Form::new(Residential, 0.0, height + 3.2, colour).roofed(Flat, 0.0, [150, 92, 74]).from(height);
    let stairs = [0.22, 0.5, 0.78].map(|part| {
        let x = outline.west + part * (outline.east - outline.west);
        Rectangle::new(x - 2.6, outline.north - 6.0, x + 2.6, outline.north - 0.5)
    });
    let names = ["stair-1", "stair-2", "stair-3"];
    let mut parts = vec![("body", outline, form)];
    parts.extend(names.into_iter().zip(stairs).map(|(name, stair)| (name, stair, head.clone())));
    let whole = Form::new(Residential, storeys, height + 3.2, colour).with_cellars(1.0);
    let name = NAMES.get(number - 1).copied().unwrap_or(("住宅", "Homes"));
    add_whole(draft, &format!("slab-{number}"), name, (&outline, None, &whole), &parts);
}

/// Four wings around a court.
fn courtyard(draft: &mut Draft) {
    let outline = Rectangle::new(88.0, -128.0, 124.0, -102.0);
    let court = Rectangle::new(96.0, -121.0, 116.0, -109.0);
    let wing = || Form::new(Residential, 2.0, 8.6, WHITE).roofed(Gabled, 2.6, GREY_TILE);
    let parts = [
        ("north", Rectangle::new(outline.west, court.north, outline.east, outline.north), wing()),
        ("south", Rectangle::new(outline.west, outline.south, outline.east, court.south), wing()),
        ("west", Rectangle::new(outline.west, court.south, court.west, court.north), wing()),
        ("east", Rectangle::new(court.east, court.south, outline.east, court.north), wing()),
    ];
    let name = ("采莲院", "Lotus Gatherers' Court");
    add_whole(draft, "courtyard", name, (&outline, Some(court), &wing()), &parts);
}
