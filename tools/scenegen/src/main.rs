//! `scenegen`: writes the scenes that come with the project.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Makes the project's own scenes: everything follows from a seed.
#[derive(Parser)]
#[command(name = "scenegen", version)]
struct Arguments {
    #[command(subcommand)]
    scene: Scene,
}

#[derive(Subcommand)]
enum Scene {
    /// Lantern Court, a small district of 14 ha
    LanternCourt {
        /// Folder of the scene
        #[arg(default_value = "scenes/lantern-court")]
        folder: PathBuf,
        /// Seed; the committed scene has the default
        #[arg(long, default_value_t = linli_scenegen::SEED)]
        seed: u64,
    },
    /// Xinghe, the demo community of 80 ha
    Xinghe {
        /// Folder of the scene
        #[arg(default_value = "scenes/xinghe")]
        folder: PathBuf,
        /// Seed; the committed scene has the default
        #[arg(long, default_value_t = linli_scenegen::xinghe::SEED)]
        seed: u64,
        /// Size in hectares, 5 to 10,000
        #[arg(long, default_value_t = linli_scenegen::xinghe::SIZE_HA, value_parser = size_ha)]
        size_ha: f64,
    },
}

fn size_ha(text: &str) -> Result<f64, String> {
    let size: f64 = text.parse().map_err(|_| format!("{text} is not a number"))?;
    if (5.0..=10_000.0).contains(&size) { Ok(size) } else { Err("from 5 to 10000 hectares".to_owned()) }
}

fn main() -> anyhow::Result<()> {
    let folder = match Arguments::parse().scene {
        Scene::LanternCourt { folder, seed } => {
            linli_scenegen::write(&folder, seed)?;
            folder
        }
        Scene::Xinghe { folder, seed, size_ha } => {
            linli_scenegen::xinghe::write(&folder, seed, size_ha)?;
            folder
        }
    };
    println!("{}", folder.display());
    Ok(())
}
