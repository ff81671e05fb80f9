//! Density as JSON and CSV.

use linli_model::Community;
use linli_sim::density::{BuildingFigures, DENSITY_SPECS, Room, USE_ORDER};
use serde_json::{Value, json};

use super::Answer;
use crate::simulate::figures::{csv, number};
use crate::simulate::table::{Table, rounded};

/// Everything as one document.
pub fn document(answer: &Answer) -> Value {
    let model = &answer.model;
    let rules = model.rules();
    let exempt = model.exempt_by_rule().into_iter().filter_map(|(at, area_m2)| {
        let rule = rules.counting.get(at)?;
        Some(json!({
            "id": rule.id, "name": {"zh": rule.name.zh, "en": rule.name.en}, "area_m2": rounded(area_m2, 2),
            "clause": rule.clause, "confidence": rule.confidence.tag(),
        }))
    });
    let findings = model.findings();
    let finding = |finding: &linli_sim::density::DensityFinding| {
        let text = finding.kind.text();
        json!({
            "kind": finding.kind, "elements": finding.elements, "value": rounded(finding.value, 4),
            "chinese": text.zh, "english": text.en,
        })
    };
    json!({
        "scene": answer.scene,
        "stage": answer.picture,
        "schedule": answer.has_schedule,
        "rules": {"id": rules.id, "edition": rules.edition, "note": rules.note},
        "specs": DENSITY_SPECS,
        "indicators": answer.figures,
        "exempt": exempt.collect::<Vec<_>>(),
        "gradient": gradient(answer),
        "rooms": rooms(answer),
        "underground": {
            "basements": answer.underground.basements,
            "linked_basements": answer.underground.linked_basements,
            "tunnel_m": rounded(answer.underground.tunnel_m, 1),
        },
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
        "buildings": model.buildings().iter().map(building).collect::<Vec<_>>(),
    })
}

fn gradient(answer: &Answer) -> Value {
    let far = |part: f64, land: f64| (land > 0.0).then(|| rounded(part / land, 3));
    let step = |step: &linli_sim::density::GradientStep| {
        json!({
            "from_m": step.from_m,
            "to_m": step.to_m.is_finite().then_some(step.to_m),
            "above_m2": rounded(step.above_m2, 2),
            "below_m2": rounded(step.below_m2, 2),
            "residents": rounded(step.residents, 1),
            "jobs": rounded(step.jobs, 1),
            "land_m2": rounded(step.land_m2, 2),
            "far": far(step.counted_m2, step.land_m2),
            "target_far": far(step.target_m2, step.land_m2),
            "gap_m2": rounded(step.counted_m2 - step.target_m2, 2),
        })
    };
    Value::Array(answer.gradient.steps.iter().map(step).collect())
}

fn rooms(answer: &Answer) -> Value {
    let one = |(key, room): (&linli_model::Key, &Room)| {
        let limits = room.limits.iter().map(|limit| {
            json!({
                "stop": limit.stop,
                "extra_m2": limit.extra_m2.filter(|v| v.is_finite()).map(|v| rounded(v, 1)),
                "known": limit.extra_m2.is_some(),
            })
        });
        json!({
            "parcel": key,
            "extra_m2": room.extra_m2.map(|v| rounded(v, 1)),
            "binding": room.binding,
            "limits": limits.collect::<Vec<_>>(),
        })
    };
    Value::Array(answer.model.parcel_keys().zip(&answer.rooms).map(one).collect())
}

fn building(building: &BuildingFigures) -> Value {
    let share = |share: &linli_sim::density::BuildingShare| {
        json!({
            "parcel": share.parcel,
            "above_m2": rounded(share.above_m2, 4),
            "footprint_m2": rounded(share.footprint_m2, 4),
        })
    };
    json!({
        "key": building.key,
        "basement": building.is_basement,
        "outline_m2": rounded(building.outline_m2, 4),
        "covered_m2": rounded(building.covered_m2, 4),
        "above_m2": rounded(building.above_m2, 4),
        "below_m2": rounded(building.below_m2, 4),
        "counted_m2": rounded(building.counted_m2, 4),
        "height_m": rounded(building.height_m, 2),
        "residents": building.residents,
        "jobs": building.jobs,
        "walk_m": building.walk.map(|(metres, _)| rounded(metres, 1)),
        "walk_s": building.walk.map(|(_, seconds)| rounded(seconds, 1)),
        "assumed_storeys": building.assumed_storeys,
        "assumed_people": building.assumed_people,
        "shares": building.shares.iter().map(share).collect::<Vec<_>>(),
    })
}

/// Every file with its name.
pub fn all(answer: &Answer, community: &Community) -> Vec<(&'static str, String)> {
    vec![
        ("density.json", format!("{:#}\n", document(answer))),
        ("indicators.csv", csv(&answer.figures)),
        ("parcels.csv", parcels(answer, community)),
        ("buildings.csv", buildings(answer)),
        ("gradient.csv", gradient_csv(answer)),
        ("findings.csv", findings(answer)),
    ]
}

