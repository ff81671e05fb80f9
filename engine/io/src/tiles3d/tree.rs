//! The tiles of a tileset, found as they are needed: written one by one, in further tilesets, or by their numbers.

use std::rc::Rc;

use super::codes;
use super::document::{self, ContentFile, ImplicitFile, TileFile, TilesetFile};
use super::files::{Files, is_tileset, name_of};
use super::implicit::{Implicit, Place};
use crate::FileReport;
use crate::matrix::Matrix;
use crate::report::Message;

/// Most tiles that are looked at.
const MOST_TILES: usize = 1_000_000;
/// Tilesets within tilesets.
const DEEPEST_TILESETS: usize = 32;
/// A content counts as so many bytes at least: opening a file costs, too.
const LEAST_BYTES: u64 = 1024;

/// A file with the content of a tile.
#[derive(Clone, Debug)]
pub struct Content {
    /// Its name.
    pub name: String,
    /// What it counts as, bytes; none when it is not there.
    pub bytes: Option<u64>,
}

/// A tile.
#[derive(Debug)]
pub struct Tile {
    /// Error that remains when nothing finer is shown, metres.
    pub error_m: f64,
    /// Whether what is finer adds to its contents instead of replacing them.
    pub adds: bool,
    /// From the tile to the tileset.
    pub matrix: Matrix,
    /// Its contents.
    pub contents: Vec<Content>,
    /// Which axis of its glTF contents is up.
    pub up: Up,
    below: Below,
}

/// Which axis of a glTF model is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Up {
    X,
    Y,
    Z,
}

/// What is below a tile.
#[derive(Debug)]
enum Below {
    /// Tiles whose numbers are known.
    Known(Vec<usize>),
    /// Not yet looked at.
    Waiting { tiles: Vec<TileFile>, tilesets: Vec<String>, implicit: Option<(Rc<Implicit>, Place)> },
}

/// The tileset that a tile is in, and those that it is in.
#[derive(Debug)]
struct Set {
    name: String,
    up: Up,
    within: Option<Rc<Set>>,
}

/// All tiles found so far.
pub struct Tree<'a> {
    tiles: Vec<Tile>,
    sets: Vec<Rc<Set>>,
    files: &'a Files<'a>,
    full: bool,
}

impl<'a> Tree<'a> {
    /// The tree of a tileset of this name. Its root has the number 0.
    pub fn new(file: TilesetFile, name: &str, files: &'a Files<'a>, report: &mut FileReport) -> Self {
        let mut tree = Self { tiles: Vec::new(), sets: Vec::new(), files, full: false };
        let set = Rc::new(Set { name: name.to_owned(), up: up_of(&file), within: None });
        tree.add(file.root, &set, &Matrix::IDENTITY, false, None, report);
        tree
    }

    /// A tile by its number.
    pub fn tile(&self, number: usize) -> Option<&Tile> {
        self.tiles.get(number)
    }

    /// How many tiles were looked at.
    pub fn len(&self) -> usize {
        self.tiles.len()
    }

    /// Numbers of the tiles right below one.
    pub fn children(&mut self, number: usize, report: &mut FileReport) -> Vec<usize> {
        let (Some(tile), Some(set)) = (self.tiles.get_mut(number), self.sets.get(number).cloned()) else {
            return Vec::new();
        };
        let below = match &mut tile.below {
            Below::Known(known) => return known.clone(),
            waiting => std::mem::replace(waiting, Below::Known(Vec::new())),
        };
        let (matrix, adds, up, error_m) = (tile.matrix, tile.adds, tile.up, tile.error_m);
        let Below::Waiting { tiles, tilesets, implicit } = below else { return Vec::new() };
        let mut found = Vec::new();
        for file in tiles {
            found.extend(self.add(file, &set, &matrix, adds, Some(error_m), report));
        }
        for name in tilesets {
            match self.external(&name, &set) {
                Ok((file, inner)) => {
                    found.extend(self.add(file.root, &inner, &matrix, adds, Some(error_m), report))
                }
                Err(why) => report.push(Message::new(&codes::EXTERNAL, name, why)),
            }
        }
        if let Some((implicit, place)) = implicit {
            for (place, contents) in implicit.children(&place, self.files, report) {
                let error_m = implicit.error_m / f64::from(place.level).exp2();
                let (contents, tilesets) = self.split(contents);
                let below =
                    Below::Waiting { tiles: Vec::new(), tilesets, implicit: Some((implicit.clone(), place)) };
                found.extend(self.push(Tile { error_m, adds, matrix, contents, up, below }, &set, report));
            }
        }
        if let Some(tile) = self.tiles.get_mut(number) {
            tile.below = Below::Known(found.clone());
        }
        found
    }

    /// Another tileset that a tile names.
    fn external(&self, name: &str, set: &Rc<Set>) -> Result<(TilesetFile, Rc<Set>), String> {
        let (mut depth, mut at) = (0, Some(set));
        while let Some(outer) = at {
            if outer.name == name {
                return Err("it is within itself".to_owned());
            }
            depth += 1;
            at = outer.within.as_ref();
        }
        if depth > DEEPEST_TILESETS {
            return Err(format!("tilesets within tilesets, {DEEPEST_TILESETS} deep"));
        }
        let input = self.files.open_counted(name)?;
        let file = document::tileset(&input.bytes).map_err(|message| {
            format!("{} {}", message.place, message.code.english.replace("{}", &message.detail))
        })?;
        let inner = Set { name: name.to_owned(), up: up_of(&file), within: Some(set.clone()) };
        Ok((file, Rc::new(inner)))
    }

