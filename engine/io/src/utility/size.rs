//! Diameters: their unit, and what is missing.

use linli_model::Section;

use super::codes;
use super::defaults::{diameter_mm, plausible};
use super::draft::{DraftLine, DraftNetwork};
use crate::FileReport;
use crate::report::Message;

/// Below this, diameters of a file that otherwise gives millimetres are metres.
const WIDEST_IN_M: f64 = 5.0;
/// Millimetres in a metre.
const MM_PER_M: f64 = 1000.0;

/// Whether most diameters of the file can only be millimetres.
pub fn in_mm(network: &DraftNetwork) -> bool {
    let said = network.lines.iter().filter_map(|line| line.diameter_mm).filter(|mm| *mm > 0.0);
    let (mut large, mut all) = (0_u64, 0_u64);
    for mm in said {
        large += u64::from(mm > WIDEST_IN_M);
        all += 1;
    }
    large * 2 >= all
}

/// Sets the line's diameter. Says whether it was filled in by rule.
pub fn settle(line: &mut DraftLine, in_mm: bool, report: &mut FileReport) -> bool {
    let mut tell = |code, detail: String| {
        report.push(Message::new(code, line.place.as_str(), detail).object(line.id.as_str()));
    };
    let range = plausible().thinnest_mm..=plausible().widest_mm;
    let said = match line.diameter_mm {
        Some(metres) if metres > 0.0 && metres < WIDEST_IN_M && range.contains(&(metres * MM_PER_M)) => {
            // One row in metres is a slip; a file in metres is told once for each row too.
            let slip = if in_mm { format!("{metres}") } else { format!("{metres} (as in most rows)") };
            tell(&codes::DIAMETER_M, slip);
            Some(metres * MM_PER_M)
        }
        Some(mm) if range.contains(&mm) => Some(mm),
        Some(wrong) => {
            tell(&codes::DIAMETER, wrong.to_string());
            None
        }
        None => match line.facts.section {
            Section::Round => None,
            Section::Box { width_mm, height_mm } | Section::DuctBank { width_mm, height_mm, .. } => {
                Some(width_mm.max(height_mm)).filter(|mm| range.contains(mm))
            }
        },
    };
    line.facts.diameter_mm = said.unwrap_or_else(|| diameter_mm(line.facts.medium));
    line.facts.diameter_assumed = said.is_none();
    said.is_none()
}
