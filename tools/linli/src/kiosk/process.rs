//! The window's process: started with pipes, watched through `/proc`.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::SyncSender;

use linli_kiosk::{Beat, Order};

use super::policy::End;

/// Longest line of the window's output that is kept, bytes.
const LONGEST_LINE: u64 = 16 * 1024;

/// What comes from the window.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// A heartbeat of the start of this number.
    Beat(u64, Box<Beat>),
    /// A line for the log.
    Line(String),
}

/// A started window.
pub struct Viewer {
    child: Child,
    orders: Option<ChildStdin>,
    /// Number of the start.
    pub number: u64,
}

impl Viewer {
    /// Starts the program; news of it go to the sender.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(
        program: &PathBuf,
        words: &[std::ffi::OsString],
        number: u64,
        news: &SyncSender<News>,
    ) -> std::io::Result<Self> {
        let mut command = Command::new(program);
        command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let (orders, out, err) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let viewer = Self { child, orders, number };
        let readers: [Option<Box<dyn Read + Send>>; 2] = [
            out.map(|out| Box::new(out) as Box<dyn Read + Send>),
            err.map(|err| Box::new(err) as Box<dyn Read + Send>),
        ];
        for (reader, may_beat) in readers.into_iter().flatten().zip([true, false]) {
            let news = news.clone();
            std::thread::Builder::new()
                .name("viewer output".into())
                .spawn(move || read(reader, may_beat, number, &news))?;
        }
        Ok(viewer)
    }

    /// Number of the process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks the window for something. One that no longer listens is ended by other means.
    pub fn order(&mut self, order: Order) {
        if let Some(orders) = &mut self.orders {
            let _ = writeln!(orders, "{}", order.word()).and_then(|()| orders.flush());
        }
    }

    /// Ends it at once. A stopped process is ended as well.
    pub fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
    }

    /// How it ended, when it has.
    pub fn ended(&mut self) -> Option<End> {
        let status = self.child.try_wait().ok().flatten()?;
        Some(end_of(status))
    }
}

fn end_of(status: ExitStatus) -> End {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        if let Some(signal) = status.signal() {
            return End::Signal(signal);
        }
    }
    End::Code(status.code().unwrap_or(-1))
}

/// Reads lines until the end; an endless line is cut, bytes that are no text are replaced.
fn read(reader: impl Read, may_beat: bool, number: u64, news: &SyncSender<News>) {
    let mut reader = BufReader::new(reader);
    loop {
        let mut bytes = Vec::new();
        match reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        let beat = may_beat.then(|| Beat::read(&line)).flatten();
        let item = match beat {
            Some(beat) => News::Beat(number, Box::new(beat)),
            None if line.is_empty() => continue,
            None => News::Line(line),
        };
        if news.send(item).is_err() {
            return;
        }
    }
}

/// What the system knows about a process.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Resident memory, mebibytes.
    pub memory_mib: f64,
    /// Open handles.
    pub handles: u64,
    /// Threads.
    pub threads: u64,
}

/// Asks `/proc`; `None` when the process is gone, or the system has no `/proc`.
pub fn usage(pid: u32) -> Option<Usage> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let number = |name: &str| -> Option<u64> {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line[name.len()..].split_whitespace().next()?.parse().ok()
    };
    let handles = std::fs::read_dir(format!("/proc/{pid}/fd")).map_or(0, |entries| entries.count() as u64);
    let memory_mib = number("VmRSS:")? as f64 / 1024.0;
    Some(Usage { memory_mib, handles, threads: number("Threads:").unwrap_or_default() })
}

/// Temperature of the warmest sensor of the machine, °C, when there is one.
pub fn temperature_c() -> Option<f64> {
    let zones = std::fs::read_dir("/sys/class/thermal").ok()?;
    let read = |path: PathBuf| std::fs::read_to_string(path.join("temp")).ok()?.trim().parse::<f64>().ok();
    let degrees = zones.flatten().filter_map(|zone| read(zone.path())).map(|milli| milli / 1000.0);
    degrees.filter(|c| (-40.0..150.0).contains(c)).max_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[test]
    fn output_is_told_apart_and_endless_lines_are_cut() {
        let (sender, receiver) = sync_channel(100);
        let beat = Beat { version: 1, number: 4, ..Beat::default() };
        let mut bytes = beat.line().into_bytes();
        bytes.extend(b"warn: one\n\xff\xfe two\n\n");
        bytes.extend(vec![b'x'; 40_000]);
        read(bytes.as_slice(), true, 7, &sender);
        drop(sender);
        let news: Vec<News> = receiver.iter().collect();
        assert_eq!(news[0], News::Beat(7, Box::new(beat.clone())));
        assert_eq!(news[1], News::Line("warn: one".to_owned()));
        assert!(matches!(&news[2], News::Line(line) if line.ends_with("two")));
        assert_eq!(news.len(), 6, "40,000 bytes are three lines");
        // What comes over the error output is never a heartbeat.
        let (sender, receiver) = sync_channel(100);
        read(beat.line().as_bytes(), false, 7, &sender);
        assert!(matches!(receiver.try_recv(), Ok(News::Line(_))));
    }

    #[test]
    fn the_own_process_has_memory_and_handles() {
        if !cfg!(target_os = "linux") {
            return;
        }
        let usage = usage(std::process::id()).unwrap();
        assert!(usage.memory_mib > 0.5 && usage.handles > 2 && usage.threads >= 1);
        assert_eq!(super::usage(u32::MAX - 7), None);
    }
}
