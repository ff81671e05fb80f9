//! Conditions of a filter: name, comparison, value.

use linli_model::Element;

use crate::fact::{FactValue, fact_of};

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// At least.
    AtLeast,
    /// At most.
    AtMost,
    /// Another.
    NotEqual,
    /// The same; of words in either language, upper and lower case alike.
    Equal,
    /// More.
    More,
    /// Less.
    Less,
    /// Contains these words.
    Contains,
}

impl Comparison {
    /// Every comparison; those of two signs before those of one, so that `>=` is not read as `>`.
    pub const ALL: [Self; 7] =
        [Self::AtLeast, Self::AtMost, Self::NotEqual, Self::Equal, Self::More, Self::Less, Self::Contains];

    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::NotEqual => "!=",
            Self::Equal => "=",
            Self::More => ">",
            Self::Less => "<",
            Self::Contains => "~",
        }
    }
}

/// One condition of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Name of a fact or an attribute.
    pub name: String,
    /// How it is compared.
    pub comparison: Comparison,
    /// With what.
    pub value: String,
}

impl Condition {
    /// `name sign value`, for example `storeys>=18`.
    ///
    /// # Errors
    /// What is wanted instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let found = Comparison::ALL.into_iter().filter_map(|comparison| {
            let at = text.find(comparison.sign())?;
            Some((at, comparison))
        });
        // The first sign counts: what follows may be part of the value.
        let first = found.min_by_key(|(at, comparison)| (*at, std::cmp::Reverse(comparison.sign().len())));
        let signs = || Comparison::ALL.map(Comparison::sign).join("  ");
        let Some((at, comparison)) = first else {
            return Err(format!("'{text}': name, comparison and value are wanted; comparisons: {}", signs()));
        };
        let (name, value) = (text[..at].trim(), text[at + comparison.sign().len()..].trim());
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        if name.is_empty() {
            return Err(format!("'{text}': a name is wanted before {}", comparison.sign()));
        }
        let is_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual | Comparison::Contains);
        if is_order && value.parse::<f64>().is_err() {
            return Err(format!("'{text}': a number is wanted after {}", comparison.sign()));
        }
        Ok(Self { name: name.to_owned(), comparison, value: value.to_owned() })
    }

    /// Whether it holds for an element. Nothing holds for a value that is not there, but that it is another.
    pub fn holds(&self, element: &Element) -> bool {
        let Some(value) = fact_of(element, &self.name) else {
            return self.comparison == Comparison::NotEqual && !self.value.is_empty();
        };
        let wanted = self.value.parse::<f64>().ok();
        let numbers = value.as_f64().zip(wanted);
        match self.comparison {
            Comparison::Contains => any_words(&value, |words| words.contains(&self.value.to_lowercase())),
            Comparison::Equal => self.is_same(&value, numbers),
            Comparison::NotEqual => !self.is_same(&value, numbers),
            Comparison::AtLeast => numbers.is_some_and(|(has, wanted)| has >= wanted),
            Comparison::AtMost => numbers.is_some_and(|(has, wanted)| has <= wanted),
            Comparison::More => numbers.is_some_and(|(has, wanted)| has > wanted),
            Comparison::Less => numbers.is_some_and(|(has, wanted)| has < wanted),
        }
    }

    fn is_same(&self, value: &FactValue, numbers: Option<(f64, f64)>) -> bool {
        match numbers {
            Some((has, wanted)) => (has - wanted).abs() <= 1e-9 * (1.0 + wanted.abs()),
            None => any_words(value, |words| words == self.value.to_lowercase()),
        }
    }
}

/// Whether some of the words of a value, in small letters, are as wanted.
fn any_words(value: &FactValue, wanted: impl Fn(&str) -> bool) -> bool {
    match value {
        FactValue::Name { token, chinese, english } => {
            [token, chinese, english].into_iter().any(|words| wanted(&words.to_lowercase()))
        }
        other => wanted(&other.token().to_lowercase()),
    }
}

/// Conditions between the words `and`; none of empty text.
///
/// # Errors
/// What is wanted instead, of the first that cannot be read.
pub fn parse_conditions(text: &str) -> Result<Vec<Condition>, String> {
    let parts = text.split(" and ").flat_map(|part| part.split(" 且 "));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(Condition::parse).collect()
}

#[cfg(test)]
mod tests {
    use linli_model::{AttributeValue, Building, BuildingUse, Geometry, Key, Kind};

    use super::*;

    fn element() -> Element {
        let building =
            Building { use_: BuildingUse::Residential, storeys_above: Some(18.0), ..Building::default() };
        let mut element = Element::new("b", Kind::Building(building), Geometry::None);
        element.attributes.push(Key::from("owner"), AttributeValue::Text("a>=b Ltd".into()));
        element
    }

    fn holds(text: &str) -> bool {
        Condition::parse(text).unwrap_or_else(|why| unreachable!("{why}")).holds(&element())
    }

    #[test]
    fn numbers_and_words_are_compared() {
        for yes in [
            "storeys>=18",
            "storeys <= 18.0",
            "storeys=18",
            "storeys != 17",
            "storeys>17.5",
            "use=residential",
            "use = 居住",
            "use != office",
            "owner ~ LTD",
            "owner=a>=b ltd",
            "owner = \"a>=b Ltd\"",
            "year != 1990",
        ] {
            assert!(holds(yes), "{yes}");
        }
        for no in ["storeys<18", "storeys>18", "use=office", "owner>3", "year=1990", "year<3000", "year!="] {
            assert!(!holds(no), "{no}");
        }
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        for wrong in ["storeys", ">=18", "storeys>=many", ""] {
            assert!(Condition::parse(wrong).is_err(), "{wrong}");
        }
        let two = parse_conditions("storeys>=18 and use=residential").map(|conditions| conditions.len());
        assert_eq!((two, parse_conditions("  ").map(|none| none.len())), (Ok(2), Ok(0)));
        assert!(parse_conditions("storeys>=18 and nonsense").is_err());
    }
}
