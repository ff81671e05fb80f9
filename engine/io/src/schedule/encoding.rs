//! Text of a schedule file: Western and Chinese programs write in the code page of their machine.

use std::borrow::Cow;

use super::codes;
use crate::report::{FileReport, Message};
use crate::text;

/// Decodes a file; what is not UTF-8 or UTF-16 is told in the report.
pub fn decode<'a>(bytes: &'a [u8], report: &mut FileReport) -> Cow<'a, str> {
    let decoded = text::decode_declared(bytes);
    if decoded.guessed {
        report.push(Message::new(&codes::ENCODING, "", decoded.encoding));
    }
    decoded.text
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GB18030, WINDOWS_1252};

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
