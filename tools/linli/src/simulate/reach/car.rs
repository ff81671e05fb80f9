//! Files about cars.

use linli_model::{CarStorage, Community};
use linli_sim::reach::{CarReach, GarageReach, Percentiles};
use serde_json::{Value, json};

use super::{Files, key};
use crate::simulate::table::{Table, maybe_seconds, rounded};

pub(super) fn write(reach: &CarReach, community: &Community, files: &mut Files) -> Value {
    let mut storeys = Table::new(&columns("level"));
    let mut buildings = Table::new(&columns("cars"));
    for building in &reach.buildings {
        let name = || key(community, building.building);
        let cars = building.garages.iter().map(|(_, cars)| cars).sum::<u32>();
        buildings.row(&row([name(), cars.to_string()], [&building.fetch, &building.park]));
        for storey in &building.storeys {
            storeys.row(&row([name(), storey.level.to_string()], [&storey.fetch, &storey.park]));
        }
    }
    files.push(("car_storeys.csv", storeys.into_text()));
    files.push(("car_buildings.csv", buildings.into_text()));
    json!({
        "limit_s": f64::from(reach.limit_ms) / 1000.0,
        "cars": reach.cars,
        "cars_without_bay": reach.cars_without_bay,
        "share_within": reach.share_within.map(|share| rounded(share, 6)),
        "unknown_capacity": reach.unknown_capacity.iter().map(|id| key(community, *id)).collect::<Vec<_>>(),
        "garages": reach.garages.iter().map(|garage| garage_json(garage, community)).collect::<Vec<_>>(),
    })
}

/// Columns of trips, with what tells a row of a building.
fn columns(second: &'static str) -> [&'static str; 8] {
    [
        "building",
        second,
        "fetch_trips",
        "fetch_p50_s",
        "fetch_judged_s",
        "park_trips",
        "park_p50_s",
        "park_judged_s",
    ]
}

fn row([building, second]: [String; 2], ways: [&Percentiles; 2]) -> Vec<String> {
    let times =
        |way: &Percentiles| [way.trips.to_string(), maybe_seconds(way.p50_ms), maybe_seconds(way.judged_ms)];
    [building, second].into_iter().chain(ways.into_iter().flat_map(times)).collect()
}

fn garage_json(garage: &GarageReach, community: &Community) -> Value {
    let storage = match garage.storage {
        CarStorage::Driven => "driven",
        CarStorage::Agv => "agv",
        CarStorage::Stacker => "stacker",
    };
    json!({
        "garage": key(community, garage.garage),
        "storage": storage,
        "bays": garage.bays,
        "cars": garage.cars,
        "charging_bays": garage.charging_bays,
        "shared_bays": garage.shared_bays,
        "gate_known": garage.gate_known,
        "servers": garage.servers,
        "servers_needed": garage.servers_needed,
        "trips": garage.trips,
        "utilisation": rounded(garage.utilisation, 4),
        "mean_wait_to_fetch_s": garage.fetch_wait_ms as f64 / 1000.0,
        "mean_wait_to_park_s": garage.park_wait_ms as f64 / 1000.0,
        "most_waiting": garage.most_waiting,
        "waiting_by_minute": garage.waiting_by_minute,
        "day": {
            "runs": garage.day.runs,
            "bays_by_hour": garage.day.bays_by_hour,
            "workers_by_hour": garage.day.workers_by_hour,
            "residents_turned_away": garage.day.residents_turned_away,
            "workers_turned_away": garage.day.workers_turned_away,
            "charging_by_hour": garage.day.charging_by_hour,
            "most_waiting_to_charge": garage.day.most_waiting_to_charge,
        },
        "fetch": percentiles(&garage.fetch),
        "park": percentiles(&garage.park),
    })
}

/// Percentiles in seconds.
pub(super) fn percentiles(times: &Percentiles) -> Value {
    let seconds = |ms: Option<u64>| ms.map(|ms| ms as f64 / 1000.0);
    json!({
        "trips": times.trips,
        "within": times.within,
        "p50_s": seconds(times.p50_ms),
        "judged_s": seconds(times.judged_ms),
        "most_s": seconds(times.most_ms),
    })
}
