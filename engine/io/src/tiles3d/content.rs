//! Contents of tiles: glTF, and the b3dm, i3dm, cmpt and pnts of 3D Tiles 1.0 around it.

use linli_model::{Attributes, Element, Point3};

use super::element::{Origin, of_instance, of_model};
use super::files::{Files, name_of};
use super::table::Table;
use super::tree::{Tile, Up};
use super::{codes, instances};
use crate::gltf::{self, Feature, Model, Wish};
use crate::matrix::Matrix;
use crate::report::Message;
use crate::{FileReport, Input, ReadContext, text};

/// Tiles within composite tiles.
const DEEPEST: usize = 8;
/// Instances between two looks at the wish to stop.
const INSTANCES_AT_ONCE: usize = 4096;

/// Why no further content is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// More corners or elements than the limit.
    TooMany,
    /// The user wishes to stop.
    Stopped,
}

/// What went wrong with a content.
enum Wrong {
    Content(String),
    All(Stop),
}

impl From<String> for Wrong {
    fn from(why: String) -> Self {
        Self::Content(why)
    }
}

impl From<&str> for Wrong {
    fn from(why: &str) -> Self {
        Self::Content(why.to_owned())
    }
}

/// Reads contents one after the other.
pub struct Contents<'a> {
    /// The files of the tileset.
    pub files: &'a Files<'a>,
    /// Limits and progress.
    pub context: &'a ReadContext<'a>,
    /// What was found.
    pub report: &'a mut FileReport,
    /// Elements so far, in the coordinates of the tileset.
    pub elements: Vec<Element>,
    /// Corners of faces so far.
    pub corners: u64,
}

