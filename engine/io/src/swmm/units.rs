//! Units and conventions of a model.

use crate::FileReport;
use crate::epanet::rows::Sections;
use crate::report::Message;
use crate::utility::codes;

/// Metres per foot, by definition (1959).
const METRES_PER_FOOT: f64 = 0.3048;

/// How figures are to be taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Units {
    /// Metres of one unit of length, depth and elevation.
    pub metres: f64,
    /// Whether the offsets of links are elevations rather than heights above the node's invert.
    pub offsets_are_elevations: bool,
}

impl Units {
    /// From `[OPTIONS]`; CFS and DEPTH when nothing is said (SWMM 5.2 user's manual, appendix D).
    pub fn of(sections: &Sections, report: &mut FileReport) -> Self {
        let rows = sections.get("OPTI").map_or(&[][..], Vec::as_slice);
        let option = |name: &str| rows.iter().find(|row| row.word(0).eq_ignore_ascii_case(name));
        let flow = option("FLOW_UNITS");
        let metres = match flow.map(|row| row.word(1).to_ascii_uppercase()).as_deref() {
            None | Some("CFS" | "GPM" | "MGD") => METRES_PER_FOOT,
            Some("CMS" | "LPS" | "MLD") => 1.0,
            Some(other) => {
                let place = flow.map(|row| format!("line {}", row.line)).unwrap_or_default();
                let detail = format!("FLOW_UNITS {other}; feet are taken");
                report.push(Message::new(&codes::UNITS, place, detail));
                METRES_PER_FOOT
            }
        };
        let offsets = option("LINK_OFFSETS").is_some_and(|row| row.word(1).eq_ignore_ascii_case("ELEVATION"));
        Self { metres, offsets_are_elevations: offsets }
    }
}
