//! The vertex list of a file or feature, and where its points are on the ground.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use linli_model::Point3;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};

/// `real = vertex × scale + translate`, axis by axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transform {
    /// Size of one step, in units of the coordinate system.
    pub scale: Point3,
    /// Place of vertex 0, 0, 0.
    pub translate: Point3,
}

impl Transform {
    /// Vertices are coordinates already.
    pub const IDENTITY: Self = Self { scale: [1.0; 3], translate: [0.0; 3] };

    /// Place of a vertex in the coordinate system.
    pub fn apply(&self, vertex: Point3) -> Point3 {
        std::array::from_fn(|i| vertex[i] * self.scale[i] + self.translate[i])
    }
}

/// Why a vertex list cannot be read.
#[derive(Debug)]
pub struct VertexError {
    /// Number of the first bad vertex.
    pub vertex: usize,
    /// What serde_json says, with line and column in the list's text.
    pub error: serde_json::Error,
}

/// Reads `[[x, y, z], …]`; blank text is an empty list.
///
/// # Errors
/// [`VertexError`] at the first vertex that is not three finite numbers.
pub fn read_vertices(text: &str) -> Result<Vec<Point3>, VertexError> {
    // A vertex takes at least eight bytes: `[0,0,0],`.
    let mut vertices = Vec::with_capacity(text.len() / 24);
    let mut json = serde_json::Deserializer::from_str(text);
    let read = VertexList(&mut vertices).deserialize(&mut json).and_then(|()| json.end());
    match read {
        Ok(()) => {
            vertices.shrink_to_fit();
            Ok(vertices)
        }
        Err(error) => Err(VertexError { vertex: vertices.len(), error }),
    }
}

struct VertexList<'v>(&'v mut Vec<Point3>);

impl<'de> DeserializeSeed<'de> for VertexList<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for VertexList<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of vertices")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(Vertex(point)) = seq.next_element()? {
            self.0.push(point);
        }
        Ok(())
    }
}

struct Vertex(Point3);

impl<'de> Deserialize<'de> for Vertex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(VertexVisitor).map(Vertex)
    }
}

struct VertexVisitor;

impl<'de> Visitor<'de> for VertexVisitor {
    type Value = Point3;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("three numbers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Point3, A::Error> {
        let mut point = [0.0; 3];
        for (i, number) in point.iter_mut().enumerate() {
            *number =
                seq.next_element()?.ok_or_else(|| A::Error::custom(format!("a vertex has {i} numbers, not 3")))?;
        }
        if seq.next_element::<IgnoredAny>()?.is_some() {
            return Err(A::Error::custom("a vertex has more than 3 numbers"));
        }
        Ok(point)
    }
}

/// Which vertices something refers to; several threads may mark at once.
#[derive(Debug)]
pub struct Used(Vec<AtomicBool>);

impl Used {
    /// None of `count` vertices is used.
    pub fn none_of(count: usize) -> Self {
        Self((0..count).map(|_| AtomicBool::new(false)).collect())
    }

    /// Marks a vertex; numbers out of range are nobody's.
    pub fn mark(&self, vertex: u32) {
        if let Some(flag) = self.0.get(vertex as usize) {
            flag.store(true, Ordering::Relaxed);
        }
    }

    /// How many are unused, and the first of them.
    pub fn unused(&self) -> (usize, Option<usize>) {
        let mut unused = self.0.iter().enumerate().filter(|(_, flag)| !flag.load(Ordering::Relaxed));
        let first = unused.next().map(|(i, _)| i);
        (unused.count() + usize::from(first.is_some()), first)
    }
}

/// How many vertices repeat an earlier one, and the first that does.
pub fn duplicates(vertices: &[Point3]) -> (usize, Option<usize>) {
    // Open addressing, because a general map costs as much as reading the file.
    let size = (vertices.len() * 2).next_power_of_two().max(2);
    let mut slots = vec![u32::MAX; size];
    let (mut count, mut first) = (0, None);
    for (i, vertex) in vertices.iter().enumerate() {
        let mut slot = spread(vertex) as usize & (size - 1);
        loop {
            let Some(taken) = slots.get_mut(slot) else { break };
            if *taken == u32::MAX {
                *taken = u32::try_from(i).unwrap_or(u32::MAX);
                break;
            }
            if vertices.get(*taken as usize) == Some(vertex) {
                count += 1;
                first.get_or_insert(i);
                break;
            }
            slot = (slot + 1) & (size - 1);
        }
    }
    (count, first)
}

/// Mixes the bits of a vertex (Fibonacci hashing, Knuth, TAOCP vol. 3, 6.4).
fn spread(vertex: &Point3) -> u64 {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = vertex.iter().fold(0_u64, |hash, v| (hash.rotate_left(23) ^ v.to_bits()).wrapping_mul(GOLDEN));
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_vertex_is_named() {
        assert_eq!(read_vertices("[[1,2,3],[4.5,-5,6e1]]").ok(), Some(vec![[1., 2., 3.], [4.5, -5., 60.]]));
        for (text, vertex) in
            [("[[1,2,3],[1,2]]", 1), ("[[1,2,\"3\"]]", 0), ("[[1,2,3],[1,2,1e999]]", 1), ("[[1,2,3,4]]", 0), ("[null]", 0)]
        {
            assert_eq!(read_vertices(text).err().map(|e| e.vertex), Some(vertex), "{text}");
        }
    }

    #[test]
    fn duplicates_and_unused_vertices_are_counted() {
        let vertices = [[0., 0., 0.], [1., 0., 0.], [0., 0., 0.], [0., 0., 1.], [1., 0., 0.]];
        assert_eq!(duplicates(&vertices), (2, Some(2)));
        assert_eq!(duplicates(&[]), (0, None));
        let used = Used::none_of(4);
        for vertex in [0, 2, 99] {
            used.mark(vertex);
        }
        assert_eq!(used.unused(), (2, Some(1)));
    }
}
