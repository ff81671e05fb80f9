//! Settings of an exhibition machine. A setting that cannot be used is named and its default taken: a machine
//! in a hall must start.

#![expect(
    clippy::result_large_err,
    reason = "read once at the start of a kiosk, where a refusal costs nothing"
)]

use std::path::Path;

use linli_model::{KioskSettings, LinkRole};
use serde_json::Value;

use crate::report::{Code, Message, Outcome, Severity};
use crate::{Input, Limits};

/// Largest file of settings, bytes.
const MOST_BYTES: u64 = 1 << 20;
/// Fewest characters of a token.
const TOKEN: usize = 16;

static NOT_SETTINGS: Code = Code {
    id: "CIM-KIOSK-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the file holds no kiosk settings: {}",
    chinese: "该文件不是展项设置：{}",
    advice_english: "mend this place; docs/schema/kiosk.schema.json tells what settings there are",
    advice_chinese: "请修改此处；格式见 docs/schema/kiosk.schema.json",
};
static UNKNOWN: Code = Code {
    id: "CIM-KIOSK-002",
    severity: Severity::Warning,
    outcome: Outcome::Skipped,
    english: "there is no such setting: {}",
    chinese: "没有这一设置：{}",
    advice_english: "correct its name, or remove it",
    advice_chinese: "请改正名称或删除",
};
static UNUSABLE: Code = Code {
    id: "CIM-KIOSK-003",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "a setting cannot be used, its default is taken: {}",
    chinese: "该设置无法使用，已取默认值：{}",
    advice_english: "mend this setting",
    advice_chinese: "请修改该设置",
};

/// Reads settings; what is wrong with single settings is told beside them.
///
/// # Errors
/// When the file cannot be read, or is no JSON object.
pub fn read_kiosk_settings(path: &Path) -> Result<(KioskSettings, Vec<Message>), Message> {
    let limits = Limits { file_bytes: MOST_BYTES, decompressed_bytes: MOST_BYTES, ..Limits::default() };
    let input = Input::open(path, &limits).map_err(|rejection| *rejection.0)?;
    read_kiosk_settings_input(&input)
}

/// Reads settings out of bytes.
///
/// # Errors
/// When they are no JSON object.
pub fn read_kiosk_settings_input(input: &Input) -> Result<(KioskSettings, Vec<Message>), Message> {
    let rejected = |place: String, what: String| {
        let mut message = Message::new(&NOT_SETTINGS, place, what);
        message.file.clone_from(&input.name);
        message
    };
    let asked: Value = serde_json::from_slice(&input.bytes)
        .map_err(|e| rejected(format!("line {}, column {}", e.line(), e.column()), e.to_string()))?;
    if !asked.is_object() {
        return Err(rejected(String::new(), "a JSON object { … } is wanted".to_owned()));
    }
    let mut taking = Taking {
        good: serde_json::to_value(KioskSettings::default())
            .map_err(|error| rejected(String::new(), error.to_string()))?,
        messages: Vec::new(),
        file: &input.name,
    };
    taking.take("", &asked);
    let mut settings: KioskSettings = serde_json::from_value(taking.good.clone())
        .map_err(|error| rejected(String::new(), error.to_string()))?;
    taking.bound(&mut settings);
    Ok((settings, taking.messages))
}

struct Taking<'a> {
    /// Settings of which each is usable.
    good: Value,
    messages: Vec<Message>,
    file: &'a str,
}

