//! `scenegen`: writes the district that comes with the project.

use std::path::PathBuf;

use clap::Parser;

/// Makes Lantern Court, the district that opens when no other scene is named.
#[derive(Parser)]
#[command(name = "scenegen", version)]
struct Arguments {
    /// Folder of the scene.
    #[arg(default_value = "scenes/lantern-court")]
    folder: PathBuf,
    /// Seed; the committed scene has the default.
    #[arg(long, default_value_t = linli_scenegen::SEED)]
    seed: u64,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    linli_scenegen::write(&arguments.folder, arguments.seed)?;
    println!("{}", arguments.folder.display());
    Ok(())
}
