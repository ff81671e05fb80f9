//! Arguments of measuring, the table, colours by attribute and what is shown.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use linli_present::ToolPage;
use linli_present::measure::{AskedPoint, MeasureAsked, MeasureKind};
use linli_present::table::{Condition, parse_conditions};
use linli_present::thematic::ClassMethod;

/// Arguments of `measure`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["clearance", "points"])))]
pub struct MeasureArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Keys of two things: the exact shortest distance between their solids
    #[arg(long, value_names = ["KEY", "KEY"], num_args = 2)]
    pub clearance: Vec<String>,
    /// Points in the scene's coordinate system, as the status line tells them; without height they lie on the ground
    #[arg(long, value_name = "E,N,H;E,N,H;…", allow_hyphen_values = true, value_parser = points)]
    pub points: Option<Points>,
    /// Only this of the points: point, length, area, height or angle; all that they give when not given
    #[arg(long = "as", value_name = "KIND", conflicts_with = "clearance", value_parser = kind)]
    pub kind: Option<MeasureKind>,
    /// Variant of the scene, by its key
    #[arg(long, value_name = "KEY")]
    pub variant: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Some points.
#[derive(Clone, Debug)]
pub struct Points(pub Vec<AskedPoint>);

fn points(text: &str) -> Result<Points, String> {
    let points = AskedPoint::parse_all(text)?;
    if points.is_empty() { Err("at least one point is wanted".to_owned()) } else { Ok(Points(points)) }
}

fn kind(text: &str) -> Result<MeasureKind, String> {
    let kind = MeasureKind::from_name(text).filter(|kind| *kind != MeasureKind::Clearance);
    kind.ok_or_else(|| "point, length, area, height or angle is wanted".to_owned())
}

/// Arguments of `table`.
#[derive(Debug, Args)]
pub struct TableArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Kind or layer of the elements, for example building, utility_line, trees; all when not given
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Condition: name, comparison (= != >= <= > < ~ for "contains"), value; several times or with `and`, all must hold
    #[arg(long = "where", value_name = "CONDITION", value_parser = conditions)]
    pub conditions: Vec<Conditions>,
    /// Names of facts or attributes, in this order; `--names` lists them
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Sort by this column
    #[arg(long, value_name = "NAME")]
    pub sort: Option<String>,
    /// High values first
    #[arg(long, requires = "sort")]
    pub descending: bool,
    /// Only list the names that have values, with the number of elements
    #[arg(long)]
    pub names: bool,
    /// Most rows to print as text
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
    /// Variant of the scene, by its key
    #[arg(long, value_name = "KEY")]
    pub variant: Option<String>,
    /// Print all rows as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Print all rows and the statistics of the columns as JSON
    #[arg(long)]
    pub json: bool,
}

/// Some conditions.
#[derive(Clone, Debug)]
pub struct Conditions(pub Vec<Condition>);

fn conditions(text: &str) -> Result<Conditions, String> {
    parse_conditions(text).map(Conditions)
}

/// Tools in a picture.
#[derive(Debug, Args)]
pub struct ToolDrawArgs {
    /// Measure in the picture: point, length, area, height or angle with points in the scene's coordinate system
    /// (without height on the ground), or clearance:KEY;KEY; several times
    #[arg(long, value_name = "KIND:E,N,H;…", value_parser = measure)]
    pub measure: Vec<String>,
    /// Colour elements by a fact or an attribute, with a legend; `linli table SCENE --names` lists the names
    #[arg(long, value_name = "NAME", conflicts_with = "values")]
    pub colour_by: Option<String>,
    /// Number of classes of numbers, 2 to 9; 5 when not given
    #[arg(long, value_name = "N", requires = "colour_by", value_parser = clap::value_parser!(u8).range(2..=9))]
    pub classes: Option<u8>,
    /// How numbers are put into classes: quantile (when not given), equal, natural
    #[arg(long, value_name = "METHOD", requires = "colour_by", value_parser = ClassMethod::ALL.map(ClassMethod::name))]
    pub method: Option<String>,
    /// Colour only elements of this kind or layer
    #[arg(long, value_name = "KIND", requires = "colour_by")]
    pub colour_kind: Option<String>,
    /// Choose things by their keys
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub choose: Vec<String>,
    /// Show only these standing things, by their keys
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub isolate: Vec<String>,
    /// Hide these things, by their keys
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub hide_things: Vec<String>,
    /// Make these things see-through, by their keys
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub faint: Vec<String>,
    /// A view that somebody kept in the scene, by its name (`linli bookmark`)
    #[arg(long, value_name = "NAME", conflicts_with_all = ["view", "camera"])]
    pub bookmark: Option<String>,
    /// Open a page of the tools panel; wants `--panels all`
    #[arg(long, value_name = "PAGE", value_parser = ToolPage::ALL.map(ToolPage::name))]
    pub tools: Option<String>,
    /// Open the table of a kind or layer; wants `--panels all`
    #[arg(long, value_name = "KIND")]
    pub table: Option<String>,
    /// Condition of the table, as `linli table --where`; several times
    #[arg(long = "where", value_name = "CONDITION", requires = "table", value_parser = condition)]
    pub conditions: Vec<String>,
    /// Show the small map
    #[arg(long)]
    pub map: bool,
    /// Make a layer see-through, 0 to 1, for example buildings=0.3; several times
    #[arg(long, value_name = "LAYER=SHARE")]
    pub layer_opacity: Vec<String>,
}

fn condition(text: &str) -> Result<String, String> {
    Condition::parse(text).map(|_| text.to_owned())
}

fn measure(text: &str) -> Result<String, String> {
    MeasureAsked::parse(text).map(|_| text.to_owned())
}

impl ToolDrawArgs {
    /// The same in the words of `linli-view`.
    pub fn words(&self) -> Vec<OsString> {
        let mut words: Vec<OsString> = Vec::new();
        let mut push = |name: &str, value: &str| words.extend([OsString::from(name), value.into()]);
        self.measure.iter().for_each(|measure| push("--measure", measure));
        for (name, value) in [
            ("--bookmark", &self.bookmark),
            ("--tools", &self.tools),
            ("--table", &self.table),
            ("--colour-by", &self.colour_by),
            ("--classes", &self.classes.map(|classes| classes.to_string())),
            ("--method", &self.method),
            ("--colour-kind", &self.colour_kind),
        ] {
            value.iter().for_each(|value| push(name, value));
        }
        for (name, keys) in [
            ("--choose", &self.choose),
            ("--isolate", &self.isolate),
            ("--hide-things", &self.hide_things),
            ("--faint", &self.faint),
        ] {
            keys.iter().for_each(|key| push(name, key));
        }
        self.conditions.iter().for_each(|condition| push("--where", condition));
        self.layer_opacity.iter().for_each(|layer| push("--layer-opacity", layer));
        if self.map {
            words.push("--map".into());
        }
        words
    }
}
