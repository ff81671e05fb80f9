//! Figures for people: what each is called, how it is reckoned, where its limit stands.
//!
//! An analysis reckons in plain numbers. What leaves it for a panel, a report or a file is an
//! [`Indicator`]: a value with its [`IndicatorSpec`], the inputs it was made from and the limits it
//! is held against. Each analysis lists its specs once, beside its code; [`find_spec`] looks them up.

use std::borrow::Cow;

use linli_model::{Confidence, Key, Language};
use serde::{Serialize, Serializer};

/// A text in both languages, known when the program is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Title {
    /// 简体中文.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Title {
    /// A text in both languages.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The text of a language.
    pub fn text(self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.zh,
            Language::English => self.en,
        }
    }
}

/// Which way a figure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither by itself: it describes, or it has to lie in a band.
    Neither,
}

/// What a figure is: defined once, used by the command line, panels, reports and the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct IndicatorSpec {
    /// Stable name, `analysis.figure`.
    pub id: &'static str,
    /// Name for people.
    pub title: Title,
    /// Unit as printed behind the value; empty for counts and pure ratios.
    pub unit: &'static str,
    /// Decimals that are worth printing.
    pub decimals: u8,
    /// Which way it is better.
    pub better: Better,
    /// How it is reckoned, in symbols.
    pub formula: &'static str,
    /// Standard and clause, or source, that defines it.
    pub clause: &'static str,
    /// How sure that definition is.
    pub confidence: Confidence,
}

impl IndicatorSpec {
    /// A figure that a method of ours defines: its definition is a convention.
    pub(crate) const fn convention(
        id: &'static str,
        title: Title,
        unit: &'static str,
        decimals: u8,
        better: Better,
        formula: &'static str,
        clause: &'static str,
    ) -> Self {
        Self { id, title, unit, decimals, better, formula, clause, confidence: Confidence::C }
    }
}

/// What a figure is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The whole planning unit.
    Unit,
    /// A part of the unit that the analysis makes itself, for example a ring around the station.
    Part(String),
    /// One element, for example a parcel.
    Element(Key),
}

/// A number, or why there is none. Never a silent zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// Reckoned.
    Known(f64),
    /// A fact is missing; the text says which.
    Unknown(Title),
}

impl Value {
    /// The number, when it is known.
    pub fn known(self) -> Option<f64> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown(_) => None,
        }
    }

    /// A number when there is one and it is finite, else why not.
    pub fn from_option(value: Option<f64>, missing: Title) -> Self {
        match value {
            Some(value) if value.is_finite() => Self::Known(value),
            _ => Self::Unknown(missing),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(value) => serializer.serialize_f64(*value),
            Self::Unknown(missing) => missing.serialize(serializer),
        }
    }
}

/// One input that a figure was made from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Input {
    /// What it is.
    pub name: Title,
    /// Its value.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
}

/// On which side of a limit a value has to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// At most.
    AtMost,
    /// At least.
    AtLeast,
}

/// What may be said about a value and its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Kept, by a limit that may give a verdict.
    Kept,
    /// Broken, by a limit that may give a verdict.
    Broken,
    /// Kept, as an indication: someone has to look the limit up.
    LikelyKept,
    /// Broken, as an indication: someone has to look the limit up.
    LikelyBroken,
    /// The value is not known.
    Unknown,
}

/// A limit that a figure is held against.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Limit {
    /// Side on which the value has to lie.
    pub side: Side,
    /// The limit, in the unit of the figure.
    pub value: f64,
    /// Standard, edition and clause, or the plan that sets it.
    pub clause: Cow<'static, str>,
    /// How sure the limit is; `None` for a fact of the scene, such as a parcel's own limit.
    pub confidence: Option<Confidence>,
}

impl Limit {
    /// Whether it may give a verdict (facts of the scene, and limits seen in a source).
    pub fn gives_verdict(&self) -> bool {
        self.confidence.is_none_or(Confidence::gives_verdict)
    }

