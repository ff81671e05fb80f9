//! Towers on podiums: offices, hotel, flats.

use linli_model::BuildingUse::{Auxiliary, Commercial, Office, Residential};
use linli_model::{BuildingUse, EntranceUse, Planting};

use super::house::{
    Colour, DEEP_GLASS, GLASS, GreenWall, House, Part, Role, STONE, Stack, WHITE, area_m2, centimetres,
};
use super::slab::{balconies, flats_ring, heads, home_lifts, stair_doors, troughs};
use crate::plan::{Place, Rectangle};

/// A rectangle with its corners cut off.
pub(super) fn chamfered(r: Rectangle, cut: f64) -> Vec<Place> {
    let corners = [
        [r.west + cut, r.south],
        [r.east - cut, r.south],
        [r.east, r.south + cut],
        [r.east, r.north - cut],
        [r.east - cut, r.north],
        [r.west + cut, r.north],
        [r.west, r.north - cut],
        [r.west, r.south + cut],
    ];
    corners.map(|p| p.map(centimetres)).to_vec()
}

/// A podium of shops.
#[derive(Clone, Copy, Debug)]
pub(super) struct Podium {
    pub outline: Rectangle,
    pub storeys: u32,
    pub storey_m: f64,
    pub colour: Colour,
}

impl Podium {
    pub(super) fn top_m(&self) -> f64 {
        f64::from(self.storeys) * self.storey_m
    }

    /// A glazed ground floor set back by a metre and a half, and the storeys above it.
    pub(super) fn parts(&self) -> Vec<Part> {
        let upper = |name, low: u32, colour| {
            let rise = [f64::from(low) * self.storey_m, self.top_m()];
            Part::new((name, Role::Base), self.outline.ring(), Commercial, self.storeys - low, rise, colour)
        };
        let ground = [0.0, self.storey_m];
        vec![
            upper("podium", 1, self.colour).topped([188, 184, 172]),
            Part::new(
                ("shop-fronts", Role::Detail),
                self.outline.grown(-1.5).ring(),
                Commercial,
                1,
                ground,
                DEEP_GLASS,
            ),
        ]
    }

    /// The storeys, with the set-back ground floor.
    pub(super) fn stack(&self) -> Stack {
        let ground = self.outline.grown(-1.5).area_m2();
        Stack::default().floors(1, self.storey_m, Commercial, ground).floors(
            self.storeys - 1,
            self.storey_m,
            Commercial,
            self.outline.area_m2(),
        )
    }

    /// Doors of the shops along all four sides, and goods at the north.
    fn with_doors(&self, house: House) -> House {
        let r = self.outline.grown(-1.5);
        let [sw, se, ne, nw] = [[r.west, r.south], [r.east, r.south], [r.east, r.north], [r.west, r.north]];
        let doors = house.shop_doors(sw, se).shop_doors(se, ne).shop_doors(nw, sw);
        doors.door_for([r.west + 0.8 * (r.east - r.west), r.north], EntranceUse::Goods)
    }

    /// The roof around what stands on it, as a garden for everybody.
    fn with_garden(&self, house: House, hole: Rectangle) -> House {
        let hole = hole.grown(1.5).ring();
        let edge = self.outline.grown(-2.0).ring();
        house.garden(edge, Some(hole), self.top_m(), (Planting::SmallTree, 0.9), true)
    }
}

/// An office tower: shafts that step back, a crown.
pub(super) struct OfficeTower {
    pub key: &'static str,
    pub name: [String; 2],
    pub podium: Podium,
    pub shaft: Rectangle,
    /// Storeys of each step and how far it steps back from the one below, metres.
    pub steps: Vec<(u32, f64)>,
    pub storey_m: f64,
    pub crown_m: f64,
    pub use_: BuildingUse,
    pub colour: Colour,
    pub cut_m: f64,
}

