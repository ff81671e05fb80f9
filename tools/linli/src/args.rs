//! What can be typed.

mod corridor;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

pub use corridor::CorridorArgs;

/// Community digital twin: import city data, check it, look at it.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done; 1 errors in the data (check, stages), nothing usable (import), nothing found (find) \
                  or a failed picture or film; 2 could not run: wrong arguments, a missing file, an unreadable scene; \
                  130 stopped by the user.\n退出码：0 完成；1 数据有错误、无可用内容、未找到、出图或影片失败；\
                  2 无法运行：参数错误、文件缺失、场景不可读；130 用户中止。"
)]
pub struct Cli {
    /// Language of messages; taken from the environment (LC_ALL, LC_MESSAGES, LANG) when not given
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Lang>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// Language on the command line.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// 简体中文
    Zh,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read files and folders into one scene folder / 导入为场景文件夹
    Import(ImportArgs),
    /// Only report what is in files and what is wrong with them / 数据体检
    Check(CheckArgs),
    /// Show what a scene holds / 查看场景内容
    Info(InfoArgs),
    /// List the variants of a scene / 列出场景的方案
    #[command(subcommand)]
    Variant(VariantCommand),
    /// Find elements by name, address or key / 按名称、地址或键查找
    Find(FindArgs),
    /// Tell what stands on each date of a schedule, and what is wrong with it / 按日期查看建设进度
    Stages(StagesArgs),
    /// Compute something about a scene / 计算分析
    Simulate(SimulateArgs),
    /// Draw the long profile of utility lines, or a cross-section / 管线纵断面、横断面
    Profile(ProfileArgs),
    /// Follow a utility network from a node / 管网追踪
    Trace(TraceArgs),
    /// Look at a scene, or at files, in a window / 在窗口中查看
    View(ViewArgs),
    /// Make a picture of a scene, or of files / 出图
    Render(RenderArgs),
    /// Make a film of the works of a scene, day by day / 施工进度延时影片
    Timelapse(TimelapseArgs),
}

/// Coordinate systems of an import.
#[derive(Clone, Debug, Default, Args)]
pub struct CrsArgs {
    /// Coordinate system of files that do not say theirs, for example EPSG:4549
    #[arg(long, value_name = "CRS")]
    pub crs: Option<String>,
    /// Coordinate system of the scene, projected in metres; chosen from the files when not given
    #[arg(long, value_name = "CRS")]
    pub scene_crs: Option<String>,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Files, and folders with everything in them that can be read
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Scene folder to write; an older scene of this name is replaced when the new one is complete, and
    /// keeps its schedule, date and time, variants, tours, changed views and other files of yours
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Coordinate systems
    #[command(flatten)]
    pub systems: CrsArgs,
    /// Name of the community
    #[arg(long)]
    pub name: Option<String>,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files and folders
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Coordinate system of files that do not say theirs, for example EPSG:4549
    #[arg(long, value_name = "CRS")]
    pub crs: Option<String>,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

/// What to do with variants.
#[derive(Debug, Subcommand)]
pub enum VariantCommand {
    /// List the variants of a scene, and whether they fit it / 列出方案
    List(VariantListArgs),
}

/// Arguments of `variant list`.
#[derive(Debug, Args)]
pub struct VariantListArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `info`.
#[derive(Debug, Args)]
pub struct InfoArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Variant of the scene, by its key: counts and floor area with its changes made
    #[arg(long, value_name = "KEY")]
    pub variant: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `find`.
#[derive(Debug, Args)]
pub struct FindArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Text that the name, the address or the key contains; upper and lower case are the same
    pub text: String,
    /// Most results to print
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

/// Arguments of `stages`.
#[derive(Debug, Args)]
pub struct StagesArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Schedule: CSV, Microsoft Project XML, Primavera XER or P6 XML; the one of the scene when not given
    #[arg(long, value_name = "FILE")]
    pub schedule: Option<PathBuf>,
    /// One date, for example 2027-03-01; without dates the first of each month of the schedule
    #[arg(long, value_name = "DATE", conflicts_with_all = ["from", "to"])]
    pub date: Option<NaiveDate>,
    /// First date
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
    /// Last date
    #[arg(long, value_name = "DATE")]
    pub to: Option<NaiveDate>,
    /// Step from date to date: month, week, or a number of days
    #[arg(long, value_name = "STEP", default_value = "month", value_parser = every)]
    pub every: Every,
    /// Print JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the dates as CSV, and what is wrong to standard error
    #[arg(long)]
    pub csv: bool,
}

/// Step from date to date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Every {
    /// The same day of the next month
    Month,
    /// So many days later
    Days(u32),
}

/// Arguments of `simulate`.
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// What to compute
    #[command(subcommand)]
    pub what: Simulation,
}

