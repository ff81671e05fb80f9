//! What can be typed.

use std::path::PathBuf;

use crate::reach_args::ReachDrawArgs;
use crate::tool_args::ToolDrawArgs;
use bevy::math::UVec2;
use chrono::{NaiveDate, NaiveDateTime, Timelike as _};
use clap::{Args, Parser, Subcommand, ValueEnum};
use linli_model::{Key, Language, Layer, Stage};
use linli_present::{
    CameraPose, Command as Order, CompareMode, CutPlace, CutPlan, FigureName, LineDrawing, Moment,
    OverlayKind, SectionPlan, Split,
};
use linli_sim::trace::TraceWay;
use linli_view::{HomeShot, PanelsShown, SceneChoice, Shot};

/// Window and picture maker of Linli.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Look at a scene in a window
    View(ViewArgs),
    /// Make a picture of a scene without a window
    Render(Box<RenderArgs>),
    /// Make a film of the works of a scene without a window
    Timelapse(Box<TimelapseArgs>),
    /// Run a show on an exhibition machine; `linli kiosk` starts it and watches it
    Kiosk(KioskArgs),
}

/// Language on the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    #[default]
    En,
    /// 简体中文
    Zh,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::English,
            Lang::Zh => Self::Chinese,
        }
    }
}

/// Arguments of `view`.
#[derive(Debug, Args)]
pub struct ViewArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Variant of the scene, by its key
    #[arg(long, value_name = "KEY")]
    pub variant: Option<String>,
    /// Two to six variants together, by their keys; `base` is the scene itself
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "variant")]
    pub compare: Vec<String>,
    /// Show of the scene whose camera is to be edited
    #[arg(long, value_name = "SHOW.json", conflicts_with_all = ["variant", "compare"])]
    pub show: Option<PathBuf>,
    /// Language of the screen
    #[arg(long, value_enum, default_value_t)]
    pub lang: Lang,
    /// Ends by itself after this many seconds, for trials without a person
    #[arg(long, value_name = "SECONDS", hide = true)]
    pub end_after: Option<f32>,
}

impl ViewArgs {
    /// What of the scene is shown.
    pub fn choice(&self) -> SceneChoice {
        choice(&self.variant, &self.compare)
    }
}

fn choice(variant: &Option<String>, compare: &[String]) -> SceneChoice {
    if compare.is_empty() {
        SceneChoice::variant(variant.clone())
    } else {
        SceneChoice::Comparison(compare.to_vec())
    }
}

/// What lies over a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Panels {
    /// The panels of the window
    All,
    /// Title, names, scale bar, north arrow, sources
    #[default]
    Furniture,
    /// Nothing
    None,
}

impl From<Panels> for PanelsShown {
    fn from(panels: Panels) -> Self {
        match panels {
            Panels::All => Self::All,
            Panels::Furniture => Self::Furniture,
            Panels::None => Self::None,
        }
    }
}

