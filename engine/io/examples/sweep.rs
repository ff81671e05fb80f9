//! Reads damaged copies of real files for some minutes, in processes with limits on memory and time, and keeps every
//! copy that made a reader panic, hang, die or take much memory. The same seed makes the same copies.
//!
//! `cargo run --release -p linli_io --example sweep -- MINUTES SEED KEEP FOLDER…`

#![expect(clippy::print_stdout, reason = "a program for developers")]

#[path = "sweep/damage.rs"]
mod damage;
#[path = "sweep/samples.rs"]
mod samples;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use damage::Dice;
use linli_io::{ImportOptions, Input, Limits};
use linli_model::NoProgress;
use samples::Sample;

/// Copies that one process reads.
const COPIES: u64 = 400;
/// Address space of a process, KiB.
const MEMORY_KIB: u64 = 3 << 20;
/// Longest time for one copy.
const TIME: Duration = Duration::from_secs(20);
/// Resident memory above which a copy is kept, KiB, and the same as a multiple of the copy's size.
const MUCH_KIB: u64 = 512 << 10;
const MUCH_RATIO: u64 = 100;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.as_slice() {
        [word, seed, work, folders @ ..] if word == "--one" => read_some(seed, Path::new(work), folders),
        [minutes, seed, keep, folders @ ..] if !folders.is_empty() => {
            sweep(minutes, seed, Path::new(keep), folders)
        }
        _ => Err("MINUTES SEED KEEP FOLDER…".into()),
    };
    match done {
        Ok(0) => ExitCode::SUCCESS,
        Ok(found) => {
            println!("{found} copies are kept");
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Starts process after process until the minutes are over; how many copies were kept.
fn sweep(minutes: &str, seed: &str, keep: &Path, folders: &[String]) -> Outcome<u64> {
    let end = Instant::now() + Duration::from_secs_f64(60.0 * minutes.parse::<f64>()?);
    let (mut seed, mut copies, mut found) = (seed.parse::<u64>()?, 0, 0);
    std::fs::create_dir_all(keep)?;
    let work = keep.join("work");
    while Instant::now() < end {
        let _ = std::fs::remove_dir_all(&work);
        std::fs::create_dir_all(&work)?;
        let mut child = start(seed, &work, folders)?;
        let why = watch(&mut child, &work, end)?;
        copies += progress(&work).map_or(0, |(number, _)| number);
        found += std::fs::read_to_string(work.join("kept")).map_or(0, |text| text.lines().count() as u64);
        if let Some(why) = why {
            found += 1;
            let (number, name) = progress(&work).unwrap_or_default();
            keep_copy(&work, keep, &format!("{why}-{seed}-{number}"), &name)?;
        }
        seed += 1;
    }
    println!("{copies} copies, next seed {seed}");
    std::fs::remove_dir_all(&work)?;
    Ok(found)
}

fn start(seed: u64, work: &Path, folders: &[String]) -> Outcome<Child> {
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"ulimit -v "$0"; exec "$@""#, &MEMORY_KIB.to_string()]);
    shell.arg(std::env::current_exe()?).args(["--one", &seed.to_string()]).arg(work).args(folders);
    Ok(shell.stdin(Stdio::null()).stdout(Stdio::inherit()).stderr(Stdio::null()).spawn()?)
}

/// The number and name of the copy that is being read.
fn progress(work: &Path) -> Option<(u64, String)> {
    let text = std::fs::read_to_string(work.join("now")).ok()?;
    let (number, name) = text.split_once(' ')?;
    Some((number.parse().ok()?, name.to_owned()))
}

/// Waits for a process; why it ended when it did not end well.
fn watch(child: &mut Child, work: &Path, end: Instant) -> Outcome<Option<&'static str>> {
    let (mut last, mut since) = (None, Instant::now());
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((!status.success()).then_some("died"));
        }
        let now = progress(work);
        if now != last {
            (last, since) = (now, Instant::now());
        }
        let hangs = since.elapsed() > TIME;
        if hangs || Instant::now() > end + TIME {
            child.kill()?;
            child.wait()?;
            return Ok(hangs.then_some("hangs"));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Copies what is being read, with what lies beside it, to where it is kept.
fn keep_copy(work: &Path, keep: &Path, as_: &str, name: &str) -> Outcome<()> {
    println!("{as_}: {name}");
    let to = keep.join(as_);
    std::fs::create_dir_all(&to)?;
    for entry in std::fs::read_dir(work.join("copy"))?.flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Reads some copies in this process; those that panic or take much memory are kept.
fn read_some(seed: &str, work: &Path, folders: &[String]) -> Outcome<u64> {
    let samples = Sample::all(folders);
    let mut kinds: BTreeMap<&str, Vec<&Sample>> = BTreeMap::new();
    samples.iter().for_each(|sample| kinds.entry(sample.ending()).or_default().push(sample));
    let kinds: Vec<Vec<&Sample>> = kinds.into_values().collect();
    let mut dice = Dice(seed.parse::<u64>()?.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let keep = work.parent().ok_or("the folder has no parent")?;
    let copy = work.join("copy");
    let mut kept = String::new();
    for number in 0..COPIES {
        // Each kind of file as often as any other, however many there are of it.
        let Some(kind) = kinds.get(dice.below(kinds.len())) else {
            return Err("there are no samples".into());
        };
        let Some(sample) = kind.get(dice.below(kind.len())) else { continue };
        let other = samples.get(dice.below(samples.len())).map_or(&[][..], |other| &other.bytes);
        let bytes = damage::damaged(&sample.bytes, other, &mut dice);
        let _ = std::fs::remove_dir_all(&copy);
        std::fs::create_dir_all(&copy)?;
        for (name, bytes) in &sample.beside {
            std::fs::write(copy.join(name), bytes)?;
        }
        let path = copy.join(&sample.name);
        std::fs::write(&path, &bytes)?;
        std::fs::write(work.join("now"), format!("{number} {}", sample.from.display()))?;
        // Makes the highest resident memory that of now.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let before = resident_kib();
        let fell = catch_unwind(AssertUnwindSafe(|| read(&path))).is_err();
        let taken = resident_kib().saturating_sub(before);
        let much = taken > MUCH_KIB.max((bytes.len() as u64 * MUCH_RATIO) >> 10);
        if fell || much {
            let why = if fell { "panic".to_owned() } else { format!("{}MiB", taken >> 10) };
            keep_copy(work, keep, &format!("{why}-{seed}-{number}"), &sample.from.display().to_string())?;
            kept += "1\n";
            std::fs::write(work.join("kept"), &kept)?;
        }
    }
    Ok(0)
}

/// Reads a file by every way that its content may have.
fn read(path: &Path) {
    let options = ImportOptions { crs: Some("EPSG:4549".to_owned()), ..ImportOptions::default() };
    let paths = [PathBuf::from(path)];
    let _ = linli_io::import(&paths, &options, &NoProgress);
    let _ = linli_io::check(&paths, &ImportOptions::default(), &NoProgress);
    let limits = Limits::default();
    let Ok(input) = Input::open(path, &limits) else { return };
    let _ = linli_io::read_schedule_input(&input, &limits);
    if input.bytes.starts_with(b"PK") {
        let _ = linli_io::read_gtfs(path);
    }
    if input.name.ends_with(".json") {
        let _ = linli_io::read_show_input(&input, &[]);
        let _ = linli_io::read_tour_input(&input, &[]);
        let _ = linli_io::read_kiosk_settings_input(&input);
        let _ = linli_io::read_utility_rules(&input);
        let _ = linli_io::read_capital_prices(&input);
    }
}

/// Highest resident memory of this process, KiB; 0 where the system does not tell it.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
