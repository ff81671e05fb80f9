//! What is said about an element on one day.

/// Whether an element is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Not there yet 未建.
    #[default]
    NotYet,
    /// Being built 在建.
    Rising,
    /// There 已建.
    Stands,
    /// There, and being worked on 维护中.
    Maintained,
    /// Being removed 拆除中.
    Falling,
    /// Removed 已拆除.
    Gone,
}

impl Standing {
    /// Every standing, in the order of an element's life.
    pub const ALL: [Self; 6] =
        [Self::NotYet, Self::Rising, Self::Stands, Self::Maintained, Self::Falling, Self::Gone];

    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::Rising => "rising",
            Self::Stands => "stands",
            Self::Maintained => "maintained",
            Self::Falling => "falling",
            Self::Gone => "gone",
        }
    }

    /// Whether something of the element can be seen.
    pub fn is_there(self) -> bool {
        !matches!(self, Self::NotYet | Self::Gone)
    }
}

/// How the work on an element compares with its baseline 基准计划, or with its plan when there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Timeliness {
    /// No task works on it.
    #[default]
    NotScheduled,
    /// As planned 按期.
    OnTime,
    /// Behind 滞后.
    Late,
    /// Ahead 提前.
    Early,
}

/// An element on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ElementState {
    /// Whether it is there.
    pub standing: Standing,
    /// Share of its work done at the end of the day, 0 to 1: of its building while it rises, of its
    /// removal while it falls; 0 before, 1 while it stands and after it is gone.
    pub share: f32,
    /// Storeys finished, counted from the lowest level of the building's work upward, fractional; what
    /// is left of them while the building falls; 0 when it is not a building.
    pub storeys_done: f32,
    /// How its work compares with the baseline.
    pub timeliness: Timeliness,
    /// Whether a task closes it on that day.
    pub closed: bool,
}
