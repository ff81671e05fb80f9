//! Indicators as rows of a table, for every analysis that gives them.

use linli_io::Language;
use linli_sim::indicator::{Indicator, Limit, Side, Subject, Value, Verdict};

use super::table::Table;
use crate::speech::either;

/// What a figure is about, in words for files.
pub fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Unit => "all".to_owned(),
        Subject::Part(name) => name.clone(),
        Subject::Element(key) => key.as_str().to_owned(),
    }
}

/// Name of a verdict in files.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Kept => "kept",
        Verdict::Broken => "broken",
        Verdict::LikelyKept => "likely_kept",
        Verdict::LikelyBroken => "likely_broken",
        Verdict::Unknown => "unknown",
    }
}

/// A number with the decimals that are worth printing.
pub fn number(value: f64, decimals: u8) -> String {
    let text = format!("{value:.*}", usize::from(decimals));
    // No "-0.00".
    if text.trim_matches(['-', '0', '.']).is_empty() { text.trim_start_matches('-').to_owned() } else { text }
}

/// Every figure, one row for each of its limits, one row where it has none.
pub fn csv(figures: &[Indicator]) -> String {
    let mut table = Table::new(&[
        "subject",
        "id",
        "title_zh",
        "title_en",
        "value",
        "unit",
        "missing_zh",
        "missing_en",
        "side",
        "limit",
        "verdict",
        "clause",
        "confidence",
    ]);
    for figure in figures {
        let spec = figure.spec;
        let (value, missing) = match figure.value {
            Value::Known(value) => (number(value, spec.decimals), [String::new(), String::new()]),
            Value::Unknown(missing) => (String::new(), [missing.zh.to_owned(), missing.en.to_owned()]),
        };
        let [zh, en] = missing;
        let head = [
            subject(&figure.subject),
            spec.id.to_owned(),
            spec.title.zh.to_owned(),
            spec.title.en.to_owned(),
            value,
            spec.unit.to_owned(),
            zh,
            en,
        ];
        if figure.limits.is_empty() {
            let rest = ["", "", "", spec.clause, spec.confidence.tag()].map(str::to_owned);
            table.row(&[head.as_slice(), &rest].concat());
        }
        for judged in &figure.limits {
            let rest = limit_cells(&judged.limit, judged.verdict);
            table.row(&[head.as_slice(), &rest].concat());
        }
    }
    table.into_text()
}

fn limit_cells(limit: &Limit, of: Verdict) -> [String; 5] {
    let side = match limit.side {
        Side::AtMost => "at_most",
        Side::AtLeast => "at_least",
    };
    [
        side.to_owned(),
        limit.value.to_string(),
        verdict(of).to_owned(),
        limit.clause.to_string(),
        limit.confidence.map_or("plan", linli_model::Confidence::tag).to_owned(),
    ]
}

/// One figure for people: title, value, unit, or what is missing.
pub fn sentence(figure: &Indicator, language: Language) -> String {
    let title = figure.spec.title.text(language);
    match figure.value {
        Value::Known(value) => {
            let unit =
                if figure.spec.unit.is_empty() { String::new() } else { format!(" {}", figure.spec.unit) };
            format!("{title} {}{unit}", grouped(&number(value, figure.spec.decimals)))
        }
        Value::Unknown(missing) => {
            format!("{title}: {} ({})", either(language, "unknown", "未知"), missing.text(language))
        }
    }
}

/// Thousands apart.
fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_once('.').map_or((number, None), |(a, b)| (a, Some(b)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    match rest {
        Some(rest) => format!("{sign}{text}.{rest}"),
        None => format!("{sign}{text}"),
    }
}

/// The figure of a subject and an id.
pub fn find<'a>(figures: &'a [Indicator], of: &Subject, id: &str) -> Option<&'a Indicator> {
    figures.iter().find(|figure| figure.spec.id == id && figure.subject == *of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_never_minus_zero() {
        assert_eq!(grouped("1234567.8"), "1,234,567.8");
        assert_eq!(grouped("-123"), "-123");
        assert_eq!(number(-0.001, 2), "0.00");
        assert_eq!(number(-1.0, 0), "-1");
    }
}
