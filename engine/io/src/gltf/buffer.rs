//! Buffers and the pieces of them, each fetched once, from no place outside the model's folder.

use std::borrow::Cow;
use std::collections::BTreeMap;

use draco_gltf::meshopt::decode_buffer_view;
use draco_gltf::{MeshoptFilter, MeshoptMode, decode_data_uri};

use super::document::{BufferView, Document, Meshopt, Whole, entry};
use crate::{Input, Limits};

/// Longest name of a file, characters.
const LONGEST_NAME: usize = 240;
/// Most bytes between two elements of a view.
const WIDEST: usize = 256;

/// Why a buffer has no bytes that needs none: its views are unpacked from another.
const STANDS_FOR_ANOTHER: &str = "it stands for what is unpacked from another";

/// Where the bytes of a document are.
pub struct Buffers<'a> {
    document: &'a Document,
    buffers: Vec<Result<Cow<'a, [u8]>, String>>,
    /// Views that were compressed.
    unpacked: BTreeMap<usize, Vec<u8>>,
    /// What may still be unpacked, bytes.
    budget: u64,
}

impl<'a> Buffers<'a> {
    /// Fetches every buffer; those that cannot be had keep the reason.
    pub fn fetch(document: &'a Document, binary: Option<&'a [u8]>, input: &Input, limits: &Limits) -> Self {
        let by_ratio = (input.bytes.len() as u64).saturating_mul(limits.decompression_ratio).max(64 << 20);
        let mut budget = limits.decompressed_bytes.min(by_ratio.max(limits.file_bytes));
        let mut buffers = Vec::new();
        for (number, buffer) in document.buffers.iter().flatten().enumerate() {
            let length = buffer.byte_length.0;
            let extension = buffer.extensions.as_ref().and_then(|found| found.meshopt.as_ref());
            if buffer.uri.is_none() && extension.is_some_and(|extension| extension.fallback) {
                buffers.push(Err(STANDS_FOR_ANOTHER.to_owned()));
                continue;
            }
            let fetched = match (&buffer.uri, binary) {
                (None, Some(binary)) if number == 0 => Ok(Cow::Borrowed(binary)),
                (None, _) => Err("it has no address, and the file has no binary part".to_owned()),
                (Some(uri), _) if uri.starts_with("data:") => {
                    let most = usize::try_from(budget).unwrap_or(usize::MAX);
                    decode_data_uri(uri, Some(most)).map(Cow::Owned).map_err(|error| error.to_string())
                }
                (Some(uri), _) => file(uri, input, limits).map(Cow::Owned),
            };
            let fetched = fetched.and_then(|bytes| {
                budget =
                    budget.checked_sub(bytes.len() as u64).ok_or("all buffers together are too large")?;
                if length == 0 {
                    Err("it states a length of 0 bytes".to_owned())
                } else if bytes.len() < length {
                    Err(format!("it states {length} bytes, {} are there", bytes.len()))
                } else {
                    Ok(bytes)
                }
            });
            buffers.push(fetched);
        }
        Self { document, buffers, unpacked: BTreeMap::new(), budget }
    }

    /// What is wrong with each buffer that cannot be used, by its number.
    pub fn problems(&self) -> impl Iterator<Item = (usize, &str)> {
        let problems = self.buffers.iter().enumerate();
        let problems =
            problems.filter_map(|(number, buffer)| Some((number, buffer.as_ref().err()?.as_str())));
        problems.filter(|(_, why)| *why != STANDS_FOR_ANOTHER)
    }

    /// Unpacks compressed views. What is wrong with some is told by their numbers.
    pub fn unpack(&mut self) -> Vec<(usize, String)> {
        let mut problems = Vec::new();
        for (number, view) in self.document.buffer_views.iter().flatten().enumerate() {
            let Some(packed) = view.extensions.as_ref().and_then(|found| found.meshopt.as_ref()) else {
                continue;
            };
            match self.unpacked(packed, view) {
                Ok(bytes) => _ = self.unpacked.insert(number, bytes),
                Err(why) => problems.push((number, why)),
            }
        }
        problems
    }

