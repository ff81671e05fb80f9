//! Faults given to an exhibition: the window crashes, hangs, grows, shows nothing; settings, show and state
//! are damaged; the clock jumps; the disk is full; a second show is started. Each time the show comes back by
//! itself, and the time is printed.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "tests")]

mod kiosk_state;
mod stand_in;

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const SCENES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes");
/// Longest time for anything on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(120);

/// Not a test: the stand-in for the window, which the script of a [`Hall`] starts.
#[test]
#[ignore = "the stand-in for the window, started by other tests"]
fn the_stand_in_runs() {
    std::process::exit(i32::from(stand_in::run()));
}

struct Hall {
    home: tempfile::TempDir,
    supervisor: Option<Child>,
    port: u16,
}

impl Hall {
    /// A hall with a scene, a show and settings with short times.
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut hall = Self { home, supervisor: None, port: 0 };
        fs::create_dir_all(hall.path("scene/shows")).unwrap();
        // A scene of nothing but its frame is enough: the stand-in draws nothing.
        let scene = fs::read_to_string(Path::new(SCENES).join("lantern-court/scene.json")).unwrap();
        let mut scene: Value = serde_json::from_str(&scene).unwrap();
        scene["layers"] = Value::Array(Vec::new());
        fs::write(hall.path("scene/scene.json"), scene.to_string()).unwrap();
        let words = r#"{"zh":"字","en":"word"}"#;
        let place = r#"{"eye_m":[0,-90,60],"target_m":[0,0,0],"stay_s":5}"#;
        let show = format!(
            r#"{{"schema_version":1,"key":"one","title":{words},"invitation":{words},"home":{place},
               "chapters":[{{"key":"a","title":{words},"summary":{words},"steps":[{place}]}}]}}"#
        );
        fs::write(hall.path("scene/shows/one.json"), show).unwrap();
        // A port that nobody has now.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = format!(
            r#"{{"limits":{{"hang_s":3,"start_s":20,"memory_mib":300}},"network":{{"health":"127.0.0.1:{port}"}}}}"#
        );
        fs::write(hall.path("kiosk.json"), settings).unwrap();
        hall.port = port;
        hall
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.home.path().join(inside)
    }

    fn command(&self) -> Command {
        let linli = Path::new(env!("CARGO_BIN_EXE_linli"));
        let viewer = stand_in::script(self.home.path());
        let mut command = Command::new(linli);
        command.args(["kiosk", "--lang", "en"]).arg(self.path("scene/shows/one.json"));
        command.arg("--settings").arg(self.path("kiosk.json")).arg("--state").arg(self.path("state"));
        command.arg("--viewer").arg(viewer).arg("--clock-file").arg(self.path("clock"));
        command.env("FAKE_VIEW", self.home.path()).env_remove("NOTIFY_SOCKET");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn open(&mut self) {
        let mut child = self.command().spawn().unwrap();
        // Nobody reads it; the log in the state folder has it all.
        drop(child.stderr.take());
        self.supervisor = Some(child);
    }

    fn starts(&self) -> Vec<String> {
        kiosk_state::starts(&self.path("starts"))
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("state/kiosk.log")).unwrap_or_default()
    }

    fn health(&self) -> Value {
        kiosk_state::health(self.port, &self.path("state/health.json"))
    }

    fn wait(&self, what: &str, done: impl Fn(&Self) -> bool) -> Duration {
        let begin = Instant::now();
        while !done(self) {
            assert!(
                begin.elapsed() < PATIENCE,
                "{what} did not come; log:\n{}\nhealth: {:#}",
                self.log(),
                self.health()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        begin.elapsed()
    }

    /// Waits until the show is on screen in its start of this number, from 0.
    fn showing(&self, number: usize) -> Duration {
        self.wait(&format!("start {number} on screen"), |hall| {
            let health = hall.health();
            hall.starts().len() > number
                && health["state"] == "showing"
                && health["pid"]
                    .as_u64()
                    .is_some_and(|pid| hall.starts()[number].starts_with(&format!("{pid} ")))
        })
    }

    /// Gives a fault to the running window and waits until the next one is on screen.
    fn fault(&self, what: &str) -> String {
        let number = self.starts().len();
        fs::write(self.path("fault.part"), what).unwrap();
        fs::rename(self.path("fault.part"), self.path("fault")).unwrap();
        self.comes_back(what, number)
    }

    fn comes_back(&self, what: &str, number: usize) -> String {
        self.showing(number);
        let recovered = self.health()["last_recovery_s"].as_f64().unwrap();
        println!("{what}: on screen {recovered:.1} s after the end of the window");
        self.health()["last_end"].as_str().unwrap_or_default().to_owned()
    }

    fn pid(&self) -> String {
        self.starts().last().unwrap().split(' ').next().unwrap().to_owned()
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.pid()]).status().unwrap().success());
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        if let Some(mut child) = self.supervisor.take() {
            let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
            let begin = Instant::now();
            while child.try_wait().ok().flatten().is_none() && begin.elapsed() < Duration::from_secs(20) {
                std::thread::sleep(Duration::from_millis(20));
            }
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn crashes_and_lost_cards_are_followed_by_the_show() {
    let mut hall = Hall::new();
    hall.open();
    println!("first start: on screen after {:.1} s", hall.showing(0).as_secs_f64());
    hall.signal("-KILL");
    assert!(hall.comes_back("kill -9", 1).contains("signal 9"));
    assert!(hall.fault("exit 76").contains("card was lost"));
    // The third failure in ten minutes: from now on safe, until it is forgotten.
    assert!(hall.fault("abort").contains("signal 6"));
    assert!(hall.starts().last().unwrap().contains("--safe"), "{:?}", hall.starts());
    assert_eq!(hall.health()["restarts"], 3);
    assert!(hall.log().contains("on screen again"));
}

#[test]
fn a_window_that_hangs_or_shows_nothing_is_replaced() {
    let mut hall = Hall::new();
    hall.open();
    hall.showing(0);
    hall.signal("-STOP");
    assert!(hall.comes_back("SIGSTOP", 1).contains("hung"));
    // The heartbeat goes on, but nothing moves: the ages tell it.
    assert!(hall.fault("blind").contains("hung"));
}

#[test]
fn memory_above_the_limit_is_given_back() {
    let mut hall = Hall::new();
    hall.open();
    hall.showing(0);
    assert!(hall.fault("grow 330").contains("planned"), "nobody is there: asked to restart");
    assert!(hall.fault("grow 500").contains("too much memory"), "120 % of the limit: at once");
    // A visitor is there: between the limit and 120 % of it nothing happens.
    let number = hall.starts().len();
    fs::write(hall.path("fault"), "busy").unwrap();
    hall.wait("a visitor", |hall| {
        hall.health().pointer("/beat/status/phase").is_some_and(|phase| phase == "engaged")
    });
    fs::write(hall.path("fault"), "grow 310").unwrap();
    hall.wait("growth", |hall| hall.health()["memory_mib"].as_f64().is_some_and(|memory| memory > 305.0));
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(hall.starts().len(), number, "{}", hall.log());
}

#[test]
fn damaged_settings_show_and_state_do_not_keep_it_from_starting() {
    let mut hall = Hall::new();
    fs::write(hall.path("kiosk.json"), "{\"limits\": {\"hang_s\": 2,5}}").unwrap();
    fs::create_dir_all(hall.path("state")).unwrap();
    for name in ["answers.json", "health.json", "lock", "settings.json", "restarted-machine"] {
        fs::write(hall.path("state").join(name), "\u{0}damaged").unwrap();
    }
    hall.open();
    println!("damaged settings and state: on screen after {:.1} s", hall.showing(0).as_secs_f64());
    assert!(hall.starts()[0].contains("--problems"));
    let problems = fs::read_to_string(hall.path("state/problems.txt")).unwrap();
    assert!(problems.contains("line 1, column") && problems.contains("CIM-KIOSK-001"), "{problems}");
    // The clock jumps by a year, forward and back: nothing restarts.
    for seconds in ["31536000", "-31536000", "99999999999999999999", "1e400"] {
        fs::write(hall.path("clock"), seconds).unwrap();
        std::thread::sleep(Duration::from_millis(1_500));
    }
    assert_eq!(hall.starts().len(), 1, "{}", hall.log());
    // A second show on the same state is told who is there.
    let second = hall.command().output().unwrap();
    let holder = hall.supervisor.as_ref().unwrap().id().to_string();
    assert!(second.status.code() == Some(2) && text(&second).contains(&holder), "{}", text(&second));
}

#[test]
fn the_last_good_show_is_shown_when_the_show_is_damaged() {
    let mut hall = Hall::new();
    hall.open();
    hall.wait("the last good show", |hall| hall.path("state/last-good/shows/last-good.json").is_file());
    drop(Hall { home: tempfile::tempdir().unwrap(), supervisor: hall.supervisor.take(), port: 0 });
    fs::write(hall.path("scene/shows/one.json"), "{\"schema_version\": 1, \"key\"").unwrap();
    fs::write(hall.path("scene/scene.json"), "").unwrap();
    hall.open();
    let number = hall.starts().len();
    println!("damaged show and scene: on screen after {:.1} s", hall.showing(number).as_secs_f64());
    let start = hall.starts()[number].clone();
    assert!(start.contains("last-good/shows/last-good.json") && start.contains("--safe"), "{start}");
}

#[test]
fn a_flood_of_log_lines_and_a_log_that_cannot_be_written_change_nothing() {
    let mut hall = Hall::new();
    fs::create_dir_all(hall.path("state")).unwrap();
    // A folder where the log should be: it cannot be written, as on a full disk.
    fs::create_dir(hall.path("state/kiosk.log")).unwrap();
    hall.open();
    hall.showing(0);
    fs::remove_dir(hall.path("state/kiosk.log")).unwrap();
    fs::write(hall.path("fault"), "chatter").unwrap();
    hall.wait("the count of repeated lines", |hall| hall.log().contains("repeated"));
    assert!(hall.log().len() < 40_000);
    assert_eq!(hall.starts().len(), 1);
}

#[test]
fn a_full_disk_costs_files_and_never_the_show() {
    let mut hall = Hall::new();
    fs::create_dir_all(hall.path("state")).unwrap();
    // The device that is always full takes the place of every file that is written.
    for name in ["settings.json.new", "problems.txt.new", "health.json.new", "kiosk.log"] {
        std::os::unix::fs::symlink("/dev/full", hall.path("state").join(name)).unwrap();
    }
    hall.open();
    println!("full disk: on screen after {:.1} s", hall.showing(0).as_secs_f64());
    assert!(hall.starts()[0].contains(&hall.path("kiosk.json").display().to_string()), "{:?}", hall.starts());
    let problems = hall.health()["problems"].to_string();
    assert!(problems.contains("settings.json: No space left"), "{problems}");
    hall.signal("-KILL");
    assert!(hall.comes_back("kill -9 with a full disk", 1).contains("signal 9"));
    // A state folder that cannot be made at all.
    let mut hall = Hall::new();
    fs::write(hall.path("state"), "in the way").unwrap();
    hall.open();
    println!("no state folder: on screen after {:.1} s", hall.showing(0).as_secs_f64());
    assert_eq!(fs::read_to_string(hall.path("state")).unwrap(), "in the way");
}

#[test]
fn the_supervisor_ends_with_the_staff_and_with_the_system() {
    let mut hall = Hall::new();
    hall.open();
    hall.showing(0);
    fs::write(hall.path("fault"), "exit 0").unwrap();
    let mut child = hall.supervisor.take().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "the staff ended it");
    hall.open();
    hall.showing(1);
    let child = hall.supervisor.as_mut().unwrap();
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    hall.supervisor = None;
    let pid = hall.pid();
    assert!(!Path::new(&format!("/proc/{pid}")).exists(), "the window has ended too");
}

