//! Figures of two variants for people: on the screen, in pictures, on the command line, in reports.

use linli_model::Language;
use linli_sim::compare::{Cause, CauseEdit, FigureRow, Judgement};
use linli_sim::indicator::{IndicatorSpec, Subject, Title, Value};

use crate::figure::{amount, signed_amount};

/// Names of the parts of figures that are uses of buildings.
const USES: [(&str, Title); 13] = [
    ("residential", Title::new("居住", "homes")),
    ("commercial", Title::new("商业", "commerce")),
    ("office", Title::new("办公", "offices")),
    ("industrial", Title::new("工业", "industry")),
    ("education", Title::new("教育", "education")),
    ("health", Title::new("医疗", "health")),
    ("culture", Title::new("文化", "culture")),
    ("civic", Title::new("行政", "civic")),
    ("transport", Title::new("交通", "transport")),
    ("sport", Title::new("体育", "sport")),
    ("parking", Title::new("停车", "parking")),
    ("auxiliary", Title::new("附属", "auxiliary")),
    ("unknown", Title::new("未注明", "not said")),
];

/// A figure of two variants, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedFigure {
    /// What it is.
    pub title: String,
    /// Value of the first, with its unit.
    pub a: String,
    /// Value of the second.
    pub b: String,
    /// Second less first, with its sign and unit; empty when one is not known.
    pub difference: String,
    /// Difference in percent of the first; empty when there is none.
    pub percent: String,
    /// Whether the second is better.
    pub judgement: Judgement,
}

/// The figures in words, in their order.
pub fn compared_figures(rows: &[FigureRow], language: Language) -> Vec<ComparedFigure> {
    let one = |row: &FigureRow| ComparedFigure {
        title: figure_title(row.spec, &row.subject, language),
        a: figure_value(row, row.a, language),
        b: figure_value(row, row.b, language),
        difference: row
            .difference
            .map_or_else(String::new, |difference| signed_amount(difference, row.spec, language)),
        percent: row.percent.map_or_else(String::new, |percent| format!("{percent:+.1} %")),
        judgement: row.judgement,
    };
    rows.iter().map(one).collect()
}

/// The figures that tell most of how two variants differ: known on both sides, those that differ most first. What
/// describes the whole is taken before parts, one part of each figure before further ones.
pub fn key_figures(rows: &[FigureRow], most: usize) -> Vec<FigureRow> {
    let differs = |row: &&FigureRow| row.difference.is_some_and(|difference| difference != 0.0);
    let mut found: Vec<&FigureRow> = Vec::new();
    for whole in [true, false] {
        for row in rows.iter().filter(differs).filter(|row| (row.subject == Subject::Unit) == whole) {
            if found.iter().all(|known| known.spec.id != row.spec.id) {
                found.push(row);
            }
        }
    }
    let further: Vec<&FigureRow> = rows
        .iter()
        .filter(differs)
        .filter(|row| !found.iter().any(|known| std::ptr::eq(*known, *row)))
        .collect();
    found.extend(further);
    found.truncate(most);
    let weight = |row: &FigureRow| row.percent.map_or(f64::INFINITY, f64::abs);
    found.sort_by(|x, y| weight(y).total_cmp(&weight(x)));
    found.into_iter().cloned().collect()
}

/// Name of a figure with what it is about.
pub fn figure_title(spec: &IndicatorSpec, subject: &Subject, language: Language) -> String {
    let title = spec.title.text(language);
    match subject {
        Subject::Unit => title.to_owned(),
        Subject::Part(part) => {
            let known = USES.iter().find(|(name, _)| name == part);
            format!("{title} · {}", known.map_or(part.as_str(), |(_, name)| name.text(language)))
        }
        Subject::Element(key) => format!("{title} · {key}"),
    }
}

/// A value with its unit.
pub fn figure_value(row: &FigureRow, value: Value, language: Language) -> String {
    match value {
        Value::Known(known) => amount(known, row.spec, language),
        Value::Unknown(missing) => missing.text(language).to_owned(),
    }
}

/// Word of a judgement.
pub fn judgement_text(judgement: Judgement, language: Language) -> &'static str {
    let [english, chinese] = match judgement {
        Judgement::Better => ["better", "更好"],
        Judgement::Worse => ["worse", "更差"],
        Judgement::Other => ["other", "不同"],
        Judgement::Same => ["same", "相同"],
        Judgement::Unknown => ["unknown", "未知"],
    };
    if language == Language::English { english } else { chinese }
}

