//! How a figure came about: formula, inputs, limits, clause.

use linli_model::Language;
use linli_sim::indicator::{IndicatorSpec, Input, Value, Verdict};

use super::row::{FigureRow, amount, limit_text};
use crate::{Text, text};

/// How a figure came about, as pairs of a name and what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureHow {
    /// How it is reckoned.
    pub formula: &'static str,
    /// What it was made from, with units.
    pub inputs: Vec<(String, String)>,
    /// What it is held against: the limit with what may be said, and the clause.
    pub limits: Vec<(String, String)>,
    /// Standard and clause of the definition, with its confidence.
    pub clause: String,
    /// Why there is no value.
    pub missing: Option<&'static str>,
}

/// How a figure came about.
pub fn figure_how(row: &FigureRow, language: Language) -> FigureHow {
    let input = |input: &Input| {
        // Inputs are written as figures of their unit are.
        let like = IndicatorSpec { unit: input.unit, decimals: decimals(input.value), ..*row.spec };
        (input.name.text(language).to_owned(), amount(input.value, &like, language))
    };
    let limits = row.limits.iter().map(|judged| {
        let words = text(verdict_word(judged.verdict), language);
        let tag = judged.limit.confidence.map(|tag| format!(" [{}]", tag.tag())).unwrap_or_default();
        let limit = limit_text(judged, row.spec, language);
        (format!("{limit} · {words}"), format!("{}{tag}", judged.limit.clause))
    });
    FigureHow {
        formula: row.spec.formula,
        inputs: row.inputs.iter().map(input).collect(),
        limits: limits.collect(),
        clause: format!("{} [{}]", row.spec.clause, row.spec.confidence.tag()),
        missing: match row.value {
            Value::Known(_) => None,
            Value::Unknown(why) => Some(why.text(language)),
        },
    }
}

/// Decimals that are worth printing of an input.
fn decimals(value: f64) -> u8 {
    match value.abs() {
        size if size >= 1000.0 || value.fract().abs() < 1e-9 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    }
}

fn verdict_word(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Kept => Text::LimitMet,
        Verdict::LikelyKept => Text::LimitLikelyMet,
        Verdict::LikelyBroken => Text::LimitLikelyMissed,
        Verdict::Broken => Text::LimitMissed,
        Verdict::Unknown => Text::LimitUnknown,
    }
}

#[cfg(test)]
mod tests {
    use linli_sim::density::DENSITY_SPECS;
    use linli_sim::indicator::{Indicator, Limit, Side, Subject, Title};

    use super::*;

    #[test]
    fn a_figure_tells_formula_inputs_limits_and_clause() {
        let spec = DENSITY_SPECS.iter().find(|spec| spec.id == "density.far").unwrap_or(&DENSITY_SPECS[0]);
        let limit =
            Limit { side: Side::AtMost, value: 2.2, clause: "plan, parcel/A1".into(), confidence: None };
        let figure = Indicator::new(spec, Subject::Unit, Value::Known(2.5))
            .from_input(Title::new("计容面积", "counted floor"), 25_000.0, "m²")
            .from_input(Title::new("用地", "land"), 10_000.0, "m²")
            .against(limit);
        let how = figure_how(&FigureRow::new(&figure, None), Language::Chinese);
        assert_eq!(how.formula, "FAR = counted floor / A");
        assert_eq!(how.inputs[0], ("计容面积".to_owned(), "2.50\u{a0}万 m²".to_owned()));
        assert!(how.limits[0].0.starts_with("≤ 2.20 · ") && how.limits[0].1 == "plan, parcel/A1");
        assert!(how.clause.starts_with("GB 50180-2018") && how.missing.is_none());
        let none = Indicator::new(spec, Subject::Unit, Value::Unknown(Title::new("缺", "missing")));
        assert_eq!(figure_how(&FigureRow::new(&none, None), Language::English).missing, Some("missing"));
    }
}
