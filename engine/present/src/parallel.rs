//! Parallel coordinates: things as lines across axes, with filters by spans of an axis.
//!
//! On every axis up is better; on an axis without a better end up is more. Used for the layouts of a search and for
//! the figures of variants that are compared.

use linli_sim::indicator::Better;

/// Shortest span that a filter keeps, as a share of the axis: less is a click, which takes the filter away.
const SHORTEST: f64 = 0.02;

/// One axis with the values of all things.
#[derive(Clone, Debug, PartialEq)]
pub struct ParallelAxis {
    /// What it shows.
    pub title: String,
    /// How it is reckoned, where that is worth saying.
    pub note: Option<String>,
    /// Which way values are better.
    pub better: Better,
    /// Value of each thing; nothing where it is not known.
    pub values: Vec<Option<f64>>,
    /// Each value in words.
    pub words: Vec<String>,
    /// Words at the lower and at the upper end.
    pub ends: [String; 2],
    /// Values at the lower and at the upper end.
    span: [f64; 2],
}

impl ParallelAxis {
    /// An axis from the worst to the best of some values; those that are no numbers count as unknown.
    pub fn of(
        title: impl Into<String>,
        better: Better,
        values: Vec<Option<f64>>,
        words: impl Fn(f64) -> String,
    ) -> Self {
        let values: Vec<Option<f64>> = values.into_iter().map(|v| v.filter(|v| v.is_finite())).collect();
        let known = || values.iter().flatten().copied();
        let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
        let span = if better == Better::Lower { [high, low] } else { [low, high] };
        let in_words = values.iter().map(|value| value.map_or_else(|| "–".to_owned(), &words)).collect();
        let ends = span.map(&words);
        Self { title: title.into(), note: None, better, words: in_words, ends, values, span }
    }

    /// The axis with how it is reckoned.
    pub fn noted(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// Where a value lies: 0 below, 1 above; in the middle when all are the same.
    pub fn share(&self, value: f64) -> f64 {
        let [below, above] = self.span;
        if below == above { 0.5 } else { ((value - below) / (above - below)).clamp(0.0, 1.0) }
    }

    /// Where the value of a thing lies; nothing where it is not known.
    pub fn share_of(&self, thing: usize) -> Option<f64> {
        self.values.get(thing).copied().flatten().map(|value| self.share(value))
    }
}

/// The axes, all with the same things.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParallelChart {
    /// The axes, from the left.
    pub axes: Vec<ParallelAxis>,
}

impl ParallelChart {
    /// A chart of some axes.
    pub fn new(axes: Vec<ParallelAxis>) -> Self {
        Self { axes }
    }

    /// Number of things.
    pub fn things(&self) -> usize {
        self.axes.iter().map(|axis| axis.values.len()).max().unwrap_or(0)
    }

    /// The thing whose line passes nearest to a place, with its distance; places are shares of the chart, x from the
    /// left axis to the right one, y upwards. Lines with gaps are looked at where they are.
    pub fn nearest(&self, [x, y]: [f64; 2], among: impl Fn(usize) -> bool) -> Option<(usize, f64)> {
        let last = self.axes.len().checked_sub(1)?;
        let at = x.clamp(0.0, 1.0) * last as f64;
        let left = (at as usize).min(last.saturating_sub(1));
        let share = at - left as f64;
        let right = (left + 1).min(last);
        let height = |thing: usize| {
            let (a, b) = (self.axes[left].share_of(thing)?, self.axes[right].share_of(thing)?);
            Some(a + (b - a) * share)
        };
        let things = (0..self.things()).filter(|thing| among(*thing));
        let far = things.filter_map(|thing| Some((thing, (height(thing)? - y).abs())));
        far.min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// Spans of axes that things have to lie in, as shares from below.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AxisFilters {
    spans: Vec<Option<[f64; 2]>>,
}

impl AxisFilters {
    /// The span of an axis.
    pub fn span(&self, axis: usize) -> Option<[f64; 2]> {
        self.spans.get(axis).copied().flatten()
    }

