//! The state folder of an exhibition machine: what visitors answered. Written so that a stopped program or a
//! lost supply never leaves half a file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use linli_model::{Tally, TallyKey};
use serde::{Deserialize, Serialize};

use crate::store::{SystemFiles, save};

/// Name of the file of counted answers.
const TALLY: &str = "answers.json";
/// Largest file of counted answers, bytes; days without an end would fill a disk in a century.
const MOST_BYTES: u64 = 64 << 20;

#[derive(Serialize, Deserialize)]
struct Row {
    day: NaiveDate,
    show: String,
    question: String,
    answer: String,
    count: u64,
}

/// Writes a file so that at every moment either the old or the new content is there: beside it first, to the
/// disk, then under its name, then the folder's list of names.
///
/// # Errors
/// When the disk is full or the folder cannot be written; the old content stays.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    save(&SystemFiles, path, bytes)
}

/// Counted answers of a state folder. A file that cannot be read is put aside under the name that is given
/// back, so that nothing is lost and counting begins anew.
pub fn read_tally(folder: &Path) -> (Tally, Option<PathBuf>) {
    let path = folder.join(TALLY);
    let Ok(meta) = fs::metadata(&path) else { return (Tally::default(), None) };
    let rows: Option<Vec<Row>> = (meta.len() <= MOST_BYTES)
        .then(|| fs::read(&path).ok())
        .flatten()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(rows) = rows else {
        let aside = (1..1000)
            .map(|number| folder.join(format!("answers.damaged-{number}.json")))
            .find(|aside| !aside.exists());
        let aside = aside.filter(|aside| fs::rename(&path, aside).is_ok());
        return (Tally::default(), Some(aside.unwrap_or(path)));
    };
    let mut tally = Tally::default();
    for row in rows {
        let key = TallyKey { day: row.day, show: row.show, question: row.question, answer: row.answer };
        let count = tally.counts.entry(key).or_default();
        *count = count.saturating_add(row.count);
    }
    (tally, None)
}

/// Writes counted answers into a state folder.
///
/// # Errors
/// When it cannot be written; what was there stays.
pub fn write_tally(folder: &Path, tally: &Tally) -> io::Result<()> {
    let row = |(key, count): (&TallyKey, &u64)| Row {
        day: key.day,
        show: key.show.clone(),
        question: key.question.clone(),
        answer: key.answer.clone(),
        count: *count,
    };
    let rows: Vec<Row> = tally.counts.iter().map(row).collect();
    let bytes = serde_json::to_vec(&rows).map_err(io::Error::other)?;
    write_atomically(&folder.join(TALLY), &bytes)
}

/// Counted answers as a table: `day,show,question,answer,count`.
pub fn write_tally_csv(tally: &Tally) -> String {
    let mut text = String::from("day,show,question,answer,count\n");
    for (key, count) in &tally.counts {
        let cells = [
            key.day.to_string(),
            key.show.clone(),
            key.question.clone(),
            key.answer.clone(),
            count.to_string(),
        ];
        text.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        text.push('\n');
    }
    text
}

/// A cell of a table; one that a spreadsheet would take for a formula is kept a text.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t']) && cell.parse::<f64>().is_err();
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn tally() -> Tally {
        let mut tally = Tally::default();
        for answer in ["tower", "tower", "=1+1", "a,b"] {
            tally.add(TallyKey {
                day: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
                show: "futurecommunity".to_owned(),
                question: "layout".to_owned(),
                answer: answer.to_owned(),
            });
        }
        tally
    }

    #[test]
    fn answers_are_kept_and_told_as_a_table() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read_tally(folder.path()), (Tally::default(), None));
        write_tally(folder.path(), &tally()).unwrap();
        assert_eq!(read_tally(folder.path()), (tally(), None));
        let table = write_tally_csv(&tally());
        assert!(table.contains("2026-12-01,futurecommunity,layout,tower,2\n"));
        assert!(table.contains("'=1+1,1\n") && table.contains("\"a,b\",1\n"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_damaged_file_is_put_aside_and_counting_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        write_tally(folder.path(), &tally()).unwrap();
        let whole = fs::read(folder.path().join(TALLY)).unwrap();
        fs::write(folder.path().join(TALLY), &whole[..whole.len() / 2]).unwrap();
        let (read, aside) = read_tally(folder.path());
        assert_eq!(read, Tally::default());
        assert_eq!(fs::read(aside.unwrap()).unwrap().len(), whole.len() / 2);
        write_tally(folder.path(), &tally()).unwrap();
        assert_eq!(read_tally(folder.path()).0, tally());
    }

    #[test]
    fn what_cannot_be_written_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        write_atomically(&path, b"old").unwrap();
        // A folder in the way of the file beside: as a full disk, it cannot be written.
        fs::create_dir(folder.path().join("x.new")).unwrap();
        assert!(write_atomically(&path, b"new").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }
}
