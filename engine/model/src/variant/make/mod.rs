//! Makes edits out of what a person does: draw, move, push, plant, lay, delete.
//!
//! Every function looks at a community and gives an edit that fits it, or says what is wrong; nothing is changed.
//! New elements stand on the ground ([`Vertical::AboveGround`]) and are designed; their keys come from what they
//! are, so that the same deed gives the same key, and two people's deeds do not meet by chance.

mod building;
mod network;
mod place;
mod ring;
mod street;
mod transform;
mod vertex;

pub use building::{
    BuildingDraft, GreenDraft, StoreyUse, dig_basement, draw_building, plant, push_face, push_top,
    set_storey_use, set_storeys,
};
pub use network::{add_corridor_node, add_utility_node, deepen, draw_corridor, lay_line};
pub use place::{
    add_entrance, add_facility, add_station_entrance, draw_area, draw_car_park, draw_parcel, plant_trees,
    set_value,
};
pub use street::{StreetDraft, add_street_node, draw_street, footbridge};
pub use transform::{
    Placement, array, copy, delete, mirror, move_elements, rotate, scale, transform, with_belongings,
};
pub use vertex::{Corner, insert_corner, move_corner, remove_corner};

use super::Edit;
use crate::{Community, Element, Geometry, Key, Kind, Language, Point3, Presence, Truth, Vertical};

/// CIM level of what a designer draws: 3, standard model.
const DRAWN_CIM_LEVEL: u8 = 3;

/// Why an edit cannot be made out of what a person does.
#[derive(Clone, Debug, PartialEq)]
pub enum MakeError {
    /// No element has this key.
    NoSuchElement(Key),
    /// The element is not of the kind that this is done to.
    WrongKind(Key),
    /// A number is out of its range.
    OutOfRange {
        /// What it is, as the field is called.
        what: &'static str,
        /// Lowest value that can be.
        least: f64,
        /// Highest value that can be.
        most: f64,
    },
    /// The outline would cross itself, or have no area.
    NotAnOutline,
    /// The line would have less than two different points.
    NotALine,
    /// There is no corner, edge or face of this number.
    NoSuchCorner,
    /// Nothing is selected.
    Nothing,
}

impl MakeError {
    /// What is wrong and what to do, in a language.
    pub fn text(&self, language: Language) -> String {
        let english = language == Language::English;
        match self {
            Self::NoSuchElement(key) if english => format!("{key}: no element of this key"),
            Self::NoSuchElement(key) => format!("{key}：没有该键的要素"),
            Self::WrongKind(key) if english => {
                format!("{key}: this cannot be done to an element of its kind; select another one")
            }
            Self::WrongKind(key) => format!("{key}：该类要素不支持此操作，请另选"),
            Self::OutOfRange { what, least, most } if english => {
                format!("{what} must be from {least} to {most}")
            }
            Self::OutOfRange { what, least, most } => format!("{what} 须在 {least}～{most} 之间"),
            Self::NotAnOutline if english => {
                "the outline would cross itself or have no area; move the corner elsewhere".to_owned()
            }
            Self::NotAnOutline => "轮廓将自相交或面积为零；请调整角点".to_owned(),
            Self::NotALine if english => "a line needs two different points".to_owned(),
            Self::NotALine => "线至少需要两个不同的点".to_owned(),
            Self::NoSuchCorner if english => "there is no such corner, edge or face".to_owned(),
            Self::NoSuchCorner => "没有该角点、边或面".to_owned(),
            Self::Nothing if english => "nothing is selected".to_owned(),
            Self::Nothing => "未选择任何要素".to_owned(),
        }
    }
}

/// An edit, or why there is none.
pub type Made = Result<Edit, MakeError>;

fn found<'a>(community: &'a Community, key: &Key) -> Result<&'a Element, MakeError> {
    let element = community.id_of(key).and_then(|id| community.element(id));
    element.ok_or_else(|| MakeError::NoSuchElement(key.clone()))
}

fn within(what: &'static str, value: f64, least: f64, most: f64) -> Result<f64, MakeError> {
    if value >= least && value <= most { Ok(value) } else { Err(MakeError::OutOfRange { what, least, most }) }
}

/// FNV-1a (Fowler, Noll, Vo), 64 bits: the same on every machine.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// A key that is free: what the element is, and a number out of its shape.
fn fresh_key(stem: &str, geometry: &Geometry, is_free: impl Fn(&Key) -> bool) -> Key {
    let mut bytes: Vec<u8> = stem.as_bytes().to_vec();
    geometry.for_each_point(|p| bytes.extend(p.iter().flat_map(|v| v.to_bits().to_le_bytes())));
    loop {
        let key = Key::from(format!("{stem}/{:08x}", hash(bytes.iter().copied()) & 0xffff_ffff));
        if is_free(&key) {
            return key;
        }
        bytes.push(1);
    }
}

/// A new element as a designer draws it.
fn drawn(community: &Community, stem: &str, name: Option<&str>, kind: Kind, geometry: Geometry) -> Element {
    let key = fresh_key(stem, &geometry, |key| community.id_of(key).is_none());
    let mut element = Element::new(key.clone(), kind, geometry);
    element.vertical = Vertical::AboveGround;
    element.presence = Presence::new(Truth::Designed, DRAWN_CIM_LEVEL);
    element.name = name.map(str::to_owned);
    element.source.id = key.to_string();
    element.put_on_raster();
    element
}

/// A line of at least two different points.
fn line(points: &[Point3]) -> Result<Geometry, MakeError> {
    let mut kept: Vec<Point3> = Vec::with_capacity(points.len());
    for p in points {
        if kept.last() != Some(p) {
            kept.push(*p);
        }
    }
    let finite = kept.iter().flatten().all(|v| v.is_finite());
    if kept.len() >= 2 && finite { Ok(Geometry::Line(kept)) } else { Err(MakeError::NotALine) }
}
