//! Files about people on foot.

use linli_model::Community;
use linli_sim::reach::{HomeReach, JoinProblem, PersonModel, PersonReach, UnknownReason};
use serde_json::{Value, json};

use super::{Files, Place, key};
use crate::simulate::table::{Table, maybe_seconds, rounded, seconds};

/// Minutes of the isochrones: bands of one minute.
const LONGEST_BAND_MIN: u32 = 30;
/// How many of the slowest homes, and of the worst closures, are told.
const MOST_TOLD: usize = 20;

pub(super) fn write(
    model: &mut PersonModel<'_>,
    place: &Place<'_>,
    files: &mut Files,
) -> anyhow::Result<Value> {
    let reach = model.reach();
    let community = place.community;
    files.push(("homes.csv", homes_csv(&reach, community)));
    files.push(("homes.geojson", homes_geojson(&reach, place)?));
    let limit_min = reach.limit_ms / 60_000;
    let minutes: Vec<u32> = (1..=limit_min.clamp(1, LONGEST_BAND_MIN)).collect();
    let areas = model.isochrones(&minutes);
    let mut features = Vec::new();
    for area in areas.iter().rev() {
        let mut polygons = Vec::new();
        for polygon in &area.polygons {
            let rings = polygon.iter().map(|ring| {
                let mut ring = ring.iter().map(|p| place.degrees(*p)).collect::<anyhow::Result<Vec<_>>>()?;
                // GeoJSON closes its rings.
                ring.extend(ring.first().copied());
                Ok(ring)
            });
            polygons.push(rings.collect::<anyhow::Result<Vec<_>>>()?);
        }
        features.push(json!({
            "type": "Feature",
            "properties": {"minutes": area.minutes, "area_m2": rounded(area.area_m2, 1), "street_m": rounded(area.length_m, 1)},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        }));
    }
    files.push((
        "isochrones.geojson",
        format!("{}\n", json!({"type": "FeatureCollection", "features": features})),
    ));
    let worst = model.worst_closures(MOST_TOLD);
    let mut table =
        Table::new(&["closed", "residents_lost_from_limit", "residents_cut_off", "only_connection"]);
    for effect in &worst {
        table.row(&[
            effect.target.closure.name(community),
            effect.residents_lost.to_string(),
            effect.residents_cut_off.to_string(),
            effect.target.is_bridge.to_string(),
        ]);
    }
    files.push(("closures.csv", table.into_text()));
    Ok(summary(&reach, model, community))
}

fn summary(reach: &PersonReach, model: &PersonModel<'_>, community: &Community) -> Value {
    let home = |home: &HomeReach| {
        let total = home.time.as_ref().ok().map(|time| f64::from(time.total_ms) / 1000.0);
        json!({"building": key(community, home.building), "level": home.level, "residents": home.residents, "total_s": total})
    };
    let [platform_known, within_to_platform] = reach.to_platform();
    let unknown: Vec<Value> = reach
        .homes
        .iter()
        .filter_map(|home| {
            let reason = home.time.as_ref().err()?;
            Some(json!({
                "building": key(community, home.building), "level": home.level,
                "residents": home.residents, "reason": reason_text(reason, community),
            }))
        })
        .collect();
    json!({
        "limit_min": reach.limit_ms / 60_000,
        "stations": model.stations().iter().map(|station| key(community, *station)).collect::<Vec<_>>(),
        "residents": reach.residents,
        "residents_within": reach.residents_within,
        "residents_unknown": reach.residents_unknown,
        "residents_assumed": reach.homes.iter().any(|home| home.assumed_residents),
        "share_within": reach.share_within().map(|share| rounded(share, 6)),
        "residents_by_minute": reach.bands,
        "residents_platform_known": platform_known,
        "residents_within_to_platform": within_to_platform,
        "mean_detour": reach.mean_detour().map(|detour| rounded(detour, 4)),
        "slowest": reach.worst(MOST_TOLD).iter().map(|i| home(&reach.homes[*i])).collect::<Vec<_>>(),
        "unknown": unknown,
    })
}