#[test]
fn pins_are_hashed_and_answers_exported() {
    let hall = Hall::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_linli"))
        .args(["kiosk", "--new-pin", "--lang", "en"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"246810\n").unwrap();
    let hash = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(linli_present::kiosk::PinHash::read(&hash).unwrap().is_of("246810"));
    fs::create_dir_all(hall.path("state")).unwrap();
    let row = r#"[{"day":"2026-12-01","show":"one","question":"q","answer":"a","count":3}]"#;
    fs::write(hall.path("state/answers.json"), row).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_linli"))
        .args(["kiosk", "--votes", "-", "--state"])
        .arg(hall.path("state"))
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "day,show,question,answer,count\n2026-12-01,one,q,a,3\n"
    );
}

#[test]
fn a_running_show_is_soaked() {
    let mut hall = Hall::new();
    hall.open();
    hall.showing(0);
    let output = Command::new(env!("CARGO_BIN_EXE_linli"))
        .args(["soak", "--for", "4s", "--every", "0.1"])
        .args(["--warm-up", "0s", "--json", "--state"])
        .arg(hall.path("state"))
        .arg("--csv")
        .arg(hall.path("soak.csv"))
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output)));
    assert!(told["samples"].as_u64().unwrap() >= 10 && told["restarts"] == 0, "{told:#}");
    assert!(told["memory_slope"]["high_mib_per_h"].is_number());
    assert!(fs::read_to_string(hall.path("soak.csv")).unwrap().lines().count() > 10);
}
