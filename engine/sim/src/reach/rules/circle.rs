//! Life circles: which facility has to be how near.

use serde::Deserialize;

use super::{Figure, Name, RulesError, check_values};

/// A life circle (生活圈).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circle {
    /// Name in files.
    pub key: String,
    /// Name for people.
    pub name: Name,
    /// Walking time, minutes.
    pub minutes: u32,
    /// Clause of the standard.
    pub clause: String,
    /// Tag of confidence.
    pub confidence: String,
}

/// A kind of facility that a circle needs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacilityKind {
    /// Name in files.
    pub key: String,
    /// Name for people.
    pub name: Name,
    /// Circle that it belongs to.
    pub circle: String,
    /// Categories of facilities that count as it.
    pub categories: Vec<String>,
    /// Service radius, walked on the network.
    pub radius: Figure,
}

/// The circles and what each needs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeCircleRules {
    /// Standard.
    pub standard: String,
    /// Edition.
    pub edition: String,
    /// Part of the standard with the radii.
    pub appendix: String,
    /// How the radii are used.
    pub note: String,
    /// Circles, smallest first.
    pub circles: Vec<Circle>,
    /// Kinds of facilities.
    pub kinds: Vec<FacilityKind>,
}

impl LifeCircleRules {
    /// The circles of GB 50180 that come with Linli.
    ///
    /// # Errors
    /// Never, as long as the shipped file is whole.
    pub fn standard() -> Result<Self, RulesError> {
        Self::from_json(include_str!("../../../../../assets/rules/life_circles.json"))
    }

    /// Circles from a text.
    ///
    /// # Errors
    /// [`RulesError`] when the form is wrong or a radius is not above 0.
    pub fn from_json(text: &str) -> Result<Self, RulesError> {
        check_values(&serde_json::from_str(text)?)?;
        Ok(serde_json::from_str(text)?)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn every_kind_belongs_to_a_circle() {
        let rules = LifeCircleRules::standard().unwrap();
        for kind in &rules.kinds {
            assert!(rules.circles.iter().any(|circle| circle.key == kind.circle), "{}", kind.key);
            assert!(!kind.categories.is_empty());
        }
        assert_eq!(rules.circles.iter().map(|c| c.minutes).collect::<Vec<_>>(), vec![5, 10, 15]);
    }
}
