//! The window of a show. `linli kiosk` starts it, watches it and brings it back.

mod frame_log;
pub mod frames;
mod hall;
mod trial;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use bevy::app::{AppExit, TerminalCtrlCHandlerPlugin};
use bevy::prelude::*;
use bevy::render::error_handler::{ErrorType, RenderErrorHandler, RenderErrorPolicy};
use bevy::window::{
    CursorOptions, ExitCondition, MonitorSelection, PresentMode, WindowMode, WindowResolution,
};
use bevy::winit::{UpdateMode, WinitSettings};
use linli_io::{
    Language, Message, read_kiosk_settings, read_scene_file, read_show, read_show_file, read_tally,
    scene_of_show,
};
use linli_kiosk::Pulse;
use linli_model::{KioskSettings, Show};
use linli_present::kiosk::Kiosk;
use linli_view::{
    CancelLoading, Hall as _, KioskNotice, KioskShow, KioskWindowPlugin, LoadEvents, PresentedMark,
    QualityStart, SceneChoice, ViewPlugin,
};

use crate::args::KioskArgs;
use crate::{NO_DISPLAY, loading};
use frame_log::FrameLog;
use hall::MachineHall;

/// Exit code: show or settings cannot be used.
const BAD_CONFIG: u8 = 64;
/// Exit code: a picture could not be drawn.
const RENDER_ERROR: u8 = 75;
/// Exit code: the graphics card was lost.
const DEVICE_LOST: u8 = 76;
/// Largest picture of a show, pixels along one side.
const MOST_PX: u32 = 4096;

/// Opens the window of a show.
pub fn run(args: &KioskArgs) -> AppExit {
    end_at_panics();
    if cfg!(target_os = "linux")
        && std::env::var_os("DISPLAY").is_none()
        && std::env::var_os("WAYLAND_DISPLAY").is_none()
    {
        return AppExit::from_code(NO_DISPLAY);
    }
    let language = args.lang.into();
    let (settings, mut problems) = settings(args, language);
    let pulse = Pulse::default();
    let window = window(&settings);
    if args.show.as_os_str().is_empty() {
        problems.extend(told_problems(args));
        return notice(window, problems, pulse, &settings);
    }
    let (show, scene) = match show(&args.show, language) {
        Ok(read) => read,
        Err(lines) => {
            lines.iter().for_each(|line| eprintln!("{}: {line}", args.show.display()));
            return AppExit::from_code(BAD_CONFIG);
        }
    };
    problems.extend(told_problems(args));
    let pictures = pictures(&args.show, &show);
    let (tally, damaged) = args.state.as_deref().map(read_tally).unwrap_or_default();
    problems.extend(damaged.map(|aside| format!("{}: {}", aside.display(), damaged_text(language))));
    let mut hall = MachineHall::open(&settings, &show, args.state.clone(), pulse.clone(), &mut problems);
    let variants = SceneChoice::beside(show.variants());
    let clock = hall.clock_shift();
    let kiosk = Kiosk::new(show, settings.clone(), tally, problems, hall.now());
    let show = KioskShow::new(kiosk, Box::new(hall), pictures);
    let cancel = CancelLoading::default();
    let events = loading::start_choice(scene, variants, cancel.0.clone());
    let frame_log = match args.frame_log.as_deref().map(FrameLog::create).transpose() {
        Ok(log) => log,
        Err(error) => {
            eprintln!("linli-view: {error}");
            None
        }
    };
    let mut app = window_app(window, language, pulse, &settings, args.safe, frame_log);
    app.insert_resource(cancel)
        .insert_resource(LoadEvents(events.into()))
        .insert_resource(show)
        .add_systems(Update, end_without_scene);
    if let Some(file) = &args.trial {
        trial::add(&mut app, file.clone(), clock);
    }
    loading::add_rules(&mut app);
    app.run()
}

/// The program around a window, without what it shows.
fn window_app(
    window: Window,
    language: Language,
    pulse: Pulse,
    settings: &KioskSettings,
    safe: bool,
    frame_log: Option<FrameLog>,
) -> App {
    let mut quality = settings.quality;
    if safe {
        quality.highest = quality.lowest;
    }
    let hidden = matches!(window.mode, WindowMode::BorderlessFullscreen(_));
    let mark = PresentedMark(Arc::new(move |picture| {
        pulse.presented(picture.frame_ms);
        frame_log.iter().for_each(|log| log.note(picture));
    }));
    let mut app = App::new();
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin {
                primary_window: Some(window),
                primary_cursor_options: Some(CursorOptions { visible: !hidden, ..default() }),
                // No key of the desktop closes it; the supervisor does.
                exit_condition: ExitCondition::DontExit,
                close_when_requested: false,
            })
            .set(bevy::log::LogPlugin { filter: "warn,linli_view=info".into(), ..default() })
            .disable::<TerminalCtrlCHandlerPlugin>(),
    )
    .add_plugins(ViewPlugin { language })
    .insert_resource(mark)
    .insert_resource(QualityStart(quality))
    .insert_resource(RenderErrorHandler(on_render_error))
    .insert_resource(WinitSettings {
        focused_mode: UpdateMode::Continuous,
        unfocused_mode: UpdateMode::Continuous,
    })
    .add_plugins(KioskWindowPlugin);
    app
}

