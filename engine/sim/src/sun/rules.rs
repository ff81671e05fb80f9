//! How sunlight is counted and how much is wanted: data with clause, source and confidence.

use linli_model::Confidence;
use serde::Deserialize;
use thiserror::Error;

use crate::reach::Name;
use crate::rule_figure::Figure;

/// Schema of a pack.
pub const SUN_RULES_SCHEMA: &str = "linli-sun-rules/1";
/// Smallest and largest step along a wall, metres, and in time, minutes.
const SPACINGS_M: [f64; 2] = [0.1, 50.0];
const STEPS_MIN: [f64; 2] = [0.1, 60.0];

/// A day on which sunlight is counted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SunDay {
    /// Stable name.
    pub id: String,
    /// Name for people.
    pub name: Name,
    /// Month.
    pub month: u32,
    /// Day of the month.
    pub day: u32,
    /// Beginning of the effective band, true solar time, hours.
    pub from_h: f64,
    /// End of it.
    pub to_h: f64,
    /// Sunlight that one room of a home must have, hours.
    pub least_h: f64,
    /// Clause.
    pub clause: String,
    /// Where it is from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Rules of sunlight.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SunRules {
    /// Schema.
    pub schema: String,
    /// Stable name.
    pub id: String,
    /// Name for people.
    pub name: Name,
    /// Editions of the standards.
    pub edition: String,
    /// Year whose sun counts.
    pub year: Figure,
    /// Step in time, minutes.
    pub step: Figure,
    /// Shortest interval that counts, minutes.
    pub shortest: Figure,
    /// Height of sills above the floor, metres.
    pub sill: Figure,
    /// Step along walls, metres.
    pub spacing: Figure,
    /// Days; the first is the one that is counted without a wish.
    pub days: Vec<SunDay>,
}

/// Why there are no rules.
#[derive(Debug, Error)]
pub enum SunRulesError {
    /// The form is wrong.
    #[error("rules of sunlight: {0}")]
    Form(#[from] serde_json::Error),
    /// The file is of another kind or version.
    #[error("rules of sunlight: schema '{0}' is not known; wanted is {SUN_RULES_SCHEMA}")]
    Schema(String),
    /// A value that cannot be.
    #[error("rules of sunlight: {place}: {value} cannot be")]
    Value {
        /// Where in the file.
        place: String,
        /// What stands there.
        value: String,
    },
}

impl SunRules {
    /// The rules that come with the engine: climate zone III.
    ///
    /// # Errors
    /// Never, as long as the shipped file is whole.
    pub fn standard() -> Result<Self, SunRulesError> {
        Self::from_json(include_str!("../../../../assets/rules/sunlight.json"))
    }

    /// Rules from a text.
    ///
    /// # Errors
    /// [`SunRulesError`] when the form is wrong, or a value cannot be.
    pub fn from_json(text: &str) -> Result<Self, SunRulesError> {
        let rules: Self = serde_json::from_str(text)?;
        if rules.schema != SUN_RULES_SCHEMA {
            return Err(SunRulesError::Schema(rules.schema));
        }
        rules.check()?;
        Ok(rules)
    }

    fn check(&self) -> Result<(), SunRulesError> {
        let wrong = |place: String, value: f64| SunRulesError::Value { place, value: value.to_string() };
        let bounds = [
            ("year", &self.year, [1.0, 6000.0]),
            ("step", &self.step, STEPS_MIN),
            ("shortest", &self.shortest, [0.0, 600.0]),
            ("sill", &self.sill, [0.0, 10.0]),
            ("spacing", &self.spacing, SPACINGS_M),
        ];
        for (name, figure, [low, high]) in bounds {
            if !(low..=high).contains(&figure.value) {
                return Err(wrong(name.to_owned(), figure.value));
            }
        }
        if self.days.is_empty() {
            return Err(wrong("days".to_owned(), 0.0));
        }
        for day in &self.days {
            let place = |name: &str| format!("days/{}/{name}", day.id);
            let is_hour = |hour: f64| (0.0..=24.0).contains(&hour);
            if !(is_hour(day.from_h) && is_hour(day.to_h) && day.from_h < day.to_h) {
                return Err(wrong(place("to_h"), day.to_h));
            }
            if !(0.0..=24.0).contains(&day.least_h) {
                return Err(wrong(place("least_h"), day.least_h));
            }
            if chrono::NaiveDate::from_ymd_opt(self.year.value as i32, day.month, day.day).is_none() {
                return Err(wrong(place("day"), f64::from(day.day)));
            }
        }
        Ok(())
    }

    /// The day of a name; the first without one.
    pub fn day(&self, id: Option<&str>) -> Option<&SunDay> {
        match id {
            Some(id) => self.days.iter().find(|day| day.id == id),
            None => self.days.first(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn days_have_names_and_impossible_values_are_refused_with_their_place() {
        let rules = SunRules::standard().unwrap();
        assert_eq!(rules.day(None).unwrap().id, "great_cold");
        assert_eq!(rules.day(Some("winter_solstice")).unwrap().least_h, 1.0);
        assert!(rules.day(Some("noon")).is_none());
        let text = include_str!("../../../../assets/rules/sunlight.json");
        let broken =
            |from: &str, to: &str| SunRules::from_json(&text.replace(from, to)).unwrap_err().to_string();
        assert!(broken("\"to_h\": 16", "\"to_h\": 7").contains("days/great_cold/to_h"));
        assert!(broken("\"month\": 12", "\"month\": 13").contains("days/winter_solstice/day"));
        assert!(broken("\"spacing\": {\"value\": 1.0", "\"spacing\": {\"value\": 0").contains("spacing"));
        assert!(broken("linli-sun-rules/1", "2").contains("schema '2'"));
    }
}
