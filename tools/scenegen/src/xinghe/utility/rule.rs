//! Rules of GB 50289-2016 and GB 50838-2015 that the lines are laid by.

use linli_model::GasPressure;
use linli_model::Medium::{self, Combined, Gas, Heat, Power, Reclaimed, Sewage, Storm, Telecom, Water};

use super::run::Run;

/// Gap that is kept on top of every vertical clearance, metres: what two lines measured in the open trench may
/// be off, and a little more.
pub(super) const SPARE_M: f64 = 0.12;
/// Least gap between a utility tunnel and a line that crosses it (GB 50838-2015, 5.2.2), metres.
pub(super) const TUNNEL_CROSSING_M: f64 = 0.5;
/// Gap to the roof of the station's box, metres.
pub(super) const STATION_ROOF_M: f64 = 0.3;

/// Least horizontal clearance between outer faces, metres (GB 50289-2016, table 4.1.9; power and telecom
/// in ducts).
pub(super) fn horizontal_m(a: &Run, b: &Run) -> f64 {
    beside(a, b).or_else(|| beside(b, a)).unwrap_or(0.3)
}

fn beside(a: &Run, b: &Run) -> Option<f64> {
    let low = |run: &Run| run.gas_pressure == Some(GasPressure::Low);
    match (a.medium, b.medium) {
        (Water, Sewage | Storm | Combined) => Some(if a.diameter_mm > 200.0 { 1.5 } else { 1.0 }),
        (Water, Gas | Power | Reclaimed) => Some(0.5),
        (Water | Sewage | Storm | Combined, Heat) => Some(1.5),
        (Water | Sewage | Storm | Combined | Gas | Heat | Reclaimed, Telecom) => Some(1.0),
        (Sewage | Storm | Combined, Gas) => Some(if low(b) { 1.0 } else { 1.2 }),
        (Sewage | Storm | Combined, Power | Reclaimed) | (Power | Telecom, Telecom) => Some(0.5),
        (Reclaimed, Gas | Power) => Some(0.5),
        (Reclaimed, Heat) | (Gas, Heat | Power) => Some(1.0),
        (Heat, Power) => Some(2.0),
        (Gas, Gas) => Some(0.4),
        (Power, Power) => Some(0.1),
        _ => None,
    }
}

/// Least vertical clearance between outer faces where lines cross, metres (table 4.1.14).
pub(super) fn vertical_m(a: Medium, b: Medium) -> f64 {
    let has = |medium| a == medium || b == medium;
    let drain = has(Sewage) || has(Storm) || has(Combined);
    match () {
        () if has(Power) => {
            if has(Gas) {
                0.15
            } else {
                0.25
            }
        }
        () if has(Reclaimed) && has(Water) => 0.5,
        () if drain && (has(Water) || has(Reclaimed)) => 0.4,
        () if has(Telecom) && (has(Heat) || a == b) => 0.25,
        () => 0.15,
    }
}

/// Least cover under lanes for cars, metres to the top (table 4.1.1; water as PE pipes, 1.0 m), and what a line
/// measured in the open trench may be off.
pub(super) fn cover_m(run: &Run) -> f64 {
    match run.medium {
        // PE connections join the mains at the height of their axes.
        Water => 1.06,
        Reclaimed | Sewage | Storm | Combined => 0.76,
        Power => 0.56,
        Heat => 1.06,
        Gas | Telecom => 0.96,
    }
}

/// Depth of the top where nothing is in the way, metres.
pub(super) fn usual_cover_m(medium: Medium) -> f64 {
    match medium {
        Telecom => 1.05,
        Power => 1.0,
        Gas => 1.1,
        Water => 1.2,
        Heat => 1.3,
        Reclaimed => 1.5,
        Sewage | Storm | Combined => 1.0,
    }
}

/// Least horizontal clearance to a building, metres (table 4.1.9).
pub(super) fn building_m(run: &Run) -> f64 {
    match run.medium {
        Water => {
            if run.diameter_mm > 200.0 {
                3.0
            } else {
                1.0
            }
        }
        Heat => 3.0,
        Sewage | Storm | Combined => 2.5,
        Telecom => 1.5,
        Gas => match run.gas_pressure {
            Some(GasPressure::Low) => 0.7,
            _ => 1.5,
        },
        Reclaimed => 1.0,
        Power => 0.6,
    }
}

/// Largest diameter of water and reclaimed-water pipes of polyethylene, millimetres.
pub(super) const PE_MM: f64 = 160.0;

/// Longest distance between manholes of a drain, metres: by diameter, below GB 50014-2021, table 5.4.2.
pub(super) fn manhole_spacing_m(diameter_mm: f64) -> f64 {
    match diameter_mm {
        d if d <= 600.0 => 40.0,
        d if d <= 1000.0 => 60.0,
        _ => 80.0,
    }
}
/// Longest distance between manholes of ducts, metres.
pub(super) const DUCT_SPACING_M: f64 = 80.0;
/// Longest distance between hydrants, metres (GB 50974-2014: 120 m).
pub(super) const HYDRANT_SPACING_M: f64 = 100.0;