/// Why a time is not known.
pub(super) fn reason_text(reason: &UnknownReason, community: &Community) -> String {
    match reason {
        UnknownReason::NoStation => "no station entrance on the network".to_owned(),
        UnknownReason::NoDoor => "no door and no outline".to_owned(),
        UnknownReason::DoorOffNetwork(JoinProblem::FarFromStreets { limit_m }) => {
            format!("no walkable street within {limit_m} m of the door")
        }
        UnknownReason::DoorOffNetwork(JoinProblem::NoPlace) => "the door has no place".to_owned(),
        UnknownReason::DoorOffNetwork(JoinProblem::Closed) => "the door is closed".to_owned(),
        UnknownReason::DoorOffNetwork(JoinProblem::NoWayIndoors) => {
            "no way leads on from the basement".to_owned()
        }
        UnknownReason::NoWayInside => "no lift, and the walker cannot use stairs".to_owned(),
        UnknownReason::CutOff { by } if by.is_empty() => "no station on this part of the network".to_owned(),
        UnknownReason::CutOff { by } => {
            let keys: Vec<String> = by.iter().map(|element| key(community, *element)).collect();
            format!("cut off by {}", keys.join(" "))
        }
    }
}

fn homes_csv(reach: &PersonReach, community: &Community) -> String {
    let mut table = Table::new(&[
        "building",
        "level",
        "dwellings",
        "residents",
        "residents_assumed",
        "total_s",
        "stairs_s",
        "lift_wait_s",
        "lift_ride_s",
        "walk_s",
        "to_platform_s",
        "station",
        "door",
        "door_assumed",
        "walk_m",
        "detour",
        "unknown",
    ]);
    for home in &reach.homes {
        let mut cells = vec![
            key(community, home.building),
            home.level.to_string(),
            home.dwellings.to_string(),
            home.residents.to_string(),
            home.assumed_residents.to_string(),
        ];
        match &home.time {
            Ok(time) => cells.extend([
                seconds(time.total_ms.into()),
                seconds(time.stairs_ms.into()),
                seconds(time.wait_ms.into()),
                seconds(time.ride_ms.into()),
                seconds(time.walk_ms.into()),
                maybe_seconds(time.platform_ms.map(u64::from)),
                key(community, time.station),
                key(community, time.door),
                time.door_assumed.to_string(),
                format!("{:.2}", time.length_m),
                time.detour.map(|detour| format!("{detour:.3}")).unwrap_or_default(),
                String::new(),
            ]),
            Err(reason) => {
                cells.extend(std::iter::repeat_n(String::new(), 11));
                cells.push(reason_text(reason, community));
            }
        }
        table.row(&cells);
    }
    table.into_text()
}

/// One point for each building: its quickest and slowest storey and how many are within the limit.
fn homes_geojson(reach: &PersonReach, place: &Place<'_>) -> anyhow::Result<String> {
    let mut features = Vec::new();
    for storeys in reach.homes.chunk_by(|a, b| a.building == b.building) {
        let Some(first) = storeys.first() else { continue };
        let element = place.community.element(first.building);
        let Some(centre) =
            element.map(|e| e.geometry.aabb()).filter(|aabb| !aabb.is_empty()).map(|aabb| aabb.centre())
        else {
            continue;
        };
        let times: Vec<u32> =
            storeys.iter().filter_map(|home| Some(home.time.as_ref().ok()?.total_ms)).collect();
        let within = |home: &&HomeReach| home.time.as_ref().is_ok_and(|time| time.total_ms <= reach.limit_ms);
        let people = |homes: &mut dyn Iterator<Item = &HomeReach>| {
            homes.map(|home| u64::from(home.residents)).sum::<u64>()
        };
        features.push(json!({
            "type": "Feature",
            "properties": {
                "building": key(place.community, first.building),
                "residents": people(&mut storeys.iter()),
                "residents_within": people(&mut storeys.iter().filter(within)),
                "quickest_s": times.iter().min().map(|ms| f64::from(*ms) / 1000.0),
                "slowest_s": times.iter().max().map(|ms| f64::from(*ms) / 1000.0),
            },
            "geometry": {"type": "Point", "coordinates": place.degrees([centre[0], centre[1]])?},
        }));
    }
    Ok(format!("{}\n", json!({"type": "FeatureCollection", "features": features})))
}
