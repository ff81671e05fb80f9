//! Everything that a comparison tells.

use anyhow::bail;
use linli_io::Language;
use linli_model::variant::differences;
use linli_present::report::ComparisonReport;
use linli_present::{Text, text};
use linli_sim::compare::{
    CauseEdit, FigureGroup, HomeMeasure, Method, causes_between, compare_figures, explain, winners_and_losers,
};
use linli_sim::figures::FigureRules;
use serde_json::{Value, json};

use crate::args::CompareArgs;
use crate::speech::either;
use crate::variant::{Scene, difference_json, edit_json};
use crate::watch::Watch;

/// Compares; nothing when the user stopped it.
///
/// # Errors
/// When there is no such variant or cause, or a variant does not fit.
pub fn answer(
    scene: &Scene,
    args: &CompareArgs,
    rules: &FigureRules,
    groups: &[&FigureGroup],
    language: Language,
) -> anyhow::Result<Option<ComparisonReport>> {
    let a = scene.community(&args.a, language)?;
    let causes = {
        let found = causes_between(&scene.opened.community, &scene.tree, &args.a, &args.b);
        found.map_err(|problem| scene.told(&problem, language))?
    };
    let count = causes.causes().len();
    if let Some(number) = args.without.iter().find(|number| **number == 0 || **number > count) {
        let what = either(language, "no such cause; there are", "没有此项原因，共有");
        bail!("{number}: {what} {count}");
    }
    let b = if args.without.is_empty() {
        scene.community(&args.b, language)?
    } else {
        causes.community(|cause| !args.without.contains(&(cause + 1)))
    };
    let rows = compare_figures([&a, &b], rules, groups);
    let explanations = if args.no_causes || !args.without.is_empty() {
        Vec::new()
    } else {
        let watch = Watch::new(language);
        let found = explain(&causes, rules, groups, args.orders as usize, args.seed, &watch);
        watch.finish();
        let Some(found) = found else { return Ok(None) };
        found
    };
    let is_asked = |measure: &HomeMeasure| groups.iter().any(|group| group.name == measure.group());
    let measures = HomeMeasure::ALL.into_iter().filter(is_asked);
    let people = measures.map(|measure| winners_and_losers(&a, &b, rules, measure)).collect();
    let name = |key: &str| match scene.tree.get(key) {
        Some(variant) => [variant.name_zh.clone(), variant.name_en.clone()],
        None => [Language::Chinese, Language::English]
            .map(|language| text(Text::BaseVariant, language).to_owned()),
    };
    let figures = if args.figures.is_empty() {
        String::new()
    } else {
        format!(" --figures {}", args.figures.join(","))
    };
    Ok(Some(ComparisonReport {
        command: format!("linli compare {} {} {}{figures}", args.scene.display(), args.a, args.b),
        scene: scene.opened.community.name.clone(),
        names: [name(&args.a), name(&args.b)],
        differences: differences(&a, &b),
        sides: [a, b],
        rows,
        causes: (!args.no_causes).then_some(causes),
        explanations,
        people,
        without: args.without.clone(),
    }))
}

/// A comparison as JSON.
pub fn to_json(report: &ComparisonReport) -> Value {
    let name = |[zh, en]: &[String; 2]| json!({"zh": zh, "en": en});
    let differences: Vec<Value> = report.differences.iter().map(difference_json).collect();
    let causes = report.causes.iter().flat_map(|causes| causes.causes()).enumerate();
    let edits = |edits: &[CauseEdit]| -> Vec<Value> {
        let one = |edit: &CauseEdit| {
            let mut value = edit_json(edit.number, &edit.edit);
            value["variant"] = json!(edit.variant);
            value
        };
        edits.iter().map(one).collect()
    };
    let causes: Vec<Value> = causes
        .map(|(at, cause)| {
            json!({
                "number": at + 1, "elements": cause.keys, "a": edits(&cause.a), "b": edits(&cause.b),
                "without": report.without(at),
            })
        })
        .collect();
    let explanations: Vec<Value> = report
        .explanations
        .iter()
        .map(|explanation| {
            let shares: Vec<Value> = explanation
                    .causes
                    .iter()
                    .map(|(cause, value, error)| {
                        json!({"cause": cause + 1, "contribution": value, "standard_error": error})
                    })
                    .collect();
            let method = match explanation.method {
                Method::Exact => json!("exact"),
                Method::Sampled(orders) => json!({"sampled_orders": orders}),
            };
            json!({
                "id": explanation.spec.id, "subject": explanation.subject, "unit": explanation.spec.unit,
                "difference": explanation.total, "method": method, "contributions": shares,
            })
        })
        .collect();
    json!({
        "command": report.command, "scene": report.scene, "a": name(&report.names[0]), "b": name(&report.names[1]),
        "without": report.without, "figures": report.rows, "elements": differences, "causes": causes,
        "explanations": explanations, "people": report.people,
    })
}
