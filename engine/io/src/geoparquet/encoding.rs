//! The encodings of Parquet's values.

use super::footer::Physical;
use super::value::Scalar;
use crate::budget::Budget;
use crate::bytes::{array, varint, zigzag};

const EARLY: &str = "the page ends too early";

/// Values one after the other.
///
/// # Errors
/// When the bytes are not enough.
pub fn plain(
    mut bytes: &[u8],
    physical: Physical,
    count: usize,
    budget: &Budget,
) -> Result<Vec<Scalar>, String> {
    let least = match physical {
        Physical::Boolean => count.div_ceil(8),
        Physical::Int32 | Physical::Float | Physical::Bytes => count.saturating_mul(4),
        Physical::Int64 | Physical::Double => count.saturating_mul(8),
        Physical::Int96 => count.saturating_mul(12),
        Physical::Fixed(length) => count.saturating_mul(length),
    };
    if least > bytes.len() {
        return Err(EARLY.to_owned());
    }
    budget.take(bytes.len().saturating_add(count.saturating_mul(size_of::<Scalar>())))?;
    if physical == Physical::Boolean {
        let bit = |i: usize| bytes.get(i / 8).is_some_and(|byte| byte >> (i % 8) & 1 == 1);
        return Ok((0..count).map(|i| Scalar::Bool(bit(i))).collect());
    }
    let mut values = Vec::with_capacity(count);
    for _ in 0..count {
        values.push(one(&mut bytes, physical).ok_or(EARLY)?);
    }
    Ok(values)
}

fn one(bytes: &mut &[u8], physical: Physical) -> Option<Scalar> {
    let length = match physical {
        Physical::Boolean => return None,
        Physical::Int32 => return Some(Scalar::Int(i64::from(i32::from_le_bytes(array(bytes)?)))),
        Physical::Int64 => return Some(Scalar::Int(i64::from_le_bytes(array(bytes)?))),
        Physical::Float => return Some(Scalar::Double(f64::from(f32::from_le_bytes(array(bytes)?)))),
        Physical::Double => return Some(Scalar::Double(f64::from_le_bytes(array(bytes)?))),
        Physical::Bytes => u32::from_le_bytes(array(bytes)?) as usize,
        Physical::Int96 => 12,
        Physical::Fixed(length) => length,
    };
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(Scalar::Bytes(taken.to_vec()))
}

/// Runs of one value and packed values of a bit width, mixed.
///
/// # Errors
/// When the bytes are not enough, or the width is none.
pub fn hybrid(mut bytes: &[u8], width: u8, count: usize) -> Result<Vec<u32>, String> {
    if width > 32 {
        return Err(format!("values of {width} bits"));
    }
    let mut values = Vec::new();
    if width == 0 {
        values.resize(count, 0);
    }
    while values.len() < count {
        let head = varint(&mut bytes).ok_or(EARLY)?;
        let left = count - values.len();
        if head & 1 == 0 {
            let run = usize::try_from(head >> 1).unwrap_or(usize::MAX).min(left);
            let length = usize::from(width).div_ceil(8);
            let (taken, rest) = bytes.split_at_checked(length).ok_or(EARLY)?;
            bytes = rest;
            let value = taken.iter().rev().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
            values.resize(values.len() + run, value);
            if run == 0 {
                return Err("a run of nothing".to_owned());
            }
        } else {
            let groups = usize::try_from(head >> 1).unwrap_or(usize::MAX);
            let length = groups.saturating_mul(usize::from(width));
            // The last group of a page may be cut where no value is left.
            let (taken, rest) = bytes.split_at(length.min(bytes.len()));
            bytes = rest;
            let packed = groups.saturating_mul(8).min(left).min(taken.len() * 8 / usize::from(width));
            if packed == 0 {
                return Err(EARLY.to_owned());
            }
            values.extend((0..packed).map(|i| bits(taken, i * usize::from(width), u32::from(width)) as u32));
        }
    }
    Ok(values)
}

/// So many bits from a bit on, the lowest first; bits beyond the end are 0.
fn bits(bytes: &[u8], from: usize, width: u32) -> u64 {
    let mut value = 0_u128;
    let first = from / 8;
    let last = (from + width as usize).div_ceil(8);
    for (i, at) in (first..last).enumerate() {
        value |= u128::from(bytes.get(at).copied().unwrap_or_default()) << (8 * i);
    }
    let mask = if width >= 64 { u128::from(u64::MAX) } else { (1 << width) - 1 };
    (value >> (from % 8) & mask) as u64
}

/// Truth values as runs, behind their length.
///
/// # Errors
/// When the bytes are not enough.
pub fn flags(bytes: &[u8], count: usize) -> Result<Vec<Scalar>, String> {
    let (_, bytes) = bytes.split_first_chunk::<4>().ok_or(EARLY)?;
    Ok(hybrid(bytes, 1, count)?.into_iter().map(|flag| Scalar::Bool(flag == 1)).collect())
}

