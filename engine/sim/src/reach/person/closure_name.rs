//! Names of what can close: `KEY`, or `KEY#lift:N` for the N-th lift bank of a building.

use linli_model::{Community, Key};
use thiserror::Error;

use super::Closure;

/// What stands before the number of a lift bank.
const LIFT: &str = "#lift:";

/// A name that nothing in the community has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClosureProblem {
    /// No element has the key.
    #[error("no element has the key '{0}'")]
    NoElement(String),
    /// The building has fewer lift banks.
    #[error("'{name}': number of lift banks here: {banks}")]
    NoLift {
        /// The whole name.
        name: String,
        /// Lift banks of the building.
        banks: usize,
    },
}

impl Closure {
    /// What a name means in a community.
    ///
    /// # Errors
    /// [`ClosureProblem`] when it means nothing there.
    pub fn named(name: &str, community: &Community) -> Result<Self, ClosureProblem> {
        let (key, number) = match name.split_once(LIFT) {
            Some((key, number)) => (key, Some(number.parse::<usize>().ok().filter(|number| *number > 0))),
            None => (name, None),
        };
        let element = community.id_of(&Key::from(key));
        let element = element.ok_or_else(|| ClosureProblem::NoElement(key.to_owned()))?;
        let Some(number) = number else { return Ok(Self::Element(element)) };
        let building = community.element(element).and_then(|element| element.kind.building());
        let banks = building.map_or(0, |building| building.lifts.len());
        match number.filter(|number| *number <= banks) {
            Some(number) => Ok(Self::Lift(element, number - 1)),
            None => Err(ClosureProblem::NoLift { name: name.to_owned(), banks }),
        }
    }

    /// Its name in a community.
    pub fn name(self, community: &Community) -> String {
        let key = |element| community.element(element).map(|e| e.key.as_str()).unwrap_or_default();
        match self {
            Self::Element(element) => key(element).to_owned(),
            Self::Lift(building, bank) => format!("{}{LIFT}{}", key(building), bank + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::reach::town::Town;
    use linli_model::LiftBank;

    #[test]
    fn names_lead_there_and_back() {
        let mut town = Town::new(&["ab"]);
        town.streets(&["ab"]);
        let bank =
            LiftBank { cars: 2, speed_mps: 2.0, capacity: 13, from_level: 1, to_level: 9, at: [0.0, 0.0] };
        town.tower("tower", 'a', 9, 4, vec![bank.clone(), bank]);
        for name in ["ab", "tower", "tower#lift:2"] {
            assert_eq!(Closure::named(name, &town.community).unwrap().name(&town.community), name);
        }
        let problem = |name: &str| Closure::named(name, &town.community).unwrap_err().to_string();
        assert_eq!(problem("tower#lift:3"), "'tower#lift:3': number of lift banks here: 2");
        assert!(problem("ab#lift:x").contains("here: 0") && problem("cd").contains("'cd'"));
    }
}
