//! Thematic colours: elements coloured by any of their facts or attributes, with a legend.

mod classes;
mod colour;

pub use classes::{ClassMethod, class_bounds, class_of};
pub use colour::{NO_VALUE_COLOUR, qualitative_colour, sequential_colour};

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Community, ElementId, Language};

use crate::fact::{FactValue, fact_of, fact_unit, is_of_kind, kind_token, whole_of};
use crate::number::{decimal, integer};
use crate::{Colour, fact_text};

/// Most classes of numbers.
pub const MOST_CLASSES: usize = 9;
/// Categories that have a colour of their own; the others share one.
const MOST_CATEGORIES: usize = 7;

/// What elements are to be coloured by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeAsk {
    /// Name of a fact or an attribute.
    pub name: String,
    /// How numbers are put into classes.
    pub method: ClassMethod,
    /// Number of classes of numbers, 2 to [`MOST_CLASSES`].
    pub classes: usize,
    /// Only elements of this kind or layer; of all kinds that have such values when not given.
    pub kind: Option<String>,
}

impl ThemeAsk {
    /// A name with the usual classes: five quantiles.
    pub fn by(name: impl Into<String>) -> Self {
        Self { name: name.into(), method: ClassMethod::Quantile, classes: 5, kind: None }
    }
}

/// One colour of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeClass {
    /// What it means, in English and Chinese.
    pub words: [String; 2],
    /// Its colour.
    pub colour: Colour,
    /// Number of elements; of a building with parts one.
    pub count: usize,
}

/// Elements in classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// What was asked.
    pub ask: ThemeAsk,
    /// Whether the classes are ranges of numbers.
    pub is_numeric: bool,
    /// Classes, low before high, frequent before rare.
    pub classes: Vec<ThemeClass>,
    /// Number of elements of these kinds without a value.
    pub no_value: usize,
    /// Class of each element by its number; [`Theme::NO_VALUE`] without a value, none where it takes no part.
    of: Vec<Option<u8>>,
}

/// No element has a value of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchValues;

impl Theme {
    /// The class of elements without a value.
    pub const NO_VALUE: u8 = u8::MAX;

    /// The class of an element; none where it takes no part.
    pub fn class_of(&self, id: ElementId) -> Option<u8> {
        self.of.get(id.index()).copied().flatten()
    }

    /// The colour of an element; none where it keeps its own.
    pub fn colour_of(&self, id: ElementId) -> Option<Colour> {
        match self.class_of(id)? {
            Self::NO_VALUE => Some(NO_VALUE_COLOUR),
            class => self.classes.get(usize::from(class)).map(|class| class.colour),
        }
    }

    /// What the legend is called.
    pub fn title(&self, language: Language) -> String {
        fact_text(&self.ask.name, language)
    }

    /// Unit of the numbers; empty where they have none or nobody knows it.
    pub fn unit(&self) -> &'static str {
        fact_unit(&self.ask.name)
    }
}

/// Puts the elements that `is_shown` lets through into classes.
///
/// A part of a building takes the value of the whole, where that has one, and is not counted then.
///
/// # Errors
/// [`NoSuchValues`].
pub fn theme_of(
    community: &Community,
    ask: &ThemeAsk,
    is_shown: impl Fn(ElementId) -> bool,
) -> Result<Theme, NoSuchValues> {
    let asked = |id: ElementId| {
        let element = community.element(id)?;
        // The parts of a building are coloured with it.
        let whole = whole_of(community, element).and_then(|whole| community.element(whole));
        let is_of =
            |kind: &String| is_of_kind(element, kind) || whole.is_some_and(|whole| is_of_kind(whole, kind));
        let taken = ask.kind.as_ref().is_none_or(is_of);
        (taken && is_shown(id)).then_some(element)
    };
    // The value of each element, and whether it counts.
    let mut values: Vec<(ElementId, Option<FactValue>, bool)> = Vec::new();
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    for (id, _) in community.iter() {
        let Some(element) = asked(id) else { continue };
        let whole = whole_of(community, element).and_then(|whole| community.element(whole));
        let of_whole = whole.and_then(|whole| fact_of(whole, &ask.name));
        let counts = of_whole.is_none();
        let value = of_whole.or_else(|| fact_of(element, &ask.name));
        if value.is_some() {
            kinds.insert(kind_token(&element.kind));
        }
        // The outline of parts is not drawn: it is told of only where it has the value.
        let is_outline = element.kind.building().is_some_and(|building| building.outline_of_parts);
        values.push((id, value.clone(), counts && (value.is_some() || !is_outline)));
    }
    if kinds.is_empty() {
        return Err(NoSuchValues);
    }
    values.retain(|(id, ..)| {
        community.element(*id).is_some_and(|element| kinds.contains(kind_token(&element.kind)))
    });
    let numbers: Option<Vec<f64>> =
        values.iter().filter_map(|(_, value, _)| value.as_ref().map(FactValue::as_f64)).collect();
    let made = match &numbers {
        Some(numbers) => of_numbers(ask, numbers, &values),
        None => of_names(&values),
    };
    let mut theme = Theme {
        ask: ask.clone(),
        is_numeric: numbers.is_some(),
        classes: made.0,
        no_value: 0,
        of: vec![None; community.elements().len()],
    };
    for ((id, _, counts), class) in values.iter().zip(made.1) {
        theme.of[id.index()] = Some(class.unwrap_or(Theme::NO_VALUE));
        let count = match class {
            Some(class) => &mut theme.classes[usize::from(class)].count,
            None => &mut theme.no_value,
        };
        *count += usize::from(*counts);
    }
    Ok(theme)
}