impl OfficeTower {
    pub(super) fn house(self) -> House {
        let mut parts = self.podium.parts();
        let mut stack = self.podium.stack();
        let (mut outline, mut low) = (self.shaft, self.podium.top_m());
        for (i, (storeys, back)) in self.steps.iter().enumerate() {
            outline = outline.grown(-back);
            let ring = chamfered(outline, self.cut_m);
            let high = low + f64::from(*storeys) * self.storey_m;
            let area = area_m2(&ring);
            stack = stack.floors(*storeys, self.storey_m, self.use_, area);
            if self.use_ == Commercial {
                // A hotel: a room for about 45 m², four employees for ten rooms.
                stack = stack.jobs((area / 110.0).round() as u32);
            }
            let name = format!("shaft-{}", i + 1);
            let part = Part::new((&name, Role::Shaft), ring, self.use_, *storeys, [low, high], self.colour);
            parts.push(part.topped(STONE));
            low = high;
        }
        let crown = chamfered(outline.grown(-3.0), self.cut_m * 0.6);
        let top = [low, low + self.crown_m];
        parts.push(Part::new(("crown", Role::Detail), crown, Auxiliary, 0, top, WHITE));
        let levels = stack.runs.last().map_or(1, |run| run.to_level);
        let house = House::new(self.key, self.name, stack, parts).used_as(self.use_);
        let house = banks(house, self.shaft.centre(), levels, self.shaft.area_m2());
        self.podium.with_garden(self.podium.with_doors(house), self.shaft)
    }
}

/// Lift banks of a tower: one below 25 storeys, a low and a high one above; a car for about 4,500 m².
fn banks(house: House, at: Place, levels: i16, plate_m2: f64) -> House {
    let cars = |levels: i16| ((f64::from(levels) * plate_m2 / 4500.0).ceil() as u32).clamp(2, 8);
    let speed = |levels: i16| match levels {
        0..=18 => 2.5,
        19..=26 => 4.0,
        _ => 6.0,
    };
    if levels < 28 {
        return house.bank(at, cars(levels), (speed(levels), 21), [1, levels]);
    }
    let middle = levels * 3 / 5;
    let left = [at[0] - 5.0, at[1]];
    let right = [at[0] + 5.0, at[1]];
    house.bank(left, cars(middle), (speed(middle), 21), [1, middle]).bank(
        right,
        cars(levels - middle) + 1,
        (speed(levels), 21),
        [1, levels],
    )
}

/// A slab of flats on a podium.
pub(super) struct HomeTower {
    pub key: &'static str,
    pub name: [String; 2],
    pub podium: Podium,
    pub shaft: Rectangle,
    pub storeys: u32,
    pub cores: u32,
    pub flats: u32,
    pub persons_per_flat: f64,
    pub colour: Colour,
    /// Storeys, counted from the podium, where the tower opens to a sky garden.
    pub sky_garden: u32,
}

/// Storey height of flats in towers, metres.
const HOME_M: f64 = 3.0;
/// Stair heads of towers, metres.
const TOWER_HEAD_M: f64 = 3.4;

impl HomeTower {
    pub(super) fn house(self) -> House {
        let ring = flats_ring(self.shaft, self.cores);
        let plate = area_m2(&ring);
        let foot = self.podium.top_m();
        let level = |storeys: u32| foot + f64::from(storeys) * HOME_M;
        let inner = self.shaft.grown(-2.6);
        let sky = self.sky_garden;
        let mut parts = self.podium.parts();
        let shaft = |name, role, ring, storeys, low, high, colour| {
            Part::new((name, role), ring, Residential, storeys, [level(low), level(high)], colour)
        };
        parts.push(shaft("shaft-1", Role::Shaft, ring.clone(), sky, 0, sky, self.colour));
        parts.push(shaft("sky-garden", Role::Detail, inner.ring(), 2, sky, sky + 2, GLASS));
        let upper = self.storeys - sky - 2;
        parts.push(shaft("shaft-2", Role::Shaft, ring, upper, sky + 2, self.storeys, self.colour));
        for (name, low, storeys) in [("balcony", 0, sky), ("high-balcony", sky + 2, upper)] {
            parts.extend(balconies(self.shaft, self.cores, (level(low), HOME_M), storeys, name, WHITE));
        }
        parts.extend(heads(self.shaft, self.cores, level(self.storeys), TOWER_HEAD_M, WHITE));
        let dwellings = self.cores * self.flats;
        let stack = self
            .podium
            .stack()
            .homes(sky, HOME_M, plate, dwellings, self.persons_per_flat)
            .floors(2, HOME_M, Auxiliary, inner.area_m2() * 0.3)
            .homes(upper, HOME_M, plate, dwellings, self.persons_per_flat);
        let total = stack.runs.last().map_or(1, |run| run.to_level);
        let mut house = House::new(self.key, self.name, stack, parts).used_as(Residential);
        let (cars, kind) = home_lifts(total as u32);
        for door in stair_doors(self.shaft, self.cores) {
            house = house.bank([door[0], door[1] - 3.0], cars, kind, [1, total]);
            house = house.door([door[0], self.podium.outline.north - 1.5]);
        }
        house.balconies = troughs(self.shaft, self.cores, (foot, HOME_M), sky, 3);
        let upper_foot = level(sky + 2);
        house.balconies.extend(troughs(self.shaft, self.cores, (upper_foot, HOME_M), upper, 3));
        let terrace = self.shaft.grown(-0.8);
        let planted = Rectangle::new(terrace.west, terrace.south + 1.3, terrace.east, inner.south - 0.2);
        house = house.garden(planted.ring(), None, upper_level(foot, sky), (Planting::Shrub, 0.6), false);
        self.podium.with_garden(self.podium.with_doors(house), self.shaft)
    }
}

