//! The sunlight of homes as an overlay: hours of each storey in colours.

use std::collections::BTreeMap;

use linli_model::{ElementId, Key};
use linli_sim::sun::SunModel;

use crate::reach_overlay::by_level;
use crate::{ElementValues, Overlay, OverlayKind};

/// Hours of sun of the home of each storey that has the least. `number` gives the number of a building, `floors_m` the
/// heights of its floors from the ground floor to the roof.
pub fn sun_overlay(
    model: &SunModel,
    number: impl Fn(&Key) -> Option<ElementId>,
    floors_m: impl Fn(ElementId) -> Option<Vec<f64>>,
) -> Overlay {
    let elements = model.buildings().filter_map(|building| {
        let id = number(&building.key)?;
        let hours: BTreeMap<i16, f64> =
            building.storeys.iter().map(|storey| (storey.level, storey.least_min() / 60.0)).collect();
        let of_levels = floors_m(id).and_then(|floors| by_level(id, &floors, &hours));
        let least = hours.values().copied().reduce(f64::min)?;
        Some(of_levels.unwrap_or_else(|| ElementValues::whole(id, least)))
    });
    let elements = elements.collect();
    let (rules, day) = (model.rules(), model.day());
    let storeys = || model.buildings().flat_map(|building| &building.storeys);
    let homes: usize = storeys().map(|storey| storey.minutes.len()).sum();
    let short: usize = storeys().map(|storey| storey.short_of(day.least_h)).sum();
    let (from, to, tag) = (day.from_h, day.to_h, day.confidence.tag());
    Overlay {
        kind: OverlayKind::Sunlight,
        title: [format!("Sun of homes, {}", day.name.en), format!("住宅日照（{}）", day.name.zh)],
        unit: ["h", "小时"],
        basis: [
            format!(
                "{from:.0}:00–{to:.0}:00 true solar time, sill {} m, the home with the least of each storey; {} [{tag}]",
                rules.sill.value, day.clause
            ),
            format!(
                "真太阳时 {from:.0}–{to:.0} 时，窗台 {} m，取每层最少住户；{} [{tag}]",
                rules.sill.value, day.clause
            ),
        ],
        result: [
            format!("{short} of {homes} homes have less than {} h", day.least_h),
            format!("{homes} 户中 {short} 户不足 {} 小时", day.least_h),
        ],
        limit: day.least_h,
        most: (to - from).max(day.least_h + 1.0),
        elements,
    }
}
