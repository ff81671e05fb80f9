//! Heartbeats: one line a second on the standard output of the window, read by the supervisor.
//!
//! A line is [`BEAT_MARK`] and one JSON object. Every other line of the output is log. The supervisor writes
//! [`Order`]s, one a line, to the window's standard input; its end means that the supervisor has gone.

use serde::{Deserialize, Serialize};

/// Begins every heartbeat line.
pub const BEAT_MARK: &str = "linli-beat ";

/// Longest heartbeat line that is looked at, bytes.
const LONGEST: usize = 4096;

/// Times of pictures of about the last minute, milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrameSummary {
    /// Half of the pictures took less.
    pub p50_ms: f64,
    /// 95 of 100 took less.
    pub p95_ms: f64,
    /// 99 of 100 took less.
    pub p99_ms: f64,
    /// The longest.
    pub longest_ms: f64,
    /// Pictures since the start.
    pub count: u64,
}

/// What the window says about itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// What the show is doing, for example `attract`.
    #[serde(default)]
    pub phase: String,
    /// Whether a restart would disturb nobody.
    #[serde(default)]
    pub idle: bool,
    /// Chapter that plays.
    #[serde(default)]
    pub chapter: Option<String>,
    /// Whether the scene is loaded: until then the screen shows words only.
    #[serde(default)]
    pub scene: bool,
    /// Visitors since the start.
    #[serde(default)]
    pub visitors: u64,
    /// Rung of the quality ladder.
    #[serde(default)]
    pub quality: u8,
    /// Graphics card and driver.
    #[serde(default)]
    pub adapter: String,
    /// Whether pictures are drawn by the processor.
    #[serde(default)]
    pub software_rendering: bool,
    /// Temperature of the card, °C, when it is known.
    #[serde(default)]
    pub temperature_c: Option<f64>,
    /// Memory of the card that is used, mebibytes, when it is known.
    #[serde(default)]
    pub gpu_mib: Option<f64>,
    /// Offset from the leader's clock that is not yet corrected, milliseconds, of a follower.
    #[serde(default)]
    pub sync_error_ms: Option<f64>,
}

/// One heartbeat. Ages tell how long something has not happened; milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Beat {
    /// Version of this line.
    pub version: u32,
    /// Number since the start.
    pub number: u64,
    /// Age of the window's process.
    pub up_ms: u64,
    /// Since the main schedule ran.
    pub main_age_ms: u64,
    /// Since a picture was presented.
    pub picture_age_ms: u64,
    /// Since the simulation went on; `None` while it is paused on purpose.
    pub simulation_age_ms: Option<u64>,
    /// Since input was looked at.
    pub input_age_ms: u64,
    /// Times of pictures.
    pub frames: FrameSummary,
    /// What the window says about itself.
    pub status: Status,
}

impl Beat {
    /// The line, with its end.
    pub fn line(&self) -> String {
        format!("{BEAT_MARK}{}\n", serde_json::to_string(self).unwrap_or_default())
    }

    /// Reads a line; `None` when it is no heartbeat.
    pub fn read(line: &str) -> Option<Self> {
        if line.len() > LONGEST {
            return None;
        }
        serde_json::from_str(line.strip_prefix(BEAT_MARK)?.trim_end()).ok()
    }

    /// The oldest of what must go on: above the limit of the settings the window hangs.
    pub fn oldest_age_ms(&self) -> u64 {
        let simulation = self.simulation_age_ms.unwrap_or_default();
        self.main_age_ms.max(self.picture_age_ms).max(simulation).max(self.input_age_ms)
    }

    /// Whether a picture has ever been on screen.
    pub fn has_shown(&self) -> bool {
        self.frames.count > 0
    }
}

/// What the supervisor asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// End when nobody is there, to be started again.
    RestartWhenIdle,
    /// End now.
    Quit,
    /// The supervisor has gone: end, something else will start both again.
    SupervisorGone,
}

impl Order {
    /// The word on the line; the end of the input has none.
    pub fn word(self) -> &'static str {
        match self {
            Self::RestartWhenIdle => "restart-when-idle",
            Self::Quit => "quit",
            Self::SupervisorGone => "",
        }
    }

    /// Reads a line.
    pub fn read(line: &str) -> Option<Self> {
        [Self::RestartWhenIdle, Self::Quit].into_iter().find(|order| order.word() == line.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beats_and_orders_are_written_and_read() {
        let status = Status { phase: "attract".to_owned(), idle: true, ..Status::default() };
        let beat = Beat {
            version: 1,
            number: 3,
            picture_age_ms: 40,
            input_age_ms: 7_000,
            status,
            ..Beat::default()
        };
        assert_eq!(Beat::read(&beat.line()), Some(beat.clone()));
        assert_eq!(beat.oldest_age_ms(), 7_000);
        for bad in [
            "",
            "linli-beat ",
            "linli-beat {",
            "warn: linli-beat {}",
            &format!("{BEAT_MARK}{}", "x".repeat(5000)),
        ] {
            assert_eq!(Beat::read(bad), None, "{bad}");
        }
        assert_eq!(Order::read("quit\n"), Some(Order::Quit));
        assert_eq!(Order::read("dance"), None);
        assert_eq!(Order::read(""), None);
    }
}
