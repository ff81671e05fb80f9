//! How the exhibition machine is: for people at `/health`, for programs in `health.json`.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use linli_io::write_atomically;
use linli_kiosk::{Beat, Handler, Request, Response, Server, serve};
use serde::Serialize;

use super::process::Usage;

/// Name of the file in the state folder.
pub const FILE: &str = "health.json";

/// How it is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Health {
    /// Version of the program.
    pub version: String,
    /// Local time of this report.
    pub at: String,
    /// Seconds since the supervisor started.
    pub up_s: u64,
    /// `starting`, `showing`, `waiting` or `ending`.
    pub state: String,
    /// Process number of the supervisor and of the window.
    pub supervisor_pid: u32,
    /// Process number of the window, while there is one.
    pub pid: Option<u32>,
    /// Whether the show runs safe.
    pub safe: bool,
    /// Show that runs.
    pub show: String,
    /// Starts of the window beyond the first.
    pub restarts: u64,
    /// Failures in the last half hour.
    pub recent_failures: usize,
    /// Why the window last ended.
    pub last_end: Option<String>,
    /// Seconds from the last end to the next picture.
    pub last_recovery_s: Option<f64>,
    /// Visitors since the supervisor started.
    pub visitors: u64,
    /// Resident memory of the window, mebibytes.
    pub memory_mib: Option<f64>,
    /// Memory above which it is restarted.
    pub memory_limit_mib: u64,
    /// Open handles of the window.
    pub handles: Option<u64>,
    /// Threads of the window.
    pub threads: Option<u64>,
    /// Warmest sensor, °C.
    pub temperature_c: Option<f64>,
    /// Last heartbeat.
    pub beat: Option<Beat>,
    /// What is wrong with show, settings and machine.
    pub problems: Vec<String>,
    /// What the supervisor did last.
    pub recent: Vec<String>,
}

impl Health {
    /// Takes over what the system knows about the window.
    pub fn set_usage(&mut self, usage: Option<Usage>) {
        self.memory_mib = usage.map(|usage| usage.memory_mib);
        self.handles = usage.map(|usage| usage.handles);
        self.threads = usage.map(|usage| usage.threads);
    }

    /// As JSON.
    pub fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Where health is told.
pub struct Desk {
    told: Arc<Mutex<String>>,
    // Serves as long as it is held.
    _server: Option<Server>,
}

impl Desk {
    /// Tells health at an address, when one is set; what keeps it from that is given back.
    pub fn open(address: Option<&str>) -> (Self, Option<String>) {
        let told = Arc::new(Mutex::new(String::new()));
        let shared = told.clone();
        let handler: Handler =
            Arc::new(move |request: &Request| match (request.method.as_str(), request.path.as_str()) {
                ("GET" | "HEAD", "/" | "/health") => {
                    Response::json(shared.lock().unwrap_or_else(PoisonError::into_inner).clone())
                }
                _ => Response::text(404, "Not Found"),
            });
        let served =
            address.map(|address| serve(address, handler).map_err(|error| format!("{address}: {error}")));
        match served.transpose() {
            Ok(server) => (Self { told, _server: server }, None),
            Err(why) => (Self { told, _server: None }, Some(why)),
        }
    }

    /// Tells how it is.
    pub fn tell(&self, health: &Health) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = health.json();
    }
}

/// Writes health into the state folder. A full disk keeps the old file.
pub fn write(state: &Path, health: &Health) {
    // The page still tells it, and the next try comes soon.
    let _ = write_atomically(&state.join(FILE), health.json().as_bytes());
}
