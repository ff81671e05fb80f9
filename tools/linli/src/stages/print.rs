//! The answer as text, as a table for programs, and as JSON.

use std::fmt::Write as _;

use linli_io::{ImportReport, Language};
use linli_model::Span;
use linli_sim::stages::{FloorArea, StageSummary, Standing};
use serde_json::{Value, json};

use super::Answer;
use crate::schedule;
use crate::speech::either;

/// Elements named in a line of text.
const NAMED: usize = 6;

/// Everything as text for people.
pub fn to_text(answer: &Answer, language: Language) -> String {
    let say = |english, chinese| either(language, english, chinese);
    let mut text = format!("{}: {}\n", say("schedule", "进度计划"), answer.schedule.name);
    for summary in &answer.summaries {
        let count = |standing| summary.elements.of(standing);
        let _ = writeln!(
            text,
            "{}  {} {} · {} {} · {} {} · {} {} · {} {}",
            summary.day,
            say("not yet", "未建"),
            count(Standing::NotYet),
            say("being built", "在建"),
            count(Standing::Rising),
            say("standing", "已建"),
            count(Standing::Stands) + count(Standing::Maintained),
            say("being removed", "拆除中"),
            count(Standing::Falling),
            say("gone", "已拆除"),
            count(Standing::Gone),
        );
        for (name, area) in
            [(say("above ground", "地上"), &summary.above), (say("below ground", "地下"), &summary.below)]
        {
            let _ = writeln!(text, "            {name} m²: {}", areas(area, language));
        }
        let _ = writeln!(
            text,
            "            {}: {} {}, {} {} · {} {} · {} {}",
            say("progress", "进度"),
            say("task days", "工日"),
            percent(summary.task_days_pct),
            say("floor area", "建筑面积"),
            percent(summary.floor_area_pct),
            say("dwellings", "住房套数"),
            summary.dwellings,
            say("residents", "居住人数"),
            summary.residents,
        );
    }
    text + &findings(answer, language)
}

fn areas(area: &FloorArea, language: Language) -> String {
    let say = |english, chinese| either(language, english, chinese);
    format!(
        "{} {:.0} · {} {:.0} ({} {:.0}) · {} {:.0} · {} {:.0}",
        say("standing", "已建"),
        area.stands_m2,
        say("being built", "在建"),
        area.rising_m2,
        say("of it finished", "其中已完成"),
        area.rising_finished_m2,
        say("not yet", "未建"),
        area.not_yet_m2,
        say("being removed or gone", "拆除中及已拆除"),
        area.falling_m2 + area.gone_m2,
    )
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{share:.1} %"))
}

/// What the reader of the schedule found, problems, works in each other's way, and buildings that are cut off, as text for people.
pub fn findings(answer: &Answer, language: Language) -> String {
    let mut text = String::new();
    if !answer.report.messages.is_empty() {
        text = schedule::report_text(&answer.report, language) + "\n";
    }
    text += &schedule::problems_text(&answer.problems, language);
    for clash in &answer.clashes.clashes {
        let [a, b] = &clash.ids;
        let pairs: Vec<String> =
            clash.elements.iter().take(NAMED).map(|[a, b]| format!("{a} × {b}")).collect();
        let what = either(language, "same place, same days", "时空冲突");
        let _ = writeln!(
            text,
            "{what}: {a} × {b}, {}: {} ({}; {:.1} m²)",
            days(clash.days),
            pairs.join(", "),
            clash.pairs,
            clash.shared_m2,
        );
    }
    if answer.clashes.is_cut_off {
        let what = "not all works were compared: too many lie over each other";
        let _ = writeln!(text, "{}", either(language, what, "重叠的工程过多，未全部比较"));
    }
    for row in &answer.cut_off {
        let tasks: Vec<&str> = row.tasks.iter().filter_map(|at| id(answer, *at)).collect();
        let names = |keys: &[linli_model::Key]| -> String {
            let shown: Vec<&str> = keys.iter().take(NAMED).map(linli_model::Key::as_str).collect();
            let more = if keys.len() > NAMED { " …" } else { "" };
            format!("{}{more}", shown.join(", "))
        };
        let _ = writeln!(
            text,
            "{}: {} ({}), {}: {} {} ({}), {} {}{}",
            either(language, "only way out closed", "唯一通路封闭"),
            names(&row.closed),
            tasks.join(", "),
            days(row.days),
            row.buildings.len(),
            either(language, "buildings", "栋建筑"),
            names(&row.buildings),
            row.residents,
            either(language, "residents", "名居民"),
            match row.assumed_doors {
                0 => String::new(),
                n => format!("; {n} {}", either(language, "with an assumed door", "栋的出入口为推定")),
            },
        );
    }
    text
}

