//! A scripted session in the real window on a virtual display, by mouse and keyboard: a building is drawn, reshaped by
//! a handle, raised, taken back and made again, a pipe laid, the variant forked, both compared, the comparison exported. Needs `linli-view` beside `linli`, Xvfb
//! and xdotool. `LINLI_PICTURES` names a folder that keeps a picture of each part.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "tests")]

mod display;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use display::{Display, can_run, viewer};
use serde_json::Value;

const SCENE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/lantern-court");
const SIZE_PX: [u32; 2] = [640, 400];
/// Longest time for anything on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(180);
/// Time that the window gets for a frame or two, on a machine without a graphics card.
const FRAMES: Duration = Duration::from_millis(1500);

/// The window with somebody before it.
struct Desk {
    home: tempfile::TempDir,
    display: Display,
    window: Option<Child>,
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let scene = home.path().join("scene");
        fs::create_dir_all(&scene).unwrap();
        for entry in fs::read_dir(SCENE).unwrap().map(Result::unwrap).filter(|e| e.path().is_file()) {
            fs::copy(entry.path(), scene.join(entry.file_name())).unwrap();
        }
        fs::create_dir_all(home.path().join("Pictures")).unwrap();
        Self { home, display: Display::begin(SIZE_PX), window: None }
    }

    fn scene(&self) -> PathBuf {
        self.home.path().join("scene")
    }

    fn variant(&self, key: &str) -> PathBuf {
        self.scene().join("variants").join(key)
    }

    fn open(&mut self, more: &[&str]) {
        self.close();
        let mut command = Command::new(viewer());
        command.arg("view").arg(self.scene()).args(more).args(["--lang", "en"]);
        self.display.dress(&mut command);
        command.env("HOME", self.home.path()).env("XDG_RUNTIME_DIR", self.home.path());
        command.env("XDG_STATE_HOME", self.home.path().join("state"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.window = Some(command.spawn().unwrap());
        let [width, height] = SIZE_PX.map(|side| side.to_string());
        self.until("the window opens", |desk| {
            let found = desk.xdotool(&["search", "--onlyvisible", "--name", "Linli"]);
            let window = found.lines().next().unwrap_or_default().to_owned();
            !window.is_empty() && {
                desk.xdotool(&["windowsize", "--sync", &window, &width, &height]);
                desk.xdotool(&["windowfocus", &window]);
                true
            }
        });
    }

    fn close(&mut self) {
        if let Some(mut window) = self.window.take() {
            let _ = window.kill();
            let _ = window.wait();
        }
    }

    fn xdotool(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("xdotool");
        self.display.dress(&mut command);
        String::from_utf8_lossy(&command.args(arguments).output().unwrap().stdout).into_owned()
    }

    fn key(&self, key: &str) {
        self.xdotool(&["key", key]);
        std::thread::sleep(FRAMES);
    }

    fn click(&self, [x, y]: [u32; 2]) {
        self.xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
        std::thread::sleep(FRAMES);
        self.xdotool(&["click", "1"]);
        std::thread::sleep(FRAMES);
    }

    fn drag(&self, from: [u32; 2], to: [u32; 2]) {
        let at = |[x, y]: [u32; 2]| {
            self.xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
            std::thread::sleep(FRAMES);
        };
        at(from);
        self.xdotool(&["mousedown", "1"]);
        std::thread::sleep(FRAMES);
        at(to);
        self.xdotool(&["mouseup", "1"]);
        std::thread::sleep(FRAMES);
    }

    fn until(&self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        let begin = Instant::now();
        while !is_so(self) {
            assert!(begin.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// Pictures and pages that the window has saved.
    fn saved(&self, ending: &str) -> Vec<PathBuf> {
        let files = fs::read_dir(self.home.path().join("Pictures")).unwrap();
        let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|own| own == ending));
        files.sort();
        files
    }

    fn picture(&self, name: &str) {
        let before = self.saved("png").len();
        self.key("F12");
        self.until("a picture is saved", |desk| desk.saved("png").len() > before);
        if let Some(folder) = std::env::var_os("LINLI_PICTURES") {
            std::thread::sleep(FRAMES);
            fs::copy(self.saved("png").last().unwrap(), Path::new(&folder).join(name)).unwrap();
        }
    }

    fn linli(&self, arguments: &[&str]) -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        command.args(arguments).env("XDG_STATE_HOME", self.home.path().join("state"));
        let done = command.output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        serde_json::from_slice(&done.stdout).unwrap()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.close();
    }
}

/// Bytes of a file; 0 where it is not there.
fn size_of(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |about| about.len())
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_building_is_drawn_raised_taken_back_forked_compared_and_exported_in_the_window() {
    if !can_run(&["Xvfb", "xdotool"]) {
        return;
    }
    let mut desk = Desk::new();
    desk.open(&[]);
    let journal = desk.variant("draft.journal");
    // Until the scene is there, keys and clicks come to nothing.
    desk.until("a building is drawn", |desk| {
        desk.key("Escape");
        desk.key("t");
        desk.key("b");
        for corner in [[270, 180], [360, 180], [360, 225], [270, 225]] {
            desk.click(corner);
        }
        desk.key("Return");
        size_of(&journal) > 0
    });
    let drawn = size_of(&journal);
    desk.picture("drawn.png");
    // Its corner is pulled out by its handle.
    desk.key("k");
    desk.drag([360, 225], [378, 240]);
    desk.until("it is reshaped", |_| size_of(&journal) > drawn);
    let drawn = size_of(&journal);
    desk.picture("reshaped.png");
    desk.key("k");
    desk.key("bracketright");
    desk.until("it is raised", |_| size_of(&journal) > drawn);
    let raised = size_of(&journal);
    desk.key("ctrl+z");
    desk.until("that is taken back", |_| size_of(&journal) > raised);
    let back = size_of(&journal);
    desk.key("ctrl+y");
    desk.until("and made again", |_| size_of(&journal) > back);
    desk.picture("raised.png");
    let again = size_of(&journal);
    // A pipe is laid through the command's name.
    desk.key("ctrl+k");
    desk.xdotool(&["type", "--delay", "300", "draw gas"]);
    std::thread::sleep(FRAMES);
    desk.key("Return");
    desk.click([250, 250]);
    desk.click([380, 260]);
    desk.picture("laid.png");
    desk.key("Return");
    desk.until("a pipe is laid", |_| size_of(&journal) > again);
    desk.key("ctrl+b");
    let fork = desk.variant("draft-2.json");
    desk.until("the variant is forked", |_| fork.is_file());
    desk.until("what was edited is in its file", |desk| {
        read(&desk.variant("draft.json"))["edits"].as_array().is_some_and(|edits| edits.len() == 4)
    });
    let forked = read(&fork);
    assert_eq!((&forked["base"], &forked["base_edits"]), (&Value::from("draft"), &Value::from(4)));
    desk.picture("forked.png");
    desk.open(&["--compare", "base,draft-2"]);
    desk.until("the comparison is exported", |desk| {
        desk.key("ctrl+e");
        !desk.saved("html").is_empty()
    });
    desk.picture("compared.png");
    let page = fs::read_to_string(&desk.saved("html")[0]).unwrap();
    assert!(page.contains("draft-2") && page.contains("<table"), "{page}");
    desk.close();
    // The command line tells the same.
    let scene = desk.scene().to_string_lossy().into_owned();
    let differences = desk.linli(&["variant", "diff", &scene, "base", "draft-2", "--json"]);
    let text = differences.to_string();
    assert!(text.contains("added") && text.contains("building"), "{text}");
    let edits = read(&desk.variant("draft.json"))["edits"].to_string();
    assert!(edits.contains("reshape") && edits.contains("lay_line"), "{edits}");
}
