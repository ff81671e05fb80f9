//! A proposal as JSON and GeoJSON.

use linli_model::{CorridorNodeKind, Point3, SceneFrame};
use serde_json::{Value, json};

use super::CorridorPlan;

/// The proposal as JSON.
///
/// # Errors
/// When a figure is not a number.
pub fn plan_json(plan: &CorridorPlan) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(plan)
}

/// Stretches, openings, connections and conflicts as GeoJSON in the scene's projected system. A stretch has
/// the properties of a utility tunnel of a scene, so that it can be added to one.
///
/// # Errors
/// When a figure is not a number.
pub fn plan_geojson(plan: &CorridorPlan, frame: &SceneFrame) -> Result<String, serde_json::Error> {
    let place = |p: Point3| json!(frame.projected_from_local(p).map(|v| (v * 1000.0).round() / 1000.0));
    let feature = |geometry: Value, properties: Value| json!({ "type": "Feature", "properties": properties, "geometry": geometry });
    let mut features = Vec::new();
    for branch in &plan.branches {
        let mut properties = serde_json::to_value(&plan.corridor)?;
        if let Some(map) = properties.as_object_mut() {
            map.insert("key".into(), json!(branch.key));
            map.insert("kind".into(), json!("corridor"));
            map.insert("length_m".into(), json!(branch.length_m));
            map.insert("streets".into(), json!(branch.streets));
        }
        let line: Vec<Value> = branch.axis.iter().map(|p| place(*p)).collect();
        features.push(feature(json!({ "type": "LineString", "coordinates": line }), properties));
        for (kind, chainage) in &branch.openings {
            let Some(at) = at(&branch.axis, *chainage) else { continue };
            let properties = json!({
                "kind": "corridor_node", "corridor_node": kind_name(*kind), "corridor": branch.key,
                "chainage_m": chainage,
            });
            features.push(feature(json!({ "type": "Point", "coordinates": place(at) }), properties));
        }
    }
    for served in &plan.served {
        let properties =
            json!({ "what": "served", "name": served.name, "connection_m": served.connection_m });
        let at = place([served.from[0], served.from[1], 0.0]);
        features.push(feature(json!({ "type": "Point", "coordinates": at }), properties));
    }
    for conflict in &plan.conflicts {
        let mut properties = serde_json::to_value(conflict)?;
        if let Some(map) = properties.as_object_mut() {
            map.insert("what".into(), json!("conflict"));
            map.remove("at");
        }
        features.push(feature(json!({ "type": "Point", "coordinates": place(conflict.at) }), properties));
    }
    let name = format!("urn:ogc:def:crs:{}", frame.crs.replacen(':', "::", 1));
    serde_json::to_string(&json!({
        "type": "FeatureCollection",
        "crs": { "type": "name", "properties": { "name": name } },
        "features": features,
    }))
}

/// The place at a chainage of an axis.
pub(super) fn at(axis: &[Point3], chainage_m: f64) -> Option<Point3> {
    let mut left = chainage_m;
    for pair in axis.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let length = (b[0] - a[0]).hypot(b[1] - a[1]);
        if left <= length && length > 0.0 {
            let t = (left / length).clamp(0.0, 1.0);
            return Some(std::array::from_fn(|k| a[k] + t * (b[k] - a[k])));
        }
        left -= length;
    }
    axis.last().copied()
}

fn kind_name(kind: CorridorNodeKind) -> &'static str {
    match kind {
        CorridorNodeKind::Access => "access",
        CorridorNodeKind::Escape => "escape",
        CorridorNodeKind::Hoist => "hoist",
        CorridorNodeKind::AirInlet => "air_inlet",
        CorridorNodeKind::AirOutlet => "air_outlet",
        CorridorNodeKind::Branch => "branch",
    }
}
