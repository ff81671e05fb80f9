//! `linli`: what people type. Imports, checks and searches by itself; starts `linli-view` for
//! windows and pictures.

mod args;
mod bookmark;
mod check;
mod compare;
mod find;
mod import;
mod info;
mod kiosk;
mod layout;
mod measure;
mod open;
mod outcome;
mod output;
mod plan;
mod profile;
mod reimport;
mod schedule;
mod simulate;
mod soak;
mod speech;
mod stages;
mod table;
mod timelapse;
mod trace;
mod validity;
mod variant;
mod watch;
mod worker;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let language = speech::language(cli.lang);
    watch::listen();
    let outcome = match cli.command {
        Command::Import(args) => import::run(&args, language),
        Command::Check(args) => check::run(&args, language),
        Command::Info(args) => info::run(&args, language),
        Command::Variant(command) => variant::run(&command, language),
        Command::Compare(args) => compare::run(&args, language),
        Command::Find(args) => find::run(&args, language),
        Command::Measure(args) => measure::run(&args, language),
        Command::Table(args) => table::run(&args, language),
        Command::Bookmark(command) => bookmark::run(&command, language),
        Command::Stages(args) => stages::run(&args, language),
        Command::Simulate(args) => simulate::run(&args, language),
        Command::Layout(args) => layout::run(&args, language),
        Command::Plan(args) => plan::run(&args, language),
        Command::Profile(args) => profile::run(&args, language),
        Command::Trace(args) => trace::run(&args, language),
        Command::View(args) => open::view(&args, language),
        Command::Render(args) => open::render(&args, language),
        Command::Timelapse(args) => timelapse::run(&args, language),
        Command::Kiosk(args) => kiosk::run(&args, language),
        Command::Soak(args) => soak::run(&args, language),
    };
    match outcome {
        Ok(outcome) => outcome.code(),
        Err(error) => {
            eprintln!("linli: {error:#}");
            outcome::Outcome::CouldNotRun.code()
        }
    }
}
