//! Faults given to the real window of an exhibition on a virtual display, and two windows in step.
//!
//! A short sample runs with all tests; `cargo test --release --workspace --test kiosk_window -- --ignored --nocapture`
//! runs them all and prints the times. Needs `linli-view` beside `linli`, Xvfb, and for touches xdotool.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "tests")]

mod display;
mod kiosk_state;
mod window_hall;

use std::fs;
use std::net::UdpSocket;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use display::{Display, can_run, viewer};
use window_hall::{Hall, SIZE_PX};

#[test]
fn a_lost_card_and_a_lost_display_are_followed_by_the_show() {
    if !can_run(&["Xvfb"]) {
        return;
    }
    let mut hall = Hall::new();
    hall.open();
    println!("first start: the scene is on screen after {:.1} s", hall.showing(0).as_secs_f64());
    hall.second_instance_is_refused();
    hall.trial("lose-device");
    assert!(hall.comes_back("device lost", 1).contains("card was lost"));
    hall.display.end();
    std::thread::sleep(Duration::from_secs(3));
    let (number, begin) = (hall.starts().len(), Instant::now());
    hall.display.begin_again();
    hall.showing(number);
    println!(
        "X server gone and back: the scene is on screen {:.1} s after it is back",
        begin.elapsed().as_secs_f64()
    );
    hall.nothing_is_left_half_written();
}

#[test]
#[ignore = "minutes: every fault on the real window"]
fn every_other_fault_ends_in_the_show() {
    if !can_run(&["Xvfb", "xdotool"]) {
        return;
    }
    let mut hall = Hall::new();
    hall.open();
    hall.showing(0);
    hall.signal("-KILL");
    assert!(hall.comes_back("kill -9", 1).contains("signal 9"));
    hall.signal("-STOP");
    assert!(hall.comes_back("SIGSTOP", 2).contains("hung"));
    hall.flood_of_touches(4_000);
    hall.clock_jumps();
    let limit = hall.memory_limit_mib();
    hall.trial(&format!("grow {limit}"));
    let end = hall.comes_back("memory above the limit", 3);
    assert!(end.contains("memory") || end.contains("planned"), "{end}");
    hall.nothing_is_left_half_written();
}

#[test]
#[ignore = "minutes: damaged files, a machine without fonts, a full disk"]
fn damage_at_the_start_ends_in_the_show() {
    if !can_run(&["Xvfb"]) {
        return;
    }
    let mut hall = Hall::new();
    // A machine without fonts, and without a home.
    hall.environment.extend(
        [("FONTCONFIG_FILE", "/nothing"), ("FONTCONFIG_PATH", "/nothing"), ("HOME", "/nothing")]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    hall.open();
    println!("no fonts on the machine: on screen after {:.1} s", hall.showing(0).as_secs_f64());
    hall.wait("the last good show", |hall| hall.path("state/last-good/shows/last-good.json").is_file());
    hall.close();
    let damage: [(&str, &str, &[u8]); 4] = [
        ("show", "scene/shows/one.json", b"{\"schema_version\": 1, \"key\""),
        ("scene", "scene/scene.json", b""),
        ("layer of the scene", "scene/buildings.geojson", b"\0\0\0{]"),
        ("settings", "kiosk.json", b"{\"limits\": {\"hang_s\": 2,5}}"),
    ];
    for (what, file, bytes) in damage {
        let good = fs::read(hall.path(file)).unwrap();
        fs::write(hall.path(file), bytes).unwrap();
        let number = hall.starts().len();
        hall.open();
        // A scene that turns out to be damaged while it loads costs starts before the last good one comes.
        let took = hall.showing(number);
        println!("damaged {what}: a show is on screen after {:.1} s", took.as_secs_f64());
        hall.close();
        fs::write(hall.path(file), good).unwrap();
    }
    fs::remove_dir_all(hall.path("state")).unwrap();
    fs::create_dir_all(hall.path("state")).unwrap();
    for name in ["settings.json.new", "problems.txt.new", "health.json.new", "answers.json.new", "kiosk.log"]
    {
        std::os::unix::fs::symlink("/dev/full", hall.path("state").join(name)).unwrap();
    }
    let number = hall.starts().len();
    hall.open();
    println!("full disk: on screen after {:.1} s", hall.showing(number).as_secs_f64());
    hall.close();
}

/// Pictures that are compared, at least.
const PICTURES: usize = 60;

/// A line of a frame log: time, position in the chapter, both microseconds, and the eye.
struct Frame {
    time_us: i64,
    chapter: u32,
    position_us: i64,
    eye_m: [f64; 3],
    frame_ms: f64,
}

fn frames(path: &Path) -> Vec<Frame> {
    let text = fs::read_to_string(path).unwrap();
    let rows = text.lines().skip(1).filter_map(|line| {
        let words: Vec<&str> = line.split(',').collect();
        let number = |at: usize| words.get(at)?.parse::<f64>().ok();
        Some(Frame {
            time_us: words.first()?.parse().ok()?,
            frame_ms: number(1)?,
            chapter: words.get(2)?.parse().ok()?,
            position_us: words.get(3)?.parse().ok()?,
            eye_m: [number(4)?, number(5)?, number(6)?],
        })
    });
    rows.collect()
}

fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share).round() as usize]
}

fn now_us() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros()).unwrap()
}

/// Address of an OSC message.
fn cue(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.split(|byte| *byte == 0).next().unwrap_or_default()).into_owned()
}

