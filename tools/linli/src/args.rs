//! What can be typed.

mod bookmark;
mod corridor;
mod density;
mod draw;
mod exhibition;
mod tools;
mod variant;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use linli_io::{ImportOptions, Limits};

use crate::simulate::ReachArgs;
use crate::simulate::moment::MomentArgs;
pub use bookmark::{BookmarkAddArgs, BookmarkCommand, BookmarkListArgs, BookmarkRemoveArgs};
pub use corridor::CorridorArgs;
pub use density::{CapitalArgs, Counted, CountedArgs, DensityArgs};
pub use draw::{DrawArgs, RenderArgs, TimelapseArgs, ViewArgs};
pub use exhibition::{KioskArgs, SoakArgs};
pub use tools::{MeasureArgs, TableArgs, ToolDrawArgs};
pub use variant::{
    CompareArgs, ConflictArgs, TakeSide, VariantApplyArgs, VariantCommand, VariantDiffArgs,
    VariantExportArgs, VariantForkArgs, VariantKeyArgs, VariantLockArgs, VariantMergeArgs, VariantPickArgs,
    VariantPromoteArgs, VariantRenameArgs, VariantSceneArgs,
};

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
    /// List, fork, merge and lock the variants of a scene / 场景的方案
    #[command(subcommand)]
    Variant(VariantCommand),
    /// Compare two variants: figures, elements, causes, people / 方案对比
    Compare(CompareArgs),
    /// Find elements by name, address or key / 按名称、地址或键查找
    Find(FindArgs),
    /// Measure points, lengths, areas, heights, angles, clearances / 测量
    Measure(MeasureArgs),
    /// Elements and their attributes as a table, filtered, with statistics / 属性表
    Table(TableArgs),
    /// Views that people keep in a scene / 书签
    #[command(subcommand)]
    Bookmark(BookmarkCommand),
    /// Tell what stands on each date of a schedule, and what is wrong with it / 按日期查看建设进度
    Stages(StagesArgs),
    /// Compute something about a scene / 计算分析
    Simulate(SimulateArgs),
    /// Propose buildings for parcels, as variants / 布局方案生成
    Layout(LayoutArgs),
    /// Draw the long profile of utility lines, or a cross-section / 管线纵断面、横断面
    Profile(ProfileArgs),
    /// Draw a site plan at scale on a sheet of paper, as SVG / 总平面图
    Plan(PlanArgs),
    /// Follow a utility network from a node / 管网追踪
    Trace(TraceArgs),
    /// Look at a scene, or at files, in a window / 在窗口中查看
    View(ViewArgs),
    /// Make a picture of a scene, or of files / 出图
    Render(Box<RenderArgs>),
    /// Make a film of the works of a scene, day by day / 施工进度延时影片
    Timelapse(Box<TimelapseArgs>),
    /// Run a show on an exhibition machine and keep it running / 展项值守
    Kiosk(KioskArgs),
    /// Watch a running show for hours and tell whether it grows / 长时运行检测
    Soak(SoakArgs),
}

/// How files are read: coordinate systems, and levels of detail.
#[derive(Clone, Debug, Default, Args)]
pub struct ReadArgs {
    /// Coordinate system of files that do not say theirs, for example EPSG:4549
    #[arg(long, value_name = "CRS")]
    pub crs: Option<String>,
    /// Coordinate system of the scene, projected in metres; chosen from the files when not given
    #[arg(long, value_name = "CRS")]
    pub scene_crs: Option<String>,
    /// Geometric error down to which 3D Tiles are refined, metres; the finest level when not given
    #[arg(long, value_name = "METRES", value_parser = not_negative)]
    pub geometric_error: Option<f64>,
    /// Most contents of 3D Tiles to read, megabytes: the finest level within it is taken; 256 when not given
    #[arg(long, value_name = "MEGABYTES")]
    pub tileset_mb: Option<u64>,
}

impl ReadArgs {
    /// Options of an import that reads files so.
    pub fn options(&self) -> ImportOptions {
        let mut limits = Limits::default();
        if let Some(error) = self.geometric_error {
            limits.geometric_error_m = error;
        }
        if let Some(megabytes) = self.tileset_mb {
            limits.tileset_bytes = megabytes.saturating_mul(1 << 20);
        }
        ImportOptions {
            crs: self.crs.clone(),
            scene_crs: self.scene_crs.clone(),
            limits,
            ..ImportOptions::default()
        }
    }

