//! Buildings and their parts.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Key, LiftBank, StoreyRun};

/// Level of detail, as CityGML counts it: `2.2` is stored as major 2, minor 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lod {
    /// 0 footprint, 1 block, 2 roof shape, 3 façade detail, 4 interior.
    pub major: u8,
    /// Refinement after Biljecki et al. (2016), 0 when not said.
    pub minor: u8,
}

impl fmt::Display for Lod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.minor == 0 { write!(f, "{}", self.major) } else { write!(f, "{}.{}", self.major, self.minor) }
    }
}

/// Main use of a building.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuildingUse {
    /// Not said by the source.
    #[default]
    Unknown,
    /// Dwellings.
    Residential,
    /// Shops, restaurants, hotels.
    Commercial,
    /// Offices.
    Office,
    /// Factories, warehouses.
    Industrial,
    /// Schools, kindergartens, universities.
    Education,
    /// Hospitals, clinics, care.
    Health,
    /// Museums, libraries, theatres, worship.
    Culture,
    /// Town halls, police, fire stations.
    Civic,
    /// Stations and other transport buildings.
    Transport,
    /// Sports halls, stadiums.
    Sport,
    /// Garages and car parks.
    Parking,
    /// Sheds, greenhouses, substations, roofs.
    Auxiliary,
}

/// Roof shape (OpenStreetMap Simple 3D Buildings; ALKIS roof types map to the same names).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoofShape {
    /// Not said: drawn flat.
    #[default]
    Unknown,
    /// Flat.
    Flat,
    /// One slope.
    Skillion,
    /// Two slopes and a ridge.
    Gabled,
    /// Slopes on all sides and a ridge.
    Hipped,
    /// Slopes to one point.
    Pyramidal,
    /// Half sphere.
    Dome,
    /// Onion dome.
    Onion,
    /// Half cylinder.
    Round,
    /// Two slopes on each side of the ridge.
    Gambrel,
    /// Two slopes on all four sides.
    Mansard,
}

/// A building, or one part of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Building {
    /// Main use.
    #[serde(rename = "use")]
    pub use_: BuildingUse,
    /// The building that this part belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Key>,
    /// Storeys above ground, roof storeys not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storeys_above: Option<f32>,
    /// Storeys below ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storeys_below: Option<f32>,
    /// Top of the building (roof included) above the ground, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_m: Option<f64>,
    /// Underside above the ground, metres: more than 0 for a bridge between towers.
    #[serde(default)]
    pub min_height_m: f64,
    /// Height of the roof within `height_m`, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roof_height_m: Option<f64>,
    /// Roof shape.
    #[serde(default)]
    pub roof: RoofShape,
    /// Direction the roof faces, degrees clockwise from north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roof_direction_deg: Option<f32>,
    /// Whether the height was assumed by rule, because the source gives neither height nor storeys.
    #[serde(default)]
    pub height_assumed: bool,
    /// Whether parts describe the building in more detail, so that its own outline is not drawn.
    #[serde(default)]
    pub outline_of_parts: bool,
    /// Façade colour of the source, sRGB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<[u8; 3]>,
    /// Roof colour of the source, sRGB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roof_colour: Option<[u8; 3]>,
    /// Postal address as one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Year of construction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Window area, glazed doors included, over façade area of the whole building (窗墙面积比, window to
    /// wall ratio as in GB 50189 and GB 55015), from 0 to 1; see [`Building::window_share`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_wall_ratio: Option<f64>,
    /// Storeys with their uses, floor areas and people, from below to above, when they are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub storeys: Vec<StoreyRun>,
    /// Lifts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lifts: Vec<LiftBank>,
    /// Parcel it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parcel: Option<Key>,
}

impl Building {
    /// The window to wall ratio, when it is one: from 0 to 1.
    pub fn window_share(&self) -> Option<f64> {
        self.window_wall_ratio.filter(|ratio| (0.0..=1.0).contains(ratio))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_share_is_a_window_share() {
        let of = |window_wall_ratio| Building { window_wall_ratio, ..Building::default() }.window_share();
        assert_eq!(of(Some(0.35)), Some(0.35));
        assert_eq!([of(None), of(Some(35.0)), of(Some(-0.1)), of(Some(f64::NAN))], [None; 4]);
    }
}
