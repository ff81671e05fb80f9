//! Figures of several variants as parallel coordinates.

use linli_model::Language;
use linli_sim::indicator::{Better, Indicator, Subject};

use super::figure::figure_title;
use crate::figure::amount;
use crate::parallel::{ParallelAxis, ParallelChart};

/// An axis for each of the figures that differ most between variants, `most` at most: figures of the whole that are
/// known on every side; those of which one end is better come first, then by how much they differ for their size.
pub fn figures_chart(sides: &[Vec<Indicator>], most: usize, language: Language) -> ParallelChart {
    let Some(first) = sides.first() else { return ParallelChart::default() };
    let known = |like: &Indicator| -> Option<Vec<f64>> {
        let same = |one: &&Indicator| one.spec.id == like.spec.id && one.subject == like.subject;
        sides.iter().map(|side| side.iter().find(same)?.value.known()).collect()
    };
    let mut found: Vec<(&Indicator, Vec<f64>, f64)> = first
        .iter()
        .filter(|figure| figure.subject == Subject::Unit)
        .filter_map(|figure| {
            let values = known(figure)?;
            let spread = spread(&values);
            (spread > 0.0).then_some((figure, values, spread))
        })
        .collect();
    let rank = |figure: &Indicator| u8::from(figure.spec.better == Better::Neither);
    found.sort_by(|a, b| {
        (rank(a.0).cmp(&rank(b.0))).then(b.2.total_cmp(&a.2)).then(a.0.spec.id.cmp(b.0.spec.id))
    });
    let axes = found.into_iter().take(most).map(|(figure, values, _)| {
        let title = figure_title(figure.spec, &figure.subject, language);
        let values = values.into_iter().map(Some).collect();
        let axis =
            ParallelAxis::of(title, figure.spec.better, values, |value| amount(value, figure.spec, language));
        axis.noted(figure.spec.formula)
    });
    ParallelChart::new(axes.collect())
}

/// Difference of the ends as a share of the largest; 0 where they differ by rounding alone.
fn spread(values: &[f64]) -> f64 {
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
    let size = low.abs().max(high.abs());
    let spread = if size > 0.0 { (high - low) / size } else { 0.0 };
    if spread.is_finite() && spread > 1e-9 { spread } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use linli_sim::indicator::{IndicatorSpec, Title, Value};

    use super::*;

    const fn figure(id: &'static str, better: Better) -> IndicatorSpec {
        IndicatorSpec {
            id,
            title: Title::new("数", "number"),
            unit: "m",
            decimals: 0,
            better,
            formula: "",
            clause: "",
            confidence: linli_model::Confidence::C,
        }
    }
    static SMALL: IndicatorSpec = figure("small", Better::Lower);
    static LARGE: IndicatorSpec = figure("large", Better::Higher);
    static SAME: IndicatorSpec = figure("same", Better::Higher);
    static NEITHER: IndicatorSpec = figure("neither", Better::Neither);
    static PART: IndicatorSpec = figure("part", Better::Higher);

    fn side(values: [f64; 4], has_large: bool) -> Vec<Indicator> {
        let known = |spec, value| Indicator::new(spec, Subject::Unit, Value::Known(value));
        let large = if has_large {
            known(&LARGE, values[1])
        } else {
            Indicator::new(&LARGE, Subject::Unit, Value::Unknown(Title::new("无", "none")))
        };
        let part = Indicator::new(&PART, Subject::Part("a".into()), Value::Known(values[0]));
        vec![known(&SMALL, values[0]), large, known(&SAME, values[2]), known(&NEITHER, values[3]), part]
    }

    #[test]
    fn axes_are_what_differs_and_is_known_everywhere() {
        let sides = |has| {
            vec![side([10., 1., 3., 1.], true), side([9., 5., 3., 90.], true), side([8., 2., 3., 7.], has)]
        };
        let chart = figures_chart(&sides(true), 9, Language::English);
        assert_eq!(
            chart.axes.iter().map(|axis| axis.better).collect::<Vec<_>>(),
            [Better::Higher, Better::Lower, Better::Neither]
        );
        // Of the figure that is better when low, the lowest is at the top.
        assert_eq!(chart.axes[1].share_of(2), Some(1.0));
        assert_eq!(chart.axes[1].words[2], "8\u{a0}m");
        assert_eq!(figures_chart(&sides(false), 9, Language::English).axes.len(), 2);
        assert_eq!(figures_chart(&sides(true), 1, Language::English).axes.len(), 1);
        assert_eq!(figures_chart(&[], 9, Language::English).things(), 0);
    }
}
