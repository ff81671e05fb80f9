//! Text of a schedule file: Western and Chinese programs write in the code page of their machine.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::codes;
use crate::report::{FileReport, Message};
use crate::text;

/// Decodes a file; what is not UTF-8 or UTF-16 is told in the report.
///
/// An encoding that an XML declaration names is believed. Else bytes that could be GB 18030 are Windows-1252
/// when most of their high bytes stand alone, as accented letters do: Chinese characters of GB 18030 are
/// nearly always two high bytes, and come in runs.
pub fn decode<'a>(bytes: &'a [u8], report: &mut FileReport) -> Cow<'a, str> {
    let decoded = text::decode(bytes);
    if !decoded.guessed {
        return decoded.text;
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
        report.push(Message::new(&codes::ENCODING, "", encoding.name()));
        return text;
    }
    report.push(Message::new(&codes::ENCODING, "", decoded.encoding));
    decoded.text
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

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<String>) {
        let mut report = FileReport::new("x");
        let text = decode(bytes, &mut report).into_owned();
        (text, report.messages.into_iter().map(|message| message.detail).collect())
    }

    #[test]
    fn accents_and_characters_are_told_apart() {
        let french = "Bétonnage, dépose des éléments, façade";
        let (bytes, ..) = WINDOWS_1252.encode(french);
        assert_eq!(read(&bytes), (french.to_owned(), vec!["windows-1252".to_owned()]));
        let chinese = "编号,名称\nA1,基坑开挖";
        let (bytes, ..) = GB18030.encode(chinese);
        assert_eq!(read(&bytes), (chinese.to_owned(), vec!["gb18030".to_owned()]));
        assert_eq!(read("基坑".as_bytes()), ("基坑".to_owned(), vec![]));
        let declared = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>Бетон</a>";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(declared);
        assert_eq!(read(&bytes), (declared.to_owned(), vec!["windows-1251".to_owned()]));
    }
}