/// How pictures are drawn: of one picture and of every frame of a film.
#[derive(Debug, Args)]
pub struct DrawArgs {
    /// Named view of the scene
    #[arg(long, conflicts_with = "camera")]
    pub view: Option<String>,
    /// Eye and target in local metres
    #[arg(long, value_name = "X,Y,Z,TX,TY,TZ", allow_hyphen_values = true, value_parser = camera)]
    pub camera: Option<CameraPose>,
    /// Size in pixels
    #[arg(long, value_name = "WxH", default_value = "1280x720", value_parser = size)]
    pub size: [u32; 2],
    /// Date and time of day for the sun, for example 2026-06-21T10:00
    #[arg(long, value_parser = date_time)]
    pub date_time: Option<NaiveDateTime>,
    /// Language of the picture's words
    #[arg(long, value_enum, default_value_t)]
    pub lang: Lang,
    /// Show the list of works
    #[arg(long)]
    pub schedule: bool,
    /// Show what is below the ground
    #[arg(long)]
    pub underground: bool,
    /// Colour the scene by values: person, car, goods or sun
    #[arg(long, value_name = "ANALYSIS", value_parser = overlay)]
    pub values: Option<OverlayKind>,
    /// Show the panel of figures
    #[arg(long, conflicts_with_all = ["findings", "finding"])]
    pub figures: bool,
    /// Open a figure of the panel, by its name, for example density.far
    #[arg(long, value_name = "NAME", requires = "figures")]
    pub figure: Option<String>,
    /// Mark each parcel with how much more it may carry and what stops it first
    #[arg(long)]
    pub elastic: bool,
    /// Show the findings of the underground check
    #[arg(long)]
    pub findings: bool,
    /// Show one finding of it, by its id
    #[arg(long, value_name = "ID", conflicts_with_all = ["cut", "cut_along"])]
    pub finding: Option<String>,
    /// Open the ground: middle, direction of the length from north, length, width and depth
    #[arg(long, value_name = "X,Y,HEADING,LENGTH,WIDTH,DEPTH", allow_hyphen_values = true, value_parser = cut)]
    pub cut: Option<CutPlan>,
    /// Open a trench along an element: its key, width and depth in metres
    #[arg(long, value_name = "KEY,WIDTH,DEPTH", conflicts_with = "cut", value_parser = trench)]
    pub cut_along: Option<CutPlan>,
    /// Lines end at the walls of the opening
    #[arg(long)]
    pub cut_lines: bool,
    /// Take everything away before an upright plane: a place on it and the direction in which one looks at it, from north
    #[arg(long, value_name = "X,Y,HEADING", allow_hyphen_values = true, value_parser = section_plane)]
    pub section_plane: Option<SectionPlan>,
    /// Take everything away above a height, local metres
    #[arg(long, value_name = "HEIGHT", allow_hyphen_values = true, conflicts_with = "section_plane", value_parser = section_level)]
    pub section_level: Option<SectionPlan>,
    /// Take everything away outside a box: middle, direction of the length, length, width, lowest and highest place
    #[arg(long, value_name = "X,Y,HEADING,LENGTH,WIDTH,LOW,HIGH", allow_hyphen_values = true,
        conflicts_with_all = ["section_plane", "section_level"], value_parser = section_box)]
    pub section_box: Option<SectionPlan>,
    /// Variant of the scene, by its key
    #[arg(long, value_name = "KEY")]
    pub variant: Option<String>,
    /// Layers to leave out, by name
    #[arg(long, value_name = "LAYER", value_parser = layer)]
    pub hide: Vec<Layer>,
    /// What lies over the picture
    #[arg(long, value_enum, default_value_t)]
    pub panels: Panels,
}

impl DrawArgs {
    /// A shot after further changes of the session.
    pub fn shot(&self, more: &[Order], select: Option<&str>) -> Shot {
        let mut commands = vec![Order::SetLanguage(self.lang.into())];
        if let Some(time) = self.date_time {
            commands.push(Order::SetDate(time.date()));
            commands.push(Order::SetMinuteOfDay(time.hour() * 60 + time.minute()));
        }
        commands.push(Order::ShowSchedule(self.schedule));
        commands.push(Order::ShowUnderground(self.underground));
        commands.push(Order::SetOverlay(self.values));
        commands.push(Order::ShowElastic(self.elastic));
        commands.push(Order::ShowFindings(self.findings));
        commands.push(Order::SelectFinding(self.finding.clone()));
        if self.figures {
            commands.push(Order::ShowFigures(true));
            let name = |id: &String| FigureName { id: id.clone(), subject: None };
            commands.push(Order::OpenFigure(self.figure.as_ref().map(name)));
        }
        let cut = self.cut.as_ref().or(self.cut_along.as_ref()).cloned();
        commands.push(Order::SetCut(cut.map(|cut| CutPlan { through_lines: self.cut_lines, ..cut })));
        commands.push(Order::SetSection(self.section_plane.or(self.section_level).or(self.section_box)));
        commands.extend(self.hide.iter().map(|layer| Order::ShowLayer(*layer, false)));
        commands.extend_from_slice(more);
        Shot {
            view: self.view.clone(),
            pose: self.camera,
            size_px: UVec2::from_array(self.size),
            commands,
            select: select.map(Key::from),
            storey: None,
            inside: None,
            home: None,
            measures: Vec::new(),
            panels: self.panels.into(),
            show: None,
        }
    }
}

