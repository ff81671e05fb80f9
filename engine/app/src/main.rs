//! `linli-view`: the window and the picture maker. `linli view` and `linli render` start it.

mod args;
mod desktop;
mod loading;
mod picture;

use bevy::app::AppExit;
use clap::Parser as _;

use crate::args::{Cli, Command};

/// Exit code when there is no display or no graphics adapter.
const NO_DISPLAY: u8 = 79;

// The exit code must be the app's own: a main that drops it would end every failure with 0.
fn main() -> AppExit {
    match Cli::parse().command {
        Command::View(args) => desktop::run(&args),
        Command::Render(args) => picture::run(&args),
    }
}
