//! The health report of an import: everything in the file is either in the model or named here.

mod text;

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use linli_model::Language;
use linli_model::Point3;
use serde::Serialize;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Something was mended, assumed or is doubtful.
    Warning,
    /// Something is wrong: an object or the file could not be used as it stands.
    Error,
}

/// What was done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Loaded as it is.
    Kept,
    /// Repaired, and loaded.
    Fixed,
    /// This object (or part of it) was left out; the rest was loaded.
    Skipped,
    /// The whole file was left out.
    Rejected,
}

/// One kind of problem. Texts hold `{}` where the detail of the case is put in.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable id, `CIM-<AREA>-<NNN>`.
    pub id: &'static str,
    /// Severity of every case.
    pub severity: Severity,
    /// What is done about every case.
    pub outcome: Outcome,
    /// What is wrong, in English.
    pub english: &'static str,
    /// What is wrong, in Chinese.
    pub chinese: &'static str,
    /// What to do, in English.
    pub advice_english: &'static str,
    /// What to do, in Chinese.
    pub advice_chinese: &'static str,
}

/// One problem in one place.
#[derive(Clone, Debug)]
pub struct Message {
    /// What kind of problem.
    pub code: &'static Code,
    /// File name.
    pub file: String,
    /// Place in the file: JSON pointer, line and column, byte offset, blob or record number.
    pub place: String,
    /// Id of the object in the file, when there is one.
    pub object: Option<String>,
    /// Where it is on the ground, in the file's coordinates.
    pub at: Option<Point3>,
    /// Detail put into the text.
    pub detail: String,
}

impl Message {
    /// A problem of a kind, with the detail that its text has a place for.
    pub fn new(code: &'static Code, place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { code, file: String::new(), place: place.into(), object: None, at: None, detail: detail.into() }
    }

    /// Names the object.
    #[must_use]
    pub fn object(mut self, id: impl Into<String>) -> Self {
        self.object = Some(id.into());
        self
    }

    /// Names the place on the ground.
    #[must_use]
    pub fn at(mut self, at: Point3) -> Self {
        self.at = at.iter().all(|v| v.is_finite()).then_some(at);
        self
    }

    /// `[code] file @ place: what. → what to do` in a language.
    pub fn text(&self, language: Language) -> String {
        let (what, advice) = match language {
            Language::English => (self.code.english, self.code.advice_english),
            Language::Chinese => (self.code.chinese, self.code.advice_chinese),
        };
        let mut text = format!("[{}] {}", self.code.id, self.file);
        if !self.place.is_empty() {
            let _ = write!(text, " @ {}", self.place);
        }
        if let Some(object) = &self.object {
            let _ = write!(text, " ({object})");
        }
        let _ = write!(text, ": {} → {advice}", what.replace("{}", &self.detail));
        text
    }
}

/// Declares the codes of one format: its prefix, then for each code its number, severity and outcome, and what is
/// wrong and what to do, in English and Chinese.
macro_rules! codes {
    ($prefix:literal; $($name:ident = $id:literal, $severity:ident, $outcome:ident:
       $english:literal, $chinese:literal => $advice_english:literal, $advice_chinese:literal;)*) => {
        $(pub static $name: $crate::report::Code = $crate::report::Code {
            id: concat!($prefix, $id),
            severity: $crate::report::Severity::$severity,
            outcome: $crate::report::Outcome::$outcome,
            english: $english,
            chinese: $chinese,
            advice_english: $advice_english,
            advice_chinese: $advice_chinese,
        };)*
        /// Every code, in the order of the numbers.
        #[cfg(test)]
        #[allow(dead_code, reason = "formats without a test of all their codes")]
        pub static ALL: &[&$crate::report::Code] = &[$(&$name),*];
    };
}
pub(crate) use codes;

/// A whole file could not be read.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", .0.text(Language::English))]
pub struct Rejection(pub Box<Message>);

impl From<Message> for Rejection {
    fn from(message: Message) -> Self {
        Self(Box::new(message))
    }
}

impl From<Box<Message>> for Rejection {
    fn from(message: Box<Message>) -> Self {
        Self(message)
    }
}

/// How many messages of one code are kept word by word; further ones are only counted.
pub const MESSAGES_KEPT_PER_CODE: usize = 1000;

/// What was found in one file.
#[derive(Clone, Debug, Default)]
pub struct FileReport {
    /// File name.
    pub file: String,
    /// Format as read, for example `CityJSON 1.1`.
    pub format: String,
    /// Coordinate system of the file, and how it is known.
    pub crs: Option<String>,
    /// Objects as the file itself counts them, for example `CityObjects` → 2498.
    pub objects: BTreeMap<String, u64>,
    /// Elements taken over, by layer name.
    pub elements: BTreeMap<String, u64>,
    /// Problems kept word by word.
    pub messages: Vec<Message>,
    /// How often each code occurred, also beyond the kept messages.
    pub codes: BTreeMap<&'static str, u64>,
}

/// All problems of one kind in one file.
#[derive(Clone, Debug)]
pub struct ProblemGroup<'a> {
    /// What kind of problem.
    pub code: &'static Code,
    /// How often it occurred.
    pub count: u64,
    /// Those kept word by word, in the order found.
    pub messages: Vec<&'a Message>,
}

impl FileReport {
    /// Starts the report of a file.
    pub fn new(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// Records a problem.
    pub fn push(&mut self, mut message: Message) {
        let seen = self.codes.entry(message.code.id).or_default();
        *seen += 1;
        if *seen <= MESSAGES_KEPT_PER_CODE as u64 {
            message.file.clone_from(&self.file);
            self.messages.push(message);
        }
    }

    /// Adds to a count of objects as the file counts them.
    pub fn count(&mut self, name: &str, number: u64) {
        *self.objects.entry(name.to_owned()).or_default() += number;
    }

    /// Problems by kind: the worst first, then by the code's id.
    pub fn groups(&self) -> Vec<ProblemGroup<'_>> {
        let mut by_id: BTreeMap<&str, ProblemGroup> = BTreeMap::new();
        for message in &self.messages {
            let count = self.codes.get(message.code.id).copied().unwrap_or_default();
            let group = by_id.entry(message.code.id);
            let group =
                group.or_insert_with(|| ProblemGroup { code: message.code, count, messages: Vec::new() });
            group.messages.push(message);
        }
        let mut groups: Vec<ProblemGroup> = by_id.into_values().collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.code.severity));
        groups
    }

    /// The worst problem, if any.
    pub fn worst(&self) -> Option<Severity> {
        self.messages.iter().map(|m| m.code.severity).max()
    }
}

/// What was found in all files of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// One report a file, in the order of import.
    pub files: Vec<FileReport>,
}

impl ImportReport {
    /// The worst problem in any file.
    pub fn worst(&self) -> Option<Severity> {
        self.files.iter().filter_map(FileReport::worst).max()
    }
}
