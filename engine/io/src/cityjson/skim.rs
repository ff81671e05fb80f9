//! Cuts JSON text into the raw texts of its members without reading what is inside them.
//!
//! A CityJSON file is one huge object. Cutting it first lets every city object be read on its own:
//! on all processor cores, and without one damaged object taking the others along. Nothing here
//! calls itself; nesting deeper than the limit is refused, so that the readers of the pieces, which
//! do call themselves, never go deeper than that.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;

/// One member of an object: its name and the raw text of its value.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// Name as written between the quotes, escapes not undone.
    pub raw_name: &'a str,
    /// Byte offset of the name's opening quote.
    pub name_at: usize,
    /// Raw text of the value, without blanks around it.
    pub value: &'a str,
    /// Byte offset of the value.
    pub at: usize,
}

impl Member<'_> {
    /// Name with its escapes undone.
    pub fn name(&self) -> String {
        if !self.raw_name.contains('\\') {
            return self.raw_name.to_owned();
        }
        serde_json::from_str(&format!("\"{}\"", self.raw_name)).unwrap_or_else(|_| self.raw_name.to_owned())
    }
}

/// Why the text cannot be cut or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkimError {
    /// Not JSON, or cut off, at this byte offset.
    Syntax(usize),
    /// Nested deeper than the limit, at this byte offset.
    TooDeep(usize),
    /// JSON, but not what must stand at this byte offset.
    Data(usize, String),
}

impl SkimError {
    /// Byte offset of the problem.
    pub fn at(&self) -> usize {
        match self {
            Self::Syntax(at) | Self::TooDeep(at) | Self::Data(at, _) => *at,
        }
    }

    /// What is wrong, in English.
    pub fn what(&self) -> &str {
        match self {
            Self::Syntax(_) => "not JSON",
            Self::TooDeep(_) => "nested too deep",
            Self::Data(_, what) => what,
        }
    }
}

/// What a byte means to the cutter.
const PLAIN: u8 = 0;
const QUOTE: u8 = 1;
const OPEN: u8 = 2;
const CLOSE: u8 = 3;

static CLASS: [u8; 256] = {
    let mut class = [PLAIN; 256];
    class[b'"' as usize] = QUOTE;
    class[b'{' as usize] = OPEN;
    class[b'[' as usize] = OPEN;
    class[b'}' as usize] = CLOSE;
    class[b']' as usize] = CLOSE;
    class
};

/// Calls `read` for every member of the object that begins at byte `at` of `text`, with its raw
/// name, the offset of its name and the offset of its value; `read` gives the offset after the
/// value. Gives the offset after the object.
///
/// # Errors
/// [`SkimError`] of `read`, or when braces, quotes, colons or commas are not where they must be.
pub fn each_member<'a>(
    text: &'a str,
    at: usize,
    mut read: impl FnMut(&'a str, usize, usize) -> Result<usize, SkimError>,
) -> Result<usize, SkimError> {
    let bytes = text.as_bytes();
    let mut i = expect(bytes, at, b'{')?;
    if byte(bytes, i) == Some(b'}') {
        return Ok(i + 1);
    }
    loop {
        let name_at = i;
        if byte(bytes, i) != Some(b'"') {
            return Err(SkimError::Syntax(i));
        }
        let name_end = skip_string(bytes, i)?;
        i = expect(bytes, skip_blanks(bytes, name_end), b':')?;
        let name = text.get(name_at + 1..name_end - 1).ok_or(SkimError::Syntax(name_at))?;
        i = skip_blanks(bytes, read(name, name_at, i)?);
        match byte(bytes, i) {
            Some(b',') => i = skip_blanks(bytes, i + 1),
            Some(b'}') => return Ok(i + 1),
            _ => return Err(SkimError::Syntax(i)),
        }
    }
}

/// Calls `read` with the offset of every element of the array that begins at byte `at`; `read`
/// gives the offset after the element. Gives the offset after the array.
///
/// # Errors
/// [`SkimError`] of `read`, or when brackets or commas are not where they must be.
pub fn each_element(
    text: &str,
    at: usize,
    mut read: impl FnMut(usize) -> Result<usize, SkimError>,
) -> Result<usize, SkimError> {
    let bytes = text.as_bytes();
    let mut i = expect(bytes, at, b'[')?;
    if byte(bytes, i) == Some(b']') {
        return Ok(i + 1);
    }
    loop {
        i = skip_blanks(bytes, read(i)?);
        match byte(bytes, i) {
            Some(b',') => i = skip_blanks(bytes, i + 1),
            Some(b']') => return Ok(i + 1),
            _ => return Err(SkimError::Syntax(i)),
        }
    }
}