/// Differences of whole numbers, packed in blocks; also how many bytes they took.
///
/// # Errors
/// When the bytes are not enough, or the blocks are none.
pub fn deltas(all: &[u8], count: usize) -> Result<(Vec<i64>, usize), String> {
    let mut bytes = all;
    let signed = |bytes: &mut &[u8]| varint(bytes).map(zigzag);
    let block = varint(&mut bytes).ok_or(EARLY)?;
    let parts = varint(&mut bytes).ok_or(EARLY)?;
    let total = varint(&mut bytes).ok_or(EARLY)?;
    let first = signed(&mut bytes).ok_or(EARLY)?;
    let per_part = block.checked_div(parts).filter(|n| *n > 0 && *n % 32 == 0 && block <= 1 << 20);
    let per_part = usize::try_from(per_part.ok_or("blocks of no size")?).map_err(|_| "blocks of no size")?;
    if total != count as u64 {
        return Err(format!("{total} values instead of {count}"));
    }
    let mut values = Vec::new();
    let mut last = first;
    if count > 0 {
        values.push(first);
    }
    while values.len() < count {
        let least = signed(&mut bytes).ok_or(EARLY)?;
        let parts = usize::try_from(parts).map_err(|_| EARLY)?;
        let (widths, rest) = bytes.split_at_checked(parts).ok_or(EARLY)?;
        bytes = rest;
        for width in widths {
            if values.len() >= count {
                break;
            }
            if *width > 64 {
                return Err(format!("values of {width} bits"));
            }
            let length = per_part * usize::from(*width) / 8;
            let (packed, rest) = bytes.split_at_checked(length).ok_or(EARLY)?;
            bytes = rest;
            for i in 0..per_part.min(count - values.len()) {
                let delta = bits(packed, i * usize::from(*width), u32::from(*width)) as i64;
                last = last.wrapping_add(least).wrapping_add(delta);
                values.push(last);
            }
        }
    }
    Ok((values, all.len() - bytes.len()))
}

/// Lengths as differences, then all bytes.
///
/// # Errors
/// When the bytes are not enough.
pub fn delta_lengths(bytes: &[u8], count: usize, budget: &Budget) -> Result<Vec<Scalar>, String> {
    budget.take(bytes.len())?;
    let (lengths, used) = deltas(bytes, count)?;
    let mut rest = bytes.get(used..).unwrap_or_default();
    let mut values = Vec::with_capacity(lengths.len());
    for length in lengths {
        let length = usize::try_from(length).map_err(|_| EARLY)?;
        let (taken, after) = rest.split_at_checked(length).ok_or(EARLY)?;
        rest = after;
        values.push(Scalar::Bytes(taken.to_vec()));
    }
    Ok(values)
}

/// What each value shares with the one before it, then the rest of it.
///
/// # Errors
/// When the bytes are not enough.
pub fn delta_bytes(bytes: &[u8], count: usize, budget: &Budget) -> Result<Vec<Scalar>, String> {
    let (shared, used) = deltas(bytes, count)?;
    let suffixes = delta_lengths(bytes.get(used..).unwrap_or_default(), count, budget)?;
    let mut last: Vec<u8> = Vec::new();
    let mut values = Vec::with_capacity(count);
    for (shared, suffix) in shared.into_iter().zip(suffixes) {
        let Scalar::Bytes(suffix) = suffix else { continue };
        let shared = usize::try_from(shared).ok().filter(|shared| *shared <= last.len()).ok_or(EARLY)?;
        last.truncate(shared);
        last.extend_from_slice(&suffix);
        budget.take(last.len())?;
        values.push(Scalar::Bytes(last.clone()));
    }
    Ok(values)
}

/// The first bytes of all values, then the second bytes, and so on.
///
/// # Errors
/// When the bytes are not enough, or the type has no bytes to split.
pub fn split_streams(
    bytes: &[u8],
    physical: Physical,
    count: usize,
    budget: &Budget,
) -> Result<Vec<Scalar>, String> {
    let width = match physical {
        Physical::Int32 | Physical::Float => 4,
        Physical::Int64 | Physical::Double => 8,
        Physical::Fixed(width) => width,
        _ => return Err("split streams of a type that has none".to_owned()),
    };
    let needed = width.checked_mul(count).ok_or(EARLY)?;
    let bytes = bytes.get(..needed).ok_or(EARLY)?;
    budget.take(needed)?;
    let joined: Vec<u8> = (0..count)
        .flat_map(|i| (0..width).map(move |k| bytes.get(k * count + i).copied().unwrap_or_default()))
        .collect();
    plain(&joined, physical, count, budget)
}
