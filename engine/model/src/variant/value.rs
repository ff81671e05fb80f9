//! Single values of elements that an edit can set, each with its type.

use serde::{Deserialize, Serialize};

use crate::{
    AreaUse, Building, BuildingUse, Element, Key, Kind, LandUse, LiftBank, ModeAccess, Presence, RoofShape,
    Section, StoreyRun, StreetClass,
};

/// The storeys of a building and what goes with them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Storeys {
    /// Runs from below to above.
    pub runs: Vec<StoreyRun>,
    /// Number above the ground.
    pub above: Option<f32>,
    /// Number below the ground.
    pub below: Option<f32>,
    /// Height above the ground, metres.
    pub height_m: Option<f64>,
    /// Lifts.
    pub lifts: Vec<LiftBank>,
}

impl Storeys {
    /// Those of a building.
    pub fn of(building: &Building) -> Self {
        Self {
            runs: building.storeys.clone(),
            above: building.storeys_above,
            below: building.storeys_below,
            height_m: building.height_m,
            lifts: building.lifts.clone(),
        }
    }
}

/// Limits of a parcel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ParcelLimits {
    /// Highest floor-area ratio.
    pub far_max: Option<f64>,
    /// Highest building coverage ratio, percent.
    pub coverage_max_pct: Option<f64>,
    /// Highest building height, metres.
    pub height_max_m: Option<f64>,
    /// Lowest green land ratio, percent.
    pub green_min_pct: Option<f64>,
    /// Distance of buildings from the edge, metres.
    pub setback_m: Option<f64>,
}

/// One value of an element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Name for people.
    Name(Option<String>),
    /// Which stage it belongs to, and how sure it is.
    Presence(Presence),
    /// Main use of a building.
    BuildingUse(BuildingUse),
    /// Storeys of a building.
    Storeys(Storeys),
    /// Height of a building, metres.
    BuildingHeightM(Option<f64>),
    /// Roof shape of a building.
    Roof(RoofShape),
    /// Parcel that a building stands on.
    Parcel(Option<Key>),
    /// Use of a parcel.
    LandUse(LandUse),
    /// Limits of a parcel.
    ParcelLimits(ParcelLimits),
    /// Class of a street.
    StreetClass(StreetClass),
    /// Width of a street, metres.
    StreetWidthM(Option<f64>),
    /// Lanes of a street.
    Lanes(Option<u8>),
    /// Speed limit of a street, km/h.
    SpeedKmh(Option<f32>),
    /// Who may use a street.
    Access(ModeAccess),
    /// Use of an area.
    AreaUse(AreaUse),
    /// Depth of soil of an area or of green on a building, metres.
    SoilDepthM(Option<f64>),
    /// Whether rain sinks into an area.
    Permeable(Option<bool>),
    /// Height of a tree, metres.
    TreeHeightM(Option<f64>),
    /// Crown diameter of a tree, metres.
    CrownM(Option<f64>),
    /// Outer diameter of a utility line, millimetres.
    DiameterMm(f64),
    /// Cross-section of a utility line.
    Section(Section),
    /// Material of a utility line.
    Material(Option<String>),
    /// Planted area of green on a building, square metres.
    PlantedAreaM2(f64),
    /// Whether everybody may enter a roof garden.
    OpenToAll(bool),
    /// Kind of a facility.
    Category(String),
    /// Capacity of a facility or a car park.
    Capacity(Option<u32>),
    /// Floor area of a facility or a basement, square metres.
    FloorAreaM2(Option<f64>),
    /// Levels of a basement.
    BasementLevels(u32),
    /// Depth of a shaft, metres.
    ShaftDepthM(Option<f64>),
}

/// Reads and writes a value at its place: `$get` is the value's own place in the element.
macro_rules! places {
    ($($value:ident: $pattern:pat => $place:expr, $copy:ident;)*) => {
        impl Value {
            /// The value of the same kind that an element has; `None` when it has no such value.
            pub fn of(&self, element: &Element) -> Option<Self> {
                match self {
                    Self::Name(_) => return Some(Self::Name(element.name.clone())),
                    Self::Presence(_) => return Some(Self::Presence(element.presence)),
                    _ => {}
                }
                match (self, &element.kind) {
                    $((Self::$value(_), $pattern) => Some(Self::$value($place.$copy())),)*
                    _ => self.of_compound(element),
                }
            }

            /// Puts the value into an element; `false` when it has no such value.
            pub fn put(&self, element: &mut Element) -> bool {
                match self {
                    Self::Name(name) => {
                        element.name.clone_from(name);
                        return true;
                    }
                    Self::Presence(presence) => {
                        element.presence = *presence;
                        return true;
                    }
                    _ => {}
                }
                match (self, &mut element.kind) {
                    $((Self::$value(new), $pattern) => $place.clone_from(new),)*
                    _ => return self.put_compound(element),
                }
                true
            }
        }
    };
}