/// Members of the object that begins at byte `at` of `text`, and the offset after its end.
/// `depth` is how many values enclose it; `limit` how deep values may be nested.
///
/// # Errors
/// [`SkimError`] when the text cannot be cut.
pub fn members(
    text: &str,
    at: usize,
    depth: usize,
    limit: usize,
) -> Result<(Vec<Member<'_>>, usize), SkimError> {
    let mut members = Vec::new();
    let end = each_member(text, at, |raw_name, name_at, at| {
        let end = skip_value(text.as_bytes(), at, depth + 1, limit)?;
        let value = text.get(at..end).ok_or(SkimError::Syntax(at))?;
        members.push(Member { raw_name, name_at, value, at });
        Ok(end)
    })?;
    Ok((members, end))
}

/// Raw text of the value at byte `at`, and the offset after it.
///
/// # Errors
/// [`SkimError::Syntax`] when the text ends before the value does.
pub fn piece(text: &str, at: usize) -> Result<(&str, usize), SkimError> {
    let end = skip_value(text.as_bytes(), at, 0, usize::MAX)?;
    Ok((text.get(at..end).ok_or(SkimError::Syntax(at))?, end))
}

/// Reads the value at byte `at` as serde_json does.
///
/// # Errors
/// [`SkimError`] when it is not JSON or has another type.
pub fn value<'a, T: Deserialize<'a>>(text: &'a str, at: usize) -> Result<(T, usize), SkimError> {
    let (piece, end) = piece(text, at)?;
    match serde_json::from_str(piece) {
        Ok(value) => Ok((value, end)),
        Err(error) => Err(SkimError::Data(at, super::header::plain(&error))),
    }
}

/// The text at byte `at`, or `None` when the value is not text; and the offset after it.
///
/// # Errors
/// [`SkimError`] when it is not JSON.
pub fn text_value(text: &str, at: usize) -> Result<(Option<Cow<'_, str>>, usize), SkimError> {
    if byte(text.as_bytes(), at) != Some(b'"') {
        let (_, end) = value::<IgnoredAny>(text, at)?;
        return Ok((None, end));
    }
    let (piece, end) = piece(text, at)?;
    let inner = piece.get(1..piece.len() - 1).unwrap_or_default();
    if inner.bytes().all(|b| b >= b' ' && b != b'\\') {
        return Ok((Some(Cow::Borrowed(inner)), end));
    }
    let decoded: String = serde_json::from_str(piece).map_err(|_| SkimError::Syntax(at))?;
    Ok((Some(Cow::Owned(decoded)), end))
}

/// Skips the value at byte `at`, of which nothing is needed, but which must be JSON.
///
/// # Errors
/// [`SkimError`] when it is not.
pub fn ignore(text: &str, at: usize) -> Result<usize, SkimError> {
    let (piece, end) = piece(text, at)?;
    let plain_text = piece.starts_with('"') && piece.bytes().all(|b| b >= b' ' && b != b'\\');
    if plain_text || is_plain_number(piece) || matches!(piece, "null" | "true" | "false") {
        return Ok(end);
    }
    serde_json::from_str::<IgnoredAny>(piece).map(|_| end).map_err(|_| SkimError::Syntax(at))
}

/// Digits with an optional sign and point: what nearly every number looks like.
fn is_plain_number(piece: &str) -> bool {
    let digits = piece.strip_prefix('-').unwrap_or(piece);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(fraction) && (whole.len() == 1 || !whole.starts_with('0'))
}

/// Offset of the first byte at or after `i` that is not a JSON blank.
#[inline]
pub fn skip_blanks(bytes: &[u8], mut i: usize) -> usize {
    while matches!(bytes.get(i), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        i += 1;
    }
    i
}

/// Line and column (both from 1, columns in bytes) of a byte offset.
pub fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    (line, at - line_start + 1)
}

#[inline]
fn byte(bytes: &[u8], i: usize) -> Option<u8> {
    bytes.get(i).copied()
}

fn expect(bytes: &[u8], i: usize, wanted: u8) -> Result<usize, SkimError> {
    if byte(bytes, i) == Some(wanted) { Ok(skip_blanks(bytes, i + 1)) } else { Err(SkimError::Syntax(i)) }
}

/// Offset after the string that begins at `i`.
fn skip_string(bytes: &[u8], i: usize) -> Result<usize, SkimError> {
    let mut i = i + 1;
    loop {
        let rest = bytes.get(i..).unwrap_or_default();
        let Some(found) = rest.iter().position(|b| matches!(b, b'"' | b'\\')) else {
            return Err(SkimError::Syntax(bytes.len()));
        };
        i += found;
        if byte(bytes, i) == Some(b'"') {
            return Ok(i + 1);
        }
        i += 2;
    }
}

