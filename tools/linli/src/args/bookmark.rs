//! Arguments of `bookmark`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use linli_model::{Layer, Point3, Stage};

/// What to do with the bookmarks of a scene.
#[derive(Debug, Subcommand)]
pub enum BookmarkCommand {
    /// List the views that are kept / 列出书签
    List(BookmarkListArgs),
    /// Keep a view / 添加书签
    Add(BookmarkAddArgs),
    /// Throw a view away / 删除书签
    Remove(BookmarkRemoveArgs),
}

/// Arguments of `bookmark list`.
#[derive(Debug, Args)]
pub struct BookmarkListArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `bookmark add`.
#[derive(Debug, Args)]
pub struct BookmarkAddArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Its name
    pub name: String,
    /// Eye and target in local metres, as `linli render --camera` takes them
    #[arg(long, value_name = "X,Y,Z,TX,TY,TZ", allow_hyphen_values = true, value_parser = eye)]
    pub camera: Eye,
    /// Stage of the place: planning, design or construction
    #[arg(long, default_value = "design", value_parser = stage)]
    pub stage: Stage,
    /// Day of the construction stage, for example 2027-03-01
    #[arg(long, value_name = "DAY")]
    pub date: Option<NaiveDate>,
    /// Layer to leave out, by its name in the scene; can be given several times
    #[arg(long, value_name = "LAYER", value_parser = layer)]
    pub hide: Vec<Layer>,
    /// Show what is below the ground
    #[arg(long)]
    pub underground: bool,
}

/// Arguments of `bookmark remove`.
#[derive(Debug, Args)]
pub struct BookmarkRemoveArgs {
    /// Scene folder
    pub scene: PathBuf,
    /// Its name
    pub name: String,
}

/// Eye and target, local metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eye(pub [Point3; 2]);

fn eye(text: &str) -> Result<Eye, String> {
    let numbers = text.split(',').map(|part| part.trim().parse::<f64>().ok().filter(|v| v.is_finite()));
    match numbers.collect::<Option<Vec<f64>>>().as_deref() {
        Some([x, y, z, a, b, c]) if [x, y, z] != [a, b, c] => Ok(Eye([[*x, *y, *z], [*a, *b, *c]])),
        _ => Err("six numbers are wanted: eye x,y,z and target x,y,z in local metres, apart".to_owned()),
    }
}

fn stage(text: &str) -> Result<Stage, String> {
    Stage::from_name(text).ok_or_else(|| "planning, design or construction is wanted".to_owned())
}

fn layer(text: &str) -> Result<Layer, String> {
    let names = || Layer::ALL.map(Layer::name).join(", ");
    Layer::from_name(text).ok_or_else(|| format!("one of these layers is wanted: {}", names()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_eye_looks_somewhere() {
        assert_eq!(eye("1,2,3,-4,5,6"), Ok(Eye([[1.0, 2.0, 3.0], [-4.0, 5.0, 6.0]])));
        assert!(eye("1,2,3,1,2,3").is_err() && eye("1,2,3").is_err() && eye("1,2,3,4,5,NaN").is_err());
    }
}
