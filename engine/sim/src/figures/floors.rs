//! Floor areas, dwellings and people of the design.

use chrono::NaiveDate;
use linli_model::{Community, Stage};

use super::rules::FigureRules;
use super::specs;
use crate::indicator::{Indicator, IndicatorSpec, Subject, Value};
use crate::stages::{Timeline, stage_summary};

fn unit(spec: &'static IndicatorSpec, value: f64) -> Indicator {
    Indicator::new(spec, Subject::Unit, Value::Known(value))
}

/// Floor areas, dwellings and people of the design.
pub(crate) fn floor_figures(community: &Community, rules: &FigureRules) -> Vec<Indicator> {
    // The design stands as a whole, whatever the day.
    let (timeline, _) = Timeline::of(community, &rules.schedule);
    let sum = stage_summary(community, &timeline, Stage::Design, NaiveDate::default());
    let mut figures = vec![
        unit(&specs::FLOOR_ABOVE, sum.above.total_m2()),
        unit(&specs::FLOOR_BELOW, sum.below.total_m2()),
        unit(&specs::DWELLINGS, sum.dwellings as f64),
        unit(&specs::RESIDENTS, sum.residents as f64),
        unit(&specs::BUILDINGS, sum.buildings.total() as f64),
    ];
    for area in &sum.by_use {
        let name = serde_json::to_value(area.use_).ok().and_then(|name| name.as_str().map(str::to_owned));
        let subject = Subject::Part(name.unwrap_or_default());
        figures.push(Indicator::new(&specs::FLOOR_BY_USE, subject, Value::Known(area.above.total_m2())));
    }
    figures
}
