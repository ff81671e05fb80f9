//! A film of the works: every day of it drawn by one picture maker.

mod frames;

use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use anyhow::{anyhow, bail, ensure};
use bevy::app::AppExit;
use linli_io::{read_scene_file, read_tours};
use linli_model::{Language, Stage};
use linli_present::{Command, FilmFile, MOST_FRAMES, days_between, tour_length_s};
use linli_view::{CancelLoading, CaptureOutcome, LoadEvents, PictureSink, SceneChoice, Shot, streaming_app};

use crate::args::{TimelapseArgs, in_tour};
use crate::loading;
use frames::Frames;

/// Frames between two lines of progress where nobody sees a line change.
const FRAMES_A_LINE: usize = 50;

/// Draws the days and writes the film.
pub fn run(args: &TimelapseArgs) -> AppExit {
    match film(args) {
        Ok(exit) => exit,
        Err(error) => {
            eprintln!("linli-view: {error:#}");
            AppExit::error()
        }
    }
}

fn film(args: &TimelapseArgs) -> anyhow::Result<AppExit> {
    let shots = if let Some(key) = &args.tour { tour_shots(args, key)? } else { shots(args)? };
    let total = shots.len();
    let frames = Frames::open(&args.out, args.draw.size, args.fps, Path::new("ffmpeg"))?;
    if FilmFile::of(&args.out).is_some() && !frames.is_film() {
        let what = match args.draw.lang.into() {
            Language::English => "ffmpeg is not installed; the frames are written as PNG into",
            Language::Chinese => "未安装 ffmpeg，各帧以 PNG 写入",
        };
        eprintln!("linli-view: {what} {}", frames.place().display());
    }
    let frames = Arc::new(Mutex::new(frames));
    let outcome = Arc::new(Mutex::new(None));
    let cancel = CancelLoading::default();
    let variant = args.draw.variant.clone();
    let events = loading::start_choice(args.scene.clone(), SceneChoice::variant(variant), cancel.0.clone());
    let sink = sink(frames.clone(), total, args.draw.lang.into());
    let mut app = streaming_app(args.draw.lang.into(), shots, sink, outcome.clone());
    app.insert_resource(cancel.clone()).insert_resource(LoadEvents(events.into()));
    loading::add_rules(&mut app);
    let exit = app.run();
    cancel.0.store(true, Ordering::Relaxed);
    let taken = outcome.lock().ok().and_then(|mut outcome| outcome.take());
    let mut frames = frames.lock().map_err(|_| anyhow!("a frame could not be written"))?;
    match taken {
        Some(CaptureOutcome::Pictures(_)) => {}
        Some(CaptureOutcome::Failed(why)) => bail!(why),
        None if exit.is_success() => bail!("the picture maker stopped before the film was complete"),
        // Ctrl+C: whole frames stay, an unfinished film does not.
        None => return Ok(exit),
    }
    frames.finish()?;
    println!("{}: {} frames", frames.place().display(), frames.written());
    Ok(AppExit::Success)
}

/// One shot a day.
fn shots(args: &TimelapseArgs) -> anyhow::Result<Vec<Shot>> {
    let (Some(from), Some(to)) = (args.from, args.to) else {
        bail!("the first and the last day are wanted / 请给出起止日期");
    };
    let days: Vec<_> = days_between(from, to, args.every).take(MOST_FRAMES + 1).collect();
    ensure!(!days.is_empty(), "the first day lies after the last / 起始日期晚于结束日期");
    ensure!(
        days.len() <= MOST_FRAMES,
        "more than {MOST_FRAMES} frames; take longer steps / 帧数过多，请加大步长"
    );
    let on = |day| [Command::SetStage(Stage::Construction), Command::SetDay(day)];
    Ok(days.into_iter().map(|day| args.draw.shot(&on(day), None)).collect())
}

/// One shot a frame of a tour.
fn tour_shots(args: &TimelapseArgs, key: &str) -> anyhow::Result<Vec<Shot>> {
    let scene = read_scene_file(&args.scene)?;
    let (tours, _) = read_tours(&args.scene, &scene.views);
    let Some(tour) = tours.iter().find(|tour| tour.key == key) else {
        let known: Vec<&str> = tours.iter().map(|tour| tour.key.as_str()).collect();
        bail!("the scene has no tour '{key}'; it has / 没有该漫游，已有: {}", known.join(", "));
    };
    let frames = (tour_length_s(tour) * f64::from(args.fps)).ceil() as usize + 1;
    ensure!(
        frames <= MOST_FRAMES,
        "more than {MOST_FRAMES} frames; take fewer a second / 帧数过多，请降低帧率"
    );
    let at = |frame: usize| in_tour(key, frame as f64 / f64::from(args.fps));
    Ok((0..frames).map(|frame| args.draw.shot(&at(frame), None)).collect())
}

/// Writes each picture as soon as it is finished, and tells how far it has come.
fn sink(frames: Arc<Mutex<Frames>>, total: usize, language: Language) -> PictureSink {
    let word = match language {
        Language::English => "frame",
        Language::Chinese => "帧",
    };
    let terminal = std::io::stderr().is_terminal();
    Box::new(move |picture| {
        let mut frames = frames.lock().map_err(|_| "a frame could not be written".to_owned())?;
        frames.write(&picture.image).map_err(|error| format!("{error:#}"))?;
        let number = frames.written();
        if terminal {
            eprint!("\r{word} {number}/{total}{}", if number == total { "\n" } else { "" });
        } else if number == total || number.is_multiple_of(FRAMES_A_LINE) {
            eprintln!("{word} {number}/{total}");
        }
        Ok(())
    })
}
