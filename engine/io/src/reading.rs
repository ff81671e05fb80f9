//! What a reader gets and gives.

use linli_model::{Element, Progress};

use crate::{FileReport, Input, Limits, Rejection};

/// One format that can be read.
#[derive(Debug)]
pub struct Format {
    /// Short id, for example `cityjson`.
    pub id: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Usual file name endings, without a final `.gz`.
    pub extensions: &'static [&'static str],
    /// Whether the (decompressed) content looks like this format.
    pub recognise: fn(&Input) -> bool,
    /// Reads one file.
    pub read: fn(&Input, &ReadContext) -> Result<Reading, Rejection>,
}

/// What every reader needs beside the file.
pub struct ReadContext<'a> {
    /// Limits on size, depth, counts.
    pub limits: &'a Limits,
    /// Told about progress; asked about cancelling.
    pub progress: &'a dyn Progress,
    /// Coordinate system given by the user for files that do not say theirs (`--crs`).
    pub crs: Option<&'a str>,
}

/// One file, read: elements in the file's own coordinates (x east or longitude, y north or
/// latitude, z up; degrees or the unit of the coordinate system), each with
/// `source.source == 0` and `source.id` set.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Coordinate system that the file states (`EPSG:28992`, a PROJ or WKT text), or the user's
    /// when the file states none; `None` when nobody knows.
    pub crs: Option<String>,
    /// Whether z is in the file and is a height (otherwise elements are `AboveGround`).
    pub has_heights: bool,
    /// Elements.
    pub elements: Vec<Element>,
    /// Licence or attribution that the file or format demands.
    pub licence: Option<String>,
    /// What was found, skipped, mended.
    pub report: FileReport,
}