    /// Sets the span of an axis from where a drag began to where it is now; one that is too short takes it away.
    pub fn drag(&mut self, axis: usize, from: f64, to: f64) {
        let (low, high) = (from.min(to).max(0.0), from.max(to).min(1.0));
        if self.spans.len() <= axis {
            self.spans.resize(axis + 1, None);
        }
        self.spans[axis] = (high - low >= SHORTEST).then_some([low, high]);
    }

    /// Takes all spans away.
    pub fn clear(&mut self) {
        self.spans.clear();
    }

    /// Whether there is any.
    pub fn is_set(&self) -> bool {
        self.spans.iter().any(Option::is_some)
    }

    /// Whether a thing lies in every span. What is not known lies in none.
    pub fn passes(&self, chart: &ParallelChart, thing: usize) -> bool {
        chart.axes.iter().enumerate().all(|(number, axis)| match self.span(number) {
            None => true,
            // A hair more, so that what lies on the edge that was dragged is in.
            Some([low, high]) => axis.share_of(thing).is_some_and(|at| at >= low - 1e-9 && at <= high + 1e-9),
        })
    }

    /// Number of things that lie in every span.
    pub fn passing(&self, chart: &ParallelChart) -> usize {
        (0..chart.things()).filter(|thing| self.passes(chart, *thing)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> ParallelChart {
        let words = |value: f64| format!("{value:.0}");
        ParallelChart::new(vec![
            ParallelAxis::of("more", Better::Higher, vec![Some(0.0), Some(5.0), Some(10.0), None], words),
            ParallelAxis::of("less", Better::Lower, vec![Some(2.0), Some(4.0), Some(6.0), Some(4.0)], words),
            ParallelAxis::of("same", Better::Neither, vec![Some(1.0); 4], words),
        ])
    }

    #[test]
    fn up_is_better_on_every_axis() {
        let chart = chart();
        let shares =
            |axis: usize| (0..4).map(|thing| chart.axes[axis].share_of(thing)).collect::<Vec<Option<f64>>>();
        assert_eq!(shares(0), [Some(0.0), Some(0.5), Some(1.0), None]);
        assert_eq!(shares(1), [Some(1.0), Some(0.5), Some(0.0), Some(0.5)]);
        assert_eq!(shares(2), [Some(0.5); 4]);
        assert_eq!(chart.axes[1].ends, ["6", "2"]);
        assert_eq!(chart.axes[0].words, ["0", "5", "10", "–"]);
        assert_eq!(chart.things(), 4);
    }

    #[test]
    fn filters_keep_what_lies_in_all_of_them() {
        let (chart, mut filters) = (chart(), AxisFilters::default());
        let passing =
            |filters: &AxisFilters| (0..4).filter(|t| filters.passes(&chart, *t)).collect::<Vec<usize>>();
        assert_eq!(passing(&filters), [0, 1, 2, 3]);
        // Downwards and beyond the end.
        filters.drag(0, 1.4, 0.5);
        assert_eq!(passing(&filters), [1, 2], "what is not known does not pass");
        filters.drag(1, 0.4, 1.0);
        assert_eq!((passing(&filters), filters.passing(&chart)), (vec![1], 1));
        // A click takes one away.
        filters.drag(0, 0.7, 0.705);
        assert_eq!(passing(&filters), [0, 1, 3]);
        filters.clear();
        assert!(!filters.is_set());
    }

    #[test]
    fn the_nearest_line_is_found_between_axes() {
        let chart = chart();
        // Between the first two axes thing 0 runs from below to above, thing 2 from above to below.
        assert_eq!(chart.nearest([0.05, 0.02], |_| true).map(|(t, _)| t), Some(0));
        assert_eq!(chart.nearest([0.05, 0.95], |_| true).map(|(t, _)| t), Some(2));
        assert_eq!(chart.nearest([0.05, 0.95], |t| t != 2).map(|(t, _)| t), Some(1));
        // Thing 3 is there only on the right.
        assert_eq!(chart.nearest([1.0, 0.5], |t| t == 3), Some((3, 0.0)));
        assert_eq!(chart.nearest([0.1, 0.5], |t| t == 3), None);
        assert_eq!(ParallelChart::default().nearest([0.5, 0.5], |_| true), None);
    }
}
