//! The three ways of one home, as GeoJSON.

use anyhow::bail;
use linli_io::Language;
use linli_model::{Community, ElementId};
use linli_sim::reach::{HomeTrip, explain_home};
use serde_json::{Value, json};

use super::{Models, Place, key, person, question};
use crate::simulate::table::rounded;
use crate::speech::either;

/// The ways of one home of a building: one feature for each part that has a path, and what each way is
/// made of beside them.
///
/// # Errors
/// When the key names no building with homes, or nobody lives on the level.
pub(super) fn text(
    name: &str,
    level: Option<i16>,
    models: &Models<'_>,
    place: &Place<'_>,
    language: Language,
) -> anyhow::Result<String> {
    let community = place.community;
    let building = question::element(name, community, language)?;
    let level = level.or_else(|| top_level(models, building));
    let explained = level.and_then(|level| {
        let found = explain_home(models.scope, &models.person, &models.car, &models.goods, building, level)?;
        Some((level, found))
    });
    let Some((level, explained)) = explained else {
        let what = either(language, "nobody lives there in this stage", "该阶段此处无人居住");
        bail!("{name}{}: {what}", level.map(|level| format!(" {level}")).unwrap_or_default());
    };
    let mut features = Vec::new();
    let mut ways = serde_json::Map::new();
    let mut add = |kind: &str, trip: &HomeTrip| -> anyhow::Result<()> {
        ways.insert(kind.to_owned(), way(trip, community));
        for (number, leg) in trip.legs.iter().enumerate().filter(|(_, leg)| leg.path.len() > 1) {
            features.push(feature(kind, number, leg, place)?);
        }
        Ok(())
    };
    if let Ok(trip) = &explained.person {
        add("person", trip)?;
    }
    if let Some(car) = &explained.car {
        add("fetch_car", &car.fetch)?;
        add("park_car", &car.park)?;
    }
    if let Some(trip) = &explained.goods {
        add("goods", trip)?;
    }
    let unknown = explained.person.as_ref().err().map(|reason| person::reason_text(reason, community));
    let value = json!({
        "type": "FeatureCollection",
        "building": name,
        "level": level,
        "ways": ways,
        "unknown": unknown,
        "features": features,
    });
    Ok(format!("{value:#}\n"))
}

/// Highest level with homes.
fn top_level(models: &Models<'_>, building: ElementId) -> Option<i16> {
    let homes = models.person.homes().iter().filter(|home| home.element == building);
    homes.flat_map(|home| home.storeys.iter().map(|storey| storey.level)).max()
}

/// What a way is made of.
fn way(trip: &HomeTrip, community: &Community) -> Value {
    let seconds = |ms: u64| ms as f64 / 1000.0;
    let split: serde_json::Map<String, Value> = trip
        .split()
        .into_iter()
        .map(|(kind, ms)| (format!("{}_s", kind.name()), json!(seconds(ms))))
        .collect();
    json!({
        "to": key(community, trip.place),
        "total_s": seconds(trip.total_ms()),
        "limit_s": f64::from(trip.limit_ms) / 1000.0,
        "parts": split,
    })
}

fn feature(
    way: &str,
    number: usize,
    leg: &linli_sim::reach::Leg,
    place: &Place<'_>,
) -> anyhow::Result<Value> {
    let points = leg.path.iter().map(|point| {
        let [x, y] = place.degrees([point[0], point[1]])?;
        Ok(json!([x, y, rounded(point[2] + place.community.frame.anchor_m[2], 2)]))
    });
    Ok(json!({
        "type": "Feature",
        "properties": {
            "way": way,
            "leg": number + 1,
            "kind": leg.kind.name(),
            "seconds": leg.ms as f64 / 1000.0,
            "along": leg.along.iter().map(|street| key(place.community, *street)).collect::<Vec<_>>(),
        },
        "geometry": {"type": "LineString", "coordinates": points.collect::<anyhow::Result<Vec<_>>>()?},
    }))
}