/// Arguments of `kiosk`.
#[derive(Debug, Args)]
pub struct KioskArgs {
    /// Show: a JSON file; an empty word when there is none that can be used
    pub show: PathBuf,
    /// Settings of this machine
    #[arg(long, value_name = "KIOSK.json")]
    pub settings: Option<PathBuf>,
    /// State folder, for the visitors' answers
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// What is wrong with the machine, a line each, for the staff menu
    #[arg(long, value_name = "FILE")]
    pub problems: Option<PathBuf>,
    /// Lowest quality
    #[arg(long)]
    pub safe: bool,
    /// Table of the pictures that reached the screen: when, and what of the show they showed
    #[arg(long, value_name = "FILE.csv")]
    pub frame_log: Option<PathBuf>,
    /// File that names a fault to make, for trials
    #[arg(long, value_name = "FILE", hide = true)]
    pub trial: Option<PathBuf>,
    /// Language of problems
    #[arg(long, value_enum, default_value_t)]
    pub lang: Lang,
}

/// Arguments of `render`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("placed").multiple(false).args(["tour", "compare", "show"])))]
pub struct RenderArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// How it is drawn
    #[command(flatten)]
    pub draw: DrawArgs,
    /// What of reach is drawn
    #[command(flatten)]
    pub reach: ReachDrawArgs,
    /// Tools in the picture
    #[command(flatten)]
    pub tools: ToolDrawArgs,
    /// Picture to write
    #[arg(long, value_name = "FILE.png")]
    pub out: PathBuf,
    /// Stage of the place
    #[arg(long, value_parser = stage)]
    pub stage: Option<Stage>,
    /// Day of the construction stage, for example 2027-03-01
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Option<NaiveDate>,
    /// A second stage, right of the middle
    #[arg(long, value_parser = stage)]
    pub split_stage: Option<Stage>,
    /// Day of the second stage
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub split_date: Option<NaiveDate>,
    /// Key of an element to select
    #[arg(long, value_name = "KEY")]
    pub select: Option<String>,
    /// Open the selected building above this storey; 1 is the ground floor
    #[arg(long, value_name = "LEVEL", requires = "select", allow_hyphen_values = true)]
    pub storey: Option<i32>,
    /// Draw the long profile of the run of the selected line
    #[arg(long, requires = "select", conflicts_with = "section")]
    pub long_profile: bool,
    /// Draw the cross-section of the selected line or tunnel at this chainage, metres
    #[arg(long, value_name = "CHAINAGE", requires = "select")]
    pub section: Option<f64>,
    /// Follow the network of the selected line or node: upstream, downstream or closure
    #[arg(long, value_name = "WAY", requires = "select", value_parser = trace_way)]
    pub trace: Option<TraceWay>,
    /// Walk inside this compartment of the selected utility tunnel; 1 is the leftmost
    #[arg(long, value_name = "COMPARTMENT", requires = "select", value_parser = clap::value_parser!(u8).range(1..))]
    pub inside: Option<u8>,
    /// A moment of this tour
    #[arg(long, value_name = "KEY")]
    pub tour: Option<String>,
    /// Two to six variants together, by their keys; `base` is the scene itself
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with_all = ["variant", "split_stage", "split_date"])]
    pub compare: Vec<String>,
    /// How they are shown: swipe, split, ghost or diff; more than two are split
    #[arg(long, value_name = "MODE", requires = "compare", value_parser = compare_mode)]
    pub mode: Option<CompareMode>,
    /// A frame of this show of the scene
    #[arg(long, value_name = "SHOW.json", conflicts_with_all = ["tour", "compare", "select", "stage", "split_stage"])]
    pub show: Option<PathBuf>,
    /// Where in the show: key or number of a chapter, `menu`, `attract`, or `all` for a picture of each place
    #[arg(long, value_name = "CHAPTER", requires = "show", default_value = "attract")]
    pub chapter: String,
    /// Settings of the machine that the show is drawn for; its pixels are those of the picture
    #[arg(long, value_name = "KIOSK.json", requires = "show")]
    pub settings: Option<PathBuf>,
    /// Seconds from the beginning of the tour or of the chapter, or place of the line of a swipe, 0 left to 1 right
    #[arg(long, value_name = "SECONDS|SHARE", requires = "placed")]
    pub at: Option<f64>,
}

impl RenderArgs {
    /// What of the scene is drawn.
    pub fn choice(&self) -> SceneChoice {
        choice(&self.draw.variant, &self.compare)
    }

