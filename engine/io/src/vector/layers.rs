//! Layers of one file, brought into one reading.

use linli_model::{Element, Vertical};

use crate::geojson::{Record, finish_features, leave_out_outsiders, records_to_features};
use crate::report::{Code, Message};
use crate::{CrsInfo, FileReport, Reading, text};

/// Longest part of a stated coordinate system that a message shows, characters.
const LONGEST_SHOWN: usize = 80;

/// Brings layers together. All must be in one coordinate system, that of the first.
pub struct Layers<'a> {
    file: &'a str,
    several: bool,
    other_crs: &'static Code,
    crs: Option<Option<String>>,
    elements: Vec<Element>,
}

impl<'a> Layers<'a> {
    /// Begins with a file of one or several layers; the code is for layers in another coordinate system.
    pub fn new(file: &'a str, several: bool, other_crs: &'static Code) -> Self {
        Self { file, several, other_crs, crs: None, elements: Vec::new() }
    }

    /// Whether a layer is in the coordinate system of those before it; says so in the report when it is not.
    pub fn fits(&self, layer: &str, crs: Option<&str>, report: &mut FileReport) -> bool {
        let fits = self.crs.as_ref().is_none_or(|first| first.as_deref() == crs);
        if !fits {
            report.push(Message::new(self.other_crs, layer, crs.unwrap_or_default()));
        }
        fits
    }

    /// Takes a layer over; `features` is how many the file counts, whatever became of them.
    pub fn add(
        &mut self,
        layer: &str,
        crs: Option<String>,
        records: Vec<Record>,
        features: u64,
        report: &mut FileReport,
    ) {
        report.count("features", features);
        report.count(layer, features);
        let stem = text::stem(self.file);
        let name = if self.several { format!("{stem}/{layer}") } else { stem.to_owned() };
        let mut found = finish_features(records_to_features(records, &name, report), report);
        if crs.as_deref().is_some_and(|crs| CrsInfo::of(crs).is_ok_and(|info| info.geographic)) {
            leave_out_outsiders(&mut found, report);
        }
        self.elements.append(&mut found);
        self.crs = Some(crs);
    }

    /// The reading of all layers.
    pub fn finish(self, mut report: FileReport) -> Reading {
        for element in &self.elements {
            *report.elements.entry(element.layer().name().to_owned()).or_default() += 1;
        }
        let has_heights = self.elements.iter().any(|element| element.vertical == Vertical::Absolute);
        Reading { crs: self.crs.flatten(), has_heights, elements: self.elements, licence: None, report }
    }
}

/// The coordinate system of a layer: the first of what the file says about it that is known, else the user's.
///
/// # Errors
/// What the file says, shortened, when nobody knows it and the user names none.
pub fn stated_crs(stated: &[String], given: Option<&str>) -> Result<Option<String>, String> {
    if let Some(info) = stated.iter().find_map(|text| CrsInfo::of(text).ok()) {
        return Ok(Some(info.code));
    }
    match (stated.first(), given) {
        (Some(first), None) => Err(first.chars().take(LONGEST_SHOWN).collect()),
        (_, given) => Ok(given.map(str::to_owned)),
    }
}
