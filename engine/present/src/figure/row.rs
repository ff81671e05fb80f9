//! One figure as people read it: value, limit, difference.

use linli_model::Language;
use linli_sim::compare::Judgement;
use linli_sim::indicator::{Better, Indicator, IndicatorSpec, Input, Judged, Side, Subject, Value, Verdict};

use crate::{FigureName, integer, quantity};

/// Whether a figure keeps its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureMark {
    /// It does.
    Met,
    /// It does, by a limit that someone has to look up.
    LikelyMet,
    /// It does not, by a limit that someone has to look up.
    LikelyMissed,
    /// It does not.
    Missed,
    /// It has none, or no value.
    None,
}

/// What differs from the scene without the variant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FigureDifference {
    /// Value less that of before, in the unit of the figure.
    pub by: f64,
    /// Whether that is better.
    pub judgement: Judgement,
}

/// One row of the panel.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRow {
    /// What the figure is.
    pub spec: &'static IndicatorSpec,
    /// What it is about.
    pub subject: Subject,
    /// The value, or why there is none.
    pub value: Value,
    /// What it was made from.
    pub inputs: Vec<Input>,
    /// Limits that it is held against.
    pub limits: Vec<Judged>,
    /// What differs from before, when anything does that is worth printing.
    pub difference: Option<FigureDifference>,
}

impl FigureRow {
    /// The row of a figure, against the same figure of before.
    pub fn new(figure: &Indicator, before: Option<&Indicator>) -> Self {
        Self {
            spec: figure.spec,
            subject: figure.subject.clone(),
            value: figure.value,
            inputs: figure.inputs.clone(),
            limits: figure.limits.clone(),
            difference: before.and_then(|before| difference(figure, before)),
        }
    }

    /// Whether a name means this row.
    pub fn is_named(&self, name: &FigureName) -> bool {
        self.spec.id == name.id && name.subject.as_ref().is_none_or(|subject| *subject == self.subject)
    }

    /// Its name.
    pub fn name(&self) -> FigureName {
        FigureName { id: self.spec.id.to_owned(), subject: Some(self.subject.clone()) }
    }

    /// The part that it is about, as `500 m`.
    pub fn part(&self) -> Option<&str> {
        match &self.subject {
            Subject::Part(part) if part != "parcels" && part != "hull" => part.rsplit('/').next(),
            _ => None,
        }
    }

    /// The part and the limit, in one line.
    pub fn second_line(&self, language: Language) -> Option<String> {
        let parts: Vec<String> =
            [self.part().map(str::to_owned), self.limit_text(language)].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    /// The value with its unit, or a dash.
    pub fn value_text(&self, language: Language) -> String {
        match self.value {
            Value::Known(value) => amount(value, self.spec, language),
            Value::Unknown(_) => "–".to_owned(),
        }
    }

    /// The strictest thing that may be said of its limits.
    pub fn mark(&self) -> FigureMark {
        let marks = self.limits.iter().filter_map(|judged| match judged.verdict {
            Verdict::Kept => Some(FigureMark::Met),
            Verdict::LikelyKept => Some(FigureMark::LikelyMet),
            Verdict::LikelyBroken => Some(FigureMark::LikelyMissed),
            Verdict::Broken => Some(FigureMark::Missed),
            Verdict::Unknown => None,
        });
        marks.max_by_key(|mark| *mark as u8).unwrap_or(FigureMark::None)
    }

    /// The limit that decides the mark, as `≤ 2.20`.
    pub fn limit_text(&self, language: Language) -> Option<String> {
        let weight = |judged: &&Judged| match judged.verdict {
            Verdict::Unknown => 0,
            Verdict::Kept => 1,
            Verdict::LikelyKept => 2,
            Verdict::LikelyBroken => 3,
            Verdict::Broken => 4,
        };
        self.limits.iter().max_by_key(weight).map(|judged| limit_text(judged, self.spec, language))
    }

    /// The difference with its sign and unit.
    pub fn difference_text(&self, language: Language) -> Option<String> {
        Some(signed_amount(self.difference?.by, self.spec, language))
    }
}

/// The difference of two figures, unless it is lost in what is printed.
fn difference(figure: &Indicator, before: &Indicator) -> Option<FigureDifference> {
    let by = figure.value.known()? - before.value.known()?;
    let least = 0.5 * 10_f64.powi(-i32::from(figure.spec.decimals));
    let judgement = match figure.spec.better {
        _ if by.abs() < least => return None,
        Better::Neither => Judgement::Other,
        better if (by > 0.0) == (better == Better::Higher) => Judgement::Better,
        _ => Judgement::Worse,
    };
    Some(FigureDifference { by, judgement })
}

/// A limit as `≤ 2.20`.
pub(super) fn limit_text(judged: &Judged, spec: &IndicatorSpec, language: Language) -> String {
    let side = match judged.limit.side {
        Side::AtMost => '≤',
        Side::AtLeast => '≥',
    };
    format!("{side} {}", amount(judged.limit.value, spec, language))
}

/// A number of a figure with its unit, large areas and sums of money in the units that people speak in.
pub fn amount(value: f64, spec: &IndicatorSpec, language: Language) -> String {
    let chinese = language == Language::Chinese;
    match counted(spec.id, language).unwrap_or(spec.unit) {
        "yuan" if value.abs() < 1e5 => quantity(value, 0, if chinese { "元" } else { "yuan" }),
        "yuan" if chinese => quantity(value / 1e8, 2, "亿元"),
        "yuan" => quantity(value / 1e6, 1, "million yuan"),
        "m²" if chinese && value.abs() >= 1e4 => quantity(value / 1e4, 2, "万 m²"),
        "m²" if value.abs() >= 1e4 => format!("{}\u{a0}m²", integer(value.round() as i64)),
        "min" if chinese => quantity(value, usize::from(spec.decimals), "分钟"),
        "" => quantity(value, usize::from(spec.decimals), "").trim_end().to_owned(),
        unit => quantity(value, usize::from(spec.decimals), unit),
    }
}

/// A difference of a figure with its sign.
pub fn signed_amount(by: f64, spec: &IndicatorSpec, language: Language) -> String {
    let text = amount(by, spec, language);
    if text.starts_with('\u{2212}') { text } else { format!("+{text}") }
}

/// What a figure counts, where its spec leaves that to the title.
fn counted(id: &str, language: Language) -> Option<&'static str> {
    let (chinese, english) = match id {
        "density.residents" => ("人", "people"),
        "density.jobs" => ("个", "jobs"),
        "density.dwellings" => ("套", "dwellings"),
        id if id.starts_with("underground.") => ("项", "findings"),
        _ => return None,
    };
    Some(if language == Language::Chinese { chinese } else { english })
}