/// A cause in a line: what was done, and to what.
pub fn cause_text(cause: &Cause, language: Language) -> String {
    let mut what: Vec<String> = Vec::new();
    for (side, edits) in [("A", &cause.a), ("B", &cause.b)] {
        let list = deeds(edits, language);
        if !list.is_empty() {
            what.push(format!("{side}: {}", list.join(", ")));
        }
    }
    let keys: Vec<String> = cause.keys.iter().take(3).map(|key| key.to_string()).collect();
    let more = if cause.keys.len() > 3 { format!(" +{}", cause.keys.len() - 3) } else { String::new() };
    format!("{} ({}{more})", what.join("; "), keys.join(", "))
}

/// What some edits did, each deed once with its number.
fn deeds(edits: &[CauseEdit], language: Language) -> Vec<String> {
    let mut seen: Vec<(String, usize)> = Vec::new();
    for edit in edits {
        let name = edit.edit.action.text(language);
        match seen.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => seen.push((name, 1)),
        }
    }
    let one = |(name, count): (String, usize)| if count > 1 { format!("{name} × {count}") } else { name };
    seen.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use linli_sim::compare::figure_table;
    use linli_sim::indicator::{Better, Indicator};

    use super::*;

    static HOMES: IndicatorSpec = IndicatorSpec {
        id: "test.homes",
        title: Title::new("住宅", "Homes"),
        unit: "",
        decimals: 0,
        better: Better::Higher,
        formula: "",
        clause: "",
        confidence: linli_model::Confidence::C,
    };
    static AREA: IndicatorSpec = IndicatorSpec {
        id: "test.area",
        title: Title::new("面积", "Area"),
        unit: "m²",
        decimals: 1,
        ..HOMES
    };

    fn sides() -> [Vec<Indicator>; 2] {
        let known = |spec, subject, value| Indicator::new(spec, subject, Value::Known(value));
        let part = |name: &str| Subject::Part(name.to_owned());
        [
            vec![known(&HOMES, Subject::Unit, 200.0), known(&AREA, part("office"), 10.0)],
            vec![known(&HOMES, Subject::Unit, 150.0), known(&AREA, part("office"), 25.0)],
        ]
    }

    #[test]
    fn swapping_the_sides_flips_the_signs() {
        let [a, b] = sides();
        let (there, back) = (figure_table(&a, &b), figure_table(&b, &a));
        let words = |rows: &[FigureRow]| compared_figures(rows, Language::English);
        for row in words(&there) {
            let back = words(&back);
            let Some(other) = back.iter().find(|other| other.title == row.title) else {
                panic!("{} is missing", row.title)
            };
            assert_eq!((&row.a, &row.b), (&other.b, &other.a));
            let flipped =
                |text: &str| match text.split_at_checked(text.chars().next().map_or(0, char::len_utf8)) {
                    Some(("+", rest)) => format!("\u{2212}{rest}"),
                    Some(("\u{2212}", rest)) => format!("+{rest}"),
                    _ => text.to_owned(),
                };
            assert_eq!(flipped(&row.difference), other.difference);
            let pair = [row.judgement, other.judgement];
            assert!(pair.contains(&Judgement::Better) && pair.contains(&Judgement::Worse), "{pair:?}");
        }
    }

    #[test]
    fn numbers_carry_units_and_signs() {
        let [a, b] = sides();
        let rows = compared_figures(&figure_table(&a, &b), Language::English);
        assert_eq!(rows[0].title, "Area · offices");
        assert_eq!((rows[0].a.as_str(), rows[0].difference.as_str()), ("10.0\u{a0}m²", "+15.0\u{a0}m²"));
        assert_eq!((rows[1].difference.as_str(), rows[1].percent.as_str()), ("\u{2212}50", "-25.0 %"));
    }

    #[test]
    fn key_figures_are_few_and_of_each_kind_first() {
        let [mut a, mut b] = sides();
        for (list, value) in [(&mut a, 1.0), (&mut b, 9.0)] {
            let subject = Subject::Part("sport".to_owned());
            list.push(Indicator::new(&AREA, subject, Value::Known(value)));
        }
        let rows = figure_table(&a, &b);
        assert_eq!(rows.len(), 3);
        let ids = |most: usize| key_figures(&rows, most).iter().map(|row| row.spec.id).collect::<Vec<_>>();
        assert_eq!(ids(2), ["test.area", "test.homes"]);
        assert_eq!(ids(6), ["test.area", "test.area", "test.homes"]);
        assert_eq!(key_figures(&rows, 1)[0].spec.id, "test.homes");
    }
}
