//! `linli view` and `linli render`: start `linli-view`, which has the window and the pictures.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use linli_io::{Language, scene_is};

use crate::args::{DrawArgs, ReadArgs, RenderArgs, ViewArgs};
use crate::outcome::{Outcome, all_there};
use crate::speech::{argument, either};
use crate::worker;

/// Runs `view`.
///
/// # Errors
/// When the scene or the window program is missing.
pub fn view(args: &ViewArgs, language: Language) -> anyhow::Result<Outcome> {
    let program = viewer(language)?;
    let scene = match scene_of(&args.paths, &args.reading, args.out.as_deref(), language)? {
        Ok(scene) => scene,
        Err(outcome) => return Ok(outcome),
    };
    let mut arguments: Vec<OsString> =
        vec!["view".into(), scene.into_os_string(), "--lang".into(), argument(language).into()];
    if let Some(variant) = &args.variant {
        arguments.extend(["--variant".into(), variant.into()]);
    }
    if !args.compare.is_empty() {
        arguments.extend(["--compare".into(), args.compare.join(",").into()]);
    }
    if let Some(show) = &args.show {
        arguments.extend(["--show".into(), show.clone().into_os_string()]);
    }
    start(&program, arguments)
}

/// Runs `render`.
///
/// # Errors
/// When the scene or the window program is missing.
pub fn render(args: &RenderArgs, language: Language) -> anyhow::Result<Outcome> {
    let program = viewer(language)?;
    let scene = match scene_of(&args.paths, &args.reading, args.scene_out.as_deref(), language)? {
        Ok(scene) => scene,
        Err(outcome) => return Ok(outcome),
    };
    let mut arguments: Vec<OsString> = vec!["render".into(), scene.into_os_string()];
    arguments.extend(drawing_words(&args.draw, &args.out, language));
    arguments.extend(args.tools.words());
    for (name, value) in [
        ("--stage", &args.stage),
        ("--date", &args.date),
        ("--split-stage", &args.split_stage),
        ("--split-date", &args.split_date),
        ("--select", &args.select),
        ("--storey", &args.storey.map(|level| level.to_string())),
        ("--inside", &args.inside.map(|compartment| compartment.to_string())),
        ("--section", &args.section.map(|chainage| chainage.to_string())),
        ("--trace", &args.trace),
        ("--tour", &args.tour),
        ("--compare", &(!args.compare.is_empty()).then(|| args.compare.join(","))),
        ("--mode", &args.mode),
        ("--at", &args.at.map(|seconds| seconds.to_string())),
        ("--chapter", &args.chapter),
        ("--home", &args.reach.home),
        ("--level", &args.reach.level.map(|level| level.to_string())),
        ("--front", &args.reach.front.map(|minute| minute.to_string())),
        ("--profile", &args.reach.profile),
        ("--departure", &args.reach.departure),
    ] {
        if let Some(value) = value {
            arguments.extend([name.into(), value.into()]);
        }
    }
    if args.long_profile {
        arguments.push("--long-profile".into());
    }
    if args.reach.bands {
        arguments.push("--bands".into());
    }
    for name in &args.reach.closed {
        arguments.extend(["--closed".into(), name.into()]);
    }
    for (name, path) in [("--show", &args.show), ("--settings", &args.settings)] {
        if let Some(path) = path {
            arguments.extend([name.into(), path.clone().into_os_string()]);
        }
    }
    start(&program, arguments)
}

/// How pictures are drawn and where they go, in the words of `linli-view`.
pub fn drawing_words(draw: &DrawArgs, out: &Path, language: Language) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    let mut push = |name: &str, value: OsString| words.extend([name.into(), value]);
    for (name, value) in [
        ("--view", &draw.view),
        ("--camera", &draw.camera),
        ("--date-time", &draw.date_time),
        ("--values", &draw.values),
        ("--figure", &draw.figure),
        ("--finding", &draw.finding),
        ("--cut", &draw.cut),
        ("--cut-along", &draw.cut_along),
        ("--section-plane", &draw.section_plane),
        ("--section-level", &draw.section_level),
        ("--section-box", &draw.section_box),
        ("--variant", &draw.variant),
    ] {
        if let Some(value) = value {
            push(name, value.into());
        }
    }
    push("--size", draw.size.clone().into());
    push("--out", out.to_owned().into_os_string());
    push("--lang", argument(language).into());
    for layer in &draw.hide {
        push("--hide", layer.into());
    }
    push("--panels", draw.panels.word().into());
    for (name, on) in [
        ("--schedule", draw.schedule),
        ("--underground", draw.underground),
        ("--cut-lines", draw.cut_lines),
        ("--findings", draw.findings),
        ("--figures", draw.figures),
        ("--elastic", draw.elastic),
    ] {
        if on {
            words.push(name.into());
        }
    }
    words
}

/// The program with the window, beside this one.
///
/// # Errors
/// When it is not there.
pub fn viewer(language: Language) -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe().context("own path")?;
    let program = own.with_file_name(format!("linli-view{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() {
        return Ok(program);
    }
    let what = either(
        language,
        "the program for windows and pictures is not installed beside linli; build it with \
         `cargo build --release -p linli_app`",
        "未找到与 linli 同目录的窗口与出图程序；请用 `cargo build --release -p linli_app` 构建",
    );
    bail!("{}: {what}", program.display());
}

/// The scene that is meant: the folder named, or an import of the files named.
fn scene_of(
    paths: &[PathBuf],
    reading: &ReadArgs,
    keep: Option<&Path>,
    language: Language,
) -> anyhow::Result<Result<PathBuf, Outcome>> {
    all_there(paths, language)?;
    if let [folder] = paths
        && scene_is(folder)
    {
        return Ok(Ok(folder.clone()));
    }
    if let Some(scene) = paths.iter().find(|path| scene_is(path)) {
        let what = either(
            language,
            "a scene is opened alone, without other files",
            "场景须单独打开，不能与其他文件一起",
        );
        bail!("{}: {what}", scene.display());
    }
    worker::import(paths, reading, keep, language)
}

/// Starts the program and waits for its end.
///
/// # Errors
/// When it cannot be started.
pub fn start(program: &Path, arguments: Vec<OsString>) -> anyhow::Result<Outcome> {
    let status = Command::new(program).args(arguments).status();
    let status = status.with_context(|| program.display().to_string())?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(Outcome::Wrong, Outcome::Passed))
}
