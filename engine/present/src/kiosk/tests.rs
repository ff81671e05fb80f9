#![expect(clippy::unwrap_used, reason = "tests")]

mod monkey;
mod visit;

use chrono::{Duration, NaiveDate, NaiveDateTime};
use linli_model::{
    Answer, Chapter, Choice, KioskSettings, Opening, Play, Question, Show, ShowCue, ShowStep, Stage,
    TourStop, Words,
};

use super::*;

pub(super) const PIN: &str = "2468";

/// A show of three chapters of 20 s each: the second guesses, the third votes.
pub(crate) fn show() -> Show {
    let words = |text: &str| Words::new(format!("中{text}"), text);
    let step = |at: usize, stay_s: f64| ShowStep {
        stop: TourStop {
            eye_m: [0.0, -100.0, 80.0 + at as f64],
            target_m: [0.0; 3],
            fly_s: 5.0,
            stay_s,
            stage: Stage::Design,
            date: None,
            minute: 600.0,
            underground: false,
            caption_zh: format!("第{at}处"),
            caption_en: format!("place {at}"),
        },
        narration: words("told"),
        overlay: None,
        comparison: None,
        variant: None,
        selection: None,
    };
    let chapter = |key: &str, answer: Option<Answer>| Chapter {
        key: key.to_owned(),
        title: words(key),
        summary: words("about"),
        steps: vec![step(0, 10.0), step(1, 5.0)],
        hidden: Vec::new(),
        pictures: Vec::new(),
        cues: vec![ShowCue { at_s: 0.0, address: format!("/light/{key}"), value: 1.0 }],
        question: answer.map(|answer| Question { key: key.to_owned(), at_s: 6.0, words: words("?"), answer }),
        plays: vec![Play::Home, Play::Sun],
    };
    let guess = Answer::Guess {
        unit: words("trees"),
        least: 0.0,
        most: 100.0,
        step: 5.0,
        figure: 62.0,
        source: words("counted"),
    };
    let choice = |key: &str| Choice { key: key.to_owned(), words: words(key), variant: None };
    let vote = Answer::Vote { choices: vec![choice("yes"), choice("no")] };
    Show {
        key: "test".to_owned(),
        title: words("show"),
        invitation: words("touch"),
        home_m: [[0.0, -300.0, 200.0], [0.0; 3]],
        attract: Vec::new(),
        chapters: vec![chapter("one", None), chapter("two", Some(guess)), chapter("three", Some(vote))],
    }
}

pub(super) fn settings() -> KioskSettings {
    let mut settings = KioskSettings {
        pin: Some(PinHash::new(PIN, &[3; 16], 1_000).unwrap().write()),
        ..KioskSettings::default()
    };
    settings.hours.openings.push(Opening { first_day: 1, last_day: 7, from_min: 9 * 60, to_min: 17 * 60 });
    settings
}

pub(super) fn morning() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 12, 1).unwrap().and_hms_opt(9, 30, 0).unwrap()
}

pub(super) fn at(ms: u64) -> Now {
    Now { ms, clock_us: ms as i64 * 1000, local: morning() + Duration::milliseconds(ms as i64) }
}

pub(super) fn kiosk() -> Kiosk {
    Kiosk::new(show(), settings(), Default::default(), Vec::new(), at(0))
}

pub(super) fn touch(id: u64, phase: TouchPhase, at_px: [f64; 2]) -> Event {
    Event::Touch(Touch { id, phase, at_px, width_mm: Some(9.0) })
}

/// The middle of a target on the glass.
pub(super) fn middle(kiosk: &Kiosk, now: Now, target: Target) -> Option<[f64; 2]> {
    let rect = kiosk.layout(now).rect_of(target)?;
    let [dx, dy] = pixel_shift(now.ms);
    Some([rect.x + rect.w / 2.0 + dx, rect.y + rect.h / 2.0 + dy])
}

/// Presses a target that is on the screen.
pub(super) fn press(kiosk: &mut Kiosk, ms: u64, target: Target) -> Vec<Effect> {
    let place = middle(kiosk, at(ms), target)
        .unwrap_or_else(|| panic!("{target:?} is not there: {:?}", kiosk.phase()));
    let mut effects = kiosk.handle(at(ms), &touch(1, TouchPhase::Down, place));
    effects.extend(kiosk.handle(at(ms + 40), &touch(1, TouchPhase::Up, place)));
    effects
}
