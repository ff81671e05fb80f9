//! Text out of bytes, whatever it was written in.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decoded text, and what it was written in.
#[derive(Debug, PartialEq, Eq)]
pub struct Text<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// Name of the encoding, for reports.
    pub encoding: &'static str,
    /// Whether the encoding was recognised by its bytes alone, so that a report should name it.
    pub guessed: bool,
}

/// Decodes UTF-8; UTF-16 (by its byte order mark, or by the zero bytes of its first two
/// characters); else GB18030 when the bytes are valid in it; else Windows-1252 (Latin 1), which
/// takes any bytes.
pub fn decode(bytes: &[u8]) -> Text<'_> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf")
        && let Ok(text) = std::str::from_utf8(rest)
    {
        return Text { text: Cow::Borrowed(text), encoding: UTF_8.name(), guessed: false };
    }
    let utf_16 = match bytes {
        [0xff, 0xfe, ..] | [1..=255, 0, 1..=255, 0, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] | [0, 1..=255, 0, 1..=255, ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = utf_16 {
        let (text, _) = encoding.decode_with_bom_removal(bytes);
        return Text { text, encoding: encoding.name(), guessed: false };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Text { text: Cow::Borrowed(text), encoding: UTF_8.name(), guessed: false };
    }
    if let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        return Text { text, encoding: GB18030.name(), guessed: true };
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Text { text, encoding: WINDOWS_1252.name(), guessed: true }
}

/// Decodes as [`decode`] does, but believes the encoding that an XML declaration names; without one, bytes
/// that could be GB 18030 are Windows-1252 when most of their high bytes stand alone, as accented
/// letters do: Chinese characters of GB 18030 are nearly always two high bytes, and come in runs.
pub fn decode_declared(bytes: &[u8]) -> Text<'_> {
    let decoded = decode(bytes);
    if !decoded.guessed {
        return decoded;
    }
    let declared = declared(bytes).filter(|encoding| *encoding != UTF_8);
    let chosen = match declared {
        Some(encoding) => Some(encoding),
        None if stands_alone(bytes) => Some(WINDOWS_1252),
        None => None,
    };
    if let Some(encoding) = chosen
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return Text { text, encoding: encoding.name(), guessed: true };
    }
    decoded
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..200.min(bytes.len()))?).into_owned();
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let label = declaration.split("encoding=").nth(1)?;
    let label = label.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes())
}

/// Whether more runs of high bytes have one byte than have several.
fn stands_alone(bytes: &[u8]) -> bool {
    let (mut alone, mut together) = (0_u64, 0_u64);
    for run in bytes.split(u8::is_ascii).filter(|run| !run.is_empty()) {
        if run.len() == 1 {
            alone += 1;
        } else {
            together += 1;
        }
    }
    alone > together
}

/// The beginning of a file as text, for recognising a format; a character cut in two at the end is
/// of no matter.
pub fn head(bytes: &[u8], length: usize) -> String {
    let end = length.min(bytes.len());
    let head = bytes.get(..end).unwrap_or_default();
    match head {
        [0xff | 0xfe, 0xfe | 0xff, ..] | [0, 1..=255, ..] | [1..=255, 0, ..] => {
            decode(head).text.into_owned()
        }
        _ => String::from_utf8_lossy(head).trim_start_matches('\u{feff}').to_owned(),
    }
}

/// The byte at which JSON is nested deeper than a limit, if it is; strings are stepped over. A look at the whole text
/// before anything is built of it.
pub fn nesting_beyond(text: &str, limit: usize) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth += 1;
                if depth > limit {
                    return Some(at);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// File name without folder, `.gz` and its own ending: `roads.geojson.gz` → `roads`.
pub fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    match plain.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding_is_read() {
        let text = "{\"name\":\"西湖\"}";
        let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (gb, _, _) = GB18030.encode(text);
        let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
        let utf_16_marked = [b"\xff\xfe".as_slice(), &utf_16].concat();
        for (bytes, encoding, guessed) in [
            (text.as_bytes(), "UTF-8", false),
            (&marked, "UTF-8", false),
            (&utf_16, "UTF-16LE", false),
            (&utf_16_marked, "UTF-16LE", false),
            (&gb, "gb18030", true),
        ] {
            let found = decode(bytes);
            assert_eq!((found.text.as_ref(), found.encoding, found.guessed), (text, encoding, guessed));
        }
        assert_eq!(decode(b"Caf\xe9 ").text, "Café ");
    }

    #[test]
    fn stems_lose_their_endings() {
        assert_eq!(stem("roads.geojson.gz"), "roads");
        assert_eq!(stem("a/b/Net1.inp"), "Net1");
        assert_eq!(stem(".json"), ".json");
        assert_eq!(stem("plain"), "plain");
    }
}
