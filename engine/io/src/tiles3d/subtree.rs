//! Subtrees of implicit tilings: which tiles, contents and further subtrees are there.

use super::document::{self, AvailabilityFile, SubtreeFile};
use super::files::{Files, name_of};

/// First bytes of a subtree in binary form.
const MAGIC: &[u8] = b"subt";
/// Length of its header, bytes.
const HEADER: usize = 24;
/// Most bits of a number that names a tile within a subtree.
const MOST_BITS: u32 = 30;

/// How a tile is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Into four.
    Quadtree,
    /// Into eight.
    Octree,
}

impl Scheme {
    /// Axes along which it is halved.
    pub fn axes(self) -> u32 {
        match self {
            Self::Quadtree => 2,
            Self::Octree => 3,
        }
    }

    /// How many tiles a tile is divided into.
    pub fn children(self) -> u32 {
        1 << self.axes()
    }

    /// Tiles of all levels above a level of a subtree.
    fn above(self, level: u32) -> u64 {
        ((1_u64 << (level * self.axes())) - 1) / u64::from(self.children() - 1)
    }

    /// Whether a subtree may have so many levels.
    pub fn bears(self, levels: u32) -> bool {
        (1..=MOST_BITS / self.axes()).contains(&levels)
    }

    /// The place of a tile along the Morton curve of its level.
    pub fn morton(self, at: [u32; 3]) -> u64 {
        let axes = self.axes();
        (0..32).fold(0, |place, bit| {
            (0..axes).fold(place, |place, axis| {
                place | u64::from(at[axis as usize] >> bit & 1) << (bit * axes + axis).min(63)
            })
        })
    }
}

/// Which are there.
#[derive(Clone, Debug)]
enum Available {
    All(bool),
    Bits(Vec<u8>),
}

impl Available {
    fn has(&self, bit: u64) -> bool {
        match self {
            Self::All(all) => *all,
            Self::Bits(bytes) => {
                let byte = usize::try_from(bit / 8).ok().and_then(|at| bytes.get(at));
                byte.is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
            }
        }
    }
}

/// A subtree.
#[derive(Clone, Debug)]
pub struct Subtree {
    scheme: Scheme,
    tiles: Available,
    /// One for each content of a tile.
    contents: Vec<Available>,
    children: Available,
}

impl Subtree {
    /// Reads a subtree of so many levels from its file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(name: &str, files: &Files, scheme: Scheme, levels: u32) -> Result<Self, String> {
        let bytes = files.open_counted(name)?.bytes;
        let (json, binary) = parts(&bytes)?;
        let file = document::subtree(json)?;
        let bits = Bits { file: &file, binary, name, files };
        let tiles = scheme.above(levels);
        let contents = match &file.content_availability {
            serde_json::Value::Null => Vec::new(),
            serde_json::Value::Array(list) => list.clone(),
            one => vec![one.clone()],
        };
        let content = |value: serde_json::Value| {
            let file: AvailabilityFile = serde_json::from_value(value).map_err(|error| error.to_string())?;
            bits.available(&file, tiles)
        };
        Ok(Self {
            scheme,
            tiles: bits.available(&file.tile_availability, tiles)?,
            contents: contents.into_iter().map(content).collect::<Result<_, String>>()?,
            children: bits.available(&file.child_subtree_availability, 1 << (levels * scheme.axes()))?,
        })
    }

    /// Whether there is a tile at a place of a level of this subtree.
    pub fn has_tile(&self, level: u32, at: [u32; 3]) -> bool {
        self.tiles.has(self.scheme.above(level) + self.scheme.morton(at))
    }

    /// Whether a tile has its content of this number.
    pub fn has_content(&self, number: usize, level: u32, at: [u32; 3]) -> bool {
        self.contents
            .get(number)
            .is_some_and(|found| found.has(self.scheme.above(level) + self.scheme.morton(at)))
    }

    /// Whether a further subtree begins at a place of the level below this one.
    pub fn has_child(&self, at: [u32; 3]) -> bool {
        self.children.has(self.scheme.morton(at))
    }
}

/// The JSON and the bytes of a subtree.
fn parts(bytes: &[u8]) -> Result<(&[u8], &[u8]), String> {
    if !bytes.starts_with(MAGIC) {
        return Ok((bytes, &[]));
    }
    let number = |at: usize| -> Option<usize> {
        let number = u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?);
        usize::try_from(number).ok()
    };
    let cut = || format!("it is cut off: {} bytes", bytes.len());
    let (json, binary) = (number(8).ok_or_else(cut)?, number(16).ok_or_else(cut)?);
    let middle = HEADER.checked_add(json).ok_or_else(cut)?;
    let end = middle.checked_add(binary).ok_or_else(cut)?;
    Ok((bytes.get(HEADER..middle).ok_or_else(cut)?, bytes.get(middle..end).ok_or_else(cut)?))
}

struct Bits<'a> {
    file: &'a SubtreeFile,
    binary: &'a [u8],
    name: &'a str,
    files: &'a Files<'a>,
}

impl Bits<'_> {
    /// Which of so many are there.
    fn available(&self, file: &AvailabilityFile, count: u64) -> Result<Available, String> {
        let Some(number) = file.bitstream else {
            return match file.constant {
                Some(constant @ 0..=1) => Ok(Available::All(constant == 1)),
                other => Err(format!("an availability without bits, and the constant {other:?}")),
            };
        };
        let view =
            self.file.buffer_views.get(number).ok_or_else(|| format!("there is no buffer view {number}"))?;
        let buffer = self.file.buffers.get(view.buffer);
        let buffer = buffer.ok_or_else(|| format!("there is no buffer {}", view.buffer))?;
        let end = view.byte_offset.checked_add(view.byte_length);
        let end =
            end.filter(|end| *end as u64 <= buffer.byte_length).ok_or("a view that leaves its buffer")?;
        if (view.byte_length as u64) < count.div_ceil(8) {
            return Err(format!("{} bytes for {count} bits", view.byte_length));
        }
        let outside;
        let bytes = match &buffer.uri {
            None => self.binary,
            Some(uri) => {
                outside = self.files.open_counted(&name_of(uri, self.name)?)?.bytes;
                &outside
            }
        };
        let bytes = bytes.get(view.byte_offset..end);
        bytes.map(|bytes| Available::Bits(bytes.to_vec())).ok_or_else(|| "its bits are cut off".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_the_curve() {
        let quad = Scheme::Quadtree;
        // The numbers of the specification's figure: x is the lowest bit.
        assert_eq!(
            [[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [2, 0, 0]].map(|at| quad.morton(at)),
            [0, 1, 2, 3, 4]
        );
        assert_eq!(Scheme::Octree.morton([1, 1, 1]), 7);
        assert_eq!(Scheme::Octree.morton([0, 0, 2]), 32);
        assert_eq!((quad.above(3), Scheme::Octree.above(2)), (21, 9));
        assert!(quad.bears(15) && !quad.bears(16) && !quad.bears(0) && !Scheme::Octree.bears(11));
    }
}
