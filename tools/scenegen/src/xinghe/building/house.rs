//! A building while it is being described: outline, parts, storeys, doors, what grows and works on its roof.

use linli_model::{
    BuildingUse, EntranceUse, EquipmentKind, Planting, Presence, RoofShape, Scenario, StoreyRun, Truth,
};

use crate::plan::{Place, Rectangle};
use crate::xinghe::plan::Plot;

pub(super) use super::stack::Stack;

pub(super) type Colour = [u8; 3];

/// Façades.
pub(super) const GLASS: Colour = [146, 172, 188];
pub(super) const DEEP_GLASS: Colour = [104, 136, 158];
pub(super) const WHITE: Colour = [234, 232, 226];
pub(super) const SAND: Colour = [214, 199, 172];
pub(super) const STONE: Colour = [190, 184, 172];
pub(super) const BRICK: Colour = [172, 112, 90];
pub(super) const WOOD: Colour = [156, 116, 82];
pub(super) const TERRACOTTA: Colour = [190, 128, 100];
/// Roofs.
pub(super) const GREY_TILE: Colour = [86, 90, 94];
pub(super) const RED_TILE: Colour = [150, 92, 74];

/// What a part is to the plan's massing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Stands on the ground.
    Base,
    /// A tower above a base.
    Shaft,
    /// Too fine for massing: stair heads, crowns, lobbies, bridges.
    Detail,
}

/// One block of a building.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub name: String,
    pub role: Role,
    pub ring: Vec<Place>,
    /// Further rings of the same height: the other balconies of a storey.
    pub others: Vec<Vec<Place>>,
    pub use_: BuildingUse,
    pub storeys: u32,
    /// Underside and top above the ground, metres; the top includes the roof.
    pub rise_m: [f64; 2],
    pub roof: RoofShape,
    pub roof_m: f64,
    pub colour: Colour,
    pub roof_colour: Option<Colour>,
}

impl Part {
    /// A block with a flat roof.
    pub(super) fn new(
        (name, role): (&str, Role),
        ring: Vec<Place>,
        use_: BuildingUse,
        storeys: u32,
        rise_m: [f64; 2],
        colour: Colour,
    ) -> Self {
        Self {
            name: name.to_owned(),
            role,
            ring,
            others: Vec::new(),
            use_,
            storeys,
            rise_m: rise_m.map(centimetres),
            roof: RoofShape::Flat,
            roof_m: 0.0,
            colour,
            roof_colour: None,
        }
    }

    /// The same with a roof on top.
    pub(super) fn roofed(mut self, roof: RoofShape, roof_m: f64, colour: Colour) -> Self {
        self.roof = roof;
        self.roof_m = roof_m;
        self.rise_m[1] = centimetres(self.rise_m[1] + roof_m);
        self.roof_colour = Some(colour);
        self
    }

    /// The same with a flat roof of a colour.
    pub(super) fn topped(mut self, colour: Colour) -> Self {
        self.roof_colour = Some(colour);
        self
    }

    pub(super) fn area_m2(&self) -> f64 {
        area_m2(&self.ring)
    }
}

/// A roof garden: outer ring, what is left out of it.
#[derive(Clone, Debug)]
pub(super) struct Garden {
    pub ring: Vec<Place>,
    pub hole: Option<Vec<Place>>,
    pub height_m: f64,
    pub planting: Planting,
    pub soil_m: f64,
    pub open_to_all: bool,
}

/// A facility that the building houses.
#[derive(Clone, Debug)]
pub(super) struct Housed {
    pub category: &'static str,
    pub name: (&'static str, &'static str),
    pub scenario: Scenario,
    pub area_m2: f64,
    pub capacity: Option<u32>,
    /// Which of the building's doors it opens to.
    pub door: usize,
}

/// A door of the building.
#[derive(Clone, Copy, Debug)]
pub(super) struct HouseDoor {
    pub place: Place,
    pub use_: EntranceUse,
}

/// Lifts at a place of the plan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bank {
    pub at: Place,
    pub cars: u32,
    pub speed_mps: f64,
    pub capacity: u32,
    pub levels: [i16; 2],
}

/// Green before a wall: foot from, foot to, lower and upper edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct GreenWall {
    pub from: Place,
    pub to: Place,
    pub rise_m: [f64; 2],
}

/// Energy equipment of a building: pieces in its yard or hall.
#[derive(Clone, Debug)]
pub(super) struct Plant {
    pub kind: EquipmentKind,
    pub name: &'static str,
    pub pieces: Vec<Rectangle>,
    pub power_kw: f64,
}

/// A building.
#[derive(Clone, Debug)]
pub(super) struct House {
    /// Key without the parcel: `office-1`.
    pub key: String,
    pub name: [String; 2],
    pub use_: BuildingUse,
    pub outline: Vec<Place>,
    pub court: Option<Vec<Place>>,
    pub parts: Vec<Part>,
    pub storeys: Vec<StoreyRun>,
    pub below: u32,
    pub year: i32,
    pub presence: Presence,
    pub banks: Vec<Bank>,
    pub doors: Vec<HouseDoor>,
    pub gardens: Vec<Garden>,
    /// Balcony troughs: strips of one height.
    pub balconies: Vec<(f64, Vec<Rectangle>)>,
    pub walls: Vec<GreenWall>,
    /// Solar panels: outline and height of the roof.
    pub solar: Vec<(Rectangle, f64)>,
    pub plants: Vec<Plant>,
    pub housed: Vec<Housed>,
}

