//! Pit, spoil and cost.

use linli_model::{Confidence, Corridor};
use serde::Serialize;

use super::rules::CorridorPlanRules;
use super::{Branch, ServedPlace};
use crate::rule_figure::Figure;

/// The pit of the whole tunnel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trench {
    /// Soil above the roof slab, metres.
    pub cover_m: f64,
    /// Bedding below the base slab, metres.
    pub bedding_m: f64,
    /// Width of its floor, metres.
    pub floor_width_m: f64,
    /// Depth below the ground, metres.
    pub depth_m: f64,
    /// Soil dug out, cubic metres.
    pub excavation_m3: f64,
    /// Soil filled in again, cubic metres.
    pub backfill_m3: f64,
    /// Walls of the pit, square metres.
    pub walls_m2: f64,
}

/// A part of the cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostItem {
    /// Name of its unit price.
    pub item: &'static str,
    /// How much.
    pub quantity: f64,
    /// Unit price.
    pub price: f64,
    /// Unit of the price.
    pub unit: String,
    /// Quantity times price, yuan.
    pub amount: f64,
    /// Where the price comes from.
    pub source: String,
    /// How far it can be trusted.
    pub tag: Confidence,
}

/// The pit: a trapezium over the length, `(b + m h) h L` with the floor `b`, the batter `m` and the depth `h`.
pub(super) fn trench(branches: &[Branch], [width, height]: [f64; 2], rules: &CorridorPlanRules) -> Trench {
    let length: f64 = branches.iter().map(|branch| branch.length_m).sum();
    let floor_width_m = width + 2.0 * rules.working_m.value;
    let depth_m = rules.cover_m.value + height + rules.bedding_m.value;
    let batter = rules.batter.value;
    let excavation_m3 = (floor_width_m + batter * depth_m) * depth_m * length;
    let kept_out = (width * height + floor_width_m * rules.bedding_m.value) * length;
    let walls_m2 = 2.0 * depth_m * (1.0 + batter * batter).sqrt() * length;
    Trench {
        cover_m: rules.cover_m.value,
        bedding_m: rules.bedding_m.value,
        floor_width_m,
        depth_m,
        excavation_m3,
        backfill_m3: excavation_m3 - kept_out,
        walls_m2,
    }
}

/// Cost by item. Pits with a batter need no sheeting. What streets of other classes add is an item of its own:
/// the works of a metre times the weight of its street.
pub(super) fn items(
    branches: &[Branch],
    served: &[ServedPlace],
    corridor: &Corridor,
    trench: &Trench,
    rules: &CorridorPlanRules,
) -> Vec<CostItem> {
    let length: f64 = branches.iter().map(|branch| branch.length_m).sum();
    let weighted: f64 = branches.iter().map(|branch| branch.weighted_m).sum();
    let openings: usize = branches.iter().map(|branch| branch.openings.len()).sum();
    let clear: f64 = corridor.compartments.iter().map(|c| c.width_m * c.height_m).sum();
    let concrete = (corridor.outer_width_m() * corridor.outer_height_m() - clear).max(0.0) * length;
    let prices = &rules.prices;
    let sheeted = if rules.batter.value > 0.0 { 0.0 } else { trench.walls_m2 };
    let item = |item, quantity: f64, price: &Figure| CostItem {
        item,
        quantity,
        price: price.value,
        unit: price.unit.clone(),
        amount: quantity * price.value,
        source: price.source.clone(),
        tag: price.confidence,
    };
    let works = vec![
        item("excavation", trench.excavation_m3, &prices.excavation),
        item("backfill", trench.backfill_m3, &prices.backfill),
        item("support", sheeted, &prices.support),
        item("concrete", concrete, &prices.concrete),
        item("fitting_out", length * corridor.compartments.len() as f64, &prices.fitting_out),
    ];
    let metre = if length > 0.0 { works.iter().map(|item| item.amount).sum::<f64>() / length } else { 0.0 };
    let streets = CostItem {
        item: "streets",
        quantity: weighted - length,
        price: metre,
        unit: "CNY/m".to_owned(),
        amount: (weighted - length) * metre,
        source: "works of a metre, for each metre that the street's class counts more".to_owned(),
        tag: Confidence::C,
    };
    let connections: f64 = served.iter().map(|place| place.connection_m).sum();
    let rest = [
        streets,
        item("opening", openings as f64, &prices.opening),
        item("connection", connections, &prices.connection),
    ];
    works.into_iter().chain(rest).collect()
}
