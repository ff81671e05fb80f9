//! Arguments of the commands that draw: `view`, `render`, `timelapse`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::{ReadArgs, ToolDrawArgs};

/// Arguments of `view`.
#[derive(Debug, Args)]
pub struct ViewArgs {
    /// A scene folder, or files and folders to import first
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// How files are read
    #[command(flatten)]
    pub reading: ReadArgs,
    /// Scene folder to keep the import in; the user's cache folder when not given
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Variant of the scene, by its key
    #[arg(long, value_name = "KEY")]
    pub variant: Option<String>,
    /// Two to six variants together, by their keys; `base` is the scene itself
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "variant")]
    pub compare: Vec<String>,
    /// Edit this show of the scene: record what the camera sees, set times, play, save
    #[arg(long, value_name = "SHOW.json", conflicts_with_all = ["variant", "compare"])]
    pub show: Option<PathBuf>,
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
    /// Colour the scene by values: person, car or goods (minutes to the station, to the car, of a delivery), or sun
    /// (hours of homes on Great Cold day)
    #[arg(long, value_name = "ANALYSIS")]
    pub values: Option<String>,
    /// Show the panel of figures: density, green, reach, underground, capital balance, elastic floor-area ratio of the
    /// parcel of the selected element
    #[arg(long, conflicts_with_all = ["findings", "finding"])]
    pub figures: bool,
    /// Open a figure of the panel: how it came about, and its parcels in colours; for example density.far
    #[arg(long, value_name = "NAME", requires = "figures")]
    pub figure: Option<String>,
    /// Mark each parcel with the floor that it may still carry and what stops it first (elastic floor-area ratio)
    #[arg(long)]
    pub elastic: bool,
    /// Show the findings of the underground check
    #[arg(long)]
    pub findings: bool,
    /// Show one finding of it, by the id that `linli simulate underground --json` gives
    #[arg(long, value_name = "ID", conflicts_with_all = ["cut", "cut_along"])]
    pub finding: Option<String>,
    /// Cut the ground open: middle, direction of the length from north, length, width and depth, in metres
    /// and degrees
    #[arg(long, value_name = "X,Y,HEADING,LENGTH,WIDTH,DEPTH", allow_hyphen_values = true)]
    pub cut: Option<String>,
    /// Cut a trench along a line, a tunnel or a street: its key, width and depth in metres
    #[arg(long, value_name = "KEY,WIDTH,DEPTH", conflicts_with = "cut")]
    pub cut_along: Option<String>,
    /// Lines end at the walls of the opening, too
    #[arg(long)]
    pub cut_lines: bool,
    /// Cut everything through and take away what lies before an upright plane: a place on it, and the direction in which
    /// one looks at it, degrees from north
    #[arg(long, value_name = "X,Y,HEADING", allow_hyphen_values = true)]
    pub section_plane: Option<String>,
    /// Cut everything through and take away what lies above a height, local metres
    #[arg(long, value_name = "HEIGHT", allow_hyphen_values = true, conflicts_with = "section_plane")]
    pub section_level: Option<String>,
    /// Keep only a box: its middle, direction of its length from north, length, width, lowest and highest place
    #[arg(long, value_name = "X,Y,HEADING,LENGTH,WIDTH,LOW,HIGH", allow_hyphen_values = true,
        conflicts_with_all = ["section_plane", "section_level"])]
    pub section_box: Option<String>,
    /// Variant of the scene, by its key
    #[arg(long, value_name = "KEY")]
    pub variant: Option<String>,
    /// Layer to leave out, by its name in the scene; can be given several times
    #[arg(long, value_name = "LAYER")]
    pub hide: Vec<String>,
    /// What lies over the picture
    #[arg(long, value_enum, default_value = "furniture")]
    pub panels: Panels,
}

/// Reach in a picture.
#[derive(Debug, Args)]
pub struct ReachDrawArgs {
    /// Key of a building: draws the three ways of one of its homes (person to the station, car from gate to bay to
    /// flat, goods from the hub to the door) and how their minutes are spent
    #[arg(long, value_name = "KEY", conflicts_with = "select")]
    pub home: Option<String>,
    /// Level of the home; the highest with homes when not given
    #[arg(long, value_name = "LEVEL", requires = "home", allow_hyphen_values = true)]
    pub level: Option<i16>,
    /// Bands of a minute on the ground: on foot to the station
    #[arg(long)]
    pub bands: bool,
    /// How far people are after so many minutes from the station: bands up to there, and the front
    #[arg(long, value_name = "MINUTE")]
    pub front: Option<f64>,
    /// Key of a street, gate, door, station entrance, car park or hub that is closed, or KEY#lift:N; several times
    #[arg(long, value_name = "KEY")]
    pub closed: Vec<String>,
    /// Who walks: standard (when not given), planning, child, older, wheelchair
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Time of day for opening hours; everything counts as open without it
    #[arg(long, value_name = "HH:MM")]
    pub departure: Option<String>,
}

