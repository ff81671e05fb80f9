//! Opening hours of gates, streets and station entrances.

use linli_model::Element;
use thiserror::Error;

/// Attribute that holds them, as in OpenStreetMap.
const ATTRIBUTE: &str = "opening_hours";
const DAY_MINUTES: u16 = 24 * 60;

/// What an element says about a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    Open,
    Closed,
    /// It says something that is not understood; it counts as open.
    NotUnderstood,
}

/// Whether an element is open at a minute of the day. `24/7`, `06:00-22:00`, several spans joined
/// by commas, spans over midnight, `closed`, and a leading `Mo-Su`, `Mo-Sa` or `Mo-Fr` are understood;
/// the day is a working day.
pub(super) fn opening_at(element: &Element, minute: Option<u16>) -> Opening {
    let (Some(minute), Some(value)) = (minute, element.attributes.get(ATTRIBUTE)) else {
        return Opening::Open;
    };
    match is_open(&value.to_string(), minute % DAY_MINUTES) {
        Some(true) => Opening::Open,
        Some(false) => Opening::Closed,
        None => Opening::NotUnderstood,
    }
}

fn is_open(text: &str, minute: u16) -> Option<bool> {
    let text = text.trim();
    let days = ["Mo-Su", "Mo-Sa", "Mo-Fr"];
    let text = days.iter().find_map(|days| text.strip_prefix(days)).unwrap_or(text).trim();
    match text {
        "24/7" => return Some(true),
        "closed" | "off" => return Some(false),
        _ => {}
    }
    let mut open = false;
    for span in text.split(',') {
        let (from, to) = span.trim().split_once('-')?;
        let (from, to) = (minute_of(from)?, minute_of(to)?);
        open |= if from <= to {
            (from..to).contains(&minute)
        } else {
            // Over midnight.
            minute >= from || minute < to
        };
    }
    Some(open)
}

/// A text is no time of day.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a time of day is wanted, 00:00 to 23:59, for example 08:00")]
pub struct NoTimeOfDay;

/// Minute of the day of `HH:MM`.
///
/// # Errors
/// [`NoTimeOfDay`] when the text is no time from 00:00 to 23:59.
pub fn minute_of_day(text: &str) -> Result<u16, NoTimeOfDay> {
    let parts = text.split_once(':').map(|(hours, minutes)| (hours.parse::<u16>(), minutes.parse::<u16>()));
    match parts {
        Some((Ok(hours @ 0..=23), Ok(minutes @ 0..=59))) => Ok(hours * 60 + minutes),
        _ => Err(NoTimeOfDay),
    }
}

/// The same of the end of a span, which may be the end of the day.
fn minute_of(text: &str) -> Option<u16> {
    match text.trim() {
        "24:00" => Some(DAY_MINUTES),
        text => minute_of_day(text).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_looked_at() {
        assert_eq!((minute_of_day("08:30"), minute_of_day("00:00")), (Ok(510), Ok(0)));
        assert!(["24:00", "8", "08:60", "-1:00", ""].into_iter().all(|text| minute_of_day(text).is_err()));
    }

    #[test]
    fn spans_are_read_and_odd_texts_are_not() {
        let at = |text: &str, hour: u16| is_open(text, hour * 60);
        assert_eq!((at("06:00-22:00", 8), at("06:00-22:00", 23)), (Some(true), Some(false)));
        assert_eq!(at("06:00-09:00, 17:00-20:00", 18), Some(true));
        assert_eq!((at("22:00-06:00", 23), at("22:00-06:00", 12)), (Some(true), Some(false)));
        assert_eq!((at("24/7", 3), at("Mo-Su 05:00-24:00", 23)), (Some(true), Some(true)));
        assert_eq!((at("Mo-Fr 06:30-18:30", 8), at("closed", 8)), (Some(true), Some(false)));
        assert_eq!((at("sunrise-sunset", 3), at("25:00-26:00", 3), at("", 3)), (None, None, None));
    }
}
