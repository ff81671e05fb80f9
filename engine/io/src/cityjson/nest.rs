//! Nested JSON arrays of whole numbers, read into flat lists.
//!
//! `boundaries` nest one to five deep, depending on a type that may stand after them; so they are
//! read without knowing the type, and whatever is not an index is noted with its place instead of
//! stopping the reader. Two thirds of a file are such arrays: they are read digit by digit here,
//! several times as fast as by calls of a general JSON reader; what is not a plain whole number is
//! given to serde_json.

use super::skim::{self, SkimError};

/// Told what an array holds, in order.
pub trait Sink {
    /// An array begins.
    fn open(&mut self);
    /// An array ends.
    fn close(&mut self);
    /// A whole number that is not negative.
    fn index(&mut self, value: u64);
    /// `null`.
    fn null(&mut self);
    /// Anything else: a negative or fractional number, text, an object.
    fn other(&mut self, what: String);
}

/// Reads the value at byte `at` of `text` into a sink, whatever it is. Gives the offset after it.
///
/// # Errors
/// [`SkimError::Syntax`] when it is not JSON.
pub fn read_nested(text: &str, at: usize, sink: &mut impl Sink) -> Result<usize, SkimError> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut i = at;
    loop {
        // A value must stand at i.
        match bytes.get(i) {
            Some(b'[') => {
                sink.open();
                depth += 1;
                i = skim::skip_blanks(bytes, i + 1);
                if bytes.get(i) != Some(&b']') {
                    continue;
                }
            }
            Some(b'0'..=b'9') => match whole_number(bytes, i) {
                Some((number, end)) => {
                    sink.index(number);
                    i = end;
                }
                None => i = read_other(text, i, sink)?,
            },
            _ => i = read_other(text, i, sink)?,
        }
        // A value has ended before i.
        loop {
            if depth == 0 {
                return Ok(i);
            }
            i = skim::skip_blanks(bytes, i);
            match bytes.get(i) {
                Some(b',') => {
                    i = skim::skip_blanks(bytes, i + 1);
                    break;
                }
                Some(b']') => {
                    sink.close();
                    depth -= 1;
                    i += 1;
                }
                _ => return Err(SkimError::Syntax(i)),
            }
        }
    }
}

/// A whole number of at most 18 digits, and the offset after it.
#[inline]
fn whole_number(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    let mut i = at;
    while let Some(digit) = bytes.get(i).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10) {
        if i - at == 18 {
            return None;
        }
        number = number * 10 + u64::from(digit);
        i += 1;
    }
    let leading_zero = bytes.get(at) == Some(&b'0') && i - at > 1;
    let more = matches!(bytes.get(i), Some(b'.' | b'e' | b'E' | b'+' | b'-'));
    (!leading_zero && !more).then_some((number, i))
}

/// Anything but a list and a plain whole number.
fn read_other(text: &str, at: usize, sink: &mut impl Sink) -> Result<usize, SkimError> {
    let (piece, end) = skim::piece(text, at)?;
    let value: serde_json::Value = serde_json::from_str(piece).map_err(|_| SkimError::Syntax(at))?;
    match value {
        serde_json::Value::Null => sink.null(),
        _ => sink.other(piece.chars().take(40).collect()),
    }
    Ok(end)
}

/// Deepest nesting of boundaries: solids, shells, surfaces, rings, indices.
pub const DEEPEST: usize = 5;

/// Stands for an index that cannot be used.
pub const NO_INDEX: u32 = u32::MAX;

/// What is wrong with nested indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// This is not an index; `leaf` is its position among the indices.
    NotAnIndex {
        /// Position among the indices.
        leaf: usize,
        /// The value as written.
        what: String,
    },
    /// Indices or lists stand at different depths, or deeper than five.
    Uneven,
}

/// Nested lists of vertex indices, flattened level by level.
#[derive(Clone, Debug, Default)]
pub struct IndexNest {
    /// Indices in order.
    pub leaves: Vec<u32>,
    /// `ends[level]` holds, for every array of that level, where its children end. Level 0 is the
    /// outermost array.
    pub ends: [Vec<u32>; DEEPEST],
    /// First thing that was wrong.
    pub trouble: Option<Trouble>,
    /// How many arrays enclose the next value.
    level: usize,
    /// How many arrays enclose the indices; 0 while no index was seen.
    leaf_level: usize,
}

impl IndexNest {
    /// Forgets everything but keeps its memory.
    pub fn clear(&mut self) {
        self.leaves.clear();
        self.ends.iter_mut().for_each(Vec::clear);
        (self.trouble, self.level, self.leaf_level) = (None, 0, 0);
    }

    /// How deep the indices are nested, or `None` when there are none.
    pub fn depth(&self) -> Option<usize> {
        (self.leaf_level > 0).then_some(self.leaf_level)
    }

    /// Children of array `number` of `level`, as a range of the next level's arrays or of the leaves.
    pub fn children(&self, level: usize, number: usize) -> std::ops::Range<usize> {
        let Some(ends) = self.ends.get(level) else { return 0..0 };
        let end = ends.get(number).map_or(0, |e| *e as usize);
        let start = if number == 0 { 0 } else { ends.get(number - 1).map_or(0, |e| *e as usize) };
        start..end
    }

    /// JSON pointer of an index below the outermost array, for example `/3/0/2`.
    pub fn pointer(&self, leaf: usize) -> String {
        let mut position = leaf;
        let mut steps = Vec::new();
        for level in (0..self.leaf_level).rev() {
            let ends = self.ends.get(level).map_or(&[][..], Vec::as_slice);
            let array = ends.partition_point(|end| *end as usize <= position);
            let start = if array == 0 { 0 } else { ends.get(array - 1).map_or(0, |e| *e as usize) };
            steps.push(position - start);
            position = array;
        }
        steps.iter().rev().fold(String::new(), |text, step| text + "/" + &step.to_string())
    }

