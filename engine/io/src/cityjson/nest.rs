//! Nested JSON arrays of whole numbers, read into flat lists.
//!
//! `boundaries` nest one to five deep, depending on a type that may stand after them; so they are
//! read without knowing the type, and whatever is not an index is noted with its place instead of
//! stopping the reader.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

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

/// Reads any JSON value into a [`Sink`]; never fails on what the value is.
pub struct Walk<'s, S>(pub &'s mut S);

impl<'de, S: Sink> DeserializeSeed<'de> for Walk<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Sink> Visitor<'de> for Walk<'_, S> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("nested arrays of whole numbers")
    }

    #[inline]
    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.index(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.other(value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.0.other(value.to_string());
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.other(value.to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.0.other(format!("\"{}\"", value.chars().take(40).collect::<String>()));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.0.open();
        while seq.next_element_seed(Walk(&mut *self.0))?.is_some() {}
        self.0.close();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.0.other("{…}".to_owned());
        Ok(())
    }
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
        let mut json = serde_json::Deserializer::from_str(text);
        assert!(Walk(&mut nest).deserialize(&mut json).is_ok());
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
    fn empty_lists_keep_their_place() {
        let nest = read("[[],[[]],[[0,1,2]]]");
        assert_eq!((nest.depth(), nest.trouble.clone()), (Some(3), None));
        assert_eq!((nest.ends[1].as_slice(), nest.ends[2].as_slice()), (&[0, 1, 2][..], &[0, 3][..]));
        assert_eq!(nest.pointer(1), "/2/0/1");
    }
}
