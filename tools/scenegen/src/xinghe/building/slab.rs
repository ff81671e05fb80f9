//! Slabs of flats: bays to the south, stairs and lifts to the north.

use linli_model::BuildingUse::{Auxiliary, Residential};
use linli_model::RoofShape;

use super::house::{Colour, House, Part, Role, Stack, area_m2, centimetres};
use crate::plan::{Place, Rectangle};

/// Depth of the bays of the south side and of the recesses of the north side, metres.
const BAY_M: f64 = 1.3;
/// See [`BAY_M`].
const RECESS_M: f64 = 1.6;
/// Where along a unit the bay begins and ends; the stair beside it.
const BAY: [f64; 2] = [0.16, 0.84];
/// See [`BAY`].
const STAIR: [f64; 2] = [0.34, 0.66];
/// Thickness of a balcony's slab and height of its parapet, metres.
const SLAB_M: f64 = 0.12;
/// See [`SLAB_M`].
const PARAPET_M: f64 = 1.05;
/// Height of stair heads over the roof, metres.
pub(super) const HEAD_M: f64 = 2.8;
/// Height of a stilt floor, metres.
pub(super) const STILTS_M: f64 = 4.2;

/// What a slab stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foot {
    /// Flats from the ground.
    Homes,
    /// An open ground floor with lobbies (架空层).
    Stilts,
}

/// How a slab ends above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Top {
    /// Flat roof with stair heads.
    Flat,
    /// Pitched roof: shape and height, metres.
    Pitched(RoofShape, f64),
}

/// A slab of flats.
#[derive(Clone, Debug)]
pub(super) struct Slab {
    pub key: String,
    pub name: [String; 2],
    pub outline: Rectangle,
    pub storeys: u32,
    pub storey_m: f64,
    /// Stairs with lifts.
    pub cores: u32,
    /// Flats at one stair on one storey.
    pub flats: u32,
    pub persons_per_flat: f64,
    pub foot: Foot,
    pub top: Top,
    pub wall: Colour,
    pub base: Colour,
    /// Parapets of the balconies.
    pub rail: Colour,
    pub roof: Colour,
    pub lifts: bool,
}

/// The units of a slab: west end and width.
fn units(outline: Rectangle, cores: u32) -> impl Iterator<Item = (f64, f64)> {
    let width = (outline.east - outline.west) / f64::from(cores.max(1));
    (0..cores.max(1)).map(move |i| (outline.west + width * f64::from(i), width))
}

/// Outline of the flats, counter-clockwise from the south-west.
pub(super) fn flats_ring(outline: Rectangle, cores: u32) -> Vec<Place> {
    let inner = outline.south + BAY_M;
    let outer = outline.north - RECESS_M;
    let south = units(outline, cores).flat_map(|(west, width)| {
        let [a, b] = BAY.map(|share| west + share * width);
        [[a, inner], [a, outline.south], [b, outline.south], [b, inner]]
    });
    let north = units(outline, cores).flat_map(|(west, width)| {
        let [a, b] = STAIR.map(|share| west + share * width);
        [[a, outer], [a, outline.north], [b, outline.north], [b, outer]]
    });
    let mut north: Vec<Place> = north.collect();
    north.reverse();
    let mut ring = vec![[outline.west, inner]];
    ring.extend(south);
    ring.push([outline.east, inner]);
    ring.push([outline.east, outer]);
    ring.extend(north);
    ring.push([outline.west, outer]);
    ring.into_iter().map(|p| p.map(centimetres)).collect()
}

/// Doors of the stairs, on the north face.
pub(super) fn stair_doors(outline: Rectangle, cores: u32) -> Vec<Place> {
    units(outline, cores).map(|(west, width)| [west + width / 2.0, outline.north]).collect()
}

/// Lobbies and stair heads: the boxes of the stairs.
fn stairs(outline: Rectangle, cores: u32) -> Vec<Rectangle> {
    let box_of = |(west, width): (f64, f64)| {
        let [a, b] = STAIR.map(|share| centimetres(west + share * width));
        Rectangle::new(a, centimetres(outline.north - 6.5), b, outline.north)
    };
    units(outline, cores).map(box_of).collect()
}

/// Stair heads on a flat roof.
pub(super) fn heads(outline: Rectangle, cores: u32, roof_m: f64, head_m: f64, colour: Colour) -> Vec<Part> {
    let part = |(i, head): (usize, Rectangle)| {
        let name = format!("head-{}", i + 1);
        Part::new((&name, Role::Detail), head.ring(), Auxiliary, 0, [roof_m, roof_m + head_m], colour)
    };
    stairs(outline, cores).into_iter().enumerate().map(part).collect()
}

/// Balconies in the gaps between the bays, one part for each storey of a range that begins at `foot_m`.
pub(super) fn balconies(
    outline: Rectangle,
    cores: u32,
    (foot_m, storey_m): (f64, f64),
    storeys: u32,
    name: &str,
    colour: Colour,
) -> Vec<Part> {
    let mut edges = vec![outline.west];
    edges.extend(units(outline, cores).flat_map(|(west, width)| BAY.map(|share| west + share * width)));
    edges.push(outline.east);
    let rings: Vec<Vec<Place>> = edges
        .chunks_exact(2)
        .map(|gap| {
            let [west, east] = [gap[0], gap[1]].map(centimetres);
            let [south, north] = [outline.south + 0.1, outline.south + BAY_M].map(centimetres);
            Rectangle::new(west, south, east, north).ring()
        })
        .collect();
    let part = |level: u32| {
        let floor = foot_m + f64::from(level) * storey_m;
        let ring = rings.first().cloned().unwrap_or_default();
        let name = format!("{name}-{}", level + 1);
        let rise = [floor - SLAB_M, floor + PARAPET_M];
        let mut part = Part::new((&name, Role::Detail), ring, Auxiliary, 0, rise, colour);
        part.others = rings.iter().skip(1).cloned().collect();
        part
    };
    (1..storeys).map(part).collect()
}

