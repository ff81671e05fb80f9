//! Tests of the whole reader: made-up damage, and the independent answers for real files.
#![expect(clippy::unwrap_used, reason = "tests")]

mod broken;
mod kept;
mod reference;
mod sweep;

use std::path::{Path, PathBuf};

use linli_model::NoProgress;

use super::{Counts, read_counted};
use crate::{Input, Limits, Message, ReadContext, Reading, Rejection, Severity};

/// Folder of the shared data, or `None` (said aloud) where this checkout has none.
fn data() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    if folder.is_dir() {
        return Some(folder.to_owned());
    }
    eprintln!("skipped: no test data at {}", folder.display());
    None
}

fn read_input(input: &Input, crs: Option<&str>) -> Result<(Reading, Counts), Rejection> {
    read_counted(input, &ReadContext { limits: &Limits::default(), progress: &NoProgress, crs })
}

fn read_bytes(bytes: &[u8]) -> Result<(Reading, Counts), Rejection> {
    read_input(&Input { name: "test.city.json".into(), bytes: bytes.to_vec(), path: None }, None)
}

fn read_file(path: &Path) -> Result<(Reading, Counts), Rejection> {
    read_input(&Input::open(path, &Limits::default())?, None)
}

/// Code and place of every message.
fn said(result: &Result<(Reading, Counts), Rejection>) -> Vec<(&'static str, String)> {
    let messages: Vec<&Message> = match result {
        Ok((reading, _)) => reading.report.messages.iter().collect(),
        Err(rejection) => vec![&rejection.0],
    };
    messages.iter().map(|m| (m.code.id, m.place.clone())).collect()
}

/// Whether a file has no problem of severity error.
fn is_valid(result: &Result<(Reading, Counts), Rejection>) -> bool {
    result.as_ref().is_ok_and(|(reading, _)| reading.report.worst() < Some(Severity::Error))
}