    fn unpacked(&mut self, packed: &Meshopt, view: &BufferView) -> Result<Vec<u8>, String> {
        let (count, stride) = (packed.count.0, packed.byte_stride.0);
        let size = count.checked_mul(stride).filter(|size| *size == view.byte_length.0);
        let size = size.ok_or("its count and stride do not make its length")?;
        if stride == 0 || stride > WIDEST {
            return Err(format!("a stride of {stride} bytes"));
        }
        let mode = MeshoptMode::from_name(&packed.mode).map_err(|error| error.to_string())?;
        let fits = match mode {
            MeshoptMode::Attributes => stride % 4 == 0,
            MeshoptMode::Triangles => matches!(stride, 2 | 4) && count % 3 == 0,
            MeshoptMode::Indices => matches!(stride, 2 | 4),
        };
        if !fits {
            return Err(format!("{count} entries of {stride} bytes as {}", packed.mode));
        }
        let filter = MeshoptFilter::from_name(packed.filter.as_deref().unwrap_or("NONE"))
            .map_err(|error| error.to_string())?;
        self.budget =
            self.budget.checked_sub(size as u64).ok_or("it grows beyond the limit when unpacked")?;
        let source = self.piece(packed.buffer, packed.byte_offset, packed.byte_length.0)?;
        let mut bytes = vec![0; size];
        decode_buffer_view(&mut bytes, source, mode, filter, count, stride)
            .map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    fn piece(&self, buffer: Whole, offset: Option<Whole>, length: usize) -> Result<&[u8], String> {
        let start = offset.unwrap_or_default().0;
        let buffer = self.buffers.get(buffer.0).ok_or_else(|| format!("there is no buffer {}", buffer.0))?;
        let bytes = buffer.as_ref().map_err(|why| format!("its buffer: {why}"))?;
        let piece = start.checked_add(length).and_then(|end| bytes.get(start..end));
        piece.ok_or_else(|| format!("{length} bytes from {start} in a buffer of {}", bytes.len()))
    }

    /// The bytes of a view, and its stride when it has one.
    ///
    /// # Errors
    /// Why there are none.
    pub fn view(&self, number: Whole) -> Result<(&[u8], Option<usize>), String> {
        let view = entry(self.document.buffer_views.as_ref(), number);
        let view = view.ok_or_else(|| format!("there is no buffer view {}", number.0))?;
        let stride = view.byte_stride.map(|stride| stride.0);
        if let Some(bytes) = self.unpacked.get(&number.0) {
            return Ok((bytes, stride));
        }
        if view.extensions.as_ref().is_some_and(|found| found.meshopt.is_some()) {
            return Err(format!("buffer view {} could not be unpacked", number.0));
        }
        if view.byte_length.0 == 0 {
            return Err(format!("buffer view {} states a length of 0 bytes", number.0));
        }
        Ok((self.piece(view.buffer, view.byte_offset, view.byte_length.0)?, stride))
    }
}

/// Reads a file of the model's folder or a folder below it.
fn file(uri: &str, input: &Input, limits: &Limits) -> Result<Vec<u8>, String> {
    let name = percent_decoded(uri).ok_or_else(|| "its address is not text".to_owned())?;
    let allowed = !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.contains(['\\', ':', '?', '#'])
        && !name.chars().any(char::is_control)
        && name.split('/').all(is_plain_name);
    if !allowed {
        let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
        return Err(format!("its address does not stay within the model's folder: {shown}"));
    }
    let path = input.path.as_deref().ok_or("it lies in another file, which only a model on a disk has")?;
    let mut place = path.parent().map(std::path::Path::to_owned).unwrap_or_default();
    for part in name.split('/') {
        place.push(part);
        if place.is_symlink() {
            return Err(format!("a link, which may lead anywhere: {name}"));
        }
    }
    let opened = Input::open(&place, limits);
    opened.map(|input| input.bytes).map_err(|rejection| format!("{name}: {}", rejection.0.detail))
}

/// Whether a part of an address is a name on every system, and none that leads elsewhere.
fn is_plain_name(part: &str) -> bool {
    const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];
    let stem = part.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let numbered = stem.len() == 4
        && (stem.starts_with("COM") || stem.starts_with("LPT"))
        && stem.ends_with(|c: char| c.is_ascii_digit());
    !matches!(part, "" | "." | "..")
        && !part.ends_with(['.', ' '])
        && !DEVICES.contains(&stem.as_str())
        && !numbered
}

/// The address with its `%20` and the like undone, once.
fn percent_decoded(uri: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
