//! A comparison as one HTML page that needs no other file: table, bars, plan, causes, in both languages.

use std::fmt::Write as _;

use linli_model::Language;
use linli_sim::compare::{FigureRow, Judgement, Method, People};
use linli_sim::drawing::escaped;

use super::comparison::ComparisonReport;
use super::comparison_plan::plan;
use crate::compare::{figure_title, figure_value, judgement_text};
use crate::figure::{amount, signed_amount};

/// Homes that are listed on each side of winners and losers.
const HOMES_SHOWN: usize = 10;
/// Style: difference colours purple to orange, which people with any colour vision tell apart.
const STYLE: &str = "body{font:14px/1.5 system-ui,'Noto Sans SC','Source Han Sans SC',sans-serif;margin:2rem auto;\
max-width:60rem;padding:0 1rem;color:#1d1d1f}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}\
table{border-collapse:collapse;width:100%}td,th{padding:.3rem .5rem;border-bottom:1px solid #ddd;text-align:right}\
td:first-child,th:first-child{text-align:left}small,.en{color:#555}.better{color:#3f2f7d;font-weight:600}\
.worse{color:#9c4a06;font-weight:600}svg.plan{width:100%;background:#fafaf7;border:1px solid #ddd}\
.building{fill:#e3e1dc}.street{fill:none;stroke:#d8d5cd;stroke-width:2}.added.area{fill:#66bb6a;fill-opacity:.75;\
stroke:#1b5e20}.added.line{fill:none;stroke:#2e7d32;stroke-width:3}.removed.area{fill:url(#hatch);stroke:#c62828}\
.removed.line{fill:none;stroke:#c62828;stroke-width:3;stroke-dasharray:6 3}.changed.area{fill:#ffb300;\
fill-opacity:.6;stroke:#e65100}.changed.line{fill:none;stroke:#e65100;stroke-width:3}.before.area,.before.line{\
fill:none;stroke:#e65100;stroke-dasharray:4 3}.solid{fill-rule:nonzero}.bar{stroke:#333;stroke-width:2}\
svg text{font-size:12px;fill:#333}code{background:#f3f3f0;padding:.1rem .3rem;word-break:break-all}\
.key span{display:inline-block;width:1em;height:1em;margin:0 .3em 0 1em;vertical-align:-.1em}\
@media print{body{margin:0}}";

fn both(zh: &str, en: &str) -> String {
    format!("{} <span class=\"en\" lang=\"en\">{}</span>", escaped(zh), escaped(en))
}

/// The page.
pub(super) fn page(report: &ComparisonReport) -> String {
    let [a, b] = &report.names;
    let heading = format!("{} · {} ↔ {}", report.scene, a[0], b[0]);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{}</title><style>{STYLE}</style></head><body>\n<h1>{}<br><small \
         lang=\"en\">{} ↔ {}</small></h1>\n",
        escaped(&heading),
        escaped(&heading),
        escaped(&a[1]),
        escaped(&b[1])
    );
    figures(report, &mut html);
    elements(report, &mut html);
    people(report, &mut html);
    causes(report, &mut html);
    let _ = writeln!(
        html,
        "<h2>{}</h2><p><code>{}</code></p></body></html>",
        both("复算", "To reckon again"),
        escaped(&report.command)
    );
    html
}

fn figures(report: &ComparisonReport, html: &mut String) {
    let [a, b] = &report.names;
    let _ = write!(
        html,
        "<h2>{}</h2><table><tr><th>{}</th><th>A {}</th><th>B {}</th><th>B − A</th><th>%</th><th></th><th></th></tr>",
        both("指标", "Figures"),
        both("指标", "figure"),
        both(&a[0], &a[1]),
        both(&b[0], &b[1])
    );
    let different = report.rows.iter().filter(|row| row.judgement != Judgement::Same);
    for row in different.clone() {
        let class = match row.judgement {
            Judgement::Better => "better",
            Judgement::Worse => "worse",
            _ => "",
        };
        let name = both(
            &figure_title(row.spec, &row.subject, Language::Chinese),
            &figure_title(row.spec, &row.subject, Language::English),
        );
        let side = |of| escaped(&figure_value(row, of, Language::Chinese));
        let difference =
            row.difference.map_or_else(String::new, |d| signed_amount(d, row.spec, Language::Chinese));
        let percent = row.percent.map_or_else(String::new, |p| format!("{p:+.1}"));
        let word = both(
            judgement_text(row.judgement, Language::Chinese),
            judgement_text(row.judgement, Language::English),
        );
        let _ = write!(
            html,
            "<tr><td>{name}{}</td><td>{}</td><td>{}</td><td class=\"{class}\">{difference}</td><td>{percent}</td><td>{}</td><td \
             class=\"{class}\">{word}</td></tr>",
            limits(row),
            side(row.a),
            side(row.b),
            bar(row)
        );
    }
    let same = report.rows.len() - different.count();
    let _ = write!(html, "</table><p>{} {same}</p>", both("无差异的指标：", "Figures that do not differ:"));
}

