//! Views that people keep, with what is shown in them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{Layer, Point3, Stage};

/// A view that somebody kept (书签): where the camera is and what is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookmark {
    /// Its name, unique in a scene.
    pub name: String,
    /// Where the eye is, local metres.
    pub eye_m: Point3,
    /// What it looks at, local metres.
    pub target_m: Point3,
    /// Stage that is shown.
    pub stage: Stage,
    /// Day of the construction stage.
    pub date: Option<NaiveDate>,
    /// Layers that are not shown.
    pub hidden: BTreeSet<Layer>,
    /// Whether the ground is faded so that what is below shows.
    pub underground: bool,
}
