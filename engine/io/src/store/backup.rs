//! A ring of backups: the newest of each of the last hours and days stay.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Timelike as _, Utc};

use super::files::{Files, save};

/// Folder of the backups inside the folder of the variants.
const FOLDER: &str = "backups";
/// How many hours and days have a backup of their own.
const HOURS: usize = 24;
const DAYS: usize = 30;
/// How a time stands in a file name.
const TIME: &str = "%Y%m%dT%H%M%SZ";

/// Keeps the content of a variant's file as it was, and drops what the ring no longer holds.
///
/// # Errors
/// As the system says; no backup is lost then that the ring holds.
pub(super) fn keep(
    files: &dyn Files,
    folder: &Path,
    key: &str,
    bytes: &[u8],
    now: DateTime<Utc>,
) -> io::Result<()> {
    let folder = folder.join(FOLDER);
    save(files, &folder.join(format!("{key}-{}.json", now.format(TIME))), bytes)?;
    let mut all = backups(files, &folder, key)?;
    let kept = ring(&all.iter().map(|(time, _)| *time).collect::<Vec<_>>());
    all.retain(|(time, _)| !kept.contains(time));
    all.iter().try_for_each(|(_, path)| files.remove(path))
}

/// The backups of a variant with their times, oldest first.
///
/// # Errors
/// As the system says.
fn backups(files: &dyn Files, folder: &Path, key: &str) -> io::Result<Vec<(NaiveDateTime, PathBuf)>> {
    let time_of = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.strip_suffix(".json")?.to_owned();
        let time = name.strip_prefix(key)?.strip_prefix('-')?;
        Some((NaiveDateTime::parse_from_str(time, TIME).ok()?, path))
    };
    let mut all: Vec<_> = files.list(folder)?.into_iter().filter_map(time_of).collect();
    all.sort();
    Ok(all)
}

/// The times of the ring, of times in order: the newest of each of the last 24 hours that have one, and of each of the
/// last 30 days. Counted by backups, not by the clock: a pause of a month loses nothing.
fn ring(times: &[NaiveDateTime]) -> Vec<NaiveDateTime> {
    let mut kept = Vec::new();
    let mut take = |most: usize, slot: &dyn Fn(&NaiveDateTime) -> (chrono::NaiveDate, u32)| {
        let mut last = None;
        let mut count = 0;
        for time in times.iter().rev() {
            if last != Some(slot(time)) {
                last = Some(slot(time));
                count += 1;
                if count > most {
                    break;
                }
                kept.push(*time);
            }
        }
    };
    take(HOURS, &|time| (time.date(), time.hour()));
    take(DAYS, &|time| (time.date(), 0));
    kept
}

/// The newest backup of a variant's file that is there, with its time.
pub(super) fn newest(files: &dyn Files, folder: &Path, key: &str) -> Option<(NaiveDateTime, PathBuf)> {
    backups(files, &folder.join(FOLDER), key).ok()?.pop()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::files::SystemFiles;
    use super::*;

    #[test]
    fn the_newest_of_each_hour_and_day_stay() {
        let start = DateTime::from_timestamp(1_767_225_600, 0).unwrap().naive_utc();
        // Every 20 minutes for 40 days.
        let times: Vec<_> = (0..40 * 72).map(|step| start + chrono::Duration::minutes(20 * step)).collect();
        let mut kept = ring(&times);
        kept.sort();
        kept.dedup();
        // The newest of all counts for its hour and for its day.
        assert_eq!(kept.len(), HOURS + DAYS - 1);
        assert_eq!(kept.last(), times.last());
        // Backups that are far apart all stay.
        let rare: Vec<_> = times.iter().step_by(72 * 5).copied().collect();
        let mut kept = ring(&rare);
        (kept.sort(), kept.dedup());
        assert_eq!(kept, rare);
    }

    #[test]
    fn backups_are_written_and_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let start = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
        for step in 0..9 {
            let now = start + chrono::Duration::minutes(20 * step);
            keep(&SystemFiles, folder.path(), "v", format!("{step}").as_bytes(), now).unwrap();
        }
        // Three hours, the last of each.
        assert_eq!(backups(&SystemFiles, &folder.path().join(FOLDER), "v").unwrap().len(), 3);
        let last = newest(&SystemFiles, folder.path(), "v").unwrap();
        assert_eq!(std::fs::read_to_string(last.1).unwrap(), "8");
        assert!(newest(&SystemFiles, folder.path(), "w").is_none());
    }
}
