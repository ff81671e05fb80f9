//! What can be typed behind `simulate corridor`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `simulate corridor`.
#[derive(Debug, Args)]
pub struct CorridorArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Keys of the elements to serve; without them every basement of at least 20000 m² of floor area
    #[arg(long, value_name = "KEY", num_args = 1..)]
    pub to: Vec<String>,
    /// What the tunnel carries: MEDIUM:COUNTxDIAMETER in millimetres, with @KV for power and :steam for heat
    #[arg(long, value_name = "LINE", num_args = 1.., default_values = ["water:1x400", "reclaimed:1x200", "power:12x110@10", "telecom:12x110", "heat:2x300", "gas:1x300"])]
    pub carry: Vec<String>,
    /// Figures of the proposal (cover, clearances, unit prices): a JSON file as assets/rules/corridor_planning.json
    #[arg(long, value_name = "FIGURES.json")]
    pub figures: Option<PathBuf>,
    /// Print the proposal as JSON
    #[arg(long)]
    pub json: bool,
    /// Folder for corridor.json, corridor.geojson, section.svg and route.svg
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
