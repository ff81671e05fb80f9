//! Group codes and values: two lines each.

/// First bytes of a binary drawing.
pub const BINARY_MARK: &[u8] = b"AutoCAD Binary DXF";

/// A group code, its value, and the line of the value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair<'a> {
    /// Group code.
    pub code: i32,
    /// Value without blanks around it.
    pub value: &'a str,
    /// Line of the value, from 1.
    pub line: usize,
}

impl Pair<'_> {
    /// The value as a finite number.
    pub fn number(&self) -> Option<f64> {
        self.value.parse().ok().filter(|v: &f64| v.is_finite())
    }
}

/// Pairs of a text; a line that should be a group code and is none is passed over.
pub fn pairs(text: &str) -> impl Iterator<Item = Pair<'_>> {
    let mut lines = text.lines().enumerate();
    std::iter::from_fn(move || {
        loop {
            let (_, code) = lines.next()?;
            let Ok(code) = code.trim().parse::<i32>() else { continue };
            let (line, value) = lines.next()?;
            return Some(Pair { code, value: value.trim(), line: line + 1 });
        }
    })
}