impl Taking<'_> {
    fn say(&mut self, code: &'static Code, place: &str, what: String) {
        let mut message = Message::new(code, place, what);
        message.file = self.file.to_owned();
        self.messages.push(message);
    }

    /// Takes over an object member by member.
    fn take(&mut self, place: &str, asked: &Value) {
        let Some(members) = asked.as_object() else { return };
        for (name, value) in members {
            if place.is_empty() && name == "$schema" {
                continue;
            }
            let inner = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
            let Some(now) = self.good.pointer(&inner) else {
                self.say(&UNKNOWN, &inner, name.clone());
                continue;
            };
            // Groups of settings are gone through one by one; a role and the like is one setting.
            if now.is_object() && value.is_object() {
                self.take(&inner, value);
                continue;
            }
            let before = now.clone();
            if let Some(slot) = self.good.pointer_mut(&inner) {
                *slot = value.clone();
            }
            if let Err(error) = serde_json::from_value::<KioskSettings>(self.good.clone()) {
                if let Some(slot) = self.good.pointer_mut(&inner) {
                    *slot = before;
                }
                self.say(&UNUSABLE, &inner, error.to_string());
            }
        }
    }

    /// Brings every number between its bounds.
    fn bound(&mut self, settings: &mut KioskSettings) {
        let default = KioskSettings::default();
        let mut number = |place: &str, value: &mut f64, default: f64, least: f64, most: f64| {
            if !(least..=most).contains(value) {
                self.say(&UNUSABLE, place, format!("{value} is not between {least} and {most}"));
                *value = default;
            }
        };
        let (idle, idle_default) = (&mut settings.idle, &default.idle);
        for (name, value, default) in [
            ("warning_after_s", &mut idle.warning_after_s, idle_default.warning_after_s),
            ("gentle_after_s", &mut idle.gentle_after_s, idle_default.gentle_after_s),
            ("full_after_s", &mut idle.full_after_s, idle_default.full_after_s),
            ("cleaning_s", &mut idle.cleaning_s, idle_default.cleaning_s),
            ("staff_s", &mut idle.staff_s, idle_default.staff_s),
            ("guide_s", &mut idle.guide_s, idle_default.guide_s),
        ] {
            number(&format!("/idle/{name}"), value, default, 3.0, 3600.0);
        }
        let (screen, d) = (&mut settings.screen, &default.screen);
        number("/screen/width_mm", &mut screen.width_mm, d.width_mm, 50.0, 20_000.0);
        number("/screen/height_mm", &mut screen.height_mm, d.height_mm, 50.0, 20_000.0);
        number("/screen/lower_edge_mm", &mut screen.lower_edge_mm, d.lower_edge_mm, 0.0, 10_000.0);
        number("/screen/target_mm", &mut screen.target_mm, d.target_mm, 20.0, 100.0);
        let (limits, d) = (&mut settings.limits, &default.limits);
        number("/limits/hang_s", &mut limits.hang_s, d.hang_s, 2.0, 600.0);
        number("/limits/start_s", &mut limits.start_s, d.start_s, 2.0, 3600.0);
        number("/quality/frame_ms", &mut settings.quality.frame_ms, default.quality.frame_ms, 4.0, 1000.0);
        self.bound_whole(settings, &default);
    }

    fn bound_whole(&mut self, settings: &mut KioskSettings, default: &KioskSettings) {
        let screen = &mut settings.screen;
        for (place, side, default) in [
            ("/screen/width_px", &mut screen.width_px, default.screen.width_px),
            ("/screen/height_px", &mut screen.height_px, default.screen.height_px),
        ] {
            if !(320..=16_384).contains(side) {
                self.say(&UNUSABLE, place, format!("{side} is not between 320 and 16384"));
                *side = default;
            }
        }
        if !(64..=1_048_576).contains(&settings.limits.memory_mib) {
            let what = format!("{} is not between 64 and 1048576", settings.limits.memory_mib);
            self.say(&UNUSABLE, "/limits/memory_mib", what);
            settings.limits.memory_mib = default.limits.memory_mib;
        }
        if settings.limits.restart_min.is_some_and(|minute| minute >= 1440) {
            self.say(&UNUSABLE, "/limits/restart_min", "a minute of the day is 0 to 1439".to_owned());
            settings.limits.restart_min = None;
        }
        for at in (0..settings.hours.openings.len()).rev() {
            let o = settings.hours.openings[at];
            let days = (1..=7).contains(&o.first_day) && (o.first_day..=7).contains(&o.last_day);
            if !days || o.from_min >= 1440 || o.to_min > 1440 || o.from_min == o.to_min {
                let what = "days are 1 Monday to 7 Sunday, minutes 0 to 1440".to_owned();
                self.say(&UNUSABLE, &format!("/hours/openings/{at}"), what);
                settings.hours.openings.remove(at);
            }
        }
        let network = &mut settings.network;
        let weak = network.token.as_ref().is_none_or(|token| token.chars().count() < TOKEN);
        if network.page.is_some() && weak {
            network.page = None;
            let what = format!("the control page needs a token of at least {TOKEN} characters");
            self.say(&UNUSABLE, "/network/page", what);
        }
        self.bound_addresses(settings);
    }

    fn bound_addresses(&mut self, settings: &mut KioskSettings) {
        let network = &mut settings.network;
        let is_bad = |address: &str| {
            address
                .rsplit_once(':')
                .is_none_or(|(host, port)| host.is_empty() || port.parse::<u16>().is_err())
        };
        let what = |address: &str| format!("{address} is no address such as 127.0.0.1:7770");
        let mut bad: Vec<(String, String)> = Vec::new();
        for (name, address) in
            [("osc", &mut network.osc), ("page", &mut network.page), ("health", &mut network.health)]
        {
            if let Some(text) = address.take_if(|text| is_bad(text)) {
                bad.push((format!("/network/{name}"), what(&text)));
            }
        }
        network.cues_to.retain(|address| {
            let keep = !is_bad(address);
            if !keep {
                bad.push(("/network/cues_to".to_owned(), what(address)));
            }
            keep
        });
        if let LinkRole::Leader { listen: address } | LinkRole::Follower { leader: address } = &network.role
            && is_bad(address)
        {
            bad.push(("/network/role".to_owned(), what(address)));
            network.role = LinkRole::Alone;
        }
        for (place, what) in bad {
            self.say(&UNUSABLE, &place, what);
        }
    }
}