/// Troughs before the bays of the south side, one strip every `step` storeys.
pub(super) fn troughs(
    outline: Rectangle,
    cores: u32,
    (foot_m, storey_m): (f64, f64),
    storeys: u32,
    step: usize,
) -> Vec<(f64, Vec<Rectangle>)> {
    let strips: Vec<Rectangle> = units(outline, cores)
        .map(|(west, width)| {
            let [a, b] = BAY.map(|share| centimetres(west + share * width));
            Rectangle::new(a, outline.south - 0.6, b, outline.south)
        })
        .collect();
    let levels = (1..storeys).step_by(step.max(1));
    levels.map(|level| (centimetres(foot_m + f64::from(level) * storey_m), strips.clone())).collect()
}

/// Lift cars per core, rated speed and persons per car (DOMAIN: speed habit by storeys).
pub(super) fn home_lifts(storeys: u32) -> (u32, (f64, u32)) {
    match storeys {
        0..=11 => (1, (1.5, 13)),
        12..=18 => (2, (1.75, 13)),
        _ => (2, (2.5, 14)),
    }
}

/// Free part of a flat roof for panels: between the south edge and the stair heads.
pub(super) fn sunny_roof(outline: Rectangle) -> Rectangle {
    let [w, e] = [outline.west + 2.0, outline.east - 2.0];
    Rectangle::new(w, outline.south + BAY_M + 0.8, e, outline.north - 7.3)
}

impl Slab {
    /// The building: parts, storeys, lifts, doors, panels.
    pub(super) fn house(self) -> House {
        let ring = flats_ring(self.outline, self.cores);
        let plate = area_m2(&ring);
        let dwellings = self.cores * self.flats;
        let stilts = self.foot == Foot::Stilts;
        let foot_m = if stilts { STILTS_M } else { 0.0 };
        let lobbies = stairs(self.outline, self.cores);
        let mut storeys = Stack::default();
        if stilts {
            storeys = storeys.floors(1, STILTS_M, Auxiliary, lobbies.iter().map(Rectangle::area_m2).sum());
        }
        let homes = self.storeys - u32::from(stilts);
        let crown = self.crown_storeys(homes);
        let crown_ring = flats_ring(self.crown(), self.cores);
        let persons = self.persons_per_flat;
        let storeys = storeys.homes(homes - crown, self.storey_m, plate, dwellings, persons).homes(
            crown,
            self.storey_m,
            area_m2(&crown_ring),
            dwellings * 2 / 3,
            persons,
        );
        let top_m = centimetres(foot_m + f64::from(homes) * self.storey_m);
        let crown_m = centimetres(foot_m + f64::from(homes - crown) * self.storey_m);
        let mut parts = self.body(&ring, foot_m, homes - crown, crown_m);
        if crown > 0 {
            let rise = [crown_m, top_m];
            let part = Part::new(("crown", Role::Detail), crown_ring, Residential, crown, rise, self.base);
            parts.push(part.topped(self.roof));
        }
        if self.top == Top::Flat {
            let levels = (foot_m, self.storey_m);
            parts.extend(balconies(self.outline, self.cores, levels, homes - crown, "balcony", self.rail));
        }
        let roof = if crown > 0 { self.crown() } else { self.outline };
        if stilts {
            parts.extend(lobbies.iter().enumerate().map(|(i, lobby)| {
                let name = format!("lobby-{}", i + 1);
                Part::new((&name, Role::Detail), lobby.ring(), Auxiliary, 1, [0.0, foot_m], self.base)
            }));
        }
        if self.top == Top::Flat {
            parts.extend(heads(roof, self.cores, top_m, HEAD_M, self.wall));
        }
        let mut house = House::new(self.key, self.name, storeys, parts).used_as(Residential);
        house.outline = ring;
        let (cars, kind) = home_lifts(self.storeys);
        for door in stair_doors(self.outline, self.cores) {
            if self.lifts {
                house = house.bank([door[0], door[1] - 3.0], cars, kind, [1, self.storeys as i16]);
            }
            house = house.door(door);
        }
        if self.top == Top::Flat {
            house = house.solar(sunny_roof(roof), top_m);
        }
        house
    }

    /// Storeys at the top that step back: two on tall slabs.
    fn crown_storeys(&self, homes: u32) -> u32 {
        if homes >= 14 && self.top == Top::Flat { 2 } else { 0 }
    }

    /// Outline of the storeys that step back.
    fn crown(&self) -> Rectangle {
        let o = self.outline;
        Rectangle::new(o.west + 2.8, o.south + 1.6, o.east - 2.8, o.north)
    }

    /// A darker foot of two storeys under tall flats, and the flats above it.
    fn body(&self, ring: &[Place], foot_m: f64, homes: u32, top_m: f64) -> Vec<Part> {
        let part = |name: &str, role, storeys, rise_m, colour| {
            Part::new((name, role), ring.to_vec(), Residential, storeys, rise_m, colour)
        };
        if let Top::Pitched(shape, roof_m) = self.top {
            let body = part("body", Role::Base, homes, [foot_m, top_m], self.wall);
            return vec![body.roofed(shape, roof_m, self.roof)];
        }
        if homes < 8 {
            return vec![part("body", Role::Base, homes, [foot_m, top_m], self.wall).topped(self.roof)];
        }
        let split = foot_m + 2.0 * self.storey_m;
        vec![
            part("body", Role::Base, homes - 2, [split, top_m], self.wall).topped(self.roof),
            part("foot", Role::Detail, 2, [foot_m, split], self.base),
        ]
    }
}
