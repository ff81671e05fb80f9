//! `linli measure`: points, lengths, areas, heights, angles, and the clearance between two things.

use anyhow::{Context as _, bail};
use linli_io::Language;
use linli_model::{Community, Key, SceneFrame};
use linli_present::measure::{
    Measure, MeasureFault, MeasureKind, MeasureValue, measure_rows, measure_text, thing_shapes,
};
use linli_space::{Clearance, Ground, clearance_between};
use serde_json::{Value, json};

use crate::args::MeasureArgs;
use crate::info::open;
use crate::outcome::Outcome;
use crate::output::put_line;
use crate::speech::either;
use crate::variant;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read, a key is not there, or the points give nothing of what is asked.
pub fn run(args: &MeasureArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    if let Some(key) = &args.variant {
        opened.community = variant::applied(&args.scene, &opened.community, key, language)?;
    }
    let community = &opened.community;
    let ground = Ground::of(community);
    let mut made: Vec<(MeasureKind, MeasureValue)> = Vec::new();
    if let Some(points) = &args.points {
        let points: Vec<_> = points.0.iter().map(|point| point.local(&community.frame, &ground)).collect();
        for kind in kinds_of(args.kind, points.len()) {
            let measure = Measure { points: points.clone(), ..Measure::begun(kind) };
            match measure.value(None) {
                Ok(value) => made.push((kind, value)),
                // Of several things that points could give, those that they give are told.
                Err(MeasureFault::Crossing | MeasureFault::NoDirection) if args.kind.is_none() => {}
                Err(fault) => bail!("{}: {}", measure_text(kind, language), fault.text(language)),
            }
        }
    } else {
        let gap = clearance(community, &ground, &args.clearance, language)?;
        let value = Measure::begun(MeasureKind::Clearance).value(gap);
        let value = value.map_err(|fault| anyhow::anyhow!(fault.text(language)))?;
        made.push((MeasureKind::Clearance, value));
    }
    if args.json {
        let measures: Vec<Value> =
            made.iter().map(|(_, value)| in_system(value, &community.frame)).collect::<Result<_, _>>()?;
        let answer = json!({ "crs": community.frame.crs, "measures": measures });
        put_line(&serde_json::to_string_pretty(&answer)?);
    } else {
        for (kind, value) in &made {
            put_line(measure_text(*kind, language));
            for row in measure_rows(value, &community.frame, |x, y| ground.height_at(x, y), language) {
                put_line(&format!("  {}\t{}", row.label, row.value));
            }
        }
    }
    Ok(Outcome::Done)
}

/// What is measured of so many points.
fn kinds_of(asked: Option<MeasureKind>, count: usize) -> Vec<MeasureKind> {
    match (asked, count) {
        (Some(kind), _) => vec![kind],
        (None, 1) => vec![MeasureKind::Point],
        (None, 2) => vec![MeasureKind::Length, MeasureKind::Height],
        (None, 3) => vec![MeasureKind::Length, MeasureKind::Area, MeasureKind::Angle],
        (None, _) => vec![MeasureKind::Length, MeasureKind::Area],
    }
}

fn clearance(
    community: &Community,
    ground: &Ground,
    keys: &[String],
    language: Language,
) -> anyhow::Result<Option<Clearance>> {
    let shapes = |key: &String| {
        thing_shapes(community, ground, &Key::from(key.as_str()))
            .with_context(|| format!("{key}: {}", either(language, "no such element", "没有此要素")))
    };
    let [a, b] = keys else { bail!(either(language, "two keys are wanted", "需要两个编号")) };
    Ok(clearance_between(&shapes(a)?, &shapes(b)?)?)
}

/// A value as JSON, its places in the coordinate system of the scene.
fn in_system(value: &MeasureValue, frame: &SceneFrame) -> serde_json::Result<Value> {
    let mut json = serde_json::to_value(value)?;
    let places = match value {
        MeasureValue::Point { at_m } => vec![("at_m", *at_m)],
        MeasureValue::Clearance { from_m, to_m, .. } => vec![("from_m", *from_m), ("to_m", *to_m)],
        _ => Vec::new(),
    };
    for (name, place) in places {
        json[name] = serde_json::to_value(frame.projected_from_local(place))?;
    }
    Ok(json)
}