    /// The same as words of the command line.
    pub fn words(&self) -> Vec<String> {
        let given = [
            ("--crs", self.crs.clone()),
            ("--scene-crs", self.scene_crs.clone()),
            ("--geometric-error", self.geometric_error.map(|error| error.to_string())),
            ("--tileset-mb", self.tileset_mb.map(|megabytes| megabytes.to_string())),
        ];
        given.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?])).flatten().collect()
    }
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Files, and folders with everything in them that can be read
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Scene folder to write; an older scene of this name is replaced when the new one is complete, and
    /// keeps its schedule, date and time, variants, tours, changed views and other files of yours
    #[arg(long, value_name = "DIR", required_unless_present = "over")]
    pub out: Option<PathBuf>,
    /// Scene folder that has older files of the same names: tells what is added, removed, moved and changed, and which
    /// edits of variants no longer fit; writes nothing without --write
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "name", "scene_crs"])]
    pub over: Option<PathBuf>,
    /// With --over: the file of the scene that the new one replaces, when it has another name
    #[arg(long, value_name = "NAME", requires = "over", conflicts_with = "out")]
    pub replaces: Option<String>,
    /// With --over: write the scene with the new files in the place of the older ones
    #[arg(long, requires = "over", conflicts_with = "out")]
    pub write: bool,
    /// How files are read
    #[command(flatten)]
    pub reading: ReadArgs,
    /// Name of the community
    #[arg(long)]
    pub name: Option<String>,
    /// Print the report, and with --over the changes, as JSON
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

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Scale 1 : N; the largest usual one at which everything fits when not given
    #[arg(long, value_name = "N")]
    pub scale: Option<f64>,
    /// Sheet, its long side across: a0, a1, a2, a3 or a4
    #[arg(long, value_name = "SIZE", default_value = "a3", value_parser = ["a0", "a1", "a2", "a3", "a4"])]
    pub paper: String,
    /// Middle of the map in the scene's coordinate system; that of buildings and parcels when not given
    #[arg(long, value_name = "EAST,NORTH", allow_hyphen_values = true)]
    pub centre: Option<String>,
    /// Draw utility lines, tunnels and basements
    #[arg(long)]
    pub underground: bool,
    /// Variant of the scene, by its key
    #[arg(long, value_name = "KEY")]
    pub variant: Option<String>,
    #[command(flatten)]
    pub moment: MomentArgs,
    /// Drawing to write; to standard output when not given
    #[arg(long, value_name = "FILE.svg")]
    pub out: Option<PathBuf>,
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
    /// Floor, people, density towards the station, and what may be added / 密度、TOD 与弹性容积率
    Density(DensityArgs),
    /// Does a scheme pay for itself, and at which floor-area ratio / 资金平衡
    Capital(CapitalArgs),
    /// Green by its clauses: ledger, ratios, parks within reach, run-off, solar roofs / 绿地核算
    Green(GreenArgs),
    /// Sunlight of homes on Great Cold day or the winter solstice / 住宅日照分析
    Sun(SunArgs),
}

/// Arguments of `simulate green`.
#[derive(Debug, Args)]
pub struct GreenArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// City profile: zj_default, shanghai_2013, local_a, or a JSON file
    #[arg(long, value_name = "CITY|FILE", default_value = "zj_default")]
    pub profile: String,
    /// Stage of the place
    #[arg(long, default_value = "design", value_parser = ["planning", "design", "construction"])]
    pub stage: String,
    /// Day of the construction stage; the last of the schedule when not given
    #[arg(long, value_name = "DAY")]
    pub date: Option<NaiveDate>,
    /// Variant of the scene, by its key
    #[arg(long, value_name = "KEY")]
    pub variant: Option<String>,
    /// Figures, limits and issues as JSON (to standard output without --out)
    #[arg(long)]
    pub json: bool,
    /// Figures by site as CSV (to standard output without --out); with --out also the ledger
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// What covers the ground and what of it counts as GeoJSON (to standard output without --out)
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    pub geojson: bool,
    /// Folder for green.json, green_sites.csv, green_ledger.csv, green.geojson; without a format all
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `simulate sun`.
#[derive(Debug, Args)]
pub struct SunArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Day of the rules: great_cold or winter_solstice; the first of the rules when not given
    #[arg(long, value_name = "DAY")]
    pub day: Option<String>,
    /// Rules of sunlight: a JSON file; those of climate zone III when not given
    #[arg(long, value_name = "RULES.json")]
    pub rules: Option<PathBuf>,
    /// Variant of the scene, by its key
    #[arg(long, value_name = "KEY")]
    pub variant: Option<String>,
    #[command(flatten)]
    pub moment: MomentArgs,
    /// Figures, rules and the minutes of every home as JSON (to standard output without --out)
    #[arg(long)]
    pub json: bool,
    /// Storeys with homes as CSV (to standard output without --out)
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Folder for sun.json, sun_homes.csv and indicators.csv
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
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
    #[command(flatten)]
    pub moment: MomentArgs,
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