    /// The picture.
    pub fn shot(&self) -> Shot {
        let mut orders = Vec::new();
        if let Some(day) = self.date {
            orders.push(Order::SetStage(Stage::Construction));
            orders.push(Order::SetDay(day));
        }
        orders.extend(self.stage.map(Order::SetStage));
        if self.split_stage.is_some() || self.split_date.is_some() {
            let stage = self.split_stage.unwrap_or(Stage::Construction);
            let day = self.split_date.or(self.date).unwrap_or_default();
            orders.push(Order::SetSplit(Some(Split { at: 0.5, other: Moment { stage, day } })));
        }
        if let Some(tour) = &self.tour {
            orders.extend(in_tour(tour, self.at.unwrap_or_default()));
        }
        let section = self.section.map(|chainage_m| LineDrawing::CrossSection { chainage_m });
        orders.push(Order::DrawLine(section.or(self.long_profile.then_some(LineDrawing::LongProfile))));
        orders.push(Order::FollowNetwork(self.trace));
        if !self.compare.is_empty() {
            let usual = if self.compare.len() > 2 { CompareMode::Split } else { CompareMode::Swipe };
            orders.push(Order::SetCompareMode(self.mode.unwrap_or(usual)));
            orders.push(Order::SetCompareAt(self.at.map_or(0.5, |at| at as f32)));
        }
        orders.extend(self.reach.orders());
        orders.extend(self.tools.orders());
        let mut shot = self.draw.shot(&orders, self.select.as_deref().or(self.reach.home.as_deref()));
        shot.storey = self.storey;
        shot.inside = self.inside.map(|compartment| usize::from(compartment) - 1);
        shot.home = self.reach.home.as_ref().map(|_| HomeShot { level: self.reach.level });
        shot.measures.clone_from(&self.tools.measure);
        shot
    }
}

/// The commands that show a moment of a tour.
pub fn in_tour(tour: &str, seconds: f64) -> [Order; 2] {
    [Order::PlayTour(tour.to_owned()), Order::SeekTour(seconds)]
}

/// Arguments of `timelapse`.
#[derive(Debug, Args)]
pub struct TimelapseArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// How each frame is drawn
    #[command(flatten)]
    pub draw: DrawArgs,
    /// Films a tour instead of days
    #[arg(long, value_name = "KEY", conflicts_with_all = ["from", "to"])]
    pub tour: Option<String>,
    /// First day
    #[arg(long, value_name = "DAY", required_unless_present = "tour", value_parser = day)]
    pub from: Option<NaiveDate>,
    /// Last day
    #[arg(long, value_name = "DAY", required_unless_present = "tour", value_parser = day)]
    pub to: Option<NaiveDate>,
    /// Days from frame to frame
    #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=36_525))]
    pub every: u32,
    /// Frames a second of the film
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=120))]
    pub fps: u32,
    /// Film to write (.mp4, .webm or .mkv), or a folder for the frames
    #[arg(long, value_name = "FILE|DIR")]
    pub out: PathBuf,
}

fn camera(text: &str) -> Result<CameraPose, String> {
    match numbers(text) {
        Some([x, y, z, tx, ty, tz]) => Ok(CameraPose::new([x, y, z], [tx, ty, tz])),
        None => Err("six numbers are wanted: eye x,y,z and target x,y,z in local metres".to_owned()),
    }
}

fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let numbers: Option<Vec<f64>> =
        text.split(',').map(|part| part.trim().parse().ok().filter(|v: &f64| v.is_finite())).collect();
    numbers?.try_into().ok()
}

fn cut(text: &str) -> Result<CutPlan, String> {
    let [x, y, heading_deg, length_m, width_m, depth_m] = numbers(text)
        .ok_or("six numbers are wanted: middle x,y, direction of the length, length, width, depth")?;
    let place = CutPlace::Block { centre: [x, y], heading_deg, length_m, width_m };
    Ok(CutPlan { place, depth_m, through_lines: false })
}

fn section_plane(text: &str) -> Result<SectionPlan, String> {
    let [x, y, heading_deg] =
        numbers(text).ok_or("three numbers are wanted: a place x,y on the plane, direction of the look")?;
    Ok(SectionPlan::Upright { through: [x, y], heading_deg })
}

fn section_level(text: &str) -> Result<SectionPlan, String> {
    let [height_m] = numbers(text).ok_or("the height is a number of metres")?;
    Ok(SectionPlan::Level { height_m })
}

