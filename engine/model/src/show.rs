//! Shows: what an exhibition tells about a community, chapter by chapter (展示脚本).

use chrono::NaiveDate;

use crate::{Key, Language, Layer, Point3, Scenario, Stage, TourStop};

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// A text of its Chinese and its English words.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The words in a language.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }

    /// Whether nothing is said in either language.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

/// One of the three reaches of a home: person 10, car 5, goods 30 minutes (人、车、物可达).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReachOf {
    /// On foot to the station.
    Person,
    /// With the car to or from its storage.
    Car,
    /// Goods from the depot to the door.
    Goods,
}

impl ReachOf {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Person, Self::Car, Self::Goods];

    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Car => "car",
            Self::Goods => "goods",
        }
    }
}

/// What a simulation or a plan lays over the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Land uses of the plan.
    LandUses,
    /// Facilities of one of the nine scenarios.
    Scenario(Scenario),
    /// A reach; of one home when its building is named, else of all.
    Reach {
        /// Which of the three.
        of: ReachOf,
        /// Building of the home.
        home: Option<Key>,
    },
    /// Density around the station.
    Density,
    /// Greenery and who reaches it.
    Greenery,
    /// Utility lines by medium.
    Utilities,
    /// Findings about clearances below the ground.
    Clearances,
    /// State of the works.
    Works,
}

/// What is shown right of a line through the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same place at another stage or date.
    Moment {
        /// Stage.
        stage: Stage,
        /// Date of the construction stage.
        date: Option<NaiveDate>,
    },
    /// Another variant of the design.
    Variant(Key),
}

/// One place of a chapter: what is seen, said and laid over it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShowStep {
    /// Camera, times, stage, date, sun and caption.
    pub stop: TourStop,
    /// What a voice would say; shown in smaller letters than the caption.
    pub narration: Words,
    /// What lies over the picture.
    pub overlay: Option<Overlay>,
    /// What is shown beside it.
    pub comparison: Option<Comparison>,
    /// Variant of the design that is shown; the scene itself when nothing is said.
    pub variant: Option<Key>,
    /// Element that is marked.
    pub selection: Option<Key>,
}

/// A picture that lies beside the view for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct ShowPicture {
    /// File name inside the folder of the show.
    pub file: String,
    /// Seconds from the beginning of the chapter.
    pub at_s: f64,
    /// Seconds that it stays.
    pub for_s: f64,
    /// What it shows and whose it is.
    pub caption: Words,
}

/// A message to the lights of a sand table or to other machines.
#[derive(Clone, Debug, PartialEq)]
pub struct ShowCue {
    /// Seconds from the beginning of the chapter.
    pub at_s: f64,
    /// Address, for example `/light/station`.
    pub address: String,
    /// Value that goes with it.
    pub value: f64,
}

/// What a visitor can do in a chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Play {
    /// Tap a home and see its three reaches.
    Home,
    /// Drag the sun.
    Sun,
    /// Slide the years.
    Years,
    /// Lift the ground.
    Ground,
    /// Swipe between two pictures.
    Swipe,
}

impl Play {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Home, Self::Sun, Self::Years, Self::Ground, Self::Swipe];

    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Sun => "sun",
            Self::Years => "years",
            Self::Ground => "ground",
            Self::Swipe => "swipe",
        }
    }
}

/// One answer that can be touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Short name, unique in the question; votes are counted by it.
    pub key: String,
    /// What stands on it.
    pub words: Words,
    /// Variant that is shown when it is touched.
    pub variant: Option<Key>,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A figure is guessed on a slider before it is shown.
    Guess {
        /// Unit, for example `棵`, `trees`.
        unit: Words,
        /// Left end of the slider.
        least: f64,
        /// Right end of the slider.
        most: f64,
        /// Step of the slider.
        step: f64,
        /// The figure.
        figure: f64,
        /// Where the figure comes from.
        source: Words,
    },
    /// One of several is chosen; there is no wrong answer, votes are counted without names.
    Vote {
        /// Two to four.
        choices: Vec<Choice>,
    },
}

/// A question to touch.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Short name, unique in the show.
    pub key: String,
    /// Seconds from the beginning of the chapter at which it is asked.
    pub at_s: f64,
    /// The question.
    pub words: Words,
    /// How it is answered.
    pub answer: Answer,
}

