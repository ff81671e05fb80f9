//! Counted answers of visitors, without names (匿名投票).

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// What an answer is counted under.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TallyKey {
    /// Local day.
    pub day: NaiveDate,
    /// Key of the show.
    pub show: String,
    /// Key of the question.
    pub question: String,
    /// Key of the choice, or the guessed figure as a text.
    pub answer: String,
}

/// How often each answer was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Counts by day, show, question and answer.
    pub counts: BTreeMap<TallyKey, u64>,
}

impl Tally {
    /// Counts one answer.
    pub fn add(&mut self, key: TallyKey) {
        let count = self.counts.entry(key).or_default();
        *count = count.saturating_add(1);
    }

    /// How often an answer to a question of a show was given, on all days.
    pub fn count(&self, show: &str, question: &str, answer: &str) -> u64 {
        let same = |key: &TallyKey| key.show == show && key.question == question && key.answer == answer;
        self.counts.iter().filter(|(key, _)| same(key)).map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_over_all_days() {
        let key = |day: u32, answer: &str| TallyKey {
            day: NaiveDate::from_ymd_opt(2026, 12, day).unwrap_or_default(),
            show: "s".to_owned(),
            question: "q".to_owned(),
            answer: answer.to_owned(),
        };
        let mut tally = Tally::default();
        for (day, answer) in [(1, "a"), (2, "a"), (2, "b")] {
            tally.add(key(day, answer));
        }
        assert_eq!((tally.count("s", "q", "a"), tally.count("s", "q", "b")), (2, 1));
        assert_eq!(tally.count("other", "q", "a"), 0);
    }
}
