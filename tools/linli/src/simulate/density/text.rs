//! Density for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use linli_io::Language;
use linli_sim::indicator::{Side, Subject, Verdict};

use super::Answer;
use crate::simulate::figures::{find, number, sentence, subject};
use crate::speech::either;

/// Figures of the whole worth reading first.
const FIRST: [&str; 11] = [
    "density.gfa_above",
    "density.gfa_below",
    "density.gfa_counted",
    "density.residents",
    "density.jobs",
    "density.dwellings",
    "density.mix",
    "density.day_night",
    "tod.gini",
    "tod.mismatch",
    "tod.active_frontage",
];

/// What there is, what breaks a limit, what was resolved.
pub fn summary(answer: &Answer, language: Language) -> String {
    let say = |english, chinese| either(language, english, chinese);
    let mut text = format!("{} · {} {}\n", answer.scene, say("stage", "阶段"), answer.picture);
    for id in FIRST {
        if let Some(figure) = find(&answer.figures, &Subject::Unit, id) {
            let _ = writeln!(text, "  {}", sentence(figure, language));
        }
    }
    let parcels = Subject::Part("parcels".to_owned());
    for id in ["density.far", "density.coverage"] {
        if let Some(figure) = find(&answer.figures, &parcels, id) {
            let _ = writeln!(text, "  {}: {}", say("on parcels", "地块内"), sentence(figure, language));
        }
    }
    for figure in answer.figures.iter().filter(|figure| figure.spec.id == "tod.within_people_and_jobs") {
        let _ = writeln!(text, "  {}: {}", subject(&figure.subject), sentence(figure, language));
    }
    steps(answer, language, &mut text);
    rooms(answer, language, &mut text);
    limits(answer, language, &mut text);
    let mut kinds: BTreeMap<_, usize> = BTreeMap::new();
    for finding in answer.model.findings() {
        *kinds.entry(finding.kind).or_default() += 1;
    }
    for (kind, count) in kinds {
        let _ = writeln!(text, "{count} × {}", kind.text().text(language));
    }
    text
}

fn steps(answer: &Answer, language: Language, text: &mut String) {
    if answer.model.field().entrances().is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "{}",
        either(
            language,
            "walk to the station, m: floor above ground, m² · ratio of the parcels · target",
            "至站点步行距离 m：地上面积 m² · 地块容积率 · 目标容积率",
        )
    );
    for step in &answer.gradient.steps {
        let to = if step.to_m.is_finite() { format!("{:.0}", step.to_m) } else { "∞".to_owned() };
        let far =
            |part: f64| if step.land_m2 > 0.0 { number(part / step.land_m2, 2) } else { "–".to_owned() };
        let _ = writeln!(
            text,
            "  {:>5.0}–{to:<5} {:>10.0} · {} · {}",
            step.from_m,
            step.above_m2,
            far(step.counted_m2),
            far(step.target_m2)
        );
    }
}

/// Parcels with room, most first.
fn rooms(answer: &Answer, language: Language, text: &mut String) {
    let mut rooms: Vec<_> = answer
        .model
        .parcel_keys()
        .zip(&answer.rooms)
        .filter_map(|(key, room)| Some((room.extra_m2.filter(|extra| *extra >= 1.0)?, key, room)))
        .collect();
    rooms.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    if !rooms.is_empty() {
        let _ = writeln!(
            text,
            "{}",
            either(language, "may be added, and what stops it:", "可增建面积与首先触及的限制：")
        );
    }
    for (extra_m2, key, room) in rooms.into_iter().take(8) {
        let stops: Vec<&str> = room.binding.iter().map(|stop| stop.title().text(language)).collect();
        let _ = writeln!(text, "  {key}: {extra_m2:.0} m² · {}", stops.join(", "));
    }
}

fn limits(answer: &Answer, language: Language, text: &mut String) {
    for figure in &answer.figures {
        for judged in &figure.limits {
            let word = match judged.verdict {
                Verdict::Broken => either(language, "limit broken", "超限"),
                Verdict::LikelyBroken => either(language, "to be looked at", "待核"),
                _ => continue,
            };
            let side = if judged.limit.side == Side::AtMost { "≤" } else { "≥" };
            let _ = writeln!(
                text,
                "[{word}] {}: {} ({side} {}; {})",
                subject(&figure.subject),
                sentence(figure, language),
                judged.limit.value,
                judged.limit.clause
            );
        }
    }
}
