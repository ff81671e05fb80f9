//! Files about goods.

use linli_model::Community;
use linli_sim::reach::{GoodsReach, Percentiles};
use serde_json::{Value, json};

use super::car::percentiles;
use super::{Files, key};
use crate::simulate::table::{Table, maybe_seconds, rounded};

pub(super) fn write(reach: &GoodsReach, community: &Community, files: &mut Files) -> Value {
    let columns = |second| ["building", second, "orders", "within_limit", "p50_s", "judged_s", "most_s"];
    let (mut buildings, mut storeys) = (Table::new(&columns("hub")), Table::new(&columns("level")));
    for building in &reach.buildings {
        let row = |second: String, times: &Percentiles| {
            [
                key(community, building.building),
                second,
                times.trips.to_string(),
                times.within.to_string(),
                maybe_seconds(times.p50_ms),
                maybe_seconds(times.judged_ms),
                maybe_seconds(times.most_ms),
            ]
        };
        buildings.row(&row(key(community, building.hub), &building.times));
        for (level, times) in &building.storeys {
            storeys.row(&row(level.to_string(), times));
        }
    }
    files.push(("goods_buildings.csv", buildings.into_text()));
    files.push(("goods_storeys.csv", storeys.into_text()));
    let hubs = reach.hubs.iter().map(|hub| {
        json!({
            "hub": key(community, hub.hub),
            "residents": hub.residents,
            "orders_per_day": hub.orders,
            "carriers": hub.carriers,
            "carriers_needed": hub.carriers_needed,
            "utilisation": rounded(hub.utilisation, 4),
            "tours_per_day": rounded(hub.tours, 2),
            "beyond_charge": hub.beyond_charge,
            "times": percentiles(&hub.times),
        })
    });
    json!({
        "limit_s": f64::from(reach.limit_ms) / 1000.0,
        "residents": reach.residents,
        "residents_unserved": reach.residents_unserved,
        "share_within": reach.share_within.map(|share| rounded(share, 6)),
        "hubs": hubs.collect::<Vec<_>>(),
    })
}