/// A chapter of a show.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// Short name, unique in the show.
    pub key: String,
    /// Title on its card and at its beginning.
    pub title: Words,
    /// One line about it on its card.
    pub summary: Words,
    /// Places in their order.
    pub steps: Vec<ShowStep>,
    /// Layers that are not shown.
    pub hidden: Vec<Layer>,
    /// Pictures beside the view.
    pub pictures: Vec<ShowPicture>,
    /// Messages to other machines.
    pub cues: Vec<ShowCue>,
    /// Question that is asked in it.
    pub question: Option<Question>,
    /// What a visitor can do in it.
    pub plays: Vec<Play>,
}

/// A show over a scene.
#[derive(Clone, Debug, PartialEq)]
pub struct Show {
    /// Short name; votes are counted under it.
    pub key: String,
    /// Title.
    pub title: Words,
    /// Invitation of the attract loop, for example `触摸开始`.
    pub invitation: Words,
    /// Where the camera rests when nothing plays: eye and target, local metres.
    pub home_m: [Point3; 2],
    /// Keys of the chapters that the attract loop plays, in this order.
    pub attract: Vec<String>,
    /// Chapters in their order.
    pub chapters: Vec<Chapter>,
}

impl Show {
    /// The position of a chapter.
    pub fn chapter_at(&self, key: &str) -> Option<usize> {
        self.chapters.iter().position(|chapter| chapter.key == key)
    }

    /// Positions of the chapters of the attract loop; of all when none is named.
    pub fn attract_chapters(&self) -> Vec<usize> {
        let named: Vec<usize> = self.attract.iter().filter_map(|key| self.chapter_at(key)).collect();
        if named.is_empty() { (0..self.chapters.len()).collect() } else { named }
    }

    /// Keys of the variants of the design that it shows, beside the scene or instead of it; each once, in the order of
    /// their first appearance.
    pub fn variants(&self) -> Vec<Key> {
        let steps = self.chapters.iter().flat_map(|chapter| &chapter.steps);
        let in_steps = steps.flat_map(|step| {
            let beside = match &step.comparison {
                Some(Comparison::Variant(key)) => Some(key),
                _ => None,
            };
            step.variant.iter().chain(beside)
        });
        let questions = self.chapters.iter().filter_map(|chapter| chapter.question.as_ref());
        let in_choices = questions.flat_map(|question| match &question.answer {
            Answer::Vote { choices } => choices.as_slice(),
            Answer::Guess { .. } => &[],
        });
        let mut keys: Vec<Key> = Vec::new();
        for key in in_steps.chain(in_choices.filter_map(|choice| choice.variant.as_ref())) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attract_loop_without_names_plays_everything() {
        let chapter = |key: &str| Chapter {
            key: key.to_owned(),
            title: Words::default(),
            summary: Words::default(),
            steps: Vec::new(),
            hidden: Vec::new(),
            pictures: Vec::new(),
            cues: Vec::new(),
            question: None,
            plays: Vec::new(),
        };
        let mut show = Show {
            key: "s".to_owned(),
            title: Words::new("展", "show"),
            invitation: Words::default(),
            home_m: [[0.0, -1.0, 1.0], [0.0; 3]],
            attract: vec!["b".to_owned(), "gone".to_owned()],
            chapters: vec![chapter("a"), chapter("b")],
        };
        assert_eq!(show.attract_chapters(), [1]);
        show.attract.clear();
        assert_eq!(show.attract_chapters(), [0, 1]);
        assert!(show.variants().is_empty());
        let choice = |key: &str| Choice {
            key: "c".to_owned(),
            words: Words::default(),
            variant: Some(Key::from(key)),
        };
        let choices = vec![choice("courts"), choice("towers"), choice("courts")];
        let answer = Answer::Vote { choices };
        let question = Question { key: "q".to_owned(), at_s: 0.0, words: Words::default(), answer };
        show.chapters[1].question = Some(question);
        assert_eq!(show.variants(), [Key::from("courts"), Key::from("towers")]);
        assert_eq!(show.title.of(Language::Chinese), "展");
    }
}
