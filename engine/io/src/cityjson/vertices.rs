//! The vertex list of a file or feature, and where its points are on the ground.

use std::sync::atomic::{AtomicBool, Ordering};

use linli_model::Point3;

use super::skim::{self, SkimError, each_element};

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

/// Reads the list `[[x, y, z], …]` that begins at byte `at` of `text`; gives the offset after it.
///
/// # Errors
/// The number of the first vertex that is not three finite numbers, and what is wrong with it.
pub fn read_vertices(text: &str, at: usize) -> Result<(Vec<Point3>, usize), (usize, SkimError)> {
    let mut vertices: Vec<Point3> = Vec::new();
    let read = list_at(text, at).and_then(|at| {
        each_element(text, at, |at| {
            let mut vertex = [0.0; 3];
            let end = read_numbers(text, list_at(text, at)?, &mut vertex)?;
            vertices.push(vertex);
            Ok(end)
        })
    });
    match read {
        Ok(end) => Ok((vertices, end)),
        Err(error) => Err((vertices.len(), error)),
    }
}

/// `at`, if a list begins there.
///
/// # Errors
/// [`SkimError::Data`] if not.
pub fn list_at(text: &str, at: usize) -> Result<usize, SkimError> {
    match text.as_bytes().get(at) {
        Some(b'[') => Ok(at),
        _ => Err(SkimError::Data(at, "a list must stand here".to_owned())),
    }
}

/// Reads a list of as many numbers as `numbers` holds; gives the offset after it.
///
/// # Errors
/// [`SkimError`] when there are more or fewer, or they are not finite numbers.
pub fn read_numbers(text: &str, at: usize, numbers: &mut [f64]) -> Result<usize, SkimError> {
    let mut count = 0;
    let end = each_element(text, at, |at| {
        let (number, end) = read_number(text, at)?;
        if let Some(place) = numbers.get_mut(count) {
            *place = number;
        }
        count += 1;
        Ok(end)
    })?;
    if count != numbers.len() {
        return Err(SkimError::Data(at, format!("{count} numbers stand here, not {}", numbers.len())));
    }
    Ok(end)
}

/// The number at byte `at`, and the offset after it.
#[inline]
fn read_number(text: &str, at: usize) -> Result<(f64, usize), SkimError> {
    match short_number(text.as_bytes(), at) {
        Some(read) => Ok(read),
        None => skim::value(text, at),
    }
}

/// A number of at most 15 digits without exponent. Both the digits and the power of ten are then
/// exact, so that one division rounds correctly (Clinger, How to read floating point numbers
/// accurately, 1990).
#[inline]
fn short_number(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
    const POWERS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let negative = bytes.get(at) == Some(&b'-');
    let start = at + usize::from(negative);
    let (mut i, mut digits, mut count) = (start, 0_u64, 0_usize);
    let mut point = None;
    loop {
        match bytes.get(i) {
            Some(digit @ b'0'..=b'9') if count < 15 => {
                digits = digits * 10 + u64::from(digit - b'0');
                count += 1;
            }
            Some(b'.') if point.is_none() && count > 0 => point = Some(i),
            Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-') => return None,
            _ => break,
        }
        i += 1;
    }
    let whole = point.map_or(count, |point| point - start);
    let leading_zero = bytes.get(start) == Some(&b'0') && whole > 1;
    let decimals = count - whole;
    if count == 0 || leading_zero || (point.is_some() && decimals == 0) {
        return None;
    }
    let value = digits as f64 / POWERS.get(decimals)?;
    Some((if negative { -value } else { value }, i))
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
        while let Some(taken) = slots.get_mut(slot) {
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
    let mixed =
        vertex.iter().fold(0_u64, |hash, v| (hash.rotate_left(23) ^ v.to_bits()).wrapping_mul(GOLDEN));
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_vertex_is_named() {
        assert_eq!(
            read_vertices("[[1,2,3],[4.5,-5,6e1]]", 0).ok().map(|(list, _)| list),
            Some(vec![[1., 2., 3.], [4.5, -5., 60.]])
        );
        for (text, vertex) in [
            ("[[1,2,3],[1,2]]", 1),
            ("[[1,2,\"3\"]]", 0),
            ("[[1,2,3],[1,2,1e999]]", 1),
            ("[[1,2,3,4]]", 0),
            ("[null]", 0),
        ] {
            assert_eq!(read_vertices(text, 0).err().map(|(vertex, _)| vertex), Some(vertex), "{text}");
        }
    }

    #[test]
    fn short_numbers_are_exact() {
        for text in ["0", "-0.5", "85012.966", "447473.243", "-1234567.12345678", "999999999999999", "0.1"] {
            let expected = text.parse::<f64>().ok().map(|number| (number, text.len()));
            assert_eq!(short_number(text.as_bytes(), 0), expected, "{text}");
        }
        for text in ["01", "1.", ".5", "-", "1e5", "1234567890123456", "1.2.3", "--1", "NaN"] {
            assert_eq!(short_number(text.as_bytes(), 0), None, "{text}");
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