type Classed = (Vec<ThemeClass>, Vec<Option<u8>>);

fn of_numbers(ask: &ThemeAsk, numbers: &[f64], values: &[(ElementId, Option<FactValue>, bool)]) -> Classed {
    let bounds = class_bounds(numbers, ask.classes, ask.method);
    let classes: Vec<Option<u8>> =
        values.iter().map(|(_, value, _)| Some(class_of(&bounds, value.as_ref()?.as_f64()?) as u8)).collect();
    let decimals = decimals_of(numbers);
    // Years read as years, not as 1 998.
    let is_year = fact_unit(&ask.name).is_empty() && ask.name.contains("year");
    let said = |value: f64| if is_year { format!("{value:.0}") } else { decimal(value, decimals) };
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let made = bounds.iter().enumerate().map(|(at, bound)| {
        let of_class = numbers.iter().copied().filter(|value| class_of(&bounds, *value) == at);
        // Equal intervals are told by their bounds, others by what is in them.
        let (low, high) = match ask.method {
            ClassMethod::Equal => (if at == 0 { least } else { bounds[at - 1] }, *bound),
            _ => {
                of_class.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
            }
        };
        let (low, high) = (said(low), said(high));
        let words = if low == high { low } else { format!("{low} – {high}") };
        let share = if bounds.len() < 2 { 0.5 } else { at as f64 / (bounds.len() - 1) as f64 };
        ThemeClass { words: [words.clone(), words], colour: sequential_colour(share), count: 0 }
    });
    (made.collect(), classes)
}

/// Decimals that tell the values of a column apart.
fn decimals_of(numbers: &[f64]) -> usize {
    if numbers.iter().all(|value| value.fract() == 0.0) {
        return 0;
    }
    let (low, high) =
        numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
    match high - low {
        span if span >= 100.0 => 0,
        span if span >= 3.0 => 1,
        span if span >= 0.3 => 2,
        _ => 3,
    }
}

fn of_names(values: &[(ElementId, Option<FactValue>, bool)]) -> Classed {
    let mut counts: BTreeMap<String, (usize, [String; 2])> = BTreeMap::new();
    for value in values.iter().filter_map(|(_, value, _)| value.as_ref()) {
        let words = || [value.words(Language::English), value.words(Language::Chinese)];
        counts.entry(value.token()).or_insert_with(|| (0, words())).0 += 1;
    }
    let mut names: Vec<(String, usize, [String; 2])> =
        counts.into_iter().map(|(token, (count, words))| (token, count, words)).collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let own = if names.len() > MOST_CATEGORIES + 1 { MOST_CATEGORIES } else { names.len() };
    let place: BTreeMap<&str, u8> =
        names.iter().enumerate().map(|(at, (token, ..))| (token.as_str(), at.min(own) as u8)).collect();
    let classes = values
        .iter()
        .map(|(_, value, _)| value.as_ref().and_then(|value| place.get(value.token().as_str()).copied()))
        .collect();
    let mut made: Vec<ThemeClass> = names
        .iter()
        .take(own)
        .enumerate()
        .map(|(at, (_, _, words))| ThemeClass {
            words: words.clone(),
            colour: qualitative_colour(at),
            count: 0,
        })
        .collect();
    if names.len() > own {
        let others = integer((names.len() - own) as i64);
        let words = [format!("{others} other values"), format!("其余 {others} 种")];
        made.push(ThemeClass { words, colour: qualitative_colour(MOST_CATEGORIES), count: 0 });
    }
    (made, classes)
}

#[cfg(test)]
mod tests;