places! {
    BuildingUse: Kind::Building(b) | Kind::BuildingPart(b) => b.use_, clone;
    BuildingHeightM: Kind::Building(b) | Kind::BuildingPart(b) => b.height_m, clone;
    Roof: Kind::Building(b) | Kind::BuildingPart(b) => b.roof, clone;
    Parcel: Kind::Building(b) | Kind::BuildingPart(b) => b.parcel, clone;
    LandUse: Kind::Parcel(p) => p.land_use, clone;
    StreetClass: Kind::Street(s) => s.class, clone;
    StreetWidthM: Kind::Street(s) => s.width_m, clone;
    Lanes: Kind::Street(s) => s.lanes, clone;
    SpeedKmh: Kind::Street(s) => s.speed_kmh, clone;
    Access: Kind::Street(s) => s.access, clone;
    AreaUse: Kind::Area(a) => a.use_, clone;
    SoilDepthM: Kind::Area(a) => a.soil_depth_m, clone;
    Permeable: Kind::Area(a) => a.permeable, clone;
    TreeHeightM: Kind::Tree(t) => t.height_m, clone;
    CrownM: Kind::Tree(t) => t.crown_m, clone;
    DiameterMm: Kind::UtilityLine(l) => l.diameter_mm, clone;
    Section: Kind::UtilityLine(l) => l.section, clone;
    Material: Kind::UtilityLine(l) => l.material, clone;
    PlantedAreaM2: Kind::Greening(g) => g.area_m2, clone;
    OpenToAll: Kind::Greening(g) => g.open_to_all, clone;
    Category: Kind::Facility(f) => f.category, clone;
    BasementLevels: Kind::Basement(b) => b.levels, clone;
}

impl Value {
    /// Values that several kinds of element have, or that are made of several fields.
    fn of_compound(&self, element: &Element) -> Option<Self> {
        Some(match (self, &element.kind) {
            (Self::Storeys(_), Kind::Building(b) | Kind::BuildingPart(b)) => Self::Storeys(Storeys::of(b)),
            (Self::ParcelLimits(_), Kind::Parcel(p)) => Self::ParcelLimits(ParcelLimits {
                far_max: p.far_max,
                coverage_max_pct: p.coverage_max_pct,
                height_max_m: p.height_max_m,
                green_min_pct: p.green_min_pct,
                setback_m: p.setback_m,
            }),
            (Self::SoilDepthM(_), Kind::Greening(g)) => Self::SoilDepthM(Some(g.soil_depth_m)),
            (Self::Capacity(_), Kind::Facility(f)) => Self::Capacity(f.capacity),
            (Self::Capacity(_), Kind::Parking(p)) => Self::Capacity(p.capacity),
            (Self::FloorAreaM2(_), Kind::Facility(f)) => Self::FloorAreaM2(f.floor_area_m2),
            (Self::FloorAreaM2(_), Kind::Basement(b)) => Self::FloorAreaM2(b.floor_area_m2),
            (Self::ShaftDepthM(_), Kind::UtilityNode(n)) => Self::ShaftDepthM(n.depth_m),
            (Self::ShaftDepthM(_), Kind::CorridorNode(n)) => Self::ShaftDepthM(Some(n.depth_m)),
            _ => return None,
        })
    }

    fn put_compound(&self, element: &mut Element) -> bool {
        match (self, &mut element.kind) {
            (Self::Storeys(new), Kind::Building(b) | Kind::BuildingPart(b)) => {
                b.storeys.clone_from(&new.runs);
                b.lifts.clone_from(&new.lifts);
                (b.storeys_above, b.storeys_below, b.height_m) = (new.above, new.below, new.height_m);
            }
            (Self::ParcelLimits(new), Kind::Parcel(p)) => {
                (p.far_max, p.coverage_max_pct) = (new.far_max, new.coverage_max_pct);
                (p.height_max_m, p.green_min_pct) = (new.height_max_m, new.green_min_pct);
                p.setback_m = new.setback_m;
            }
            (Self::SoilDepthM(Some(new)), Kind::Greening(g)) => g.soil_depth_m = *new,
            (Self::Capacity(new), Kind::Facility(f)) => f.capacity = *new,
            (Self::Capacity(new), Kind::Parking(p)) => p.capacity = *new,
            (Self::FloorAreaM2(new), Kind::Facility(f)) => f.floor_area_m2 = *new,
            (Self::FloorAreaM2(new), Kind::Basement(b)) => b.floor_area_m2 = *new,
            (Self::ShaftDepthM(new), Kind::UtilityNode(n)) => n.depth_m = *new,
            (Self::ShaftDepthM(Some(new)), Kind::CorridorNode(n)) => n.depth_m = *new,
            _ => return false,
        }
        true
    }

    /// Whether every number of it is finite, so that a file can hold it.
    pub fn is_finite(&self) -> bool {
        let all = |numbers: &[Option<f64>]| numbers.iter().flatten().all(|v| v.is_finite());
        match self {
            Self::BuildingHeightM(v)
            | Self::StreetWidthM(v)
            | Self::SoilDepthM(v)
            | Self::TreeHeightM(v)
            | Self::CrownM(v)
            | Self::FloorAreaM2(v)
            | Self::ShaftDepthM(v) => all(&[*v]),
            Self::DiameterMm(v) | Self::PlantedAreaM2(v) => v.is_finite(),
            Self::SpeedKmh(v) => all(&[v.map(f64::from)]),
            Self::ParcelLimits(l) => {
                all(&[l.far_max, l.coverage_max_pct, l.height_max_m, l.green_min_pct, l.setback_m])
            }
            Self::Storeys(s) => {
                let runs = s.runs.iter().flat_map(|run| [run.height_m, run.floor_area_m2]);
                let lifts = s.lifts.iter().flat_map(|lift| [lift.speed_mps, lift.at[0], lift.at[1]]);
                all(&[s.height_m, s.above.map(f64::from), s.below.map(f64::from)])
                    && runs.chain(lifts).all(f64::is_finite)
            }
            Self::Section(section) => match section {
                Section::Round => true,
                Section::Box { width_mm, height_mm } | Section::DuctBank { width_mm, height_mm, .. } => {
                    width_mm.is_finite() && height_mm.is_finite()
                }
            },
            _ => true,
        }
    }
}
