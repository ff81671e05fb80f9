//! Pages of a column: unpacked within a budget, then decoded.

use std::io::Read as _;

use super::encoding;
use super::footer::{Chunk, Column, Physical};
use super::thrift::{self, Thrift};
use super::value::Scalar;
use crate::budget::Budget;

/// Longest header of a page, bytes, as other readers allow.
const LONGEST_HEADER: usize = 16 << 20;

/// The values of a column in a row group, as many as it has rows.
///
/// # Errors
/// A text when they cannot be read.
pub fn values(
    file: &[u8],
    chunk: &Chunk,
    column: &Column,
    rows: u64,
    budget: &Budget,
) -> Result<Vec<Scalar>, String> {
    let end = chunk.start.checked_add(chunk.length);
    let mut bytes = end.and_then(|end| file.get(chunk.start..end)).ok_or("its pages leave the file")?;
    let rows = usize::try_from(rows).map_err(|_| "too many rows")?;
    let (mut values, mut dictionary) = (Vec::new(), Vec::new());
    while values.len() < rows {
        let header = header(&mut bytes, budget)?;
        let length = header.size(3).ok_or("a page has no length")?;
        let (packed, rest) = bytes.split_at_checked(length).ok_or("a page leaves its column")?;
        bytes = rest;
        let unpacked = header.size(2).ok_or("a page has no length")?;
        let page = Page { packed, unpacked, codec: chunk.codec };
        match header.int(1) {
            Some(2) => {
                let about = header.field(7).ok_or("a dictionary says nothing about itself")?;
                let count = about.size(1).ok_or("a dictionary has no count")?;
                if column.physical == Physical::Boolean {
                    return Err("a dictionary of yes and no".to_owned());
                }
                let plain = page.unpack(packed, unpacked, budget)?;
                dictionary = encoding::plain(&plain, column.physical, count, budget)?;
            }
            Some(0) => {
                let about = header.field(5).ok_or("a page says nothing about itself")?;
                let plain = page.unpack(packed, unpacked, budget)?;
                let data = Data { column, dictionary: &dictionary, left: rows - values.len() };
                values.extend(data.read_v1(about, &plain, budget)?);
            }
            Some(3) => {
                let about = header.field(8).ok_or("a page says nothing about itself")?;
                let data = Data { column, dictionary: &dictionary, left: rows - values.len() };
                values.extend(data.read_v2(about, &page, budget)?);
            }
            _ => {}
        }
    }
    Ok(values)
}

/// The header of a page at the beginning of the bytes. What it takes up counts: many columns may name the same pages.
fn header<'a>(bytes: &mut &'a [u8], budget: &Budget) -> Result<Thrift<'a>, String> {
    let mut head = bytes.get(..LONGEST_HEADER).unwrap_or(bytes);
    let length = head.len();
    let found = thrift::read(&mut head);
    let used = length - head.len();
    budget.take(used.saturating_mul(size_of::<Thrift>()))?;
    *bytes = bytes.get(used..).unwrap_or_default();
    found.ok_or_else(|| "a page cannot be read".to_owned())
}

struct Page<'a> {
    packed: &'a [u8],
    unpacked: usize,
    codec: i64,
}

impl Page<'_> {
    /// Unpacks bytes that should become so many.
    fn unpack(&self, packed: &[u8], size: usize, budget: &Budget) -> Result<Vec<u8>, String> {
        budget.take(size)?;
        let damaged = |error: &dyn std::fmt::Display| format!("a page cannot be unpacked: {error}");
        let all_of = |mut reader: &mut dyn std::io::Read| {
            let mut plain = Vec::new();
            (&mut reader).take(size as u64).read_to_end(&mut plain).map_err(|error| damaged(&error))?;
            Ok(plain)
        };
        let plain = match self.codec {
            0 if packed.len() == size => Ok(packed.to_vec()),
            0 => Err("a page has another size than it says".to_owned()),
            1 => {
                let length = snap::raw::decompress_len(packed).map_err(|error| damaged(&error))?;
                if length != size {
                    return Err(format!("a page of {size} bytes says it has {length}"));
                }
                snap::raw::Decoder::new().decompress_vec(packed).map_err(|error| damaged(&error))
            }
            2 => all_of(&mut flate2::read::MultiGzDecoder::new(packed)),
            6 => {
                let decoder = ruzstd::decoding::StreamingDecoder::new(packed);
                all_of(&mut decoder.map_err(|error| damaged(&error))?)
            }
            other => {
                const NAMES: [&str; 8] =
                    ["none", "Snappy", "gzip", "LZO", "Brotli", "LZ4", "Zstandard", "LZ4_RAW"];
                let name = usize::try_from(other).ok().and_then(|i| NAMES.get(i)).copied();
                return Err(format!("the compression {} is not supported", name.unwrap_or("of no name")));
            }
        }?;
        if plain.len() == size { Ok(plain) } else { Err("a page has another size than it says".to_owned()) }
    }
}

