//! Numbers for people: grouped digits, units, no minus zero.

use chrono::{DateTime, FixedOffset, Timelike};
use linli_model::Language;

/// A whole number with a thin gap between thousands: `12 345`.
pub fn integer(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    if value < 0 { format!("\u{2212}{text}") } else { text }
}

/// A count of things.
pub fn count(value: usize) -> String {
    integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// A number with a fixed count of decimals and a true minus sign; never "−0".
pub(crate) fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let negative = text.starts_with('-') && text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    let body = text.trim_start_matches('-');
    let (whole, fraction) = body.split_once('.').map_or((body, None), |(w, f)| (w, Some(f)));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), integer);
    let body = fraction.map_or_else(|| whole.clone(), |f| format!("{whole}.{f}"));
    if negative { format!("\u{2212}{body}") } else { body }
}

/// A number with its unit, `decimals` digits after the point.
pub fn quantity(value: f64, decimals: usize, unit: &str) -> String {
    format!("{}\u{a0}{unit}", decimal(value, decimals))
}

/// A length: metres with one decimal below 1 km, else kilometres.
pub fn length(metres: f64) -> String {
    if metres.abs() >= 1000.0 { quantity(metres / 1000.0, 2, "km") } else { quantity(metres, 1, "m") }
}

/// An area: square metres below a hectare, else hectares.
pub fn area(square_metres: f64, language: Language) -> String {
    if square_metres.abs() < 10_000.0 {
        return quantity(square_metres, 0, "m²");
    }
    let unit = match language {
        Language::English => "ha",
        Language::Chinese => "公顷",
    };
    quantity(square_metres / 10_000.0, 2, unit)
}

/// A projected coordinate to the centimetre, without grouping, so that it can be copied.
pub fn coordinate(metres: f64) -> String {
    let text = format!("{metres:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// Clock time `09:05`.
pub fn clock(time: &DateTime<FixedOffset>) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(integer(1_234_567), "1\u{2009}234\u{2009}567");
        assert_eq!(integer(-42), "\u{2212}42");
        assert_eq!(quantity(-0.04, 1, "m"), "0.0\u{a0}m");
        assert_eq!(quantity(-12_345.67, 1, "m"), "\u{2212}12\u{2009}345.7\u{a0}m");
        assert_eq!(length(1530.0), "1.53\u{a0}km");
        assert_eq!(area(9_999.0, Language::English), "9\u{2009}999\u{a0}m²");
        assert_eq!(area(25_000.0, Language::Chinese), "2.50\u{a0}公顷");
        assert_eq!(coordinate(-0.001), "0.00");
    }
}