#[test]
fn two_windows_are_in_step_and_cues_come_when_they_should() {
    if !can_run(&["Xvfb"]) {
        return;
    }
    let hall = Hall::new();
    hall.keep_layers(&["terrain", "buildings"]);
    let second = Display::begin(SIZE_PX);
    let lights = UdpSocket::bind("127.0.0.1:0").unwrap();
    lights.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let free = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let lead = format!(
        r#""cues_to":["{}"],"role":{{"leader":{{"listen":"{free}"}}}}"#,
        lights.local_addr().unwrap()
    );
    let follow = format!(r#""role":{{"follower":{{"leader":"{free}"}}}}"#);
    let start = |name: &str, display: &Display, network: &str| {
        let settings = hall.path(&format!("{name}.json"));
        fs::write(&settings, window_hall::settings(network)).unwrap();
        let mut command = Command::new(viewer());
        command.arg("kiosk").arg(hall.path("scene/shows/one.json")).arg("--settings").arg(settings);
        command.arg("--frame-log").arg(hall.path(&format!("{name}.csv")));
        hall.dress(&mut command, display);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut windows = [start("lead", &hall.display, &lead), start("follow", &second, &follow)];
    let count = |name: &str| {
        fs::read_to_string(hall.path(&format!("{name}.csv"))).unwrap_or_default().lines().count()
    };
    hall.wait("pictures of both windows", |_| count("lead") > 40 && count("follow") > 40);
    // What came while they were loading has waited in the socket: when it came is not known.
    let mut bytes = [0; 1024];
    while lights.recv(&mut bytes).is_ok() {}
    let (from_us, from, mut cues) = (now_us(), count("follow"), Vec::new());
    let begin = Instant::now();
    // Long enough for two rounds of the loop, and for enough pictures where the processor draws them slowly.
    let is_enough = || begin.elapsed() > Duration::from_secs(20) && count("follow") > from + PICTURES;
    while !is_enough() && begin.elapsed() < Duration::from_secs(150) {
        if let Ok(length) = lights.recv(&mut bytes) {
            cues.push((now_us(), cue(&bytes[..length])));
        }
    }
    for window in &mut windows {
        drop(window.stdin.take());
        window.wait().unwrap();
    }
    let (mut lead, mut follow) = (frames(&hall.path("lead.csv")), frames(&hall.path("follow.csv")));
    // Before that they were loading, and the clocks were not yet known.
    lead.retain(|frame| frame.time_us > from_us);
    follow.retain(|frame| frame.time_us > from_us);
    assert!(
        follow.len() > PICTURES / 2 && lead.len() > PICTURES / 2,
        "{} and {} pictures",
        lead.len(),
        follow.len()
    );
    let (mut apart_ms, mut held_ms, mut eyes_m) = (Vec::new(), Vec::new(), Vec::new());
    for frame in &follow {
        let at = lead.partition_point(|other| other.time_us <= frame.time_us);
        let around = at.checked_sub(1).and_then(|before| lead.get(before).zip(lead.get(at)));
        let Some((before, after)) = around else { continue };
        if before.chapter != frame.chapter || after.position_us < before.position_us {
            continue;
        }
        held_ms.push((frame.position_us - before.position_us).abs() as f64 / 1e3);
        // Screens do not light up at the same moment: where the leader's picture was at that of the follower.
        let share = (frame.time_us - before.time_us) as f64 / (after.time_us - before.time_us).max(1) as f64;
        let position_us = (after.position_us - before.position_us) as f64 * share + before.position_us as f64;
        apart_ms.push((frame.position_us as f64 - position_us).abs() / 1e3);
        let eye = |axis: usize| before.eye_m[axis] + (after.eye_m[axis] - before.eye_m[axis]) * share;
        let way: f64 = (0..3).map(|axis| (frame.eye_m[axis] - eye(axis)).powi(2)).sum();
        eyes_m.push(way.sqrt());
    }
    let mut times: Vec<f64> = lead.iter().chain(&follow).map(|frame| frame.frame_ms).collect();
    let frame_ms = percentile(&mut times, 0.95);
    let (middle, most) = (percentile(&mut apart_ms, 0.5), percentile(&mut apart_ms, 0.95));
    println!(
        "two windows, n = {}: {middle:.1} ms apart, 95 of 100 pictures within {most:.1} ms; a picture takes {:.1} ms, 95 of \
         100 within {frame_ms:.1} ms; eyes {:.2} m apart; what stands on both screens at one time differs by {:.1} ms",
        apart_ms.len(),
        percentile(&mut times, 0.5),
        percentile(&mut eyes_m, 0.5),
        percentile(&mut held_ms, 0.5),
    );
    assert!(
        apart_ms.len() > follow.len() / 2 && most <= frame_ms,
        "{most} ms apart, a picture takes {frame_ms} ms"
    );
    assert!(middle < 0.5 * frame_ms, "{middle} ms apart, a picture takes {frame_ms} ms");
    let mut late_ms = Vec::new();
    let mut begun_us = None;
    for (time_us, address) in &cues {
        match (address.as_str(), begun_us) {
            ("/light/begin", _) => begun_us = Some(*time_us),
            ("/light/after-2s", Some(begun)) => late_ms.push((time_us - begun - 2_000_000) as f64 / 1e3),
            _ => {}
        }
    }
    println!("cues on the loopback: {} packets; the one after 2 s comes {late_ms:.1?} ms late", cues.len());
    assert!(
        late_ms.len() > 1 && late_ms.iter().all(|late| late.abs() < 2.0 * frame_ms.max(60.0)),
        "{cues:?}"
    );
}
