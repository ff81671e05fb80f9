//! One frame of a show for a picture: a chapter, the menu or the loop, so many seconds after its beginning.

use bevy::prelude::*;
use chrono::NaiveDate;
use linli_model::{KioskSettings, Language, Show, Tally};
use linli_present::kiosk::{Effect, Event, Kiosk, Now, Remote, Touch, TouchPhase};

use super::{Hall, KioskShow, Moved, Told};

/// Where in a show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShowPlace {
    /// The loop that plays while nobody is there.
    Attract,
    /// The chapters to choose from.
    Menu,
    /// A chapter, by its key.
    Chapter(String),
}

/// A frame of a show.
#[derive(Clone, Debug, PartialEq)]
pub struct ShowFrame {
    /// Where.
    pub place: ShowPlace,
    /// Seconds from the beginning of the chapter or of the loop.
    pub at_s: f64,
    /// Language of its texts.
    pub language: Language,
    /// The show.
    pub show: Show,
    /// The screen that it is drawn for.
    pub settings: KioskSettings,
}

/// A hall without anything: pictures need no clock.
struct Nowhere;

impl Hall for Nowhere {
    fn now(&mut self) -> Now {
        at(0.0)
    }

    fn events(&mut self) -> Vec<Event> {
        Vec::new()
    }

    fn carry_out(&mut self, _: &Effect, _: &Kiosk) {}

    fn tell(&mut self, _: &Told<'_>) {}

    fn end(&mut self, _: bool) -> Option<u8> {
        None
    }
}

/// A time of the show's clock; a day on which every hall is open that has no hours.
fn at(seconds: f64) -> Now {
    let local = NaiveDate::from_ymd_opt(2026, 6, 21).and_then(|day| day.and_hms_opt(10, 0, 0));
    let ms = (seconds.max(0.0) * 1000.0).round() as u64;
    Now { ms, clock_us: (seconds.max(0.0) * 1e6).round() as i64, local: local.unwrap_or_default() }
}

/// Steps of the clock up to the wanted time, seconds: questions come, chapters follow each other.
const STEP_S: f64 = 0.5;
/// Longest time that is gone through, seconds.
const LONGEST_S: f64 = 3_600.0;

/// Brings the show to a frame.
pub(crate) fn show_frame(world: &mut World, frame: &ShowFrame) {
    let settings =
        KioskSettings { hours: Default::default(), language: frame.language, ..frame.settings.clone() };
    let mut kiosk = Kiosk::new(frame.show.clone(), settings, Tally::default(), Vec::new(), at(0.0));
    let mut at_s = frame.at_s.clamp(0.0, LONGEST_S);
    match &frame.place {
        ShowPlace::Attract => {}
        ShowPlace::Menu => at_s = 0.0,
        ShowPlace::Chapter(key) => {
            kiosk.handle(at(0.0), &Event::Remote(Remote::Chapter(key.clone())));
        }
    }
    if frame.place == ShowPlace::Menu {
        let middle = Touch { id: 1, phase: TouchPhase::Down, at_px: [1.0, 1.0], width_mm: None };
        kiosk.handle(at(0.0), &Event::Touch(middle));
        kiosk.handle(at(0.0), &Event::Touch(Touch { phase: TouchPhase::Up, ..middle }));
    }
    let steps = (at_s / STEP_S).floor() as u32;
    for step in 0..=steps {
        kiosk.handle(at(f64::from(step) * STEP_S), &Event::Tick);
    }
    kiosk.handle(at(at_s), &Event::Tick);
    let mut show = KioskShow::new(kiosk, Box::new(Nowhere), Default::default());
    show.now = at(at_s);
    show.moved = Moved::default();
    world.insert_resource(show);
}