/// Settings as the text of their file.
pub fn write_kiosk_settings(settings: &KioskSettings) -> String {
    let mut text = serde_json::to_string_pretty(settings).unwrap_or_default();
    text.push('\n');
    text
}

/// JSON Schema (draft 2020-12) of a file of settings, as pretty text with a final newline. Every setting may
/// be left out.
pub fn kiosk_settings_schema() -> String {
    let mut schema = schemars::schema_for!(KioskSettings).to_value();
    optional(&mut schema);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Settings that are groups need none of their members; choices keep theirs.
fn optional(schema: &mut Value) {
    let groups =
        ["KioskScreen", "IdleTimes", "OpeningHours", "KioskNetwork", "KioskLimits", "QualitySettings"];
    if let Some(object) = schema.as_object_mut() {
        object.remove("required");
        if let Some(definitions) = object.get_mut("$defs").and_then(Value::as_object_mut) {
            for (name, definition) in definitions {
                if let (true, Some(object)) = (groups.contains(&name.as_str()), definition.as_object_mut()) {
                    object.remove("required");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use linli_model::{KioskMode, Language};

    use super::*;

    fn read(text: &str) -> Result<(KioskSettings, Vec<Message>), Message> {
        read_kiosk_settings_input(&Input {
            name: "kiosk.json".to_owned(),
            bytes: text.as_bytes().to_vec(),
            path: None,
        })
    }

    #[test]
    fn a_bad_setting_costs_itself_only() {
        let (settings, messages) = read(
            r#"{"$schema":"x","language":"english","mode":"guided","screen":{"width_px":"wide","height_px":1080,"depth":3},
                "idle":{"warning_after_s":45,"gentle_after_s":-1},"colour":1,"high_contrast":"yes",
                "limits":{"memory_mib":1,"still":["feh","a.png"]},
                "hours":{"openings":[{"first_day":1,"last_day":9,"from_min":0,"to_min":60},
                                     {"first_day":1,"last_day":5,"from_min":540,"to_min":1020}]},
                "network":{"osc":"nowhere","page":"0.0.0.0:7780","token":"short","role":{"leader":{"listen":"0.0.0.0:7788"}}}}"#,
        )
        .unwrap();
        assert_eq!((settings.language, settings.mode), (Language::English, KioskMode::Guided));
        assert_eq!((settings.screen.width_px, settings.screen.height_px), (3840, 1080));
        assert_eq!((settings.idle.warning_after_s, settings.idle.gentle_after_s), (45.0, 15.0));
        assert_eq!((settings.limits.memory_mib, settings.hours.openings.len()), (2048, 1));
        assert_eq!((settings.network.osc, settings.network.page), (None, None));
        assert!(matches!(settings.network.role, LinkRole::Leader { .. }));
        let mut places: Vec<&str> = messages.iter().map(|message| message.place.as_str()).collect();
        places.sort_unstable();
        let wanted = [
            "/colour",
            "/high_contrast",
            "/hours/openings/0",
            "/idle/gentle_after_s",
            "/limits/memory_mib",
            "/network/osc",
            "/network/page",
            "/screen/depth",
            "/screen/width_px",
        ];
        assert_eq!(places, wanted);
    }

    #[test]
    fn what_is_no_json_is_refused_with_line_and_column() {
        let message = read("{\n  \"idle\": {\"warning_after_s\": 4,5}\n}").unwrap_err();
        assert_eq!(message.place, "line 2, column 33");
        assert_eq!(read("[]").unwrap_err().code.id, "CIM-KIOSK-001");
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut settings = KioskSettings::default();
        settings.network.role = LinkRole::Follower { leader: "10.0.0.2:7788".to_owned() };
        settings.network.token = Some("0123456789abcdef".to_owned());
        let (read, messages) = read(&write_kiosk_settings(&settings)).unwrap();
        assert!(messages.is_empty(), "{messages:?}");
        assert_eq!(read, settings);
    }

    #[test]
    fn the_committed_schema_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/kiosk.schema.json");
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, kiosk_settings_schema()).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(committed, kiosk_settings_schema(), "run the tests once with UPDATE_SCHEMA=1");
    }
}
