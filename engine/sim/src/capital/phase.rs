//! Phases of a scheme: when money is drawn, when it comes back.

/// One phase.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phase {
    /// Share of the cost and of the revenue, all phases together 1.
    pub share: f64,
    /// Month in which drawing begins.
    pub start_month: f64,
    /// Months over which the cost is drawn evenly; the revenue of the phase comes at their end.
    pub months: f64,
}

/// Capital cost of phases over cost: each phase is drawn evenly and paid back by its own revenue, so
/// that `k = Σ share i m / 24`; shares are scaled to 1. A scheme in one phase has `k = i m / 24`.
pub fn phased_interest(phases: &[Phase], rate_per_year: f64) -> f64 {
    let all: f64 = phases.iter().map(|phase| phase.share.max(0.0)).sum();
    if all <= 0.0 {
        return 0.0;
    }
    let weighed: f64 = phases.iter().map(|phase| phase.share.max(0.0) * phase.months.max(0.0)).sum();
    rate_per_year * weighed / all / 24.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_short_phases_cost_half_of_a_long_one() {
        let one = [Phase { share: 1.0, start_month: 0.0, months: 48.0 }];
        let two = [
            Phase { share: 0.5, start_month: 0.0, months: 24.0 },
            Phase { share: 0.5, start_month: 24.0, months: 24.0 },
        ];
        assert!((phased_interest(&one, 0.05) - 0.1).abs() < 1e-12);
        assert!((phased_interest(&two, 0.05) - 0.05).abs() < 1e-12);
        assert_eq!(phased_interest(&[], 0.05), 0.0);
    }
}