/// What can be computed.
#[derive(Debug, Subcommand)]
pub enum Simulation {
    /// Clearances, covers, slopes and tunnel rules of what lies below the ground / 地下管线净距与覆土检查
    Underground(UndergroundArgs),
    /// Propose a utility tunnel: route, section, pit, cost, conflicts / 综合管廊路由与断面方案
    Corridor(CorridorArgs),
    /// Person 10, car 5, goods 30 minutes, and life circles / 人、车、物可达与生活圈
    Reach(ReachArgs),
}

/// Arguments of `simulate underground`.
#[derive(Debug, Args)]
pub struct UndergroundArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Rule pack: a JSON file, added to the built-in packs and asked before them
    #[arg(long, value_name = "PACK.json")]
    pub rules: Option<PathBuf>,
    /// Findings from before (the JSON of an earlier run): tells what is new, persists or is resolved
    #[arg(long, value_name = "FINDINGS.json")]
    pub previous: Option<PathBuf>,
    /// Accepted findings: a JSON list of {"id", "reason"}
    #[arg(long, value_name = "ACCEPTED.json")]
    pub accepted: Option<PathBuf>,
    /// Do not look for the smallest moves
    #[arg(long)]
    pub no_moves: bool,
    /// Write findings as JSON (to standard output without --out)
    #[arg(long)]
    pub json: bool,
    /// Write findings as CSV (to standard output without --out)
    #[arg(long)]
    pub csv: bool,
    /// Write findings as BCF 3.0; wants --out
    #[arg(long, requires = "out")]
    pub bcf: bool,
    /// Folder for findings.json, findings.csv, findings.geojson and findings.bcf; without a format all
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `profile`.
#[derive(Debug, Args)]
pub struct ProfileArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Keys of utility lines that are joined in this order
    #[arg(required = true)]
    pub lines: Vec<String>,
    /// Cross-section at this chainage of the first line instead, metres
    #[arg(long, value_name = "CHAINAGE")]
    pub section: Option<f64>,
    /// Half of the width of the cross-section, metres
    #[arg(long, value_name = "METRES", default_value_t = 10.0)]
    pub half_width: f64,
    /// Print the data as JSON
    #[arg(long)]
    pub json: bool,
    /// Drawing to write
    #[arg(long, value_name = "FILE.svg")]
    pub out: Option<PathBuf>,
}

/// Arguments of `trace`.
#[derive(Debug, Args)]
pub struct TraceArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Key or name of a node
    pub node: String,
    /// Which way
    #[command(flatten)]
    pub way: TraceWay,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Which way to trace.
#[derive(Clone, Copy, Debug, Args)]
#[group(required = true, multiple = false)]
pub struct TraceWay {
    /// Where it comes from
    #[arg(long)]
    pub upstream: bool,
    /// Where it goes
    #[arg(long)]
    pub downstream: bool,
    /// The nearest valves in every direction
    #[arg(long)]
    pub valves: bool,
    /// What a closure of these valves isolates and cuts off
    #[arg(long)]
    pub closure: bool,
}

/// Arguments of `view`.
#[derive(Debug, Args)]
pub struct ViewArgs {
    /// A scene folder, or files and folders to import first
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Coordinate systems of the import
    #[command(flatten)]
    pub systems: CrsArgs,
    /// Scene folder to keep the import in; the user's cache folder when not given
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// How pictures are drawn: of one picture and of every frame of a film.
#[derive(Debug, Args)]
pub struct DrawArgs {
    /// Named view of the scene, for example overview, top, street
    #[arg(long, conflicts_with = "camera")]
    pub view: Option<String>,
    /// Eye and target in local metres
    #[arg(long, value_name = "X,Y,Z,TX,TY,TZ", allow_hyphen_values = true, value_parser = camera)]
    pub camera: Option<String>,
    /// Size in pixels
    #[arg(long, value_name = "WxH", default_value = "1280x720", value_parser = size)]
    pub size: String,
    /// Date and time of day for the sun, for example 2026-06-21T10:00
    #[arg(long)]
    pub date_time: Option<String>,
    /// Show the list of works beside the picture
    #[arg(long)]
    pub schedule: bool,
    /// Show what is below the ground
    #[arg(long)]
    pub underground: bool,
    /// Layer to leave out, by its name in the scene; can be given several times
    #[arg(long, value_name = "LAYER")]
    pub hide: Vec<String>,
    /// What lies over the picture
    #[arg(long, value_enum, default_value = "furniture")]
    pub panels: Panels,
}

/// Arguments of `render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// A scene folder, or files and folders to import first
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Coordinate systems of the import
    #[command(flatten)]
    pub systems: CrsArgs,
    /// Scene folder to keep the import in; the user's cache folder when not given
    #[arg(long, value_name = "DIR")]
    pub scene_out: Option<PathBuf>,
    /// How it is drawn
    #[command(flatten)]
    pub draw: DrawArgs,
    /// Picture to write
    #[arg(long, value_name = "FILE.png")]
    pub out: PathBuf,
    /// Stage of the place: planning, design or construction
    #[arg(long)]
    pub stage: Option<String>,
    /// Day of the construction stage, for example 2027-03-01
    #[arg(long, value_name = "DAY")]
    pub date: Option<String>,
    /// A second stage, right of the middle of the picture
    #[arg(long, value_name = "STAGE")]
    pub split_stage: Option<String>,
    /// Day of the second stage
    #[arg(long, value_name = "DAY")]
    pub split_date: Option<String>,
    /// Key of an element to select
    #[arg(long, value_name = "KEY")]
    pub select: Option<String>,
}

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
    /// Time of day for opening hours; everything counts as open without it
    #[arg(long, value_name = "HH:MM", value_parser = minute_of_day)]
    pub at: Option<u16>,
    /// Key of a street, gate, door or station entrance that is closed, or KEY#lift:N; several times
    #[arg(long, value_name = "KEY")]
    pub closed: Vec<String>,
    /// From the station home, not from home to the station
    #[arg(long)]
    pub from_station: bool,
    /// Seed of the simulated cars and orders
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Folder to write into
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Arguments of `timelapse`.
#[derive(Debug, Args)]
pub struct TimelapseArgs {
    /// Scene folder with a schedule
    pub scene: PathBuf,
    /// First day; the first of the schedule when not given
    #[arg(long, value_name = "DAY")]
    pub from: Option<NaiveDate>,
    /// Last day; the last of the schedule when not given
    #[arg(long, value_name = "DAY")]
    pub to: Option<NaiveDate>,
    /// Days from frame to frame
    #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=36_525))]
    pub every: u32,
    /// Frames a second of the film
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=120))]
    pub fps: u32,
    /// Stage of the place; only construction has days
    #[arg(long, default_value = "construction", value_parser = ["construction"])]
    pub stage: String,
    /// How each frame is drawn
    #[command(flatten)]
    pub draw: DrawArgs,
    /// Film to write (.mp4, .webm or .mkv; needs ffmpeg), or a folder for the frames as PNG
    #[arg(long, value_name = "FILE|DIR")]
    pub out: PathBuf,
}