/// Offset after the value that begins at `i`. Brackets are only counted; whether each closes its
/// own kind is seen when the piece is read.
///
/// # Errors
/// [`SkimError`] when the text ends before the value does, or it is nested too deep.
pub fn skip_value(bytes: &[u8], i: usize, depth: usize, limit: usize) -> Result<usize, SkimError> {
    match byte(bytes, i) {
        Some(b'"') => skip_string(bytes, i),
        Some(b'{' | b'[') => skip_nested(bytes, i, depth, limit),
        _ => {
            let rest = bytes.get(i..).unwrap_or_default();
            let end = |b: &u8| matches!(b, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t');
            match rest.iter().position(end) {
                Some(length) if length > 0 => Ok(i + length),
                Some(_) => Err(SkimError::Syntax(i)),
                None => Err(SkimError::Syntax(bytes.len())),
            }
        }
    }
}

fn skip_nested(bytes: &[u8], start: usize, outer: usize, limit: usize) -> Result<usize, SkimError> {
    let mut depth = outer;
    let mut i = start;
    loop {
        // Numbers and brackets, which most of a file is, are only counted, many bytes at once.
        if let Some(block) = bytes.get(i..).and_then(|rest| rest.first_chunk())
            && let Some((opened, closed)) = brackets(block)
            && depth > outer + closed
            && depth + opened <= limit
        {
            depth = depth + opened - closed;
            i += BLOCK;
            continue;
        }
        let end = i + BLOCK;
        while i < end {
            let Some(&b) = bytes.get(i) else { return Err(SkimError::Syntax(bytes.len())) };
            match CLASS[usize::from(b)] {
                PLAIN => i += 1,
                QUOTE => i = skip_string(bytes, i)?,
                OPEN => {
                    depth += 1;
                    if depth > limit {
                        return Err(SkimError::TooDeep(i));
                    }
                    i += 1;
                }
                _ => {
                    depth -= 1;
                    i += 1;
                    if depth == outer {
                        return Ok(i);
                    }
                }
            }
        }
    }
}

/// Bytes that are looked at together.
const BLOCK: usize = 32;

/// How many brackets or braces open and close in a block without text; `None` when a text begins.
fn brackets(block: &[u8; BLOCK]) -> Option<(usize, usize)> {
    let (mut quotes, mut opened, mut closed) = (0_u8, 0_u8, 0_u8);
    for &b in block {
        // The bit that tells small letters from capitals also tells braces from brackets. Wrapping,
        // because 32 never wraps, and a check would keep this from being done for all bytes at once.
        let folded = b | 0x20;
        quotes = quotes.wrapping_add(u8::from(b == b'"'));
        opened = opened.wrapping_add(u8::from(folded == b'{'));
        closed = closed.wrapping_add(u8::from(folded == b'}'));
    }
    (quotes == 0).then_some((usize::from(opened), usize::from(closed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Result<Vec<(&str, &str)>, SkimError> {
        members(text, 0, 0, 8).map(|(members, _)| members.iter().map(|m| (m.raw_name, m.value)).collect())
    }

    #[test]
    fn members_are_cut_whatever_they_hold() {
        let text = r#"{ "a" : [1, {"x":"]}"}] , "b\"c":"t\\" ,"d":-1.5e3, "e" : {} }"#;
        let expected =
            vec![("a", r#"[1, {"x":"]}"}]"#), (r#"b\"c"#, r#""t\\""#), ("d", "-1.5e3"), ("e", "{}")];
        assert_eq!(cut(text), Ok(expected));
        assert_eq!(cut("{}"), Ok(vec![]));
    }

    #[test]
    fn damage_is_placed() {
        assert_eq!(cut(r#"{"a":[1,2"#), Err(SkimError::Syntax(9)));
        assert_eq!(cut(r#"{"a" 1}"#), Err(SkimError::Syntax(5)));
        assert_eq!(cut(r#"{"a":,"b":1}"#), Err(SkimError::Syntax(5)));
        assert_eq!(cut(r#"{"a":[[[[[[[[[]]]]]]]]]}"#), Err(SkimError::TooDeep(12)));
        assert_eq!(line_column("ab\ncd\nef", 7), (3, 2));
    }

    #[test]
    fn long_lists_end_and_are_too_deep_where_they_are() {
        for length in 0..70 {
            let list = format!("[{}[1],{{}}]", "17,".repeat(length));
            assert_eq!(skip_value(format!("{list},[]]").as_bytes(), 0, 0, 2), Ok(list.len()), "{list}");
            assert_eq!(
                skip_value(&list.as_bytes()[..list.len() - 1], 0, 0, 2).map_err(|e| e.at()),
                Err(list.len() - 1)
            );
            let at = list.find("[1]").unwrap_or_default();
            assert_eq!(skip_value(list.as_bytes(), 0, 0, 1), Err(SkimError::TooDeep(at)), "{list}");
        }
    }

    #[test]
    fn a_name_is_unescaped() {
        let names = members(r#"{"a\u00e9\"":1}"#, 0, 0, 8).map(|(m, _)| m.iter().map(Member::name).collect());
        assert_eq!(names, Ok(vec!["aé\"".to_owned()]));
    }
}
