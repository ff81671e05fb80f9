//! Sunlight of homes as files.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::model::SunModel;
use crate::csv::quoted;

/// One row a storey with homes: building, level, dwellings, residents, homes told apart, least, mean and most sunlight of
/// a home in minutes, homes short of it.
pub fn sun_csv(model: &SunModel) -> String {
    let mut text =
        "building,level,dwellings,residents,homes,least_min,mean_min,most_min,homes_short\n".to_owned();
    for building in model.buildings() {
        for storey in &building.storeys {
            let sum: f64 = storey.minutes.iter().sum();
            let most = storey.minutes.iter().copied().fold(0.0, f64::max);
            let key = quoted(building.key.as_str());
            let homes = storey.minutes.len();
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{key},{},{},{},{homes},{:.1},{:.1},{most:.1},{}",
                storey.level,
                storey.dwellings,
                storey.residents,
                storey.least_min(),
                sum / homes.max(1) as f64,
                storey.short_of(model.day().least_h),
            );
        }
    }
    text
}

/// The rules, the figures, and the storeys of each building.
pub fn sun_json(model: &SunModel) -> Value {
    let (rules, day) = (model.rules(), model.day());
    let buildings: Vec<Value> = model
        .buildings()
        .map(|building| {
            let storeys: Vec<Value> = building
                .storeys
                .iter()
                .map(|storey| {
                    json!({
                        "level": storey.level,
                        "dwellings": storey.dwellings,
                        "residents": storey.residents,
                        "minutes": storey.minutes,
                        "homes_short": storey.short_of(day.least_h),
                    })
                })
                .collect();
            json!({"building": building.key, "assumed_homes": building.is_assumed, "storeys": storeys})
        })
        .collect();
    json!({
        "rules": rules.id,
        "edition": rules.edition,
        "day": day.id,
        "year": rules.year.value,
        "band_true_solar_h": [day.from_h, day.to_h],
        "least_h": day.least_h,
        "clause": day.clause,
        "confidence": day.confidence,
        "step_min": rules.step.value,
        "spacing_m": rules.spacing.value,
        "figures": model.figures(),
        "buildings": buildings,
    })
}