/// Arguments of `render`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("placed").multiple(false).args(["tour", "compare", "show"])))]
pub struct RenderArgs {
    /// A scene folder, or files and folders to import first
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// How files are read
    #[command(flatten)]
    pub reading: ReadArgs,
    /// Scene folder to keep the import in; the user's cache folder when not given
    #[arg(long, value_name = "DIR")]
    pub scene_out: Option<PathBuf>,
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
    /// Open the selected building above this storey; 1 is the ground floor
    #[arg(long, value_name = "LEVEL", requires = "select", allow_hyphen_values = true)]
    pub storey: Option<i32>,
    /// Walk inside this compartment of the selected utility tunnel, from the place that is looked at; 1 is the leftmost
    #[arg(long, value_name = "COMPARTMENT", requires = "select")]
    pub inside: Option<u8>,
    /// Draw the long profile of the run that the selected line is part of
    #[arg(long, requires = "select", conflicts_with = "section")]
    pub long_profile: bool,
    /// Draw the cross-section of the selected line or utility tunnel at this chainage, metres
    #[arg(long, value_name = "CHAINAGE", requires = "select")]
    pub section: Option<f64>,
    /// Follow the network of the selected line or node: upstream, downstream or closure (what the nearest valves cut off)
    #[arg(long, value_name = "WAY", requires = "select")]
    pub trace: Option<String>,
    /// A moment of this tour, by its key
    #[arg(long, value_name = "KEY")]
    pub tour: Option<String>,
    /// Two to six variants together, by their keys, with their names, a legend and the figures that differ most;
    /// `base` is the scene itself
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with_all = ["variant", "split_stage", "split_date"])]
    pub compare: Vec<String>,
    /// How they are shown: swipe (a line between two), split (beside each other), ghost (the second see-through over the
    /// first) or diff (what differs in colours); more than two are always split
    #[arg(long, value_name = "MODE", requires = "compare", value_parser = ["swipe", "split", "ghost", "diff"])]
    pub mode: Option<String>,
    /// A frame of this show of the scene, as visitors see it
    #[arg(long, value_name = "SHOW.json", conflicts_with_all = ["tour", "compare", "select", "stage", "split_stage"])]
    pub show: Option<PathBuf>,
    /// Where in the show: key or number of a chapter, `menu`, `attract`, or `all` for a picture of each place, into
    /// a folder
    #[arg(long, value_name = "CHAPTER", requires = "show")]
    pub chapter: Option<String>,
    /// Settings of the machine that the show is drawn for; its pixels are those of the picture
    #[arg(long, value_name = "KIOSK.json", requires = "show")]
    pub settings: Option<PathBuf>,
    /// Seconds from the beginning of the tour or of the chapter; with --mode swipe the place of the line, 0 left to 1 right
    #[arg(long, value_name = "SECONDS|SHARE", requires = "placed")]
    pub at: Option<f64>,
}

/// Arguments of `timelapse`.
#[derive(Debug, Args)]
pub struct TimelapseArgs {
    /// Scene folder with a schedule
    pub scene: PathBuf,
    /// Film a tour, by its key, instead of the works
    #[arg(long, value_name = "KEY", conflicts_with_all = ["from", "to"])]
    pub tour: Option<String>,
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

/// Six finite numbers.
fn camera(text: &str) -> Result<String, String> {
    let numbers = text.split(',').map(|part| part.trim().parse::<f64>().ok().filter(|v| v.is_finite()));
    let numbers: Option<Vec<f64>> = numbers.collect();
    match numbers {
        Some(numbers) if numbers.len() == 6 => Ok(text.to_owned()),
        _ => Err("six numbers are wanted: eye x,y,z and target x,y,z in local metres".to_owned()),
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
    use super::*;

    #[test]
    fn sizes_and_cameras_are_looked_at_before_anything_starts() {
        assert!(size("1920x1080").is_ok() && size("0x10").is_err() && size("99999x20").is_err());
        assert!(
            camera("1,2,3,-4,5.5,6").is_ok() && camera("1,2,3").is_err() && camera("1,2,3,4,5,NaN").is_err()
        );
    }
}
