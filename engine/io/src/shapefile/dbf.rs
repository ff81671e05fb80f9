//! Rows of a `.dbf` attribute table (dBASE III and what writers of Shapefiles make of it).

use encoding_rs::{Encoding, GBK, UTF_8, WINDOWS_1252};
use serde_json::{Number, Value};

use crate::text;

/// Length of the file's header without its fields, bytes.
const HEADER: usize = 32;
/// Length of a field's description, bytes.
const FIELD: usize = 32;
/// End of the fields.
const END: u8 = 0x0d;
/// Most fields that are read.
const MOST_FIELDS: usize = 1024;
/// Bytes of rows that are looked at to guess an encoding.
const GUESS_WITHIN: usize = 4 << 20;

#[derive(Debug)]
struct Field {
    name: String,
    kind: u8,
    start: usize,
    length: usize,
}

/// A table that is read row by row.
#[derive(Debug)]
pub struct Table<'a> {
    fields: Vec<Field>,
    rows: &'a [u8],
    row_length: usize,
    encoding: &'static Encoding,
    /// The encoding, when it was guessed and matters.
    pub guessed: Option<&'static str>,
}

/// A row: its fields by name, or nothing when it is marked as deleted; and figures that cannot be read.
pub type Row = (Option<Vec<(String, Value)>>, Vec<String>);

impl<'a> Table<'a> {
    /// Opens a table; `code_page` is the content of the `.cpg` file.
    ///
    /// # Errors
    /// A text when the header cannot be true.
    pub fn open(bytes: &'a [u8], code_page: Option<&str>) -> Result<Self, String> {
        let short = |at: usize| bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map(u16::from_le_bytes);
        let (Some(header), Some(row_length)) = (short(8), short(10)) else {
            return Err("it is too short".to_owned());
        };
        let (header, row_length) = (usize::from(header), usize::from(row_length));
        if header < HEADER || header > bytes.len() || row_length == 0 {
            return Err(format!("a header of {header} bytes and rows of {row_length} bytes cannot be"));
        }
        let rows = bytes.get(header..).unwrap_or_default();
        let sample = rows.get(..GUESS_WITHIN.min(rows.len())).unwrap_or_default();
        let (encoding, guessed) = encoding(code_page, bytes.get(29).copied().unwrap_or_default(), sample);
        let mut fields = Vec::new();
        let mut start = 1;
        let descriptions = bytes.get(HEADER..header).unwrap_or_default().chunks_exact(FIELD);
        for description in descriptions.take_while(|d| d.first() != Some(&END)).take(MOST_FIELDS) {
            let name = description.get(..11).unwrap_or_default();
            let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
            let (name, _) = encoding.decode_without_bom_handling(name);
            let kind = description.get(11).copied().unwrap_or(b'C');
            let mut length = usize::from(description.get(16).copied().unwrap_or_default());
            if kind == b'C' {
                // Long texts keep the upper byte of their length where numbers keep their decimals.
                length += usize::from(description.get(17).copied().unwrap_or_default()) << 8;
            }
            fields.push(Field { name: name.trim().to_owned(), kind, start, length });
            start += length;
        }
        if start > row_length {
            return Err(format!("fields of {start} bytes do not fit into rows of {row_length} bytes"));
        }
        Ok(Self { fields, rows, row_length, encoding, guessed })
    }

    /// Number of whole rows that are there, whatever the header says.
    pub fn len(&self) -> usize {
        self.rows.len() / self.row_length
    }

    /// A row by its position, from 0.
    pub fn row(&self, position: usize) -> Option<Row> {
        let start = position.checked_mul(self.row_length)?;
        let row = self.rows.get(start..start + self.row_length)?;
        if row.first() == Some(&b'*') {
            return Some((None, Vec::new()));
        }
        let mut unread = Vec::new();
        let values = self.fields.iter().map(|field| {
            let bytes = row.get(field.start..field.start + field.length).unwrap_or_default();
            let value = self.value(field.kind, bytes).unwrap_or_else(|text| {
                unread.push(format!("{} = {text}", field.name));
                Value::String(text)
            });
            (field.name.clone(), value)
        });
        let values = values.collect();
        Some((Some(values), unread))
    }

    /// A value; the text itself where a figure was to be and is none.
    fn value(&self, kind: u8, bytes: &[u8]) -> Result<Value, String> {
        let (text, _) = self.encoding.decode_without_bom_handling(bytes);
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        // Stars and no digits mean that a figure did not fit.
        if text.is_empty() || text.bytes().all(|byte| byte == b'*') {
            return Ok(Value::Null);
        }
        match kind {
            b'N' | b'F' => {
                if let Ok(whole) = text.parse::<i64>() {
                    return Ok(Value::Number(whole.into()));
                }
                let number = text.parse::<f64>().ok().and_then(Number::from_f64);
                number.map(Value::Number).ok_or_else(|| text.to_owned())
            }
            b'L' => Ok(match text.bytes().next() {
                Some(b'T' | b't' | b'Y' | b'y') => Value::Bool(true),
                Some(b'F' | b'f' | b'N' | b'n') => Value::Bool(false),
                _ => Value::Null,
            }),
            b'D' if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Ok(Value::String(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])))
            }
            _ => Ok(Value::String(text.to_owned())),
        }
    }
}

/// The encoding that a `.cpg` file or the header's language driver names; else the one that the bytes fit.
fn encoding(code_page: Option<&str>, driver: u8, rows: &[u8]) -> (&'static Encoding, Option<&'static str>) {
    if let Some(encoding) = code_page.and_then(named) {
        return (encoding, None);
    }
    // Language drivers of Chinese (936) tables; 0x57 is what many Chinese writers leave there too.
    if matches!(driver, 0x4d | 0x7a) {
        return (GBK, None);
    }
    if rows.is_ascii() {
        return (UTF_8, None);
    }
    if std::str::from_utf8(rows).is_ok() {
        return (UTF_8, Some("UTF-8"));
    }
    let decoded = text::decode_declared(rows);
    let guessed = if decoded.encoding == WINDOWS_1252.name() { WINDOWS_1252 } else { GBK };
    (guessed, Some(guessed.name()))
}

/// `UTF-8`, `GBK`, `936`, `ANSI 1252`, `ISO-8859-1`, `OEM 437`.
fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_start_matches('\u{feff}');
    if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
        return Some(encoding);
    }
    let digits: String = label.chars().filter(char::is_ascii_digit).collect();
    match digits.as_str() {
        "936" | "54936" => Some(GBK),
        "65001" => Some(UTF_8),
        "1252" | "88591" => Some(WINDOWS_1252),
        "950" => Some(encoding_rs::BIG5),
        "932" => Some(encoding_rs::SHIFT_JIS),
        "949" => Some(encoding_rs::EUC_KR),
        "1250" => Some(encoding_rs::WINDOWS_1250),
        "1251" => Some(encoding_rs::WINDOWS_1251),
        _ => None,
    }
}