impl Contents<'_> {
    /// Reads a content; what is wrong with it is told.
    ///
    /// # Errors
    /// When no more may be read.
    pub fn read(&mut self, name: &str, tile: &Tile) -> Result<(), Stop> {
        let found = match self.files.open(name) {
            Ok(input) => self.part(name, &input.bytes, tile, 0),
            Err(why) => Err(why.into()),
        };
        match found {
            Ok(()) => Ok(()),
            Err(Wrong::All(stop)) => Err(stop),
            Err(Wrong::Content(why)) => {
                self.report.push(Message::new(&codes::CONTENT, name, why));
                Ok(())
            }
        }
    }

    fn part(&mut self, name: &str, bytes: &[u8], tile: &Tile, depth: usize) -> Result<(), Wrong> {
        match bytes.get(..4) {
            Some(b"glTF") => self.model(name, bytes, tile),
            Some(b"b3dm") => self.batched(name, bytes, tile),
            Some(b"i3dm") => self.instanced(name, bytes, tile),
            Some(b"cmpt") => self.composite(name, bytes, tile, depth),
            Some(b"pnts") => {
                let tile = Parts::of(bytes, 28)?;
                let points = tile.features.whole("POINTS_LENGTH").unwrap_or_default();
                self.report.count("points", points as u64);
                self.report.push(Message::new(&codes::POINTS, name, format!("{points} points")));
                Ok(())
            }
            _ if text::head(bytes, 64).trim_start().starts_with('{') => self.model(name, bytes, tile),
            Some(other) => {
                let shown: String = other.iter().map(|byte| byte.escape_ascii().to_string()).collect();
                Err(format!("it begins with {shown}, which is no content that is known").into())
            }
            None => Err(format!("{} bytes", bytes.len()).into()),
        }
    }

    /// A glTF model by itself.
    fn model(&mut self, name: &str, bytes: &[u8], tile: &Tile) -> Result<(), Wrong> {
        let model = self.gltf(name, bytes)?;
        let matrix = placed(tile, [0.0; 3], &model);
        self.features(name, &model, &matrix, None)
    }

    /// Features in one model.
    fn batched(&mut self, name: &str, bytes: &[u8], tile: &Tile) -> Result<(), Wrong> {
        let parts = Parts::of(bytes, 28)?;
        let rows = parts.features.whole("BATCH_LENGTH").unwrap_or_default();
        self.tell_of(&parts.batch, rows, name);
        let centre = parts.features.row::<3>("RTC_CENTER", "FLOAT", 0)?.unwrap_or_default();
        let model = self.gltf(name, parts.rest)?;
        let matrix = placed(tile, centre, &model);
        self.features(name, &model, &matrix, (!parts.batch.is_empty()).then_some(&parts.batch))
    }

    /// The same model at several places.
    fn instanced(&mut self, name: &str, bytes: &[u8], tile: &Tile) -> Result<(), Wrong> {
        let parts = Parts::of(bytes, 32)?;
        let count = instances::count(&parts.features)?;
        if count == 0 {
            return Ok(());
        }
        // Each has a place, so that a count that lies is found before anything is made for it.
        instances::matrix(&parts.features, count - 1)?;
        self.tell_of(&parts.batch, count, name);
        let format = bytes.get(28..32).and_then(|word| word.try_into().ok()).map(u32::from_le_bytes);
        let (model_name, model) = match format {
            Some(0) => {
                let uri =
                    std::str::from_utf8(parts.rest).map_err(|_| "the address of its model is not text")?;
                let inner = name_of(uri.trim_matches(['\0', ' ']), name)?;
                let bytes = self.files.open(&inner)?.bytes;
                let model = self.gltf(&inner, &bytes)?;
                (inner, model)
            }
            Some(1) => (name.to_owned(), self.gltf(name, parts.rest)?),
            other => return Err(format!("a model of format {other:?}").into()),
        };
        let stem = stem_of(name);
        let words = vec![file_stem(name), file_stem(&model_name)];
        let origin = Origin { stem, words, are_buildings: false };
        self.report.count("instances", count as u64);
        for row in 0..count {
            if row % INSTANCES_AT_ONCE == 0 && self.context.progress.cancelled() {
                return Err(Wrong::All(Stop::Stopped));
            }
            let own = match instances::matrix(&parts.features, row) {
                Ok(own) => own,
                Err(why) => {
                    self.report.push(Message::new(&codes::CONTENT, name, why));
                    continue;
                }
            };
            let matrix = tile.matrix.after(&own).after(&up(tile.up)).after(&moved(model.centre));
            let batch = parts.features.row::<1>("BATCH_ID", "UNSIGNED_SHORT", row)?;
            let attributes = parts.batch.attributes(batch.map_or(row, |[batch]| batch as usize));
            self.add(of_instance(&model, &matrix, row, &origin, attributes))?;
        }
        Ok(())
    }

    /// Several tiles in one.
    fn composite(&mut self, name: &str, bytes: &[u8], tile: &Tile, depth: usize) -> Result<(), Wrong> {
        if depth >= DEEPEST {
            return Err(format!("tiles within tiles, {DEEPEST} deep").into());
        }
        let count = word(bytes, 12).ok_or("its header is cut off")?;
        let mut at = 16_usize;
        for number in 0..count {
            let length = word(bytes, at.saturating_add(8)).map(|length| length as usize);
            let end = length.filter(|length| *length >= 12).and_then(|length| at.checked_add(length));
            let inner = end.and_then(|end| bytes.get(at..end));
            let inner = inner.ok_or_else(|| format!("tile {number} of {count} in it is cut off"))?;
            let inner_name = format!("{}/{number}.{}", stem_of(name), String::from_utf8_lossy(&inner[..4]));
            match self.part(&inner_name, inner, tile, depth + 1) {
                Err(Wrong::Content(why)) => self.report.push(Message::new(&codes::CONTENT, inner_name, why)),
                other => other?,
            }
            at = end.unwrap_or(bytes.len());
        }
        Ok(())
    }

    /// A glTF model of a content, within the limits of any glTF model.
    fn gltf(&mut self, name: &str, bytes: &[u8]) -> Result<Model, Wrong> {
        if bytes.starts_with(b"glTF") && word(bytes, 4) == Some(1) {
            return Err("it holds glTF 1.0, which is not supported".into());
        }
        let path = self.files.path(name).ok();
        let input = Input { name: name.to_owned(), bytes: bytes.to_vec(), path };
        let mut own = FileReport::new(name);
        let model = gltf::model(&input, self.context, &mut own, Wish::Features);
        for mut message in own.messages {
            message.place =
                if message.place.is_empty() { name.to_owned() } else { format!("{name} {}", message.place) };
            self.report.push(message);
        }
        for (what, number) in own.objects.iter().filter(|(what, _)| what.as_str() == "meshes") {
            self.report.count(what, *number);
        }
        model.map_err(|message| {
            if self.context.progress.cancelled() {
                return Wrong::All(Stop::Stopped);
            }
            let why = message.code.english.replace("{}", &message.detail);
            Wrong::Content(format!("{} {why}", message.place).trim_start().to_owned())
        })
    }

    fn features(
        &mut self,
        name: &str,
        model: &Model,
        matrix: &Matrix,
        batch: Option<&Table>,
    ) -> Result<(), Wrong> {
        if matrix.0.iter().any(|number| !number.is_finite()) {
            return Err("it is at a place that is not finite".into());
        }
        self.report.count("features", features_in(model));
        let classes = model.classes.values().map(String::as_str);
        let words = std::iter::once(file_stem(name)).chain(classes).collect();
        let origin = Origin { stem: stem_of(name), words, are_buildings: true };
        let attributes = |feature: Option<Feature>| match (feature, batch) {
            (Some(Feature { table: None, id }), Some(batch)) => batch.attributes(id as usize),
            (Some(feature), _) => model.attributes.get(&feature).cloned().unwrap_or_default(),
            (None, _) => Attributes::new(),
        };
        for element in of_model(model, matrix, &origin, attributes) {
            self.add(element)?;
        }
        Ok(())
    }

    fn add(&mut self, element: Element) -> Result<(), Wrong> {
        if let linli_model::Geometry::Boundary(boundary) = &element.geometry {
            self.corners += boundary.corners.len().max(boundary.vertices.len()) as u64;
        }
        let limits = self.context.limits;
        if self.corners > limits.vertices || self.elements.len() as u64 >= limits.objects {
            return Err(Wrong::All(Stop::TooMany));
        }
        self.elements.push(element);
        Ok(())
    }

    fn tell_of(&mut self, batch: &Table, rows: usize, name: &str) {
        for why in batch.problems(rows) {
            self.report.push(Message::new(&codes::BATCH_TABLE, name, why));
        }
    }
}

