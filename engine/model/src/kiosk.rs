//! Settings of one exhibition machine: its screen, its hours, its limits, its links (展项设置).

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Language;

/// Who moves a show on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KioskMode {
    /// The attract loop and the visitors.
    #[default]
    Automatic,
    /// A guide with a second device or a key; without a guide it falls back to automatic.
    Guided,
    /// Visitors only: no attract loop, the menu stays.
    Manual,
}

/// What is done about a picture that no graphics card draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SoftwareRendering {
    /// The show does not start.
    Refuse,
    /// The show starts at the lowest quality, and health says so.
    #[default]
    Warn,
    /// As any other card.
    Allow,
}

/// The screen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KioskScreen {
    /// Width, pixels.
    pub width_px: u32,
    /// Height, pixels.
    pub height_px: u32,
    /// Width of the lit area, millimetres.
    pub width_mm: f64,
    /// Height of the lit area, millimetres.
    pub height_mm: f64,
    /// Height of the lower edge of the lit area above the floor, millimetres.
    pub lower_edge_mm: f64,
    /// Side of the smallest target that is touched, millimetres; at least 20.
    pub target_mm: f64,
    /// A window of that many pixels instead of the whole screen, for trials.
    pub windowed: bool,
}

impl Default for KioskScreen {
    /// A 55-inch screen of 3840 × 2160 pixels on a stand.
    fn default() -> Self {
        Self {
            width_px: 3840,
            height_px: 2160,
            width_mm: 1209.6,
            height_mm: 680.4,
            lower_edge_mm: 800.0,
            target_mm: 20.0,
            windowed: false,
        }
    }
}

impl KioskScreen {
    /// Pixels a millimetre, along the axis with more of them, so that a target is nowhere smaller than asked.
    pub fn px_per_mm(&self) -> f64 {
        let across = f64::from(self.width_px) / self.width_mm;
        let down = f64::from(self.height_px) / self.height_mm;
        across.max(down)
    }
}

/// Times after the last touch, seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdleTimes {
    /// Until the question whether somebody is still here.
    pub warning_after_s: f64,
    /// From the question to the gentle reset: home view, nothing selected, the language stays.
    pub gentle_after_s: f64,
    /// From the gentle reset to the full one: first language, attract loop.
    pub full_after_s: f64,
    /// How long the screen takes no touches for cleaning.
    pub cleaning_s: f64,
    /// How long the staff menu stays open without a touch.
    pub staff_s: f64,
    /// How long a guide may be silent before a guided show goes on by itself.
    pub guide_s: f64,
}

impl Default for IdleTimes {
    fn default() -> Self {
        Self {
            warning_after_s: 60.0,
            gentle_after_s: 15.0,
            full_after_s: 20.0,
            cleaning_s: 30.0,
            staff_s: 60.0,
            guide_s: 120.0,
        }
    }
}

/// A time of opening, minutes after midnight; `from` after `to` runs past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// First weekday, 1 Monday … 7 Sunday.
    pub first_day: u8,
    /// Last weekday.
    pub last_day: u8,
    /// First minute.
    pub from_min: u16,
    /// First minute after it.
    pub to_min: u16,
}

/// When the exhibition is open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningHours {
    /// Openings of a week; always open when there are none.
    pub openings: Vec<Opening>,
    /// Days on which it stays closed.
    #[schemars(with = "Vec<String>")]
    pub closed_on: Vec<NaiveDate>,
}

impl OpeningHours {
    /// Whether it is open at a local time.
    pub fn is_open(&self, at: NaiveDateTime) -> bool {
        if self.openings.is_empty() {
            return !self.closed_on.contains(&at.date());
        }
        let minute = (at.hour() * 60 + at.minute()) as u16;
        let on = |day: NaiveDate| {
            let weekday = day.weekday().number_from_monday() as u8;
            let closed = self.closed_on.contains(&day);
            self.openings.iter().filter(move |o| !closed && (o.first_day..=o.last_day).contains(&weekday))
        };
        let past_midnight = |o: &Opening| o.to_min <= o.from_min;
        let today = on(at.date()).any(|o| minute >= o.from_min && (past_midnight(o) || minute < o.to_min));
        let yesterday = at.date().pred_opt();
        today || yesterday.is_some_and(|day| on(day).any(|o| past_midnight(o) && minute < o.to_min))
    }

    /// First minute of any opening of a week, minutes after midnight.
    pub fn earliest_min(&self) -> Option<u16> {
        self.openings.iter().map(|opening| opening.from_min).min()
    }
}

/// How a machine stands to others that show the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LinkRole {
    /// For itself.
    #[default]
    Alone,
    /// Others follow its clock and its chapter.
    Leader {
        /// Address that it listens on, for example `0.0.0.0:7788`.
        listen: String,
    },
    /// It follows.
    Follower {
        /// Address of the leader, for example `192.168.1.10:7788`.
        leader: String,
    },
}

/// Sockets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KioskNetwork {
    /// Address on which chapter commands are taken over OSC/UDP, for example `127.0.0.1:7770`.
    pub osc: Option<String>,
    /// Address of the control page, for example `0.0.0.0:7780`.
    pub page: Option<String>,
    /// Token that the control page asks for; at least 16 characters.
    pub token: Option<String>,
    /// Address of the health page, for example `127.0.0.1:7790`.
    pub health: Option<String>,
    /// Addresses that cues are sent to over OSC/UDP.
    pub cues_to: Vec<String>,
    /// How it stands to other machines.
    pub role: LinkRole,
}

