//! The tables of a feed: files of a folder or of a ZIP archive, unpacked within limits.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::Path;

use super::codes;
use crate::report::Message;
use crate::{FileReport, Input, Limits, Rejection};

/// Tables that are read, by name.
pub const TABLES: [&str; 8] = [
    "stops.txt",
    "routes.txt",
    "trips.txt",
    "stop_times.txt",
    "calendar.txt",
    "calendar_dates.txt",
    "frequencies.txt",
    "transfers.txt",
];

/// Text of each table that is there.
pub type Texts = BTreeMap<&'static str, String>;

/// Tables of an archive in memory.
pub fn of_archive(input: &Input, limits: &Limits, report: &mut FileReport) -> Result<Texts, Rejection> {
    let bad = |detail: String| Rejection::from(Message::new(&codes::BAD_ARCHIVE, "", detail));
    let mut archive =
        zip::ZipArchive::new(Cursor::new(&input.bytes)).map_err(|error| bad(error.to_string()))?;
    let most = limits
        .decompressed_bytes
        .min((input.bytes.len() as u64).saturating_mul(limits.decompression_ratio).max(1 << 20));
    let mut left = most;
    let mut texts = Texts::new();
    for number in 0..archive.len() {
        let entry = archive.by_index(number).map_err(|error| bad(error.to_string()))?;
        // Some feeds keep their tables in a folder of the archive.
        let whole = entry.name().map_err(|error| bad(error.to_string()))?;
        let name = whole.rsplit('/').next().unwrap_or_default().to_owned();
        drop(whole);
        let Some(table) = TABLES.into_iter().find(|table| *table == name) else { continue };
        let mut bytes = Vec::new();
        entry.take(left + 1).read_to_end(&mut bytes).map_err(|error| bad(format!("{name}: {error}")))?;
        let size = bytes.len() as u64;
        if size > left {
            let detail = format!("{name} unpacks to more than {most} bytes with the tables before it");
            return Err(Message::new(&codes::TOO_LARGE, "", detail).into());
        }
        left -= size;
        texts.entry(table).or_insert_with(|| decoded(&bytes, table, report));
    }
    Ok(texts)
}

/// Tables of a folder.
pub fn of_folder(folder: &Path, limits: &Limits, report: &mut FileReport) -> Result<Texts, Rejection> {
    let mut texts = Texts::new();
    for table in TABLES {
        let path = folder.join(table);
        if path.is_file() {
            let input = Input::open(&path, limits)?;
            texts.insert(table, decoded(&input.bytes, table, report));
        }
    }
    Ok(texts)
}

fn decoded(bytes: &[u8], table: &str, report: &mut FileReport) -> String {
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        report.push(Message::new(&codes::NOT_TEXT, table, ""));
    }
    text.trim_start_matches('\u{feff}').to_owned()
}
