//! Two communities side by side: each figure, its difference, and whether that is better.

use serde::Serialize;

use super::super::indicator::{Better, Indicator, IndicatorSpec, Judged, Subject, Value};

/// Whether a difference is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Better.
    Better,
    /// Worse.
    Worse,
    /// Another, neither better nor worse by itself.
    Other,
    /// The same.
    Same,
    /// Not known on one side.
    Unknown,
}

/// A figure of both sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureRow {
    /// What it is.
    #[serde(flatten)]
    pub spec: &'static IndicatorSpec,
    /// What it is about.
    pub subject: Subject,
    /// Value of the first.
    pub a: Value,
    /// Value of the second.
    pub b: Value,
    /// Second less first, when both are known.
    pub difference: Option<f64>,
    /// Difference in percent of the first, when that is not 0.
    pub percent: Option<f64>,
    /// Whether the second is better.
    pub judgement: Judgement,
    /// Limits of the second, judged.
    pub limits: Vec<Judged>,
}

/// The figures of two communities, sorted by how much they differ (percent of the first; those that are new or
/// unknown on one side first), then by their names.
pub fn figure_table(a: &[Indicator], b: &[Indicator]) -> Vec<FigureRow> {
    let missing = Value::Unknown(crate::indicator::Title::new("无此项", "there is none"));
    let find = |list: &[Indicator], like: &Indicator| {
        list.iter().find(|other| other.spec.id == like.spec.id && other.subject == like.subject).cloned()
    };
    let only_b = b.iter().filter(|figure| find(a, figure).is_none());
    let mut rows: Vec<FigureRow> = Vec::new();
    for figure in a.iter().chain(only_b) {
        let (first, second) = (find(a, figure), find(b, figure));
        let limits = second.as_ref().or(first.as_ref()).map(|f| f.limits.clone()).unwrap_or_default();
        let value = |side: &Option<Indicator>| side.as_ref().map_or(missing, |figure| figure.value);
        rows.push(row(figure.spec, figure.subject.clone(), value(&first), value(&second), limits));
    }
    let weight = |row: &FigureRow| match (row.difference, row.percent) {
        (Some(0.0), _) => 0.0,
        (Some(_), Some(percent)) => percent.abs(),
        _ => f64::INFINITY,
    };
    rows.sort_by(|x, y| {
        let order = weight(y).total_cmp(&weight(x));
        order.then_with(|| (x.spec.id, &x.subject).cmp(&(y.spec.id, &y.subject)))
    });
    rows
}

fn row(spec: &'static IndicatorSpec, subject: Subject, a: Value, b: Value, limits: Vec<Judged>) -> FigureRow {
    // Sums in another order differ in their last bits: that is no difference.
    let beyond_rounding = |(a, b): (f64, f64)| {
        if (b - a).abs() <= 1e-9 * a.abs().max(b.abs()) { 0.0 } else { b - a }
    };
    let difference = a.known().zip(b.known()).map(beyond_rounding);
    let percent = difference.zip(a.known()).filter(|(_, a)| *a != 0.0).map(|(d, a)| d / a.abs() * 100.0);
    let judgement = match (difference, spec.better) {
        (None, _) if a == b => Judgement::Same,
        (None, _) => Judgement::Unknown,
        (Some(0.0), _) => Judgement::Same,
        (Some(_), Better::Neither) => Judgement::Other,
        (Some(d), better) if (d > 0.0) == (better == Better::Higher) => Judgement::Better,
        (Some(_), _) => Judgement::Worse,
    };
    FigureRow { spec, subject, a, b, difference, percent, judgement, limits }
}
