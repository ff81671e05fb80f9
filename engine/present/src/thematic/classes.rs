//! Numbers into classes: quantiles, equal intervals, natural breaks.

/// How numbers are put into classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ClassMethod {
    /// The same number of elements in each class, as far as equal values allow.
    #[default]
    Quantile,
    /// Classes of the same width.
    Equal,
    /// Classes whose values differ least from their mean (Jenks' natural breaks).
    Natural,
}

impl ClassMethod {
    /// Every method, in the order of lists.
    pub const ALL: [Self; 3] = [Self::Quantile, Self::Equal, Self::Natural];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quantile => "quantile",
            Self::Equal => "equal",
            Self::Natural => "natural",
        }
    }

    /// The method of a word on the command line.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// Upper bounds of at most `count` classes, from low to high; each belongs to its class. Equal values are never parted,
/// so that there may be fewer classes. Numbers must be finite.
pub fn class_bounds(numbers: &[f64], count: usize, method: ClassMethod) -> Vec<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (Some(&least), Some(&most)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let count = count.max(1);
    let mut bounds: Vec<f64> = match method {
        ClassMethod::Quantile => {
            (1..=count).map(|class| sorted[(class * sorted.len()).div_ceil(count) - 1]).collect()
        }
        ClassMethod::Equal => {
            let width = (most - least) / count as f64;
            let inner = (1..count).map(|class| least + width * class as f64);
            inner.chain([most]).collect()
        }
        ClassMethod::Natural => natural_bounds(&sorted, count),
    };
    bounds.dedup();
    bounds
}

/// The class of a value, of classes with these upper bounds.
pub fn class_of(bounds: &[f64], value: f64) -> usize {
    bounds.partition_point(|bound| *bound < value).min(bounds.len().saturating_sub(1))
}

/// The classes with the least sum of squares about their means: W. Fisher's exact dynamic programme (On grouping for
/// maximum homogeneity, 1958), each row by halving, because the best last class begins no earlier when a value is added
/// (X. Wu 1991; H. Wang and M. Song 2011).
fn natural_bounds(sorted: &[f64], count: usize) -> Vec<f64> {
    let mut values: Vec<f64> = sorted.to_vec();
    values.dedup();
    let count = count.min(values.len());
    let squares = Squares::of(sorted, &values);
    let size = values.len();
    // Cost of the first `i + 1` values in the classes so far, and where the last class begins.
    let mut cost: Vec<f64> = (0..size).map(|last| squares.within(0, last)).collect();
    let mut begins: Vec<Vec<usize>> = vec![vec![0; size]];
    for class in 1..count {
        let mut row = Row { cost: vec![f64::INFINITY; size], begin: vec![0; size] };
        row.fill(&cost, &squares, [class, size - 1], [class, size - 1]);
        cost = row.cost;
        begins.push(row.begin);
    }
    let mut bounds = Vec::with_capacity(count);
    let mut last = size - 1;
    for begin in begins.iter().rev() {
        bounds.push(values[last]);
        match begin[last].checked_sub(1) {
            Some(before) => last = before,
            None => break,
        }
    }
    bounds.reverse();
    bounds
}

/// Costs of one more class.
struct Row {
    cost: Vec<f64>,
    begin: Vec<usize>,
}

impl Row {
    /// Fills the costs of the values `ends`, whose last class begins within `begins`.
    fn fill(&mut self, before: &[f64], squares: &Squares, ends: [usize; 2], begins: [usize; 2]) {
        let [low, high] = ends;
        if low > high {
            return;
        }
        let middle = low.midpoint(high);
        for begin in begins[0]..=begins[1].min(middle) {
            let cost = before[begin - 1] + squares.within(begin, middle);
            if cost < self.cost[middle] {
                (self.cost[middle], self.begin[middle]) = (cost, begin);
            }
        }
        let best = self.begin[middle];
        if middle > low {
            self.fill(before, squares, [low, middle - 1], [begins[0], best]);
        }
        self.fill(before, squares, [middle + 1, high], [best, begins[1]]);
    }
}

/// Sums over values, for the squares about the mean of any run of them.
struct Squares {
    /// Number of elements, sum, sum of squares of all values before.
    sums: Vec<[f64; 3]>,
}

impl Squares {
    fn of(sorted: &[f64], values: &[f64]) -> Self {
        // About the mean, so that large numbers cost no digits.
        let mean = sorted.iter().sum::<f64>() / sorted.len() as f64;
        let mut sums = vec![[0.0; 3]];
        let mut rest = sorted;
        for value in values {
            let same = rest.partition_point(|other| other <= value);
            rest = &rest[same..];
            let (weight, about) = (same as f64, value - mean);
            let [n, s, q] = sums.last().copied().unwrap_or_default();
            sums.push([n + weight, s + weight * about, q + weight * about * about]);
        }
        Self { sums }
    }