fn parcels(answer: &Answer, community: &Community) -> String {
    let mut header = vec![
        "parcel",
        "name",
        "land_m2",
        "counted_m2",
        "far",
        "coverage_pct",
        "height_m",
        "dwellings",
        "residents",
        "jobs",
        "mix",
        "walk_m",
        "walk_min",
        "target_far",
        "room_m2",
        "binding",
    ];
    let names = USE_ORDER.map(|use_| format!("above_{use_:?}_m2").to_lowercase());
    let below = USE_ORDER.map(|use_| format!("below_{use_:?}_m2").to_lowercase());
    header.extend(names.iter().map(String::as_str));
    header.extend(below.iter().map(String::as_str));
    let mut table = Table::new(&header);
    let maybe = |value: Option<f64>, decimals| value.filter(|v| v.is_finite()).map(|v| number(v, decimals));
    for (at, key) in answer.model.parcel_keys().enumerate() {
        let (sums, land) = (&answer.model.totals().parcels[at], answer.model.site().parcels[at].land_m2);
        let over = |part: f64| (land > 0.0).then(|| part / land);
        let element = community.id_of(key).and_then(|id| community.element(id));
        let room = answer.rooms.get(at);
        let binding = room.map(|room| room.binding.iter().map(|stop| stop.title().en).collect::<Vec<_>>());
        let mut row = vec![
            key.as_str().to_owned(),
            element.and_then(|element| element.name.clone()).unwrap_or_default(),
            number(land, 2),
            number(sums.sums.counted_m2, 2),
            maybe(over(sums.sums.counted_m2), 3).unwrap_or_default(),
            maybe(over(100.0 * sums.sums.footprint_m2), 2).unwrap_or_default(),
            number(sums.height_m, 1),
            number(sums.sums.dwellings, 1),
            number(sums.sums.residents, 1),
            number(sums.sums.jobs, 1),
            maybe(sums.sums.mix(), 3).unwrap_or_default(),
            maybe(Some(sums.walk_m), 0).unwrap_or_default(),
            maybe(Some(sums.walk_s / 60.0), 1).unwrap_or_default(),
            maybe(over(answer.gradient.targets_m2[at]), 3).unwrap_or_default(),
            maybe(room.and_then(|room| room.extra_m2), 0).unwrap_or_default(),
            binding.unwrap_or_default().join("; "),
        ];
        row.extend(sums.sums.above_m2.iter().chain(&sums.sums.below_m2).map(|area| number(*area, 2)));
        table.row(&row);
    }
    table.into_text()
}

fn buildings(answer: &Answer) -> String {
    let mut table = Table::new(&[
        "building",
        "basement",
        "outline_m2",
        "covered_m2",
        "above_m2",
        "below_m2",
        "counted_m2",
        "height_m",
        "dwellings",
        "residents",
        "jobs",
        "walk_m",
        "walk_s",
        "assumed_storeys",
        "assumed_people",
        "parcels",
    ]);
    for building in answer.model.buildings() {
        let parcels: Vec<&str> = building
            .shares
            .iter()
            .filter_map(|share| share.parcel.as_ref().map(|key| key.as_str()))
            .collect();
        table.row(&[
            building.key.as_str().to_owned(),
            building.is_basement.to_string(),
            number(building.outline_m2, 4),
            number(building.covered_m2, 4),
            number(building.above_m2, 2),
            number(building.below_m2, 2),
            number(building.counted_m2, 2),
            number(building.height_m, 2),
            number(building.dwellings, 0),
            number(building.residents, 0),
            number(building.jobs, 0),
            building.walk.map(|(metres, _)| number(metres, 1)).unwrap_or_default(),
            building.walk.map(|(_, seconds)| number(seconds, 1)).unwrap_or_default(),
            building.assumed_storeys.to_string(),
            building.assumed_people.to_string(),
            parcels.join("; "),
        ]);
    }
    table.into_text()
}

fn gradient_csv(answer: &Answer) -> String {
    let mut table = Table::new(&[
        "from_m",
        "to_m",
        "above_m2",
        "below_m2",
        "residents",
        "jobs",
        "land_m2",
        "counted_m2",
        "target_m2",
    ]);
    for step in &answer.gradient.steps {
        table.row(&[
            number(step.from_m, 0),
            if step.to_m.is_finite() { number(step.to_m, 0) } else { String::new() },
            number(step.above_m2, 2),
            number(step.below_m2, 2),
            number(step.residents, 1),
            number(step.jobs, 1),
            number(step.land_m2, 2),
            number(step.counted_m2, 2),
            number(step.target_m2, 2),
        ]);
    }
    table.into_text()
}

fn findings(answer: &Answer) -> String {
    let mut table = Table::new(&["kind", "elements", "value", "chinese", "english"]);
    for finding in answer.model.findings() {
        let elements: Vec<&str> = finding.elements.iter().map(|key| key.as_str()).collect();
        let kind = serde_json::to_value(finding.kind).ok();
        table.row(&[
            kind.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned(),
            elements.join("; "),
            number(finding.value, 4),
            finding.kind.text().zh.to_owned(),
            finding.kind.text().en.to_owned(),
        ]);
    }
    table.into_text()
}