/// What lies over a picture.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum Panels {
    /// The panels of the window
    All,
    /// Title, names, scale bar, north arrow, sources
    Furniture,
    /// Nothing
    None,
}

impl Panels {
    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Furniture => "furniture",
            Self::None => "none",
        }
    }
}

/// A month, a week, or a number of days.
fn every(text: &str) -> Result<Every, String> {
    match text {
        "month" => Ok(Every::Month),
        "week" => Ok(Every::Days(7)),
        _ => match text.parse() {
            Ok(days @ 1..=36_525) => Ok(Every::Days(days)),
            _ => Err("month, week or a number of days from 1 to 36525 is wanted".to_owned()),
        },
    }
}

/// Six finite numbers.
fn camera(text: &str) -> Result<String, String> {
    let numbers = text.split(',').map(|part| part.trim().parse::<f64>().ok().filter(|v| v.is_finite()));
    let numbers: Option<Vec<f64>> = numbers.collect();
    match numbers {
        Some(numbers) if numbers.len() == 6 => Ok(text.to_owned()),
        _ => Err("six numbers are wanted: eye x,y,z and target x,y,z in local metres".to_owned()),
    }
}

/// Minute of the day of `HH:MM`.
fn minute_of_day(text: &str) -> Result<u16, String> {
    let parts = text.split_once(':').map(|(h, m)| (h.parse::<u16>(), m.parse::<u16>()));
    match parts {
        Some((Ok(hours @ 0..=23), Ok(minutes @ 0..=59))) => Ok(hours * 60 + minutes),
        _ => Err("a time of day is wanted, 00:00 to 23:59, for example 08:00".to_owned()),
    }
}

/// Width and height that a picture can have.
fn size(text: &str) -> Result<String, String> {
    let sides = text.split_once('x').map(|(w, h)| (w.parse::<u32>(), h.parse::<u32>()));
    match sides {
        Some((Ok(16..=16_384), Ok(16..=16_384))) => Ok(text.to_owned()),
        _ => Err("width x height in pixels is wanted, each 16 to 16384, for example 1280x720".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn steps_are_months_weeks_and_days() {
        assert_eq!(every("month"), Ok(Every::Month));
        assert_eq!((every("week"), every("30")), (Ok(Every::Days(7)), Ok(Every::Days(30))));
        assert!(every("0").is_err() && every("-3").is_err() && every("year").is_err());
    }

    #[test]
    fn sizes_and_cameras_are_looked_at_before_anything_starts() {
        assert_eq!(minute_of_day("08:30"), Ok(510));
        assert!(minute_of_day("24:00").is_err() && minute_of_day("8").is_err());
        assert!(size("1920x1080").is_ok() && size("0x10").is_err() && size("99999x20").is_err());
        assert!(
            camera("1,2,3,-4,5.5,6").is_ok() && camera("1,2,3").is_err() && camera("1,2,3,4,5,NaN").is_err()
        );
    }
}