    fn leaf(&mut self, value: u32) {
        if self.leaf_level == 0 {
            self.leaf_level = self.level;
        }
        if self.leaf_level != self.level || self.level == 0 {
            self.trouble.get_or_insert(Trouble::Uneven);
            return;
        }
        self.leaves.push(value);
    }

    fn not_an_index(&mut self, what: String) {
        let leaf = self.leaves.len();
        self.leaf(NO_INDEX);
        self.trouble.get_or_insert(Trouble::NotAnIndex { leaf, what });
    }
}

impl Sink for IndexNest {
    fn open(&mut self) {
        self.level += 1;
        if self.level > DEEPEST || (self.leaf_level > 0 && self.level > self.leaf_level) {
            self.trouble.get_or_insert(Trouble::Uneven);
        }
    }

    fn close(&mut self) {
        let children = match self.ends.get(self.level) {
            Some(inner) if self.level != self.leaf_level => inner.len(),
            _ => self.leaves.len(),
        };
        self.level -= 1;
        let level = self.level;
        if let Some(ends) = self.ends.get_mut(level) {
            ends.push(u32::try_from(children).unwrap_or(NO_INDEX));
        }
    }

    #[inline]
    fn index(&mut self, value: u64) {
        match u32::try_from(value) {
            Ok(index) if index != NO_INDEX => self.leaf(index),
            _ => self.not_an_index(value.to_string()),
        }
    }

    fn null(&mut self) {
        self.not_an_index("null".to_owned());
    }

    fn other(&mut self, what: String) {
        self.not_an_index(what);
    }
}

/// One step of a `values` tree of semantics or materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A list begins.
    Open,
    /// A list ends.
    Close,
    /// No value, or a whole list without values.
    Null,
    /// Number of a surface or material.
    Index(u32),
    /// Not a number that can be used.
    Bad,
}

/// A `values` tree as it stands.
#[derive(Clone, Debug, Default)]
pub struct Steps(pub Vec<Step>);

impl Sink for Steps {
    fn open(&mut self) {
        self.0.push(Step::Open);
    }

    fn close(&mut self) {
        self.0.push(Step::Close);
    }

    #[inline]
    fn index(&mut self, value: u64) {
        self.0.push(u32::try_from(value).map_or(Step::Bad, Step::Index));
    }

    fn null(&mut self) {
        self.0.push(Step::Null);
    }

    fn other(&mut self, _what: String) {
        self.0.push(Step::Bad);
    }
}

/// Largest numbers in the `values` tree of a texture: enough to know whether they are in range.
#[derive(Clone, Debug, Default)]
pub struct TextureRange {
    /// One more than the largest texture number.
    pub textures: u64,
    /// One more than the largest number of a texture vertex.
    pub vertices: u64,
    /// Whether something is not a whole number.
    pub bad: bool,
    first: bool,
}

impl Sink for TextureRange {
    fn open(&mut self) {
        self.first = true;
    }

    fn close(&mut self) {
        self.first = false;
    }

    #[inline]
    fn index(&mut self, value: u64) {
        let largest = if self.first { &mut self.textures } else { &mut self.vertices };
        *largest = (*largest).max(value.saturating_add(1));
        self.first = false;
    }

    fn null(&mut self) {
        self.first = false;
    }

    fn other(&mut self, _what: String) {
        self.bad = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> IndexNest {
        let mut nest = IndexNest::default();
        assert_eq!(read_nested(text, 0, &mut nest), Ok(text.len()));
        nest
    }

    #[test]
    fn a_solid_is_flattened_level_by_level() {
        let nest = read("[[[[0,1,2,3],[4,5,6]],[[7,8,9]]],[[[1,2,3]]]]");
        assert_eq!(nest.depth(), Some(4));
        assert_eq!(nest.leaves, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3]);
        assert_eq!(nest.ends[3], [4, 7, 10, 13]);
        assert_eq!(nest.ends[2], [2, 3, 4]);
        assert_eq!(nest.ends[1], [2, 3]);
        assert_eq!(nest.ends[0], [2]);
        assert_eq!((nest.children(2, 1), nest.pointer(8)), (2..3, "/0/1/0/1".to_owned()));
        assert_eq!(nest.trouble, None);
    }

    #[test]
    fn what_is_not_an_index_is_noted_with_its_place() {
        let nest = read("[[[0,1,-1]],[[2,1.5,3]]]");
        assert_eq!(nest.trouble, Some(Trouble::NotAnIndex { leaf: 2, what: "-1".to_owned() }));
        assert_eq!(nest.pointer(2), "/0/0/2");
        assert_eq!(nest.leaves.len(), 6);
        assert_eq!(read("[[[0,1,2],3]]").trouble, Some(Trouble::Uneven));
        assert_eq!(read("[[[[[[0]]]]]]").trouble, Some(Trouble::Uneven));
        assert_eq!(read("[[0],[[1]]]").trouble, Some(Trouble::Uneven));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in ["[1 2]", "[1,]", "[,1]", "[01]", "[1", "[1}", "[nul]", "[--1]", "[1.]", "[[1]2]"] {
            assert!(read_nested(text, 0, &mut IndexNest::default()).is_err(), "{text}");
        }
    }

    #[test]
    fn empty_lists_keep_their_place() {
        let nest = read("[[],[[]],[[0,1,2]]]");
        assert_eq!((nest.depth(), nest.trouble.clone()), (Some(3), None));
        assert_eq!((nest.ends[1].as_slice(), nest.ends[2].as_slice()), (&[0, 1, 2][..], &[0, 3][..]));
        assert_eq!(nest.pointer(1), "/2/0/1");
    }
}