/// What a page of data is decoded with.
struct Data<'a> {
    column: &'a Column,
    dictionary: &'a [Scalar],
    /// Values that may still come.
    left: usize,
}

impl Data<'_> {
    fn count(&self, about: &Thrift) -> Result<usize, String> {
        let count = about.size(1).ok_or("a page has no count")?;
        if count > self.left { Err("there are more values than rows".to_owned()) } else { Ok(count) }
    }

    fn read_v1(&self, about: &Thrift, plain: &[u8], budget: &Budget) -> Result<Vec<Scalar>, String> {
        let count = self.count(about)?;
        let mut rest = plain;
        let mut levels = &[][..];
        if self.column.optional {
            if about.int(3) != Some(3) {
                return Err("levels packed in an old way are not supported".to_owned());
            }
            let (length, after) = rest.split_first_chunk::<4>().ok_or("the page ends too early")?;
            let length = u32::from_le_bytes(*length) as usize;
            (levels, rest) = after.split_at_checked(length).ok_or("the levels leave the page")?;
        }
        self.read(count, about.int(2), levels, rest, budget)
    }

    fn read_v2(&self, about: &Thrift, page: &Page, budget: &Budget) -> Result<Vec<Scalar>, String> {
        let count = self.count(about)?;
        let (definition, repetition) = (about.size(5).unwrap_or_default(), about.size(6).unwrap_or_default());
        if repetition != 0 {
            return Err("it repeats values".to_owned());
        }
        let (levels, packed) = page.packed.split_at_checked(definition).ok_or("the levels leave the page")?;
        let is_packed = about.field(7) != Some(&Thrift::Bool(false));
        let size = page.unpacked.checked_sub(definition).ok_or("the levels leave the page")?;
        let plain = if is_packed { page.unpack(packed, size, budget)? } else { packed.to_vec() };
        self.read(count, about.int(4), levels, &plain, budget)
    }

    fn read(
        &self,
        count: usize,
        encoding: Option<i64>,
        levels: &[u8],
        bytes: &[u8],
        budget: &Budget,
    ) -> Result<Vec<Scalar>, String> {
        budget.take(count.saturating_mul(size_of::<Scalar>()))?;
        let present: Vec<bool> = if self.column.optional {
            encoding::hybrid(levels, 1, count)?.into_iter().map(|level| level == 1).collect()
        } else {
            vec![true; count]
        };
        let there = present.iter().filter(|present| **present).count();
        let mut found = self.decoded(there, encoding, bytes, budget)?.into_iter();
        let values = present.into_iter().map(|present| {
            if present { found.next().ok_or("the page ends too early") } else { Ok(Scalar::Null) }
        });
        values.collect::<Result<_, _>>().map_err(str::to_owned)
    }

    fn decoded(
        &self,
        count: usize,
        encoding: Option<i64>,
        bytes: &[u8],
        budget: &Budget,
    ) -> Result<Vec<Scalar>, String> {
        let physical = self.column.physical;
        match encoding {
            Some(0) => encoding::plain(bytes, physical, count, budget),
            Some(2 | 8) => {
                let (width, bytes) = bytes.split_first().unwrap_or((&0, &[]));
                let places = encoding::hybrid(bytes, *width, count)?;
                let mut values = Vec::with_capacity(count);
                for place in places {
                    let value =
                        self.dictionary.get(place as usize).ok_or("a value is not in the dictionary")?;
                    if let Scalar::Bytes(bytes) = value {
                        budget.take(bytes.len())?;
                    }
                    values.push(value.clone());
                }
                Ok(values)
            }
            Some(3) => encoding::flags(bytes, count),
            Some(5) => encoding::deltas(bytes, count)
                .map(|(values, _)| values.into_iter().map(Scalar::Int).collect()),
            Some(6) => encoding::delta_lengths(bytes, count, budget),
            Some(7) => encoding::delta_bytes(bytes, count, budget),
            Some(9) => encoding::split_streams(bytes, physical, count, budget),
            other => Err(format!("the encoding {} is not supported", other.unwrap_or(-1))),
        }
    }
}
