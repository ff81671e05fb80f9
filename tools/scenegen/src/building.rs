//! Buildings: towers at the station, homes around them, houses for everybody between.

mod home;
mod public;
mod tower;

use linli_model::{Building, BuildingUse, Geometry, Key, Kind, Polygon, RoofShape};

use crate::draft::{Draft, flat};
use crate::plan::{Name, Place, Rectangle, lifted};

pub(crate) type Colour = [u8; 3];

/// Façade and roof colours.
pub(crate) const WHITE: Colour = [232, 229, 222];
pub(crate) const GREY_TILE: Colour = [84, 88, 92];
pub(crate) const BRICK: Colour = [168, 104, 84];
pub(crate) const SAND: Colour = [214, 197, 168];
pub(crate) const WOOD: Colour = [150, 108, 76];
pub(crate) const GLASS: Colour = [142, 166, 182];

/// What a building or a part of one is like.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub use_: BuildingUse,
    pub storeys: f32,
    pub below: f32,
    /// Underside and top above the ground, metres.
    pub rise_m: [f64; 2],
    pub roof: RoofShape,
    pub roof_m: f64,
    pub colour: Colour,
    pub roof_colour: Option<Colour>,
    pub year: i32,
}

impl Form {
    /// A block with a flat roof.
    pub(crate) fn new(use_: BuildingUse, storeys: f32, height_m: f64, colour: Colour) -> Self {
        Self {
            use_,
            storeys,
            below: 0.0,
            rise_m: [0.0, height_m],
            roof: RoofShape::Flat,
            roof_m: 0.0,
            colour,
            roof_colour: None,
            year: 2026,
        }
    }

    pub(crate) fn roofed(mut self, roof: RoofShape, roof_m: f64, colour: Colour) -> Self {
        (self.roof, self.roof_m, self.roof_colour) = (roof, roof_m, Some(colour));
        self
    }

    pub(crate) fn from(mut self, underside_m: f64) -> Self {
        self.rise_m[0] = underside_m;
        self
    }

    pub(crate) fn with_cellars(mut self, storeys: f32) -> Self {
        self.below = storeys;
        self
    }

    fn facts(&self, parent: Option<&str>) -> Building {
        Building {
            use_: self.use_,
            parent: parent.map(Key::from),
            storeys_above: Some(self.storeys),
            storeys_below: Some(self.below).filter(|n| *n > 0.0),
            height_m: Some(self.rise_m[1]),
            min_height_m: self.rise_m[0],
            roof_height_m: Some(self.roof_m).filter(|h| *h > 0.0),
            roof: self.roof,
            colour: Some(self.colour),
            roof_colour: self.roof_colour,
            year: Some(self.year),
            ..Building::default()
        }
    }
}

/// Adds a building in one piece.
pub(crate) fn add(draft: &mut Draft, key: &str, name: Option<Name>, ring: &[Place], form: &Form) {
    let outline = Rectangle::around(ring);
    let mut facts = form.facts(None);
    facts.address = Some(address(draft, &outline));
    draft.built.push(outline);
    draft.add(format!("building/{key}"), name, Kind::Building(facts), flat(ring));
}

/// Adds the whole of a building that is drawn by its parts, and its parts: name of the part,
/// outline, form.
pub(crate) fn add_whole(
    draft: &mut Draft,
    key: &str,
    name: Name,
    whole: (&Rectangle, Option<Rectangle>, &Form),
    parts: &[(&str, Rectangle, Form)],
) {
    let (outline, court, form) = whole;
    let mut facts = form.facts(None);
    facts.outline_of_parts = true;
    facts.address = Some(address(draft, outline));
    draft.built.push(*outline);
    let mut polygon = outline.polygon();
    polygon.holes.extend(court.map(|court| {
        let mut hole = lifted(&court.ring(), 0.0);
        hole.reverse();
        hole
    }));
    let parent = format!("building/{key}");
    draft.add(parent.as_str(), Some(name), Kind::Building(facts), Geometry::Area(vec![polygon]));
    for (part, ring, form) in parts {
        let kind = Kind::BuildingPart(form.facts(Some(&parent)));
        draft.add(
            format!("{parent}/{part}"),
            None,
            kind,
            Geometry::Area(vec![Polygon::new(lifted(&ring.ring(), 0.0))]),
        );
    }
}

/// Street and number: the nearest of the named streets around the blocks, numbers every five metres
/// from the west or the south, odd on one side and even on the other.
fn address(draft: &Draft, outline: &Rectangle) -> String {
    let [x, y] = outline.centre();
    let horizontal =
        [(0.0, "灯笼路"), (155.0, "书香街"), (-140.0, "运河街")].map(|(at, name)| (y - at, x + 210.0, name));
    let vertical = [(-195.0, "桑园街"), (-70.0, "桂花街"), (70.0, "银杏街"), (195.0, "丝绸街")]
        .map(|(at, name)| (x - at, y + 150.0, name));
    let nearest = horizontal.into_iter().chain(vertical).min_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    let (side, along, name) = nearest.unwrap_or((0.0, 0.0, "灯笼路"));
    let mut number = 2 * (along / 10.0).round() as u32 + u32::from(side > 0.0);
    let taken = |number: u32| {
        let text = format!("{name}{number}号");
        draft
            .community
            .elements()
            .iter()
            .filter_map(|e| e.kind.building())
            .any(|b| b.address.as_ref() == Some(&text))
    };
    while taken(number) {
        number += 2;
    }
    format!("{name}{number}号")
}

/// Adds all buildings.
pub(crate) fn draw(draft: &mut Draft, random: &mut crate::random::Random) {
    tower::draw(draft);
    public::draw(draft);
    home::draw(draft, random);
}
