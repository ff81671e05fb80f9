//! Tours through a community: places, times and captions (漫游).

use chrono::NaiveDate;

use crate::{Point3, Stage};

/// Where a tour stays for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct TourStop {
    /// Where the eye is, local metres.
    pub eye_m: Point3,
    /// What it looks at, local metres.
    pub target_m: Point3,
    /// Seconds of the flight from the stop before; of no meaning at the first stop.
    pub fly_s: f64,
    /// Seconds of the stay.
    pub stay_s: f64,
    /// Stage that is shown.
    pub stage: Stage,
    /// Date that is shown; between two stops with dates it runs.
    pub date: Option<NaiveDate>,
    /// Minutes since midnight for the sun.
    pub minute: f64,
    /// Whether the ground is cut open.
    pub underground: bool,
    /// Caption in Chinese.
    pub caption_zh: String,
    /// Caption in English.
    pub caption_en: String,
}

/// A tour.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tour {
    /// Short name, unique in the scene.
    pub key: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Stops in their order.
    pub stops: Vec<TourStop>,
}
