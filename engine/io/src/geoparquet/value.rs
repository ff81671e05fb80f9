//! Values of columns, and what they mean.

use chrono::{DateTime, Duration, NaiveDate};
use serde_json::Value;

use super::thrift::Thrift;
use crate::vector::number;

/// A value as stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// Absent.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Double(f64),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// What stored values mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// What they are.
    Plain,
    /// Bytes are text.
    Text,
    /// Whole numbers without a sign, of so many bits.
    Unsigned(u32),
    /// Tens to the power of minus this.
    Decimal(i32),
    /// Days since 1970.
    Date,
    /// Parts of a second since midnight, so many a second.
    Time(i64),
    /// Parts of a second since 1970, so many a second.
    Timestamp(i64),
    /// Nothing that an attribute can hold.
    Unknown,
}

/// What the values of a column of the schema mean: by its logical type, else by the older converted type.
pub fn meaning(entry: &Thrift) -> Meaning {
    let logical = entry.field(10);
    let is = |number: i16| logical.is_some_and(|logical| logical.field(number).is_some());
    let of = |number: i16| logical.and_then(|logical| logical.field(number));
    let parts = |unit: Option<&Thrift>| match unit {
        Some(unit) if unit.field(2).is_some() => 1_000_000,
        Some(unit) if unit.field(3).is_some() => 1_000_000_000,
        _ => 1_000,
    };
    let scale = |scale: Option<i64>| scale.and_then(|scale| i32::try_from(scale).ok()).unwrap_or_default();
    if is(1) || is(4) || is(12) {
        Meaning::Text
    } else if let Some(decimal) = of(5) {
        Meaning::Decimal(scale(decimal.int(1)))
    } else if is(6) {
        Meaning::Date
    } else if let Some(time) = of(7) {
        Meaning::Time(parts(time.field(2)))
    } else if let Some(timestamp) = of(8) {
        Meaning::Timestamp(parts(timestamp.field(2)))
    } else if let Some(integer) = of(10) {
        let bits = integer.int(1).and_then(|bits| u32::try_from(bits).ok()).unwrap_or(64);
        if integer.field(2) == Some(&Thrift::Bool(false)) { Meaning::Unsigned(bits) } else { Meaning::Plain }
    } else if logical.is_some() {
        Meaning::Unknown
    } else {
        match entry.int(6) {
            Some(0 | 4 | 19) => Meaning::Text,
            Some(5) => Meaning::Decimal(scale(entry.int(7))),
            Some(6) => Meaning::Date,
            Some(7) => Meaning::Time(1_000),
            Some(8) => Meaning::Time(1_000_000),
            Some(9) => Meaning::Timestamp(1_000),
            Some(10) => Meaning::Timestamp(1_000_000),
            Some(bits @ 11..=14) => Meaning::Unsigned(8 << (bits - 11)),
            Some(20 | 21) => Meaning::Unknown,
            _ => Meaning::Plain,
        }
    }
}

/// A value as an attribute; nothing when it is absent or has no such form.
pub fn json(value: Scalar, meaning: &Meaning) -> Option<Value> {
    Some(match (value, meaning) {
        (Scalar::Null, _) | (_, Meaning::Unknown) => return None,
        (Scalar::Bool(value), _) => Value::Bool(value),
        (Scalar::Double(value), _) => number(value),
        (Scalar::Int(value), Meaning::Unsigned(bits)) => {
            let mask = if *bits >= 64 { u64::MAX } else { (1 << bits) - 1 };
            Value::from(value.cast_unsigned() & mask)
        }
        (Scalar::Int(value), Meaning::Decimal(scale)) => number(value as f64 / 10_f64.powi(*scale)),
        (Scalar::Int(value), Meaning::Date) => {
            let day = NaiveDate::default().checked_add_signed(Duration::try_days(value)?)?;
            Value::String(day.to_string())
        }
        (Scalar::Int(value), Meaning::Time(parts)) => {
            let second = value.checked_div(*parts)?;
            Value::String(format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60))
        }
        (Scalar::Int(value), Meaning::Timestamp(parts)) => {
            let (second, part) = (value.div_euclid(*parts), value.rem_euclid(*parts));
            let nanos = u32::try_from(part * (1_000_000_000 / parts)).ok()?;
            let time = DateTime::from_timestamp(second, nanos)?.naive_utc();
            Value::String(time.format("%Y-%m-%dT%H:%M:%S%.f").to_string())
        }
        (Scalar::Int(value), _) => Value::from(value),
        (Scalar::Bytes(bytes), Meaning::Text) => Value::String(String::from_utf8_lossy(&bytes).into_owned()),
        (Scalar::Bytes(bytes), Meaning::Decimal(scale)) if bytes.len() <= 16 && !bytes.is_empty() => {
            let sign = if bytes.first().is_some_and(|first| first & 0x80 != 0) { -1_i128 } else { 0 };
            let whole = bytes.iter().fold(sign, |whole, byte| whole << 8 | i128::from(*byte));
            number(whole as f64 / 10_f64.powi(*scale))
        }
        // Old writers say of no text that it is text.
        (Scalar::Bytes(bytes), _) => Value::String(String::from_utf8(bytes).ok()?),
    })
}
