//! What can be asked of `linli simulate reach`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use linli_sim::reach::minute_of_day;

use crate::simulate::moment::MomentArgs;

/// Arguments of `simulate reach`.
#[derive(Debug, Args)]
pub struct ReachArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Who walks: standard, planning, child, older, wheelchair
    #[arg(long, default_value = "standard")]
    pub profile: String,
    /// Who carries goods: courier, robot
    #[arg(long, default_value = "courier")]
    pub carrier: String,
    #[command(flatten)]
    pub moment: MomentArgs,
    /// Time of day for opening hours; everything counts as open without it
    #[arg(long, value_name = "HH:MM", value_parser = minute_of_day)]
    pub at: Option<u16>,
    /// Key of a street, gate, door or station entrance that is closed, or KEY#lift:N; several times
    #[arg(long, value_name = "KEY")]
    pub closed: Vec<String>,
    /// GeoJSON of streets that are added: lines with a highway, for example "highway": "footway"
    #[arg(long, value_name = "FILE.geojson")]
    pub add: Option<PathBuf>,
    /// Timetable (GTFS, a ZIP or a folder): reach by public transport
    #[arg(long, value_name = "FILE")]
    pub gtfs: Option<PathBuf>,
    /// Day of the timetable; its busiest working day when not given
    #[arg(long, value_name = "YYYY-MM-DD", requires = "gtfs")]
    pub transit_day: Option<NaiveDate>,
    /// From the station home, not from home to the station
    #[arg(long)]
    pub from_station: bool,
    /// Seed of the simulated cars and orders
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Key of a building: prints the three ways of one of its homes as GeoJSON
    #[arg(long, value_name = "KEY")]
    pub home: Option<String>,
    /// Level of the home; the highest with homes when not given
    #[arg(long, requires = "home", allow_negative_numbers = true)]
    pub level: Option<i16>,
    /// Folder to write into
    #[arg(long, value_name = "DIR", required_unless_present = "home")]
    pub out: Option<PathBuf>,
}
