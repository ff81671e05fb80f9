//! Changes of a chapter that its author makes while looking at the scene.

use chrono::NaiveDate;

use crate::{Point3, Stage};

/// What is on the author's screen: the camera, and the moment that it sees.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedView {
    /// Where the eye is, local metres.
    pub eye_m: Point3,
    /// What it looks at, local metres.
    pub target_m: Point3,
    /// Stage.
    pub stage: Stage,
    /// Date of the construction stage; other stages have none.
    pub date: Option<NaiveDate>,
    /// Minutes since midnight for the sun, whole ones.
    pub minute: u32,
    /// Whether the ground is see-through.
    pub underground: bool,
}

/// A change of a chapter. Chapters and steps are numbered from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum ShowEdit {
    /// A new step before the one of this number, or at the end.
    Record {
        /// Chapter.
        chapter: usize,
        /// Number that the new step gets.
        step: usize,
        /// What it shows.
        view: RecordedView,
    },
    /// A step is seen from elsewhere; what it says and lays over the picture stays.
    SetView {
        /// Chapter.
        chapter: usize,
        /// Step.
        step: usize,
        /// What it shows.
        view: RecordedView,
    },
    /// Times of a step.
    SetTimes {
        /// Chapter.
        chapter: usize,
        /// Step.
        step: usize,
        /// Seconds of the flight to it.
        fly_s: f64,
        /// Seconds of the stay.
        stay_s: f64,
    },
    /// A step gets another number.
    Move {
        /// Chapter.
        chapter: usize,
        /// Step.
        step: usize,
        /// Its new number.
        to: usize,
    },
    /// A step goes.
    Remove {
        /// Chapter.
        chapter: usize,
        /// Step.
        step: usize,
    },
}

impl ShowEdit {
    /// The chapter that it changes.
    pub fn chapter(&self) -> usize {
        match self {
            Self::Record { chapter, .. }
            | Self::SetView { chapter, .. }
            | Self::SetTimes { chapter, .. }
            | Self::Move { chapter, .. }
            | Self::Remove { chapter, .. } => *chapter,
        }
    }
}
