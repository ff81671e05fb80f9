//! The file of a show, as it is written.

use chrono::NaiveDate;
use linli_model::Words;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scene::tour::TourStopFile;

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Words")]
pub struct TwoFile {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl From<TwoFile> for Words {
    fn from(two: TwoFile) -> Self {
        Self { zh: two.zh, en: two.en }
    }
}

/// The file of a show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Linli show", rename = "Show")]
pub struct ShowFile {
    /// Version of the layout.
    pub schema_version: u32,
    /// Short name; votes are counted under it.
    pub key: String,
    /// Title.
    pub title: TwoFile,
    /// Invitation of the attract loop.
    pub invitation: TwoFile,
    /// Folder of the scene, from the folder of this file; the folder above when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scene: Option<String>,
    /// Where the camera rests when nothing plays.
    pub home: TourStopFile,
    /// Keys of the chapters that the attract loop plays; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attract: Vec<String>,
    /// Chapters in their order.
    pub chapters: Vec<ChapterFile>,
}

/// A chapter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Chapter")]
pub struct ChapterFile {
    /// Short name, unique in the show.
    pub key: String,
    /// Title.
    pub title: TwoFile,
    /// One line about it on its card.
    pub summary: TwoFile,
    /// What a visitor can do in it: home, sun, years, ground, swipe.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plays: Vec<String>,
    /// Layers that are not shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
    /// Places in their order.
    pub steps: Vec<ShowStepFile>,
    /// Pictures beside the view.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<PictureFile>,
    /// Messages to other machines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cues: Vec<CueFile>,
    /// Question that is asked in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionFile>,
}

/// A place of a chapter: a stop of a tour, and what is laid over it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShowStep")]
pub struct ShowStepFile {
    /// Camera, times, stage, date, sun and caption.
    #[serde(flatten)]
    pub stop: TourStopFile,
    /// What a voice would say, in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub narration_zh: String,
    /// What a voice would say, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub narration_en: String,
    /// What lies over the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlay: Option<OverlayFile>,
    /// What is shown beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<ComparisonFile>,
    /// Key of the variant of the design that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// Key of the element that is marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<String>,
}

/// What a simulation or a plan lays over the picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Overlay")]
pub enum OverlayFile {
    /// Land uses of the plan.
    LandUses,
    /// Facilities of one of the nine scenarios, by its name.
    Scenario(String),
    /// Person 10, car 5 or goods 30 minutes.
    Reach {
        /// Which of the three: person, car, goods.
        of: String,
        /// Key of a home's building; all homes when missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        home: Option<String>,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Comparison")]
pub enum ComparisonFile {
    /// The same place at another stage or date.
    Moment {
        /// Stage: planning, design or construction.
        stage: String,
        /// Date of the construction stage.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>")]
        date: Option<NaiveDate>,
    },
    /// Another variant of the design, by its key.
    Variant(String),
}

/// A picture beside the view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Picture")]
pub struct PictureFile {
    /// File name, beside the show.
    pub file: String,
    /// Seconds from the beginning of the chapter.
    pub at_s: f64,
    /// Seconds that it stays.
    pub for_s: f64,
    /// What it shows and whose it is.
    pub caption: TwoFile,
}

/// A message to the lights of a sand table or to other machines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Cue")]
pub struct CueFile {
    /// Seconds from the beginning of the chapter.
    pub at_s: f64,
    /// OSC address, for example `/light/station`.
    pub address: String,
    /// Value that goes with it.
    pub value: f64,
}

/// A question to touch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Question")]
pub struct QuestionFile {
    /// Short name, unique in the show.
    pub key: String,
    /// Seconds from the beginning of the chapter at which it is asked.
    pub at_s: f64,
    /// The question.
    pub words: TwoFile,
    /// How it is answered.
    pub answer: AnswerFile,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Answer")]
pub enum AnswerFile {
    /// A figure is guessed on a slider before it is shown.
    Guess {
        /// Unit.
        unit: TwoFile,
        /// Left end of the slider.
        least: f64,
        /// Right end of the slider.
        most: f64,
        /// Step of the slider.
        step: f64,
        /// The figure.
        figure: f64,
        /// Where the figure comes from.
        source: TwoFile,
    },
    /// One of several is chosen.
    Vote {
        /// Two to four.
        choices: Vec<ChoiceFile>,
    },
}

/// One answer that can be touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Choice")]
pub struct ChoiceFile {
    /// Short name, unique in the question.
    pub key: String,
    /// What stands on it.
    pub words: TwoFile,
    /// Key of the variant that is shown when it is touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
}
