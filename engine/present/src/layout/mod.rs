//! Layouts for people: plans, objectives in words, the chart of a front.

mod drawing;
mod raster;
mod sheet;

pub use drawing::{PlanDrawing, PlanPath};
pub use raster::PlanPixels;
pub use sheet::{LayoutNamed, contact_sheet};

use linli_model::Language;
use linli_sim::indicator::Better;
use linli_sim::layout::{Layout, Objective, PlanRule};

use crate::number::{integer, quantity};
use crate::parallel::{ParallelAxis, ParallelChart};
use crate::{Text, text};

/// Name of an objective.
pub fn objective_text(objective: Objective, language: Language) -> &'static str {
    let name = match objective {
        Objective::Gradient => Text::LayoutGradient,
        Objective::Green => Text::LayoutGreen,
        Objective::Walking => Text::LayoutWalking,
        Objective::Sunlight => Text::LayoutSunlight,
        Objective::Capital => Text::LayoutCapital,
    };
    text(name, language)
}

/// How an objective is reckoned.
pub fn objective_note(objective: Objective, language: Language) -> &'static str {
    let name = match objective {
        Objective::Gradient => Text::LayoutGradientNote,
        Objective::Green => Text::LayoutGreenNote,
        Objective::Walking => Text::LayoutWalkingNote,
        Objective::Sunlight => Text::LayoutSunlightNote,
        Objective::Capital => Text::LayoutCapitalNote,
    };
    text(name, language)
}

/// A value of an objective with its unit, as people read it.
pub fn objective_value(objective: Objective, value: f64, language: Language) -> String {
    match (objective, language) {
        (Objective::Gradient, _) => quantity(value, 2, "").trim_end().to_owned(),
        (Objective::Green | Objective::Sunlight, _) => quantity(value * 100.0, 0, "%"),
        (Objective::Walking, _) => quantity(value, 1, "min"),
        // Values are in millions.
        (Objective::Capital, Language::Chinese) => quantity(value / 100.0, 1, "亿元"),
        (Objective::Capital, Language::English) => quantity(value, 0, "M¥"),
    }
}

/// What a layout breaks.
pub fn plan_rule_text(rule: PlanRule, language: Language) -> &'static str {
    let name = match rule {
        PlanRule::Overlap => Text::FaultOverlap,
        PlanRule::Setback => Text::Setback,
        PlanRule::InStreet => Text::FaultInStreet,
        PlanRule::FireGap => Text::FaultFireGap,
        PlanRule::Far => Text::FloorAreaRatio,
        PlanRule::Coverage => Text::Coverage,
        PlanRule::Height => Text::Height,
        PlanRule::Green => Text::GreenRatio,
        PlanRule::Isolated => Text::FaultIsolated,
        PlanRule::BasementInCorridor => Text::FaultBasement,
    };
    text(name, language)
}

/// Layouts as lines across the objectives, floor and homes.
pub fn layout_chart(layouts: &[Layout], language: Language) -> ParallelChart {
    let objectives = Objective::ALL.map(|objective| {
        let better = if objective.more_is_better() { Better::Higher } else { Better::Lower };
        let words = move |value| objective_value(objective, value, language);
        let values = layouts.iter().map(|layout| Some(layout.screened.value(objective)));
        ParallelAxis::of(objective_text(objective, language), better, values.collect(), words)
            .noted(objective_note(objective, language))
    });
    let floor = layouts.iter().map(|layout| Some(layout.screened.floor_m2));
    let floor =
        ParallelAxis::of(text(Text::FloorAreaAbove, language), Better::Neither, floor.collect(), |value| {
            match language {
                Language::Chinese => quantity(value / 1e4, 1, "万 m²"),
                Language::English => quantity(value, 0, "m²"),
            }
        });
    let homes = layouts.iter().map(|layout| Some(layout.screened.homes));
    let homes =
        ParallelAxis::of(text(Text::Dwellings, language), Better::Neither, homes.collect(), |value| {
            integer(value.round() as i64)
        });
    ParallelChart::new(objectives.into_iter().chain([floor, homes]).collect())
}