fn id(answer: &Answer, task: u32) -> Option<&str> {
    answer.schedule.tasks.get(task as usize).map(|task| task.id.as_str())
}

fn days(span: Span) -> String {
    format!("{} … {}", span.start, span.finish)
}

/// One line a date; units stand in the names.
pub fn to_csv(answer: &Answer) -> String {
    let mut text = String::from("day");
    for standing in Standing::ALL {
        let _ = write!(text, ",{}", standing.name());
    }
    for side in ["above", "below"] {
        for (name, _) in figures(&FloorArea::default()) {
            let _ = write!(text, ",{side}_{name}");
        }
    }
    text += ",task_days_pct,floor_area_pct,dwellings,residents\n";
    for summary in &answer.summaries {
        text += &summary.day.to_string();
        for standing in Standing::ALL {
            let _ = write!(text, ",{}", summary.elements.of(standing));
        }
        for (_, area) in figures(&summary.above).into_iter().chain(figures(&summary.below)) {
            let _ = write!(text, ",{area:.2}");
        }
        for share in [summary.task_days_pct, summary.floor_area_pct] {
            text += &share.map_or_else(|| ",".to_owned(), |share| format!(",{share:.3}"));
        }
        let _ = writeln!(text, ",{},{}", summary.dwellings, summary.residents);
    }
    text
}

fn figures(area: &FloorArea) -> [(&'static str, f64); 7] {
    [
        ("not_yet_m2", area.not_yet_m2),
        ("rising_m2", area.rising_m2),
        ("rising_finished_m2", area.rising_finished_m2),
        ("stands_m2", area.stands_m2),
        ("falling_m2", area.falling_m2),
        ("falling_removed_m2", area.falling_removed_m2),
        ("gone_m2", area.gone_m2),
    ]
}

/// Everything for programs.
pub fn to_json(answer: &Answer) -> Value {
    let clashes = answer.clashes.clashes.iter().map(|clash| {
        json!({
            "tasks": clash.ids, "days": clash.days, "elements": clash.elements, "pairs": clash.pairs,
            "shared_m2": clash.shared_m2,
        })
    });
    let cut_off = answer.cut_off.iter().map(|row| {
        let tasks: Vec<&str> = row.tasks.iter().filter_map(|at| id(answer, *at)).collect();
        json!({
            "days": row.days, "closed": row.closed, "tasks": tasks, "buildings": row.buildings,
            "residents": row.residents, "assumed_doors": row.assumed_doors,
        })
    });
    json!({
        "schedule": answer.schedule.name,
        "report": ImportReport { files: vec![answer.report.clone()] }.to_json(),
        "dates": answer.summaries.iter().map(summary_json).collect::<Vec<_>>(),
        "problems": schedule::problems_json(&answer.problems),
        "clashes": clashes.collect::<Vec<_>>(),
        "clashes_cut_off": answer.clashes.is_cut_off,
        "cut_off_by_closures": cut_off.collect::<Vec<_>>(),
    })
}

fn summary_json(summary: &StageSummary) -> Value {
    let area = |area: &FloorArea| {
        figures(area)
            .into_iter()
            .map(|(name, m2)| (name.to_owned(), json!(m2)))
            .collect::<serde_json::Map<_, _>>()
    };
    let counts = |of: &linli_sim::stages::StandingCounts| {
        Standing::ALL
            .into_iter()
            .map(|s| (s.name().to_owned(), json!(of.of(s))))
            .collect::<serde_json::Map<_, _>>()
    };
    let by_use = summary
        .by_use
        .iter()
        .map(|of| json!({"use": of.use_, "above_ground": area(&of.above), "below_ground": area(&of.below)}));
    json!({
        "day": summary.day, "elements": counts(&summary.elements), "buildings": counts(&summary.buildings),
        "above_ground": area(&summary.above), "below_ground": area(&summary.below),
        "by_use": by_use.collect::<Vec<_>>(),
        "task_days_pct": summary.task_days_pct, "floor_area_pct": summary.floor_area_pct,
        "dwellings": summary.dwellings, "residents": summary.residents,
        "buildings_with_assumed_storeys": summary.assumed_buildings,
    })
}
