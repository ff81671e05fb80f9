//! Files about cars.

use linli_model::{CarStorage, Community};
use linli_sim::reach::{CarReach, GarageReach, Percentiles};
use serde_json::{Value, json};

use super::{Files, key};
use crate::simulate::table::{Table, maybe_seconds, rounded};

pub(super) fn write(reach: &CarReach, community: &Community, files: &mut Files) -> Value {
    files.push(("car_storeys.csv", storeys(reach, community)));
    let mut table = Table::new(&[
        "building",
        "cars",
        "fetch_trips",
        "fetch_p50_s",
        "fetch_judged_s",
        "park_trips",
        "park_p50_s",
        "park_judged_s",
    ]);
    for building in &reach.buildings {
        table.row(&[
            key(community, building.building),
            building.garages.iter().map(|(_, cars)| cars).sum::<u32>().to_string(),
            building.fetch.trips.to_string(),
            maybe_seconds(building.fetch.p50_ms),
            maybe_seconds(building.fetch.judged_ms),
            building.park.trips.to_string(),
            maybe_seconds(building.park.p50_ms),
            maybe_seconds(building.park.judged_ms),
        ]);
    }
    files.push(("car_buildings.csv", table.into_text()));
    json!({
        "limit_s": f64::from(reach.limit_ms) / 1000.0,
        "cars": reach.cars,
        "cars_without_bay": reach.cars_without_bay,
        "share_within": reach.share_within.map(|share| rounded(share, 6)),
        "unknown_capacity": reach.unknown_capacity.iter().map(|id| key(community, *id)).collect::<Vec<_>>(),
        "garages": reach.garages.iter().map(|garage| garage_json(garage, community)).collect::<Vec<_>>(),
    })
}

fn storeys(reach: &CarReach, community: &Community) -> String {
    let mut table = Table::new(&[
        "building",
        "level",
        "fetch_trips",
        "fetch_p50_s",
        "fetch_judged_s",
        "park_trips",
        "park_p50_s",
        "park_judged_s",
    ]);
    for building in &reach.buildings {
        for storey in &building.storeys {
            table.row(&[
                key(community, building.building),
                storey.level.to_string(),
                storey.fetch.trips.to_string(),
                maybe_seconds(storey.fetch.p50_ms),
                maybe_seconds(storey.fetch.judged_ms),
                storey.park.trips.to_string(),
                maybe_seconds(storey.park.p50_ms),
                maybe_seconds(storey.park.judged_ms),
            ]);
        }
    }
    table.into_text()
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
