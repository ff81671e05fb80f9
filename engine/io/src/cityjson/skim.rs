//! Cuts JSON text into the raw texts of its members without reading what is inside them.
//!
//! A CityJSON file is one huge object. Cutting it first lets every city object be read on its own:
//! on all processor cores, and without one damaged object taking the others along. Nothing here
//! calls itself; nesting deeper than the limit is refused, so that the readers of the pieces, which
//! do call themselves, never go deeper than that.

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

/// Why the text cannot be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkimError {
    /// Not JSON, or cut off, at this byte offset.
    Syntax(usize),
    /// Nested deeper than the limit, at this byte offset.
    TooDeep(usize),
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

/// Members of the object that begins at byte `at` of `text`, and the offset after its end.
/// `depth` is how many values enclose it; `limit` how deep values may be nested.
///
/// # Errors
/// [`SkimError`] when brackets, quotes, colons or commas are not where they must be.
pub fn members(
    text: &str,
    at: usize,
    depth: usize,
    limit: usize,
) -> Result<(Vec<Member<'_>>, usize), SkimError> {
    let bytes = text.as_bytes();
    let mut members = Vec::new();
    let mut i = expect(bytes, at, b'{')?;
    if byte(bytes, i) == Some(b'}') {
        return Ok((members, i + 1));
    }
    loop {
        let name_at = i;
        if byte(bytes, i) != Some(b'"') {
            return Err(SkimError::Syntax(i));
        }
        let name_end = skip_string(bytes, i)?;
        i = expect(bytes, skip_blanks(bytes, name_end), b':')?;
        let value_end = skip_value(bytes, i, depth + 1, limit)?;
        let cut = |from: usize, to: usize| text.get(from..to).ok_or(SkimError::Syntax(from));
        members.push(Member {
            raw_name: cut(name_at + 1, name_end - 1)?,
            name_at,
            value: cut(i, value_end)?,
            at: i,
        });
        i = skip_blanks(bytes, value_end);
        match byte(bytes, i) {
            Some(b',') => i = skip_blanks(bytes, i + 1),
            Some(b'}') => return Ok((members, i + 1)),
            _ => return Err(SkimError::Syntax(i)),
        }
    }
}

/// Offset of the first byte at or after `i` that is not a JSON blank.
pub fn skip_blanks(bytes: &[u8], i: usize) -> usize {
    let rest = bytes.get(i..).unwrap_or_default();
    i + rest.iter().position(|b| !matches!(b, b' ' | b'\n' | b'\r' | b'\t')).unwrap_or(rest.len())
}

/// Line and column (both from 1, columns in bytes) of a byte offset.
pub fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    (line, at - line_start + 1)
}

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
fn skip_value(bytes: &[u8], i: usize, depth: usize, limit: usize) -> Result<usize, SkimError> {
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
        let rest = bytes.get(i..).unwrap_or_default();
        let Some(found) = rest.iter().position(|b| CLASS[usize::from(*b)] != PLAIN) else {
            return Err(SkimError::Syntax(bytes.len()));
        };
        i += found;
        match byte(bytes, i).map_or(PLAIN, |b| CLASS[usize::from(b)]) {
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
    fn a_name_is_unescaped() {
        let names = members(r#"{"a\u00e9\"":1}"#, 0, 0, 8).map(|(m, _)| m.iter().map(Member::name).collect());
        assert_eq!(names, Ok(vec!["aé\"".to_owned()]));
    }
}
