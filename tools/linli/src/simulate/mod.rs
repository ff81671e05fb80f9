//! `linli simulate`: figures of a scene, written as files.

mod reach;
mod table;

use linli_io::Language;

use crate::args::{SimulateArgs, SimulateCommand};
use crate::outcome::Outcome;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read, an argument names nothing, or the files cannot be written.
pub fn run(args: &SimulateArgs, language: Language) -> anyhow::Result<Outcome> {
    match &args.what {
        SimulateCommand::Reach(args) => reach::run(args, language),
    }
}
