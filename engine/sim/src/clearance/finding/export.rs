//! Findings as JSON, CSV and GeoJSON.

use std::fmt::Write as _;

use linli_model::{Point3, SceneFrame};
use serde_json::{Value, json};

use super::group::kind_name;
use super::{Finding, Status, Verdict};
use crate::clearance::check::Certainty;
use crate::csv::quoted;

/// Findings as JSON; the same list can be read again as the list from before.
///
/// # Errors
/// When a figure is not a number.
pub fn findings_json(findings: &[Finding]) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&json!({ "schema": "linli/findings/1", "findings": findings }))
}

/// Findings as CSV (RFC 4180), one line a place, with a head; lengths in metres, coordinates in the
/// scene's projected system.
pub fn findings_csv(findings: &[Finding], frame: &SceneFrame) -> String {
    let mut text = String::from(
        "finding,place,kind,verdict,certainty,status,rule,standard,clause,tag,element,other,from_m,to_m,\
         actual,required,unit,easting_m,northing_m,height_m,move_east_m,move_north_m,move_up_m\r\n",
    );
    for finding in findings {
        let moved = finding.mend.as_ref().map(|mend| mend.by_m);
        for place in &finding.places {
            let [x, y, z] = frame.projected_from_local(place.at);
            let other = place.other.as_ref().map_or("", |key| key.as_str());
            let fields = [
                finding.id.clone(),
                place.id.clone(),
                kind_name(finding.kind).to_owned(),
                verdict_name(place.verdict).to_owned(),
                certainty_name(place.certainty).to_owned(),
                status_name(&place.status),
                quoted(&place.rule),
                quoted(&place.standard),
                quoted(&place.clause),
                place.tag.tag().to_owned(),
                quoted(place.element.as_str()),
                quoted(other),
                format!("{:.3}", place.chainage_m[0]),
                format!("{:.3}", place.chainage_m[1]),
                format!("{:.4}", place.actual),
                format!("{:.4}", place.required),
                finding.unit.clone(),
                format!("{x:.3}"),
                format!("{y:.3}"),
                format!("{z:.3}"),
                moved.map_or(String::new(), |by| format!("{:.3}", by[0])),
                moved.map_or(String::new(), |by| format!("{:.3}", by[1])),
                moved.map_or(String::new(), |by| format!("{:.3}", by[2])),
            ];
            let _ = write!(text, "{}\r\n", fields.join(","));
        }
    }
    text
}

/// Places as GeoJSON dimension lines from the culprit to what it is too near to, in the scene's
/// projected system.
///
/// # Errors
/// When a figure is not a number.
pub fn findings_geojson(findings: &[Finding], frame: &SceneFrame) -> Result<String, serde_json::Error> {
    let point = |p: Point3| {
        let p = frame.projected_from_local(p);
        json!(p.map(|v| (v * 1000.0).round() / 1000.0))
    };
    let features: Vec<Value> = findings
        .iter()
        .flat_map(|finding| finding.places.iter().map(move |place| (finding, place)))
        .map(|(finding, place)| {
            json!({
                "type": "Feature",
                "id": place.id,
                "properties": {
                    "finding": finding.id, "kind": kind_name(finding.kind),
                    "verdict": verdict_name(place.verdict), "certainty": certainty_name(place.certainty),
                    "status": status_name(&place.status), "rule": place.rule,
                    "standard": place.standard, "clause": place.clause, "tag": place.tag.tag(),
                    "element": place.element, "other": place.other,
                    "from_m": place.chainage_m[0], "to_m": place.chainage_m[1],
                    "actual": place.actual, "required": place.required, "unit": finding.unit,
                },
                "geometry": { "type": "LineString", "coordinates": [point(place.at), point(place.facing)] },
            })
        })
        .collect();
    let name = format!("urn:ogc:def:crs:{}", frame.crs.replacen(':', "::", 1));
    let collection = json!({
        "type": "FeatureCollection",
        "crs": { "type": "name", "properties": { "name": name } },
        "features": features,
    });
    serde_json::to_string(&collection)
}

fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Violation => "violation",
        Verdict::Indication => "indication",
    }
}

fn certainty_name(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Possible => "possible",
        Certainty::Clear => "clear",
    }
}

fn status_name(status: &Status) -> String {
    match status {
        Status::New => "new".to_owned(),
        Status::Persisting => "persisting".to_owned(),
        Status::Resolved => "resolved".to_owned(),
        Status::Accepted { reason } => quoted(&format!("accepted: {reason}")),
    }
}