/// Height of the sky garden's floor.
fn upper_level(foot_m: f64, storeys: u32) -> f64 {
    centimetres(foot_m + f64::from(storeys) * HOME_M)
}

/// Green on the west wall of a podium, where the sun is hottest.
pub(super) fn green_west_wall(house: &mut House, podium: &Podium) {
    let r = podium.outline;
    let span = r.north - r.south;
    let (a, b) = (r.north - 0.2 * span, r.south + 0.2 * span);
    house.walls.push(GreenWall {
        from: [r.west, a],
        to: [r.west, b],
        rise_m: [podium.storey_m + 0.3, podium.top_m() - 0.5],
    });
}

/// Offices that stand on the ground: the upper third steps back from the south, over a planted terrace.
pub(super) struct OfficeBlock {
    pub key: &'static str,
    pub name: [String; 2],
    pub outline: Rectangle,
    pub storeys: u32,
    pub storey_m: f64,
    /// Whether the ground floor is open (架空层) but for a lobby.
    pub stilts: bool,
    /// How far the upper third steps back, metres.
    pub terrace_m: f64,
    pub colour: Colour,
}

/// Height of an open ground floor of offices, metres.
const OPEN_M: f64 = 5.4;

impl OfficeBlock {
    /// The lobby: the middle of the plan, to the north face.
    fn lobby(&self) -> Rectangle {
        let [u, v] = self.outline.centre();
        let half = 0.18 * (self.outline.east - self.outline.west);
        let south = v - 0.18 * (self.outline.north - self.outline.south);
        Rectangle::new(centimetres(u - half), centimetres(south), centimetres(u + half), self.outline.north)
    }

    pub(super) fn house(self) -> House {
        let (outline, lobby) = (self.outline, self.lobby());
        let back = Rectangle::new(outline.west, outline.south + self.terrace_m, outline.east, outline.north);
        let (ring, upper_ring) = (chamfered(outline, 1.2), chamfered(back, 1.2));
        let foot = if self.stilts { OPEN_M } else { 0.0 };
        let upper = self.storeys / 3;
        let lower = self.storeys - u32::from(self.stilts) - upper;
        let terrace = centimetres(foot + f64::from(lower) * self.storey_m);
        let top = centimetres(terrace + f64::from(upper) * self.storey_m);
        let plant =
            Rectangle::new(lobby.west, lobby.south.max(back.south + 3.0), lobby.east, outline.north - 4.0);
        let mut stack = Stack::default();
        let mut parts = vec![
            Part::new(("body", Role::Base), ring.clone(), Office, lower, [foot, terrace], self.colour)
                .topped(STONE),
            Part::new(("upper", Role::Shaft), upper_ring.clone(), Office, upper, [terrace, top], self.colour)
                .topped(STONE),
            Part::new(("plant", Role::Detail), plant.ring(), Auxiliary, 0, [top, top + 3.4], WHITE),
        ];
        if self.stilts {
            stack = stack.floors(1, foot, Auxiliary, lobby.area_m2());
            let hall = Part::new(("lobby", Role::Detail), lobby.ring(), Office, 1, [0.0, foot], DEEP_GLASS);
            parts.push(hall);
        }
        let plate = area_m2(&ring);
        let stack = stack.floors(lower, self.storey_m, Office, plate).floors(
            upper,
            self.storey_m,
            Office,
            area_m2(&upper_ring),
        );
        let levels = self.storeys as i16;
        let house = House::new(self.key, self.name, stack, parts);
        let door = [lobby.centre()[0], outline.north];
        let planted =
            Rectangle::new(outline.west + 1.5, outline.south + 1.5, outline.east - 1.5, back.south - 0.6);
        banks(house, [door[0], outline.centre()[1]], levels, plate).door(door).garden(
            planted.ring(),
            None,
            terrace,
            (Planting::SmallTree, 0.8),
            true,
        )
    }
}