impl House {
    /// A building whose outline is that of its first part.
    pub(super) fn new(key: impl Into<String>, name: [String; 2], storeys: Stack, parts: Vec<Part>) -> Self {
        let (outline, use_) =
            parts.first().map(|p| (p.ring.clone(), p.use_)).unwrap_or((Vec::new(), BuildingUse::Unknown));
        Self {
            key: key.into(),
            name,
            use_,
            outline,
            court: None,
            parts,
            storeys: storeys.runs,
            below: 0,
            year: 2034,
            presence: designed(),
            banks: Vec::new(),
            doors: Vec::new(),
            gardens: Vec::new(),
            balconies: Vec::new(),
            walls: Vec::new(),
            solar: Vec::new(),
            plants: Vec::new(),
            housed: Vec::new(),
        }
    }

    /// The same building as it stands today.
    pub(super) fn existing(mut self, year: i32) -> Self {
        self.presence = existing();
        self.year = year;
        self
    }

    pub(super) fn used_as(mut self, use_: BuildingUse) -> Self {
        self.use_ = use_;
        self
    }

    /// A door for people.
    pub(super) fn door(self, place: Place) -> Self {
        self.door_for(place, EntranceUse::People)
    }

    pub(super) fn door_for(mut self, place: Place, use_: EntranceUse) -> Self {
        self.doors.push(HouseDoor { place: place.map(centimetres), use_ });
        self
    }

    /// Shop doors about every 30 m along a wall from one corner to another.
    pub(super) fn shop_doors(mut self, from: Place, to: Place) -> Self {
        let length = (to[0] - from[0]).hypot(to[1] - from[1]);
        let count = (length / 30.0).round().max(1.0);
        for i in 0..count as u32 {
            let t = (f64::from(i) + 0.5) / count;
            self = self.door([from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]);
        }
        self
    }

    pub(super) fn bank(
        mut self,
        at: Place,
        cars: u32,
        (speed_mps, capacity): (f64, u32),
        levels: [i16; 2],
    ) -> Self {
        self.banks.push(Bank { at, cars, speed_mps, capacity, levels });
        self
    }

    /// A roof garden.
    pub(super) fn garden(
        mut self,
        ring: Vec<Place>,
        hole: Option<Vec<Place>>,
        height_m: f64,
        (planting, soil_m): (Planting, f64),
        open_to_all: bool,
    ) -> Self {
        self.gardens.push(Garden { ring, hole, height_m, planting, soil_m, open_to_all });
        self
    }

    pub(super) fn solar(mut self, outline: Rectangle, height_m: f64) -> Self {
        self.solar.push((outline, height_m));
        self
    }

    /// A facility behind the first door.
    pub(super) fn houses(
        mut self,
        category: &'static str,
        name: (&'static str, &'static str),
        scenario: Scenario,
        area_m2: f64,
        capacity: Option<u32>,
    ) -> Self {
        let door = self.housed.len() % self.doors.len().max(1);
        self.housed.push(Housed { category, name, scenario, area_m2, capacity, door });
        self
    }

    /// Top of the building with its roof, metres above the ground.
    pub(super) fn height_m(&self) -> f64 {
        self.parts.iter().map(|p| p.rise_m[1]).fold(0.0, f64::max)
    }

    /// Height of all storeys above the ground, metres.
    pub(super) fn storeys_m(&self) -> f64 {
        self.storeys.iter().map(|run| f64::from(run.count()) * run.height_m).sum()
    }

    pub(super) fn storey_count(&self) -> u32 {
        self.storeys.iter().map(StoreyRun::count).sum()
    }
}

/// Designed, CIM level 4.
pub(super) fn designed() -> Presence {
    Presence::new(Truth::Designed, 4)
}

/// Standing, CIM level 3.
pub(super) fn existing() -> Presence {
    Presence::new(Truth::Existing, 3)
}

/// A rectangle given from a parcel's south-west corner.
pub(super) fn within(plot: &Plot, [west, south, east, north]: [f64; 4]) -> Rectangle {
    let [u, v] = [plot.outline.west, plot.outline.south];
    Rectangle::new(u + west, v + south, u + east, v + north)
}

/// A place given from a parcel's south-west corner.
pub(super) fn spot(plot: &Plot, [x, y]: Place) -> Place {
    [plot.outline.west + x, plot.outline.south + y]
}

/// A name in both languages.
pub(super) fn named(chinese: &str, english: &str) -> [String; 2] {
    [chinese.to_owned(), english.to_owned()]
}

/// Area of a ring, square metres.
pub(super) fn area_m2(ring: &[Place]) -> f64 {
    let twice: f64 =
        ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
    (twice / 2.0).abs()
}

pub(super) fn centimetres(v: f64) -> f64 {
    (v * 100.0).round() / 100.0
}