#[cfg(test)]
mod tests {
    use linli_model::Confidence;
    use linli_sim::indicator::{Limit, Title};

    use super::*;

    static AREA: IndicatorSpec = IndicatorSpec {
        id: "test.area",
        title: Title::new("面积", "Area"),
        unit: "m²",
        decimals: 1,
        better: Better::Higher,
        formula: "a",
        clause: "none",
        confidence: Confidence::C,
    };

    fn figure(value: f64) -> Indicator {
        Indicator::new(&AREA, Subject::Part("within/500 m".into()), Value::Known(value))
    }

    fn at_least(value: f64, confidence: Option<Confidence>) -> Limit {
        Limit { side: Side::AtLeast, value, clause: "plan".into(), confidence }
    }

    #[test]
    fn a_row_says_value_limit_and_difference_with_their_units() {
        let now = figure(123_456.78).against(at_least(200_000.0, None));
        let row = FigureRow::new(&now, Some(&figure(120_000.0)));
        let (zh, en) = (Language::Chinese, Language::English);
        assert_eq!(row.second_line(zh).as_deref(), Some("500 m · ≥ 20.00\u{a0}万 m²"));
        assert_eq!(row.value_text(zh), "12.35\u{a0}万 m²");
        assert_eq!(row.value_text(en), "123\u{2009}457\u{a0}m²");
        assert_eq!(row.limit_text(en).as_deref(), Some("≥ 200\u{2009}000\u{a0}m²"));
        assert_eq!(row.difference_text(en).as_deref(), Some("+3\u{2009}456.8\u{a0}m²"));
        assert_eq!(row.difference.map(|d| d.judgement), Some(Judgement::Better));
        assert_eq!(row.mark(), FigureMark::Missed);
    }

    #[test]
    fn the_worst_verdict_marks_and_a_missing_value_is_no_zero() {
        let both = figure(5.0).against(at_least(9.0, Some(Confidence::C))).against(at_least(1.0, None));
        let row = FigureRow::new(&both, Some(&figure(5.001)));
        assert_eq!((row.mark(), row.difference), (FigureMark::LikelyMissed, None));
        let missing = Value::Unknown(Title::new("缺", "missing"));
        let row = FigureRow::new(&Indicator::new(&AREA, Subject::Unit, missing), Some(&figure(1.0)));
        assert_eq!(row.value_text(Language::English), "–");
        assert_eq!((row.mark(), row.difference), (FigureMark::None, None));
    }
}
