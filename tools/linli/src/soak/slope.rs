//! The slope of a series and how sure it is: Theil (1950) and Sen (1968). Single odd values do not move it.

/// A slope with the interval in which it lies with 95 of 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// Median of the slopes of all pairs.
    pub median: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Values that are compared pair by pair, at most: longer series are cut into blocks, of which each gives its
/// median. A week of samples every 10 s becomes blocks of five minutes, which also takes away most of the
/// likeness of neighbours that would make the interval too narrow.
const MOST: usize = 2_000;
/// Normal quantile of a two-sided interval of 95 %.
const QUANTILE: f64 = 1.959_964;

/// The slope of values over times; `None` with fewer than ten, or when all times are one.
pub fn slope(series: &[(f64, f64)]) -> Option<Slope> {
    let points = blocks(series);
    let n = points.len();
    if n < 10 {
        return None;
    }
    let mut slopes = Vec::with_capacity(n * (n - 1) / 2);
    for (at, (t, v)) in points.iter().enumerate() {
        for (other_t, other_v) in &points[at + 1..] {
            if other_t > t {
                slopes.push((other_v - v) / (other_t - t));
            }
        }
    }
    if slopes.is_empty() {
        return None;
    }
    slopes.sort_by(f64::total_cmp);
    let count = slopes.len() as f64;
    // Variance of Kendall's S under no trend; ties of values are left in, which makes the interval wider.
    let variance = n as f64 * (n as f64 - 1.0) * (2.0 * n as f64 + 5.0) / 18.0;
    let half = QUANTILE * variance.sqrt();
    let at = |rank: f64| slopes[(rank.round().max(0.0) as usize).min(slopes.len() - 1)];
    let median = if slopes.len().is_multiple_of(2) {
        (slopes[slopes.len() / 2 - 1] + slopes[slopes.len() / 2]) / 2.0
    } else {
        slopes[slopes.len() / 2]
    };
    Some(Slope { median, low: at((count - half) / 2.0 - 1.0), high: at((count + half) / 2.0) })
}

/// Medians of blocks of equal length.
fn blocks(series: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let size = series.len().div_ceil(MOST).max(1);
    series
        .chunks(size)
        .map(|block| {
            let middle = |mut values: Vec<f64>| {
                values.sort_by(f64::total_cmp);
                values[values.len() / 2]
            };
            (middle(block.iter().map(|p| p.0).collect()), middle(block.iter().map(|p| p.1).collect()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    /// A noise that is the same every time, -1 to 1, each value independent of its neighbours (`SplitMix64`).
    fn noise(at: usize) -> f64 {
        let mut x = (at as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^= x >> 31;
        (x >> 40) as f64 / (1u64 << 23) as f64 - 1.0
    }

    #[test]
    fn the_worked_example_of_sens_estimator() {
        // y = 1 … 12 but for one value that is far off: the slope stays 1.
        let mut series: Vec<(f64, f64)> = (1..=12).map(|at| (f64::from(at), f64::from(at))).collect();
        series[11].1 = 500.0;
        let slope = slope(&series).unwrap();
        assert_eq!(slope.median, 1.0);
        assert!(slope.low <= 1.0 && slope.high >= 1.0);
    }

    #[test]
    fn a_leak_is_found_in_noise_and_none_in_none() {
        let hours = |at: usize| at as f64 * 10.0 / 3600.0;
        let leak: Vec<(f64, f64)> =
            (0..30_000).map(|at| (hours(at), 400.0 + 0.8 * hours(at) + 3.0 * noise(at))).collect();
        let found = slope(&leak).unwrap();
        assert!((found.median - 0.8).abs() < 0.02 && found.low > 0.5, "{found:?}");
        let flat: Vec<(f64, f64)> = (0..30_000).map(|at| (hours(at), 400.0 + 3.0 * noise(at))).collect();
        let found = slope(&flat).unwrap();
        assert!(found.low < 0.0 && found.high > 0.0 && found.high < 0.5, "{found:?}");
    }

    #[test]
    fn the_interval_holds_the_truth_about_95_times_of_100() {
        let mut inside = 0;
        for run in 0..400 {
            let series: Vec<(f64, f64)> =
                (0..60).map(|at| (at as f64, 0.3 * at as f64 + 8.0 * noise(run * 997 + at))).collect();
            let found = slope(&series).unwrap();
            inside += usize::from((found.low..=found.high).contains(&0.3));
        }
        assert!((370..=396).contains(&inside), "{inside} of 400");
        assert_eq!(slope(&[(0.0, 1.0); 9]), None);
        assert_eq!(slope(&[(0.0, 1.0); 30]), None);
    }
}
