//! A stand-in for `linli-view` that obeys orders, for trials of the supervisor: it beats as the window does,
//! and has the fault that the file `fault` in the folder `$FAKE_VIEW` names, once.
//!
//! Faults: `exit N`, `abort`, `hang` (the main loop stops, heartbeats go on), `grow N` (MiB), `blind` (no
//! picture is presented), `chatter` (a flood of log lines), `never` (no picture after the start), `busy`
//! (somebody is there).

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use linli_kiosk::{Order, Pulse, Status, orders, start_beating};

fn main() -> ExitCode {
    let folder = PathBuf::from(std::env::var_os("FAKE_VIEW").unwrap_or_default());
    let words: Vec<String> = std::env::args().skip(1).collect();
    // Every start is noted with its arguments.
    let mut note = fs::File::options().create(true).append(true).open(folder.join("starts")).ok();
    if let Some(note) = &mut note {
        let _ = writeln!(note, "{} {}", std::process::id(), words.join(" "));
    }
    let show = words.get(1).map(PathBuf::from).unwrap_or_default();
    if !show.is_file() {
        return ExitCode::from(64);
    }
    let pulse = Pulse::default();
    let Ok(orders) = orders() else { return ExitCode::from(70) };
    if start_beating(pulse.clone()).is_err() {
        return ExitCode::from(70);
    }
    let (mut blind, mut busy, mut grown) = (false, false, Vec::new());
    for frame in 0_u64.. {
        if let Ok(fault) = fs::read_to_string(folder.join("fault")) {
            let _ = fs::remove_file(folder.join("fault"));
            let (what, number) = fault.trim().split_once(' ').unwrap_or((fault.trim(), "0"));
            let number: usize = number.parse().unwrap_or_default();
            match what {
                "exit" => return ExitCode::from(number as u8),
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
            Ok(Order::RestartWhenIdle) if !busy => return ExitCode::from(80),
            Ok(Order::Quit | Order::SupervisorGone) => return ExitCode::SUCCESS,
            _ => {}
        }
        std::thread::sleep(Duration::from_millis(16));
    }
    drop(grown);
    ExitCode::SUCCESS
}