    /// What may be said about a value. The limit itself is kept; `slack` absorbs rounding.
    pub fn judge(&self, value: Value, slack: f64) -> Verdict {
        let Value::Known(value) = value else { return Verdict::Unknown };
        let kept = match self.side {
            Side::AtMost => value <= self.value + slack,
            Side::AtLeast => value >= self.value - slack,
        };
        match (kept, self.gives_verdict()) {
            (true, true) => Verdict::Kept,
            (false, true) => Verdict::Broken,
            (true, false) => Verdict::LikelyKept,
            (false, false) => Verdict::LikelyBroken,
        }
    }
}

/// A limit with what may be said about the value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// The limit.
    #[serde(flatten)]
    pub limit: Limit,
    /// What may be said.
    pub verdict: Verdict,
}

/// One figure of one subject.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Indicator {
    /// What it is; files carry the id.
    #[serde(rename = "id", serialize_with = "spec_id")]
    pub spec: &'static IndicatorSpec,
    /// What it is about.
    pub subject: Subject,
    /// The value, or why there is none.
    pub value: Value,
    /// What it was made from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Input>,
    /// Limits that it is held against.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Judged>,
}

fn spec_id<S: Serializer>(spec: &&'static IndicatorSpec, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(spec.id)
}

impl Indicator {
    /// A figure without inputs and limits.
    pub fn new(spec: &'static IndicatorSpec, subject: Subject, value: Value) -> Self {
        Self { spec, subject, value, inputs: Vec::new(), limits: Vec::new() }
    }

    /// With one more input.
    #[must_use]
    pub fn from_input(mut self, name: Title, value: f64, unit: &'static str) -> Self {
        self.inputs.push(Input { name, value, unit });
        self
    }

    /// Held against one more limit. A value may pass it by half of its last printed decimal, by 0.005 at most.
    #[must_use]
    pub fn against(mut self, limit: Limit) -> Self {
        let slack = 0.5 * 10_f64.powi(-i32::from(self.spec.decimals));
        let verdict = limit.judge(self.value, slack.min(0.005));
        self.limits.push(Judged { limit, verdict });
        self
    }
}

/// The spec of an id, in lists of specs.
pub fn find_spec<'a>(lists: &[&'a [IndicatorSpec]], id: &str) -> Option<&'a IndicatorSpec> {
    lists.iter().flat_map(|list| list.iter()).find(|spec| spec.id == id)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    static SPEC: IndicatorSpec = IndicatorSpec {
        id: "test.ratio",
        title: Title::new("比率", "Ratio"),
        unit: "",
        decimals: 2,
        better: Better::Neither,
        formula: "a / b",
        clause: "none",
        confidence: Confidence::C,
    };

    fn limit(confidence: Option<Confidence>) -> Limit {
        Limit { side: Side::AtMost, value: 2.0, clause: "plan".into(), confidence }
    }

    #[test]
    fn a_limit_from_memory_never_gives_a_violation() {
        let broken = |confidence| limit(confidence).judge(Value::Known(2.5), 0.0);
        assert_eq!(broken(None), Verdict::Broken);
        assert_eq!(broken(Some(Confidence::S2)), Verdict::Broken);
        assert_eq!(broken(Some(Confidence::MPlus)), Verdict::LikelyBroken);
        assert_eq!(broken(Some(Confidence::C)), Verdict::LikelyBroken);
        let unknown = Value::Unknown(Title::new("缺", "missing"));
        assert_eq!(limit(None).judge(unknown, 0.0), Verdict::Unknown);
    }

    #[test]
    fn a_figure_is_written_with_its_id_and_never_a_silent_zero() {
        let known = Indicator::new(&SPEC, Subject::Unit, Value::Known(2.004))
            .from_input(Title::new("甲", "a"), 2.004, "m²")
            .against(limit(None));
        assert_eq!(known.limits[0].verdict, Verdict::Kept, "rounding is no violation");
        let json = serde_json::to_value(&known).unwrap();
        assert_eq!(json["id"], "test.ratio");
        assert_eq!(json["limits"][0]["verdict"], "kept");
        let missing = Value::from_option(Some(f64::NAN), Title::new("面积为零", "no area"));
        let json =
            serde_json::to_value(Indicator::new(&SPEC, Subject::Element("p1".into()), missing)).unwrap();
        assert_eq!(json["value"]["en"], "no area");
        assert_eq!(find_spec(&[&[SPEC]], "test.ratio").map(|s| s.decimals), Some(2));
        assert!(find_spec(&[&[SPEC]], "test.other").is_none());
    }
}
