//! Rules of GB 50289-2016 for what runs beside what, and the depths chosen within them.

use linli_model::Medium::{self, Combined, Gas, Heat, Power, Reclaimed, Sewage, Storm, Telecom, Water};

use crate::plan::Place;

/// Fall of sewers and storm drains, metres a metre: above the least slope of plastic DN300.
const FALL: f64 = 0.002;
/// Depth of the inverts in the north-west, where the fall begins, metres.
const STORM_START_M: f64 = 4.2;
/// See [`STORM_START_M`].
const SEWAGE_START_M: f64 = 5.6;
/// Place where the fall begins.
const START: Place = [-205.0, 165.0];

/// Whether it runs by gravity, so that its depth is that of the invert.
pub(super) fn is_gravity(medium: Medium) -> bool {
    matches!(medium, Sewage | Storm | Combined)
}

/// Height of the axis (of the invert where it runs by gravity) above the ground, metres.
///
/// From the top: telecom, power, gas, heat, water, storm, sewage, each with the vertical clearance
/// of table 4.1.14 below the one above, so that lines may cross anywhere.
pub(super) fn height_m(medium: Medium, p: Place) -> f64 {
    let fallen = FALL * ((p[0] - START[0]) + (START[1] - p[1]));
    let depth = match medium {
        Telecom => 0.72,
        Power => 1.22,
        Gas => 1.65,
        Heat => 2.12,
        Water | Reclaimed => 2.65,
        Storm => STORM_START_M + fallen,
        Sewage | Combined => SEWAGE_START_M + fallen,
    };
    -depth
}

/// Least horizontal clearance between outer faces, metres (table 4.1.9: gas of medium pressure B,
/// power and telecom in ducts, water mains above DN200 taken for all).
pub(super) fn clearance_m(a: Medium, b: Medium) -> f64 {
    let of = |x: Medium, y: Medium| match (x, y) {
        (Water, Sewage | Storm) => Some(1.5),
        (Water, Gas | Power) => Some(0.5),
        (Water | Sewage | Storm, Heat) => Some(1.5),
        (Water | Sewage | Storm | Gas | Heat, Telecom) => Some(1.0),
        (Sewage | Storm, Gas) => Some(1.2),
        (Sewage | Storm, Power) | (Power, Telecom) => Some(0.5),
        (Gas, Heat | Power) => Some(1.0),
        (Heat, Power) => Some(2.0),
        (Telecom, Telecom) => Some(0.5),
        (Gas, Gas) => Some(0.4),
        (Power, Power) => Some(0.1),
        _ => None,
    };
    of(a, b).or_else(|| of(b, a)).unwrap_or(0.3)
}

/// Least horizontal clearance to a building, metres (table 4.1.9).
pub(super) fn building_clearance_m(medium: Medium) -> f64 {
    match medium {
        Heat | Water => 3.0,
        Sewage | Storm | Combined => 2.5,
        Telecom => 1.5,
        Gas | Reclaimed => 1.0,
        Power => 0.6,
    }
}

/// Least horizontal clearance to a tree, metres (table 4.1.9).
pub(crate) fn tree_clearance_m(medium: Medium) -> f64 {
    match medium {
        Gas => 0.75,
        Power => 0.7,
        Reclaimed => 1.0,
        _ => 1.5,
    }
}

/// Material of a line.
pub(super) fn material(medium: Medium, diameter_mm: f64) -> &'static str {
    match medium {
        Water | Reclaimed if diameter_mm > 120.0 => "ductile iron",
        Water | Reclaimed | Gas => "PE100",
        Sewage | Storm | Combined if diameter_mm >= 500.0 => "reinforced concrete",
        Sewage | Storm | Combined => "HDPE",
        Heat => "pre-insulated steel",
        Power => "MPP duct",
        Telecom => "steel duct",
    }
}
