//! A stand-in for `linli-view` that obeys orders, for trials of the supervisor: it beats as the window does,
//! and has the fault that the file `fault` in the folder `$FAKE_VIEW` names, once. The test program itself is the
//! stand-in, through a script that takes the words of the command line into `$FAKE_WORDS`.
//!
//! Faults: `exit N`, `abort`, `hang` (the main loop stops, heartbeats go on), `grow N` (MiB), `blind` (no
//! picture is presented), `chatter` (a flood of log lines), `never` (no picture after the start), `busy`
//! (somebody is there).

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use linli_kiosk::{Order, Pulse, Status, orders, start_beating};

/// Writes the script into a folder.
pub fn script(folder: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join("viewer.sh");
    let own = std::env::current_exe().unwrap();
    let text = format!(
        "#!/bin/sh\nFAKE_WORDS=\"$*\" exec '{}' --exact the_stand_in_runs --ignored --nocapture -q\n",
        own.display()
    );
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// Runs as the window; the exit code.
pub fn run() -> u8 {
    let folder = PathBuf::from(std::env::var_os("FAKE_VIEW").unwrap_or_default());
    let words = std::env::var("FAKE_WORDS").unwrap_or_default();
    let words: Vec<&str> = words.split(' ').collect();
    // Every start is noted with its arguments.
    let mut note = fs::File::options().create(true).append(true).open(folder.join("starts")).ok();
    if let Some(note) = &mut note {
        let _ = writeln!(note, "{} {}", std::process::id(), words.join(" "));
    }
    let show = words.get(1).map(PathBuf::from).unwrap_or_default();
    if !show.is_file() {
        return 64;
    }
    let pulse = Pulse::default();
    let Ok(orders) = orders() else { return 70 };
    if start_beating(pulse.clone()).is_err() {
        return 70;
    }
    let (mut blind, mut busy, mut grown) = (false, false, Vec::new());
    for frame in 0_u64.. {
        // A file that is just being written is empty for a moment: taken away then, its fault would be lost.
        let fault = fs::read_to_string(folder.join("fault")).ok().filter(|fault| !fault.trim().is_empty());
        if let Some(fault) = fault {
            let _ = fs::remove_file(folder.join("fault"));
            let (what, number) = fault.trim().split_once(' ').unwrap_or((fault.trim(), "0"));
            let number: usize = number.parse().unwrap_or_default();
            match what {
                "exit" => return number as u8,
                "abort" => std::process::abort(),
                "hang" => std::thread::sleep(Duration::from_secs(3600)),
                "grow" => grown.push(vec![frame as u8 | 1; number << 20]),
                "blind" | "never" => blind = true,
                "busy" => busy = true,
                "chatter" => (0..100_000).for_each(|_| eprintln!("surface lost")),
                _ => {}
            }
        }
        pulse.advanced();
        pulse.simulated(false);
        pulse.input_answered();
        if !blind {
            pulse.presented(16.0);
        }
        if frame.is_multiple_of(20) {
            let phase = if busy { "engaged" } else { "attract" }.to_owned();
            pulse.set_status(Status { phase, idle: !busy, adapter: "none".to_owned(), ..Status::default() });
        }
        match orders.try_recv() {
            Ok(Order::RestartWhenIdle) if !busy => return 80,
            Ok(Order::Quit | Order::SupervisorGone) => return 0,
            _ => {}
        }
        std::thread::sleep(Duration::from_millis(16));
    }
    drop(grown);
    0
}
