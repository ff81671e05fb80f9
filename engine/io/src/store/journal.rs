//! Journals: every operation of a session, brought to the disk before the screen says that it is kept.
//!
//! A journal is text, one record a line: a CRC-32 of the rest of the line in eight hexadecimal digits, the length of
//! the JSON in bytes, and the JSON. The first record tells which variant file the operations follow. See
//! `docs/data/variants.md`.

use linli_model::SceneFrame;
use linli_model::variant::Operation;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::scene::EditFile;

/// Version of the layout.
const VERSION: u32 = 1;
/// Longest record, bytes.
const LONGEST_RECORD: usize = 256 << 20;

/// The content of a file as a short text: two files of one text are one file, for all that chance can do.
pub(super) fn content_id(bytes: &[u8]) -> String {
    // FNV-1a (Fowler, Noll, Vo), 64 bits, with the length: nobody attacks their own journal.
    let fold = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    format!("{:016x}-{}", bytes.iter().fold(0xcbf2_9ce4_8422_2325, fold), bytes.len())
}

#[derive(Serialize, Deserialize)]
struct Record {
    seq: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    what: What,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    /// Begins a journal: version, and the content of the variant file that the operations follow.
    Begin { version: u32, variant: String, content: String },
    /// Makes an edit.
    Commit(Box<RawValue>),
    /// Takes the last edit back.
    Undo,
    /// Makes it again.
    Redo,
    /// The variant file is about to become one of this content, with all operations before.
    Save { content: String },
}

/// A record with its sum, as a line.
fn line(record: &Record) -> Result<String, String> {
    let json = serde_json::to_string(record).map_err(|e| e.to_string())?;
    let rest = format!("{} {json}", json.len());
    Ok(format!("{:08x} {rest}\n", crc32fast::hash(rest.as_bytes())))
}

/// Makes the records of one journal.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    frame: SceneFrame,
    /// Number of the last record.
    seq: u64,
}

impl Writer {
    pub(super) fn new(frame: SceneFrame, seq: u64) -> Self {
        Self { frame, seq }
    }

    fn record(&mut self, at: Option<String>, what: What) -> Result<String, String> {
        let text = line(&Record { seq: self.seq + 1, at, what })?;
        self.seq += 1;
        Ok(text)
    }

    pub(super) fn begin(&mut self, variant: &str, content: String) -> Result<String, String> {
        self.record(None, What::Begin { version: VERSION, variant: variant.to_owned(), content })
    }

    pub(super) fn save(&mut self, content: String) -> Result<String, String> {
        self.record(None, What::Save { content })
    }

    pub(super) fn operation(&mut self, at: Option<String>, operation: &Operation) -> Result<String, String> {
        let what = match operation {
            Operation::Commit(edit) => {
                let file = EditFile::of(edit, &self.frame, 2)?;
                What::Commit(serde_json::value::to_raw_value(&file).map_err(|e| e.to_string())?)
            }
            Operation::Undo => What::Undo,
            Operation::Redo => What::Redo,
        };
        self.record(at, what)
    }
}

/// Why the end of a journal could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalFault {
    /// The last record is not whole: it was being written when the program ended, and nothing said that it was kept.
    Torn,
    /// A record in the middle is garbled; so many lines come after the good ones.
    Garbled(usize),
    /// Records are missing or out of order; so many lines come after the good ones.
    Gap(usize),
    /// It was written by a newer program; so many lines come after the good ones.
    Newer(usize),
    /// It follows another file than the one that is there.
    OtherFile,
}

/// What a journal says.
#[derive(Debug)]
pub(super) struct Read {
    /// Operations that are not yet in the variant file.
    pub(super) operations: Vec<Operation>,
    /// What is wrong with the rest.
    pub(super) fault: Option<JournalFault>,
    /// Number of the last good record.
    pub(super) seq: u64,
}

/// Reads a journal for a variant file of a content.
pub(super) fn read(bytes: &[u8], content: &str, frame: &SceneFrame) -> Read {
    let mut nothing = Read { operations: Vec::new(), fault: None, seq: 0 };
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').enumerate().peekable();
    let total = bytes.split_inclusive(|byte| *byte == b'\n').count();
    let mut known: Option<bool> = None;
    let mut seq = None;
    while let Some((at, text)) = lines.next() {
        let rest = total - at;
        let record = match record_of(text) {
            Ok(record) => record,
            Err(()) => {
                // A record that was being written lacks its end; nothing comes after it.
                let torn = lines.peek().is_none() && !text.ends_with(b"\n");
                nothing.fault = Some(if torn { JournalFault::Torn } else { JournalFault::Garbled(rest) });
                break;
            }
        };
        if seq.is_some_and(|seq: u64| seq.checked_add(1) != Some(record.seq)) {
            nothing.fault = Some(JournalFault::Gap(rest));
            break;
        }
        let operation = match record.what {
            What::Begin { version, .. } if version > VERSION => {
                nothing.fault = Some(JournalFault::Newer(rest));
                break;
            }
            What::Begin { content: begun, .. } => {
                known = Some(begun == content);
                None
            }
            What::Save { content: saved } => {
                if saved == content {
                    // Everything before is in the file.
                    nothing.operations.clear();
                    known = Some(true);
                }
                None
            }
            What::Undo => Some(Operation::Undo),
            What::Redo => Some(Operation::Redo),
            What::Commit(raw) => {
                let file: Result<EditFile, _> = serde_json::from_str(raw.get());
                match file.map_err(|e| e.to_string()).and_then(|file| file.into_edit(frame)) {
                    Ok(edit) => Some(Operation::Commit(Box::new(edit))),
                    Err(_) => {
                        // The sum is right, so this is what was meant: words of a newer program.
                        nothing.fault = Some(JournalFault::Newer(rest));
                        break;
                    }
                }
            }
        };
        seq = Some(record.seq);
        if known.is_none() {
            nothing.fault = Some(JournalFault::Gap(rest));
            break;
        }
        nothing.operations.extend(operation);
    }
    nothing.seq = seq.unwrap_or_default();
    if known == Some(false) {
        let fault = if nothing.operations.is_empty() { nothing.fault } else { Some(JournalFault::OtherFile) };
        return Read { operations: Vec::new(), fault, seq: nothing.seq };
    }
    nothing
}

/// A record of a line, when its sum and length are right.
fn record_of(line: &[u8]) -> Result<Record, ()> {
    let line = line.strip_suffix(b"\n").ok_or(())?;
    let (sum, rest) = line.split_at_checked(8).ok_or(())?;
    let sum = std::str::from_utf8(sum).map_err(drop)?;
    let sum = u32::from_str_radix(sum, 16).map_err(drop)?;
    let rest = rest.strip_prefix(b" ").ok_or(())?;
    if rest.len() > LONGEST_RECORD || crc32fast::hash(rest) != sum {
        return Err(());
    }
    let rest = std::str::from_utf8(rest).map_err(drop)?;
    let (length, json) = rest.split_once(' ').ok_or(())?;
    if length.parse() != Ok(json.len()) {
        return Err(());
    }
    serde_json::from_str(json).map_err(drop)
}
