//! `linli simulate`: figures of a scene, written as files.

mod capital;
mod corridor;
mod density;
mod figures;
mod green;
pub mod moment;
mod picture;
mod reach;
mod sun;
pub mod table;
mod underground;

use linli_io::Language;
pub use reach::ReachArgs;

use crate::args::{SimulateArgs, Simulation};
use crate::outcome::Outcome;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read, an argument names nothing, or the files cannot be written.
pub fn run(args: &SimulateArgs, language: Language) -> anyhow::Result<Outcome> {
    match &args.what {
        Simulation::Underground(args) => underground::run(args, language),
        Simulation::Corridor(args) => corridor::run(args, language),
        Simulation::Reach(args) => reach::run(args, language),
        Simulation::Density(args) => density::run(args, language),
        Simulation::Capital(args) => capital::run(args, language),
        Simulation::Green(args) => green::run(args, language),
        Simulation::Sun(args) => sun::run(args, language),
    }
}