/// Limits that the supervisor holds the window to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KioskLimits {
    /// Longest time without a presented picture, seconds.
    pub hang_s: f64,
    /// Longest time from the start to the first picture, seconds.
    pub start_s: f64,
    /// Memory, mebibytes: above it the window is restarted when nobody is there, at 120 % of it at once.
    pub memory_mib: u64,
    /// Local time of the daily restart, minutes after midnight; an hour before the first opening, or 04:00,
    /// when not given.
    pub restart_min: Option<u16>,
    /// Whether the machine may be restarted after many failures.
    pub may_reboot: bool,
    /// Program and arguments that show a still picture while the window is away.
    pub still: Vec<String>,
}

impl Default for KioskLimits {
    fn default() -> Self {
        Self {
            hang_s: 10.0,
            start_s: 120.0,
            memory_mib: 2048,
            restart_min: None,
            may_reboot: false,
            still: Vec::new(),
        }
    }
}

/// The quality ladder's ends and its aim.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QualitySettings {
    /// Time of one picture that is aimed at, milliseconds.
    pub frame_ms: f64,
    /// Lowest rung, from 0.
    pub lowest: u8,
    /// Highest rung.
    pub highest: u8,
}

impl Default for QualitySettings {
    fn default() -> Self {
        Self { frame_ms: 1000.0 / 60.0, lowest: 0, highest: 6 }
    }
}

/// Settings of one exhibition machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Linli kiosk settings")]
pub struct KioskSettings {
    /// Who moves the show on.
    pub mode: KioskMode,
    /// Language of the attract loop and after a full reset.
    pub language: Language,
    /// The screen.
    pub screen: KioskScreen,
    /// Text and targets in black, white and one colour.
    pub high_contrast: bool,
    /// Controls between 380 and 1220 mm above the floor, for wheelchairs and children.
    pub controls_low: bool,
    /// Flights are cut short to fades.
    pub reduced_motion: bool,
    /// Times after the last touch.
    pub idle: IdleTimes,
    /// When it is open.
    pub hours: OpeningHours,
    /// Hash of the staff PIN, as `linli kiosk --new-pin` prints it; without one the staff menu stays shut.
    pub pin: Option<String>,
    /// The quality ladder.
    pub quality: QualitySettings,
    /// What is done about software rendering.
    pub software_rendering: SoftwareRendering,
    /// Limits of the supervisor.
    pub limits: KioskLimits,
    /// Sockets.
    pub network: KioskNetwork,
}

impl Default for KioskSettings {
    fn default() -> Self {
        Self {
            mode: KioskMode::default(),
            language: Language::Chinese,
            screen: KioskScreen::default(),
            high_contrast: false,
            controls_low: false,
            reduced_motion: false,
            idle: IdleTimes::default(),
            hours: OpeningHours::default(),
            pin: None,
            quality: QualitySettings::default(),
            software_rendering: SoftwareRendering::default(),
            limits: KioskLimits::default(),
            network: KioskNetwork::default(),
        }
    }
}

impl KioskSettings {
    /// Local time of the daily restart, minutes after midnight.
    pub fn restart_min(&self) -> u16 {
        let before_opening = || self.hours.earliest_min().map(|minute| (minute + 1440 - 60) % 1440);
        self.limits.restart_min.or_else(before_opening).unwrap_or(4 * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap_or_default()
    }

    #[test]
    fn hours_know_weekdays_closed_days_and_midnight() {
        let opening =
            |first_day, last_day, from_min, to_min| Opening { first_day, last_day, from_min, to_min };
        let hours = OpeningHours {
            // Tuesday to Sunday from 9 to 17; on Saturdays also from 20 to 1.
            openings: vec![opening(2, 7, 540, 1020), opening(6, 6, 1200, 60)],
            closed_on: vec![NaiveDate::from_ymd_opt(2027, 2, 6).unwrap_or_default()],
        };
        assert!(hours.is_open(at("2026-12-01 09:00")) && !hours.is_open(at("2026-12-01 17:00")));
        assert!(!hours.is_open(at("2026-11-30 10:00")), "a Monday");
        assert!(hours.is_open(at("2026-12-05 23:59")) && hours.is_open(at("2026-12-06 00:59")));
        assert!(!hours.is_open(at("2026-12-06 01:00")));
        // A closed Saturday has no night either.
        assert!(!hours.is_open(at("2027-02-06 10:00")) && !hours.is_open(at("2027-02-07 00:30")));
        assert!(OpeningHours::default().is_open(at("2026-12-01 03:00")));
    }

    #[test]
    fn the_daily_restart_comes_before_the_doors_open() {
        let mut settings = KioskSettings::default();
        assert_eq!(settings.restart_min(), 240);
        settings.hours.openings.push(Opening { first_day: 1, last_day: 7, from_min: 30, to_min: 600 });
        assert_eq!(settings.restart_min(), 1410);
        settings.limits.restart_min = Some(333);
        assert_eq!(settings.restart_min(), 333);
    }

    #[test]
    fn a_target_is_nowhere_smaller_than_asked() {
        let screen = KioskScreen {
            width_px: 1080,
            width_mm: 600.0,
            height_px: 1920,
            height_mm: 1000.0,
            ..KioskScreen::default()
        };
        let side_px = 20.0 * screen.px_per_mm();
        assert!(side_px / 1080.0 * 600.0 >= 20.0 && side_px / 1920.0 * 1000.0 >= 20.0);
    }
}
