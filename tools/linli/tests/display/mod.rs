//! A virtual display for the real window, and whether a machine has what that needs.
#![allow(dead_code, reason = "each test of the window uses a part of it")]

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The program with the window, beside `linli`.
pub fn viewer() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_linli")).with_file_name("linli-view")
}

/// Whether the window and some programs are there; says what is not.
pub fn can_run(programs: &[&str]) -> bool {
    let there =
        |program: &&&str| Command::new("which").arg(program).output().is_ok_and(|o| o.status.success());
    if let Some(missing) = programs.iter().find(|program| !there(program)) {
        eprintln!("skipped: there is no {missing} on this machine");
        return false;
    }
    if !viewer().is_file() {
        eprintln!("skipped: {} is not built", viewer().display());
        return false;
    }
    true
}

/// A virtual display.
pub struct Display {
    server: Child,
    number: u32,
    size_px: [u32; 2],
}

impl Display {
    /// Begins one under a number that nobody has.
    pub fn begin(size_px: [u32; 2]) -> Self {
        let [width, height] = size_px;
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                &format!("{width}x{height}x24"),
                "-nolisten",
                "tcp",
                "-noreset",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = [0_u8; 16];
        let length = server.stdout.as_mut().unwrap().read(&mut said).unwrap();
        let number = String::from_utf8_lossy(&said[..length]).trim().parse().unwrap();
        Self { server, number, size_px }
    }

    /// Lets a program open its window on it.
    pub fn dress(&self, command: &mut Command) {
        command.env("DISPLAY", format!(":{}", self.number)).env_remove("WAYLAND_DISPLAY");
    }

    /// The X server ends, as when its machine part fails.
    pub fn end(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }

    /// It is there again under the same number.
    pub fn begin_again(&mut self) {
        let [width, height] = self.size_px;
        self.server = Command::new("Xvfb")
            .arg(format!(":{}", self.number))
            .args(["-screen", "0", &format!("{width}x{height}x24"), "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.end();
    }
}
