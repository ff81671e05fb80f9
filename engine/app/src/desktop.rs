//! The window.

use bevy::app::{AppExit, TerminalCtrlCHandlerPlugin};
use bevy::prelude::*;
use bevy::window::{PresentMode, WindowResolution};
use linli_view::{CancelLoading, LoadEvents, ScreenshotFolder, ViewPlugin};

use crate::args::ViewArgs;
use crate::{NO_DISPLAY, author, bookmarks, editor, loading, pages};

/// Opens the window and loads the scene behind it.
pub fn run(args: &ViewArgs) -> AppExit {
    if cfg!(target_os = "linux")
        && std::env::var_os("DISPLAY").is_none()
        && std::env::var_os("WAYLAND_DISPLAY").is_none()
    {
        eprintln!(
            "linli-view: there is no display; use `linli render` for a picture / 没有显示器，可用 `linli render` 出图"
        );
        return AppExit::from_code(NO_DISPLAY);
    }
    let title = args.scene.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let cancel = CancelLoading::default();
    let events = loading::start_choice(args.scene.clone(), args.choice(), cancel.0.clone());
    let mut app = App::new();
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin {
                primary_window: Some(Window {
                    title: format!("{title} · 邻里 Linli"),
                    resolution: WindowResolution::new(1440, 900),
                    present_mode: PresentMode::AutoVsync,
                    ..default()
                }),
                ..default()
            })
            .set(bevy::log::LogPlugin { filter: "warn".into(), ..default() })
            // Ctrl+C in the terminal ends the program; nothing is to be saved.
            .disable::<TerminalCtrlCHandlerPlugin>(),
    )
    .add_plugins(ViewPlugin { language: args.lang.into() })
    .insert_resource(cancel)
    .insert_resource(loading::source(args.scene.clone()))
    .insert_resource(editor::source(args.scene.clone()))
    .insert_resource(editor::keeper(args.scene.clone()))
    .insert_resource(bookmarks::shelf(args.scene.clone()))
    .insert_resource(LoadEvents(events.into()))
    .insert_resource(pages::keeper(&args.scene, pictures_folder()))
    .insert_resource(ScreenshotFolder(pictures_folder()));
    loading::add_rules(&mut app);
    if let Some(show) = &args.show {
        match author::of(show, args.lang.into()) {
            Ok(author) => drop(app.insert_resource(author)),
            Err(lines) => {
                lines.iter().for_each(|line| eprintln!("{}: {line}", show.display()));
                return AppExit::error();
            }
        }
    }
    if let Some(seconds) = args.end_after {
        app.add_systems(Update, move |time: Res<Time<Real>>, mut exit: MessageWriter<AppExit>| {
            if time.elapsed_secs() > seconds {
                exit.write(AppExit::Success);
            }
        });
    }
    app.run()
}

/// The user's folder for pictures, else the current folder.
fn pictures_folder() -> std::path::PathBuf {
    let home = std::env::var_os("HOME").map(std::path::PathBuf::from);
    home.map(|home| home.join("Pictures")).filter(|folder| folder.is_dir()).unwrap_or_else(|| ".".into())
}
