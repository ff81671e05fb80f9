//! Frames of a show for pictures: one place, or every place of the whole show.

use std::path::Path;

use anyhow::{anyhow, bail};
use bevy::math::UVec2;
use linli_io::read_kiosk_settings;
use linli_model::{Chapter, Key, KioskSettings, Language, Show};
use linli_view::{PanelsShown, Shot, ShowFrame, ShowPlace};

use crate::args::RenderArgs;

/// Width of the longer side of the screen that a show is drawn for when no settings are given, millimetres: a
/// 27-inch one, so that letters can be read in a small picture.
const LONG_SIDE_MM: f64 = 600.0;

/// Shots with the names of their files; one without a name goes to the file that was asked for.
pub type NamedShots = Vec<(Option<String>, Shot)>;

/// Shots of a show, and the variants that it names.
///
/// # Errors
/// When show or settings cannot be read, or there is no such chapter.
pub fn shots(args: &RenderArgs, path: &Path) -> anyhow::Result<(NamedShots, Vec<Key>)> {
    let language: Language = args.draw.lang.into();
    let (show, _) = super::show(path, language).map_err(|lines| anyhow!(lines.join("\n")))?;
    let settings = settings(args, language)?;
    let shot = |place: ShowPlace, at_s: f64| {
        let (show, settings) = (show.clone(), settings.clone());
        shot(args, ShowFrame { place, at_s, language, show, settings })
    };
    let shots = if args.chapter == "all" {
        places(&show).into_iter().map(|(name, place, at_s)| (Some(name), shot(place, at_s))).collect()
    } else {
        vec![(None, shot(place(&show, &args.chapter)?, args.at.unwrap_or(0.0)))]
    };
    Ok((shots, show.variants()))
}

fn place(show: &Show, word: &str) -> anyhow::Result<ShowPlace> {
    let chapters = &show.chapters;
    let numbered = word.parse::<usize>().ok().and_then(|number| chapters.get(number.checked_sub(1)?));
    Ok(match word {
        "menu" => ShowPlace::Menu,
        "attract" => ShowPlace::Attract,
        word => match chapters.iter().find(|chapter| chapter.key == word).or(numbered) {
            Some(chapter) => ShowPlace::Chapter(chapter.key.clone()),
            None => {
                let keys: Vec<&str> = chapters.iter().map(|chapter| chapter.key.as_str()).collect();
                bail!("the show has no chapter '{word}'; it has / 没有该章节，已有: {}", keys.join(", "));
            }
        },
    })
}

/// Every place of a show, with a name for its file: menu, loop, each step in the middle of its stay, each question.
fn places(show: &Show) -> Vec<(String, ShowPlace, f64)> {
    let mut places =
        vec![("0-attract".to_owned(), ShowPlace::Attract, 3.0), ("0-menu".to_owned(), ShowPlace::Menu, 0.0)];
    for (number, chapter) in show.chapters.iter().enumerate() {
        let place = || ShowPlace::Chapter(chapter.key.clone());
        let name = |what: String| format!("{}-{}-{what}", number + 1, chapter.key);
        for (step, at_s) in middles(chapter).into_iter().enumerate() {
            // A question that has come before would lie over the picture.
            let at_s = chapter.question.as_ref().map_or(at_s, |question| at_s.min(question.at_s - 0.01));
            places.push((name((step + 1).to_string()), place(), at_s));
        }
        places.extend(chapter.question.iter().map(|q| (name("question".to_owned()), place(), q.at_s + 0.1)));
    }
    places
}

/// The middle of the stay at each step, seconds from the beginning of the chapter.
fn middles(chapter: &Chapter) -> Vec<f64> {
    let mut passed_s = 0.0;
    let steps = chapter.steps.iter().enumerate();
    steps
        .map(|(at, step)| {
            let begins = passed_s + if at == 0 { 0.0 } else { step.stop.fly_s };
            passed_s = begins + step.stop.stay_s;
            (begins + passed_s) / 2.0
        })
        .collect()
}

fn settings(args: &RenderArgs, language: Language) -> anyhow::Result<KioskSettings> {
    let mut settings = match &args.settings {
        Some(path) => read_kiosk_settings(path).map_err(|message| anyhow!(message.text(language)))?.0,
        None => KioskSettings::default(),
    };
    let [width, height] = args.draw.size;
    let screen = &mut settings.screen;
    (screen.width_px, screen.height_px) = (width, height);
    if args.settings.is_none() {
        let mm_per_px = LONG_SIDE_MM / f64::from(width.max(height));
        (screen.width_mm, screen.height_mm) = (f64::from(width) * mm_per_px, f64::from(height) * mm_per_px);
    }
    Ok(settings)
}

fn shot(args: &RenderArgs, frame: ShowFrame) -> Shot {
    Shot {
        view: None,
        pose: None,
        size_px: UVec2::from_array(args.draw.size),
        commands: Vec::new(),
        select: None,
        storey: None,
        inside: None,
        home: None,
        measures: Vec::new(),
        panels: PanelsShown::Names,
        show: Some(Box::new(frame)),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_step_and_every_question_of_xinghes_show_has_its_picture() {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/xinghe/shows/futurecommunity.json");
        let (show, _) = super::super::show(&path, Language::English).unwrap();
        let places = places(&show);
        let steps: usize = show.chapters.iter().map(|chapter| chapter.steps.len()).sum();
        let questions = show.chapters.iter().filter(|chapter| chapter.question.is_some()).count();
        assert_eq!(places.len(), 2 + steps + questions);
        let script = linli_present::kiosk::Script::new(show.clone());
        for (number, chapter) in show.chapters.iter().enumerate() {
            for (step, at_s) in middles(chapter).into_iter().enumerate() {
                let moment = script.at(number, (at_s * 1e6) as i64, |_, _| None).unwrap();
                assert_eq!(moment.tour.shown, step, "{} at {at_s} s", chapter.key);
            }
        }
        assert_eq!(place(&show, "2").unwrap(), ShowPlace::Chapter(show.chapters[1].key.clone()));
        assert!(place(&show, "0").is_err() && place(&show, "nothing").is_err());
    }
}
