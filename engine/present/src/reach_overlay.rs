//! The three reaches as overlays: minutes of each home in colours.

use std::collections::BTreeMap;

use linli_model::ElementId;
use linli_sim::reach::{CarReach, GoodsReach, Percentiles, PersonReach, ReachQuestion, StoreyCars};

use crate::{ElementValues, Overlay, OverlayKind, walker_of};

/// Minutes of some milliseconds.
fn minutes(ms: f64) -> f64 {
    ms / 60_000.0
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// Values of levels on a building; level 1 is the ground floor.
pub(crate) fn by_level(
    building: ElementId,
    floors_m: &[f64],
    values: &BTreeMap<i16, f64>,
) -> Option<ElementValues> {
    let levels = 1..=i16::try_from(floors_m.len().saturating_sub(1)).ok()?;
    let values: Vec<Option<f64>> = levels.map(|level| values.get(&level).copied()).collect();
    ElementValues::by_storey(building, floors_m, &values)
}

/// Minutes on foot from each storey to the nearest station entrance. `floors_m` gives the heights of a building's
/// floors from the ground floor to the roof.
pub fn person_overlay(
    reach: &PersonReach,
    question: &ReachQuestion,
    floors_m: impl Fn(ElementId) -> Option<Vec<f64>>,
) -> Overlay {
    let mut storeys: BTreeMap<ElementId, BTreeMap<i16, f64>> = BTreeMap::new();
    for home in &reach.homes {
        let of_building = storeys.entry(home.building).or_default();
        if let Ok(time) = &home.time {
            of_building.insert(home.level, minutes(f64::from(time.total_ms)));
        }
    }
    let elements =
        storeys.into_iter().filter_map(|(building, times)| by_level(building, &floors_m(building)?, &times));
    let limit = minutes(f64::from(reach.limit_ms));
    let share = percent(reach.share_within());
    let [english, chinese] = walker_of(question);
    Overlay {
        kind: OverlayKind::PersonReach,
        title: ["On foot to the station".to_owned(), "步行至站点".to_owned()],
        unit: ["min", "分钟"],
        basis: [
            format!("{english} · door to door with stairs and lifts"),
            format!("{chinese} · 含楼梯与电梯，门到门"),
        ],
        result: [
            format!("{share} of {} residents within {limit:.0} min", reach.residents),
            format!("{} 名居民中 {share} 在 {limit:.0} 分钟内", reach.residents),
        ],
        limit,
        most: 2.0 * limit,
        elements: elements.collect(),
    }
}

/// Minutes to fetch a car from each storey: the percentile that the rules judge by. Where the heights of the floors are
/// not known, the building has one value.
pub fn car_overlay(
    reach: &CarReach,
    percent_judged: f64,
    edition: &str,
    seed: u64,
    floors_m: impl Fn(ElementId) -> Option<Vec<f64>>,
) -> Overlay {
    let elements = reach.buildings.iter().filter_map(|building| {
        let of = |storey: &StoreyCars| Some((storey.level, minutes(storey.fetch.judged_ms? as f64)));
        let storeys: BTreeMap<i16, f64> = building.storeys.iter().filter_map(of).collect();
        let floors = floors_m(building.building);
        floors.and_then(|floors| by_level(building.building, &floors, &storeys)).or_else(|| {
            Some(ElementValues::whole(building.building, minutes(building.fetch.judged_ms? as f64)))
        })
    });
    let limit = minutes(f64::from(reach.limit_ms));
    let share = percent(reach.share_within);
    Overlay {
        kind: OverlayKind::CarReach,
        title: ["A car from flat to gate".to_owned(), "取车至社区出口".to_owned()],
        unit: ["min", "分钟"],
        basis: [
            format!("morning peak, {percent_judged:.0}th percentile, seed {seed}, {edition}"),
            format!("早高峰，第 {percent_judged:.0} 百分位，种子 {seed}，{edition}"),
        ],
        result: [
            format!(
                "{share} of trips within {limit:.0} min; {} of {} cars without a bay",
                reach.cars_without_bay, reach.cars
            ),
            format!(
                "{share} 的出行在 {limit:.0} 分钟内；{} 辆车中 {} 辆无车位",
                reach.cars, reach.cars_without_bay
            ),
        ],
        limit,
        most: 3.0 * limit,
        elements: elements.collect(),
    }
}

/// Minutes from order to handover on each storey: the percentile that the rules judge by. Where the heights of the
/// floors are not known, the building has one value.
pub fn goods_overlay(
    reach: &GoodsReach,
    percent_judged: f64,
    edition: &str,
    seed: u64,
    floors_m: impl Fn(ElementId) -> Option<Vec<f64>>,
) -> Overlay {
    let elements = reach.buildings.iter().filter_map(|building| {
        let of = |(level, times): &(i16, Percentiles)| Some((*level, minutes(times.judged_ms? as f64)));
        let storeys: BTreeMap<i16, f64> = building.storeys.iter().filter_map(of).collect();
        let floors = floors_m(building.building);
        floors.and_then(|floors| by_level(building.building, &floors, &storeys)).or_else(|| {
            Some(ElementValues::whole(building.building, minutes(building.times.judged_ms? as f64)))
        })
    });
    let limit = minutes(f64::from(reach.limit_ms));
    let share = percent(reach.share_within);
    let carriers: u32 = reach.hubs.iter().map(|hub| hub.carriers).sum();
    Overlay {
        kind: OverlayKind::GoodsReach,
        title: ["Goods to the flat's door".to_owned(), "物流送达户门".to_owned()],
        unit: ["min", "分钟"],
        basis: [
            format!(
                "a day of orders, {percent_judged:.0}th percentile, {carriers} couriers, seed {seed}, {edition}"
            ),
            format!("一日订单，第 {percent_judged:.0} 百分位，{carriers} 名配送员，种子 {seed}，{edition}"),
        ],
        result: [
            format!(
                "{share} of orders within {limit:.0} min; {} residents unserved",
                reach.residents_unserved
            ),
            format!("{share} 的订单在 {limit:.0} 分钟内；{} 名居民未覆盖", reach.residents_unserved),
        ],
        limit,
        most: 2.0 * limit,
        elements: elements.collect(),
    }
}
