//! A hall with the real window on a virtual display: `linli kiosk` over a small scene, faults, and what health tells.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::display::{Display, viewer};
use crate::kiosk_state;

const SCENE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/lantern-court");
/// Longest time for anything on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(240);
/// Size of the window, pixels.
pub const SIZE_PX: [u32; 2] = [568, 320];
/// Limit of memory, MiB: several times what the window needs.
const MEMORY_MIB: u64 = 1_500;
/// Seconds of a year.
const YEAR_S: i64 = 31_536_000;

/// Settings of a small window with short times; `network` is added to its network.
pub fn settings(network: &str) -> String {
    let [width, height] = SIZE_PX;
    let comma = if network.is_empty() { "" } else { "," };
    format!(
        r#"{{"screen":{{"width_px":{width},"height_px":{height},"width_mm":600,"height_mm":338,"lower_edge_mm":900,
        "target_mm":20,"windowed":true}},"language":"english","software_rendering":"allow",
        "idle":{{"warning_after_s":4,"gentle_after_s":3,"full_after_s":3,"cleaning_s":3,"staff_s":30,"guide_s":30}},
        "quality":{{"frame_ms":33,"lowest":0,"highest":0}},
        "limits":{{"hang_s":15,"start_s":120,"memory_mib":{MEMORY_MIB}}}{comma}{}}}"#,
        if network.is_empty() { String::new() } else { format!(r#""network":{{{network}}}"#) }
    )
}

/// The hall.
pub struct Hall {
    home: tempfile::TempDir,
    supervisor: Option<Child>,
    port: u16,
    pub display: Display,
    /// More of the environment of the show.
    pub environment: BTreeMap<String, String>,
}

