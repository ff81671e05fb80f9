//! Buffers and the pieces of them, each fetched once, from no place outside the model's folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

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

/// Bytes of a buffer, or why there are none.
type Fetched<'a> = Result<Rc<Cow<'a, [u8]>>, String>;

/// Where the bytes of a document are.
pub struct Buffers<'a> {
    document: &'a Document,
    buffers: Vec<Fetched<'a>>,
    /// Views that were compressed.
    unpacked: BTreeMap<usize, Vec<u8>>,
    /// What may still be unpacked, bytes.
    budget: u64,
    /// What the model takes on disk with all its files, bytes.
    size: usize,
}

impl<'a> Buffers<'a> {
    /// Fetches every buffer; those that cannot be had keep the reason.
    pub fn fetch(document: &'a Document, binary: Option<&'a [u8]>, input: &Input, limits: &Limits) -> Self {
        let mut budget = limits.unpacked(input.bytes.len());
        let mut files = Files { input, limits, left: limits.file_bytes, read: BTreeMap::new() };
        let mut buffers = Vec::new();
        for (number, buffer) in document.buffers.iter().flatten().enumerate() {
            let length = buffer.byte_length.0;
            let extension = buffer.extensions.as_ref().and_then(|found| found.meshopt.as_ref());
            if buffer.uri.is_none() && extension.is_some_and(|extension| extension.fallback) {
                buffers.push(Err(STANDS_FOR_ANOTHER.to_owned()));
                continue;
            }
            let fetched = match (&buffer.uri, binary) {
                (None, Some(binary)) if number == 0 => Ok(Rc::new(Cow::Borrowed(binary))),
                (None, _) => Err("it has no address, and the file has no binary part".to_owned()),
                (Some(uri), _) if uri.starts_with("data:") => {
                    let most = usize::try_from(budget).unwrap_or(usize::MAX);
                    let bytes = decode_data_uri(uri, Some(most)).map_err(|error| error.to_string());
                    bytes.and_then(|bytes| {
                        let left = budget.checked_sub(bytes.len() as u64);
                        budget = left.ok_or("all buffers together are too large")?;
                        Ok(Rc::new(Cow::Owned(bytes)))
                    })
                }
                (Some(uri), _) => files.get(uri),
            };
            buffers.push(fetched.and_then(|bytes| {
                if length == 0 {
                    Err("it states a length of 0 bytes".to_owned())
                } else if bytes.len() < length {
                    Err(format!("it states {length} bytes, {} are there", bytes.len()))
                } else {
                    Ok(bytes)
                }
            }));
        }
        let size = input.bytes.len().saturating_add(files.size());
        // What files beside the model hold may be packed as well.
        let grown = limits.unpacked(size).saturating_sub(limits.unpacked(input.bytes.len()));
        Self { document, buffers, unpacked: BTreeMap::new(), budget: budget.saturating_add(grown), size }
    }

    /// What the model takes on disk with all its files, bytes.
    pub fn size(&self) -> usize {
        self.size
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

/// Files beside a model, each read once whatever names it.
struct Files<'a> {
    input: &'a Input,
    limits: &'a Limits,
    /// What may still be read, bytes.
    left: u64,
    read: BTreeMap<String, Fetched<'static>>,
}

impl Files<'_> {
    /// The bytes of a file by its address.
    fn get(&mut self, uri: &str) -> Fetched<'static> {
        let name = name_of(uri)?;
        if let Some(known) = self.read.get(&name) {
            return known.clone();
        }
        let fetched = self.fetch(&name).map(|bytes| Rc::new(Cow::Owned(bytes)));
        self.read.insert(name, fetched.clone());
        fetched
    }

    fn fetch(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let place = place_of_name(name, self.input)?;
        let most = self.limits.decompressed_bytes.min(self.left);
        let limits = Limits { file_bytes: self.left, decompressed_bytes: most, ..self.limits.clone() };
        let opened = Input::open(&place, &limits);
        let bytes = opened.map_err(|rejection| format!("{name}: {}", rejection.0.detail))?.bytes;
        let left = self.left.checked_sub(bytes.len() as u64);
        self.left = left.ok_or("all buffers together are too large")?;
        Ok(bytes)
    }

    /// Bytes of all files that were read.
    fn size(&self) -> usize {
        self.read.values().flatten().map(|bytes| bytes.len()).sum()
    }
}

/// Where the file is that an address stands for.
///
/// # Errors
/// When it is not within the model's folder.
pub fn place_of(uri: &str, input: &Input) -> Result<PathBuf, String> {
    place_of_name(&name_of(uri)?, input)
}

fn place_of_name(name: &str, input: &Input) -> Result<PathBuf, String> {
    let path = input.path.as_deref().ok_or("it lies in another file, which only a model on a disk has")?;
    Beside::of(path).place(name)
}

/// The folder that the files of a model or tileset lie in.
#[derive(Clone, Debug)]
pub struct Beside(PathBuf);

impl Beside {
    /// The folder of a file.
    pub fn of(path: &Path) -> Self {
        Self(path.parent().map(Path::to_owned).unwrap_or_default())
    }

    /// Where a file of the folder is, or of one below it, by its name with `/` between plain names.
    ///
    /// # Errors
    /// When a link is on the way, which may lead anywhere.
    pub fn place(&self, name: &str) -> Result<PathBuf, String> {
        let mut place = self.0.clone();
        for part in name.split('/') {
            place.push(part);
            if place.is_symlink() {
                return Err(format!("a link, which may lead anywhere: {name}"));
            }
        }
        Ok(place)
    }
}

/// The name of a file of the model's folder, or a folder below it, that an address stands for.
fn name_of(uri: &str) -> Result<String, String> {
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
    Ok(name)
}

/// Whether a part of an address is a name on every system, and none that leads elsewhere.
pub fn is_plain_name(part: &str) -> bool {
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
pub fn percent_decoded(uri: &str) -> Option<String> {
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
