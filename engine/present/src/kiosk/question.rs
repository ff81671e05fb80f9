//! Questions: guessed before the figure is shown, voted on without names.

use linli_model::{Answer, Question, Tally};

use crate::number;

/// How far a question is.
#[derive(Clone, Debug, PartialEq)]
pub enum Asking {
    /// It waits for an answer.
    Guess {
        /// Where the slider stands.
        value: f64,
    },
    /// It is answered.
    Shown {
        /// What was guessed.
        guess: Option<f64>,
        /// Share of each choice in all votes, percent; they sum to 100.
        shares: Vec<u32>,
        /// Since when, milliseconds.
        since_ms: u64,
    },
}

impl Asking {
    /// A question that is asked: the slider stands in its middle, which tells nothing.
    pub fn begin(question: &Question) -> Self {
        let value = match &question.answer {
            Answer::Guess { least, most, step, .. } => stepped((least + most) / 2.0, *least, *most, *step),
            Answer::Vote { .. } => 0.0,
        };
        Self::Guess { value }
    }
}

/// A value brought onto the steps between two ends.
pub(super) fn stepped(value: f64, least: f64, most: f64, step: f64) -> f64 {
    let (least, most) = (least.min(most), least.max(most));
    if !value.is_finite() || step.is_nan() || step <= 0.0 {
        return least;
    }
    (least + ((value.clamp(least, most) - least) / step).round() * step).clamp(least, most)
}

/// The value of a slider at a share of its length.
pub(super) fn slid(question: &Question, share: f64) -> Option<f64> {
    match &question.answer {
        Answer::Guess { least, most, step, .. } => {
            Some(stepped(least + (most - least) * share.clamp(0.0, 1.0), *least, *most, *step))
        }
        Answer::Vote { .. } => None,
    }
}

/// A figure with as many decimals as its steps have, at most three.
pub fn figure_text(value: f64, step: f64) -> String {
    let decimals = (0..3_i32).find(|d| (step * 10_f64.powi(*d)).fract().abs() < 1e-9).unwrap_or(3);
    number::decimal(value, decimals as usize)
}

/// Shares of the votes for each choice of a question, whole percents that sum to 100 (largest remainders);
/// all zero without votes.
pub fn vote_shares(tally: &Tally, show: &str, question: &Question) -> Vec<u32> {
    let Answer::Vote { choices } = &question.answer else { return Vec::new() };
    let votes: Vec<u64> =
        choices.iter().map(|choice| tally.count(show, &question.key, &choice.key)).collect();
    let total: u64 = votes.iter().sum();
    if total == 0 {
        return vec![0; votes.len()];
    }
    let exact = |count: u64| u128::from(count) * 100;
    let total = u128::from(total);
    let mut shares: Vec<u32> = votes.iter().map(|count| (exact(*count) / total) as u32).collect();
    let mut by_rest: Vec<usize> = (0..votes.len()).collect();
    by_rest.sort_by_key(|at| std::cmp::Reverse(exact(votes[*at]) % total));
    let missing = 100 - shares.iter().sum::<u32>();
    for at in by_rest.into_iter().take(missing as usize) {
        shares[at] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use linli_model::{Choice, TallyKey, Words};

    use super::*;

    fn vote() -> Question {
        let choice = |key: &str| Choice { key: key.to_owned(), words: Words::default(), variant: None };
        let choices = vec![choice("a"), choice("b"), choice("c")];
        Question { key: "q".to_owned(), at_s: 1.0, words: Words::default(), answer: Answer::Vote { choices } }
    }

    #[test]
    fn shares_sum_to_a_hundred() {
        let mut tally = Tally::default();
        assert_eq!(vote_shares(&tally, "s", &vote()), [0, 0, 0]);
        for answer in ["a", "b", "c"] {
            let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
            let [show, question, answer] = ["s", "q", answer].map(str::to_owned);
            tally.add(TallyKey { day, show, question, answer });
        }
        let shares = vote_shares(&tally, "s", &vote());
        assert_eq!((shares.iter().sum::<u32>(), shares.len()), (100, 3));
        assert_eq!(shares, [34, 33, 33]);
    }

    #[test]
    fn guesses_stand_on_their_steps() {
        let answer = Answer::Guess {
            unit: Words::default(),
            least: 0.0,
            most: 100.0,
            step: 5.0,
            figure: 62.0,
            source: Words::default(),
        };
        let question = Question { answer, ..vote() };
        assert_eq!(Asking::begin(&question), Asking::Guess { value: 50.0 });
        assert_eq!((slid(&question, 0.33), slid(&question, 7.0)), (Some(35.0), Some(100.0)));
        assert_eq!(slid(&question, f64::NAN), Some(0.0));
        assert_eq!(
            (figure_text(12_345.0, 5.0), figure_text(0.5, 0.1)),
            ("12\u{2009}345".to_owned(), "0.5".to_owned())
        );
    }
}