impl Hall {
    /// A hall with a copy of a small scene, a show of one chapter that moves, and settings with short times.
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        // A port that nobody has now.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (display, environment) = (Display::begin(SIZE_PX), BTreeMap::new());
        let hall = Self { home, supervisor: None, port, display, environment };
        fs::create_dir_all(hall.path("scene/shows")).unwrap();
        for entry in fs::read_dir(SCENE).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), hall.path("scene").join(entry.file_name())).unwrap();
            }
        }
        let words = r#"{"zh":"字","en":"word"}"#;
        let place = |x: f64, fly_s: f64| {
            format!(r#"{{"eye_m":[{x},-240,120],"target_m":[0,0,10],"fly_s":{fly_s},"stay_s":0.5}}"#)
        };
        let show = format!(
            r#"{{"schema_version":1,"key":"one","title":{words},"invitation":{words},"home":{},"chapters":[
            {{"key":"a","title":{words},"summary":{words},"steps":[{},{},{}],"cues":[
            {{"at_s":0,"address":"/light/begin","value":1}},{{"at_s":2,"address":"/light/after-2s","value":0.5}}]}}]}}"#,
            place(0.0, 0.0),
            place(-200.0, 0.0),
            place(0.0, 3.0),
            place(200.0, 3.0),
        );
        fs::write(hall.path("scene/shows/one.json"), show).unwrap();
        let health = format!(r#""health":"127.0.0.1:{port}""#);
        fs::write(hall.path("kiosk.json"), settings(&health)).unwrap();
        hall.write_viewer();
        hall
    }

    /// The window's program with the file of trials; every start is noted.
    fn write_viewer(&self) {
        use std::os::unix::fs::PermissionsExt as _;
        let text = format!(
            "#!/bin/sh\necho \"$$ $*\" >> '{}'\nexec '{}' \"$@\" --trial '{}'\n",
            self.path("starts").display(),
            viewer().display(),
            self.path("trial").display()
        );
        fs::write(self.path("viewer.sh"), text).unwrap();
        fs::set_permissions(self.path("viewer.sh"), fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Leaves out every layer of the scene but some, so that it is drawn quickly.
    pub fn keep_layers(&self, kept: &[&str]) {
        let path = self.path("scene/scene.json");
        let mut scene: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        scene["layers"]
            .as_array_mut()
            .unwrap()
            .retain(|layer| kept.iter().any(|name| layer["layer"] == *name));
        fs::write(path, scene.to_string()).unwrap();
    }

    pub fn path(&self, inside: &str) -> PathBuf {
        self.home.path().join(inside)
    }

    /// The environment of a window on a display.
    pub fn dress(&self, command: &mut Command, display: &Display) {
        display.dress(command);
        command.env("XDG_RUNTIME_DIR", self.home.path()).env_remove("NOTIFY_SOCKET");
        command.envs(&self.environment);
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        command.args(["kiosk", "--lang", "en"]).arg(self.path("scene/shows/one.json"));
        command.arg("--settings").arg(self.path("kiosk.json")).arg("--state").arg(self.path("state"));
        command.arg("--viewer").arg(self.path("viewer.sh")).arg("--clock-file").arg(self.path("clock"));
        self.dress(&mut command, &self.display);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    pub fn open(&mut self) {
        self.supervisor = Some(self.command().spawn().unwrap());
    }

    /// Ends the show as the system would.
    pub fn close(&mut self) {
        let Some(mut child) = self.supervisor.take() else { return };
        let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        let begin = Instant::now();
        while child.try_wait().ok().flatten().is_none() && begin.elapsed() < Duration::from_secs(30) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = child.kill();
        let _ = child.wait();
    }

    pub fn starts(&self) -> Vec<String> {
        kiosk_state::starts(&self.path("starts"))
    }

    fn pid(&self) -> Option<String> {
        Some(self.starts().last()?.split(' ').next()?.to_owned())
    }

    fn health(&self) -> Value {
        kiosk_state::health(self.port, &self.path("state/health.json"))
    }

    fn status(&self, name: &str) -> Value {
        self.health().pointer(&format!("/beat/status/{name}")).cloned().unwrap_or_default()
    }

    pub fn wait(&self, what: &str, done: impl Fn(&Self) -> bool) -> Duration {
        let begin = Instant::now();
        while !done(self) {
            let log = || fs::read_to_string(self.path("state/kiosk.log")).unwrap_or_default();
            assert!(begin.elapsed() < PATIENCE, "{what} did not come; log:\n{}\n{:#}", log(), self.health());
            std::thread::sleep(Duration::from_millis(50));
        }
        begin.elapsed()
    }

    /// Waits until the scene is on screen in a start of this number, from 0, or a later one.
    pub fn showing(&self, number: usize) -> Duration {
        self.wait(&format!("start {number} on screen"), |hall| {
            let (health, pid) = (hall.health(), hall.pid().and_then(|pid| pid.parse::<u64>().ok()));
            hall.starts().len() > number
                && health["state"] == "showing"
                && health["pid"].as_u64() == pid
                && hall.status("scene") == true
        })
    }

    /// Asks the window for a fault of its own.
    pub fn trial(&self, what: &str) {
        fs::write(self.path("trial.part"), what).unwrap();
        fs::rename(self.path("trial.part"), self.path("trial")).unwrap();
    }

    /// Waits for the start of this number; how the window before it ended.
    pub fn comes_back(&self, what: &str, number: usize) -> String {
        let whole = self.showing(number).as_secs_f64();
        let health = self.health();
        let picture = health["last_recovery_s"].as_f64().unwrap_or_default();
        println!(
            "{what}: a picture {picture:.1} s after the end of the window, the scene {whole:.1} s after the fault"
        );
        health["last_end"].as_str().unwrap_or_default().to_owned()
    }

    pub fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.pid().unwrap()]).status().unwrap().success());
    }

    pub fn memory_limit_mib(&self) -> u64 {
        MEMORY_MIB
    }

    /// A second show on the same state is told who is there, and the first goes on.
    pub fn second_instance_is_refused(&self) {
        let output = self.command().stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let holder = self.supervisor.as_ref().unwrap().id().to_string();
        assert!(output.status.code() == Some(2) && said.contains(&holder), "{said}");
        assert_eq!(self.starts().len(), 1, "the window of the first stays");
    }

    /// So many presses all over the window, faster than any hand; then the show comes back by itself.
    pub fn flood_of_touches(&self, count: u32) {
        let (pid, begin) = (self.pid(), Instant::now());
        let mut seed = 7_u32;
        for _ in 0..count / 200 {
            let mut words = Vec::new();
            for _ in 0..200 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let (x, y) = ((seed >> 16) % SIZE_PX[0], (seed >> 8) % SIZE_PX[1]);
                words.extend([
                    "mousemove".to_owned(),
                    x.to_string(),
                    y.to_string(),
                    "click".to_owned(),
                    "1".to_owned(),
                ]);
            }
            let mut command = Command::new("xdotool");
            self.display.dress(&mut command);
            command.args(&words);
            assert!(command.status().unwrap().success());
        }
        let flooded = begin.elapsed().as_secs_f64();
        let took = self.wait("the loop", |hall| hall.status("phase") == "attract").as_secs_f64();
        println!("{count} touches in {flooded:.1} s: the loop plays {took:.1} s later");
        assert_eq!(self.pid(), pid, "no touch ends the window");
        assert!(self.status("visitors").as_u64().is_some_and(|visitors| visitors > 0), "somebody was there");
    }

    /// The clocks of window and supervisor jump by a year, forward and back: nothing restarts, the show goes on.
    pub fn clock_jumps(&self) {
        let pid = self.pid();
        for seconds in [YEAR_S, -YEAR_S, 0] {
            fs::write(self.path("clock"), seconds.to_string()).unwrap();
            self.trial(&format!("clock {seconds}"));
            let pictures = |hall: &Self| hall.health().pointer("/beat/frames/count").and_then(Value::as_u64);
            std::thread::sleep(Duration::from_secs(2));
            let before = pictures(self).unwrap_or_default();
            let took = self.wait("pictures", |hall| pictures(hall).is_some_and(|count| count > before + 10));
            println!("clock jumps to {seconds:+} s: ten pictures within {:.1} s", took.as_secs_f64());
            assert!(!self.path("trial").exists(), "the window has heard of it");
        }
        assert_eq!(self.pid(), pid, "a clock that jumps starts nothing again");
    }

    /// Nothing that a fault left behind is half written.
    pub fn nothing_is_left_half_written(&self) {
        for name in ["settings.json", "health.json"] {
            let text = fs::read_to_string(self.path("state").join(name)).unwrap();
            assert!(serde_json::from_str::<Value>(&text).is_ok(), "{name}: {text}");
        }
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        self.close();
    }
}