/// A window that says that there is no show, and why; it beats like any other.
fn notice(window: Window, problems: Vec<String>, pulse: Pulse, settings: &KioskSettings) -> AppExit {
    let orders = linli_kiosk::start_beating(pulse.clone()).and_then(|()| linli_kiosk::orders());
    let orders = match orders {
        Ok(orders) => std::sync::Mutex::new(orders),
        Err(error) => {
            eprintln!("linli-view: {error}");
            return AppExit::error();
        }
    };
    let mut app = window_app(window, settings.language, pulse.clone(), settings, true, None);
    app.insert_resource(KioskNotice(problems)).add_systems(
        Update,
        move |mut exit: MessageWriter<AppExit>| {
            pulse.advanced();
            pulse.simulated(true);
            pulse.input_answered();
            if orders.lock().is_ok_and(|orders| orders.try_recv().is_ok()) {
                exit.write(AppExit::Success);
            }
        },
    );
    app.run()
}

fn window(settings: &KioskSettings) -> Window {
    let screen = settings.screen;
    let mode = if screen.windowed {
        WindowMode::Windowed
    } else {
        WindowMode::BorderlessFullscreen(MonitorSelection::Primary)
    };
    Window {
        title: "邻里 Linli".to_owned(),
        mode,
        resolution: WindowResolution::new(screen.width_px, screen.height_px),
        present_mode: PresentMode::AutoVsync,
        ..default()
    }
}

/// Settings of the machine, and what is wrong with them.
fn settings(args: &KioskArgs, language: Language) -> (KioskSettings, Vec<String>) {
    match args.settings.as_deref().map(read_kiosk_settings) {
        None => (KioskSettings::default(), Vec::new()),
        Some(Ok((settings, messages))) => (settings, texts(&messages, language)),
        Some(Err(message)) => (KioskSettings::default(), texts(&[message], language)),
    }
}

fn texts(messages: &[Message], language: Language) -> Vec<String> {
    messages.iter().map(|message| message.text(language)).collect()
}

/// What the supervisor has found wrong.
fn told_problems(args: &KioskArgs) -> Vec<String> {
    let text = args.problems.as_ref().and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// A show and the folder of its scene.
///
/// # Errors
/// Everything that is wrong with it.
pub fn show(path: &Path, language: Language) -> Result<(Show, std::path::PathBuf), Vec<String>> {
    let file = read_show_file(path).map_err(|message| texts(&[message], language))?;
    let scene = scene_of_show(path, &file);
    let views = read_scene_file(&scene).map_err(|error| vec![error.text(language)])?.views;
    let show = read_show(path, &views).map_err(|messages| texts(&messages, language))?;
    Ok((show, scene))
}

/// The pictures of a show; one that cannot be read is left out and told in the log.
fn pictures(path: &Path, show: &Show) -> BTreeMap<String, image::RgbaImage> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut pictures = BTreeMap::new();
    for picture in show.chapters.iter().flat_map(|chapter| &chapter.pictures) {
        let read = || -> anyhow::Result<image::RgbaImage> {
            let mut reader = image::ImageReader::open(folder.join(&picture.file))?;
            let mut limits = image::Limits::default();
            (limits.max_image_width, limits.max_image_height) = (Some(MOST_PX), Some(MOST_PX));
            reader.limits(limits);
            Ok(reader.decode()?.to_rgba8())
        };
        match read() {
            Ok(image) => drop(pictures.insert(picture.file.clone(), image)),
            Err(error) => eprintln!("{}: {error}", picture.file),
        }
    }
    pictures
}

fn damaged_text(language: Language) -> &'static str {
    match language {
        Language::English => "the answers could not be read and were put aside",
        Language::Chinese => "投票记录无法读取，已另存",
    }
}

/// A scene that cannot be loaded is no show.
fn end_without_scene(loading: Res<linli_view::Loading>, mut exit: MessageWriter<AppExit>) {
    if let linli_view::Loading::Failed(why) = &*loading {
        eprintln!("linli-view: {why}");
        exit.write(AppExit::from_code(BAD_CONFIG));
    }
}

fn on_render_error(
    error: &bevy::render::error_handler::RenderError,
    main_world: &mut World,
    _: &mut World,
) -> RenderErrorPolicy {
    let code = if matches!(error.ty, ErrorType::DeviceLost) { DEVICE_LOST } else { RENDER_ERROR };
    main_world.write_message(AppExit::from_code(code));
    RenderErrorPolicy::StopRendering
}

/// A panic in any thread ends the window at once, with the code of what was lost: a window that is half dead looks
/// alive to nobody but itself.
fn end_at_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        before(panic);
        let said = panic
            .payload()
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.payload().downcast_ref::<&str>().copied())
            .unwrap_or_default()
            .to_lowercase();
        let has = |words: &str| said.contains(words);
        let code = if has("unable to find a gpu") || has("event loop") || has("xopendisplay") {
            i32::from(NO_DISPLAY)
        } else if ["device is lost", "device lost", "parent device", "get_mapped_range"].into_iter().any(has)
        {
            // A buffer that was made a moment ago and cannot be mapped has no device any more.
            i32::from(DEVICE_LOST)
        } else {
            101
        };
        std::process::exit(code);
    }));
}
