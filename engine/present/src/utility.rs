//! What is asked of a selected utility line, node or tunnel: its drawing, and where its network leads.

use linli_model::{Kind, Language};
use linli_sim::profile::DrawingStyle;
use linli_sim::trace::{TraceAnswer, TraceWay};

use crate::{CardRow, Text, compartment_text, count, length, medium_colour, medium_text, text};

/// A drawing of the selected line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LineDrawing {
    /// The long profile of the run that it is part of.
    LongProfile,
    /// A cross-section at a chainage from its first point, metres; its end where it is shorter.
    CrossSection {
        /// The chainage.
        chainage_m: f64,
    },
}

impl LineDrawing {
    /// Whether its chainage is a number.
    pub fn is_finite(self) -> bool {
        !matches!(self, Self::CrossSection { chainage_m } if !chainage_m.is_finite())
    }

    /// Whether an element of a kind has such a drawing.
    pub fn suits(self, kind: &Kind) -> bool {
        match kind {
            Kind::UtilityLine(_) => true,
            Kind::Corridor(_) => matches!(self, Self::CrossSection { .. }),
            _ => false,
        }
    }
}

/// Whether a network can be followed from an element.
pub fn has_network(kind: &Kind) -> bool {
    matches!(kind, Kind::UtilityLine(_) | Kind::UtilityNode(_))
}

/// Words and colours of drawings of lines.
pub fn drawing_style(language: Language, datum_m: f64) -> DrawingStyle {
    DrawingStyle {
        language,
        datum_m,
        colour: medium_colour,
        medium: medium_text,
        compartment: compartment_text,
    }
}

/// Name of a way to follow a network.
pub fn trace_text(way: TraceWay, language: Language) -> &'static str {
    text(
        match way {
            TraceWay::Upstream => Text::TraceUpstream,
            TraceWay::Downstream => Text::TraceDownstream,
            TraceWay::Closure => Text::TraceClosure,
        },
        language,
    )
}

/// What a trace found, in words.
pub fn trace_rows(answer: &TraceAnswer, language: Language) -> Vec<CardRow> {
    let row = |label: Text, value: String| CardRow { label: text(label, language).to_owned(), value };
    let mut rows = vec![
        row(Text::TraceLines, count(answer.lines.len())),
        row(Text::TraceNodes, count(answer.node_count)),
        row(Text::TraceLength, length(answer.length_m)),
    ];
    if answer.way == TraceWay::Closure {
        let cut_off = if answer.has_source {
            count(answer.cut_off_nodes.len())
        } else {
            text(Text::NoSource, language).to_owned()
        };
        rows.extend([
            row(Text::ValvesToClose, count(answer.valves.len())),
            row(Text::NodesCutOff, cut_off),
            row(Text::ConnectionsDry, count(answer.connections_without_supply)),
        ]);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use linli_model::{Corridor, UtilityLine};

    #[test]
    fn tunnels_have_sections_only() {
        let tunnel = Kind::Corridor(Corridor { compartments: Vec::new(), wall_m: 0.3 });
        let line = Kind::UtilityLine(UtilityLine::default());
        let section = LineDrawing::CrossSection { chainage_m: 0.0 };
        assert!(section.suits(&tunnel) && section.suits(&line) && LineDrawing::LongProfile.suits(&line));
        assert!(!LineDrawing::LongProfile.suits(&tunnel) && !has_network(&tunnel) && has_network(&line));
    }

    #[test]
    fn without_a_source_nothing_is_said_of_what_is_cut_off() {
        let mut answer = TraceAnswer {
            way: TraceWay::Closure,
            lines: Vec::new(),
            forwards: Vec::new(),
            length_m: 12.0,
            node_count: 2,
            valves: vec!["V".into()],
            cut_off_nodes: Vec::new(),
            connections_without_supply: 0,
            has_source: false,
        };
        let value = |answer: &TraceAnswer| trace_rows(answer, Language::English)[4].value.clone();
        assert_eq!(value(&answer), text(Text::NoSource, Language::English));
        answer.has_source = true;
        assert_eq!(value(&answer), "0");
        answer.way = TraceWay::Upstream;
        assert_eq!(trace_rows(&answer, Language::Chinese).len(), 3);
    }
}