    /// Sum of squares about their mean of the values from `first` to `last`.
    fn within(&self, first: usize, last: usize) -> f64 {
        let (a, b) = (self.sums[first], self.sums[last + 1]);
        let [n, s, q] = std::array::from_fn(|i| b[i] - a[i]);
        (q - s * s / n).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Sum of squares about the means of the classes with these bounds.
    fn spread(numbers: &[f64], bounds: &[f64]) -> f64 {
        (0..bounds.len())
            .map(|class| {
                let of_class: Vec<f64> =
                    numbers.iter().copied().filter(|v| class_of(bounds, *v) == class).collect();
                let mean = of_class.iter().sum::<f64>() / of_class.len().max(1) as f64;
                of_class.iter().map(|v| (v - mean).powi(2)).sum::<f64>()
            })
            .sum()
    }

    /// The least spread over all ways to choose bounds.
    fn least_spread(numbers: &[f64], values: &[f64], count: usize) -> f64 {
        fn choose(values: &[f64], count: usize, chosen: &mut Vec<f64>, best: &mut dyn FnMut(&[f64])) {
            if chosen.len() + 1 == count {
                chosen.extend(values.last());
                best(chosen);
                chosen.pop();
                return;
            }
            for at in 0..values.len().saturating_sub(1) {
                chosen.push(values[at]);
                choose(&values[at + 1..], count, chosen, best);
                chosen.pop();
            }
        }
        let mut least = f64::INFINITY;
        choose(values, count, &mut Vec::new(), &mut |bounds| least = least.min(spread(numbers, bounds)));
        least
    }

    proptest! {
        #[test]
        fn natural_breaks_are_the_best_of_all(
            numbers in prop::collection::vec((-20_i32..60).prop_map(f64::from), 1..14),
            count in 1_usize..5,
        ) {
            let mut values = numbers.clone();
            values.sort_by(f64::total_cmp);
            values.dedup();
            let bounds = class_bounds(&numbers, count, ClassMethod::Natural);
            let count = count.min(values.len());
            prop_assert_eq!(bounds.len(), count);
            let least = least_spread(&numbers, &values, count);
            let found = spread(&numbers, &bounds);
            prop_assert!((found - least).abs() < 1e-6 * (1.0 + least), "{} {} {:?}", found, least, bounds);
        }

        #[test]
        fn bounds_rise_and_end_at_the_greatest(
            numbers in prop::collection::vec(-1e6..1e6_f64, 1..60),
            count in 1_usize..9,
        ) {
            for method in ClassMethod::ALL {
                let bounds = class_bounds(&numbers, count, method);
                prop_assert!(bounds.len() <= count && !bounds.is_empty());
                prop_assert!(bounds.windows(2).all(|pair| pair[0] < pair[1]));
                let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                prop_assert_eq!(bounds.last().copied(), Some(most));
            }
        }
    }

    #[test]
    fn each_method_has_its_own_bounds() {
        let numbers = [1.0, 2.0, 3.0, 4.0, 10.0, 11.0, 12.0, 100.0];
        let of = |method, count| class_bounds(&numbers, count, method);
        assert_eq!(of(ClassMethod::Quantile, 4), [2.0, 4.0, 11.0, 100.0]);
        assert_eq!(of(ClassMethod::Equal, 3), [34.0, 67.0, 100.0]);
        assert_eq!(of(ClassMethod::Natural, 3), [4.0, 12.0, 100.0]);
        assert_eq!(class_bounds(&[], 3, ClassMethod::Natural), Vec::<f64>::new());
    }

    #[test]
    fn equal_values_stay_together() {
        let numbers = [6.0, 6.0, 6.0, 6.0, 6.0, 18.0];
        for method in ClassMethod::ALL {
            let bounds = class_bounds(&numbers, 3, method);
            let classes: Vec<usize> = numbers.iter().map(|v| class_of(&bounds, *v)).collect();
            assert!(classes[..5].iter().all(|class| *class == classes[0]) && classes[5] > classes[0]);
        }
    }

    #[test]
    fn twenty_thousand_values_are_no_wait() {
        let numbers: Vec<f64> = (0..20_000).map(|i| f64::from(i * 7919 % 20_011)).collect();
        let bounds = class_bounds(&numbers, 9, ClassMethod::Natural);
        assert_eq!(bounds.len(), 9);
        // Even values have even classes.
        assert!((bounds[0] - 20_011.0 / 9.0).abs() < 20.0, "{bounds:?}");
    }
}
