//! A show as a function of time: what every chapter shows at each moment.

use linli_model::{Comparison, Key, Layer, Overlay, Show, ShowCue, ShowPicture, ShowStep, Tour, Words};

use crate::{TourMoment, tour_at, tour_length_s};

/// Microseconds in a second: show time is kept in whole microseconds, which never lose their steps.
pub(super) const US_PER_S: f64 = 1e6;

/// What a chapter shows at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct ShowMoment<'a> {
    /// Position of the chapter.
    pub chapter: usize,
    /// Camera, stage, date, sun.
    pub tour: TourMoment,
    /// What is said on screen.
    pub caption: Words,
    /// What a voice would say.
    pub narration: &'a Words,
    /// What lies over the picture.
    pub overlay: Option<&'a Overlay>,
    /// What is shown beside it.
    pub comparison: Option<&'a Comparison>,
    /// Variant that is shown.
    pub variant: Option<&'a Key>,
    /// Element that is marked.
    pub selection: Option<&'a Key>,
    /// Layers that are not shown.
    pub hidden: &'a [Layer],
    /// Pictures beside the view.
    pub pictures: Vec<&'a ShowPicture>,
}

/// A show that can be asked for any moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    show: Show,
    tours: Vec<Tour>,
    lengths_us: Vec<i64>,
}

impl Script {
    /// Makes a show ready.
    pub fn new(show: Show) -> Self {
        let tour = |steps: &[ShowStep]| Tour {
            stops: steps.iter().map(|step| step.stop.clone()).collect(),
            ..Tour::default()
        };
        let tours: Vec<Tour> = show.chapters.iter().map(|chapter| tour(&chapter.steps)).collect();
        let lengths_us = tours.iter().map(|tour| (tour_length_s(tour) * US_PER_S).round() as i64).collect();
        Self { show, tours, lengths_us }
    }

    /// The show.
    pub fn show(&self) -> &Show {
        &self.show
    }

    /// Length of a chapter, microseconds; 0 when there is no such chapter.
    pub fn length_us(&self, chapter: usize) -> i64 {
        self.lengths_us.get(chapter).copied().unwrap_or_default()
    }

    /// What a chapter shows so many microseconds after its beginning; `None` when there is no such chapter,
    /// or it has no places.
    pub fn at(
        &self,
        chapter: usize,
        position_us: i64,
        ground_m: impl Fn(f64, f64) -> Option<f64>,
    ) -> Option<ShowMoment<'_>> {
        let told = self.show.chapters.get(chapter)?;
        let seconds = position_us as f64 / US_PER_S;
        let tour = tour_at(self.tours.get(chapter)?, seconds, ground_m)?;
        let [en, zh] = tour.caption.clone();
        let step = told.steps.get(tour.shown)?;
        let stays = |picture: &&ShowPicture| (picture.at_s..picture.at_s + picture.for_s).contains(&seconds);
        Some(ShowMoment {
            chapter,
            caption: Words::new(zh, en),
            narration: &step.narration,
            overlay: step.overlay.as_ref(),
            comparison: step.comparison.as_ref(),
            variant: step.variant.as_ref(),
            selection: step.selection.as_ref(),
            hidden: &told.hidden,
            pictures: told.pictures.iter().filter(stays).collect(),
            tour,
        })
    }

    /// Cues of a chapter after one position up to another, microseconds.
    pub fn cues(&self, chapter: usize, after_us: i64, to_us: i64) -> impl Iterator<Item = &ShowCue> {
        let told = self.show.chapters.get(chapter);
        let cues = told.map(|chapter| chapter.cues.as_slice()).unwrap_or_default();
        cues.iter().filter(move |cue| {
            let at = (cue.at_s * US_PER_S).round() as i64;
            at > after_us && at <= to_us
        })
    }
}