    /// Adds a tile that is written in a tileset; none when it cannot be used, which is then told.
    fn add(
        &mut self,
        file: TileFile,
        set: &Rc<Set>,
        above: &Matrix,
        adds: bool,
        error_above: Option<f64>,
        report: &mut FileReport,
    ) -> Option<usize> {
        let mut refuse = |why: String| {
            report.push(Message::new(&codes::TILE, set.name.as_str(), why));
            None
        };
        let matrix = match matrix_of(file.transform.as_deref(), above) {
            Ok(matrix) => matrix,
            Err(why) => return refuse(why),
        };
        let error_m = match (file.geometric_error, error_above) {
            (Some(error), _) if error.is_finite() && error >= 0.0 => error,
            (Some(error), _) => return refuse(format!("a geometric error of {error}")),
            (None, above) => above.map_or(0.0, |above| above / 2.0),
        };
        let adds = match file.refine.as_deref().map(str::to_ascii_uppercase).as_deref() {
            None => adds,
            Some("ADD") => true,
            Some("REPLACE") => false,
            Some(other) => {
                return refuse(format!("a refinement {}", other.chars().take(20).collect::<String>()));
            }
        };
        let extensions = file.extensions;
        let (implicit, multiple) = extensions.map_or((None, None), |found| (found.implicit, found.multiple));
        let multiple = multiple.map_or_else(Vec::new, |multiple| multiple.contents);
        let written: Vec<ContentFile> =
            file.content.into_iter().chain(file.contents).chain(multiple).collect();
        if let Some(implicit) = file.implicit_tiling.or(implicit) {
            return self.add_implicit(
                &implicit,
                &written,
                set,
                Tile {
                    error_m,
                    adds,
                    matrix,
                    contents: Vec::new(),
                    up: set.up,
                    below: Below::Known(Vec::new()),
                },
                report,
            );
        }
        let mut names = Vec::new();
        for content in written {
            match name_of(&content.uri, &set.name) {
                Ok(name) => names.push(name),
                Err(why) => report.push(Message::new(&codes::ADDRESS, set.name.as_str(), why)),
            }
        }
        let (contents, tilesets) = self.split(names);
        let below = Below::Waiting { tiles: file.children, tilesets, implicit: None };
        self.push(Tile { error_m, adds, matrix, contents, up: set.up, below }, set, report)
    }

    /// Adds the root of an implicit tiling.
    fn add_implicit(
        &mut self,
        file: &ImplicitFile,
        contents: &[ContentFile],
        set: &Rc<Set>,
        tile: Tile,
        report: &mut FileReport,
    ) -> Option<usize> {
        let implicit = match Implicit::of(file, contents, tile.error_m, &set.name) {
            Ok(implicit) => Rc::new(implicit),
            Err(why) => {
                report.push(Message::new(&codes::TILE, set.name.as_str(), why));
                return None;
            }
        };
        let (place, contents) = implicit.root(self.files, report)?;
        let (contents, tilesets) = self.split(contents);
        let below = Below::Waiting { tiles: Vec::new(), tilesets, implicit: Some((implicit, place)) };
        self.push(Tile { contents, below, ..tile }, set, report)
    }

    /// Contents that are shown, and tilesets.
    fn split(&self, names: Vec<String>) -> (Vec<Content>, Vec<String>) {
        let (tilesets, contents): (Vec<String>, Vec<String>) =
            names.into_iter().partition(|name| is_tileset(name));
        let content = |name: String| {
            let bytes = self.files.size(&name).map(|bytes| bytes.max(LEAST_BYTES));
            Content { name, bytes }
        };
        (contents.into_iter().map(content).collect(), tilesets)
    }

    fn push(&mut self, tile: Tile, set: &Rc<Set>, report: &mut FileReport) -> Option<usize> {
        if self.tiles.len() >= MOST_TILES {
            if !std::mem::replace(&mut self.full, true) {
                report.push(Message::new(&codes::TOO_MANY, "", format!("{MOST_TILES} tiles")));
            }
            return None;
        }
        self.tiles.push(tile);
        self.sets.push(set.clone());
        Some(self.tiles.len() - 1)
    }
}

fn up_of(file: &TilesetFile) -> Up {
    match file.asset.gltf_up_axis.as_deref() {
        Some("X" | "x") => Up::X,
        Some("Z" | "z") => Up::Z,
        _ => Up::Y,
    }
}

/// A tile's own transformation after the one above it.
fn matrix_of(transform: Option<&[f64]>, above: &Matrix) -> Result<Matrix, String> {
    let Some(numbers) = transform else { return Ok(*above) };
    let Ok(numbers) = <[f64; 16]>::try_from(numbers) else {
        return Err(format!("a transformation of {} numbers", numbers.len()));
    };
    if numbers.iter().any(|number| !number.is_finite()) {
        return Err("a transformation that is not finite".to_owned());
    }
    if [numbers[3], numbers[7], numbers[11]] != [0.0; 3] || numbers[15] != 1.0 {
        return Err("a transformation that is no movement, turn and scale".to_owned());
    }
    let matrix = above.after(&Matrix(numbers));
    let volume = matrix.determinant();
    if !volume.is_finite() || volume == 0.0 || matrix.0.iter().any(|number| !number.is_finite()) {
        return Err("a transformation that leaves no volume".to_owned());
    }
    Ok(matrix)
}
