//! What is wrong with a schedule, in words.

use linli_model::{Key, Language, Task};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing 提示.
    Notice,
    /// Probably not meant 警告.
    Warning,
    /// Cannot be right 错误.
    Error,
}

impl Severity {
    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// Two tasks have one id.
    DuplicateId,
    /// Tasks wait for each other in a circle.
    DependencyCycle,
    /// Summaries belong to each other in a circle.
    ParentCycle,
    /// The summary that a task names is not there.
    UnknownParent,
    /// The task that a task waits for is not there.
    UnknownPredecessor,
    /// A selector finds no element.
    UnknownElement,
    /// The work does not fit what is claimed about the element.
    WorkDoesNotFit,
    /// More links between tasks and elements than are kept.
    TooManyLinks,
    /// A finish before its start.
    EndBeforeStart,
    /// A task with elements and without dates.
    NoDates,
    /// A task does not wait as long as it has to.
    DependencyViolated,
    /// A summary is shorter than what it holds.
    SummaryTooShort,
    /// An actual date after the data date.
    ActualAfterDataDate,
    /// The planned start has passed and the task has not begun.
    StartOverdue,
    /// A number that cannot be.
    BadValue,
    /// Storeys are built before those that carry them.
    StoreyAboveNothing,
    /// Storeys that the building does not have.
    StoreyBeyondBuilding,
    /// The same thing is built by two tasks.
    BuiltTwice,
    /// Removed before it is finished.
    DemolishedBeforeBuilt,
    /// A temporary work stands longer than the works that need it.
    TemporaryOutlives,
    /// No task builds it.
    NeverScheduled,
}

impl ProblemKind {
    /// Stable code for programs and for looking up.
    pub fn code(self) -> &'static str {
        match self {
            Self::DuplicateId => "CIM-STG-101",
            Self::DependencyCycle => "CIM-STG-102",
            Self::ParentCycle => "CIM-STG-103",
            Self::UnknownParent => "CIM-STG-104",
            Self::UnknownPredecessor => "CIM-STG-105",
            Self::UnknownElement => "CIM-STG-106",
            Self::WorkDoesNotFit => "CIM-STG-107",
            Self::TooManyLinks => "CIM-STG-108",
            Self::EndBeforeStart => "CIM-STG-201",
            Self::NoDates => "CIM-STG-202",
            Self::DependencyViolated => "CIM-STG-203",
            Self::SummaryTooShort => "CIM-STG-204",
            Self::ActualAfterDataDate => "CIM-STG-205",
            Self::StartOverdue => "CIM-STG-206",
            Self::BadValue => "CIM-STG-207",
            Self::StoreyAboveNothing => "CIM-STG-301",
            Self::StoreyBeyondBuilding => "CIM-STG-302",
            Self::BuiltTwice => "CIM-STG-303",
            Self::DemolishedBeforeBuilt => "CIM-STG-304",
            Self::TemporaryOutlives => "CIM-STG-305",
            Self::NeverScheduled => "CIM-STG-306",
        }
    }
}

/// One thing that is wrong with a schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduleProblem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// How bad it is.
    pub severity: Severity,
    /// Ids of the tasks in it.
    pub tasks: Vec<String>,
    /// Keys of the elements in it.
    pub elements: Vec<Key>,
    /// Place of the first task in its source, empty when the source does not say it.
    pub place: String,
    /// What is wrong and what to do, in English.
    pub english: String,
    /// The same in Chinese.
    pub chinese: String,
}

impl ScheduleProblem {
    /// A problem of some tasks.
    pub(super) fn new(kind: ProblemKind, severity: Severity, tasks: &[&Task], texts: [String; 2]) -> Self {
        let [english, chinese] = texts;
        Self {
            kind,
            severity,
            tasks: tasks.iter().map(|task| task.id.clone()).collect(),
            elements: Vec::new(),
            place: tasks.first().map(|task| task.place.clone()).unwrap_or_default(),
            english,
            chinese,
        }
    }

    /// With the elements that it is about.
    pub(super) fn about(mut self, elements: Vec<Key>) -> Self {
        self.elements = elements;
        self
    }

    /// Stable code.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// What is wrong and what to do, in a language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        }
    }
}

/// Names shown of a long list.
const SHOWN: usize = 6;

/// The first names of a list, and how many there are.
pub(super) fn listed<T: std::fmt::Display>(names: &[T]) -> String {
    let mut text = String::new();
    for (i, name) in names.iter().take(SHOWN).enumerate() {
        text += if i == 0 { "" } else { ", " };
        text += &name.to_string();
    }
    if names.len() > SHOWN { format!("{text} … ({})", names.len()) } else { text }
}