/// Arguments of `layout`.
#[derive(Debug, Args)]
pub struct LayoutArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// What is sought: gradient, green, walking, sunlight, capital; several times or with commas, all when
    /// not given
    #[arg(long, value_name = "OBJECTIVE", value_delimiter = ',')]
    pub objective: Vec<String>,
    /// Layouts that each generation keeps
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(4..=10_000))]
    pub count: u32,
    /// Generations of the search
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    pub generations: u32,
    /// Seed; the same one gives the same layouts
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Key of a parcel to build on; several times, those of the implementation unit when not given
    #[arg(long, value_name = "KEY")]
    pub parcel: Vec<String>,
    /// Build on all parcels
    #[arg(long, conflicts_with = "parcel")]
    pub all: bool,
    /// Dwellings that are wanted, at least; what stands there in the design when not given
    #[arg(long)]
    pub homes: Option<u32>,
    /// Jobs that are wanted, at least; what stands there in the design when not given
    #[arg(long)]
    pub jobs: Option<u32>,
    /// Sizes, distances and prices: a JSON file instead of the built-in rules
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// Folder for variants/*.json, layouts.csv, layouts.json and contact_sheet.svg
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Arguments of `profile`.
#[derive(Debug, Args)]
pub struct ProfileArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Keys of utility lines that are joined in this order; with --section a line or a utility tunnel
    #[arg(required = true)]
    pub lines: Vec<String>,
    /// All of the run that one line is part of
    #[arg(long, conflicts_with = "section")]
    pub run: bool,
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

/// A finite number that is not below 0.
fn not_negative(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "a number is wanted".to_owned())?;
    if number.is_finite() && number >= 0.0 { Ok(number) } else { Err("0 or more is wanted".to_owned()) }
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn how_files_are_read_is_passed_on_word_by_word() {
        let typed = [
            "linli",
            "import",
            "a",
            "--out",
            "b",
            "--geometric-error",
            "2.5",
            "--tileset-mb",
            "7",
            "--crs",
            "X",
        ];
        let Ok(Cli { command: Command::Import(first), .. }) = Cli::try_parse_from(typed) else {
            unreachable!()
        };
        assert_eq!(first.reading.words(), ["--crs", "X", "--geometric-error", "2.5", "--tileset-mb", "7"]);
        let options = first.reading.options();
        assert_eq!((options.limits.geometric_error_m, options.limits.tileset_bytes), (2.5, 7 << 20));
        for wrong in ["-1", "NaN", "inf", "x"] {
            let typed = ["linli", "import", "a", "--out", "b", "--geometric-error", wrong];
            assert!(Cli::try_parse_from(typed).is_err(), "{wrong}");
        }
        assert!(Cli::try_parse_from(["linli", "import", "a"]).is_err(), "it has to go somewhere");
        assert!(Cli::try_parse_from(["linli", "import", "a", "--out", "b", "--write"]).is_err());
    }

    #[test]
    fn steps_are_months_weeks_and_days() {
        assert_eq!(every("month"), Ok(Every::Month));
        assert_eq!((every("week"), every("30")), (Ok(Every::Days(7)), Ok(Every::Days(30))));
        assert!(every("0").is_err() && every("-3").is_err() && every("year").is_err());
    }
}
