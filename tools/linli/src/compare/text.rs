//! A comparison as text for people, and as CSV.

use std::fmt::Write as _;

use linli_io::Language;
use linli_model::variant::DifferenceKind;
use linli_sim::compare::{FigureRow, Judgement, Method};
use linli_sim::indicator::{Subject, Value};

use super::answer::{Answer, title};
use crate::simulate::table::Table;
use crate::speech::either;

/// Causes of a figure that are told one by one.
const CAUSES_SHOWN: usize = 5;
/// Figures whose causes are told.
const FIGURES_SHOWN: usize = 12;

/// A value with its unit.
pub fn value(row: &FigureRow, value: Value, language: Language) -> String {
    match value {
        Value::Known(known) => number_of(row, known, false),
        Value::Unknown(missing) => missing.text(language).to_owned(),
    }
}

/// A number of a figure with its unit, with its sign where it is a difference.
pub fn number_of(row: &FigureRow, amount: f64, signed: bool) -> String {
    number(row.spec.decimals, row.spec.unit, amount, signed)
}

/// A number with its unit.
pub fn number(decimals: u8, unit: &str, amount: f64, signed: bool) -> String {
    let places = usize::from(decimals);
    // Adding zero turns −0 into 0.
    let rounded =
        (amount * 10_f64.powi(i32::from(decimals))).round() / 10_f64.powi(i32::from(decimals)) + 0.0;
    let text = if signed { format!("{rounded:+.places$}") } else { format!("{rounded:.places$}") };
    if unit.is_empty() { text } else { format!("{text} {unit}") }
}

/// Word of a judgement.
pub fn judgement(judgement: Judgement, language: Language) -> &'static str {
    match judgement {
        Judgement::Better => either(language, "better", "更好"),
        Judgement::Worse => either(language, "worse", "更差"),
        Judgement::Other => either(language, "other", "不同"),
        Judgement::Same => either(language, "same", "相同"),
        Judgement::Unknown => either(language, "unknown", "未知"),
    }
}

impl Answer {
    /// Elements that were added, removed, moved and changed.
    pub fn counts(&self) -> [usize; 4] {
        let count = |wanted: fn(&DifferenceKind) -> bool| {
            self.differences.iter().filter(|difference| wanted(&difference.kind)).count()
        };
        [
            count(|kind| *kind == DifferenceKind::Added),
            count(|kind| *kind == DifferenceKind::Removed),
            count(|kind| matches!(kind, DifferenceKind::Moved(_))),
            count(|kind| matches!(kind, DifferenceKind::Changed(_))),
        ]
    }

    /// For people.
    pub fn to_text(&self, language: Language) -> String {
        let mut text = String::new();
        let at = usize::from(language == Language::English);
        let say = |english, chinese| either(language, english, chinese);
        let _ = writeln!(text, "A {} · B {}", self.names[0][at], self.names[1][at]);
        for row in self.rows.iter().filter(|row| row.judgement != Judgement::Same) {
            let difference = row.difference.map_or_else(String::new, |d| number_of(row, d, true));
            let percent = row.percent.map_or_else(String::new, |p| format!(" ({p:+.1} %)"));
            let (a, b) = (value(row, row.a, language), value(row, row.b, language));
            let name = title(row.spec, &row.subject, language);
            let word = judgement(row.judgement, language);
            let _ = writeln!(text, "{name}\t{a} → {b}\t{difference}{percent}\t{word}");
        }
        let same = self.rows.iter().filter(|row| row.judgement == Judgement::Same).count();
        let _ = writeln!(text, "{}: {same}", say("figures that do not differ", "无差异的指标"));
        let [added, removed, moved, changed] = self.counts();
        let _ = writeln!(
            text,
            "{}: +{added} −{removed} {} {moved} {} {changed}",
            say("elements", "要素"),
            say("moved", "移动"),
            say("changed", "修改")
        );
        if let Some(people) = &self.people {
            let _ = writeln!(
                text,
                "{}: {} {} · {} {} · {} {} · {} {} · {} {}",
                say("way to the station", "到站时间"),
                say("shorter for", "缩短"),
                people.winners,
                say("longer for", "变长"),
                people.losers,
                say("as before for", "不变"),
                people.same,
                say("new", "新增"),
                people.new,
                say("gone", "减少"),
                people.gone,
            );
        }
        self.tell_causes(&mut text, language);
        text
    }

    fn tell_causes(&self, text: &mut String, language: Language) {
        let say = |english, chinese| either(language, english, chinese);
        let Some(causes) = self.causes.as_ref().filter(|_| !self.explanations.is_empty()) else { return };
        let _ = writeln!(text, "{}", say("causes:", "原因："));
        for at in 0..causes.causes().len() {
            let _ = writeln!(text, "  {}\t{}", at + 1, self.cause_text(at, language));
        }
        let mut order: Vec<_> = self.explanations.iter().collect();
        order.truncate(FIGURES_SHOWN);
        for explanation in order {
            let spec = explanation.spec;
            let name = title(spec, &explanation.subject, language);
            let total = number(spec.decimals, spec.unit, explanation.total, true);
            let _ = writeln!(text, "{name}: {total}");
            for (cause, share, error) in explanation.causes.iter().take(CAUSES_SHOWN).filter(|c| c.1 != 0.0) {
                let share = number(spec.decimals, spec.unit, *share, true);
                let error = match explanation.method {
                    Method::Exact => String::new(),
                    Method::Sampled(_) => format!(" ± {error:.*}", usize::from(spec.decimals) + 1),
                };
                let _ = writeln!(text, "  {share}{error}\t{} {}", say("cause", "原因"), cause + 1);
            }
        }
        let _ =
            writeln!(text, "{}: {}", say("to see B without a cause", "去掉某项原因再比较"), self.without(0));
    }

    /// A cause in a line: what was done, and to what.
    pub fn cause_text(&self, at: usize, language: Language) -> String {
        let Some(cause) = self.causes.as_ref().and_then(|causes| causes.causes().get(at)) else {
            return String::new();
        };
        let mut what: Vec<String> = Vec::new();
        for (side, edits) in [("A", &cause.a), ("B", &cause.b)] {
            let mut seen: Vec<(String, usize)> = Vec::new();
            for edit in edits {
                let name = edit.edit.action.text(language);
                match seen.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, count)) => *count += 1,
                    None => seen.push((name, 1)),
                }
            }
            let list: Vec<String> = seen
                .into_iter()
                .map(|(name, count)| if count > 1 { format!("{name} × {count}") } else { name })
                .collect();
            if !list.is_empty() {
                what.push(format!("{side}: {}", list.join(", ")));
            }
        }
        let keys: Vec<String> = cause.keys.iter().take(3).map(|key| key.to_string()).collect();
        let more = if cause.keys.len() > 3 { format!(" +{}", cause.keys.len() - 3) } else { String::new() };
        format!("{} ({}{more})", what.join("; "), keys.join(", "))
    }

    /// The figures as CSV.
    pub fn to_csv(&self) -> String {
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
        for row in &self.rows {
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
                judgement(row.judgement, Language::English).to_owned(),
                limit.map_or_else(String::new, |l| l.limit.value.to_string()),
                side.unwrap_or_default(),
                verdict.unwrap_or_default(),
            ]);
        }
        table.into_text()
    }
}
