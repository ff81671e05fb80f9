//! The show of Xinghe for an exhibition: what a Future Community is, in about five minutes.
//!
//! Figures that visitors guess are counted in the community itself, so that they hold for every seed and size.

mod chapters;
mod scenarios;

use linli_io::{
    AnswerFile, ChapterFile, ChoiceFile, QuestionFile, ShowFile, ShowStepFile, TourStopFile, TwoFile,
};
use linli_model::{Community, Geometry, Kind, Point3, Stage};

use super::view::lifted;

/// The show; `None` where the community lacks what it tells about, as a site cut small does.
pub(super) fn show(community: &Community) -> Option<ShowFile> {
    Some(ShowFile {
        schema_version: 1,
        key: "futurecommunity".to_owned(),
        title: two("走进未来社区 · 星河", "A Future Community: Xinghe"),
        invitation: two("触摸屏幕，走进星河", "Touch to walk into Xinghe"),
        scene: None,
        home: at_view("overview"),
        attract: Vec::new(),
        chapters: vec![
            chapters::what(),
            scenarios::nine(community)?,
            chapters::three_reaches(),
            chapters::above_and_below(community),
            chapters::years(),
            chapters::two_layouts(),
            chapters::home(),
        ],
    })
}

fn two(zh: &str, en: &str) -> TwoFile {
    TwoFile { zh: zh.to_owned(), en: en.to_owned() }
}

/// A stop at a view of the scene, in the design.
fn at_view(view: &str) -> TourStopFile {
    TourStopFile {
        view: Some(view.to_owned()),
        stage: Some("design".to_owned()),
        time: Some("09:40".to_owned()),
        ..TourStopFile::default()
    }
}

/// A stop at an eye and a target of the plan; heights count from the ground.
fn at_place(eye: Point3, target: Point3) -> TourStopFile {
    TourStopFile { eye_m: Some(lifted(eye)), target_m: Some(lifted(target)), view: None, ..at_view("") }
}

/// What is said at a step.
struct Said {
    caption: [&'static str; 2],
    narration: [&'static str; 2],
}

/// A step: where, seconds to fly and to stay, what is said.
fn step(stop: TourStopFile, [fly_s, stay_s]: [f64; 2], said: &Said) -> ShowStepFile {
    let [caption_zh, caption_en] = said.caption.map(str::to_owned);
    let [narration_zh, narration_en] = said.narration.map(str::to_owned);
    ShowStepFile {
        stop: TourStopFile { fly_s, stay_s, caption_zh, caption_en, ..stop },
        narration_zh,
        narration_en,
        ..ShowStepFile::default()
    }
}

fn chapter(
    key: &str,
    title: TwoFile,
    summary: TwoFile,
    plays: &[&str],
    steps: Vec<ShowStepFile>,
) -> ChapterFile {
    ChapterFile {
        key: key.to_owned(),
        title,
        summary,
        plays: plays.iter().map(|play| (*play).to_owned()).collect(),
        steps,
        cues: vec![linli_io::CueFile { at_s: 0.0, address: format!("/light/{key}"), value: 1.0 }],
        ..ChapterFile::default()
    }
}

fn guess(
    key: &str,
    at_s: f64,
    words: TwoFile,
    [least, most, step, figure]: [f64; 4],
    unit: TwoFile,
    source: TwoFile,
) -> QuestionFile {
    let answer = AnswerFile::Guess { unit, least, most, step, figure, source };
    QuestionFile { key: key.to_owned(), at_s, words, answer }
}

fn choice(key: &str, words: TwoFile, variant: Option<&str>) -> ChoiceFile {
    ChoiceFile { key: key.to_owned(), words, variant: variant.map(str::to_owned) }
}

/// Length of all utility lines of the design, kilometres to one decimal.
fn pipes_km(community: &Community) -> f64 {
    let length = |points: &[Point3]| -> f64 {
        points
            .windows(2)
            .map(|pair| {
                let [dx, dy, dz] = [0, 1, 2].map(|axis| pair[1][axis] - pair[0][axis]);
                (dx * dx + dy * dy + dz * dz).sqrt()
            })
            .sum()
    };
    let lines = community.elements().iter().filter(|element| element.presence.is_part_of(Stage::Design));
    let metres: f64 = lines
        .filter_map(|element| match (&element.kind, &element.geometry) {
            (Kind::UtilityLine(_), Geometry::Line(points)) => Some(length(points)),
            _ => None,
        })
        .sum();
    (metres / 100.0).round() / 10.0
}

/// A round number above twice a figure: the right end of a slider that does not give it away.
fn slider_end(figure: f64) -> f64 {
    let power = 10_f64.powf((figure * 2.0).max(1.0).log10().floor());
    (figure * 2.0 / power).ceil() * power
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::xinghe::{SEED, SIZE_HA, community};

    #[test]
    fn the_show_takes_about_five_minutes_and_its_figures_are_counted() {
        let community = community(SEED, SIZE_HA);
        let show = show(&community).unwrap();
        let seconds = |chapter: &ChapterFile| {
            let steps = chapter.steps.iter().enumerate();
            steps
                .map(|(at, step)| step.stop.stay_s + if at == 0 { 0.0 } else { step.stop.fly_s })
                .sum::<f64>()
        };
        let total: f64 = show.chapters.iter().map(seconds).sum();
        assert!((285.0..=315.0).contains(&total), "{total} s");
        assert!(show.chapters.iter().all(|chapter| seconds(chapter) <= 75.0));
        assert_eq!(show.chapters[1].steps.len(), 9);
        let km = pipes_km(&community);
        assert!((10.0..200.0).contains(&km), "{km} km");
        assert_eq!((slider_end(43.0), slider_end(184.0), slider_end(4955.0)), (90.0, 400.0, 10_000.0));
    }
}