fn section_box(text: &str) -> Result<SectionPlan, String> {
    let [x, y, heading_deg, length, width, low, high] = numbers(text)
        .ok_or("seven numbers are wanted: middle x,y, direction of the length, length, width, lowest and highest place")?;
    if low >= high {
        return Err("the lowest place of the box must lie below its highest".to_owned());
    }
    Ok(SectionPlan::Block { centre: [x, y], heading_deg, size_m: [length, width], heights_m: [low, high] })
}

fn trench(text: &str) -> Result<CutPlan, String> {
    // Keys may hold commas themselves: the last two parts are the numbers.
    let parts = text.rsplit_once(',').and_then(|(rest, depth)| Some((rest.rsplit_once(',')?, depth)));
    let ((key, width), depth) =
        parts.ok_or("a key, a width and a depth are wanted, for example pipe-7,3,4")?;
    let [width_m] = numbers(width).ok_or("the width is a number of metres")?;
    let [depth_m] = numbers(depth).ok_or("the depth is a number of metres")?;
    let place = CutPlace::Along { element: Key::from(key), width_m };
    Ok(CutPlan { place, depth_m, through_lines: false })
}

fn size(text: &str) -> Result<[u32; 2], String> {
    match text.split_once('x').map(|(w, h)| (w.parse(), h.parse())) {
        // Twice as much is drawn; 16 384 is the side that every desktop adapter can draw.
        Some((Ok(width @ 16..=8192), Ok(height @ 16..=8192))) => Ok([width, height]),
        _ => Err("width x height in pixels is wanted, each 16 to 8192, for example 1280x720".to_owned()),
    }
}

/// A date and time such as `2026-06-21T10:00`, of the command line or of a scene.
pub(crate) fn date_time(text: &str) -> Result<NaiveDateTime, String> {
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .ok_or_else(|| "a date and time such as 2026-06-21T10:00 is wanted".to_owned())
}

fn stage(text: &str) -> Result<Stage, String> {
    Stage::from_name(text).ok_or_else(|| "planning, design or construction is wanted".to_owned())
}

fn day(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| "a day such as 2027-03-01 is wanted".to_owned())
}

fn overlay(text: &str) -> Result<OverlayKind, String> {
    OverlayKind::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = OverlayKind::ALL.iter().map(|kind| kind.name()).collect();
        format!("one of these analyses is wanted: {}", names.join(", "))
    })
}

fn compare_mode(text: &str) -> Result<CompareMode, String> {
    CompareMode::from_name(text)
        .filter(|mode| *mode != CompareMode::Blink)
        .ok_or_else(|| "swipe, split, ghost or diff is wanted".to_owned())
}

fn trace_way(text: &str) -> Result<TraceWay, String> {
    let found = TraceWay::ALL.into_iter().find(|way| way.name() == text);
    found.ok_or_else(|| "upstream, downstream or closure is wanted".to_owned())
}

pub(crate) fn layer(text: &str) -> Result<Layer, String> {
    Layer::ALL.into_iter().find(|layer| layer.name() == text).ok_or_else(|| {
        let names: Vec<&str> = Layer::ALL.iter().map(|layer| layer.name()).collect();
        format!("one of these layers is wanted: {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn arguments_are_read_or_refused_with_a_reason() {
        Cli::command().debug_assert();
        assert_eq!(size("640x360"), Ok([640, 360]));
        assert!(size("640").is_err() && size("0x9").is_err() && size("99999x16").is_err());
        assert!(camera("0,0,10,1,2,3").is_ok() && camera("0,0,inf,1,2,3").is_err());
        assert!(cut("1,2,45,60,20,-9").is_ok() && cut("1,2,45,60,20").is_err());
        assert!(trench("a,b,3,4").is_ok_and(
            |plan| matches!(plan.place, CutPlace::Along { element, .. } if element == Key::from("a,b"))
        ));
        assert!(trench("a,3").is_err() && trench("a,wide,4").is_err());
        assert!(date_time("2026-06-21T25:00").is_err() && date_time("2026-02-30T10:00").is_err());
        assert_eq!(layer("trees"), Ok(Layer::Trees));
        assert!(compare_mode("diff").is_ok() && compare_mode("blink").is_err() && compare_mode("x").is_err());
        assert!(layer("forest").is_err_and(|why| why.contains("terrain")));
    }
}