/// Features that triangles of a model belong to.
fn features_in(model: &Model) -> u64 {
    model.features.iter().flatten().collect::<std::collections::BTreeSet<_>>().len() as u64
}

/// The parts of a tile of 3D Tiles 1.0.
struct Parts<'a> {
    features: Table<'a>,
    batch: Table<'a>,
    rest: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Takes a tile with a header of so many bytes apart.
    fn of(bytes: &'a [u8], header: usize) -> Result<Self, String> {
        if word(bytes, 4) != Some(1) {
            return Err(format!("a tile of version {:?}", word(bytes, 4)));
        }
        let stated = word(bytes, 8).map(|length| length as usize);
        let whole = stated.filter(|stated| *stated >= header).and_then(|stated| bytes.get(..stated));
        let whole = whole.ok_or_else(|| format!("it is cut off: {} bytes of {stated:?}", bytes.len()))?;
        let mut at = header;
        let mut next = |place: usize| {
            let length = word(whole, place).map(|length| length as usize);
            let end = length.and_then(|length| at.checked_add(length));
            let part = end.and_then(|end| whole.get(at..end));
            at = end.unwrap_or(at);
            part.ok_or_else(|| "a table that leaves the tile".to_owned())
        };
        let [features, features_binary, batch, batch_binary] = [next(12)?, next(16)?, next(20)?, next(24)?];
        Ok(Self {
            features: Table::of(features, features_binary)?,
            batch: Table::of(batch, batch_binary)?,
            rest: whole.get(at..).unwrap_or_default(),
        })
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// From a model to the tileset.
fn placed(tile: &Tile, centre: Point3, model: &Model) -> Matrix {
    tile.matrix.after(&moved(Some(centre))).after(&moved(model.centre)).after(&up(tile.up))
}

fn moved(by: Option<Point3>) -> Matrix {
    Matrix::of(by.unwrap_or_default(), [0.0, 0.0, 0.0, 1.0], [1.0; 3])
}

/// From a model whose axis is up to one whose z axis is.
fn up(axis: Up) -> Matrix {
    match axis {
        Up::Z => Matrix::IDENTITY,
        Up::Y => Matrix::of_axes([1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0], [0.0; 3]),
        Up::X => Matrix::of_axes([0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0; 3]),
    }
}

/// A name without its ending.
fn stem_of(name: &str) -> &str {
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    match plain.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && !stem.ends_with('/') && !ending.contains('/') => stem,
        _ => plain,
    }
}

/// The same without folders.
fn file_stem(name: &str) -> &str {
    let stem = stem_of(name);
    stem.rsplit_once('/').map_or(stem, |(_, file)| file)
}
