//! `linli-view`: the window, the kiosk and the picture maker. `linli view`, `linli render`, `linli timelapse` and
//! `linli kiosk` start it.

use bevy::app::AppExit;
use clap::Parser as _;
use linli_app::args::{Cli, Command};
use linli_app::{desktop, kiosk, picture, timelapse};

// The exit code must be the app's own: a main that drops it would end every failure with 0.
fn main() -> AppExit {
    match Cli::parse().command {
        Command::View(args) => desktop::run(&args),
        Command::Render(args) => picture::run(&args),
        Command::Timelapse(args) => timelapse::run(&args),
        Command::Kiosk(args) => kiosk::run(&args),
    }
}