/// The limits of a figure below its name.
fn limits(row: &FigureRow) -> String {
    let mut text = String::new();
    for judged in &row.limits {
        let sign = match judged.limit.side {
            linli_sim::indicator::Side::AtMost => "≤",
            linli_sim::indicator::Side::AtLeast => "≥",
        };
        let limit = amount(judged.limit.value, row.spec, Language::Chinese);
        let _ = write!(text, "<br><small>{sign} {limit} · {}</small>", escaped(&judged.limit.clause));
    }
    text
}

/// The difference as a bar to the left or right of nothing, 100 % at the ends.
fn bar(row: &FigureRow) -> String {
    let Some(percent) = row.percent else { return String::new() };
    let length = percent.abs().min(100.0) * 0.4;
    let x = if percent < 0.0 { 40.0 - length } else { 40.0 };
    let fill = match row.judgement {
        Judgement::Better => "#5e3c99",
        Judgement::Worse => "#e66101",
        _ => "#777",
    };
    format!(
        r##"<svg width="80" height="12" aria-hidden="true"><rect x="{x:.1}" y="2" width="{length:.1}" height="8" fill="{fill}"/><path d="M40 0V12" stroke="#333"/></svg>"##
    )
}

fn elements(report: &ComparisonReport, html: &mut String) {
    let [added, removed, moved, changed] = report.counts();
    let _ = write!(
        html,
        "<h2>{}</h2><p class=\"key\"><span style=\"background:#66bb6a\"></span>{} {added}<span \
         style=\"background:repeating-linear-gradient(45deg,#c62828 0 2px,#fde0dc 2px 5px)\"></span>{} {removed}<span \
         style=\"background:#ffb300\"></span>{} {changed} · {} {moved}</p>{}",
        both("要素差异", "What differs"),
        both("新增", "added"),
        both("移除", "removed"),
        both("修改", "changed"),
        both("移动", "moved"),
        plan(report)
    );
}

fn people(report: &ComparisonReport, html: &mut String) {
    report.people.iter().for_each(|people| by_measure(people, html));
}

fn by_measure(people: &People, html: &mut String) {
    let title = people.measure.title();
    let _ = write!(
        html,
        "<h2>{}</h2><p>{} {} · {} {} · {} {} · {} {} · {} {}</p>",
        both(&format!("{}：谁受益，谁受损", title.zh), &format!("Winners and losers: {}", title.en)),
        both("改善", "better"),
        people.winners,
        both("变差", "worse"),
        people.losers,
        both("不变", "as before"),
        people.same,
        both("新增居民", "new residents"),
        people.new,
        both("减少居民", "residents gone"),
        people.gone
    );
    if people.homes.is_empty() {
        return;
    }
    let _ = write!(
        html,
        "<table><tr><th>{}</th><th>{}</th><th>{}</th><th>A {unit}</th><th>B {unit}</th></tr>",
        both("建筑", "building"),
        both("层", "level"),
        both("居民", "residents"),
        unit = people.unit
    );
    let count = people.homes.len();
    let shown =
        people.homes.iter().enumerate().filter(|(at, _)| *at < HOMES_SHOWN || at + HOMES_SHOWN >= count);
    for (_, home) in shown {
        let time = |s: Option<f64>| s.map_or_else(|| "–".to_owned(), |s| format!("{s:.0}"));
        let class = if home.is_worse(people.measure) { "worse" } else { "better" };
        let _ = write!(
            html,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"{class}\">{}</td></tr>",
            escaped(home.building.as_str()),
            home.level,
            home.residents,
            time(home.a),
            time(home.b)
        );
    }
    html.push_str("</table>");
}

fn causes(report: &ComparisonReport, html: &mut String) {
    let Some(causes) = report.causes.as_ref().filter(|_| !report.explanations.is_empty()) else { return };
    let _ = write!(html, "<h2>{}</h2><ol>", both("原因", "Causes"));
    for at in 0..causes.causes().len() {
        let (zh, en) = (report.cause_text(at, Language::Chinese), report.cause_text(at, Language::English));
        let _ = write!(html, "<li>{}<br><code>{}</code></li>", both(&zh, &en), escaped(&report.without(at)));
    }
    html.push_str("</ol><table>");
    let _ = write!(
        html,
        "<tr><th>{}</th><th>B − A</th><th>{}</th></tr>",
        both("指标", "figure"),
        both("各原因的贡献（之和等于差值）", "contributions, which add up to the difference")
    );
    for explanation in &report.explanations {
        let spec = explanation.spec;
        let shares: Vec<String> = explanation
            .causes
            .iter()
            .filter(|(_, share, _)| *share != 0.0)
            .map(|(cause, share, error)| {
                let share = signed_amount(*share, spec, Language::Chinese);
                match explanation.method {
                    Method::Exact => format!("{}: {share}", cause + 1),
                    Method::Sampled(_) => {
                        let error = amount(*error, spec, Language::Chinese);
                        format!("{}: {share} ± {error}", cause + 1)
                    }
                }
            })
            .collect();
        let _ = write!(
            html,
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            both(
                &figure_title(spec, &explanation.subject, Language::Chinese),
                &figure_title(spec, &explanation.subject, Language::English)
            ),
            signed_amount(explanation.total, spec, Language::Chinese),
            escaped(&shares.join(" · "))
        );
    }
    html.push_str("</table>");
}
