//! The log of an exhibition machine: bounded files, repeated lines counted instead of written.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::Local;

/// Largest file, bytes, and most files beside the one that is written.
const MOST_BYTES: u64 = 10 << 20;
const MOST_FILES: u32 = 19;
/// Different lines in a minute after which further ones are only counted.
const MOST_LINES: u32 = 200;
/// Problems that health tells of.
const REMEMBERED: usize = 20;
/// Length of a minute, milliseconds.
const MINUTE_MS: u64 = 60_000;

/// A log in a folder. A disk that is full costs lines, never the show.
pub struct Log {
    folder: PathBuf,
    file: Option<File>,
    bytes: u64,
    last: String,
    repeated: u64,
    minute: u64,
    lines: u32,
    left_out: u64,
    /// The last lines of this program, the newest last.
    pub recent: Vec<String>,
    most_bytes: u64,
}

impl Log {
    /// A log in a folder that is there.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            file: None,
            bytes: 0,
            last: String::new(),
            repeated: 0,
            minute: 0,
            lines: 0,
            left_out: 0,
            recent: Vec::new(),
            most_bytes: MOST_BYTES,
        }
    }

    fn path(&self, number: u32) -> PathBuf {
        let name = if number == 0 { "kiosk.log".to_owned() } else { format!("kiosk.{number}.log") };
        self.folder.join(name)
    }

    /// A line about what the supervisor does; also to standard error, where systemd and people read it.
    pub fn say(&mut self, now_ms: u64, line: &str) {
        // Nobody may read it any more, which must not end the supervisor as `eprintln!` would.
        let _ = writeln!(std::io::stderr(), "linli: {line}");
        self.recent.push(format!("{} {line}", Local::now().format("%Y-%m-%d %H:%M:%S")));
        let surplus = self.recent.len().saturating_sub(REMEMBERED);
        self.recent.drain(..surplus);
        self.line(now_ms, &format!("supervisor: {line}"));
    }

    /// A line, at a time of a monotonic clock.
    pub fn line(&mut self, now_ms: u64, line: &str) {
        if line == self.last {
            self.repeated += 1;
            return;
        }
        self.flush();
        let minute = now_ms / MINUTE_MS;
        if minute != self.minute {
            if self.left_out > 0 {
                let left_out = std::mem::take(&mut self.left_out);
                self.write(&format!("({left_out} more lines left out)"));
            }
            (self.minute, self.lines) = (minute, 0);
        }
        self.last.clear();
        if self.lines >= MOST_LINES {
            self.left_out += 1;
            return;
        }
        self.lines += 1;
        self.last.push_str(line);
        self.write(line);
    }

    /// Writes how often the last line came again.
    pub fn flush(&mut self) {
        if self.repeated > 0 {
            let repeated = std::mem::take(&mut self.repeated);
            self.write(&format!("(repeated {repeated} times)"));
        }
    }

    fn write(&mut self, line: &str) {
        let text = format!("{} {line}\n", Local::now().format("%Y-%m-%dT%H:%M:%S%.3f"));
        if self.bytes >= self.most_bytes {
            self.rotate();
        }
        if self.file.is_none() {
            let path = self.path(0);
            self.bytes = fs::metadata(&path).map_or(0, |meta| meta.len());
            self.file = OpenOptions::new().create(true).append(true).open(path).ok();
        }
        if let Some(file) = &mut self.file {
            match file.write_all(text.as_bytes()) {
                Ok(()) => self.bytes += text.len() as u64,
                // The disk is full, or the folder gone: try again with the next line.
                Err(_) => self.file = None,
            }
        }
    }

    /// The file that is written becomes number 1, the oldest goes.
    fn rotate(&mut self) {
        self.file = None;
        self.bytes = 0;
        // A file that is not there, or cannot be moved, leaves the others as they are.
        let _ = fs::remove_file(self.path(MOST_FILES));
        for number in (0..MOST_FILES).rev() {
            let _ = fs::rename(self.path(number), self.path(number + 1));
        }
        if let Ok(meta) = fs::metadata(self.path(0))
            && meta.len() >= self.most_bytes
        {
            let _ = File::create(self.path(0));
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn size(folder: &Path) -> (usize, u64) {
        let entries: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
        (entries.len(), entries.iter().map(|entry| entry.metadata().unwrap().len()).sum())
    }

    #[test]
    fn a_storm_of_errors_is_a_few_lines() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::new(folder.path());
        for _ in 0..1_000_000 {
            log.line(5, "surface lost");
        }
        log.line(6, "other");
        for number in 0..10_000 {
            log.line(7, &format!("different {number}"));
        }
        log.line(MINUTE_MS + 1, "next minute");
        let text = fs::read_to_string(folder.path().join("kiosk.log")).unwrap();
        assert!(text.contains("(repeated 999999 times)") && text.contains("more lines left out"));
        assert!(text.lines().count() < 220, "{}", text.lines().count());
    }

    #[test]
    fn files_are_bounded_in_size_and_number() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log { most_bytes: 2_000, ..Log::new(folder.path()) };
        for minute in 0..400_u64 {
            for number in 0..10 {
                log.line(minute * MINUTE_MS, &format!("{minute} {number} {}", "x".repeat(60)));
            }
        }
        let (files, bytes) = size(folder.path());
        assert_eq!(files, 20);
        assert!(bytes < 20 * 2_300, "{bytes}");
        let newest = fs::read_to_string(folder.path().join("kiosk.log")).unwrap();
        assert!(newest.contains("399 9"));
    }

    #[test]
    fn a_folder_that_is_gone_costs_lines_only() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::new(&folder.path().join("nowhere"));
        log.line(1, "lost");
        fs::create_dir(folder.path().join("nowhere")).unwrap();
        log.line(2, "kept");
        let text = fs::read_to_string(folder.path().join("nowhere/kiosk.log")).unwrap();
        assert!(text.contains("kept") && !text.contains("lost"));
    }
}
