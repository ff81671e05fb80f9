//! The text and the binary part of a file, taken apart before anything in them is looked at.

use super::codes;
use crate::report::Message;

/// First bytes of a binary file.
pub const MAGIC: &[u8] = b"glTF";
const JSON: u32 = 0x4e4f_534a;
const BIN: u32 = 0x004e_4942;
/// Length of the header, bytes.
const HEADER: usize = 12;

/// A file taken apart.
#[derive(Debug)]
pub struct Container<'a> {
    /// The JSON text.
    pub text: &'a str,
    /// The binary part of a GLB file.
    pub binary: Option<&'a [u8]>,
    /// What was passed over or mended.
    pub notes: Vec<Message>,
}

fn damaged(at: usize, why: impl Into<String>) -> Box<Message> {
    Box::new(Message::new(&codes::DAMAGED, format!("byte 0x{at:x}"), why))
}

/// Takes a file apart.
///
/// # Errors
/// A message that refuses the file.
pub fn open(bytes: &[u8]) -> Result<Container<'_>, Box<Message>> {
    if !bytes.starts_with(MAGIC) {
        return text_of(bytes, 0);
    }
    let word = |at: usize| {
        let bytes = bytes.get(at..at.checked_add(4)?)?;
        bytes.try_into().ok().map(u32::from_le_bytes)
    };
    let version = word(4).ok_or_else(|| damaged(4, "the header is cut off"))?;
    if version != 2 {
        return Err(Box::new(Message::new(&codes::VERSION, "byte 0x4", format!("GLB {version}"))));
    }
    let stated = word(8).ok_or_else(|| damaged(8, "the header is cut off"))? as usize;
    if stated < HEADER + 8 {
        return Err(damaged(8, format!("a length of {stated} bytes")));
    }
    if stated > bytes.len() {
        return Err(damaged(8, format!("{stated} bytes are stated, {} are there", bytes.len())));
    }
    let mut notes = Vec::new();
    if stated < bytes.len() {
        let more = format!("{} bytes after the end", bytes.len() - stated);
        notes.push(Message::new(&codes::CHUNK, format!("byte 0x{stated:x}"), more));
    }
    let (mut container, mut at, mut number) = (None, HEADER, 0_usize);
    while at < stated {
        let (Some(length), Some(kind)) = (word(at), word(at + 4)) else {
            return Err(damaged(at, "the header of a chunk is cut off"));
        };
        let length = length as usize;
        let start = at + 8;
        let end = start.checked_add(length).filter(|end| *end <= stated);
        let content = end.and_then(|end| bytes.get(start..end));
        let content =
            content.ok_or_else(|| damaged(at, format!("a chunk of {length} bytes leaves the file")))?;
        if !length.is_multiple_of(4) {
            return Err(damaged(at, format!("a chunk of {length} bytes, which is no multiple of four")));
        }
        match (&mut container, kind, number) {
            (None, JSON, 0) => container = Some(text_of(content, start)?),
            (None, ..) => return Err(damaged(at + 4, "the first chunk is not JSON")),
            (Some(container), BIN, 1) => container.binary = Some(content),
            (Some(_), kind, _) => {
                let what = if kind == BIN {
                    "a further binary chunk".to_owned()
                } else {
                    format!("type 0x{kind:08x}")
                };
                notes.push(Message::new(&codes::CHUNK, format!("byte 0x{at:x}"), what));
            }
        }
        at = start + length;
        number += 1;
    }
    let mut container = container.ok_or_else(|| damaged(HEADER, "there is no JSON"))?;
    container.notes.append(&mut notes);
    Ok(container)
}

/// The text of bytes that begin so far into the file.
fn text_of(bytes: &[u8], at: usize) -> Result<Container<'_>, Box<Message>> {
    let mut notes = Vec::new();
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf");
    if bare.is_some() {
        notes.push(Message::new(&codes::BYTE_ORDER_MARK, format!("byte 0x{at:x}"), ""));
    }
    let text = std::str::from_utf8(bare.unwrap_or(bytes)).map_err(|error| {
        let place = format!("byte 0x{:x}", at + error.valid_up_to());
        Box::new(Message::new(&codes::SYNTAX, place, "it is not UTF-8"))
    })?;
    Ok(Container { text, binary: None, notes })
}
