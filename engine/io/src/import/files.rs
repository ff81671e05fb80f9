//! Reads files side by side, each into its reading or its rejection.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use linli_model::Progress;
use rayon::prelude::*;

use super::ImportOptions;
use super::codes;
use super::collect::{Found, display_name, has_ending_of};
use crate::report::Message;
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection};

/// One file after reading.
#[derive(Debug)]
pub(super) struct FileRead {
    /// What was found in it.
    pub(super) report: FileReport,
    /// Its elements, unless it was refused.
    pub(super) reading: Option<Reading>,
    /// Why it was refused.
    pub(super) rejection: Option<Rejection>,
}

impl FileRead {
    /// Refuses the file.
    pub(super) fn reject(&mut self, message: Message) {
        self.report.push(message.clone());
        let mut message = message;
        message.file.clone_from(&self.report.file);
        self.reading = None;
        self.rejection = Some(Rejection::from(message));
    }

    fn refused(file: String, rejection: Rejection) -> Self {
        let mut report = FileReport::new(file);
        report.push((*rejection.0).clone());
        Self { report, reading: None, rejection: Some(rejection) }
    }
}

/// Reads every file; results are in the order of the files. `None` when the user stopped it.
pub(super) fn read_files(
    files: &[Found],
    formats: &[&Format],
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Option<Vec<FileRead>> {
    let done = AtomicU64::new(0);
    let total = files.len() as u64;
    progress.step("read", 0, total);
    let read = |found: &Found| {
        if progress.cancelled() {
            return None;
        }
        let result = read_file(found, formats, options, progress);
        progress.step("read", done.fetch_add(1, Ordering::Relaxed) + 1, total);
        Some(result)
    };
    let results: Option<Vec<FileRead>> = files.par_iter().map(read).collect();
    results.filter(|_| !progress.cancelled())
}

fn read_file(
    found: &Found,
    formats: &[&Format],
    options: &ImportOptions,
    progress: &dyn Progress,
) -> FileRead {
    let name = display_name(&found.path);
    let input = match Input::open(&found.path, &options.limits) {
        Ok(input) => input,
        Err(rejection) => return FileRead::refused(name, rejection),
    };
    let Some(format) = choose(&found.path, &input, formats) else {
        if found.named {
            return FileRead::refused(name, Message::new(&codes::UNKNOWN_FORMAT, "", "").into());
        }
        let mut report = FileReport::new(name.clone());
        report.push(Message::new(&codes::LEFT_ALONE, "", name));
        return FileRead { report, reading: None, rejection: None };
    };
    let context = ReadContext { limits: &options.limits, progress, crs: options.crs.as_deref() };
    // A reader must not panic; should one do so, the other files are still read.
    let outcome = catch_unwind(AssertUnwindSafe(|| (format.read)(&input, &context)));
    match outcome {
        Ok(Ok(mut reading)) => {
            let mut report = std::mem::take(&mut reading.report);
            // Only what comes into the scene counts, and that shows later.
            report.elements.clear();
            if report.file.is_empty() {
                report.file.clone_from(&name);
            }
            if report.format.is_empty() {
                format.title.clone_into(&mut report.format);
            }
            if report.crs.is_none() {
                report.crs.clone_from(&reading.crs);
            }
            FileRead { report, reading: Some(reading), rejection: None }
        }
        Ok(Err(rejection)) => {
            let mut refused = FileRead::refused(name, rejection);
            format.title.clone_into(&mut refused.report.format);
            refused
        }
        Err(panic) => {
            let why = panic.downcast_ref::<String>().cloned();
            let why = why.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            let message = Message::new(&codes::READER_STOPPED, "", why.unwrap_or_default());
            FileRead::refused(name, message.into())
        }
    }
}

/// The format whose content it is; where several say so, the one with the file's ending.
fn choose<'a>(path: &Path, input: &Input, formats: &[&'a Format]) -> Option<&'a Format> {
    let mut fitting = formats.iter().copied().filter(|format| (format.recognise)(input)).peekable();
    let first = *fitting.peek()?;
    Some(fitting.find(|format| has_ending_of(path, format)).unwrap_or(first))
}
