//! Units of a file.

use crate::FileReport;
use crate::report::Message;
use crate::utility::codes;
use crate::xml::Node;

/// Metres of one unit of length, and millimetres of one unit of diameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Units {
    /// Of heights and depths.
    pub metres: f64,
    /// Of diameters, widths and thicknesses.
    pub mm: f64,
}

impl Units {
    /// From `Metric` or `Imperial`; metres when nothing is said.
    pub fn of(units: Option<&Node>, report: &mut FileReport) -> Self {
        let inner = units.and_then(|units| units.children.first());
        let mut metres = |names: &[&str], otherwise: f64| {
            let said = names.iter().map(|name| inner.map_or("", |inner| inner.attribute(name)));
            let Some(said) = said.into_iter().find(|said| !said.is_empty()) else { return otherwise };
            length_m(said).unwrap_or_else(|| {
                let place = units.map(|units| format!("line {}", units.line)).unwrap_or_default();
                report.push(Message::new(&codes::UNITS, place, said));
                otherwise
            })
        };
        let linear = metres(&["linearUnit"], 1.0);
        let elevation = metres(&["elevationUnit"], linear);
        let diameter = metres(&["diameterUnit", "widthUnit"], linear);
        Self { metres: elevation, mm: diameter * 1000.0 }
    }
}

/// A unit's metres, by the names of the schema.
fn length_m(name: &str) -> Option<f64> {
    Some(match name.to_ascii_lowercase().as_str() {
        "millimeter" => 0.001,
        "centimeter" => 0.01,
        "meter" => 1.0,
        "kilometer" => 1000.0,
        "inch" => 0.0254,
        "foot" => 0.3048,
        "ussurveyfoot" => 1200.0 / 3937.0,
        "mile" => 1609.344,
        _ => return None,
    })
}
