//! What can be wrong with a show, gathered with its places.

use std::collections::BTreeSet;

use linli_model::{Answer, Choice, Comparison, Layer, Overlay, Play, ReachOf, Scenario, Stage};

use super::file::{AnswerFile, ComparisonFile, OverlayFile, TwoFile};
use crate::report::{Code, Message};

/// Longest time inside a chapter, seconds.
const LONGEST_S: f64 = 3600.0;
/// Longest text, characters.
const LONGEST_TEXT: usize = 600;

/// Everything that is wrong so far.
pub(super) struct Problems {
    file: String,
    code: &'static Code,
    found: Vec<Message>,
}

impl Problems {
    pub(super) fn new(file: &str, code: &'static Code) -> Self {
        Self { file: file.to_owned(), code, found: Vec::new() }
    }

    pub(super) fn add(&mut self, place: String, what: String) {
        let mut message = Message::new(self.code, place, what);
        message.file.clone_from(&self.file);
        self.found.push(message);
    }

    /// The value when nothing was wrong.
    pub(super) fn end<T>(self, value: T) -> Result<T, Vec<Message>> {
        if self.found.is_empty() { Ok(value) } else { Err(self.found) }
    }

    /// A short name: letters, digits, `-` and `_`.
    pub(super) fn key(&mut self, place: &str, key: &str) {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        if key.is_empty() || key.len() > 60 || !key.chars().all(plain) {
            self.add(place.to_owned(), format!("\"{key}\" is no short name of letters, digits, - and _"));
        }
    }

    pub(super) fn distinct<'a>(&mut self, place: &str, keys: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for key in keys {
            if !seen.insert(key) {
                self.add(place.to_owned(), format!("the key {key} is there twice"));
            }
        }
    }

    pub(super) fn count(&mut self, place: &str, count: usize, least: usize, most: usize) {
        if !(least..=most).contains(&count) {
            self.add(place.to_owned(), format!("there are {count}, and must be {least} to {most}"));
        }
    }

    /// Words that must be there in both languages.
    pub(super) fn words(&mut self, place: &str, words: &TwoFile) {
        if words.zh.trim().is_empty() || words.en.trim().is_empty() {
            self.add(place.to_owned(), "it needs words in Chinese (zh) and in English (en)".to_owned());
        }
        self.pair(place, &words.zh, &words.en);
    }

    /// Words that may be missing, but not in one language only.
    pub(super) fn pair(&mut self, place: &str, zh: &str, en: &str) {
        if zh.trim().is_empty() != en.trim().is_empty() {
            self.add(place.to_owned(), "it is said in one language only".to_owned());
        }
        if zh.chars().count().max(en.chars().count()) > LONGEST_TEXT {
            self.add(place.to_owned(), format!("it is longer than {LONGEST_TEXT} characters"));
        }
    }

    pub(super) fn seconds(&mut self, place: &str, name: &str, value: f64) {
        if !(0.0..=LONGEST_S).contains(&value) {
            let what = format!("{name} is {value}, and must be from 0 to {LONGEST_S} seconds");
            self.add(place.to_owned(), what);
        }
    }

    pub(super) fn layers(&mut self, place: &str, names: &[String]) -> Vec<Layer> {
        let mut layers = Vec::new();
        for name in names {
            match Layer::ALL.into_iter().find(|layer| layer.name() == name) {
                Some(layer) => layers.push(layer),
                None => self.add(place.to_owned(), format!("there is no layer {name}")),
            }
        }
        layers
    }

    pub(super) fn plays(&mut self, place: &str, names: &[String]) -> Vec<Play> {
        let mut plays = Vec::new();
        for name in names {
            match Play::ALL.into_iter().find(|play| play.name() == name) {
                Some(play) => plays.push(play),
                None => {
                    let known: Vec<&str> = Play::ALL.iter().map(|play| play.name()).collect();
                    self.add(place.to_owned(), format!("{name} is none of {}", known.join(", ")));
                }
            }
        }
        plays
    }

    pub(super) fn overlay(&mut self, place: &str, file: &OverlayFile) -> Overlay {
        match file {
            OverlayFile::LandUses => Overlay::LandUses,
            OverlayFile::Scenario(name) => {
                let scenario = Scenario::from_name(name);
                if scenario.is_none() {
                    let known: Vec<&str> = Scenario::ALL.iter().map(|scenario| scenario.name()).collect();
                    self.add(format!("{place}/overlay"), format!("{name} is none of {}", known.join(", ")));
                }
                Overlay::Scenario(scenario.unwrap_or(Scenario::Neighbourhood))
            }
            OverlayFile::Reach { of, home } => {
                let found = ReachOf::ALL.into_iter().find(|reach| reach.name() == of);
                if found.is_none() {
                    self.add(format!("{place}/overlay"), format!("{of} is none of person, car, goods"));
                }
                Overlay::Reach { of: found.unwrap_or(ReachOf::Person), home: home.as_deref().map(Into::into) }
            }
            OverlayFile::Density => Overlay::Density,
            OverlayFile::Greenery => Overlay::Greenery,
            OverlayFile::Utilities => Overlay::Utilities,
            OverlayFile::Clearances => Overlay::Clearances,
            OverlayFile::Works => Overlay::Works,
        }
    }

    pub(super) fn comparison(&mut self, place: &str, file: &ComparisonFile) -> Comparison {
        match file {
            ComparisonFile::Moment { stage, date } => {
                let found = Stage::from_name(stage);
                if found.is_none() {
                    self.add(format!("{place}/comparison"), format!("{stage} is no stage"));
                }
                Comparison::Moment { stage: found.unwrap_or_default(), date: *date }
            }
            ComparisonFile::Variant(key) => Comparison::Variant(key.as_str().into()),
        }
    }

    pub(super) fn answer(&mut self, place: &str, file: &AnswerFile) -> Answer {
        match file {
            AnswerFile::Guess { unit, least, most, step, figure, source } => {
                self.words(&format!("{place}/unit"), unit);
                self.words(&format!("{place}/source"), source);
                let finite = [least, most, step, figure].iter().all(|v| v.is_finite() && v.abs() < 1e12);
                if !finite || least >= most || *step <= 0.0 || *step > most - least {
                    self.add(place.to_owned(), "it needs least < most, and a step between them".to_owned());
                } else if !(least..=most).contains(&figure) {
                    self.add(place.to_owned(), format!("the figure {figure} is not on the slider"));
                }
                Answer::Guess {
                    unit: unit.clone().into(),
                    least: *least,
                    most: *most,
                    step: *step,
                    figure: *figure,
                    source: source.clone().into(),
                }
            }
            AnswerFile::Vote { choices } => {
                self.distinct(place, choices.iter().map(|choice| choice.key.as_str()));
                for (at, choice) in choices.iter().enumerate() {
                    self.key(&format!("{place}/choices/{at}/key"), &choice.key);
                    self.words(&format!("{place}/choices/{at}/words"), &choice.words);
                }
                let choice = |file: &super::ChoiceFile| Choice {
                    key: file.key.clone(),
                    words: file.words.clone().into(),
                    variant: file.variant.as_deref().map(Into::into),
                };
                Answer::Vote { choices: choices.iter().map(choice).collect() }
            }
        }
    }
}
