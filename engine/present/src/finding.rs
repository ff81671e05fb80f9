//! Findings of the underground check in words, for lists, pictures and reports.

use std::fmt::Write as _;

use linli_model::Language;
use linli_sim::clearance::{Certainty, Finding, Hit, RuleKind, RuleRef, Verdict};

fn either<'a>(language: Language, english: &'a str, chinese: &'a str) -> &'a str {
    match language {
        Language::English => english,
        Language::Chinese => chinese,
    }
}

/// Name of a kind of rule.
pub fn rule_kind_text(kind: RuleKind, language: Language) -> &'static str {
    match kind {
        RuleKind::Horizontal => either(language, "horizontal clearance", "水平净距"),
        RuleKind::Vertical => either(language, "vertical clearance", "垂直净距"),
        RuleKind::Cover => either(language, "cover", "覆土深度"),
        RuleKind::Drainage => either(language, "drainage", "排水"),
        RuleKind::Corridor => either(language, "utility tunnel", "综合管廊"),
    }
}

/// What may be said of a finding.
pub fn verdict_text(verdict: Verdict, language: Language) -> &'static str {
    match verdict {
        Verdict::Violation => either(language, "violation", "不符合"),
        Verdict::Indication => either(language, "indication", "提示"),
    }
}

/// What the accuracy of the survey leaves open.
pub fn certainty_text(certainty: Certainty, language: Language) -> &'static str {
    match certainty {
        Certainty::Certain => either(language, "certain", "确定"),
        Certainty::Possible => either(language, "possible", "可能"),
        Certainty::Clear => either(language, "clear", "符合"),
    }
}

/// What was measured against what is wanted, with the unit. What keeps its rule as drawn, and is found only because
/// the survey may be off by more, says both without a sign between them.
pub fn measured_text(finding: &Finding, language: Language) -> String {
    let (actual, required, unit) = (finding.actual, finding.required, finding.unit.as_str());
    let least = !matches!(finding.kind, RuleKind::Drainage | RuleKind::Corridor);
    if least && finding.certainty == Certainty::Possible && actual >= required {
        let [as_drawn, wanted] = match language {
            Language::English => ["as drawn", "wanted"],
            Language::Chinese => ["图上", "要求"],
        };
        return format!("{as_drawn} {actual:.3}, {wanted} {required:.3} {unit}");
    }
    let sign = if actual > required { '>' } else { '<' };
    format!("{actual:.3} {sign} {required:.3} {unit}")
}

/// The smallest move that mends a finding, when one is known.
pub fn mend_text(finding: &Finding, language: Language) -> Option<String> {
    let [east, north, up] = finding.mend.as_ref()?.by_m;
    Some(match (up.abs() > 0.0, language) {
        (true, Language::English) => format!("move {up:+.2} m in height"),
        (true, Language::Chinese) => format!("高程调整 {up:+.2} m"),
        (false, Language::English) => format!("move {east:+.2} m east, {north:+.2} m north"),
        (false, Language::Chinese) => format!("平移 东 {east:+.2} m 北 {north:+.2} m"),
    })
}

/// One line for a place where a figure is not kept, beside `other` (nothing for cover): what is measured and what is
/// wanted, and the clause with how far its figure can be trusted.
pub fn hit_line(hit: &Hit, rule: Option<&RuleRef>, other: Option<&str>, language: Language) -> String {
    let kind = rule.map_or("", |rule| rule_kind_text(rule.kind, language));
    let mut line = format!("{kind} {:.2} < {:.2}\u{a0}m", hit.actual_m, hit.required_m);
    if hit.certainty == Certainty::Possible {
        let _ = write!(line, " ({})", certainty_text(hit.certainty, language));
    }
    if let Some(other) = other {
        let _ = write!(line, " · {other}");
    }
    if let Some(rule) = rule {
        // Of a clause with an explanation its number alone: the list of findings says all of it.
        let clause: String = rule.clause.split([':', ';', '：', '；']).next().unwrap_or_default().to_owned();
        let _ = write!(line, " · {} {} {}", rule.standard, clause, rule.tag.tag());
    }
    line
}

/// Standard, clause, and how far its figure can be trusted.
pub fn clause_text(finding: &Finding) -> String {
    format!("{} {} {}", finding.standard, finding.clause, finding.tag.tag())
}

/// One line for a finding.
pub fn finding_line(finding: &Finding, language: Language) -> String {
    let mut line = format!(
        "{} ({}) {} {}: {} · {} {}",
        verdict_text(finding.verdict, language),
        certainty_text(finding.certainty, language),
        rule_kind_text(finding.kind, language),
        finding.elements.first().unwrap_or(&finding.culprit),
        measured_text(finding, language),
        finding.places.len(),
        either(language, "places", "处"),
    );
    if let Some(other) = finding.others.first() {
        let _ = write!(line, " · {} {other}", either(language, "beside", "与"));
        if finding.others.len() > 1 {
            let _ = write!(line, " +{}", finding.others.len() - 1);
        }
    }
    if let Some(mend) = mend_text(finding, language) {
        let _ = write!(line, " · {mend}");
    }
    line
}

#[cfg(test)]
mod tests {
    use linli_model::{Confidence, Key};
    use linli_sim::clearance::{Move, Status};

    use super::*;

    fn finding(verdict: Verdict, certainty: Certainty, actual: f64) -> Finding {
        Finding {
            id: format!("{verdict:?} {certainty:?} {actual}"),
            kind: RuleKind::Cover,
            verdict,
            certainty,
            culprit: Key::from("pipe/1"),
            elements: vec![Key::from("pipe/1")],
            others: Vec::new(),
            yields_by: None,
            standard: "GB 50289-2016".into(),
            clause: "4.1.1".into(),
            tag: Confidence::S,
            actual,
            required: 0.7,
            unit: "m".into(),
            at: [0.0; 3],
            facing: [0.0; 3],
            places: Vec::new(),
            mend: None,
            status: Status::New,
        }
    }

    #[test]
    fn what_only_the_survey_leaves_open_is_not_called_too_little() {
        let open = finding(Verdict::Violation, Certainty::Possible, 0.8);
        assert_eq!(measured_text(&open, Language::English), "as drawn 0.800, wanted 0.700 m");
        let broken = finding(Verdict::Violation, Certainty::Possible, 0.6);
        assert_eq!(measured_text(&broken, Language::Chinese), "0.600 < 0.700 m");
    }

    #[test]
    fn a_line_says_what_where_how_much_and_what_mends_it() {
        let finding = Finding {
            id: "f".into(),
            kind: RuleKind::Vertical,
            verdict: Verdict::Violation,
            certainty: Certainty::Certain,
            culprit: Key::from("pipe/1"),
            elements: vec![Key::from("pipe/1")],
            others: vec![Key::from("duct/2"), Key::from("duct/3")],
            yields_by: None,
            standard: "GB 50289-2016".into(),
            clause: "4.1.14".into(),
            tag: Confidence::S,
            actual: 0.1,
            required: 0.25,
            unit: "m".into(),
            at: [0.0; 3],
            facing: [0.0; 3],
            places: Vec::new(),
            mend: Some(Move { keys: vec![Key::from("pipe/1")], by_m: [0.0, 0.0, -0.15] }),
            status: Status::New,
        };
        let line = finding_line(&finding, Language::English);
        let wanted = "violation (certain) vertical clearance pipe/1: 0.100 < 0.250 m · 0 places · beside duct/2 +1 · move -0.15 m in height";
        assert_eq!(line, wanted);
        assert!(finding_line(&finding, Language::Chinese).contains("高程调整 -0.15 m"));
    }
}
