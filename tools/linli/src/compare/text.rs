//! A comparison as text for people, and as CSV.

use std::fmt::Write as _;

use linli_io::Language;
use linli_present::compare::{figure_title, figure_value, judgement_text};
use linli_present::report::ComparisonReport;
use linli_present::{amount, signed_amount};
use linli_sim::compare::{Judgement, Method};
use linli_sim::indicator::{Subject, Value};

use crate::simulate::table::Table;
use crate::speech::either;

/// Causes of a figure that are told one by one.
const CAUSES_SHOWN: usize = 5;
/// Figures whose causes are told.
const FIGURES_SHOWN: usize = 12;

/// A comparison for people.
pub fn to_text(report: &ComparisonReport, language: Language) -> String {
    let mut text = String::new();
    let at = usize::from(language == Language::English);
    let say = |english, chinese| either(language, english, chinese);
    let _ = writeln!(text, "A {} · B {}", report.names[0][at], report.names[1][at]);
    for row in report.rows.iter().filter(|row| row.judgement != Judgement::Same) {
        let difference = row.difference.map_or_else(String::new, |d| signed_amount(d, row.spec, language));
        let percent = row.percent.map_or_else(String::new, |p| format!(" ({p:+.1} %)"));
        let (a, b) = (figure_value(row, row.a, language), figure_value(row, row.b, language));
        let name = figure_title(row.spec, &row.subject, language);
        let word = judgement_text(row.judgement, language);
        let _ = writeln!(text, "{name}\t{a} → {b}\t{difference}{percent}\t{word}");
    }
    let same = report.rows.iter().filter(|row| row.judgement == Judgement::Same).count();
    let _ = writeln!(text, "{}: {same}", say("figures that do not differ", "无差异的指标"));
    let [added, removed, moved, changed] = report.counts();
    let _ = writeln!(
        text,
        "{}: +{added} −{removed} {} {moved} {} {changed}",
        say("elements", "要素"),
        say("moved", "移动"),
        say("changed", "修改")
    );
    for people in &report.people {
        let _ = writeln!(
            text,
            "{}: {} {} · {} {} · {} {} · {} {} · {} {}",
            people.measure.title().text(language),
            say("better for", "改善"),
            people.winners,
            say("worse for", "变差"),
            people.losers,
            say("as before for", "不变"),
            people.same,
            say("new", "新增"),
            people.new,
            say("gone", "减少"),
            people.gone,
        );
    }
    tell_causes(report, &mut text, language);
    text
}

fn tell_causes(report: &ComparisonReport, text: &mut String, language: Language) {
    let say = |english, chinese| either(language, english, chinese);
    let Some(causes) = report.causes.as_ref().filter(|_| !report.explanations.is_empty()) else { return };
    let _ = writeln!(text, "{}", say("causes:", "原因："));
    for at in 0..causes.causes().len() {
        let _ = writeln!(text, "  {}\t{}", at + 1, report.cause_text(at, language));
    }
    let mut order: Vec<_> = report.explanations.iter().collect();
    order.truncate(FIGURES_SHOWN);
    for explanation in order {
        let spec = explanation.spec;
        let name = figure_title(spec, &explanation.subject, language);
        let total = signed_amount(explanation.total, spec, language);
        let _ = writeln!(text, "{name}: {total}");
        for (cause, share, error) in explanation.causes.iter().take(CAUSES_SHOWN).filter(|c| c.1 != 0.0) {
            let share = signed_amount(*share, spec, language);
            let error = match explanation.method {
                Method::Exact => String::new(),
                Method::Sampled(_) => format!(" ± {}", amount(*error, spec, language)),
            };
            let _ = writeln!(text, "  {share}{error}\t{} {}", say("cause", "原因"), cause + 1);
        }
    }
    let _ =
        writeln!(text, "{}: {}", say("to see B without a cause", "去掉某项原因再比较"), report.without(0));
}

/// The figures of a comparison as CSV.
pub fn to_csv(report: &ComparisonReport) -> String {
    let mut table = Table::new(&[
        "id",
        "subject",
        "title_zh",
        "title_en",
        "unit",
        "a",
        "b",
        "difference",
        "percent",
        "judgement",
        "limit",
        "limit_side",
        "verdict",
    ]);
    let plain = |value: Value| value.known().map_or_else(String::new, |number| number.to_string());
    for row in &report.rows {
        let subject = match &row.subject {
            Subject::Unit => String::new(),
            Subject::Part(part) => part.clone(),
            Subject::Element(key) => key.to_string(),
        };
        let limit = row.limits.first();
        let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let side = limit.map(|l| serde_json::to_value(l.limit.side).map(word).unwrap_or_default());
        let verdict = limit.map(|l| serde_json::to_value(l.verdict).map(word).unwrap_or_default());
        table.row(&[
            row.spec.id.to_owned(),
            subject,
            row.spec.title.zh.to_owned(),
            row.spec.title.en.to_owned(),
            row.spec.unit.to_owned(),
            plain(row.a),
            plain(row.b),
            row.difference.map_or_else(String::new, |d| d.to_string()),
            row.percent.map_or_else(String::new, |p| p.to_string()),
            judgement_text(row.judgement, Language::English).to_owned(),
            limit.map_or_else(String::new, |l| l.limit.value.to_string()),
            side.unwrap_or_default(),
            verdict.unwrap_or_default(),
        ]);
    }
    table.into_text()
}
